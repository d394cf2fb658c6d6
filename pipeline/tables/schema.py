"""The one declaration of the output tables: CSV, Parquet, the data package, the verification and the docs come from it.

The names are the promise of `docs/contract.md`: columns may be added, none renamed or dropped without a new
`SCHEMA_VERSION`. *Private* columns travel from the first half of a run to the second and are not written out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

SCHEMA_VERSION = "1.0"

Kind = Literal["string", "integer", "number", "boolean", "date"]
Row = dict[str, Any]
Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `required` ones are never empty, `references` names the table whose key it holds."""

    name: str
    kind: Kind
    description: str
    required: bool = True
    vocabulary: tuple[str, ...] = ()
    references: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `quotes` names (text, start, end) columns that must agree with the document's text."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    quotes: tuple[tuple[str, str, str], ...] = ()

    @property
    def public(self) -> tuple[Column, ...]:
        """The columns that are written out."""
        return tuple(column for column in self.columns if not column.private)

    def sorted(self, rows: Iterable[Row]) -> list[Row]:
        """The rows in the table's documented order; an empty cell comes last."""
        return sorted(rows, key=lambda row: tuple((row[name] is None, row[name]) for name in self.order))


LABELS = ("PER", "ORG", "LOC", "MISC")
ROLES = ("header", "headline", "subheading", "body", "quotation", "tweet", "caption", "byline", "reader_questions")
PUBLISHED_SOURCES = ("header", "metadata", "filename", "text", "input")
MENTION_SOURCES = ("model", "rule", "propagated", "gazetteer", "review")
GRANULARITIES = ("day", "week", "month", "quarter", "season", "year", "decade", "other")
BOUNDS = ("since", "until", "by", "before", "after")
SOURCES = ("rule", "review")
RESOLUTIONS = ("explicit", "publication", "narrative", "review")
AMOUNT_KINDS = ("money", "percent", "count", "duration", "multiple", "measure")
MODIFIERS = (
    "exact", "about", "more_than", "less_than", "at_least", "at_most", "between", "up_to", "order_of",
)  # fmt: skip
FLAGS = ("calque", "implausible")
DATE_SOURCES = ("own", "sentence", "heading", "narrative", "none", "review")
FACTUALITIES = ("certain", "reported", "hypothetical", "negated", "planned")
PARTICIPANT_ROLES = ("agent", "patient", "recipient", "place", "other")
CONFLICT_FIELDS = ("date", "amount", "participant", "factuality")
REPEAT_SCOPES = ("document", "corpus")
REPEAT_KINDS = ("exact", "near")
SEVERITIES = ("error", "warning")


def _id(name: str, of: str) -> Column:
    return Column(name, "string", f"Key of the {of}; a function of its content, never a counter.")


def _document() -> Column:
    return Column("document_id", "string", "The article.", references="documents")


def _span(what: str = "", prefix: str = "") -> tuple[Column, Column]:
    of = what or "it"
    return (
        Column(f"{prefix}start_char", "integer", f"Where {of} begins in the document's text (Python string index)."),
        Column(f"{prefix}end_char", "integer", f"Where {of} ends, exclusive."),
    )


def _optional(column: Column) -> Column:
    return Column(column.name, column.kind, column.description, False, column.vocabulary, column.references)


