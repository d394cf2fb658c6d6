"""Repeats across articles: an index that grows article by article, in memory or in one SQLite file.

It keeps the plain text of each article with the way back to its raw offsets, and where each hash was seen first; the
raw text is never read again. An index grown over many runs answers as one built at once.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, takewhile
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from pipeline.repeats.edges import Edges
from pipeline.repeats.fingerprint import Fingerprint, Hashes, fingerprint, fingerprint_of
from pipeline.repeats.links import Links, find_links
from pipeline.repeats.normalise import Normalised, OffsetMap, Offsets, from_plain
from pipeline.repeats.postings import Postings, Run

_FILE = "repeats.sqlite"
_VERSION = 2  # of what is stored: raised when normalisation or hashing changes
_SHIFT = 32  # a place is the number of a document and, below, an offset into its key
_PENDING = 1_000  # documents held in memory before they are written
_CACHED = 512  # documents read back that are kept
_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    number INTEGER PRIMARY KEY, document_id TEXT NOT NULL UNIQUE,
    plain BLOB NOT NULL, first BLOB NOT NULL, last BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS run (
    kind TEXT NOT NULL, number INTEGER NOT NULL, hashes BLOB NOT NULL, places BLOB NOT NULL, PRIMARY KEY (kind, number)
);
"""


class CorpusIndex:
    """Links a new document to all that came before it.

    `folder` is where the index is kept between runs; without one it lives in memory. What was added since the last
    `commit` (the end of a `with` block commits too) is lost when the process dies, the rest is not.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._store = None if folder is None else _open(folder)
        self._pending: list[Fingerprint] = []
        self._written = 0
        self.last_document_id = ""
        if self._store is not None:
            row = self._store.execute(
                "SELECT number, document_id FROM document ORDER BY number DESC LIMIT 1"
            ).fetchone()
            if row is not None:
                self._written, self.last_document_id = row[0] + 1, row[1]
        self._atoms, self._anchors = Postings(self._stored_runs("atoms")), Postings(self._stored_runs("anchors"))
        self._read = lru_cache(_CACHED)(self._load)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.commit()
        if self._store is not None:
            self._store.close()

    def __len__(self) -> int:
        return self._written + len(self._pending)

    def add(self, document_id: str, text: str, sentences: Sequence[tuple[int, int]] | None = None) -> Links:
        """The passages of a new document that stand, or nearly stand, in earlier ones; then it is one of them.

        Documents come in the order of their ids: a `ValueError` says that one does not.
        """
        return self.add_all([(fingerprint(document_id, text), Edges(text, sentences))])[0]

    def add_all(self, documents: Sequence[tuple[Fingerprint, Edges]], near: bool = True) -> list[Links]:
        """As `add`, for documents whose fingerprints are known already; `near` looks for near repeats too.

        Many at a time go quicker than one by one, with the same result.
        """
        if not documents:
            return []
        ids = [new.document_id for new, _ in documents]
        for before, after in pairwise([self.last_document_id, *ids] if len(self) else ids):
            if after <= before:
                raise ValueError(f"{after!r} comes after {before!r}: documents go by their ids")
        self._pending += [new for new, _ in documents]
        self.last_document_id = ids[-1]
        bases = [number << _SHIFT for number in range(len(self) - len(documents), len(self))]
        atoms = _first(self._atoms, bases, [(new.atoms, new.atom_starts) for new, _ in documents])
        anchors = _first(self._anchors, bases, [(new.anchors, new.anchor_starts) for new, _ in documents])
        links = [
            find_links(new, edges, atom_places, anchor_places, self._find, "corpus", near)
            for (new, edges), atom_places, anchor_places in zip(documents, atoms, anchors, strict=True)
        ]
        if self._store is not None and len(self._pending) >= _PENDING:
            self.commit()
        return links

    def commit(self) -> None:
        """Write what was added; nothing to do for an index in memory."""
        if self._store is None or not self._pending:
            return
        with self._store:
            self._store.executemany(
                "INSERT INTO document VALUES (?, ?, ?, ?, ?)",
                ((self._written + i, new.document_id, *_pack(new.text)) for i, new in enumerate(self._pending)),
            )
            for kind, postings in (("atoms", self._atoms), ("anchors", self._anchors)):
                self._write(self._store, kind, postings.runs)
        self._written += len(self._pending)
        self._pending = []

    def _find(self, place: int) -> tuple[Fingerprint, int]:
        number, offset = place >> _SHIFT, place & ((1 << _SHIFT) - 1)
        return self._pending[number - self._written] if number >= self._written else self._read(number), offset

    def _load(self, number: int) -> Fingerprint:
        query = "SELECT document_id, plain, first, last FROM document WHERE number = ?"
        assert self._store is not None  # noqa: S101 - what is not pending was written
        document_id, *packed = self._store.execute(query, (number,)).fetchone()
        return fingerprint_of(document_id, _unpack(*packed))

    def _stored_runs(self, kind: str) -> list[Run]:
        if self._store is None:
            return []
        rows = self._store.execute("SELECT hashes, places FROM run WHERE kind = ? ORDER BY number", (kind,))
        return [(np.frombuffer(hashes, dtype="<u8"), np.frombuffer(places, dtype="<i8")) for hashes, places in rows]

    def _write(self, store: sqlite3.Connection, kind: str, runs: Sequence[Run]) -> None:
        """Replace the runs that are not what the file holds; the first ones, which are the longest, seldom change."""
        lengths = [
            row[0] for row in store.execute("SELECT length(hashes) FROM run WHERE kind = ? ORDER BY number", (kind,))
        ]
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == 8 * len(pair[1][0]), zip(lengths, runs, strict=False)))
        store.execute("DELETE FROM run WHERE kind = ? AND number >= ?", (kind, same))
        store.executemany(
            "INSERT INTO run VALUES (?, ?, ?, ?)",
            (
                (kind, number, hashes.astype("<u8").tobytes(), places.astype("<i8").tobytes())
                for number, (hashes, places) in enumerate(runs)
                if number >= same
            ),
        )


def _first(postings: Postings, bases: Sequence[int], pieces: Sequence[tuple[Hashes, Offsets]]) -> list[Offsets]:
    """For each document's hashes the place where an earlier document has them, -1 where none does; all are taken up."""
    hashes = np.concatenate([hashes for hashes, _ in pieces])
    places = np.concatenate([starts + base for (_, starts), base in zip(pieces, bases, strict=True)])
    found = postings.add(hashes, places)
    found = np.where(found >> _SHIFT < places >> _SHIFT, found, -1)
    return np.split(found, np.cumsum([len(hashes) for hashes, _ in pieces[:-1]]))


