"""Where dates fall: the occurrences of an open date, the units of a period, the rank of a day in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from pipeline.article import Period
from pipeline.dates import calendar
from pipeline.dates import expressions as ex
from pipeline.dates.lexicon import french

_REACH, _LEAP_REACH = 2, 9  # years searched on either side, and for 29 February


def unit_granularity(unit: str) -> str:
    """The granularity of a unit of time."""
    if unit in ("weekend", "night", "fortnight", "semester", "century"):
        return "other"
    return unit if unit != "hour" else "day"


def granularity_of(node: ex.Node) -> str:
    """The granularity that a node has whatever it is worth."""
    match node:
        case ex.Calendar(day=None, weekday=None, month=None):
            return "year"
        case ex.Calendar(day=None, weekday=None):
            return "month"
        case ex.Season():
            return "season"
        case ex.Division(unit=unit):
            return unit_granularity(unit)
        case ex.Nth(unit=str() as unit) | ex.Around(unit=unit):
            return unit_granularity(unit)
        case ex.Shift(unit=unit, measured=measured):
            return "day" if measured and unit in ("week", "fortnight") else unit_granularity(unit)
        case ex.Range() | ex.Stretch() | ex.Window() | ex.Leading() | ex.Night(second=ex.Calendar() | ex.Directed()):
            return "other"
        case ex.Fixed(granularity=granularity):
            return granularity
        case ex.Directed(node=inner) | ex.This(node=inner) | ex.Inside(node=inner) | ex.Part(of=inner):
            return granularity_of(inner)
    return "day"


def yearless(node: ex.Node) -> bool:
    """Whether a written date lacks its year."""
    match node:
        case ex.Calendar(year=year) | ex.Season(year=year) | ex.Feast(year=year) | ex.Division(year=year):
            return year is None
        case ex.Part(of=of) | ex.Nth(of=of):
            return yearless(of)
    return False


def without_weekday(node: ex.Node) -> ex.Node:
    """A date of a range follows the other one, whatever weekday it claims."""
    return replace(node, weekday=None) if isinstance(node, ex.Calendar) and node.month is not None else node


def occurrence(node: ex.Node, year: int) -> Period | None:
    """The node in one year."""
    match node:
        case ex.Calendar(month=int() as month, day=None):
            return calendar.month(year, month)
        case ex.Calendar(month=int() as month, day=int() as number):
            return calendar.day(year, month, number)
        case ex.Season(name=name):
            return calendar.season(year, name)
        case ex.Division(unit=unit, rank=rank):
            size = calendar.MONTHS_IN[unit]
            first = 12 - size + 1 if rank < 0 else (rank - 1) * size + 1
            begin, end = calendar.month(year, first), calendar.month(year, first + size - 1)
            return Period(begin.begin, end.end) if begin and end else None
        case ex.Feast(name=name):
            return _feast(name, year)
        case ex.Part(which=which, of=of):
            whole = occurrence(of, year)
            return calendar.part_of(whole, which, granularity_of(of)) if whole and which != "during" else whole
        case ex.Nth(of=of):
            whole = occurrence(of, year)
            return ranked(node, whole) if whole else None
        case ex.Directed(node=inner) | ex.This(node=inner):
            return occurrence(inner, year)
    return None


def ranked(node: ex.Nth, of: Period) -> Period | None:
    """The rank-th unit or weekday of a period."""
    if isinstance(node.unit, int):
        parts = list(candidates_of(ex.Calendar(weekday=node.unit), of, margin=0))
    else:
        parts = [p for p in units_in(of, node.unit) if of.contains(p) or (node.unit == "weekend" and p.begin <= of.end)]
    index = node.rank - 1 if node.rank > 0 else node.rank
    return parts[index] if -len(parts) <= index < len(parts) else None


def _feast(name: str, year: int) -> Period | None:
    kind, rule = french().feast_rules[name]
    if kind == "fixed":
        return calendar.day(year, rule[0], rule[1])
    if kind == "easter":
        moment = calendar.add(calendar.easter(year), "day", rule[0]) if 1 < year < 9999 else None
        return Period(moment, moment) if moment else None
    of = calendar.month(year, rule[0])
    days = list(candidates_of(ex.Calendar(weekday=rule[1]), of, margin=0)) if of else []
    chosen = days[rule[2] - 1 if rule[2] > 0 else rule[2]] if days else None
    if chosen and rule[3:] and chosen.begin - calendar.easter(year) == timedelta(days=rule[3]):
        moment = chosen.begin + timedelta(days=7)
        return Period(moment, moment)
    return chosen


def candidates_of(node: ex.Node, around: Period, margin: int = 1) -> Iterable[Period]:
    """The occurrences of an open date in and around a period, in order; `margin` 0 keeps to the period."""
    if isinstance(node, ex.Directed | ex.This):
        node = node.node
    if isinstance(node, ex.Calendar) and node.month is None:
        yield from _days(node, around, margin)
        return
    found = []
    leap = isinstance(node, ex.Calendar) and (node.month, node.day) == (2, 29)
    reach = _LEAP_REACH if leap else _REACH
    for year in range(around.begin.year - reach, around.end.year + reach + 1):
        period = occurrence(node, year) if 1 <= year <= 9998 else None
        if period:
            found.append(period)
    weekday = node.weekday if isinstance(node, ex.Calendar) else None
    if weekday is not None:
        matching = [p for p in found if p.begin.weekday() == weekday and distance_to(p, around.begin) < 370]
        found = matching or found  # a weekday that fits no near year is a slip of the writer
    yield from found


def _days(node: ex.Calendar, around: Period, margin: int) -> Iterable[Period]:
    """Weekdays, and days of the month with or without their weekday."""
    reach = 0 if margin == 0 else 7 if node.day is None else 800 if node.weekday is not None else 62
    first, last = calendar.add(around.begin, "day", -reach), calendar.add(around.end, "day", reach)
    if first is None or last is None or (last - first).days > 40000:
        return
    moment = first
    step = 1
    if node.weekday is not None:
        moment += timedelta(days=(node.weekday - moment.weekday()) % 7)
        step = 7
    while moment <= last:
        if node.day is None or moment.day == node.day:
            yield Period(moment, moment)
        moment += timedelta(days=step)


def units_in(of: Period, unit: str) -> Iterable[Period]:
    """The whole units that begin in a period."""
    moment = of.begin
    while moment <= of.end:
        period = calendar.unit_of(moment, unit)
        if period is None:
            return
        if period.begin >= of.begin:
            yield period
        following = calendar.add(period.end, "day", 1)
        if following is None:
            return
        moment = following


def beyond(node: ex.Node, origin: Period, direction: int) -> Period | None:
    """The nearest occurrence wholly before or after a period."""
    candidates = list(candidates_of(node, origin))
    if direction < 0:
        return next((p for p in reversed(candidates) if p.end < origin.begin), None)
    return next((p for p in candidates if p.begin > origin.end), None)


def distance_to(period: Period, moment: date, past_weight: float = 1.0) -> float:
    """Days from a day to a period, those back into the past weighted."""
    if period.begin <= moment <= period.end:
        return 0
    return (period.begin - moment).days if period.begin > moment else (moment - period.end).days * past_weight
