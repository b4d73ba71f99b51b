"""What is kept, and until when: as the privacy page says."""

import uuid
from datetime import timedelta

from django.utils import timezone

from groups.models import Report, ReportedMessage
from groups.services import reports
from mentorship.purge import purge
from messaging import delivery
from messaging.models import Conversation, Message, Participant
from messaging.models.notices import MailState
from messaging.services import choices, notices
from pairings.services import requests

DAY = timedelta(days=1)


def test_what_a_long_pause_kept_from_the_daily_mail_stands_on_the_site_alone(cast) -> None:
    dani, now = cast.member("Dani Ferreira"), timezone.now()
    choices.set_one(dani, "join_let_in", "daily")
    row = notices.tell("join_let_in", dani, key="m:1", url="/", line="You’re in")
    delivery.drain(now + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.mail_state == MailState.DIGEST
    assert purge(now + 29 * DAY)["kept too long"] == 0
    assert purge(now + 31 * DAY)["kept too long"] == 1
    row.refresh_from_db()
    assert (row.mail_state, row.on_site) == (MailState.CANCELLED, True)


def test_the_words_of_a_pair_go_a_year_after_its_end_and_no_day_sooner(cast) -> None:
    pair, other = cast.pair(), cast.pair("Kenji Sato", "Leila Haddad")
    for walking in (pair, other):
        requests.say(walking.conversation, author=walking.mentor_user, body="Hello.", token=uuid.uuid4())
    now = timezone.now()
    Conversation.objects.filter(pk=pair.conversation_id).update(open_until=now)
    assert purge(now + 364 * DAY)["messages"] == 0
    assert purge(now + 366 * DAY)["messages"] > 0
    assert not Message.objects.filter(conversation=pair.conversation_id).exists()
    assert not Participant.objects.filter(conversation=pair.conversation_id).exclude(preview="").exists()
    assert Message.objects.filter(conversation=other.conversation_id).exists()
    assert purge(now + 366 * DAY)["messages"] == 0


def test_a_closed_report_goes_after_half_a_year_and_an_open_one_stays(cast) -> None:
    sam, dani, kenji = (cast.member(name) for name in ("Sam Okafor", "Dani Ferreira", "Kenji Sato"))
    for about in (dani, kenji):
        copy = (about, "Buy my kiln.", timezone.now())
        reports.file(group=cast.home, reporter=sam, about=about, category="other", messages=[copy])
    closed = Report.objects.get(about=dani)
    reports.close(closed, by=cast.priya, outcome="We talked.")
    assert purge(timezone.now() + 179 * DAY)["reports"] == 0
    assert purge(timezone.now() + 181 * DAY)["reports"] == 1
    assert list(Report.objects.all()) == [Report.objects.get(about=kenji)]
    assert ReportedMessage.objects.count() == 1
