"""JSON lines, CSV, Parquet and records: a bad row costs no other, and fields are taken as they are meant."""

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone

import pandas
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import Article, Period, Problem
from pipeline.reading import InputError, read_inputs, read_records
from pipeline.reading.rows import read_csv
from tests.reading.articles import csv_table, jsonl, parquet, parquet_table, read, read_bytes

DAY = Period(date(2024, 3, 5), date(2024, 3, 5))


def read_stdin(data: bytes) -> list[Article | Problem]:
    return list(read_inputs(["-"], stdin=io.BytesIO(data)))


def test_standard_input_is_json_lines():
    first, second, *problems = read_stdin(jsonl({"text": "Un."}) + b"\r\n{\n" + jsonl({"id": "b", "text": "Deux."}))
    assert (first.document_id, first.path, first.text) == ("stdin__1", "-", "Un.")
    assert "line 3" in second.message
    assert [row.document_id for row in problems] == ["b"]
    assert "no article" in read_stdin(b"")[0].message


def test_standard_input_is_read_as_it_comes():
    class Endless(io.RawIOBase):
        def readline(self, _size=-1):
            return b'{"text": "Encore."}\n'

    rows = read_inputs(["-"], stdin=Endless())
    assert [next(rows).document_id for _ in range(3)] == ["stdin__1", "stdin__2", "stdin__3"]


def test_a_bad_line_costs_no_other(tmp_path):
    lines = [
        b'{"id": "a", "text": "Un."}',
        b'{"id": "b", "text": "Deux."',
        b'{"id": "c"}',
        b'{"id": "d", "text": 12}',
        b'{"id": "e", "text": ["Un", "texte"]}',
        b'{"id": "f", "text": "  "}',
        b"[1, 2]",
        b"\xff\xfe\x00",
        b'{"id": "g", "text": null}',
        b'{"id": "h", "text": "Fin.", "autre": {"x": [1]}}',
    ]
    articles, problems = read_bytes(tmp_path, "a.jsonl", b"\n".join(lines))
    assert list(articles) == ["a", "h"]
    assert [problem.message.split(":")[0] for problem in problems] == [f"line {number}" for number in range(2, 10)]
    assert {problem.severity for problem in problems} == {"error"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("x", "x"),
        (" a/b ", "a/b"),
        (7, "7"),
        (7.0, "7"),
        ("e\u0301", "é"),
        ("a\nb", "a\ufffdb"),
        (None, "record__1"),
        ("", "record__1"),
        (float("nan"), "record__1"),
        (pandas.NA, "record__1"),
        (7.5, "record__1"),
        (True, "record__1"),
        ([1], "record__1"),
        ("x" * 300, "record__1"),
    ],
)
def test_an_id_is_a_string_or_a_whole_number(given, expected):
    article = next(read_records([{"id": given, "text": "Un texte."}]))
    assert article.document_id == expected


@pytest.mark.parametrize(
    "published",
    [
        "2024-03-05",
        "2024-03-05T23:59:59-11:00",
        "5 mars 2024",
        20240305,
        date(2024, 3, 5),
        datetime(2024, 3, 5, 23, 59, tzinfo=UTC),
        pandas.Timestamp("2024-03-05 23:00", tz="America/New_York"),
        datetime(2024, 3, 5, 1, tzinfo=timezone(timedelta(hours=9))),
    ],
)
def test_a_date_is_taken_as_it_is_written(published):
    (article,) = read_records([{"text": "Un texte.", "published": published}])
    assert (article.published, article.published_source) == (DAY, "input")


@pytest.mark.parametrize("published", [None, "", float("nan"), pandas.NaT, pandas.NA])
def test_a_missing_date_is_no_problem(published):
    (article,) = read_records([{"text": "Un texte.", "published": published}])
    assert (article.published, article.published_source) == (None, "")


