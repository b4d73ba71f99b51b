"""One real case for each mail of hellos, pairs and weeks, and what holds for every one of them."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import html5lib
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from mentorship import scenarios
from messaging import delivery
from messaging.services import conversations, notices
from pairings import dispatch
from pairings.models import Pairing, Request, Schedule, Step
from pairings.services import endings, kept, lapses, launches, pairings, reminders, requests
from profiles.services import profiles
from programs.models import Program, Week

WORDS = "You wrote about the studio key and I keep thinking about it."
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
LINK = re.compile(r"https?://\S+")


def drain() -> list[EmailMultiAlternatives]:
    """Send all that is owed at noon tomorrow, outside everybody's quiet hours; what came of it."""
    mail.outbox.clear()
    noon = (timezone.now() + timedelta(days=1)).replace(hour=12, minute=0)
    done = delivery.drain(noon)
    assert done.errors == []
    return list(mail.outbox)


def hello(place, *, to_pair: bool = False, sender: str = "Dani Ferreira", to: str = "Amara Nwosu") -> Request:
    amara, dani = place.mentor(to, places=2), place.mentee(sender)
    return requests.send(sender=dani.user, to_profile=amara, body=WORDS, to_pair=to_pair, token=uuid.uuid4())


def drafted(place, mentor: str = "Amara Nwosu", mentee: str = "Dani Ferreira") -> Pairing:
    return pairings.draft(mentor=place.mentor(mentor, places=2), mentee=place.mentee(mentee), by=place.priya)


def launched(place, **names: str) -> Pairing:
    pairing = drafted(place, **names)
    launches.launch(place.program, by=place.priya)
    launches.release(timezone.now() + launches.HOLD)
    pairing.refresh_from_db()
    return pairing


def due(pairing: Pairing) -> None:
    """The next week of a pair arrives now."""
    now = timezone.now()
    Schedule.objects.filter(pairing=pairing).update(next_due_at=now, next_on=pairing.program.today())
    dispatch.tick(now, program_id=pairing.program_id)


# -- one real case a kind -------------------------------------------------------------------------
def case_hello(place) -> None:
    hello(place, to_pair=True)


def case_reminder(place) -> None:
    request = hello(place, to_pair=True)
    notices.cancel(kinds=["hello"], subject_ids=[request.pk])
    ago = timedelta(days=3, minutes=5)
    Request.objects.update(created_at=request.created_at - ago, expires_at=request.expires_at - ago)
    reminders.run(timezone.now())


def case_kept(place) -> None:
    amara, sam = place.mentor("Amara Nwosu"), place.person("Sam Okafor")
    lying = kept.keep(sender=sam, to_profile=amara, opener="", words=WORDS, to_pair=True, token=uuid.uuid4())
    kept.wait(lying)
    profiles.set_accepting(amara, profiles.FAR)
    scenarios.signed_up(place.program, sam, "mentee")
    kept.run(timezone.now())


def case_declined(place) -> None:
    request = hello(place)
    place.mentor("Joan Price")
    requests.decline(
        request, by=request.recipient, note="I’m full just now and you deserve someone with time."
    )


def case_lapsed(place) -> None:
    request = hello(place)
    place.mentor("Joan Price")
    lapses.run(request.expires_at + timedelta(minutes=1))


def case_proposed(place) -> None:
    Program.objects.filter(pk=place.program.pk).update(both_say_yes=True)
    launched(place)


def case_paired(place) -> None:
    launched(place)


def case_week(place) -> None:
    due(launched(place))


def case_ended(place) -> None:
    pairing = launched(place)
    endings.end(
        pairing, by=pairing.mentee_user, note="I need to stop here. Thank you for your time, I mean it."
    )


def case_completed(place) -> None:
    pairing = launched(place)
    Week.objects.filter(program=place.program, number__gt=1).update(live=False)
    due(pairing)
    step = Step.objects.get(pairing=pairing)
    for user in (pairing.mentor_user, pairing.mentee_user):
        endings.talked(step, by=user)


def case_message(place) -> None:
    pairing = launched(place)
    conversations.say(pairing.conversation, author=pairing.mentee_user, body=WORDS, token=uuid.uuid4())


CASES: dict[str, tuple[Callable[..., None], int]] = {
    "hello": (case_hello, 1),
    "hello_reminder": (case_reminder, 1),
    "hello_kept": (case_kept, 1),
    "declined": (case_declined, 1),
    "lapsed": (case_lapsed, 2),
    "proposed": (case_proposed, 2),
    "paired": (case_paired, 2),
    "week": (case_week, 2),
    "ended": (case_ended, 1),
    "completed": (case_completed, 2),
    "message": (case_message, 1),
}


def of_kind(sent: list[EmailMultiAlternatives], kind: str) -> list[EmailMultiAlternatives]:
    return [one for one in sent if one.extra_headers.get("List-Id", "").startswith(f"{kind} <")]


def html_of(one: EmailMultiAlternatives) -> str:
    (html,) = [part.content for part in one.alternatives if part.mimetype == "text/html"]
    return str(html)


def check(one: EmailMultiAlternatives, limit: int) -> None:
    """What holds for each of them."""
    assert len(one.to) == 1
    assert [one.cc, one.bcc] == [[], []]
    assert 0 < len(one.subject) <= 50
    assert not re.search(r"[\r\n\u202a-\u202e\u2066-\u2069]", one.subject)
    assert not any(mark in one.subject for mark in ("{{", "{%")) or "link" in one.subject
    text, html = str(one.body), html_of(one)
    assert text.startswith("Hello ")
    assert len(LINK.sub("", text).split()) <= limit, text
    assert not re.search(r"\n{3,}", text), text
    assert "<bdi>" not in text
    assert "&#x27;" not in text
    for part in (text, html):
        assert set(ADDRESS.findall(part)) <= {"evil@example.com"}
        assert "None" not in part
        assert part.count("—") == 0
    # The main link leads to this site, and is in both parts; so is the way to stop these mails.
    assert f"{settings.SITE_URL}/" in text
    stop = one.extra_headers["List-Unsubscribe"].strip("<>")
    assert one.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in text
    assert stop in html
    assert all(link.startswith(settings.SITE_URL) for link in LINK.findall(text))
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(html)
    assert re.search(r"display:none[^>]*>[^<\s]", html), "no preheader"
    one.message().as_bytes()  # a header with a line break would raise
