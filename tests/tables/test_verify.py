"""The last look refuses each way in which tables can fail to hold together, and shows the row."""

from datetime import date

import pytest

from pipeline.run import run
from pipeline.tables.verify import IntegrityError, Verifier

ARTICLE = {
    "id": "a",
    "text": "Le 12 mars 2024, Renault a vendu trois usines pour 2 millions d'euros.",
    "published": "2024-03",
}


@pytest.fixture(scope="module")
def rows():
    return run([ARTICLE]).rows


def verify(*articles):
    verifier = Verifier()
    verifier.check_corpus(articles[0])
    for rows in articles:
        verifier.check_article(rows)
    verifier.finish()


def changed(rows, table, **cells):
    return rows | {table: [rows[table][0] | cells, *rows[table][1:]]}


def test_the_rows_of_a_run_hold_together(rows):
    assert rows["dates"]
    assert rows["amounts"]
    verify(rows)


@pytest.mark.parametrize(
    ("table", "cells", "message"),
    [
        ("dates", {"text": "13 mars 2024"}, "is not what stands at"),
        ("dates", {"start_char": 4}, "is not what stands at"),
        ("dates", {"granularity": "fortnight"}, "not one of"),
        ("dates", {"sentence_id": "nowhere"}, "is not in sentences"),
        ("dates", {"date_begin": date(2024, 4, 1)}, "is not an interval"),
        ("dates", {"date_end": None}, "is not an interval"),
        ("dates", {"date_id": "b:date:3-15"}, "is not of the article 'a'"),
        ("sentences", {"text": ""}, "text is empty"),
        ("amounts", {"kind": None}, "kind is empty"),
        ("mentions", {"entity_id": "nobody"}, "is not in entities"),
        ("events", {"story_id": "none"}, "is not in stories"),
    ],
)
def test_a_row_that_breaks_the_contract_is_refused_and_shown(rows, table, cells, message):
    with pytest.raises(IntegrityError, match=message) as caught:
        verify(changed(rows, table, **cells))
    assert table in str(caught.value)
    assert "in the row {" in str(caught.value)


def test_a_key_may_not_stand_twice(rows):
    with pytest.raises(IntegrityError, match="stands twice"):
        verify(rows | {"dates": rows["dates"] * 2})


def test_an_article_may_not_come_twice(rows):
    with pytest.raises(IntegrityError, match="stands twice"):
        verify(rows, rows)


def test_what_the_corpus_refers_to_must_come_in_some_article(rows):
    (event, *_) = rows["events"]
    conflict = {
        "conflict_id": "c",
        "story_id": event["story_id"],
        "field": "date",
        "event_id": event["event_id"],
        "value": "2024-03-12",
        "amount_id": "",
        "other_event_id": event["event_id"],
        "other_value": "2024-03-13",
        "other_amount_id": "",
    }
    verify(rows | {"conflicts": [conflict]})
    with pytest.raises(IntegrityError, match="'elsewhere' is not in events"):
        verify(rows | {"conflicts": [conflict | {"other_event_id": "elsewhere"}]})
