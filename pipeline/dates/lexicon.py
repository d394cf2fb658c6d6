"""The words of time of one language, loaded once from `models/dates/`."""

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
    parts: dict[str, str]
    day_parts: frozenset[str]
    feasts: dict[tuple[str, ...], str]
    feast_rules: dict[str, tuple[str, tuple[int, ...]]]
    idioms: dict[str, list[tuple[str, ...]]]
    context: dict[str, frozenset[str]]


def _by_word(table: dict[str, list[str]], number: bool = False) -> dict[str, Any]:
    return {word: int(key) if number else key for key, words in table.items() for word in words}


@cache
def french() -> French:
    """The French lexicon."""
    data = load_toml("dates/fr.toml")
    months = _by_word(data["months"], number=True)
    full = {words[0] for words in data["months"].values()} | {"fevrier", "aout", "decembre"}
    numerals = {word: value for value, word in enumerate(data["numerals"]["units"])} | data["numerals"]["tens"]
    numerals |= {"une": 1, "vingts": 20, "cent": 100, "cents": 100, "mille": 1000}
    rules: dict[str, tuple[str, tuple[int, ...]]] = {}
    for kind, feasts in data["feasts"].items():
        rules |= {name: (kind, (rule,) if isinstance(rule, int) else tuple(rule)) for name, rule in feasts.items()}
    return French(
        months=months,
        short_months=frozenset(set(months) - full),
        weekdays=_by_word(data["weekdays"], number=True),
        short_weekdays=_by_word(data["weekday_abbreviations"], number=True),
        seasons=_by_word(data["seasons"]),
        units=_by_word(data["units"]),
        numerals=numerals,
        collective=data["numerals"]["collective"],
        ordinals=_by_word(data["ordinals"], number=True),
        directions=_by_word(data["directions"]),
        direction_phrases={_tokens(phrase): key for phrase, key in data["direction_phrases"].items()},
        parts=_by_word(data["parts"]),
        day_parts=frozenset(data["day_parts"]["words"]),
        feasts={_tokens(name): name for name in rules},
        feast_rules=rules,
        idioms=_by_first(data["idioms"]["phrases"]),
        context={name: frozenset(words) for name, words in data["context"].items()},
    )


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
        words={name: frozenset(words) for name, words in data["words"].items()},
    )
