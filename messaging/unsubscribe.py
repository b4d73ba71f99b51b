"""The link under every mail that can be stopped: signed for one person and one kind, without an end."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import User

SALT = "messaging.unsubscribe"


def token(user: User, kind: str) -> str:
    """The signed words "this person, this kind": they let their holder stop that mail and nothing else."""
    return signing.Signer(salt=SALT).sign(f"{user.code}.{kind}")


def url(user: User, kind: str) -> str:
    """The whole address for the mail's foot and its List-Unsubscribe header."""
    return settings.SITE_URL + reverse("unsubscribe", args=[token(user, kind)])


def read(value: str) -> tuple[str, str] | None:
    """The person's code and the kind that a token names; None for one that we did not sign."""
    try:
        code, _, kind = signing.Signer(salt=SALT).unsign(value).partition(".")
    except signing.BadSignature:
        return None
    return code, kind
