from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = "Groups"

    def ready(self) -> None:
        from . import kinds, kinds_invites

        kinds.register_all()
        kinds_invites.register_all()
