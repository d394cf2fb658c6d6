"""Arithmetic on the civil calendar: whole units, their neighbours, seasons, feasts, and the parts of a period.

Everything is Gregorian and proleptic. A period outside the years 1 to 9999 does not exist for Python: the functions
that could leave them return None.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from pipeline.article import Period

# The months that a unit of several months spans.
MONTHS_IN = {"month": 1, "quarter": 3, "semester": 6, "year": 12, "decade": 120, "century": 1200}
DAYS_IN = {"day": 1, "week": 7, "fortnight": 15, "weekend": 7}

_SEASON_STARTS = {"spring": (3, 20), "summer": (6, 21), "autumn": (9, 22), "winter": (12, 21)}
_SEASONS = tuple(_SEASON_STARTS)


def day(year: int, month: int, number: int) -> Period | None:
    """The day, or None where the calendar has no such day."""
    try:
        only = date(year, month, number)
    except ValueError:
        return None
    return Period(only, only)


def month(year: int, number: int) -> Period | None:
    """The month `number` (1 to 12) of `year`."""
    if not 1 <= year <= 9999:
        return None
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def years(first: int, last: int) -> Period | None:
    """The whole years `first` to `last`."""
    return Period(date(first, 1, 1), date(last, 12, 31)) if 1 <= first <= last <= 9999 else None


def season(year: int, name: str) -> Period | None:
    """The season that begins in `year`: the winter of 2022 ends in March 2023."""
    if not 1 <= year < 9999:
        return None
    following = _SEASONS[(_SEASONS.index(name) + 1) % 4]
    begin = date(year, *_SEASON_STARTS[name])
    end = date(year + (name == "winter"), *_SEASON_STARTS[following]) - timedelta(days=1)
    return Period(begin, end)


def season_of(of: Period) -> str | None:
    """The name of the season that is exactly `of`, else None."""
    return next((name for name in _SEASONS if season(of.begin.year, name) == of), None)


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian computus (Nature, 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    number = h + j - 7 * m + 114
    return date(year, number // 31, number % 31 + 1)


def unit_of(moment: date, unit: str) -> Period | None:
    """The whole unit around a day: a day, a week from Monday, its weekend, a month … a century."""
    if unit in ("day", "hour"):
        return Period(moment, moment)
    if unit == "fortnight":
        last = monthrange(moment.year, moment.month)[1]
        first, final = (1, 15) if moment.day <= 15 else (16, last)
        return Period(moment.replace(day=first), moment.replace(day=final))
    if unit in ("week", "weekend"):
        monday = add(moment, "day", -moment.weekday())
        if monday is None:
            return None
        begin, end = add(monday, "day", 5 if unit == "weekend" else 0), add(monday, "day", 6)
        return Period(begin, end) if begin and end else None
    if unit == "decade":
        return years(moment.year // 10 * 10, moment.year // 10 * 10 + 9)
    if unit == "century":
        return years((moment.year - 1) // 100 * 100 + 1, (moment.year - 1) // 100 * 100 + 100)
    size = MONTHS_IN[unit]
    first = (moment.month - 1) // size * size + 1
    opening, closing = month(moment.year, first), month(moment.year, first + size - 1)
    return Period(opening.begin, closing.end) if opening and closing else None


def add(moment: date, unit: str, count: int) -> date | None:
    """`moment` moved by `count` units; the last day of a shorter month stands for days that it lacks."""
    try:
        if unit in DAYS_IN:
            return moment + timedelta(days=count * DAYS_IN[unit])
        index = moment.year * 12 + moment.month - 1 + count * MONTHS_IN[unit]
        year, number = index // 12, index % 12 + 1
        return date(year, number, min(moment.day, monthrange(year, number)[1]))
    except (OverflowError, ValueError):
        return None


def _months_end(first: date, count: int) -> date:
    """The last day of the `count` months that begin on `first`."""
    index = first.month - 2 + count
    year, number = first.year + index // 12, index % 12 + 1
    return date(year, number, monthrange(year, number)[1])


def part_of(of: Period, which: str, granularity: str) -> Period:
    """The `start`, `middle` or `end` of a period, by the conventions of docs/dates.md: thirds of a month, a quarter,
    a semester or a year, Monday–Tuesday, Wednesday–Thursday and Thursday–Sunday of a week, a season cut at two
    fifteenths, else thirds."""
    begin, end = of.begin, of.end
    if granularity == "month":
        tenths = {"start": (1, 10), "middle": (11, 20), "end": (19 if begin.month == 2 else 21, end.day)}
        first, last = tenths[which]
        return Period(begin.replace(day=first), begin.replace(day=last))
    months = (end.year - begin.year) * 12 + end.month - begin.month + 1
    if begin.day == 1 and months in (3, 6, 12) and end == _months_end(begin, months):
        skipped = ("start", "middle", "end").index(which) * months // 3
        opening = _months_end(begin, skipped) + timedelta(days=1) if skipped else begin
        return Period(opening, _months_end(opening, months // 3))
    if granularity == "week":
        first, last = {"start": (0, 1), "middle": (2, 3), "end": (3, 6)}[which]
        return Period(begin + timedelta(days=first), begin + timedelta(days=last))
    if granularity == "season":
        cuts = [
            begin,
            *(date(begin.year + (begin.month + n > 12), (begin.month + n - 1) % 12 + 1, 15) for n in (1, 2)),
            end,
        ]
        index = ("start", "middle", "end").index(which)
        return Period(cuts[index], cuts[index + 1])
    if (end.month, end.day) == (12, 31) and (begin.month, begin.day) == (1, 1):
        size = end.year - begin.year + 1
        cuts_in_years = [begin.year, begin.year + -(-size // 3), begin.year + -(-2 * size // 3), end.year + 1]
        index = ("start", "middle", "end").index(which)
        return Period(date(cuts_in_years[index], 1, 1), date(cuts_in_years[index + 1] - 1, 12, 31))
    third = of.days // 3
    if which == "start":
        return Period(begin, begin + timedelta(days=max(third - 1, 0)))
    if which == "middle":
        return Period(begin + timedelta(days=third), end - timedelta(days=third))
    return Period(end - timedelta(days=max(third - 1, 0)), end)
