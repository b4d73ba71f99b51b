"""What every page of the staff admin has in common: look, act with a reason, delete nothing, leave a trace.

The Django admin refuses every model whose admin does not stand on this class (mentorship.staff).
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth import get_permission_codename
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

AT_ONCE = 100  # rows that one action may touch
SUBJECT = 200


class StaffAdmin(admin.ModelAdmin):
    """Read-only unless a class says otherwise. What changes things is an action, and lands in the audit."""

    list_per_page = 50
    empty_value_display = "none"
    show_facets = admin.ShowFacets.ALLOW
    show_full_result_count = False
    view_on_site = False
    ordering = ["-pk"]

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Things are made on the site, by the people they belong to."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Shared rows are never deleted: people are disabled, the rest is ended or kept."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """No form changes a row past the services."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Those who were given the view (or the acts) of this model."""
        may = request.user.has_perm
        label = self.opts.app_label
        return any(may(f"{label}.{get_permission_codename(verb, self.opts)}") for verb in ("view", "change"))

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Those who may use this page's actions: the model's `change` permission."""
        return request.user.has_perm(f"{self.opts.app_label}.{get_permission_codename('change', self.opts)}")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """All of them, but those that `editable` names."""
        editable = getattr(self, "editable", ())
        names = flatten_fieldsets(self.get_fieldsets(request, obj)) if self.fieldsets else []
        return [name for name in names if name not in editable]

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Django's own history, and the audit."""
        entry = super().log_change(request, obj, message)
        self.admin_site.audit(request.user, f"changed a {self.opts.verbose_name}", subject_of(obj))
        return entry

    def note(self, request: HttpRequest, obj: Model, verb: str, reason: str = "") -> None:
        """Leave the trace of an action."""
        admin.ModelAdmin.log_change(self, request, obj, ": ".join(filter(None, (verb, reason))))
        self.admin_site.audit(request.user, verb, ": ".join(filter(None, (subject_of(obj), reason))))

    def ask_first(
        self, request: HttpRequest, queryset: QuerySet, *, action: str, title: str, says: str, yes: str
    ) -> TemplateResponse | None:
        """A page in between that says what will happen and wants a reason; None once it was given."""
        given = "confirmed" in request.POST
        if given and request.POST.get("reason", "").strip():
            return None
        rows = list(queryset[: AT_ONCE + 1])
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "says": says,
            "yes": yes,
            "rows": rows[:AT_ONCE],
            "too_many": AT_ONCE if len(rows) > AT_ONCE else 0,
            "action": action,
            "checkbox": ACTION_CHECKBOX_NAME,
            "error": given,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/ask_first.html", context, status=422 if given else 200)

    def each(self, request: HttpRequest, queryset: QuerySet, act: Any, *, verb: str, done: str) -> None:
        """Do one service call a row; say how many it did and why it refused the others."""
        reason = " ".join(request.POST.get("reason", "").split())
        count = 0
        for obj in queryset[:AT_ONCE]:
            try:
                act(obj)
            except ValidationError as refused:
                messages.error(request, f"{obj}: {' '.join(refused.messages)}")
                continue
            self.note(request, obj, verb, reason)
            count += 1
        if count:
            messages.success(request, f"{done}: {count}")


def subject_of(obj: Model) -> str:
    """How the audit names a row: by code where it has one. Names of people do not stand there."""
    return f"{obj._meta.verbose_name} {getattr(obj, 'code', '') or obj.pk}"
