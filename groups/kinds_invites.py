"""What groups say to people who are not in them yet: the invitation by e-mail, to a bare address."""

from messaging.kinds import Context, register
from messaging.models import Notice

from .models import MailInvitation
from .services import mail_invitations


def _invitation(notice: Notice) -> MailInvitation | None:
    rows = MailInvitation.objects.select_related("group", "created_by")
    return rows.filter(pk=notice.subject_id or 0).first()


def load_invited(notice: Notice) -> Context | None:
    """Who invites to which group. SECURITY: not the name that the admin typed: it could say anything."""
    row = _invitation(notice)
    return {"inviter": row.created_by, "group": row.group} if row else None


def invited_wanted(notice: Notice) -> bool:
    """Not taken back, not used, and its reader wants it from this admin."""
    row = _invitation(notice)
    return row is not None and mail_invitations.wanted(row)


def register_all() -> None:
    """Called once when Django starts."""
    register(
        mail_invitations.KIND,
        label="Somebody invites you to a group",
        load=load_invited,
        wanted=invited_wanted,
        can_stop=False,  # not by people with an account: each of these mails has its own way, see never.py
        quiet=False,
        rank=4,
    )
