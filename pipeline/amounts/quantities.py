"""What begins at a place: a number, and the currency, unit or counted noun behind it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from pipeline.amounts.currencies import currency_of, leading_sign, letters, read_name
from pipeline.amounts.measures import compound, measured, part_of_a_unit, times_as_many
from pipeline.amounts.nouns import after_adjectives, is_sum, is_victim, lemma_of, qualifies, read_noun
from pipeline.amounts.numbers import Number, read_number
from pipeline.amounts.quantity import Quantity
from pipeline.amounts.sums import sum_after_sign, sum_before_sign, with_cents
from pipeline.amounts.units import read_unit, speaks_of_books, speaks_of_percentages
from pipeline.amounts.window import Window
from pipeline.resources import load_toml

_ABOUT = re.compile(r"[~≈] ?")
_MINUS = re.compile(r"[-–](?=\d)")
_LETTERS = re.compile(r" ?(?P<letters>Mds?|mds?|MDS|Mrds?|mrds?|[Mm]io|mln|k|K|M|bn)(?![\w'])(?!\.\w)")
_OF = re.compile(r" (?:de |d' ?)| ", re.I)
_NAME = re.compile(r"(?:[a-z]{1,3}[A-Z]\w{0,20}|(?P<people>[A-ZÀ-Ý][a-zà-ÿ]{2,20}s))(?![\w-])")
_NO_SIGN = frozenset("aceégijlnopqruvwxyàâêîôû,;:.!?)»%°")  # no sign, letter or "2 h 30" begins so


@cache
def _of_them() -> re.Pattern[str]:
    """Between a number and those it is a part of: "trois des six otages", "deux de ses fils"."""
    data = load_toml("amounts/nouns.toml")["of_them"]
    return re.compile(rf" (?:de (?:{'|'.join(data['determiners'])}) |des )(?:(?:{'|'.join(data['numbers'])}|\d+) )?")


def read_quantity(window: Window, start: int) -> Quantity | None:
    """The quantity that begins at `start` (a figure, a number word, a sign or a currency); None where none does."""
    first = window.after(start, 1)
    if first.isdigit():
        return _with_unit(window, start, number) if (number := read_number(window, start)) else None
    if first.isalpha() and first.islower():
        return _read_words(window, start)
    about = window.match(_ABOUT, start)
    position = about.end() if about else start
    minus = window.match(_MINUS, position)
    position = minus.end() if minus else position
    prefix = window.match(leading_sign(), position)
    currency = currency_of(prefix) if prefix else None
    if prefix and currency:
        quantity = sum_after_sign(window, start, prefix.end(), currency)
    elif about or minus:
        number = read_number(window, position)
        quantity = _with_unit(window, start, number) if number else None
    else:
        quantity = _read_words(window, start)
    if quantity and minus:
        quantity = _negative(quantity)
    return replace(quantity, approximate=True) if quantity and about else quantity


def _read_words(window: Window, start: int) -> Quantity | None:
    whole = part_of_a_unit(window, start) or times_as_many(window, start)
    if whole:
        return whole
    number = read_number(window, start)
    return _with_unit(window, start, number) if number else None


def _negative(quantity: Quantity) -> Quantity:
    """Below zero, as "-2,3 %" and "-6 °C" are; of other things the dash is no sign."""
    if quantity.kind in ("money", "percent") or quantity.unit == "degré":
        number = quantity.number
        return replace(quantity, number=replace(number, value=-number.least))
    return replace(quantity, start=quantity.start + 1)


def _with_unit(window: Window, start: int, number: Number) -> Quantity:
    quantity = None
    if window.after(number.end, 2).lstrip(" ")[:1] not in _NO_SIGN:
        quantity = (
            sum_before_sign(window, start, number)
            or _with_letters(window, start, number)
            or compound(window, start, number)
        )
    return quantity or _with_word(window, start, number) or Quantity(start, number.end, number)


def _with_letters(window: Window, start: int, number: Number) -> Quantity | None:
    """An abridged scale: "12 M d'euros", "2,5 Md euros"; a bare "2,5 Md" waits for its currency."""
    match = window.match(_LETTERS, number.end) if number.scale == 1 and number.figure else None
    if not match:
        return None
    worth = letters()[match["letters"]]
    number = replace(number.scaled(worth), end=match.end())
    of = window.match(_OF, match.end())
    name = read_name(window, of.end()) if of else None
    if name:
        return Quantity(start, name.end, number, "money", currency=name.currency)
    if of and of.group() != " ":
        return _with_word(window, start, number)
    return Quantity(start, match.end(), number) if worth >= 1e9 else None


def _with_word(window: Window, start: int, number: Number) -> Quantity | None:
    """The currency, unit or noun in words behind the number, with "de" between them where the number is a noun."""
    of = window.match(_OF, number.end)
    spaced = of is not None and (number.noun or of.group() == " ")
    after = of.end() if of and spaced else number.end
    if of and spaced:
        name = read_name(window, after)
        if name and not (name.currency.shared == "livre" and _are_books(window, start, number)):
            if name.hundredth:
                return Quantity(start, name.end, number.hundredth(), "money", currency=name.currency, hundredths=True)
            return with_cents(window, Quantity(start, name.end, number, "money", currency=name.currency))
    unit = read_unit(window, after)
    if unit:
        return measured(window, start, number, unit)
    among = window.match(_of_them(), number.end)
    if among and not number.noun and number.value is not None and number.value >= 2:
        noun = read_noun(window, among.end(), plural=True)
        return Quantity(start, noun.end, number, "count", noun.lemma) if noun else None
    if window.language not in ("fr", "en") or not (of and spaced) or (number.noun and of.group() == " "):
        return None
    return _counted(window, start, number, after)


def _are_books(window: Window, start: int, number: Number) -> bool:
    """Whether so many "livres" are books: "un livre" is one, "une livre" is money."""
    return window.text[start : number.end].lower() == "un" or speaks_of_books(window.around(start))


def _counted(window: Window, start: int, number: Number, after: int) -> Quantity | None:
    """So many of the noun at `after`, adjectives between them allowed."""
    behind = after_adjectives(window, after)
    unit = read_unit(window, behind) if behind > after else None
    if unit and unit.kind in ("duration", "measure"):  # "ces trois dernières années", "les cinq premiers kilomètres"
        return Quantity(start, unit.end, number, unit.kind, unit.name)
    if number.noun and (name := window.match(_NAME, after)):  # "des millions d'iPhone", "40 millions de Kurdes"
        return Quantity(
            start,
            name.end(),
            number,
            "count",
            lemma_of(name.group()) if name["people"] else name.group(),
        )
    noun = read_noun(window, after, plural=number.value is None or abs(number.value) >= 2)
    if noun is None:
        return None
    article = number.value == 1 or (number.value == 0 and not number.figure)  # "un homme", "zéro déchet"
    if article and not is_victim(noun.lemma):
        return None
    if number.scale >= 1e6 and is_sum(noun.lemma):
        return None
    if qualifies(noun.lemma) and window.before(start, 5).lower() == "dont ":
        return None
    percent = noun.lemma == "point" and speaks_of_percentages(window.around(start), number.least)
    return Quantity(start, noun.end, number, "percent" if percent else "count", noun.lemma)
