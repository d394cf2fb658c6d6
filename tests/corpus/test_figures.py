"""Whether two amounts may be one, read from French by the pipeline itself."""

from functools import cache

import pytest

from pipeline.corpus.figures import Figure, agreement, figure
from pipeline.run import run


@cache
def read(text: str) -> Figure:
    (row,) = run([{"id": "a", "text": f"Le groupe a annoncé {text}."}]).rows["amounts"]
    found = figure(row)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("45 millions d'euros", "45 M€", "same"),
        ("plus de 25 millions d'euros", "27 millions d'euros", "compatible"),
        ("moins de 45 millions d'euros", "45 millions d'euros", "contradictory"),
        ("environ 100 millions d'euros", "95 millions d'euros", "compatible"),
        ("une quinzaine de millions d'euros", "14 millions d'euros", "compatible"),
        ("120 à 130 personnes", "125 salariés", "compatible"),
        ("1,02 million d'euros", "un million d'euros", "compatible"),
        ("4 millions de dollars", "3,5 millions de dollars", "contradictory"),
        ("187 passagers", "192 passagers", "contradictory"),
        ("120 postes", "130 salariés", "contradictory"),
        ("trois morts", "deux victimes", "contradictory"),
        ("4 millions d'euros", "4 millions de dollars", None),
        ("trois morts", "trois millions d'euros", None),
        ("120 postes", "130 kilomètres", None),
    ],
)
def test_two_figures(one, other, expected):
    assert agreement(read(one), read(other)) == expected
    assert agreement(read(other), read(one)) == expected


def test_what_has_no_bound_is_no_figure():
    (row,) = run([{"id": "a", "text": "Le groupe a investi des milliards d'euros."}]).rows["amounts"]
    assert figure(row) is None
