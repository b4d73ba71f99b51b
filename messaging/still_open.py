"""Whose streams may go on: the sessions behind them, looked at now and then."""

from collections.abc import Mapping

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connections
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User


def still_open(sessions: Mapping[str, int]) -> set[str]:
    """Of these (session key: person), the keys that would still let this person in.

    Runs in a thread of its own and leaves no database connection behind.
    """
    try:
        people = User.objects.filter(is_active=True).in_bulk(set(sessions.values()))
        rows = Session.objects.filter(session_key__in=sessions, expire_date__gt=timezone.now())
        return {row.session_key for row in rows if _lets_in(row, people.get(sessions[row.session_key]))}
    finally:
        connections.close_all()


def _lets_in(row: Session, user: User | None) -> bool:
    if user is None:
        return False
    kept = row.get_decoded()
    if kept.get(SESSION_KEY) != str(user.pk):
        return False
    told = kept.get(HASH_SESSION_KEY, "")
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(told, known) for known in hashes)
