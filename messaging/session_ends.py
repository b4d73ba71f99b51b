"""When a session ends, its streams end with it: heard from Django and allauth, which know every way out."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete
from django.http import HttpRequest

from accounts.models import User

from . import live


def connect() -> None:
    """Listen from now on."""
    user_logged_out.connect(logged_out, dispatch_uid="streams")
    post_delete.connect(session_ended, sender=UserSession, dispatch_uid="streams")


def logged_out(sender: type, request: HttpRequest | None, user: User | None, **_: Any) -> None:
    """Logging out ends the streams of this session."""
    key = request.session.session_key if request is not None else None
    if user is not None and key:
        live.end_session(user.pk, key)


def session_ended(sender: type, instance: UserSession, **_: Any) -> None:
    """So does ending a session from another one, or staff closing the account."""
    live.end_session(instance.user_id, instance.session_key)
