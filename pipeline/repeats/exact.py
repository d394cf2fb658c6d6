"""Passages that stand word for word elsewhere already.

A seed (an atom or an anchor that was seen before, see `seeds`) is widened to the longest equal stretch and trimmed to
whole sentences. Seeds inside what was looked at already are passed over, so the work is linear in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline.repeats.edges import Edges, begins_line, follows_title, is_item, is_labelled, may_begin, may_end
from pipeline.repeats.fingerprint import Document
from pipeline.repeats.normalise import Normalised

SHORTEST = 40  # characters of the later copy, as it stands
_STEP = 64  # characters compared at first


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of the new document's key that equals one of an earlier document's (or of its own), and the raw span
    of the new one.
    """

    start: int
    end: int
    of: Document
    of_start: int
    raw: tuple[int, int]

    @property
    def of_end(self) -> int:
        """Where the first copy ends."""
        return self.of_start + self.end - self.start


Find = Callable[[int], tuple[Document, int]]


def exact_matches(new: Document, edges: Edges, seeds: Iterable[tuple[int, int, int]], find: Find) -> Iterator[Match]:
    """Passages of `new` that stand at an earlier place, in order, not overlapping.

    `seeds` are in order (see `Shared`); `find` turns a place into a document and an offset into its key.
    """
    explored = accepted = 0
    for start, end, place in seeds:
        if end <= explored or start < accepted:
            continue
        of, of_start = find(place)
        match = _widen(new, start, end, of, of_start, accepted)
        if match is None:
            continue
        explored = max(explored, match.end)
        trimmed = trim(new.text, match, edges)
        if trimmed is not None:
            accepted = trimmed.end
            yield trimmed


def _widen(new: Document, start: int, end: int, of: Document, of_start: int, floor: int) -> Match | None:
    """The longest equal stretch around a seed, not left of `floor`."""
    key, of_key = new.text.key, of.text.key
    limit = min(len(key), 2 * start - of_start) if of is new else len(key)
    right = _common(key, start, limit, of_key, of_start)
    if right < end - start:
        return None
    left = _common_before(key, start, floor, of_key, of_start)
    start, end = start - left, start + right
    return Match(start, end, of, of_start - left, new.text.raw_span(start, end))


def _common(a: str, i: int, limit: int, b: str, j: int) -> int:
    """How many characters a[i:limit] and b[j:] have in common at the front: in steps that double, then by halves."""
    most = min(limit - i, len(b) - j)
    known, step = 0, _STEP
    while known < most and a.startswith(b[j + known : j + min(known + step, most)], i + known):
        known, step = min(known + step, most), 2 * step
    while step > 1:  # what differs lies within the next `step` characters
        step //= 2
        if known + step <= most and a.startswith(b[j + known : j + known + step], i + known):
            known += step
    return known


def _common_before(a: str, i: int, floor: int, b: str, j: int) -> int:
    """How many characters a[floor:i] and b[:j] have in common at the back."""
    most = min(i - floor, j)
    known, step = 0, _STEP
    while known < most and a.endswith(b[max(j - known - step, j - most) : j - known], 0, i - known):
        known, step = min(known + step, most), 2 * step
    while step > 1:
        step //= 2
        if known + step <= most and a.endswith(b[j - known - step : j - known], 0, i - known):
            known += step
    return known


def trim(text: Normalised, match: Match, edges: Edges) -> Match | None:
    """The whole sentences of a match, None where they are too short to speak of."""
    raw_start, raw_end = match.raw
    start = _first_start(text, match, edges) if raw_end - raw_start >= SHORTEST else None
    if start is None:
        return None
    shift = match.of_start - match.start
    limit = start - shift if match.of.text is text else match.end  # a first copy never runs into the later one
    for raw in _ends(edges, raw_start, raw_end):
        end = match.end if raw == raw_end else text.key_position(raw)
        if start < end <= limit and may_end(match.of.text.plain, match.of.text.to_plain.at(end + shift - 1) + 1):
            whole = (start, end) == (match.start, match.end)
            span = match.raw if whole else text.raw_span(start, end)
            return Match(start, end, match.of, start + shift, span) if span[1] - span[0] >= SHORTEST else None
    return None


def _first_start(text: Normalised, match: Match, edges: Edges) -> int | None:
    """The key offset where the first sentence of a match begins; None where none does."""
    raw_start, raw_end = match.raw
    of_plain, to_plain = match.of.text.plain, match.of.text.to_plain
    shift = match.of_start - match.start
    line: int | None = None
    blocked = 0
    for raw in _starts(edges, raw_start, raw_end):
        start = match.start if raw == raw_start else text.key_position(raw)
        if start > match.start:
            # Where the first copy opens a line, the later one may stand behind a title that lost its line break.
            line = _line_start(match, of_plain) - shift if line is None else line
            if start > line and _follows_title(text, line, edges):
                return line
        of_start = to_plain.at(start + shift)
        if raw < blocked or not may_begin(of_plain, of_start):
            continue
        if is_labelled(edges.text, raw) and is_labelled(of_plain, of_start):
            continue  # two labels may be two subjects: the same words behind them are left to be read
        if not (is_item(edges.text, raw) and is_item(of_plain, of_start)):
            return start
        # Behind another head of a list the same words say something else, to the end of the line.
        line_end = edges.text.find("\n", raw)
        blocked = len(edges.text) if line_end < 0 else line_end
    line = _line_start(match, of_plain) - shift if line is None else line
    return line if line < match.end and _follows_title(text, line, edges) else None


def _follows_title(text: Normalised, start: int, edges: Edges) -> bool:
    return follows_title(edges.text, text.raw_span(start, start + 1)[0])


def _starts(edges: Edges, start: int, end: int) -> Iterator[int]:
    line = edges.line_start(start)
    if line is not None and line < end:
        yield line
    yield from edges.starts(start, end)


def _ends(edges: Edges, start: int, end: int) -> Iterator[int]:
    line = edges.line_end(end)
    if line is not None and line > start:
        yield line
    yield from edges.ends(start, end)


def _line_start(match: Match, of_plain: str) -> int:
    """The first key offset in the first copy that opens a line; its end where none does."""
    to_plain = match.of.text.to_plain
    first = to_plain.at(match.of_start)
    if not begins_line(of_plain, first):
        broken = of_plain.find("\n", first, to_plain.at(match.of_end - 1))
        if broken < 0:
            return match.of_end
        first = broken + 1
    return to_plain.first(first)