_SENTENCE = Column("sentence_id", "string", "The sentence it stands in.", references="sentences")
_LANGUAGE = Column("language", "string", "ISO 639-1 code.")
_ENTITY = Column("entity_id", "string", "Who or what it is.", required=False, references="entities")
_MENTION = Column("mention_id", "string", "The mention, where it is a name.", required=False, references="mentions")
_PERIOD = (
    Column(
        "date_begin", "date", "First day of the interval, inclusive; empty where it cannot be told.", required=False
    ),
    Column("date_end", "date", "Last day of the interval, inclusive.", required=False),
)
_PLACE_ORDER = ("document_id", "start_char", "end_char")
_OF = (Column("of_document_id", "string", "The document of the earlier copy.", references="documents"),)
_SOURCE = Column("source", "string", "What it rests on: the rules, or a person's decision.", vocabulary=SOURCES)
_SIMILARITY = Column("similarity", "number", "Share of the passage that is the same, 0 to 1.")
_QUOTE = (("text", "start_char", "end_char"),)


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "documents",
            "An input article.",
            (
                _id("document_id", "article"),
                Column("path", "string", "Where it was read."),
                Column("format", "string", "How it was written: txt, md, html, jsonl, csv, parquet, record."),
                Column("encoding", "string", "The encoding it was decoded with."),
                Column("sha256", "string", "SHA-256 of the bytes it was read from."),
                Column("text_sha256", "string", "SHA-256 of its text in UTF-8."),
                Column("title", "string", "Its title, from its metadata or its headline.", required=False),
                Column("url", "string", "Its address.", required=False),
                Column("source", "string", "The outlet that published it.", required=False),
                Column("authors", "string", "Who signed it.", required=False),
                Column("published_begin", "date", "First day on which it may have been published.", required=False),
                Column("published_end", "date", "Last day on which it may have been published.", required=False),
                Column("published_source", "string", "What said so.", required=False, vocabulary=PUBLISHED_SOURCES),
                Column("language", "string", "ISO 639-1 code of most of its text."),
                Column("char_count", "integer", "Characters of its text."),
                Column(
                    "kept_char_count", "integer", "Characters of its text that do not repeat what stands earlier in it."
                ),
            ),
            ("document_id",),
            ("document_id",),
        ),
        Table(
            "texts",
            "The text of an article, to which every offset points.",
            (
                Column("document_id", "string", "The article.", references="documents"),
                Column("text", "string", "Its text as it was read."),
            ),
            ("document_id",),
            ("document_id",),
        ),
        Table(
            "segments",
            "A headline, paragraph, quotation … of an article.",
            (
                _id("segment_id", "segment"),
                _document(),
                *_span(),
                Column("role", "string", "What it is.", vocabulary=ROLES),
                _LANGUAGE,
                Column("kept", "boolean", "False where the whole of it repeats what stands earlier in the document."),
            ),
            ("segment_id",),
            _PLACE_ORDER,
        ),
        Table(
            "sentences",
            "A sentence; glued ones are parted, a header is one too.",
            (
                _id("sentence_id", "sentence"),
                _document(),
                Column("segment_id", "string", "The segment it stands in.", references="segments"),
                *_span(),
                _LANGUAGE,
                Column("kept", "boolean", "False where the whole of it repeats what stands earlier in the document."),
                Column("text", "string", "The sentence, as in the raw text."),
            ),
            ("sentence_id",),
            _PLACE_ORDER,
            _QUOTE,
        ),
        Table(
            "repeats",
            "A passage that stands elsewhere already; start_char..end_char is the later copy.",
            (
                _id("repeat_id", "repeat"),
                _document(),
                *_span("the later copy"),
                *_OF,
                *_span("the earlier copy", "of_"),
                Column("scope", "string", "Within the document or across the corpus.", vocabulary=REPEAT_SCOPES),
                Column(
                    "kind", "string", "Equal but for white space and typography, or nearly.", vocabulary=REPEAT_KINDS
                ),
                _SIMILARITY,
            ),
            ("repeat_id",),
            (*_PLACE_ORDER, "repeat_id"),
        ),
        Table(
            "near_misses",
            "A passage that looks like another but differs in a fact.",
            (
                _id("near_miss_id", "near miss"),
                _document(),
                *_span("the later passage"),
                *_OF,
                *_span("the earlier passage", "of_"),
                _SIMILARITY,
                Column("difference", "string", "What differs, earlier → later."),
            ),
            ("near_miss_id",),
            (*_PLACE_ORDER, "near_miss_id"),
        ),
        Table(
            "entities",
            "A person, organisation, place or other name.",
            (
                _id("entity_id", "entity"),
                Column("name", "string", "The fullest good form that the texts hold."),
                Column("label", "string", "What it is.", vocabulary=LABELS),
                Column("mention_count", "integer", "Mentions in all articles."),
                Column("document_count", "integer", "Articles that name it."),
            ),
            ("entity_id",),
            ("entity_id",),
        ),
        Table(
            "entity_aliases",
            "One way an entity is written.",
            (
                Column("entity_id", "string", "The entity.", references="entities"),
                Column("alias", "string", "The form, as in the texts."),
                Column("mention_count", "integer", "Mentions in this form."),
            ),
            ("entity_id", "alias"),
            ("entity_id", "alias"),
        ),
        Table(
            "mentions",
            "One place where an entity is named.",
            (
                _id("mention_id", "mention"),
                _document(),
                _SENTENCE,
                *_span(),
                Column("text", "string", "The name, as in the raw text."),
                Column("label", "string", "What it is.", vocabulary=LABELS),
                _ENTITY,
                _LANGUAGE,
                Column("source", "string", "What found it.", vocabulary=MENTION_SOURCES),
                Column("evidence", "string", "A short reason or a rule's name."),
                Column("name", "string", "The fullest form of it in its article.", private=True),
            ),
            ("mention_id",),
            _PLACE_ORDER,
            _QUOTE,
        ),
        Table(
            "dates",
            "A temporal expression, as the interval of days that it denotes.",
            (
                _id("date_id", "date"),
                _document(),
                _SENTENCE,
                *_span(),
                Column("text", "string", "The expression, as in the raw text."),
                *_PERIOD,
                Column("granularity", "string", "How finely it speaks.", vocabulary=GRANULARITIES),
                Column("approximate", "boolean", "Whether it is said to be approximate, or is by nature."),
                Column("bound", "string", "What it bounds, if it does.", required=False, vocabulary=BOUNDS),
                Column("edtf", "string", "EDTF (ISO 8601-2), level 1.", required=False),
                Column("resolved_by", "string", "What its value rests on.", vocabulary=RESOLUTIONS),
                Column("anchor_date_id", "string", "The date it is counted from.", required=False, references="dates"),
                _SOURCE,
            ),
            ("date_id",),
            _PLACE_ORDER,
            _QUOTE,
        ),
        Table(
            "amounts",
            "A sum of money or a quantity.",
            (
                _id("amount_id", "amount"),
                _document(),
                _SENTENCE,
                *_span(),
                Column("text", "string", "The amount, as in the raw text."),
                Column("kind", "string", "What is measured.", vocabulary=AMOUNT_KINDS),
                Column("value", "number", "The figure; empty for a range or an open amount.", required=False),
                Column("low", "number", "Lower bound.", required=False),
                Column("high", "number", "Upper bound.", required=False),
                Column("currency", "string", "ISO 4217 code.", required=False),
                Column("currency_inferred", "boolean", "Whether the text does not write the currency there."),
                Column("unit", "string", "The unit, or the lemma of what is counted.", required=False),
                Column("modifier", "string", "How exact it is.", vocabulary=MODIFIERS),
                Column("per", "string", "The period it recurs by.", required=False),
                Column("flag", "string", "What is odd about it.", required=False, vocabulary=FLAGS),
                _SOURCE,
            ),
            ("amount_id",),
            _PLACE_ORDER,
            _QUOTE,
        ),
        Table(
            "events",
            "Something reported as having happened or to come.",
            (
                _id("event_id", "event"),
                _document(),
                _SENTENCE,
                Column("type", "string", "Coarse type, from models/events."),
                Column("trigger", "string", "The word that says what happened, as in the raw text."),
                Column("lemma", "string", "Its lemma."),
                *_span("the trigger", "trigger_"),
                Column("date_id", "string", "The date that dates it.", required=False, references="dates"),
                *_PERIOD,
                Column("date_source", "string", "Where its date comes from.", vocabulary=DATE_SOURCES),
                Column("factuality", "string", "How surely it happened.", vocabulary=FACTUALITIES),
                Column("attribution_entity_id", "string", "Who says so.", required=False, references="entities"),
                Column("attribution_text", "string", "The words that name who says so.", required=False),
                *map(_optional, _span("the words that name who says so", "attribution_")),
                Column("story_id", "string", "The story it is told in.", references="stories"),
                _SOURCE,
                Column("attribution_mention_id", "string", "Who says so.", required=False, private=True),
            ),
            ("event_id",),
            ("document_id", "trigger_start_char", "trigger_end_char", "event_id"),
            (
                ("trigger", "trigger_start_char", "trigger_end_char"),
                ("attribution_text", "attribution_start_char", "attribution_end_char"),
            ),
        ),
        Table(
            "event_participants",
            "Who or what has a part in an event.",
            (
                _id("participant_id", "participation"),
                Column("event_id", "string", "The event.", references="events"),
                _ENTITY,
                _MENTION,
                _document(),
                *_span(),
                Column("text", "string", "The participant, as in the raw text."),
                Column("role", "string", "The part.", vocabulary=PARTICIPANT_ROLES),
                Column("antecedent_mention_id", "string", "The mention it is or stands for.", private=True),
            ),
            ("participant_id",),
            (*_PLACE_ORDER, "participant_id"),
            _QUOTE,
        ),
        Table(
            "event_amounts",
            "An amount that belongs to an event.",
            (
                Column("event_id", "string", "The event.", references="events"),
                Column("amount_id", "string", "The amount.", references="amounts"),
                Column("about_entity_id", "string", "Whose amount it is.", required=False, references="entities"),
                Column("about_mention_id", "string", "Whose amount it is.", required=False, private=True),
            ),
            ("event_id", "amount_id"),
            ("event_id", "amount_id"),
        ),
        Table(
            "stories",
            "One happening, as told by all who tell it.",
            (
                _id("story_id", "story"),
                *_PERIOD,
                Column("headline", "string", "The sentence that tells it best."),
                Column("event_count", "integer", "Events that tell it."),
                Column("document_count", "integer", "Articles that tell it."),
                Column(
                    "independent_source_count",
                    "integer",
                    "Tellings that are not copies of one another and not of one outlet.",
                ),
            ),
            ("story_id",),
            ("date_begin", "date_end", "story_id"),
        ),
        Table(
            "conflicts",
            "Two tellings of one story that disagree.",
            (
                _id("conflict_id", "conflict"),
                Column("story_id", "string", "The story.", references="stories"),
                Column("field", "string", "What they disagree on.", vocabulary=CONFLICT_FIELDS),
                Column("event_id", "string", "One telling.", references="events"),
                Column("value", "string", "What it says."),
                Column("amount_id", "string", "The amount, if one.", required=False, references="amounts"),
                Column("other_event_id", "string", "The other telling.", references="events"),
                Column("other_value", "string", "What it says."),
                Column("other_amount_id", "string", "Its amount, if one.", required=False, references="amounts"),
            ),
            ("conflict_id",),
            ("story_id", "field", "conflict_id"),
        ),
        Table(
            "problems",
            "An input, or a part of one, that could not be used.",
            (
                _id("problem_id", "problem"),
                Column("path", "string", "The input."),
                Column("document_id", "string", "The article, where one came out.", required=False),
                Column("stage", "string", "Where it failed."),
                Column("severity", "string", "Whether it was lost or only hurt.", vocabulary=SEVERITIES),
                Column("message", "string", "What is wrong, for a person."),
            ),
            ("problem_id",),
            ("path", "document_id", "problem_id"),
        ),
    )
}


CORPUS_TABLES = ("entities", "entity_aliases", "stories", "conflicts", "problems")
"""The tables that need all articles."""

ARTICLE_TABLES = tuple(name for name in TABLES if name not in CORPUS_TABLES)
"""The tables that each article fills; every row of theirs belongs to one article."""

DATA_PACKAGE = "datapackage.json"
TABLE_FILES = (*(f"{name}.{kind}" for name in TABLES for kind in ("csv", "parquet")), DATA_PACKAGE)
"""The files of a set of tables."""


def empty_rows() -> Rows:
    """Every table, with no row."""
    return {name: [] for name in TABLES}
