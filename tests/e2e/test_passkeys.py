"""Passkeys with the browser's own virtual authenticator, and the second step before the staff admin."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from mentorship import dev
from mentorship.scenarios import build
from tests.e2e.test_axe import AXE, violations
from tests.e2e.walker import DESK, Walker
from tests.e2e.world import World

Come = Callable[..., Walker]


@pytest.fixture
def keyed(come: Come) -> tuple[Walker, User]:
    """Somebody signed in at a machine that can make passkeys."""
    user = build.person("Kay Keys", "kay-keys@bothy.example")
    walker = come("Kay Keys", user=user, size=DESK)
    with_authenticator(walker)
    return walker, user


def with_authenticator(walker: Walker) -> None:
    """A fingerprint reader that always says yes."""
    tools = walker.context.new_cdp_session(walker.page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_make_a_key_and_come_in_with_it(keyed: tuple[Walker, User]) -> None:
    kay, user = keyed
    kay.open(reverse("mfa_add_webauthn"))
    kay.page.get_by_label("Name").first.fill("This machine")
    kay.find("Add a passkey", kind="button").click()
    kay.page.wait_for_url(lambda url: "/add/" not in url)
    key = Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN)

    for name in ("mfa_list_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"):
        args = [] if name == "mfa_list_webauthn" else [key.pk]
        assert kay.open(reverse(name, args=args)).status == 200
        kay.page.evaluate(AXE)
        assert violations(kay) == []
        kay.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert violations(kay, colours_only=True) == []
        kay.page.emulate_media(color_scheme="light", reduced_motion="reduce")

    kay.open(reverse("me"))
    kay.press("Sign out")
    kay.open(reverse("account_login"))
    kay.find("Use a passkey").click()
    kay.page.wait_for_url(lambda url: "login" not in url)
    kay.open(reverse("me_sign_in"))
    kay.sees("kay-keys@bothy.example")


def test_staff_need_the_second_step(come: Come, world: World) -> None:
    """One press on /dev/ is not enough for the staff admin: the authenticator's code is asked for."""
    world.user("jun")
    jun = come("Jun", size=DESK)
    jun.open("/dev/")
    jun.press("Come in as Jun")
    assert jun.path == reverse("mfa_authenticate")
    code = jun.page.locator("input[name=code]")
    code.fill("000000")
    jun.press("Log in", kind="button")
    assert jun.path == reverse("mfa_authenticate")
    code.fill(dev.current_code())
    jun.press("Log in", kind="button")
    assert jun.path == "/admin/"
    expect(jun.page.locator("#site-name")).to_be_visible()
    jun.page.goto("/admin/accounts/user/?q=dani")
    jun.sees("dani@bothy.example")


def test_members_never_see_the_staff_admin(come: Come, world: World) -> None:
    dani = come("Dani", user=world.user("dani"))
    response = dani.open("/admin/")
    assert response.status == 404 or dani.path != "/admin/"
