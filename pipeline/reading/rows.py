"""JSON lines, CSV and Parquet: files of many articles, row by row. A bad row costs no other."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, BinaryIO

from pipeline.reading.articles import FIELDS, Origin, Reading, make_article
from pipeline.reading.encoding import decode
from pipeline.reading.limits import MAX_ARCHIVE_BYTES, MAX_BAD_ROWS, MAX_FILE_BYTES, MAX_ROWS, Refused

if TYPE_CHECKING:
    import pyarrow

Columns = Mapping[str, str]
"""The user's name of each field in `FIELDS`, where it is another."""

_DELIMITERS = ",;\t|"
_PARQUET_BATCH = 64


def read_json_lines(
    handle: BinaryIO, path: str, document_id: str, columns: Columns, encoding: str = ""
) -> Iterator[Reading]:
    """The articles of a stream of JSON objects, one a line; blank lines are passed over, but counted.

    `encoding` is what the stream was in before it was made UTF-8; without it every line is decoded for itself.
    """
    yield from _until_hopeless(_json_readings(handle, path, document_id, columns, encoding))


def _json_readings(handle: BinaryIO, path: str, document_id: str, columns: Columns, encoding: str) -> Iterator[Reading]:
    for number in count(1):
        line = handle.readline(MAX_FILE_BYTES + 1)
        if not line:
            return
        if line.isspace():
            continue
        origin = Origin(path, f"{document_id}__{number}", "jsonl", encoding, place=f"line {number}")
        if len(line) <= MAX_FILE_BYTES:
            yield _read_json(line.rstrip(b"\r\n"), origin, columns)
            continue
        yield origin.refusal("it is longer than 50 MB")
        while line and not line.endswith(b"\n"):
            line = handle.readline(MAX_FILE_BYTES)


def _read_json(line: bytes, origin: Origin, columns: Columns) -> Reading:
    text, encoding, warning = decode(line)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return origin.refusal(f"it is not JSON: {error}")
    if not isinstance(value, dict):
        return origin.refusal("it is JSON, but not an object")
    origin = replace(origin, encoding=origin.encoding or encoding, sha256=hashlib.sha256(line).hexdigest())
    return make_article(_fields(value, columns), origin, (warning,) if warning else ())


def read_json_file(data: bytes, path: str, document_id: str, columns: Columns) -> Iterator[Reading]:
    """The articles of a file of JSON lines, also where it is in UTF-16."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        stream = io.BytesIO(decode(data).text.encode("utf-8", "surrogatepass"))
        return read_json_lines(stream, path, document_id, columns, encoding="utf-16")
    return read_json_lines(io.BytesIO(data), path, document_id, columns)


def read_csv(data: bytes, path: str, document_id: str, columns: Columns) -> Iterator[Reading]:
    """The articles of a CSV file with a header, one a row; rows count from 1, the header and blank lines apart.

    The delimiter is the one of `, ; TAB |` with which the header has a column of texts.
    """
    text, encoding, warning = decode(data)
    delimiter, header = _csv_header(text, columns.get("text", "text"))
    warnings = [warning] if warning else []
    warnings += [
        f"the column {name} is there twice: the first is read" for name in _used(columns) if header.count(name) > 1
    ]
    yield Reading(None, tuple(Origin(path, "", "csv").problem(message, "warning") for message in warnings))
    yield from _until_hopeless(
        _csv_readings(_csv_rows(text, delimiter), header, Origin(path, document_id, "csv", encoding), columns)
    )


def _csv_readings(
    rows: Iterator[list[str] | csv.Error], header: list[str], file: Origin, columns: Columns
) -> Iterator[Reading]:
    for number, row in enumerate(rows, 1):
        origin = replace(file, document_id=f"{file.document_id}__{number}", place=f"row {number}")
        if number > MAX_ROWS:
            yield origin.refusal(f"more than {MAX_ROWS} rows are not read")
            return
        if isinstance(row, csv.Error):
            yield origin.refusal(f"it is not CSV: {row}")
        elif any(row[len(header) :]):
            yield origin.refusal(f"it has {len(row)} cells, the header {len(header)}: a text without quotation marks?")
        else:
            cells = reversed(list(zip(header, row, strict=False)))  # a short row misses its last cells
            yield make_article(_fields(dict(cells), columns), origin)


def _csv_rows(text: str, delimiter: str) -> Iterator[list[str] | csv.Error]:
    """The rows below the header; one that is not CSV is the error, and the next line is tried."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    _next_row(reader)
    while True:
        try:
            row = _next_row(reader)
        except csv.Error as error:
            yield csv.Error(f"{error} (at line {reader.line_num} of the file)")
            continue
        if row is None:
            return
        if row:
            yield row


