"""The spaCy component `recoupe_dates`: `doc.spans["dates"]` on any French pipeline, a blank one too.

    nlp = spacy.blank("fr")
    nlp.add_pipe("recoupe_dates", config={"published": "2024-03"})
    [(span.text, span._.period) for span in nlp("Elle a signé fin février.").spans["dates"]]

`doc._.published` ("YYYY[-MM[-DD]]"), set before the component runs, goes before the config.
Each span has the extensions `period` (a `Period` or None) and `time_expression` (the whole `TimeExpression`);
its label is the granularity.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.article import Period
from pipeline.dates.calendar import day, month, years
from pipeline.dates.finder import find_dates
from pipeline.structure.view import doc_view

_PUBLISHED = re.compile(r"(\d{4})(?:-([01]\d)(?:-([0-3]\d))?)?$")


@Language.factory("recoupe_dates", default_config={"published": ""})
def make_recoupe_dates(nlp: Language, name: str, published: str) -> DateFinder:
    """The component; `published` is "YYYY[-MM[-DD]]", empty where documents say it themselves or nobody knows."""
    return DateFinder(published)


class DateFinder:
    """Finds and resolves the dates of a Doc."""

    def __init__(self, published: str = "") -> None:
        self.published = parse_published(published)

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.spans["dates"]`; a date that ends within a token widens to the whole token."""
        view = doc_view(doc)
        published = parse_published(doc._.published) or self.published
        spans = []
        for found in find_dates(view, published):
            start, end = view.raw_span(found.start, found.end)
            span = doc.char_span(start, end, label=found.granularity, alignment_mode="expand")
            if span is not None:
                span._.period = found.value
                span._.time_expression = found
                spans.append(span)
        doc.spans["dates"] = spans
        return doc


def parse_published(text: str) -> Period | None:
    """The day, month or year of "YYYY[-MM[-DD]]"; None for an empty text, ValueError for any other."""
    if not text:
        return None
    match = _PUBLISHED.match(text)
    numbers = [int(part) for part in match.groups() if part] if match else []
    period = None
    if len(numbers) == 1:
        period = years(numbers[0], numbers[0])
    elif len(numbers) == 2 and numbers[1] <= 12:
        period = month(numbers[0], numbers[1])
    elif len(numbers) == 3:
        period = day(numbers[0], numbers[1], numbers[2])
    if period is None:
        raise ValueError(f"not a publication date: {text!r}; expected YYYY, YYYY-MM or YYYY-MM-DD")
    return period


for _name in ("period", "time_expression"):
    if not Span.has_extension(_name):
        Span.set_extension(_name, default=None)
if not Doc.has_extension("published"):
    Doc.set_extension("published", default="")
