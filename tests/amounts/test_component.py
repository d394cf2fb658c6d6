"""`recoupe_amounts` on a blank pipeline, with and without sentences, and beside dates."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

import pipeline.amounts.component
from pipeline.article import Amount

TEXT = "Elle a levé 3 millions d'euros.\nIl emploie 40 salariés depuis le 3 mars 2021."


@pytest.fixture(scope="module")
def nlp() -> Language:
    assert pipeline.amounts.component.AmountFinder
    blank = spacy.blank("fr")
    blank.add_pipe("recoupe_amounts")
    return blank


def test_amounts_stand_in_a_span_group_with_their_values(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [(span.text, span.label_) for span in doc.spans["amounts"]] == [
        ("3 millions d'euros", "money"),
        ("40 salariés", "count"),
    ]
    amount = doc.spans["amounts"][0]._.amount
    assert amount == Amount(12, 30, "money", 3e6, currency="EUR")
    assert doc.text[amount.start : amount.end] == "3 millions d'euros"


def test_sentences_of_the_pipeline_are_passages() -> None:
    blank = spacy.blank("fr")
    blank.add_pipe("sentencizer")
    blank.add_pipe("recoupe_amounts")
    assert len(blank(TEXT).spans["amounts"]) == 2


def test_no_amount_is_read_within_a_date(nlp: Language) -> None:
    doc = nlp.make_doc("Cela dure 40 jours.")
    doc.spans["dates"] = [doc.char_span(10, 18)]
    assert len(nlp.get_pipe("recoupe_amounts")(doc).spans["amounts"]) == 0


def test_an_empty_doc_has_no_amounts(nlp: Language) -> None:
    assert len(nlp("").spans["amounts"]) == 0
