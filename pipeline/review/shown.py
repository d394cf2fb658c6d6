"""One article as the report shows it: its segments with the marks woven in, and what is told about each mark.

It takes the rows of that article, and of the corpus who is who and the stories.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from pipeline.review import PAGES, REPORT, french
from pipeline.review.marks import Mark, weave
from pipeline.tables.schema import TABLES, Row, Rows

Detail = list[Any]  # what it is, its value, lines that tell more, and a link (href, text) or None


class Segment(NamedTuple):
    """A part of an article as it is shown; `at` is where it begins in the text."""

    role: str
    at: int
    html: Markup


class Quote(NamedTuple):
    """A sentence of an article with what matters in it marked, and where to read it."""

    title: str
    href: str
    html: Markup
    when: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Where things lie in a report that is one file, or an index and one page an article."""

    in_one_file: bool

    def article(self, document_id: str) -> str:
        """From the first page to an article; with `-` and the key of a mark behind it, to that."""
        fragment = f"#{anchor('a', document_id)}"
        return fragment if self.in_one_file else f"{PAGES}/{page_name(document_id)}{fragment}"

    def from_folder(self, document_id: str) -> str:
        """From the output folder to an article."""
        return (REPORT if self.in_one_file else "") + self.article(document_id)

    def between(self, document_id: str, key: str) -> str:
        """From an article to a mark in an article."""
        fragment = f"#{anchor('a', document_id)}-{key}"
        return fragment if self.in_one_file else page_name(document_id) + fragment

    def home(self, fragment: str) -> str:
        """From an article to a place on the first page."""
        return f"#{fragment}" if self.in_one_file else f"../{REPORT}#{fragment}"


def anchor(kind: str, of: str) -> str:
    """An id in the page that is a function of what it is the id of."""
    return f"{kind}-{hashlib.sha256(of.encode()).hexdigest()[:10]}"


