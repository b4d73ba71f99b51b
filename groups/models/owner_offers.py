from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User

from .groups import Group


class OwnerOfferQuerySet(models.QuerySet["OwnerOffer"]):
    def open(self) -> "OwnerOfferQuerySet":
        """Those that can still be answered."""
        return self.filter(ends_at__gt=timezone.now())

    def made_to(self, user: User) -> "OwnerOfferQuerySet":
        """Those that this person may answer."""
        return self.open().filter(heir=user)


class OwnerOffer(models.Model):
    """An owner asks somebody to own the group in their place. The row is there while it waits for an answer:
    a yes, a no or a taking back deletes it, and the log keeps what happened."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="owner_offers", db_index=False)
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    heir = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()

    objects = OwnerOfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group"], name="owner_offer_once")  # also the foreign key's index
        ]

    def __str__(self) -> str:
        return f"{self.group_id} to {self.heir_id}"
