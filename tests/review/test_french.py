"""Days, figures and labels as a French reader expects them."""

from datetime import date

import pytest

from pipeline.resources import load_toml
from pipeline.review import french
from pipeline.tables import schema


@pytest.mark.parametrize(
    ("begin", "end", "said"),
    [
        ("2024-02-29", "2024-02-29", "29 février 2024"),
        ("2024-03-01", "2024-03-01", "1er mars 2024"),
        ("2024-02-01", "2024-02-29", "février 2024"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("1990-01-01", "1999-12-31", "années 1990"),
        ("1801-01-01", "1900-12-31", "de 1801 à 1900"),
        ("2024-04-01", "2024-06-30", "d’avril à juin 2024"),
        ("2023-12-01", "2024-02-29", "de décembre 2023 à février 2024"),
        ("2024-03-04", "2024-03-10", "du 4 mars 2024 au 10 mars 2024"),
        (None, None, "sans date"),
    ],
)
def test_an_interval_of_days(begin, end, said):
    shown = french.period(begin and date.fromisoformat(begin), end and date.fromisoformat(end))
    assert shown.replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"value": 80e9, "currency": "EUR", "modifier": "more_than", "low": 80e9}, "plus de 80 milliards €"),
        ({"value": 1e9, "currency": "USD"}, "1 milliard $US"),
        ({"value": 1_234_567.0, "currency": "EUR"}, "1,2346 million €"),
        ({"value": 1234.5, "currency": "CHF", "per": "month"}, "1 234,5 CHF par mois"),
        ({"low": 10.0, "high": 12.0, "kind": "percent", "modifier": "between"}, "10 à 12 %"),
        ({"low": 200e6, "currency": "USD", "modifier": "more_than"}, "plus de 200 millions $US"),
        ({"value": 46.0, "kind": "count", "unit": "page"}, "46 page"),
        ({"value": 0.5, "kind": "measure", "unit": "km", "modifier": "about"}, "environ 0,5 km"),
        ({}, "somme indéterminée"),
    ],
)
def test_an_amount(cells, said):
    row = dict.fromkeys(("value", "low", "high"), None) | dict.fromkeys(("currency", "unit", "per"), "")
    row |= {"kind": "money", "modifier": "exact"} | cells
    assert french.amount(row).replace("\u00a0", " ").replace("\u202f", " ") == said


def test_there_are_words_for_every_code_of_the_tables():
    words = load_toml("report.toml")
    vocabularies = {
        "label": schema.LABELS, "source": schema.MENTION_SOURCES, "granularity": schema.GRANULARITIES,
        "bound": schema.BOUNDS, "resolved_by": schema.RESOLUTIONS, "date_source": schema.DATE_SOURCES,
        "kind": schema.AMOUNT_KINDS, "flag": schema.FLAGS, "factuality": schema.FACTUALITIES,
        "participant": schema.PARTICIPANT_ROLES, "field": schema.CONFLICT_FIELDS, "role": schema.ROLES,
        "published_source": schema.PUBLISHED_SOURCES, "severity": schema.SEVERITIES,
    }  # fmt: skip
    for group, codes in vocabularies.items():
        assert set(codes) <= set(words[group]), group
    assert set(load_toml("events.toml")["types"]) | {"other"} <= set(words["type"])
    assert set(schema.MODIFIERS) - {"exact"} == set(words["modifier"])