def _open(folder: Path) -> sqlite3.Connection:
    folder.mkdir(parents=True, exist_ok=True)
    store = sqlite3.connect(folder / _FILE)
    store.executescript(_SCHEMA)
    version = store.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        store.execute(f"PRAGMA user_version = {_VERSION}")
    elif version != _VERSION:
        store.close()
        raise ValueError(f"{folder / _FILE} was written by another version ({version}, not {_VERSION}): build it anew")
    return store


def _pack(text: Normalised) -> tuple[bytes, bytes, bytes]:
    """A plain text and the way back to the raw one, small."""
    return zlib.compress(text.plain.encode("utf-8", "surrogatepass"), 1), _pack_map(text.first), _pack_map(text.last)


def _unpack(plain: bytes, first: bytes, last: bytes) -> Normalised:
    return from_plain(zlib.decompress(plain).decode("utf-8", "surrogatepass"), _unpack_map(first), _unpack_map(last))


def _pack_map(offsets: OffsetMap) -> bytes:
    return zlib.compress(np.stack((offsets.starts, offsets.shifts[1:])).astype("<i4").tobytes(), 1)


def _unpack_map(packed: bytes) -> OffsetMap:
    starts, shifts = np.frombuffer(zlib.decompress(packed), dtype="<i4").astype(np.int64).reshape(2, -1)
    return OffsetMap(starts, np.append(0, shifts))
