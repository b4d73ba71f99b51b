"""Pages: inviting by link and by e-mail."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone

from groups.models import Group, Invitation, MailInvitation
from groups.services import invitations, mail_invitations, memberships
from mentorship.scenarios import build
from messaging import never
from messaging.models import Notice
from tests.e2e.entries import Entry, Path, press
from tests.e2e.walker import Walker
from tests.e2e.world import LONG, World

LONG_ADDRESS = "maximiliana.featherstonehaugh-throckmorton@post.a-very-long-domain.bothy.example"
LIST = f"""Lin Wu <lin-wu@bothy.example>, "Kerr, Bill" <bill-kerr@bothy.example>
{LONG} <{LONG_ADDRESS}>
Joan Potter
joan@
lin-wu@bothy.example
priya@bothy.example
sent@bothy.example"""


def kiln(world: World) -> Group:
    """A group with links in every state and invitations in every state."""
    priya = world.user("priya")
    if made := Group.objects.filter(slug="kiln-people").first():
        return made
    home = build.group(priya, "Kiln People", line="We share a kiln, and the waiting for it to cool.")
    poster = invitations.make(home, by=priya, name="Poster in the hall", uses_limit=20)
    memberships.join(poster, build.person("Posty Reader", "posty@bothy.example"))
    end = timezone.now() + timedelta(days=20)
    invitations.make(home, by=priya, name=f"The letter that {LONG} writes", ends_at=end)
    invitations.revoke(invitations.make(home, by=priya, name="Old newsletter"), by=priya)
    people = [
        ("sent@bothy.example", ""), ("joined@bothy.example", "Joy Ned"), ("back@bothy.example", ""),
        ("never@bothy.example", ""), (LONG_ADDRESS, LONG),
    ]  # fmt: skip
    never.keep(never.read(never.token("never@bothy.example")) or "")
    mail_invitations.invite(home, by=priya, people=people)
    mail_invitations.take_back(_asked(home, "back"), by=priya)
    for notice in Notice.objects.filter(kind=mail_invitations.KIND, scope=home.pk):
        gone = "cancelled" if never.asked(notice.address) else "sent"
        Notice.objects.filter(pk=notice.pk, mail_state="queued").update(mail_state=gone)
    mail_invitations.accept(_asked(home, "joined"), build.person("Joy Ned", "joined@bothy.example"))
    mail_invitations.invite(home, by=priya, people=[("waiting@bothy.example", "")])
    build.person("Sent To", "sent@bothy.example")
    return home


def _asked(home: Group, key: str) -> MailInvitation:
    return home.mail_invitations.get(address=f"{key}@bothy.example")


def here(name: str) -> Path:
    return lambda world: reverse(name, args=[kiln(world).slug])


def link(name: str, which: str) -> Path:
    def path(world: World) -> str:
        home = kiln(world)
        found: Invitation = home.invitations.get(name=which)
        return reverse(name, args=[home.slug, found.code])

    return path


def mailed(key: str) -> Path:
    return lambda world: reverse("mail_invite", args=[_asked(kiln(world), key).code])


def someone(key: str):
    return lambda world: kiln(world) and world.user(key)


def put_in_a_list(walker: Walker) -> None:
    walker.type("Paste addresses", LIST)
    walker.press("Look at the list")


INVITES: list[Entry] = [
    Entry("manage_invites", "priya", here("manage_invites"), "some"),
    Entry("manage_invites", "priya", here("manage_invites"), "refused", 422, press("Make the link")),
    Entry("manage_link", "priya", link("manage_link", "Poster in the hall")),
    Entry("manage_link", "priya", link("manage_link", "Old newsletter"), "ended"),
    Entry("manage_link", "priya", link("manage_link", ""), "own"),
    Entry("manage_link_revoke", "priya", link("manage_link_revoke", "Poster in the hall")),
    Entry("manage_mail_invites", "priya", here("manage_mail_invites")),
    Entry("manage_mail_invites", "priya", lambda w: here("manage_mail_invites")(w) + "?q=zz", "nothing"),
    Entry("manage_mail_invites", "priya", lambda w: f"/{w.group.slug}/manage/invites/mail/", "empty"),
    Entry("manage_mail_new", "priya", here("manage_mail_new")),
    Entry("manage_mail_new", "priya", here("manage_mail_new"), "refused", 422, press("Look at the list")),
    Entry("manage_mail_check", "priya", here("manage_mail_new"), "", 200, put_in_a_list),
    Entry("mail_invite", None, mailed("sent"), public=True),
    Entry("mail_invite", someone("sent"), mailed("sent"), "invited"),
    Entry("mail_invite", "sam", mailed("sent"), "other"),
    Entry("mail_invite", None, mailed("back"), "ended", 410, public=True),
    Entry("never_mail", None, lambda w: urlsplit(never.url("new@bothy.example")).path, public=True),
    Entry("never_mail", None, lambda w: urlsplit(never.url("never@bothy.example")).path, "done", public=True),
]
# Addresses that only write.
INVITES_WRITES: set[str] = {
    "manage_link_new",
    "manage_mail_send",
    "manage_mail_again",
    "manage_mail_revoke",
    "mail_invite_join",
}
