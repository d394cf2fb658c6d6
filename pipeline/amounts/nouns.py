"""What is counted: the noun behind a number, and its singular.

No tagger is asked. After a number of two or more, French writes a plural; a word in -s or -x (or one of the few plurals
without) that is not a function word is taken for the noun, adjectives that may precede it skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.amounts.window import Window
from pipeline.resources import load_toml


@dataclass(frozen=True, slots=True)
class Noun:
    """The counted noun: where it ends, and its singular ("journaux" is "journal")."""

    end: int
    lemma: str


_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœŸ]\w{0,30}(?:[-'][A-Za-zÀ-ÖØ-öø-ÿœ]\w{0,30}){0,4}(?!\w)")
_NEXT_WORD = re.compile(rf" ({_WORD.pattern})")
_ACRONYM = re.compile(r"[A-Z]{2,6}$")


@cache
def _lexicon() -> dict[str, Any]:
    data = load_toml("amounts/nouns.toml")
    return {
        "irregular": data["irregular"],
        "people": re.compile(rf"[A-ZÀ-Ö][\w-]*(?:{'|'.join(data['peoples']['endings'])})$"),
        "invariable": frozenset(data["invariable"]),
        "ail": frozenset(data["plural_aux"]["ail"]),
        "au": frozenset(data["plural_aux"]["au"]),
        "ux": frozenset(data["plural_ux"]),
        "person": frozenset(data["person_ee"]),
        "adjective": frozenset(data["adjectives"]),
        "not_noun": frozenset(data["not_nouns"]),
        "unmarked": frozenset(data["unmarked"]),
        "verb": frozenset(data["compound_verbs"]),
        "prefix": frozenset(data["compound_prefixes"]),
        "capitalised": frozenset(data["capitalised"]),
        "qualifier": frozenset(data["qualifiers"]),
        "victim": frozenset(data["victims"]),
        "sum": frozenset(data["sums"]),
        "nominal": frozenset(data["nominal_adjectives"]),
        "period": frozenset(data["periods"]),
        "english": data["english"],
    }


def singularise(noun: str) -> str:
    """The singular of a French noun in the plural; a singular comes back as it is.

    >>> [singularise(noun) for noun in ("journaux", "bateaux", "procès", "licenciées", "sous-marins", "porte-avions")]
    ['journal', 'bateau', 'procès', 'licencié', 'sous-marin', 'porte-avions']
    """
    lexicon = _lexicon()
    if noun in lexicon["irregular"]:
        return str(lexicon["irregular"][noun])
    if "-" in noun:
        parts = noun.split("-")
        if parts[0] in lexicon["verb"]:
            return noun
        return "-".join(part if part in lexicon["prefix"] else singularise(part) for part in parts)
    if noun in lexicon["invariable"] or len(noun) < 3:
        return noun
    if noun.endswith("aux"):
        if noun.endswith("eaux") or noun in lexicon["au"]:
            return noun[:-1]
        return noun[:-3] + ("ail" if noun in lexicon["ail"] else "al")
    if noun.endswith("ux"):
        return noun[:-1] if noun in lexicon["ux"] else noun
    if noun.endswith("s") and not noun.endswith("ss"):
        singular = noun[:-1]
        return singular[:-1] if singular in lexicon["person"] else singular
    return noun


def lemma_of(word: str) -> str:
    """The singular in small letters of a noun as it is written; peoples in -ais and -ois do not change."""
    lower = word.lower()
    return lower if word[0].isupper() and lower.endswith(("ais", "ois")) else singularise(lower)


def read_noun(window: Window, start: int, *, plural: bool) -> Noun | None:
    """The noun that begins at `start`, behind at most two adjectives.

    `plural`: the number asks for a plural, so the word must look like one. Demonyms and acronyms count too.
    """
    lexicon = _lexicon()
    match = window.match(_WORD, after_adjectives(window, start))
    if not match:
        return None
    word = match.group().removesuffix("'s")  # "64,000 people's data"
    lower, end = word.lower(), match.start() + len(word)
    if lower in lexicon["not_noun"] or (lower in lexicon["adjective"] and lower not in lexicon["nominal"]):
        return None
    if _ACRONYM.match(word):
        return Noun(end, word)
    if not _may_be_noun(word, plural=plural):
        return None
    return Noun(end, lexicon["english"].get(lower) or lemma_of(word) if window.english else lemma_of(word))


def after_adjectives(window: Window, start: int) -> int:
    """Where the word begins that stands behind the adjectives at `start`: "trois grands groupes"."""
    lexicon = _lexicon()
    for _ in range(2):
        match = window.match(_WORD, start)
        if not match or match.group().lower() not in lexicon["adjective"]:
            break
        following = window.match(_NEXT_WORD, match.end())
        if not following or not (following[1] in lexicon["period"] or _may_be_noun(following[1], plural=True)):
            break
        start = match.end() + 1
    return start


def is_victim(lemma: str) -> bool:
    """Whether even one of them is counted: "un mort et trois blessés"."""
    return lemma in _lexicon()["victim"]


def is_sum(lemma: str) -> bool:
    """Whether millions of it are millions of money: "40 milliards de dépenses"."""
    return lemma in _lexicon()["sum"]


def qualifies(lemma: str) -> bool:
    """Whether a word behind a number qualifies what was counted before: "dont 12 hospitalisés", "dont deux mortels"."""
    lexicon = _lexicon()
    return lemma in lexicon["qualifier"] or (lemma.endswith("é") and lemma + "e" not in lexicon["person"])


def _may_be_noun(word: str, *, plural: bool) -> bool:
    lexicon, lower = _lexicon(), word.lower()
    if word[0].isupper():
        return bool(_ACRONYM.match(word) or lexicon["people"].match(word)) or word in lexicon["capitalised"]
    if len(word) < 3 or "'" in word[:2] or lower in lexicon["not_noun"]:
        return False
    return _is_plural(word) if plural else len(word) > 3


def _is_plural(word: str) -> bool:
    lexicon = _lexicon()
    return (word.endswith(("s", "x")) or word in lexicon["unmarked"] or "s-" in word) or word in lexicon["period"]
