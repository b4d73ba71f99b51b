"""What groups tell people: reports. Their mails say that there is something to read, never what."""

from messaging.kinds import Context, register
from messaging.models import Notice

from .models import Report


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


def register_all() -> None:
    """Called once when Django starts."""
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
