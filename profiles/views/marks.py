"""Kept, not for me, tell me when there's room: one press, seen by nobody else."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from profiles import directory as listing
from profiles.access import place_of
from profiles.forms_directory import MarkForm
from profiles.models import Mark, Profile
from profiles.models.profiles import State
from profiles.services import marks

SAID = {
    ("kept", "yes"): "You keep {name}. Only you see that.",
    ("kept", "no"): "{name} is off your list.",
    ("not-for-me", "yes"): "{name} is put aside. Only you know.",
    ("not-for-me", "no"): "{name} is back in your list.",
    ("tell-me", "yes"): "We’ll tell you when {name} has room.",
    ("tell-me", "no"): "We won’t tell you about {name}.",
}


@require_POST
def mark(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    """Put a mark on somebody whose answers this person may read, or take it away."""
    place = place_of(request, group, program)
    readable = Profile.objects.visible_to(place.user).filter(program=place.program, state=State.LISTED)
    profile = readable.filter(code=code).select_related("user", "program__group").first()
    form = MarkForm(request.POST)
    if profile is None or not form.is_valid():
        raise Http404
    kind, wanted = form.cleaned_data["mark"].split(":")
    refused = ""
    try:
        if wanted == "yes":
            marks.put(place.user, profile, kind)
        else:
            marks.take(place.user, profile, kind)
    except ValidationError as error:
        refused = error.messages[0]
    swaps = bool(request.headers.get("HX-Request"))
    aside = kind == Mark.Kind.NOT_FOR_ME and wanted == "yes"
    if refused:
        messages.error(request, refused)
    else:
        # A card that is swapped has the way back in its own place.
        undo = f"undo:{reverse('mark_undo', args=[group, program, code])}" if aside and not swaps else ""
        messages.success(request, SAID[kind, wanted].format(name=profile.user.first_name), extra_tags=undo)
    if swaps:
        row = listing.of(place, profile.pk)
        if row is None:
            raise Http404
        context = {"place": place, "role": profile.role, "card": listing.cards(place, [row])[0]}
        context |= {"here": _back(request, profile).partition("#")[0], "gone": aside and not refused}
        return render(request, "profiles/_marked.html", context, status=422 if refused else 200)
    return redirect(_back(request, profile))


@require_POST
def mark_undo(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    """Somebody who was put aside a moment ago is back."""
    place = place_of(request, group, program)
    readable = Profile.objects.visible_to(place.user).filter(program=place.program, state=State.LISTED)
    profile = readable.filter(code=code).select_related("user", "program__group").first()
    if profile is None:
        raise Http404
    marks.take(place.user, profile, Mark.Kind.NOT_FOR_ME)
    messages.success(request, SAID["not-for-me", "no"].format(name=profile.user.first_name))
    return redirect(_back(request, profile))


def _back(request: HttpRequest, profile: Profile) -> str:
    """The page of ours that the press came from, at the same person; else the list."""
    asked = request.POST.get("next", "")
    where = [profile.program.group.slug, profile.program.slug]
    base = reverse("directory", args=where)
    if asked.startswith(base) and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return f"{asked.partition('#')[0]}#p-{profile.code}"
    return f"{base}?role={profile.role}"
