"""What site staff see of pairs: that they exist, states and dates. No words of theirs, and no reasons."""

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.admin_base import StaffAdmin

from .models import DispatchState, Pairing, Request, Schedule
from .services import holds


@admin.register(Pairing)
class PairingAdmin(StaffAdmin):
    list_display = ["code", "program", "mentor_user", "mentee_user", "state", "week", "started_at"]
    list_filter = ["state", "program__template", ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["program", "mentor_user", "mentee_user"]
    search_fields = ["code__exact", "mentor_user__email", "mentee_user__email", "program__name"]
    search_help_text = "Code of the pair, e-mail address of either, or program."
    date_hierarchy = "created_at"
    fieldsets = [
        (None, {"fields": ["code", "program", "mentor_user", "mentee_user"]}),
        (
            "Where they are",
            {
                "fields": ["state", "week", "starts_on", "paused_until"],
                "description": "What the two write is theirs alone: there is no way to read it here.",
            },
        ),
        (
            "Times",
            {
                "fields": [
                    *("created_at", "made_by", "held_until", "told_at", "mentor_yes_at", "mentee_yes_at"),
                    *("started_at", "ended_at"),
                ]
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pairing]:
        return super().get_queryset(request).annotate(week_reached=Max("steps__number"))

    @admin.display(description="Week", ordering="week_reached")
    def week(self, pairing: Pairing) -> int:
        return pairing.week_reached or 0


@admin.register(Schedule)
class ScheduleAdmin(StaffAdmin):
    """When each pair's next week is due; what failed eight times waits here for staff."""

    list_display = ["pairing", "program", "next_step", "next_on", "next_due_at", "fails", "retry_at"]
    list_filter = ["fails", ("next_due_at", admin.EmptyFieldListFilter)]
    list_select_related = ["pairing", "program"]
    search_fields = ["pairing__code__exact", "program__name"]
    search_help_text = "Code of the pair, or program."
    date_hierarchy = "next_due_at"
    actions = ["try_again"]
    fieldsets = [
        (None, {"fields": ["pairing", "program", "next_step", "next_on", "next_due_at"]}),
        ("What went wrong", {"fields": ["fails", "retry_at"]}),
    ]

    @admin.action(description="Try again what failed", permissions=["act"])
    def try_again(self, request: HttpRequest, queryset) -> HttpResponse | None:
        asked = self.ask_first(
            request,
            queryset,
            action="try_again",
            title="Try again",
            says="The next tick, within a minute, tries these pairs again.",
            yes="Try again",
        )
        if asked:
            return asked
        self.each(request, queryset, holds.try_again, verb="let a pair be tried again", done="Tried again")
        return None


@admin.register(Request)
class RequestAdmin(StaffAdmin):
    """Hellos: that they were sent and what became of them. Their words are not shown."""

    list_display = ["code", "program", "sender", "recipient", "asks", "state", "created_at"]
    list_filter = ["state", "asks", ("answered_at", admin.EmptyFieldListFilter)]
    list_select_related = ["program", "sender", "recipient"]
    search_fields = ["code__exact", "sender__email", "recipient__email", "program__name"]
    search_help_text = "Code of the hello, e-mail address of either, or program."
    date_hierarchy = "created_at"
    fieldsets = [
        (None, {"fields": ["code", "program", "sender", "recipient", "asks", "state"]}),
        ("Times", {"fields": ["created_at", "expires_at", "answered_at", "decided_at"]}),
    ]


@admin.register(DispatchState)
class DispatchStateAdmin(StaffAdmin):
    """One row: is the weekly dispatch on hold, and when did it last look."""

    list_display = ["state", "why", "heartbeat"]
    actions = ["hold", "resume", "resume_and_shift"]
    fieldsets = [
        (
            None,
            {
                "fields": ["state", "why", "heartbeat"],
                "description": "Choose it in the list to hold it or to end a hold.",
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DispatchState]:
        DispatchState.now()
        return super().get_queryset(request)

    @admin.display(description="The dispatch is")
    def state(self, state: DispatchState) -> str:
        return str(state)

    @admin.action(description="Hold: send no weeks", permissions=["act"])
    def hold(self, request: HttpRequest, queryset) -> HttpResponse | None:
        says = "No pair of any group gets a week until somebody ends the hold."
        asked = self.ask_first(
            request, queryset, action="hold", title="Hold the dispatch", says=says, yes="Hold"
        )
        if asked:
            return asked
        why = request.POST["reason"]
        self.each(request, queryset, lambda row: holds.hold(why), verb="held the dispatch", done="On hold")
        return None

    @admin.action(description="End the hold and send what was missed", permissions=["act"])
    def resume(self, request: HttpRequest, queryset) -> HttpResponse | None:
        says = "Within a minute every week that came due meanwhile is delivered."
        asked = self.ask_first(
            request, queryset, action="resume", title="End the hold", says=says, yes="Send what was missed"
        )
        if asked:
            return asked
        self.each(
            request,
            queryset,
            lambda row: holds.resume(timezone.now()),
            verb="resumed the dispatch",
            done="Running",
        )
        return None

    @admin.action(description="End the hold and move every late plan ahead", permissions=["act"])
    def resume_and_shift(self, request: HttpRequest, queryset) -> HttpResponse | None:
        says = "What came due meanwhile is not sent now: each late pair goes on at its next usual day."
        asked = self.ask_first(
            request,
            queryset,
            action="resume_and_shift",
            title="End the hold",
            says=says,
            yes="Move plans ahead",
        )
        if asked:
            return asked
        self.each(
            request,
            queryset,
            lambda row: holds.resume(timezone.now(), shift=True),
            verb="resumed the dispatch, plans moved",
            done="Running",
        )
        return None
