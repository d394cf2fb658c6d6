"""An index on disk: a folder that is read where it is needed and grows by appending.

    repeats.sqlite   the plain texts with the way back to the raw ones; which of the other files count, and how far
    digests.bin      the digests of all documents, one after another
    run-N.bin        one run of the postings: its hashes, then their places

The digests and the runs are mapped into memory, not read. SQLite's transaction is the moment at which what was added
is there: what another file holds beyond it is the rest of a run that died, and is overwritten.
"""

from __future__ import annotations

import sqlite3
import zlib
from array import array
from collections.abc import Sequence
from itertools import takewhile
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np

from pipeline.repeats.fingerprint import Document
from pipeline.repeats.normalise import Normalised, OffsetMap, from_plain
from pipeline.repeats.postings import Run

_VERSION = 3  # of what is stored: raised when normalisation or hashing changes
_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    start INTEGER PRIMARY KEY, end INTEGER NOT NULL, document_id TEXT NOT NULL,
    plain BLOB NOT NULL, first BLOB NOT NULL, last BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS run (number INTEGER PRIMARY KEY, file INTEGER NOT NULL, length INTEGER NOT NULL);
"""


class Store:
    """The files of an index. An index that another version wrote is a `ValueError`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._rows = _open(folder / "repeats.sqlite")
        row = self._rows.execute("SELECT end, document_id FROM document ORDER BY start DESC LIMIT 1").fetchone()
        self.end: int = row[0] if row else 0
        self.last_document_id: str = row[1] if row else ""
        self._remove_unlisted()
        self._digests = (folder / "digests.bin").open("ab+")
        self._digests.truncate(self.end)

    def close(self) -> None:
        """Close the files."""
        self._digests.close()
        self._rows.close()

    def starts(self) -> array[int]:
        """The place where each document begins."""
        return array("q", (start for (start,) in self._rows.execute("SELECT start FROM document ORDER BY start")))

    def runs(self) -> list[Run]:
        """The postings, mapped."""
        return [self._map(*row) for row in self._rows.execute("SELECT file, length FROM run ORDER BY number")]

    def append(self, digests: bytes) -> mmap:
        """Add to the digests; all of them, mapped."""
        self._digests.write(digests)
        self._digests.flush()
        return mmap(self._digests.fileno(), 0, access=ACCESS_READ)

    def read(self, start: int) -> Document:
        """The document that begins at a place."""
        query = "SELECT document_id, plain, first, last FROM document WHERE start = ?"
        document_id, *packed = self._rows.execute(query, (start,)).fetchone()
        return Document(document_id, _unpack(*packed))

    def write(self, documents: Sequence[tuple[int, Document]], end: int, runs: Sequence[Run]) -> None:
        """Add documents with their places, up to the place `end`, and replace the runs that changed: the first ones,
        which are the longest, seldom do.
        """
        listed = self._rows.execute("SELECT file, length FROM run ORDER BY number").fetchall()
        same = sum(1 for _ in takewhile(lambda pair: pair[0][1] == len(pair[1][0]), zip(listed, runs, strict=False)))
        next_file = max((file for file, _ in listed), default=0) + 1
        changed = [(number, next_file + number, runs[number]) for number in range(same, len(runs))]
        for _, file, run in changed:
            self._save(file, run)
        ends = [*(start for start, _ in documents[1:]), end]
        with self._rows:
            self._rows.executemany(
                "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (start, end, document.document_id, *_pack(document.text))
                    for (start, document), end in zip(documents, ends, strict=True)
                ),
            )
            self._rows.execute("DELETE FROM run WHERE number >= ?", (same,))
            self._rows.executemany(
                "INSERT INTO run VALUES (?, ?, ?)", ((number, file, len(run[0])) for number, file, run in changed)
            )
        self._remove_unlisted()

    def _save(self, file: int, run: Run) -> None:
        with self._path(file).open("wb") as stream:
            for column in run:
                column.astype(column.dtype.newbyteorder("<"), copy=False).tofile(stream)

    def _map(self, file: int, length: int) -> Run:
        path = self._path(file)
        hashes = np.memmap(path, dtype="<u8", mode="r", shape=length)
        places = np.memmap(path, dtype="<i8", mode="r", offset=hashes.nbytes, shape=length)
        return np.asarray(hashes), np.asarray(places)

    def _path(self, file: int) -> Path:
        return self._folder / f"run-{file}.bin"

    def _remove_unlisted(self) -> None:
        listed = {self._path(file) for (file,) in self._rows.execute("SELECT file FROM run")}
        for path in self._folder.glob("run-*.bin"):
            if path not in listed:
                path.unlink()


def _open(path: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(path)
    rows.executescript(_SCHEMA)
    version = rows.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        rows.execute(f"PRAGMA user_version = {_VERSION}")
    elif version != _VERSION:
        rows.close()
        raise ValueError(f"{path} was written by another version ({version}, not {_VERSION}): build it anew")
    return rows


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
