"""Reading a view: the names that spaCy's own component finds, of any length of text, and other pipelines."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.names import reading
from pipeline.names.model import load_model
from pipeline.names.reading import read_names
from pipeline.run import Settings, run
from pipeline.structure.view import plain_view
from tests.paths import SEEDS

FILES = [Path(__file__).parent / "clean.txt", *sorted(SEEDS.glob("*.txt"))]
WORDS = ["Le", "la", "de", "M.", "Zoé", "Lyon", "OpenAI", "ONU", "l'Oise", "GPT-4", "24", ",", ".", "«", "»", "-", "é"]


def of_spacy(view, nlp):
    """What the component itself finds, told where sentences begin."""
    doc = nlp.make_doc(view.text)
    opening = {passage.start for passage in view.passages}
    for token in doc:
        token.is_sent_start = token.idx in opening
    return [(entity.start_char, entity.end_char, entity.label_) for entity in nlp.get_pipe("ner")(doc).ents]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_names_are_those_of_spacys_component(path: Path):
    nlp = load_model()
    view = plain_view(path.read_text(encoding="utf-8"))
    names = read_names(view, nlp)
    assert names == of_spacy(view, nlp)
    assert len(names) > 5


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*WORDS, "\n"]), max_size=40).map(" ".join))
def test_so_are_they_in_what_is_no_prose(text: str):
    nlp = load_model()
    view = plain_view(text)
    assert read_names(view, nlp) == of_spacy(view, nlp)


def test_a_long_text_is_read_in_parts_that_cut_no_sentence(monkeypatch):
    nlp = load_model()
    text = "Naïma Belkacem dirige Veolia à Nantes depuis mai. " * 40
    view = plain_view(text)
    monkeypatch.setattr(reading, "_LONGEST_READ", 130)  # two sentences at a time
    found = [view.text[start:end] for start, end, _ in read_names(view, nlp)]
    assert found == ["Naïma Belkacem", "Veolia", "Nantes"] * 40
    monkeypatch.setattr(reading, "_LONGEST_READ", 20)  # less than a sentence
    assert [part for part in reading._parts(view) if sum(end - start for start, end in part) > 20] == []


@pytest.fixture(scope="module")
def ruled(tmp_path_factory) -> str:
    """A pipeline of another make, with labels of its own, as a user may have saved it."""
    nlp = spacy.blank("fr")
    ruler = nlp.add_pipe("entity_ruler")
    labels = {"Zoé": "PERSON", "Lyon": "GPE", "Veolia": "ORG", "Orca": "PRODUCT", "mardi": "DATE"}
    ruler.add_patterns([{"label": label, "pattern": word} for word, label in labels.items()])
    path = tmp_path_factory.mktemp("models") / "ruled"
    nlp.to_disk(path)
    return str(path)


def test_another_pipeline_is_run_whole_and_its_labels_are_brought_to_ours(ruled: str):
    view = plain_view("Zoé dirige Veolia à Lyon. Mardi, mardi ou jamais, Zoé montre Orca.")
    found = [(view.text[a:b], label) for a, b, label in read_names(view, load_model(ruled))]
    assert found == [("Zoé", "PER"), ("Veolia", "ORG"), ("Lyon", "LOC"), ("Zoé", "PER"), ("Orca", "MISC")]


def test_a_run_with_another_pipeline_says_so(ruled: str):
    outcome = run([{"id": "a", "text": "Zoé dirige Veolia à Lyon depuis 2019."}], settings=Settings(model=ruled))
    assert [(row["text"], row["label"]) for row in outcome.rows["mentions"]] == [
        ("Zoé", "PER"),
        ("Veolia", "ORG"),
        ("Lyon", "LOC"),
    ]
    assert outcome.report["settings"]["model"] == ruled
    assert outcome.report["settings"]["weights_sha256"] == ""
    assert outcome.rows["problems"] == []
