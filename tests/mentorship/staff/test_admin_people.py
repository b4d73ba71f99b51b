"""What staff do for people and about their mail, each with a reason that is kept."""

from django.contrib.auth.models import Group as Job
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import people
from groups.models import AuditEntry
from messaging.models import Notice
from messaging.models.notices import MailState
from messaging.services import notices
from tests.mentorship.staff.desk import Come, act


def test_support_disables_and_enables_with_a_reason(come: Come, dani: User) -> None:
    theirs = Client()
    theirs.force_login(dani)
    client = come("Support")
    asked = act(client, "accounts_user", "disable", dani.pk)
    assert "Why" in asked.text
    dani.refresh_from_db()
    assert dani.is_active
    assert act(client, "accounts_user", "disable", dani.pk, confirmed="1", reason=" ").status_code == 422
    assert (
        act(client, "accounts_user", "disable", dani.pk, confirmed="1", reason="Asked us").status_code == 302
    )
    dani.refresh_from_db()
    assert not dani.is_active
    assert theirs.get(reverse("me")).status_code == 302
    act(client, "accounts_user", "enable", dani.pk, confirmed="1", reason="Asked us back")
    dani.refresh_from_db()
    assert dani.is_active
    log = list(AuditEntry.objects.order_by("pk").values_list("actor__name", "verb", "subject"))
    assert log == [
        ("Support Staff", "disabled an account", f"user {dani.code}: Asked us"),
        ("Support Staff", "enabled an account", f"user {dani.code}: Asked us back"),
    ]


def test_support_lets_a_held_person_write_again_with_a_reason(come: Come, dani: User) -> None:
    people.freeze(dani)
    act(come("Support"), "accounts_user", "thaw", dani.pk, confirmed="1", reason="Showed us their ID")
    dani.refresh_from_db()
    assert dani.frozen_at is None
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.subject) == (
        "let write and pair again",
        f"user {dani.code}: Showed us their ID",
    )


def test_nobody_has_a_hold_over_staff_or_over_themselves(come: Come) -> None:
    owner, support = come(), come("Support")
    for client, whom in ((support, owner), (owner, owner)):
        act(client, "accounts_user", "disable", whom.staff.pk, confirmed="1", reason="No")  # type: ignore[attr-defined]
    assert not User.objects.filter(is_active=False).exists()
    assert not AuditEntry.objects.exists()
    act(owner, "accounts_user", "disable", support.staff.pk, confirmed="1", reason="Left us")  # type: ignore[attr-defined]
    assert User.objects.filter(is_active=False).count() == 1


def test_only_superusers_make_staff_and_never_themselves(come: Come, dani: User) -> None:
    url = reverse("admin:accounts_user_change", args=[dani.pk])
    support = come("Support")
    assert "_save" not in support.get(url).text
    assert support.post(url, {"is_staff": "on", "is_superuser": "on"}).status_code == 403
    owner = come()
    job = Job.objects.get(name="Words")
    assert owner.post(url, {"is_staff": "on", "groups": [job.pk]}).status_code == 302
    dani.refresh_from_db()
    assert dani.is_staff
    assert not dani.is_superuser
    assert AuditEntry.objects.filter(verb="changed a user", subject=f"user {dani.code}").exists()
    own = reverse("admin:accounts_user_change", args=[owner.staff.pk])  # type: ignore[attr-defined]
    assert owner.post(own, {}).status_code == 403


def test_the_way_in_is_mailed_without_a_code(come: Come, dani: User) -> None:
    act(come("Support"), "accounts_user", "mail_way_in", dani.pk, confirmed="1", reason="Lost it")
    owed = Notice.objects.get(user=dani)
    assert (owed.kind, owed.mail_state, owed.on_site) == ("account", MailState.QUEUED, False)
    assert "log in" not in owed.payload  # sealed


def test_what_was_given_up_is_sent_again_but_not_what_was_blanked(come: Come, dani: User) -> None:
    week = notices.tell("message", dani, key="message:1:user:1", url="/", line="A line")
    code = notices.tell_account(email=dani.email, user=dani, subject="s", text="t")
    sent = notices.tell("message", dani, key="message:2:user:1", url="/", line="A line")
    Notice.objects.filter(pk__in=[week.pk, code.pk]).update(mail_state=MailState.DEAD, attempts=6)
    Notice.objects.filter(pk=sent.pk).update(mail_state=MailState.SENT)
    client = come("Support")
    chosen = [week.pk, code.pk, sent.pk]
    data = {"action": "send_again", "_selected_action": chosen, "confirmed": "1", "reason": "Back again"}
    client.post(reverse("admin:messaging_notice_changelist"), data)
    states = dict(Notice.objects.filter(pk__in=chosen).values_list("pk", "mail_state"))
    assert states == {week.pk: MailState.QUEUED, code.pk: MailState.DEAD, sent.pk: MailState.SENT}
    assert AuditEntry.objects.count() == 1


def test_a_mail_s_words_are_nowhere(come: Come, dani: User) -> None:
    row = notices.tell_account(
        email=dani.email, user=dani, subject="Secret subject", text="Your code is 123456"
    )
    client = come()
    for url in (
        reverse("admin:messaging_notice_changelist"),
        reverse("admin:messaging_notice_change", args=[row.pk]),
    ):
        page = client.get(url).text
        assert row.payload not in page
        assert "123456" not in page
