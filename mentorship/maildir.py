"""The demo's mail: every mail becomes one .eml file that any mail program opens."""

import os
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes each mail to MAIL_DIR, named so that names sort by time; a half-written mail is never seen."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.MAIL_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}"
            draft = settings.MAIL_DIR / f".{name}"
            draft.write_bytes(message.message().as_bytes())
            os.replace(draft, settings.MAIL_DIR / f"{name}.eml")
        return len(email_messages)
