"""What texts are compared by before they are compared: hashes of short pieces, with their places.

*Atoms* are stretches of the key between marks (. ! ? : ; and line breaks): a copied sentence is a run of equal atoms
wherever it stands. *Anchors* are word trigrams chosen by winnowing (Schleimer, Wilkerson & Aiken, SIGMOD 2003): any two
texts that share `WINDOW + 2` words in a row share an anchor, so that copies whose edges differ are found too.

Documents are taken many at a time, their digests in one string, each closed by a line break; a *place* is an offset
into that string. What is found does not depend on which documents are taken together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, reduce

import numpy as np
import numpy.typing as npt

from pipeline.repeats.edges import Edges
from pipeline.repeats.normalise import LETTERS, Bits, Normalised, Offsets, normalise_all

Hashes = npt.NDArray[np.uint64]
Digests = npt.NDArray[np.uint8]

WINDOW = 3  # trigrams: of so many in a row at least one is an anchor
ROOM = 24  # bits that a hash leaves free for whoever sorts it
_EIGHT = 8  # bytes read at once
_LONGEST_WORD = 32  # bytes of a word that are looked at
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_NONE = np.uint64(0xFFFFFFFFFFFFFFFF)  # larger than every hash
_INSIDE, _MARK = 1, 2
_MARKS = ".!?:;\n"
_CLOSE = b"\n"


@dataclass(frozen=True)
class Document:
    """A text that others are compared with."""

    document_id: str
    text: Normalised

    @cached_property
    def edges(self) -> Edges:
        """The sentences of its plain text."""
        return Edges(self.text.plain)


@dataclass(frozen=True)
class Pieces:
    """Hashes with the places where the pieces start and end, in order."""

    hashes: Hashes
    starts: Offsets
    ends: Offsets


@dataclass(frozen=True)
class Batch:
    """Documents ready to be matched; `bounds` are the places where each begins and, at last, where they end.

    The first `atom_count` of the `pieces` are atoms, the others anchors.
    """

    documents: tuple[Document, ...]
    digests: bytes
    bounds: Offsets
    pieces: Pieces
    atom_count: int

    def begins(self) -> Offsets:
        """For each piece the place where its document begins."""
        return self.bounds[self.bounds.searchsorted(self.pieces.starts, "right") - 1]


def fingerprint(texts: Iterable[tuple[str, str]]) -> Batch:
    """The fingerprints of `(document_id, raw text)`s."""
    document_ids, raw_texts = zip(*texts, strict=True)
    documents = tuple(map(Document, document_ids, normalise_all(raw_texts)))
    digests = b"".join(document.text.digest + _CLOSE for document in documents)
    bounds = np.cumsum([0, *(len(document.text.digest) + 1 for document in documents)])

    bases = bounds[:-1].tolist()
    gaps = np.concatenate([document.text.key_gaps + base for document, base in zip(documents, bases, strict=True)])
    breaks = np.concatenate([document.text.key_breaks + base for document, base in zip(documents, bases, strict=True)])
    kinds = np.frombuffer(digests.translate(_kinds()), dtype=np.uint8)
    starts, ends = _words(kinds == _INSIDE, gaps)
    trigrams = _trigrams(_hash_words(digests, starts, ends))
    atoms = _atoms(kinds == _MARK, breaks, starts, trigrams)
    anchors = _winnow(trigrams, starts.searchsorted(bounds[1:-1]))
    pieces = Pieces(
        _short(np.concatenate((atoms.hashes, trigrams[anchors]))),
        np.concatenate((atoms.starts, starts[anchors])),
        np.concatenate((atoms.ends, starts[anchors] + 1)),
    )
    return Batch(documents, digests, bounds, pieces, len(atoms.hashes))


def _words(inside: Bits, gaps: Offsets) -> tuple[Offsets, Offsets]:
    """Start and end of each run of letters and digits; left-out white space parts them too."""
    opens = np.empty(len(inside) + 1, dtype=bool)
    opens[0] = opens[-1] = True
    np.not_equal(inside[1:], inside[:-1], out=opens[1:-1])
    opens[gaps] = True
    bounds = opens.nonzero()[0]
    are_words = inside[bounds[:-1]]
    return bounds[:-1][are_words], bounds[1:][are_words]


def _hash_words(digests: bytes, starts: Offsets, ends: Offsets) -> Hashes:
    """A hash of each word's length and first bytes, read eight at a time wherever they stand."""
    eights = np.ndarray(len(digests), dtype="<u8", buffer=digests + bytes(_LONGEST_WORD + _EIGHT), strides=(1,))
    lengths = ends - starts
    hashes = lengths.astype(np.uint64)
    for read in range(0, _LONGEST_WORD, _EIGHT):
        longer = (lengths > read).nonzero()[0] if read else slice(None)
        left = _masks().take(lengths[longer] - read, mode="clip")
        hashes[longer] = _mixed(hashes[longer] * _FIRST + (eights[starts[longer] + read] & left))
    return hashes


def _trigrams(words: Hashes) -> Hashes:
    return _mixed((words[:-2] * _FIRST + words[1:-1]) * _FIRST + words[2:])


def _atoms(marks: Bits, breaks: Offsets, word_starts: Offsets, trigrams: Hashes) -> Pieces:
    """Each atom of at least three words, hashed by the sum of its trigrams."""
    opens = np.empty(len(marks) + 1, dtype=bool)
    opens[0] = opens[-1] = True
    opens[1:-1] = marks[:-1]
    opens[breaks] = True
    bounds = opens.nonzero()[0]
    first_words = word_starts.searchsorted(bounds)
    long = (np.diff(first_words) >= 3).nonzero()[0]
    sums = np.append(np.uint64(0), np.cumsum(trigrams))
    hashes = sums[first_words[long + 1] - 2] - sums[first_words[long]]
    return Pieces(_mixed(hashes), bounds[long], bounds[long + 1])


def _winnow(trigrams: Hashes, firsts: Offsets) -> Offsets:
    """The trigrams that are the lowest of a window; `firsts` are those with which another document begins."""
    edge = np.full(WINDOW - 1, _NONE)
    padded = np.concatenate((edge, trigrams, edge))
    # A trigram that reaches into the next document is none, and there are enough of them to part the windows.
    for reach in range(1, WINDOW):
        padded[(firsts - reach)[firsts >= reach] + WINDOW - 1] = _NONE
    windows = len(padded) - WINDOW + 1
    shifted = [padded[shift : shift + windows] for shift in range(WINDOW)]
    lowest = reduce(np.minimum, shifted)
    chosen = np.zeros(len(padded), dtype=bool)
    for shift, hashes in enumerate(shifted):
        chosen[shift : shift + windows] |= hashes == lowest
    places: Offsets = (chosen & (padded != _NONE)).nonzero()[0] - (WINDOW - 1)
    return places


def _short(hashes: Hashes) -> Hashes:
    return hashes >> np.uint64(ROOM) << np.uint64(ROOM)


def _mixed(hashes: Hashes) -> Hashes:
    hashes = (hashes ^ (hashes >> np.uint64(32))) * _SECOND
    return hashes ^ (hashes >> np.uint64(29))


@cache
def _masks() -> Hashes:
    """What is left of eight bytes for a word of so many."""
    return np.array([(1 << 8 * count) - 1 for count in range(_EIGHT + 1)], dtype=np.uint64)


@cache
def _kinds() -> bytes:
    """For each byte of a digest whether it is inside a word or a mark."""
    return bytes(
        _MARK if chr(code) in _MARKS else _INSIDE if code >= LETTERS or chr(code).isalnum() else 0
        for code in range(256)
    )
