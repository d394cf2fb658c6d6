"""The words of time of one language, compiled once from `models/dates/`.

What belongs to a class of words is data; a rule names only the fixed words of its own construction ("il y a").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.resources import load_toml


@dataclass(frozen=True, slots=True)
class French:
    """What the French grammar knows of words; keys are lower case."""

    months: dict[str, int]
    short_months: frozenset[str]
    weekdays: dict[str, int]
    short_weekdays: dict[str, int]
    seasons: dict[str, str]
    units: dict[str, str]
    numerals: dict[str, int]
    collective: dict[str, int]
    ordinals: dict[str, int]
    directions: dict[str, str]
    direction_phrases: dict[tuple[str, ...], str]
    near_days: dict[tuple[str, ...], int]
    eves: dict[tuple[str, ...], int]
    in_days: dict[str, int]
    bounds: dict[str, str]
    parts: dict[str, str]
    day_parts: frozenset[str]
    feasts: dict[tuple[str, ...], str]
    feast_rules: dict[str, tuple[str, tuple[int, ...]]]
    idioms: dict[str, list[tuple[str, ...]]]
    words: dict[str, frozenset[str]]


def _by_word(table: dict[str, list[str]], number: bool = False) -> dict[str, Any]:
    return {word: int(key) if number else key for key, words in table.items() for word in words}


@cache
def french() -> French:
    """The French lexicon."""
    data = load_toml("dates/fr.toml")
    short_months = _by_word(data["month_abbreviations"], number=True)
    numerals = {word: value for value, word in enumerate(data["numerals"]["units"])}
    numerals |= data["numerals"]["tens"] | data["numerals"]["more"]
    rules: dict[str, tuple[str, tuple[int, ...]]] = {}
    for kind, feasts in data["feasts"].items():
        rules |= {name: (kind, (rule,) if isinstance(rule, int) else tuple(rule)) for name, rule in feasts.items()}
    return French(
        months=_by_word(data["months"], number=True) | short_months,
        short_months=frozenset(short_months),
        weekdays=_by_word(data["weekdays"], number=True),
        short_weekdays=_by_word(data["weekday_abbreviations"], number=True),
        seasons=_by_word(data["seasons"]),
        units=_by_word(data["units"]),
        numerals=numerals,
        collective=data["numerals"]["collective"],
        ordinals=_by_word(data["ordinals"], number=True),
        directions=_by_word(data["directions"]),
        direction_phrases={_tokens(phrase): key for phrase, key in data["direction_phrases"].items()},
        near_days={_tokens(phrase): days for phrase, days in data["near_days"].items()},
        eves={_tokens(phrase): days for phrase, days in data["eves"].items()},
        in_days=data["in_days"],
        bounds=_by_word(data["bounds"]),
        parts=_by_word(data["parts"]),
        day_parts=frozenset(data["day_parts"]["words"]),
        feasts={_tokens(name): name for name in rules},
        feast_rules=rules,
        idioms=_by_first(data["idioms"]["phrases"]),
        words=_sets(data["words"]),
    )


def words(name: str) -> frozenset[str]:
    """A closed class of French words, by its name in `models/dates/fr.toml`."""
    return french().words[name]


@cache
def _forms() -> dict[str, frozenset[str]]:
    return _sets(load_toml("dates/tense.toml"))


def forms(name: str) -> frozenset[str]:
    """Word forms that tell the time of a clause, by the name of their list in `models/dates/tense.toml`."""
    return _forms()[name]


def inflected(name: str) -> frozenset[str]:
    """Participles of a list of `models/dates/tense.toml` with their feminines and plurals."""
    return frozenset(word + ending for word in forms(name) for ending in ("", "s", "e", "es"))


def _sets(lists: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(members) for name, members in lists.items()}


def _by_first(phrases: list[str]) -> dict[str, list[tuple[str, ...]]]:
    split = [_tokens(phrase) for phrase in phrases]
    return {words[0]: [other for other in split if other[0] == words[0]] for words in split}


def _tokens(name: str) -> tuple[str, ...]:
    """The tokens of a phrase: an elided word is a token of its own ("l'", "an")."""
    return tuple(name.replace("'", "' ").split())


@dataclass(frozen=True, slots=True)
class Foreign:
    """What the small grammars of other languages know of words."""

    months: dict[str, int]
    weekdays: dict[str, int]
    offsets: dict[str, int]
    units: dict[str, str]
    numerals: dict[str, int]
    words: dict[str, frozenset[str]]


@cache
def foreign(language: str) -> Foreign:
    """The lexicon of `en` or `es`."""
    data = load_toml(f"dates/{language}.toml")
    numerals = {word: value for value, word in enumerate(data["words"]["numerals"])}
    numerals |= dict.fromkeys(data["words"]["article"], 1)
    return Foreign(
        months=_by_word(data["months"], number=True),
        weekdays=_by_word(data["weekdays"], number=True),
        offsets=data["offsets"],
        units=_by_word(data["units"]),
        numerals=numerals,
        words=_sets(data["words"]),
    )
