"""What site staff see of groups: who belongs, reports, the log. Invite links are tokens: not shown."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from accounts.admin_base import StaffAdmin

from .models import AuditEntry, Group, Membership, Report
from .services import reports

OPENED = "opened a report"


def counted(model: type, by: str, **where: object) -> Subquery:
    """How many rows of `model` point at a row, without a join that multiplies the others."""
    rows = model.objects.filter(**{by: OuterRef("pk")}, **where).order_by().values(by)
    return Subquery(rows.annotate(number=Count("pk")).values("number"))


@admin.register(Group)
class GroupAdmin(StaffAdmin):
    list_display = ["name", "focus", "visibility", "members", "open_reports", "created_at", "archived_at"]
    list_filter = ["focus", "visibility", ("archived_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "slug", "memberships__user__email"]
    search_help_text = "Name, address of the group, or a member's e-mail address."
    date_hierarchy = "created_at"
    view_on_site = True
    fieldsets = [
        (None, {"fields": ["name", "slug", "line", "focus", "visibility", "joining", "zone", "language"]}),
        ("What its members read", {"fields": ["about", "rules", "help_lines"]}),
        ("Times", {"fields": ["created_by", "created_at", "archived_at", "members"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        rows = super().get_queryset(request)
        return rows.annotate(
            members_count=counted(Membership, "group", state="active"),
            reports_count=counted(Report, "group", state__in=["new", "looking"]),
        )

    @admin.display(description="Members", ordering="members_count")
    def members(self, group: Group) -> int:
        return group.members_count or 0

    @admin.display(description="Open reports", ordering="reports_count")
    def open_reports(self, group: Group) -> int:
        return group.reports_count or 0


@admin.register(Membership)
class MembershipAdmin(StaffAdmin):
    list_display = ["user", "email", "group", "role", "safety_contact", "state", "joined_at"]
    list_filter = ["role", "state", "safety_contact"]
    list_select_related = ["user", "group"]
    search_fields = ["user__email", "user__name", "group__name", "group__slug"]
    search_help_text = "E-mail address or name of the person, or name of the group."
    date_hierarchy = "joined_at"
    fieldsets = [
        (None, {"fields": ["user", "group", "role", "safety_contact"]}),
        ("Times", {"fields": ["state", "joined_at", "left_at"]}),
    ]

    @admin.display(description="E-mail", ordering="user__email")
    def email(self, membership: Membership) -> str:
        return membership.user.email


class ReportForm(forms.ModelForm):
    """What to do with a report: the services do it."""

    act = forms.ChoiceField(
        label="Now",
        required=False,
        choices=[
            ("", "Leave it as it is"),
            ("look", "I'm looking at it: tell the reporter"),
            ("close", "Close it: tell the reporter the outcome"),
        ],
    )

    class Meta:
        model = Report
        fields = ["outcome"]

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if data.get("act") == "close" and not data.get("outcome", "").strip():
            self.add_error("outcome", "Say in a sentence what you did. The person who wrote to us reads it.")
        if data.get("act") and self.instance.state == Report.State.CLOSED:
            raise ValidationError("Somebody has closed this report already.")
        return data


@admin.register(Report)
class ReportAdmin(StaffAdmin):
    """Reports. Opening one needs a reason that the other staff can read; never one's own case."""

    form = ReportForm
    list_display = ["code", "category", "group", "state", "for_staff", "messages_ticked", "created_at"]
    list_filter = ["state", "for_staff", "category"]
    list_select_related = ["group"]
    search_fields = ["code__exact", "group__name", "reporter__email", "about__email"]
    search_help_text = "Code of the report, group, or e-mail address of either person."
    date_hierarchy = "created_at"
    editable = ("act", "outcome")
    fieldsets = [
        (None, {"fields": ["code", "group", "category", "reporter", "about", "for_staff"]}),
        (
            "What was told",
            {
                "fields": ["told", "opened_by"],
                "description": "Only the messages that the reporter ticked. The rest of the conversation "
                "cannot be opened by anybody.",
            },
        ),
        (
            "What we do",
            {
                "fields": ["state", "act", "outcome", "created_at", "looked_at", "looked_by", "closed_at"],
                "description": "The reporter reads the outcome. The other person never learns who reported.",
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """SECURITY: never a case that the reader is a party to."""
        rows = super().get_queryset(request).exclude(Q(reporter=request.user) | Q(about=request.user))
        return rows.annotate(messages_count=Count("messages"))

    def has_view_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return self.has_act_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return self.has_act_permission(request)

    @admin.display(description="Messages ticked", ordering="messages_count")
    def messages_ticked(self, report: Report) -> int:
        return report.messages_count

    def get_fieldsets(self, request: HttpRequest, obj: Report | None = None) -> list:
        """Closed until this session gave a reason: then `told` instead of the way to it."""
        if obj is not None and obj.code in request.session.get("reports_opened", []):
            return self.fieldsets
        name, what = self.fieldsets[1]
        return [self.fieldsets[0], (name, {**what, "fields": ["way_in", "opened_by"]}), self.fieldsets[2]]

    @admin.display(description="Not opened")
    def way_in(self, report: Report) -> str:
        url = reverse("admin:groups_report_open", args=[report.pk])
        return format_html('<a href="{}">Give a reason, then read it</a>', url)

    @admin.display(description="Told")
    def told(self, report: Report) -> str:
        ticked = report.messages.select_related("author")
        rows = [(copy.sent_at.strftime("%d %b %Y %H:%M"), copy.author, copy.body) for copy in ticked]
        copies = format_html_join("", "<li>{} <bdi>{}</bdi>: <span dir=auto>{}</span></li>", rows)
        return format_html("<p dir=auto>{}</p><ul>{}</ul>", report.words, copies)

    @admin.display(description="Opened by")
    def opened_by(self, report: Report) -> str:
        entries = AuditEntry.objects.filter(verb=OPENED, subject__startswith=f"report {report.code}: ")
        rows = [
            (entry.created_at.strftime("%d %b %Y %H:%M"), entry.actor, entry.subject.partition(": ")[2])
            for entry in entries.select_related("actor").order_by("pk")
        ]
        return (
            format_html("<ul>{}</ul>", format_html_join("", "<li>{} {}: {}</li>", rows))
            if rows
            else "nobody yet"
        )

    def get_urls(self) -> list:
        opening = path(
            "<int:pk>/open/", self.admin_site.admin_view(self.open_report), name="groups_report_open"
        )
        return [opening, *super().get_urls()]

    def open_report(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give a reason, then read; the reason is kept and shown to the other staff."""
        report = self.get_object(request, str(pk))
        if report is None or not self.has_act_permission(request):
            raise PermissionDenied
        asked = self.ask_first(
            request,
            self.get_queryset(request).filter(pk=pk),
            action="",
            title="Open a report",
            says="You will read what the reporter told us and the messages they ticked. "
            "Your reason is kept in the log, and other staff see it.",
            yes="Open it",
        )
        if asked:
            return asked
        self.note(request, report, OPENED, " ".join(request.POST["reason"].split()))
        request.session["reports_opened"] = [*request.session.get("reports_opened", []), report.code]
        return HttpResponseRedirect(reverse("admin:groups_report_change", args=[pk]))

    def save_model(self, request: HttpRequest, obj: Report, form: ReportForm, change: bool) -> None:
        """The service's rules and notices, not a bare save."""
        act = form.cleaned_data.get("act")
        try:
            if act == "look":
                reports.look(obj, by=request.user)
            elif act == "close":
                reports.close(obj, by=request.user, outcome=form.cleaned_data["outcome"])
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))

    def log_change(self, request: HttpRequest, obj: Report, message: object) -> object:
        """The services have written the audit already."""
        return admin.ModelAdmin.log_change(self, request, obj, message)


@admin.register(AuditEntry)
class AuditEntryAdmin(StaffAdmin):
    list_display = ["created_at", "actor", "verb", "subject", "group"]
    list_filter = [("group", admin.EmptyFieldListFilter), ("actor", admin.EmptyFieldListFilter)]
    list_select_related = ["actor", "group"]
    search_fields = ["verb", "subject", "actor__email", "group__name"]
    search_help_text = "What was done, to what, by whom (e-mail address), or in which group."
    date_hierarchy = "created_at"
    fieldsets = [(None, {"fields": ["created_at", "actor", "verb", "subject", "group"]})]
