"""How rows are called: every id is a function of content, and made here alone."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from pipeline.article import Problem
from pipeline.tables.schema import Row


def place_id(document_id: str, kind: str, start: int, end: int) -> str:
    """The id of what stands at a place of an article: a segment, sentence, mention, date, amount."""
    return f"{document_id}:{kind}:{start}-{end}"


def event_id(document_id: str, start: int, end: int, begin: date | None, last: date | None) -> str:
    """The id of an event: the place of its trigger and its date."""
    dated = f"{begin}" if begin == last else f"{begin}..{last}"
    return f"{place_id(document_id, 'event', start, end)}:{dated if begin else 'undated'}"


def participant_id(event: str, role: str, start: int, end: int) -> str:
    """The id of a part that something has in an event."""
    return f"{event}:{role}:{start}-{end}"


def problem_row(problem: Problem) -> Row:
    """The row of a problem."""
    key = f"{problem.path}:{problem.document_id}:{problem.stage}:{problem.message}"
    return {"problem_id": key, **asdict(problem)}
