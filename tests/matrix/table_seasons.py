"""Rows: a program's details, opening, closing, its next season."""

from tests.matrix.rules import Row

SEASONS: dict[str, Row] = {}
