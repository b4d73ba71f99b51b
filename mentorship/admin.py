"""What site staff may do about a person: the acts reach over several apps, so they stand here."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from accounts.admin import UserAdmin
from accounts.models import User

from . import staff_acts


@admin.register(User)
class PersonAdmin(UserAdmin):
    actions = ["mail_way_in", "disable", "enable", "thaw"]

    @admin.action(description="Mail them the way in", permissions=["act"])
    def mail_way_in(self, request: HttpRequest, queryset) -> HttpResponse | None:
        says = "They get a mail with the address where they log in. A code comes when they are there."
        asked = self.ask_first(
            request, queryset, action="mail_way_in", title="Mail the way in", says=says, yes="Send the mail"
        )
        if asked:
            return asked
        self.each(
            request,
            queryset,
            lambda user: staff_acts.mail_way_in(user, by=request.user),
            verb="mailed the way in",
            done="Mailed",
        )
        return None

    @admin.action(description="Disable", permissions=["act"])
    def disable(self, request: HttpRequest, queryset) -> HttpResponse | None:
        says = "They are signed out at once and cannot come in. Their words and pairs stay. It can be undone."
        asked = self.ask_first(
            request, queryset, action="disable", title="Disable accounts", says=says, yes="Disable"
        )
        if asked:
            return asked
        self.each(
            request,
            queryset,
            lambda user: staff_acts.disable(user, by=request.user),
            verb="disabled an account",
            done="Disabled",
        )
        return None

    @admin.action(description="Let write and pair again", permissions=["act"])
    def thaw(self, request: HttpRequest, queryset) -> HttpResponse | None:
        says = "Held because somebody thinks that they are under 18. Say how you know that it isn’t so."
        asked = self.ask_first(
            request, queryset, action="thaw", title="Let write and pair again", says=says, yes="Let them"
        )
        if asked:
            return asked
        self.each(
            request,
            queryset,
            lambda user: staff_acts.thaw(user, by=request.user),
            verb="let write and pair again",
            done="Let",
        )
        return None

    @admin.action(description="Enable again", permissions=["act"])
    def enable(self, request: HttpRequest, queryset) -> HttpResponse | None:
        asked = self.ask_first(
            request,
            queryset,
            action="enable",
            title="Enable accounts",
            says="They can come in again.",
            yes="Enable",
        )
        if asked:
            return asked
        self.each(
            request,
            queryset,
            lambda user: staff_acts.enable(user, by=request.user),
            verb="enabled an account",
            done="Enabled",
        )
        return None
