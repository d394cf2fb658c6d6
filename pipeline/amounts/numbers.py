"""Numbers as the press writes them: in figures, in words, and in both ("1 milliard 200 millions", "une dizaine").

`read_number` reads the number that begins at a place of the text. The words are composed by the rules of the language,
so that "vingt-trois" is read and "trois vingt" is not one number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from pipeline.amounts.window import Window
from pipeline.resources import load_toml


@dataclass(frozen=True, slots=True)
class Number:
    """A number in `text[start:end]`.

    `value` is None where only a lower bound is said ("plusieurs milliers", "des milliards"): then `low`.
    `modifier` is what its own form says: `about` ("une dizaine"), `order_of` ("des milliards"), else `exact`.
    `scale` is the last multiplier written out ("million": 1e6), 1 for none. `noun` says that "de" stands between it and
    what is counted ("un million d'euros"). `figure` says that it begins with a digit.
    """

    start: int
    end: int
    value: float | None
    low: float | None = None
    modifier: str = "exact"
    scale: float = 1.0
    noun: bool = False
    figure: bool = False
    calque: bool = False

    @property
    def least(self) -> float:
        """The value, or the bound that is known."""
        known = self.value if self.value is not None else self.low
        return 0.0 if known is None else known

    def scaled(self, scale: float) -> Number:
        """The same number in millions where it is the first of "3 à 5 millions"."""
        return replace(self, value=None if self.value is None else _times(self.value, scale), scale=scale, noun=True)


# 1,234,567.89 | 1.234.567,89 or 1 234 567,89 or 1'234'567.89 | 0.5 or 12,25
_FIGURE = re.compile(
    r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}(?:\.\d{1,9})?|(?:,\d{3})+\.\d{1,9}|,000)(?![\d])"
    r"|[1-9]\d{0,2}(?:(?: \d{3})+|(?:\.\d{3})+|(?:'\d{3})+)(?!\d)(?:,\d{1,9}|(?<=['\d])(?<! )\.\d{1,2}(?!\d))?"
    r"|\d{1,18}(?:[.,]\d{1,9})?"
)
_FIGURE_EN = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?!\d)(?:\.\d{1,9})?|\d{1,18}(?:\.\d{1,9})?")
_THOUSANDS_DOT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$")
_COMMA_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$")
_QUALIFIERS = "(?:bonne|bon|petite|petit|grosse|grande|première)"
_THOUSAND = re.compile(r" mille(?![\w-])(?! marin| nautique)", re.I)
_COMMA = re.compile(r" virgule ")
_ZERO = re.compile("z[ée]ro ?", re.I)
_QUARTERS = re.compile(r"(?P<count>un|trois) quarts? de (?P<word>million|milliard)(?!\w)", re.I)
_AND_A_HALF = re.compile(r" et demie?(?!\w)")
_WORD = re.compile(r"[^ \-]+")


def figure_value(written: str, *, english: bool = False) -> float:
    """The value of a number written in figures.

    A comma before exactly three figures parts thousands where `english` says so ("$40,000"), and where it can only do
    that ("1,234,567.89"); a full stop before exactly three figures parts thousands in French ("10.000").
    """
    plain = written.replace(" ", "").replace("'", "")
    if _COMMA_THOUSANDS.match(plain) and (english or plain.count(",") > 1 or "." in plain or plain.endswith(",000")):
        return float(plain.replace(",", ""))
    if not english and _THOUSANDS_DOT.match(plain):
        plain = plain.replace(".", "")
    return float(plain.replace(",", "."))


def _times(value: float, scale: float) -> float:
    """The product without binary dust: 6.6 times 1e9 is 6600000000.0, 1.1 times 1e6 is 1100000.0."""
    return round(value * scale, 6)


@dataclass(frozen=True, slots=True)
class _Words:
    """The number words of French, compiled: each pattern matches at a place."""

    units: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, float]
    collectives: dict[str, int]
    run: re.Pattern[str]  # "deux cent mille", "vingt et un"
    scale: re.Pattern[str]  # " millions", " de milliards"
    open: re.Pattern[str]  # "des milliards", "plusieurs dizaines", "une bonne centaine", "plusieurs"
    half: re.Pattern[str]  # "un demi-milliard", "une demi-douzaine"
    groups: re.Pattern[str]  # " dizaines" behind "deux"


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


@cache
def _words() -> _Words:
    data = load_toml("amounts/numbers.toml")["fr"]
    units = data["units"] | data["teens"]
    tens, scales, collectives = data["tens"], data["scales"], data["collectives"]
    word = f"(?:{_any([*units, *tens, 'cent', 'cents', 'mille', 'mil'])})"
    group = _any(collectives)
    scale = _any(scales)
    determiner = "des|plusieurs|quelques|les|ces|ses|leurs|nos|vos|aux"
    return _Words(
        units,
        tens,
        scales,
        collectives,
        re.compile(rf"{word}(?:(?: et |-et-|[ -]){word}){{0,24}}(?!\w)(?!-\w)", re.I),
        re.compile(rf"(?P<de> de | d'|[ -])(?P<word>{scale}|milliers)(?!\w)", re.I),
        re.compile(
            rf"(?P<one>une?|la|le|du|au|ce|cette) (?:{_QUALIFIERS} )?(?P<group>{group})(?!\w)"
            rf"|(?P<det>{determiner}) (?:(?P<groups>{group})s|(?P<scales>{scale}))(?!\w)"
            rf"|(?P<bare>(?:{group})(?=s d[e'])|millions?(?<=s)(?= d[e'])|milliards?(?<=s)(?= d[e']))s?"
            rf"|(?P<alone>(?<=[Dd]u )|(?<=[Ll]e )|(?<=[Aa]u )|(?<=[Cc]e ))(?P<scale>million|milliard)(?!\w)"
            rf"|(?P<several>plusieurs)(?= \w)",
            re.I,
        ),
        re.compile(rf"(?:une? )?demie?[- ](?P<word>{group}|{scale})(?!\w)", re.I),
        re.compile(rf" (?:bonnes )?(?P<word>{group})s(?!\w)"),
    )


def read_number(window: Window, start: int, *, after_sign: bool = False) -> Number | None:
    """The longest number that begins at `start` and ends within the window; None where none does.

    `after_sign`: a currency sign stands before it, as in English, so that "$40,000" has thousands in any language.
    """
    text, end = window.text, window.stop
    if window.english:
        return _read_english(text, start, end)
    number = None if text[start : start + 1].isdigit() else _read_open(text, start, end)
    number = number or _read_mantissa(text, start, end)
    if number is None:
        return None
    if after_sign and _COMMA_THOUSANDS.match(text[start : number.end]):
        number = replace(number, value=figure_value(text[start : number.end], english=True))
    number = _read_scales(text, number, end)
    # "1 milliard 200 millions", "deux millions cinq cent mille"
    while number.scale >= 1e6 and number.value is not None and text[number.end : number.end + 1] == " ":
        joined = text.startswith(" et ", number.end)
        smaller = _read_mantissa(text, number.end + (4 if joined else 1), end)
        if smaller is None:
            break
        smaller = _read_scales(text, smaller, end)
        if smaller.value is None or smaller.modifier != "exact" or not 1 <= smaller.value < number.scale:
            break
        if smaller.scale == 1 and smaller.value < 1000 and (joined or smaller.figure):
            break  # "3 millions 500 000", but not "3 millions 12", nor "3 millions et un ..."
        number = replace(
            number,
            end=smaller.end,
            value=number.value + smaller.value,
            scale=smaller.scale if smaller.scale > 1 else 1.0,
            noun=smaller.noun,
        )
    return number


def _read_mantissa(text: str, start: int, end: int) -> Number | None:
    figure = _FIGURE.match(text, start, end)
    if figure:
        value = figure_value(figure.group())
        thousand = _THOUSAND.match(text, figure.end(), end) if value < 1000 else None
        if thousand:  # "12 mille dollars"
            return Number(start, thousand.end(), value * 1000, figure=True)
        return Number(start, figure.end(), value, figure=True)
    words = _words()
    quarters = _QUARTERS.match(text, start, end)
    if quarters:
        worth = words.scales[quarters["word"].lower()]
        share = 0.75 if quarters["count"].lower() == "trois" else 0.25
        return Number(start, quarters.end(), share * worth, scale=worth, noun=True)
    half = words.half.match(text, start, end)
    if half:
        word = half["word"].lower()
        if word in words.scales:
            return Number(start, half.end(), words.scales[word] / 2, scale=words.scales[word], noun=True)
        return Number(start, half.end(), words.collectives[word] / 2, noun=True)
    run = words.run.match(text, start, end)
    if not run:
        return None
    value, length = compose(run.group())
    stop = start + length
    comma = _COMMA.match(text, stop, end)
    decimals = words.run.match(text, comma.end(), end) if comma else None
    if comma and decimals:
        digits, used = _spelt_decimals(decimals.group())
        return Number(start, comma.end() + used, float(f"{value}.{digits}"))
    groups = words.groups.match(text, stop, end)
    if groups:  # "deux dizaines", "trois milliers"
        each = words.collectives[groups["word"]]
        return Number(start, groups.end(), float(value * each), modifier="about", noun=True)
    return Number(start, stop, float(value))


def _spelt_decimals(run: str) -> tuple[str, int]:
    """The decimals of "zéro cinq" (05) or "vingt-cinq" (25), and how many characters say them."""
    zeros, used = "", 0
    while True:
        zero = _ZERO.match(run, used)
        if not zero:
            break
        zeros, used = zeros + "0", zero.end()
    if used >= len(run):
        return zeros, len(run.rstrip())
    value, length = compose(run[used:])
    return zeros + str(value), used + length


def _read_open(text: str, start: int, end: int) -> Number | None:
    words = _words()
    match = words.open.match(text, start, end)
    if not match:
        return None
    if match["one"]:
        about = float(words.collectives[match["group"].lower()])
        return Number(start, match.end(), about, modifier="about", noun=True)
    if match["scale"]:
        one = words.scales[match["scale"].lower()]
        return Number(start, match.end(), one, scale=one, noun=True)
    if match["several"] and not match["det"]:
        return Number(start, match.end(), None, 2.0, "order_of")
    many = (match["groups"] or match["scales"] or match["bare"]).lower()
    worth = words.scales[many] if many in words.scales else float(words.collectives[many])
    least = 2 * worth if (match["det"] or "").lower() in ("plusieurs", "quelques") else worth
    scale = worth if match["scales"] else 1.0
    return Number(start, match.end(), None, least, "order_of", scale, noun=True)


def _read_scales(text: str, number: Number, end: int) -> Number:
    """The number with the multipliers that follow it: "6,6 milliards", "30 000 millions", "dizaines de milliers"."""
    words = _words()
    while True:
        match = words.scale.match(text, number.end, end)
        if not match or ((match["de"].lower() in (" de ", " d'")) is not number.noun):
            break
        word = match["word"].lower()
        if word == "milliers" and not number.noun:
            break
        worth = words.scales.get(word, 1000.0)
        calque = number.calque or (word == "millions" and number.figure and number.least >= 1000)
        number = replace(
            number,
            end=match.end(),
            value=None if number.value is None else _times(number.value, worth),
            low=None if number.low is None else _times(number.low, worth),
            scale=worth,
            noun=True,
            calque=calque,
        )
    half = _AND_A_HALF.match(text, number.end, end) if number.scale > 1 else None
    if half and number.value is not None:
        number = replace(number, end=half.end(), value=number.value + number.scale / 2)
    return number


def compose(run: str) -> tuple[int, int]:
    """The value below a million of the longest prefix of `run` that is one number, and that prefix's length.

    Both spellings of French are read ("vingt et un", "vingt-et-un", "quatre vingt un"), and "onze cents".
    """
    words = _words()
    thousands, group = 0, 0
    last = ""  # what the word before was: unit, teen, ten, cent, mille
    length = 0
    joined_by_et = False
    for match in _WORD.finditer(run):
        word = match.group().lower()
        if word == "et":
            joined_by_et = True
            continue
        if word in ("cent", "cents"):
            if last not in ("", "mille", "unit", "teen") or joined_by_et or group in (1, 10) or not 0 <= group < 20:
                break
            group = (group or 1) * 100
            last = "cent"
        elif word in ("mille", "mil"):
            if last == "mille" or thousands or joined_by_et or (last == "unit" and group == 1):
                break
            if last and group == 0:
                break
            thousands, group = (group or 1) * 1000, 0
            last = "mille"
        elif word in words.tens:
            worth = words.tens[word]
            if worth == 20 and last == "unit" and group % 100 == 4 and not joined_by_et:
                group += 76
            elif last in ("", "cent", "mille") and group % 100 == 0 and not joined_by_et:
                group += worth
            else:
                break
            last = "ten"
        else:
            worth = words.units[word]
            rest = group % 100
            if joined_by_et and not (
                (last == "ten" and worth in (1, 11) and rest % 10 == 0) or (last in ("cent", "mille") and worth == 1)
            ):
                break
            after_ten = last == "ten" and (0 < worth < 10 or (rest in (60, 80) and 10 <= worth <= 16))
            after_dix = last == "teen" and rest % 20 == 10 and rest in (10, 70, 90) and worth in (7, 8, 9)
            after_none = last == "" or (last in ("cent", "mille") and worth > 0)
            if not (after_ten or after_dix or after_none):
                break
            group += worth
            last = "teen" if worth >= 10 else "unit"
        length = match.end()
        joined_by_et = False
    return thousands + group, length


@cache
def _english_words() -> tuple[dict[str, int], dict[str, float], re.Pattern[str], re.Pattern[str]]:
    data = load_toml("amounts/numbers.toml")["en"]
    units, scales = data["units"], data["scales"]
    unit = _any(units)
    return (
        units,
        scales,
        re.compile(rf"(?:(?P<one>an?)(?= (?:{_any(scales)})\b)|(?P<word>{unit})(?:-(?P<unit>{unit}))?)(?!\w)", re.I),
        re.compile(rf"[ -](?P<word>{_any(scales)})(?!\w)", re.I),
    )


def _read_english(text: str, start: int, end: int) -> Number | None:
    units, scales, word, scale = _english_words()
    figure = _FIGURE_EN.match(text, start, end)
    spelt = None if figure else word.match(text, start, end)
    if figure:
        number = Number(start, figure.end(), figure_value(figure.group(), english=True), figure=True)
    elif spelt:
        value = 1 if spelt["one"] else units[spelt["word"].lower()] + units.get((spelt["unit"] or "").lower(), 0)
        number = Number(start, spelt.end(), float(value))
    else:
        return None
    while match := scale.match(text, number.end, end):
        worth = scales[match["word"].lower()]
        number = replace(number, end=match.end(), value=_times(number.least, worth), scale=worth)
    return number


# Nouns that "un" counts: one of them is an amount, where one of others is not.
_ONE_OF = (
    "demi|quart |an|mois|semaine|jour|heure|minute|siècle|décennie|journée|euro|dollar|livre|franc|yen|centime"
    "|mort|blessé|disparu|tué|pour cent|point "
)


@cache
def number_start(*, english: bool = False) -> str:
    """A pattern of what a number in words begins with, grouped by first letter: other words are passed quickly."""
    words = _words()
    digits = [word for word in (*words.units, *words.tens, "cents", "cent", "mille") if word not in ("un", "une")]
    groups, scales = _any(words.collectives), _any(words.scales)
    one = rf" (?=(?:{_QUALIFIERS} )?(?:{groups}|{scales}|{_ONE_OF}|virgule |(?:à|ou|et) (?:deux|trois|\d)))"
    group = rf" (?=(?:{_QUALIFIERS} )?(?:{groups})(?!\w))"
    many = rf" (?=(?:(?:{groups})s|{scales})(?!\w))"
    starts = [word + r"(?!\w)" for word in digits]
    starts += ["une" + one, "un" + one, r"plusieurs (?=\w)", "demie?[- ]", r"milli(?:on|ard)(?!\w)"]
    starts += [word + group for word in ("la", "le", "du", "au", "ce", "cette")]
    starts += [word + many for word in ("des", "plusieurs", "quelques", "les", "ces", "ses", "leurs", "aux")]
    starts += [word + r"s (?=d[e'])" for word in (*words.collectives, "million", "milliard")]
    starts.append(r"le (?=(?:double|triple|quadruple|quintuple)(?!\w))")
    if english:
        starts = [word + r"(?!\w)" for word in _english_words()[0]]
    by_letter: dict[str, list[str]] = {}
    for start in starts:
        by_letter.setdefault(start[0], []).append(start[1:])
    return "|".join(f"[{letter}{letter.upper()}](?:{'|'.join(ends)})" for letter, ends in by_letter.items())
