"""The second half of a run: all articles together, on the rows of the first half, in an order fixed by ids."""

from __future__ import annotations

from collections import defaultdict

from pipeline.corpus.conflicts import find_conflicts
from pipeline.corpus.entities import link_entities
from pipeline.corpus.stories import tell_stories
from pipeline.corpus.tellings import read_tellings
from pipeline.repeats.rows import near_miss_row, repeat_row
from pipeline.tables.schema import Row, Rows

__all__ = ["reduce_corpus"]


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
    tellings = read_tellings(rows)
    copies = [row for row in rows["repeats"] if row["scope"] == "corpus"]
    rows["stories"], story_of = tell_stories(tellings, rows["documents"], rows["mentions"], copies)
    rows["events"] = [
        row | {"story_id": story_of[row["event_id"]], "attribution_entity_id": entity(row["attribution_mention_id"])}
        for row in rows["events"]
    ]
    rows["conflicts"] = find_conflicts(tellings, story_of)
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
