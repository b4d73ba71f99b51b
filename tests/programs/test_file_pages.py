"""The pages on which admins take a program with them, read one in, and begin with one."""

import html
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups.models import AuditEntry
from groups.services import groups
from programs.curriculum import library
from programs.models import Program
from programs.portable import dump
from programs.services import files, programs
from programs.yaml_lines import MAX_BYTES
from tests.program_pages import at, said


def kept(answer: object) -> str:
    """What the preview's button would send."""
    found = re.search(r'name="file" value="([^"]+)"', answer.content.decode())  # type: ignore[attr-defined]
    assert found
    return found[1]


def look(client: Client, program: Program, text: str) -> object:
    return client.post(at("file_preview", program), {"text": text})


# -- taking it along ------------------------------------------------------------------------------


def test_a_program_is_downloaded_as_a_file_with_a_name(priya: Client, program: Program) -> None:
    answer = priya.get(at("file_export", program))
    assert answer.content.decode() == files.export(program)
    assert answer["Content-Type"] == "text/yaml; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="career-advancement.yaml"'


def test_a_file_carries_nothing_of_the_group(priya: Client, program: Program, owner: User) -> None:
    groups.update(program.group, by=owner, help_lines="Call 112", about="We live by the river.")
    text = priya.get(at("file_export", program)).content.decode()
    gone = ("Riverside", "Priya", "112", "river", str(program.starts_on), "created", "signup")
    assert [word for word in gone if word in text] == []


# -- reading it in --------------------------------------------------------------------------------


def test_a_file_is_looked_at_then_confirmed(priya: Client, program: Program) -> None:
    text = files.export(program).replace("What was your first job?", "Which work was your first?")
    upload = SimpleUploadedFile("mine.yaml", text.encode())
    answer = priya.post(at("file_preview", program), {"file": upload})
    words = said(answer)
    assert answer.status_code == 200
    assert "Week 2: Your first job Changed" in words
    assert "Now : What was your first job? In your file : Which work was your first?" in words
    assert program.weeks.filter(question="Which work was your first?").count() == 0  # only looked at
    done = priya.post(at("file_import", program), {"file": kept(answer)})
    assert (done.status_code, done["Location"]) == (302, at("curriculum", program))
    assert program.weeks.live().get(number=2).question == "Which work was your first?"
    assert files.export(program) == text
    assert AuditEntry.objects.get(verb="read a file into").subject == program.name


def test_a_file_that_says_the_same_changes_nothing(priya: Client, program: Program) -> None:
    answer = look(priya, program, files.export(program))
    assert "Nothing would change" in said(answer)


def test_the_yes_is_refused_when_somebody_changed_the_program_since(
    priya: Client, program: Program, owner: User
) -> None:
    seen = look(priya, program, dump(library()["skill-development"]))
    programs.save_details(program, by=owner, summary="Somebody was here.")
    answer = priya.post(at("file_import", program), {"file": kept(seen)})
    assert answer.status_code == 409
    assert "Somebody changed the program since you looked" in said(answer)
    assert "Somebody was here." in said(answer)  # the differences as they are now
    program.refresh_from_db()
    assert program.name == "Career advancement"
    assert priya.post(at("file_import", program), {"file": kept(answer)}).status_code == 302


