from django.urls import path

from . import views
from .organise import invites, mail_invites, overview, owner, people, requests

root = [
    path("new/", views.group_new, name="group_new"),
    path("r/<code:code>/", views.report_short, name="report_short"),
]

group = [
    path("about/", views.group_about, name="group_about"),
    path("rules/accept/", views.group_rules_accept, name="group_rules_accept"),
    path("owner/", owner.owner_offer, name="owner_offer"),
    path("owner/accept/", owner.owner_offer_accept, name="owner_offer_accept"),
    path("owner/decline/", owner.owner_offer_decline, name="owner_offer_decline"),
    path("people/", views.people, name="people"),
    path("people/<code:code>/report/", views.report_new, name="report_new"),
    path("reports/", views.report_list, name="reports"),
    path("reports/<code:code>/", views.report, name="report"),
    path("reports/<code:code>/look/", views.report_look, name="report_look"),
    path("reports/<code:code>/close/", views.report_close, name="report_close"),
    path("manage/", overview.manage, name="group_manage"),
    path("manage/people/", people.manage_people, name="manage_people"),
    path("manage/people/<code:code>/role/", people.manage_role, name="manage_role"),
    path("manage/people/<code:code>/owner/", owner.manage_owner, name="manage_owner"),
    path("manage/owner/take-back/", owner.manage_owner_back, name="manage_owner_back"),
    path("manage/people/<code:code>/contact/", people.manage_contact, name="manage_contact"),
    path("manage/requests/", requests.manage_requests, name="manage_requests"),
    path("manage/requests/<code:code>/let-in/", requests.manage_request_let_in, name="manage_request_let_in"),
    path(
        "manage/requests/<code:code>/not-now/", requests.manage_request_decline, name="manage_request_decline"
    ),
    path("manage/invites/", invites.manage_invites, name="manage_invites"),
    path("manage/invites/new/", invites.manage_invite_new, name="manage_invite_new"),
    path("manage/invites/links/", invites.manage_link_new, name="manage_link_new"),
    path("manage/invites/links/<code:code>/", invites.manage_link, name="manage_link"),
    path("manage/invites/links/<code:code>/qr.svg", invites.manage_link_qr, name="manage_link_qr"),
    path("manage/invites/links/<code:code>/end/", invites.manage_link_revoke, name="manage_link_revoke"),
    path("manage/invites/mail/", mail_invites.manage_mail_invites, name="manage_mail_invites"),
    path("manage/invites/mail/new/", mail_invites.manage_mail_new, name="manage_mail_new"),
    path("manage/invites/mail/check/", mail_invites.manage_mail_check, name="manage_mail_check"),
    path("manage/invites/mail/send/", mail_invites.manage_mail_send, name="manage_mail_send"),
    path("manage/invites/mail/<code:code>/again/", mail_invites.manage_mail_again, name="manage_mail_again"),
    path("manage/invites/mail/<code:code>/end/", mail_invites.manage_mail_revoke, name="manage_mail_revoke"),
    path("manage/safety/", overview.manage_safety, name="manage_safety"),
    path("manage/log/", overview.manage_log, name="manage_log"),
]
