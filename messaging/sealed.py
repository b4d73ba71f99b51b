"""Words that must not lie around in the database or its backups: sealed with a key made from SECRET_KEY."""

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.blake2b(k.encode(), digest_size=32, person=b"bothy.payload").digest() for k in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def seal(text: str) -> str:
    """The text, encrypted and authenticated."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The text again; None when the key is gone or the row was touched."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def random_token() -> str:
    """128 random bits for a key that only has to be unique."""
    return secrets.token_hex(16)
