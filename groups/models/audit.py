from django.conf import settings
from django.db import models
from django.utils import timezone

from .groups import Group


class AuditEntry(models.Model):
    """What an admin or a member of staff did. Ids and plain words; never what people wrote to each other."""

    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="audit")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"
