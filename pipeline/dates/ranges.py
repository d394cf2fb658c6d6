"""Ranges and lists of French dates: "du 3 au 7 juin", "de fin 2019 à début 2021", "les 3, 5 et 7 mars".

The rules are given `read`, which reads one date: `grammar.single`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.dates import atoms
from pipeline.dates import expressions as ex
from pipeline.dates.atoms import Parsed
from pipeline.dates.lexicon import words
from pipeline.dates.tokens import Tokens

_ARTICLES = words("articles")
_ARTICLE_LINKS = words("article_links")
_BEFORE_LISTED = words("before_listed")
_CONJUNCTIONS = words("conjunctions")
_LIST_LINKS = words("list_links")
_RANGE_OPENERS = words("range_openers")
_RANGE_OPENERS_ANY = words("range_openers_any")
_RANGE_OPENERS_YEARS = words("range_openers_years")
_RANGE_TO = words("range_to")
_UNTIL_LINKS = words("until_links")

Rule = Callable[[Tokens, int], Parsed]
Placed = tuple[ex.Node, int, int]  # a node, its first token, the token behind


def joined(
    tokens: Tokens, index: int, found: tuple[ex.Node, int], opener: str, read: Rule, night: bool = False
) -> Parsed:
    """The range that begins with the date `found` at `index`, behind `opener` ("entre", "de" …)."""
    first, end = found
    word = tokens.word(end)
    start = end + 1
    if word == "jusqu'" and tokens.word(start) in _UNTIL_LINKS:
        word, start = "au", start + 1
    elif word == "et":
        if opener != "entre":
            return None
    elif word in _RANGE_TO:
        if opener == "entre":
            return None
    elif word not in ("-", "–"):
        return None
    if tokens.word(start) in _ARTICLES and (word in _ARTICLE_LINKS or opener in ("de", "du")):
        start += 1
    second = read(tokens, start)
    if not second or isinstance(first, ex.Range | ex.Stretch) or isinstance(second[0], ex.Stretch):
        return None
    behind, last = second
    if not _joinable(tokens, index, first, behind, word, opener, last, night):
        return None
    if (
        isinstance(first, ex.Calendar)
        and isinstance(behind, ex.Inside)
        and first.month is None
        and first.day is not None
    ):
        return ex.Range(ex.Inside(first, behind.of), behind), last  # "du 4 au 23 du mois prochain"
    if isinstance(first, ex.Calendar) and first.day is not None and first.month is None:
        shared = _calendar_of(behind)
        first = replace(first, month=shared.month, year=shared.year)
    return ex.Range(first, behind), last


def _calendar_of(node: ex.Node) -> ex.Calendar:
    """The written date within "17 février dernier", "15 du mois dernier"; an empty one where there is none."""
    while isinstance(node, ex.Directed | ex.Inside | ex.This):
        node = node.node
    return node if isinstance(node, ex.Calendar) else ex.Calendar()


def _joinable(
    tokens: Tokens, index: int, first: ex.Node, second: ex.Node, word: str, opener: str, last: int, night: bool
) -> bool:
    """Whether two dates with this link between them are one interval."""
    kinds = finest(first), finest(second)
    if "number" in kinds:
        if kinds == ("number", "number"):
            # "du 13 au 18", "entre le 13 et le 18"; never "de 2 à 8", "13-18".
            full = (opener == "du" and word == "au") or (opener == "entre" and tokens.word(index - 1) == "le")
            if isinstance(second, ex.Inside):
                return full
            return full and atoms.plain_end(tokens, last)
        return kinds == ("number", "day") and _calendar_of(second).month is not None
    if kinds == ("weekday", "weekday"):
        # "du lundi au vendredi" is a habit, "de lundi à vendredi" this week.
        return night or word == "et" or (word == "à" and opener == "de")
    if kinds == ("year", "year"):
        return opener in _RANGE_OPENERS_YEARS or (word == "à" and opener in ("en", "période", "période de"))
    if word in ("-", "–"):
        return kinds in (("day", "day"), ("month", "month"), ("part", "part"))
    if word == "au":
        return opener in _RANGE_OPENERS or kinds == ("day", "day")
    return opener in _RANGE_OPENERS_ANY or (kinds == ("month", "month") and word == "à")


def finest(node: ex.Node) -> str:
    """What a date is told by: its day, a bare number, its weekday, month, year, or a part."""
    match node:
        case ex.Calendar(month=None, day=None, weekday=None):
            return "year"
        case ex.Calendar(month=None, day=None):
            return "weekday"
        case ex.Calendar(month=None):
            return "number"
        case ex.Calendar(day=None):
            return "month"
        case ex.Calendar():
            return "day"
        case ex.Part():
            return "part"
        case ex.Directed(node=inner) | ex.Inside(node=inner) | ex.This(node=inner):
            return finest(inner)
    return "other"


def listed(tokens: Tokens, index: int, found: tuple[ex.Node, int], read: Rule) -> list[Placed] | None:
    """ "3, 5 et 7 mars", "mars puis en juin 2023", "mardi et mercredi prochains": the last completes the rest."""
    if tokens.word(found[1]) not in _LIST_LINKS:
        return None
    if isinstance(found[0], ex.Fixed) and found[0].granularity == "decade":
        second = atoms.decade_number(tokens, found[1] + 1)  # "les années 1990 et 2000"
        return [(found[0], index, found[1]), (second[0], found[1] + 1, second[1])] if second else None
    if not isinstance(found[0], ex.Calendar) or found[0].year is not None:
        return None
    kind = finest(found[0])
    if kind == "weekday" and tokens.word(found[1]) == "et":  # "lundi et mardi"
        after = read(tokens, found[1] + 1)
        if after and isinstance(after[0], ex.Calendar) and _next_weekday(found[0], after[0]):
            return [(ex.Range(found[0], after[0]), index, after[1])]
    items: list[Placed] = [(found[0], index, found[1])]
    cursor = found[1]
    while len(items) < 12:
        word = tokens.word(cursor)
        if word not in _LIST_LINKS:
            break
        start = cursor + 1
        if word == "," and tokens.word(start) in _CONJUNCTIONS:
            start += 1
        if tokens.word(start) in _BEFORE_LISTED:
            start += 1
        following = read(tokens, start)
        if not following:
            break
        inner = following[0].node if isinstance(following[0], ex.Directed) else following[0]
        if not isinstance(inner, ex.Calendar):
            break
        items.append((following[0], start, following[1]))
        cursor = following[1]
        if finest(inner) != kind or _completes(following[0], kind):
            break
    if len(items) < 2 or not _completes(items[-1][0], kind):
        return None
    return _completed(items)


def _completes(last: ex.Node, kind: str) -> bool:
    """Whether the last item of a list says what the items before it lack."""
    inner = _calendar_of(last)
    if kind == "number":
        return inner.month is not None and inner.day is not None
    if isinstance(last, ex.Directed):
        return finest(last) == kind and kind in ("weekday", "month", "day")
    if not isinstance(last, ex.Calendar):
        return False
    return kind in ("month", "day") and last.year is not None and finest(last) == kind


def _completed(items: list[Placed]) -> list[Placed]:
    """The items with what the last one says; two days in a row are one interval."""
    last, _, end = items[-1]
    complete: list[Placed] = []
    for node, start, stop in items[:-1]:
        written, shared = _calendar_of(node), _calendar_of(last)
        whole: ex.Node = replace(written, month=written.month or shared.month, year=shared.year)
        if isinstance(last, ex.Directed):
            whole = ex.Directed(whole, last.direction, last.origin)
        complete.append((whole, start, stop))
    complete.append(items[-1])
    if len(complete) == 2 and _adjacent(complete[0][0], last):
        return [(ex.Range(complete[0][0], last), complete[0][1], end)]
    return complete


def _adjacent(first: ex.Node, second: ex.Node) -> bool:
    """Whether the second day is the one after the first: "les 12 et 13 mars" is one interval."""
    if isinstance(first, ex.Directed) and isinstance(second, ex.Directed):
        first, second = first.node, second.node
        if (
            isinstance(first, ex.Calendar)
            and isinstance(second, ex.Calendar)
            and first.day is None
            and first.month is None
        ):
            return _next_weekday(first, second)
    if (
        not isinstance(first, ex.Calendar)
        or not isinstance(second, ex.Calendar)
        or first.day is None
        or second.day is None
    ):
        return False
    return first.month == second.month and second.day == first.day + 1


def _next_weekday(first: ex.Calendar, second: ex.Calendar) -> bool:
    bare = second.day is None and second.month is None
    return bare and first.weekday is not None and second.weekday == (first.weekday + 1) % 7
