"""The spaCy component on a blank French pipeline, with and without sentences."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.article import Period

spacy = pytest.importorskip("spacy")


@pytest.fixture(scope="module")
def nlp():
    import pipeline.dates.component  # noqa: F401 - registers the factory

    blank = spacy.blank("fr")
    blank.add_pipe("recoupe_dates", config={"published": "2024-03"})
    return blank


def test_it_fills_the_spans(nlp):
    doc = nlp("Elle a signé fin février. Il y a deux ans, l'usine fermait.")
    spans = doc.spans["dates"]
    assert [(span.text, span.label_) for span in spans] == [("fin février", "month"), ("Il y a deux ans", "year")]
    assert spans[1]._.period == Period(date(2022, 1, 1), date(2022, 12, 31))
    assert spans[0]._.time_expression.approximate


def test_a_document_may_say_when_it_was_published(nlp):
    doc = nlp.make_doc("Il est parti hier.")
    doc._.published = "2020-01-02"
    (span,) = nlp(doc).spans["dates"]
    assert span._.period == Period(date(2020, 1, 1), date(2020, 1, 1))


def test_it_uses_the_sentences_of_the_pipeline(nlp):
    other = spacy.blank("fr")
    other.add_pipe("sentencizer")
    other.add_pipe("recoupe_dates", config={"published": "2024-03-15"})
    doc = other("Le gel a frappé le 7 avril 2021. Le lendemain, tout était noir.")
    assert [span._.period.begin for span in doc.spans["dates"]] == [date(2021, 4, 7), date(2021, 4, 8)]


@pytest.mark.parametrize("published", ["mars 2024", "2024-13", "2024-02-30", "24", "2024-1-1-1"])
def test_a_date_that_is_none_is_refused(published: str):
    from pipeline.dates.component import parse_published

    with pytest.raises(ValueError, match="publication"):
        parse_published(published)
