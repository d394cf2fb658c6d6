"""French numbers in figures and in words, as far as dates and distances need them."""

from __future__ import annotations

from pipeline.dates.lexicon import french, words
from pipeline.dates.tokens import Tokens

_BEHIND_ET = words("behind_et")
_CENTURY_MARKS = words("century_marks")
_OF = words("of")
_ORDINAL_MARKS = words("ordinal_marks")

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def numeral(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """A cardinal from 0 to 9999 in figures or words with the index behind it: "15", "quatre-vingt-dix-sept"."""
    word = tokens.word(index)
    if word.isdecimal():
        return (int(word), index + 1) if len(word) <= 4 and word.isascii() else None
    lexicon = french()
    if word == "une" and tokens.word(index + 1) in lexicon.collective:
        index += 1
        word = tokens.word(index)
    if word in lexicon.collective:
        if tokens.word(index + 1) in _OF:
            return lexicon.collective[word], index + 2
        return None
    total = current = 0
    previous = -1
    end = index
    cursor = index
    while (value := lexicon.numerals.get(tokens.word(cursor))) is not None:
        if value == 1000:
            total, current = total + (current or 1) * 1000, 0
        elif value == 100:
            current = (current or 1) * 100
        elif value == 20 and current % 10 == 4 and current % 100 < 20 and previous == 4:
            current += 76  # quatre-vingts
        elif (
            previous == -1
            or previous in (100, 1000)
            or previous in range(20, 100)
            or (previous == 10 and value in (7, 8, 9))
        ):
            current += value
        else:
            break  # "deux trois" is no number
        previous = 80 if value == 20 and current % 100 == 80 else value
        end = cursor = cursor + 1
        joined = tokens.word(cursor)
        if joined == "-":
            cursor += 1
            joined = tokens.word(cursor)
        if joined == "et":
            cursor += 1
            if tokens.word(cursor) == "-":
                cursor += 1
            if tokens.word(cursor) not in _BEHIND_ET:
                break
    return (total + current, end) if end > index else None


def day_number(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """A day of the month, cardinal or "1er", with the index behind it."""
    word = tokens.word(index)
    if word.isdecimal():
        if len(word) > 2 or not 1 <= int(word) <= 31:
            return None
        mark = tokens.word(index + 1)
        if mark in _ORDINAL_MARKS and (tokens.glued(index + 1) or (mark == "er" and word == "1")):
            return int(word), index + 2
        return int(word), index + 1
    if word == "premier":
        return 1, index + 1
    found = numeral(tokens, index)
    return found if found and 1 <= found[0] <= 31 else None


def ordinal(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """A rank: "troisième", "3e", "1er", and -1 for "dernier"."""
    word = tokens.word(index)
    rank = french().ordinals.get(word)
    if rank is not None:
        return rank, index + 1
    if word.isdecimal() and len(word) <= 2 and tokens.glued(index + 1) and tokens.word(index + 1) in _ORDINAL_MARKS:
        return int(word), index + 2
    return None


def year_number(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """A year of four figures, or in words from a thousand on ("deux mille vingt-trois")."""
    word = tokens.word(index)
    if word.isdecimal() and len(word) != 4:
        return None
    found = numeral(tokens, index)
    return found if found and 1000 <= found[0] <= 2199 else None


def short_year(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """A year of two figures ("98", "'98", "juin 40"): of the last century from 32 on, what no day of a month can be."""
    if tokens.word(index) == "'" and tokens.glued(index + 1):
        index += 1
    word = tokens.word(index)
    if not (word.isdecimal() and len(word) == 2 and word.isascii()):
        return None
    return full_year(int(word), old=32), index + 1


def full_year(number: int, old: int = 50) -> int:
    """The year that two figures stand for: of the last century from `old` on."""
    return number + (1900 if number >= old else 2000) if number < 100 else number


def roman_ordinal(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """The rank of a century: "XIXe", "XX e", "19e"."""
    word = tokens.word(index)
    found = ordinal(tokens, index)
    if found and word.isdecimal():
        return found
    letters = word.removesuffix("ème").removesuffix("er").removesuffix("e")
    after = index + 1
    if letters == word:
        if tokens.word(after) not in _CENTURY_MARKS:
            return None
        after += 1
    if not letters or any(letter not in _ROMAN for letter in letters):
        return None
    values = [_ROMAN[letter] for letter in letters]
    total = sum(-v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True))
    return (total, after) if 1 <= total <= 21 else None
