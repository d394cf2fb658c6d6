"""Where two tellings of one story disagree: on its day, on a sum of money, on whether it happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from pipeline.corpus.stories import Telling, dates_agree, sums_agree
from pipeline.tables.schema import Row

_HAPPENED = frozenset({"certain", "reported"})


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
    if a["date_begin"] and b["date_begin"] and (a["date_begin"] > b["date_end"] or b["date_begin"] > a["date_end"]):
        yield "date", _days(a), _days(b), ("", "")
    if one.sums and other.sums and not any(sums_agree(x, y) for x in one.sums for y in other.sums):
        first, second = sums_of[one.id][0], sums_of[other.id][0]
        if first["currency"] == second["currency"]:
            yield "amount", first["text"], second["text"], (first["amount_id"], second["amount_id"])
    told = {a["factuality"], b["factuality"]}
    if "negated" in told and told & _HAPPENED and dates_agree(a, b):
        yield "factuality", a["factuality"], b["factuality"], ("", "")


def _days(event: Row) -> str:
    begin, end = event["date_begin"], event["date_end"]
    return begin.isoformat() if begin == end else f"{begin.isoformat()}/{end.isoformat()}"