def page_name(document_id: str) -> str:
    """The name of an article's page: what of its id any file system takes, and a digest that tells it from others."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", document_id).strip("-")[:40]
    return f"{plain}{anchor('', document_id)}.html"


@dataclass(slots=True)
class Corpus:
    """What all articles make together, and the titles of the articles seen so far."""

    entities: Mapping[str, Row]
    stories: Mapping[str, Row]
    conflicts: Sequence[Row]
    problems: Sequence[Row]
    titles: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Rows) -> Corpus:
        """From the rows of the corpus."""
        return cls(
            {row["entity_id"]: row for row in rows["entities"]},
            {row["story_id"]: row for row in TABLES["stories"].sorted(rows["stories"])},
            TABLES["conflicts"].sorted(rows["conflicts"]),
            TABLES["problems"].sorted(rows["problems"]),
        )


class Shown:
    """An article that is shown."""

    def __init__(self, rows: Rows, corpus: Corpus, links: Links) -> None:
        self.rows: Rows = {name: TABLES[name].sorted(more) for name, more in rows.items()}
        (self.document,) = rows["documents"]
        self.id: str = self.document["document_id"]
        self.text: str = rows["texts"][0]["text"]
        self.anchor = anchor("a", self.id)
        self.title: str = self.document["title"] or self.id
        corpus.titles[self.id] = self.title
        self.href = links.article(self.id)  # from the first page
        self._corpus, self._links = corpus, links
        self.sentences = {row["sentence_id"]: row for row in rows["sentences"]}
        self.amounts = {row["amount_id"]: row for row in rows["amounts"]}
        self.dates = {row["date_id"]: row for row in rows["dates"]}

    @cached_property
    def when(self) -> str:
        """When it was published, as far as it says."""
        begin, end = self.document["published_begin"], self.document["published_end"]
        return french.period(begin, end) if begin else ""

    @property
    def meta(self) -> str:
        """Its outlet and when it was published."""
        return joined(self.document["source"], self.when)

    @property
    def url(self) -> str:
        """Its address, if that is one of the web."""
        url = self.document["url"] or ""
        return url if urlsplit(url).scheme in ("http", "https") else ""

    def quote(self, sentence_id: str, spans: Iterable[tuple[int, int, str]], key: str) -> Quote:
        """A sentence with spans (start, end, kind) of it marked."""
        row = self.sentences[sentence_id]
        html = weave(self.text, row["start_char"], row["end_char"], [Mark(*span, span[2]) for span in spans])
        return Quote(self.title, f"{self.href}-{key}", Markup(html), self.when)  # noqa: S704 - escaped

    def telling(self, event: Row) -> Quote:
        """The sentence of an event with its trigger and, where it stands there, its date."""
        spans = [(event["trigger_start_char"], event["trigger_end_char"], "event")]
        date = self.dates.get(event["date_id"])
        if date and date["sentence_id"] == event["sentence_id"]:
            spans.append((date["start_char"], date["end_char"], "date"))
        return self.quote(event["sentence_id"], spans, f"e{event['trigger_start_char']}")

    def found(self, row: Row, kind: str) -> Quote:
        """The sentence of a date or an amount with it marked."""
        spans = [(row["start_char"], row["end_char"], kind)]
        return self.quote(row["sentence_id"], spans, f"{'d' if kind == 'date' else 'm'}{row['start_char']}")

    @cached_property
    def segments(self) -> list[Segment]:
        """Its segments in order, and what stands between them, where that is more than white space."""
        return list(self._segments())

    def _segments(self) -> Iterator[Segment]:
        place = 0
        end_of_text = {"start_char": len(self.text), "end_char": len(self.text), "role": ""}
        for row in [*self.rows["segments"], end_of_text]:
            start, end = max(place, row["start_char"]), row["end_char"]
            if self.text[place:start].strip():
                yield self._segment("body", place, start)
            if start < end:
                yield self._segment(row["role"], start, end)
            place = max(place, end)

    def _segment(self, role: str, start: int, end: int) -> Segment:
        return Segment(role, start, Markup(weave(self.text, start, end, self._told[0])))  # noqa: S704 - escaped

    @property
    def details(self) -> dict[str, Detail]:
        """What is told about each mark, by its key."""
        return self._told[1]

    @cached_property
    def _told(self) -> tuple[list[Mark], dict[str, Detail]]:
        marks: list[Mark] = []
        details: dict[str, Detail] = {}

        def tell(kind: str, span: tuple[int, int], key: str, detail: Detail, variant: str = "") -> None:
            if key in details:  # two dates for one trigger
                details[key][2] += ["", *detail[1:2], *detail[2]]
                return
            marks.append(Mark(*span, kind, key, f"{self.anchor}-{key}" if kind in _LINKED else "", variant))
            details[key] = detail

        for row in self.rows["mentions"]:
            tell("name", _span(row), f"n{row['start_char']}", self._about_mention(row), row["label"])
        for row in self.rows["dates"]:
            variant = "" if row["date_begin"] else "unknown"
            tell("date", _span(row), f"d{row['start_char']}", _about_date(row), variant)
        for row in self.rows["amounts"]:
            tell("amount", _span(row), f"m{row['start_char']}", _about_amount(row))
        for row in self.rows["events"]:
            span = row["trigger_start_char"], row["trigger_end_char"]
            tell("event", span, f"e{span[0]}", self._about_event(row), row["factuality"])
        for row in self.rows["repeats"]:
            key = f"r{row['start_char']}-{row['of_start_char']}"
            tell("repeat", _span(row), key, self._about_repeat(row), f"{row['scope']} {row['kind']}")
        return marks, details

    def _about_mention(self, row: Row) -> Detail:
        entity = self._corpus.entities[row["entity_id"]]
        seen = f"{counted(entity['mention_count'], 'mention')} dans {counted(entity['document_count'], 'article')}"
        lines = [seen, joined(french.label("source", row["source"]), row["evidence"])]
        return [french.label("label", row["label"]), entity["name"], lines, None]

    @cached_property
    def _parts_of(self) -> defaultdict[str, list[Row]]:
        return by(self.rows["event_participants"], "event_id")

    @cached_property
    def _amounts_of(self) -> defaultdict[str, list[Row]]:
        return by(self.rows["event_amounts"], "event_id")

    def _about_event(self, row: Row) -> Detail:
        dated = f"date {french.label('date_source', row['date_source'])}" if row["date_begin"] else ""
        lines = [joined(french.label("factuality", row["factuality"]), dated)]
        for part in self._parts_of[row["event_id"]]:
            name = self._corpus.entities[part["entity_id"]]["name"] if part["entity_id"] else part["text"]
            said = f" (« {part['text']} »)" if part["text"] != name else ""
            lines.append(f"{french.label('participant', part['role'])} : {name}{said}")
        for of_event in self._amounts_of[row["event_id"]]:
            lines.append(f"somme : {french.amount(self.amounts[of_event['amount_id']])}")
        if row["attribution_text"]:
            lines.append(f"selon {row['attribution_text']}")
        lines += _reviewed(row)
        articles = self._corpus.stories[row["story_id"]]["document_count"]
        link = [self._links.home(anchor("s", row["story_id"])), f"Raconté par {articles} articles"]
        value = french.period(row["date_begin"], row["date_end"])
        return [french.label("type", row["type"]), value, lines, link if articles > 1 else None]

    def _about_repeat(self, row: Row) -> Detail:
        here, exact = row["scope"] == "document", row["kind"] == "exact"
        once = "lu une seule fois, sur la première copie"
        lines = [
            "identique" if exact else f"semblable à {round(100 * row['similarity'])} %",
            once if here and exact else "lu, mais pas compté comme une source de plus",
        ]
        of = row["of_document_id"]
        link = [self._links.between(of, f"c{row['of_start_char']}"), "Voir la première copie"]
        return ["reprise", "déjà dans cet article" if here else self._corpus.titles.get(of, of), lines, link]


_LINKED = ("date", "amount", "event")  # kinds of marks that links lead to


def _span(row: Row) -> tuple[int, int]:
    return row["start_char"], row["end_char"]


def _about_date(row: Row) -> Detail:
    dated = row["date_begin"] is not None
    lines = [
        joined(french.label("granularity", row["granularity"]), "approximative" if row["approximate"] else ""),
        french.label("bound", row["bound"]),
        french.label("resolved_by", row["resolved_by"]) if dated else "rien dans le texte ne permet de la dater",
        f"EDTF {row['edtf']}" if row["edtf"] else "",
        *_reviewed(row),
    ]
    value = french.period(row["date_begin"], row["date_end"]) if dated else "date non résolue"
    return ["date", value, [line for line in lines if line], None]


def _about_amount(row: Row) -> Detail:
    figure = "" if row["value"] is None else f"{french.number(row['value'])} {row['currency'] or row['unit'] or ''}"
    lines = [
        figure.strip(),
        "devise déduite du contexte" if row["currency_inferred"] else "",
        french.label("flag", row["flag"]),
        *_reviewed(row),
    ]
    return [french.label("kind", row["kind"]), french.amount(row), [line for line in lines if line], None]


def _reviewed(row: Row) -> list[str]:
    return [french.label("source", row["source"])] if row["source"] == "review" else []


def by(rows: Iterable[Row], column: str) -> defaultdict[str, list[Row]]:
    """Rows grouped by what a column says."""
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[column]].append(row)
    return grouped


def joined(*parts: str | None) -> str:
    """What there is of some words on one line."""
    return " · ".join(part for part in parts if part)


def counted(number: int, noun: str) -> str:
    """3 articles."""
    return f"{french.number(number)} {noun}{'s' if number > 1 else ''}"
