"""The mails about asking to join and about a new owner: to whom, whole, and only while they are true."""

from collections.abc import Callable

import pytest

from accounts.models import User
from groups.models import Group, JoinRequest, Membership
from groups.models.groups import Role
from groups.services import groups, invitations, join_requests, memberships, owner_offers
from tests.mail_cases import check, drain, html_of, of_kind

HOSTILE = (
    "<script>alert(1)</script>",
    "Eve\u202eevil",
    "Eve\nBcc: evil@example.com too",
    "{{ link }} {% debug %}",
    "A" * 80,
)
Case = Callable[[], None]


@pytest.fixture(autouse=True)
def sink(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]


@pytest.fixture
def asking(group: Group, owner: User) -> Group:
    return groups.update(group, by=owner, joining="ask")


@pytest.fixture
def request_(asking: Group, person: Callable[..., User]) -> JoinRequest:
    """Noor asks, and tells of the lampshades."""
    link = invitations.current(asking)
    answers = [("What do you make?", "Secret lampshades.")]
    return join_requests.ask(asking, person("Noor Rahal"), answers=answers, invitation=link)


@pytest.fixture
def cases(request_: JoinRequest, owner: User) -> dict[str, Case]:
    def ask() -> None:
        owner_offers.offer(join_requests.approve(request_, by=owner), by=owner)

    def answer(how: Callable[..., object]) -> None:
        ask()
        how(request_.group, by=request_.user)

    return {
        "join_asked": lambda: None,
        "join_let_in": lambda: join_requests.approve(request_, by=owner) and None,
        "join_declined": lambda: join_requests.decline(request_, by=owner) and None,
        "owner_offered": ask,
        "owner_answered": lambda: answer(owner_offers.accept),
        "owner_declined": lambda: answer(owner_offers.decline),
    }


CASES = ("join_asked", "join_let_in", "join_declined", "owner_offered", "owner_answered", "owner_declined")
KIND = {"owner_declined": "owner_answered"}  # one kind, two answers
TO_OWNER = {"join_asked", "owner_answered", "owner_declined"}
WHERE = {
    "owner_offered": "/riverside-makers/owner/",
    "owner_answered": "/riverside-makers/manage/people/",
    "owner_declined": "/riverside-makers/manage/people/",
}


@pytest.mark.parametrize("case", CASES)
def test_each_is_sent_to_one_and_whole(
    cases: dict[str, Case], request_: JoinRequest, owner: User, case: str
) -> None:
    cases[case]()
    (mail,) = of_kind(drain(), KIND.get(case, case))
    check(mail, 120)
    assert mail.to == [owner.email if case in TO_OWNER else request_.user.email]
    text = str(mail.body)
    assert "Riverside Makers" in text
    assert "lampshades" not in text + html_of(mail)
    assert WHERE.get(case, f"/j/{request_.code}/") in text
    assert ("would rather not own" in text, "said yes and owns" in text) == (
        case == "owner_declined",
        case == "owner_answered",
    )


@pytest.mark.parametrize("over", ["taken back", "answered"])
def test_nobody_is_mailed_about_an_offer_that_is_over(
    group: Group, owner: User, member: Callable[..., Membership], over: str
) -> None:
    sam = member("Sam Okafor")
    owner_offers.offer(sam, by=owner)
    if over == "taken back":
        owner_offers.take_back(group, by=owner)
    else:
        owner_offers.decline(group, by=sam.user)
    assert of_kind(drain(), "owner_offered") == []


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("case", CASES)
def test_hostile_names_stay_names(
    cases: dict[str, Case], request_: JoinRequest, case: str, name: str
) -> None:
    cases[case]()
    User.objects.update(name=name[:80])  # as if it had come in past the forms
    Group.objects.update(name=name[:80])
    (mail,) = of_kind(drain(), KIND.get(case, case))
    check(mail, 220)
    assert "<script" not in html_of(mail)
    assert "\u202e" not in mail.body
    assert "Bcc" not in mail.message()


def test_nobody_is_mailed_about_what_is_over(request_: JoinRequest, owner: User) -> None:
    join_requests.approve(request_, by=owner)
    sent = drain()
    assert of_kind(sent, "join_asked") == []
    assert len(of_kind(sent, "join_let_in")) == 1


def test_not_now_is_not_sent_once_they_are_in(request_: JoinRequest, owner: User) -> None:
    join_requests.decline(request_, by=owner)
    join_requests.approve(request_, by=owner)
    sent = drain()
    assert of_kind(sent, "join_declined") == []
    assert len(of_kind(sent, "join_let_in")) == 1


def test_who_is_admin_no_more_is_not_mailed(
    group: Group, owner: User, admin: User, person: Callable[..., User]
) -> None:
    asking = groups.update(group, by=owner, joining="ask")
    join_requests.ask(asking, person("Noor Rahal"), invitation=invitations.current(asking))
    memberships.set_role(Membership.objects.get(group=group, user=admin), Role.MEMBER, by=owner)
    assert [mail.to for mail in of_kind(drain(), "join_asked")] == [[owner.email]]
