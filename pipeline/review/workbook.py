"""The tables as a workbook for a spreadsheet, and what was edited in it as decisions.

The workbook is written for people: what may be edited stands first and white, the sentence beside it, a link to the
article in the report. What each row was when it was written, and where its words stand, lies in a hidden sheet, so that
a workbook can be read back alone, sorted and filtered as its reader likes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import escape, unescape
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.review.anchor import anchor_at
from pipeline.review.decisions import COLUMNS, Anchor, Decision, DecisionError, decision_digest, make_decision
from pipeline.review.report import fits_in_one_file
from pipeline.review.shown import Links
from pipeline.review.values import SETTABLE
from pipeline.tables.schema import LABELS, TABLES, Row, Rows

HIDDEN = "recoupe"
_DECISION = "decision"
_REASON = "reason"
_CONTEXT = "sentence"
_LINK = "article"

_TEXT = {"events": "trigger"}
_PREFIX = {"events": "trigger_"}
_REVIEWED = ("mentions", "dates", "amounts", "events", "event_participants", "entities")
_READ_ONLY = ("stories", "conflicts", "repeats", "near_misses", "documents", "problems")
# In the workbook an interval has its two ends.
_EDITED: Mapping[str, tuple[str, ...]] = {
    table: tuple(part for column in columns for part in (("date_begin", "date_end") if column == "date" else (column,)))
    for table, columns in SETTABLE.items()
} | {"entities": ("label", "name"), "mentions": ("label",), "event_participants": ("role",)}
_WIDTHS = {"sentence": 70, "text": 28, "name": 28, "headline": 60, "message": 70, "difference": 50, "reason": 24}
_LONGEST = 32_767  # characters in a cell of a workbook

_HEADER = PatternFill("solid", fgColor="FF1F5C57")
_FIXED = PatternFill("solid", fgColor="FFF3F1EA")
_WRAP = Alignment(vertical="top", wrap_text=True)


class WorkbookError(ValueError):
    """A workbook or an output folder that cannot be used; the message says why."""


def read_tables(folder: Path) -> Rows:
    """The rows of a run's output folder. Raises WorkbookError where it is none."""
    rows = {}
    for name in TABLES:
        path = folder / f"{name}.parquet"
        if not path.is_file():
            raise WorkbookError(f"{folder}: there is no {path.name}; give the output folder of a run")
        rows[name] = pq.read_table(path).to_pylist()
    return rows


def write_workbook(folder: Path, path: Path) -> None:
    """Write the tables of the output folder `folder` as the workbook `path`.

    Raises WorkbookError where `folder` holds no run.
    """
    rows = read_tables(folder)
    writer = _Writer(rows, Path(os.path.relpath(folder, path.parent)))
    for table in (*_REVIEWED, *_READ_ONLY):
        writer.sheet(table)
    writer.hidden()
    writer.book.save(path)