def _csv_header(text: str, wanted: str) -> tuple[str, list[str]]:
    """The delimiter and the names of the columns; Refused where there is no column of texts."""
    for delimiter in _DELIMITERS:
        try:
            row = _next_row(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
        except csv.Error:
            continue
        if row and wanted in (header := [name.strip() for name in row]):
            return delimiter, header
    raise Refused(f"its first row names no column {wanted!r} (the columns may be mapped to other names)")


def _next_row(reader: Iterator[list[str]]) -> list[str] | None:
    """The next row of a CSV reader, None at the end; the module's bound on a cell is lifted for this row alone."""
    before = csv.field_size_limit(MAX_FILE_BYTES)
    try:
        return next(reader, None)
    finally:
        csv.field_size_limit(before)


def read_parquet(data: bytes, path: str, document_id: str, columns: Columns) -> Iterator[Reading]:
    """The articles of a Parquet file, one a row; rows count from 1."""
    origins = (Origin(path, f"{document_id}__{number}", "parquet", place=f"row {number}") for number in count(1))
    rows = zip(_parquet_rows(data, columns), origins, strict=False)
    yield from _until_hopeless(make_article(_fields(row, columns), origin) for row, origin in rows)


def _parquet_rows(data: bytes, columns: Columns) -> Iterator[dict[str, object]]:
    """The rows of a Parquet file, one in memory at a time: texts that are stored once and named often stay so."""
    import pyarrow
    import pyarrow.parquet

    wanted = columns.get("text", "text")
    try:
        whole = pyarrow.parquet.ParquetFile(io.BytesIO(data))
        if wanted not in whole.schema_arrow.names:
            raise Refused(f"it has no column {wanted!r} (the columns may be mapped to other names)")
        if whole.metadata.num_rows > MAX_ROWS:
            raise Refused(f"it has more than {MAX_ROWS} rows")
        flat = [wanted] if wanted in {whole.schema.column(index).path for index in range(len(whole.schema))} else []
        file = pyarrow.parquet.ParquetFile(io.BytesIO(data), metadata=whole.metadata, read_dictionary=flat)
        names = [name for name in _used(columns) if name in whole.schema_arrow.names]
        size = 0
        for batch in file.iter_batches(_PARQUET_BATCH, columns=names):
            cells = [batch.column(batch.schema.names.index(name)) for name in names]
            for index in range(len(batch)):
                row = {name: _cell(column[index]) for name, column in zip(names, cells, strict=True)}
                size += sum(len(value) for value in row.values() if isinstance(value, str))
                if size > MAX_ARCHIVE_BYTES:
                    raise Refused("its texts unpack to more than 2 GB")
                yield row
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        raise Refused(f"it is not Parquet, or damaged: {error}") from error


def _cell(scalar: pyarrow.Scalar) -> object:
    """The value of a Parquet cell; bytes, and strings that are not UTF-8, are decoded as a text file is."""
    try:
        value = scalar.as_py()
    except UnicodeDecodeError:
        value = getattr(scalar, "value", scalar).as_buffer().to_pybytes()
    except (ValueError, OverflowError):
        value = f"{scalar.type} out of range"
    return decode(value).text if isinstance(value, bytes) else value


def _until_hopeless(readings: Iterable[Reading]) -> Iterator[Reading]:
    """The readings of a file's rows, up to where so many in a row were refused that it is no file of articles."""
    refused = 0
    for reading in readings:
        yield reading
        refused = 0 if reading.article else refused + 1
        if refused == MAX_BAD_ROWS and reading.origin:
            yield reading.origin.refusal(f"{MAX_BAD_ROWS} rows in a row were refused, the rest of the file is not read")
            return


def _used(columns: Columns) -> list[str]:
    """The user's names of all fields."""
    return [columns.get(name, name) for name in FIELDS]


def _fields(row: Mapping[str, object], columns: Columns) -> dict[str, object]:
    """The fields of an article, by our names, that a row holds by the user's."""
    return {name: row[column] for name in FIELDS if (column := columns.get(name, name)) in row}
