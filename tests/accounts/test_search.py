"""The words that a search compares."""

import random

import pytest

from accounts.search import LONGEST, MOST_ASKED, asked, matches, words

SAID = {
    "Zieliński, Łukasz": ["zielinski", "lukasz"],
    "Ça va — où ? Øre, Straße": ["ca", "va", "ou", "ore", "strasse"],
    "C++ and C#, a+b": ["c++", "and", "c#", "a", "b"],
    "كِتَابٌ": ["كتاب"],
    "Ёлка СЕРГЕЙ": ["елка", "сергеи"],
    "日本語": ["日本", "本語", "語"],
    "Python入門": ["python", "入門", "門"],
    "한국어": ["한국", "국어", "어"],
    "がか": ["がか", "か"],
    "हिन्दी में": ["हिन्दी", "में"],
    "İstanbul ışık": ["istanbul", "isik"],
    "١٢٣": ["123"],
    "می\u200cخواهم": ["می", "خواهم"],
    "re\u00adsume \u200fok": ["resume", "ok"],
    "x" * 90: ["x" * LONGEST],
}


@pytest.mark.parametrize(("text", "kept"), SAID.items())
def test_words_as_they_are_kept(text, kept):
    assert words(text) == kept


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("zielin", "Zieliński"),
        ("ZIELIŃ", "Zielinski"),
        ("كتا", "كِتَابٌ جديد"),
        ("серг", "Сергей"),
        ("本語", "日本語の本"),
        ("語", "日本語"),
        ("本", "日本語"),
        ("국", "한국어"),
        ("c++", "I write C++ daily"),
        ("ｐｙｔｈｏｎ", "Python"),
        ("x" * 90, "x" * 50),
        ("tea soup", "Soup, then tea"),
    ],
)
def test_found(query, text):
    assert matches(asked(query), text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("linski", "Zieliński"),
        ("tea soup", "tea"),
        ("c#", "c++"),
        ("か", "が"),
        ("日語", "日本語"),
        ("!", "!"),
    ],
)
def test_not_found(query, text):
    assert not matches(asked(query), text)


@pytest.mark.parametrize(
    "query", ["", "   ", "%_*:!&|()", "'\"\\", "\x00", "\ud800\udfff", "\u202e\u200f", "🎉", "++", "#"]
)
def test_nothing_to_look_for(query):
    assert asked(query) == []
    assert not matches(asked(query), "anything")


def test_a_long_question_is_cut():
    assert len(asked(" ".join(f"w{n}" for n in range(5000)))) == MOST_ASKED
    assert len(asked("語学" * 5000)) <= MOST_ASKED


def test_words_hold_letters_digits_and_plus_only_and_every_word_finds_itself():
    """What the databases are given can break no syntax of theirs."""
    rng = random.Random(4)
    for _ in range(300):
        text = "".join(chr(rng.choice([rng.randrange(0x110000), rng.randrange(0x500)])) for _ in range(60))
        for word in words(text):
            assert 0 < len(word) <= LONGEST
            assert not set(word) & set(" '\"\\:!&|()*<>\x00\t\n")
            assert word == "".join(words(word)[:1]) or len(words(word)) > 1
            assert matches([word], text)
