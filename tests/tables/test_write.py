"""Tables are written as they come, and the bytes depend on the rows alone."""

import csv

import pyarrow.parquet as pq

from pipeline.tables import write
from pipeline.tables.schema import empty_rows
from pipeline.tables.write import TableWriter

AWKWARD = ['=HYPERLINK("x")', 'a "quoted", cell', "two\nlines\r\n", "NA", "  spaces  ", "é🎉"]


def written(folder, pieces):
    folder.mkdir()
    with TableWriter(folder) as writer:
        for rows in pieces:
            writer.write(empty_rows() | rows)
        writer.finish()
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def texts(names):
    return [{"texts": [{"document_id": name, "text": text}]} for name, text in zip(names, AWKWARD, strict=True)]


def test_cells_are_written_as_they_are(tmp_path):
    written(tmp_path / "out", texts("abcdef"))
    with (tmp_path / "out" / "texts.csv").open(encoding="utf-8", newline="") as handle:
        assert [row["text"] for row in csv.DictReader(handle)] == AWKWARD


def test_tables_whose_order_is_not_that_of_the_articles_are_sorted(tmp_path):
    # "a b" comes after "a", but what is called after it ("a b:…") comes before what is called after "a" ("a:…").
    links = [{"event_id": f"{name}:event:1-2", "amount_id": "x", "about_entity_id": ""} for name in ("a", "a b")]
    written(tmp_path / "out", [{"event_amounts": [link]} for link in links])
    table = pq.read_table(tmp_path / "out" / "event_amounts.parquet")
    assert table["event_id"].to_pylist() == ["a b:event:1-2", "a:event:1-2"]
    assert table["about_entity_id"].to_pylist() == [None, None]


def test_groups_of_rows_bound_the_memory_and_change_no_row(tmp_path, monkeypatch):
    whole = written(tmp_path / "whole", texts("abcdef"))
    monkeypatch.setattr(write, "_GROUP", 20)
    parts = written(tmp_path / "parts", texts("abcdef"))
    assert pq.ParquetFile(tmp_path / "parts" / "texts.parquet").num_row_groups > 1
    assert parts["texts.csv"] == whole["texts.csv"]
    assert pq.read_table(tmp_path / "parts" / "texts.parquet") == pq.read_table(tmp_path / "whole" / "texts.parquet")
