"""A sign-up from its first step to the list and off it again."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from groups.models import Membership
from profiles import asking
from profiles.models import Answer, Profile
from profiles.models.profiles import WHOLE, State, sources
from profiles.services import cards, prefill, told, weeks
from profiles.services.cleaning import StepData, clean_answer, clean_fields, fits
from profiles.services.whole import address_hint, asked, confirmed, missing
from programs.models import Program, Question
from programs.models.programs import State as ProgramState

FAR = date(9999, 1, 1)  # "full until I say otherwise"
NOT_NOW = "The people who look after the group said not this time, so this can’t be sent again."


class SignUpClosed(ValidationError):
    """The program takes nobody new."""


class NotReady(ValidationError):
    """Something is missing before this person can stand on the list."""


@transaction.atomic
def begin(program: Program, user: User, role: str) -> Profile:
    """The person's sign-up in this role: the one there is, else a new draft with what we know already.

    A new one needs an open sign-up; one that was begun in time may always be gone on with.
    """
    found = Profile.objects.filter(program=program, user=user, role=role).first()
    if found:
        return found
    if not program.sign_up_is_open():
        raise SignUpClosed("Sign-up isn’t open just now.", code="closed")
    _member(program, user)
    begun = prefill.start(program, user, role)
    questions = {question.key: question for question in Question.objects.filter(program=program).asked(role)}
    try:
        with transaction.atomic():
            weeks.write(begun.profile)
            begun.profile.save()
            for key, text in begun.answers.items():
                if (question := questions.get(key)) and fits(question, text):
                    _answer(begun.profile, question, text)
            if begun.profile.topics and not missing(begun.profile):
                begun.profile.step = asking.CHECK_STEP
                begun.profile.save(update_fields=["step"])
    except IntegrityError:  # begun in another tab, a moment ago
        return Profile.objects.get(program=program, user=user, role=role)
    return begun.profile


def save_step(profile: Profile, step: int, data: StepData) -> Profile:
    """Keep what this step says (0: part of one). On the list it stays there, and stays whole."""
    try:
        return _save_step(profile, step, data)
    except IntegrityError:  # an admin has removed a question between our reading and our writing
        raise ValidationError("That question isn’t asked any more.", code="question") from None


@transaction.atomic
def _save_step(profile: Profile, step: int, data: StepData) -> Profile:
    fields = clean_fields(data)
    if spoken := fields.get("languages"):  # kept for the person where they have said none; before the locks
        User.objects.filter(pk=profile.user_id, languages=[]).update(languages=spoken)
    given, profile, other = profile, *_locked_both(profile)
    if profile.state == State.DECLINED:
        raise ValidationError(NOT_NOW, code="declined")
    for name, value in fields.items():
        setattr(profile, name, value)
    weeks.settle(profile, fields)
    if "capacity" in data and profile.is_mentor:
        profile.capacity = _places(profile, data["capacity"])
    questions = {question.key: question for question in asked(profile)}
    for key, text in data.get("answers", {}).items():
        if key not in questions:
            raise ValidationError("That question isn’t asked any more.", code="question")
        _answer(profile, questions[key], clean_answer(questions[key], text))
    if profile.goal_topics or profile.goals:
        profile.goals_unsure = False
    profile.updated_at = timezone.now()
    if step:
        last = step >= asking.WHEN_STEP or prefill.is_short(profile)
        profile.step = max(profile.step, asking.CHECK_STEP if last else step + 1)
    if profile.state in WHOLE:
        if lacks := missing(profile):
            raise NotReady(list(lacks.values()), code="missing")
        cards.write(profile)
    profile.save()
    if other:
        weeks.share(profile, other, fields)
    given.refresh_from_db()
    return given


@transaction.atomic
def enlist(profile: Profile, *, adult: bool = False) -> Profile:
    """Put a whole sign-up of an adult member with a confirmed address on the list.

    Where the admins read answers first it waits for them (SENT); so does one that they sent back, and one
    that comes late, after sign-up closed. One whose writer has not confirmed their address waits as it is
    (`whole.waits_for_mail`) until they have (`confirmed_by`).
    `adult`: they say here that they are 18 or over, which a program may ask once of each person.
    """
    given, profile = profile, _locked(profile)
    membership = _member(profile.program, profile.user)  # locked: a leaving and this wait for each other
    if profile.state in WHOLE:
        given.refresh_from_db()
        return given
    _check_ready(profile, adult=adult)
    now = timezone.now()
    read_first = is_read_first(profile.program, runs_it=membership.runs_it, now=now)
    to = State.SENT if read_first or profile.state == State.ASKED else State.LISTED
    cards.write(profile)
    weeks.write(profile, now)
    if adult:
        profile.adult_at = now
    if not Profile.objects.filter(confirmed(), pk=profile.pk).exists():
        return _wait_for_mail(given, profile, now)
    profile.late = not profile.program.sign_up_is_open(now)
    profile.updated_at = now
    profile.step = asking.CHECK_STEP
    if to == State.LISTED:
        profile.listed_at = now
        profile.note = profile.note_about = ""
    else:
        profile.sent_at = now
    profile.save()
    moved = Profile.objects.filter(pk=profile.pk, state__in=sources(to)).update(state=to)
    if moved and to == State.SENT:
        told.waiting(profile)
    given.refresh_from_db()
    return given


def is_read_first(program: Program, *, runs_it: bool, now: datetime | None = None) -> bool:
    """Do the admins decide about a sign-up that is sent now? Always, or because sign-up has closed; never
    about one of their own."""
    return not runs_it and (program.check_first or not program.sign_up_is_open(now))


def says_adult(profile: Profile) -> bool:
    """Does this person have to say (again) that they are 18 or over before this sign-up is sent?"""
    if not profile.program.adults_only:
        return False
    rows = Profile.objects.filter(program=profile.program_id, user=profile.user_id)
    return not rows.exclude(adult_at=None).exists()


def _check_ready(profile: Profile, *, adult: bool) -> None:
    """Refuses what was turned down, comes after the end, lacks something, or whose writer never said 18."""
    if profile.state == State.DECLINED:
        raise NotReady(NOT_NOW, code="declined")
    if profile.program.state != ProgramState.LIVE:
        raise SignUpClosed("This program has finished, so its list is closed.", code="closed")
    if lacks := missing(profile):
        raise NotReady(list(lacks.values()), code="missing")
    if profile.user.adult_affirmed_at is None or (not adult and says_adult(profile)):
        raise NotReady("Say that you’re 18 or over first. These programs are for adults.", code="adult")


def _wait_for_mail(given: Profile, profile: Profile, now: datetime) -> Profile:
    # One that an admin sent back keeps the admin's words: it is sent again once the address is confirmed.
    if profile.state == State.ASKED:
        raise NotReady(
            f"One thing left: open the mail we sent to {address_hint(profile.user.email)}.", code="mail"
        )
    profile.state, profile.step = State.DRAFT, asking.CHECK_STEP
    profile.sent_at = profile.updated_at = now
    profile.save()
    given.refresh_from_db()
    return given


def confirmed_by(user: User) -> list[Profile]:
    """This person has opened our mail: what they sent before goes where it was going."""
    gone_on = []
    for profile in Profile.objects.filter(user=user, state=State.DRAFT).exclude(sent_at=None).order_by("pk"):
        try:
            profile = enlist(profile)
        except ValidationError:  # a question was added meanwhile, or the group was left: it stays theirs
            continue
        if profile.state in WHOLE:
            gone_on.append(profile)
    return gone_on


def withdraw(profile: Profile) -> Profile:
    """Off the list, answers kept. What their pairs and hellos become is said by who calls this."""
    Profile.objects.filter(pk=profile.pk, state__in=sources(State.WITHDRAWN)).update(
        state=State.WITHDRAWN, wants_pairing=False, updated_at=timezone.now()
    )
    profile.refresh_from_db()
    return profile


def set_capacity(profile: Profile, places: int) -> Profile:
    """How many people a mentor takes; never fewer than walk with them now."""
    if not profile.is_mentor:
        raise ValidationError("Places are for mentors.", code="places")
    if not 0 <= places <= 50:
        raise ValidationError("Choose between 0 and 50 places.", code="places")
    if not Profile.objects.filter(pk=profile.pk, seats_taken__lte=places).update(
        capacity=places, updated_at=timezone.now()
    ):
        profile.refresh_from_db()
        _places(profile, places)
    profile.capacity = places
    return profile


def set_accepting(profile: Profile, until: date | None) -> Profile:
    """Take nobody new before that day; FAR means full until they say otherwise, None means open again."""
    Profile.objects.filter(pk=profile.pk).update(accepting_from=until, updated_at=timezone.now())
    profile.accepting_from = until
    return profile


def leave_it(profile: Profile, wanted: bool = True) -> Profile:
    """Let the group's admins find somebody for this person, or no longer; not where members alone choose."""
    if wanted and profile.program.forming == Program.Forming.CHOOSE:
        raise ValidationError("Here members choose each other. Say hello to somebody.", code="forming")
    moved = Profile.objects.filter(pk=profile.pk, state=State.LISTED).update(wants_pairing=wanted)
    if not moved:
        raise ValidationError("Put yourself on the list first.", code="state")
    profile.wants_pairing = wanted
    return profile


