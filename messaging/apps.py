from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = "Mail and conversations"

    def ready(self) -> None:
        from . import our_kinds, session_ends

        our_kinds.register_all()
        session_ends.connect()
