"""What holds for any text: spans lie inside passages and apart, blocked spans are left alone, sums read back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.amounts import find_amounts
from pipeline.article import View
from pipeline.structure.view import plain_view

SPACES = " \u00a0\u202f\u2009"
FIGURES = ["12", "3,5", "1 000", "30", "2024", "deux", "cent", "mille", "une dizaine", "millions", "milliards"]
UNITS = [
    "euros",
    "$",
    "€",
    "M€",
    "%",
    "points",
    "ans",
    "h",
    "km/h",
    "fois",
    "personnes",
    "journaux",
    "mars",
    "GPT",
    "n°",
]
SMALL = [
    "plus de",
    "entre",
    "et",
    "à",
    "de",
    "d'",
    "plusieurs",
    "dont",
    "contre",
    "en",
    "par mois",
    "sur",
    ",",
    "-",
    "(",
    "«",
    "~",
]
PIECES = st.sampled_from([*FIGURES, *UNITS, *SMALL])
NUMBER_WORDS = st.sampled_from(
    [
        "zéro",
        "un",
        "deux",
        "sept",
        "dix",
        "onze",
        "vingt",
        "soixante",
        "quatre",
        "cent",
        "cents",
        "mille",
        "et",
        "virgule",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(PIECES, max_size=30).map(" ".join),
    st.builds(str.join, st.sampled_from([" ", "-"]), st.lists(NUMBER_WORDS, max_size=12)),
)


def check(view: View) -> None:
    end = 0
    for amount in find_amounts(view):
        assert end <= amount.start < amount.end
        end = amount.end
        assert any(p.start <= amount.start and amount.end <= p.end for p in view.passages)
        assert view.text[amount.start : amount.end] == view.text[amount.start : amount.end].strip()
        assert amount.value is not None or amount.low is not None or amount.high is not None
        assert amount.low is None or amount.high is None or amount.low <= amount.high


@given(TEXTS, st.sampled_from(["fr", "en", "es"]))
def test_no_text_breaks_the_reader(text: str, language: str) -> None:
    check(plain_view(text, language))


@given(TEXTS, st.integers(0, 60), st.integers(1, 20))
def test_no_amount_overlaps_a_blocked_span(text: str, start: int, length: int) -> None:
    view = plain_view(text)
    blocked = [(start, start + length)]
    assert all(a.end <= start or a.start >= start + length for a in find_amounts(view, blocked))


@given(st.integers(0, 10**12), st.integers(0, 99), st.sampled_from(SPACES), st.sampled_from(SPACES))
def test_a_formatted_sum_reads_back(units: int, cents: int, inner: str, outer: str) -> None:
    figure = f"{units:,}".replace(",", inner) + (f",{cents:02}" if cents else "")
    (amount,) = find_amounts(plain_view(f"Elle a payé {figure}{outer}€ hier."))
    assert (amount.value, amount.currency) == (units + cents / 100, "EUR")


@given(st.integers(1, 999), st.integers(0, 9), st.sampled_from([("million", 1e6), ("milliard", 1e9)]))
def test_a_scaled_sum_reads_back(units: int, tenths: int, scale: tuple[str, float]) -> None:
    name, worth = scale
    plural = "s" if units > 1 else ""
    (amount,) = find_amounts(plain_view(f"Un chèque de {units},{tenths} {name}{plural} de dollars."))
    assert amount.value == (10 * units + tenths) * worth / 10


def test_the_same_text_gives_the_same_amounts() -> None:
    text = "Il a promis 3 à 5 millions de francs, dont 200 000 à Genève, et plus de 40 % des 120 salariés."
    assert find_amounts(plain_view(text)) == find_amounts(plain_view(text))


def test_long_runs_of_one_thing_are_read() -> None:
    for run in ("1", "1 ", "un ", "deux ", "12.345.", "$", "3 francs ", "2 points ", "de ", "en 2 ", "mille-"):
        check(plain_view(run * (20_000 // len(run))))
