"""The ways out of a group, for and by those who look after it."""

from groups.models import Membership
from mentorship import safety


def test_the_last_owner_reads_what_to_do_first(cast) -> None:
    cast.member("Gwen Ellis", role="admin")
    page = cast.by(cast.priya).get(f"/{cast.home.slug}/leave/").content.decode()
    assert "Make somebody else the owner first" in page
    assert f"/{cast.home.slug}/manage/people/" in page
    assert ">Leave</button>" not in page


def test_an_owner_who_is_not_the_last_reads_what_passes_on(cast) -> None:
    cast.member("Gwen Ellis", role="admin")
    cast.member("Sam Okafor", role="owner")
    page = cast.by(cast.priya).get(f"/{cast.home.slug}/leave/").content.decode()
    assert "You no longer look after the group" in page
    assert "<bdi>Sam Okafor</bdi> reads them from then on" in page
    assert ">Leave</button>" in page
    cast.by(cast.priya).post(f"/{cast.home.slug}/leave/")
    sam = Membership.objects.safety_contacts().get(group=cast.home)
    assert sam.user.name == "Sam Okafor"


def test_removing_an_admin_says_what_they_looked_after(cast) -> None:
    gwen = cast.member("Gwen Ellis", role="admin")
    url = f"/{cast.home.slug}/people/{gwen.code}/remove/"
    page = cast.by(cast.priya).get(url).content.decode()
    assert "They no longer look after the group as admin" in page
    assert "Reports no longer reach" not in page
    dani = cast.member()
    plain = cast.by(cast.priya).get(f"/{cast.home.slug}/people/{dani.code}/remove/").content.decode()
    assert "look after the group" not in plain


def test_a_block_shelters_nobody_from_being_removed(cast) -> None:
    dani = cast.member("Dani Ferreira")
    safety.block(blocker=dani, blocked=cast.priya)
    url = f"/{cast.home.slug}/people/{dani.code}/remove/"
    client = cast.by(cast.priya)
    assert url in client.get(f"/{cast.home.slug}/manage/people/").content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert not Membership.objects.active().filter(group=cast.home, user=dani).exists()
