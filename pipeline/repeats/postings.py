"""Where each hash was seen first: sorted arrays that grow by merging, as in a log-structured merge tree.

Finding thousands of hashes among millions is a search in order in a few arrays; the arrays are what is kept on disk.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pipeline.repeats.fingerprint import Hashes
from pipeline.repeats.normalise import Offsets

Run = tuple[Hashes, Offsets]  # hashes in order, the place of each

_SHORTER = 4  # times that a run is shorter than the one before it, at least


class Postings:
    """Hash to first place; a place is never changed once it is known."""

    def __init__(self, runs: Iterable[Run] = ()) -> None:
        self.runs = list(runs)

    def add(self, hashes: Hashes, places: Offsets) -> Offsets:
        """Take up hashes with their places, in text order; the first place of each, its own where it is new."""
        if not hashes.size:
            return places
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        opens = np.ones(len(ordered), dtype=bool)
        opens[1:] = ordered[1:] != ordered[:-1]
        distinct, first = ordered[opens], places[order[opens]]
        new = np.ones(len(distinct), dtype=bool)
        for known, at in self.runs:
            index = np.minimum(known.searchsorted(distinct), len(known) - 1)
            hit = known[index] == distinct
            first[hit] = at[index[hit]]
            new &= ~hit
        if new.any():
            self._append(distinct[new], first[new])
        found = np.empty_like(places)
        found[order] = first[np.cumsum(opens) - 1]
        return found

    def _append(self, hashes: Hashes, places: Offsets) -> None:
        """Add a run; each is to be much shorter than the one before it."""
        while self.runs and _SHORTER * len(hashes) > len(self.runs[-1][0]):
            known, at = self.runs.pop()
            index = known.searchsorted(hashes)
            hashes, places = np.insert(known, index, hashes), np.insert(at, index, places)
        self.runs.append((hashes, places))
