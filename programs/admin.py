"""What site staff see of programs: the words that everybody in them reads, and where each run stands."""

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse

from accounts.admin_base import StaffAdmin
from groups.admin import counted

from .models import Program, Prompt, Question, Week
from .services import programs


@admin.register(Program)
class ProgramAdmin(StaffAdmin):
    list_display = ["name", "group", "state", "template", "weeks_live", "starts_on", "on_hold"]
    list_filter = ["state", "template", "pace", "forming", "dispatch_paused"]
    list_select_related = ["group"]
    search_fields = ["name", "slug", "group__name", "group__slug"]
    search_help_text = "Name of the program or of its group."
    date_hierarchy = "created_at"
    view_on_site = True
    actions = ["close_sign_up", "finish"]
    fieldsets = [
        (None, {"fields": ["name", "group", "slug", "for_whom", "summary", "minutes_a_week"]}),
        ("From a template", {"fields": ["template", "template_version", "topics", "stretches", "care"]}),
        (
            "Rhythm",
            {
                "fields": ["state", "signup_from", "signup_until", "starts_on", "pace", "week_day", "hour"],
                "description": "The hour is in the group's time zone. No start date: each pair starts "
                "when it is made.",
            },
        ),
        ("Pairs", {"fields": ["forming", "both_say_yes", "readers", "dispatch_paused"]}),
        ("Times", {"fields": ["created_by", "created_at", "finished_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Program]:
        return super().get_queryset(request).annotate(weeks_count=counted(Week, "program", live=True))

    @admin.display(description="Weeks", ordering="weeks_count")
    def weeks_live(self, program: Program) -> int:
        return program.weeks_count or 0

    @admin.display(description="Prompts on hold", boolean=True, ordering="dispatch_paused")
    def on_hold(self, program: Program) -> bool:
        return program.dispatch_paused

    @admin.action(description="Close sign-up", permissions=["act"])
    def close_sign_up(self, request: HttpRequest, queryset) -> HttpResponse | None:
        asked = self.ask_first(
            request,
            queryset,
            action="close_sign_up",
            title="Close sign-up",
            says="Nobody new signs up. Its admins can open it again.",
            yes="Close sign-up",
        )
        if asked:
            return asked
        self.each(
            request,
            queryset,
            lambda program: programs.close_sign_up(program, by=request.user),
            verb="closed sign-up",
            done="Sign-up closed",
        )
        return None

    @admin.action(description="Finish", permissions=["act"])
    def finish(self, request: HttpRequest, queryset) -> HttpResponse | None:
        asked = self.ask_first(
            request,
            queryset,
            action="finish",
            title="Finish programs",
            says="Nobody signs up or is paired any more. Pairs that walk go on to their end.",
            yes="Finish",
        )
        if asked:
            return asked
        self.each(
            request,
            queryset,
            lambda program: programs.finish(program, by=request.user),
            verb="finished a program",
            done="Finished",
        )
        return None


class PromptInline(admin.TabularInline):
    """The ways in to a week: read with it."""

    model = Prompt
    fields = ["position", "text"]
    readonly_fields = ["position", "text"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Week | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Week | None = None) -> bool:
        return False


@admin.register(Week)
class WeekAdmin(StaffAdmin):
    list_display = ["number", "title", "program", "group", "revision", "live", "sent"]
    list_display_links = ["number", "title"]
    list_filter = ["live", "form", "program__template", "number"]
    list_select_related = ["program__group"]
    search_fields = ["title", "question", "program__name", "program__group__name"]
    search_help_text = "Title, question, program or group."
    inlines = [PromptInline]
    fieldsets = [
        (None, {"fields": ["program", "number", "revision", "live"]}),
        (
            "Words",
            {
                "fields": ["title", "question", "subject", "intro", "tip_mentor", "tip_mentee"],
                "description": "Group admins change these on the site. The templates that programs start "
                "from are files in the product.",
            },
        ),
        ("Shape", {"fields": ["minutes", "form"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Week]:
        steps = Week._meta.get_field("steps").related_model
        return (
            super().get_queryset(request).annotate(was_sent=Exists(steps.objects.filter(week=OuterRef("pk"))))
        )

    @admin.display(description="Group", ordering="program__group__name")
    def group(self, week: Week) -> str:
        return week.program.group.name

    @admin.display(description="Sent to a pair", boolean=True, ordering="was_sent")
    def sent(self, week: Week) -> bool:
        return week.was_sent


@admin.register(Question)
class QuestionAdmin(StaffAdmin):
    list_display = ["wording", "program", "role", "kind", "required", "enabled", "answered"]
    list_filter = ["role", "kind", "required", "enabled", "program__template"]
    list_select_related = ["program"]
    search_fields = ["wording", "key", "program__name"]
    search_help_text = "Wording, key or program."
    fieldsets = [
        (None, {"fields": ["program", "role", "position", "key", "kind", "options", "required", "enabled"]}),
        (
            "Words",
            {
                "fields": ["wording", "guidance", "starter", "example"],
                "description": "What people answered is not shown here.",
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).annotate(answers_count=Count("answers"))

    @admin.display(description="Answers", ordering="answers_count")
    def answered(self, question: Question) -> int:
        return question.answers_count
