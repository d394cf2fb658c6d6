"""EDTF level 1 (ISO 8601-2)."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.article import Period
from pipeline.dates.edtf import edtf


def period(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("first", "last", "granularity", "approximate", "bound", "expected"),
    [
        ("2024-03-15", "2024-03-15", "day", False, "", "2024-03-15"),
        ("2024-03-01", "2024-03-31", "month", False, "", "2024-03"),
        ("2024-01-01", "2024-12-31", "year", False, "", "2024"),
        ("2014-01-01", "2014-12-31", "year", True, "", "2014~"),
        ("1990-01-01", "1999-12-31", "decade", False, "", "199X"),
        ("1801-01-01", "1900-12-31", "other", False, "", "1801/1900"),
        ("2024-03-20", "2024-06-20", "season", False, "", "2024-21"),
        ("2024-06-21", "2024-09-21", "season", False, "", "2024-22"),
        ("2024-09-22", "2024-12-20", "season", False, "", "2024-23"),
        ("2024-12-21", "2025-03-19", "season", False, "", "2024-24"),
        ("2023-07-01", "2023-09-30", "quarter", False, "", "2023-07/2023-09"),
        ("2018-01-01", "2018-04-30", "year", True, "", "2018-01~/2018-04~"),
        ("2018-02-19", "2018-02-28", "month", True, "", "2018-02-19~/2018-02-28~"),
        ("2024-07-29", "2024-08-04", "week", False, "", "2024-07-29/2024-08-04"),
        ("2015-01-01", "2019-12-31", "other", False, "", "2015/2019"),
        ("2016-01-01", "2016-12-31", "year", False, "since", "2016/.."),
        ("2027-01-01", "2027-12-31", "year", False, "until", "../2027"),
        ("2030-01-01", "2030-12-31", "year", False, "by", "../2030"),
        ("2024-04-05", "2024-04-05", "day", False, "before", "../2024-04-05"),
        ("2025-09-01", "2025-12-31", "year", True, "before", "../2025-12~"),
        ("2024-03-31", "2024-03-31", "day", False, "after", "2024-03-31/.."),
    ],
)
def test_a_value_has_its_edtf(first: str, last: str, granularity: str, approximate: bool, bound: str, expected: str):
    assert edtf(period(first, last), granularity, approximate, bound) == expected


def test_no_value_has_no_edtf():
    assert edtf(None, "day") == ""
