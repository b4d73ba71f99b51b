"""18 or over: people who came in without the sign-up form say so before they go on."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from accounts.models import User

# What stays open: saying so, leaving, help, safety, reporting somebody, stopping mails, the demo's own pages.
OPEN = frozenset(
    {
        "about",
        "accessibility",
        "account_logout",
        "adult",
        "healthz",
        "help",
        "live",
        "privacy",
        "readyz",
        "report_new",
        "safety",
        "styleguide",
        "terms",
        "theme",
        "unsubscribe",
    }
)


class RequireAdult:
    """Sends a signed-in person who has not said to be 18 or over to the page where they can."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        user = request.user
        if not isinstance(user, User) or user.adult_affirmed_at is not None:
            return None
        name = (request.resolver_match.url_name or "") if request.resolver_match else ""
        if name in OPEN or name == "dev" or name.startswith("dev_"):
            return None
        onward = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
        return HttpResponseRedirect(f"{reverse('adult')}?{urlencode({'next': onward})}")
