"""The types that flow through the pipeline: the ground floor, which imports nothing of the project.

Two coordinate systems exist. *Raw* offsets index `Article.text` and are what every table shows. *View* offsets index
`View.text`, the cleaned text that the model and the finders read; `View.raw_span` brings a view span back.
All offsets are Python string indices, end exclusive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """An inclusive interval of days."""

    begin: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.begin:
            raise ValueError(f"a period ends before it begins: {self.begin}..{self.end}")

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.end - self.begin).days + 1

    def contains(self, other: Period) -> bool:
        """Whether all of `other` lies in it."""
        return self.begin <= other.begin and other.end <= self.end

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.begin <= other.end and other.begin <= self.end


@dataclass(frozen=True, slots=True)
class Problem:
    """An input, or a part of one, that could not be used; `severity` is `error` (nothing came out) or `warning`."""

    path: str
    stage: str
    message: str
    document_id: str = ""
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Article:
    """One input article as it was read; `text` is never edited afterwards.

    `published` is the settled publication date with its source (`header`, `metadata`, `filename`, `text`, `input`).
    `header_end` is where the article's own header ("date 2024-02") ends in `text`, 0 where it has none.
    `title` is what the input's metadata says; a title that stands in the text is found by `structure`.
    """

    document_id: str
    path: str
    text: str
    format: str = "txt"
    encoding: str = "utf-8"
    sha256: str = ""
    title: str = ""
    url: str = ""
    source: str = ""
    authors: str = ""
    published: Period | None = None
    published_source: str = ""
    header_end: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """A headline, paragraph, quotation … of an article, in raw offsets."""

    start: int
    end: int
    role: str
    language: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, in raw offsets; `segment` indexes the article's list of segments."""

    start: int
    end: int
    segment: int
    language: str


@dataclass(frozen=True, slots=True)
class Structure:
    """What an article is made of, in text order."""

    segments: tuple[Segment, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A passage (the later copy) that stands elsewhere already, in raw offsets of both documents."""

    document_id: str
    start: int
    end: int
    of_document_id: str
    of_start: int
    of_end: int
    scope: str  # document | corpus
    kind: str  # exact | near
    similarity: float  # 1.0 where exact


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A passage that looks like another but differs in a fact; `difference` reads "12 → 14 morts"."""

    document_id: str
    start: int
    end: int
    of_document_id: str
    of_start: int
    of_end: int
    similarity: float
    difference: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a `View`: what a finder reads at a time. `sentence` indexes `Structure.sentences`."""

    start: int
    end: int
    language: str = "fr"
    role: str = "body"
    segment: int = 0
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """The text as the model and the finders read it: repeats left out, glue parted, typography made regular.

    `starts[i]`/`ends[i]` is the raw span of the view's character i. No finder's span may cross a passage's edge,
    so a view span is always one contiguous raw span.
    """

    text: str
    passages: tuple[Passage, ...]
    starts: Sequence[int] = field(repr=False)
    ends: Sequence[int] = field(repr=False)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw offsets of the view's characters `start..end` (at least one)."""
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A temporal expression found in a view. `value` is None where a careful reader could not tell.

    `anchor` is the index, in the same list, of the expression it was resolved from (None: from no other).
    """

    start: int
    end: int
    value: Period | None
    granularity: str  # day | week | month | quarter | season | year | decade | other
    approximate: bool = False
    bound: str = ""  # since | until | by | before | after
    edtf: str = ""
    resolved_by: str = "explicit"  # explicit | publication | narrative
    anchor: int | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money or a quantity found in a view.

    `value` is None for a range or an open amount; `low`/`high` then say it. Money is in units of `currency`
    (ISO 4217), percentages in percent, everything else in `unit`.
    """

    start: int
    end: int
    kind: str  # money | percent | count | duration | multiple | measure
    value: float | None = None
    low: float | None = None
    high: float | None = None
    currency: str = ""
    currency_inferred: bool = False
    unit: str = ""
    modifier: str = "exact"
    per: str = ""
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a view where something is named; `name` is the article's own fullest form of it."""

    start: int
    end: int
    label: str  # PER | ORG | LOC | MISC
    name: str
    source: str  # model | rule | propagated | gazetteer | review
    evidence: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a view, each list in text order."""

    mentions: Sequence[Mention] = ()
    dates: Sequence[TimeExpression] = ()
    amounts: Sequence[Amount] = ()


@dataclass(frozen=True, slots=True)
class Participant:
    """Who or what has a part in an event; `mention` indexes the article's mentions.

    `is_name` is false where the span is a pronoun or a noun phrase that stands for that mention.
    """

    start: int
    end: int
    role: str  # agent | patient | recipient | place | other
    mention: int
    is_name: bool = True


@dataclass(frozen=True, slots=True)
class Event:
    """Something reported as having happened or to come; `date`, `amounts`, `attribution` index the article's lists."""

    start: int  # of the trigger
    end: int
    type: str
    lemma: str
    passage: int
    date: int | None
    date_source: str  # own | sentence | heading | narrative | none
    factuality: str  # certain | reported | hypothetical | negated | planned
    participants: tuple[Participant, ...] = ()
    amounts: tuple[tuple[int, int | None], ...] = ()  # (amount, mention it is about)
    attribution: tuple[int, int] | None = None  # span of who says so
    attribution_mention: int | None = None
