"""Rows: the weeks of a program, as its admins change them."""

from tests.matrix.rules import Row

WEEKS: dict[str, Row] = {}
