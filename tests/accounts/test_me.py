"""A person's own settings, 18 or over, and the demo's own pages."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from accounts.models import Block
from accounts.templatetags.browsers import browser_words
from mentorship.dev import CAST, current_code, known_factor
from mentorship.scenarios import running
from profiles.models import Profile
from programs.models import Program
from tests.accounts.steps import Person

pytestmark = pytest.mark.django_db


def test_name_and_zone_are_kept(client: Client, person: Person) -> None:
    user = person()
    client.force_login(user)
    form = {"name": " Dani  F. ", "zone": "Asia/Tokyo", "language": "en-gb"}
    assert client.post("/me/", form).status_code == 302
    user.refresh_from_db()
    assert (user.name, user.zone, user.zone_chosen) == ("Dani F.", "Asia/Tokyo", True)
    refused = client.post("/me/", {**form, "zone": "Mars/Olympus"})
    assert refused.status_code == 422
    assert "Choose a time zone from the list" in refused.content.decode()


def test_blocked_people_are_listed_with_a_way_back(client: Client, person: Person) -> None:
    user, other = person(), person("tom@example.org", "Tomasz")
    client.force_login(user)
    assert client.get("/me/blocked/")["Location"] == "/me/privacy/#blocked"
    assert "blocked anyone." in client.get("/me/privacy/").content.decode()
    Block.objects.create(blocker=user, blocked=other)
    page = client.get("/me/privacy/").content.decode()
    assert "Tomasz" in page
    assert f"{other.code}/unblock/" in page


def test_who_has_not_said_to_be_18_says_so_first(client: Client, person: Person) -> None:
    user = person(adult_affirmed_at=None)
    client.force_login(user)
    asked = client.get("/notices/?before=9")
    assert asked["Location"] == "/account/adult/?next=%2Fnotices%2F%3Fbefore%3D9"
    assert client.post("/me/", {"name": "X"})["Location"].startswith("/account/adult/")
    assert client.get("/safety/").status_code == 200
    assert client.post("/account/adult/", {"next": "/notices/"}).status_code == 422
    done = client.post("/account/adult/", {"adult": "on", "next": "/notices/"})
    assert done["Location"] == "/notices/"
    user.refresh_from_db()
    assert user.adult_affirmed_at <= timezone.now()
    assert user.adult_text
    assert client.get("/notices/").status_code == 200


def test_the_adult_page_leads_nowhere_else(client: Client, person: Person) -> None:
    client.force_login(person(adult_affirmed_at=None))
    assert client.post("/account/adult/", {"adult": "on", "next": "https://evil.example/"})["Location"] == "/"


@pytest.mark.parametrize(
    "how",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_the_demos_pages_answer_this_machine_only(
    client: Client, person: Person, how: dict[str, str]
) -> None:
    person(CAST["mentor"][1])
    for path in ("/dev/", "/dev/mail/", "/dev/500/"):
        assert client.get(path, **how).status_code == 404
    assert client.post("/dev/enter/mentor/", **how).status_code == 404
    assert "_auth_user_id" not in client.session


def test_outside_the_demo_there_are_none(client: Client, settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    assert client.get("/dev/").status_code == 404


def test_one_click_lets_in_members_and_asks_staff_for_their_factor(client: Client, person: Person) -> None:
    person(CAST["mentor"][1], "Amara Nwosu")
    staff = person(CAST["staff"][1], "Jun Ito", is_staff=True)
    known_factor(staff)
    assert "Amara Nwosu" in client.get("/dev/").content.decode()
    assert client.get("/dev/enter/mentor/").status_code == 405
    client.post("/dev/enter/mentor/")
    assert client.get("/me/").status_code == 200
    assert client.post("/dev/enter/staff/")["Location"] == "/account/2fa/authenticate/"
    assert client.get("/me/").status_code == 302
    assert client.post("/account/2fa/authenticate/", {"code": current_code()})["Location"] == "/admin/"


def test_mails_are_read_in_a_sandbox(client: Client, settings: object, tmp_path: object) -> None:
    settings.MAIL_DIR = tmp_path  # type: ignore[attr-defined]
    name = "20260101-101010-000000-deadbeef"
    raw = (
        b"Subject: Hello\r\nTo: a@example.org\r\nFrom: b@example.org\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/alternative; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/plain\r\n\r\nPlain words\r\n"
        b"--x\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>\r\n--x--\r\n"
    )
    (tmp_path / f"{name}.eml").write_bytes(raw)  # type: ignore[operator]
    assert "Hello" in client.get("/dev/mail/").content.decode()
    assert "Plain words" in client.get(f"/dev/mail/{name}/").content.decode()
    html = client.get(f"/dev/mail/{name}/html/")
    assert html["Content-Security-Policy"].startswith("sandbox")
    assert "script-src" not in html["Content-Security-Policy"]
    assert client.get("/dev/mail/nothing-here-of-that-name/").status_code == 404


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_the_demo_shows_our_error_pages(client: Client, status: int) -> None:
    client.raise_request_exception = False
    assert client.get(f"/dev/{status}/").status_code == status


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("curl/8", "A program that didn't say its name"),
    ],
)
def test_a_session_is_named_in_words(said: str, words: str) -> None:
    assert browser_words(said) == words


def test_a_new_name_and_languages_reach_the_sign_ups(client: Client) -> None:
    pairing = running()
    client.force_login(pairing.mentor_user)
    values = {"name": "Amaranth Nwosu", "zone": pairing.mentor_user.zone}
    values |= {"speaks": ["English", "French"], "own_languages": "Igbo, french"}
    assert client.post("/me/", values).status_code == 302
    profile = Profile.objects.get(pk=pairing.mentor_id)
    assert "amaranth" in profile.search_text
    assert profile.languages == ["English", "French", "Igbo"]
    client.post("/me/", values | {"speaks": [], "own_languages": ""})
    profile.refresh_from_db()
    assert profile.languages == ["English", "French", "Igbo"]  # said at sign-up, and not unsaid by silence


def test_saving_says_what_changed(client: Client, person: Person) -> None:
    user = person()
    client.force_login(user)
    form = {"name": user.name, "zone": user.zone, "pronouns": " they/them ", "said": "DAH-nee"}

    def told(**more: object) -> str:
        return client.post("/me/", form | more, follow=True).content.decode()

    assert "Saved: how to say it and your pronouns." in told()
    assert "Nothing was different." in told()
    assert "Saved: your time zone." in told(zone="Asia/Tokyo")
    user.refresh_from_db()
    assert (user.said, user.pronouns, user.zone) == ("DAH-nee", "they/them", "Asia/Tokyo")


@pytest.mark.parametrize(
    "wrong",
    [
        {"pronouns": "x" * 41},
        {"said": "a\u202eb"},
        {"speaks": ["Klingon"]},
        {"own_languages": "y" * 41},
        {"own_languages": ",".join(f"Language {number}" for number in range(9))},
        {"name": ""},
    ],
)
def test_what_cannot_be_is_refused_and_kept_in_the_field(
    client: Client, person: Person, wrong: dict[str, object]
) -> None:
    user = person()
    client.force_login(user)
    answer = client.post("/me/", {"name": user.name, "zone": user.zone, **wrong})
    assert answer.status_code == 422
    assert "Error:" in answer.content.decode()
    user.refresh_from_db()
    assert (user.pronouns, user.said, user.languages) == ("", "", [])


@pytest.mark.parametrize("path", ["", "mail/", "appearance/", "sign-in/", "privacy/"])
def test_each_page_of_ones_own_stands_among_the_others(client: Client, person: Person, path: str) -> None:
    client.force_login(person())
    page = client.get(f"/me/{path}").content.decode()
    assert page.count('aria-current="page"') >= 1
    for other in ("/me/mail/", "/me/appearance/", "/me/sign-in/", "/account/sessions/", "/me/privacy/"):
        assert f'href="{other}"' in page
    assert page.count("<h1") == 1


def test_the_theme_is_chosen_without_script_and_kept(client: Client, person: Person) -> None:
    client.force_login(person())
    answer = client.post("/theme/", {"theme": "dark", "next": "/me/appearance/"}, follow=True)
    page = answer.content.decode()
    assert 'data-theme="dark"' in page
    assert page.count('value="dark" aria-pressed="true"') == 2  # here and at the foot
    page = client.post(
        "/theme/", {"theme": "system", "next": "/me/appearance/"}, follow=True
    ).content.decode()
    assert "data-theme" not in page


def test_one_other_browser_is_logged_out_and_no_one_elses(client: Client, person: Person) -> None:
    user, stranger = person(), person("tom@example.org", "Tomasz")
    phone, theirs = Client(HTTP_USER_AGENT="Firefox/140 Android"), Client()
    for browser, who in ((client, user), (phone, user), (theirs, stranger)):
        browser.force_login(who)
        name = browser.defaults.get("HTTP_USER_AGENT", "")
        key = browser.session.session_key
        UserSession.objects.create(user=who, session_key=key, ip="192.0.2.7", user_agent=name)
    page = client.get("/account/sessions/").content.decode()
    assert page.count("this one") == 1
    assert "Firefox on Android" in page
    other = UserSession.objects.get(user=user, user_agent__contains="Android")
    assert theirs.post(f"/me/sessions/{other.pk}/end/").status_code == 404
    assert phone.get("/me/").status_code == 200
    assert "is signed out" in client.post(f"/me/sessions/{other.pk}/end/", follow=True).content.decode()
    assert phone.get("/me/").status_code == 302
    assert theirs.get("/me/").status_code == 200
    mine = UserSession.objects.get(user=user)
    assert client.post(f"/me/sessions/{mine.pk}/end/")["Location"] == "/account/logout/"


def test_who_reads_the_answers_is_said_by_program(client: Client) -> None:
    pairing = running()
    client.force_login(pairing.mentor_user)
    group, program = pairing.program.group.name, pairing.program.name
    assert f"Everyone in <bdi>{group}</bdi>." in client.get("/me/privacy/").content.decode()
    Program.objects.filter(pk=pairing.program_id).update(readers="program")
    assert f"People signed up for <bdi>{program}</bdi>" in client.get("/me/privacy/").content.decode()
