"""Repeats inside one article: they depend on the article alone."""

from __future__ import annotations

import numpy as np

from pipeline.repeats.edges import Edges
from pipeline.repeats.fingerprint import Fingerprint, Hashes
from pipeline.repeats.links import Links, find_links
from pipeline.repeats.normalise import Offsets
from pipeline.repeats.postings import Postings


def links_within(new: Fingerprint, edges: Edges, near: bool = True) -> Links:
    """What a document repeats of what stands further up in it."""
    atoms, anchors = _earlier(new.atoms, new.atom_starts), _earlier(new.anchors, new.anchor_starts)
    return find_links(new, edges, atoms, anchors, lambda place: (new, place), "document", near)


def _earlier(hashes: Hashes, starts: Offsets) -> Offsets:
    """The place of each piece's first copy, -1 for the first itself."""
    ordered = np.sort(hashes)
    if not (ordered[1:] == ordered[:-1]).any():
        return np.full(len(hashes), -1)
    first = Postings().add(hashes, starts)
    return np.where(first < starts, first, -1)
