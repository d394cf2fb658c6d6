"""Decisions applied to the rows of one article.

A pure function of the rows and the decisions. First every decision finds its words; then, of decisions that contradict
each other, the later takes the place of the earlier; then what is left is done, each with what follows from it in the
other tables, so that keys, references and quotations hold as before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pipeline.article import Period, Problem
from pipeline.dates.edtf import edtf
from pipeline.names.forms import fold
from pipeline.review.anchor import Span, StaleError, find, occurrences
from pipeline.review.decisions import Decision
from pipeline.review.values import granularity_of
from pipeline.tables.rows import event_id, participant_id, place_id
from pipeline.tables.schema import TABLES, Column, Row, Rows

SOURCE = "review"

_KINDS = {"mentions": "mention", "dates": "date", "amounts": "amount", "events": "event"}
_APART = ("dates", "mentions", "amounts")  # tables in which no two rows overlap

# Which columns point at a row of a table, and whether a row that points at nothing any more is gone itself.
_POINTERS: Mapping[str, tuple[tuple[str, str, bool], ...]] = {
    "mentions": (
        ("event_participants", "antecedent_mention_id", True),
        ("event_participants", "mention_id", False),
        ("event_amounts", "about_mention_id", False),
        ("events", "attribution_mention_id", False),
    ),
    "dates": (("events", "date_id", False), ("dates", "anchor_date_id", False)),
    "amounts": (("event_amounts", "amount_id", True),),
    "events": (("event_participants", "event_id", True), ("event_amounts", "event_id", True)),
    "event_participants": (),
}

# What a row needs to be told for one to be made where the finders see none: any of these.
_TELLING = {
    "mentions": ("label",),
    "dates": ("date",),
    "amounts": ("value", "low", "high"),
    "events": ("date", "type", "factuality"),
    "event_participants": ("event",),
}
_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "mentions": {},
    "dates": {"granularity": "other", "resolved_by": SOURCE},
    "amounts": {},
    "events": {"type": "other", "factuality": "certain", "date_source": "none"},
    "event_participants": {"role": "other"},
}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The rows of an article after the decisions, what could not be done as it was said, and where tellings stand.

    `tellings` brings, for each anchor of a decision about stories, the ids of the events that stand there.
    """

    rows: Rows
    problems: tuple[Problem, ...] = ()
    tellings: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class _Placed:
    """A decision and where its words stand; later decisions change its `values` or take it out of force.

    `spans` are all places that decisions give to what it is about, its own first.
    """

    decision: Decision
    span: Span
    values: dict[str, Any]
    in_force: bool = True
    spans: list[Span] = field(default_factory=list)


def apply_decisions(rows: Rows, decisions: Sequence[Decision]) -> Reviewed:
    """Apply decisions about one article, in their order, to its rows as `extract_article` makes them.

    Decisions about its rows are done; of those about stories it is told where their events stand. `rows` is not
    changed.
    """
    revision = _Revision(rows)
    placed = [one for decision in decisions if decision.table in _POINTERS and (one := revision.place(decision))]
    revision.settle(placed)
    for one in placed:
        if one.in_force:
            try:
                revision.do(one)
            except StaleError as stale:
                revision.problems.append(one.decision.problem(str(stale)))
    revision.name_participants()
    tellings: dict[tuple[str, str], tuple[str, ...]] = {}
    for decision in decisions:
        if decision.table == "stories":
            tellings |= revision.tellings(decision)
    return Reviewed(revision.rows, tuple(revision.problems), tellings)


