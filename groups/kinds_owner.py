"""What is told when a group is handed over: that one is asked, and what the heir said."""

from messaging.kinds import Context, register
from messaging.models import Notice

from .models import AuditEntry, Membership, OwnerOffer
from .services.owner_offers import TOOK


def load_offer(notice: Notice) -> Context | None:
    """Who offers which group, and until when."""
    made = OwnerOffer.objects.select_related("group", "giver").filter(pk=notice.subject_id or 0).first()
    return {"group": made.group, "giver": made.giver, "ends_at": made.ends_at} if made else None


def offer_wanted(notice: Notice) -> bool:
    """It still waits for the reader's answer."""
    mine = OwnerOffer.objects.made_to(notice.user) if notice.user else OwnerOffer.objects.none()
    return mine.filter(pk=notice.subject_id or 0).exists()


def load_answer(notice: Notice) -> Context | None:
    """Who said what about which group."""
    entry = AuditEntry.objects.select_related("group", "actor").filter(pk=notice.subject_id or 0).first()
    if not (entry and entry.group and entry.actor):
        return None
    return {"group": entry.group, "heir": entry.actor, "yes": entry.verb == TOOK}


def answer_wanted(notice: Notice) -> bool:
    """The reader still belongs to the group."""
    return Membership.objects.active().filter(user=notice.user, group=notice.scope or 0).exists()


def register_all() -> None:
    """Called once when Django starts."""
    register(
        "owner_offered",
        label="Somebody asks you to own a group",
        load=load_offer,
        wanted=offer_wanted,
        about="Nothing changes until you say yes.",
        under="admins",
    )
    register(
        "owner_answered",
        label="An answer about owning your group",
        load=load_answer,
        wanted=answer_wanted,
        about="After you asked somebody to own it.",
        under="admins",
    )
