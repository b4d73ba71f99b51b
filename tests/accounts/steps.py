"""What people do on the way in, said once."""

import re
from collections.abc import Callable

from django.core.mail import EmailMultiAlternatives
from django.http import HttpResponse
from django.test import Client

from accounts.models import User

INVITE = "/i/bcdfghjkmnpq/?as=mentor"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
Person = Callable[..., User]
Post = Callable[[], list[EmailMultiAlternatives]]


def code_in(message: EmailMultiAlternatives) -> str:
    """The six digits of a mail."""
    found = re.search(r"^(\d{3}) (\d{3})$", str(message.body), re.MULTILINE)
    assert found, message.body
    return found[1] + found[2]


def come_in(client: Client, postman: Post, email: str, onward: str = "") -> HttpResponse:
    """Log in with a mailed code, as a person does."""
    client.post("/account/login/", {"login": email, "next": onward})
    (message,) = postman()
    return client.post("/account/login/code/confirm/", {"code": code_in(message), "next": onward})
