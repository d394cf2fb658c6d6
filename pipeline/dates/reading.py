"""Reading one passage: the temporal expressions that stand in it, before anyone knows what they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import compress, count

from pipeline.article import Passage, View
from pipeline.dates import calendar, foreign
from pipeline.dates import expressions as ex
from pipeline.dates.atoms import spaced_numbers
from pipeline.dates.context import stands
from pipeline.dates.grammar import expression, kind_of
from pipeline.dates.lexicon import foreign as foreign_words
from pipeline.dates.lexicon import french, words
from pipeline.dates.tense import FUTURE, NEAR, NOMINAL, NONE, PAST, Cue, Verbs
from pipeline.dates.tokens import Tokens, lower
from pipeline.dates.triggers import may_hold_a_date

_ARTICLES = words("articles")
_OF_ANY = words("of_any")
_OF_THE = words("of_the")
_STARTING = words("starting")
_UNTIL_PREPOSITIONS = words("until_prepositions")


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage with its words, its verbs, and what was found in it, in text order.

    `index` is its place in the view; `signatures` are the offsets of English dates in full, which tell nothing of the
    story; `verbs` is None in another language.
    """

    index: int
    passage: Passage
    tokens: Tokens
    verbs: Verbs | None
    found: list[ex.Found]
    signatures: frozenset[int]


def read_view(view: View) -> list[Reading]:
    """The readings of the passages that can hold a date."""
    lowered = lower(view.text)
    indices = (n for n, passage in enumerate(view.passages) if may_hold_a_date(lowered, passage.start, passage.end))
    return [_read_passage(view, lowered, index) for index in indices]


def _read_passage(view: View, lowered: str, index: int) -> Reading:
    passage = view.passages[index]
    tokens = Tokens(view.text, passage.start, passage.end, lowered)
    if passage.language in ("en", "es") and _french_only(passage.language).isdisjoint(tokens.words):
        verbs = None
        found = _read_foreign(tokens, passage.language)
    else:
        verbs = Verbs(tokens)
        found = _read_french(tokens, verbs)
    signatures = _signatures(tokens, passage, found)
    both = sorted([*found, *signatures], key=lambda item: item.start)
    starts = {item.start for item in signatures}
    return Reading(index, passage, tokens, verbs, both, frozenset(starts))


@cache
def _french_only(language: str) -> frozenset[str]:
    """Months and weekdays that are French alone: a passage that holds one was taken for another language."""
    other, lexicon = foreign_words(language), french()
    return frozenset({*lexicon.months, *lexicon.weekdays} - {*other.months, *other.weekdays} - lexicon.short_months)


def _read_french(tokens: Tokens, verbs: Verbs) -> list[ex.Found]:
    whole = spaced_numbers(tokens) if len(tokens) <= 4 else None
    if whole:
        return [_found(tokens, whole[0], int(tokens.word(0) == "le"), whole[1], None)]
    found: list[ex.Found] = []
    free, year_behind = 0, -1
    idioms = french().idioms
    for cursor in compress(count(), map(kind_of, tokens.words[: len(tokens)])):
        for idiom in idioms.get(tokens.words[cursor], ()):
            if tokens.run(cursor, len(idiom)) == idiom:
                free = cursor + len(idiom)
        for node, first, behind in expression(tokens, cursor) if cursor >= free else ():
            if not _possible(node):
                free = behind
            elif stands(node, tokens, first, behind, verbs, follows_year=first - 1 == year_behind):
                found.append(_found(tokens, node, first, behind, verbs.cue(first, behind)))
                free = behind
                year_behind = (
                    behind if isinstance(node, ex.Calendar) and node.month is None and node.day is None else -1
                )
    return found


def _read_foreign(tokens: Tokens, language: str) -> list[ex.Found]:
    found: list[ex.Found] = []
    cursor, time = 0, foreign.time(tokens, language)
    while cursor < len(tokens):
        parsed = foreign.single(tokens, cursor, language)
        if parsed:
            found.append(_found(tokens, parsed[0], cursor, parsed[1], Cue(0, time)))
        cursor = parsed[1] if parsed else cursor + 1
    return found


