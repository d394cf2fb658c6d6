"""One article, and how it is written in every kind of input."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
import zipfile

import pyarrow
import pyarrow.parquet

from pipeline.article import Article, Problem
from pipeline.reading import read_inputs

TEXT = (
    "date 2024-03 Les œufs de Pâques à 1,20 €\r\n\r\n« Le chocolat a augmenté de 12 % », constate Maëlle Le Guen,"
    " pâtissière à Quimper.\n\nLes clients, eux,\u00a0suivent… 🐣"
)
FIELDS = {"id": "article", "text": TEXT, "published": "2024-03-28", "title": "Les œufs de Pâques"}


def jsonl(*records: object) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def csv_table(*rows: list[str], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def parquet(*records: dict[str, object]) -> bytes:
    return parquet_table(pyarrow.Table.from_pylist(list(records)))


def parquet_table(table: pyarrow.Table) -> bytes:
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(**members: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


EVERY_KIND = {
    "article.txt": TEXT.encode(),
    "article.md": TEXT.encode(),
    "article.TXT": TEXT.encode("utf-16"),
    "a.jsonl": jsonl(FIELDS),
    "a.ndjson": jsonl(FIELDS),
    "a.csv": csv_table(list(FIELDS), list(FIELDS.values())),
    "a.parquet": parquet(FIELDS),
    "article.txt.gz": gzip.compress(TEXT.encode()),
    "a.jsonl.gz": gzip.compress(jsonl(FIELDS)),
    "a.csv.gz": gzip.compress(csv_table(list(FIELDS), list(FIELDS.values()))),
    "a.parquet.gz": gzip.compress(parquet(FIELDS)),
    "txt.zip": zipped(**{"article.txt": TEXT.encode()}),
    "gz.zip": zipped(**{"article.txt.gz": gzip.compress(TEXT.encode())}),
    "jsonl.zip": zipped(**{"a.jsonl": jsonl(FIELDS)}),
    "a.tar": tarred(**{"article.txt": TEXT.encode()}),
    "a.tar.gz": gzip.compress(tarred(**{"article.txt": TEXT.encode()})),
    "a.tgz": gzip.compress(tarred(**{"a.jsonl": jsonl(FIELDS)})),
}


def read(*inputs, **options) -> tuple[dict[str, Article], list[Problem]]:
    """The articles by id, and the problems."""
    rows = list(read_inputs(inputs, **options))
    articles = {row.document_id: row for row in rows if isinstance(row, Article)}
    problems = [row for row in rows if isinstance(row, Problem)]
    assert len(articles) + len(problems) == len(rows)
    return articles, problems


def read_bytes(tmp_path, name: str, data: bytes, **options) -> tuple[dict[str, Article], list[Problem]]:
    (tmp_path / name).write_bytes(data)
    return read(tmp_path / name, **options)
