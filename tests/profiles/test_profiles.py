"""Signing up, by services: what is kept, what is refused, what the list shows."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from groups.models import Membership
from profiles.models import Answer, Profile, ProfileTopic
from profiles.services import profiles, reading
from profiles.services.profiles import FAR, NotReady, SignUpClosed

WHOLE = {"answers": {"help": "I keep getting stuck when glazing"}, "topics": ["Confidence"], "ways": ["call"]}


def test_a_new_draft_knows_what_the_person_told_us(program, member):
    user = member()
    draft = profiles.begin(program, user, "mentee")
    assert (draft.state, draft.step, draft.zone) == ("draft", 1, "Europe/Lisbon")
    assert (draft.ways, draft.hours, draft.languages) == (["messages"], ["evening"], ["English"])
    assert profiles.begin(program, user, "mentee").pk == draft.pk


def test_begin_refuses_outsiders_and_a_closed_sign_up(program, person, member):
    with pytest.raises(ValidationError, match="Join the group first"):
        profiles.begin(program, person(), "mentee")
    program.signup_until = timezone.now() - timedelta(minutes=1)
    with pytest.raises(SignUpClosed):
        profiles.begin(program, member(), "mentee")
    assert not Profile.objects.exists()


def test_what_was_begun_in_time_is_kept_and_sent_as_late_for_the_admins_to_decide(program, member):
    user = member()
    draft = profiles.begin(program, user, "mentee")
    program.signup_until = timezone.now() - timedelta(minutes=1)
    program.save()
    assert profiles.begin(program, user, "mentee").pk == draft.pk
    profiles.save_step(draft, 3, WHOLE)
    profiles.enlist(draft, adult=True)
    assert (draft.state, draft.late) == ("sent", True)
    [listed] = reading.fine(program, {draft.code: draft.stamp}, by=program.created_by)
    assert (listed.pk, listed.state, listed.late) == (draft.pk, "listed", True)


def test_enlisting_writes_the_card_and_the_topics(program, member):
    draft = profiles.begin(program, member("Tomasz Zieliński"), "mentor")
    answers = {"help": "Boats", "yourself": "Winter swimmer", "why": "I ruined good timber."}
    profiles.save_step(draft, 3, {**WHOLE, "answers": answers, "topics": ["Wood", "wood", "Tool  care"]})
    profiles.enlist(draft, adult=True)
    assert (draft.state, draft.late, draft.listed_at is not None) == ("listed", False, True)
    assert (draft.help_text, draft.hobby, draft.quote) == ("Boats", "Winter swimmer", "I ruined good timber.")
    assert draft.topics == ["Wood", "Tool care"]
    assert set(draft.topic_rows.values_list("topic", flat=True)) == {"wood", "tool care"}
    assert "tomasz zielinski" in draft.search_text
    assert "winter swimmer" in draft.search_text
    assert Answer.objects.get(profile=draft, question__key="why").wording == "Why do you want to help?"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"answers": {}}, "Tell us what you’d like help with"),
        ({"topics": []}, "Pick at least one topic"),
        ({"ways": []}, "Pick at least one way to talk"),
    ],
)
def test_what_is_missing_is_named_and_it_stays_a_draft(program, member, data, words):
    draft = profiles.begin(program, member(), "mentee")
    profiles.save_step(draft, 3, {**WHOLE, **data})
    with pytest.raises(NotReady, match=words):
        profiles.enlist(draft, adult=True)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_only_adults_who_belong_are_listed(program, member, group):
    young = profiles.begin(program, member(adult=False), "mentee")
    gone = profiles.begin(program, member(), "mentee")
    Membership.objects.filter(group=group, user=gone.user).update(state="removed")
    for draft, words in ((young, "18 or over"), (gone, "Join the group")):
        profiles.save_step(draft, 3, WHOLE)
        with pytest.raises(ValidationError, match=words):
            profiles.enlist(draft, adult=True)
        draft.refresh_from_db()
        assert draft.state == "draft"


def test_a_finished_program_lists_nobody(program, member):
    draft = profiles.begin(program, member(), "mentee")
    profiles.save_step(draft, 3, WHOLE)
    program.state = "finished"
    program.save()
    with pytest.raises(SignUpClosed):
        profiles.enlist(draft, adult=True)


def test_editing_on_the_list_keeps_it_there_and_whole(listed):
    profile = listed()
    profiles.save_step(profile, 1, {"answers": {"help": "Now with litho"}, "topics": ["Confidence"]})
    assert (profile.state, profile.help_text) == ("listed", "Now with litho")
    assert list(ProfileTopic.objects.values_list("topic", flat=True)) == ["confidence"]
    with pytest.raises(NotReady):
        profiles.save_step(profile, 1, {"answers": {"help": ""}})
    profile.refresh_from_db()
    assert profile.answers.get(question__key="help").text == "Now with litho"


def test_stepping_back_and_coming_back(listed):
    profile = listed()
    profiles.leave_it(profile, True)
    profiles.withdraw(profile)
    profiles.withdraw(profile)  # refuses nothing
    assert (profile.state, profile.wants_pairing) == ("withdrawn", False)
    with pytest.raises(ValidationError):
        profiles.leave_it(profile)
    profiles.enlist(profile, adult=True)
    assert profile.state == "listed"


def test_places_never_fall_below_the_people_already_there(listed):
    profile = listed(capacity=3)
    Profile.objects.filter(pk=profile.pk).update(seats_taken=2)
    with pytest.raises(ValidationError, match="walking with 2"):
        profiles.set_capacity(profile, 1)
    with pytest.raises(ValidationError, match="walking with 2"):
        profiles.save_step(profile, 3, {"capacity": 1})
    profiles.set_capacity(profile, 2)
    assert Profile.objects.get(pk=profile.pk).capacity == 2
    with pytest.raises(ValidationError):
        profiles.set_capacity(profile, 51)
    with pytest.raises(ValidationError):
        profiles.set_capacity(listed("Dani", "mentee"), 2)


def test_full_and_not_this_month(listed, program):
    profile, today = listed(), program.today()
    assert profile.has_room(today)
    profiles.set_accepting(profile, FAR)
    assert not Profile.objects.with_room(today).exists()
    profiles.set_accepting(profile, None)
    assert Profile.objects.with_room(today).get() == profile


def test_the_next_program_starts_from_the_last_answers(program, another, listed):
    old = listed(role="mentee", answers={"mentor": "Patient"}, languages=["Portuguese"])
    draft = profiles.begin(another, old.user, "mentee")
    assert draft.step == 4  # whole already: the check page is enough
    assert draft.languages == ["Portuguese"]
    assert dict(draft.answers.values_list("question__key", "text")) == {
        "help": "Screens and squeegees",
        "yourself": "Sings alto, badly",
        "mentor": "Patient",
    }
    assert not draft.answers.exclude(question__program=another).exists()


def test_the_other_role_starts_from_what_both_share(program, listed):
    mentor = listed(ways=["video"], answers={"why": "Because", "reach": "Ring twice"}, capacity=3)
    mentee = profiles.begin(program, mentor.user, "mentee")
    assert mentee.ways == ["video"]
    assert (mentee.topics, mentee.capacity) == ([], 1)
    assert dict(mentee.answers.values_list("question__key", "text")) == {
        "yourself": "Sings alto, badly",
        "reach": "Ring twice",
    }
    profiles.save_step(mentee, 1, {"answers": {"help": "Glaze"}, "topics": ["Glazing"]})
    assert mentee.step == 4  # one short step


@pytest.mark.parametrize(
    "data",
    [
        {"ways": ["pigeon"]},
        {"hours": ["never"]},
        {"time_a_week": "999"},
        {"zone": "Mars/Phobos"},
        {"topics": [f"t{n}" for n in range(13)]},
        {"topics": ["x" * 61]},
        {"topics": ["a\u202eb"]},
        {"goals": "x" * 301},
        {"capacity": 0},
        {"capacity": 51},
        {"answers": {"help": "x" * 2001}},
        {"answers": {"yourself": "x" * 301}},
        {"answers": {"help": "a\x00b"}},
        {"answers": {"nonsense": "x"}},
    ],
)
def test_nothing_odd_is_kept(program, member, data):
    draft = profiles.begin(program, member(), "mentor")
    with pytest.raises(ValidationError):
        profiles.save_step(draft, 1, data)
    assert not draft.answers.exists()


def test_own_questions_of_every_kind(program, member):
    kinds = {"one": ["Left", "Right"], "some": ["Left", "Right"], "yes_no": []}
    for position, (kind, options) in enumerate(kinds.items(), start=10):
        program.questions.create(
            role="mentee", key=f"own-{kind}", position=position, wording=kind, kind=kind, options=options
        )
    draft = profiles.begin(program, member(), "mentee")
    good = {"own-one": "Left", "own-some": "Left\nRight", "own-yes_no": "Yes"}
    profiles.save_step(draft, 2, {"answers": good})
    assert draft.answers.count() == 3
    for key in good:
        with pytest.raises(ValidationError):
            profiles.save_step(draft, 2, {"answers": {key: "Up"}})


def test_a_new_name_is_found(listed):
    profile = listed("Amara Nwosu")
    profile.user.name = "Zoë Björk"
    profile.user.save()
    profiles.rename(profile.user)
    profile.refresh_from_db()
    assert "zoe bjork" in profile.search_text
