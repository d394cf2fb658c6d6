"""One quantity: the number that begins at a place, and the currency, unit or counted noun behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.amounts.currencies import (
    Currency,
    currency_of,
    currency_of_code,
    leading_sign,
    letters,
    read_name,
    trailing_sign,
)
from pipeline.amounts.nouns import after_adjectives, is_sum, is_victim, qualifies, read_noun
from pipeline.amounts.numbers import Number, read_number
from pipeline.amounts.units import Unit, read_unit, speaks_of_books, speaks_of_percentages
from pipeline.amounts.window import Window


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what stands behind it. `kind` is empty where nothing says what is counted.

    `high` is the upper end of a range, whose lower end is `number`. `inherited` says that unit or currency were left
    out and taken from a neighbour. `approximate` is "~" before a figure.
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

    @property
    def is_strong(self) -> bool:
        """Whether the unit alone makes it an amount, whatever stands before it."""
        return self.kind in ("money", "percent", "measure", "multiple") or self.number.scale > 1


_LETTERS = re.compile(r" ?(?P<letters>Mds?|mds?|Mrds?|mrds?|Mio|k|K|M|bn)(?![\w'])(?!\.\w)")
_TIGHT_LETTERS = re.compile(r" ?(?P<letters>Mds?|Mrds?|bn|tn|mn|mln|[kKmMbBT])(?!\w)")
_ENGLISH_SCALE = re.compile(r" ?(?P<scale>thousand|million|billion|trillion)s?(?!\w)", re.I)
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_OF = re.compile(r" (?:de |d')| ", re.I)
_OF_THEM = re.compile(
    r" (?:de (?:ses|leurs|ces|nos|mes|vos) |des (?:(?:deux|trois|quatre|cinq|six|sept|huit|dix|\d+) )?)"
)
_HALF = re.compile(r" et demie?(?!\w)")
_QUARTER = re.compile(r"(?P<count>(?:un|trois)) quarts? d(?:e |')(?P<unit>heure|point|siècle)(?!\w)", re.I)
_HALF_UNIT = re.compile(
    r"(?:une? )?demie?[- ](?P<unit>heure|journée|siècle|point|finale|tour|litre|kilo|tonne|degré|mètre)s?(?!\w)", re.I
)
_HOURS_MINUTES = re.compile(r" ?[hH] ?(?P<minutes>\d\d)(?!\d)(?: ?min)?")
_METRES_CENTIMETRES = re.compile(r" ?(?:m|mètres?) ?(?P<centimetres>\d\d)(?![\d\w])")
_SIGN = re.compile(r"[-–](?=\d)")
_ABOUT = re.compile(r"[~≈] ?")
_CENTS = re.compile(
    r"(?: et | )(?:(?P<figure>\d{1,2})|(?P<words>[a-zé]+(?:[ -][a-zé]+){0,3}?))"
    r" (?:centimes?|cents?|cts?|pence|kopecks?)(?!\w)"
    r"| ?(?P<short>\d{2})(?![\w%€$]|[.,]\d| ?(?:\w+s|%|€|\$|h|km|pour cent|millions?|milliards?)(?!\w)| \d)"
)
_NO_SIGN = frozenset("aceégijlnopqrsuvwxyàâêîôû,;:.!?)»%°")  # no sign, letter or "2 h 30" begins so
_CODE = re.compile(r" ?(?P<code>[A-Z]{3})(?!\w)")
_SPELT_CENTS = re.compile(r" (?=[a-z])")
_END = re.compile(r"[,.;:!?)]|$")
_BRAND = re.compile(r"[a-z]{1,3}[A-Z]\w{0,20}(?!\w)")
_TIMES = {"double": 2.0, "triple": 3.0, "quadruple": 4.0, "quintuple": 5.0}
_TIMES_AS_MANY = re.compile(r"le (?P<word>double|triple|quadruple|quintuple)(?= d[eu']|[,.;:!?)]| que|$)", re.I)
_FIGURE_BEHIND_SIGN = re.compile(r"\d(?!\d(?![\dkKmMB]|[.,]\d))")  # not "13 €99"
_SMALLER = re.compile(r"(?: et|,)? (?P<figure>[1-5]?\d) (?P<unit>minutes?|secondes?)(?!\w)")
_SOLO_DURATIONS = {"an", "mois", "semaine", "heure", "minute", "journée", "siècle", "décennie"}
_WITHIN = re.compile(r"(?<!\w)(?:en|pendant|durant|d'|de|plus d'|moins d'|près d'|sur|dans|après) ?$", re.I)


def read_quantity(window: Window, start: int) -> Quantity | None:
    """The quantity that begins at `start` (a figure, a number word, a sign or a currency); None where none does."""
    first = window.text[start]
    if first.isdigit():
        return _with_unit(window, start, number) if (number := read_number(window, start)) else None
    if first.isalpha() and first.islower():
        return _read_words(window, start)
    about = window.match(_ABOUT, start)
    position = about.end() if about else start
    minus = window.match(_SIGN, position)
    position = minus.end() if minus else position
    prefix = window.match(leading_sign(), position)
    currency = currency_of(prefix) if prefix else None
    if prefix and currency:
        number = read_number(window, prefix.end(), after_sign=True)
        quantity = _after_sign(window, start, number, currency) if number else None
    elif about or minus:
        number = read_number(window, position)
        quantity = _with_unit(window, start, number) if number else None
    else:
        quantity = _read_words(window, start)
    if quantity and minus:
        quantity = _negative(quantity)
    return replace(quantity, approximate=True) if quantity and about else quantity


def _read_words(window: Window, start: int) -> Quantity | None:
    whole = _part_of_a_unit(window, start) or _times_as_many(window, start)
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


def _part_of_a_unit(window: Window, start: int) -> Quantity | None:
    """Parts of a unit: "un quart d'heure", "trois quarts de point", "une demi-heure"."""
    match = window.match(_QUARTER, start)
    share = 0.5
    if match:
        share = 0.75 if match["count"].lower() == "trois" else 0.25
    else:
        match = window.match(_HALF_UNIT, start)
    if not match:
        return None
    unit = read_unit(window, match.start("unit"))
    if unit is None and match["unit"].lower() != "point":
        return None
    number = Number(start, match.start("unit"), share)
    if unit is None:
        return Quantity(start, match.end(), number, "percent", "point")
    return Quantity(start, unit.end, number, unit.kind, unit.name)


def _times_as_many(window: Window, start: int) -> Quantity | None:
    """Multiples in one word: "le double", "le triple de"."""
    match = window.match(_TIMES_AS_MANY, start)
    if not match:
        return None
    number = Number(start, match.end(), _TIMES[match["word"].lower()])
    return Quantity(start, match.end(), number, "multiple", "fois")


def _after_sign(window: Window, start: int, number: Number, currency: Currency) -> Quantity:
    """A sum whose sign stands before it: "$30B", "US$ 3 million", "EUR 20", "$ 12 CAD"."""
    end = number.end
    if number.scale == 1:
        tight = window.match(_TIGHT_LETTERS, end)
        word = window.match(_ENGLISH_SCALE, end)
        if tight:
            number, end = number.scaled(letters()[tight["letters"]]), tight.end()
        elif word:
            number, end = number.scaled(_SCALES[word["scale"].lower()]), word.end()
    again = window.match(_CODE, end)
    if again and (stated := currency_of_code(again["code"])):
        currency, end = stated, again.end()
    return Quantity(start, end, number, "money", currency=currency)


def _with_unit(window: Window, start: int, number: Number) -> Quantity:
    quantity = None
    if window.after(number.end, 2).lstrip(" ")[:1] not in _NO_SIGN:
        quantity = (
            _with_sign(window, start, number)
            or _with_letters(window, start, number)
            or _with_compound(window, start, number)
        )
    return quantity or _with_word(window, start, number) or Quantity(start, number.end, number)


def _with_sign(window: Window, start: int, number: Number) -> Quantity | None:
    """A sum whose sign stands behind it: "12 M€", "2,5 Md$", "450 000 €", "20 USD"."""
    match = window.match(trailing_sign(), number.end)
    currency = currency_of(match) if match else None
    if not match or not currency or _leads_the_next(window, match):
        return None
    if match["scale"]:
        number = number.scaled(letters()[match["scale"]])
    again = window.match(_CODE, match.end())
    if again and (stated := currency_of_code(again["code"])):  # "12,50 $ CAD"
        return Quantity(start, again.end(), number, "money", currency=stated)
    return _with_cents(window, Quantity(start, match.end(), number, "money", currency=currency))


def _leads_the_next(window: Window, match: re.Match[str]) -> bool:
    """Whether the sign behind a figure belongs to the next one: "March 2, 2024 $175M"."""
    return window.text[match.start()] == " " and bool(window.match(_FIGURE_BEHIND_SIGN, match.end()))


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


def _with_compound(window: Window, start: int, number: Number) -> Quantity | None:
    """Two units in one: "2 h 30" as a length of time, "1 m 80"."""
    if number.scale != 1 or number.value is None or not number.figure:
        return None
    match = window.match(_HOURS_MINUTES, number.end)
    if match:
        hours = round(number.value + int(match["minutes"]) / 60, 4)
        return Quantity(start, match.end(), replace(number, value=hours), "duration", "heure")
    match = window.match(_METRES_CENTIMETRES, number.end)
    if match and number.value < 10:
        metres = round(number.value + int(match["centimetres"]) / 100, 2)
        return Quantity(start, match.end(), replace(number, value=metres), "measure", "mètre")
    return None


def _with_word(window: Window, start: int, number: Number) -> Quantity | None:
    """The currency, unit or noun in words behind the number, with "de" between them where the number is a noun."""
    of = window.match(_OF, number.end)
    spaced = of is not None and (number.noun or of.group() == " ")
    after = of.end() if of and spaced else number.end
    if of and spaced:
        name = read_name(window, after)
        if name and not (name.currency.shared == "livre" and speaks_of_books(window.around(start))):
            if name.hundredth and number.value is not None:
                number = replace(number, value=round(number.value / 100, 6))
            return _with_cents(window, Quantity(start, name.end, number, "money", currency=name.currency))
    unit = read_unit(window, after)
    if unit:
        return _of_unit(window, start, number, unit)
    among = window.match(_OF_THEM, number.end)
    if among and not number.noun and number.value is not None and number.value >= 2:
        noun = read_noun(window, among.end(), plural=True)
        return Quantity(start, noun.end, number, "count", noun.lemma) if noun else None
    if window.language not in ("fr", "en") or not (of and spaced) or (number.noun and of.group() == " "):
        return None
    behind = after_adjectives(window, after)
    unit = read_unit(window, behind) if behind > after else None
    if unit and unit.kind == "duration":  # "ces trois dernières années"
        return Quantity(start, unit.end, number, unit.kind, unit.name)
    if number.noun and (brand := window.match(_BRAND, after)):
        return Quantity(start, brand.end(), number, "count", brand.group())
    noun = read_noun(window, after, plural=number.value is None or abs(number.value) >= 2)
    if noun is None or (number.value == 1 and not is_victim(noun.lemma)):
        return None
    if number.scale >= 1e6 and is_sum(noun.lemma):
        return None
    if qualifies(noun.lemma) and window.before(start, 5).lower() == "dont ":
        return None
    percent = noun.lemma == "point" and speaks_of_percentages(window.around(start), number.least)
    return Quantity(start, noun.end, number, "percent" if percent else "count", noun.lemma)


def _of_unit(window: Window, start: int, number: Number, unit: Unit) -> Quantity | None:
    end = unit.end
    if number.value == 1 and not number.figure and not _may_be_one(window, start, unit):
        return None
    if unit.name in ("heure", "minute") and number.value is not None:
        number, end = _with_smaller(window, number, unit)
    half = window.match(_HALF, end)
    if half and number.value is not None and number.scale == 1 and unit.kind in ("duration", "measure"):
        number, end = replace(number, value=number.value + 0.5), half.end()
    return Quantity(start, end, number, unit.kind, unit.name)


def _may_be_one(window: Window, start: int, unit: Unit) -> bool:
    """Whether "un" counts the unit: "un an" does, "une fois" does not, "un jour" does in "en un jour"."""
    if unit.kind != "duration" or unit.name in _SOLO_DURATIONS:
        return unit.kind != "multiple"
    return bool(_WITHIN.search(window.before(start, 16)))


def _with_smaller(window: Window, number: Number, unit: Unit) -> tuple[Number, int]:
    """One length of time in its first unit: "2 heures 15 minutes et 3 secondes"."""
    end, value = unit.end, number.least
    share = 1.0
    while match := window.match(_SMALLER, end):
        share = 60.0 if (unit.name == "heure") is match["unit"].startswith("min") else 3600.0
        value += int(match["figure"]) / share
        end = match.end()
        if match["unit"].startswith("sec"):
            break
    return replace(number, value=round(value, 4)), end


def _with_cents(window: Window, money: Quantity) -> Quantity:
    """The sum with its cents: "15 dollars et 15 cents", "1 euro 50", "3 € 50"."""
    number = money.number
    if number.scale != 1 or number.value is None or number.value != int(number.value):
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
