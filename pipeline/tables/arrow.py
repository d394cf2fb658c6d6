"""Rows to typed Arrow tables, in the documented order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from pipeline.tables.schema import TABLES, Column, Rows, Table

_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table's public columns."""
    return pa.schema(
        [pa.field(column.name, _TYPES[column.kind], nullable=not column.required) for column in table.public],
        metadata={"description": table.description},
    )


def to_arrow(rows: Rows) -> dict[str, pa.Table]:
    """Every table of the contract, sorted and typed; an empty string is an empty cell (null)."""
    return {name: _table(table, table.sorted(rows.get(name, ()))) for name, table in TABLES.items()}


def _table(table: Table, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    rows = list(rows)
    columns = [pa.array([_cell(column, row) for row in rows], _TYPES[column.kind]) for column in table.public]
    return pa.Table.from_arrays(columns, schema=arrow_schema(table))


def _cell(column: Column, row: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a cell is of its column's type
    value = row[column.name]
    return None if value == "" and column.kind == "string" else value
