"""Dates in English, wherever they stand in full ("March 2, 2024"), and in English and Spanish passages at large."""

from __future__ import annotations

import re
from functools import cache

from pipeline.dates import expressions as ex
from pipeline.dates.atoms import Parsed
from pipeline.dates.lexicon import Foreign, foreign
from pipeline.dates.numerals import year_number
from pipeline.dates.tense import FUTURE, PAST
from pipeline.dates.tokens import Tokens

_ORDINALS = frozenset(("st", "nd", "rd", "th"))


@cache
def _full_date() -> re.Pattern[str]:
    """ "March 2, 2024", "2 March 2024": plain in any passage."""
    months = "|".join(sorted(foreign("en").months, key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?P<m1>{months})\.? (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y1>[12]\d{{3}})"
        rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?P<m2>{months})\.?,? (?P<y2>[12]\d{{3}}))\b",
        re.IGNORECASE,
    )


def full_dates(text: str, start: int, end: int) -> list[tuple[ex.Node, int, int]]:
    """The full English dates of a stretch of text, as (node, start, end)."""
    found: list[tuple[ex.Node, int, int]] = []
    for match in _full_date().finditer(text, start, end):
        month = foreign("en").months[(match["m1"] or match["m2"]).lower()]
        day, year = int(match["d1"] or match["d2"]), int(match["y1"] or match["y2"])
        if 1 <= day <= 31:
            found.append((ex.Calendar(year, month, day), match.start(), match.end()))
    return found


def single(tokens: Tokens, index: int, language: str) -> Parsed:
    """An English or Spanish date in a passage of that language."""
    lexicon = foreign(language)
    word = tokens.word(index)
    if word in lexicon.offsets:
        return ex.Shift("day", lexicon.offsets[word], ex.Publication()), index + 1
    found = _relative(tokens, index, lexicon) or _calendar(tokens, index, lexicon)
    if found:
        return found
    year = year_number(tokens, index)
    if year and word.isdecimal() and 1800 <= year[0] <= 2100 and tokens.word(index - 1) in lexicon.words["in_year"]:
        behind = tokens.word(year[1])
        if not behind[:1].isalpha() or not behind.endswith("s"):  # never "in 2000 dollars"
            return ex.Calendar(year=year[0]), year[1]
    return None


def time(tokens: Tokens, language: str) -> str:
    """The time of a whole passage: what is to come says so, the rest of the press tells the past."""
    return PAST if foreign(language).words["future"].isdisjoint(tokens.words) else FUTURE


def _calendar(tokens: Tokens, index: int, lexicon: Foreign) -> Parsed:
    """ "December 4", "4 de diciembre de 2022", "December 2022", "Monday"."""
    word = tokens.word(index)
    month, day, cursor = lexicon.months.get(word), None, index + 1
    if month is not None and tokens.word(cursor) == "." and tokens.glued(cursor):
        cursor += 1
    if month is not None:
        day = _day(tokens, cursor)
        if day is not None:
            cursor += 1 + (tokens.word(cursor + 1) in _ORDINALS)
    elif word.isdecimal():
        day, behind = _day(tokens, index), index + 1
        behind += tokens.word(behind) in _ORDINALS
        behind += tokens.word(behind) in lexicon.words["of"]
        month = lexicon.months.get(tokens.word(behind))
        cursor = behind + 1
        if day is None or month is None:
            return None
    if month is not None:
        linked = cursor + (tokens.word(cursor) in lexicon.words["of"] or tokens.word(cursor) == ",")
        year = year_number(tokens, linked)
        if year and tokens.word(linked).isdecimal():
            return ex.Calendar(year[0], month, day), year[1]
        named = tokens.capital(index) or "de" in lexicon.words["of"]
        short = len(word) <= 3 and day is None
        ambiguous = word in ("may", "march", "mar", "jan", "dec", "sep", "oct") and day is None
        return (ex.Calendar(None, month, day), cursor) if named and not (short or ambiguous) else None
    weekday = lexicon.weekdays.get(word)
    if weekday is None or tokens.word(index - 1) in ("every", "each", "a", "los", "cada"):
        return None
    return ex.Calendar(weekday=weekday), index + 1


def _day(tokens: Tokens, index: int) -> int | None:
    word = tokens.word(index)
    return int(word) if word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31 else None


def _relative(tokens: Tokens, index: int, lexicon: Foreign) -> Parsed:
    """ "last week", "next Monday", "this year", "two years ago", "la semana pasada", "hace dos años"."""
    words = lexicon.words
    word = tokens.word(index)
    direction = -1 if word in words["last"] else 1 if word in words["next"] else 0 if word in words["this"] else None
    following = tokens.word(index + 1)
    if direction is not None:
        if following in lexicon.units:
            return ex.Shift(lexicon.units[following], direction, ex.Publication()), index + 2
        node = ex.Calendar(weekday=lexicon.weekdays.get(following), month=lexicon.months.get(following))
        if node.weekday is not None or node.month is not None:
            target: ex.Node = (
                ex.Directed(node, direction, ex.Publication()) if direction else ex.This(node, ex.Publication())
            )
            return target, index + 2
    if word in lexicon.units and (following in words["last"] or following in words["next"]) and "de" in words["of"]:
        return ex.Shift(lexicon.units[word], -1 if following in words["last"] else 1, ex.Publication()), index + 2
    start = index + (word in words["ago"])
    number = (
        int(tokens.word(start))
        if tokens.word(start).isdecimal() and len(tokens.word(start)) < 4
        else lexicon.numerals.get(tokens.word(start))
    )
    unit = lexicon.units.get(tokens.word(start + 1))
    if number is None or unit is None:
        return None
    if start > index:
        return ex.Shift(unit, -number, ex.Publication(), measured=True), start + 2
    if tokens.word(start + 2) in words["ago"] and "de" not in words["of"]:
        return ex.Shift(unit, -number, ex.Publication(), measured=True), start + 3
    return None
