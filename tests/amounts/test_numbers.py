"""Numbers in words and figures are read back as what they were written from."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from pipeline.amounts.figures import figure_value
from pipeline.amounts.numbers import Number, compose, read_number
from pipeline.amounts.window import Window
from pipeline.resources import load_toml
from tests.amounts.spelling import belgian, reformed, swiss, traditional

SPELLINGS = [traditional, reformed, belgian, swiss]


def read(text: str, language: str = "fr") -> Number:
    number = read_number(Window(text, 0, len(text), language), 0)
    assert number is not None, text
    return number


@pytest.mark.parametrize("spell", SPELLINGS)
def test_all_numbers_in_words_up_to_9999_are_read_back(spell: Callable[[int], str]) -> None:
    for value in range(10_000):
        written = spell(value)
        number = read(written)
        assert (number.value, number.end) == (value, len(written)), written


@pytest.mark.parametrize("spell", SPELLINGS)
def test_numbers_in_words_are_read_back_up_to_10_to_the_12(spell: Callable[[int], str]) -> None:
    chance = random.Random(20240312)
    for _ in range(4_000):
        value = chance.randrange(10 ** chance.randint(4, 12))
        written = spell(value)
        number = read(written)
        assert (number.value, number.end) == (value, len(written)), written


def test_every_number_word_is_one_that_text2num_reads() -> None:
    words = load_toml("amounts/numbers.toml")
    french = words["fr"]["units"] | words["fr"]["teens"] | words["fr"]["tens"] | {"cent": 100, "mille": 1000}
    for language, worth in (("fr", french), ("en", words["en"]["units"])):
        for word, value in worth.items():
            assert compose(word, language) == (value, len(word)), word


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("deux virgule cinq milliards", 2.5e9),
        ("zéro virgule zéro cinq", 0.05),
        ("deux millions et demi", 2.5e6),
        ("une quinzaine", 15),
        ("une bonne dizaine", 10),
        ("deux douzaines", 24),
        ("un demi-milliard", 5e8),
        ("un million et demi", 1.5e6),
        ("mille milliards", 1e12),
        ("onze cents", 1100),
        ("quatre vingt dix", 90),
        ("huitante", 80),
        ("1 milliard 200 millions", 1.2e9),
        ("2 millions 500 000", 2.5e6),
        ("30 000 millions", 3e10),
        ("une centaine de milliers", 1e5),
        ("1 000 milliards", 1e12),
        ("6,6 milliards", 6.6e9),
        ("1,1 million", 1.1e6),
    ],
)
def test_what_text2num_cannot_read(written: str, value: float) -> None:
    number = read(written)
    assert (number.value, number.end) == (value, len(written))


@pytest.mark.parametrize(
    ("written", "least"),
    [
        ("des milliards", 1e9),
        ("des centaines", 100),
        ("plusieurs centaines de millions", 2e8),
        ("quelques milliers", 2000),
        ("des dizaines de milliers", 10_000),
    ],
)
def test_an_open_number_has_a_lower_bound_and_no_value(written: str, least: float) -> None:
    number = read(written)
    assert (number.value, number.low, number.modifier, number.end) == (None, least, "order_of", len(written))


@pytest.mark.parametrize(
    ("written", "first"),
    [("vingt trente", "vingt"), ("trois vingt", "trois"), ("vingt et deux", "vingt"), ("deux cinq", "deux")],
)
def test_words_that_make_no_number_together_are_not_joined(written: str, first: str) -> None:
    assert read(written).end == len(first)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1 234 567,89", 1234567.89),
        ("1.234.567,89", 1234567.89),
        ("1,234,567.89", 1234567.89),
        ("1'234.50", 1234.5),
        ("10.000", 10_000),
        ("3.5", 3.5),
        ("3,125", 3.125),
        ("0.250", 0.25),
        ("40,000", 40_000),
        ("007", 7),
    ],
)
def test_figures(written: str, value: float) -> None:
    assert read(written).value == value


def test_a_comma_parts_thousands_in_english() -> None:
    assert figure_value("1,234") == 1.234
    assert figure_value("1,234", english=True) == 1234
    assert read("1,234", "en").value == 1234
    assert read("two million", "en").value == 2e6
    assert read("twenty-five thousand", "en").value == 25_000
