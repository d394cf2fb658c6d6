"""Where two articles that tell one story cannot both be right: its day, a figure, who did it, whether it happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from pipeline.corpus.affairs import Affairs
from pipeline.corpus.figures import Figure, agreement
from pipeline.corpus.likeness import days_apart
from pipeline.corpus.tellings import Telling
from pipeline.resources import load_toml
from pipeline.tables.schema import Row

_MOST = 40  # tellings of a story that say different things, that are compared
_SAID = frozenset({"certain", "reported", "planned"})


@dataclass(frozen=True, slots=True)
class _Conflict:
    """What two tellings disagree on, and what each says."""

    field: str
    value: str
    other_value: str
    amount_id: str = ""
    other_amount_id: str = ""


def find_conflicts(tellings: Sequence[Telling], story_of: Mapping[str, str], affairs: Affairs) -> list[Row]:
    """The rows of `conflicts`: what the tellings of two articles say that cannot both be true.

    A vaguer date is no contradiction, nor a rounded figure, nor one figure of several. Tellings that say the same count
    once.
    """
    told: defaultdict[str, dict[object, list[Telling]]] = defaultdict(lambda: defaultdict(list))
    for telling in sorted(tellings, key=lambda telling: telling.id):
        told[story_of[telling.id]][_said(telling)].append(telling)
    rows: dict[tuple[str, ...], Row] = {}
    for story_id, sayings in told.items():
        # Of those that say the same the first speaks, and the first of another article where that tells both.
        for said, other_said in combinations([*sayings.values()][:_MOST], 2):
            pairs = ((a, b) for a in said[:2] for b in other_said[:2] if a.document != b.document)
            for one, other in pairs:
                for conflict in _disagreements(one, other, affairs):
                    key = (story_id, conflict.field, *sorted((conflict.value, conflict.other_value)))
                    rows.setdefault(key, _row(story_id, one, other, conflict))
    return list(rows.values())


def _said(telling: Telling) -> object:
    """What of a telling another can disagree with."""
    figures = tuple((figure.row["text"], figure.row["modifier"]) for figure in telling.figures)
    return (
        telling.days,
        telling.granularity,
        figures,
        telling.event["factuality"],
        telling.event["lemma"],
        telling.agents,
    )


def _row(story_id: str, one: Telling, other: Telling, conflict: _Conflict) -> Row:
    return {
        "conflict_id": f"{one.id}:{conflict.field}:{other.id}",
        "story_id": story_id,
        "field": conflict.field,
        "event_id": one.id,
        "value": conflict.value,
        "amount_id": conflict.amount_id,
        "other_event_id": other.id,
        "other_value": conflict.other_value,
        "other_amount_id": conflict.other_amount_id,
    }


def _disagreements(one: Telling, other: Telling, affairs: Affairs) -> Iterator[_Conflict]:
    gap = days_apart(one, other)
    if gap or _ends_differ(one, other):
        yield _Conflict("date", _days(one), _days(other))
    if figures := _contradictory(one, other):
        a, b = figures
        yield _Conflict("amount", _text(a), _text(b), a.row["amount_id"], b.row["amount_id"])
    if gap != 0:
        return
    told = {one.event["factuality"], other.event["factuality"]}
    if "negated" in told and told & _SAID and (one.event["lemma"] == other.event["lemma"] or one.kinds & other.kinds):
        yield _Conflict("factuality", one.event["factuality"], other.event["factuality"])
    if doers := _other_doers(one, other, affairs):
        yield _Conflict("participant", *doers)


def _ends_differ(one: Telling, other: Telling) -> bool:
    """Whether two spans told by both their ends overlap, and neither holds the other ("2015-2018", "2016-2020")."""
    if not one.days or not other.days or not one.granularity == other.granularity == "other":
        return False
    (begin, end), (other_begin, other_end) = one.days, other.days
    return (begin < other_begin and end < other_end) or (other_begin < begin and other_end < end)


def _contradictory(one: Telling, other: Telling) -> tuple[Figure, Figure] | None:
    """The first two figures of one measure of which one at most is true; None where any two of that measure agree.

    Of several those count that belong to someone who has a part in both tellings.
    """
    shared = one.parts & other.parts
    ours, theirs = (
        [figure for figure in figures if figure.beside & shared] or figures for figures in (one.figures, other.figures)
    )
    for figure in ours:
        against = [its for its in theirs if agreement(figure, its)]
        beside = [its for its in ours if its.measures & figure.measures]
        if against and all(agreement(a, b) in ("contradictory", None) for a in beside for b in against):
            return figure, against[0]
    return None


def _other_doers(one: Telling, other: Telling, affairs: Affairs) -> tuple[str, str] | None:
    """Who did the same thing to the same, where each article names one and the other article does not know them."""
    if one.event["lemma"] != other.event["lemma"] or not (one.parts & other.parts) - one.agents - other.agents:
        return None
    if len(one.agents) != 1 or len(other.agents) != 1:
        return None
    (doer,), (other_doer,) = one.agents, other.agents
    if affairs.labels[doer] != affairs.labels[other_doer]:
        return None
    if affairs.tells_of(one.document, other_doer) or affairs.tells_of(other.document, doer):
        return None
    return affairs.names[doer], affairs.names[other_doer]


def _text(figure: Figure) -> str:
    """A figure as its article has it, with what bounds it ("moins de 45 millions d'euros")."""
    bound = _bounds().get(figure.row["modifier"], "")
    text = str(figure.row["text"])
    return f"{bound} {text}" if bound else text


@cache
def _bounds() -> dict[str, str]:
    return dict(load_toml("stories.toml")["bounds"])


def _days(telling: Telling) -> str:
    begin, end = telling.event["date_begin"].isoformat(), telling.event["date_end"].isoformat()
    return begin if begin == end else f"{begin}/{end}"
