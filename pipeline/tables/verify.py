"""The last look before anything is written: a run whose tables do not hold together fails, with the row shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.tables.schema import TABLES, Rows, Table


class IntegrityError(RuntimeError):
    """A row breaks the contract: a fault of the program, never of an input."""


def verify(rows: Rows) -> None:
    """Check keys, required cells, vocabularies, references and quotes; raise `IntegrityError` at the first fault.

    `rows` holds every table of the schema; cells are Python values, None or "" where empty.
    """
    keys = {name: _keys(table, rows[name]) for name, table in TABLES.items()}
    texts = {row["document_id"]: row["text"] for row in rows["texts"]}
    for name, table in TABLES.items():
        for row in rows[name]:
            _check_cells(table, row, keys)
            _check_quotes(table, row, texts)


def _keys(table: Table, rows: Sequence[Mapping[str, Any]]) -> set[Any]:
    seen: set[Any] = set()
    for row in rows:
        key = row[table.key[0]] if len(table.key) == 1 else tuple(row[name] for name in table.key)
        if key in seen:
            raise _fault(table, row, f"the key {key!r} stands twice")
        seen.add(key)
    return seen


def _check_cells(table: Table, row: Mapping[str, Any], keys: Mapping[str, set[Any]]) -> None:
    for column in table.columns:
        value = row[column.name]
        if value is None or value == "":
            if column.required:
                raise _fault(table, row, f"{column.name} is empty")
        elif column.vocabulary and value not in column.vocabulary:
            raise _fault(table, row, f"{column.name} is {value!r}, not one of {', '.join(column.vocabulary)}")
        elif column.references and value not in keys[column.references]:
            raise _fault(table, row, f"{column.name} {value!r} is not in {column.references}")
    begin, end = row.get("date_begin"), row.get("date_end")
    if (begin is None) != (end is None) or (begin is not None and end < begin):
        raise _fault(table, row, f"{begin}..{end} is not an interval")


def _check_quotes(table: Table, row: Mapping[str, Any], texts: Mapping[str, str]) -> None:
    for text, start, end in table.quotes:
        quote = row[text]
        if quote and texts[row["document_id"]][row[start] : row[end]] != quote:
            raise _fault(table, row, f"{text} {quote!r} is not what stands at {row[start]}..{row[end]}")


def _fault(table: Table, row: Mapping[str, Any], what: str) -> IntegrityError:
    return IntegrityError(f"table {table.name}: {what}\n  in the row {dict(row)!r}")
