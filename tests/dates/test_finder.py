"""What a line of text cannot show: roles, languages, quotations, anchors, and the whole French of an article."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.article import Passage, Period, TimeExpression, View
from pipeline.dates import find_dates
from pipeline.structure.view import build_view, plain_view

MARCH = Period(date(2024, 3, 1), date(2024, 3, 31))
FRIDAY = Period(date(2024, 3, 15), date(2024, 3, 15))


def view_of(*passages: tuple[str, Passage]) -> View:
    text, pieces = "", []
    for piece, passage in passages:
        text += "\n\n"
        pieces.append((len(text), len(text) + len(piece), passage))
        text += piece
    return build_view(text, pieces)


def body(text: str, segment: int = 0) -> tuple[str, Passage]:
    return text, Passage(0, 0, "fr", "body", segment)


def values(view: View, published: Period | None) -> list[tuple[str, str]]:
    return [(view.text[x.start : x.end], shown(x)) for x in find_dates(view, published)]


def shown(found: TimeExpression) -> str:
    if found.value is None:
        return "?"
    begin, end = found.value.begin, found.value.end
    return str(begin) if begin == end else f"{begin}..{end}"


def test_the_header_is_a_row_and_no_part_of_the_story():
    view = view_of(("date 2024-03", Passage(0, 0, "fr", "header")), body("Le lendemain, il a neigé.", 1))
    header, after = find_dates(view, MARCH)
    assert (shown(header), header.granularity, header.resolved_by) == ("2024-03-01..2024-03-31", "month", "explicit")
    assert after.value is None


@pytest.mark.parametrize("written", ["2024-03-15", "2024-03", "2024"])
def test_a_header_keeps_its_granularity(written: str):
    view = view_of((f"date {written}", Passage(0, 0, "fr", "header")))
    found = find_dates(view, FRIDAY)
    assert [x.granularity for x in found] == [{10: "day", 7: "month", 4: "year"}[len(written)]]


def test_a_tweet_has_its_own_date_and_does_not_lead_the_story():
    tweet = Passage(0, 0, "en", "tweet", 1)
    view = view_of(
        body("Il a quitté la firme le 20 février 2018.", 0),
        ("I said so yesterday, and again last week.", tweet),
        ("— Brent Sallow (@brentsallow) March 2, 2024", tweet),
        body("Treize jours plus tard, il revenait.", 2),
    )
    assert values(view, MARCH) == [
        ("20 février 2018", "2018-02-20"),
        ("yesterday", "2024-03-01"),
        ("last week", "2024-02-19..2024-02-25"),
        ("March 2, 2024", "2024-03-02"),
        ("Treize jours plus tard", "2018-03-05"),
    ]


def test_a_signature_in_a_french_passage_does_not_lead_the_story():
    view = plain_view(
        "Il part le 20 février 2018. Bravo ! — Ann Lee (@annlee) March 2, 2024\n\nLe lendemain, il revenait."
    )
    assert values(view, MARCH)[-1] == ("lendemain", "2018-02-21")


def test_a_quotation_does_not_lead_the_story():
    view = plain_view(
        "Le pont a cédé le 3 octobre 2023. « Je suis né le 12 mars 2004 », dit-il. Le lendemain, on l'a fermé."
    )
    assert values(view, None)[-1] == ("lendemain", "2023-10-04")


def test_an_anchor_is_the_expression_that_a_date_hangs_on():
    found = find_dates(plain_view("Il part le 3 mai 2022. Le lendemain, il revient. Hier, il est reparti."), FRIDAY)
    assert [x.anchor for x in found] == [None, 0, None]


ENGLISH = [
    ("They met on December 4, 2022 in Paris.", [("December 4, 2022", "2022-12-04")]),
    ("It launched in March 2023.", [("March 2023", "2023-03-01..2023-03-31")]),
    ("The fund was created in 2015 by two friends.", [("2015", "2015-01-01..2015-12-31")]),
    ("He left last year.", [("last year", "2023-01-01..2023-12-31")]),
    ("We will know next week.", [("next week", "2024-03-18..2024-03-24")]),
    ("She resigned on Monday.", [("Monday", "2024-03-11")]),
    ("It happened two days ago.", [("two days ago", "2024-03-13")]),
    ("The 3rd of May 2021 was a Monday.", [("3rd of May 2021", "2021-05-03")]),
    ("You may march on, it may rain.", []),
    ("An open source company worth 2000 dollars.", []),
]
SPANISH = [
    ("La carta se publicó el 29 de marzo de 2023.", [("29 de marzo de 2023", "2023-03-29")]),
    ("Llegó en enero de 2020.", [("enero de 2020", "2020-01-01..2020-01-31")]),
    ("Ayer hizo frío.", [("Ayer", "2024-03-14")]),
    ("La semana pasada llovió.", [("semana pasada", "2024-03-04..2024-03-10")]),
    ("Nació hace dos años.", [("hace dos años", "2022-01-01..2022-12-31")]),
    ("Los motivos expuestos en esa carta son razonables.", []),
]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [("en", *case) for case in ENGLISH] + [("es", *case) for case in SPANISH],
    ids=[text for text, _ in ENGLISH + SPANISH],
)
def test_other_languages_are_read_in_their_passages(language: str, text: str, expected: list[tuple[str, str]]):
    assert values(view_of((text, Passage(0, 0, language))), FRIDAY) == expected


def test_a_french_passage_taken_for_english_is_read_as_french():
    assert values(view_of(("OpenAI Startup Fund, mardi 5 mars", Passage(0, 0, "en"))), FRIDAY) == [
        ("mardi 5 mars", "2024-03-05")
    ]


def test_a_month_of_publication_gives_what_all_its_days_give():
    sentence = "Il est mort vendredi, elle a signé le 29 février, tous deux nés l'an dernier."
    assert values(plain_view(sentence), MARCH) == [
        ("vendredi", "?"),
        ("29 février", "2024-02-29"),
        ("an dernier", "2023-01-01..2023-12-31"),
    ]


def test_spans_lead_back_to_the_raw_text():
    raw = "Cet\u00a0accord\u00a0: signé le  12\u00a0mai\u00a0 1990, l’an dernier\u202f?"
    view = plain_view(raw)
    spans = [raw[slice(*view.raw_span(x.start, x.end))] for x in find_dates(view, FRIDAY)]
    assert spans == ["12\u00a0mai\u00a0 1990", "an dernier"]


def test_no_span_crosses_a_passage():
    view = view_of(body("Il en a vendu 12", 0), body("mai 1990 fut pluvieux.", 1))
    assert [view.text[x.start : x.end] for x in find_dates(view, None)] == ["mai 1990"]


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_ends_of_the_calendar_are_no_trouble(day: date):
    text = (
        "Hier, demain, ce week-end, lundi, cette nuit, mardi en huit, dans trois ans, l'an dernier, le siècle dernier."
    )
    for found in find_dates(plain_view(text), Period(day, day)):
        assert found.value is None or date.min <= found.value.begin <= found.value.end <= date.max
