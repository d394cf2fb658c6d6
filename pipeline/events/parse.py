"""The dependency parse of the passages that need one: the costliest reading, so never of a whole article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.article import View

_COMPONENTS = ("tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer")


def parse_passages(view: View, indices: Sequence[int], nlp: Language) -> dict[int, Doc]:
    """For each passage, the Doc of its text alone, with heads, parts of speech, morphology and lemmas."""
    docs: Iterable[Doc] = [nlp.make_doc(view.text[view.passages[i].start : view.passages[i].end]) for i in indices]
    for name in _COMPONENTS:
        if nlp.has_pipe(name):
            docs = nlp.get_pipe(name).pipe(docs)  # type: ignore[attr-defined]
    return dict(zip(indices, docs, strict=True))


def root_of(doc: Doc, start: int, end: int) -> Token | None:
    """The highest token of the characters `start..end` of `doc`."""
    span: Span | None = doc.char_span(start, end, alignment_mode="expand")
    return span.root if span is not None else None