def test_what_comes_back_from_the_preview_is_taken_from_nobody_else(
    client: Client, program: Program, owner: User, admin: User
) -> None:
    client.force_login(admin)
    seen = kept(look(client, program, dump(library()["skill-development"])))
    other = programs.start(program.group, by=owner, curriculum_key="career-advancement")
    tries = [(at("file_import", program), {"file": seen[:-1] + ("A" if seen[-1] != "A" else "B")})]
    tries += [(at("file_import", program), {"file": ""}), (at("file_import", program), {})]
    tries += [(at("file_import", program), {"file": "x:y:z"}), (at("file_import", other), {"file": seen})]
    for url, data in tries:
        answer = client.post(url, data)
        assert (answer.status_code, "Choose your file again" in said(answer)) == (422, True)
    client.force_login(owner)
    assert client.post(at("file_import", program), {"file": seen}).status_code == 422
    assert set(Program.objects.values_list("name", flat=True)) == {"Career advancement"}


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("format: 1", "format: 7", 2, "“format” must be 1, the only format that this site reads"),
        (
            "name: ",
            "name: !!python/object/apply:os.system ",
            5,
            "is a YAML tag; tags are not read, take it out",
        ),
        ("name: ", "name: &a ", 5, "“&a” gives a part a name; write each part out in full"),
        ("pace_days: 7", "pace_days: 9", 16, "“pace_days” must be one of 7, 14, 28"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(
    priya: Client, program: Program, old: str, new: str, line: int, reason: str
) -> None:
    text = files.export(program).replace(old, new, 1)
    assert text.split("\n")[line - 1].startswith(new)
    for url in (at("file_preview", program), reverse("program_from_file", args=[program.group.slug])):
        answer = priya.post(url, {"text": text, "token": str(uuid.uuid4())})
        assert answer.status_code == 422
        assert f"Line {line}: " in said(answer)
        assert reason in said(answer)
        shown = re.search(r'<li aria-current="true">(.*?)</li>', answer.content.decode())
        assert shown is not None
        assert html.escape(new).rstrip() in html.escape(html.unescape(shown[1]))
    assert Program.objects.count() == 1


def test_marks_that_turn_a_line_around_are_shown_as_marks(priya: Client, program: Program) -> None:
    answer = look(priya, program, "format: 1\nname: a\u202eb\n")
    shown = re.search(r'<ol class="code".*?</ol>', answer.content.decode())  # type: ignore[attr-defined]
    assert shown
    assert "a\ufffdb" in shown[0]
    assert "\u202e" not in shown[0]


def test_a_file_of_ten_megabytes_is_refused_by_its_size(priya: Client, program: Program) -> None:
    for size in (MAX_BYTES + 1, 10_000_000):
        upload = SimpleUploadedFile("big.yaml", b"#" * size)
        answer = priya.post(at("file_preview", program), {"file": upload})
        assert answer.status_code == 422
        assert "larger than 1.9 MB" in said(answer)


def test_a_picture_is_no_text_and_none_of_it_is_shown(priya: Client, program: Program) -> None:
    picture = SimpleUploadedFile("poster.yaml", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    answer = priya.post(at("file_preview", program), {"file": picture})
    assert answer.status_code == 422
    assert "this is not UTF-8 text" in said(answer)
    assert 'class="code"' not in answer.content.decode()
    latin = SimpleUploadedFile("old.yaml", "format: 1\nname: Café\n".encode("latin-1"))
    answer = priya.post(at("file_preview", program), {"file": latin})
    assert "name: Caf\ufffd" in answer.content.decode()


@pytest.mark.parametrize("data", [{}, {"text": "  "}, {"text": "\x00"}, {"file": "no file", "text": ""}])
def test_nothing_to_read_is_said(priya: Client, program: Program, data: dict[str, str]) -> None:
    answer = priya.post(at("file_preview", program), data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_file_and_a_text_are_one_too_many(priya: Client, program: Program) -> None:
    data = {"file": SimpleUploadedFile("a.yaml", b"format: 1"), "text": "format: 1"}
    assert "not both" in said(priya.post(at("file_preview", program), data))


def test_a_finished_program_takes_no_file_and_offers_a_new_one(
    priya: Client, program: Program, owner: User
) -> None:
    programs.open_sign_up(program, by=owner)
    programs.finish(program, by=owner)
    words = said(priya.get(at("files", program)))
    assert "This program is finished." in words
    assert "Start a program from a file" in words
    assert "Show the differences" not in words
    assert look(priya, program, files.export(program)).status_code == 422  # type: ignore[attr-defined]


# -- what to do when ------------------------------------------------------------------------------


def test_the_list_of_things_to_do_has_the_days_of_this_program(priya: Client, program: Program) -> None:
    Program.objects.filter(pk=program.pk).update(starts_on="2031-09-01")  # a Monday, far ahead
    words = said(priya.get(at("runbook", program)))
    assert "Next, on Monday 4 August 2031 Ask your first mentors yourself" in words
    assert "Look in at week 2 Thursday 11 September 2031 , 10 days after week 1" in words
    assert "Close, and say thank you Wednesday 26 November 2031 , 3 days after the end" in words  # the 23rd


def test_what_is_over_stands_behind(priya: Client, program: Program) -> None:
    Program.objects.filter(pk=program.pk).update(starts_on="2020-09-07")
    words = said(priya.get(at("runbook", program)))
    assert "Next" not in words.split("not one to tick off")[1]
    assert "Behind you Ask your first mentors yourself" in words


def test_a_rolling_program_counts_from_week_1(priya: Client, program: Program) -> None:
    Program.objects.filter(pk=program.pk).update(starts_on=None)
    words = said(priya.get(at("runbook", program)))
    assert "In this order Ask your first mentors yourself 28 days before week 1" in words


def test_a_program_without_a_list_says_so(priya: Client, program: Program) -> None:
    Program.objects.filter(pk=program.pk).update(runbook=[])
    assert "No list came with this program" in said(priya.get(at("runbook", program)))
