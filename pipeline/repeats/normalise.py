"""Text made comparable, with the way back: what a repeat is equal *but for*.

Two forms are made. The *plain* text is for reading (tokens, capitals, sentences): NFKC, invisible characters gone,
white space folded to one space or one line break, ligatures opened. The *key* is for matching: the plain text in lower
case, without white space, with one kind of quotation mark, apostrophe and dash. White space stays in a key only between
two figures that are not one number ("le 12 3 personnes"); inside one it goes ("12 300" is "12300"). The *digest* is the
key in one byte a character, for what is hashed and compared by the million.

Character codes are compared by the array (a difference below zero wraps around and is large); tables are asked only for
the few characters that are not plain letters. That is most of the speed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, repeat

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Bits = npt.NDArray[np.bool_]
Offsets = npt.NDArray[np.int64]

_KNOWN = 0x2300  # characters that stand in tables: scripts with letters, punctuation, currencies; others are rare
_DROPPED, _EXPANDED = 0x110000, 0x110001  # what a character is folded to that leaves no trace, or several characters
_UNKNOWN = 0xFFFFFFFF
_SPACE, _BREAK, _TILDE = 0x20, 0x0A, 0x7E
_LATIN = 0x100  # characters that are their own digest
LETTERS, _SIGNS = 0xC0, 0x80  # where the digests of other letters and of other signs begin: 64 and 32 of them
_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_LIGATURES = {"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss", "İ": "I"}
_ALIKE = {
    character: one
    for one, characters in {'"': "«»“”„‟‹›〝〞＂", "'": "’‘ʼ‛′`´", "-": "‐‑‒–—―−⁃﹣", " ": "\n"}.items()
    for character in characters
}
_MARKED = re.compile(r"[^\W_][\u0300-\u036f]+")
_FIRST_MARK, _MARKS = 0x0300, 0x70  # the combining marks
_GLUE = "|"  # stands behind each of the texts that are normalised together: in every form it is itself
_RAISED = frozenset("²³¹¼½¾⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉")
_DIGITS = frozenset("0123456789")
_LONGEST_NUMBER = 24  # characters of a number written in groups
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")


@dataclass(frozen=True)
class OffsetMap:
    """The way from offsets in one text to those in the text that it was made from, kept where the two fall out of step:
    an offset with `i` of the `starts` at it or before it is to be raised by `shifts[i]`; `shifts[0]` is 0.
    """

    starts: Offsets
    shifts: Offsets

    @classmethod
    def without(cls, gone: Offsets) -> OffsetMap:
        """The map of a text from which the characters at `gone` were taken."""
        count = np.arange(len(gone) + 1)
        return cls(gone - count[:-1], count)

    @classmethod
    def of(cls, offsets: Offsets) -> OffsetMap:
        """The map that holds these offsets, one for each character."""
        shifts = offsets - np.arange(len(offsets))
        starts = np.flatnonzero(np.diff(shifts, prepend=0))
        return cls(starts, np.append(0, shifts[starts]))

    def at(self, offset: int) -> int:
        """Where the character at `offset` comes from."""
        return offset + int(self.shifts[self.starts.searchsorted(offset, "right")])

    def all(self, offsets: Offsets) -> Offsets:
        """`at` of each of them."""
        return offsets + self.shifts[self.starts.searchsorted(offsets, "right")]

    def first(self, offset: int) -> int:
        """The first offset whose character comes from `offset` or from behind it."""
        stretch = self._origins.searchsorted(offset)
        found = offset - int(self.shifts[stretch])
        return min(found, int(self.starts[stretch])) if stretch < len(self.starts) else found

    def first_all(self, offsets: Offsets) -> Offsets:
        """`first` of each of them."""
        stretches = self._origins.searchsorted(offsets)
        limits = np.append(self.starts, np.iinfo(np.int64).max)
        found: Offsets = np.minimum(offsets - self.shifts[stretches], limits[stretches])
        return found

    def then(self, other: OffsetMap) -> OffsetMap:
        """The way through this map and on through `other`."""
        starts = np.sort(np.append(self.starts, self.first_all(other.starts)))
        return OffsetMap(starts, np.append(0, other.all(self.all(starts)) - starts))

    def parts(self, bounds: Offsets) -> Iterator[OffsetMap]:
        """The map of each text between two `bounds`, before each of which stands a `_GLUE`."""
        cuts = pairwise(self.starts.searchsorted(bounds).tolist())
        for start, (first, last) in zip(bounds[:-1].tolist(), cuts, strict=True):
            yield OffsetMap(self.starts[first:last] - start, self.shifts[first : last + 1] - self.shifts[first])

    @cached_property
    def _origins(self) -> Offsets:
        """Where the character at each of the `starts` comes from."""
        return self.starts + self.shifts[1:]


@dataclass(frozen=True)
class Normalised:
    """A text in its plain and key forms.

    `first` and `last` lead from a plain character to the first and last raw character that it stands for, `to_plain`
    from a key character to its place in the plain text. `digest` has a byte for each key character: equal characters
    have equal bytes, letters and digits those of Latin-1 letters and digits. `key_breaks` are the key characters before
    which a line ended.
    """

    plain: str
    first: OffsetMap
    last: OffsetMap
    key: str
    digest: bytes
    to_plain: OffsetMap
    key_breaks: Offsets

    @property
    def key_gaps(self) -> Offsets:
        """The key characters before which white space was left out."""
        return self.to_plain.starts

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of the key span `start..end` (not empty)."""
        return self.raw_span_of_plain(*self.plain_span(start, end))

    def plain_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the plain text of the key span `start..end` (not empty)."""
        return self.to_plain.at(start), self.to_plain.at(end - 1) + 1

    def raw_span_of_plain(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of the plain span `start..end` (not empty)."""
        return self.first.at(start), self.last.at(end - 1) + 1

    def key_position(self, raw: int) -> int:
        """The first key character that stands at raw offset `raw` or behind it."""
        return min(self.to_plain.first(self.first.first(raw)), len(self.key))


