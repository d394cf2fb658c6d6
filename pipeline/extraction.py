"""The first half of a run: one article to its rows. What comes out depends on the article and the settings alone.

This is the one place where view offsets become raw offsets and where rows get their ids.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.language import Language

from pipeline.amounts import find_amounts
from pipeline.article import Article, Event, Findings, Passage, Structure, View
from pipeline.dates import find_dates
from pipeline.events import find_events
from pipeline.names import find_names
from pipeline.names.gazetteer import Gazetteer
from pipeline.names.reading import read_names
from pipeline.repeats import links_within_article
from pipeline.repeats.rows import near_miss_row, repeat_row
from pipeline.structure import structure
from pipeline.structure.view import build_view
from pipeline.tables.rows import event_id, participant_id, place_id
from pipeline.tables.schema import Row, Rows, empty_rows
from pipeline.timing import Stopwatch

Span = tuple[int, int]


def extract_article(article: Article, nlp: Language, watch: Stopwatch, gazetteer: Gazetteer | None = None) -> Rows:
    """The rows of every table that one article fills; the columns that need other articles are still empty.

    `watch` is given the seconds of each stage; the names of the user's `gazetteer` win over the model's.
    """
    with watch("structure"):
        parts = structure(article)
    with watch("repeats"):
        links = links_within_article(article.document_id, article.text, [(s.start, s.end) for s in parts.sentences])
        set_aside = _union((repeat.start, repeat.end) for repeat in links.repeats if repeat.kind == "exact")
        view = build_view(article.text, _kept_pieces(article.text, parts, set_aside))
    with watch("names"):
        mentions = find_names(view, read_names(view, nlp), gazetteer)
    with watch("dates"):
        dates = find_dates(view, article.published)
    with watch("amounts"):
        amounts = find_amounts(view, [(date.start, date.end) for date in dates])
    with watch("events"):
        found = Findings(mentions, dates, amounts)
        events = find_events(view, found, nlp, article.published)
    with watch("rows"):
        rows = empty_rows()
        _structure_rows(rows, article, parts, set_aside)
        rows["repeats"] = [repeat_row(repeat) for repeat in links.repeats]
        rows["near_misses"] = [near_miss_row(near_miss) for near_miss in links.near_misses]
        _finding_rows(rows, article, parts, view, found)
        _event_rows(rows, article, view, events)
    return rows


def _union(spans: Iterator[Span]) -> list[Span]:
    """Overlapping and touching spans made one, in order."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _left_of(text: str, start: int, end: int, set_aside: Sequence[Span]) -> list[Span]:
    """What is left of `text[start:end]` without the spans set aside, as far as it holds a letter or a digit."""
    pieces = []
    for a, b in set_aside:
        if a < end and start < b:
            pieces.append((start, a))
            start = b
    pieces.append((start, end))
    return [(a, b) for a, b in pieces if any(character.isalnum() for character in text[a:b])]


def _kept_pieces(text: str, parts: Structure, set_aside: Sequence[Span]) -> Iterator[tuple[int, int, Passage]]:
    for index, sentence in enumerate(parts.sentences):
        role = parts.segments[sentence.segment].role
        for start, end in _left_of(text, sentence.start, sentence.end, set_aside):
            yield start, end, Passage(0, 0, sentence.language, role, sentence.segment, index)


def _id(article: Article, kind: str, start: int, end: int) -> str:
    return place_id(article.document_id, kind, start, end)


def _structure_rows(rows: Rows, article: Article, parts: Structure, set_aside: Sequence[Span]) -> None:
    text = article.text
    published = article.published
    languages: Counter[str] = Counter()
    for segment in parts.segments:
        languages[segment.language] += segment.end - segment.start
        rows["segments"].append(
            {
                "segment_id": _id(article, "segment", segment.start, segment.end),
                "document_id": article.document_id,
                "start_char": segment.start,
                "end_char": segment.end,
                "role": segment.role,
                "language": segment.language,
                "kept": bool(_left_of(text, segment.start, segment.end, set_aside)),
            }
        )
    for sentence in parts.sentences:
        rows["sentences"].append(
            {
                "sentence_id": _id(article, "sentence", sentence.start, sentence.end),
                "document_id": article.document_id,
                "segment_id": rows["segments"][sentence.segment]["segment_id"],
                "start_char": sentence.start,
                "end_char": sentence.end,
                "language": sentence.language,
                "kept": bool(_left_of(text, sentence.start, sentence.end, set_aside)),
                "text": text[sentence.start : sentence.end],
            }
        )
    headline = next((text[s.start : s.end] for s in parts.segments if s.role == "headline"), "")
    rows["documents"].append(
        {
            "document_id": article.document_id,
            "path": article.path,
            "format": article.format,
            "encoding": article.encoding,
            "sha256": article.sha256,
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "title": article.title or headline,
            "url": article.url,
            "source": article.source,
            "authors": article.authors,
            "published_begin": published.begin if published else None,
            "published_end": published.end if published else None,
            "published_source": article.published_source,
            "language": max(sorted(languages), key=languages.__getitem__, default="fr"),
            "char_count": len(text),
            "kept_char_count": len(text) - sum(end - start for start, end in set_aside),
        }
    )
    rows["texts"].append({"document_id": article.document_id, "text": text})


