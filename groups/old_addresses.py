"""An address that a group had leads to where it is now, for whoever may know of the group."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import escape_leading_slashes

from accounts.models import User

from .models import Group


class StillThere(HttpResponseRedirect):
    """To another address with the same method and the same form, so that nothing written is lost."""

    status_code = 307


class OldAddresses:
    """Looks only where nothing was found, so no page pays for it. Never a 301: browsers keep those for ever,
    and a group may go back to an address that it had."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match = request.resolver_match
        slug = match.kwargs.get("group") if match else None
        if response.status_code != 404 or not slug or not isinstance(request.user, User):
            return response
        # SECURITY: for everybody else an old address is as unknown as any other.
        known = Group.objects.visible_to(request.user) | Group.objects.listed()
        group = known.filter(old_addresses__slug=slug).first()
        if group is None:
            return response
        here = request.get_full_path()
        there = escape_leading_slashes(f"/{group.slug}{here.removeprefix(f'/{slug}')}")
        return (HttpResponseRedirect if request.method in ("GET", "HEAD") else StillThere)(there)
