"""The cases: everyday French, marked by hand, found and resolved exactly as marked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.dates import find_dates
from pipeline.structure.view import plain_view
from tests.dates.case_files import Case, Expected, MalformedCaseError, read_case, read_cases

FOLDER = Path(__file__).parent / "cases"
CASES = [case for path in sorted(FOLDER.glob("*.txt")) for case in read_cases(path)]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_case_is_read_as_marked(case: Case):
    view = plain_view(case.text)
    assert view.text == case.text
    found = [Expected.of(expression) for expression in find_dates(view, case.published)]
    assert [shown(case, item) for item in found] == [shown(case, item) for item in case.expected]


def shown(case: Case, item: Expected) -> str:
    """A row as a reader would write it, so that a failure shows at a glance."""
    value = f"{item.value.begin}..{item.value.end}" if item.value else "?"
    about = "~" if item.approximate else ""
    written = case.text[item.start : item.end]
    return f"{item.start} {written!r} {value}{about} {item.granularity} {item.bound} {item.resolved_by}"


def test_there_are_enough_cases_and_none_twice():
    assert len(CASES) >= 600
    assert sum(not case.expected for case in CASES) >= 150
    assert [key for key, count in Counter((c.text, c.published) for c in CASES).items() if count > 1] == []


@pytest.mark.parametrize(
    "line",
    [
        "Le [12 mai 1990].",
        "Le [12 mai 1990 |].",
        "Le [12 mai 1990 | 1990-13-12].",
        "Le [12 mai 1990 | mai].",
        "Le [12 mai 1990 | 1990-05-12 | jour].",
        "Le [12 mai 1990 | 1990-05-12 | day].",
        "Le [12 mai 1990 | 1990-05-12 | ~ ~].",
        "Le [12 mai 1990 | 1990-05-12 | pub récit].",
        "Le [3 au 7 mai 1990 | 1990-05-03..1990-05-07].",
        "Le [7 mai 1990 | 1990-05-07..1990-05-03 | other].",
        "Le [12 mai 1990 | ?].",
        "Le [12 mai 1990 | 1990-05-12.",
        "Le 12 mai 1990 | 1990-05-12].",
        "Le  [12 mai 1990 | 1990-05-12].",
    ],
)
def test_a_malformed_case_is_refused(line: str):
    with pytest.raises(ValueError, match=r"\w"):
        read_case("x", line, None)


def test_a_case_needs_its_publication_date(tmp_path: Path):
    path = tmp_path / "x.txt"
    path.write_text("Il part [demain | 2024-03-16 | pub].\n", encoding="utf-8")
    with pytest.raises(MalformedCaseError):
        read_cases(path)
