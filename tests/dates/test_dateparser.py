"""Our values against those of dateparser, where it is known to be right: full dates, and hier … demain."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from pipeline.article import Period
from pipeline.dates import find_dates
from pipeline.structure.view import plain_view

dateparser = pytest.importorskip("dateparser")

DAY = date(2024, 3, 15)
STEPS = [date(1991, 2, 3) + timedelta(days=397 * n) for n in range(40)]
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
FULL = [f"{d.day} {MONTHS[d.month - 1]} {d.year}" for d in STEPS] + [d.strftime("%d/%m/%Y") for d in STEPS]
RELATIVE = ["hier", "demain", "avant-hier", "il y a 3 jours", "dans 10 jours"]


@pytest.mark.parametrize("text", FULL + RELATIVE)
def test_we_and_dateparser_agree(text: str):
    settings = {"RELATIVE_BASE": datetime(DAY.year, DAY.month, DAY.day), "DATE_ORDER": "DMY"}
    theirs = dateparser.parse(text, languages=["fr"], settings=settings).date()
    view = plain_view(text)
    (ours,) = find_dates(view, Period(DAY, DAY))
    assert (ours.start, ours.end, ours.value) == (0, len(text), Period(theirs, theirs))
