"""The words of a sentence as two tellings are compared by them: figures with their value, names by their capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.repeats.lexicon import closed_class, dates, fold, negations, numbers, same_forms

_PATTERN = (
    r"(?P<figure>(?:(?<![\w-])[-+])?\d{1,3}(?:[ .]\d{3})+(?!\d)(?:,\d+)?"
    r"|\d+(?:er|re|e|ère|ème|nde?)(?!\w)|(?:(?<![\w-])[-+])?\d+(?:[.,]\d+)?)"
    r"|(?P<elided>(?:[^\W\d_]|%s)['’])(?=\w)"
    r"|(?P<word>aujourd['’]hui|[^\W\d_]+(?:[-.][^\W\d_]+)*)"
    r"|(?P<unit>[%%€$£°‰])"
)
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:[ .]\d{3})+(?:,\d+)?")
_ORDINAL = re.compile(r"(?P<rank>\d+)[^\W\d]+")
_LONGEST = 15  # digits that a float holds
_OPENS_AFTER = frozenset('«»“”"(—–:.!?…')


@dataclass(frozen=True, slots=True)
class Token:
    """A word, figure or unit; `norm` is what it is aligned by."""

    text: str
    kind: str  # figure | date | name | opening (a capital that may be the sentence's) | negation | word
    norm: str


@lru_cache(1 << 12)
def tokenise(sentence: str) -> tuple[Token, ...]:
    """The tokens of a sentence of a plain text."""
    return tuple(_with_numbers(list(_tokens(sentence))))


@cache
def _token() -> re.Pattern[str]:
    return re.compile(_PATTERN % "|".join(sorted(closed_class("elided"))), re.IGNORECASE)


def _tokens(text: str) -> Iterator[Token]:
    shouted = _is_shouted(text)
    before = ""
    last = 0
    for match in _token().finditer(text):
        word = match.group()
        if match.lastgroup == "figure":
            yield Token(word, "figure", _figure_norm(word))
        elif match.lastgroup == "unit":
            yield Token(word, "word", word)
        elif "-" in word and all(part in numbers() for part in word.lower().split("-")):
            for part in word.split("-"):  # "vingt-deux"
                yield Token(part, "number", fold(part))
        else:
            bare = word.rstrip("'’").lower()
            opens = last == 0 or any(c in _OPENS_AFTER for c in text[last : match.start()])
            kind = _kind(word, bare, before, opens, shouted)
            norm = fold(bare)
            yield Token(word, kind, same_forms().get(norm, norm))
            before = bare
        last = match.end()


def _kind(word: str, bare: str, before: str, opens: bool, shouted: bool) -> str:
    if bare in dates() or (bare == "été" and before in closed_class("season")):
        return "date"
    if bare in negations():
        return "negation"
    if bare in numbers():
        return "number"
    if any(character.isupper() for character in word) and not word.endswith(("'", "’")):
        return "opening" if shouted or (opens and not any(character.isupper() for character in word[1:])) else "name"
    return "word"


def _with_numbers(tokens: list[Token]) -> Iterator[Token]:
    """Figures in words valued, and joined with the figures they multiply ("3,5 millions", "deux cents")."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind not in ("figure", "number"):
            yield token
            index += 1
            continue
        values: list[float] = []
        while index < len(tokens) and (value := _multiplies(tokens[index], token, values)) is not None:
            values.append(value)
            index += 1
        if values:
            text = " ".join(item.text for item in tokens[index - len(values) : index])
            yield Token(text, "figure", f"#{_total(values)!r}")
        else:  # an ordinal, a rough number or a figure too long to be one
            norm = token.norm if token.kind == "figure" else f"#{numbers()[token.text.lower()]}"
            yield Token(token.text, "figure", norm)
            index += 1


def _multiplies(token: Token, first: Token, values: list[float]) -> float | None:
    """The value of a token where it goes on with the figure that `first` began."""
    if token.kind == "figure":
        plain = not values and len(token.text) <= _LONGEST and not token.text[-1].isalpha()
        return float(token.norm[1:]) if plain else None
    value = numbers().get(token.text.lower()) if token.kind == "number" else None
    if not isinstance(value, float) or (values and first.kind == "figure" and value < 1000):
        return None
    return value


def _total(values: list[float]) -> float:
    total = current = 0.0
    for value in values:
        if value == 100 or (value == 20 and current == 4):
            current = (current or 1) * value
        elif value >= 1000:
            total, current = total + (current or 1) * value, 0.0
        else:
            current += value
    return total + current


def _figure_norm(figure: str) -> str:
    ordinal = _ORDINAL.fullmatch(figure)
    if ordinal is not None:
        return f"#{ordinal['rank']}{'er' if ordinal['rank'] == '1' else 'e'}"
    if len(figure) > _LONGEST:
        return "#" + figure
    if _GROUPED.fullmatch(figure):
        figure = figure.replace(" ", "").replace(".", "")
    return f"#{float(figure.replace(',', '.'))!r}"


def _is_shouted(sentence: str) -> bool:
    """Whether a sentence stands in capitals, so that they say nothing of names."""
    letters = [character for character in sentence if character.isalpha()]
    return sum(character.isupper() for character in letters) * 2 > len(letters)
