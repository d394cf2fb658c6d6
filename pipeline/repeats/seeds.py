"""Where a document may repeat an earlier one: pieces of equal hash whose surroundings are equal too.

Most word trigrams that were seen before are everyday phrases. Comparing what stands around them, for all documents of a
batch at once and in digests alone, leaves little for `exact` to measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from mmap import mmap
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.repeats.fingerprint import Batch
from pipeline.repeats.normalise import Bits, Offsets

_AHEAD, _BACK = (0, 8, 12), (-8, -10)  # where eight bytes are compared: 20 ahead of a seed, or 10 before it


Digests = bytes | bytearray | mmap


class Shared(NamedTuple):
    """What a document shares with earlier ones. Its own pieces are counted from its beginning. A seed is the start and
    end of a piece and the place of an earlier one like it; `anchor_places` are the places of the first anchors like its
    own, -1 where there is none.
    """

    seeds: list[list[int]]
    atom_starts: Offsets
    atom_ends: Offsets
    anchor_starts: Offsets
    anchor_places: Offsets


def shared(batch: Batch, places: Offsets, earlier: Digests) -> Iterator[Shared]:
    """What each document of a batch shares, given the places in `earlier` of the first pieces like its own (or -1)."""
    pieces = batch.pieces
    known = (places >= 0).nonzero()[0]
    known = known[_alike(batch.digests, pieces.starts[known], earlier, places[known])]
    known = known[np.argsort(pieces.starts[known], kind="stable")]
    seeds = np.stack((pieces.starts[known], pieces.ends[known], places[known]), axis=1)
    of_seeds = seeds[:, 0].searchsorted(batch.bounds).tolist()
    of_atoms = pieces.starts[: batch.atom_count].searchsorted(batch.bounds).tolist()
    of_anchors = (batch.atom_count + pieces.starts[batch.atom_count :].searchsorted(batch.bounds)).tolist()
    for number, base in enumerate(batch.bounds[:-1].tolist()):
        own, atoms, anchors = (slice(*cuts[number : number + 2]) for cuts in (of_seeds, of_atoms, of_anchors))
        yield Shared(
            (seeds[own] - (base, base, 0)).tolist(),
            pieces.starts[atoms] - base,
            pieces.ends[atoms] - base,
            pieces.starts[anchors] - base,
            places[anchors],
        )


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
