"""Who is here: the list, and one person's answers."""

from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts import limits
from accounts.models import not_blocked
from groups.models import Membership
from profiles import directory as listing
from profiles import overlap
from profiles.access import MOST, Place, place_of
from profiles.directory import Filters
from profiles.forms import FilterForm
from profiles.models import Profile
from profiles.models.profiles import WITH_ADMINS, State
from profiles.said import summary
from programs.models import Program
from programs.models.questions import ProfileRole


@require_safe
def directory(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """Mentors or mentees, newest first, twelve at a time."""
    role = "mentee" if request.GET.get("role") == "mentee" else "mentor"
    place = place_of(request, group, program, role, counted="after" not in request.GET)
    if not place.reads_answers:
        return render(
            request, "profiles/narrowed.html", {"place": place, "here_group": place.group}, status=403
        )
    form = FilterForm(request.GET, topics=place.program.topics)
    filters = filters_of(form, role)
    if filters.q:
        limits.spend("search", place.user.pk)
    page = listing.page(place, filters)
    context = {
        "place": place,
        "here_group": place.group,
        "role": role,
        "filters": filters,
        "page": page,
        "more_url": f"?{query(filters, page.after)}" if page.after else "",
    }
    if request.headers.get("HX-Request") and filters.after:
        return render(request, "profiles/_people.html", context)
    counts = place.counts or place_of(request, group, program, role, counted=True).counts
    context |= {
        "form": form,
        "tabs": [(name, label, counted(counts[name])) for name, label in form.fields["role"].choices],
        "count": counts[role],
        "counted": counted(counts[role]),
        "free_name": form.LABELS.get(freed, "“only people with room now”")
        if (freed := _freed(place, filters, page))
        else "",
        "free_url": f"?{query(without(filters, freed))}" if freed else "",
        "may_leave_it": place.mine
        and place.mine.role != role
        and place.program.forming != Program.Forming.CHOOSE,
    }
    return render(request, "profiles/directory.html", context)


@require_safe
def answers(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    """All that one person said, in the order of the questions, and what they share with the reader."""
    place = place_of(request, group, program, _role_of(code))
    found = Profile.objects.visible_to(place.user).filter(program=place.program, code=code)
    profile = found.select_related("user", "program__group").first()
    if profile is not None and profile.state in WITH_ADMINS:
        return redirect("sign_up", group, program)
    if profile is None or profile.state != State.LISTED:
        return _stepped_back(request, place, code, own=profile)
    row = listing.rows_of(place, Profile.objects.filter(pk=profile.pk), 1)[0]
    card, theirs = listing.cards(place, [row])[0], listing.facts_of(row)
    context = {
        "place": place,
        "here_group": place.group,
        "profile": profile,
        "card": card,
        "parts": summary(profile, private=False, topics=False),
        "why": overlap.reasons(place.mine, theirs) if place.mine and not card.mine else [],
    }
    return render(request, "profiles/answers.html", context)


def _stepped_back(request: HttpRequest, place: Place, code: str, own: Profile | None) -> HttpResponse:
    """For somebody who could read it before: a kind word instead of a bare 404, and others to look at."""
    here = Membership.objects.active().filter(group=place.group, user=OuterRef("user"))
    gone = Profile.objects.filter(
        Exists(here),
        not_blocked(place.user.pk, "user_id"),
        program=place.program,
        code=code,
        state=State.WITHDRAWN,
    ).exclude(listed_at=None)
    profile = own or (gone.select_related("user").first() if place.reads_answers else None)
    if profile is None or profile.state == State.DRAFT:
        raise Http404
    context = {
        "place": place,
        "here_group": place.group,
        "profile": profile,
        "mine": own is not None,
        "cards": listing.others(place, profile.role, but=profile.user_id),
    }
    return render(request, "profiles/stepped_back.html", context, status=404)


def filters_of(form: FilterForm, role: str) -> Filters:
    """What of the address makes sense; the rest is passed over."""
    form.is_valid()
    data = form.cleaned_data
    return Filters(
        role=role,
        q=" ".join(data.get("q", "").split()),
        topics=tuple(data.get("topic", [])),
        times=tuple(data.get("time", [])),
        room=data.get("room", False),
        after=data.get("after", ""),
    )


def query(filters: Filters, after: str = "") -> str:
    """The filters as a query string."""
    pairs = [("role", filters.role), ("q", filters.q)]
    pairs += [("topic", topic) for topic in filters.topics] + [("time", time) for time in filters.times]
    pairs += [("room", "on" if filters.room else ""), ("after", after)]
    return urlencode([(name, value) for name, value in pairs if value])


def without(filters: Filters, name: str) -> Filters:
    """The same, with one of them taken away."""
    return listing.replace(filters, **{name: getattr(Filters(), name)})


def counted(number: int) -> str:
    """A number, or "100+" where we stopped counting."""
    return f"{MOST}+" if number > MOST else str(number)


def _freed(place: Place, filters: Filters, page: listing.Page) -> str:
    return listing.frees_most(place, filters) if filters.active and not page.cards else ""


def _role_of(code: str) -> str:
    """A mentor's answers are compared with my wish, a mentee's with my offer."""
    role = Profile.objects.filter(code=code).values_list("role", flat=True).first()
    return role or ProfileRole.MENTOR
