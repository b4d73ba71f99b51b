"""The word Messages in the bar, with its mark: asked for again when something may have changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mentorship.context import nav_of


@require_safe
@never_cache
def inbox_badge(request: HttpRequest) -> HttpResponse:
    """Always a fragment; one query beside the session's."""
    item = next(item for item in nav_of(request).items if item.key == "messages")
    return render(request, "parts/badge.html", {"item": item})
