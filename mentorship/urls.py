"""The whole tree: the site's own addresses, the apps' pages, then a group's slug, which catches the rest."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, register_converter

from accounts.codes import CodeConverter
from mentorship import appearance, dev, health, styleguide
from mentorship.views import (
    archive,
    badge,
    doors,
    group_home,
    inbox,
    joining,
    listed,
    mail_invite,
    me,
    pages,
    people,
    program_page,
    today,
)

register_converter(CodeConverter, "code")

handler400 = "mentorship.errors.bad_request"
handler403 = "mentorship.errors.permission_denied"
handler404 = "mentorship.errors.page_not_found"
handler429 = "mentorship.adapter.slow_down"  # allauth's; our own limits raise TooMany instead
handler500 = "mentorship.middleware.server_error"

# Imported here, not above: their patterns use the converter. Each has some of `root`, `group` and `program`.
APPS = [
    import_module(f"{app}.urls")
    for app in ("accounts", "messaging", "groups", "programs", "profiles", "pairings")
]


def joined(name: str) -> list[Any]:
    """The apps' lists of this name, from left to right."""
    return [pattern for app in APPS for pattern in getattr(app, name, [])]


files = [
    path("favicon.ico", pages.favicon, name="favicon"),
    path("robots.txt", pages.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

for_all = [
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("help/", pages.help_page, name="help"),
    path("privacy/", pages.privacy, name="privacy"),
    path("safety/", pages.safety, name="safety"),
    path("terms/", pages.terms, name="terms"),
    path("theme/", appearance.theme, name="theme"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]

root = [
    path("", today.today, name="today"),
    path("invite/", today.use_invite, name="use_invite"),
    path("i/<code:code>/", joining.invite, name="invite"),
    path("i/<code:code>/join/", joining.invite_join, name="invite_join"),
    path("i/<code:code>/continue/", joining.invite_continue, name="invite_continue"),
    path("i/<code:code>/door/", doors.invite_door, name="invite_door"),
    path("j/<code:code>/", doors.join_request, name="join_request"),
    path("j/<code:code>/withdraw/", doors.join_request_withdraw, name="join_request_withdraw"),
    path("groups/", listed.listed_groups, name="listed_groups"),
    path("i/m/<code:code>/", mail_invite.mail_invite, name="mail_invite"),
    path("i/m/<code:code>/join/", mail_invite.mail_invite_join, name="mail_invite_join"),
    path("i/m/<code:code>/continue/", mail_invite.mail_invite_continue, name="mail_invite_continue"),
    path("messages/", inbox.inbox, name="inbox"),
    path("messages/new/", badge.inbox_badge, name="inbox_badge"),
    path("me/", me.me, name="me"),
    path("me/appearance/", me.me_appearance, name="me_appearance"),
    path("me/sign-in/", me.me_sign_in, name="me_sign_in"),
    path("me/privacy/", me.me_privacy, name="me_privacy"),
    path("me/blocked/<code:code>/unblock/", people.person_unblock, name="person_unblock"),
]

demo = [
    path("dev/", dev.dev, name="dev"),
    path("dev/enter/<slug:who>/", dev.dev_enter, name="dev_enter"),
    path("dev/mail/", dev.dev_mail, name="dev_mail"),
    path("dev/mail/<slug:name>/", dev.dev_mail_one, name="dev_mail_one"),
    path("dev/mail/<slug:name>/html/", dev.dev_mail_html, name="dev_mail_html"),
    path("dev/<int:status>/", dev.dev_error, name="dev_error"),
]

group = [
    path("", group_home.group_home, name="group_home"),
    path("join/", doors.group_join, name="group_join"),
    path("leave/", people.group_leave, name="group_leave"),
    path("people/<code:code>/", people.person, name="person"),
    path("people/<code:code>/block/", people.person_block, name="person_block"),
    path("people/<code:code>/remove/", people.member_remove, name="member_remove"),
    path("programs/", group_home.programs, name="programs"),
]

program = [
    path("", program_page.program, name="program"),
    path("manage/archive/", archive.program_archive, name="program_archive"),
    path("sign-up/withdraw/", program_page.sign_up_withdraw, name="sign_up_withdraw"),
]

urlpatterns = [
    path("admin/", admin.site.urls),
    *files,
    *for_all,
    *root,
    *(demo if settings.DEMO else []),
    *joined("root"),
    path("<slug:group>/", include([*joined("group"), *group])),
    path("<slug:group>/programs/<slug:program>/", include([*joined("program"), *program])),
    path("<slug:group>/<path:rest>", pages.nothing_here, name="nothing_here"),
]
