"""The text as the model and the finders read it, with the way back to the raw characters.

White space is folded to single spaces, apostrophes and hyphens are made ASCII, marks are composed (NFC), invisible
characters go, letters that were decoded twice are mended ("Ã©"), and a space parts sentences that stood glued. The raw
text is never edited.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import ftfy.bad_codecs  # noqa: F401 - registers the codec that knows the bytes windows-1252 lacks

from pipeline.article import Passage, View
from pipeline.structure.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Characters that stand for themselves, with single spaces between them: nearly all of a text, taken at once.
_PLAIN = "[!-_a-~ÀÁÄÆ-áã-ÿŒœ«»€…–—]"  # without Â Ã Å â, with which doubly decoded letters begin
_REGULAR = re.compile(rf"{_PLAIN}(?:{_PLAIN}| (?={_PLAIN}))+")
# UTF-8 read as windows-1252, as far as it writes French ("Ã©", "â€™"): a lead byte and its continuation bytes.
_CONTINUATION = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MOJIBAKE = re.compile(rf"[ÂÃÅ]{_CONTINUATION}|â{_CONTINUATION}{{2}}")
_MARKS_KEPT = 4
_LONG_RUN = re.compile(rf"([^\w\s])\1{{{_MARKS_KEPT},}}")
_SAME = {"’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "−": "-"}


def plain_view(text: str, language: str = "fr") -> View:
    """A view of a whole text that has no structure but its sentences: for tests and for spaCy components."""
    spans = split_sentences(text)
    return build_view(text, [(start, end, Passage(0, 0, language, sentence=i)) for i, (start, end) in enumerate(spans)])


def doc_view(doc: Doc) -> View:
    """A view of a spaCy Doc (of its sentences where it has them), for components; raw offsets are its `text`'s."""
    if not doc.has_annotation("SENT_START"):
        return plain_view(doc.text)
    sentences = enumerate(doc.sents)
    return build_view(doc.text, [(s.start_char, s.end_char, Passage(0, 0, sentence=i)) for i, s in sentences])


def build_view(text: str, pieces: Iterable[tuple[int, int, Passage]]) -> View:
    """A view of the raw spans `pieces`, in order; each brings the passage whose place in the view is filled in here."""
    characters: list[str] = []
    starts, ends = array("Q"), array("Q")
    passages: list[Passage] = []
    segment = None
    for start, end, passage in pieces:
        if characters:
            # A new segment is a new line, so that a model reads a headline apart from what follows it.
            characters.append(" " if passage.segment == segment else "\n")
            starts.append(start)
            ends.append(start)
        begin = len(characters)
        for left, right in _without_long_runs(text, start, end):
            _clean_into(text, left, right, begin, characters, starts, ends)
        while len(characters) > begin and characters[-1] == " ":
            characters.pop(), starts.pop(), ends.pop()
        if len(characters) > begin:
            passages.append(
                Passage(begin, len(characters), passage.language, passage.role, passage.segment, passage.sentence)
            )
            segment = passage.segment
        elif begin:
            characters.pop(), starts.pop(), ends.pop()
    return View("".join(characters), tuple(passages), starts, ends)


def _without_long_runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`start..end` but for the rest of a run of one mark ("-----"): spaCy's tokeniser is quadratic on those."""
    for run in _LONG_RUN.finditer(text, start, end):
        yield start, run.start() + _MARKS_KEPT
        start = run.end()
    yield start, end


def _clean_into(
    text: str, start: int, end: int, begin: int, characters: list[str], starts: array[int], ends: array[int]
) -> None:
    """Append the clean characters of `text[start:end]`; the passage they belong to begins at `begin`."""
    position = start
    while position < end:
        if run := _REGULAR.match(text, position, end):
            stop = run.end() - (run.end() < end and unicodedata.combining(text[run.end()]) > 0)
            characters.extend(text[position:stop])
            starts.extend(range(position, stop))
            ends.extend(range(position + 1, stop + 1))
            position = stop
            continue
        stop = position + 1
        while stop < end and unicodedata.combining(text[stop]):
            stop += 1
        mended = _MOJIBAKE.match(text, position, end)
        if mended and (letter := _mend(mended.group())):
            characters.append(letter)
            starts.append(position)
            ends.append(mended.end())
            position = mended.end()
            continue
        cluster = text[position:stop]
        if len(cluster) > 1:
            cluster = unicodedata.normalize("NFC", cluster)
        for character in map(_clean, cluster):
            if character == " " and (len(characters) == begin or characters[-1] == " "):
                continue
            if character:
                characters.append(character)
                starts.append(position)
                ends.append(stop)
        position = stop


def _mend(mojibake: str) -> str:
    """The letter that was decoded twice; empty where it was none."""
    try:
        return _clean(mojibake.encode("sloppy-windows-1252").decode("utf-8"))
    except UnicodeError:
        return ""


def _clean(character: str) -> str:
    if " " <= character <= "~" and character != "`":
        return character
    if character in _SAME:
        return _SAME[character]
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85":
        return " "
    return "" if category in ("Cc", "Cf", "Cs", "Co", "Cn") else character
