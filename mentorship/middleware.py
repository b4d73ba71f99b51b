"""What every request passes: an id for the logs, a first refusal, headers, kind answers to errors."""

import logging
import re
import secrets
import sys
import time
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, get_resolver, resolve, reverse

from accounts.limits import TooMany
from mentorship import errors
from mentorship.logs import current_request, route
from mentorship.moved import moved

GetResponse = Callable[[HttpRequest], HttpResponseBase]
request_log = logging.getLogger("mentorship.request")
error_log = logging.getLogger("django.request")

REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
PRIVATE = ("/account/", "/accounts/", "/login/", "/signup/")
RETRY_AFTER = 5  # seconds, when the database is away or a lock was not had in time


class RequestId:
    """Gives each request an id that its log lines carry, and writes one line when it is answered."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.TRUST_PROXY else ""
        request.META["REQUEST_ID"] = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        token, start = current_request.set(request), time.monotonic()
        try:
            response = self.get_response(request)
            facts = {
                "method": request.method,
                "route": route(request),
                "status": response.status_code,
                "ms": round((time.monotonic() - start) * 1000),
            }
            request_log.info("answered", extra={"facts": facts})
        finally:
            current_request.reset(token)
        response["X-Request-ID"] = request.META["REQUEST_ID"]
        return response


class RejectControlBytes:
    """Refuses control characters in the address: databases, logs and headers want none of them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = unquote_to_bytes(request.META.get("QUERY_STRING", "")).decode("latin-1")
        # request.POST is left alone: reading it here would consume uploads, and forms refuse NUL themselves.
        if CONTROL.search(request.path_info) or CONTROL.search(query):
            return HttpResponse("Bad request\n", status=400, content_type="text/plain")
        return self.get_response(request)


class ExtraHeaders:
    """Adds what Django has no setting for: permissions, resource policy, no copies of what is private."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = request.__dict__.get("_cached_user")  # looked up by now, wherever a page is somebody's
        if (user is not None and user.is_authenticated) or request.path.startswith(PRIVATE):
            response.headers.setdefault("Cache-Control", "no-store")
        if (
            request.method == "POST"
            and response.status_code == 302
            and request.path == reverse("account_logout")
        ):
            response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response


def kind_answer(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """Answer an error that has a better word than 500, or give None."""
    if isinstance(error, TooMany):
        return errors.too_many(request, error.retry_after)
    if isinstance(error, DataError | OverflowError):
        return errors.bad_request(request, error)
    if isinstance(error, OperationalError):
        error_log.error("Database: %s", type(error).__name__, exc_info=error)
        return errors.unavailable(request, RETRY_AFTER)
    return None


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what no view answered (handler500): the database may have been away before any view."""
    return kind_answer(request, sys.exception()) or errors.server_error(request)


class KindErrors:
    """Turns errors into pages that say what to do next; the demo shows the same pages as production."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.DEBUG:  # Django would show its own page for developers
            try:
                resolve(request.path_info)
            except Resolver404 as error:
                return own_page(request, 404, error)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if answer := kind_answer(request, error):
            return answer
        if isinstance(error, Http404) and (elsewhere := moved(request)):
            return elsewhere
        if not settings.DEBUG:
            return None
        if isinstance(error, Http404):
            return own_page(request, 404, error)
        if isinstance(error, SuspiciousOperation):
            return own_page(request, 400, error)
        if isinstance(error, PermissionDenied):
            return None
        error_log.error("Internal Server Error: %s", request.path, exc_info=error, extra={"request": request})
        return own_page(request, 500)


def own_page(request: HttpRequest, status: int, error: Exception | None = None) -> HttpResponse:
    """Give the page of the site for this status, as Django does when DEBUG is off."""
    handler: Callable[..., HttpResponse] = get_resolver().resolve_error_handler(status)
    arguments = {} if error is None else {"exception": error}
    return handler(request, **arguments)
