"""The date of a passage that has none of its own: from a chronology's heading or from the line of the narrative."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from pipeline.article import Passage, TimeExpression, View
from pipeline.resources import load_toml

_HEADINGS = 2  # what has fewer dated headings is no chronology, and its one dated line says when it was published
_LEFT_OVER = 3  # letters and digits beside the date in a heading that is only a date ("Le 12 mars")
_COLON = re.compile(r"\s?[:–—]\s")
_NO_BODY = frozenset({"headline", "subheading"})


def inherited_dates(
    view: View, dates: Sequence[TimeExpression], dates_in: Mapping[int, Sequence[int]]
) -> dict[int, tuple[int, str]]:
    """For each passage that inherits a date: the index of the date, and `heading` or `narrative`.

    A heading is a passage that is nothing but a date, or opens with one and a colon; what follows it, up to the next
    heading, has its date. A passage continues the narrative if it opens with a word of sequence ("Puis", "Dans la
    foulée") right behind a dated one in its paragraph.
    """
    headings = {i: d for i in dates_in if (d := _heading_date(view, view.passages[i], i, dates, dates_in)) is not None}
    if len(headings) < _HEADINGS:
        headings = {}
    inherited: dict[int, tuple[int, str]] = {}
    heading: int | None = None
    for i, passage in enumerate(view.passages):
        if i in headings:
            heading = headings[i]
            if _opens_with(view, passage, dates[heading]):
                inherited[i] = heading, "heading"
            continue
        if passage.role in _NO_BODY:
            heading = None
        elif not dates_in.get(i):
            if heading is not None:
                inherited[i] = heading, "heading"
            elif dates_in.get(i - 1) and _continues(view, passage, view.passages[i - 1]):
                inherited[i] = dates_in[i - 1][-1], "narrative"
    return {i: (date, source) for i, (date, source) in inherited.items() if dates[date].value is not None}


def _heading_date(
    view: View, passage: Passage, index: int, dates: Sequence[TimeExpression], dates_in: Mapping[int, Sequence[int]]
) -> int | None:
    first = dates[dates_in[index][0]]
    rest = view.text[passage.start : first.start] + view.text[first.end : passage.end]
    if sum(character.isalnum() for character in rest) <= _LEFT_OVER or _opens_with(view, passage, first):
        return dates_in[index][0]
    return None


def _opens_with(view: View, passage: Passage, date: TimeExpression) -> bool:
    """Whether a passage opens with a date and a colon, and goes on."""
    before = view.text[passage.start : date.start]
    colon = _COLON.match(view.text, date.end, passage.end)
    return colon is not None and colon.end() < passage.end and sum(map(str.isalnum, before)) <= _LEFT_OVER


def _continues(view: View, passage: Passage, before: Passage) -> bool:
    return passage.segment == before.segment and _sequence().match(view.text, passage.start) is not None


@cache
def _sequence() -> re.Pattern[str]:
    words = sorted(load_toml("events.toml")["narrative"]["sequence"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})\b", re.I)