@transaction.atomic
def rename(user: User) -> None:
    """A person has a new name: the search in every directory knows it."""
    rows = Profile.objects.filter(user=user).exclude(state=State.DRAFT).select_related("program", "user")
    for profile in rows.select_for_update(of=("self",), no_key=True).order_by("pk"):
        cards.write(profile)
        profile.save(update_fields=cards.COLUMNS)


def _locked(profile: Profile) -> Profile:
    rows = Profile.objects.select_related("program__group", "user")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=profile.pk)


def _locked_both(profile: Profile) -> tuple[Profile, Profile | None]:
    """This sign-up and the person's other one in the program: they share the hours of one week."""
    rows = Profile.objects.select_related("program__group", "user").filter(
        program=profile.program_id, user=profile.user_id
    )
    found = {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True).order_by("pk")}
    return found.pop(profile.pk), next(iter(found.values()), None)


def _member(program: Program, user: User) -> Membership:
    rows = Membership.objects.active().select_for_update(no_key=True)
    membership = rows.filter(group=program.group_id, user=user).first()
    if membership is None:
        raise ValidationError("Join the group first.", code="member")
    return membership


def _places(profile: Profile, places: int) -> int:
    if not 1 <= places <= 50:
        raise ValidationError("Choose at least one place.", code="places")
    if places < profile.seats_taken:
        raise ValidationError(
            f"You’re walking with {profile.seats_taken} already, so keep at least that many places.",
            code="places",
        )
    return places


def _answer(profile: Profile, question: Question, text: str) -> None:
    if text:
        Answer.objects.update_or_create(
            profile=profile, question=question, defaults={"text": text, "wording": question.wording}
        )
    else:
        Answer.objects.filter(profile=profile, question=question).delete()
