"""Measured quantities: a number with a unit of length, time, weight …, with halves, quarters and smaller units."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from pipeline.amounts.numbers import Number, read_number
from pipeline.amounts.patterns import any_of
from pipeline.amounts.quantity import Quantity
from pipeline.amounts.units import Unit, read_unit
from pipeline.amounts.window import Window
from pipeline.resources import load_toml

# Two units in one: "2 h 30", "1 min 12", "12 s 31" (12"31), "1 m 80"; how many of the smaller one make the larger.
_COMPOUNDS = (
    (re.compile(r" ?[hH] ?(?P<smaller>\d\d)(?!\d)(?: ?min(?:utes?)?(?!\w))?"), "duration", "heure", 60),
    (
        re.compile(r" ?(?:minutes?|min|mn) ?(?P<smaller>\d\d)(?!\d)(?: ?s(?:ec)?(?!\w)|(?! ?(?:sec|[a-zé]+s(?!\w))))"),
        "duration",
        "minute",
        60,
    ),
    (re.compile(r"'(?P<smaller>\d\d)(?:''|\")"), "duration", "minute", 60),
    (re.compile(r"(?: ?s(?:ec)? ?|\"|'')(?P<smaller>\d\d)(?!\d)"), "duration", "seconde", 100),
    (re.compile(r" ?(?:m|mètres?) ?(?P<smaller>\d\d)(?![\d\w])"), "measure", "mètre", 100),
)
_SMALLER = re.compile(r"(?: et|,)? (?P<figure>[1-5]?\d) ?(?:(?P<minutes>minutes?|min|mn)|secondes?|sec|s)(?!\w)")
_END = re.compile(r"[,.;:!?)]|$| d(?:e |')")
_HALF = re.compile(r" et demie?(?!\w)")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    quarters: re.Pattern[str]  # "trois quarts d'heure"
    halves: re.Pattern[str]  # "une demi-journée"
    multiples: dict[str, float]  # "double" -> 2.0
    countable: frozenset[str]  # durations that "un" counts
    within: re.Pattern[str]  # before "un" where it counts the others: "en un jour"


@cache
def _lexicon() -> _Lexicon:
    data = load_toml("amounts/units.toml")
    quarters, halves = any_of(data["parts"]["quarters"]), any_of(data["parts"]["halves"])
    return _Lexicon(
        quarters=re.compile(rf"(?P<count>un|trois) quarts? d(?:e |')(?P<unit>{quarters})(?!\w)", re.I),
        halves=re.compile(rf"(?:une? )?demie?[- ](?P<unit>{halves})s?(?!\w)", re.I),
        multiples=data["multiples"],
        countable=frozenset(data["one"]["durations"]),
        within=re.compile(rf"(?<!\w)(?:{any_of(data['one']['within'])}) ?$", re.I),
    )


_TIMES_AS_MANY = re.compile(r"le (?P<word>\w{6,9})(?= d[eu']|[,.;:!?)]| que|$)", re.I)


def part_of_a_unit(window: Window, start: int) -> Quantity | None:
    """Parts of a unit: "un quart d'heure", "trois quarts de point", "une demi-heure"."""
    lexicon = _lexicon()
    match = window.match(lexicon.quarters, start)
    share = 0.75 if match and match["count"].lower() == "trois" else 0.25
    if not match:
        match, share = window.match(lexicon.halves, start), 0.5
    if not match:
        return None
    number = Number(start, match.start("unit"), share)
    if match["unit"].lower() == "point":
        return Quantity(start, match.end(), number, "percent", "point")
    unit = read_unit(window, match.start("unit"))
    return Quantity(start, unit.end, number, unit.kind, unit.name) if unit else None


def times_as_many(window: Window, start: int) -> Quantity | None:
    """Multiples in one word: "le double", "le triple de"."""
    match = window.match(_TIMES_AS_MANY, start)
    times = _lexicon().multiples.get(match["word"].lower()) if match else None
    if match is None or times is None:
        return None
    return Quantity(start, match.end(), Number(start, match.end(), times), "multiple", "fois")


def compound(window: Window, start: int, number: Number) -> Quantity | None:
    """A figure with two units in one: "2 h 30" as a length of time, "1 m 80"."""
    if number.scale != 1 or number.value is None or not number.figure:
        return None
    for pattern, kind, name, share in _COMPOUNDS:
        match = window.match(pattern, number.end)
        if match and (name != "mètre" or number.value < 10):
            whole = replace(number, value=round(number.value + int(match["smaller"]) / share, 4))
            whole, end = _with_smaller(window, whole, match.end(), name)
            return Quantity(start, end, whole, kind, name)
    return None


def measured(window: Window, start: int, number: Number, unit: Unit) -> Quantity | None:
    """The quantity of so many units; None where "un" is an article."""
    end = unit.end
    if number.value == 1 and not number.figure and not _may_be_one(window, start, unit):
        return None
    if number.value is not None:
        number, end = _with_smaller(window, number, end, unit.name)
        number, end = _with_spelt_smaller(window, number, end, unit.name)
        half = window.match(_HALF, end)
        if half and number.scale == 1 and unit.kind in ("duration", "measure", "multiple"):
            number, end = replace(number, value=number.least + 0.5), half.end()
    return Quantity(start, end, number, unit.kind, unit.name)


def _with_spelt_smaller(window: Window, number: Number, end: int, name: str) -> tuple[Number, int]:
    """Minutes, seconds or centimetres in words without their name: "une heure vingt", "deux mètres cinquante"."""
    share = {"heure": 60, "minute": 60, "mètre": 100}.get(name)
    if share is None or number.figure or not window.text.startswith(" ", end):
        return number, end
    smaller = read_number(window, end + 1)
    if smaller is None or smaller.figure or smaller.noun or not 5 <= smaller.least < share:
        return number, end
    if smaller.value is None or not window.match(_END, smaller.end):
        return number, end
    return replace(number, value=round(number.least + smaller.value / share, 4)), smaller.end


def _may_be_one(window: Window, start: int, unit: Unit) -> bool:
    """Whether "un" counts the unit: "un an" does, "une fois" does not, "un jour" does in "en un jour"."""
    lexicon = _lexicon()
    if unit.kind != "duration" or unit.name in lexicon.countable:
        return unit.kind != "multiple"
    return bool(lexicon.within.search(window.before(start, 16)))


def _with_smaller(window: Window, number: Number, end: int, name: str) -> tuple[Number, int]:
    """One length of time in its first unit: "2 heures 15 minutes et 3 secondes"; other units are left as they are."""
    value = number.least
    while name in ("heure", "minute") and (match := window.match(_SMALLER, end)):
        seconds = not match["minutes"]
        value += int(match["figure"]) / (3600.0 if seconds and name == "heure" else 60.0)
        end = match.end()
        if seconds:
            break
    return replace(number, value=round(value, 4)), end
