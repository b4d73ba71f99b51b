"""A group's settings. Here, because the weeks of pairs that walk follow the group's time zone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from groups import versions
from groups.access import person, posted, run_membership
from groups.forms import SettingsForm
from groups.models import Group, Membership
from groups.services import groups
from groups.views import around

from ..services import looking_after


@require_http_methods(["GET", "HEAD", "POST"])
def manage_settings(request: HttpRequest, group: str) -> HttpResponse:
    membership = run_membership(request, group)
    form = SettingsForm(posted(request), instance=Group.objects.get(pk=membership.group_id))
    if versions.GO_ON not in request.POST and form.is_valid():
        try:
            read = form.cleaned_data["seen"]
            saved = looking_after.save_settings(
                membership.group, by=person(request), read=read, **form.chosen
            )
        except versions.Stale:
            return _conflict(request, membership, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Saved.")
            return redirect("manage_settings", saved.slug)
    context = around(membership, "manage") | {"manage_tab": "settings", "form": form}
    return render(request, "groups/manage_settings.html", context, status=422 if form.errors else 200)


def _conflict(request: HttpRequest, membership: Membership, sent: SettingsForm) -> HttpResponse:
    """E-409: somebody was first. Both versions; mine knows what is there now."""
    now = Group.objects.get(pk=membership.group_id)
    context = around(membership, "manage") | {
        "manage_tab": "settings",
        "fields": versions.side_by_side(SettingsForm(instance=now), sent),
        "form": SettingsForm(versions.sent_again(request.POST, groups.stamp(now)), instance=now),
        **versions.whose(now, person(request), ("changed these settings:", "moved the group to")),
    }
    return render(request, "groups/manage_settings_conflict.html", context, status=409)
