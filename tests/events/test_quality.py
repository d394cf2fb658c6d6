"""Floors on the events of press sentences (`cases/*.txt`), which were written before the code was run on them."""

import pytest

from tests.events.case_files import CaseError, read_cases
from tests.events.score import all_cases, score

FLOORS = {
    "found": 0.88,
    "dated": 0.84,
    "date_source": 0.95,
    "participants": 0.80,
    "roles": 0.75,
    "factuality": 0.90,
    "amounts": 0.80,
    "about": 0.60,
    "attribution": 0.90,
}


@pytest.fixture(scope="module")
def figures():
    return score(all_cases())


@pytest.mark.parametrize("figure", FLOORS)
def test_events_of_the_press_are_found(figures, figure):
    assert figures.counts[figure].f1 >= FLOORS[figure], "\n".join(figures.misses)


@pytest.mark.parametrize(
    "text",
    [
        "Sans date au-dessus.\n- date | 2024 | certain",
        "@ 2024-03-15\nSans événement.",
        "@ 2024-03-15\nUn texte.\n- absent | 2024 | certain",
        "@ 2024-03-15\nUn texte.\n- texte | 2024 | sans doute",
        "@ 2024-03-15\nUn texte.\n- texte | hier | certain",
        "@ 2024-03-15\nUn texte.\n- texte | 2024 | certain | acteur Paul",
        "@ 2024-03-15\nUn texte.\n- texte | 2024-02-30 | certain",
    ],
)
def test_a_malformed_case_is_refused(tmp_path, text):
    path = tmp_path / "cases.txt"
    path.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(CaseError):
        list(read_cases(path))
