"""Finding amounts: where one may begin, what is none, and what qualifies it.

Each passage is read once from left to right; `ellipsis` then gives a number without a unit the one of its neighbour.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.amounts import guards, hours
from pipeline.amounts.currencies import Countries, sign_start
from pipeline.amounts.ellipsis import Candidate, complete, reason
from pipeline.amounts.modifiers import modifier_after, modifier_before, rate_after, rate_before
from pipeline.amounts.numbers import number_start
from pipeline.amounts.quantities import read_quantity
from pipeline.amounts.quantity import Quantity
from pipeline.amounts.ranges import read_range
from pipeline.amounts.window import Window
from pipeline.article import Amount, View


def find_amounts(view: View, blocked: Sequence[tuple[int, int]] = ()) -> list[Amount]:
    """The amounts of a whole article, in text order, none across a passage's edge.

    `blocked` are view spans of calendar dates: no amount overlaps one.
    """
    taken = _Spans(blocked)
    candidates = []
    for passage in view.passages:
        window = Window(view.text, passage.start, passage.end, passage.language)
        for quantity in _read(window, taken):
            candidates.append(_qualified(window, quantity, passage.segment))
    countries = Countries(view.text)
    return [_amount(candidate, countries) for candidate in complete(candidates)]


class _Spans:
    """Spans that no amount may overlap."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if self._spans and start < self._spans[-1][1]:
                start, end = self._spans[-1][0], max(end, self._spans.pop()[1])
            self._spans.append((start, end))
        self._starts = [start for start, _ in self._spans]

    def overlap(self, start: int, end: int) -> int:
        """The end of the last span that begins before `end` if it overlaps `start..end`, else 0."""
        index = bisect_right(self._starts, end - 1) - 1
        return self._spans[index][1] if index >= 0 and self._spans[index][1] > start else 0


@cache
def _seed(*, english: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What an amount may begin with (a figure, a sign before one, a number word, "des" before "milliards"), twice.

    The first pattern begins with it; the second with what parts words before it, and is much quicker to search for: the
    letters of a word are passed at a glance.
    """
    # No figure or sign begins with a small letter (but "fr.") or a space.
    figure = rf"(?=[^a-eg-zà-ÿ\s])(?:(?<![.,/'])(?<!\w\+)|(?<=[dlDL]'))(?:[-–~≈]?\d|(?:[-–~≈] ?)?{sign_start()})"
    seed = rf"(?:{number_start(english=english)}|{figure})"
    return re.compile(seed), re.compile(rf"[^\w-]{seed}")


def _next_start(window: Window, position: int) -> int | None:
    """Where an amount may begin, at `position` or after it."""
    at, behind = _seed(english=window.english)
    if position == 0 and at.match(window.text):
        return 0
    match = behind.search(window.text, max(0, position - 1), window.stop)
    return match.start() + 1 if match else None


def _read(window: Window, taken: _Spans) -> Iterator[Quantity]:
    position = window.begin
    while (start := _next_start(window, position)) is not None:
        position = start + 1
        until = taken.overlap(start, position) or guards.skipped_until(window, start)
        if until > start:
            position = max(until, position)
            continue
        first = read_quantity(window, start)
        if first is None:
            continue
        until = _time_of_day(window, first)
        if until:
            position = max(until, position)
            continue
        quantities = read_range(window, first) or [first]
        position = max(quantities[-1].end, position)
        for quantity in quantities:
            if not taken.overlap(quantity.start, quantity.end) and _stands(window, quantity):
                yield quantity


def _time_of_day(window: Window, quantity: Quantity) -> int:
    """The end of the time of day that the quantity is, 0 if it is none."""
    behind = window.after(quantity.end, 2).strip(" ").lower()[:1]
    if quantity.unit != "heure" and behind not in ("h", ":"):
        return 0
    until = hours.time_of_day(window, quantity.start)
    return until if until > quantity.start else 0


def _stands(window: Window, quantity: Quantity) -> bool:
    """Whether the quantity is no label, no year, no regime of working hours."""
    number = quantity.number
    if number.figure and not quantity.is_strong and quantity.start == number.start:
        if guards.is_number_of_something(window, quantity.start):
            return False
        if guards.is_year(window, number.start, number.end) and quantity.high is None:
            return quantity.kind == "count" and bool(modifier_before(window, quantity.start))
    if quantity.unit == "heure":
        return not hours.is_regime(window, quantity.start)
    return not guards.is_race(window, quantity.start, quantity.unit)


def _qualified(window: Window, quantity: Quantity, segment: int) -> Candidate:
    number = quantity.number
    if quantity.high is not None:
        modifier = "between"
    elif number.modifier == "order_of":
        modifier = "order_of"
    else:
        modifier = (
            modifier_before(window, quantity.start)
            or ("about" if quantity.approximate else "")
            or modifier_after(window, quantity.end)
            or number.modifier
        )
    per = ""
    if quantity.kind != "percent":
        money = quantity.kind == "money"
        per = rate_after(window, quantity.end, money=money) or rate_before(window, quantity.start, money=money)
    why = "" if quantity.kind else reason(window, quantity)
    return Candidate(window, segment, quantity, modifier, per, why)


def _amount(candidate: Candidate, countries: Countries) -> Amount:
    quantity, modifier = candidate.quantity, candidate.modifier
    number = quantity.number
    value, low, high = number.value, number.low, None
    if quantity.high is not None:
        value, low, high = None, number.value, quantity.high.value
    elif modifier in ("more_than", "at_least"):
        low = value
    elif modifier in ("less_than", "at_most", "up_to"):
        high = value
    currency, inferred = "", False
    if quantity.kind == "money":
        if quantity.currency is not None:
            currency, inferred = countries.settle(quantity.currency, candidate.window.around(quantity.start))
        inferred = inferred or quantity.inherited
    return Amount(
        quantity.start,
        quantity.end,
        quantity.kind,
        value,
        low,
        high,
        currency,
        inferred,
        quantity.unit,
        modifier,
        candidate.per,
        _flag(quantity),
    )


def _flag(quantity: Quantity) -> str:
    """What is odd: "30 000 millions" (French says "30 milliards"), or a figure no such thing can have."""
    if quantity.number.calque or (quantity.high is not None and quantity.high.calque):
        return "calque"
    most = {"money": 1e16, "percent": 1e5, "duration": 1e11}.get(quantity.kind, float("inf"))
    return "implausible" if abs(quantity.number.least) > most else ""
