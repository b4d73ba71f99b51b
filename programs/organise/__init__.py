"""How admins set a program up, one page a step: template, details, weeks, questions, open."""

from typing import Any

from ..models import Program
from ..models.programs import State


def around(program: Program, tab: str) -> dict[str, Any]:
    """What every page of a program's admins stands in."""
    return {
        "program": program,
        "group": program.group,
        "here_group": program.group,
        "manage_tab": tab,
        "setting_up": program.state == State.DRAFT,
    }
