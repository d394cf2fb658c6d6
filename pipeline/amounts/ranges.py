"""Ranges ("3 à 5 millions") and changes ("de 2 000 à 4 000 €"): two numbers that share the unit of the second."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.amounts import guards
from pipeline.amounts.modifiers import tells_a_change
from pipeline.amounts.numbers import Number
from pipeline.amounts.quantities import read_quantity
from pipeline.amounts.quantity import Quantity
from pipeline.amounts.sums import sum_after_sign
from pipeline.amounts.window import Window

_LINK = re.compile(r"(?: (?P<word>à|et|ou|to|and|or) )(?:d')?|(?P<dash> ?[-–—/] ?)")
_ENGLISH = {"to": "à", "and": "et", "or": "ou"}
_BETWEEN = re.compile(r"(?<!\w)(?:entre(?: les)?|between) $", re.I)


def read_range(window: Window, first: Quantity) -> list[Quantity] | None:
    """The range that begins with `first` ("3 à 5 millions"), the two ends of a change ("de 2 à 4 %"), or None."""
    link = window.match(_LINK, first.end)
    if not link or first.number.value is None:
        return None
    word = _ENGLISH.get(link["word"] or "", link["word"] or "")
    if word == "et" and not _BETWEEN.search(window.before(first.start, 12)):
        return None
    if guards.skipped_until(window, link.end()) > link.end() or (
        not first.kind and guards.is_year(window, first.number.start, first.number.end)
    ):
        return None
    second = read_quantity(window, link.end())
    if second and first.kind and not second.kind and second.number.scale == 1 and tells_a_change(window, first.start):
        return [first, replace(second, kind=first.kind, unit=first.unit, currency=first.currency, inherited=True)]
    if second and link["dash"] and not second.kind and first.currency and first.leads_with_sign:
        second = sum_after_sign(window, link.end(), link.end(), first.currency)  # "$10-20 million"
    if second is None or second.number.value is None or not _may_link(first, second, link["dash"] or "", word):
        return None
    low, high = _same_scale(first, second), second.number
    falls = low.least > high.least
    if word == "à" and (tells_a_change(window, first.start) or (falls and window.before(first.start, 3) == "de ")):
        currency = first.currency or second.currency
        source = replace(first, number=low, kind=second.kind, unit=second.unit, currency=currency)
        return [replace(source, inherited=not first.kind), second]
    if falls or low.least == high.least or (word == "ou" and high.least > 3 * low.least):
        return None
    if word == "à" and first.kind and high.least > 3 * low.least and not window.before(first.start, 3).endswith("de "):
        return None  # "perd 1 700 points à 36 000 points"
    return [replace(second, start=first.start, number=low, high=high)]


def _may_link(first: Quantity, second: Quantity, dash: str, word: str) -> bool:
    """Whether two quantities can be the ends of one range, to judge by their units."""
    if not second.kind and second.number.scale == 1:
        return False
    if first.kind and (first.kind, first.unit) != (second.kind, second.unit):
        return False
    if first.currency and second.currency and first.currency.code != second.currency.code:
        return False
    if dash and first.kind and first.kind != "money":
        return False
    if "/" in dash and second.kind != "money":
        return False
    if dash and second.kind == "count" and second.number.least < 100:
        return False  # a score: "24-17 victoires"
    if word != "à" or first.kind or first.number.figure is second.number.figure:
        return True
    # "500 000 à un million d'euros", but "trois à 20 euros" is so many at that price.
    return first.number.figure and second.number.scale > 1


def _same_scale(first: Quantity, second: Quantity) -> Number:
    """The first number in the scale of the second: "3 à 5 millions", "20 à 30 000", "deux à trois cents"."""
    low, high = first.number, second.number
    if second.hundredths and not first.kind:
        return low.hundredth()
    if low.scale != 1 or (first.kind and not first.leads_with_sign):
        return low
    if high.scale > 1:
        return low.scaled(high.scale) if low.least < 1000 else low
    for scale in (1000, 100):
        if high.least % scale == 0 and low.least < high.least / scale <= 3 * low.least:
            if scale == 1000 and low.least >= (1 if not low.figure else 10):
                return low.scaled(scale)
            if scale == 100 and not low.figure and low.least < 10:
                return low.scaled(scale)
    return low
