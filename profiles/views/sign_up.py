"""Signing up: choose what for, three short steps, a last look, the list."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.zones import zone_words
from profiles import asking, directory
from profiles.access import Place, led_on, my_profiles, place_of, posted_on, posts_on
from profiles.forms import CheckForm, PlacesForm, StepForm
from profiles.models import Profile
from profiles.models.profiles import State
from profiles.said import summary
from profiles.services import prefill, profiles
from profiles.services.whole import address_hint, missing, waits_for_mail
from programs.models import Program, Question
from programs.models.questions import ProfileRole

LEFT = {1: "about two minutes", 2: "about 80 seconds left", 3: "about 40 seconds left"}
UNKNOWN = "UTC"  # what we say of a clock that no browser told us
CHANGING = (State.SENT, State.ASKED, State.LISTED)  # sent once: a step saves, and leads back to the whole
NOTE_STEPS = {"topics": 1, "ways": 3, "hours": 3, "goals": 3, "languages": 3}  # fields an admin may point at


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """Where everybody starts, and where people on the list change things."""
    place = place_of(request, group, program)
    mine = {profile.role: profile for profile in my_profiles(place)}
    wanted = request.POST.get("as") or request.GET.get("as", "")
    if request.method == "POST":
        return _begin(request, place, wanted)
    if wanted in mine and mine[wanted].state == State.DRAFT and not waits_for_mail(mine[wanted]):
        return redirect(next_url(place, mine[wanted]))
    if wanted in ProfileRole.values and wanted not in mine and place.program.sign_up_is_open():
        return redirect("sign_up_step", group, program, wanted, 1)
    standing = [
        {
            "profile": profile,
            "places": PlacesForm(profile=profile),
            "url": note_url(place, profile) if profile.state == State.ASKED else next_url(place, profile),
            "waits_for_mail": waits_for_mail(profile),
        }
        for profile in mine.values()
    ]
    context = {
        "place": place,
        "here_group": place.group,
        "standing": standing,
        "listed": any(profile.state == State.LISTED for profile in mine.values()),
        "open": place.program.sign_up_is_open(),
        "later": place.program.signup_from and place.program.signup_from > timezone.now(),
        "free": [role for role in (ProfileRole.MENTEE, ProfileRole.MENTOR) if role not in mine],
        "today": place.program.today(),
        "address": address_hint(place.user.email),
        "hello_waits": posts_on(request, place.program),
    }
    return render(request, "profiles/sign_up.html", context)


def _begin(request: HttpRequest, place: Place, wanted: str) -> HttpResponse:
    both = wanted == "both"
    role = ProfileRole.MENTOR if both else wanted
    if role not in ProfileRole.values:
        raise Http404
    try:
        begun = profiles.begin(place.program, place.user, role)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("sign_up", place.group.slug, place.program.slug)
    return redirect(next_url(place, begun, both=both))


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, group: str, program: str, role: str, step: int) -> HttpResponse:
    """One step. Back keeps what is sound; Continue keeps all of it or says what to mend."""
    place = place_of(request, group, program)
    if role not in ProfileRole.values or step not in asking.STEPS:
        raise Http404
    profile = my_profiles(place).filter(role=role).select_related("program__group").first()
    if profile is None and not place.program.sign_up_is_open():
        messages.error(request, "Sign-up isn’t open just now.")
        return redirect("sign_up", group, program)
    if profile is not None and profile.state == State.DECLINED:
        return redirect("sign_up", group, program)
    begun = _start(place, role, profile)
    questions = list(Question.objects.filter(program=place.program).asked(role))
    short = prefill.is_short(begun.profile)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        profile=begun.profile,
        questions=questions,
        answers=begun.answers,
        step=step,
        short=short,
    )
    if profile is None and form.is_bound and form.is_valid():  # what is refused begins nothing
        try:
            profile = profiles.begin(place.program, place.user, role)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("sign_up", group, program)
    if profile is not None and form.is_bound and _kept(request, form, profile, step):
        if "zones" in request.POST:
            return redirect(f"{request.path}?{urlencode({**request.GET.dict(), 'zones': 1})}#zone")
        back = "back" in request.POST
        return redirect(
            _before(place, profile, step) if back else next_url(place, profile, step, _both(request))
        )
    zones = "zones" in request.GET or "zone" in form.errors
    if zones:
        form.show_zones()
    context = {
        "place": place,
        "here_group": place.group,
        "form": form,
        "role": role,
        "step": step,
        "steps": 1 if short else 3,
        "title": asking.TITLES[step],
        "left": "about a minute" if short else LEFT[step],
        "zones": zones,
        "zone_name": zone_words(str(form["zone"].value())) if "zone" in form.fields else "",
        "aside": ("languages", "zone"),
        "unfold": zones or "languages" in form.errors or begun.profile.zone == UNKNOWN,
        "both": _both(request),
        "hello_waits": begun.profile.state != State.LISTED and posts_on(request, place.program),
        "changing": begun.profile.state in CHANGING,
        "back_url": _before(place, begun.profile, step),
        "note": begun.profile.note if begun.profile.state == State.ASKED else "",
        "note_on": _note_field(form, begun.profile.note_about),
    }
    return render(request, "profiles/step.html", context, status=422 if form.is_bound else 200)


def _note_field(form: StepForm, about: str) -> str:
    """The field of this step beside which an admin's words stand."""
    return next((name for name in (f"q_{about}", about) if name in form.fields), "")


def _start(place: Place, role: str, profile: Profile | None) -> prefill.Start:
    if profile is None:
        return prefill.start(place.program, place.user, role)
    return prefill.Start(profile, dict(profile.answers.values_list("question__key", "text")))


