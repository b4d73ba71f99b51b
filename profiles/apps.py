from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "profiles"
    verbose_name = "Sign-ups"

    def ready(self) -> None:
        from . import kinds

        kinds.register_all()
