"""The text as the model and the finders read it, with the way back to the raw characters.

White space is folded to single spaces, apostrophes and hyphens are made ASCII, marks are composed (NFC), soft hyphens
and other invisible characters go, and a space parts sentences that stood glued. The raw text is never edited.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable

from pipeline.article import Passage, View
from pipeline.structure.sentences import split_sentences

_SAME = {"’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "−": "-"}


def plain_view(text: str, language: str = "fr") -> View:
    """A view of a whole text that has no structure but its sentences: for tests and for spaCy components."""
    spans = split_sentences(text)
    return build_view(text, [(start, end, Passage(0, 0, language, sentence=i)) for i, (start, end) in enumerate(spans)])


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
        _clean_into(text, start, end, characters, starts, ends)
        if len(characters) > begin:
            passages.append(
                Passage(begin, len(characters), passage.language, passage.role, passage.segment, passage.sentence)
            )
            segment = passage.segment
        elif begin:
            characters.pop(), starts.pop(), ends.pop()
    return View("".join(characters), tuple(passages), starts, ends)


def _clean_into(text: str, start: int, end: int, characters: list[str], starts: array[int], ends: array[int]) -> None:
    begin = len(characters)
    position = start
    while position < end:
        stop = position + 1
        while stop < end and unicodedata.combining(text[stop]):
            stop += 1
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
    while len(characters) > begin and characters[-1] == " ":
        characters.pop(), starts.pop(), ends.pop()


def _clean(character: str) -> str:
    if " " <= character <= "~" and character != "`":
        return character
    if character in _SAME:
        return _SAME[character]
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85":
        return " "
    return "" if category in ("Cc", "Cf", "Cs", "Co", "Cn") else character
