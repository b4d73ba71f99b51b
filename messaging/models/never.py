from django.db import models
from django.utils import timezone


class NeverMail(models.Model):
    """An address that wants no mails of the kind that anybody can cause. Only its digest is kept."""

    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="never_mail_digest")]

    def __str__(self) -> str:
        return self.digest[:8]
