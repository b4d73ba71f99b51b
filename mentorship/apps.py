from django.apps import AppConfig, apps
from django.contrib.admin import apps as django_admin
from django.db.models.signals import post_migrate


class MentorshipConfig(AppConfig):
    name = "mentorship"
    default = True

    def ready(self) -> None:
        from . import permission_groups

        # Apps without models get no signal; that of auth comes when the permissions of ours have been made.
        last = apps.get_app_config("auth")
        post_migrate.connect(permission_groups.make, sender=last, dispatch_uid="permission_groups")


class StaffAdminConfig(django_admin.AdminConfig):
    """The Django admin behind a second factor. Named here because this module loads before any model."""

    default = False
    default_site = "mentorship.staff.StaffSite"
