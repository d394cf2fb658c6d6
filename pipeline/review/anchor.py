"""Where the words of a decision stand in an article as it is now.

As with a TextQuoteSelector (W3C Web Annotation Data Model), the quote must be there letter by letter; what stands
around it tells one place from another, and may have been edited. Of places that are as good as each other the one
nearest to where the words once stood is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from pipeline.review.decisions import CONTEXT, Anchor

Span = tuple[int, int]

_ENOUGH = 0.5  # of what stood around the words must stand there still: one side of them, whatever became of the other
_AS_GOOD = 0.05


class StaleError(ValueError):
    """The words are gone, or cannot be told from others; the message says which."""


def find(anchor: Anchor, text: str, read_elsewhere: Sequence[Span] = ()) -> Span:
    """The span of the anchor's quote in `text`; StaleError where there is none.

    `read_elsewhere` are passages that repeat an earlier one: facts stand on the first copy, so a place in them is
    taken only where there is no other as good.
    """
    places = list(occurrences(anchor.quote, text))
    if not places:
        raise StaleError("its words are no longer in the article")
    likeness = {place: _likeness(anchor, text, place) for place in places}
    best = max(likeness.values())
    if best < _ENOUGH:
        raise StaleError("its words stand in the article, but what stood around them is gone")
    slack = 0.0 if best == 1.0 else _AS_GOOD
    meant = [place for place in places if likeness[place] >= best - slack]
    first = [place for place in meant if not any(a <= place[0] and place[1] <= b for a, b in read_elsewhere)]
    meant = first or meant
    if anchor.start is not None:
        hint = anchor.start
        return min(meant, key=lambda place: abs(place[0] - hint))
    if len(meant) > 1:
        raise StaleError(f"its words stand {len(meant)} times in the article; give a prefix, a suffix or a start_hint")
    return meant[0]


def occurrences(quote: str, text: str) -> Iterator[Span]:
    """Every place of `quote` in `text`, in order."""
    start = text.find(quote)
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)


def anchor_at(document_id: str, text: str, start: int, end: int) -> Anchor:
    """The anchor of the words at `text[start:end]`."""
    return Anchor(document_id, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start)


def _likeness(anchor: Anchor, text: str, place: Span) -> float:
    """How much of what stood around the words stands around a place, 0 to 1; 1 where the anchor does not say."""
    start, end = place
    before, after = text[max(0, start - len(anchor.prefix)) : start], text[end : end + len(anchor.suffix)]
    sides = [(anchor.prefix, before)] if anchor.prefix.strip() else []
    sides += [(anchor.suffix, after)] if anchor.suffix.strip() else []
    # White space does not count: spreadsheets and editors change it.
    alike = [Indel.normalized_similarity(" ".join(was.split()), " ".join(now.split())) for was, now in sides]
    return sum(alike) / len(alike) if alike else 1.0
