"""What the tests of invitations by e-mail share."""

from django.urls import reverse

from accounts.models import User
from groups.address_list import read_text
from groups.models import Group, MailInvitation
from groups.services import mail_invitations
from groups.services.mail_invitations import Look, Sent, Shown

DANI = "dani@riverside.example"


def url(name: str, group: Group, *args: object) -> str:
    return reverse(name, args=[group.slug, *args])


def ask(group: Group, *addresses: str, by: User | None = None) -> Sent:
    return mail_invitations.invite(group, by=by or group.created_by, people=[(one, "") for one in addresses])


def invited(group: Group, address: str = DANI) -> MailInvitation:
    ask(group, address)
    return MailInvitation.objects.get(group=group, address=address)


def stands(row: MailInvitation) -> Shown:
    row.refresh_from_db()
    return mail_invitations.standing(row.group, [row])[row.pk]


def looks(group: Group, text: str) -> list[Look]:
    return mail_invitations.look(group, read_text(text))
