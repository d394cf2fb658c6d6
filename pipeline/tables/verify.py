"""The last look before anything is written: a run whose tables do not hold together fails, with the row shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from pipeline.tables.schema import ARTICLE_TABLES, CORPUS_TABLES, TABLES, Row, Rows, Table

_KEPT = ("documents", *CORPUS_TABLES)  # whose keys are referred to from other articles: they are remembered


class IntegrityError(RuntimeError):
    """A row breaks the contract: a fault of the program, never of an input."""


class Verifier:
    """Checks keys, required cells, vocabularies, references and quotes, in pieces: no piece is remembered but its keys.

    The tables of the corpus come first, then those of each article with its text. Cells are Python values, None or ""
    where empty. Every method raises `IntegrityError` at the first fault.
    """

    def __init__(self) -> None:
        self._keys: dict[str, set[Any]] = {name: set() for name in _KEPT}
        self._awaited: dict[str, dict[Any, tuple[Table, Row]]] = defaultdict(dict)

    def check_corpus(self, rows: Rows) -> None:
        """Check the tables of the corpus; what they refer to in the articles is to come."""
        for name in CORPUS_TABLES:
            self._keys[name] |= _keys(TABLES[name], rows[name])
        for name in CORPUS_TABLES:
            for row in rows[name]:
                self._check_cells(TABLES[name], row, self._keys)

    def check_article(self, rows: Rows) -> None:
        """Check the tables of one article: its keys begin with its id, so that no other article has them."""
        (document_id,) = _keys(TABLES["documents"], rows["documents"])
        if document_id in self._keys["documents"]:
            raise _fault(TABLES["documents"], rows["documents"][0], f"the key {document_id!r} stands twice")
        self._keys["documents"].add(document_id)
        keys = self._keys | {name: _keys(TABLES[name], rows[name]) for name in ARTICLE_TABLES if name != "documents"}
        text = rows["texts"][0]["text"]
        for name in ARTICLE_TABLES:
            table = TABLES[name]
            for row in rows[name]:
                if not row[table.key[0]].startswith(document_id):
                    raise _fault(table, row, f"the row is not of the article {document_id!r}")
                self._check_cells(table, row, keys)
                _check_quotes(table, row, text)
        for name, awaited in self._awaited.items():
            for key in awaited.keys() & keys[name]:
                del awaited[key]

    def finish(self) -> None:
        """Check that all came that was referred to."""
        for name, awaited in self._awaited.items():
            for key, (table, row) in awaited.items():
                raise _fault(table, row, f"{key!r} is not in {name}")

    def _check_cells(self, table: Table, row: Row, keys: Mapping[str, set[Any]]) -> None:
        for column in table.columns:
            value = row[column.name]
            if value is None or value == "":
                if column.required:
                    raise _fault(table, row, f"{column.name} is empty")
            elif column.vocabulary and value not in column.vocabulary:
                raise _fault(table, row, f"{column.name} is {value!r}, not one of {', '.join(column.vocabulary)}")
            elif column.references:
                if column.references not in keys:
                    self._awaited[column.references].setdefault(value, (table, row))
                elif value not in keys[column.references]:
                    raise _fault(table, row, f"{column.name} {value!r} is not in {column.references}")
        begin, end = row.get("date_begin"), row.get("date_end")
        if (begin is None) != (end is None) or (begin is not None and end < begin):
            raise _fault(table, row, f"{begin}..{end} is not an interval")


def _keys(table: Table, rows: list[Row]) -> set[Any]:
    seen: set[Any] = set()
    for row in rows:
        key = row[table.key[0]] if len(table.key) == 1 else tuple(row[name] for name in table.key)
        if key in seen:
            raise _fault(table, row, f"the key {key!r} stands twice")
        seen.add(key)
    return seen


def _check_quotes(table: Table, row: Row, text: str) -> None:
    for quote, start, end in table.quotes:
        if row[quote] and text[row[start] : row[end]] != row[quote]:
            raise _fault(table, row, f"{quote} {row[quote]!r} is not what stands at {row[start]}..{row[end]}")


def _fault(table: Table, row: Row, what: str) -> IntegrityError:
    return IntegrityError(f"table {table.name}: {what}\n  in the row {row!r}")
