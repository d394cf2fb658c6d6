"""The dependency parse of the passages that need one: the costliest reading, so never of a whole article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.article import View
from pipeline.names.model import lemmatiser

# The attribute ruler is left out: in French it only copies parts of speech into tags, which nothing here reads.
_COMPONENTS = ("tok2vec", "morphologizer", "parser")


def parse_passages(view: View, indices: Sequence[int], nlp: Language) -> dict[int, Doc]:
    """For each passage, the Doc of its text alone, with heads, parts of speech, morphology and lemmas.

    The parser is told that a passage is one sentence; left to itself it cuts a third of them and loses what hangs
    on the other side.
    """
    docs: Iterable[Doc] = [_one_sentence(nlp, view, i) for i in indices]
    for name in _COMPONENTS:
        if nlp.has_pipe(name):
            docs = nlp.get_pipe(name).pipe(docs)  # type: ignore[attr-defined]
    if lemmas := lemmatiser(nlp):
        docs = lemmas.pipe(docs)
    return dict(zip(indices, docs, strict=True))


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
