"""First sentences made from answers."""

from dataclasses import replace

import pytest

from pairings.openers import Answers, declines, first_words, hello_openers, together

AMARA = Answers(
    topics=("Pricing my work", "Screen printing"),
    quote="slowly, and with a spreadsheet.",
    hobby="Sings alto, badly",
    hours=("evening", "weekend"),
)


def test_a_topic_a_quote_and_something_of_theirs() -> None:
    assert hello_openers(AMARA) == [
        "I’d love to ask about pricing my work.",
        "You wrote “slowly, and with a spreadsheet” and I’ve been thinking about it since.",
        "I saw “Sings alto, badly” in your answers. How did that start?",
    ]


def test_what_both_share_comes_first() -> None:
    mine = Answers(topics=("screen printing",), hours=("weekend",))
    found = hello_openers(AMARA, [mine])
    assert found[0] == "I’d love to ask about screen printing."
    assert found[2] == "We both have time on weekends. Could I ask you something?"
    same = Answers(hobby="sings alto, BADLY")
    assert hello_openers(AMARA, [same])[2] == "We both wrote “Sings alto, badly”. Could I ask you something?"


def test_nothing_answered_makes_no_sentence() -> None:
    assert hello_openers(Answers()) == []
    assert hello_openers(Answers(topics=("Something else",))) == []


def test_names_of_things_keep_their_capitals() -> None:
    assert hello_openers(Answers(topics=("SQL",))) == ["I’d love to ask about SQL."]


def test_a_long_quote_is_cut_at_a_word() -> None:
    sentence = hello_openers(Answers(quote="word " * 100))[0]
    assert len(sentence) < 220
    assert "…" in sentence


def test_together_is_the_sentence_then_the_words() -> None:
    assert together("Hello.", " And this. ") == "Hello.\n\nAnd this."
    assert together("", "Only this") == "Only this"
    assert together("Only that", "") == "Only that"


def test_each_role_has_its_own_first_words() -> None:
    assert first_words(True, "Dani") != first_words(False, "Dani")
    assert first_words(True, "Dani").startswith("Hello Dani.")


@pytest.mark.parametrize(
    "thin", ["", ".", "n/a", "idk", "Not sure", "-", "No", "???", "ok", "Ask me!", "123"]
)
def test_thin_answers_are_not_quoted(thin: str) -> None:
    assert hello_openers(Answers(quote=thin, hobby=thin, help_text=thin)) == []


def test_an_address_is_not_quoted() -> None:
    assert hello_openers(Answers(quote="Look at https://example.org/my/portfolio first")) == []


def test_what_they_help_with_stands_in_for_a_missing_quote() -> None:
    (sentence,) = hello_openers(Answers(quote="n/a", help_text="Furniture, boats and an edge on things."))
    assert (
        sentence
        == "You wrote “Furniture, boats and an edge on things” and I’ve been thinking about it since."
    )


def test_a_second_topic_fills_the_third_place() -> None:
    assert hello_openers(Answers(topics=("Wood", "SQL"))) == [
        "I’d love to ask about wood.",
        "How did you get into SQL?",
    ]


def test_a_mentee_is_offered_help_not_asked_for_it() -> None:
    first = hello_openers(Answers(topics=("Wood", "Glass"), is_mentor=False))
    assert first == ["I might be able to help with wood.", "Tell me about you and glass?"]


def test_a_language_or_the_time_is_shared_where_nothing_else_is() -> None:
    theirs = Answers(languages=("English", "Polish"), time_a_week="60")
    mine = Answers(languages=("english", "polish"), time_a_week="60")
    assert hello_openers(theirs, [mine]) == ["We both speak Polish. Could I ask you something?"]
    alone = Answers(languages=("English",), time_a_week="60")
    assert hello_openers(alone, [alone]) == ["We both have 1 hour a week. Could I ask you something?"]


def test_words_from_right_to_left_keep_their_direction() -> None:
    topic, quote = hello_openers(Answers(topics=("النسيج",), quote="تعلمت من جدتي بيديها لا بكلامها"))
    assert topic == "I’d love to ask about \u2068النسيج\u2069."
    assert "“\u2068تعلمت من جدتي بيديها لا بكلامها\u2069”" in quote
    notes = dict(declines("ليلى حداد", "abc"))
    assert notes["other-abc"].endswith("but \u2068ليلى حداد\u2069 might be.")


def test_scripts_without_spaces_say_enough_in_few_signs() -> None:
    assert hello_openers(Answers(quote="少しずつ直す"))[0].startswith("You wrote “少しずつ直す”")
    assert hello_openers(Answers(quote="はい")) == []


def test_quotes_inside_a_quote_become_single() -> None:
    (sentence,) = hello_openers(Answers(quote='She said "just begin" and “so I did”'))
    assert sentence.startswith("You wrote “She said ’just begin’ and ‘so I did’”")


def test_every_opener_alone_is_long_enough_to_send() -> None:
    full = Answers(
        topics=("SQL", "R"), quote="It works on my machine", hobby="Tea and toast", hours=("early",)
    )
    for own in ([], [full]):
        for is_mentor in (True, False):
            for one in hello_openers(replace(full, is_mentor=is_mentor), own):
                assert len(one) >= 20, one


def test_nobody_is_named_who_is_not_there() -> None:
    assert [key for key, _ in declines()] == ["full", "fit", "season"]
    assert [key for key, _ in declines("Bea Other", "abc")] == ["full", "other-abc", "season"]
