"""The rows of articles that were read, in Arrow files that check themselves.

A file (shard) holds some articles, one a row: its key, and for each table that an article fills the list of its rows.
The file is called by the hash of its bytes: one that was cut short or changed is not what its name says, and is not
read. Shards are written whole and never changed, so that many processes may add some at once.
"""

from __future__ import annotations

import os
from collections.abc import Container, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import pyarrow as pa

from pipeline.tables.arrow import TYPES
from pipeline.tables.schema import ARTICLE_TABLES, TABLES, Rows, empty_rows

_SHARDS_OPEN = 32  # unpacked in memory at a time


class Shelf:
    """The articles on the shelf `folder`, by their keys."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._places: dict[str, tuple[str, int]] = {}
        self._open = lru_cache(_SHARDS_OPEN)(self._read)
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.glob("*.arrow")):
            if is_whole(path):
                self.take_up(path.name)
            else:
                path.unlink()

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def take_up(self, name: str) -> list[str]:
        """Register the shard `name` that lies in the folder; the keys of its articles."""
        keys: list[str] = self._open(name)["key"].to_pylist()
        for index, key in enumerate(keys):
            self._places.setdefault(key, (name, index))
        return keys

    def rows(self, key: str) -> Rows:
        """The rows of an article, in every table of the schema; they are the caller's to change."""
        name, index = self._places[key]
        (article,) = self._open(name).slice(index, 1).to_pylist()
        return empty_rows() | {table: article[table] for table in ARTICLE_TABLES}

    def prune(self, keys: Container[str]) -> int:
        """Drop the articles that are not among `keys`; the number of those dropped."""
        dropped = 0
        for path in sorted(self.folder.iterdir()):
            table = self._open(path.name) if path.suffix == ".arrow" and is_whole(path) else None
            stays = [] if table is None else [key in keys for key in table["key"].to_pylist()]
            dropped += stays.count(False)
            if not all(stays) and any(stays) and table is not None:
                _write(table.filter(pa.array(stays)), self.folder)
            if not stays or not all(stays):
                path.unlink()
        return dropped

    def _read(self, name: str) -> pa.Table:
        return pa.ipc.open_file(pa.BufferReader((self.folder / name).read_bytes())).read_all()


def pack(key: str, rows: Rows) -> pa.RecordBatch:
    """An article's rows with their key, ready for a shard. Raises pyarrow.ArrowException where a cell has no place."""
    cells = [pa.array([key], pa.string())] + [pa.array([rows[name]], kind) for name, kind in _ROW_TYPES.items()]
    return pa.RecordBatch.from_arrays(cells, ["key", *_ROW_TYPES])


def put(articles: Sequence[pa.RecordBatch], folder: Path) -> str:
    """Write a shard of packed articles into `folder`; its name."""
    return _write(pa.Table.from_batches(articles).combine_chunks(), folder)


def is_whole(path: Path) -> bool:
    """Whether a shard is what was written."""
    return path.stem == _hash(path.read_bytes())


def _write(table: pa.Table, folder: Path) -> str:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        writer.write_table(table)
    content = sink.getvalue()
    name = f"{_hash(content)}.arrow"
    unfinished = folder / f"{name}.{os.getpid()}"
    unfinished.write_bytes(content)
    unfinished.replace(folder / name)
    return name


def _hash(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


_ROW_TYPES = {
    name: pa.list_(pa.struct([pa.field(column.name, TYPES[column.kind]) for column in TABLES[name].columns]))
    for name in ARTICLE_TABLES
}
