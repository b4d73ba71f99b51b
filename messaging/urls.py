from django.urls import path

from . import never_page, stop, streams, views

root = [
    path("live/", streams.live, name="live"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/<int:pk>/", views.notice_open, name="notice_open"),
    path("me/mail/", views.me_mail, name="me_mail"),
    path("me/mail/pause/", views.me_mail_pause, name="me_mail_pause"),
    path("u/never/<str:token>/", never_page.never_mail, name="never_mail"),
    path("u/<str:token>/", stop.unsubscribe_page, name="unsubscribe"),
]