def test_other_fields_are_one_line_each():
    article, problem = read_records(
        [
            {
                "text": "Un texte.",
                "title": " Un\n titre ",
                "authors": ["Jeanne Roux", "Paul Le Gall"],
                "url": 3,
                "source": None,
            }
        ]
    )
    assert (article.title, article.authors, article.url, article.source) == (
        "Un titre",
        "Jeanne Roux; Paul Le Gall",
        "",
        "",
    )
    assert "the url" in problem.message


def test_records_are_refused_like_rows():
    rows = list(
        read_records(
            [
                {"id": "a", "text": ""},
                {"id": "b", "text": b"Un texte."},
                {"id": "c", "text": "Un."},
                {"id": "c", "text": "Un."},
            ]
        )
    )
    assert [type(row).__name__ for row in rows] == ["Problem", "Problem", "Article", "Problem"]
    assert "record 4" in rows[-1].message


def test_a_frame_of_articles_is_an_iterable_of_records():
    frame = pandas.DataFrame({"id": [1, 2], "text": ["Un texte.", "Un autre."], "published": ["2024-03-05", None]})
    assert [row.document_id for row in read_records(frame.to_dict("records"))] == ["1", "2"]


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@given(
    st.lists(CELLS.filter(lambda cell: any(c.isalpha() for c in cell)), min_size=1, max_size=5),
    st.sampled_from(",;\t|"),
)
def test_any_text_comes_back_from_csv(texts, delimiter):
    data = csv_table(["n", "text"], *([str(number), text] for number, text in enumerate(texts)), delimiter=delimiter)
    readings = list(read_csv(data, "a.csv", "a", {}))
    assert [reading.article.text for reading in readings if reading.article] == texts


def test_a_field_of_megabytes_is_read_and_the_bound_of_the_csv_module_stays(tmp_path):
    text = "Il pleut à Brest. " * 200_000
    before = csv.field_size_limit()
    articles, problems = read_bytes(tmp_path, "a.csv", csv_table(["id", "text"], ["a", text], ["b", "Un."]))
    assert articles["a"].text == text
    assert articles["b"].text == "Un."
    assert not problems
    assert csv.field_size_limit() == before


def test_bad_rows_of_a_csv_cost_no_other(tmp_path):
    data = (
        'id,text,title\na,"Un texte.",Un titre\n\nb,Un texte, sans guillemets, coupé\nc\n'
        'd,"Un ""texte"".",\ne,"Un "mauvais" texte",x\nf,Un texte.,Titre,,\ng,"Jamais fermé\nh,Perdu'
    )
    articles, problems = read_bytes(tmp_path, "a.csv", data.encode())
    assert {name: article.text for name, article in articles.items()} == {
        "a": "Un texte.",
        "d": 'Un "texte".',
        "f": "Un texte.",
    }
    assert [problem.message.split(":")[0] for problem in problems] == ["row 2", "row 3", "row 5", "row 7"]


def test_a_column_that_is_there_twice_is_told(tmp_path):
    articles, problems = read_bytes(
        tmp_path, "a.csv", csv_table(["id", "text", "text"], ["a", "Le premier.", "Le second."])
    )
    assert articles["a"].text == "Le premier."
    assert [(problem.severity, "twice" in problem.message) for problem in problems] == [("warning", True)]


