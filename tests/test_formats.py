"""One article in every format it may come in gives the same tables, but for where and how it was read."""

import csv
import gzip
import io
import json
import zipfile

import pandas as pd
import pytest

from pipeline.run import run
from pipeline.tables.schema import TABLES
from tests.paths import SEEDS

NAME = "10_faillite_lorvel"
TEXT = (SEEDS / f"{NAME}.txt").read_bytes().decode()
READ_AS = ("path", "format", "encoding", "sha256")


def as_csv(text):
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerows([["id", "text"], [NAME, text]])
    return buffer.getvalue().encode()


def as_parquet(text):
    buffer = io.BytesIO()
    pd.DataFrame({"id": [NAME], "text": [text]}).to_parquet(buffer)
    return buffer.getvalue()


def as_zip(text):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(f"{NAME}.txt", text.encode())
    return buffer.getvalue()


FORMATS = {
    "txt": (f"{NAME}.txt", str.encode),
    "md": (f"{NAME}.md", str.encode),
    "byte order mark": (f"{NAME}.txt", lambda text: b"\xef\xbb\xbf" + text.encode()),
    "utf-16": (f"{NAME}.txt", lambda text: text.encode("utf-16")),
    "jsonl": ("articles.jsonl", lambda text: json.dumps({"id": NAME, "text": text}).encode()),
    "csv": ("articles.csv", as_csv),
    "parquet": ("articles.parquet", as_parquet),
    "gzip": (f"{NAME}.txt.gz", lambda text: gzip.compress(text.encode())),
    "zip": ("articles.zip", as_zip),
}


def extracted(folder, name, data):
    folder.mkdir()
    (folder / name).write_bytes(data)
    return run([folder / name]).rows


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return extracted(tmp_path_factory.mktemp("plain") / "in", f"{NAME}.txt", TEXT.encode())


@pytest.mark.parametrize("case", FORMATS)
def test_every_format_gives_the_same_tables(case, plain, tmp_path):
    name, encode = FORMATS[case]
    rows = extracted(tmp_path / "in", name, encode(TEXT))
    for table in TABLES:
        ours, theirs = rows[table], plain[table]
        if table == "documents":
            ours, theirs = (
                [{k: v for k, v in row.items() if k not in READ_AS} for row in side] for side in (ours, theirs)
            )
        assert ours == theirs, table


def test_a_web_page_gives_the_same_facts_over_its_own_text(plain, tmp_path):
    paragraphs = "".join(f"<p>{block}</p>\n" for block in TEXT.split("\n\n"))
    page = f"<html lang='fr'><head><meta charset='utf-8'></head><body><article>{paragraphs}</article></body></html>"
    rows = extracted(tmp_path / "in", f"{NAME}.html", page.encode())
    text = rows["texts"][0]["text"]

    def facts(rows, table, *columns):
        # trafilatura makes no-break spaces plain ones
        return [tuple(" ".join(str(row[column]).split()) for column in ("text", *columns)) for row in rows[table]]

    assert all(text[row["start_char"] : row["end_char"]] == row["text"] for row in rows["mentions"])
    assert facts(rows, "mentions", "label") == facts(plain, "mentions", "label")
    assert facts(rows, "dates", "date_begin", "date_end", "edtf") == facts(
        plain, "dates", "date_begin", "date_end", "edtf"
    )
    assert facts(rows, "amounts", "kind", "value", "low", "high") == facts(
        plain, "amounts", "kind", "value", "low", "high"
    )


def test_a_table_may_have_other_names_for_its_columns(tmp_path):
    (tmp_path / "table.csv").write_text("cle,corps\na1,Le 3 mai 2020 il pleut.\n", encoding="utf-8")
    from pipeline.run import Settings

    rows = run([tmp_path / "table.csv"], settings=Settings(columns={"id": "cle", "text": "corps"})).rows
    assert [row["document_id"] for row in rows["documents"]] == ["a1"]


def test_the_users_own_names_always_win(tmp_path):
    (tmp_path / "a.txt").write_text("Hier, Le Fief du Dragon a signé avec Airbus à Nantes.", encoding="utf-8")
    listed = "alias,name,label\nLe Fief du Dragon,Le Fief du Dragon SA,ORG\n"
    (tmp_path / "names.csv").write_text(listed, encoding="utf-8")
    (mention, *_) = run([tmp_path]).rows["mentions"]
    assert (mention["text"], mention["label"], mention["source"]) == ("Le Fief du Dragon", "ORG", "gazetteer")
