"""Beside each question stands who reads the answer, and it is true."""

import re

import pytest
from django.urls import reverse

from programs.services import questions

EVERYONE = "Everyone in <bdi>Riverside Makers</bdi> can read this."
NARROWED = "Only people in <bdi>Autumn Skill Share</bdi> can read this."
ADMINS = "Only the people who look after <bdi>Riverside Makers</bdi> can read this."


def url(name, *more):
    return reverse(name, args=["riverside", "autumn", *more])


@pytest.fixture
def dani(client, member, program):
    user = member()
    client.force_login(user)
    return user


def beside(client, role, step):
    """What stands beside the questions of a step: label (or legend) and who reads, in order."""
    page = client.get(url("sign_up_step", role, step)).content.decode()
    form = page[page.index("<form class=") : page.index('<div class="row cta">')]
    form = re.sub(r"<details class=.paint.*?</details>", "", form, flags=re.DOTALL)
    asked = re.findall(r'<(?:legend class="label"|label for=[^>]*)>(.*?)</(?:legend|label)>', form, re.DOTALL)
    reads = re.findall(
        r'<span class="row nw at g2 reads"><svg.*?</svg><span>(.*?)</span></span>', form, re.DOTALL
    )
    return [re.sub(r"<.*?>|\(optional\)", "", label).strip() for label in asked], reads


@pytest.mark.parametrize("role", ["mentor", "mentee"])
@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize(("readers", "words"), [("group", EVERYONE), ("program", NARROWED)])
def test_beside_each_question(client, dani, program, role, step, readers, words):
    program.readers = readers
    program.save()
    asked, reads = beside(client, role, step)
    assert len(asked) >= 2
    assert reads == [words] * len(asked), asked


def test_what_admins_alone_read_says_so_there(client, dani, program, owner):
    questions.add(
        program, "mentee", by=owner, kind="short", wording="Anything to look out for?", admins_only=True
    )
    asked, reads = beside(client, "mentee", 2)
    assert dict(zip(asked, reads, strict=True)) == {
        "Be yourself": EVERYONE,
        "What kind of mentor do you need?": EVERYONE,
        "Anything to look out for?": ADMINS,
    }
    program.readers = "program"
    program.save()
    assert beside(client, "mentee", 2)[1] == [NARROWED, NARROWED, ADMINS]


def test_it_belongs_to_the_field_for_those_who_hear_it(client, dani):
    page = client.get(url("sign_up_step", "mentee", 1)).content.decode()
    assert 'aria-describedby="id_q_help_helptext"' in page
    hint = page[page.index('id="id_q_help_helptext"') :]
    assert EVERYONE in hint[: hint.index("</p>")]


def test_names_are_words(client, dani, program, group):
    group.name = "<b>Makers</b> & co"
    group.save()
    page = client.get(url("sign_up_step", "mentee", 1)).content.decode()
    assert "<b>Makers" not in page
    assert "Everyone in <bdi>&lt;b&gt;Makers&lt;/b&gt; &amp; co</bdi> can read this." in page
