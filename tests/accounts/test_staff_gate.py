"""The Django admin opens for staff with a second factor used in this session, and for nobody else."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from accounts.models import User
from tests.accounts.steps import SECRET, Person, Post, come_in

pytestmark = pytest.mark.django_db


def now_code() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def test_strangers_and_members_stay_out(client: Client, person: Person) -> None:
    assert (
        client.get("/admin/", follow=True)
        .redirect_chain[-1][0]
        .startswith("/account/login/?next=%2Fadmin%2F")
    )
    client.force_login(person())
    assert client.get("/admin/", follow=True).status_code == 403


def test_staff_without_a_factor_are_led_to_set_one_up(client: Client, person: Person) -> None:
    client.force_login(person(is_staff=True, is_superuser=True))
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == "/account/2fa/"
    assert "Staff use a second factor" in page.content.decode()


def test_staff_who_skipped_the_factor_type_it_now(client: Client, staff: User) -> None:
    client.force_login(staff)  # as if the session were from before
    page = client.get("/admin/auth/", follow=True)
    there = page.redirect_chain[-1][0]
    assert there == "/account/2fa/reauthenticate/?next=%2Fadmin%2Fauth%2F"
    wrong = client.post(there, {"code": "000000", "next": "/admin/auth/"})
    assert wrong.status_code == 422
    right = client.post(there, {"code": now_code(), "next": "/admin/auth/"})
    assert right["Location"] == "/admin/auth/"
    assert client.get("/admin/").status_code == 200


def test_staff_log_in_with_code_and_app(client: Client, staff: User, postman: Post) -> None:
    halfway = come_in(client, postman, staff.email, "/admin/")
    assert halfway["Location"] == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    done = client.post("/account/2fa/authenticate/", {"code": now_code()})
    assert done["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert client.session.get_expiry_age() <= 8 * 3600


def test_a_code_of_the_app_works_once(client: Client, staff: User, postman: Post) -> None:
    code = now_code()
    come_in(client, postman, staff.email)
    client.post("/account/2fa/authenticate/", {"code": code})
    again = Client()
    come_in(again, postman, staff.email)
    assert again.post("/account/2fa/authenticate/", {"code": code}).status_code == 422


def test_anothers_factor_in_the_same_browser_opens_nothing(
    client: Client, staff: User, person: Person, postman: Post
) -> None:
    come_in(client, postman, staff.email)
    client.post("/account/2fa/authenticate/", {"code": now_code()})
    client.force_login(person("eve@example.org", is_staff=True, is_superuser=True))
    assert client.get("/admin/").status_code == 302


def test_the_secret_is_sealed_in_the_database(client: Client, person: Person, postman: Post) -> None:
    user = person()
    come_in(client, postman, user.email)
    there = "/account/reauthenticate/code/"
    asked = client.get("/account/2fa/totp/activate/")
    assert asked["Location"].startswith(there)
    client.post(there, {"action": "send", "next": "/account/2fa/totp/activate/"})
    (message,) = postman()
    code = message.subject[-7:].replace(" ", "")
    client.post(there, {"code": code, "next": "/account/2fa/totp/activate/"})
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    app_code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert client.post("/account/2fa/totp/activate/", {"code": app_code}).status_code == 302
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert secret not in str(row.data)
    assert client.get("/account/2fa/recovery-codes/").status_code == 200
