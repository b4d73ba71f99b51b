"""Everything addressed to a person, in one list."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from groups.access import person
from groups.models import Membership
from messaging.models import Participant

PAGE = 30


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """A person's conversations, newest first, thirty at a time. No message is read, only what rows keep."""
    mine: QuerySet[Participant] = Participant.objects.filter(
        Exists(
            Membership.objects.active().filter(group=OuterRef("conversation__scope"), user=person(request))
        ),
        user=person(request),
        hidden=False,
        last_message_id__gt=0,
    )
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) <= 18:
        mine = mine.filter(last_message_id__lt=int(before))
    rows = list(mine.select_related("conversation").order_by("-last_message_id")[: PAGE + 1])
    earlier = rows[PAGE - 1].last_message_id if len(rows) > PAGE else None
    rows = rows[:PAGE]
    with_whom = _others(rows, person(request))
    lines = [
        {
            "row": row,
            "people": with_whom.get(row.conversation_id, []),
            "mine": row.last_author_id == person(request).pk,
        }
        for row in rows
    ]
    context = {"lines": lines, "earlier": earlier, "first_page": not before}
    return render(request, "mentorship/inbox.html", context)


def _others(rows: list[Participant], user: User) -> dict[int, list[User]]:
    """Who else is in each conversation, in one query."""
    others = Participant.objects.filter(conversation__in=[row.conversation_id for row in rows])
    found: dict[int, list[User]] = {}
    for other in others.exclude(user=user).select_related("user").order_by("pk") if rows else ():
        found.setdefault(other.conversation_id, []).append(other.user)
    return found
