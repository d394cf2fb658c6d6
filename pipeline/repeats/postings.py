"""Where each hash was seen first: sorted arrays that grow by merging, as in a log-structured merge tree.

Finding thousands of hashes among millions is a search in order in a few arrays; the arrays are what is kept on disk.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pipeline.repeats.fingerprint import ROOM, Hashes
from pipeline.repeats.normalise import Bits, Offsets

Run = tuple[Hashes, Offsets]  # hashes in order, the place of each

_SHORTER = 2  # times that a run is shorter than the one before it, at least
_LONGEST = 1 << 23  # hashes of a run that is not merged any more, so that a merge takes little memory


def first_places(hashes: Hashes, places: Offsets) -> Offsets:
    """For each hash the place of the first one equal to it; places are in order."""
    order, opens = _grouped(hashes)
    found = np.empty_like(places)
    found[order] = places[order[opens]][np.cumsum(opens) - 1]
    return found


class Postings:
    """Hash to first place; a place is never changed once it is known."""

    def __init__(self, runs: Iterable[Run] = ()) -> None:
        self.runs = list(runs)

    def add(self, hashes: Hashes, places: Offsets) -> Offsets:
        """Take up hashes with their places, in order; the first place of each, its own where it is new."""
        if not hashes.size:
            return places
        order, opens = _grouped(hashes)
        distinct, first = hashes[order[opens]], places[order[opens]]
        new = np.ones(len(distinct), dtype=bool)
        for known, at in self.runs:
            index = known.searchsorted(distinct)
            hit = known.take(index, mode="clip") == distinct
            first[hit] = at[index[hit]]
            new &= ~hit
        if new.any():
            self._append((distinct[new], first[new]))
        found = np.empty_like(places)
        found[order] = first[np.cumsum(opens) - 1]
        return found

    def _append(self, run: Run) -> None:
        """Add a run; each is to be much shorter than the one before it, but for those that are long enough."""
        while self.runs and len(self.runs[-1][0]) < min(_SHORTER * len(run[0]), _LONGEST):
            run = _merged(self.runs.pop(), run)
        self.runs.append(run)


def _merged(known: Run, new: Run) -> Run:
    """Two runs as one."""
    index = known[0].searchsorted(new[0]) + np.arange(len(new[0]))
    old = np.ones(len(known[0]) + len(new[0]), dtype=bool)
    old[index] = False
    hashes, places = np.empty(len(old), dtype=np.uint64), np.empty(len(old), dtype=np.int64)
    hashes[old], hashes[index] = known[0], new[0]
    places[old], places[index] = known[1], new[1]
    return hashes, places


def _grouped(hashes: Hashes) -> tuple[Offsets, Bits]:
    """An order that puts equal hashes together, each group in the order they came in, and where each group opens."""
    if len(hashes) < 1 << ROOM:
        # A hash and its number sort as one word, many times quicker than a stable sort.
        numbered = np.sort(hashes | np.arange(len(hashes), dtype=np.uint64))
        order = (numbered & np.uint64((1 << ROOM) - 1)).astype(np.int64)
        ordered = numbered >> np.uint64(ROOM)
    else:
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
    opens = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=opens[1:])
    return order, opens
