"""What somebody on the list changes with one press."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from profiles.access import Place, my_profiles, place_of
from profiles.forms import PlacesForm, RoomForm
from profiles.models import Profile
from profiles.models.profiles import State
from profiles.services import profiles
from programs.models.questions import ProfileRole

ROOM_SAID = {
    "open": "You have room again. People can see that.",
    "later": "Nobody new this month. People can see that.",
    "full": "You’re full for now. People can see that.",
}


@require_POST
def places(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """A mentor takes more people, or fewer."""
    place = place_of(request, group, program)
    profile = _mine(request, place)
    form = PlacesForm(request.POST, profile=profile)
    if not form.is_valid():
        messages.error(request, "Choose how many people you could take.")
        return redirect("sign_up", group, program)
    try:
        profiles.set_capacity(profile, int(form.cleaned_data["places"]))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, "Saved.")
    return redirect("sign_up", group, program)


@require_POST
def room(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """Full, not this month, or open again; from their sign-up or from the directory."""
    place = place_of(request, group, program)
    profile = _mine(request, place)
    form = RoomForm(request.POST)
    here = reverse("sign_up", args=[group, program])
    if "from_directory" in request.POST:
        here = f"{reverse('directory', args=[group, program])}?role={ProfileRole(profile.role).other}"
    if not form.is_valid():
        messages.error(request, "Choose one of the three.")
        return redirect(here)
    chosen = form.cleaned_data["room"]
    until = {"open": None, "later": next_month(place.program.today()), "full": profiles.FAR}[chosen]
    profiles.set_accepting(profile, until)
    messages.success(request, ROOM_SAID[chosen])
    return redirect(here)


@require_POST
def leave_it(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """Let the admins choose, or choose for oneself again."""
    place = place_of(request, group, program)
    profile = _mine(request, place)
    wanted = request.POST.get("wanted") != "no"
    try:
        profiles.leave_it(profile, wanted)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        left = f"{capfirst(place.admin_name)} will suggest somebody. You can still say hello to anyone."
        messages.success(request, left if wanted else "You’re choosing for yourself again.")
    return redirect("directory", group, program)


def next_month(today: date) -> date:
    """The first day of the month after this one."""
    return (today.replace(day=28) + timedelta(days=4)).replace(day=1)


def _mine(request: HttpRequest, place: Place) -> Profile:
    role = request.POST.get("as")
    role = role if role in ProfileRole.values else ""  # anything else is never asked of the database
    profile = my_profiles(place).filter(role=role, state=State.LISTED).first()
    if profile is None:
        raise Http404
    return profile
