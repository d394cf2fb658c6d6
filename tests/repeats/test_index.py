"""The index across articles: grown or built at once, in memory or on disk, it answers the same."""

import sqlite3

import numpy as np
import pytest

from pipeline.repeats import CorpusIndex
from pipeline.repeats.edges import Edges
from pipeline.repeats.fingerprint import ROOM, fingerprint
from pipeline.repeats.postings import Postings
from tests.bench.repeats.cases import bank, render


@pytest.fixture(scope="module")
def documents():
    """Articles that share paragraphs, some with another fact."""
    sources = bank()[:12]
    texts = []
    for number, source in enumerate(sources):
        before = sources[number - 1]
        changed = render(before.sentences[0], changed=frozenset(range(4)))
        texts.append((f"{number:02}", f"{source.title}\n\n{source.plain()}\n\n{before.plain(1, 4)}\n\n{changed}"))
    return texts


def links(index, documents):
    return [index.add(document_id, text) for document_id, text in documents]


def test_it_finds_what_stands_in_earlier_articles(documents):
    found = links(CorpusIndex(), documents)
    assert all(entry.repeats and entry.near_misses for entry in found[1:])
    assert {repeat.scope for entry in found for repeat in entry.repeats} == {"corpus"}


@pytest.mark.parametrize("cut", [0, 1, 5, 12])
def test_grown_on_disk_is_as_built_at_once_in_memory(documents, tmp_path, cut):
    expected = links(CorpusIndex(), documents)
    found = []
    for part in (documents[:cut], documents[cut:]):
        with CorpusIndex(tmp_path / "index") as index:
            found += links(index, part)
    assert found == expected
    with CorpusIndex(tmp_path / "index") as index:
        assert (len(index), index.last_document_id) == (12, "11")


def test_what_was_not_committed_is_not_there(documents, tmp_path):
    with CorpusIndex(tmp_path) as index:
        links(index, documents[:3])
    with pytest.raises(ValueError, match="go by their ids"), CorpusIndex(tmp_path) as index:
        links(index, [*documents[3:], documents[0]])
    with CorpusIndex(tmp_path) as index:
        assert links(index, documents[3:]) == links(CorpusIndex(), documents)[3:]


def test_documents_come_in_the_order_of_their_ids():
    index = CorpusIndex()
    index.add("b", "Un texte.")
    for document_id in ("a", "b"):
        with pytest.raises(ValueError, match="go by their ids"):
            index.add(document_id, "Un autre texte.")


def test_an_index_of_another_version_is_refused(tmp_path):
    CorpusIndex(tmp_path).__exit__(None, None, None)
    with sqlite3.connect(tmp_path / "repeats.sqlite") as store:
        store.execute("PRAGMA user_version = 99")
    with pytest.raises(ValueError, match="another version"):
        CorpusIndex(tmp_path)


def test_offsets_lead_to_the_raw_text_of_an_article_read_back(tmp_path):
    sentence = "La coopérative a versé 12 300 euros à ses 48 salariés, selon le bilan présenté lundi."
    spaced = sentence.replace(" ", "\u00a0\u00a0").replace("é", "e\u0301")
    first = f"  Titre\u00ad  long\n\n\u200b{spaced}\n"
    with CorpusIndex(tmp_path) as index:
        index.add("a", first)
    with CorpusIndex(tmp_path) as index:
        (repeat,) = index.add("b", sentence).repeats
    start = first.index("La")
    assert (repeat.of_start, repeat.of_end) == (start, len(first) - 1)


@pytest.mark.parametrize("step", [1, 7, 500, 20_000])
def test_postings_keep_the_first_place_however_many_come_at_a_time(step):
    hashes = np.random.default_rng(1).integers(0, 5_000, 20_000 if step > 1 else 2_000).astype(np.uint64) << ROOM
    places = np.arange(len(hashes))
    expected: dict[int, int] = {}
    for place, value in enumerate(hashes.tolist()):
        expected.setdefault(value, place)
    postings = Postings()
    for start in range(0, len(hashes), step):
        part = slice(start, start + step)
        found = postings.add(hashes[part], places[part])
        assert found.tolist() == [expected[value] for value in hashes[part].tolist()]
        postings = Postings(postings.runs)
    assert sum(len(known) for known, _ in postings.runs) == len(expected)
    assert all((known[1:] > known[:-1]).all() for known, _ in postings.runs)


def test_many_documents_at_a_time_are_linked_as_one_by_one(documents):
    batch, edges = fingerprint(documents), [Edges(text) for _, text in documents]
    assert CorpusIndex().add_all(batch, edges) == links(CorpusIndex(), documents)
