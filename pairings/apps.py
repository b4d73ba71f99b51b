from django.apps import AppConfig


class PairingsConfig(AppConfig):
    name = "pairings"
    verbose_name = "Pairs"

    def ready(self) -> None:
        from . import kinds, kinds_hellos

        kinds.register_all()
        kinds_hellos.register_all()
