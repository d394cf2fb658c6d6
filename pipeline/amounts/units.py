"""Units behind a number: percentages, durations, measures, multiples."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.amounts.window import Window
from pipeline.resources import load_toml


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that ends at `end`: its kind as in `Amount.kind` and its French name in the singular."""

    end: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: dict[str, tuple[str, str]]  # as written -> kind, name
    pattern: re.Pattern[str]
    first: frozenset[str]  # first words or signs: a quick way out
    rate_context: re.Pattern[str]
    change_context: re.Pattern[str]
    books_context: re.Pattern[str]


def _forms(written: str) -> Iterable[str]:
    yield written
    if len(written) > 3 and written.isalpha() and written[-1] not in "sx":
        yield written + "s"


@cache
def _lexicon(*, english: bool) -> _Lexicon:
    data = load_toml("amounts/units.toml")
    words: dict[str, tuple[str, str]] = {}
    durations = data["durations_en"] if english else data["durations"]
    for name, forms in durations.items():
        words.update((form, ("duration", name)) for form in forms)
    measures = data["measures_en"] if english else data["measures"]
    for name, forms in measures.items():
        words.update((form, ("measure", name)) for written in forms for form in _forms(written))
    percent = data["percent"]
    words.update((sign, ("percent", "%")) for sign in percent["signs"])
    words.update((sign, ("percent", "point")) for sign in percent["points"])
    words.update((sign, ("percent", "point de base")) for sign in percent["basis_points"])
    words |= {"fois": ("multiple", "fois"), "times": ("multiple", "fois")}
    written = "|".join(sorted(map(re.escape, words), key=lambda form: (-len(form), form)))
    return _Lexicon(
        words,
        re.compile(rf"(?:{written})(?![\w'])(?!-\w)"),
        frozenset(re.match(r"[\w°%µμ]+|.", form).group() for form in words),  # type: ignore[union-attr]
        re.compile(rf"(?<!\w)(?:{'|'.join(percent['rate_context'])})(?!\w)|%|pour cent"),
        re.compile(rf"(?<!\w)(?:{'|'.join(percent['change_context'])})", re.I),
        re.compile(rf"(?<!\w)(?:{'|'.join(data['books']['context'])})(?!\w)", re.I),
    )


_FIRST = re.compile(r"[^\W\d_]+[23²³]?|%|°|[a-zA-Zµμ]+")


def read_unit(window: Window, start: int) -> Unit | None:
    """The unit that begins at `start`."""
    lexicon = _lexicon(english=window.english)
    first = window.match(_FIRST, start)
    if not first or first.group() not in lexicon.first:
        return None
    match = window.match(lexicon.pattern, start)
    if not match:
        return None
    kind, name = lexicon.words[match.group()]
    return Unit(match.end(), kind, name)


def speaks_of_percentages(passage: str, points: float) -> bool:
    """Whether so many points in this passage are points of percentage, not those of a game or an index."""
    lexicon = _lexicon(english=False)
    if points >= 100 or lexicon.rate_context.search(passage):
        return points < 100
    return points < 1 or (points % 1 != 0 and bool(lexicon.change_context.search(passage)))


def speaks_of_books(passage: str) -> bool:
    """Whether "livres" in this passage are books or pounds of weight, not of money."""
    return bool(_lexicon(english=False).books_context.search(passage))
