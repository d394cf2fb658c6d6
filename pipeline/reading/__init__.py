"""Inputs to articles: files, folders, archives and standard input, each refused part with its reason.

A file becomes `Found` (inputs.py), its bytes are decoded (encoding.py), its rows are read (rows.py), and the fields of
one article become an `Article` (articles.py) with its publication date settled (publication.py, header.py).
"""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.article import Article, Problem
from pipeline.reading.articles import FIELDS, Origin, Reading, clean_name, make_article
from pipeline.reading.encoding import check_is_text, decode
from pipeline.reading.inputs import Found, InputError, document_id_of, find_files, problem, read_file, unpack_gzip
from pipeline.reading.limits import MAX_FILE_BYTES, Refused
from pipeline.reading.rows import Columns, read_csv, read_json_file, read_json_lines, read_parquet

__all__ = [
    "FIELDS",
    "MAX_FILE_BYTES",
    "STDIN",
    "Found",
    "InputError",
    "Reading",
    "Source",
    "TakenIds",
    "find_inputs",
    "read_found",
    "read_inputs",
    "read_records",
    "read_stdin",
    "record_readings",
]

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """An INPUT argument: the files found in it, sorted, and what could not be looked into."""

    argument: str
    files: Sequence[Found] = ()
    problems: Sequence[Problem] = ()


def read_inputs(
    inputs: Sequence[str | os.PathLike[str]],
    *,
    output: Path | None = None,
    columns: Mapping[str, str] = {},
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Problem]:
    """The articles of files, folders (recursive), archives and `-` (JSON lines on standard input), and what is refused.

    Every article comes with its warnings behind it; the order depends on the names alone, not on that of `inputs`.
    One file is in memory at a time. `output` is the folder the run writes to: it is not read. `columns` maps our
    names (`FIELDS`) to the user's in JSON lines, CSV and Parquet.

    Raises InputError, before anything is read, where an input does not exist or holds nothing that can be read.
    """
    sources = find_inputs(inputs, output=output, columns=columns)

    def readings() -> Iterator[Reading]:
        for source in sources:
            yield Reading(None, tuple(source.problems))
            if source.argument == STDIN:
                yield from read_stdin(stdin, columns)
            for file in source.files:
                yield from read_found(file, columns)

    return _unique(readings())


def find_inputs(
    inputs: Sequence[str | os.PathLike[str]], *, output: Path | None = None, columns: Mapping[str, str] = {}
) -> list[Source]:
    """What there is to read, in an order that depends on the names alone; nothing is read yet. Raises InputError."""
    if unknown := sorted(set(columns) - set(FIELDS)):
        raise InputError(f"an article has no field {unknown[0]!r} to map a column to: it has {', '.join(FIELDS)}")
    arguments = sorted(os.fspath(argument) for argument in inputs)
    sources = [Source(argument, *(() if argument == STDIN else find_files(argument, output))) for argument in arguments]
    if not any(source.argument == STDIN or source.files for source in sources):
        raise InputError("the inputs hold nothing that can be read")
    return sources


def read_found(file: Found, columns: Columns) -> Iterator[Reading]:
    """What one file gives; a problem at least."""
    return _or_nothing(file.path, _read(file, columns))


def read_stdin(stdin: BinaryIO | None, columns: Columns) -> Iterator[Reading]:
    """What the JSON lines on standard input (or in `stdin`) give; a problem at least."""
    return _or_nothing(STDIN, read_json_lines(stdin or sys.stdin.buffer, STDIN, "stdin", columns))


def read_records(records: Iterable[Mapping[str, object]]) -> Iterator[Article | Problem]:
    """The articles of the Python API: mappings with `text` and any other of `FIELDS`; an `id` is made where none is."""
    return _unique(record_readings(records))


def record_readings(records: Iterable[Mapping[str, object]]) -> Iterator[Reading]:
    """What the records of the Python API give, one by one."""
    for number, record in enumerate(records, 1):
        yield make_article(record, Origin("records", f"record__{number}", "record", place=f"record {number}"))


class TakenIds:
    """The ids of the articles so far, and where each stands: no two articles are called the same."""

    def __init__(self) -> None:
        self._by: dict[str, str] = {}

    def take(self, document_id: str, path: str, place: str) -> Problem | None:
        """Take an id for the article at `place` (may be empty) in `path`; why not, where it is taken already."""
        if first := self._by.get(document_id):
            return Origin(path, "", "", place=place).problem(
                f"the document id {document_id} is taken already, by {first}"
            )
        self._by[document_id] = f"{path}, {place}" if place else path
        return None


def _unique(readings: Iterable[Reading]) -> Iterator[Article | Problem]:
    """The articles and problems of all readings, but for articles whose id is taken."""
    taken = TakenIds()
    for reading in readings:
        article, origin = reading.article, reading.origin
        if article is None or origin is None:
            yield from reading.problems
        elif refusal := taken.take(article.document_id, origin.path, origin.place):
            yield refusal
        else:
            yield article
            yield from reading.problems


def _or_nothing(path: str, readings: Iterable[Reading]) -> Iterator[Reading]:
    """The readings, or a problem where there are none: no input goes without a row."""
    count = 0
    for reading in readings:
        count += 1 if reading.article else len(reading.problems)
        yield reading
    if not count:
        yield Reading(None, (problem(path, "it holds no article"),))


def _read(file: Found, columns: Columns) -> Iterator[Reading]:
    """The articles of one file or archive; whatever is wrong with it, it is a problem of this file alone."""
    path = clean_name(file.path)
    if path != unicodedata.normalize("NFC", file.path):
        message = "the name holds line breaks, control characters or undecodable bytes, shown here as U+FFFD"
        yield Reading(None, (problem(path, message, "warning"),))
    if file.format in ("zip", "tar"):
        from pipeline.reading.archives import read_archive

        for member in read_archive(file):
            if isinstance(member, Problem):
                yield Reading(None, (member,))
            else:
                yield from _read_data(clean_name(member.path), member.format, member.data, columns)
        return
    try:
        data = read_file(file)
    except OSError as error:
        yield Reading(None, (problem(path, f"the file cannot be read: {error.strerror}"),))
    except Refused as refusal:
        yield Reading(None, (problem(path, f"the file is refused: {refusal}"),))
    else:
        yield from _read_data(path, file.format, data, columns)


def _read_data(path: str, form: str, data: bytes, columns: Columns) -> Iterator[Reading]:
    """The articles in the bytes of one file."""
    try:
        if path.lower().endswith(".gz"):
            data = unpack_gzip(data)
        if not data:
            raise Refused("it is empty")
        if form == "parquet":
            yield from read_parquet(data, path, document_id_of(path), columns)
            return
        check_is_text(data)
        if form == "jsonl":
            yield from read_json_file(data, path, document_id_of(path), columns)
        elif form == "csv":
            yield from read_csv(data, path, document_id_of(path), columns)
        else:
            yield _read_text(data, path, form)
    except Refused as refusal:
        yield Reading(None, (problem(path, f"the file is refused: {refusal}"),))


def _read_text(data: bytes, path: str, form: str) -> Reading:
    text, encoding, warning = decode(data)
    origin = Origin(path, document_id_of(path), form, encoding, hashlib.sha256(data).hexdigest())
    fields: dict[str, object] = {"text": text}
    if form == "html":
        from pipeline.reading.webpage import read_page

        fields = read_page(text)
    return make_article(fields, origin, (warning,) if warning else ())
