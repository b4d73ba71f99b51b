"""First sentences made from answers."""

from pairings.openers import Answers, first_words, hello_openers, together

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
