"""Every day of 1990 to 2035, in every written form, is found whole and means that day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from pipeline.article import Passage, Period, View
from pipeline.dates import find_dates
from pipeline.dates.lexicon import french
from pipeline.dates.numerals import numeral
from pipeline.dates.tokens import Tokens
from pipeline.structure.view import plain_view

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
SHORT = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
DAYS = [date(1990, 1, 1) + timedelta(days=n) for n in range((date(2036, 1, 1) - date(1990, 1, 1)).days)]
UNITS = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}


def spelled(number: int) -> str:
    """A number below ten thousand in French words (1990 spelling rules, with hyphens below a hundred)."""
    if number >= 1000:
        thousands = "mille" if number < 2000 else f"{spelled(number // 1000)} mille"
        return thousands + (f" {spelled(number % 1000)}" if number % 1000 else "")
    if number >= 100:
        hundreds = "cent" if number < 200 else f"{spelled(number // 100)} cent"
        return hundreds + (f" {spelled(number % 100)}" if number % 100 else "s" * (number >= 200))
    if number <= 16:
        return UNITS[number]
    if number < 20:
        return f"dix-{UNITS[number - 10]}"
    if number >= 80:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{spelled(number - 80)}"
    ten, rest = (6, number - 60) if number >= 60 else divmod(number, 10)
    if not rest:
        return TENS[ten]
    return f"{TENS[ten]} et {spelled(rest)}" if rest in (1, 11) else f"{TENS[ten]}-{spelled(rest)}"


def ordinal(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


FORMS: dict[str, Callable[[date], str]] = {
    "12 mai 1990": lambda d: f"{ordinal(d)} {MONTHS[d.month - 1]} {d.year}",
    "samedi 12 mai 1990": lambda d: f"{WEEKDAYS[d.weekday()]} {ordinal(d)} {MONTHS[d.month - 1]} {d.year}",
    "12 Mai 1990": lambda d: f"{d.day} {MONTHS[d.month - 1].capitalize()} {d.year}",
    "12 févr. 1990": lambda d: f"{ordinal(d)} {SHORT[d.month - 1]} {d.year}",
    "12/05/1990": lambda d: f"{d:%d/%m/%Y}",
    "12/5/1990": lambda d: f"{d.day}/{d.month}/{d.year}",
    "12.05.1990": lambda d: f"{d:%d.%m.%Y}",
    "12-05-1990": lambda d: f"{d:%d-%m-%Y}",
    "12/05/90": lambda d: f"{d:%d/%m/%y}",
    "1990-05-12": lambda d: d.isoformat(),
    "douze mai mille neuf cent quatre-vingt-dix": lambda d: (
        f"{'premier' if d.day == 1 else spelled(d.day)} {MONTHS[d.month - 1]} {spelled(d.year)}"
    ),
    "May 12, 1990": lambda d: f"{ENGLISH[d.month - 1]} {d.day}, {d.year}",
    "12 May 1990": lambda d: f"{d.day} {ENGLISH[d.month - 1]} {d.year}",
}
CHUNK = 2000  # days a text, each in a sentence of its own


def view_of(sentences: list[str]) -> View:
    """A view that needs no cleaning, one passage a sentence."""
    passages, start = [], 0
    for sentence in sentences:
        passages.append(Passage(start, start + len(sentence)))
        start += len(sentence) + 1
    return View(" ".join(sentences), tuple(passages), range(start), range(1, start + 1))


@pytest.mark.parametrize("form", FORMS)
def test_every_day_round_trips(form: str):
    write = FORMS[form]
    for first in range(0, len(DAYS), CHUNK):
        days = DAYS[first : first + CHUNK]
        view = view_of([f"Vu ce {write(day)}, à Sète." for day in days])
        found = find_dates(view, None)
        assert [view.text[x.start : x.end] for x in found] == [write(day) for day in days]
        assert [x.value for x in found] == [Period(day, day) for day in days]
        assert {(x.granularity, x.resolved_by, x.approximate) for x in found} == {("day", "explicit", False)}
        assert [x.edtf for x in found] == [day.isoformat() for day in days]


def test_a_yearless_day_is_that_of_the_year_of_a_text_that_tells_the_past():
    for day in DAYS[::7]:
        view = plain_view(f"Il a signé le {ordinal(day)} {MONTHS[day.month - 1]}.")
        (found,) = find_dates(view, Period(day + timedelta(days=20), day + timedelta(days=20)))
        assert found.value == Period(day, day), day


def test_every_number_word_is_read():
    for number in range(1, 10000):
        words = spelled(number)
        tokens = Tokens(words, 0, len(words))
        assert numeral(tokens, 0) == (number, len(tokens)), words


def test_every_month_of_every_year_round_trips():
    for year in range(1990, 2036):
        text = " ".join(f"C'était en {month} {year}." for month in MONTHS)
        found = find_dates(plain_view(text), None)
        assert [(x.value.begin.year, x.value.begin.month, x.granularity) for x in found if x.value] == [
            (year, number, "month") for number in range(1, 13)
        ]


def test_the_lexicon_holds_every_month_and_weekday_of_this_test():
    assert all(french().months[month] == number for number, month in enumerate(MONTHS, 1))
    assert all(french().weekdays[name] == number for number, name in enumerate(WEEKDAYS))
