"""Corrections in real runs: done, kept through incremental ones, said where they cannot be done, refused as a file."""

import csv

import pytest

from pipeline.review.decisions import COLUMNS
from tests.command import recoupe

ARTICLES = {
    "un": "Le 12 mars 2024, Jeanne Morel a vendu l'usine de Valbrune à Lorvel pour 3 millions d'euros.",
    "deux": "Le 4 mai 2022, Marc Petit a fondé Delvaux à Nantes avec 12 salariés.",
}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def decide(folder, *rows):
    with (folder / "corrections.csv").open("a", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS)
        if handle.tell() == 0:
            writer.writeheader()
        writer.writerows(rows)


def extract(folder, out):
    done = recoupe("extract", folder, "--output", out)
    assert done.returncode == 0, done.stderr
    return done


def table(out, name):
    with (out / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_corrections_are_done_by_the_next_run_and_by_all_after_it(folder, tmp_path):
    out = tmp_path / "out"
    extract(folder, out)
    decide(
        folder,
        {"action": "change_label", "document_id": "un", "table": "mentions", "quote": "Lorvel", "new_value": "MISC"},
        {"action": "reject", "document_id": "deux", "table": "dates", "quote": "4 mai 2022"},
        {"action": "merge", "table": "entities", "quote": "PER Marc Petit", "new_value": "PER Marc Petit-Jean"},
    )

    def corrected():
        label = next(row for row in table(out, "mentions") if row["text"] == "Lorvel")
        assert (label["label"], label["source"]) == ("MISC", "review")
        assert not [row for row in table(out, "dates") if row["document_id"] == "deux"]
        assert "Marc Petit-Jean" in {row["name"] for row in table(out, "entities")}

    assert "0 read, 2 reused" in extract(folder, out).stdout
    corrected()
    assert "nothing has changed" in extract(folder, out).stdout
    (folder / "un.txt").write_text("Une phrase de plus. " + ARTICLES["un"], "utf-8")
    (folder / "trois.txt").write_text("Le 5 juin 2023, Delvaux a fermé.", "utf-8")
    assert "2 read, 1 reused" in extract(folder, out).stdout
    corrected()
    extract(folder, tmp_path / "afresh")
    for path in out.iterdir():
        if path.suffix in (".csv", ".parquet", ".html"):
            assert path.read_bytes() == (tmp_path / "afresh" / path.name).read_bytes(), path.name


def test_what_cannot_be_done_is_in_the_problems_and_in_the_report(folder, tmp_path):
    out = tmp_path / "out"
    decide(
        folder,
        {"action": "reject", "document_id": "un", "table": "mentions", "quote": "Stellantis"},
        {"action": "reject", "document_id": "quatre", "table": "dates", "quote": "mai"},
        {"action": "erase", "document_id": "un", "table": "mentions", "quote": "Lorvel"},
    )
    done = extract(folder, out)
    assert "3 problems" in done.stdout
    said = {row["message"]: row["severity"] for row in table(out, "problems")}
    assert sorted(said.values()) == ["error", "warning", "warning"]
    page = (out / "report.html").read_text("utf-8")
    for message in said:
        assert message.startswith("line ")
        assert message.split(": ", 1)[1][:40].split("'")[0] in page
    assert "3 problems" in extract(folder, out).stdout  # and it is said again where nothing has changed


def test_a_file_that_cannot_be_used_stops_the_run_before_it_writes(folder, tmp_path):
    (folder / "corrections.csv").write_text("who,what\nme,this\n", "utf-8")
    done = recoupe("extract", folder, "--output", tmp_path / "out")
    assert done.returncode == 2
    assert "corrections.csv: no column action" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out" / "mentions.csv").exists()
