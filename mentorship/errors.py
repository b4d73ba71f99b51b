"""What a person reads when something did not go: what to do next, and why if that helps."""

import logging
import secrets
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from mentorship.appearance import chosen

log = logging.getLogger("mentorship.errors")
LAST_WORDS = "Something broke on our side. Nothing you wrote is lost on your side: press Back. Reference {}."


def bad_request(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """400: the address or the form made no sense to us."""
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """403: they may see this, but not do it; why, where the refusal has words of its own."""
    return render(request, "403.html", {"why": getattr(exception, "for_people", "")}, status=403)


def page_not_found(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """404: gone, moved or not theirs to know of; the three read the same."""
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """429: they may try again in so many seconds."""
    minutes = max(1, ceil(retry_after / 60))
    response = render(request, "429.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(retry_after)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a page that stood open too long: the words are kept, the button has to be pressed again."""
    back = request.path if request.method == "GET" else request.META.get("HTTP_REFERER", "")
    here = request.build_absolute_uri("/")
    return render(
        request, "403_csrf.html", {"back": back if back.startswith((here, "/")) else "/"}, status=403
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: no database, no session, no context; only a reference that the log carries too."""
    reference = request.META.get("REQUEST_ID") or secrets.token_hex(8)
    log.error("A page broke, reference %s", reference)
    return _plain(request, "500.html", reference, 500)


def unavailable(request: HttpRequest, retry_after: int) -> HttpResponse:
    """503: the database is away or too busy; the page needs neither."""
    response = _plain(request, "503.html", request.META.get("REQUEST_ID", ""), 503)
    response["Retry-After"] = str(retry_after)
    return response


def _plain(request: HttpRequest, template: str, reference: str, status: int) -> HttpResponse:
    try:
        html: str = render_to_string(template, {"reference": reference, "theme": chosen(request)})
    except (TemplateDoesNotExist, ValueError):  # ValueError: a static file that was never collected
        html = LAST_WORDS.format(reference)
    response = HttpResponse(html, status=status)
    add_never_cache_headers(response)
    return response
