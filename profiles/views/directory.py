"""Who is here: the list, and one person's answers."""

from dataclasses import replace
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import limits
from accounts.models import not_blocked
from accounts.text import fold
from groups.models import Membership
from profiles import directory as listing
from profiles import drawn
from profiles.access import MOST, Place, place_of
from profiles.fits import Filters
from profiles.forms_directory import FilterForm
from profiles.models import Profile
from profiles.models.profiles import WITH_ADMINS, State
from profiles.said import summary
from programs.models import Program
from programs.models.questions import ProfileRole


@require_safe
def directory(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """Mentors or mentees, twelve at a time: those first with whom this person has most in common."""
    role = "mentee" if request.GET.get("role") == "mentee" else "mentor"
    place = place_of(request, group, program, role)
    if not place.reads_answers:
        return render(
            request, "profiles/narrowed.html", {"place": place, "here_group": place.group}, status=403
        )
    form = FilterForm(
        request.GET,
        topics=place.program.topics,
        languages=languages_of(place),
        has_hours=bool(place.mine and place.mine.week),
    )
    filters = filters_of(form, role)
    if filters.q:
        limits.spend("search", place.user.pk)
    going_on = bool(filters.after or filters.older)
    swaps = bool(request.headers.get("HX-Request"))
    appended = swaps and going_on
    page = listing.page(place, filters, counted=not appended)
    context = {
        "place": place,
        "here_group": place.group,
        "role": role,
        "filters": filters,
        "going_on": going_on,
        "page": page,
        "drawn": drawn.cards(place, role, page.cards, focus=going_on),
        "here": request.get_full_path(),
        "more_url": more_url(filters, page),
    }
    if appended:
        return render(request, "profiles/_people.html", context)
    count = page.counts[f"{role}s"]
    context |= {
        "groups": form.groups(role),
        "tabs": [
            (name, label, counted(page.counts[f"{name}s"]))
            for name, label in (("mentor", "Mentors"), ("mentee", "Mentees"))
        ],
        "count": count,
        "counted": counted(count),
        "kept": page.counts["all_kept"],
        "aside": page.counts["all_aside"],
        "narrowed": [name for name in filters.active if name not in ("q", "kept", "aside")],
        "free_name": form.LABELS.get(freed, "") if (freed := _freed(place, filters, page)) else "",
        "free_url": f"?{query(without(filters, freed))}" if freed else "",
        "may_leave_it": place.mine
        and place.mine.role != role
        and place.program.forming != Program.Forming.CHOOSE,
    }
    context["part"] = swaps
    return render(request, "profiles/_results.html" if swaps else "profiles/directory.html", context)


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
    row = listing.of(place, profile.pk)
    card = next(iter(listing.cards(place, [row] if row else [])), None)
    if card is None:
        raise Http404
    context = {
        "place": place,
        "here_group": place.group,
        "profile": profile,
        "card": card,
        "parts": summary(profile, private=False, topics=False),
        "here": request.get_full_path(),
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
        "here": reverse("directory", args=[place.group.slug, place.program.slug]),
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
        languages=tuple(data.get("language", [])),
        times=tuple(data.get("time", [])),
        ways=tuple(data.get("way", [])),
        hours=data.get("hours", False),
        room=data.get("room", False),
        kept=data.get("kept", False),
        aside=data.get("aside", False),
        after=data.get("after", ""),
        older=data.get("older", ""),
    )


FIELDS = {"topics": "topic", "languages": "language", "times": "time", "ways": "way"}


def query(filters: Filters, after: str = "", older: str = "") -> str:
    """The filters as a query string."""
    pairs = [("role", filters.role), ("q", filters.q)]
    pairs += [(field, value) for name, field in FIELDS.items() for value in getattr(filters, name)]
    pairs += [(name, "on") for name in ("hours", "room", "kept", "aside") if getattr(filters, name)]
    pairs += [("after", after), ("older", older)]
    return urlencode([(name, value) for name, value in pairs if value])


def more_url(filters: Filters, page: listing.Page) -> str:
    """Where the list goes on; "" at its end."""
    return f"?{query(filters, page.after, page.older)}" if page.after or page.older else ""


def languages_of(place: Place) -> list[str]:
    """The languages worth asking for: what this person speaks, where that is more than one."""
    known = [*(place.mine.languages if place.mine else ()), *place.user.languages]
    found = list({fold(language): language for language in reversed(known)}.values())[::-1]
    return found if len(found) > 1 else []


def without(filters: Filters, name: str) -> Filters:
    """The same, with one of them taken away."""
    return replace(filters, **{name: getattr(Filters(), name)})


def counted(number: int) -> str:
    """A number, or "100+" where we stopped counting."""
    return f"{MOST}+" if number > MOST else str(number)


def _freed(place: Place, filters: Filters, page: listing.Page) -> str:
    asked = filters.active and not page.cards and not filters.nothing_to_look_for
    return listing.frees_most(place, filters) if asked else ""


def _role_of(code: str) -> str:
    """A mentor's answers are compared with my wish, a mentee's with my offer."""
    role = Profile.objects.filter(code=code).values_list("role", flat=True).first()
    return role or ProfileRole.MENTOR