class _Writer:
    """A workbook as it is filled, sheet by sheet."""

    def __init__(self, rows: Rows, report: Path) -> None:
        self.rows, self.report = rows, report
        self.book = openpyxl.Workbook(write_only=True)
        self.texts = {row["document_id"]: row["text"] for row in rows["texts"]}
        self.sentences = {row["sentence_id"]: " ".join(row["text"].split()) for row in rows["sentences"]}
        self.events = {row["event_id"]: row for row in rows["events"]}
        self.links = Links(fits_in_one_file(rows["documents"]))
        self.originals: list[tuple[str, str]] = []

    def sheet(self, table: str) -> None:
        """One table: a header that stays, filters, widths, and the rows."""
        sheet: Any = self.book.create_sheet(table)
        edited = _EDITED.get(table, ()) if table in _REVIEWED else ()
        columns = _columns(table, edited)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(self.rows[table]) + 1}"
        for place, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(
                column, 12 if column in edited else 18
            )
        for validation in _choices(table, columns, len(self.rows[table])):
            sheet.data_validations.append(validation)
        sheet.append([self._header(sheet, column) for column in columns])
        for row in self.rows[table]:
            sheet.append([self._cell(sheet, table, column, row, edited) for column in columns])
            if table in _REVIEWED:
                self.originals.append((table, json.dumps(self._original(table, row), ensure_ascii=True)))

    def hidden(self) -> None:
        """What every row was, for `read_workbook`."""
        sheet = self.book.create_sheet(HIDDEN)
        sheet.sheet_state = "veryHidden"
        for table, original in self.originals:
            sheet.append([table, original])

    def _header(self, sheet: WriteOnlyWorksheet, column: str) -> Cell:
        cell = WriteOnlyCell(sheet, column)
        cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), _HEADER
        return cell

    def _cell(self, sheet: WriteOnlyWorksheet, table: str, column: str, row: Row, edited: Sequence[str]) -> Cell:
        if column == _LINK:
            return self._link(sheet, row["document_id"])
        value = self._value(table, column, row)
        cell = WriteOnlyCell(sheet)
        if isinstance(value, str):
            # Typed as a string, so that "=…" is no formula, and quoted, so that it does not become one when edited.
            cell.value = escape(value[:_LONGEST])
            cell.data_type = "s"
            cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
        else:
            cell.value = value
        if column not in (*edited, _DECISION, _REASON):
            cell.fill = _FIXED
        cell.alignment = _WRAP
        return cell

    def _link(self, sheet: WriteOnlyWorksheet, document_id: str) -> Cell:
        cell = WriteOnlyCell(sheet, escape(document_id))
        cell.data_type = "s"
        cell.hyperlink = (self.report / self.links.from_folder(document_id)).as_posix()
        cell.font, cell.fill, cell.alignment = Font(color="FF1F5C57", underline="single"), _FIXED, _WRAP
        return cell

    def _value(self, table: str, column: str, row: Row) -> Any:  # noqa: ANN401 - a cell is of its column's type
        if column in (_DECISION, _REASON):
            return None
        if column == _CONTEXT:
            event = self.events.get(row.get("event_id", ""), {})
            return self.sentences.get(row.get("sentence_id") or event.get("sentence_id"), "")
        if column == "event":
            return self.events[row["event_id"]]["trigger"]
        return row[column]

    def _original(self, table: str, row: Row) -> dict[str, Any]:
        """What a decision about a row needs to know of it."""
        key = row[TABLES[table].key[0]]
        cells = {column: _plain(row[column]) for column in _EDITED[table]}
        if table == "entities":
            return {"key": key, "cells": cells, "anchor": ["", f"{row['label']} {row['name']}", "", "", None]}
        prefix = _PREFIX.get(table, "")
        document_id = row["document_id"]
        place = row[f"{prefix}start_char"], row[f"{prefix}end_char"]
        anchor = anchor_at(document_id, self.texts[document_id], *place)
        said = {"event": self.events[row["event_id"]]["trigger"]} if table == "event_participants" else {}
        return {
            "key": key,
            "cells": cells,
            "text": row[_TEXT.get(table, "text")],
            "anchor": [document_id, anchor.quote, anchor.prefix, anchor.suffix, anchor.start],
            **said,
        }


def _columns(table: str, edited: Sequence[str]) -> list[str]:
    """The columns of a sheet: what a reviewer writes, what may be edited, the sentence and the link, then the rest."""
    public = [column.name for column in TABLES[table].public]
    if table not in _REVIEWED:
        return public
    if table == "entities":
        first = [_DECISION, *edited]
    else:
        spoken = ["event"] if table == "event_participants" else []
        first = [_DECISION, _TEXT.get(table, "text"), *spoken, *edited, _CONTEXT, _LINK]
    return [*first, *(column for column in public if column not in first), _REASON]


def _choices(table: str, columns: Sequence[str], count: int) -> Iterator[DataValidation]:
    """What a spreadsheet offers to choose from."""
    vocabularies = {column.name: column.vocabulary for column in TABLES[table].columns if column.vocabulary}
    wanted = {column: vocabularies[column] for column in _EDITED.get(table, ()) if column in vocabularies}
    if table in _REVIEWED and table != "entities":
        wanted[_DECISION] = ("accept", "reject")
    if table == "entities":
        wanted["label"] = LABELS
    for column, words in wanted.items() if table in _REVIEWED else ():
        letter = get_column_letter(columns.index(column) + 1)
        validation = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False)
        validation.add(f"{letter}2:{letter}{count + 1000}")
        yield validation


