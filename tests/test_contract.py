"""Every table, column, type and key that docs/contract.md promises is in the files of a real run."""

import csv
import json
import re
from datetime import date

import frictionless
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import extract
from pipeline.tables.arrow import arrow_schema
from pipeline.tables.schema import TABLES
from tests.paths import ROOT, SEEDS


def promised_tables():
    """Table and columns, read from the table in docs/contract.md."""
    rows = re.findall(r"^\| (\w+) \| [^|]+ \| ([\w, ]+) \|$", (ROOT / "docs" / "contract.md").read_text("utf-8"), re.M)
    return {name: columns.split(", ") for name, columns in rows if name != "table"}


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_schema_declares_what_the_contract_promises():
    promised = promised_tables()
    assert set(promised) == set(TABLES)
    for name, columns in promised.items():
        declared = [column.name for column in TABLES[name].public]
        assert [column for column in columns if column not in declared] == [], name


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_written_as_csv_and_typed_parquet_with_the_same_rows(seed_run, name):
    table = pq.read_table(seed_run.folder / f"{name}.parquet")
    rows = read_csv(seed_run.folder / f"{name}.csv")
    assert table.schema.equals(arrow_schema(TABLES[name]))
    assert (seed_run.folder / f"{name}.csv").read_text("utf-8").splitlines()[0].replace('"', "").split(
        ","
    ) == table.column_names
    assert len(rows) == table.num_rows

    def shown(value):
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).lower()
        return value.isoformat() if isinstance(value, date) else value

    for row, typed in zip(rows, table.to_pylist(), strict=True):
        for column in TABLES[name].public:
            cell = shown(typed[column.name])
            assert (float(row[column.name]) == cell) if isinstance(cell, float) else (row[column.name] == str(cell))


def test_arrow_types_are_those_of_the_contract():
    types = {kind: set() for kind in ("string", "integer", "number", "boolean", "date")}
    for table in TABLES.values():
        for column in table.public:
            types[column.kind].add(arrow_schema(table).field(column.name).type)
    assert types == {
        "string": {pa.string()},
        "integer": {pa.int64()},
        "number": {pa.float64()},
        "boolean": {pa.bool_()},
        "date": {pa.date32()},
    }


def test_the_data_package_is_valid_for_frictionless_down_to_foreign_keys(seed_run):
    report = frictionless.Package(str(seed_run.folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "fieldName", "rowNumber", "note"])[:5]
    assert len(report.tasks) == len(TABLES)


def test_rows_stand_in_the_documented_order(seed_run):
    for name, table in TABLES.items():
        keys = [
            tuple((row[column] is None, row[column]) for column in table.order)
            for row in pq.read_table(seed_run.folder / f"{name}.parquet").to_pylist()
        ]
        assert keys == sorted(keys), name


def test_every_quotation_is_what_stands_at_its_offsets(seed_run):
    texts = {row["document_id"]: row["text"] for row in pq.read_table(seed_run.folder / "texts.parquet").to_pylist()}
    assert texts == {path.stem: path.read_bytes().decode() for path in SEEDS.glob("*.txt")}
    checked = 0
    for name, table in TABLES.items():
        for row in pq.read_table(seed_run.folder / f"{name}.parquet").to_pylist():
            for text, start, end in table.quotes:
                if row[text] is not None:
                    assert texts[row["document_id"]][row[start] : row[end]] == row[text]
                    checked += 1
    assert checked > 1000


def test_every_table_of_facts_holds_rows_for_the_seeds(seed_run):
    empty = [name for name in TABLES if pq.read_metadata(seed_run.folder / f"{name}.parquet").num_rows == 0]
    assert set(empty) <= {"conflicts", "near_misses", "problems"}


def test_run_json_says_what_was_run(seed_run):
    report = json.loads((seed_run.folder / "run.json").read_text("utf-8"))
    assert report["counts"]["documents"] == len(list(SEEDS.glob("*.txt")))
    assert {"names", "dates", "amounts", "events", "writing"} <= set(report["seconds"])
    assert {"schema_version", "inputs", "settings", "versions"} <= set(report)


def test_the_python_api_gives_data_frames_of_the_same_tables():
    article = {
        "id": "a",
        "text": "Le 12 mars 2024, Renault a vendu 3 usines pour 2 millions d'euros.",
        "published": "2024-03",
    }
    tables = extract([article])
    assert set(tables) == set(TABLES)
    assert tables["dates"]["date_begin"].tolist() == [date(2024, 3, 12)]
    assert tables["documents"]["published_end"].tolist() == [date(2024, 3, 31)]


def test_no_article_gives_every_table_with_its_header():
    tables = extract([])
    assert {name: list(table.columns) for name, table in tables.items()} == {
        name: [column.name for column in table.public] for name, table in TABLES.items()
    }
    assert all(table.empty for table in tables.values())
