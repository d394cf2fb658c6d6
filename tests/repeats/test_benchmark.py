"""The benchmark's own floors; `python -m tests.bench.repeats` prints the whole table, with peers and speed."""

import pytest

from tests.bench.repeats.__main__ import score_ours
from tests.bench.repeats.cases import all_cases

FLOORS = {"near 10 %": 0.85, "near, desk": 0.85}


@pytest.mark.soak
def test_floors():
    for category, score in score_ours().items():
        assert score.cases >= 20
        if score.wanted:
            assert score.precision >= 0.999, category
            assert score.recall >= FLOORS.get(category, 0.95 if "near" in category else 0.99), category
        assert score.set_aside == score.numbers_lost == 0
        assert score.called_repeats <= 2, category


def test_cases_are_what_they_say():
    negatives = 0
    for case in all_cases():
        texts = dict(case.documents)
        negatives += len(case.forbidden)
        for name, start, end, scope in case.copies:
            assert scope in ("document", "corpus")
            assert 0 <= start < end <= len(texts[name])
            assert not texts[name][start].isspace()
            assert not texts[name][end - 1].isspace()
            assert not set("{}<>|") & set(texts[name])
    assert negatives >= 100