def _signatures(tokens: Tokens, passage: Passage, found: list[ex.Found]) -> list[ex.Found]:
    """English dates in full ("March 2, 2024"), which are plain in any passage."""
    if foreign_words("en").months.keys().isdisjoint(tokens.words):
        return []
    taken = {index for item in found for index in range(item.first, item.behind)}
    signatures: list[ex.Found] = []
    for node, start, end in foreign.full_dates(tokens.text, passage.start, passage.end):
        first = tokens.after(start, signatures[-1].behind if signatures else 0)
        behind = tokens.after(end, first)
        if taken.isdisjoint(range(first, behind)):
            signatures.append(_found(tokens, node, first, behind, None))
    return signatures


def _possible(node: ex.Node) -> bool:
    """Whether the calendar has the day: "31 février 2014" is no date."""
    match node:
        case ex.Calendar(year=int() as year, month=int() as month, day=int() as number):
            return calendar.day(year, month, number) is not None
        case ex.Calendar(month=int() as month, day=int() as number):
            return calendar.day(2000, month, number) is not None
    return True


def _found(tokens: Tokens, node: ex.Node, first: int, behind: int, cue: Cue | None) -> ex.Found:
    if isinstance(node, ex.Range):
        bound, time = "", cue.time if cue else NONE
    else:
        before = first - 1
        while tokens.word(before) in _ARTICLES:
            before -= 1
        bound = _bound(tokens, first, before, node)
        time = _time(tokens, first, tokens.word(before), node, bound, cue)
    background = cue is not None and cue.bare
    return ex.Found(tokens.starts[first], tokens.end(behind - 1), node, first, behind, bound, time, background)


def _bound(tokens: Tokens, first: int, before: int, node: ex.Node) -> str:
    """What the word at `before` makes of a date: "depuis 2016" since, "d'ici 2030" by, "avant fin 2025" before."""
    if isinstance(node, ex.Stretch) and isinstance(node.origin, ex.Publication) and node.count > 0:
        return "by" if tokens.word(first) == "d'" else ""
    word, earlier = tokens.word(before), tokens.word(before - 1)
    if word in _OF_THE:
        return "since" if earlier in _STARTING else ""
    if word in _UNTIL_PREPOSITIONS:
        return "until" if earlier == "jusqu'" else "by" if word == "à" and earlier == "ici" else ""
    return french().bounds.get(word, "")


def _names_an_event(word: str) -> bool:
    """Whether a date hangs on a noun that is no time itself ("les élections de juin", not "le jour de Noël")."""
    lexicon = french()
    return word[:1].isalpha() and not (word in lexicon.units or word in lexicon.day_parts or word in lexicon.weekdays)


def _time(tokens: Tokens, first: int, preposition: str, node: ex.Node, bound: str, cue: Cue | None) -> str:
    """The side on which a date lies, by its verb, and by what it bounds: "d'ici juin" ahead, "depuis mai" behind,
    "jusqu'au 30 juin" and "à partir du 3 mai" wherever they are near, unless the verb looks ahead."""
    if bound == "by":
        return FUTURE
    if bound == "since" and preposition == "depuis":
        return PAST
    if bound and (cue is None or cue.time != FUTURE):
        return NEAR
    if preposition == "pour" and isinstance(node, ex.Calendar) and node.weekday is not None:
        return FUTURE  # "un préavis pour mardi"
    if not bound and tokens.word(first - 1) in _OF_ANY and _names_an_event(tokens.word(first - 2)):
        # "les élections de juin" say nothing of their time, unless they are the subject of what is to come: the nearest
        return NEAR if cue is not None and cue.own and cue.time == FUTURE and cue.index > first else NOMINAL
    return cue.time if cue else NONE
