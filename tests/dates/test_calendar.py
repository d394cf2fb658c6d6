"""Units, seasons, feasts and parts of the calendar."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import Period
from pipeline.dates import calendar

EASTERS = {
    1990: (4, 15),
    2000: (4, 23),
    2008: (3, 23),
    2011: (4, 24),
    2019: (4, 21),
    2024: (3, 31),
    2025: (4, 20),
    2038: (4, 25),
}


@pytest.mark.parametrize("year", EASTERS)
def test_easter_is_where_the_almanac_has_it(year: int):
    assert calendar.easter(year) == date(year, *EASTERS[year])


@given(st.integers(1583, 9999))
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int):
    easter = calendar.easter(year)
    assert easter.weekday() == 6
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)


@given(st.integers(1900, 2100))
def test_seasons_follow_one_another_without_a_gap(year: int):
    seasons = [calendar.season(year, name) for name in ("spring", "summer", "autumn", "winter")]
    seasons.append(calendar.season(year + 1, "spring"))
    periods = [period for period in seasons if period]
    assert len(periods) == 5
    assert all((b.begin - a.end).days == 1 for a, b in itertools.pairwise(periods))


UNITS = ("day", "week", "weekend", "fortnight", "month", "quarter", "semester", "year", "decade", "century")


@given(st.dates(date(101, 1, 1), date(9900, 1, 1)), st.sampled_from(UNITS))
def test_a_unit_holds_its_day(moment: date, unit: str):
    period = calendar.unit_of(moment, unit)
    assert period is not None
    if unit != "weekend" or moment.weekday() >= 5:
        assert period.contains(Period(moment, moment))


@given(
    st.dates(date(1000, 1, 1), date(3000, 1, 1)),
    st.sampled_from(["day", "week", "month", "year"]),
    st.integers(-300, 300),
)
def test_a_step_there_and_back_ends_within_the_month_lengths(moment: date, unit: str, count: int):
    there = calendar.add(moment, unit, count)
    assert there is not None
    back = calendar.add(there, unit, -count)
    assert back is not None
    assert 0 <= (moment - back).days <= 3


@given(
    st.dates(date(1000, 1, 1), date(3000, 1, 1)),
    st.sampled_from(["week", "month", "quarter", "year", "decade", "century"]),
)
def test_the_three_parts_of_a_period_lie_in_it_in_order(moment: date, unit: str):
    period = calendar.unit_of(moment, unit)
    assert period is not None
    parts = [calendar.part_of(period, which, unit) for which in ("start", "middle", "end")]
    assert parts[0].begin == period.begin
    assert parts[-1].end == period.end
    assert all(period.contains(part) for part in parts)
    assert parts[0].begin < parts[1].begin < parts[2].begin


def test_what_python_has_no_date_for_does_not_exist():
    assert calendar.day(2023, 2, 29) is None
    assert calendar.add(date(9999, 12, 31), "day", 1) is None
    assert calendar.years(9998, 10000) is None
