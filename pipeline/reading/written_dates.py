"""A date as articles, feeds and pages write their own publication date, found by its form and valued.

What is written is taken as it is, never shifted by a time zone: "2024-03-05T23:30:00-05:00" is 5 March.
"""

from __future__ import annotations

import calendar
import functools
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import Any

from pipeline.article import Period
from pipeline.resources import load_toml

FIRST_YEAR, LAST_YEAR = 1600, 2100  # the first newspapers; and no clock is asked how late it is

SPACE = r"[ \t\u00a0\u202f]{1,3}"
TIME = (
    rf"(?:(?:{SPACE})?,|{SPACE}(?:à|a|-|–|—|\||•|·)|(?:{SPACE})?T)?(?:{SPACE})?"
    rf"\d{{1,2}}(?:{SPACE})?(?:h(?:{SPACE})?(?:\d{{2}})?|:\d{{2}}(?::\d{{2}})?)(?:[.,]\d{{1,9}})?(?!\d)"
    rf"(?:(?:{SPACE})?(?:Z|UTC|GMT|CEST|CET|[+-]\d{{2}}:?\d{{2}})\b)?"
)
"""A regular expression for the time of day that may follow a date: " à 10h32", ", 10:32", "T10:32:00+01:00"."""


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first, accents optional, composed or not."""
    return "|".join(map(_accents_optional, sorted(words, key=lambda word: (-len(word), word))))


def _accents_optional(word: str) -> str:
    pattern = ""
    for character in unicodedata.normalize("NFC", word):
        base, *marks = list(unicodedata.normalize("NFD", character))
        pattern += f"(?:{character}|{base}{marks[0]}?)" if marks else re.escape(character)
    return pattern.replace(r"\ ", SPACE)


@functools.cache
def vocabulary() -> dict[str, Any]:
    """How publication dates are worded: see the file."""
    return load_toml("reading/publication.toml")


@functools.cache
def _months() -> tuple[re.Pattern[str], ...]:
    months: dict[str, list[str]] = vocabulary()["months"]
    return tuple(re.compile(any_of([name, *short]), re.IGNORECASE) for name, short in months.items())


@functools.cache
def _day_form() -> str:
    days = vocabulary()["weekdays"]
    weekday = rf"(?:{any_of(days['names'])}|(?:{any_of(days['abbreviations'])})\.?),?{SPACE}(?:le{SPACE})?"
    return (
        rf"(?:(?:{weekday})?(?:(?P<day>\d{{1,2}})(?:er)?{SPACE}{_month_form()}{SPACE}(?P<year>\d{{4}})"
        r"|(?P<day_2>\d{1,2})/(?P<month_2>\d{1,2})/(?P<year_2>\d{4}|\d{2})"
        r"|(?P<day_3>\d{1,2})\.(?P<month_3>\d{1,2})\.(?P<year_3>\d{4})"
        r"|(?P<day_4>\d{1,2})-(?P<month_4>\d{1,2})-(?P<year_4>\d{4}))"
        r"|(?P<year_5>\d{4})-(?P<month_5>\d{1,2})-(?P<day_5>\d{1,2})"
        r"|(?P<year_6>\d{4})/(?P<month_6>\d{1,2})/(?P<day_6>\d{1,2})"
        r")(?!\d|[/.-]\d)"
    )


def _month_form() -> str:
    months: dict[str, list[str]] = vocabulary()["months"]
    return rf"(?P<month>{any_of(months)}|(?:{any_of(chain(*months.values()))})\.?)"


@functools.cache
def _vague_form() -> str:
    return rf"(?:{_month_form()}{SPACE}(?P<year>\d{{4}})|(?P<year_5>\d{{4}})(?:-(?P<month_5>\d{{1,2}}))?)(?!\d|[/.-]\d)"


def day_pattern() -> str:
    """A regular expression (without groups) for a day: "mardi 5 mars 2024", "05/03/2024", "2024-03-05"."""
    return _without_groups(_day_form())


def vague_pattern() -> str:
    """A regular expression (without groups) for a month or a year: "mars 2024", "2024-03", "2024"."""
    return _without_groups(_vague_form())


def _without_groups(pattern: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", pattern)


@functools.cache
def _whole_forms() -> tuple[re.Pattern[str], ...]:
    forms = (_day_form(), _vague_form(), r"(?P<year>\d{4})(?P<month_5>\d{2})(?P<day>\d{2})")
    return tuple(re.compile(rf"(?:{form})(?:{TIME})?", re.IGNORECASE) for form in forms)


def parse_date(written: str) -> Period:
    """The day, month or year that the whole of `written` says; ValueError says what is wrong with it.

    Read are ISO 8601 and French forms, also with a time of day, which is dropped, 20240305, and the dates of e-mail
    and RSS ("Tue, 05 Mar 2024 10:32:00 +0100").
    """
    written = unicodedata.normalize("NFC", written[:100]).strip()
    for form in _whole_forms():
        if match := form.fullmatch(written):
            parts = {name.partition("_")[0]: value for name, value in match.groupdict().items() if value}
            month = _month(parts["month"]) if "month" in parts else None
            return make_period(_year(parts["year"]), month, int(parts["day"]) if "day" in parts else None)
    from email.utils import parsedate  # rarely wanted, and a tenth of a run that finds nothing new

    if (parsed := parsedate(written)) and re.search(r"\b\d{4}\b", written):
        return make_period(*parsed[:3])
    raise ValueError(f"{written!r} is not a date")


def _year(written: str) -> int:
    if len(written) == 2:  # as POSIX has it: 69 is 1969, 68 is 2068
        return int(written) + (1900 if int(written) >= 69 else 2000)
    return int(written)


def _month(written: str) -> int:
    if written.isdecimal():
        return int(written)
    return next(number for number, names in enumerate(_months(), 1) if names.fullmatch(written.rstrip(".")))


def make_period(year: int, month: int | None = None, day: int | None = None) -> Period:
    """The day, the month (without `day`) or the year (without `month`); ValueError where the calendar has none such."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"no article was published in the year {year:04d}")
    if month is None:
        return Period(date(year, 1, 1), date(year, 12, 31))
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {year:04d}-{month:02d}")
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return Period(date(year, month, 1), date(year, month, last))
    if not 1 <= day <= last:
        raise ValueError(f"there is no day {year:04d}-{month:02d}-{day:02d}")
    return Period(date(year, month, day), date(year, month, day))
