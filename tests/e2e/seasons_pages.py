"""Pages: a program's details, opening, closing, its next season."""

from accounts.models import User
from mentorship import membership
from programs.models import Program
from programs.services import programs
from tests.e2e.entries import Entry, group, press, program
from tests.e2e.walker import Walker
from tests.e2e.world import World


def _of(state: str, name: str):
    """A page of a program that a group of its own has in this state, and who looks after it."""

    def path(world: World) -> str:
        return f"{_made(world, state).get_absolute_url()}manage/{name}"

    def who(world: World) -> User:
        return _made(world, state).created_by

    return path, who


def _made(world: World, state: str) -> Program:
    from mentorship.scenarios import build

    email = f"seasons-{state}@bothy.example"
    if found := Program.objects.filter(created_by__email=email).select_related("group", "created_by").first():
        return found
    owner = build.person("Sela Season", email)
    made = build.started(build.group(owner, f"Season {state}"), owner, name="Autumn Skill Share")
    if state == "finished":
        programs.finish(made, by=owner)
    elif state == "archived":
        membership.archive(made, by=owner)
    elif state == "care":
        Program.objects.filter(pk=made.pk).update(
            state="draft", starts_on="2020-01-06", care={"title": "Care"}
        )
    made.refresh_from_db()
    return made


def _wrong_details(walker: Walker) -> None:
    walker.press(walker.page.locator("summary", has_text="Its words and its address"))
    walker.type("Address", "Autumn Share")
    walker.press("Save")


def _state(name: str, which: str, state: str, path: str) -> Entry:
    where, who = _of(state, path)
    return Entry(name, who, where, which)


SEASONS: list[Entry] = [
    Entry("program_details", "priya", program("program_details", "running"), "running"),
    Entry("program_details", "priya", program("program_details", "draft"), "wrong", 422, _wrong_details),
    Entry("poster", "priya", program("poster", "open")),
    Entry("program_hold", "priya", program("program_hold", "running")),
    Entry("program_archive", "priya", program("program_archive", "open")),
    Entry("program_archive", "priya", program("program_archive", "running"), "walking"),
    Entry("archived_programs", "priya", group("archived_programs"), "nothing"),
    Entry(
        "archived_programs",
        _of("archived", "")[1],
        lambda w: f"/{_made(w, 'archived').group.slug}/manage/archive/",
    ),
    Entry(
        "sign_up_open",
        "priya",
        program("sign_up_open", "running"),
        "reopen-wrong",
        422,
        lambda walker: (
            walker.page.get_by_label("Until the end of").fill("2020-01-06"),
            press("Open sign-up again")(walker),
        )[-1],
    ),
    _state("sign_up_open", "finished", "finished", "sign-up/"),
    _state("sign_up_open", "archived", "archived", "sign-up/"),
    _state("program_manage", "finished", "finished", ""),
    _state("program_manage", "archived", "archived", ""),
    _state("program_manage", "dates-gone", "care", ""),
]
# Addresses that only write.
SEASONS_WRITES: set[str] = {"program_carry_on", "program_duplicate", "program_go_on"}
