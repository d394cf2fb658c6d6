"""A set of outputs takes the place of the old one whole, or not at all."""

import csv

import pytest

from pipeline.tables.arrow import to_arrow
from pipeline.tables.schema import empty_rows
from pipeline.tables.write import replacing, write_tables


def test_cells_are_written_as_they_are(tmp_path):
    rows = empty_rows()
    awkward = ['=HYPERLINK("x")', 'a "quoted", cell', "two\nlines\r\n", "NA", "  spaces  ", "é🎉"]
    rows["texts"] = [{"document_id": f"d{i}", "text": text} for i, text in enumerate(awkward)]
    write_tables(to_arrow(rows), tmp_path)
    with (tmp_path / "texts.csv").open(encoding="utf-8", newline="") as handle:
        assert [row["text"] for row in csv.DictReader(handle)] == awkward


def test_a_complete_set_replaces_the_old_files_and_leaves_the_users(tmp_path):
    (tmp_path / "dates.csv").write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    with replacing(tmp_path) as folder:
        (folder / "dates.csv").write_text("new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"dates.csv": "new", "notes.txt": "mine"}


def test_a_set_that_fails_on_the_way_changes_nothing(tmp_path):
    (tmp_path / "dates.csv").write_text("old")

    def fail():
        with replacing(tmp_path) as folder:
            (folder / "dates.csv").write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"dates.csv": "old"}
