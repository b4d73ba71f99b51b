"""The members' side of hellos, conversations and pairs; group admins' pages stand in organise*.py."""
