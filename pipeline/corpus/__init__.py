"""The second half of a run: all articles together, on the rows of the first half, in an order fixed by ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.corpus.affairs import Affairs, places_within
from pipeline.corpus.conflicts import find_conflicts
from pipeline.corpus.entities import Entities, link_entities
from pipeline.corpus.stories import tell_stories
from pipeline.corpus.tellings import Telling, read_tellings
from pipeline.repeats.links import Links
from pipeline.repeats.rows import near_miss_row, repeat_row
from pipeline.tables.schema import Row, Rows, empty_rows

if TYPE_CHECKING:
    from pipeline.review.corrections import Review

__all__ = ["reduce_corpus"]

_BATCH = 64  # articles whose copies are looked for at a time: quicker than one by one


def reduce_corpus(
    articles: Callable[[], Iterable[Rows]], review: Review, scratch: Path | None = None
) -> Iterator[Rows]:
    """The finished rows: first those of the corpus (entities, stories, conflicts), then those of each article.

    `articles` gives the rows of the first half, article by article in the order of their ids, anew at every call: there
    are two. Of an article only what is compared with others is held. `review` has the last word on who is who and on
    which events are one story. `scratch` is a folder in which the index of
    copies is kept meanwhile; without one it is in memory.
    """
    held = _Held()
    for rows, links in _linked(articles(), scratch):
        held.take(rows, links)
    linked = link_entities(held.mentions, review.regroup)

    def entity(mention_id: str) -> str:
        return linked.of_mention[mention_id][0] if mention_id else ""

    within = places_within(linked.entities)

    def entities(mention_id: str) -> list[str]:
        return [name for name in (entity(mention_id), within.get(entity(mention_id))) if name]

    tellings = [telling.by_entity(entities) for telling in held.tellings]
    copies = [row for links in held.copies.values() for row in links["repeats"]]
    affairs = _affairs(held, linked, entities)
    stories, story_of = tell_stories(tellings, affairs, held.documents, copies, review.retell)
    conflicts = find_conflicts(tellings, story_of, affairs)
    yield empty_rows() | {
        "entities": linked.entities,
        "entity_aliases": linked.aliases,
        "stories": stories,
        "conflicts": conflicts,
    }
    del tellings, affairs, stories, conflicts
    for rows in articles():
        for row in rows["mentions"]:
            row["entity_id"], row["label"] = linked.of_mention[row["mention_id"]]
        for row in rows["event_participants"]:
            row["entity_id"] = entity(row["antecedent_mention_id"])
        for row in rows["event_amounts"]:
            row["about_entity_id"] = entity(row["about_mention_id"])
        for row in rows["events"]:
            row["story_id"] = story_of[row["event_id"]]
            row["attribution_entity_id"] = entity(row["attribution_mention_id"])
        for name, more in held.copies.get(rows["documents"][0]["document_id"], {}).items():
            rows[name] += more
        yield rows


_NAMING = ("mention_id", "document_id", "text", "label", "name", "evidence")


@dataclass(frozen=True, slots=True)
class _Held:
    """What is held of all articles at a time: what they are compared by."""

    documents: list[Row] = field(default_factory=list)
    mentions: list[Row] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)
    """The events, by mention."""
    copies: dict[str, Rows] = field(default_factory=dict)
    """For each article that has any, its repeats and near misses of earlier articles."""

    def take(self, rows: Rows, links: Links) -> None:
        """Hold what is needed of one article."""
        (document,) = rows["documents"]
        self.documents.append({name: document[name] for name in ("document_id", "source")})
        self.mentions.extend({name: row[name] for name in _NAMING} for row in rows["mentions"])
        self.tellings.extend(read_tellings(rows))
        if links.repeats or links.near_misses:
            self.copies[document["document_id"]] = {
                "repeats": [repeat_row(repeat) for repeat in links.repeats],
                "near_misses": [near_miss_row(near_miss) for near_miss in links.near_misses],
            }


def _linked(articles: Iterable[Rows], scratch: Path | None) -> Iterator[tuple[Rows, Links]]:
    """Each article with the passages that it shares with those before it."""
    from pipeline.repeats import CorpusIndex
    from pipeline.repeats.edges import Edges
    from pipeline.repeats.fingerprint import fingerprint

    with CorpusIndex(scratch) as index:
        rest = iter(articles)
        while batch := list(islice(rest, _BATCH)):
            texts = [(row["document_id"], row["text"]) for rows in batch for row in rows["texts"]]
            edges = [
                Edges(text, [*map(_span, rows["sentences"])]) for (_, text), rows in zip(texts, batch, strict=True)
            ]
            yield from zip(batch, index.add_all(fingerprint(texts), edges), strict=True)


def _span(row: Row) -> tuple[int, int]:
    return row["start_char"], row["end_char"]


def _affairs(held: _Held, linked: Entities, entities: Callable[[str], Iterable[str]]) -> Affairs:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for row in held.mentions:
        names[row["document_id"]].update(entities(row["mention_id"]))
    return Affairs(names, linked.entities)
