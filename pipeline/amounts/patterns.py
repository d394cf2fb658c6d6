"""Pieces of regular expressions made from lists of words."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """An alternation of the words, the longest one that fits first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def by_first_letter(patterns: Iterable[str]) -> str:
    """An alternation of patterns that begin with a plain letter, small or capital, grouped by it: quick to fail."""
    rest: dict[str, list[str]] = {}
    for pattern in patterns:
        rest.setdefault(pattern[0], []).append(pattern[1:])
    return "|".join(f"[{letter}{letter.upper()}](?:{'|'.join(ends)})" for letter, ends in rest.items())
