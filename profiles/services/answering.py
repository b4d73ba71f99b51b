"""How soon somebody usually answers, kept where a card can show it. Worked out to the right of here."""

from django.db.models import OuterRef, Subquery

from profiles.models import Profile

MOST = 1000


def keep(user_id: int, group_id: int, hours: int | None) -> int:
    """Write it to this person's listed sign-ups in the group; how many changed."""
    rows = Profile.objects.listed().filter(user=user_id, program__group=group_id)
    return rows.exclude(usual_answer=hours).update(usual_answer=hours)


def inherit() -> int:
    """A new season's sign-up begins with what the person's others in the group say; how many did."""
    others = Profile.objects.filter(
        user=OuterRef("user"), program__group=OuterRef("program__group"), usual_answer__isnull=False
    )
    new = Profile.objects.listed().filter(usual_answer=None)
    found = new.annotate(known=Subquery(others.order_by("-pk").values("usual_answer")[:1]))
    rows = found.filter(known__isnull=False).values_list("pk", "known")[:MOST]
    return sum(
        Profile.objects.filter(pk=pk, usual_answer=None).update(usual_answer=hours) for pk, hours in rows
    )
