"""The publication date that an article's own text bears: a header in its first line, or a dateline near an edge."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from pipeline.reading.written_dates import SPACE, TIME, any_of, day_pattern, vague_pattern, vocabulary

_TOP_LINES, _TOP_CHARS = 8, 20_000  # of the lines that hold anything
_BOTTOM_CHARS = 600
_MAX_LINE = 400  # how far a dateline may reach
_CHRONOLOGY_CHARS = 50_000  # where more headings that are dates are looked for

_END = rf"(?=(?:{SPACE})?\.?(?:{SPACE})?(?:[\r\n]|\Z))"
_DASH = rf"(?:{SPACE})?[-–—|•·](?={SPACE}|[\r\n]|\Z)"
_PLACE = r"(?-i:[A-ZÀ-ÖØ-Þ])[\w'’.-]{0,30}(?:[ -][\w'’.-]{1,30}){0,4}(?: \([^()\r\n]{1,30}\))?"
_AGENCY = rf"(?:{SPACE}\([^()\r\n]{{1,30}}\))?"
_LINE_START = re.compile(r"(?:^|(?<=[\r\n]))[^\S\r\n]{0,80}(?=\S)")


class Dateline(NamedTuple):
    """A publication date in the text: as written, where it ends there, and whether it is only of the last update."""

    written: str
    end: int
    is_update: bool = False


def find_header(text: str) -> Dateline | None:
    """The header at the start of the first line that holds anything, whatever follows it on that line.

    Headers are "date 2024-02", "Publié le 12 mars 2024 à 10h32", "Mis à jour le …", "Paris, le 12 mars 2024",
    "PARIS, 12 mars 2024 (AFP) –", "Le 12 mars 2024 -", "12/03/2024". "Le 12 mars 2024, la Banque de France …" and
    "Paru le 12 mars 2024 chez …" are sentences.
    """
    start = len(text) - len(text.lstrip())
    header = _match(text, start, (_machine(), _announced(), _located("", f"{_DASH}|{_END}"), _alone(), _numeric()))
    return header if header and text[header.end :].strip() else None


def find_dateline(text: str) -> Dateline | None:
    """A dateline at the start of a line near the top or at the very end; one of publication before one of update.

    A line with a date alone counts as the second or third line of a text that has no other: a chronology has several.
    """
    top = [match.end() for match in islice(_LINE_START.finditer(text, 0, _TOP_CHARS), _TOP_LINES)]
    bottom = [match.end() for match in _LINE_START.finditer(text, max([*top[-1:], len(text) - _BOTTOM_CHARS]))]
    patterns = (_announced(), _located(rf"le{SPACE}", _END), _located("", _DASH), _byline())
    found = [line for start in top + bottom if (line := _match(text, start, patterns))]
    if not found:
        found = [line for start in top[1:3] if (line := _match(text, start, (_alone(),)))]
        if len(found) != 1 or len(list(islice(_lines_alone(text[:_CHRONOLOGY_CHARS]), 2))) != 1:
            return None
    return min(found, key=lambda line: line.is_update, default=None)


def find_in_line(line: str) -> Dateline | None:
    """The dateline that a line by itself is, such as a page shows under its headline."""
    return _match(line, 0, (_announced(), _byline(), _alone()))


def _lines_alone(text: str) -> Iterator[Dateline]:
    lines = (_match(text, line.end(), (_alone(),)) for line in _LINE_START.finditer(text))
    return (line for line in lines if line)


def _match(text: str, start: int, patterns: tuple[re.Pattern[str], ...]) -> Dateline | None:
    for pattern in patterns:
        if match := pattern.match(text, start, start + _MAX_LINE):
            return Dateline(match["date"], match.end(), any(map(match.groupdict().get, ("update", "update_2"))))
    return None


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _announcement(update: str = "update") -> str:
    """A regular expression for "Publié le " and the like; the group `update` is "Mis à jour", where it is that."""
    words = vocabulary()["announcements"]
    colon = rf"(?:{SPACE}le)?(?:(?:{SPACE})?:(?:{SPACE})?|{SPACE})(?:le{SPACE})?"
    return rf"(?:(?P<{update}>{any_of(words['updated'])})|(?:{any_of(words['published'])})){colon}"


@functools.cache
def _machine() -> re.Pattern[str]:
    """What programs write, "date 2024-02": anything may follow."""
    return _compiled(rf"date(?:{SPACE})?:?(?:{SPACE})?(?P<date>{day_pattern()}|{vague_pattern()})(?:{TIME})?")


@functools.cache
def _announced() -> re.Pattern[str]:
    """An announced date that no sentence goes on from, as "Publié le 12 mars 2024, le livre …" does."""
    updated = any_of(vocabulary()["announcements"]["updated"])
    join = rf"(?:{SPACE})?[-–—|•·,(]?(?:{SPACE})?(?:et{SPACE})?"
    also = rf"{join}(?:{updated})[^\r\n\d]{{1,12}}{day_pattern()}(?:{TIME})?\)?"
    goes_on = rf"(?={SPACE}(?:par\b|(?-i:[A-ZÀ-ÖØ-Þ«“\"])))"
    return _compiled(
        rf"{_announcement()}(?P<date>{day_pattern()})(?:{TIME}(?:{also})?(?:{_DASH})?|{also}|{_DASH}|{_END}|{goes_on})"
    )


@functools.cache
def _located(article: str, end: str) -> re.Pattern[str]:
    """A place and a date: "Paris, le 12 mars 2024", "PARIS, 12 mars 2024 (AFP) – Le gouvernement …".

    Where neither `article` nor a dash is asked for, the caption of a photograph matches too.
    """
    article = article or rf"(?:le{SPACE})?"
    return _compiled(rf"{_PLACE},{SPACE}{article}(?P<date>{day_pattern()})(?:{TIME})?{_AGENCY}(?:{end})")


@functools.cache
def _alone() -> re.Pattern[str]:
    """A date alone in its line, or before a dash: "Mardi 5 mars 2024", "Le 12 mars 2024 - Le gouvernement …"."""
    return _compiled(rf"(?:le{SPACE})?(?P<date>{day_pattern()})(?:{TIME})?{_AGENCY}(?:{_DASH}|{_END})")


@functools.cache
def _numeric() -> re.Pattern[str]:
    """A date in figures, with which no French sentence begins: "12/03/2024", "2024-03-12 10:32"."""
    return _compiled(rf"(?=\d{{1,4}}[/.-]\d)(?P<date>{day_pattern()})(?:{TIME})?(?:{_DASH}|(?=\s))")


@functools.cache
def _byline() -> re.Pattern[str]:
    """An author or an agency and a date: "Par Jeanne Roux, le 12/03/2024", "AFP | Publié le 12 mars 2024"."""
    author = rf"par{SPACE}[^\r\n]{{1,100}}?[ ,|•·–—-]{{1,4}}(?:{_announcement()}|le{SPACE})?"
    agency = rf"[^\r\n]{{1,60}}?{SPACE}[|•·–—-]{SPACE}{_announcement('update_2')}"
    return _compiled(rf"(?:{author}|{agency})(?P<date>{day_pattern()})(?:{TIME})?{_END}")