def _plain(value: object) -> object:
    """A cell as JSON has it and as it is compared: days as text, figures as floats, nothing as the empty string."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return float(value)
    return "" if value is None else unescape(str(value)).strip()


def _text(value: object) -> str:
    """A cell as it stands in a decision."""
    plain = _plain(value)
    return f"{plain:.15g}" if isinstance(plain, float) else str(plain)


@dataclass(frozen=True, slots=True)
class Edited:
    """What a workbook says that the run did not: decisions, and what in it cannot become one."""

    decisions: tuple[Decision, ...]
    refused: tuple[str, ...]


def read_workbook(path: Path, author: str = "", time: str = "") -> Edited:
    """The decisions in a workbook that `write_workbook` wrote and a person edited.

    Raises WorkbookError where it is no such workbook.
    """
    try:
        book = openpyxl.load_workbook(path)
    except Exception as error:  # openpyxl lets whatever its parsers raise through
        raise WorkbookError(f"{path}: it cannot be read as a workbook: {error}") from error
    if HIDDEN not in book.sheetnames:
        raise WorkbookError(f"{path}: it was not written by recoupe export, or its hidden sheet is gone")
    originals: dict[str, dict[str, dict[str, Any]]] = {table: {} for table in _REVIEWED}
    for table, written in book[HIDDEN].iter_rows(values_only=True):
        original = json.loads(str(written))
        originals[str(table)][original["key"]] = original
    decisions: list[Decision] = []
    refused: list[str] = []
    for table in _REVIEWED:
        if table not in book.sheetnames:
            refused.append(f"sheet {table}: it is gone; nothing in it was changed")
            continue
        seen = set()
        for place, cells in _rows_of(book[table]):
            where = f"sheet {table}, row {place}"
            key = str(cells.get(TABLES[table].key[0]) or "")
            original = originals[table].get(key)
            seen.add(key)
            if key and original is None:
                refused.append(f"{where}: {key!r} is no row that was exported")
                continue
            for said in _decided(table, cells, original):
                row = dict.fromkeys(COLUMNS, "") | said
                row |= {"author": author, "time": time, "reason": _text(cells.get(_REASON))}
                row["decision_id"] = decision_digest(row)
                try:
                    decisions.append(make_decision(row))
                except DecisionError as error:
                    refused.append(f"{where}: {error}")
        if gone := len(originals[table].keys() - seen):
            refused.append(f"sheet {table}: {gone} rows are gone; to say that one is wrong, write reject beside it")
    return Edited(tuple(decisions), tuple(refused))


def _rows_of(sheet: Any) -> Iterator[tuple[int, dict[str, Any]]]:  # noqa: ANN401 - a sheet of openpyxl
    """The rows of a sheet that hold anything, by the names in its header."""
    rows: Iterable[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    header: Sequence[Any] = ()
    for place, values in enumerate(rows, 1):
        if place == 1:
            header = values
        elif any(value is not None for value in values):
            yield place, {str(name): value for name, value in zip(header, values, strict=False) if name}


def _decided(table: str, cells: Mapping[str, Any], original: Mapping[str, Any] | None) -> Iterator[dict[str, str]]:
    """The decisions in one row, as the cells of corrections.csv: what was changed in it, and what its decision says."""
    if original is None:
        yield from _added(table, cells)
        return
    document_id, quote, prefix, suffix, start = original["anchor"]
    base = {
        "table": table, "document_id": document_id, "quote": quote, "prefix": prefix, "suffix": suffix,
        "start_hint": "" if start is None else str(start),
    }  # fmt: skip
    changed = {
        column: _plain(cells.get(column))
        for column, was in original["cells"].items()
        if _plain(cells.get(column)) != was
    }
    if table == "entities":
        if changed:
            now = {**original["cells"], **changed}
            yield base | {"action": "merge", "new_value": f"{now['label']} {now['name']}"}
        return
    event = {"event": original["event"]} if "event" in original else {}
    verdict = _text(cells.get(_DECISION)).lower()
    if verdict == "reject":
        yield base | {"action": "reject", "new_value": _said(event)}
        return
    words = _text(cells.get(_TEXT.get(table, "text")))
    was = {column: value for column, value in original["cells"].items() if value != ""}
    if words != original["text"].strip():
        yield base | {"action": "change_span", "new_value": f"[[{words}]] {_said(_interval({}, was))}" if words else ""}
    if list(changed) == ["label"]:
        yield base | {"action": "change_label", "new_value": _text(changed["label"])}
    elif changed:
        yield base | {"action": "change_value", "new_value": _said(event | _interval(original["cells"], changed))}
    if verdict == "accept":
        kept = {column: value for column, value in (original["cells"] | changed).items() if value != ""}
        yield base | {"action": "accept", "new_value": _said(event | _interval(original["cells"], kept))}
    elif verdict:
        yield base | {"action": verdict}


def _added(table: str, cells: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """A row that a person wrote: what was missed. The sentence, if it was copied too, says which place is meant."""
    quote = _text(cells.get(_TEXT.get(table, "text")))
    values = {column: _plain(cells.get(column)) for column in _EDITED[table] if _plain(cells.get(column)) != ""}
    if table == "event_participants":
        values = {"event": _text(cells.get("event")), **values}
    before, _, after = _text(cells.get(_CONTEXT)).partition(quote) if quote else ("", "", "")
    context = Anchor("", quote, before[-32:], after[:32])
    yield {
        "action": "add", "table": table, "quote": quote, "prefix": context.prefix, "suffix": context.suffix,
        "document_id": _text(cells.get("document_id")) or _text(cells.get(_LINK)),
        "new_value": _said(_interval({}, values)),
    }  # fmt: skip


def _interval(cells: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values with the two ends of an interval as one, the end that was not edited as it was."""
    ends = [values.get(end, cells.get(end, "")) for end in ("date_begin", "date_end")]
    others = {column: value for column, value in values.items() if column not in ("date_begin", "date_end")}
    if not {"date_begin", "date_end"} & values.keys():
        return others
    begin, end = map(_text, ends)
    return {"date": f"{begin}..{end}" if begin and end else begin or end, **others}


def _said(values: Mapping[str, Any]) -> str:
    return "; ".join(f"{column}={_text(value)}" for column, value in values.items())
