"""The words of a passage, as the grammars read them."""

from __future__ import annotations

import re
from functools import cached_property

# A word with its elided apostrophe ("l'" of "l'an"), a run of digits, or one other character. The first branch takes
# the words of French letters alone: a plain set of letters is read faster than one by negation.
_TOKEN = re.compile(
    r"[a-zß-öø-ÿœ]++(?![^\W\d_])(?:'(?=[^\W\d_]))?|[^\W\d_]++(?:'(?=[^\W\d_]))?|\d++|\S",
)
_PADDING = ("",) * 16


def lower(text: str) -> str:
    """The text in lower case, each character in its place ("İ" would grow and is left as it is)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


class Tokens:
    """Lower-cased words with their spans in `text`, which are told when first asked for.

    `words` is padded with empty words, so that `word(index)` a little before the first or behind the last word is
    empty: a negative index falls into the padding. No grammar looks further.
    """

    def __init__(self, text: str, start: int, end: int, lowered: str = "") -> None:
        """`lowered` is `lower(text)`, where the caller has it at hand."""
        self.text = text
        self._lowered, self._start = lowered or lower(text), start
        self.words: list[str] = _TOKEN.findall(self._lowered, start, end)
        self._count = len(self.words)
        self.depth = 0  # of expressions within expressions, which the grammar keeps small
        self.words.extend(_PADDING)
        self.word = self.words.__getitem__

    @cached_property
    def starts(self) -> list[int]:
        """Where the words start."""
        starts: list[int] = []
        place, find = self._start, self._lowered.index
        for word in self.words[: self._count]:
            place = find(word, place)  # nothing but space lies between two words
            starts.append(place)
            place += len(word)
        return starts

    def __len__(self) -> int:
        return self._count

    def end(self, index: int) -> int:
        """The offset behind the word at `index`."""
        return self.starts[index] + len(self.words[index])

    def run(self, index: int, length: int) -> tuple[str, ...]:
        """`length` words from `index` on."""
        return tuple(self.words[index : index + length])

    def glued(self, index: int) -> bool:
        """Whether the word at `index` follows the one before it without a space."""
        return 0 < index < self._count and self.starts[index] == self.end(index - 1)

    def capital(self, index: int) -> bool:
        """Whether the word at `index` begins with a capital."""
        return 0 <= index < self._count and self.text[self.starts[index]].isupper()

    def after(self, offset: int, index: int) -> int:
        """The first token from `index` on that starts at or after `offset` in the text."""
        while index < self._count and self.starts[index] < offset:
            index += 1
        return index
