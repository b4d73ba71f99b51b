"""What site staff may do, by job: permission groups made after every migrate, the same each time.

Only superusers make somebody staff and give them one of these.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission

LOOK = "view"
ACT = "change"  # the actions of that page; no form writes past the services
JOBS: dict[str, dict[str, tuple[str, ...]]] = {
    "Support": {
        "accounts.user": (LOOK, ACT),
        "messaging.notice": (LOOK, ACT),
        "messaging.mailchoice": (LOOK,),
        "groups.group": (LOOK,),
        "groups.membership": (LOOK,),
        "programs.program": (LOOK,),
        "profiles.profile": (LOOK,),
        "pairings.pairing": (LOOK,),
        "pairings.request": (LOOK,),
    },
    "Safety": {
        "accounts.user": (LOOK, ACT),
        "groups.report": (LOOK, ACT),
        "groups.group": (LOOK,),
        "groups.membership": (LOOK,),
        "groups.auditentry": (LOOK,),
    },
    "Words": {
        "programs.program": (LOOK,),
        "programs.week": (LOOK,),
        "programs.prompt": (LOOK,),
        "programs.question": (LOOK,),
    },
}


def names(job: str) -> set[tuple[str, str]]:
    """(app, codename) of every permission of a job."""
    found = set()
    for model, verbs in JOBS[job].items():
        app, name = model.split(".")
        found |= {(app, f"{verb}_{name}") for verb in verbs}
    return found


def make(*, using: str = "default", **kwargs: Any) -> None:
    """Make the groups, and make them hold exactly what stands above. Nothing is written when they do."""
    known = {
        (app, codename): pk
        for pk, app, codename in Permission.objects.using(using).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for job in JOBS:
        group, _ = Group.objects.using(using).get_or_create(name=job)
        group.permissions.set(known[name] for name in names(job) if name in known)
