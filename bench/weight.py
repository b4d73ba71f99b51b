"""What a first visit to each member page weighs: the page and what it needs from us, gzip -9."""

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from bench import pages
from bench.options import Options
from bench.table import Row, at_most
from pairings.models import Pairing
from pairings.models.pairings import State as PairingState
from profiles.models import Profile
from programs.models import Program

CSS_URL = re.compile(r"url\(\s*['\"]?(?!data:)([^'\")]+)")


def run(options: Options) -> list[Row]:
    """A row a page and limit, over the demo's data."""
    call_command("demo", verbosity=0)
    rows = []
    with pages.site():
        for name, path, reader in member_pages():
            rows += _rows(name, path, pages.signed_in(reader), options)
    return rows


def member_pages() -> list[tuple[str, str, User]]:
    """(name, path, who looks at it) of what members open most."""
    dani = User.objects.get(email="dani@bothy.example")
    pairing = Pairing.objects.filter(mentee_user=dani, state=PairingState.ACTIVE).latest("pk")
    where = [pairing.program.group.slug, pairing.program.slug]
    open_now = [
        program
        for program in Program.objects.filter(group=pairing.program.group)
        .select_related("group")
        .order_by("pk")
        if program.sign_up_is_open()
    ][-1]
    signs = Profile.objects.filter(program=open_now).values("user")
    others = User.objects.filter(memberships__group=open_now.group, memberships__state="active")
    newcomer = others.exclude(pk__in=signs).order_by("pk").last() or dani
    step = [open_now.group.slug, open_now.slug, "mentee", 1]
    return [
        ("today", reverse("today"), dani),
        ("group home", reverse("group_home", args=where[:1]), dani),
        ("program", reverse("program", args=where), dani),
        ("directory", reverse("directory", args=where), dani),
        ("pair page", reverse("pair", args=[*where, pairing.code]), dani),
        ("sign-up step", reverse("sign_up_step", args=step), newcomer),
    ]


class Needs(HTMLParser):
    """What a browser fetches for a page, and which of it only to run scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.plain: list[str] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "script" and found.get("src"):
            self.scripts.append(found["src"])
        elif tag == "link" and {"stylesheet", "preload"} & set(found.get("rel", "").split()):
            self.plain.append(found.get("href", ""))
        elif tag in ("img", "iframe", "source", "video", "audio") and found.get("src"):
            self.plain.append(found["src"])


def weigh(client: Client, path: str) -> tuple[dict[str, int], dict[str, int], list[str]]:
    """(bytes of page and assets without scripts, bytes of scripts, addresses of others); each asset once."""
    html = _body(client, path)
    needs = Needs()
    needs.feed(html.decode())
    plain: dict[str, int] = {path: squeezed(html)}
    scripts: dict[str, int] = {}
    foreign: list[str] = []
    queue = [(url, plain) for url in needs.plain] + [(url, scripts) for url in needs.scripts]
    while queue:
        url, kind = queue.pop(0)
        if url.startswith("data:"):
            continue
        if urlsplit(url).netloc not in ("", pages.HOST):
            foreign.append(url)
            continue
        local = urlsplit(url).path
        if local in kind:
            continue
        body = _body(client, local)
        kind[local] = squeezed(body)
        if local.endswith(".css"):
            queue += [(urljoin(local, inner), kind) for inner in CSS_URL.findall(body.decode())]
    return plain, scripts, foreign


def squeezed(body: bytes) -> int:
    """Bytes after gzip -9, with no time in it: the same for the same words."""
    return len(gzip.compress(body, 9, mtime=0))


def _body(client: Client, path: str) -> bytes:
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answers {response.status_code}")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return body


def _rows(name: str, path: str, client: Client, options: Options) -> list[Row]:
    goals = options.goals
    plain, scripts, foreign = weigh(client, path)
    without, requests = sum(plain.values()), len(plain) + len(scripts)
    whole = without + sum(scripts.values())
    plain_most, most = goals["weight.plain"], goals["weight.pair" if name == "pair page" else "weight.js"]
    parts = f"page {plain[path] / 1000:.1f} kB"
    return [
        at_most(f"{name}, first load", 1, whole, most, unit="B", goal=f"<= {most / 1000:g} kB", note=parts),
        at_most(
            f"{name}, without JavaScript",
            1,
            without,
            plain_most,
            unit="B",
            goal=f"<= {plain_most / 1000:g} kB",
        ),
        Row(
            f"{name}, requests",
            1,
            [requests],
            "",
            goal=f"<= {goals['weight.requests']:g}, none elsewhere",
            met=requests <= goals["weight.requests"] and len(foreign) <= goals["weight.foreign"],
            gates=True,
            note=" ".join(foreign),
        ),
    ]
