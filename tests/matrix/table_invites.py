"""Rows: inviting by link and by e-mail."""

from tests.matrix.rules import Row

INVITES: dict[str, Row] = {}
