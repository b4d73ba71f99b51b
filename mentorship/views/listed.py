"""The groups that anyone may find."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.limits import spend
from groups.access import person
from groups.forms import FindForm
from groups.models import Group, Membership
from programs.models import Program

PAGE = 12
# How many people, as a feeling, from this many on: a public page counts nobody.
CROWDS = (
    (150, _("Hundreds of people")),
    (75, _("About a hundred people")),
    (35, _("About fifty people")),
    (15, _("About two dozen people")),
    (6, _("About ten people")),
    (0, _("Just beginning")),
)


@dataclass(frozen=True)
class Found:
    """A group as anyone may see it: what it is, how big it feels, what is open in it. Nobody's name."""

    group: Group
    people: str
    open: list[Program]


@login_not_required
@require_safe
def listed_groups(request: HttpRequest) -> HttpResponse:
    """Groups that anyone may find, newest first; by name, line and focus."""
    if not settings.LISTED_GROUPS:
        raise Http404
    form = FindForm(request.GET)
    sought = form.cleaned_data if form.is_valid() else {"q": "", "focus": ""}
    if sought["q"] and request.user.is_authenticated:
        spend("search", person(request).pk)
    rows = _sought(**sought)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    page = list(rows[: PAGE + 1])
    context = {
        "found": _with_programs(page[:PAGE]),
        "more": page[PAGE - 1].pk if len(page) > PAGE else None,
        "query": sought["q"],
        "focus": sought["focus"],
        "focuses": Group.Focus.choices,
        "kept": urlencode({key: value for key, value in sought.items() if value}),
    }
    return render(request, "mentorship/listed_groups.html", context)


def _sought(q: str, focus: str) -> QuerySet[Group]:
    members = Membership.objects.active().filter(group=OuterRef("pk")).order_by().values("group")
    rows = Group.objects.listed().annotate(people=Subquery(members.annotate(n=Count("pk")).values("n")))
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(line__icontains=q))
    if focus:
        rows = rows.filter(focus=focus)
    return rows.order_by("-pk")


def _with_programs(groups: list[Group]) -> list[Found]:
    open_ones: dict[int, list[Program]] = {}
    for program in Program.objects.open_for_sign_up(timezone.now()).filter(group__in=groups).order_by("pk"):
        open_ones.setdefault(program.group_id, []).append(program)
    return [Found(group, _crowd(group.people or 0), open_ones.get(group.pk, [])) for group in groups]


def _crowd(number: int) -> str:
    return next(str(words) for least, words in CROWDS if number >= least)
