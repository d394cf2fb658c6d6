"""`report.html`: the run to look at, in one file that needs nothing else; for a larger corpus an index and one page an
article in the folder `report`.

What is shown comes from the rows of the run and nothing else, in the order of the tables, so that the same rows give
the same bytes. An article's page needs its own rows, and of the corpus only who is who, the stories and the copies.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.review import french
from pipeline.review.marks import Mark, Point, weave
from pipeline.tables.schema import TABLES, Row, Rows

REPORT = "report.html"
PAGES = "report"

_ONE_FILE_ARTICLES = 50
_ONE_FILE_CHARACTERS = 300_000  # of text: with its marks some 2.5 MB
_MOST = {"stories": 600, "entities": 60, "amounts": 600, "unresolved": 200, "documents": 3000, "problems": 500}
_COMPANIONS = 6
_GENERATOR = '<meta name="generator" content="Recoupe">'
_PAGE = Path(__file__).parent / "page"

Detail = list[Any]  # what it is, its value, lines that tell more, and a link (href, text) or nothing


class Segment(NamedTuple):
    """A part of an article as it is shown."""

    role: str
    label: str
    html: Markup


class Quote(NamedTuple):
    """A sentence of an article with what matters in it marked, and where to read it."""

    title: str
    href: str
    html: Markup
    when: str = ""


def write_report(rows: Rows, folder: Path) -> None:
    """Write the report of a run's tables, with their private columns, into an existing folder."""
    report = _Report(rows)
    (folder / REPORT).write_text(report.page(), encoding="utf-8")
    if not report.in_one_file:
        (folder / PAGES).mkdir()
        for document in report.documents:
            name = report.file_of(document["document_id"])
            (folder / PAGES / name).write_text(report.article_page(document), encoding="utf-8")


def forget_pages(output: Path, rows: Rows) -> None:
    """Remove the pages of articles that an earlier run wrote and this one did not."""
    documents = rows["documents"]
    written = set() if fits_in_one_file(documents) else {_file(row["document_id"]) for row in documents}
    for page in (output / PAGES).glob("*.html"):
        if page.name not in written and _GENERATOR in page.read_text(encoding="utf-8", errors="replace")[:400]:
            page.unlink()


def article_href(document_id: str, in_one_file: bool) -> str:
    """The link from the output folder to an article in the report."""
    if in_one_file:
        return f"{REPORT}#{_anchor('a', document_id)}"
    return f"{PAGES}/{_file(document_id)}"


def fits_in_one_file(documents: Sequence[Row]) -> bool:
    """Whether the report of these articles is one file."""
    return (
        len(documents) <= _ONE_FILE_ARTICLES
        and sum(document["char_count"] for document in documents) <= _ONE_FILE_CHARACTERS
    )


def _anchor(kind: str, of: str) -> str:
    """An id in the page that is a function of what it is the id of."""
    return f"{kind}-{hashlib.sha256(of.encode()).hexdigest()[:10]}"