class _Places:
    """Where the things found in a view stand in the raw text, and in which sentence."""

    def __init__(self, article: Article, parts: Structure, view: View) -> None:
        self.article, self.parts, self.view = article, parts, view
        self.passage = 0

    def row(self, table: str, key: str, start: int, end: int) -> Row:
        """The columns that every found thing has; calls come in text order of one table at a time."""
        passages = self.view.passages
        if start < passages[self.passage].start:
            self.passage = 0
        while passages[self.passage].end <= start:
            self.passage += 1
        passage = passages[self.passage]
        if end > passage.end:
            raise ValueError(f"{table} {self.view.text[start:end]!r} leaves its passage")
        raw_start, raw_end = self.view.raw_span(start, end)
        sentence = self.parts.sentences[passage.sentence]
        return {
            key: _id(self.article, table, raw_start, raw_end),
            "document_id": self.article.document_id,
            "sentence_id": _id(self.article, "sentence", sentence.start, sentence.end),
            "start_char": raw_start,
            "end_char": raw_end,
            "text": self.article.text[raw_start:raw_end],
            "language": passage.language,
            "source": "rule",
        }


def _finding_rows(rows: Rows, article: Article, parts: Structure, view: View, found: Findings) -> None:
    places = _Places(article, parts, view)
    for mention in found.mentions:
        rows["mentions"].append(
            places.row("mention", "mention_id", mention.start, mention.end)
            | {
                "label": mention.label,
                "entity_id": "",
                "source": mention.source,
                "evidence": mention.evidence,
                "name": mention.name,
            }
        )
    for date in found.dates:
        rows["dates"].append(
            places.row("date", "date_id", date.start, date.end)
            | {
                "date_begin": date.value.begin if date.value else None,
                "date_end": date.value.end if date.value else None,
                "granularity": date.granularity,
                "approximate": date.approximate,
                "bound": date.bound,
                "edtf": date.edtf,
                "resolved_by": date.resolved_by,
            }
        )
    for row, date in zip(rows["dates"], found.dates, strict=True):
        row["anchor_date_id"] = "" if date.anchor is None else rows["dates"][date.anchor]["date_id"]
    for amount in found.amounts:
        rows["amounts"].append(
            places.row("amount", "amount_id", amount.start, amount.end)
            | {
                "kind": amount.kind,
                "value": amount.value,
                "low": amount.low,
                "high": amount.high,
                "currency": amount.currency,
                "currency_inferred": amount.currency_inferred,
                "unit": amount.unit,
                "modifier": amount.modifier,
                "per": amount.per,
                "flag": amount.flag,
            }
        )


def _event_rows(rows: Rows, article: Article, view: View, events: Sequence[Event]) -> None:
    text = article.text
    for event in events:
        start, end = view.raw_span(event.start, event.end)
        date = rows["dates"][event.date] if event.date is not None else None
        begin, last = (date["date_begin"], date["date_end"]) if date else (None, None)
        key = event_id(article.document_id, start, end, begin, last)
        if any(row["event_id"] == key for row in rows["events"]):
            continue  # two ways of writing one date in one clause ("il y a neuf ans, en décembre 2015")
        said_by = view.raw_span(*event.attribution) if event.attribution else None
        rows["events"].append(
            {
                "event_id": key,
                "document_id": article.document_id,
                "sentence_id": rows["sentences"][view.passages[event.passage].sentence]["sentence_id"],
                "type": event.type,
                "trigger": text[start:end],
                "lemma": event.lemma,
                "trigger_start_char": start,
                "trigger_end_char": end,
                "date_id": date["date_id"] if date else "",
                "date_begin": begin,
                "date_end": last,
                "date_source": event.date_source,
                "factuality": event.factuality,
                "attribution_entity_id": "",
                "attribution_text": text[said_by[0] : said_by[1]] if said_by else "",
                "attribution_start_char": said_by[0] if said_by else None,
                "attribution_end_char": said_by[1] if said_by else None,
                "story_id": "",
                "source": "rule",
                "attribution_mention_id": _mention_id(rows, event.attribution_mention),
            }
        )
        for participant in event.participants:
            raw_start, raw_end = view.raw_span(participant.start, participant.end)
            rows["event_participants"].append(
                {
                    "participant_id": participant_id(key, participant.role, raw_start, raw_end),
                    "event_id": key,
                    "entity_id": "",
                    "mention_id": _mention_id(rows, participant.mention) if participant.is_name else "",
                    "document_id": article.document_id,
                    "start_char": raw_start,
                    "end_char": raw_end,
                    "text": text[raw_start:raw_end],
                    "role": participant.role,
                    "antecedent_mention_id": _mention_id(rows, participant.mention),
                }
            )
        for amount, about in event.amounts:
            rows["event_amounts"].append(
                {
                    "event_id": key,
                    "amount_id": rows["amounts"][amount]["amount_id"],
                    "about_entity_id": "",
                    "about_mention_id": _mention_id(rows, about),
                }
            )


def _mention_id(rows: Rows, mention: int | None) -> str:
    return "" if mention is None else str(rows["mentions"][mention]["mention_id"])
