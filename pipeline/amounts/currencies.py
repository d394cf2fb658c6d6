"""Currencies: their French names from babel, the press's other names and symbols, and which one a bare "dollar" is."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.amounts.patterns import any_of, by_first_letter
from pipeline.amounts.window import Window
from pipeline.resources import MODELS, load_toml


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency as it is written.

    `shared` is the noun that several currencies have in common ("franc"), where nothing written next to it says which
    one is meant; `code` is then the most usual one.
    """

    code: str
    shared: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A currency's name that ends at `end`; `hundredth`: it is the cent of the currency."""

    end: int
    currency: Currency
    hundredth: bool = False


@dataclass(frozen=True, slots=True)
class _Places:
    """The words that point to one of the currencies that share a name."""

    owners: dict[str, str]  # "Ottawa" -> "CAD"
    pattern: re.Pattern[str]
    behind: re.Pattern[str]  # the same as the group `place` behind what parts words: quick to search for

    def named(self, text: str) -> Counter[str]:
        """How often the text names a place of each currency."""
        return Counter(self.owners[match["place"]] for match in self.behind.finditer(f" {text}"))


@dataclass(frozen=True, slots=True)
class _Lexicon:
    codes: frozenset[str]
    heads: dict[str, str]  # "francs" -> "franc", "euros" -> "euro"
    default: dict[str, str]  # "franc" -> "FRF"
    shared: frozenset[str]
    complements: dict[str, dict[str, str]]  # "franc" -> {"suisses": "CHF"}
    complement: dict[str, re.Pattern[str]]  # "franc" -> " suisses"
    symbols: dict[str, str]
    before: re.Pattern[str]  # a symbol or code that a figure follows
    after: re.Pattern[str]  # letters and a symbol or code behind a figure
    hundredths: dict[str, str]
    shared_symbols: dict[str, str]  # "$" -> "dollar"
    settled: frozenset[str]
    homonyms: frozenset[str]  # names that are other words too: read with a complement only
    places: dict[str, _Places]  # "franc" -> the places of the currencies of that name


def _plural_forms(singular: str) -> set[str]:
    return {singular, singular if singular.endswith(("s", "x")) else singular + "s"}


@cache
def _lexicon() -> _Lexicon:
    """Everything the module knows, loaded once."""
    data = load_toml("amounts/currencies.toml")
    scales = load_toml("amounts/numbers.toml")["letters"]
    with (MODELS / "amounts/currencies.csv").open(encoding="utf-8", newline="") as handle:
        official = list(csv.DictReader(handle))
    heads: dict[str, str] = {}
    default: dict[str, str] = {}
    bearers: dict[str, list[str]] = {}
    complements: dict[str, dict[str, str]] = {}
    for row in official:
        for name in (row["singular"], row["plural"]):
            head, _, rest = re.sub(r"^nouve(?:au|aux|lle|lles) ", "", name).partition(" ")
            singular = re.sub(r"^nouve(?:au|lle) ", "", row["singular"]).partition(" ")[0]
            for form in {head, *_plural_forms(head)}:
                heads.setdefault(form.lower(), singular)
            if rest:
                complements.setdefault(singular, {}).setdefault(rest.lower(), row["code"])
        bearers.setdefault(singular, []).append(row["code"])
    for singular, codes in bearers.items():
        default[singular] = codes[0]
    for name, code in data["names"].items():
        for form in _plural_forms(name):
            heads[form] = name
        default[name] = code
        bearers.setdefault(name, [code])
    default |= data["defaults"]
    for singular, more in data["complements"].items():
        for phrase, code in more.items():
            complements.setdefault(singular, {})[phrase] = code
            if phrase.endswith("s"):
                complements[singular].setdefault(phrase[:-1], code)
    shared = frozenset(head for head, codes in bearers.items() if len(codes) > 1 or head in data["defaults"])
    symbols: dict[str, str] = data["symbols"]
    zones: dict[str, list[str]] = data["shared"]["zones"]
    default |= {name: codes[0] for name, codes in zones.items()}
    signs, scale = any_of(symbols), any_of(scales)
    return _Lexicon(
        codes=frozenset(row["code"] for row in official),
        heads=heads,
        default=default,
        shared=shared,
        complements=complements,
        complement={
            head: re.compile(rf" (?P<phrase>{any_of(phrases)})(?!\w)", re.I) for head, phrases in complements.items()
        },
        symbols=symbols,
        before=re.compile(rf"(?:(?P<sign>{_leading(symbols)})|(?P<code>{any_of(data['leading']['codes'])})) ?(?=\d)"),
        after=re.compile(
            rf" ?(?P<scale>(?:{scale})(?![a-zà-ÿ]{{2}}))?\.? ?(?:d'|de )?(?:(?P<sign>{signs})|(?P<code>[A-Z]{{3}}))"
            r"(?:(?<=\W)|(?![^\W\d]))"  # "14,90 €TTC", but not "12 FFI"
        ),
        hundredths={form: code for name, code in data["hundredths"].items() for form in _plural_forms(name)},
        shared_symbols=data["shared"]["symbols"],
        settled=frozenset(data["settled"]["names"]),
        homonyms=frozenset(data["homonyms"]["names"]),
        places={
            head: _places(bearers[head], complements.get(head, {}), data["places"])
            for head in sorted(shared & complements.keys())
        }
        | {name: _places(codes, {}, data["places"]) for name, codes in zones.items()},
    )