@pytest.mark.parametrize("write", [jsonl, lambda row: csv_table(list(row), list(row.values())), parquet])
def test_columns_may_have_other_names(write, tmp_path):
    suffix = {"jsonl": ".jsonl", "parquet": ".parquet"}.get(write.__name__, ".csv")
    row = {"numéro": "a", "corps": "Un texte.", "date": "2024-03-05", "text": "Un autre.", "titre": "Un titre"}
    columns = {"id": "numéro", "text": "corps", "published": "date", "title": "titre"}
    articles, problems = read_bytes(tmp_path, f"x{suffix}", write(row), columns=columns)
    assert not problems
    assert (articles["a"].text, articles["a"].title, articles["a"].published) == ("Un texte.", "Un titre", DAY)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (pyarrow.string(), ["2024-03-05"]),
        (pyarrow.large_string(), ["2024-03-05"]),
        (pyarrow.date32(), [date(2024, 3, 5)]),
        (pyarrow.timestamp("ns"), [datetime(2024, 3, 5, 23, 30)]),
        (pyarrow.timestamp("us", tz="Europe/Paris"), [datetime(2024, 3, 4, 23, 30, tzinfo=UTC)]),
        (pyarrow.int32(), [20240305]),
        (pyarrow.dictionary(pyarrow.int8(), pyarrow.string()), ["2024-03-05"]),
    ],
)
def test_parquet_may_hold_other_types(kind, values, tmp_path):
    table = pyarrow.table(
        {
            "id": pyarrow.array([12], pyarrow.int64()),
            "text": pyarrow.array(["Un texte."], pyarrow.large_string()),
            "published": pyarrow.array(values, kind),
            "authors": pyarrow.array([["Jeanne Roux"]], pyarrow.list_(pyarrow.string())),
        }
    )
    articles, problems = read_bytes(tmp_path, "a.parquet", parquet_table(table))
    assert not problems
    assert (articles["12"].published, articles["12"].authors) == (DAY, "Jeanne Roux")


def test_bytes_that_are_no_utf_8_in_parquet_are_decoded(tmp_path):
    raw = pyarrow.array(["Un été.".encode("cp1252"), b"Un."], pyarrow.binary())
    for column in (raw, raw.view(pyarrow.string())):
        articles, problems = read_bytes(tmp_path, "a.parquet", parquet_table(pyarrow.table({"text": column})))
        assert [article.text for article in articles.values()] == ["Un été.", "Un."]
        assert not problems


def test_parquet_with_texts_that_are_none_is_told(tmp_path):
    table = pyarrow.table({"text": [{"corps": "Un texte."}, None]})
    _, problems = read_bytes(tmp_path, "a.parquet", parquet_table(table))
    assert ["an object" in problems[0].message, "no text" in problems[1].message] == [True, True]
    _, problems = read_bytes(tmp_path, "a.parquet", parquet({"corps": "Un texte."}))
    assert "no column 'text'" in problems[0].message


def test_a_text_stored_once_and_repeated_in_parquet_is_not_unpacked_at_once(tmp_path):
    texts = pyarrow.DictionaryArray.from_arrays([0] * 100, ["Il pleut. " * 10_000])
    rows = read_inputs([_written(tmp_path / "a.parquet", parquet_table(pyarrow.table({"text": texts})))])
    assert len(next(rows).text) == 100_000
    assert sum(isinstance(row, Article) for row in rows) == 99


def _written(path, data):
    path.write_bytes(data)
    return path


def test_a_hash_stands_for_what_the_article_was_read_from(tmp_path):
    articles, _ = read_bytes(tmp_path, "a.jsonl", jsonl({"id": "a", "text": "Un."}, {"id": "b", "text": "Un."}))
    assert articles["a"].sha256 != articles["b"].sha256
    (tmp_path / "b").mkdir()
    again, _ = read_bytes(tmp_path / "b", "c.jsonl", jsonl({"id": "a", "text": "Un."}))
    assert again["a"].sha256 == articles["a"].sha256
    (one,), (other,) = (list(read_records([{"text": "Un.", "id": id_}])) for id_ in ("a", "b"))
    assert one.sha256 != other.sha256
    assert read(tmp_path / "b")[0]["a"].sha256 == again["a"].sha256


def test_an_unknown_field_cannot_be_mapped(tmp_path):
    with pytest.raises(InputError, match="body"):
        read_inputs(["-"], columns={"body": "text"}, stdin=io.BytesIO())


def test_a_file_of_nothing_but_bad_rows_is_given_up(tmp_path):
    bad, good = b"bad\n", b'{"id": "%d", "text": "Un texte."}\n'
    data = bad * 999 + good % 1 + bad * 999 + good % 2 + bad * 5_000 + good % 3
    articles, problems = read_bytes(tmp_path, "a.jsonl", data)
    assert list(articles) == ["1", "2"]
    assert len(problems) == 999 + 999 + 1_000 + 1
    assert "the rest of the file is not read" in problems[-1].message
