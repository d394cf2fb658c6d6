"""Whether a passage can hold a date at all: one cheap scan before anything is read word by word."""

from __future__ import annotations

import re
from functools import cache

from pipeline.dates.lexicon import foreign, french

_FIGURE = re.compile(r"\d")
# The figures of a date without any word of time: years, "12/3", "le 15", "en 98", "depuis '98".
_DATED_FIGURE = re.compile(
    r"[12]\d{3}|\d ?[/.-] ?\d|(?:\b(?:les?|du|aux?|en|et|depuis|fin|début|avant|après|dès|été|lun|mar|mer|jeu|ven|sam"
    r"|dim)\b\.? ?|')'?\d"
)
_SHORT = 12  # characters: a passage that is nothing but "17 02", "lun."


def may_hold_a_date(lowered: str, start: int, end: int) -> bool:
    """Whether a word of time, or a figure as dates have them, stands in a stretch of lower-cased text."""
    if end - start <= _SHORT or _words().search(lowered, start, end):
        return True
    return bool(_FIGURE.search(lowered, start, end) and _DATED_FIGURE.search(lowered, start, end))


@cache
def _words() -> re.Pattern[str]:
    """Words one of which every date without a figure has."""
    lexicon = french()
    words = {*lexicon.months, *lexicon.weekdays, *lexicon.seasons, *lexicon.units, *lexicon.words["triggers"]}
    words |= {part.strip("'") for name in lexicon.feasts for part in name if len(part) > 3}
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
