from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = "Groups"

    def ready(self) -> None:
        from . import kinds, kinds_invites, kinds_owner

        kinds.register_all()
        kinds_invites.register_all()
        kinds_owner.register_all()
