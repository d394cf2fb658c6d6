"""The people that opens a sentence has a capital, and points to a currency all the same."""

import pytest

from pipeline.amounts import find_amounts
from pipeline.structure.view import plain_view


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Belge, il avait 300 francs.", "BEF"),
        ("Canadien, il paie 20 dollars.", "CAD"),
        ("Un Suisse doit 5 francs.", "CHF"),
    ],
)
def test_a_people_in_capitals_points_to_its_currency(text, currency):
    (amount,) = find_amounts(plain_view(text))
    assert (amount.kind, amount.currency) == ("money", currency)
