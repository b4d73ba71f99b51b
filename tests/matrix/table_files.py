"""Rows: programs as files."""

from tests.matrix.rules import Row

FILES: dict[str, Row] = {}