class _Revision:
    """The rows of one article while decisions are applied to them."""

    def __init__(self, rows: Rows) -> None:
        self.rows: Rows = rows | {name: [dict(row) for row in rows[name]] for name in (*_POINTERS, "event_amounts")}
        self.document_id: str = rows["documents"][0]["document_id"]
        self.text: str = rows["texts"][0]["text"]
        self.copies: list[Span] = [
            (row["start_char"], row["end_char"])
            for row in rows["repeats"]
            if row["scope"] == "document" and row["kind"] == "exact"
        ]
        self.problems: list[Problem] = []

    # Which decisions count.

    def place(self, decision: Decision) -> _Placed | None:
        """The decision with its place; None, and a problem, where its words are gone."""
        try:
            span = find(decision.anchor, self.text, self.copies)
        except StaleError as stale:
            self.problems.append(decision.problem(str(stale)))
            return None
        return _Placed(decision, span, dict(decision.values))

    def settle(self, placed: Sequence[_Placed]) -> None:
        """Let the later of two decisions that contradict each other take the place of the earlier, and say so."""
        moved: dict[tuple[str, Span, object], tuple[str, Span, object]] = {}
        about: defaultdict[tuple[str, Span, object], list[_Placed]] = defaultdict(list)
        for later in placed:
            subject = (later.decision.table, later.span, _selector(later))
            subject = moved.get(subject, subject)
            for earlier in about[subject]:
                if earlier.in_force and _contradict(earlier, later):
                    message = f"line {later.decision.line}, decision {later.decision.decision_id}, says otherwise later"
                    self.problems.append(earlier.decision.problem(f"{message} and wins"))
            about[subject].append(later)
            later.spans.append(later.span)
            if later.decision.action == "change_span" and (span := self._moved(later)):
                moved[later.decision.table, span, subject[2]] = subject
                later.spans.append(span)
        for members in about.values():
            spans = [span for member in reversed(members) for span in member.spans]
            for member in members:
                member.spans = list(dict.fromkeys([member.span, *spans]))

    # What a decision does.

    def do(self, one: _Placed) -> None:
        """Do one decision; StaleError where there is nothing that it could be done to."""
        table, action = one.decision.table, one.decision.action
        if action == "reject":
            for span in one.spans:
                for row in self._at(table, span, one.values):
                    self._remove(table, row)
            return
        if action == "change_span":
            self._move(one)
            return
        found = next((rows for span in one.spans if (rows := self._at(table, span, one.values))), [])
        if action == "add" and table == "events" and one.values.get("date"):
            found = [row for row in found if not row["date_begin"] or _has(row, {"date": one.values["date"]})][:1]
        if not found and not any(column in one.values for column in _TELLING[table]):
            raise StaleError("nothing is found there any more, and its new_value does not say what it was")
        if len(found) > 1:
            raise StaleError(f"{len(found)} {table} stand there; reject what is wrong and add what is missing")
        self._set(table, found[0] if found else self._make(one), one.values, one.decision.reason)

    def _at(self, table: str, span: Span, values: Mapping[str, Any]) -> list[Row]:
        """The rows of a table whose quote is at a span; of several, those that have all of `values`, if any have."""
        start, end = _columns(table)
        found = [row for row in self.rows[table] if (row[start], row[end]) == span]
        if table == "event_participants" and "event" in values:
            triggers = {row["event_id"] for row in self.rows["events"] if row["trigger"] == values["event"]}
            found = [row for row in found if row["event_id"] in triggers]
        if len(found) > 1:
            found = [row for row in found if _has(row, values)] or found
        return found

    def _set(self, table: str, row: Row, values: Mapping[str, Any], reason: str) -> None:
        """Set cells of a row, which a person now vouches for."""
        news = not _has(row, values)
        if table == "amounts":
            row |= _following(row, values)
        row |= {column: value for column, value in values.items() if column not in ("date", "event")}
        if "date" in values:
            row["date_begin"], row["date_end"] = _ends(values["date"])
        if table == "dates" and news:
            self._date_set(row, values)
        if table == "events" and "date" in values and news:
            self._event_dated(row)
        if table == "mentions":
            row["evidence"] = f"{SOURCE}: {reason}" if reason else SOURCE
        if "source" in row:
            row["source"] = SOURCE
        if table in _APART:
            self._clear_around(table, row)

    def _date_set(self, row: Row, values: Mapping[str, Any]) -> None:
        """A date and the events that it dates after a decision about its value."""
        period = Period(row["date_begin"], row["date_end"]) if row["date_begin"] else None
        if "date" in values:
            row["resolved_by"], row["anchor_date_id"] = SOURCE, ""
            if period and "granularity" not in values:
                row["granularity"] = granularity_of(period)
        row["edtf"] = edtf(period, row["granularity"], row["approximate"], row["bound"])
        for event in list(self.rows["events"]):
            if event["date_id"] == row["date_id"]:
                event["date_begin"], event["date_end"] = row["date_begin"], row["date_end"]
                self._name_event(event)

    def _event_dated(self, event: Row) -> None:
        """The date of an event that a person dated: the expression of its sentence that says it, if one does."""
        event["date_source"] = SOURCE if event["date_begin"] else "none"
        event["date_id"] = next(
            (
                row["date_id"]
                for row in self.rows["dates"]
                if event["date_begin"]
                and row["sentence_id"] == event["sentence_id"]
                and (row["date_begin"], row["date_end"]) == (event["date_begin"], event["date_end"])
            ),
            "",
        )
        self._name_event(event)

    def _make(self, one: _Placed) -> Row:
        """A new row of a table at the place of a decision, with what its columns hold where nothing is said."""
        table, (start, end) = one.decision.table, one.span
        row: Row = {column.name: _empty(column) for column in TABLES[table].columns}
        row |= _DEFAULTS[table]
        row["document_id"] = self.document_id
        if table == "event_participants":
            row |= self._participation(one)
        else:
            sentence = self._sentence(start, end)
            row["sentence_id"] = sentence["sentence_id"]
            if table == "mentions":
                row |= {"language": sentence["language"], "name": self._name(self.text[start:end])}
            if table == "events":
                row["lemma"] = self.text[start:end].lower()
            if table == "amounts":
                row["kind"] = "money" if one.values.get("currency") else "count"
                row["modifier"] = "exact" if one.values.get("value") is not None else "between"
        self._put(table, row, one.span)
        self.rows[table].append(row)
        return row

    def _participation(self, one: _Placed) -> Row:
        """The event and the mention of a participant that a person added."""
        start, end = one.span
        events = [row for row in self.rows["events"] if row["trigger"] == one.values["event"]]
        mentions = [row for row in self.rows["mentions"] if row["start_char"] < end and start < row["end_char"]]
        if not events:
            raise StaleError(f"no event {one.values['event']!r} stands in the article")
        if not mentions:
            raise StaleError("no name stands there; add the mention first")
        event = min(events, key=lambda row: abs(row["trigger_start_char"] - start))
        mention = min(mentions, key=lambda row: (row["start_char"] != start, row["end_char"] != end, row["start_char"]))
        is_name = (mention["start_char"], mention["end_char"]) == one.span
        return {
            "event_id": event["event_id"],
            "mention_id": mention["mention_id"] if is_name else "",
            "antecedent_mention_id": mention["mention_id"],
        }

    def _sentence(self, start: int, end: int) -> Row:
        """The sentence that holds a span, or else the one that it begins in or that is nearest before it."""
        sentences = self.rows["sentences"]
        if not sentences:
            raise StaleError("the article has no sentence")
        return min(
            sentences,
            key=lambda row: (
                not (row["start_char"] <= start and end <= row["end_char"]),
                not row["start_char"] <= start < row["end_char"],
                abs(row["start_char"] - start),
            ),
        )

    def _name(self, text: str) -> str:
        """What the article calls the bearer of a name: as it does where the name stands already."""
        names = (row["name"] for row in self.rows["mentions"] if fold(row["text"]) == fold(text))
        return next(names, " ".join(text.split()))

    def _move(self, one: _Placed) -> None:
        """Give the row at a place the span that a decision says; a row that stands there already is taken for it."""
        table, span = one.decision.table, self._moved(one)
        if span is None:
            raise StaleError(f"the words {one.decision.words!r} do not stand there")
        found, there = self._at(table, one.span, {}), self._at(table, span, {})
        if not found and not there:
            start, end = _columns(table)
            found = [row for row in self.rows[table] if row[start] < span[1] and span[0] < row[end]]
            if len(found) != 1 and any(column in one.decision.was for column in _TELLING[table]):
                was = dict(one.decision.was)
                if table in _APART:
                    self._clear_around(table, {"start_char": one.span[0], "end_char": one.span[1]})
                self._set(table, self._make(replace(one, span=span, values=was)), was, one.decision.reason)
                return
            if len(found) != 1:
                raise StaleError("nothing is found there any more, and its new_value does not say what it was")
        for row in found if there else ():
            self._remove(table, row)
        for row in there or found:
            if not there:
                self._put(table, row, span)
            self._set(table, row, {}, one.decision.reason)

    def _moved(self, one: _Placed) -> Span | None:
        """Where the new words of a changed span stand: overlapping the old ones, and as near as can be."""
        start, end = one.span
        overlapping = [(a, b) for a, b in occurrences(one.decision.words, self.text) if a < end and start < b]
        return min(overlapping, key=lambda span: (abs(span[0] - start) + abs(span[1] - end), span), default=None)

    def _put(self, table: str, row: Row, span: Span) -> None:
        """Set the place of a row, its words and its id, and let what points at it follow."""
        start, end = _columns(table)
        row[start], row[end] = span
        words = self.text[span[0] : span[1]]
        if table == "events":
            row["trigger"] = words
            self._name_event(row)
            return
        if table == "mentions" and row["text"] and (row["name"] == row["text"] or fold(words) not in fold(row["name"])):
            row["name"] = self._name(words)
        row["text"] = words
        if table == "event_participants":
            return
        self._rename(table, row, place_id(self.document_id, _KINDS[table], *span))
        for participant in self.rows["event_participants"] if table == "mentions" else ():
            if participant["mention_id"] == row["mention_id"]:
                self._put("event_participants", participant, span)

    def _name_event(self, event: Row) -> None:
        """Let the id of an event follow its place and date; if there is such an event already, it is that one."""
        place = event["trigger_start_char"], event["trigger_end_char"]
        new = event_id(self.document_id, *place, event["date_begin"], event["date_end"])
        if any(other is not event and other["event_id"] == new for other in self.rows["events"]):
            self._remove("events", event)
        else:
            self._rename("events", event, new)

    def name_participants(self) -> None:
        """Let the ids of participants follow their events, roles and places; of equal ones keep the first."""
        participants: dict[str, Row] = {}
        for row in self.rows["event_participants"]:
            row["participant_id"] = participant_id(row["event_id"], row["role"], row["start_char"], row["end_char"])
            participants.setdefault(row["participant_id"], row)
        self.rows["event_participants"] = list(participants.values())

    def _rename(self, table: str, row: Row, new: str) -> None:
        key = TABLES[table].key[0]
        old, row[key] = row[key], new
        for pointing, column, _ in _POINTERS[table] if old and old != new else ():
            for other in self.rows[pointing]:
                if other[column] == old:
                    other[column] = new

    def _remove(self, table: str, row: Row) -> None:
        """Take a row out, and what cannot be without it."""
        key = row[TABLES[table].key[0]]
        self.rows[table] = [other for other in self.rows[table] if other is not row]
        for pointing, column, goes_too in _POINTERS[table]:
            for other in [other for other in self.rows[pointing] if other[column] == key]:
                if not goes_too:
                    other[column] = ""
                    if (pointing, column) == ("events", "date_id"):
                        other |= {"date_begin": None, "date_end": None, "date_source": "none"}
                        self._name_event(other)
                elif pointing == "event_amounts":
                    self.rows[pointing] = [kept for kept in self.rows[pointing] if kept is not other]
                else:
                    self._remove(pointing, other)

    def _clear_around(self, table: str, row: Row) -> None:
        """Take out what overlaps a row that a person vouches for; another such row is left alone."""
        for other in self.rows[table]:
            overlaps = other["start_char"] < row["end_char"] and row["start_char"] < other["end_char"]
            if other is not row and overlaps and other["source"] != SOURCE:
                self._remove(table, other)

    # What the decisions about stories are about.

    def tellings(self, decision: Decision) -> dict[tuple[str, str], tuple[str, ...]]:
        """The events of this article that a decision about stories names."""
        named = {}
        for anchor in (decision.anchor, decision.other):
            if anchor is None or anchor.document_id != self.document_id:
                continue
            try:
                span = find(anchor, self.text, self.copies)
            except StaleError as stale:
                self.problems.append(decision.problem(str(stale)))
                continue
            events = tuple(row["event_id"] for row in self._at("events", span, {}))
            if not events:
                self.problems.append(decision.problem(f"no event is found at {anchor.quote!r} any more"))
            named[decision.decision_id, str(anchor)] = events
        return named


