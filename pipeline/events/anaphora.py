"""Who "il", "la startup" or "le milliardaire" is, within one article and only where the text makes it plain.

The article's names are followed passage by passage. A noun stands for the last name that it described or that holds
it ("l'enseigne Lorvel … l'enseigne"), else for the most salient name of its kind; a pronoun for the topic, the last
name in subject position. Salience is recency and the number of mentions (after Lappin and Leass 1994, much simplified).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.article import Mention, View
from pipeline.resources import load_toml

_WORDS_BEFORE = 5
_MENTIONS_BACK = 60
_PROTAGONIST = 3
_WORD = re.compile(r"[\w'-]+")
_COMMA = re.compile(r",\s")
_OPENING = re.compile(r"(?:(?:[Ll]e|[Ll]a|[Cc]e|[Cc]ett?e?)\s|[Ll]')(?P<noun>[\w-]+)")
_APPOSITION = re.compile(r",\s(?:(?:le|la|les|un|une|ce|cette|son|sa)\s|l')(?:\w+\s)?([\w-]+)(?:\s([\w-]+))?")
_MASCULINE = frozenset({"M.", "monsieur", "le", "Le", "un", "Un"})
_FEMININE = frozenset({"Mme", "Mlle", "madame", "la", "La", "une", "Une"})


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    return {noun: frozenset(words) for noun, words in load_toml("events.toml")["anaphora"]["synonyms"].items()}


@cache
def _kinds() -> dict[str, str]:
    data = load_toml("events.toml")["anaphora"]
    return dict.fromkeys(data["organisations"], "ORG") | dict.fromkeys(data["people"], "PER")


@cache
def _parts() -> frozenset[str]:
    return frozenset(load_toml("events.toml")["anaphora"]["parts"])


@cache
def _prepositions() -> frozenset[str]:
    return frozenset(load_toml("events.toml")["anaphora"]["prepositions"])


@dataclass(slots=True)
class Discourse:
    """The names of an article in the order in which they are told; mentions are spoken of by their index."""

    view: View
    mentions: Sequence[Mention]
    starts: list[int] = field(init=False)
    described: list[frozenset[str]] = field(init=False)
    topics: list[int | None] = field(init=False)

    def __post_init__(self) -> None:
        self.starts = [mention.start for mention in self.mentions]
        self.described = [self._descriptors(mention) for mention in self.mentions]
        self.topics = []
        topic = None
        for passage in self.view.passages:
            self.topics.append(topic)  # the topic on entering the passage
            if passage.role not in ("tweet", "header"):
                topic = self._topic_of(passage.start, passage.end, topic)

    def pronoun(self, passage: int, position: int, feminine: bool) -> int | None:
        """The mention that "il" or "elle" at `position` stands for: the topic there, if its gender allows."""
        topic = self._topic_of(self.view.passages[passage].start, position, self.topics[passage])
        for candidate in (topic, self.salient(position, ("PER",))):
            if candidate is not None and self._gender(candidate) in (None, feminine):
                return candidate
        return None

    def names_in(self, start: int, end: int) -> bool:
        """Whether a name stands in `start..end`, or the span within one."""
        index = bisect_left(self.starts, start)
        return (index > 0 and self.mentions[index - 1].end > start) or (
            index < len(self.mentions) and self.mentions[index].start < end
        )

    def noun(self, noun: str, position: int) -> int | None:
        """The mention that a definite noun at `position` stands for."""
        before = bisect_left(self.starts, position)
        words = {noun} | _synonyms().get(noun, frozenset())
        for index in range(before - 1, -1, -1):
            if words & self.described[index]:
                return index
        kind = _kinds().get(noun)
        if kind:
            return self.salient(position, (kind,))
        return self._protagonist(before) if noun in _parts() else None

    def _protagonist(self, before: int) -> int | None:
        """The organisation that the article is about, once it has been told: the one named most, thrice at least."""
        counts = Counter(mention.name for mention in self.mentions if mention.label == "ORG").most_common(1)
        if not counts or counts[0][1] < _PROTAGONIST:
            return None
        return next((i for i in range(before - 1, -1, -1) if self.mentions[i].name == counts[0][0]), None)

    def salient(self, position: int, kinds: tuple[str, ...], none_of: Collection[str] = ()) -> int | None:
        """The most salient mention of one of `kinds` before `position`: recent, often named, a subject."""
        before = bisect_left(self.starts, position)
        counts = Counter(self.mentions[i].name for i in range(before))
        passage = self._passage_at(position)
        best, best_score = None, 0.0
        for index in range(max(0, before - _MENTIONS_BACK), before):
            mention = self.mentions[index]
            if mention.label in kinds and mention.name not in none_of:
                distance = passage - self._passage_at(mention.start)
                score = 1 / (2 + distance) + counts[mention.name] / before + 0.5 * self.is_subject(index)
                if score >= best_score:
                    best, best_score = index, score
        return best

    def is_subject(self, index: int) -> bool:
        """Whether a mention stands where a subject does: behind no preposition."""
        words = self._words_before(self.mentions[index].start)
        return not words or words[-1].lower() not in _prepositions()

    def _topic_of(self, start: int, end: int, topic: int | None) -> int | None:
        """The topic at `end` of a stretch that was entered with `topic`: the name that opens it or its main clause."""
        text = self.view.text[start:end]
        comma = None if text[:1] in '«“"' else _COMMA.search(text)
        openings = [0, comma.end()] if comma else [0]
        for opening in openings:
            head = _OPENING.match(text, opening)
            begin = start + opening
            index = bisect_left(self.starts, begin)
            if index < len(self.mentions) and self.mentions[index].start < end:
                mention = self.mentions[index]
                between = _WORD.findall(self.view.text[begin : mention.start].replace("'", "' "))
                if len(between) <= _WORDS_BEFORE and mention.label in ("PER", "ORG", "MISC") and self.is_subject(index):
                    return index
            if head and (antecedent := self.noun(head["noun"].lower(), begin)) is not None:
                return antecedent
        return topic

    def _gender(self, index: int) -> bool | None:
        """Whether a name is feminine, by the article or title before any of its mentions; None where none tells."""
        name = self.mentions[index].name
        for other, mention in enumerate(self.mentions):
            if mention.name == name and mention.label == "PER":
                for word in reversed(self._words_before(self.mentions[other].start)):
                    if word in _MASCULINE or word in _FEMININE:
                        return word in _FEMININE
                    if word.lower() in _prepositions():
                        break
        return None

    def _descriptors(self, mention: Mention) -> frozenset[str]:
        """The nouns that say what a name is: those in it, those right before it, that of its apposition."""
        text = self.view.text
        words = [word.lower() for word in _WORD.findall(text[mention.start : mention.end]) if len(word) > 2]
        words += [word.lower().rsplit("'", 1)[-1] for word in self._words_before(mention.start)]
        apposition = _APPOSITION.match(text, mention.end)
        if apposition:
            words += [word.lower() for word in apposition.groups() if word]
        return frozenset(words) - _prepositions()

    def _words_before(self, position: int) -> list[str]:
        """The words of the phrase that leads up to a name: back to a mark, another name or the passage's start."""
        passage = self.view.passages[self._passage_at(position)]
        begin = max(passage.start, position - 60)
        previous = bisect_left(self.starts, position) - 1
        if previous >= 0:
            begin = max(begin, min(self.mentions[previous].end, position))
        left = re.split(r"[,;:.!?«»()]\s?", self.view.text[begin:position])[-1]
        return left.replace("'", "' ").split()[-_WORDS_BEFORE:]

    def _passage_at(self, position: int) -> int:
        index = bisect_left(self.view.passages, position + 1, key=lambda passage: passage.start) - 1
        return max(index, 0)
