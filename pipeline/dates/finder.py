"""The temporal expressions of a whole article, resolved in the order of the telling."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.article import Period, TimeExpression, View
from pipeline.dates import expressions as ex
from pipeline.dates.edtf import edtf
from pipeline.dates.lexicon import words
from pipeline.dates.line import NARRATIVE, PUBLICATION, RESOLVED_BY, Clause, Line, Told, Value
from pipeline.dates.occurrences import granularity_of
from pipeline.dates.reading import Reading, read_view
from pipeline.dates.resolver import Resolver
from pipeline.dates.tense import FUTURE

_OPENING_WORDS = words("opening_words")

_QUOTED = re.compile(r"«[^«»]{0,5000}»|“[^“”]{0,5000}”")
_HEADER = re.compile(r"\s{0,9}date $", re.IGNORECASE)
# Two dates with no more than this between them are one told twice: "l'année suivante, le 11 mars".
_BESIDE = re.compile(rf"\s?[,(]?\s?(?:(?:{'|'.join(sorted(words('apposing')))})[ ']?\s?){{0,3}}$")
_BESIDE_LENGTH = 40
_CLOCK = re.compile(r"\b\d{1,2} ?[hH](?: ?\d\d)?\b")
_HEADLINE = 12  # words: a longer first sentence without a known verb is no headline
_OPENING = 4  # words before a date that opens its sentence
_PARENTHESIS = 200  # characters
_HOUR = 80  # characters behind a date within which an hour belongs to it
_ALONE = 4  # words beside a date in a passage that is little more than the date


def find_dates(view: View, published: Period | None) -> list[TimeExpression]:
    """The temporal expressions of an article, in text order, with what they are worth.

    `published` is the publication date as an interval (a day, a month, a year), None where it is unknown. Spans are
    view offsets and lie each within one passage. `value` is None where a careful reader could not tell.
    """
    return _Telling(view, published, read_view(view)).resolve()


@dataclass(slots=True)
class _Telling:
    """The dates of one article as they are told, one after the other."""

    view: View
    published: Period | None
    readings: list[Reading]
    line: Line = field(default_factory=Line)
    values: list[Value | None] = field(default_factory=list)

    def resolve(self) -> list[TimeExpression]:
        """Resolve all expressions in order."""
        resolver = Resolver(self.published, self.line, tuple(_dated_weekdays(self.readings)))
        tweets = _tweet_dates(self.readings)
        quotes = _Quotes(self.view.text)
        results: list[TimeExpression] = []
        for reading in self.readings:
            own = tweets.get(reading.passage.segment) if reading.passage.role == "tweet" else None
            using = replace(resolver, published=own) if own else resolver
            offset = len(self.values)
            for place, item in enumerate(reading.found):
                value = using.value(item.node, self._clause(reading, place, offset, using))
                if value is not None and self._tells(reading, item):
                    told = Told(offset + place, value, reading.index, item.background, item.time == FUTURE)
                    aside = bool(item.bound) or quotes.holds(item.start)
                    self.line.tell(told, reading.tokens.words, aside)
                self.values.append(value)
                results.append(_result(item, value))
        return results

    def _clause(self, reading: Reading, place: int, offset: int, resolver: Resolver) -> Clause:
        """What the place of an expression tells about it."""
        item = reading.found[place]
        cues = reading.verbs.cues if reading.verbs else []
        verbs = any(not item.first <= cue.index < item.behind for cue in cues)
        size = len(reading.tokens)
        alone = not verbs and size - (item.behind - item.first) <= _ALONE
        announced = not verbs and (
            (reading.index == 0 and size <= _HEADLINE)
            or bool(_CLOCK.search(reading.tokens.text, item.start, min(reading.passage.end, item.end + _HOUR)))
        )
        opening = item.first <= _OPENING and all(word in _OPENING_WORDS for word in reading.tokens.words[: item.first])
        before = self._before(reading, place, offset)
        after = None
        if (
            isinstance(item.node, ex.Shift)
            and isinstance(item.node.origin, ex.Narrative)
            and place + 1 < len(reading.found)
        ):
            following = reading.found[place + 1]
            if _beside(reading, item, following):
                after = resolver.value(following.node, Clause(reading.index, following.time))
        return Clause(reading.index, item.time, not verbs, alone, announced, opening, before, after)

    def _before(self, reading: Reading, place: int, offset: int) -> Value | None:
        """The date just before, or the one before the parenthesis in which this one stands ("en 97 (en janvier …)")."""
        if not place:
            return None
        earlier, item = place - 1, reading.found[place]
        if not _beside(reading, reading.found[earlier], item):
            opened = reading.tokens.text.rfind("(", max(reading.passage.start, item.start - _PARENTHESIS), item.start)
            if opened < 0 or ")" in reading.tokens.text[opened : item.start]:
                return None
            while earlier >= 0 and reading.found[earlier].start > opened:
                earlier -= 1
            if earlier < 0 or reading.tokens.text[reading.found[earlier].end : opened].strip():
                return None
        value = self.values[offset + earlier]
        return replace(value, anchor=offset + earlier) if value and value.anchor is None else value

    def _tells(self, reading: Reading, item: ex.Found) -> bool:
        """Whether a date is one of the article's own telling: no signature, no end of a time, and no look back."""
        passage, node = reading.passage, item.node
        if item.start in reading.signatures or passage.role in ("tweet", "header", "quotation"):
            return False
        if passage.language != "fr" or item.bound not in ("", "since") or self._is_header(reading, item):
            return False
        return not (
            isinstance(node, ex.Shift | ex.Stretch) and isinstance(node.origin, ex.Narrative) and node.count < 0
        )

    def _is_header(self, reading: Reading, item: ex.Found) -> bool:
        """The article's own "date 2024-03", where no role says so."""
        if reading.passage.start or self.published is None or item.first > 1:
            return False
        return bool(_HEADER.match(self.view.text[: item.start]))


