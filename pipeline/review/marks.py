"""A text with its marks as HTML: nested and overlapping ones right, whatever the text holds.

Marks are woven in here, by Python's own string indices, so that no other way of counting characters (UTF-16 in a
browser) can shift them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

_DEPTH = ("repeat", "event", "name", "date", "amount")  # of marks on one span the first is the outermost


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked span of a text; `key` finds what is told about it, `anchor` is an id that links lead to."""

    start: int
    end: int
    kind: str  # one of _DEPTH
    key: str
    anchor: str = ""
    variant: str = ""


def weave(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    """`text[start:end]` as HTML with its marks, clipped to that part.

    A mark that overlaps another without holding it is written in several pieces with one key.
    """
    inside = [
        mark if start <= mark.start and mark.end <= end else _clip(mark, start, end)
        for mark in marks
        if mark.start < end and start < mark.end and mark.start < mark.end
    ]
    inside.sort(key=lambda mark: (mark.start, -mark.end, _DEPTH.index(mark.kind), mark.key))
    opening: defaultdict[int, list[Mark]] = defaultdict(list)
    cuts = {start, end}
    for mark in inside:
        opening[mark.start].append(mark)
        cuts |= {mark.start, mark.end}
    places = sorted(cuts)
    written: list[str] = []
    opened: list[Mark] = []
    for place, following in zip(places, [*places[1:], end], strict=True):
        if any(mark.end <= place for mark in opened):
            opened = _close(written, opened, place)
        for mark in opening.get(place, ()):
            written.append(_tag(mark))
            opened.append(mark)
        if place < following:
            written.append(escape(text[place:following], quote=False))
    return "".join(written)


def _close(written: list[str], opened: Sequence[Mark], place: int) -> list[Mark]:
    """Close the marks that end at a place, and those inside them, which are opened again if they go on."""
    ended = next((depth for depth, mark in enumerate(opened) if mark.end <= place), len(opened))
    written += ["</mark>"] * (len(opened) - ended)
    going_on = [mark for mark in opened[ended:] if mark.end > place]
    written += [_tag(replace(mark, anchor="")) for mark in going_on]
    return [*opened[:ended], *going_on]


def _clip(mark: Mark, start: int, end: int) -> Mark:
    """What of a mark lies in a part of the text; its id stays with its beginning."""
    anchor = mark.anchor if mark.start >= start else ""
    return replace(mark, start=max(mark.start, start), end=min(mark.end, end), anchor=anchor)


def _tag(mark: Mark) -> str:
    variant = f" {mark.variant}" if mark.variant else ""
    anchor = f' id="{escape(mark.anchor)}"' if mark.anchor else ""
    return f'<mark class="{mark.kind}{variant}" data-k="{escape(mark.key)}"{anchor}>'
