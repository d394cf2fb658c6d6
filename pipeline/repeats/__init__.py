"""Passages that stand elsewhere already: copies within an article and across articles, exact and near.

`links_within_article` (and `repeats_within`, its repeats alone) reads one article; `CorpusIndex` links articles, in the
order of their ids; `find_repeats` does both for many texts and gives the rows of the repeats table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.article import NearMiss, Repeat

if TYPE_CHECKING:
    from pipeline.repeats.index import CorpusIndex
    from pipeline.repeats.links import Links

__all__ = [
    "CorpusIndex",
    "find_repeats",
    "links_within_article",
    "passage_id",
    "repeat_row",
    "repeats_within",
]

T = TypeVar("T")

_BATCH = 128  # documents


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the index is imported when it is asked for
    if name == "CorpusIndex":
        from pipeline.repeats.index import CorpusIndex

        return CorpusIndex
    raise AttributeError(name)


def links_within_article(document_id: str, text: str, sentences: Sequence[tuple[int, int]] | None = None) -> Links:
    """The repeats and near misses of `text` within itself: a function of the article alone.

    `sentences` are raw spans; without them `split_sentences` cuts the paragraphs that matter. Exact repeats may be set
    aside (their first copy is read); near ones and near misses are links only.
    """
    from pipeline.repeats.edges import Edges
    from pipeline.repeats.fingerprint import fingerprint
    from pipeline.repeats.within import links_within

    return links_within(fingerprint([(document_id, text)]), [Edges(text, sentences)])[0]


def repeats_within(document_id: str, text: str, sentences: Sequence[tuple[int, int]] | None = None) -> list[Repeat]:
    """The passages of `text` that stand further up in it already, in text order (see `links_within_article`)."""
    return links_within_article(document_id, text, sentences).repeats


def find_repeats(documents: Iterable[tuple[str, str]], *, near: bool = True) -> list[dict[str, Any]]:
    """The rows of the repeats table for `(document_id, text)` pairs in any order; documents go by their ids.

    Both scopes, sorted by document, place and kind. `near=False` looks for exact repeats only, which is much quicker.
    Two documents of one id are a `ValueError`.
    """
    from pipeline.repeats.edges import Edges
    from pipeline.repeats.fingerprint import fingerprint
    from pipeline.repeats.index import CorpusIndex
    from pipeline.repeats.within import links_within

    index = CorpusIndex()
    repeats: list[Repeat] = []
    for texts in _batches(sorted(documents)):
        batch, edges = fingerprint(texts), [Edges(text) for _, text in texts]
        for links in (*links_within(batch, edges, near), *index.add_all(batch, edges, near)):
            repeats += links.repeats
    return [repeat_row(repeat) for repeat in sorted(repeats, key=_order)]


def _batches(documents: Iterable[T]) -> Iterator[list[T]]:
    """Documents so many at a time, which is what makes it quick."""
    left = iter(documents)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _order(repeat: Repeat) -> tuple[str, int, int, str, str]:
    return repeat.document_id, repeat.start, repeat.end, repeat.kind, repeat.scope


def passage_id(link: Repeat | NearMiss) -> str:
    """The id of a row of `repeats` or `near_misses`, a function of what it links."""
    return f"{link.document_id}:{link.start}-{link.end}:{link.of_document_id}:{link.of_start}"


def repeat_row(repeat: Repeat) -> dict[str, Any]:
    """A repeat as a row of the repeats table."""
    return {
        "repeat_id": passage_id(repeat),
        "document_id": repeat.document_id,
        "start_char": repeat.start,
        "end_char": repeat.end,
        "of_document_id": repeat.of_document_id,
        "of_start_char": repeat.of_start,
        "of_end_char": repeat.of_end,
        "scope": repeat.scope,
        "kind": repeat.kind,
        "similarity": repeat.similarity,
    }
