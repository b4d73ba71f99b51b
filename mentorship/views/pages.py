"""Pages that are the same for everybody, small files at fixed addresses, and the end of the tree."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import is_valid_path
from django.utils.http import escape_leading_slashes
from django.views.decorators.http import require_safe

from groups.slugs import RESERVED

ROBOTS = """User-agent: *
Allow: /$
Allow: /static/
Allow: /about/
Allow: /help/
Allow: /safety/
Allow: /privacy/
Allow: /terms/
Allow: /accessibility/
Disallow: /
"""


def _page(name: str) -> Callable[[HttpRequest], HttpResponse]:
    @login_not_required
    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        return render(request, f"mentorship/pages/{name}.html", {"emergency": settings.EMERGENCY_LINE})

    view.__name__ = name
    return view


about = _page("about")
accessibility = _page("accessibility")
help_page = _page("help")
privacy = _page("privacy")
safety = _page("safety")
terms = _page("terms")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: the public pages, nothing of any group."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask for it without reading the page."""
    return HttpResponseRedirect(static("img/mark.png"))


@login_not_required
def nothing_here(request: HttpRequest, group: str, rest: str) -> HttpResponse:
    """Every address below a slug that no view answers.

    SECURITY: a visitor is asked to log in, as they are by pages that exist, so that nothing is given away.
    """
    if group in RESERVED:
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not rest.endswith("/") and request.method in ("GET", "HEAD") and _is_a_page(f"{request.path_info}/"):
        return HttpResponseRedirect(escape_leading_slashes(request.get_full_path(force_append_slash=True)))
    raise Http404


def _is_a_page(path: str) -> bool:
    """Would this address be answered by anything but `nothing_here`?"""
    match = is_valid_path(path)
    return bool(match) and match.func is not nothing_here
