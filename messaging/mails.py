"""From a notice to a mail: the one door to django.core.mail."""

import hashlib
import hmac
import json
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from . import sealed, unsubscribe
from .kinds import Kind
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
    if context is None or notice.user is None:
        return None
    context = {
        "you": notice.user,
        "notice": notice,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "link": settings.SITE_URL + notice.url,
        "stop_url": unsubscribe.url(notice.user, kind.name) if kind.can_stop else "",
        **context,
    }
    if kind.can_stop:
        headers["List-Unsubscribe"] = f"<{context['stop_url']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        headers["List-Id"] = f"{kind.name} <{kind.name}.{_host()}>"
    folder = f"emails/{kind.name}"
    return _mail(
        to,
        render_to_string(f"{folder}/subject.txt", context),
        render_to_string(f"{folder}/body.txt", context),
        render_to_string(f"{folder}/body.html", context),
        headers,
    )


def _mail(to: str, subject: str, text: str, html: str, headers: dict[str, str]) -> EmailMultiAlternatives:
    # SECURITY: names and group titles reach the subject; a line break there would add headers.
    mail = EmailMultiAlternatives(" ".join(subject.split()), text.strip() + "\n", None, [to], headers=headers)
    if html:
        mail.attach_alternative(html, "text/html")
    return mail
