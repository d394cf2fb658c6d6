"""The second half of a run: all articles together, on the rows of the first half, in an order fixed by ids."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from pipeline.corpus.conflicts import find_conflicts
from pipeline.corpus.entities import link_entities
from pipeline.corpus.stories import Telling, tell_stories
from pipeline.repeats.rows import near_miss_row, repeat_row
from pipeline.tables.schema import Row, Rows

__all__ = ["reduce_corpus"]

_WORD = re.compile(r"(?<!\w)[a-zà-ÿœ]{5,}")  # words of substance; names and figures are compared on their own
_STEM = 6
_PLACE_WORD = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-ÞŒ][\w'’-]{2,}")  # of a place's name, the words that tell it from others
_PROTAGONISTS = 3


def reduce_corpus(rows: Rows) -> Rows:
    """The rows of all tables, with who is who, stories and conflicts filled in. `rows` itself is not changed."""
    rows = dict(rows)
    _link_copies(rows)
    linked = link_entities(rows["mentions"])
    rows["entities"], rows["entity_aliases"] = linked.entities, linked.aliases

    def entity(mention_id: str) -> str:
        return linked.of_mention[mention_id][0] if mention_id else ""

    rows["mentions"] = [
        row | dict(zip(("entity_id", "label"), linked.of_mention[row["mention_id"]], strict=True))
        for row in rows["mentions"]
    ]
    rows["event_participants"] = [
        row | {"entity_id": entity(row["antecedent_mention_id"])} for row in rows["event_participants"]
    ]
    rows["event_amounts"] = [
        row | {"about_entity_id": entity(row["about_mention_id"])} for row in rows["event_amounts"]
    ]
    sums_of = _sums_of_money(rows)
    tellings = _tellings(rows, sums_of)
    copies = [row for row in rows["repeats"] if row["scope"] == "corpus"]
    rows["stories"], story_of = tell_stories(tellings, rows["documents"], copies)
    rows["events"] = [
        row | {"story_id": story_of[row["event_id"]], "attribution_entity_id": entity(row["attribution_mention_id"])}
        for row in rows["events"]
    ]
    rows["conflicts"] = find_conflicts(tellings, story_of, sums_of)
    return rows


def _link_copies(rows: Rows) -> None:
    """Add the repeats and near misses across articles, each article linked to those before it in the order of ids."""
    from pipeline.repeats import CorpusIndex

    sentences: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in rows["sentences"]:
        sentences[row["document_id"]].append((row["start_char"], row["end_char"]))
    repeats, near_misses = list(rows["repeats"]), list(rows["near_misses"])
    index = CorpusIndex()
    for row in sorted(rows["texts"], key=lambda row: row["document_id"]):
        links = index.add(row["document_id"], row["text"], sentences[row["document_id"]])
        repeats += [repeat_row(repeat) for repeat in links.repeats]
        near_misses += [near_miss_row(near_miss) for near_miss in links.near_misses]
    rows["repeats"], rows["near_misses"] = repeats, near_misses


def _sums_of_money(rows: Rows) -> dict[str, list[Row]]:
    """The amounts of money of each event that has any, the largest first."""
    amounts = {row["amount_id"]: row for row in rows["amounts"] if row["kind"] == "money"}
    sums: defaultdict[str, list[Row]] = defaultdict(list)
    for link in rows["event_amounts"]:
        if link["amount_id"] in amounts:
            sums[link["event_id"]].append(amounts[link["amount_id"]])
    for of_event in sums.values():
        of_event.sort(key=lambda row: (-_bounds(row)[0], row["amount_id"]))
    return dict(sums)


def _bounds(amount: Row) -> tuple[float, float]:
    """The least and the most that an amount may be; "environ" and "près de" are taken at a twentieth."""
    value = amount["value"]
    slack = 0.05 if amount["modifier"] in ("about", "order_of") else 0.0
    low = amount["low"] if amount["low"] is not None else value * (1 - slack) if value is not None else 0.0
    high = amount["high"] if amount["high"] is not None else value * (1 + slack) if value is not None else math.inf
    return low, high


def _tellings(rows: Rows, sums_of: Mapping[str, Sequence[Row]]) -> list[Telling]:
    parts: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows["event_participants"]:
        if row["entity_id"]:
            parts[row["event_id"]].append(row)
    labels = {row["entity_id"]: row["label"] for row in rows["entities"]}
    place_words = {
        row["entity_id"]: _PLACE_WORD.findall(row["name"]) for row in rows["entities"] if row["label"] == "LOC"
    }
    sentences = {row["sentence_id"]: row for row in rows["sentences"]}
    context = _protagonists(rows)

    def telling(event: Row) -> Telling:
        sentence = sentences[event["sentence_id"]]
        people: defaultdict[str, set[str]] = defaultdict(set)
        for part in parts[event["event_id"]]:
            if labels[part["entity_id"]] == "PER":
                people[part["role"]].add(part["entity_id"])
        entities = [part["entity_id"] for part in parts[event["event_id"]]]
        return Telling(
            event,
            frozenset(entity for entity in entities if labels[entity] != "LOC"),
            frozenset(word for entity in entities for word in place_words.get(entity, ())),
            context.get(event["document_id"], frozenset()),
            {role: frozenset(persons) for role, persons in people.items()},
            {part["entity_id"]: part["start_char"] for part in parts[event["event_id"]]},
            tuple((row["currency"], *_bounds(row)) for row in sums_of.get(event["event_id"], ())),
            sentence["text"],
            (sentence["start_char"], sentence["end_char"]),
            frozenset(word[:_STEM].lower() for word in _WORD.findall(sentence["text"])),
        )

    return [telling(event) for event in rows["events"]]


def _protagonists(rows: Rows) -> dict[str, frozenset[str]]:
    """For each article, the persons and organisations that it names most."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows["mentions"]:
        if row["label"] in ("PER", "ORG"):
            counts[row["document_id"]][row["entity_id"]] += 1
    return {
        document: frozenset(sorted(count, key=lambda entity: (-count[entity], entity))[:_PROTAGONISTS])
        for document, count in counts.items()
    }
