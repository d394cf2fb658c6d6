"""Where two tellings of one story disagree: on its day, on a sum of money, on whether it happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations

from pipeline.corpus.stories import Telling, dates_agree, sums_agree
from pipeline.tables.schema import Row

_YEAR = timedelta(days=366)
_NEAR, _FAR = 30, 10**9  # characters between a sum and who it is from or to
_HAPPENED = frozenset({"certain", "reported", "planned"})


def find_conflicts(
    tellings: Sequence[Telling], story_of: Mapping[str, str], sums_of: Mapping[str, Sequence[Row]]
) -> list[Row]:
    """The rows of `conflicts`; `sums_of` brings the rows of the amounts of money of each event.

    A vaguer date is no contradiction, nor is one sum of several. Tellings that say the same count once.
    """
    told: defaultdict[str, list[Telling]] = defaultdict(list)
    for telling in sorted(tellings, key=lambda telling: telling.id):
        told[story_of[telling.id]].append(telling)
    rows: dict[tuple[str, ...], Row] = {}
    for story_id, members in told.items():
        for one, other in combinations(members, 2):
            for field, value, other_value, amounts in _disagreements(one, other, sums_of):
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


def _disagreements(
    one: Telling, other: Telling, sums_of: Mapping[str, Sequence[Row]]
) -> Iterator[tuple[str, str, str, tuple[str, str]]]:
    """(field, value, other value, amount ids) for each thing on which two tellings disagree."""
    a, b = one.event, other.event
    if _dates_contradict(a, b):
        yield "date", _days(a), _days(b), ("", "")
    if one.sums and other.sums and not any(sums_agree(x, y) for x in one.sums for y in other.sums):
        shared = one.entities & other.entities
        first, second = _sum_of(one, shared, sums_of[one.id]), _sum_of(other, shared, sums_of[other.id])
        if first["currency"] == second["currency"]:
            yield "amount", first["text"], second["text"], (first["amount_id"], second["amount_id"])
    told = {a["factuality"], b["factuality"]}
    if "negated" in told and told & _HAPPENED and (dates_agree(a, b) or not a["date_begin"] or not b["date_begin"]):
        yield "factuality", a["factuality"], b["factuality"], ("", "")


def _dates_contradict(a: Row, b: Row) -> bool:
    """Whether two dates share no day, or are spans of years of which neither lies in the other."""
    if not a["date_begin"] or not b["date_begin"]:
        return False
    if a["date_begin"] > b["date_end"] or b["date_begin"] > a["date_end"]:
        return True
    years = min(a["date_end"] - a["date_begin"], b["date_end"] - b["date_begin"]) > _YEAR
    first, second = sorted((a, b), key=lambda row: (row["date_begin"], row["date_end"]))
    return years and first["date_begin"] < second["date_begin"] and first["date_end"] < second["date_end"]


def _sum_of(telling: Telling, shared: frozenset[str], sums: Sequence[Row]) -> Row:
    """Of several sums of a telling the one right before someone who has a part in both ("45 millions auprès de Paul"),
    else the largest."""
    places = [place for entity, place in telling.parts.items() if entity in shared]

    def gap(amount: Row) -> int:
        return min((place - amount["end_char"] for place in places if place >= amount["end_char"]), default=_FAR)

    return min(sums, key=lambda amount: (gap(amount) > _NEAR, sums.index(amount)))


def _days(event: Row) -> str:
    begin, end = event["date_begin"], event["date_end"]
    return begin.isoformat() if begin == end else f"{begin.isoformat()}/{end.isoformat()}"
