from django.urls import path

from . import views
from .organise import invites, overview, people, requests

root = [
    path("new/", views.group_new, name="group_new"),
    path("r/<code:code>/", views.report_short, name="report_short"),
]

group = [
    path("about/", views.group_about, name="group_about"),
    path("rules/accept/", views.group_rules_accept, name="group_rules_accept"),
    path("people/", views.people, name="people"),
    path("people/<code:code>/report/", views.report_new, name="report_new"),
    path("reports/", views.report_list, name="reports"),
    path("reports/<code:code>/", views.report, name="report"),
    path("reports/<code:code>/look/", views.report_look, name="report_look"),
    path("reports/<code:code>/close/", views.report_close, name="report_close"),
    path("manage/", overview.manage, name="group_manage"),
    path("manage/people/", people.manage_people, name="manage_people"),
    path("manage/people/<code:code>/role/", people.manage_role, name="manage_role"),
    path("manage/people/<code:code>/owner/", people.manage_owner, name="manage_owner"),
    path("manage/people/<code:code>/contact/", people.manage_contact, name="manage_contact"),
    path("manage/requests/", requests.manage_requests, name="manage_requests"),
    path("manage/requests/<code:code>/let-in/", requests.manage_request_let_in, name="manage_request_let_in"),
    path(
        "manage/requests/<code:code>/not-now/", requests.manage_request_decline, name="manage_request_decline"
    ),
    path("manage/invites/", invites.manage_invites, name="manage_invites"),
    path("manage/invites/new/", invites.manage_invite_new, name="manage_invite_new"),
    path("manage/safety/", overview.manage_safety, name="manage_safety"),
    path("manage/log/", overview.manage_log, name="manage_log"),
]
