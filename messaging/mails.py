"""From a notice to a mail: the one door to django.core.mail."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from accounts.models import User

from . import never, sealed, unsubscribe
from .kinds import Context, Kind
from .models import Notice


def message_id(key: str) -> str:
    """The same for every try of one notice, and tells nobody what it is about."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"message-id:" + key.encode(), hashlib.sha256).hexdigest()
    return f"<{digest[:32]}@{_host()}>"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def build(notice: Notice, kind: Kind) -> EmailMultiAlternatives | None:
    """The mail for a notice, or None when its facts are gone."""
    to = notice.user.email if notice.user and not notice.address else notice.address
    headers = {"Message-ID": message_id(notice.key), "Auto-Submitted": "auto-generated"}
    if notice.payload:
        plain = sealed.unseal(notice.payload)
        if plain is None:
            return None
        words = json.loads(plain)
        return _mail(to, words["subject"], words["text"], words["html"], headers)
    context = kind.load(notice)
    if context is None or (notice.user is None and not context):
        return None
    if notice.user is None or kind.can_stop:
        stop_url = unsubscribe.url(notice.user, kind.name) if notice.user else never.url(to)
        context = {"stop_url" if notice.user else "never_url": stop_url, **context}
        headers["List-Unsubscribe"] = f"<{stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        headers["List-Id"] = f"{kind.name} <{kind.name}.{_host()}>"
    written = write(kind.name, notice.user, notice.url, context)
    return _mail(to, written.subject, written.text, written.html, headers)


@dataclass(frozen=True)
class Written:
    """A mail in words."""

    subject: str
    text: str
    html: str


def write(kind: str, reader: User | None, url: str, context: Context) -> Written:
    """What the mail of this kind says to its reader; `url` is the slug-free address that it leads to.

    Nothing is sent: a preview may ask for it too.
    """
    whole = {
        "you": reader,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "link": settings.SITE_URL + url,
        "stop_url": "",
        **context,
    }
    folder = f"emails/{kind}"
    return Written(
        " ".join(render_to_string(f"{folder}/subject.txt", whole).split()),
        render_to_string(f"{folder}/body.txt", whole).strip() + "\n",
        render_to_string(f"{folder}/body.html", whole),
    )


def _mail(to: str, subject: str, text: str, html: str, headers: dict[str, str]) -> EmailMultiAlternatives:
    # SECURITY: names and group titles reach the subject; a line break there would add headers.
    mail = EmailMultiAlternatives(" ".join(subject.split()), text.strip() + "\n", None, [to], headers=headers)
    if html:
        mail.attach_alternative(html, "text/html")
    return mail
