"""Whatever the text: no crash, spans within their passage, values within sane bounds, the same answer twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.article import Passage, Period, TimeExpression, View
from pipeline.dates import find_dates
from pipeline.dates.lexicon import french
from pipeline.structure.view import build_view, plain_view

WORDS = sorted(
    {*french().months, *french().weekdays, *french().units, *french().numerals, *french().directions, *french().parts}
    | {*french().seasons, *french().ordinals, *(word for name in french().feasts for word in name)}
    | {
        "le",
        "la",
        "l'",
        "du",
        "de",
        "d'",
        "en",
        "au",
        "à",
        "et",
        "ou",
        "puis",
        "entre",
        "depuis",
        "avant",
        "après",
        "jusqu'",
        "ici",
        "dans",
        "il",
        "y",
        "a",
        "ce",
        "cette",
        "même",
        "là",
        "ci",
    }
    | {
        "hier",
        "demain",
        "aujourd'",
        "hui",
        "veille",
        "lendemain",
        "plus",
        "tard",
        "tôt",
        "moins",
        "nuit",
        "soir",
        "matin",
        ",",
        ".",
        "(",
        ")",
        "-",
        "/",
        ":",
        "«",
        "»",
        "1er",
    }
    | {"sera", "jugé", "avait", "signé", "doit", "signer", "lancé", "fut", "week", "end"}
)
pieces = st.one_of(
    st.sampled_from(WORDS),
    st.integers(0, 3000).map(str),
    st.integers(0, 40).map(lambda n: f"{n:02d}"),
    st.dates(date(1, 1, 1), date(9999, 12, 31)).map(lambda d: d.isoformat()),
    st.dates(date(1, 1, 1), date(9999, 12, 31)).map(lambda d: f"{d.day}/{d.month}/{d.year:04d}"),
)
french_like = st.lists(pieces, max_size=14).map(" ".join)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
published = st.one_of(
    st.none(),
    days.map(lambda d: Period(d, d)),
    st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair))),
)


def check(view: View, found: list[TimeExpression]) -> None:
    last = 0
    for index, item in enumerate(found):
        assert last <= item.start < item.end
        last = item.end
        assert any(p.start <= item.start and item.end <= p.end for p in view.passages)
        assert view.text[item.start] != " "
        assert view.text[item.end - 1] != " "
        assert item.granularity in ("day", "week", "month", "quarter", "season", "year", "decade", "other")
        assert item.resolved_by in ("explicit", "publication", "narrative")
        assert item.anchor is None or 0 <= item.anchor < len(found)
        assert item.anchor != index
        assert bool(item.edtf) == (item.value is not None)
        if item.value is not None and item.granularity == "day":
            assert item.value.days == 1


@settings(max_examples=400)
@given(st.lists(french_like, max_size=4).map(". ".join), published)
def test_french_like_text_is_read_without_harm(text: str, day: Period | None):
    view = plain_view(text)
    found = find_dates(view, day)
    check(view, found)
    assert found == find_dates(view, day)


@settings(max_examples=200)
@given(st.text(max_size=300), published)
def test_any_text_is_read_without_harm(text: str, day: Period | None):
    view = plain_view(text)
    check(view, find_dates(view, day))


@settings(max_examples=150)
@given(
    french_like, st.sampled_from(["fr", "en", "es", "de"]), st.sampled_from(["body", "tweet", "header", "quotation"])
)
def test_any_role_and_language_is_read_without_harm(text: str, language: str, role: str):
    view = build_view(text, [(0, len(text), Passage(0, 0, language, role))] if text.strip() else [])
    check(view, find_dates(view, Period(date(2024, 3, 1), date(2024, 3, 31))))


@settings(max_examples=200)
@given(french_like, st.dates(date(1950, 1, 1), date(2080, 1, 1)))
def test_what_is_not_written_stays_near_the_publication(text: str, day: date):
    view = plain_view(text)
    for item in find_dates(view, Period(day, day)):
        if item.resolved_by == "publication" and item.value is not None and not any(c.isdigit() for c in view.text):
            assert abs(item.value.begin.year - day.year) <= 10_000


@pytest.mark.parametrize(
    "piece",
    [
        *("7", "12/", "le 12, ", "12 mai ", "lundi ", "entre 2015 et ", "de la fin de la semaine ", "la veille de "),
        *(
            "vingt-",
            "« le 3 mai ",
            "(en 97 ",
            "un an après le 3 mai, ",
            "fin de la ",
            "Le LUNDI a été signé ",
            "May 3, 2021 ",
        ),
    ],
)
def test_a_long_hostile_text_is_read(piece: str):
    text = piece * (60_000 // len(piece))
    view = build_view(text, [(0, len(text), Passage(0, 0))])
    check(view, find_dates(view, None))
