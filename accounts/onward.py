"""Where somebody was going when we asked them to come in: kept in the session, because addresses lose it."""

import time

from allauth.account.utils import get_next_redirect_url
from django.http import HttpRequest

KEPT = "entrance_next"
KEPT_FOR = 3600  # seconds: a way that nobody finished is forgotten


def remember(request: HttpRequest) -> None:
    """Keep the ?next= of this request, if it is one of our own addresses."""
    if url := get_next_redirect_url(request):
        request.session[KEPT] = {"url": url, "at": int(time.time())}


def going_to(request: HttpRequest) -> str:
    """Where they were going, or ""."""
    kept = request.session.get(KEPT) or {}
    return str(kept["url"]) if kept.get("at", 0) > time.time() - KEPT_FOR else ""


def forget(request: HttpRequest) -> None:
    """They have arrived."""
    request.session.pop(KEPT, None)
