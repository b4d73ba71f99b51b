"""A person at a browser: presses, chooses and types as people do, and counts each apart."""

import email
import email.policy
import re
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.test import Client, RequestFactory
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

from accounts.models import User
from messaging import delivery

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
REFUSED = "Failed to load resource: the server responded with a status of"
WAIT = 15_000


class Walker:
    """One person with a browser context of their own.

    `presses`, `fields` and `choices` count what they did; `complaints` holds what the browser's console said
    and every request that left the site. A refusal's own status in the console is no complaint.
    """

    def __init__(
        self,
        browser: Browser,
        site: str,
        name: str,
        *,
        user: User | None = None,
        script: bool = True,
        size: dict[str, int] | None = None,
        zone: str = "Europe/Lisbon",
        **how: Any,
    ) -> None:
        self.site, self.name = site, name
        self.email = f"{name.split(maxsplit=1)[0].lower()}-e2e@bothy.example"
        self.presses = self.fields = self.choices = 0
        self.complaints: list[str] = []
        self.context = browser.new_context(
            base_url=site,
            java_script_enabled=script,
            viewport=size or PHONE,
            timezone_id=zone,
            locale="en-GB",
            reduced_motion="reduce",
            **how,
        )
        self.context.set_default_timeout(WAIT)
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        self.context.on("request", self._asked)
        if user is not None:
            self.email = user.email
            self.context.add_cookies([{"name": "session", "value": session_of(user), "url": site}])
        self.page: Page = self.context.new_page()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED):
            self.complaints.append(f"{message.type} on {message.location.get('url')}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.site + "/", "data:", "about:", "blob:")):
            self.complaints.append(f"left the site: {request.url}")

    def close(self) -> None:
        self.context.close()

    # -- what people do ---------------------------------------------------------------------------
    def open(self, path: str) -> Response:
        """Go to an address: not a press."""
        response = self.page.goto(path, wait_until="load")
        assert response is not None
        return response

    def press(self, words: str | Locator, *, within: Locator | None = None, kind: str = "") -> None:
        """Press the one link or button with these words, and wait for the page that it leads to."""
        target = words if isinstance(words, Locator) else self.find(words, within=within, kind=kind)
        target.click()
        self.page.wait_for_load_state("load")
        self.presses += 1

    def find(self, words: str, *, within: Locator | None = None, kind: str = "") -> Locator:
        """The button or link whose name is, or begins with, these words."""
        name = begins(words)
        place = within or self.page.locator("body")
        if kind:
            return place.get_by_role(kind, name=name).first  # type: ignore[arg-type]
        return place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name)).first

    def type(self, label: str, words: str) -> None:
        """Fill in one field."""
        self.page.get_by_label(label, exact=False).first.fill(words)
        self.fields += 1

    def choose(self, *labels: str) -> None:
        """Tick chips, radios or boxes by their words."""
        for label in labels:
            self.page.get_by_label(begins(label)).first.check(force=True)
            self.choices += 1

    def sees(self, words: str) -> None:
        """These words are on the page, or come to it soon."""
        expect(self.page.get_by_text(words).first).to_be_visible(timeout=WAIT)

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site).partition("?")[0].partition("#")[0]

    # -- mails and signing in -----------------------------------------------------------------------
    def code(self) -> str:
        """The six digits of the newest mail to this person; what is owed is sent first."""
        delivery.drain()
        found = re.search(r"\b(\d{3}) ?(\d{3})\b", newest_mail(self.email))
        assert found
        return found[1] + found[2]

    def sign_up(self) -> None:
        """From the page that asks who they are to the page that they wanted: two presses, three fields."""
        self.type("Your name", self.name)
        self.type("E-mail", self.email)
        self.choose("I’m 18")
        self.press("Continue")
        self.type("Code", self.code())
        self.press("Continue")

    def count(self) -> tuple[int, int]:
        """Presses and typed fields since the last time."""
        counted = self.presses, self.fields
        self.presses = self.fields = self.choices = 0
        return counted


def begins(words: str) -> re.Pattern[str]:
    """Names that are these words or begin with them; both apostrophes are one, and so are all spaces."""
    spelt = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(r"^\s*" + spelt.replace("’", "['’]").replace(":", r"\s*:") + r"(?!\w)", re.IGNORECASE)


def session_of(user: User) -> str:
    """The key of a session in which this person has just shown by a code that it is they."""
    client = Client()
    client.force_login(user)
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, user, method="code", email=user.email, reauthenticated=True)
    request.session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def newest_mail(address: str) -> str:
    """The plain text of the newest mail to an address, out of the demo's mail folder."""
    for path in sorted(settings.MAIL_DIR.glob("*.eml"), reverse=True):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if address in str(message["To"]):
            body = message.get_body(("plain",))  # type: ignore[attr-defined]
            return str(message["Subject"]) + "\n" + str(body.get_content())
    raise AssertionError(f"no mail to {address}")
