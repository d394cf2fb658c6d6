"""Rows to typed Arrow tables."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.tables.schema import TABLES, Rows, Table


class _NoPandas:
    """Says that there is no pandas."""

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name)


def _keep_pandas_out() -> None:
    """Let pyarrow find no pandas, if none is loaded yet.

    It imports pandas, a second or two, to learn whether the first thing that it makes an array of is a pandas object.
    Ours never are. Where a DataFrame is asked of it later, it looks for pandas again.
    """
    if "pandas" not in sys.modules:
        no_pandas = _NoPandas()
        sys.meta_path.insert(0, no_pandas)
        try:
            pa.array([])
        finally:
            sys.meta_path.remove(no_pandas)


_keep_pandas_out()

TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table's public columns."""
    return pa.schema(
        [pa.field(column.name, TYPES[column.kind], nullable=not column.required) for column in table.public],
        metadata={"description": table.description},
    )


def to_arrow(rows: Rows) -> dict[str, pa.Table]:
    """Every table of the contract, sorted and typed."""
    return {
        name: pa.Table.from_batches([to_batch(table, table.sorted(rows.get(name, ())))])
        for name, table in TABLES.items()
    }


def read_tables(folder: Path) -> dict[str, pa.Table]:
    """Every table of the contract, as a run has written it."""
    return {name: pq.read_table(folder / f"{name}.parquet") for name in TABLES}


def to_batch(table: Table, rows: Iterable[Mapping[str, Any]]) -> pa.RecordBatch:
    """The public columns of rows, typed, in the order given; an empty string is an empty cell (null)."""
    schema = arrow_schema(table)
    cells = pa.array(rows, pa.struct([field.with_nullable(True) for field in schema]))
    columns = [_with_nulls(column) if pa.types.is_string(column.type) else column for column in cells.flatten()]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _with_nulls(column: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
