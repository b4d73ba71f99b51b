"""Rows: joining a group, asking to, and what it says about itself."""

from tests.matrix.rules import Row

DOORS: dict[str, Row] = {}
