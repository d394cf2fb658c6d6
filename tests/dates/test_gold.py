"""Floors on the development gold beside the checkout: what is reached may not be lost in passing."""

from __future__ import annotations

import json
from datetime import date

import pytest

from pipeline.article import Period
from pipeline.dates import find_dates
from pipeline.structure.view import plain_view
from tests.paths import SHARED

CASES = SHARED / "gold" / "cases"
FLOORS = {"frtimebank_1999": 0.89, "duckling": 0.88, "rustling": 0.85}


@pytest.mark.parametrize("name", FLOORS)
def test_value_recall_on_the_peers_own_cases(name: str):
    path = CASES / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"no {path.name} beside the checkout")
    wanted = right = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        day = date.fromisoformat(case["published"])
        view = plain_view(case["text"])
        found = [(view.raw_span(x.start, x.end), x.value) for x in find_dates(view, Period(day, day))]
        for gold in case["expected"]:
            answers = [[gold["begin"], gold["end_date"]], *(gold.get("alt") or [])]
            wanted += 1
            right += any(
                start < gold["end"] and gold["start"] < end and value and answer_of(value, gold) in answers
                for (start, end), value in found
            )
    assert right / wanted >= FLOORS[name] - 0.05  # recall alone; the scorer beside the gold has the last word


def answer_of(value: Period, gold: dict[str, str]) -> list[str]:
    """The value, or what is expected where it lies within it: a range, or the part of a longer period."""
    if gold["begin"] <= str(value.begin) and str(value.end) <= gold["end_date"]:
        return [gold["begin"], gold["end_date"]]
    return [str(value.begin), str(value.end)]
