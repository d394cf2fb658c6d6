"""Repeats inside one article: they depend on the article alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.repeats.edges import Edges
from pipeline.repeats.fingerprint import ROOM, Batch, Document
from pipeline.repeats.links import Links, find_links
from pipeline.repeats.normalise import Offsets
from pipeline.repeats.postings import first_places
from pipeline.repeats.seeds import shared

_OWN = np.uint64((0x9E3779B97F4A7C15 >> ROOM) << ROOM)


def links_within(batch: Batch, edges: Sequence[Edges], near: bool = True) -> list[Links]:
    """What each document of a batch repeats of what stands further up in it."""
    found = []
    for number, of_document in enumerate(shared(batch, _earlier(batch), batch.digests)):
        new, base = batch.documents[number], int(batch.bounds[number])

        def find(place: int, new: Document = new, base: int = base) -> tuple[Document, int]:
            return new, place - base

        found.append(find_links(new, edges[number], of_document, find, "document", near))
    return found


def _earlier(batch: Batch) -> Offsets:
    """The place of each piece's first copy in its document, -1 for the first itself."""
    pieces = batch.pieces
    own = pieces.hashes + batch.begins().astype(np.uint64) * _OWN  # a hash of one document is not that of another
    first = first_places(own, pieces.starts)
    return np.where(first < pieces.starts, first, -1)
