"""What site staff do about an account. Each is one transaction over what the apps know of a person."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from accounts.services import people
from messaging import live
from messaging.services import notices


@transaction.atomic
def disable(user: User, *, by: User) -> None:
    """Close the account: out of every session from the next request on, and no mail is owed any more.

    Their groups, pairs and words stay as they are: a disabled account can be enabled again.
    """
    _may(user, by)
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise ValidationError("This account is disabled already.", code="state")
    notices.cancel(user=user)
    for session in UserSession.objects.filter(user=user):
        session.end()
    live.end_all(user.pk)


def enable(user: User, *, by: User) -> None:
    """Let them come in again."""
    _may(user, by)
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise ValidationError("This account is not disabled.", code="state")


def thaw(user: User, *, by: User) -> None:
    """Let somebody write and be paired again, once it is known that they are 18 or over."""
    _may(user, by)
    if not people.thaw(user):
        raise ValidationError("Nothing holds this account.", code="state")


def mail_way_in(user: User, *, by: User) -> None:
    """Mail them the address where they log in. A code is made when they come: it opens one session only."""
    _may(user, by)
    if not user.is_active:
        raise ValidationError("This account is disabled. Enable it first.", code="state")
    words = {
        "you": user,
        "site_name": settings.SITE_NAME,
        "url": settings.SITE_URL + reverse("account_login"),
    }
    text = render_to_string("admin/way_in.txt", words)
    notices.tell_account(
        email=user.email, user=user, subject=f"Coming back to {settings.SITE_NAME}", text=text
    )


def _may(user: User, by: User) -> None:
    """SECURITY: support staff have no hold over staff, nor anybody over themselves."""
    if user.pk == by.pk:
        raise ValidationError("Not your own account.", code="self")
    if (user.is_staff or user.is_superuser) and not by.is_superuser:
        raise ValidationError("Only a superuser may do this to a member of staff.", code="staff")
