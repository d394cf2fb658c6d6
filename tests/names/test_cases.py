"""The cases: what comes out of what a model might propose, in readable French."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.names import find_names
from pipeline.structure.view import plain_view
from tests.names.case_files import Case, MalformedCaseError, parse_cases, read_cases

FOLDER = Path(__file__).parent / "cases"
CASES = [case for path in sorted(FOLDER.glob("*.txt")) for case in read_cases(path)]


def marked(text: str, spans) -> str:
    """The text with names marked as in the case files, so that a failure shows at a glance."""
    for start, end, label in sorted(spans, reverse=True):
        text = f"{text[:start]}[{text[start:end]}|{label}]{text[end:]}"
    return text


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_case_comes_out_as_marked(case: Case):
    view = plain_view(case.text)
    assert view.text == case.text
    mentions = find_names(view, case.proposed)
    found = [(mention.start, mention.end, mention.label) for mention in mentions]
    assert marked(case.text, found) == marked(case.text, case.expected)
    for mention in mentions:
        written = case.text[mention.start : mention.end]
        assert (written, mention.name) == (written, case.full.get((written, mention.label), written))


@pytest.mark.parametrize(
    "text",
    [
        "= [Veolia|ORG] recrute.",
        "? [Veolia|ORG] recrute.",
        "? [Veolia|ORG] recrute.\n= [Veolia|ORG] embauche.",
        "? [Veolia|FIRM] recrute.\n= [Veolia|ORG] recrute.",
        "? [Veolia |ORG]recrute.\n= [Veolia|ORG] recrute.",
        "? Veolia] recrute.\n= [Veolia|ORG] recrute.",
        "? [Veolia|ORG] recrute.\n= [Veolia|ORG] recrute.\n~ Suez|ORG: Suez SA",
        "Veolia recrute.",
    ],
)
def test_a_malformed_case_is_refused(text: str):
    with pytest.raises(MalformedCaseError):
        parse_cases(text)