def _columns(table: str) -> tuple[str, str]:
    return ("trigger_start_char", "trigger_end_char") if table == "events" else ("start_char", "end_char")


def _selector(one: _Placed) -> object:
    """What tells two rows at one place apart: the event of a participant, the date of an event that is rejected."""
    if one.decision.action in ("accept", "reject") and one.decision.table == "events":
        return one.values.get("date")
    return one.values.get("event")


def _contradict(earlier: _Placed, later: _Placed) -> bool:
    """Whether two decisions about one row cannot both stand; the later is then let win."""
    was, now = earlier.decision, later.decision
    other_span = was.action == "change_span" and earlier.span == later.span
    if (
        (was.action == "reject") != (now.action == "reject")
        or (other_span and now.action == "change_span" and was.words != now.words)
        or (other_span and now.action == "accept")
    ):
        earlier.in_force = False
        return True
    otherwise = {column: value for column, value in later.values.items() if earlier.values.get(column, value) != value}
    earlier.values |= otherwise
    return bool(otherwise) and now.action != "reject"


def _has(row: Row, values: Mapping[str, Any]) -> bool:
    """Whether a row says already what `values` do."""
    for column, value in values.items():
        if column == "date":
            if (row["date_begin"], row["date_end"]) != _ends(value):
                return False
        elif column != "event" and row[column] != value:
            return False
    return True


def _ends(period: Period | None) -> tuple[date | None, date | None]:
    return (period.begin, period.end) if period else (None, None)


def _following(amount: Row, values: Mapping[str, Any]) -> Row:
    """What of an amount follows from its new values: bounds that were the old figure, a currency that is now known."""
    following: Row = {"currency_inferred": False} if "currency" in values else {}
    if "value" in values and amount["value"] is not None:
        following |= {end: values["value"] for end in ("low", "high") if amount[end] == amount["value"]}
    return following


def _empty(column: Column) -> object:
    return {"string": "", "boolean": False}.get(column.kind)