def _kept(request: HttpRequest, form: StepForm, profile: Profile, step: int) -> bool:
    """Save the step; False when there is something to mend first."""
    sound, back = form.is_valid(), not {"back", "zones"}.isdisjoint(request.POST)
    if not sound and (not back or profile.state in CHANGING):
        return back
    try:
        profiles.save_step(profile, step if sound else 0, form.step_data())
    except ValidationError as error:
        form.add_error(None, error)
        return back
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """All of it once more, who can read it, and the one button."""
    place = place_of(request, group, program)
    profile = _asked_for(request, place)
    says_adult = profile.state not in (State.SENT, State.LISTED) and profiles.says_adult(profile)
    form = CheckForm(request.POST if request.method == "POST" else None, says_adult=says_adult)
    waited = waits_for_mail(profile)
    if form.is_bound and form.is_valid():
        try:
            profiles.enlist(profile, adult=form.cleaned_data.get("adult", False))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if waited and waits_for_mail(profile):
                messages.info(
                    request, "It isn’t confirmed yet. Type in the code of the newest mail, or get another."
                )
            if not _both(request) and (onward := posted_on(request, place.program)):
                return redirect(onward, preserve_request=True)  # a hello that waited for this press
            return redirect(_after(request, place, profile))
    context = {
        "place": place,
        "here_group": place.group,
        "profile": profile,
        "form": form,
        "parts": summary(profile, private=True, clock=profile.zone),
        "missing": list(missing(profile).values()),
        "closed": not place.program.sign_up_is_open(),
        "changing": profile.state in CHANGING,
        "read_first": profiles.is_read_first(place.program, runs_it=place.runs_it),
        "both": _both(request),
        "hello_waits": posts_on(request, place.program),
    }
    return render(request, "profiles/check.html", context, status=422 if form.is_bound else 200)


@require_safe
def done(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """What happens now, and two or three people to look at."""
    role = request.GET.get("as", "")
    place = place_of(
        request, group, program, role=ProfileRole(role).other if role in ProfileRole.values else "mentor"
    )
    profile = _asked_for(request, place)
    if waits_for_mail(profile):
        context = {"place": place, "here_group": place.group, "profile": profile}
        context["address"] = address_hint(place.user.email)
        return render(request, "profiles/one_thing_left.html", context)
    if profile.state == State.SENT:
        context = {"place": place, "here_group": place.group, "profile": profile}
        return render(request, "profiles/sent.html", context)
    if profile.state != State.LISTED:
        return redirect(next_url(place, profile))
    other = ProfileRole(profile.role).other
    context = {
        "place": place,
        "here_group": place.group,
        "profile": profile,
        "other": other,
        "cards": directory.others(place, other),
        "chosen": place.program.forming == Program.Forming.CHOOSE,
        "offer": place.program.sign_up_is_open() and not my_profiles(place).filter(role=other).exists(),
    }
    return render(request, "profiles/done.html", context)


def next_url(place: Place, profile: Profile, step: int = 0, both: bool = False) -> str:
    """Where a sign-up goes on: the step after this one, else where it stopped, else the last look."""
    where, more = [place.group.slug, place.program.slug], {"both": "1"} if both else {}
    if profile.step >= asking.CHECK_STEP or step == asking.WHEN_STEP:
        return f"{reverse('sign_up_check', args=where)}?{urlencode({'as': profile.role, **more})}"
    url = reverse("sign_up_step", args=[*where, profile.role, step + 1 if step else profile.step])
    return f"{url}?{urlencode(more)}" if more else url


def note_url(place: Place, profile: Profile) -> str:
    """Where a small change is asked for: the very field where the admin said which, else all of it."""
    about, where = profile.note_about, [place.group.slug, place.program.slug]
    step = NOTE_STEPS.get(about)
    if Question.objects.asked(profile.role).filter(program=place.program, key=about).exists():
        step = asking.step_of(about)
    if step is None:
        return f"{reverse('sign_up_check', args=where)}?{urlencode({'as': profile.role})}"
    return reverse("sign_up_step", args=[*where, profile.role, step]) + "#note"


def _asked_for(request: HttpRequest, place: Place) -> Profile:
    role = request.POST.get("as") or request.GET.get("as", "")
    found = my_profiles(place).select_related("program__group", "user")
    if role and role not in ProfileRole.values:  # never asked of the database: it may hold anything
        raise Http404
    if role:
        found = found.filter(role=role)
    profile = found.order_by("-updated_at", "-pk").first()
    if profile is None:
        raise Http404
    return profile


def _both(request: HttpRequest) -> bool:
    return "both" in request.GET


def _after(request: HttpRequest, place: Place, profile: Profile) -> str:
    """The other role's turn, for somebody who wants both; else done."""
    if _both(request) and place.program.sign_up_is_open():
        other = profiles.begin(place.program, place.user, ProfileRole(profile.role).other)
        if other.state in (State.DRAFT, State.WITHDRAWN):
            done = "You’re on the list" if profile.state == State.LISTED else "That’s sent"
            messages.success(request, f"{done} as a {profile.role}. Now the other side.")
            return next_url(place, other)
    if profile.state == State.LISTED and (onward := led_on(request, place.program)):
        return onward
    return reverse("sign_up_done", args=[place.group.slug, place.program.slug]) + f"?as={profile.role}"


def _before(place: Place, profile: Profile, step: int) -> str:
    where = [place.group.slug, place.program.slug]
    if step > 1 and profile.state not in CHANGING:
        return reverse("sign_up_step", args=[*where, profile.role, step - 1])
    return reverse("sign_up", args=where)
