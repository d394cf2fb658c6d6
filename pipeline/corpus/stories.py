"""Which events of all articles are one happening, and who tells it independently.

Events are compared where they share a name and their dates are near, and where their articles tell of one affair. What
speaks for one happening is added up (`likeness`); pairs are joined from the best down. An article tells a happening
once, or twice in like words: two of its events that are not alike keep two stories apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, product

from pipeline.corpus.affairs import Affairs
from pipeline.corpus.likeness import Likeness, days_apart, is_stale
from pipeline.corpus.tellings import Telling
from pipeline.tables.schema import Row

_TWICE = 2.0  # what more must speak for one happening told twice by one article
_LARGEST_BLOCK = 40
_SLIP = timedelta(days=2)
_NARROW = timedelta(days=31)


def tell_stories(
    tellings: Sequence[Telling], documents: Sequence[Row], mentions: Sequence[Row], copies: Sequence[Row]
) -> tuple[list[Row], dict[str, str]]:
    """The rows of `stories`, and the story of each event.

    `documents` brings the outlets, `mentions` the names that articles share, `copies` the repeats across documents. The
    result does not depend on the order of what is given.
    """
    ordered = sorted(tellings, key=lambda telling: telling.id)
    affairs, people = _affairs(mentions)
    story_of = _group(ordered, Likeness(ordered, affairs, people), affairs)
    told: defaultdict[str, list[Telling]] = defaultdict(list)
    for telling in ordered:
        told[story_of[telling.id]].append(telling)
    outlets = {row["document_id"]: row["source"] for row in documents}
    copied: defaultdict[str, list[Row]] = defaultdict(list)
    for row in copies:
        copied[row["document_id"]].append(row)
    return [_row(story_id, members, outlets, copied) for story_id, members in told.items()], story_of


def _affairs(mentions: Sequence[Row]) -> tuple[Affairs, frozenset[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    labels = {}
    for row in mentions:
        names[row["document_id"]].add(row["entity_id"])
        labels[row["entity_id"]] = row["label"]
    return Affairs(names, labels), frozenset(entity for entity, label in labels.items() if label == "PER")


@dataclass(slots=True)
class _Story:
    """Indices of events told as one happening, by article."""

    members: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def _group(tellings: Sequence[Telling], likeness: Likeness, affairs: Affairs) -> dict[str, str]:
    """For each event, the smallest event id of its story."""
    clusters: dict[int, dict[str, list[int]]] = {
        i: {telling.document: [i]} for i, telling in enumerate(tellings)
    }
    cluster_of = list(range(len(tellings)))
    scored = sorted(
        (-score, i, j)
        for i, j in _candidates(tellings, affairs)
        if (score := _score(tellings[i], tellings[j], likeness)) > 0
    )

    def may_join(a: int, b: int) -> bool:
        for document in clusters[a].keys() & clusters[b].keys():
            for x, y in product(clusters[a][document], clusters[b][document]):
                if _score(tellings[x], tellings[y], likeness) <= 0:
                    return False
        return not any(
            is_stale(tellings[x], tellings[y])
            for xs in clusters[a].values() for ys in clusters[b].values() for x in xs for y in ys
        )

    for _, i, j in scored:
        a, b = sorted((cluster_of[i], cluster_of[j]))
        if a != b and may_join(a, b):
            for document, members in clusters.pop(b).items():
                clusters[a].setdefault(document, []).extend(members)
                for member in members:
                    cluster_of[member] = a
    return {telling.id: tellings[cluster_of[i]].id for i, telling in enumerate(tellings)}


def _score(one: Telling, other: Telling, likeness: Likeness) -> float:
    if one.document != other.document:
        return likeness(one, other)
    if days_apart(one, other) != 0 or one.event["sentence_id"] == other.event["sentence_id"]:
        return -9.0
    return likeness(one, other) - _TWICE


def _candidates(tellings: Sequence[Telling], affairs: Affairs) -> set[tuple[int, int]]:
    return set(combinations(range(len(tellings)), 2))


def _row(
    story_id: str, members: Sequence[Telling], outlets: Mapping[str, str], copied: Mapping[str, Sequence[Row]]
) -> Row:
    begin, end = _common_dates(members)
    best = min(members, key=lambda m: (-len(m.parts), len(m.sentence), m.id))
    return {
        "story_id": story_id,
        "date_begin": begin,
        "date_end": end,
        "headline": " ".join(best.sentence.split()),
        "event_count": len(members),
        "document_count": len({m.event["document_id"] for m in members}),
        "independent_source_count": _independent_sources(members, outlets, copied),
    }


def _common_dates(members: Sequence[Telling]) -> tuple[date | None, date | None]:
    """What all tellings allow; where two contradict each other, all that the narrowest ones say."""
    spans = sorted({(m.event["date_begin"], m.event["date_end"]) for m in members if m.event["date_begin"]})
    if not spans:
        return None, None
    begin, end = max(span[0] for span in spans), min(span[1] for span in spans)
    if begin <= end:
        return begin, end
    narrowest = min(span[1] - span[0] for span in spans)
    precise = [span for span in spans if span[1] - span[0] == narrowest]
    return precise[0][0], max(span[1] for span in precise)


def _independent_sources(
    members: Sequence[Telling], outlets: Mapping[str, str], copied: Mapping[str, Sequence[Row]]
) -> int:
    """Outlets (articles, where the outlet is not known) that tell it in a sentence not copied from another teller."""
    tellers = {member.event["document_id"] for member in members}
    own = set()
    for member in members:
        document = member.event["document_id"]
        start, end = member.span
        if not any(
            row["of_document_id"] in tellers and row["start_char"] < end and start < row["end_char"]
            for row in copied.get(document, ())
        ):
            own.add(outlets[document] or document)
    return max(1, len(own))
