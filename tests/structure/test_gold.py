"""Structure held against the gold: floors that may not be lowered."""

import json

import pytest

from pipeline.article import Article
from pipeline.reading import read_inputs
from pipeline.structure import structure
from tests.boundaries import score_boundaries
from tests.paths import GOLD, SEEDS, SHARED

SETS = {"press": (GOLD / "press", SEEDS), "seeds_dev": (SHARED / "gold" / "seeds_dev", SHARED / "seeds")}


def articles_of(name):
    gold, folder = SETS[name]
    if not gold.is_dir():
        pytest.skip(f"{gold} is not here")
    return gold, folder, {a.document_id: a for a in read_inputs([folder]) if isinstance(a, Article)}


def rows(path):
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def sentences(text):
    return [(s.start, s.end) for s in structure(Article("a", "a", text)).sentences]


@pytest.mark.parametrize("name", SETS)
def test_glued_sentences_are_parted_and_no_name_date_or_amount_is_cut(name):
    gold, _, articles = articles_of(name)
    starts = {(i, s.start) for i, article in articles.items() for s in structure(article).sentences}
    glue = rows(gold / "glue.jsonl")
    assert sum((row["doc"], row["pos"]) in starts for row in glue) / len(glue) >= 0.98
    closed = [row for table in ("entities", "dates", "amounts") for row in rows(gold / f"{table}.jsonl")]
    cut = [row["text"] for row in closed if any((row["doc"], i) in starts for i in range(row["start"] + 1, row["end"]))]
    assert cut == []


@pytest.mark.parametrize("name", SETS)
def test_sentences_begin_where_the_gold_says_and_nowhere_inside(name):
    gold, folder, _ = articles_of(name)
    score = score_boundaries(gold, folder, sentences)
    assert score.precision >= 0.99
    assert score.recall >= 0.99


def test_roles_and_languages_are_those_of_the_gold():
    gold, _, articles = articles_of("seeds_dev")
    wanted = {}
    for row in sorted(rows(gold / "segments.jsonl"), key=lambda row: row["level"] == "sub"):
        if row["lang"] != "mixed":
            wanted |= {(row["doc"], i): (row["role"], row["lang"]) for i in range(row["start"], row["end"])}
    found = {
        (name, i): (segment.role, segment.language)
        for name, article in articles.items()
        for segment in structure(article).segments
        for i in range(segment.start, segment.end)
    }
    right = sum(found.get(place) == expected for place, expected in wanted.items())
    assert right / len(wanted) >= 0.97
