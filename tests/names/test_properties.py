"""Whatever a model proposes: spans inside their passages, none over another, and the same again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.names import find_names
from pipeline.names.gazetteer import Entry, Gazetteer, GazetteerError
from pipeline.names.markup import LABELS, MarkupError, parse
from pipeline.structure.view import plain_view

TOKENS = """
Le La Les L' l' le de d' du M. Mme PDG la startup Naïma Belkacem Belkacem OpenAI “Open” AI GPT-4 Lyon (Rhône) rue du
8-Mai-1945 tribunal de Lille , . : « » - 2 2024 Inc. Corp. ex-Norvia Altman-Musk É X 🙂 ( ) BCE chez à
"""
WORDS = st.sampled_from(TOKENS.split())


@settings(max_examples=150)
@given(st.lists(WORDS, max_size=30).map(" ".join), st.data())
def test_mentions_are_spans_of_the_view_in_order(text: str, data: st.DataObject):
    view = plain_view(text)
    edges = st.integers(0, len(view.text))
    spans = data.draw(st.lists(st.tuples(edges, edges, st.sampled_from(LABELS)), max_size=8))
    proposed = sorted((a, b, label) for a, b, label in spans if a < b)
    mentions = find_names(view, proposed)
    assert mentions == find_names(view, proposed)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end
        assert any(p.start <= mention.start and mention.end <= p.end for p in view.passages)
        assert mention.label in LABELS
        assert mention.source in ("model", "rule", "propagated")
        assert mention.name
        assert mention.evidence
        end = mention.end


@given(st.text(alphabet="ab []|PERORGé", max_size=40))
def test_markup_is_read_back_or_refused(line: str):
    try:
        text, names = parse(line)
    except MarkupError:
        return
    for start, end, label in reversed(names):
        text = f"{text[:start]}[{text[start:end]}|{label}]{text[end:]}"
    assert text == line


def test_a_long_run_of_one_character_is_read():
    for character in ("A", "9", " ", "«", "-", "'"):
        view = plain_view("Lyon " + character * 50_000)
        mentions = find_names(view, [(0, 4, "LOC"), (5, len(view.text), "ORG")])
        assert view.text[mentions[0].start : mentions[0].end] == "Lyon"


def test_the_users_names_win():
    view = plain_view("Le groupe Mars et Mars Attacks plaisent à Zoé.")
    gazetteer = Gazetteer.of([Entry("Mars", "Mars (planète)", "LOC"), Entry("Mars Attacks", "Mars Attacks!", "MISC")])
    found = [(view.text[m.start : m.end], m.label, m.name, m.source) for m in find_names(view, [], gazetteer)]
    assert found == [
        ("Mars", "LOC", "Mars (planète)", "gazetteer"),
        ("Mars Attacks", "MISC", "Mars Attacks!", "gazetteer"),
    ]


def test_a_file_of_names_is_read_or_refused(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("alias,name,label\nL’Obs,Le Nouvel Obs,ORG\nZoé,,PER\n", encoding="utf-8")
    assert Gazetteer.read(path).entries["L'Obs"] == Entry("L'Obs", "Le Nouvel Obs", "ORG")
    assert Gazetteer.read(path).entries["Zoé"].name == "Zoé"
    for content in ("alias,name\nA,B\n", "alias,name,label\n,B,ORG\n", "alias,name,label\nA,B,FIRM\n"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(GazetteerError):
            Gazetteer.read(path)
