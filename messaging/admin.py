"""What site staff see of mail: that it was owed and what became of it. No words, no conversations."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from accounts.admin_base import StaffAdmin

from .models import MailChoice, Notice
from .services import again


@admin.register(Notice)
class NoticeAdmin(StaffAdmin):
    list_display = ["kind", "person", "mail_state", "attempts", "last_error", "created_at", "sent_at"]
    list_filter = ["mail_state", "kind", ("read_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["user__email", "address", "key__startswith"]
    search_help_text = "E-mail address of the reader, or the beginning of a key such as step:42."
    date_hierarchy = "created_at"
    actions = ["send_again"]
    fieldsets = [
        (None, {"fields": ["kind", "key", "user", "address", "created_at", "read_at"]}),
        (
            "The mail",
            {
                "fields": ["mail_state", "not_before", "sent_at", "attempts", "last_error", "expires_at"],
                "description": "What it says is not shown: it is between the site and its reader.",
            },
        ),
    ]

    @admin.display(description="For", ordering="user__email")
    def person(self, notice: Notice) -> str:
        return notice.user.email if notice.user else notice.address

    @admin.action(description="Send again what was given up", permissions=["act"])
    def send_again(self, request: HttpRequest, queryset) -> HttpResponse | None:
        asked = self.ask_first(
            request,
            queryset,
            action="send_again",
            title="Send again",
            says="The mail goes out within seconds, if it is still wanted.",
            yes="Send again",
        )
        if asked:
            return asked
        self.each(request, queryset, again.send_again, verb="sent a mail again", done="Owed again")
        return None


@admin.register(MailChoice)
class MailChoiceAdmin(StaffAdmin):
    """Why somebody gets no mail of a kind: they said so."""

    list_display = ["user", "email", "kind", "how"]
    list_filter = ["how", "kind"]
    list_select_related = ["user"]
    search_fields = ["user__email", "kind"]
    search_help_text = "E-mail address or kind of mail."
    fieldsets = [(None, {"fields": ["user", "kind", "how"]})]

    @admin.display(description="E-mail", ordering="user__email")
    def email(self, choice: MailChoice) -> str:
        return choice.user.email
