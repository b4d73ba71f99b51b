from django.apps import AppConfig


class PairingsConfig(AppConfig):
    name = "pairings"
    verbose_name = "Pairs"

    def ready(self) -> None:
        from . import our_kinds

        our_kinds.register_all()
