"""Pages: the weeks of a program, as its admins change them."""

from collections.abc import Callable

from django.urls import reverse

from accounts.models import User
from mentorship.scenarios import build
from pairings.services import week_changes
from programs.models import Program, Week
from programs.services import programs
from programs.week_text import text_of
from tests.e2e.entries import Entry, Path, program
from tests.e2e.walker import Walker
from tests.e2e.world import World


def week(of: Program, number: int) -> Week:
    return Week.objects.live().select_related("program__group").get(program=of, number=number)


OLGA = "olga-long-path@bothy.example"


def long_path(_world: World) -> Program:
    """A group of its own with a program of 52 weeks, one more that is hidden, and one that is reworded."""
    found = Program.objects.select_related("group", "created_by").filter(created_by__email=OLGA).first()
    if found is not None:
        return found
    olga = build.person("Olga Lang", OLGA)
    made = programs.start(build.group(olga, "The Long Path"), by=olga, curriculum_key="career-advancement")
    for total in range(12, 53):
        if total == 52:
            week_changes.hide(week(made, 7), by=olga)
        week_changes.add(made, by=olga, after=10, text=text_of(week(made, 1 + total % 8)))
    reworded(week(made, 2), "What was your first job, and is it a story?")
    return made


def olga(world: World) -> User:
    return long_path(world).created_by


def reworded(of: Week, question: str) -> None:
    """This week says something else from now on."""
    text = text_of(of)
    kept = {name: getattr(text, name) for name in text.__dataclass_fields__} | {"question": question}
    week_changes.edit(of, by=of.program.created_by, text=type(text)(**kept))


def long(name: str, number: int = 0) -> Path:
    """A page of the long path, below one of its weeks where a number is given."""

    def path(world: World) -> str:
        found = long_path(world)
        args: list[object] = [found.group.slug, found.slug]
        return reverse(name, args=[*args, week(found, number).root] if number else args)

    return path


def typed(*press: str) -> Callable[[Walker], None]:
    """Something is typed, then these are pressed."""

    def arrive(walker: Walker) -> None:
        walker.type("The question", "Is this a question that says yes?")
        for words in press:
            walker.press(words)

    return arrive


def too_late(walker: Walker) -> None:
    """Gwen saves the same week between the opening of the page and the press."""
    number = int(walker.path.rstrip("/").rpartition("/")[2])
    slug = walker.path.split("/")[3]
    reworded(week(Program.objects.get(slug=slug, group__slug="riverside-makers"), number), "Who was first?")
    walker.type("The question", "Who was second?")
    walker.press(walker.page.get_by_role("button", name="Save", exact=True))


def wrong_stretches(walker: Walker) -> None:
    walker.page.get_by_label("To week").first.fill("0")
    walker.press("Keep the stretches")


def look_at(words: str) -> Callable[[Walker], None]:
    def arrive(walker: Walker) -> None:
        walker.choose(words)
        walker.page.wait_for_timeout(900)

    return arrive


WEEKS: list[Entry] = [
    Entry("curriculum", "priya", program("curriculum", "running"), "running"),
    Entry("curriculum", olga, long("curriculum"), "long"),
    Entry("curriculum", olga, long("curriculum"), "wrong", 422, wrong_stretches),
    Entry(
        "week_edit", "priya", program("week_edit", "open", lambda w: [9]), "mail", 200, look_at("The mail")
    ),
    Entry("week_edit", "priya", program("week_edit", "open", lambda w: [8]), "late", 409, too_late),
    Entry("week_add", "priya", program("week_add", "open")),
    Entry("week_add", "priya", program("week_add", "open"), "wrong", 422, typed("Add it")),
    Entry("week_remove", olga, long("week_remove", 9)),
    Entry("week_original", olga, long("week_original", 2)),
]
# Addresses that only write.
WEEKS_WRITES: set[str] = {
    *("week_preview", "week_test", "week_up", "week_down", "week_hide", "week_back"),
    *("curriculum_stretches", "curriculum_reading"),
}
