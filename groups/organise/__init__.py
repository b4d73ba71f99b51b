"""How admins look after their group: overview, people, invites, settings, safety, log."""
