"""Reporting somebody, and reading a report: who may, and what of it."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups.models import Group, Membership, Report
from groups.services import reports
from messaging.models import Conversation
from messaging.services import conversations

Member = Callable[..., Membership]


@pytest.fixture
def talk(group: Group, gwen: User, dani: User, yusuf: User) -> Conversation:
    talk = conversations.between(program_id=1, scope=group.pk, a=dani, b=yusuf)
    conversations.say(talk, author=yusuf, body="Send me forty euros", token=uuid.uuid4())
    conversations.say(talk, author=dani, body="No thank you", token=uuid.uuid4())
    return talk


@pytest.fixture
def report(group: Group, gwen: User, dani: User, yusuf: User) -> Report:
    return reports.file(group=group, reporter=dani, about=yusuf, category="spam", words="He asked for money")


def as_(client: Client, user: User) -> Client:
    client.logout()
    client.force_login(user)
    return client


def test_a_member_reports_a_member(client: Client, group: Group, gwen: User, dani: User, yusuf: User) -> None:
    address = reverse("report_new", args=[group.slug, yusuf.code])
    page = as_(client, dani).get(address).content.decode()
    assert "<bdi>Gwen Hale</bdi>" in page
    response = client.post(address, {"category": "spam", "words": "He asked for money"})
    made = Report.objects.get()
    assert response.url == reverse("report", args=[group.slug, made.code])  # type: ignore[attr-defined]
    assert "within two days" in client.get(response.url).content.decode()  # type: ignore[attr-defined]
    again = client.post(address, {"category": "spam"})
    assert again.status_code == 422
    assert "You have told us already" in again.content.decode()


def test_a_report_about_an_admin_says_that_nobody_in_the_group_reads_it(
    client: Client, group: Group, gwen: User, dani: User, owner: User
) -> None:
    page = as_(client, dani).get(reverse("report_new", args=[group.slug, owner.code])).content.decode()
    assert "nobody in the group" in page
    assert "Gwen" not in page


@pytest.mark.parametrize(
    ("data", "words"), [({}, "Choose what comes closest"), ({"category": "other"}, "Tell us in")]
)
def test_an_empty_report_comes_back(
    client: Client, group: Group, gwen: User, dani: User, yusuf: User, data: dict[str, str], words: str
) -> None:
    response = as_(client, dani).post(reverse("report_new", args=[group.slug, yusuf.code]), data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Report.objects.exists()


def test_strangers_and_oneself(client: Client, group: Group, gwen: User, dani: User, stranger: User) -> None:
    address = reverse("report_new", args=[group.slug, dani.code])
    assert as_(client, stranger).get(address).status_code == 404
    assert as_(client, dani).get(address).status_code == 404  # nobody reports themselves
    assert client.get(reverse("report_new", args=[group.slug, stranger.code])).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


def test_only_ticked_messages_of_the_own_conversation_are_copied(
    client: Client, group: Group, talk: Conversation, dani: User, yusuf: User
) -> None:
    other = conversations.between(program_id=2, scope=group.pk, a=yusuf, b=group.created_by)
    foreign = conversations.say(other, author=yusuf, body="Not yours to show", token=uuid.uuid4())
    address = reverse("report_new", args=[group.slug, yusuf.code]) + f"?conversation={talk.code}"
    asked = talk.messages.order_by("pk").first()
    assert asked is not None
    assert "Send me forty euros" in as_(client, dani).get(address).content.decode()
    refused = client.post(address, {"category": "spam", "messages": [asked.pk, foreign.pk]})
    assert refused.status_code == 422
    assert "Not yours to show" not in refused.content.decode()
    assert client.post(address, {"category": "spam", "messages": [asked.pk]}).status_code == 302
    assert [copy.body for copy in Report.objects.get().messages.all()] == ["Send me forty euros"]


def test_a_conversation_of_others_is_not_found(
    client: Client, group: Group, talk: Conversation, gwen: User, yusuf: User, dani: User
) -> None:
    query = f"?conversation={talk.code}"
    for user, about in ((gwen, yusuf), (dani, gwen)):
        address = reverse("report_new", args=[group.slug, about.code]) + query
        assert as_(client, user).get(address).status_code == 404


def test_words_of_another_group_are_not_for_this_ones_safety_contacts(
    client: Client, group: Group, dani: User, yusuf: User
) -> None:
    elsewhere = conversations.between(program_id=3, scope=group.pk + 1, a=dani, b=yusuf)
    conversations.say(elsewhere, author=yusuf, body="Said elsewhere", token=uuid.uuid4())
    address = reverse("report_new", args=[group.slug, yusuf.code]) + f"?conversation={elsewhere.code}"
    assert as_(client, dani).get(address).status_code == 404


def test_who_reads_a_report(
    client: Client,
    group: Group,
    report: Report,
    gwen: User,
    dani: User,
    yusuf: User,
    owner: User,
    stranger: User,
) -> None:
    address = reverse("report", args=[group.slug, report.code])
    pages = {user.name: as_(client, user).get(address) for user in (gwen, dani, yusuf, owner, stranger)}
    assert {name: page.status_code for name, page in pages.items()} == {
        "Gwen Hale": 200,
        "Dani Ferreira": 200,
        "Yusuf Osman": 404,
        "Priya Raman": 404,
        "Olu Stranger": 404,
    }
    assert pages["Gwen Hale"].templates[0].name == "groups/report.html"
    assert pages["Dani Ferreira"].templates[0].name == "groups/report_own.html"


def test_admins_see_a_number_and_no_name(client: Client, group: Group, report: Report, owner: User) -> None:
    as_(client, owner)
    page = client.get(reverse("manage_safety", args=[group.slug])).content.decode()
    assert "1 report is open" in page
    for name in ("manage_safety", "manage_log", "group_manage", "reports"):
        body = client.get(reverse(name, args=[group.slug])).content.decode()
        assert report.code not in body
        assert "money" not in body


def test_looking_and_closing_is_for_safety_contacts(
    client: Client, group: Group, report: Report, gwen: User, dani: User, owner: User
) -> None:
    look = reverse("report_look", args=[group.slug, report.code])
    close = reverse("report_close", args=[group.slug, report.code])
    for user in (dani, owner, report.about):
        assert as_(client, user).post(look).status_code == 404
        assert client.post(close, {"outcome": "Nothing"}).status_code == 404
    report.refresh_from_db()
    assert report.state == Report.State.NEW
    assert as_(client, gwen).get(look).status_code == 405
    assert client.post(look).status_code == 302
    empty = client.post(close, {"outcome": ""})
    assert empty.status_code == 422
    assert client.post(close, {"outcome": "We asked him to stop."}).status_code == 302
    page = as_(client, dani).get(reverse("report", args=[group.slug, report.code])).content.decode()
    assert "We asked him to stop." in page
    assert "Gwen" not in page
    assert as_(client, gwen).post(close, {"outcome": "Twice"}).status_code == 422


def test_the_address_in_a_notice_leads_on(
    client: Client, group: Group, report: Report, gwen: User, dani: User, yusuf: User
) -> None:
    short = reverse("report_short", args=[report.code])
    for user in (gwen, dani):
        response = as_(client, user).get(short)
        assert response.url == reverse("report", args=[group.slug, report.code])  # type: ignore[attr-defined]
    assert as_(client, yusuf).get(short).status_code == 404
    assert client.get(reverse("report_short", args=["2" * 12])).status_code == 404


def test_a_report_of_another_group_is_not_found_here(
    client: Client, group: Group, report: Report, stranger: User
) -> None:
    elsewhere = Group.objects.get(slug="hill-walkers")
    assert as_(client, stranger).get(reverse("report", args=[elsewhere.slug, report.code])).status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_does_not_grow(
    client: Client,
    group: Group,
    gwen: User,
    member: Member,
    django_assert_num_queries: Callable[..., object],
    count: int,
) -> None:
    about = member("Yusuf Osman").user
    for number in range(count):
        reports.file(group=group, reporter=member(f"Person {number}").user, about=about, category="spam")
        Report.objects.create(
            group=group, reporter=gwen, about=member(f"Other {number}").user, category="spam"
        )
    as_(client, gwen).get(reverse("reports", args=[group.slug]))
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        page = client.get(reverse("reports", args=[group.slug]))
    assert (len(page.context["reports"]), len(page.context["mine"])) == (count, count)
