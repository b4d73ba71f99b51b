"""What groups tell people: reports, requests to join. A mail about a report says that there is
something to read, never what; one about a request never what somebody answered."""

from collections.abc import Collection

from accounts.templatetags.bothy import day_words
from messaging.kinds import Context, name_scopes, register
from messaging.models import Notice

from .models import Group, JoinRequest, Membership, Report
from .services import join_requests


def _report(notice: Notice) -> Report | None:
    return Report.objects.filter(pk=notice.subject_id or 0).first()


def load_report(notice: Notice) -> Context | None:
    """The number and nothing else."""
    report = _report(notice)
    return {"number": report.code[:4].upper()} if report else None


def report_wanted(notice: Notice) -> bool:
    """Not closed by somebody else meanwhile."""
    report = _report(notice)
    return report is not None and report.state != Report.State.CLOSED


def load_update(notice: Notice) -> Context | None:
    """The number and whether it is closed."""
    report = _report(notice)
    if report is None:
        return None
    return {"number": report.code[:4].upper(), "closed": report.state == Report.State.CLOSED}


def _asked(notice: Notice) -> JoinRequest | None:
    found = JoinRequest.objects.select_related("group", "user")
    return found.filter(pk=notice.subject_id or 0).first()


def load_asked(notice: Notice) -> Context | None:
    """Who asks to join which group."""
    request = _asked(notice)
    return {"asker": request.user, "group": request.group} if request else None


def asked_wanted(notice: Notice) -> bool:
    """It still waits, and the reader still decides about it."""
    mine = JoinRequest.objects.run_by(notice.user) if notice.user else JoinRequest.objects.none()
    return mine.waiting().filter(pk=notice.subject_id or 0, user__is_active=True).exists()


def load_answer(notice: Notice) -> Context | None:
    """The group that answered, and when one may ask it again."""
    request = _asked(notice)
    if request is None:
        return None
    again = join_requests.not_before(request.group, request.user)
    return {"group": request.group, "again": day_words(again)}


def let_in_wanted(notice: Notice) -> bool:
    """They still belong to the group."""
    request = _asked(notice)
    mine = Membership.objects.active().filter(user=notice.user)
    return request is not None and mine.filter(group=request.group_id).exists()


def declined_wanted(notice: Notice) -> bool:
    """Nobody has let them in meanwhile."""
    request = _asked(notice)
    return request is not None and request.state == JoinRequest.State.DECLINED


def names(scopes: Collection[int]) -> dict[int, str]:
    """What these groups are called, for the headings of a roundup."""
    return dict(Group.objects.filter(pk__in=scopes).values_list("pk", "name"))


def register_all() -> None:
    """Called once when Django starts."""
    name_scopes(names)
    register(
        "report",
        label="A report needs you",
        load=load_report,
        wanted=report_wanted,
        can_stop=False,
        quiet=False,
        rank=1,
    )
    register(
        "report_update",
        label="About a report of yours",
        load=load_update,
        can_stop=False,
        quiet=False,
        rank=1,
    )
    register(
        "join_asked",
        label="Somebody asks to join a group you look after",
        load=load_asked,
        wanted=asked_wanted,
        about="They wait until one of you says yes, or not now.",
        under="admins",
    )
    register(
        "join_let_in",
        label="A group lets you in",
        load=load_answer,
        wanted=let_in_wanted,
        rank=4,
        about="After you asked to join it.",
    )
    register(
        "join_declined",
        label="A group says “not now”",
        load=load_answer,
        wanted=declined_wanted,
        about="After you asked to join it.",
    )