def _leading(symbols: Iterable[str]) -> str:
    """A pattern of the symbols that may stand before a figure; "F4" is no sum, "Fr. 4" is."""
    return any_of(symbol for symbol in symbols if not symbol.isalpha())


def _places(codes: Iterable[str], complements: dict[str, str], places: dict[str, list[str]]) -> _Places:
    """What points to each of the currencies: its places, and its adjective in any form."""
    owners: dict[str, str] = {}
    for code in codes:
        for place in places.get(code, ()):
            owners.setdefault(place, code)
        for phrase in (phrase.removesuffix("s") for phrase, owner in complements.items() if owner == code):
            for ending in ("", "e", "s", "es"):
                owners.setdefault(phrase + ending, code)
    for word, code in list(owners.items()):  # the pattern takes either case of the first letter
        owners.setdefault(word[0].swapcase() + word[1:], code)
    words = by_first_letter(re.escape(word) for word in sorted(owners, key=len, reverse=True))
    place = rf"(?:{words})(?!\w)"
    return _Places(owners, re.compile(place), re.compile(rf"\W(?P<place>{place})"))


_NAME = re.compile(r"[^\W\d_]+(?:'angas?)?(?![\w-])")
_NEW = re.compile(r"(?:nouve(?:aux?|lles?)|anciens?|deutsche|US) ", re.I)
_OF_COUNTRY = re.compile(r" (?:de |du |des |d'|de la |de l')")
_OF = re.compile(r" (?:d'|de )")


def read_name(window: Window, start: int) -> Name | None:
    """The currency whose name begins at `start` ("dollars canadiens", "euros", "centimes d'euro")."""
    known = _lexicon()
    new = window.match(_NEW, start)
    match = window.match(_NAME, new.end() if new else start)
    if not match:
        return None
    word, end = match.group().lower(), match.end()
    if word in known.hundredths:
        of = window.match(_OF, end)
        whole = read_name(window, of.end()) if of else None
        if whole:
            return Name(whole.end, whole.currency, hundredth=True)
        return Name(end, Currency(known.hundredths[word], word), hundredth=True)
    head = known.heads.get(word)
    if head is None:
        return None
    if window.text.startswith(" ", end):
        if complement := read_complement(window, end, head):
            return complement
        country = _OF_COUNTRY.match(window.text, end, window.stop)
        places = known.places.get(head) if country else None
        place = window.match(places.pattern, country.end()) if places and country else None
        if places and place:
            return Name(place.end(), Currency(places.owners[place.group()]))
    if head in known.homonyms:
        return None
    return Name(end, Currency(known.default[head], head if head in known.shared else ""))


def read_complement(window: Window, start: int, head: str) -> Name | None:
    """The currency that the words behind a name or sign make of it: " canadiens" behind "dollars" or "$"."""
    known = _lexicon()
    match = window.match(known.complement[head], start) if head in known.complement else None
    if not match:
        return None
    code = known.complements[head][match["phrase"].lower()]
    zone = known.default.get(code)
    return Name(match.end(), Currency(zone, code) if zone else Currency(code))


class Countries:
    """What an article says of the countries whose currencies share a name; each name is looked up once."""

    def __init__(self, article: str) -> None:
        self._article = article
        self._named: dict[str, Counter[str]] = {}

    def settle(self, currency: Currency, near: str) -> tuple[str, bool]:
        """The ISO code of a currency written next to the text `near`, and whether it is inferred.

        A name that several currencies share is the one whose country alone is named near it, or, but for the best
        known of them (a dollar is American unless the passage says otherwise), the one most often named in the article.
        """
        known = _lexicon()
        head = currency.shared
        if not head:
            return currency.code, False
        settled = head in known.settled
        if head in known.places:
            found = known.places[head].named(near)
            if not found and not settled:
                found = self._in_article(head)
            if found and (len(found) == 1 or not settled) and currency.code not in found:
                return found.most_common(1)[0][0], True
        return currency.code, not settled

    def _in_article(self, head: str) -> Counter[str]:
        if head not in self._named:
            self._named[head] = _lexicon().places[head].named(self._article)
        return self._named[head]


@cache
def letters() -> dict[str, float]:
    """What "M" and "Md" between a figure and a currency are worth."""
    return {letter: float(worth) for letter, worth in load_toml("amounts/numbers.toml")["letters"].items()}


def currency_of(match: re.Match[str]) -> Currency | None:
    """The currency of a match of `leading_sign` or `trailing_sign`; None where its letters are no code."""
    known = _lexicon()
    if match["sign"]:
        return Currency(known.symbols[match["sign"]], known.shared_symbols.get(match["sign"], ""))
    return currency_of_code(match["code"])


def currency_of_code(code: str) -> Currency | None:
    """The currency of three capitals; None where they are no ISO code."""
    return Currency(code) if code in _lexicon().codes else None


def leading_sign() -> re.Pattern[str]:
    """A pattern of a symbol or code that a figure follows, with the groups `sign` and `code`."""
    return _lexicon().before


def trailing_sign() -> re.Pattern[str]:
    """A pattern of a symbol or code behind a figure, with the groups `scale`, `sign` and `code`."""
    return _lexicon().after


def sign_start() -> str:
    """A pattern of what may stand before the figure of a sum: "$", "US$", "EUR"."""
    return _lexicon().before.pattern.replace("?P<sign>", "?:").replace("?P<code>", "?:")
