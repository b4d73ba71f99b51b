from allauth.urls import urlpatterns as allauth_urls
from django.urls import include, path

from . import entrance, views

# Ours stand before allauth's of the same address and name.
entrance_urls = [
    path("login/", entrance.log_in, name="account_login"),
    path("login/code/", entrance.ask_for_code, name="account_request_login_code"),
    path("signup/", entrance.sign_up, name="account_signup"),
    path("password/set/", entrance.set_password, name="account_set_password"),
    path("reauthenticate/code/", entrance.confirm_by_code, name="account_reauthenticate_by_code"),
    path("adult/", views.adult, name="adult"),
    path("", include(allauth_urls)),
]

root = [
    path("account/", include(entrance_urls)),
    path("me/blocked/", views.me_blocked, name="me_blocked"),
    path("me/sessions/<int:pk>/end/", views.session_end, name="session_end"),
]
