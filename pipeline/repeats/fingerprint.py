"""What two texts are compared by before they are compared: hashes of short pieces, with their places in the key.

*Atoms* are stretches of the key between marks (. ! ? : ; and line breaks): a copied sentence is a run of equal atoms
wherever it stands. *Anchors* are word trigrams chosen by winnowing (Schleimer, Wilkerson & Aiken, SIGMOD 2003): any two
texts that share `WINDOW + 2` words in a row share an anchor, so that copies whose edges differ are found too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, reduce

import numpy as np
import numpy.typing as npt

from pipeline.repeats.edges import Edges
from pipeline.repeats.normalise import Codes, Normalised, Offsets, normalise

Hashes = npt.NDArray[np.uint64]
Bits = npt.NDArray[np.bool_]

WINDOW = 3  # trigrams: of so many in a row at least one is an anchor
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_INVERSE = np.uint64(pow(int(_BASE), -1, 1 << 64))
_COMMON = 1 << 16  # powers that are kept: a longer text has its own
_INSIDE, _MARK = 1, 2
_MARKS = ".!?:;"


@dataclass(frozen=True)
class Fingerprint:
    """A document ready to be matched; places are offsets into `text.key`."""

    document_id: str
    text: Normalised
    atoms: Hashes
    atom_starts: Offsets
    atom_ends: Offsets
    anchors: Hashes
    anchor_starts: Offsets

    @cached_property
    def plain_edges(self) -> Edges:
        """The sentences of the plain text."""
        return Edges(self.text.plain)


def fingerprint(document_id: str, text: str) -> Fingerprint:
    """The fingerprint of a raw text."""
    normalised = normalise(text)
    return fingerprint_of(document_id, normalised)


def fingerprint_of(document_id: str, text: Normalised) -> Fingerprint:
    """The fingerprint of a text that is normalised already."""
    codes = np.frombuffer(text.key.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    if not codes.size:
        none, nowhere = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
        return Fingerprint(document_id, text, none, nowhere, nowhere, none, nowhere)
    kinds = _kinds().take(codes, mode="clip")
    word_starts, words = _words(codes, kinds == _INSIDE, text.key_gaps)
    atoms, atom_starts, atom_ends = _atoms(kinds == _MARK, text.key_breaks, word_starts, words)
    anchors, chosen = _winnow(words)
    return Fingerprint(document_id, text, atoms, atom_starts, atom_ends, anchors, word_starts[chosen])


def _words(codes: Codes, inside: Bits, gaps: Offsets) -> tuple[Offsets, Hashes]:
    """Start and hash of each run of letters and digits; left-out white space parts them too."""
    opens = np.empty(len(codes) + 1, dtype=bool)
    opens[0] = opens[-1] = True
    np.not_equal(inside[1:], inside[:-1], out=opens[1:-1])
    opens[gaps] = True
    bounds = opens.nonzero()[0]
    starts, ends = bounds[:-1], bounds[1:]
    are_words = inside[starts]
    return starts[are_words], _hash(codes, starts[are_words], ends[are_words])


def _atoms(marks: Bits, breaks: Offsets, word_starts: Offsets, words: Hashes) -> tuple[Hashes, Offsets, Offsets]:
    """Hash, start and end of each atom of at least three words."""
    opens = np.empty(len(marks) + 1, dtype=bool)
    opens[0] = opens[-1] = True
    opens[1:-1] = marks[:-1]
    opens[breaks] = True
    bounds = opens.nonzero()[0]
    first_words = word_starts.searchsorted(bounds)
    first, last = first_words[:-1], first_words[1:]
    long = (last - first >= 3).nonzero()[0]
    return _hash(words, first[long], last[long]), bounds[long], bounds[long + 1]


def _hash(values: Codes | Hashes, starts: Offsets, ends: Offsets) -> Hashes:
    """A 64-bit polynomial hash of each span of values: the difference of two prefix sums, wherever the span stands."""
    sums = np.zeros(len(values) + 1, dtype=np.uint64)
    np.cumsum(values * _powers(_BASE, len(values)), out=sums[1:])
    return _mixed((sums[ends] - sums[starts]) * _powers(_INVERSE, len(values))[starts] * _BASE)


def _winnow(words: Hashes) -> tuple[Hashes, Offsets]:
    if len(words) < 3:
        return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    trigrams = _mixed((words[:-2] * _BASE + words[1:-1]) * _BASE + words[2:])
    if len(trigrams) <= WINDOW:
        return trigrams, np.arange(len(trigrams))
    windows = len(trigrams) - WINDOW + 1
    shifted = [trigrams[shift : shift + windows] for shift in range(WINDOW)]
    lowest = reduce(np.minimum, shifted)
    chosen = np.zeros(len(trigrams), dtype=bool)
    for shift, hashes in enumerate(shifted):
        chosen[shift : shift + windows] |= hashes == lowest
    places = np.flatnonzero(chosen)
    return trigrams[places], places


def _mixed(hashes: Hashes) -> Hashes:
    hashes = (hashes ^ (hashes >> np.uint64(32))) * _MIX
    return hashes ^ (hashes >> np.uint64(29))


def _powers(base: np.uint64, count: int) -> Hashes:
    """The first powers of `base`, from 0 on."""
    return _common_powers(base)[:count] if count <= _COMMON else _all_powers(base, count)


@cache
def _common_powers(base: np.uint64) -> Hashes:
    return _all_powers(base, _COMMON)


def _all_powers(base: np.uint64, count: int) -> Hashes:
    powers = np.full(count, base, dtype=np.uint64)
    powers[:1] = 1
    return np.cumprod(powers, out=powers)


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """Which characters of the Basic Multilingual Plane are inside words, and which are marks."""
    table = np.array([chr(code).isalnum() * _INSIDE for code in range(0x10000)], dtype=np.uint8)
    table[[ord(character) for character in _MARKS]] = _MARK
    return table
