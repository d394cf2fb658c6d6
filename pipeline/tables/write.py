"""Writing a set of tables: CSV, Parquet and the data package that describes them.

A new set is made complete in a folder of its own inside the output folder and only then put in the place of the old.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from pipeline.tables.schema import SCHEMA_VERSION, TABLES, Column, Table

_STAGING = ".recoupe-"


def write_tables(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write every table as NAME.csv and NAME.parquet, and `datapackage.json` over them, into an existing folder."""
    for name, table in tables.items():
        pa_csv.write_csv(table, folder / f"{name}.csv", pa_csv.WriteOptions(quoting_style="needed"))
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    write_json(folder / "datapackage.json", _data_package(folder, tables))


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write JSON that a person can read, in UTF-8."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """A folder to fill; when the block ends well its files take the place of those of the same name in `output`.

    When it does not, `output` is as it was. Other files in `output` are the user's and stay.
    """
    output.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=output))
    try:
        yield staging
        for path in sorted(path for path in staging.rglob("*") if path.is_file()):
            place = output / path.relative_to(staging)
            place.parent.mkdir(exist_ok=True)
            path.replace(place)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _data_package(folder: Path, tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    """A Frictionless Data Package (https://datapackage.org) over the CSV files."""
    return {
        "profile": "tabular-data-package",
        "name": "recoupe",
        "title": "Recoupe: facts extracted from French news articles",
        "version": SCHEMA_VERSION,
        "resources": [_resource(folder / f"{name}.csv", TABLES[name], tables[name].num_rows) for name in TABLES],
    }


def _resource(path: Path, table: Table, count: int) -> dict[str, Any]:
    content = path.read_bytes()
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": path.name,
        "title": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
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
