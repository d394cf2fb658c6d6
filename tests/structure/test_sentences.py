"""Sentence boundaries: each line of cases/sentences.txt is split just where its ‖ stand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.structure.sentences import split_sentences

MARK = "‖"
CASES = [
    line
    for line in (Path(__file__).parent / "cases" / "sentences.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("case", CASES)
def test_a_text_is_split_where_a_reader_would(case):
    text = case.replace(MARK, "")
    assert [text[start:end] for start, end in split_sentences(text)] == [part.strip() for part in case.split(MARK)]


PROSE = st.lists(
    st.sampled_from(
        [
            "Le",
            "maire",
            "dit",
            "« ",
            " »",
            ".",
            ". ",
            "!",
            "? ",
            "M. ",
            "OpenAI",
            "3,5",
            "…",
            ":",
            "\n",
            " ",
            "\u00a0",
            "É",
            "1",
            "(",
            ")",
        ]
    )
    | st.text(max_size=4),
    max_size=40,
).map("".join)


@given(PROSE)
def test_every_character_that_is_not_blank_lies_in_exactly_one_sentence(text):
    spans = split_sentences(text)
    covered = [i for start, end in spans for i in range(start, end)]
    assert covered == sorted(set(covered))
    assert {i for i, character in enumerate(text) if not character.isspace()} <= set(covered)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
