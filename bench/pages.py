"""Pages through Django's own handler, with a real session and nothing else in between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory, override_settings

from accounts.models import User

HOST = "localhost"


@contextmanager
def site() -> Iterator[None]:
    """The site as in production, on one connection that stays open; a cache in memory stands for Redis.

    So a session is read from the cache, as it is while Redis is there; without it a page asks one more.
    """
    before = connection.settings_dict["CONN_MAX_AGE"]
    templates = deepcopy(settings.TEMPLATES)
    loaders = templates[0]["OPTIONS"]["loaders"]
    if not isinstance(loaders[0], tuple):  # the demo reads its templates anew for each page
        templates[0]["OPTIONS"]["loaders"] = [("django.template.loaders.cached.Loader", loaders)]
    changed = override_settings(
        DEBUG=False,
        TEMPLATES=templates,
        ROOT_URLCONF="bench.urls",
        SECURE_SSL_REDIRECT=False,
        SESSION_COOKIE_NAME="session",
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    )
    with changed:
        connection.settings_dict["CONN_MAX_AGE"], connection.close_at = None, None
        try:
            yield
        finally:
            connection.settings_dict["CONN_MAX_AGE"] = before


def signed_in(user: User) -> Client:
    """The test client of this person."""
    client = Client(SERVER_NAME=HOST)
    client.force_login(user)
    return client


def visitor(user: User) -> Callable[[str], bytes]:
    """Asks the WSGI handler for a path as this person; the body. Anything but 200 is an error."""
    cookies: SimpleCookie = signed_in(user).cookies
    handler = WSGIHandler()
    factory = RequestFactory(SERVER_NAME=HOST)
    cookie = f"{settings.SESSION_COOKIE_NAME}={cookies[settings.SESSION_COOKIE_NAME].value}"

    def get(path: str) -> bytes:
        told: list[Any] = []
        environ = factory.get(path).environ | {"HTTP_COOKIE": cookie}
        response = handler(environ, lambda status, headers: told.append(status))
        body = b"".join(response)
        response.close()
        if not told[0].startswith("200"):
            raise RuntimeError(f"{path} answers {told[0]}")
        return body

    return get
