"""Where a document may repeat an earlier one: pieces of equal hash whose surroundings are equal too.

Most word trigrams that were seen before are everyday phrases. Comparing what stands around them, for all documents of a
batch at once and in digests alone, leaves little for `exact` to measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from mmap import mmap

import numpy as np
import numpy.typing as npt

from pipeline.repeats.fingerprint import Batch
from pipeline.repeats.normalise import Bits, Offsets

_AHEAD, _BACK = (0, 8, 12), (-8, -10)  # where eight bytes are compared: 20 ahead of a seed, or 10 before it


Digests = bytes | bytearray | mmap


@dataclass(frozen=True)
class Shared:
    """What the document `number` of a batch shares with earlier ones.

    A seed is the start and end of a piece, counted from where its document begins, and the place of an earlier piece
    like it; they come in order, to be read once. `places` are those of the first pieces like the batch's, -1 where
    there is none.
    """

    seeds: Iterable[tuple[int, int, int]]
    batch: Batch
    number: int
    places: Offsets

    def atoms(self) -> tuple[Offsets, Offsets]:
        """Start and end of each atom of the document."""
        base, own = self._own(0, self.batch.atom_count)
        return self.batch.pieces.starts[own] - base, self.batch.pieces.ends[own] - base

    def anchors(self) -> tuple[Offsets, Offsets]:
        """Start of each anchor of the document, and the place of the first one like it."""
        base, own = self._own(self.batch.atom_count, len(self.places))
        return self.batch.pieces.starts[own] - base, self.places[own].copy()

    def _own(self, first: int, last: int) -> tuple[int, slice]:
        """Where the document begins, and which of the pieces `first..last` are its own."""
        bounds = self.batch.bounds[self.number : self.number + 2]
        return int(bounds[0]), slice(*(first + self.batch.pieces.starts[first:last].searchsorted(bounds)).tolist())


def shared(batch: Batch, places: Offsets, earlier: Digests) -> Iterator[Shared]:
    """What each document of a batch shares, given the places in `earlier` of the first pieces like its own (or -1)."""
    pieces = batch.pieces
    known = (places >= 0).nonzero()[0]
    known = known[_alike(batch.digests, pieces.starts[known], earlier, places[known])]
    known = known[np.argsort(pieces.starts[known], kind="stable")]
    starts, ends, firsts = pieces.starts[known], pieces.ends[known], places[known]
    cuts = starts.searchsorted(batch.bounds).tolist()
    for number, base in enumerate(batch.bounds[:-1].tolist()):
        own = slice(cuts[number], cuts[number + 1])
        columns = ((starts[own] - base).tolist(), (ends[own] - base).tolist(), firsts[own].tolist())
        yield Shared(zip(*columns, strict=True), batch, number, places)


def _alike(new: bytes, starts: Offsets, earlier: Digests, places: Offsets) -> Bits:
    """Whether what follows two places, or what goes before them, is equal."""
    a, b = _eights(new), _eights(earlier)
    if not a.size or not b.size:
        return np.zeros(len(starts), dtype=bool)

    def equal(step: int) -> Bits:
        same: Bits = a[np.clip(starts + step, 0, len(a) - 1)] == b[np.clip(places + step, 0, len(b) - 1)]
        return same

    ahead, back = (np.logical_and.reduce([equal(step) for step in steps]) for steps in (_AHEAD, _BACK))
    alike: Bits = ahead | back
    return alike


def _eights(digests: Digests) -> npt.NDArray[np.uint64]:
    """The eight bytes that begin at each place, read as one number where they are asked for."""
    return np.ndarray(max(len(digests) - 7, 0), dtype="<u8", buffer=digests, strides=(1,))
