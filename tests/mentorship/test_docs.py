"""What is written down for people who run Bothy is what the code reads."""

import re
from pathlib import Path

import pytest
import yaml

from accounts.limits import LIMITS

ROOT = Path(__file__).resolve().parent.parent.parent
READ = (r"\benv(?:\.\w+)?\(\s*\"([A-Z][A-Z_]+)\"", r"\benviron(?:\.get)?[\[(]\"([A-Z][A-Z_]+)\"")
OF_PYTHON = {"DJANGO_SETTINGS_MODULE", "PYTHONWARNINGS"}


def read_by_the_code() -> set[str]:
    text = "".join(path.read_text() for path in (ROOT / "mentorship").rglob("*.py"))
    compose = re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text())
    return {name for pattern in READ for name in re.findall(pattern, text)} - OF_PYTHON | set(compose)


def listed() -> set[str]:
    return set(re.findall(r"^#?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_every_variable_is_in_the_example_file_and_no_other():
    assert listed() == read_by_the_code()


def test_every_variable_of_a_real_installation_is_explained():
    text = (ROOT / "docs" / "operate.md").read_text()
    assert {name for name in listed() if f"`{name}`" not in text} == set()


def test_every_limit_is_told():
    text = (ROOT / "docs" / "operate.md").read_text()
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d+) ", text, re.MULTILINE)
    assert {name: int(number) for name, number in rows} == {
        name: most for name, (most, _in) in LIMITS.items()
    }


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_has_hashes_and_no_address(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    pins = re.findall(r"^[a-z0-9][\w.-]*==\S+", text, re.MULTILINE)
    assert len(pins) > 20
    assert text.count("==") - text.count("python_full_version ==") >= len(pins)
    assert all(re.search(rf"^{re.escape(pin)}.*\\\n(?:    --hash|    )", text, re.MULTILINE) for pin in pins)


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_only_the_site_is_published(compose):
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]


def test_the_proxy_leads_to_the_commands_of_compose(compose):
    """The ports that its file names are those on which web and live listen."""
    text = (ROOT / "proxy" / "nginx.conf").read_text()
    assert "set $web http://web:8000;" in text
    assert "--bind=0.0.0.0:8000" in compose["services"]["web"]["command"]
    assert "set $live http://live:8001;" in text
    assert "--port=8001" in compose["services"]["live"]["command"]
    assert compose["services"]["proxy"]["ports"] == ["${HOST:-127.0.0.1}:${PORT:-8000}:8080"]
    assert "listen 8080" in text
    stream = text.partition("location = /live/ {")[2].partition("}")[0]
    assert "proxy_buffering off;" in stream
    assert "proxy_pass $live;" in stream


def test_what_keeps_running_is_looked_after(compose):
    for name, service in compose["services"].items():
        if name != "migrate":
            assert "healthcheck" in service, name
            assert service["restart"] == "unless-stopped", name


def test_the_broker_never_evicts(compose):
    command = compose["services"]["redis"]["command"]
    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"


def test_our_image_runs_as_nobody_special(compose):
    assert "\nUSER bothy\n" in (ROOT / "Dockerfile").read_text()
    for name in ("web", "live", "worker", "beat", "migrate"):
        assert compose["services"][name]["cap_drop"] == ["ALL"], name
