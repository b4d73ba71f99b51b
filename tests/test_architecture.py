"""The shape that keeps Bothy easy to change: who may import whom, and how long a file may be."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["accounts", "messaging", "groups", "programs", "profiles", "pairings", "mentorship"]
LONGEST = 300
SOURCES = sorted(
    path
    for folder in [*ORDER, "bench", "tests"]
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)


def imported_apps(path: Path) -> set[str]:
    """The apps of ours that a file imports, inline imports included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found & set(ORDER)


@pytest.mark.parametrize("app", ORDER)
def test_apps_import_only_leftwards(app: str) -> None:
    allowed = set(ORDER[: ORDER.index(app) + 1])
    wrong = {
        str(path.relative_to(ROOT)): sorted(imported_apps(path) - allowed)
        for path in (ROOT / app).rglob("*.py")
        if imported_apps(path) - allowed
    }
    # The project's Celery app and settings are named by string; nothing else of it reaches left.
    assert wrong == {}


def test_the_walk_sees_inline_imports(tmp_path: Path) -> None:
    file = tmp_path / "sly.py"
    file.write_text("def f():\n    from pairings.models import Step\n    import mentorship.settings\n")
    assert imported_apps(file) == {"pairings", "mentorship"}


def test_no_file_outgrows_one_reading() -> None:
    long = {str(p.relative_to(ROOT)): n for p in SOURCES if (n := len(p.read_text().splitlines())) > LONGEST}
    assert long == {}


def test_no_junk_drawers() -> None:
    names = {"utils", "helpers", "common", "misc"}
    assert [str(p) for p in SOURCES if p.stem in names or names & set(p.parts)] == []


@pytest.mark.parametrize("app", ORDER)
def test_one_door_for_mail(app: str) -> None:
    """Only messaging builds and sends mail; mentorship holds the demo's mail backend."""
    sending = {"send_mail", "EmailMessage", "EmailMultiAlternatives", "mail_admins", "get_connection"}
    users = {
        str(path.relative_to(ROOT))
        for path in (ROOT / app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and node.module
        and node.module.startswith("django.core.mail")
        and sending & {alias.name for alias in node.names}
    }
    allowed = {"messaging/mails.py", "messaging/delivery.py", "mentorship/maildir.py"}
    assert users <= allowed


def test_nobody_publishes_to_the_broker() -> None:
    """The web process never talks to the broker: beat wakes, the database says what is due."""
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        if "tests" not in path.relative_to(ROOT).parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"delay", "apply_async", "delay_on_commit"}
    ]
    assert calls == []
