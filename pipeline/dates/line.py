"""The line of dates already told, on which "le lendemain", "la même année" and "trois mois plus tard" hang."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from itertools import islice

from pipeline.article import Period

EXPLICIT, PUBLICATION, NARRATIVE = 0, 1, 2
RESOLVED_BY = ("explicit", "publication", "narrative")
_FINENESS = {"day": 0, "week": 1, "month": 2, "quarter": 3, "season": 3, "year": 4, "decade": 5, "other": 5}
_STEM = 5  # letters
_MEMORY = 100  # dates: how far back a story is remembered


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression is worth; `source`: the strongest context it needed; `anchor`: the expression it came from."""

    period: Period
    granularity: str
    approximate: bool = False
    source: int = EXPLICIT
    anchor: int | None = None
    night: bool = False

    @property
    def fineness(self) -> int:
        """0 for a day to 5 for a decade; a range of a few days counts as days, of a few months as months."""
        if self.granularity == "other":
            return 0 if self.period.days <= 31 else 2 if self.period.days <= 366 else 5
        return _FINENESS[self.granularity]


@dataclass(frozen=True, slots=True)
class Clause:
    """What the place of an expression tells of it.

    `time` is that of the clause (see `tense`); `verbless`: the passage has no verb; `alone`: it is little more than the
    date; `announced`: it is a headline, or tells an hour ("Concert samedi, 20 h 30"); `opening`: the date opens the
    passage; `before`, `after`: the dates it stands beside.
    """

    passage: int
    time: str = ""
    verbless: bool = False
    alone: bool = False
    announced: bool = False
    opening: bool = False
    before: Value | None = None
    after: Value | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A date of the line: which expression, its value, its passage; told only in passing, or as yet to come."""

    index: int
    value: Value
    passage: int
    background: bool = False
    ahead: bool = False


@dataclass(slots=True)
class Line:
    """Dates in the order of the telling, with the words of the passages they stand in.

    `aside` is the last of those that only lead a story which has no other: "depuis le 12 mars", a date in a quotation.
    """

    told: list[Told] = field(default_factory=list)
    aside: Told | None = None
    words: dict[int, list[str]] = field(default_factory=dict)

    def tell(self, told: Told, words: list[str], aside: bool = False) -> None:
        """Add a date with the words of its passage."""
        if aside:
            self.aside = told
            return
        self.told.append(told)
        self.words[told.passage] = words

    def last(self, fineness: int = 5) -> Told | None:
        """The last date that is at least as fine as asked (0: days, 2: months, 4: years)."""
        recent = islice(reversed(self.told), _MEMORY)
        led = next((told for told in recent if told.value.fineness <= fineness), None)
        alone = self.aside if not self.told and self.aside and self.aside.value.fineness <= fineness else None
        return led or alone

    def present(self) -> Told | None:
        """The latest day, month or year that is told as past: where a story without publication date has come to."""
        recent = islice(reversed(self.told), _MEMORY)
        past = [told for told in recent if not told.ahead and told.value.fineness <= 4]
        return max(past, key=lambda told: (told.value.period.end, -told.index), default=None)

    def of_event(self, event: str, fineness: int) -> Told | None:
        """The last date whose passage tells the event by a word of the same stem ("démissions": "démissionnaient")."""
        wanted = stem(event)
        if len(wanted) < _STEM:
            return None
        recent = islice(reversed(self.told), _MEMORY)
        return next((told for told in recent if told.value.fineness <= fineness and self._tells(told, wanted)), None)

    def _tells(self, told: Told, wanted: str) -> bool:
        first = wanted[:2]  # cheap: few words begin alike
        return any(
            stem(word) == wanted for word in self.words[told.passage] if word[:1] == first[:1] or not word.isascii()
        )


def stem(word: str) -> str:
    """The first letters of a word without accents: a noun and its verb share them."""
    return "".join(c for c in unicodedata.normalize("NFD", word[:_STEM]) if not unicodedata.combining(c))
