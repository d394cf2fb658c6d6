"""Where a repeat may begin and end: at sentences, lines and list items, never inside a reworded sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from pipeline.resources import load_toml
from pipeline.structure.sentences import split_sentences

_ITEM = re.compile(r"(?<=[\w»”\")\]])[ \u00a0\u202f]?:\s+(?=\S)")
_LABEL = re.compile(r"[^\n.!?…]{2,60}?[ \u00a0\u202f][–—-]\s+(?=[A-ZÀ-Ü«“\"])")  # "LYON (AFP) – ", "Justice — "
_LINE = re.compile(r"[^\S\n]*\n\s*")
_SENTENCE_GAP = re.compile(r"(?<=[.!?…])[\s»”\"]+")
_TITLE = 160  # characters that a title has at most
_MARKS_BEFORE = frozenset('.!?…:;»”")]}—–-•*|>')
_MARKS_AFTER = frozenset('.!?…»”")]')
_CRUMB = 8  # characters by which a match may run over the edge of a line by chance
_NEAR = 64  # characters looked at beside a place
_REACH = 4_000  # characters of a line looked at on either side of an edge, at least


class Edges:
    """The places of one text where a passage may begin or end.

    Without `sentences` the lines in question are split when they are asked for.
    """

    def __init__(self, text: str, sentences: Sequence[tuple[int, int]] | None = None) -> None:
        self.text = text
        self._known = None if sentences is None else _edges(text, sentences)
        self._blocks: dict[tuple[int, int], _Places] = {}

    def line_start(self, start: int) -> int | None:
        """Where a line begins at `start` or a few characters behind it, None where none does: what most copies begin
        with, and known without a look at the sentences.
        """
        if begins_line(self.text, start):
            return start
        for line in self._line_breaks(start):
            if line.end() <= start + _CRUMB:
                return line.end()
        return None

    def line_end(self, end: int) -> int | None:
        """Where a line ends at `end` or a few characters before it, None where none does."""
        if end == len(self.text):
            return end
        return next((line.start() for line in self._line_breaks(end - _CRUMB) if line.start() <= end), None)

    def _line_breaks(self, start: int) -> Iterator[re.Match[str]]:
        """Line breaks from `start` on, not far."""
        start = max(start, 0)
        return (line for line in _LINE.finditer(self.text, start, start + _NEAR) if not _wraps(self.text, *line.span()))

    def starts(self, start: int, end: int) -> list[int]:
        """Beginnings of sentences, lines and list items in `start..end`, in order."""
        starts = self._around(start, end).starts
        return starts[bisect_left(starts, start) : bisect_left(starts, end)]

    def ends(self, start: int, end: int) -> list[int]:
        """Ends of sentences and lines in `start..end`, the last one first."""
        ends = self._around(start, end).ends
        return ends[bisect_left(ends, start + 1) : bisect_left(ends, end + 1)][::-1]

    def sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        """The sentences (one that spans lines in its parts) that reach into `start..end`, in order."""
        around = self._around(start, end)
        first = bisect_left(around.ends, start + 1)
        return list(takewhile(lambda span: span[0] < end, around.lines[first:]))

    def _around(self, start: int, end: int) -> _Places:
        if self._known is not None:
            return self._known
        left, right = self._line_before(start), self._line_after(end)
        if (left, right) not in self._blocks:
            self._blocks[left, right] = _edges(self.text, split_sentences(self.text, left, right))
        return self._blocks[left, right]

    def _line_before(self, start: int) -> int:
        """Where the line begins that `start` is on, not far; in steps of `_REACH`, so that neighbours share it."""
        floor = max((start // _REACH - 1) * _REACH, 0)
        while (place := self.text.rfind("\n", floor, start)) >= 0:
            start = max(place - _NEAR, floor)
            start += len(self.text[start:place].rstrip())
            line = _LINE.match(self.text, start)
            if line is not None and not _wraps(self.text, *line.span()):
                return line.end()
        return floor

    def _line_after(self, end: int) -> int:
        """Where the line ends that `end` is on, not far."""
        ceiling = min((end // _REACH + 2) * _REACH, len(self.text))
        breaks = (line for line in _LINE.finditer(self.text, end, ceiling) if not _wraps(self.text, *line.span()))
        return next((line.start() for line in breaks), ceiling)


class _Places(NamedTuple):
    starts: list[int]
    ends: list[int]
    lines: list[tuple[int, int]]


def _edges(text: str, sentences: Sequence[tuple[int, int]]) -> _Places:
    lines: list[tuple[int, int]] = []
    starts: list[int] = []
    for start, end in sentences:
        for line in _LINE.finditer(text, start, end):
            if line.end() < end and not _wraps(text, *line.span()):
                lines.append((start, line.start()))
                start = line.end()
        lines.append((start, end))
    for start, end in lines:
        starts.append(start)
        label = _LABEL.match(text, start, end)
        if label is not None:
            starts.append(label.end())
        starts += (item.end() for item in _ITEM.finditer(text, start, end))
    starts.sort()
    return _Places(starts, [end for _, end in lines], lines)


def is_labelled(text: str, start: int) -> bool:
    """Whether what begins at `start` stands behind a dash ("LYON (AFP) – …")."""
    return text[max(0, start - _NEAR) : start].rstrip()[-1:] in ("–", "—", "-")


def is_item(text: str, start: int) -> bool:
    """Whether what begins at `start` is introduced by a colon ("Harvey : …")."""
    return text[max(0, start - _NEAR) : start].rstrip()[-1:] == ":"


def may_begin(text: str, start: int) -> bool:
    """Whether a sentence can begin at `start` by what stands before it: the test for the first copy, whose own
    sentences may be cut otherwise (a title or a header without a full stop runs into it).
    """
    before = text[max(0, start - _NEAR) : start]
    bare = before.rstrip()
    if begins_line(text, start) or bare[-1:] in _MARKS_BEFORE:
        return True
    if len(bare) == len(before):  # glued on
        return text[start].isupper() and not bare[-1:].isupper()
    return follows_title(text, start)


def may_end(text: str, end: int) -> bool:
    """Whether a sentence or a title can end at `end`."""
    after = text[end : end + _NEAR]
    bare = after.lstrip()
    if not bare or text[end - 1] in _MARKS_AFTER or "\n" in after[: len(after) - len(bare)]:
        return True
    if len(bare) == len(after):
        return bare[0].isupper() and text[end - 1].islower()
    return follows_title(text, end + len(after) - len(bare))


def begins_line(text: str, start: int) -> bool:
    """Whether nothing stands before `start` on its line."""
    before = text[max(0, start - _NEAR) : start]
    bare = before.rstrip()
    if "\n" in before[len(bare) :]:
        return not _wraps(text, start - len(before) + len(bare), start)
    return not bare and start <= _NEAR


def _wraps(text: str, start: int, end: int) -> bool:
    """Whether a line break, with the white space around it, stands inside a sentence: one that goes on in lower case,
    or a line that waits for more.
    """
    if text.count("\n", start, end) > 1:
        return False
    if text[end : end + 1].islower() or text[start - 1 : start] == ",":
        return True
    return _last_word(text, start) in _waiting_words()


def follows_title(text: str, start: int) -> bool:
    """Whether what stands before `start` on its line can be a title or a header that lost its line break: it has no
    mark of its own and does not end in a word that waits for another ("a affirmé que Musk …").
    """
    line = text[max(0, start - _TITLE) : start].rpartition("\n")[2]
    if len(line) == _TITLE or text[start].islower():
        return False
    sentence = _SENTENCE_GAP.split(line)[-1].strip()
    word = _last_word(sentence, len(sentence))
    return word != "" and "," not in sentence and word.lower() not in _waiting_words()


def _last_word(text: str, end: int) -> str:
    """The word that ends at `end`, empty where none does."""
    start = end
    while start and text[start - 1].isalnum() and end - start < _NEAR:
        start -= 1
    return text[start:end]


@cache
def _waiting_words() -> frozenset[str]:
    """Words after which a sentence goes on: determiners, prepositions, conjunctions."""
    return frozenset(word.lower() for word in load_toml("sentences.toml")["openers"])
