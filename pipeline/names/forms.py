"""The written forms of names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_A_LETTER = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """What two ways of writing a name share: it without case, accents, spaces and punctuation.

    Itself where nothing is left.
    """
    if name.isascii():
        return _NOT_A_LETTER.sub("", name.casefold()) or name
    plain = fold_accents(name.casefold()).casefold()
    return _NOT_A_LETTER.sub("", plain) or name


def initials(name: str, small_words: bool = False) -> str:
    """The initials of a name in upper case; those of its small words ("de", "la") only where asked for."""
    return "".join(
        word[0].upper()
        for word in re.findall(r"[^\W\d_]+", fold_accents(name))
        if small_words or len(word) > 3 or word[0].isupper()
    )


def fold_accents(name: str) -> str:
    """A name without its accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def is_initialism(short: str, name: str) -> bool:
    """Whether `short` abbreviates `name`: "BCE" (Banque centrale européenne), "Inrae", "Cnil".

    The initials of the full words make the whole of it, or its letters are found in order at the heads of words.
    """
    wanted = fold(short).upper()
    if not 2 <= len(wanted) <= 8 or " " in short or len(name) < 2 * len(wanted):
        return False
    if wanted in (initials(name), initials(name, small_words=True)):
        return True
    return short[0].isupper() and _from_heads(wanted, re.findall(r"[^\W_]+", fold_accents(name).upper()))


def _from_heads(wanted: str, words: list[str]) -> bool:
    """Whether `wanted` is made, in order, of one or more first letters of most of `words`, the first one included."""
    if not words or not wanted or words[0][0] != wanted[0]:
        return False
    full = sum(len(word) > 3 for word in words)

    def fits(position: int, index: int, used: int) -> bool:
        if position == len(wanted):
            return used >= max(2, full - 2)
        if index == len(words):
            return False
        word, length = words[index], 0
        while length < min(3, len(word)) and wanted.startswith(word[: length + 1], position):
            length += 1
        return any(fits(position + taken, index + 1, used + (taken > 0)) for taken in range(length, -1, -1))

    return fits(0, 0, 0)
