"""The workbook: what a spreadsheet shows, that nothing in it is a formula, and that edits come back as decisions."""

import csv
import zipfile
from datetime import date
from xml.etree import ElementTree

import openpyxl
import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.review.decisions import read_decisions
from pipeline.review.workbook import HIDDEN, WorkbookError, read_tables, read_workbook, write_workbook
from pipeline.run import run

ARTICLES = {
    "un": "Le 12 mars 2024, Jeanne Morel a vendu l'usine de Valbrune à Lorvel pour 3 millions d'euros. "
    "Selon Élodie Noël, le cœur de l’été 2023 a coûté 40 emplois à Valbrune.",
    "=1+1": "Le 4 mai 2022, Marc Petit a fondé Delvaux à Nantes avec 12 salariés. Marc Petit y avait grandi.",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    inputs = folder / "articles"
    inputs.mkdir()
    for name, text in ARTICLES.items():
        (inputs / f"{name}.txt").write_text(text, "utf-8")
    run(inputs, folder / "out")
    write_workbook(folder / "out", folder / "out" / "recoupe.xlsx")
    return folder


@pytest.fixture
def book(folder):
    return openpyxl.load_workbook(folder / "out" / "recoupe.xlsx")


def rows(sheet):
    header = [cell.value for cell in sheet[1]]
    return [dict(zip(header, line, strict=True)) for line in sheet.iter_rows(min_row=2)]


def row_of(sheet, **wanted):
    return next(row for row in rows(sheet) if all(row[name].value == value for name, value in wanted.items()))


def saved(book, tmp_path):
    book.save(tmp_path / "edited.xlsx")
    return tmp_path / "edited.xlsx"


def edits(book, tmp_path):
    edited = read_workbook(saved(book, tmp_path), "ana", "2024-05-02")
    return [(one.action, one.table, one.anchor.quote, one.new_value) for one in edited.decisions], edited.refused


def test_every_sheet_has_a_header_that_stays_filters_and_its_rows(book, folder):
    for sheet in book:
        if sheet.title != HIDDEN:
            assert sheet.freeze_panes == "A2"
            assert sheet.auto_filter.ref.startswith("A1:")
            assert sheet["A1"].font.bold
    assert book[HIDDEN].sheet_state == "veryHidden"
    with (folder / "out" / "mentions.csv").open(encoding="utf-8", newline="") as handle:
        written = [row["text"] for row in csv.DictReader(handle)]
    assert [row["text"].value for row in rows(book["mentions"])] == written
    assert "Élodie Noël" in written
    assert "cœur de l’été" in row_of(book["mentions"], text="Élodie Noël")["sentence"].value


def test_no_cell_is_a_formula_even_where_an_article_writes_one(book, folder):
    with zipfile.ZipFile(folder / "out" / "recoupe.xlsx") as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                tree = ElementTree.fromstring(archive.read(name))
                assert not [element for element in tree.iter() if element.tag.endswith("}f")]
    odd = [row for row in rows(book["mentions"]) if row["document_id"].value == "=1+1"]
    assert odd
    assert all(row["document_id"].data_type == "s" and row["document_id"].quotePrefix for row in odd)


def test_days_are_days_and_figures_figures(book):
    row = row_of(book["dates"], text="12 mars 2024")
    assert row["date_begin"].value.date() == date(2024, 3, 12)
    assert row_of(book["amounts"], text="3 millions d'euros")["value"].value == 3_000_000


def test_each_row_leads_to_its_article_in_the_report(book, folder):
    link = row_of(book["mentions"], text="Marc Petit")["article"].hyperlink.target
    page, fragment = link.split("#")
    assert f'id="{fragment}"' in (folder / "out" / page).read_text("utf-8")


def test_a_workbook_that_nobody_edited_decides_nothing(book, tmp_path):
    assert edits(book, tmp_path) == ([], ())


def test_edited_cells_are_decisions(book, tmp_path):
    row_of(book["mentions"], text="Lorvel")["label"].value = "MISC"
    row_of(book["mentions"], text="Delvaux")["decision"].value = "reject"
    row_of(book["mentions"], text="Jeanne Morel")["text"].value = "Morel"
    row_of(book["dates"], text="12 mars 2024")["date_begin"].value = date(2024, 3, 1)
    row_of(book["amounts"], text="3 millions d'euros")["value"].value = 3.5
    row_of(book["events"], trigger="vendu")["factuality"].value = "planned"
    row_of(book["entities"], name="Marc Petit")["name"].value = "Marc Petit-Jean"
    nantes = row_of(book["mentions"], text="Nantes")
    nantes["decision"].value, nantes["reason"].value = "accept", "la ville"
    found, refused = edits(book, tmp_path)
    assert refused == ()
    assert sorted(found) == sorted(
        [
            ("change_label", "mentions", "Lorvel", "MISC"),
            ("reject", "mentions", "Delvaux", ""),
            ("change_span", "mentions", "Jeanne Morel", "[[Morel]] label=PER"),
            ("change_value", "dates", "12 mars 2024", "date=2024-03-01..2024-03-12"),
            ("change_value", "amounts", "3 millions d'euros", "value=3.5"),
            ("change_value", "events", "vendu", "factuality=planned"),
            ("merge", "entities", "PER Marc Petit", "PER Marc Petit-Jean"),
            ("accept", "mentions", "Nantes", "label=LOC"),
        ]
    )


def test_a_row_that_a_person_adds_is_what_was_missed_where_the_sentence_says(book, tmp_path):
    sheet = book["mentions"]
    header = [cell.value for cell in sheet[1]]
    sentence = ARTICLES["=1+1"].split(". ")[1]
    new = {"text": "grandi", "label": "MISC", "document_id": "=1+1", "sentence": sentence}
    sheet.append([new.get(name) for name in header])
    (decision,) = read_workbook(saved(book, tmp_path)).decisions
    assert (decision.action, decision.anchor.document_id, decision.anchor.quote) == ("add", "=1+1", "grandi")
    assert decision.anchor.prefix.endswith("y avait ")


def test_sorting_and_hiding_rows_is_no_edit(book, tmp_path):
    sheet = book["amounts"]
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    for place, line in enumerate(reversed(lines), 2):
        for column, value in enumerate(line, 1):
            sheet.cell(place, column).value = value
    assert edits(book, tmp_path) == ([], ())


def test_what_cannot_become_a_decision_is_said_with_its_place(book, tmp_path):
    row_of(book["mentions"], text="Lorvel")["label"].value = "FIRM"
    row_of(book["mentions"], text="Nantes")["decision"].value = "maybe"
    row_of(book["dates"], text="12 mars 2024")["date_begin"].value = "hier"
    row_of(book["amounts"], text="12 salariés")["amount_id"].value = "x"
    book["events"].delete_rows(2)
    del book["entities"]
    found, refused = edits(book, tmp_path)
    assert found == []
    said = "\n".join(refused)
    assert "sheet mentions, row" in said
    for why in (
        "label is 'FIRM'",
        "the action is 'maybe'",
        "'hier..2024-03-12' is no date",
        "'x' is no row that was exported",
        "sheet events: 1 rows are gone",
        "sheet entities: it is gone",
    ):
        assert why in said


@pytest.mark.parametrize("case", ["no workbook", "another workbook"])
def test_a_file_that_is_no_such_workbook_is_refused(case, tmp_path):
    path = tmp_path / "x.xlsx"
    if case == "no workbook":
        path.write_bytes(b"PK nonsense")
    else:
        openpyxl.Workbook().save(path)
    with pytest.raises(WorkbookError, match=r"x\.xlsx"):
        read_workbook(path)


def test_from_the_run_to_the_workbook_and_back_to_the_run(folder, book, tmp_path):
    row_of(book["mentions"], text="Lorvel")["label"].value = "MISC"
    row_of(book["dates"], text="12 mars 2024")["date_begin"].value = date(2024, 3, 1)
    path, to = saved(book, tmp_path), folder / "articles" / "corrections.csv"

    def imported():
        return CliRunner().invoke(app, ["corrections", "import", str(path), "--to", str(to), "--author", "ana"])

    assert "2 decisions added" in imported().stdout
    before = to.read_bytes()
    assert "0 decisions added" in imported().stdout
    assert to.read_bytes() == before
    assert {decision.author for decision in read_decisions(to)[0]} == {"ana"}
    run(folder / "articles", tmp_path / "again")
    rows = read_tables(tmp_path / "again")
    assert rows["problems"] == []
    assert {row["label"] for row in rows["mentions"] if row["text"] == "Lorvel"} == {"MISC"}
    (event,) = (row for row in rows["events"] if row["trigger"] == "vendu")
    assert (event["date_begin"], event["date_end"]) == (date(2024, 3, 1), date(2024, 3, 12))
    exported = CliRunner().invoke(app, ["export", str(tmp_path / "again"), "--to", "xlsx"])
    assert exported.exit_code == 0
    assert (tmp_path / "again" / "recoupe.xlsx").exists()
    to.unlink()


def test_a_folder_without_a_run_is_refused(tmp_path):
    done = CliRunner().invoke(app, ["export", str(tmp_path), "--to", "xlsx"])
    assert done.exit_code == 2
    assert "give the output folder of a run" in done.stderr