def normalise(text: str) -> Normalised:
    """The plain and key forms of `text`; linear, some 50 million characters a second."""
    return normalise_all([text])[0]


def normalise_all(texts: Sequence[str]) -> list[Normalised]:
    """The forms of many texts: quicker than one by one, with the same result."""
    origins: Sequence[Offsets | None] = [None] * len(texts)
    codes = _codes(_glued(texts))
    rare = _beyond_ascii(codes)
    if (codes[rare] - np.uint32(_FIRST_MARK) < _MARKS).any():
        texts, origins = zip(*map(_compose, texts), strict=True)
        codes = _codes(_glued(texts))
        rare = _beyond_ascii(codes)
    codes, first = _fold(codes, rare)
    bounds = first.first_all(np.cumsum([0, *(len(text) + 1 for text in texts)]))
    plain = _text(codes)
    found = []
    spans = zip(pairwise(bounds.tolist()), first.parts(bounds), origins, strict=True)
    for ((start, end), own, origin), key in zip(spans, _keys(plain, codes, bounds), strict=True):
        own_first, own_last = _ways_back(own, origin, end - 1 - start)
        found.append(Normalised(plain[start : end - 1], own_first, own_last, *key))
    return found


def _glued(texts: Iterable[str]) -> str:
    return "".join([text + _GLUE for text in texts])


def _ways_back(first: OffsetMap, origin: Offsets | None, length: int) -> tuple[OffsetMap, OffsetMap]:
    """`first` and `last` of a `Normalised` whose plain text has so many characters."""
    if origin is None:
        return first, first
    index = first.all(np.arange(length))
    return OffsetMap.of(origin[index]), OffsetMap.of(origin[index + 1] - 1)


def from_plain(plain: str, first: OffsetMap, last: OffsetMap) -> Normalised:
    """The forms of a text whose plain form and raw offsets were kept."""
    glued = plain + _GLUE
    (key,) = _keys(glued, _codes(glued), np.array([0, len(glued)]))
    return Normalised(plain, first, last, *key)


def _codes(text: str) -> Codes:
    """The characters of a text (not empty) as numbers."""
    return np.array([text]).view(np.uint32)


def _text(codes: Codes) -> str:
    """The text (not empty) of such numbers, none of them 0."""
    text: str = codes.view(f"<U{len(codes)}").item()
    return text


