"""What a sign-up still lacks before it can stand on the list."""

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef

from profiles import asking
from profiles.models import Profile
from profiles.models.profiles import State
from programs.models import Question


def asked(profile: Profile) -> list[Question]:
    """What the program asks of this role now."""
    return list(Question.objects.filter(program=profile.program_id).asked(profile.role))


def missing(profile: Profile) -> dict[str, str]:
    """What has to be answered yet, in words, by question key or column name; empty when it is whole."""
    lacks: dict[str, str] = {}
    answered = set(profile.answers.exclude(text="").values_list("question_id", flat=True))
    for question in asked(profile):
        # How to reach somebody is said by the ways they ticked; the line beside them is a courtesy.
        if question.required and question.key != asking.REACH and question.pk not in answered:
            lacks[question.key] = please(profile, question)
    if profile.program.topics and not profile.topics:
        lacks["topics"] = "Pick at least one topic, or choose “Something else”"
    if not profile.ways:
        lacks["ways"] = "Pick at least one way to talk, so you can find each other"
    return lacks


def please(profile: Profile, question: Question) -> str:
    """What to say when this question has no answer yet."""
    if question.key == asking.HELP:
        what = "what you can help with" if profile.is_mentor else "what you’d like help with"
        return f"Tell us {what}, a few words is plenty"
    return f"Answer “{question.wording}”, a few words is plenty"


def confirmed() -> Exists:
    """For a queryset of sign-ups: the person has opened the mail we sent to the address they sign in with.

    SECURITY: nothing moves to the list without it, whatever the door.
    """
    proved = EmailAddress.objects.filter(user=OuterRef("user"), verified=True)
    return Exists(proved.filter(user__email__iexact=F("email")))


def address_hint(email: str) -> str:
    """Enough of an address to know which mailbox to open: d…@example.org."""
    return f"{email[:1]}…@{email.rpartition('@')[2]}"


def waits_for_mail(profile: Profile) -> bool:
    """Was it sent, and does it wait for nothing but its writer's address?"""
    return profile.state == State.DRAFT and profile.sent_at is not None
