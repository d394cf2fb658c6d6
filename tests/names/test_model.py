"""The weights: put in where they belong, as good as they say, and no worse on clean text than the stock model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy

from pipeline.names import find_names
from pipeline.names.markup import read
from pipeline.names.model import DEFAULT_MODEL, WEIGHTS, get_weights, load_model, set_weights, weights_sha256
from pipeline.names.places import all_places, collect
from pipeline.names.reading import read_names
from pipeline.names.training import Annotated, exchanged, held_out, paragraphs, press_sentences, winer_articles
from pipeline.resources import MODELS
from pipeline.structure.view import plain_view
from tests.paths import SHARED

CLEAN = Path(__file__).parent / "clean.txt"
UNSEEN = Path(__file__).parent / "unseen.txt"
WINER = SHARED / "gold" / "winer"


@pytest.fixture(scope="module")
def stock():
    return spacy.load(DEFAULT_MODEL)


def test_the_weights_go_in_and_come_out(stock):
    before = get_weights(stock)
    weights = np.load(WEIGHTS)
    set_weights(stock, weights)
    assert np.array_equal(get_weights(stock), weights.astype(np.float32))
    with pytest.raises(ValueError, match="weights"):
        set_weights(stock, weights[:-1])
    set_weights(stock, before)
    assert len(weights_sha256()) == 64
    assert weights_sha256("another_model") == ""


def f1(found: list[set], wanted: list[set]) -> float:
    right = sum(len(a & b) for a, b in zip(found, wanted, strict=True))
    return 2 * right / (sum(map(len, found)) + sum(map(len, wanted)))


def test_clean_text_is_read_no_worse_than_by_the_stock_model(stock):
    texts, names = zip(*read(CLEAN), strict=True)
    wanted = [set(marked) for marked in names]
    ours = load_model()
    theirs, found = [], []
    for text in texts:
        view = plain_view(text)
        theirs.append({(e.start_char, e.end_char, e.label_) for e in stock(view.text).ents})
        found.append({(m.start, m.end, m.label) for m in find_names(view, read_names(view, ours))})
    assert f1(found, wanted) >= max(0.9, f1(theirs, wanted))


def test_press_that_no_weights_were_trained_on_is_read():
    nlp = load_model()
    texts, names = zip(*read(UNSEEN), strict=True)
    found = []
    for text in texts:
        view = plain_view(text)
        spans = [(m, view.raw_span(m.start, m.end)) for m in find_names(view, read_names(view, nlp))]
        found.append({(*span, m.label) for m, span in spans})
    assert f1(found, [set(marked) for marked in names]) >= 0.8


def test_no_text_is_both_trained_on_and_kept_apart():
    trained = {item.text for item in press_sentences(MODELS / "ner" / "data")}
    assert trained.isdisjoint(text for file in (CLEAN, UNSEEN) for text, _ in read(file))


def test_the_list_of_places_is_what_the_installed_packages_say():
    assert set(collect()) <= all_places()


def test_the_press_sentences_are_well_formed_and_enough():
    items = press_sentences(MODELS / "ner" / "data")
    assert len(items) >= 1000
    assert len({item.text for item in items}) == len(items)


def test_exchanged_names_keep_their_labels_and_places():
    import random

    items = [
        Annotated("Zoé dirige Veolia.", [(0, 3, "PER"), (11, 17, "ORG")]),
        Annotated("Yves vend Suez.", [(0, 4, "PER"), (10, 14, "ORG")]),
    ]
    one, other = (list(exchanged(items, random.Random(3))) for _ in range(2))
    assert one == other
    for item in one:
        assert [item.text[a:b] in ("Zoé", "Yves", "Veolia", "Suez") for a, b, _ in item.names] == [True, True]
        assert [label for _, _, label in item.names] == ["PER", "ORG"]


@pytest.mark.skipif(not WINER.is_dir(), reason="WiNER-fr lies beside the checkout, not in it")
def test_the_fold_is_kept_out_and_paragraphs_hold_their_names():
    articles = list(winer_articles(WINER, 2017))
    assert 40 < sum(held_out(article_id) for article_id, _, _ in articles) < 100
    assert not any(held_out(article_id) for article_id, _, _ in winer_articles(WINER, 2016))
    _, text, names = articles[0]
    for item in paragraphs(text, names):
        assert all(item.text[a:b].strip() == item.text[a:b] for a, b, _ in item.names)
