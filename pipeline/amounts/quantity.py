"""One quantity: a number with its currency, unit or counted noun."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.amounts.currencies import Currency
from pipeline.amounts.numbers import Number


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what stands behind it. `kind` is empty where nothing says what is counted.

    `high` is the upper end of a range, whose lower end is `number`. `inherited` says that unit or currency were left
    out and taken from a neighbour. `approximate` is "~" before a figure. `hundredths` says that cents were counted.
    """

    start: int
    end: int
    number: Number
    kind: str = ""
    unit: str = ""
    currency: Currency | None = None
    inherited: bool = False
    high: Number | None = None
    approximate: bool = False
    hundredths: bool = False

    @property
    def leads_with_sign(self) -> bool:
        """Whether it is a sum whose sign stands before its figure: "$30B"."""
        return self.kind == "money" and self.start < self.number.start

    @property
    def is_strong(self) -> bool:
        """Whether the unit alone makes it an amount, whatever stands before it."""
        return self.number.scale > 1 or self.kind in ("money", "percent", "measure", "multiple") or self.unit == "point"
