"""A group's settings. Here, because the weeks of pairs that walk follow the group's time zone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from groups.access import person, posted, run_membership
from groups.forms import SettingsForm
from groups.models import Group
from groups.views import around

from ..services import looking_after


@require_http_methods(["GET", "HEAD", "POST"])
def manage_settings(request: HttpRequest, group: str) -> HttpResponse:
    membership = run_membership(request, group)
    form = SettingsForm(posted(request), instance=Group.objects.get(pk=membership.group_id))
    if form.is_valid():
        try:
            saved = looking_after.save_settings(membership.group, by=person(request), **form.chosen)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Saved.")
            return redirect("manage_settings", saved.slug)
    context = around(membership, "manage") | {"manage_tab": "settings", "form": form}
    return render(request, "groups/manage_settings.html", context, status=422 if form.is_bound else 200)