def _compose(text: str) -> tuple[str, Offsets | None]:
    """Marks set on their letters (NFC). Where that changes anything, the raw offset of each character and the end."""
    if unicodedata.is_normalized("NFC", text):
        return text, None
    pieces: list[str] = []
    origin: list[int] = []
    position = 0
    for match in _MARKED.finditer(text):
        composed = unicodedata.normalize("NFC", match.group())
        pieces += (text[position : match.start()], composed)
        origin += range(position, match.start())
        # A mark that has no composed form keeps a place of its own, at the end of the cluster.
        origin += [match.start(), *[match.end() - 1] * (len(composed) - 1)]
        position = match.end()
    pieces.append(text[position:])
    origin += range(position, len(text) + 1)
    return "".join(pieces), np.array(origin, dtype=np.int64)


def _fold(codes: Codes, rare: Offsets) -> tuple[Codes, OffsetMap]:
    """The plain characters of a text and the way back to it, given where its `rare` ones are; overwrites `codes`."""
    odd = rare[_FOLDED.of(codes[rare]) != codes[rare]]
    replaced = None
    if odd.size:
        codes, replaced = _replace(codes, odd)
    blanks = (codes <= _SPACE).nonzero()[0]
    follows = np.zeros(len(blanks), dtype=bool)
    np.equal(blanks[1:] - blanks[:-1], 1, out=follows[1:])
    gone = blanks[follows]
    if gone.size:
        # A run of white space is one character: a line break where it holds one.
        runs = blanks[~follows]
        breaks = blanks[codes[blanks] == _BREAK]
        codes[runs[runs.searchsorted(breaks, "right") - 1]] = _BREAK
        codes = _splice(codes, gone.tolist(), repeat(codes[:0]))
    collapsed = OffsetMap.without(gone)
    return codes, collapsed if replaced is None else collapsed.then(replaced)


def _beyond_ascii(codes: Codes) -> Offsets:
    """Where characters are that are not printable ASCII."""
    return (codes - np.uint32(_SPACE) > _TILDE - _SPACE).nonzero()[0]


def _replace(codes: Codes, odd: Offsets) -> tuple[Codes, OffsetMap | None]:
    """`codes` with the characters at `odd` replaced; the way back where some were dropped or expanded."""
    raw = codes[odd]
    folded = _FOLDED.of(raw)
    for number in _is_digit(codes.take(odd - 1, mode="clip")).nonzero()[0].tolist():
        if chr(raw[number]) in _RAISED:
            folded[number] = raw[number]  # "10²" is not "102"
    resized = folded >= _DROPPED
    codes[odd] = np.where(resized, raw, folded)
    return _resize(codes, odd[resized]) if resized.any() else (codes, None)


def _resize(codes: Codes, places: Offsets) -> tuple[Codes, OffsetMap]:
    """`codes` with the characters at `places` dropped or expanded, and the way back."""
    sequences = [_expanded(code) for code in codes[places].tolist()]
    starts: list[int] = []
    shifts = [0]
    for place, sequence in zip(places.tolist(), sequences, strict=True):
        start = place - shifts[-1]
        if not sequence.size:
            starts.append(start)
            shifts.append(shifts[-1] + 1)
        for step in range(1, len(sequence)):
            starts.append(start + step)
            shifts.append(shifts[-1] - 1)
    way_back = OffsetMap(np.array(starts, dtype=np.int64), np.array(shifts, dtype=np.int64))
    return _splice(codes, places.tolist(), sequences), way_back


def _splice(codes: Codes, places: Iterable[int], sequences: Iterable[Codes]) -> Codes:
    """`codes` with each character at `places` replaced by a sequence: quick where they are few."""
    pieces: list[Codes] = []
    last = 0
    for place, sequence in zip(places, sequences, strict=False):
        pieces += (codes[last:place], sequence)
        last = place + 1
    return np.concatenate((*pieces, codes[last:]))


@lru_cache(1 << 14)
def _fold_code(code: int) -> int:
    character = chr(code)
    if character in _BREAKS:
        return _BREAK
    folded = _fold_character(character)
    return ord(folded) if len(folded) == 1 else _EXPANDED if folded else _DROPPED


