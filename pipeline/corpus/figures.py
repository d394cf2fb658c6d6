"""Whether two amounts may be one: the same measure of the same thing, exact, rounded or bounded."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.resources import load_toml
from pipeline.tables.schema import Row

# How far from the figure told the true one may lie, by what the figure says of itself.
_SLACK = {"about": 0.1, "order_of": 0.25}
_ROUNDING = 0.02  # "un million" of 1,02: less than the press would round
_NEAR = 0.8
_OPEN = 2.0  # "plus de 25 millions" may be 50, hardly more; "moins de 45" at least half
_BARE = 1e-9
_COUNTED = 1000  # a smaller count is not rounded

Agreement = Literal["same", "compatible", "contradictory"]


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount with the interval in which it lies, the classes of what it measures, and who is named right behind it.

    `beside`: whom it is from, or to ("45 millions auprès de Paul"); mentions, or entities once they are known.
    """

    row: Row
    measures: frozenset[str]
    low: float
    high: float
    beside: frozenset[str] = frozenset()

    @property
    def size(self) -> float:
        """The figure, or the middle of what it may be."""
        return float(self.row["value"]) if self.row["value"] is not None else (self.low + self.high) / 2


def figure(amount: Row, beside: frozenset[str] = frozenset()) -> Figure | None:
    """The figure of a row of `amounts`; None for what says nothing of a happening (a duration, an open "plusieurs")."""
    if amount["kind"] not in ("money", "percent", "count", "measure"):
        return None
    low, high = _interval(amount)
    return Figure(amount, _measures(amount), low, high, beside) if math.isfinite(high) else None


def agreement(one: Figure, other: Figure) -> Agreement | None:
    """How two figures go together; None where they do not measure the same thing."""
    if not one.measures & other.measures or one.row["per"] != other.row["per"]:
        return None
    if one.low <= other.high and other.low <= one.high:
        return "same" if one.row["value"] == other.row["value"] is not None else "compatible"
    return "compatible" if _rounded(one, other) else "contradictory"


def are_near(one: Figure, other: Figure) -> bool:
    """Whether two figures differ by a fifth at most: 187 and 192."""
    return min(one.size, other.size) >= _NEAR * max(one.size, other.size)


def _rounded(one: Figure, other: Figure) -> bool:
    near = abs(one.size - other.size) <= _ROUNDING * max(one.size, other.size)
    return near and max(one.size, other.size) >= _COUNTED and _digits(one.size) != _digits(other.size)


def _digits(value: float) -> int:
    """Significant digits: 2 for 45 000 000, 3 for 4.25."""
    return len(f"{value:.6g}".split("e")[0].replace(".", "").strip("0")) if value else 0


def _interval(amount: Row) -> tuple[float, float]:
    value, modifier = amount["value"], amount["modifier"]
    if value is None:
        low, high = amount["low"] or 0.0, math.inf if amount["high"] is None else amount["high"]
        return (low, high) if modifier == "between" or math.isfinite(high) else (low, math.inf)
    if modifier in ("more_than", "at_least"):
        return value * (1 + _BARE * (modifier == "more_than")), value * _OPEN
    if modifier in ("less_than", "at_most", "up_to"):
        return value / _OPEN, value * (1 - _BARE * (modifier == "less_than"))
    slack = _SLACK.get(modifier, 0.0)
    return value * (1 - slack), value * (1 + slack)


def _measures(amount: Row) -> frozenset[str]:
    """What an amount measures: its currency, its unit, the classes of what is counted ("poste" and "salarié": jobs)."""
    if amount["kind"] == "money":
        return frozenset({f"money {amount['currency']}"})
    return frozenset({f"{amount['kind']} {amount['unit']}", *_counted().get(amount["unit"], ())})


@cache
def _counted() -> Mapping[str, tuple[str, ...]]:
    classes: dict[str, tuple[str, ...]] = {}
    for name, nouns in load_toml("stories.toml")["counted"].items():
        for noun in nouns:
            classes[noun] = (*classes.get(noun, ()), name)
    return classes
