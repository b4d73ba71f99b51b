from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = "Mail and conversations"

    def ready(self) -> None:
        from . import our_kinds

        our_kinds.register_all()
