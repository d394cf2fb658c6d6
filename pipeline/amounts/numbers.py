"""Numbers as the press writes them: in figures, in words, and in both ("1 milliard 200 millions", "une dizaine").

`read_number` reads the number that begins at a place of the text. Words below a million are composed by text2num, which
knows which of them make one number ("vingt-trois" does, "trois vingt" does not); what it cannot read is read here:
decimals, halves and quarters, collectives, multipliers, open numbers ("des milliers").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from text_to_num import text2num

from pipeline.amounts.figures import figure_value, match_figure
from pipeline.amounts.patterns import any_of, by_first_letter
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

    def hundredth(self) -> Number:
        """The same number in the whole currency where it counts cents."""
        return replace(self, value=None if self.value is None else round(self.value / 100, 6))


@dataclass(frozen=True, slots=True)
class _French:
    """The number words of French, compiled: each pattern matches at a place."""

    scales: dict[str, float]
    collectives: dict[str, int]
    at_least_two: frozenset[str]
    run: re.Pattern[str]  # "deux cent mille", "vingt et un"
    scale: re.Pattern[str]  # " millions", " de milliards"
    open: re.Pattern[str]  # "des milliards", "plusieurs dizaines", "une bonne centaine", "plusieurs"
    half: re.Pattern[str]  # "un demi-milliard", "une demi-douzaine"
    groups: re.Pattern[str]  # " dizaines" behind "deux"


@dataclass(frozen=True, slots=True)
class _English:
    scales: dict[str, float]
    run: re.Pattern[str]  # "two hundred and fifty", "a hundred"
    scale: re.Pattern[str]  # " million"


@cache
def _french() -> _French:
    data = load_toml("amounts/numbers.toml")["fr"]
    scales, collectives, before = data["scales"], data["collectives"], data["before"]
    word = f"(?:{any_of([*data['units'], *data['teens'], *data['tens'], 'cent', 'cents', 'mille', 'mil'])})"
    # text2num is lenient: it makes "dix cents" a thousand and "vingt et deux" 22.
    link = r"(?:(?: et |-et-)(?=(?:une?|onze)(?!\w))|[ -](?!(?<=dix )cents?(?!\w)))"
    group, scale, qualifier = any_of(collectives), any_of(scales), any_of(before["qualifiers"])
    return _French(
        scales,
        collectives,
        frozenset(before["at_least_two"]),
        re.compile(rf"{word}(?:{link}{word}){{0,24}}(?!\w)(?!-(?!milli)\w)", re.I),
        re.compile(rf"(?P<de> de | d' ?|[ -])(?P<word>{scale}|milliers)(?!\w)", re.I),
        re.compile(
            rf"(?P<one>{any_of(before['one'])}) (?:(?:{qualifier}) )?(?P<group>{group})(?!\w)"
            rf"|(?P<det>{any_of(before['many'])}) (?:(?P<groups>{group})s|(?P<scales>{scale}))(?!\w)"
            rf"|(?P<bare>(?:{group})(?=s d[e'])|millions?(?<=s)(?= d[e'])|milliards?(?<=s)(?= d[e']))s?"
            rf"|(?P<alone>(?<=[Dd]u )|(?<=[Ll]e )|(?<=[Aa]u )|(?<=[Cc]e ))(?P<scale>million|milliard)(?!\w)"
            rf"|(?P<several>plusieurs)(?= \w)",
            re.I,
        ),
        re.compile(rf"(?:une? )?demie?[- ](?P<word>{group}|{scale})(?!\w)", re.I),
        re.compile(rf" (?:bonnes )?(?P<word>{group})s(?!\w)"),
    )


@cache
def _english() -> _English:
    data = load_toml("amounts/numbers.toml")["en"]
    unit, scale = any_of(data["units"]), any_of(data["scales"])
    return _English(
        data["scales"],
        re.compile(
            rf"(?:(?:{unit})(?!\w)|(?P<one>an?)(?= (?:{scale})(?!\w)))"
            rf"(?:[ -](?:and )?(?:{unit}|hundred|thousand)(?!\w)){{0,9}}",
            re.I,
        ),
        re.compile(rf"[ -](?P<word>{scale})(?!\w)", re.I),
    )


_THOUSAND = re.compile(r" mille(?![\w-])(?! marin| nautique)", re.I)
_COMMA = re.compile(r" virgule ")
_ZERO = re.compile("z[ée]ro(?:[ -](?!et[ -])|$)", re.I)
_QUARTERS = re.compile(r"(?P<count>un|trois) quarts? de (?P<word>million|milliard)(?!\w)", re.I)
_AND_A_HALF = re.compile(r" et demie?(?!\w)")
_HALF_A = re.compile(r"half an? (?P<word>million|billion|trillion)(?!\w)", re.I)


def read_number(window: Window, start: int) -> Number | None:
    """The longest number that begins at `start` and ends within the window; None where none does."""
    if window.english:
        return _read_english(window, start)
    number = None if window.text[start : start + 1].isdigit() else _read_open(window, start)
    number = number or _read_mantissa(window, start)
    if number is None:
        return None
    return _with_smaller(window, _with_scales(window, number))


def compose(run: str, language: str = "fr") -> tuple[int, int]:
    """The value of the longest prefix of `run` that is one number, and that prefix's length.

    `run` consists of number words; both spellings of French are read ("vingt et un", "vingt-et-un", "quatre vingt un").
    """
    words = run.replace("-", " ").lower()
    if language == "fr":
        words = words.replace("zero", "zéro")
    while True:
        try:
            return int(text2num(words, language)), len(words)
        except ValueError:
            if " " not in words:
                raise
            words = words.rpartition(" ")[0].removesuffix(" et").removesuffix(" and")


def _times(value: float, scale: float) -> float:
    """The product without binary dust: 6.6 times 1e9 is 6600000000.0, 1.1 times 1e6 is 1100000.0."""
    return float(f"{value * scale:.15g}")


def _read_mantissa(window: Window, start: int) -> Number | None:
    """A number before its multipliers: "12,5", "douze", "trois quarts de", "deux virgule cinq", "deux dizaines"."""
    figure = match_figure(window, start)
    if figure:
        value = figure_value(figure.group())
        thousand = window.match(_THOUSAND, figure.end()) if value < 1000 else None
        if thousand:  # "12 mille dollars"
            return Number(start, thousand.end(), value * 1000, figure=True)
        return Number(start, figure.end(), value, figure=True)
    words = _french()
    part = window.match(_QUARTERS, start)
    share = 0.75 if part and part["count"].lower() == "trois" else 0.25
    if not part:
        part, share = window.match(words.half, start), 0.5
    if part:
        word = part["word"].lower()
        worth = words.scales.get(word, 1.0)
        return Number(start, part.end(), share * words.collectives.get(word, worth), scale=worth, noun=True)
    run = window.match(words.run, start)
    if not run:
        return None
    value, length = compose(run.group())
    stop = start + length
    comma = window.match(_COMMA, stop)
    decimals = window.match(words.run, comma.end()) if comma else None
    if comma and decimals:
        digits, used = _spelt_decimals(decimals.group())
        return Number(start, comma.end() + used, float(f"{value}.{digits}"))
    groups = window.match(words.groups, stop)
    if groups:  # "deux dizaines", "trois milliers"
        each = words.collectives[groups["word"]]
        return Number(start, groups.end(), float(value * each), modifier="about", noun=True)
    return Number(start, stop, float(value))


def _spelt_decimals(run: str) -> tuple[str, int]:
    """The decimals of "zéro cinq" (05) or "vingt-cinq" (25), and how many characters say them."""
    zeros, used = "", 0
    while zero := _ZERO.match(run, used):
        zeros, used = zeros + "0", zero.end()
    if used >= len(run):
        return zeros, len(run.rstrip())
    value, length = compose(run[used:])
    return zeros + str(value), used + length


def _read_open(window: Window, start: int) -> Number | None:
    """A number of which a collective or a multiplier says the size: "une dizaine", "des milliards", "plusieurs"."""
    words = _french()
    match = window.match(words.open, start)
    if not match:
        return None
    if match["one"]:
        about = float(words.collectives[match["group"].lower()])
        return Number(start, match.end(), about, modifier="about", noun=True)
    if match["scale"]:
        one = words.scales[match["scale"].lower()]
        return Number(start, match.end(), one, scale=one, noun=True)
    if match["several"]:
        return Number(start, match.end(), None, 2.0, "order_of")
    many = (match["groups"] or match["scales"] or match["bare"]).lower()
    worth = words.scales[many] if many in words.scales else float(words.collectives[many])
    least = 2 * worth if (match["det"] or "").lower() in words.at_least_two else worth
    scale = worth if match["scales"] else 1.0
    return Number(start, match.end(), None, least, "order_of", scale, noun=True)


def _with_scales(window: Window, number: Number) -> Number:
    """The number with the multipliers that follow it: "6,6 milliards", "30 000 millions", "dizaines de milliers"."""
    words = _french()
    while match := window.match(words.scale, number.end):
        if (match["de"].lower().startswith((" de", " d'"))) is not number.noun:
            break
        word = match["word"].lower()
        if word == "milliers" and not number.noun:
            break
        worth = words.scales.get(word, 1000.0)
        number = replace(
            number,
            end=match.end(),
            value=None if number.value is None else _times(number.value, worth),
            low=None if number.low is None else _times(number.low, worth),
            scale=worth,
            noun=True,
            calque=number.calque or (word == "millions" and number.figure and number.least >= 1000),
        )
    half = window.match(_AND_A_HALF, number.end) if number.scale > 1 else None
    if half and number.value is not None:
        number = replace(number, end=half.end(), value=number.value + number.scale / 2)
    return number


def _with_smaller(window: Window, number: Number) -> Number:
    """The number with the smaller one behind it: "1 milliard 200 millions", "deux millions cinq cent mille"."""
    while number.scale >= 1e6 and number.value is not None and window.after(number.end, 1) in (" ", "-"):
        joined = window.text.startswith(" et ", number.end)
        smaller = _read_mantissa(window, number.end + (4 if joined else 1))
        if smaller is None:
            break
        smaller = _with_scales(window, smaller)
        if smaller.value is None or smaller.modifier != "exact" or not 1 <= smaller.value < number.scale:
            break
        if smaller.figure and window.text[number.end] == "-":
            break  # "2-millions-trois-cents", but "2 millions-300" is no number
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


def _read_english(window: Window, start: int) -> Number | None:
    words = _english()
    figure = match_figure(window, start)
    if figure:
        number = Number(start, figure.end(), figure_value(figure.group(), english=True), figure=True)
    elif half := window.match(_HALF_A, start):
        worth = words.scales[half["word"].lower()]
        return Number(start, half.end(), worth / 2, scale=worth)
    elif run := window.match(words.run, start):
        value, length = (1, run.end("one") - start) if run["one"] else compose(run.group(), "en")
        number = Number(start, start + length, float(value))
    else:
        return None
    while match := window.match(words.scale, number.end):
        worth = words.scales[match["word"].lower()]
        number = replace(number, end=match.end(), value=_times(number.least, worth), scale=worth)
    return number


@cache
def number_start(*, english: bool) -> str:
    """A pattern of what a number in words begins with, grouped by first letter: other words are passed quickly."""
    data = load_toml("amounts/numbers.toml")
    if english:
        starts = [word + r"(?!\w)" for word in data["en"]["units"]]
        starts += [rf"an? (?=(?:{any_of(data['en']['scales'])})(?!\w))", "half (?=an? )"]
        return by_first_letter(starts)
    data = data["fr"]
    before, groups, scales = data["before"], by_first_letter(data["collectives"]), by_first_letter(data["scales"])
    digits = [*data["units"], *data["teens"], *data["tens"], "cents", "cent", "mille"]
    qualified = rf" (?=(?:(?:{by_first_letter(before['qualifiers'])}) )?(?:{groups})(?!\w))"
    once = (
        rf" (?=(?:{by_first_letter([*data['scales'], *data['counted_once']['words']])})(?!\w)"
        r"|demie?[- ]|virgule |(?:à|ou|et) (?:deux|trois|\d))"
    )
    of_them = rf"(?= (?:{'|'.join(data['one_of_them']['behind'])})(?!\w)|[,.;:)])"
    starts = [word + r"(?!\w)" for word in digits if word not in ("un", "une")]
    starts += ["une" + once, "un" + once, f"un(?<=dont un){of_them}", f"une(?<=dont une){of_them}"]
    starts += [r"plusieurs (?=\w)", "demie?[- ]", r"milli(?:on|ard)(?!\w)"]
    starts += [word + qualified for word in before["one"]]
    starts += [rf"{word} (?=(?:(?:{groups})s|(?:{scales}))(?!\w))" for word in before["many"]]
    starts += [word + r"s (?=d[e'])" for word in (*data["collectives"], "million", "milliard")]
    starts.append(r"le (?=(?:double|triple|quadruple|quintuple)(?!\w))")
    return by_first_letter(starts)
