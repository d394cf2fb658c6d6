"""Extended Date/Time Format, level 1 (ISO 8601-2:2019): value, precision, doubt and open ends in one string."""

from __future__ import annotations

from calendar import monthrange

from pipeline.article import Period
from pipeline.dates.calendar import season_of

_SEASON_CODES = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
_OPEN_END = ("since", "after")
_OPEN_START = ("until", "before", "by")


def edtf(value: Period | None, granularity: str, approximate: bool = False, bound: str = "") -> str:
    """The EDTF string of a period: `2018-01~/2018-04~`, `2024-21`, `199X`, `2016/..`; empty for an unknown value."""
    if value is None:
        return ""
    mark = "~" if approximate else ""
    single = _single(value, granularity)
    if bound in _OPEN_END:
        return f"{single or _edge(value.begin.isoformat(), value)}{mark}/.."
    if bound in _OPEN_START:
        return f"../{single or _edge(value.end.isoformat(), value)}{mark}"
    if single:
        return single + mark
    begin, end = _edge(value.begin.isoformat(), value), _edge(value.end.isoformat(), value)
    return f"{begin}{mark}/{end}{mark}"


def _single(value: Period, granularity: str) -> str:
    """The one date that is the whole period, where EDTF has one."""
    begin, end = value.begin, value.end
    if begin == end:
        return begin.isoformat()
    name = season_of(value) if granularity == "season" else None
    if name:
        return f"{begin.year:04d}-{_SEASON_CODES[name]}"
    if (begin.month, begin.day, end.month, end.day) == (1, 1, 12, 31):
        if begin.year == end.year:
            return f"{begin.year:04d}"
        if begin.year % 10 == 0 and end.year == begin.year + 9:
            return f"{begin.year // 10:03d}X"
    if (begin.year, begin.month) == (end.year, end.month) and _whole_months(value):
        return begin.isoformat()[:7]
    return ""


def _whole_months(value: Period) -> bool:
    return value.begin.day == 1 and value.end.day == monthrange(value.end.year, value.end.month)[1]


def _edge(day: str, value: Period) -> str:
    """One end of an interval, to the year or the month where the interval is made of whole ones."""
    if _whole_months(value):
        return day[:4] if value.begin.month == 1 and value.end.month == 12 else day[:7]
    return day