def _file(document_id: str) -> str:
    """The name of an article's page: what of its id any file system takes, and a digest that tells it from others."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", document_id).strip("-")[:40]
    return f"{plain}{_anchor('', document_id)}.html"


def _by(rows: Iterable[Row], column: str) -> defaultdict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[column]].append(row)
    return grouped


def _json(value: object) -> Markup:
    """JSON that may stand inside a `script` element, whatever it holds."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return Markup(written)  # noqa: S704 - nothing in it can end the element


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_PAGE), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    script = (_PAGE / "report.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment.globals.update(
        style=Markup((_PAGE / "report.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=f"sha256-{digest}",
        label=french.label,
        number=french.number,
    )
    return environment


class _Report:
    """The rows of a run, sorted for showing."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.documents = TABLES["documents"].sorted(rows["documents"])
        self.in_one_file = fits_in_one_file(self.documents)  # type: ignore[arg-type]
        self.titles = {row["document_id"]: row["title"] or row["document_id"] for row in self.documents}
        self.texts = {row["document_id"]: row["text"] for row in rows["texts"]}
        self.entities = {row["entity_id"]: row for row in rows["entities"]}
        self.sentences = {row["sentence_id"]: row for row in rows["sentences"]}
        self.events = {row["event_id"]: row for row in rows["events"]}
        self.amounts = {row["amount_id"]: row for row in rows["amounts"]}
        self.mentions = {row["mention_id"]: row for row in rows["mentions"]}
        self.stories = {row["story_id"]: row for row in rows["stories"]}
        self.told_in = _by(TABLES["events"].sorted(rows["events"]), "story_id")  # type: ignore[arg-type]
        self.parts_of = _by(TABLES["event_participants"].sorted(rows["event_participants"]), "event_id")  # type: ignore[arg-type]
        self.sums_of = _by(TABLES["event_amounts"].sorted(rows["event_amounts"]), "event_id")  # type: ignore[arg-type]
        self.of_document = {
            name: _by(TABLES[name].sorted(rows[name]), "document_id")  # type: ignore[arg-type]
            for name in ("segments", "mentions", "dates", "amounts", "events", "repeats")
        }
        self.kept_copies = _by(rows["repeats"], "of_document_id")
        self.disputed = {row["story_id"] for row in rows["conflicts"]}

    # Pages and links.

    def file_of(self, document_id: str) -> str:
        """The name of an article's page, where it has one."""
        return _file(document_id)

    def page(self) -> str:
        """The whole report, or the index of a larger one."""
        articles = [self.article(document) for document in self.documents] if self.in_one_file else []
        return _environment().get_template("report.html").render(
            title="Rapport",
            home="",
            counts={name: len(rows) for name, rows in self.rows.items()},
            span=self.span(),
            repeated=french.number(round(self.share_set_aside())),
            listed=self.listed(),
            stories=self.stories_shown(),
            years=self.years(),
            conflicts=list(self.conflicts()),
            names=self.names(),
            sums=self.sums(),
            unresolved=self.unresolved(),
            lookalikes=list(self.lookalikes()),
            problems=TABLES["problems"].sorted(self.rows["problems"])[: _MOST["problems"]],
            reviewed=self.reviewed(),
            most=_MOST,
            articles=articles,
            details=_json({article["anchor"]: article["details"] for article in articles}),
        )  # fmt: skip

    def article_page(self, document: Mapping[str, Any]) -> str:
        """The page of one article of a larger corpus."""
        article = self.article(document)
        return _environment().get_template("article.html").render(
            title=article["title"],
            home=f"../{REPORT}",
            article=article,
            details=_json({article["anchor"]: article["details"]}),
        )  # fmt: skip

    def href(self, document_id: str, key: str = "") -> str:
        """The link to an article, or to a mark in it, from the report's first page."""
        anchor = _anchor("a", document_id) + (f"-{key}" if key else "")
        return f"#{anchor}" if self.in_one_file else f"{PAGES}/{_file(document_id)}#{anchor}"

    def _from_article(self, document_id: str, key: str) -> str:
        """The same link from an article's page."""
        return self.href(document_id, key) if self.in_one_file else self.href(document_id, key).split("/", 1)[1]

    def _home(self, anchor: str) -> str:
        return f"#{anchor}" if self.in_one_file else f"../{REPORT}#{anchor}"

    # One article.

    def article(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """An article with its text marked, and what is told about each mark."""
        document_id = document["document_id"]
        anchor = _anchor("a", document_id)
        marks, details = self._marks(document_id, anchor)
        copied = sorted({row["of_start_char"] for row in self.kept_copies[document_id]})
        points = [Point(at, f'<a class="copied" id="{anchor}-c{at}"></a>') for at in copied]
        return {
            "anchor": anchor,
            "document": document,
            "title": self.titles[document_id],
            "link": document["url"] if urlsplit(document["url"] or "").scheme in ("http", "https") else "",
            "when": self._published(document),
            "facts": {
                name: len(self.of_document[name][document_id]) for name in ("mentions", "dates", "amounts", "events")
            },
            "segments": list(self._segments(document_id, marks, points)),
            "details": details,
        }

    def _published(self, document: Mapping[str, Any]) -> str:
        begin, end = document["published_begin"], document["published_end"]
        return french.period(begin, end) if begin else ""

    def _segments(self, document_id: str, marks: Sequence[Mark], points: Sequence[Point]) -> Iterator[Segment]:
        """The segments of an article in order, and what stands between them, where that is more than white space."""
        text, place = self.texts[document_id], 0
        rows = self.of_document["segments"][document_id]
        for row in [*rows, {"start_char": len(text), "end_char": len(text), "role": ""}]:
            start, end = max(place, row["start_char"]), row["end_char"]
            if text[place:start].strip():
                yield self._segment("body", text, place, start, marks, points)
            if start < end:
                yield self._segment(row["role"], text, start, end, marks, points)
            place = max(place, end)

    def _segment(
        self, role: str, text: str, start: int, end: int, marks: Sequence[Mark], points: Sequence[Point]
    ) -> Segment:
        inside = [point for point in points if start <= point.at < end]
        html = weave(text, start, end, marks, inside)
        return Segment(role, french.label("role", role), Markup(html))  # noqa: S704 - escaped by weave

    def _marks(self, document_id: str, anchor: str) -> tuple[list[Mark], dict[str, Detail]]:
        marks: list[Mark] = []
        details: dict[str, Detail] = {}
        for row in self.of_document["mentions"][document_id]:
            key = f"n{row['start_char']}"
            marks.append(Mark(row["start_char"], row["end_char"], "name", key, variant=row["label"]))
            details[key] = self._about_mention(row)
        for row in self.of_document["dates"][document_id]:
            key = f"d{row['start_char']}"
            variant = "" if row["date_begin"] else "unknown"
            marks.append(Mark(row["start_char"], row["end_char"], "date", key, f"{anchor}-{key}", variant))
            details[key] = self._about_date(row)
        for row in self.of_document["amounts"][document_id]:
            key = f"m{row['start_char']}"
            marks.append(Mark(row["start_char"], row["end_char"], "amount", key, f"{anchor}-{key}"))
            details[key] = self._about_amount(row)
        for row in self.of_document["events"][document_id]:
            key = f"e{row['trigger_start_char']}"
            if key in details:  # two dates for one trigger
                details[key][2] += ["", french.period(row["date_begin"], row["date_end"]), *self._about_event(row)[2]]
                continue
            span = row["trigger_start_char"], row["trigger_end_char"]
            marks.append(Mark(*span, "event", key, f"{anchor}-{key}", row["factuality"]))
            details[key] = self._about_event(row)
        for row in self.of_document["repeats"][document_id]:
            key = f"r{row['start_char']}-{row['of_start_char']}"
            marks.append(
                Mark(row["start_char"], row["end_char"], "repeat", key, variant=f"{row['scope']} {row['kind']}")
            )
            details[key] = self._about_repeat(row)
        return marks, details

    def _about_mention(self, row: Row) -> Detail:
        entity = self.entities[row["entity_id"]]
        seen = f"{_count(entity['mention_count'], 'mention')} dans {_count(entity['document_count'], 'article')}"
        lines = [seen, _joined(french.label("source", row["source"]), row["evidence"])]
        link = [self._home("noms"), "Noms"] if entity["mention_count"] > 1 else None
        return [french.label("label", row["label"]), entity["name"], lines, link]

    def _about_date(self, row: Row) -> Detail:
        lines = [
            _joined(french.label("granularity", row["granularity"]), "approximative" if row["approximate"] else ""),
            french.label("bound", row["bound"]),
            french.label("resolved_by", row["resolved_by"])
            if row["date_begin"]
            else "rien dans le texte ne permet de la dater",
            f"EDTF {row['edtf']}" if row["edtf"] else "",
            french.label("source", "review") if row["source"] == "review" else "",
        ]
        value = french.period(row["date_begin"], row["date_end"]) if row["date_begin"] else "date non résolue"
        return ["date", value, [line for line in lines if line], None]

    def _about_amount(self, row: Row) -> Detail:
        lines = [
            "devise déduite du contexte" if row["currency_inferred"] else "",
            f"{french.number(row['value'])} {row['currency'] or row['unit'] or ''}".strip()
            if row["value"] is not None
            else "",
            french.label("flag", row["flag"]),
            french.label("source", "review") if row["source"] == "review" else "",
        ]
        return [french.label("kind", row["kind"]), french.amount(row), [line for line in lines if line], None]

    def _about_event(self, row: Row) -> Detail:
        lines = [
            _joined(
                french.label("factuality", row["factuality"]),
                f"date {french.label('date_source', row['date_source'])}" if row["date_begin"] else "",
            )
        ]
        for part in self.parts_of[row["event_id"]]:
            name = self.entities[part["entity_id"]]["name"] if part["entity_id"] else part["text"]
            said = f" (« {part['text']} »)" if part["text"] != name else ""
            lines.append(f"{french.label('participant', part['role'])} : {name}{said}")
        lines += [f"somme : {french.amount(self.amounts[link['amount_id']])}" for link in self.sums_of[row["event_id"]]]
        if row["attribution_text"]:
            lines.append(f"selon {row['attribution_text']}")
        if row["source"] == "review":
            lines.append(french.label("source", "review"))
        story = self.stories[row["story_id"]]
        several = story["document_count"] > 1
        link = (
            [self._home(_anchor("s", row["story_id"])), f"Raconté par {story['document_count']} articles"]
            if several
            else None
        )
        return [french.label("type", row["type"]), french.period(row["date_begin"], row["date_end"]), lines, link]

    def _about_repeat(self, row: Row) -> Detail:
        here = row["scope"] == "document"
        lines = ["identique" if row["kind"] == "exact" else f"semblable à {round(100 * row['similarity'])} %"]
        lines.append(
            "lu une seule fois, sur la première copie"
            if here and row["kind"] == "exact"
            else "lu, mais pas compté comme une source de plus"
        )
        link = [self._from_article(row["of_document_id"], f"c{row['of_start_char']}"), "Voir la première copie"]
        return ["reprise", "déjà dans cet article" if here else self.titles[row["of_document_id"]], lines, link]

    # The whole corpus.

    def quote(self, sentence_id: str, spans: Iterable[tuple[int, int, str]], key: str) -> Quote:
        """The sentence with spans (start, end, kind) of it marked."""
        row = self.sentences[sentence_id]
        document_id = row["document_id"]
        marks = [Mark(start, end, kind, kind) for start, end, kind in spans]
        html = weave(self.texts[document_id], row["start_char"], row["end_char"], marks)
        document = self._document[document_id]
        return Quote(self.titles[document_id], self.href(document_id, key), Markup(html), self._published(document))  # noqa: S704

    @cached_property
    def _document(self) -> dict[str, Mapping[str, Any]]:
        return {row["document_id"]: row for row in self.documents}

    def _telling(self, event: Mapping[str, Any]) -> Quote:
        spans = [(event["trigger_start_char"], event["trigger_end_char"], "event")]
        date = self._dates.get(event["date_id"])
        if date and date["sentence_id"] == event["sentence_id"]:
            spans.append((date["start_char"], date["end_char"], "date"))
        return self.quote(event["sentence_id"], spans, f"e{event['trigger_start_char']}")

    @cached_property
    def _dates(self) -> dict[str, Row]:
        return {row["date_id"]: row for row in self.rows["dates"]}

    def span(self) -> str:
        """The months over which the articles were published."""
        begins = [row["published_begin"] for row in self.documents if row["published_begin"]]
        ends = [row["published_end"] for row in self.documents if row["published_end"]]
        return french.period(min(begins), max(ends)) if begins else ""

    def share_set_aside(self) -> float:
        """How much of the text repeats what stands earlier in its article, in percent."""
        total = sum(row["char_count"] for row in self.documents)
        kept = sum(row["kept_char_count"] for row in self.documents)
        return 100 * (total - kept) / total if total else 0.0

    def reviewed(self) -> int:
        """How many rows a person decided on."""
        return sum(
            row["source"] == "review" for name in ("mentions", "dates", "amounts", "events") for row in self.rows[name]
        )

    def listed(self) -> list[dict[str, str]]:
        """The articles for the list at the side."""
        return [
            {
                "title": self.titles[row["document_id"]],
                "href": self.href(row["document_id"]),
                "meta": _joined(row["source"], self._published(row)),
            }
            for row in self.documents[: _MOST["documents"]]
        ]

    def stories_shown(self) -> list[dict[str, Any]]:
        """The stories by date; of too many those that most articles tell."""
        best = sorted(
            self.rows["stories"],
            key=lambda row: (
                -row["document_count"],
                row["story_id"] not in self.disputed,
                -row["event_count"],
                row["story_id"],
            ),
        )[: _MOST["stories"]]
        return [
            {
                "anchor": _anchor("s", row["story_id"]),
                "when": french.period(row["date_begin"], row["date_end"]),
                "year": row["date_begin"].year if row["date_begin"] else None,
                "headline": row["headline"],
                "what": french.label("type", self._type_of(row["story_id"])),
                "articles": row["document_count"],
                "sources": row["independent_source_count"],
                "disputed": row["story_id"] in self.disputed,
                "tellings": [self._telling(event) for event in self.told_in[row["story_id"]]],
            }
            for row in TABLES["stories"].sorted(best)
        ]

    def _type_of(self, story_id: str) -> str:
        types = Counter(event["type"] for event in self.told_in[story_id])
        named = [(count, kind) for kind, count in types.items() if kind != "other"]
        return min(named, key=lambda one: (-one[0], one[1]))[1] if named else "other"

    def years(self) -> list[tuple[int, int]]:
        """Each year that stories tell of, and how many."""
        years = Counter(row["date_begin"].year for row in self.rows["stories"] if row["date_begin"])
        return sorted(years.items())

    def conflicts(self) -> Iterator[dict[str, Any]]:
        """The contradictions, both sides with their sentence."""
        for row in TABLES["conflicts"].sorted(self.rows["conflicts"]):
            yield {
                "field": french.label("field", row["field"]),
                "headline": self.stories[row["story_id"]]["headline"],
                "story": f"#{_anchor('s', row['story_id'])}",
                "sides": [
                    (self._value(row["field"], row[f"{side}value"], row[f"{side}amount_id"]),
                     self._side(self.events[row[f"{side}event_id"]], row["field"], row[f"{side}amount_id"]))
                    for side in ("", "other_")
                ],
            }  # fmt: skip

    def _value(self, field: str, value: str, amount_id: str) -> str:
        if field == "amount" and amount_id:
            return french.amount(self.amounts[amount_id])
        if field == "factuality":
            return french.label("factuality", value)
        if field == "date":
            from datetime import date

            begin, _, end = value.partition("/")
            return french.period(date.fromisoformat(begin), date.fromisoformat(end or begin))
        return value

    def _side(self, event: Row, field: str, amount_id: str) -> Quote:
        quote = self._telling(event)
        if field != "amount" or not amount_id:
            return quote
        amount = self.amounts[amount_id]
        spans = [
            (event["trigger_start_char"], event["trigger_end_char"], "event"),
            (amount["start_char"], amount["end_char"], "amount"),
        ]
        return self.quote(amount["sentence_id"], spans, f"e{event['trigger_start_char']}")

    def names(self) -> list[dict[str, Any]]:
        """The most named, and with whom they are named in one sentence."""
        top = sorted(
            self.rows["entities"], key=lambda row: (-row["mention_count"], -row["document_count"], row["entity_id"])
        )
        top = top[: _MOST["entities"]]
        shown = {row["entity_id"] for row in top}
        together: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for rows in _by(self.rows["mentions"], "sentence_id").values():
            for one, other in combinations(sorted({row["entity_id"] for row in rows} & shown), 2):
                together[one][other] += 1
                together[other][one] += 1
        first: dict[str, Mapping[str, Any]] = {}
        for row in TABLES["mentions"].sorted(self.rows["mentions"]):
            first.setdefault(row["entity_id"], row)
        return [
            {
                "name": row["name"],
                "label": row["label"],
                "mentions": row["mention_count"],
                "articles": row["document_count"],
                "share": round(100 * row["mention_count"] / top[0]["mention_count"]),
                "href": self.href(first[row["entity_id"]]["document_id"]),
                "with": [
                    (self.entities[other]["name"], count)
                    for other, count in sorted(together[row["entity_id"]].items(), key=lambda pair: (-pair[1], pair[0]))
                ][:_COMPANIONS],
            }
            for row in top
        ]

    def sums(self) -> list[dict[str, Any]]:
        """Amounts: money first, in the currencies that are spoken of most, the largest first."""
        kinds = {
            kind: place for place, kind in enumerate(("money", "percent", "count", "measure", "multiple", "duration"))
        }

        def size(row: Row) -> float:
            return float(next((row[name] for name in ("value", "high", "low") if row[name] is not None), 0.0))

        used = Counter(row["currency"] for row in self.rows["amounts"])
        best = sorted(
            self.rows["amounts"],
            key=lambda row: (kinds[row["kind"]], -used[row["currency"]], row["currency"], -size(row), row["amount_id"]),
        )
        return [
            {
                "value": french.amount(row),
                "kind": row["kind"],
                "quote": self.quote(
                    row["sentence_id"], [(row["start_char"], row["end_char"], "amount")], f"m{row['start_char']}"
                ),
            }
            for row in best[: _MOST["amounts"]]
        ]

    def unresolved(self) -> list[tuple[str, Quote]]:
        """What the text does not settle: dates without a value, amounts that are odd or whose currency is a guess."""
        found = [
            (
                "date non résolue",
                self.quote(row["sentence_id"], [(row["start_char"], row["end_char"], "date")], f"d{row['start_char']}"),
            )
            for row in TABLES["dates"].sorted(self.rows["dates"])
            if not row["date_begin"]
        ]
        found += [
            (
                french.label("flag", row["flag"]) or "devise déduite",
                self.quote(
                    row["sentence_id"], [(row["start_char"], row["end_char"], "amount")], f"m{row['start_char']}"
                ),
            )
            for row in TABLES["amounts"].sorted(self.rows["amounts"])
            if row["flag"] or row["currency_inferred"]
        ]
        return found[: _MOST["unresolved"]]

    def lookalikes(self) -> Iterator[dict[str, Any]]:
        """Passages that look like another but differ in a fact."""
        for row in TABLES["near_misses"].sorted(self.rows["near_misses"])[: _MOST["unresolved"]]:
            sides = []
            for prefix in ("of_", ""):
                document_id = row[f"{prefix}document_id"]
                text = self.texts[document_id][row[f"{prefix}start_char"] : row[f"{prefix}end_char"]]
                sides.append((self.titles[document_id], self.href(document_id), " ".join(text.split())))
            yield {"difference": row["difference"], "sides": sides}


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _count(number: int, noun: str) -> str:
    return f"{french.number(number)} {noun}{'s' if number > 1 else ''}"
