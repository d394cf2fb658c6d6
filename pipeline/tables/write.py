"""Writing a set of tables: CSV, Parquet and the data package that describes them.

Articles come one by one in the order of their ids, and so do the rows of most tables, whose documented order begins
with the article: they are written as they come. The few others are held and sorted at the end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from pipeline.tables.arrow import arrow_schema, to_batch
from pipeline.tables.schema import DATA_PACKAGE, SCHEMA_VERSION, TABLES, Column, Rows, Table, empty_rows

_GROUP = 2_000_000  # characters of the articles that one row group of Parquet holds: a bound on memory, not on a table


class TableWriter:
    """Writes every table as NAME.csv and NAME.parquet, and `datapackage.json` over them, into an existing folder.

    The bytes depend on the rows and their order alone. Use it in a `with` block; the files are complete after `finish`.
    """

    def __init__(self, folder: Path) -> None:
        self.counts = dict.fromkeys(TABLES, 0)
        self._folder = folder
        self._files = ExitStack()
        self._held: Rows = empty_rows()
        self._characters = 0
        self._sinks: dict[str, tuple[pa_csv.CSVWriter, pq.ParquetWriter]] = {}

    def __enter__(self) -> TableWriter:
        for name, table in TABLES.items():
            schema = arrow_schema(table)
            csv, parquet = self._folder / f"{name}.csv", self._folder / f"{name}.parquet"
            options = pa_csv.WriteOptions(quoting_style="needed")
            self._sinks[name] = (
                self._files.enter_context(pa_csv.CSVWriter(csv, schema, write_options=options)),
                self._files.enter_context(pq.ParquetWriter(parquet, schema, compression="zstd")),
            )
        return self

    def write(self, rows: Rows) -> None:
        """Write the rows of an article, or of the corpus, in any order within themselves."""
        for name, more in rows.items():
            self._held[name] += TABLES[name].sorted(more) if _comes_sorted(TABLES[name]) else more
        self._characters += sum(len(row["text"]) for row in rows.get("texts", ()))
        if self._characters >= _GROUP:
            self._flush(name for name, table in TABLES.items() if _comes_sorted(table))

    def finish(self) -> None:
        """Write what is held, and the data package."""
        self._flush(TABLES)
        self._files.close()
        write_json(self._folder / DATA_PACKAGE, _data_package(self._folder, self.counts))

    def __exit__(self, *error: object) -> None:
        self._files.close()

    def _flush(self, names: Iterable[str]) -> None:
        self._characters = 0
        for name in names:
            table, rows = TABLES[name], self._held[name]
            if not rows:
                continue
            batch = to_batch(table, rows if _comes_sorted(table) else table.sorted(rows))
            csv, parquet = self._sinks[name]
            csv.write_batch(batch)
            parquet.write_batch(batch)
            self.counts[name] += len(rows)
            self._held[name] = []


def _comes_sorted(table: Table) -> bool:
    """Whether rows that come article by article come in the order of the table."""
    return table.order[0] == "document_id"


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write JSON that a person can read, in UTF-8."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _data_package(folder: Path, counts: Mapping[str, int]) -> dict[str, Any]:
    """A Frictionless Data Package (https://datapackage.org) over the CSV files."""
    return {
        "profile": "tabular-data-package",
        "name": "recoupe",
        "title": "Recoupe: facts extracted from French news articles",
        "version": SCHEMA_VERSION,
        "resources": [_resource(folder / f"{name}.csv", TABLES[name], counts[name]) for name in TABLES],
    }


def _resource(path: Path, table: Table, count: int) -> dict[str, Any]:
    with path.open("rb") as handle:
        sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": path.name,
        "title": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256}",
        "rowcount": count,
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True, "header": True},
        "schema": {
            "fields": [_field(column) for column in table.public],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [_foreign_key(table, column) for column in table.public if column.references],
        },
    }


def _foreign_key(table: Table, column: Column) -> dict[str, Any]:
    resource = "" if column.references == table.name else column.references  # "" is Frictionless for the same table
    return {"fields": [column.name], "reference": {"resource": resource, "fields": list(TABLES[column.references].key)}}


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": column.required}
    if column.vocabulary:
        constraints["enum"] = list(column.vocabulary)
    return {
        "name": column.name,
        "type": column.kind,
        "description": column.description,
        "constraints": constraints,
    }
