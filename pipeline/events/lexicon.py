"""`models/events.toml`, read once: types of events by lemma, classes of verbs and nouns, closed classes of words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Token

from pipeline.resources import load_toml


@dataclass(frozen=True, slots=True)
class Verbs:
    """Classes of verbs, by lemma."""

    carriers: frozenset[str]
    planning: frozenset[str]
    compelling: frozenset[str]
    denying: frozenset[str]
    possible: frozenset[str]
    saying: frozenset[str]
    factive: frozenset[str]
    light: frozenset[str]
    undergoing: frozenset[str]
    with_etre: frozenset[str]
    receiving: frozenset[str]
    giving: frozenset[str]


@dataclass(frozen=True, slots=True)
class Nouns:
    """Classes of nouns, by lemma."""

    years: frozenset[str]
    of_doer: frozenset[str]
    documents: frozenset[str]
    worth: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Closed classes of words, in lower case."""

    negations: frozenset[str]
    negative_particles: frozenset[str]
    no_longer: str
    restrictions: frozenset[str]
    conditions: frozenset[str]
    definite: frozenset[str]
    possessive: frozenset[str]
    relative_pronouns: frozenset[str]
    masculine_pronouns: frozenset[str]
    feminine_pronouns: frozenset[str]
    last_named: frozenset[str]
    former: frozenset[str]
    agent: frozenset[str]
    recipient: frozenset[str]
    into: frozenset[str]
    against: frozenset[str]
    compared: frozenset[str]
    of: frozenset[str]
    around: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The knowledge of French that finding events takes."""

    types: dict[str, str]
    verbs: Verbs
    nouns: Nouns
    grammar: Grammar
    lemmas: dict[str, str]
    sources: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    """The lexicon of events; of two types that claim a lemma, the first has it."""
    data = load_toml("events.toml")
    types: dict[str, str] = {}
    for name, lemmas in data["types"].items():
        for lemma in lemmas:
            types.setdefault(lemma, name)
    return Lexicon(
        types,
        Verbs(**_sets(data["verbs"])),
        Nouns(**_sets(data["nouns"])),
        Grammar(**_sets(data["grammar"])),
        data["lemmas"],
        tuple(data["sources"]["openers"]),
    )


def _sets(section: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, str) else frozenset(value) for name, value in section.items()}


def lemma_of(token: Token) -> str:
    """The lemma, where spaCy's rules are known to take another ("quitte" for itself, "fondaient" for "fondre")."""
    return lexicon().lemmas.get(token.lower_, token.lemma_)
