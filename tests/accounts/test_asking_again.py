"""Sensitive acts ask once more, also people who have neither password nor second factor."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.accounts.steps import Person, Post, code_in, come_in

pytestmark = pytest.mark.django_db
HERE = "/account/reauthenticate/code/"
GUARDED = (
    "/account/password/set/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/recovery-codes/generate/",
)


@pytest.fixture
def dani(client: Client, person: Person, postman: Post) -> User:
    user = person()
    come_in(client, postman, user.email)
    return user


@pytest.mark.parametrize("path", GUARDED)
def test_what_is_guarded(client: Client, dani: User, path: str) -> None:
    assert client.get(path)["Location"].startswith(HERE)


def test_the_code_opens_it_and_looking_mails_nothing(client: Client, dani: User, postman: Post) -> None:
    client.get(HERE)
    assert not postman()
    client.post(HERE, {"action": "send", "next": GUARDED[0]})
    (message,) = postman()
    assert client.post(HERE, {"code": "1", "next": GUARDED[0]}).status_code == 422
    assert client.get(GUARDED[0]).status_code == 302
    assert client.post(HERE, {"code": code_in(message), "next": GUARDED[0]})["Location"] == GUARDED[0]
    assert client.get(GUARDED[0]).status_code == 200
    client.post(GUARDED[0], {"password1": "a long and quiet road", "password2": "a long and quiet road"})
    dani.refresh_from_db()
    assert dani.check_password("a long and quiet road")
    (told,) = postman()
    assert told.subject == "You set a password"


def test_three_wrong_codes_need_a_new_one(client: Client, dani: User, postman: Post) -> None:
    client.post(HERE, {"action": "send"})
    (message,) = postman()
    for _ in range(3):
        client.post(HERE, {"code": "1"})
    client.post(HERE, {"code": code_in(message), "next": GUARDED[0]})
    assert client.get(GUARDED[0]).status_code == 302


def test_no_code_sent_opens_nothing(client: Client, dani: User) -> None:
    assert client.post(HERE, {"code": ""}).status_code == 422
    assert client.get(GUARDED[0]).status_code == 302


def change_address(client: Client, postman: Post, to: str) -> str:
    client.post("/account/email/", {"email": to, "action_add": "1"})
    client.post(HERE, {"action": "send", "next": "/account/email/"})
    code = code_in(postman()[-1])
    client.post(HERE, {"code": code, "next": "/account/email/"})  # goes on with what was asked for
    return code_in(postman()[-1])


def test_a_new_address_is_theirs_once_its_code_is_typed(client: Client, dani: User, postman: Post) -> None:
    code = change_address(client, postman, "New@Example.org")
    dani.refresh_from_db()
    assert dani.email == "dani@example.org"
    client.post("/account/confirm-email/", {"code": code})
    dani.refresh_from_db()
    assert dani.email == "new@example.org"
    assert "Your e-mail address changed" in {message.subject for message in postman()}


def test_an_address_that_somebody_began_with_is_refused(client: Client, dani: User, postman: Post) -> None:
    User.objects.create_user("new@example.org", "Half Way", adult_affirmed_at=timezone.now())
    code = change_address(client, postman, "new@example.org")
    assert client.post("/account/confirm-email/", {"code": code}).status_code in (302, 422)
    dani.refresh_from_db()
    assert dani.email == "dani@example.org"


def test_others_are_signed_out_from_the_list(client: Client, dani: User, postman: Post) -> None:
    elsewhere = Client()
    come_in(elsewhere, postman, dani.email)
    assert "Sign out everywhere else" in client.get("/account/sessions/").content.decode()
    client.post("/account/sessions/")
    assert elsewhere.get("/me/").status_code == 302
    assert client.get("/me/").status_code == 200
