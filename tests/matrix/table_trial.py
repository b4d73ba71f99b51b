"""Rows: trying a program out."""

from tests.matrix.rules import Row

TRIAL: dict[str, Row] = {}
