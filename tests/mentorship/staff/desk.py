"""What the tests of the staff admin share: what is hidden, and how a member of staff gets in."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups.models import Report
from groups.services import audit
from mentorship import scenarios
from messaging.models import MailChoice
from messaging.services import notices
from pairings.models import Pairing, Request

OURS = ("accounts", "messaging", "groups", "programs", "profiles", "pairings")
# Private, or a token, or nothing to look at: no admin, on purpose.
NEVER = {
    *("accounts.Block", "accounts.Bucket"),
    *("messaging.Conversation", "messaging.Message", "messaging.NeverMail", "messaging.Participant"),
    *("groups.GroupAddress", "groups.Invitation", "groups.JoinRequest", "groups.MailInvitation"),
    *("groups.ReportedMessage", "programs.ProgramAddress"),
    *("profiles.Answer", "profiles.ProfileTopic", "programs.Prompt", "pairings.Step"),
    *("profiles.Mark", "pairings.KeptHello", "groups.OwnerOffer"),
}
HIDDEN = {
    "payload",
    "lease",
    "client_token",
    "password",
    "preview",
    "body",
    "reason",
    "goodbye",
    "decline_note",
}
SECRET_WORDS = "the words between the two"
Come = Callable[..., Client]


def visit(client: Client, user: User) -> Client:
    """Signed in, with a second factor in this session: the record that allauth keeps of one."""
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def lists() -> list[str]:
    return [f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry]


def act(client: Client, model: str, action: str, pk: int, **extra: Any) -> Any:
    data = {"action": action, "_selected_action": [pk], **extra}
    return client.post(reverse(f"admin:{model}_changelist"), data)


def twenty_more() -> None:
    """Twenty groups with a pair each, and what else lists show of them."""
    for program in scenarios.cohort(20, groups_of=20):
        pairing = Pairing.objects.filter(program=program).select_related("conversation").get()
        a, b = pairing.mentor_user, pairing.mentee_user
        MailChoice.objects.create(user=a, kind="week", how="never")
        notices.tell("message", a, key=f"message:{a.pk}", url="/", line="A line")
        Report.objects.create(group=program.group, reporter=a, about=b, category="other")
        audit.log(program.group, b, "did something")
        Request.objects.create(
            program=program,
            sender=a,
            recipient=b,
            to_profile=pairing.mentee,
            conversation=pairing.conversation,
            asks="question",
            low_id=pairing.low_id,
            high_id=pairing.high_id,
        )
