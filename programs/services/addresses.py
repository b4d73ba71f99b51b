"""The word that stands for a program below its group. The ones it had lead to it for good."""

from django.core.exceptions import ValidationError

from groups.models import Group
from groups.slugs import next_free
from programs.models import Program, ProgramAddress

LONGEST = 80
RESERVED = frozenset({"new"})  # /<group>/programs/new/


def taken(group_id: int, *, but: Program | None = None) -> set[str]:
    """What no new program of the group may be called: addresses in use, old ones, our own words.

    `but` leaves out what belongs to that program: it may go back to an address that it had.
    """
    now = Program.objects.filter(group=group_id)
    before = ProgramAddress.objects.filter(group=group_id)
    if but is not None:
        now, before = now.exclude(pk=but.pk), before.exclude(program=but)
    found = set(RESERVED)
    return found.union(now.values_list("slug", flat=True), before.values_list("slug", flat=True))


def lock(group_id: int) -> None:
    """Whoever gives out addresses of a group waits here. Before a program's own row, always."""
    Group.objects.select_for_update(no_key=True).get(pk=group_id)


def give(program: Program, slug: str) -> None:
    """Set the program's address (the caller saves it) and keep the one it had; refuses one that is taken.

    Call it under `lock`.
    """
    if slug == program.slug:
        return
    others = taken(program.group_id, but=program)
    if slug in others:
        free = next_free(slug, others | {program.slug}, LONGEST)
        raise ValidationError({"slug": f"That address is taken. Try {free} or choose your own."})
    ProgramAddress.objects.filter(group=program.group_id, slug=slug).delete()
    ProgramAddress.objects.get_or_create(
        group_id=program.group_id, slug=program.slug, defaults={"program": program}
    )
    program.slug = slug
