"""`corrections.csv`: one row a decision of a person, appended and never changed; read as typed decisions, and written.

A decision never names an id of ours. It is anchored by the words that it is about, with what stands around them, so
that it outlives runs, settings, weights and edits of the article elsewhere.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.article import Problem
from pipeline.reading.encoding import decode
from pipeline.review.values import CellError, read_values
from pipeline.tables.schema import LABELS

FILE_NAME = "corrections.csv"
STAGE = "review"
CONTEXT = 32  # characters of prefix and of suffix

COLUMNS = (
    "decision_id", "time", "author", "action", "document_id", "table", "quote", "prefix", "suffix", "start_hint",
    "new_value", "reason",
)  # fmt: skip
_NEEDED = ("action", "document_id", "table", "quote", "new_value")  # without these columns nothing can be decided

ROW_TABLES = ("mentions", "dates", "amounts", "events", "event_participants")
ACTIONS: Mapping[str, tuple[str, ...]] = {
    "accept": ROW_TABLES,
    "reject": ROW_TABLES,
    "change_span": ("mentions", "dates", "amounts", "events"),
    "change_label": ("mentions",),
    "change_value": ROW_TABLES,
    "add": ROW_TABLES,
    "merge": ("entities", "stories"),
    "split": ("entities",),
    "part": ("stories",),
}
_ALONE = ("accept", "reject", "part")  # may stand without a new value

_ENTITY = re.compile(rf"\s*({'|'.join(LABELS)})\s+(\S.*?)\s*", re.DOTALL)
_OTHER = re.compile(r"(?P<document_id>.+?): (?P<prefix>.*?)\[\[(?P<quote>.+?)\]\](?P<suffix>.*)", re.DOTALL)

_SPAN = re.compile(r"\[\[(?P<words>.+)\]\]\s*(?P<was>.*)", re.DOTALL)


class CorrectionsError(ValueError):
    """A file of corrections that cannot be used at all; the message says why."""


class DecisionError(ValueError):
    """A row that is no decision; the message says why."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of an article and what stands around them; `start` is where they stood when the decision was taken."""

    document_id: str
    quote: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None

    def __str__(self) -> str:
        return f"{self.document_id}: {self.prefix}[[{self.quote}]]{self.suffix}"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. What its `new_value` says is typed by its action and its table:

    `values` are cells to set, by column; `words` a new span, and `was` the cells of the row there, should a run no
    longer find it; `entity` and `other_entity` are (label, name); `other` is the event of another telling.
    """

    decision_id: str
    action: str
    table: str
    anchor: Anchor
    new_value: str = ""
    reason: str = ""
    author: str = ""
    time: str = ""
    line: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    was: Mapping[str, Any] = field(default_factory=dict)
    entity: tuple[str, str] = ("", "")
    other_entity: tuple[str, str] = ("", "")
    other: Anchor | None = None

    @property
    def content(self) -> tuple[object, ...]:
        """What it decides: equal for two decisions of which one says nothing new."""
        return self.action, self.table, self.anchor, self.new_value

    @property
    def documents(self) -> tuple[str, ...]:
        """The articles that must be there for it to be done; a split's may be any."""
        if self.table == "entities":
            return ()
        named = [self.anchor.document_id, *([self.other.document_id] if self.other else [])]
        return tuple(dict.fromkeys(named))

    def problem(self, message: str) -> Problem:
        """A row for `problems` about it."""
        said = f"line {self.line}, decision {self.decision_id} ({self.action} {self.table} {self.anchor.quote!r})"
        return Problem(FILE_NAME, STAGE, f"{said}: {message}", self.anchor.document_id, "warning")

    def row(self) -> dict[str, str]:
        """The row of `corrections.csv`."""
        start = self.anchor.start
        cells = (
            self.decision_id, self.time, self.author, self.action, self.anchor.document_id, self.table,
            self.anchor.quote, self.anchor.prefix, self.anchor.suffix, "" if start is None else str(start),
            self.new_value, self.reason,
        )  # fmt: skip
        return dict(zip(COLUMNS, cells, strict=True))


def make_decision(row: Mapping[str, str], line: int = 0) -> Decision:
    """The decision in a row of `corrections.csv`; ValueError, with what is wrong, where it is none.

    A row without a `decision_id` is called by the digest of what it says.
    """
    cells = {name: row.get(name) or "" for name in COLUMNS}
    action, table = cells["action"].strip(), cells["table"].strip()
    if action not in ACTIONS:
        raise DecisionError(f"the action is {action!r}, not one of {', '.join(ACTIONS)}")
    if table not in ACTIONS[action]:
        raise DecisionError(f"{action} is for {', '.join(ACTIONS[action])}, not for {table!r}")
    if not cells["quote"].strip():
        raise DecisionError("the quote is empty")
    if table != "entities" and not cells["document_id"].strip():
        raise DecisionError("the document_id is empty")
    new_value = cells["new_value"]
    if not new_value.strip() and action not in _ALONE:
        raise DecisionError(f"{action} needs a new_value")
    anchor = Anchor(
        cells["document_id"].strip(), cells["quote"], cells["prefix"], cells["suffix"], _start(cells["start_hint"])
    )
    return Decision(
        cells["decision_id"].strip() or decision_digest(cells),
        action,
        table,
        anchor,
        new_value,
        cells["reason"],
        cells["author"],
        cells["time"],
        line,
        **_typed(action, table, anchor, new_value),
    )


