"""Rows: the sign-up questions and who is checked."""

from tests.matrix.rules import Row

QUESTIONS: dict[str, Row] = {}
