"""What site staff see of a sign-up: states and counts. What people answered has no admin."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from accounts.admin_base import StaffAdmin

from .models import Profile


@admin.register(Profile)
class ProfileAdmin(StaffAdmin):
    list_display = ["user", "role", "program", "state", "places", "waiting_requests", "answers_given"]
    list_filter = ["role", "state", "late", "wants_pairing"]
    list_select_related = ["user", "program"]
    search_fields = ["user__email", "user__name", "code__exact", "program__name"]
    search_help_text = "E-mail address or name of the person, code of the sign-up, or program."
    date_hierarchy = "created_at"
    fieldsets = [
        (None, {"fields": ["user", "program", "role", "code"]}),
        (
            "Where it stands",
            {
                "fields": ["state", "step", "places", "waiting_requests", "answers_given", "accepting_from"],
                "description": "What they wrote is for the people of their group.",
            },
        ),
        ("Times", {"fields": ["created_at", "updated_at", "listed_at", "late"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Profile]:
        return super().get_queryset(request).annotate(answers_count=Count("answers"))

    @admin.display(description="Places taken", ordering="seats_taken")
    def places(self, profile: Profile) -> str:
        return f"{profile.seats_taken} of {profile.capacity}"

    @admin.display(description="Answers", ordering="answers_count")
    def answers_given(self, profile: Profile) -> int:
        return profile.answers_count
