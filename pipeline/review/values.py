"""The cells that a decision sets, as a person writes them: `PER`, `1998-04`, `value=3,5; unit=km`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from pipeline.article import Period
from pipeline.dates.calendar import season_of
from pipeline.tables.schema import TABLES

# The columns that a decision may set, the one that a lone value means first. `date` stands for date_begin and date_end;
# `event` says which event a participant has its part in, by the trigger's words.
SETTABLE: Mapping[str, tuple[str, ...]] = {
    "mentions": ("label", "name"),
    "dates": ("date", "granularity", "approximate", "bound"),
    "amounts": ("value", "low", "high", "kind", "currency", "unit", "modifier", "per"),
    "events": ("date", "type", "lemma", "factuality"),
    "event_participants": ("role", "event"),
}
_FREE = ("name", "event")  # not columns that are written out
_NEVER_EMPTY = ("label", "name", "granularity", "kind", "modifier", "type", "lemma", "factuality", "role", "event")

_PAIR = re.compile(r"\s*([a-z_]+)\s*=\s*(.*?)\s*", re.DOTALL)
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_FRENCH = re.compile(r"(\d\d?)[/.](\d\d?)[/.](\d{4})")  # what a spreadsheet makes of an ISO date
_CURRENCY = re.compile(r"[A-Z]{3}")
_BOOLEANS = {"true": True, "vrai": True, "false": False, "faux": False}


class CellError(ValueError):
    """A value that cannot be read; the message says which and why."""


def read_values(table: str, text: str) -> dict[str, Any]:
    """Cells by column (`date` for an interval): a lone value, or `column=value` parted by semicolons.

    Raises CellError where a column may not be set or a value is none of its kind.
    """
    text = text.strip()
    if not text:
        return {}
    settable = SETTABLE[table]
    pairs = [_PAIR.fullmatch(part) for part in text.split(";")] if "=" in text else []
    if not pairs:
        return {settable[0]: _cell(table, settable[0], text)}
    values: dict[str, Any] = {}
    for part, pair in zip(text.split(";"), pairs, strict=True):
        if pair is None:
            raise CellError(f"{part.strip()!r} is not column=value")
        column, value = pair.groups()
        if column not in settable:
            raise CellError(f"{column} of {table} cannot be set; what can: {', '.join(settable)}")
        values[column] = _cell(table, column, value)
    return values


def write_values(values: Mapping[str, Any]) -> str:
    """What `read_values` reads back: `column=value` parted by semicolons."""
    return "; ".join(f"{column}={_written(value)}" for column, value in values.items())


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Period):
        return f"{value.begin}" if value.begin == value.end else f"{value.begin}..{value.end}"
    if isinstance(value, float):
        return f"{value:.12g}" if abs(value) < 1e12 else f"{value:.0f}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cell(table: str, column: str, text: str) -> Any:  # noqa: ANN401 - a cell is of its column's type
    if not text:
        if column in _NEVER_EMPTY:
            raise CellError(f"{column} may not be empty")
        return "" if column in ("bound", "currency", "unit", "per") else None
    if column == "date":
        return read_period(text)
    if column in _FREE:
        return text
    declared = next(one for one in TABLES[table].columns if one.name == column)
    if declared.kind == "number":
        return _number(column, text)
    if declared.kind == "boolean":
        if text.lower() not in _BOOLEANS:
            raise CellError(f"{column} is {text!r}, not true or false")
        return _BOOLEANS[text.lower()]
    if declared.vocabulary and text not in declared.vocabulary:
        raise CellError(f"{column} is {text!r}, not one of {', '.join(declared.vocabulary)}")
    if column == "currency" and not _CURRENCY.fullmatch(text):
        raise CellError(f"currency is {text!r}, not a code of ISO 4217")
    return text


def _number(column: str, text: str) -> float:
    try:
        return float(re.sub(r"\s", "", text).replace(",", "."))
    except ValueError:
        raise CellError(f"{column} is {text!r}, not a number") from None


def read_period(text: str) -> Period:
    """The days that `1998`, `1998-04`, `1998-04-02`, `02/04/1998` or two of these with `..` between them mean.

    Raises CellError where it is none of these or not in the calendar.
    """
    between = ".." if ".." in text or _FRENCH.fullmatch(text.strip()) else "/"
    ends = [_days(end.strip(), text) for end in text.split(between)]
    if len(ends) > 2 or ends[-1].end < ends[0].begin:
        raise CellError(f"{text!r} is no interval of days")
    return Period(ends[0].begin, ends[-1].end)


def _days(text: str, whole: str) -> Period:
    try:
        if match := _FRENCH.fullmatch(text):
            day = date(int(match[3]), int(match[2]), int(match[1]))
            return Period(day, day)
        if match := _ISO.fullmatch(text.removesuffix("T00:00:00").removesuffix(" 00:00:00")):
            year, month, on = int(match[1]), int(match[2] or 0), int(match[3] or 0)
            if on:
                return Period(date(year, month, on), date(year, month, on))
            if month:
                return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
            return Period(date(year, 1, 1), date(year, 12, 31))
    except ValueError:
        raise CellError(f"{whole!r} is not in the calendar") from None
    raise CellError(f"{whole!r} is no date: write 1998, 1998-04, 1998-04-02 or two of them with .. between")


def granularity_of(period: Period) -> str:
    """How finely an interval speaks: the unit of the calendar that it is the whole of, else `other`."""
    begin, end = period.begin, period.end
    after = end + timedelta(1) if end < date.max else end
    months = (after.year - begin.year) * 12 + after.month - begin.month
    if begin == end:
        return "day"
    if period.days == 7 and begin.weekday() == 0:
        return "week"
    if begin.day == after.day == 1:
        if months == 1:
            return "month"
        if months == 3 and begin.month % 3 == 1:
            return "quarter"
        if months == 12 and begin.month == 1:
            return "year"
        if months == 120 and begin.month == 1 and begin.year % 10 == 0:
            return "decade"
    return "season" if season_of(period) else "other"
