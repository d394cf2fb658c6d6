"""Which events are one story, what they disagree on, and how many tell it independently."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.run import run
from tests.bench.stories import reduce, synthetic_rows


def stories(*texts, published="2024-03-15"):
    """The rows of a run over articles a, b, c …, each given as its text."""
    records = [{"id": chr(97 + i), "text": text, "published": published} for i, text in enumerate(texts)]
    return run(records).rows


def groups(rows):
    """Each story as the sorted documents whose events tell it."""
    told = {}
    for event in rows["events"]:
        told.setdefault(event["story_id"], []).append(event["document_id"])
    return sorted(map(sorted, told.values()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Le 12 mars 2022, Renault a racheté Volvo.", "Renault a acheté Volvo le 12 mars 2022 à Lyon."),
        ("En mars 2022, Renault a racheté Volvo.", "Renault a acheté Volvo le 12 mars 2022."),
        ("Fin février 2018, Marie Curie a quitté Airbus.", "Marie Curie a démissionné d'Airbus le 20 février 2018."),
        ("Le 12 mars 2022, Renault a racheté Volvo.", "Renault a racheté Volvo le 13 mars 2022."),
    ],
)
def test_two_tellings_of_one_happening_are_one_story(one, other):
    assert groups(stories(one, other)) == [["a", "b"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Le 12 mars 2022, Renault a racheté Volvo.", "Renault a racheté Alstom le 12 mars 2023."),
        ("Le 12 mars 2022, Renault a racheté Volvo.", "Le 12 mars 2022, Airbus a publié ses résultats."),
        ("En 2022, Renault a racheté Volvo.", "En 2022, Renault a licencié cent salariés."),
        ("Le 3 mai 2022, Renault a levé 3 millions d'euros.", "Le 20 mai 2022, Renault a levé 5 millions d'euros."),
    ],
)
def test_different_happenings_stay_apart(one, other):
    assert groups(stories(one, other)) == [["a"], ["b"]]


def test_a_story_has_the_days_that_all_its_tellings_allow():
    rows = stories("En mars 2022, Renault a racheté Volvo.", "Renault a acheté Volvo le 12 mars 2022.")
    (story,) = rows["stories"]
    assert (story["date_begin"], story["date_end"]) == (date(2022, 3, 12), date(2022, 3, 12))
    assert (story["event_count"], story["document_count"], story["independent_source_count"]) == (2, 2, 2)


def test_a_day_told_otherwise_is_a_conflict_a_vaguer_one_is_none():
    rows = stories(
        "Le 20 février 2018, Marie Curie a quitté Airbus.",
        "Marie Curie a quitté Airbus le 21 février 2018.",
        "Marie Curie a quitté Airbus en février 2018.",
    )
    assert [(row["field"], row["value"], row["other_value"]) for row in rows["conflicts"]] == [
        ("date", "2018-02-20", "2018-02-21")
    ]


def test_a_sum_told_otherwise_is_a_conflict_with_both_amounts():
    rows = stories(
        "Le 12 mars 2022, Renault a racheté Volvo pour 45 millions d'euros.",
        "Renault a acheté Volvo le 12 mars 2022 pour 100 millions d'euros.",
    )
    (conflict,) = rows["conflicts"]
    assert (conflict["field"], conflict["value"], conflict["other_value"]) == (
        "amount",
        "45 millions d'euros",
        "100 millions d'euros",
    )
    assert {conflict["amount_id"], conflict["other_amount_id"]} == {row["amount_id"] for row in rows["amounts"]}


def test_denied_by_one_and_told_by_another_is_a_conflict():
    rows = stories("Le 12 mars 2022, Renault a racheté Volvo.", "Renault n'a pas racheté Volvo le 12 mars 2022.")
    assert [row["field"] for row in rows["conflicts"]] == ["factuality"]


def test_a_copy_is_no_second_source():
    text = (
        "Le 12 mars 2022, le constructeur automobile Renault a racheté le suédois Volvo après des mois de négociations."
    )
    rows = stories(text + " La presse l'annonce.", text, "Renault a acheté Volvo le 12 mars 2022.")
    (story,) = rows["stories"]
    assert (story["document_count"], story["independent_source_count"]) == (3, 2)


def test_one_outlet_is_one_source():
    text = ("Le 12 mars 2022, Renault a racheté Volvo.", "Renault a acheté Volvo le 12 mars 2022 à Lyon.")
    records = [{"id": str(i), "text": t, "source": "Le Courrier"} for i, t in enumerate(text)]
    (story,) = run(records).rows["stories"]
    assert (story["document_count"], story["independent_source_count"]) == (2, 1)


def test_the_order_of_articles_does_not_matter():
    texts = {
        "a": "Le 20 février 2018, Marie Curie a quitté Airbus.",
        "b": "Marie Curie a quitté Airbus le 21 février 2018.",
        "c": "Marie Curie est partie d'Airbus en février 2018.",
    }
    results = [run([{"id": i, "text": texts[i]} for i in order]).rows for order in permutations(texts)]
    assert all(result == results[0] for result in results)


def test_two_figures_of_victims_are_a_conflict():
    rows = stories(
        "Samedi 9 mars 2024, une explosion a fait deux morts à Quimper.",
        "L'explosion de Quimper a fait trois morts le 9 mars 2024.",
    )
    assert [(row["field"], row["value"], row["other_value"]) for row in rows["conflicts"]] == [
        ("amount", "deux morts", "trois morts")
    ]


def test_what_was_told_as_done_is_not_what_was_done_later():
    texts = ("Lundi, la Banque du Canada a baissé son taux.", "Jeudi, la Banque du Canada a baissé son taux.")
    days = ("2024-03-05", "2024-04-12")
    records = [{"id": day, "text": text, "published": day} for text, day in zip(texts, days, strict=True)]
    assert len(run(records).rows["stories"]) == 2


ROWS = synthetic_rows(150, seed=3)


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(random):
    shuffled = {name: random.sample(rows, len(rows)) for name, rows in ROWS.items()}
    assert told(shuffled) == told(ROWS)


def told(rows):
    """Stories, the story of each event and conflicts of rows, in one order."""
    found, story_of, conflicts = reduce(rows)
    return sorted(map(repr, found)), sorted(story_of.items()), sorted(map(repr, conflicts))


def test_a_corpus_of_many_copies_is_one_story_of_its_outlets():
    text = "Le 12 mars 2022, Renault a racheté Volvo pour 45 millions d'euros après des mois de négociations à Lyon."
    rows = run([{"id": f"{i:02}", "text": text, "source": f"Journal {i}"} for i in range(12)]).rows
    (story,) = rows["stories"]
    assert (story["document_count"], story["independent_source_count"]) == (12, 1)
