"""A group's own questions of every kind, from the sign-up to the next program; and who reads the answers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.text import fold
from profiles.models import Answer, Profile
from profiles.services import profiles
from profiles.services import questions as answered
from programs.models import Question, Week
from programs.services import questions
from tests.racing import at_once

WHERE = ("riverside", "autumn")
OPTIONS = ["The print room", "The wood shop"]
# kind: what the form sends, what is kept
SAID = {
    "short": ("Zirconia glaze", "Zirconia glaze"),
    "long": ("Zeolite,\nand more", "Zeolite,\nand more"),
    "one": ("The wood shop", "The wood shop"),
    "some": (OPTIONS, "The print room\nThe wood shop"),
    "yes_no": ("Yes", "Yes"),
}
HELP = {"q_help": "I keep getting stuck", "topics": ["Confidence"]}
WHEN = {"ways": ["call"], "hours": ["evening"], "time_a_week": "60", "zone": "Europe/Lisbon"}
SECRET = "Xylophonitis"


def url(name, *more, program="autumn"):
    return reverse(name, args=["riverside", program, *more])


def own(program, owner, kind, role="mentee", **more):
    given = {"wording": f"Own {kind}?", "options": OPTIONS if kind in ("one", "some") else []}
    return questions.add(program, role, by=owner, kind=kind, **given | more)


@pytest.fixture
def dani(client, member, program):
    user = member()
    client.force_login(user)
    return user


def sign_up(client, data):
    client.post(url("sign_up_step", "mentee", 1), HELP)
    assert client.post(url("sign_up_step", "mentee", 2), data).status_code == 302
    client.post(url("sign_up_step", "mentee", 3), WHEN)
    return client.post(url("sign_up_check"), {"as": "mentee", "adult": "on"})


@pytest.mark.parametrize("kind", list(SAID))
def test_every_kind_from_the_sign_up_to_the_next_program(client, dani, program, another, owner, member, kind):
    question = own(program, owner, kind, required=True)
    sent, kept = SAID[kind]
    name = f"q_{question.key}"
    page = client.get(url("sign_up_step", "mentee", 2)).content.decode()
    assert f"Own {kind}?" in page
    refused = client.post(url("sign_up_step", "mentee", 2), {})
    assert refused.status_code == 422
    sign_up(client, {name: sent})
    profile = Profile.objects.get()
    assert (profile.state, profile.answers.get(question=question).text) == ("listed", kept)
    reader = member("Reader")
    client.force_login(reader)
    last = kept.split("\n")[-1]
    assert last in client.get(url("answers", profile.code)).content.decode()
    assert "Dani" in client.get(url("directory"), {"role": "mentee", "q": last}).content.decode()
    client.force_login(dani)
    assert last in client.get(url("sign_up_check")).content.decode()
    page = client.get(url("sign_up_step", "mentee", 2)).content.decode()  # as it was, to be changed
    assert page.count(" checked") == {"one": 1, "some": 2, "yes_no": 1}.get(kind, 0)
    if kind in ("one", "some", "yes_no"):
        assert client.post(url("sign_up_step", "mentee", 2), {name: "Neither"}).status_code == 422
    else:
        assert kept.split("\n", maxsplit=1)[0] in page
    # The next program asks the same thing by the same key, as one that was copied does.
    question.pk, question.program, question._state.adding = None, another, True
    question.save()
    begun = profiles.begin(another, dani, "mentee")
    assert begun.answers.get(question=question).text == kept
    questions.save(question, by=owner, options=["Somewhere else", "Anywhere"])
    begun.answers.all().delete()
    begun.delete()
    begun = profiles.begin(another, dani, "mentee")
    fits = kind not in ("one", "some")
    assert begun.answers.filter(question=question).exists() == fits  # what is no choice there is left out


def test_an_answer_keeps_the_wording_it_was_asked_with(client, listed, program, owner, member):
    question = own(program, owner, "short", role="mentor")
    mentor = listed(answers={question.key: "A kiln"})
    answered.save(question, by=owner, wording="Reworded?")
    client.force_login(member("Reader"))
    page = client.get(url("answers", mentor.code)).content.decode()
    assert "Own short?" in page
    assert "Reworded?" not in page


def test_the_order_of_the_editor_is_the_order_of_sign_up(client, dani, program, owner):
    first, second = own(program, owner, "short"), own(program, owner, "long")
    questions.move(second, by=owner, up=True)
    questions.move(second, by=owner, up=True)
    page = client.get(url("sign_up_step", "mentee", 2)).content.decode()
    asked = [q.wording for q in program.questions.asked("mentee")][1:-1]
    assert [page.index(wording) for wording in asked] == sorted(page.index(wording) for wording in asked)
    assert page.index(second.wording) < page.index(first.wording)
    client.force_login(owner)
    page = client.get(url("questions")).content.decode()
    page = page[page.index("What a mentee is asked") :]
    assert [page.index(wording) for wording in asked] == sorted(page.index(wording) for wording in asked)


def test_the_preview_asks_as_sign_up_does(client, program, owner):
    own(program, owner, "one", guidance="A hint", admins_only=True)
    client.force_login(owner)
    page = client.get(url("questions_preview", "mentee")).content.decode()
    reads = "Only the people who look after <bdi>Riverside Makers</bdi>"
    for words in ("Own one?", "The wood shop", "A hint", reads):
        assert words in page
    assert not Profile.objects.exists()
    form = {"wording": "Which <evening>?", "kind": "some", "options": "Tuesday\nThursday", "see": "1"}
    seen = client.post(url("question_new", "mentee"), form)
    assert seen.status_code == 200
    assert "Which &lt;evening&gt;?" in seen.content.decode()
    assert Question.objects.filter(wording__startswith="Which").count() == 0


def test_fifty_two_weeks_and_ten_own_questions_cost_what_one_costs(client, dani, program, owner):
    Week.objects.bulk_create(
        Week(program=program, number=n, title=f"Week {n}", question="And?") for n in range(2, 53)
    )
    kinds = list(SAID)
    for n in range(8):
        question = own(program, owner, kinds[n % 5], wording=f"Own {n}?")
    sign_up(client, {})
    pages = [
        url("sign_up"), url("sign_up_check"), url("sign_up_done"),
        *(url("sign_up_step", "mentee", n) for n in (1, 2, 3)),
    ]  # fmt: skip
    counted = {}
    for address in pages:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counted[address] = len(queries)
    client.force_login(owner)
    pages = [url("questions"), url("question_edit", "mentee", question.key), url("question_new", "mentee")]
    for address in [*pages, url("questions_preview", "mentee"), url("sign_ups")]:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counted[address] = len(queries)
    assert max(counted.values()) <= 12, counted


# -- only the admins --------------------------------------------------------------------------------
def test_opening_and_closing_an_answer_follows_at_once(client, listed, program, owner, member):
    why = program.questions.get(role="mentor", key="why")
    mentor = listed(answers={"why": f"{SECRET} in the family"})
    reader = member("Reader")

    def reads() -> tuple[bool, bool, bool]:
        client.force_login(reader)
        found = "Amara" in client.get(url("directory"), {"q": SECRET}).content.decode()
        return (
            SECRET in client.get(url("directory")).content.decode(),
            found,
            SECRET in client.get(url("answers", mentor.code)).content.decode(),
        )

    assert reads() == (True, True, True)
    answered.save(why, by=owner, admins_only=True)
    assert reads() == (False, False, False)
    client.force_login(owner)
    assert SECRET in client.get(url("sign_up_read", mentor.code)).content.decode()
    assert SECRET not in client.get(url("answers", mentor.code)).content.decode()  # as members see it
    client.force_login(mentor.user)
    page = client.get(url("sign_up_check")).content.decode()
    assert SECRET in page
    assert "Only the people who look after <bdi>Riverside Makers</bdi> read this" in page
    answered.save(why, by=owner, admins_only=False)
    assert reads() == (True, True, True)
    answered.save(why, by=owner, enabled=False)
    assert reads() == (False, False, False)


def test_a_question_that_is_taken_away_keeps_its_answers_out_of_sight(client, listed, program, owner, member):
    question = own(program, owner, "short", role="mentor")
    mentor = listed(answers={question.key: SECRET})
    client.force_login(owner)
    page = client.get(url("question_edit", "mentor", question.key)).content.decode()
    assert "1 person has answered this" in page
    assert 'name="kind"' not in page
    client.post(url("question_remove", "mentor", question.key))
    assert Answer.objects.get(question=question).text == SECRET
    mentor.refresh_from_db()
    assert fold(SECRET) not in mentor.search_text
    client.force_login(member("Reader"))
    assert SECRET not in client.get(url("answers", mentor.code)).content.decode()
    client.force_login(owner)
    client.post(url("question_remove", "mentor", question.key))  # once more changes nothing
    assert Question.objects.filter(pk=question.pk).exists()


def test_what_was_for_one_groups_admins_goes_nowhere_else(program, another, owner, listed):
    """The same key asked openly, in the next program or in the other role, starts empty."""
    answered.save(program.questions.get(role="mentor", key="yourself"), by=owner, admins_only=True)
    mentor = listed(answers={"yourself": SECRET})
    for begun in (
        profiles.begin(another, mentor.user, "mentor"),
        profiles.begin(program, mentor.user, "mentee"),
    ):
        assert not begun.answers.filter(text=SECRET).exists()
    begun.delete()
    Profile.objects.filter(program=another).delete()
    answered.save(another.questions.get(role="mentor", key="yourself"), by=owner, admins_only=True)
    begun = profiles.begin(another, mentor.user, "mentor")
    assert begun.answers.get(question__key="yourself").text == SECRET


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_closing_an_answer_while_people_come_on_the_list(program, owner, member):
    """Whoever is first: once both are done, no card holds what only admins read."""
    why = program.questions.get(role="mentor", key="why")
    drafts = []
    for number in range(3):
        draft = profiles.begin(program, member(f"Person {number}"), "mentor")
        data = {"answers": {"help": "Boats", "why": SECRET}, "topics": ["Confidence"], "ways": ["call"]}
        drafts.append(profiles.save_step(draft, 3, data))
    jobs = [lambda d=draft: profiles.enlist(d, adult=True) for draft in drafts]
    gave = at_once([*jobs, lambda: answered.save(why, by=owner, admins_only=True)])
    assert not [one for one in gave if isinstance(one, Exception)]
    for profile in Profile.objects.filter(state="listed"):
        assert fold(SECRET) not in profile.search_text
        assert profile.quote == ""


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_removing_a_question_while_it_is_answered(program, owner, member):
    """Gone with no answer, or kept with it; the person is told, and nothing breaks."""
    for number in range(4):
        question = own(program, owner, "short", role="mentor", wording=f"Own {number}?")
        draft = profiles.begin(program, member(f"Person {number}"), "mentor")
        gave = at_once(
            [
                lambda d=draft, k=question.key: profiles.save_step(d, 2, {"answers": {k: "A kiln"}}),
                lambda q=question: answered.remove(q, by=owner),
            ]
        )
        there = Question.objects.filter(pk=question.pk).exists()
        assert Answer.objects.filter(profile=draft, question_id=question.pk).exists() == there
        assert isinstance(gave[0], Exception) != there, gave
        assert gave[1] is (not there), gave
        if isinstance(gave[0], Exception):
            assert "isn’t asked any more" in str(gave[0])
