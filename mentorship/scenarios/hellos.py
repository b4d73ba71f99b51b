"""Hellos in their different moments: one waits since three days, one has lapsed, a mentor is full."""

import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from messaging.models import Message, Notice, Participant
from pairings.models import Request
from pairings.services import lapses, reminders, requests
from profiles.models import Profile
from profiles.services import profiles

from . import people


def tell(fern: Profile, malik: Profile, amara: Profile, gwen: Profile) -> None:
    """Fern waits for Amara, who has been reminded of it; Gwen had no time for Malik."""
    now = timezone.now()
    lapsed = _said(malik, gwen, people.MALIK_HELLO, now - timedelta(days=7, minutes=20))
    lapses.run(now, program_id=lapsed.program_id)
    waits = _said(fern, amara, people.FERN_HELLO, now - timedelta(days=3, minutes=20))
    reminders.run(now, program_id=waits.program_id)


def full(mentor: Profile) -> None:
    """No time for anybody new, until they say otherwise."""
    profiles.set_accepting(mentor, profiles.FAR)


def _said(sender: Profile, to: Profile, words: str, when: datetime) -> Request:
    asked = requests.send(sender=sender.user, to_profile=to, body=words, to_pair=True, token=uuid.uuid4())
    moved = timezone.now() - when
    Request.objects.filter(pk=asked.pk).update(created_at=when, expires_at=asked.expires_at - moved)
    Message.objects.filter(conversation=asked.conversation).update(created_at=when)
    Participant.objects.filter(conversation=asked.conversation).update(last_message_at=when)
    Notice.objects.filter(kind="hello", subject_id=asked.pk).update(created_at=when, not_before=when)
    return asked
