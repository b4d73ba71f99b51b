"""Pages: the sign-up questions and who is checked."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from mentorship.scenarios import build
from profiles.models import Profile
from profiles.services import reading
from programs.models import Program, Question
from programs.services import programs, questions
from tests.e2e.entries import Entry, Path, press
from tests.e2e.walker import Walker
from tests.e2e.world import World

ROOMS = ["The print room", "The wood shop", "Anything with a window in it"]


def checked(world: World) -> Program:
    """A program whose admin reads answers first: one sign-up waits, one was sent back, one was declined."""
    assert world.group
    found = Program.objects.filter(name="Read First").first()
    if found:
        return found
    owner = build.person("Rita Reader", "rita@bothy.example")
    group = build.group(owner, "Reading Makers")
    program = build.started(group, owner, name="Read First")
    Program.objects.filter(pk=program.pk).update(check_first=True)
    program.refresh_from_db()

    def own(wording: str, kind: str, **more: Any) -> Question:
        return questions.add(program, "mentee", by=owner, wording=wording, kind=kind, **more)

    health = own("Is there anything that we should know?", "long", guidance="Health, say", admins_only=True)
    own("Which room do you like best?", "one", options=ROOMS)
    own("Where would you work?", "some", options=ROOMS)
    own("Have you done it before?", "yes_no")
    for name in ("Wendy Waits", "Asa Asked", "Dena Declined"):
        user = build.person(name)
        build.member(group, user)
        build.signed_up(program, user, "mentee", answers={health.key: "A bad back, so no lifting."})
    asked, declined = (_profile(program, name) for name in ("Asa", "Dena"))
    reading.ask(asked, asked.stamp, by=owner, note="Say a little more, please.", about="help")
    reading.decline(declined, declined.stamp, by=owner, note="I can’t put you on the list this time.")
    return program


def over(world: World) -> Program:
    """One that has finished."""
    program = checked(world)
    found = Program.objects.filter(group=program.group, name="Gone By").first()
    if found:
        return found
    made = build.started(program.group, program.created_by, "skill-development", name="Gone By")
    return programs.finish(made, by=program.created_by)


def _profile(program: Program, who: str) -> Profile:
    return program.profiles.select_related("user", "program__group").get(user__name__startswith=who)


def rita(world: World) -> User:
    """Who looks after it."""
    return checked(world).created_by


def somebody(who: str) -> Any:
    """One of those who signed up there."""
    return lambda world: _profile(checked(world), who).user


def at(name: str, *more: str, query: str = "") -> Path:
    """A page of that program."""

    def path(world: World) -> str:
        program = checked(world)
        return reverse(name, args=[program.group.slug, program.slug, *more]) + query

    return path


def of(name: str, who: str) -> Path:
    """A page of one of its sign-ups."""
    return lambda world: at(name, _profile(checked(world), who).code)(world)


def own(kind: str) -> Path:
    """The page of the program's own question of this kind."""

    def path(world: World) -> str:
        question = Question.objects.get(program=checked(world), kind=kind, key__startswith="own_")
        return at("question_edit", question.role, question.key)(world)

    return path


def see_it_first(walker: Walker) -> None:
    walker.type("The question", "Which evening suits you?")
    walker.choose("one of several")
    walker.type("The answers to choose from", "Tuesday\nThursday")
    walker.press("See it first")
    walker.sees("Thursday")


def gone_by(world: World) -> str:
    program = over(world)
    return reverse("questions", args=[program.group.slug, program.slug])


QUESTIONS: list[Entry] = [
    Entry("questions", rita, at("questions"), "own"),
    Entry("questions", rita, gone_by, "over"),
    Entry("questions_preview", rita, at("questions_preview", "mentee")),
    Entry("question_new", rita, at("question_new", "mentee")),
    Entry("question_new", rita, at("question_new", "mentee"), "empty", 422, press("Add it")),
    Entry("question_new", rita, at("question_new", "mentee"), "seen", 200, see_it_first),
    Entry("question_edit", rita, own("one"), "one-of"),
    Entry("sign_ups", rita, at("sign_ups"), "waiting"),
    Entry("sign_up_read", rita, of("sign_up_read", "Wendy")),
    Entry("sign_up_read", rita, of("sign_up_read", "Dena"), "declined"),
    Entry("sign_up_ask", rita, of("sign_up_ask", "Wendy")),
    Entry("sign_up_decline", rita, of("sign_up_decline", "Wendy")),
    Entry("sign_up", somebody("Wendy"), at("sign_up"), "sent"),
    Entry("sign_up", somebody("Asa"), at("sign_up"), "asked"),
    Entry("sign_up", somebody("Dena"), at("sign_up"), "declined"),
    Entry("sign_up_done", somebody("Wendy"), at("sign_up_done"), "sent"),
    Entry("sign_up_check", somebody("Asa"), at("sign_up_check"), "asked"),
    Entry("sign_up_check", somebody("Dena"), at("sign_up_check"), "declined"),
    Entry("sign_up_step", somebody("Asa"), at("sign_up_step", "mentee", "1"), "asked"),
    Entry("sign_up_step", somebody("Asa"), at("sign_up_step", "mentee", "2"), "every-kind"),
]
# Addresses that only write.
QUESTIONS_WRITES: set[str] = {"question_move", "question_remove", "sign_ups_fine", "sign_up_fine"}
