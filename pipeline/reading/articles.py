"""One input's fields to one `Article`, with what could not be used of them."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from numbers import Integral

from pipeline.article import Article, Problem
from pipeline.reading.encoding import make_writable
from pipeline.reading.header import Dateline, find_dateline, find_header
from pipeline.reading.limits import MAX_ID_CHARS
from pipeline.reading.publication import Candidate, date_in_name, settle
from pipeline.reading.written_dates import parse_date

FIELDS = ("id", "text", "title", "published", "url", "source", "authors")
"""The names of an article's fields in JSON lines, CSV and Parquet, unless the user gives others."""

STAGE = "reading"

_UNNAMEABLE = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article was read from. `document_id` is what it is called unless its fields bring an `id`."""

    path: str
    document_id: str
    format: str
    encoding: str = "utf-8"
    sha256: str = ""
    place: str = ""  # within the file: "line 3"

    def problem(self, message: str, severity: str = "error", document_id: str = "") -> Problem:
        """A row for the table `problems` about this place."""
        where = f"{self.place}: " if self.place else ""
        return Problem(self.path, STAGE, where + message, document_id, severity)

    def refusal(self, message: str) -> Reading:
        """No article comes out of this place, and why."""
        return Reading(None, (self.problem(message),), self)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one article to read: the article, if it could be read, and the problems on the way."""

    article: Article | None
    problems: tuple[Problem, ...] = ()
    origin: Origin | None = None


def make_article(fields: Mapping[str, object], origin: Origin, warnings: tuple[str, ...] = ()) -> Reading:
    """The article that the fields hold, in the names of `FIELDS`; `warnings` are what its reader saw already."""
    text = fields.get("text")
    if is_missing(text):
        return origin.refusal("there is no text")
    if not isinstance(text, str):
        return origin.refusal(f"the text is {_kind(text)}, not a string")
    found = [*warnings]
    text, replaced = make_writable(text)
    if replaced:
        found.append(f"{replaced} characters that no table can hold (NUL or half of a pair) are shown as U+FFFD")
    if not any(character.isprintable() and character not in " \ufffd" for character in text):
        return origin.refusal("the text is blank")
    document_id = _document_id(fields.get("id"), origin.document_id, found)
    header = find_header(text)
    published = _publication(text, fields, header, origin, found)
    article = Article(
        document_id=document_id,
        path=origin.path,
        text=text,
        format=origin.format,
        encoding=origin.encoding,
        sha256=origin.sha256 or canonical_sha256(fields),
        title=_line("title", fields, found),
        url=_line("url", fields, found),
        source=_line("source", fields, found),
        authors=_line("authors", fields, found),
        published=published.period if published else None,
        published_source=published.source if published else "",
        header_end=header.end if header else 0,
    )
    return Reading(article, tuple(origin.problem(message, "warning", document_id) for message in found), origin)


def clean_name(name: str) -> str:
    """A name (of a file, an id) in NFC, its line breaks, control characters and undecodable bytes shown as U+FFFD."""
    return _UNNAMEABLE.sub("\ufffd", unicodedata.normalize("NFC", name))


def is_missing(value: object) -> bool:
    """Whether a field says nothing: None, an empty string, or what pandas and numpy write for "not there"."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (not isinstance(value, (list, tuple, dict)) and str(value) in ("nan", "NaT", "<NA>"))


def canonical_sha256(fields: Mapping[str, object]) -> str:
    """The hash of an article that no bytes of its own stand for (a row of a table, a record of the Python API)."""
    used = {name: str(fields[name]) for name in FIELDS if not is_missing(fields.get(name))}
    written = json.dumps(used, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _document_id(value: object, otherwise: str, found: list[str]) -> str:
    if is_missing(value):
        return otherwise
    if isinstance(value, Integral) and not isinstance(value, bool):
        value = str(int(value))
    elif isinstance(value, float) and value.is_integer():
        value = str(int(value))  # a column of whole numbers with a gap comes as floats
    if not isinstance(value, str):
        found.append(f"the id is {_kind(value)}, not a string or a whole number: {otherwise} is used")
        return otherwise
    if len(value) > MAX_ID_CHARS:
        found.append(f"the id is longer than {MAX_ID_CHARS} characters: {otherwise} is used")
        return otherwise
    return clean_name(value.strip())


def _line(name: str, fields: Mapping[str, object], found: list[str]) -> str:
    """A field that is one line of text; a list of strings is joined."""
    value = fields.get(name)
    if is_missing(value):
        return ""
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    if not isinstance(value, str):
        found.append(f"the {name} is {_kind(value)}, not a string: it is left out")
        return ""
    return " ".join(make_writable(value)[0].split())


def _publication(
    text: str, fields: Mapping[str, object], header: Dateline | None, origin: Origin, found: list[str]
) -> Candidate | None:
    candidates: list[Candidate] = []

    def add(written: str, source: str, is_update: bool = False) -> None:
        try:
            candidates.append(Candidate(parse_date(written), source, is_update))
        except ValueError as error:
            found.append(f"the publication date of its {source} is refused: {error}")

    if header:
        add(header.written, "header", header.is_update)
    if not is_missing(fields.get("published")):
        add(_written(fields["published"]), "metadata" if origin.format == "html" else "input")
    if dateline := find_dateline(text):
        add(dateline.written, "text", dateline.is_update)
    if origin.format in ("txt", "md", "html") and (period := date_in_name(origin.path)):
        candidates.append(Candidate(period, "filename"))
    published, contradictions = settle(candidates)
    found += contradictions
    return published


def _written(value: object) -> str:
    """A date as a table or a record may hold it, in writing: a datetime says its own day, whatever the time zone."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value)


def _kind(value: object) -> str:
    return {dict: "an object", list: "a list", bool: "a boolean"}.get(
        type(value), f"a value of type {type(value).__name__}"
    )
