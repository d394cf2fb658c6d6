"""Sums of money: a number that a sign or a code makes one, and its cents."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from pipeline.amounts.currencies import Currency, currency_of, currency_of_code, letters, read_complement, trailing_sign
from pipeline.amounts.figures import figure_value, match_figure
from pipeline.amounts.numbers import Number, read_number
from pipeline.amounts.patterns import any_of
from pipeline.amounts.quantity import Quantity
from pipeline.amounts.window import Window
from pipeline.resources import load_toml

_CODE = re.compile(r" ?(?P<code>[A-Z]{3})(?!\w)")
_FIGURE_BEHIND_SIGN = re.compile(r"\d(?!\d(?![\dkKmMB]|[.,]\d))")  # not "13 €99"
_CENTS = re.compile(
    r"(?: et | )(?:(?P<figure>\d{1,2})|(?P<words>[a-zé]+(?:[ -][a-zé]+){0,3}?))"
    r" (?:centimes?|cents?|cts?|pence|kopecks?)(?!\w)"
    r"| ?(?P<short>\d{2})(?![\w%€$]|[.,]\d| ?(?:\w+s|%|€|\$|h|km|pour cent|millions?|milliards?)(?!\w)| \d)"
)
_SPELT_CENTS = re.compile(r" (?=[a-z])")
_END = re.compile(r"[,.;:!?)]|$")
_AND_A_HALF = re.compile(r" et demie?(?!\w)")


@cache
def _scale_after_sign() -> tuple[re.Pattern[str], dict[str, float]]:
    """What multiplies a figure that a sign leads: "$30B", "£3 bn", "$ 75 millions", "$1.2 billion" (an English one)."""
    data = load_toml("amounts/numbers.toml")["after_sign"]
    worth = {word: float(value) for word, value in data["words"].items()}
    worth |= {letter: letters()[letter] for letter in data["letters"]}
    return re.compile(rf" ?(?P<scale>{any_of(worth)})(?!\w)"), worth


def sum_after_sign(window: Window, start: int, figure: int, currency: Currency) -> Quantity | None:
    """The sum that begins with its sign at `start` and whose figure stands at `figure`: "$30B", "US$ 3 million"."""
    match = match_figure(window, figure)
    if not match:
        return None
    value = figure_value(match.group(), english=window.english, after_sign=True)
    number = Number(figure, match.end(), value, figure=True)
    pattern, worth = _scale_after_sign()
    scale = window.match(pattern, number.end)
    if scale:
        number = replace(number.scaled(worth[scale["scale"]]), end=scale.end())
    return _made_plain(window, Quantity(start, number.end, number, "money", currency=currency))


def sum_before_sign(window: Window, start: int, number: Number) -> Quantity | None:
    """The sum whose sign stands behind its number: "12 M€", "2,5 Md$", "450 000 €", "20 USD"."""
    match = window.match(trailing_sign(), number.end)
    currency = currency_of(match) if match else None
    if not match or not currency or _leads_the_next(window, match):
        return None
    if match["scale"]:
        number = number.scaled(letters()[match["scale"]])
    money = Quantity(start, match.end(), number, "money", currency=currency)
    stated = _made_plain(window, money)
    return with_cents(window, money) if stated is money else stated


def with_cents(window: Window, money: Quantity) -> Quantity:
    """The sum with its cents ("15 dollars et 15 cents", "3 € 50") or its half ("2 millions d'euros et demi")."""
    number = money.number
    if number.value is None:
        return money
    if half := window.match(_AND_A_HALF, money.end):
        return replace(money, end=half.end(), number=replace(number, value=number.value + number.scale / 2))
    if number.scale > 1 or number.value != int(number.value):
        return money
    match = window.match(_CENTS, money.end)
    if not match:
        return _with_spelt_cents(window, money)
    written = match["figure"] or match["short"]
    if written:
        cents = float(written)
    else:
        words = read_number(Window(window.text, window.begin, match.end("words")), match.start("words"))
        if words is None or words.value is None or words.end != match.end("words"):
            return money
        cents = words.value
    if cents >= 100:
        return money
    return replace(money, end=match.end(), number=replace(number, value=round(number.value + cents / 100, 2)))


def _leads_the_next(window: Window, match: re.Match[str]) -> bool:
    """Whether the sign behind a figure belongs to the next one: "March 2, 2024 $175M"."""
    return window.text[match.start()] == " " and bool(window.match(_FIGURE_BEHIND_SIGN, match.end()))


def _made_plain(window: Window, money: Quantity) -> Quantity:
    """The sum whose sign is made plain by a code or an adjective: "12,50 $ CAD", "$ 12 USD", "10 $ canadiens"."""
    match = window.match(_CODE, money.end)
    stated = currency_of_code(match["code"]) if match else None
    if match and stated:
        return replace(money, end=match.end(), currency=stated)
    name = read_complement(window, money.end, money.currency.shared) if money.currency else None
    return replace(money, end=name.end, currency=name.currency) if name else money


def _with_spelt_cents(window: Window, money: Quantity) -> Quantity:
    """Cents in words without their name: "trois francs cinquante"."""
    space = window.match(_SPELT_CENTS, money.end)
    cents = read_number(window, space.end()) if space and not money.number.figure else None
    if cents is None or cents.value is None or cents.noun or not 5 <= cents.value < 100:
        return money
    if not window.match(_END, cents.end):
        return money
    value = round(money.number.least + cents.value / 100, 2)
    return replace(money, end=cents.end, number=replace(money.number, value=value))
