"""Sign-up and log-in, from the form to the page they were going to."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from messaging.models import Notice
from tests.accounts.steps import INVITE, Person, Post, code_in, come_in

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Nia Okoye",
    "email": "nia@example.org",
    "adult": "on",
    "zone": "Africa/Nairobi",
    "website": "",
}
CODE = "/account/login/code/confirm/"


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_sign_up_leads_to_where_they_were_going(client: Client, postman: Post) -> None:
    page = client.get("/account/signup/", {"next": INVITE})
    assert INVITE in page.content.decode()
    answer = client.post("/account/signup/", {**FORM, "next": INVITE})
    assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [INVITE]
    assert not signed_in(client)

    (message,) = postman()
    assert message.to == ["nia@example.org"]
    assert message.subject == f"Your code is {code_in(message)[:3]} {code_in(message)[3:]}"
    code_page = client.get(answer["Location"])
    assert INVITE in code_page.content.decode()
    done = client.post(CODE, {"code": code_in(message), "next": INVITE})
    assert done["Location"] == INVITE
    assert signed_in(client)

    user = User.objects.get(email="nia@example.org")
    assert (user.name, user.zone, user.zone_chosen, user.has_usable_password()) == (
        "Nia Okoye",
        "Africa/Nairobi",
        False,
        False,
    )
    assert user.adult_affirmed_at
    assert user.adult_text
    assert EmailAddress.objects.get(user=user).verified


def test_the_way_survives_forms_that_lose_it(client: Client, postman: Post, person: Person) -> None:
    person()
    client.get("/account/signup/", {"next": INVITE})  # from the invite, then over to log-in, without ?next=
    client.post("/account/login/", {"login": "dani@example.org"})
    (message,) = postman()
    assert client.post(CODE, {"code": code_in(message)})["Location"] == INVITE
    client.post("/account/logout/")
    assert "entrance_next" not in client.session


def test_the_sign_up_page_links_to_log_in_with_the_way(client: Client) -> None:
    for here, there in (("signup", "login"), ("login", "signup")):
        page = client.get(f"/account/{here}/", {"next": INVITE}).content.decode()
        assert f"/account/{there}/?next=%2Fi%2Fbcdfghjkmnpq%2F%3Fas%3Dmentor" in page


def test_an_existing_person_who_signs_up_comes_in_and_nobody_else_learns(
    client: Client, postman: Post, person: Person
) -> None:
    known = person("nia@example.org", "Nia")
    taken = client.post("/account/signup/", {**FORM, "next": INVITE})
    (message,) = postman()
    free = Client().post("/account/signup/", {**FORM, "email": "new@example.org", "next": INVITE})
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    seen = client.get(taken["Location"]).content.decode()
    assert "already" not in seen

    assert client.post(CODE, {"code": code_in(message), "next": INVITE})["Location"] == INVITE
    known.refresh_from_db()
    assert known.name == "Nia"  # a form that anybody can fill in renames nobody
    assert User.objects.filter(email="nia@example.org").count() == 1


def test_log_in_tells_nobody_who_is_here(client: Client, postman: Post, person: Person) -> None:
    person()
    answers = []
    for address in ("dani@example.org", "nobody@example.org"):
        browser = Client()
        answer = browser.post("/account/login/", {"login": address})
        page = browser.get(answer["Location"])
        wrong = browser.post(CODE, {"code": "000000"})
        answers.append((answer.status_code, answer["Location"], page.status_code, wrong.status_code))
    assert answers[0] == answers[1]
    subjects = {message.to[0]: message.subject for message in postman()}
    assert subjects["nobody@example.org"] == "Nobody signs in with this address yet"


def test_the_mail_to_a_stranger_keeps_the_way(client: Client, postman: Post) -> None:
    client.post("/account/login/", {"login": "nobody@example.org", "next": INVITE})
    (message,) = postman()
    assert (
        "/account/signup/?email=nobody%40example.org&next=%2Fi%2Fbcdfghjkmnpq%2F%3Fas%3Dmentor"
        in message.body
    )


def test_a_wrong_code_is_refused_and_the_third_ends_it(client: Client, postman: Post, person: Person) -> None:
    person()
    client.post("/account/login/", {"login": "dani@example.org", "next": INVITE})
    (message,) = postman()
    wrong = "000000" if code_in(message) != "000000" else "000001"
    first = client.post(CODE, {"code": wrong, "next": INVITE})
    assert first.status_code == 422
    assert "That code didn&#x27;t match" in first.content.decode()
    client.post(CODE, {"code": wrong, "next": INVITE})
    assert client.post(CODE, {"code": wrong, "next": INVITE}).status_code == 302
    assert client.post(CODE, {"code": code_in(message), "next": INVITE})["Location"].startswith(
        "/account/login"
    )
    assert not signed_in(client)
    assert come_in(client, postman, "dani@example.org")["Location"] == INVITE  # and the way is still known


def test_the_code_may_be_typed_with_a_space(client: Client, postman: Post, person: Person) -> None:
    person()
    client.post("/account/login/", {"login": " Dani@Example.org "})
    (message,) = postman()
    code = code_in(message)
    client.post(CODE, {"code": f" {code[:3]} {code[3:]} "})
    assert signed_in(client)


def test_a_mistyped_address_is_no_trap(client: Client, person: Person) -> None:
    person()
    client.post("/account/login/", {"login": "dnai@example.org"})
    assert client.get("/account/login/").status_code == 200
    assert client.post("/account/login/", {"login": "dani@example.org"})["Location"].startswith(CODE)


def test_the_way_leads_nowhere_else(client: Client, postman: Post, person: Person) -> None:
    person()
    client.get("/account/login/", {"next": "https://evil.example/"})
    answer = come_in(client, postman, "dani@example.org", "//evil.example/")
    assert "evil" not in answer["Location"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"adult": ""}, "Bothy is for people who are 18 or over"),
        ({"name": ""}, "Tell us what people should call you"),
        ({"name": "Ni\u202ea"}, "Take out the hidden characters"),
        ({"email": "nia"}, "Check the address"),
        ({"email": "nia@exämple.org"}, "Check the address"),
    ],
)
def test_sign_up_says_what_to_do(client: Client, change: dict[str, str], words: str) -> None:
    answer = client.post("/account/signup/", {**FORM, **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not User.objects.exists()


def test_a_robot_is_not_told(client: Client, postman: Post) -> None:
    answer = client.post("/account/signup/", {**FORM, "website": "https://spam.example"})
    assert answer.status_code == 302
    assert not User.objects.exists()
    assert not postman()


def test_an_unknown_zone_becomes_utc(client: Client) -> None:
    client.post("/account/signup/", {**FORM, "zone": "Mars/Olympus"})
    assert User.objects.get().zone == "UTC"


def test_a_second_try_before_the_first_code_keeps_the_newer_name(client: Client, postman: Post) -> None:
    client.post("/account/signup/", {**FORM, "name": "Nai"})
    client.post("/account/signup/", FORM)
    assert User.objects.get().name == "Nia Okoye"


def test_too_many_codes_are_429_on_our_page(client: Client, person: Person) -> None:
    person()
    answers = [client.post("/account/signup/", {**FORM, "email": "dani@example.org"}) for _ in range(4)]
    assert [a.status_code for a in answers] == [302, 302, 302, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    late = client.post("/account/login/", {"login": "dani@example.org"})
    assert (late.status_code, "Retry-After" in late) == (429, True)


def test_a_password_does_for_those_who_set_one(client: Client, person: Person) -> None:
    user = person()
    user.set_password("a long and quiet road")
    user.save()
    wrong = client.post("/account/login/", {"login": "dani@example.org", "password": "a short one"})
    assert wrong.status_code == 422
    right = client.post(
        "/account/login/", {"login": "dani@example.org", "password": "a long and quiet road", "next": INVITE}
    )
    assert right["Location"] == INVITE


def test_a_code_waits_for_the_drain_alone(client: Client, person: Person, postman: Post) -> None:
    person()
    client.post("/account/login/", {"login": "dani@example.org"})
    notice = Notice.objects.get()
    assert (notice.rank, notice.mail_state, notice.on_site) == (0, "queued", False)
    (message,) = postman()
    assert code_in(message) not in notice.payload
    notice.refresh_from_db()
    assert notice.payload == ""
    assert "List-Unsubscribe" not in message.extra_headers
    assert [kind for _html, kind in message.alternatives] == ["text/html"]


def test_a_closed_account_looks_like_no_account(client: Client, person: Person, postman: Post) -> None:
    person(is_active=False)
    for path, form in (
        ("signup", {**FORM, "email": "dani@example.org"}),
        ("login", {"login": "dani@example.org"}),
    ):
        answer = client.post(f"/account/{path}/", form)
        assert answer["Location"].startswith(CODE)
        (message,) = postman()
        assert message.subject == "Nobody signs in with this address yet"
