"""Figures on annotated articles; a floor may be raised, never lowered."""

import json
from collections import defaultdict

import pytest

from pipeline.repeats import find_repeats, links_within_article
from tests.paths import SHARED

PRESS, SEEDS = SHARED / "gold" / "press_dev", SHARED / "gold" / "seeds_dev"
needs_shared = pytest.mark.skipif(not PRESS.is_dir(), reason="the folder `shared` is not beside the checkout")


def read(folder):
    return {path.stem: path.read_bytes().decode("utf-8-sig") for path in sorted(folder.glob("*.txt"))}


def rows(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


@needs_shared
@pytest.mark.parametrize(
    ("gold", "raw", "annotated"), [(PRESS / "gold", PRESS / "raw", ""), (SEEDS, SHARED / "seeds", ("000", "003"))]
)
def test_repeats_within_articles(gold, raw, annotated):
    texts = read(raw)
    marked, wanted, found = (defaultdict(set) for _ in range(3))
    for row in rows(gold / "duplicates.jsonl"):
        if row["doc"] == row["of_doc"]:
            marked[row["doc"]].update(range(row["start"], row["end"]))
            if row["kind"] == "exact" and not row.get("optional"):
                wanted[row["doc"]].update(range(row["start"], row["end"]))
    for row in find_repeats(texts.items()):
        if row["scope"] == "document" and row["document_id"].startswith(annotated):
            found[row["document_id"]].update(range(row["start_char"], row["end_char"]))
    right = sum(len(found[name] & marked[name]) for name in texts)
    hit = sum(len(found[name] & wanted[name]) for name in texts)
    assert right >= 0.995 * sum(map(len, found.values()))
    assert hit >= 0.995 * sum(map(len, wanted.values()))


@needs_shared
def test_look_alikes_are_linked_and_not_merged():
    for row in rows(PRESS / "gold" / "lookalikes.jsonl"):
        text = read(PRESS / "raw")[row["doc"]]
        links = links_within_article(row["doc"], text)
        assert not [repeat for repeat in links.repeats if repeat.start < row["end"] and row["start"] < repeat.end]
        assert [miss for miss in links.near_misses if row["start"] <= miss.start < row["end"]]
