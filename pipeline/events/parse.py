"""The dependency parse of the passages that need one: the costliest reading, so never of a whole article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.article import View
from pipeline.names.model import lemmatiser

# The attribute ruler is left out: in French it only copies parts of speech into tags, which nothing here reads.
_COMPONENTS = ("morphologizer", "parser")


def parse_passages(view: View, indices: Sequence[int], nlp: Language) -> dict[int, Doc]:
    """For each passage, the Doc of its text alone, with heads, parts of speech, morphology and lemmas.

    The parser is told that a passage is one sentence; left to itself it cuts a third of them and loses what hangs
    on the other side.
    """
    docs = [_one_sentence(nlp, view, i) for i in indices]
    if docs and nlp.has_pipe("tok2vec"):
        _read_tokens(docs, nlp)
    parsed: Iterable[Doc] = docs
    for name in _COMPONENTS:
        if nlp.has_pipe(name):
            parsed = nlp.get_pipe(name).pipe(parsed)  # type: ignore[attr-defined]
    if lemmas := lemmatiser(nlp):
        parsed = lemmas.pipe(parsed)
    return dict(zip(indices, parsed, strict=True))


def _read_tokens(docs: Sequence[Doc], nlp: Language) -> None:
    """Give each Doc the vectors of its tokens in context, as the component `tok2vec` does, but embed each form once.

    Two thirds of the tokens of an article are forms that it has had already, and an embedding looks at each alone.
    """
    component: Any = nlp.get_pipe("tok2vec")
    embed, encode = component.model.layers
    forms = _Forms(docs)
    rows = embed.predict([forms])[0][forms.of_token]
    ends = np.cumsum([len(doc) for doc in docs])
    component.set_annotations(docs, encode.predict(np.split(rows, ends[:-1])))


class _Forms:
    """The distinct forms of some Docs, as far as an embedding can tell; it asks of these what it asks of a Doc."""

    def __init__(self, docs: Sequence[Doc]) -> None:
        self.vocab = docs[0].vocab
        self._docs = docs
        orth, norm, space = self._rows(["ORTH", "NORM", "SPACY"]).T
        key = orth ^ (norm << np.uint64(1)) ^ (space << np.uint64(63))
        _, self._first, self.of_token = np.unique(key, return_index=True, return_inverse=True)

    def __len__(self) -> int:
        return len(self._first)

    def to_array(self, attributes: int | list[int | str]) -> NDArray[np.uint64]:
        """As `Doc.to_array`, a row for each form."""
        rows: NDArray[np.uint64] = self._rows(attributes)[self._first]
        return rows

    def _rows(self, attributes: int | list[int | str]) -> NDArray[np.uint64]:
        return np.concatenate([doc.to_array(attributes) for doc in self._docs])


def _one_sentence(nlp: Language, view: View, index: int) -> Doc:
    passage = view.passages[index]
    doc = nlp.make_doc(view.text[passage.start : passage.end])
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


def root_of(doc: Doc, start: int, end: int) -> Token | None:
    """The highest token of the characters `start..end` of `doc`."""
    span: Span | None = doc.char_span(start, end, alignment_mode="expand")
    return span.root if span is not None else None
