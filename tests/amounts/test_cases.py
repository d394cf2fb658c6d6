"""Every case of `cases/*.txt` is read as it says, and nothing besides; malformed cases are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.amounts import find_amounts
from pipeline.structure.view import plain_view
from tests.amounts.cases_reader import Case, MalformedCaseError, read_case, read_cases

CASES = read_cases(Path(__file__).parent / "cases")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.where)
def test_the_amounts_of_a_case_and_no_others_are_found(case: Case) -> None:
    view = plain_view(case.text, case.language)
    assert view.text == case.text
    assert find_amounts(view) == list(case.amounts)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 300
    assert sum(not case.amounts for case in CASES) >= 80


@pytest.mark.parametrize(
    "line",
    [
        "Il a [6 euros | money 6].",
        "Il a [6 euros | money six EUR].",
        "Il a [6 euros | cash 6 EUR].",
        "Il a [6 euros | money 6 euro].",
        "Il a [6 euros | money 6 EUR roughly].",
        "Il a [6 euros | money 6 EUR about at_least].",
        "Il a [6 euros | money 6 EUR /fortnight].",
        "Il a [6 euros | money 6 EUR !odd].",
        "Il a [6 à 7 euros | money 6..7 EUR about].",
        "Il a [6 euros | money 6 EUR between].",
        "Il a [6 euros | money 6 EUR.",
        "Il a [6 euros].",
        "Il a  [6 euros | money 6 EUR].",
        'Il a [6 mètres cubes | measure 6 "mètre cube].',
    ],
)
def test_a_malformed_case_is_refused(line: str) -> None:
    with pytest.raises(MalformedCaseError):
        read_case(line)
