"""Where two tellings of one story disagree: on its day, on a figure, on whether it happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from pipeline.corpus.figures import Figure, agreement
from pipeline.corpus.likeness import days_apart
from pipeline.corpus.tellings import Telling
from pipeline.tables.schema import Row

_HAPPENED = frozenset({"certain", "reported"})


def find_conflicts(tellings: Sequence[Telling], story_of: Mapping[str, str]) -> list[Row]:
    """The rows of `conflicts`: the tellings of two articles that cannot both be true.

    A vaguer date is no contradiction, nor a rounded figure, nor one figure of several. Tellings that say the same count
    once.
    """
    told: defaultdict[str, list[Telling]] = defaultdict(list)
    for telling in sorted(tellings, key=lambda telling: telling.id):
        told[story_of[telling.id]].append(telling)
    rows: dict[tuple[str, ...], Row] = {}
    for story_id, members in told.items():
        for one, other in combinations(members, 2):
            if one.document == other.document:
                continue
            for field, value, other_value, amounts in _disagreements(one, other):
                key = (story_id, field, *sorted((value, other_value)))
                rows.setdefault(
                    key,
                    {
                        "conflict_id": f"{one.id}:{field}:{other.id}",
                        "story_id": story_id,
                        "field": field,
                        "event_id": one.id,
                        "value": value,
                        "amount_id": amounts[0],
                        "other_event_id": other.id,
                        "other_value": other_value,
                        "other_amount_id": amounts[1],
                    },
                )
    return list(rows.values())


def _disagreements(one: Telling, other: Telling) -> Iterator[tuple[str, str, str, tuple[str, str]]]:
    """(field, value, other value, amount ids) for each thing on which two tellings disagree."""
    if days_apart(one, other) or _ends_differ(one, other):
        yield "date", _days(one), _days(other), ("", "")
    if figures := _contradictory(one, other):
        first, second = figures
        yield "amount", first.row["text"], second.row["text"], (first.row["amount_id"], second.row["amount_id"])
    told = {one.event["factuality"], other.event["factuality"]}
    alike = one.event["lemma"] == other.event["lemma"] or one.kinds & other.kinds
    if "negated" in told and told & _HAPPENED and alike and days_apart(one, other) == 0:
        yield "factuality", one.event["factuality"], other.event["factuality"], ("", "")


def _ends_differ(one: Telling, other: Telling) -> bool:
    """Whether two spans told by both their ends overlap, and neither holds the other ("2015-2018", "2016-2020")."""
    if not one.days or not other.days or not one.granularity == other.granularity == "other":
        return False
    (begin, end), (other_begin, other_end) = one.days, other.days
    return (begin < other_begin and end < other_end) or (other_begin < begin and other_end < end)


def _contradictory(one: Telling, other: Telling) -> tuple[Figure, Figure] | None:
    """Two figures of one measure of which one at most is true; None where any two of that measure agree."""
    for figure in one.figures:
        against = [(agreement(figure, its), its) for its in other.figures]
        measured = [its for agrees, its in against if agrees is not None]
        if measured and not any(
            agreement(a, b) in ("same", "compatible")
            for a in one.figures
            if a.measures & figure.measures
            for b in measured
        ):
            return figure, measured[0]
    return None


def _days(telling: Telling) -> str:
    begin, end = telling.event["date_begin"].isoformat(), telling.event["date_end"].isoformat()
    return begin if begin == end else f"{begin}/{end}"