def _beside(reading: Reading, first: ex.Found, second: ex.Found) -> bool:
    gap = reading.tokens.text[first.end : second.start]
    return len(gap) <= _BESIDE_LENGTH and first.end <= second.start and bool(_BESIDE.match(gap))


def _days(reading: Reading) -> Iterable[tuple[ex.Calendar, date]]:
    """The full dates that a passage writes out."""
    for item in reading.found:
        node = item.node
        if isinstance(node, ex.Calendar) and node.year and node.month and node.day:
            yield node, date(node.year, node.month, node.day)


def _tweet_dates(readings: list[Reading]) -> dict[int, Period]:
    """The date in the signature of a tweet, by the segment of the tweet."""
    tweets = [reading for reading in readings if reading.passage.role == "tweet"]
    return {reading.passage.segment: Period(day, day) for reading in tweets for _, day in _days(reading)}


def _dated_weekdays(readings: list[Reading]) -> Iterable[tuple[int, date]]:
    """Weekdays that the article gives with their full date: a headline's "mardi" may mean one of them."""
    for reading in readings:
        for node, day in _days(reading):
            if node.weekday is not None:
                yield node.weekday, day


def _result(item: ex.Found, value: Value | None) -> TimeExpression:
    if value is None:
        granularity = granularity_of(item.node)
        told = isinstance(item.node, ex.Shift | ex.Stretch | ex.Directed | ex.This) and isinstance(
            item.node.origin, ex.Narrative
        )
        source = RESOLVED_BY[NARRATIVE if told else PUBLICATION]
        return TimeExpression(item.start, item.end, None, granularity, bound=item.bound, resolved_by=source)
    return TimeExpression(
        item.start,
        item.end,
        value.period,
        value.granularity,
        value.approximate,
        item.bound,
        edtf(value.period, value.granularity, value.approximate, item.bound),
        RESOLVED_BY[value.source],
        value.anchor if value.source == NARRATIVE else None,
    )


class _Quotes:
    """Where the text stands within quotation marks: a quotation does not carry the article's line."""

    def __init__(self, text: str) -> None:
        self._spans = [match.span() for match in _QUOTED.finditer(text)]
        self._starts = [start for start, _ in self._spans]

    def holds(self, offset: int) -> bool:
        """Whether an offset lies in a quotation."""
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._spans[index][1]
