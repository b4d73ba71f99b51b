"""The link under mails to bare addresses: whoever holds it may say "never again", and nothing else.

It names a digest, not the address: nothing personal stands in the link, nor in the row that it makes.
"""

from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse

from .models import NeverMail

SALT = "messaging.never"


def _digest(address: str) -> str:
    # Without the secret key: a new key must not forget what people have asked for.
    return sha256(f"never:{address.strip().lower()}".encode()).hexdigest()


def token(address: str) -> str:
    """The signed words "this address": without an end."""
    return signing.Signer(salt=SALT).sign(_digest(address))


def url(address: str) -> str:
    """The whole link for the mail's foot and its List-Unsubscribe header."""
    return settings.SITE_URL + reverse("never_mail", args=[token(address)])


def read(value: str) -> str | None:
    """The digest that a token names; None for one that we did not sign."""
    try:
        return signing.Signer(salt=SALT).unsign(value)
    except signing.BadSignature:
        return None


def asked(address: str) -> bool:
    """Has this address asked for no more mails?"""
    return is_kept(_digest(address))


def is_kept(digest: str) -> bool:
    """The same, of what a token names."""
    return NeverMail.objects.filter(digest=digest).exists()


def keep(digest: str) -> None:
    """No more mails from now on, not those either that are owed already. Twice is once."""
    try:
        with transaction.atomic():
            NeverMail.objects.get_or_create(digest=digest)
    except IntegrityError:  # the mail program and the person, at once
        return


def undo(digest: str) -> None:
    """Mails may come again."""
    NeverMail.objects.filter(digest=digest).delete()
