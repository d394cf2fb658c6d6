"""Whether a passage can hold a date at all: one cheap scan before anything is read word by word."""

from __future__ import annotations

import re
from functools import cache

from pipeline.dates.lexicon import foreign, french

_FIGURE = re.compile(r"\d")
_SHORT = 12  # characters: a passage that is nothing but "17 02", "lun."


def may_hold_a_date(lowered: str, start: int, end: int) -> bool:
    """Whether a word of time, or a figure as dates have them, stands in a stretch of lower-cased text."""
    if end - start <= _SHORT or _words().search(lowered, start, end):
        return True
    return bool(_FIGURE.search(lowered, start, end) and _dated_figure().search(lowered, start, end))


@cache
def _dated_figure() -> re.Pattern[str]:
    """The figures of a date without any word of time: years, "12/3", "le 15", "en 98", "depuis '98"."""
    before = french().words["figure_openers"] | french().short_weekdays.keys()
    return re.compile(rf"[12]\d{{3}}|\d ?[/.-] ?\d|(?:\b(?:{'|'.join(sorted(before))})\b\.? ?|')'?\d")


@cache
def _words() -> re.Pattern[str]:
    """Words one of which every date without a figure has."""
    lexicon = french()
    words = {*lexicon.months, *lexicon.weekdays, *lexicon.seasons, *lexicon.units, *lexicon.words["triggers"]}
    words |= {name[0] for name in lexicon.feasts if words.isdisjoint(name)}  # one word of each feast is enough
    for other in (foreign("en"), foreign("es")):
        words |= {*other.months, *other.weekdays, *other.offsets, *other.units}
    return re.compile(rf"\b{_any_of(words - lexicon.words['never_triggers'])}\b")


def _any_of(words: set[str]) -> str:
    """A pattern for any of some words that reads no letter twice: the words as a tree of their letters."""
    by_letter: dict[str, set[str]] = {}
    for word in words - {""}:
        by_letter.setdefault(word[0], set()).add(word[1:])
    branches = [re.escape(letter) + _any_of(rests) for letter, rests in sorted(by_letter.items())]
    tree = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})" if branches else ""
    return f"(?:{tree})?" if "" in words and tree else tree
