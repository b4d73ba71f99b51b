"""Changing the weeks of a program: their words, and the path that they make.

Who has received what is known to the right of here, so the callers say it: they are in
pairings/services/week_changes.py. Each of these is a transaction that locks the program first.
"""

from .gate import Over, locked
from .outline import name_stretches, set_reading_grade
from .path import MOST, add, bring_back, hide, move, remove
from .words import Gone, Stale, check, edit

__all__ = [
    "MOST",
    "Gone",
    "Over",
    "Stale",
    "add",
    "bring_back",
    "check",
    "edit",
    "hide",
    "locked",
    "move",
    "name_stretches",
    "remove",
    "set_reading_grade",
]