def decision_digest(cells: Mapping[str, str]) -> str:
    """What a decision is called that has no name of its own: a digest of all that it says."""
    said = "\x1f".join(cells.get(name) or "" for name in COLUMNS if name != "decision_id")
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _start(hint: str) -> int | None:
    hint = hint.strip().removesuffix(".0")  # a spreadsheet's number
    if hint and not hint.isdecimal():
        raise DecisionError(f"the start_hint is {hint!r}, not a number of characters")
    return int(hint) if hint else None


def _typed(action: str, table: str, anchor: Anchor, new_value: str) -> dict[str, Any]:
    if table == "entities":
        return {"entity": _entity(anchor.quote, "quote"), "other_entity": _entity(new_value, "new_value")}
    if table == "stories":
        if not new_value.strip():
            return {}
        match = _OTHER.fullmatch(new_value)
        if not match:
            raise DecisionError("the new_value names no event; write document_id: words before [[trigger]] words after")
        return {"other": Anchor(match["document_id"], match["quote"], match["prefix"], match["suffix"])}
    span = _SPAN.fullmatch(new_value) if action == "change_span" else None
    if action == "change_span" and span is None:
        return {"words": new_value}
    try:
        if span:
            return {"words": span["words"], "was": read_values(table, span["was"])}
        return {"values": read_values(table, new_value)}
    except CellError as error:
        raise DecisionError(str(error)) from error


def _entity(text: str, column: str) -> tuple[str, str]:
    match = _ENTITY.fullmatch(text)
    if not match:
        raise DecisionError(f"the {column} is {text!r}; write a label and a name: ORG Banque de France")
    return match[1], match[2]


def read_decisions(path: Path) -> tuple[list[Decision], list[Problem]]:
    """The decisions in a `corrections.csv`, in the order of the file, and its rows that are none.

    The delimiter may be a comma, a semicolon or a tab and the encoding that of a spreadsheet. Raises CorrectionsError
    where the file is no such table.
    """
    try:
        text = decode(path.read_bytes()).text
    except OSError as error:
        raise CorrectionsError(f"{path}: it cannot be read: {error.strerror}") from error
    if not text.strip():
        return [], []
    decisions: dict[str, Decision] = {}
    problems = []
    for line, row in _rows(text, path):
        try:
            decision = make_decision(row, line)
            known = decisions.setdefault(decision.decision_id, decision)
            if known.content != decision.content:
                raise DecisionError(f"the decision_id {decision.decision_id!r} is taken by line {known.line}")
        except DecisionError as error:
            problems.append(Problem(FILE_NAME, STAGE, f"line {line}: {error}", (row.get("document_id") or "").strip()))
    return list(decisions.values()), problems


def _rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that hold anything, each with its line."""
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        if missing := [name for name in _NEEDED if name not in (reader.fieldnames or ())]:
            raise CorrectionsError(f"{path}: no column {', '.join(missing)}")
        for row in reader:
            if None in row:
                raise CorrectionsError(f"{path}, line {reader.line_num}: more cells than the header has")
            if any(row.values()):
                yield reader.line_num, row
    except csv.Error as error:
        raise CorrectionsError(f"{path}, line {reader.line_num}: {error}") from error


def append_decisions(path: Path, decisions: Sequence[Decision]) -> None:
    """Add decisions at the end of a `corrections.csv`, which is made where there is none; what stands there stays.

    Raises CorrectionsError where the file has other columns than those of the contract.
    """
    exists = path.exists() and path.stat().st_size > 0
    before = decode(path.read_bytes()).text if exists else ""
    if exists and next(csv.reader([before.split("\n", 1)[0].strip()])) != [*COLUMNS]:
        raise CorrectionsError(f"{path}: its columns are not {','.join(COLUMNS)}; nothing was added")
    added = io.StringIO(newline="")
    writer = csv.DictWriter(added, COLUMNS, lineterminator="\n")
    if not exists:
        writer.writeheader()
    elif not before.endswith("\n"):
        added.write("\n")
    writer.writerows(decision.row() for decision in decisions)
    with path.open("a", encoding="utf-8", newline="") as handle:
        handle.write(added.getvalue())


def in_force(decisions: Iterable[Decision]) -> set[tuple[object, ...]]:
    """The contents of the decisions that no later one takes the place of: to decide one again says nothing new."""
    standing: dict[tuple[object, ...], dict[tuple[object, ...], tuple[object, ...]]] = {}
    for decision in decisions:
        here = standing.setdefault((decision.table, decision.anchor), {})
        if decision.action == "reject":
            here.clear()
        here.pop(("reject",), None)
        several = decision.action == "split" or decision.table == "stories"  # one anchor may be told of many others
        said = (decision.new_value,) if several else tuple(sorted(decision.values))
        here[decision.action, *said] = decision.content
    return {content for here in standing.values() for content in here.values()}
