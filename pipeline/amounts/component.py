"""The spaCy component `recoupe_amounts`: fills `doc.spans["amounts"]` on any French pipeline, a blank one too.

    nlp = spacy.blank("fr")
    nlp.add_pipe("recoupe_amounts")
    [(span.text, span._.amount.value) for span in nlp("Elle a levé 3 millions d'euros.").spans["amounts"]]

Each span's label is the kind of its amount; its extension `amount` is the `Amount`, whose `start` and `end` are offsets
into `doc.text`. Where `recoupe_dates` ran before, no amount is read within a date.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.amounts.finder import find_amounts
from pipeline.structure.view import doc_view


@Language.factory("recoupe_amounts")
def make_recoupe_amounts(nlp: Language, name: str) -> AmountFinder:
    """The component; it has no settings."""
    return AmountFinder()


class AmountFinder:
    """Finds the amounts of a Doc, sentence by sentence where it has sentences."""

    def __init__(self) -> None:
        Span.set_extension("amount", default=None, force=True)

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.spans["amounts"]`; an amount that ends within a token widens to the whole token."""
        view = doc_view(doc)
        dates = [(span.start_char, span.end_char) for span in doc.spans.get("dates", ())]
        spans = []
        for amount in find_amounts(view):
            start, end = view.raw_span(amount.start, amount.end)
            if any(start < until and begin < end for begin, until in dates):
                continue
            span = doc.char_span(start, end, label=amount.kind, alignment_mode="expand")
            if span is not None:
                span._.amount = replace(amount, start=start, end=end)
                spans.append(span)
        doc.spans["amounts"] = spans
        return doc