@lru_cache(1 << 10)
def _expanded(code: int) -> Codes:
    return np.array([ord(character) for character in _fold_character(chr(code))], dtype=np.uint32)


def _fold_character(character: str) -> str:
    if character in "\t\x1f":
        return " "
    if character in _LIGATURES:
        return _LIGATURES[character]
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs", "Co", "Cn") or "\ufe00" <= character <= "\ufe0f":
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    if not unicodedata.decomposition(character):
        return character
    folded = unicodedata.normalize("NFKC", character)
    return character if " " in folded else folded  # a spacing accent is not a space


def _keys(plain: str, codes: Codes, bounds: Offsets) -> Iterator[tuple[str, bytes, OffsetMap, Offsets]]:
    """The last four fields of a `Normalised` for each of the plain texts between two `bounds`."""
    blank = codes <= _SPACE
    gaps = blank.nonzero()[0]
    before_digits = gaps[_is_digit(codes.take(gaps + 1, mode="clip"))]
    between_digits = before_digits[_is_digit(codes.take(before_digits - 1, mode="clip"))]
    apart = [gap for gap in between_digits.tolist() if _parts_figures(plain, gap)]
    if apart:
        blank[apart] = False
        gaps = blank.nonzero()[0]
    lowered, digest = _lower(codes.compress(~blank))
    key, digests = _text(lowered), digest.tobytes()
    to_plain = OffsetMap.without(gaps)
    breaks = to_plain.starts[codes[gaps] == _BREAK]
    key_bounds = to_plain.first_all(bounds)
    cuts = pairwise(breaks.searchsorted(key_bounds).tolist())
    for (start, end), own, (first, last) in zip(
        pairwise(key_bounds.tolist()), to_plain.parts(key_bounds), cuts, strict=True
    ):
        yield key[start : end - 1], digests[start : end - 1], own, breaks[first:last] - start


def _is_digit(codes: Codes) -> Bits:
    """Whether characters are ASCII digits."""
    digit: Bits = codes - np.uint32(ord("0")) < 10
    return digit


def _parts_figures(plain: str, gap: int) -> bool:
    """Whether white space between two digits parts two numbers ("2022 300"), not the digits of one ("12 300",
    "1 000 000").
    """
    start = gap
    while start and gap - start < _LONGEST_NUMBER and (plain[start - 1].isdigit() or plain[start - 1] == " "):
        start -= 1
    return not any(m.start() < gap < m.end() for m in _THOUSANDS.finditer(plain, start, gap + _LONGEST_NUMBER))


def _lower(codes: Codes) -> tuple[Codes, npt.NDArray[np.uint8]]:
    """The characters of a key, and its digest."""
    rare = (codes - np.uint32(ord("a")) >= 26).nonzero()[0]
    key = codes.copy()
    key[rare] = lowered = _LOWERED.of(codes[rare])
    digest = key.astype(np.uint8)
    beyond = rare[lowered >= _LATIN]
    digest[beyond] = _DIGESTS.of(key[beyond])
    return key, digest


def _lower_code(code: int) -> int:
    """A character in lower case, one for all quotation marks, apostrophes and dashes."""
    character = chr(code)
    return ord(_ALIKE.get(character) or character.lower()[0])


def _digest(code: int) -> int:
    if code < _LATIN:
        return code
    return LETTERS + code % 64 if chr(code).isalnum() else _SIGNS + code % 32


class _Table:
    """What each character becomes by a rule, which is asked when a character is met for the first time."""

    def __init__(self, rule: Callable[[int], int]) -> None:
        self._rule = rule
        self._known = np.full(_KNOWN + 1, _UNKNOWN, dtype=np.uint32)  # the last entry stands for all that have none

    def of(self, codes: Codes) -> Codes:
        """What these characters become."""
        found = self._known.take(codes, mode="clip")
        unknown = (found == _UNKNOWN).nonzero()[0]
        if unknown.size:
            found[unknown] = [self._rule(code) for code in codes[unknown].tolist()]
            self._known[np.minimum(codes[unknown], _KNOWN)] = found[unknown]
            self._known[_KNOWN] = _UNKNOWN
        return found


_FOLDED, _LOWERED, _DIGESTS = _Table(_fold_code), _Table(_lower_code), _Table(_digest)
