"""What site staff see of a person. What they may do is in mentorship/admin.py: it reaches further right."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from .admin_base import StaffAdmin
from .models import User


class UserAdmin(StaffAdmin):
    """People. Only superusers change a row, and only whether somebody is staff and what staff may do."""

    list_display = ["name", "email", "is_active", "is_staff", "groups_joined", "last_login", "date_joined"]
    list_filter = [
        "is_active",
        ("frozen_at", admin.EmptyFieldListFilter),
        "is_staff",
        "groups",
        ("last_login", admin.EmptyFieldListFilter),
    ]
    search_fields = ["email", "name", "code__exact"]
    search_help_text = "E-mail address, name, or the code in the address of their page."
    date_hierarchy = "date_joined"
    filter_horizontal = ["groups"]
    editable: ClassVar[tuple[str, ...]] = ("is_staff", "is_superuser", "groups")
    fieldsets = [
        (None, {"fields": ["name", "email", "code", "zone", "language"]}),
        (
            "Coming in",
            {
                "fields": [
                    *("is_active", "frozen_at", "last_login", "date_joined"),
                    *("adult_affirmed_at", "adult_text"),
                ],
                "description": "To close an account, go back to the list and choose “Disable”. "
                "People are never deleted here.",
            },
        ),
        ("Mail", {"fields": ["mail_paused_until"]}),
        (
            "Site staff",
            {
                "fields": ["is_staff", "is_superuser", "groups"],
                "description": "Support looks after people and mail, Safety reads reports, "
                "Words reads programs. Staff come in with a second factor.",
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        active = Count("memberships", filter=Q(memberships__state="active"))
        return super().get_queryset(request).annotate(groups_joined_count=active)

    @admin.display(description="Groups", ordering="groups_joined_count")
    def groups_joined(self, user: User) -> int:
        return user.groups_joined_count

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """SECURITY: who is staff is for superusers alone, and nobody's own row is theirs to change."""
        return request.user.is_superuser and (obj is None or obj.pk != request.user.pk)
