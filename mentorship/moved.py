"""Programs keep the addresses they had: whoever asks for one is led to where it is now."""

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from groups.old_addresses import StillThere
from profiles.access import programs_of
from programs.models import ProgramAddress


def moved(request: HttpRequest) -> HttpResponseRedirect | None:
    """Where a page that was not found stands now, for people who may read that program; else None.

    What is sent to an old address goes along as it is, so that nothing written is lost.
    """
    match, user = request.resolver_match, request.user
    if match is None or not isinstance(user, User):
        return None
    kwargs = dict(match.kwargs)
    if not match.url_name or not {"group", "program"} <= kwargs.keys():
        return None
    old = ProgramAddress.objects.filter(
        group__slug=kwargs["group"], slug=kwargs["program"], program__in=programs_of(user)
    )
    slug = old.values_list("program__slug", flat=True).first()
    if slug is None:
        return None
    url = reverse(match.url_name, kwargs=kwargs | {"program": slug})
    query = request.META.get("QUERY_STRING", "")
    there = HttpResponseRedirect if request.method in ("GET", "HEAD") else StillThere
    return there(f"{url}?{query}" if query else url)
