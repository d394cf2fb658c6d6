"""Who "il", "la startup" or "le milliardaire" is, within one article and only where the text makes it plain.

The article's names are followed passage by passage. A noun stands for the last name that it described or that holds
it ("l'enseigne Lorvel … l'enseigne"), else for the most salient name of its kind; a pronoun for the topic, the last
name in subject position, if its gender allows. Salience is recency and the number of mentions (after Lappin and Leass
1994, much simplified).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from pipeline.article import Mention, View
from pipeline.resources import load_toml

_WORDS_BEFORE = 6
_MENTIONS_BACK = 60
_TOPICS_BACK = 6
_PROTAGONIST = 3
_OPENING_BONUS = 1  # what the first sentences name counts once more for what the article is about
_OPENING_PASSAGES = 3
_WORD = re.compile(r"[\w'-]+")
_COMMA = re.compile(r",\s")
_PARTICIPLE = re.compile(r"\w+(?:é|i|u|it|is|ert)e?s?")
_PRONOUN = re.compile(r"(?:[«“\"]\s?)?(?P<feminine>Elle|Il)\b")
_POSSESSIVE = re.compile(r"(?:Son|Sa|Ses)\s")
_OBJECT_BEFORE = re.compile(r"\s(?:l'|le\s|la\s|lui\s)")
_OPENING = re.compile(r"(?:(?:[Ll]e|[Ll]a|[Cc]e|[Cc]ett?e?)\s|[Ll]')(?:jeune\s)?(?P<noun>[\w-]+)")
# Object pronouns: what they stand for, and whether that is feminine.
_CLITICS: dict[str, tuple[tuple[str, ...], bool | None]] = {
    "y": (("ORG", "LOC"), None),
    "lui": (("PER", "ORG"), None),
    "l'": (("PER", "ORG", "MISC"), None),
    "le": (("PER", "ORG", "MISC"), False),
    "la": (("PER", "ORG", "MISC"), True),
}
CLITICS = frozenset(_CLITICS)
_APPOSITION = re.compile(r",\s(?:(?:le|la|les|un|une|ce|cette|son|sa)\s|l')?(?:\w+\s)?([\w-]+)(?:\s([\w-]+))?")


@dataclass(frozen=True, slots=True)
class _Words:
    """`[anaphora]` of `models/events.toml`; genders are True where feminine."""

    kinds: dict[str, str]
    nouns: dict[str, bool]
    first_names: dict[str, bool]
    articles: dict[str, bool]
    companies: frozenset[str]
    parts: frozenset[str]
    prepositions: frozenset[str]
    no_participles: frozenset[str]
    determiners: frozenset[str]
    synonyms: dict[str, frozenset[str]]


@cache
def _words() -> _Words:
    data = load_toml("events.toml")["anaphora"]
    groups = [data["organisations"], data["people"], data["works"], data["offices"]]
    return _Words(
        kinds={
            noun: kind
            for group, kind in (("organisations", "ORG"), ("people", "PER"), ("works", "MISC"))
            for gender in ("masculine", "feminine")
            for noun in data[group][gender]
        },
        nouns={noun: gender == "feminine" for group in groups for gender in group for noun in group[gender]},
        first_names={name: gender == "feminine" for gender, names in data["first_names"].items() for name in names},
        articles={word: gender == "feminine" for gender in ("masculine", "feminine") for word in data[gender]},
        companies=frozenset(data["companies"]),
        parts=frozenset(data["parts"]),
        prepositions=frozenset(data["prepositions"]),
        no_participles=frozenset(data["no_participles"]),
        determiners=frozenset(load_toml("events.toml")["grammar"]["definite"]) - {"au", "du"} | {"un", "une"},
        synonyms={noun: frozenset(words) for noun, words in data["synonyms"].items()},
    )


class Discourse:
    """The names of an article in the order in which they are told; mentions are spoken of by their index."""

    def __init__(self, view: View, mentions: Sequence[Mention]) -> None:
        self.view, self.mentions = view, mentions
        self._starts = [mention.start for mention in mentions]
        self._passages = [passage.start for passage in view.passages]
        self._passage_of = [self._passage_at(start) for start in self._starts]
        self._topics: list[int | None] = [None]  # on entering each passage, as far as they were asked for
        counts: Counter[str] = Counter()
        self._told_before = []
        for mention in mentions:
            counts[mention.name] += 1
            self._told_before.append(counts[mention.name])

    def pronoun(self, passage: int, position: int, feminine: bool) -> int | None:
        """The mention that "il" or "elle" at `position` stands for: the last topic whose gender allows."""
        topic = self._topic_of(self.view.passages[passage].start, position, self._topic_on_entering(passage))
        antecedent = self._of_gender(topic, passage, position, feminine)
        return antecedent if antecedent is not None else self._ahead(passage, position, feminine)

    def _ahead(self, passage: int, position: int, feminine: bool) -> int | None:
        """The person or organisation that a pronoun announces: "Depuis qu'elle a été élue, Claire Monnet …"."""
        for index in range(bisect_left(self._starts, position), len(self.mentions)):
            if self._passage_of[index] != passage:
                break
            if (
                self.mentions[index].label in ("PER", "ORG")
                and self.is_subject(index)
                and self._may_be(index, feminine)
            ):
                return index
        return None

    def _of_gender(self, topic: int | None, passage: int, position: int, feminine: bool) -> int | None:
        self._topic_on_entering(passage)
        person = self._last_person(passage, position, feminine)
        topics = [topic, person, *reversed(self._topics[max(0, passage - _TOPICS_BACK) : passage + 1])]
        told = [index for index in topics if index is not None and self._may_be(index, feminine)]
        # "Elle" goes with any organisation ("la société"), "il" first with who or what is known to be masculine.
        plain = (i for i in told if feminine or self.mentions[i].label == "PER" or self._genders[self.mentions[i].name])
        if told:
            return next(plain, told[0])
        for kinds in (("PER",), ("ORG", "MISC")):
            candidate = self.salient(position, kinds, feminine=feminine)
            if candidate is not None:
                return candidate
        return None

    def _last_person(self, passage: int, position: int, feminine: bool) -> int | None:
        """The last person named as a subject in the sentence before."""
        for index in range(bisect_left(self._starts, position) - 1, -1, -1):
            if self._passage_of[index] < passage - 1:
                return None
            if self.mentions[index].label == "PER" and self.is_subject(index) and self._may_be(index, feminine):
                return index
        return None

    def owner(self, passage: int) -> int | None:
        """The mention whose "sa filiale" is that opens a sentence: the topic on entering it."""
        return self._topic_on_entering(passage)

    def clitic(
        self, passage: int, position: int, word: str, none_of: Collection[str], person: bool = False
    ) -> int | None:
        """The mention that an object pronoun at `position` stands for: the topic on entering the sentence, or what is
        most salient, but none of those that have a part already; `person` where it is more likely a person."""
        kinds, feminine = _CLITICS[word]
        if person and "PER" in kinds:
            for index in (self._topic_on_entering(passage), self.salient(position, ("PER",), none_of, feminine)):
                if index is not None and self._is_free(index, ("PER",), none_of):
                    return index
        topic = self._topic_on_entering(passage)
        if topic is not None and self._is_free(topic, kinds, none_of) and self._may_be(topic, feminine):
            return topic
        return self.salient(position, kinds, none_of, feminine)

    def _is_free(self, index: int, kinds: Collection[str], none_of: Collection[str]) -> bool:
        return self.mentions[index].label in kinds and self.mentions[index].name not in none_of

    def last_named(self, passage: int, position: int) -> int | None:
        """The mention that "ce dernier" at `position` stands for: the last person or organisation of what precedes."""
        before = bisect_left(self._starts, position)
        for index in range(before - 1, -1, -1):
            if self._passage_of[index] < passage - 1:
                return None
            if self.mentions[index].label in ("PER", "ORG"):
                return index
        return None

    def noun(self, noun: str, position: int, person: bool = False) -> int | None:
        """The mention that a definite noun at `position` stands for; `person` where it can only be a person's."""
        words = _words()
        before = bisect_left(self._starts, position)
        gender = words.nouns.get(noun)
        called = {noun} | words.synonyms.get(noun, frozenset())
        described = [
            index
            for index in range(before)
            if called & self._descriptors[index]
            and self._may_be(index, gender if words.kinds.get(noun) == "PER" else None)
        ]
        if described:
            return self._most_salient(described, position)
        kind = "PER" if person and noun in words.nouns else words.kinds.get(noun)
        if kind == "PER":
            return self.salient(position, ("PER",), feminine=gender)
        if kind == "ORG":
            companies = [i for i in range(before) if noun in words.companies and words.companies & self._descriptors[i]]
            candidates = (
                companies[-1] if companies else None,
                self.protagonist(position),
                self.salient(position, ("ORG",)),
                self.salient(position, ("MISC",)),
            )
            return next((candidate for candidate in candidates if candidate is not None), None)
        if kind == "MISC":
            return self.salient(position, ("MISC",))
        return self.protagonist(position) if noun in words.parts else None

    def opening_noun(self, passage: int) -> tuple[int, int, int] | None:
        """The characters of the noun that opens a passage for a name ("La jeune pousse"), and its mention."""
        start = self.view.passages[passage].start
        head = _OPENING.match(self.view.text, start, self.view.passages[passage].end)
        if head is None or _words().kinds.get(head["noun"].lower()) is None:
            return None
        antecedent = self.noun(head["noun"].lower(), start)
        return None if antecedent is None else (*head.span("noun"), antecedent)

    def protagonist(self, position: int) -> int | None:
        """The organisation that the article is about, once it has been told: the one named most, thrice at least, twice
        where the first sentences do."""
        if self._most_named is None:
            return None
        before = bisect_left(self._starts, position)
        return next((i for i in range(before - 1, -1, -1) if self.mentions[i].name == self._most_named), None)

    @cached_property
    def _most_named(self) -> str | None:
        counts: Counter[str] = Counter()
        for index, mention in enumerate(self.mentions):
            if mention.label == "ORG":
                opens = (
                    self._passage_of[index] < _OPENING_PASSAGES and counts[mention.name] == 0 and self.is_subject(index)
                )
                counts[mention.name] += 1 + _OPENING_BONUS * opens
        best = counts.most_common(1)
        return best[0][0] if best and best[0][1] >= _PROTAGONIST else None

    def salient(
        self, position: int, kinds: tuple[str, ...], none_of: Collection[str] = (), feminine: bool | None = None
    ) -> int | None:
        """The most salient mention of one of `kinds` before `position`: recent, often named, a subject."""
        before = bisect_left(self._starts, position)
        return self._most_salient(
            [
                index
                for index in range(max(0, before - _MENTIONS_BACK), before)
                if self.mentions[index].label in kinds
                and self.mentions[index].name not in none_of
                and self._may_be(index, feminine)
            ],
            position,
        )

    def _most_salient(self, candidates: Sequence[int], position: int) -> int | None:
        passage, before = self._passage_at(position), bisect_left(self._starts, position)

        def salience(index: int) -> float:
            recency = 1 / (2 + passage - self._passage_of[index])
            return recency + self._told_before[index] / before + 0.5 * self.is_subject(index)

        return max(candidates, key=lambda index: (salience(index), index), default=None)

    def names_in(self, start: int, end: int) -> bool:
        """Whether a name stands in `start..end`, or the span within one."""
        index = bisect_left(self._starts, start)
        return (index > 0 and self.mentions[index - 1].end > start) or (
            index < len(self.mentions) and self.mentions[index].start < end
        )

    def is_subject(self, index: int) -> bool:
        """Whether a mention stands where a subject does: behind no preposition and no participle."""
        words = list(self._words_before[index])
        articled = False
        while words and words[-1].lower() in _words().determiners:
            articled = bool(words.pop())
        if not words:
            return True
        last = words[-1].lower()
        if last in _words().prepositions:
            return False
        noun = len(words) > 1 and words[-2].lower() in _words().determiners and not articled
        return noun or last in _words().nouns or last in _words().no_participles or not _PARTICIPLE.fullmatch(last)

    def _topic_on_entering(self, passage: int) -> int | None:
        while len(self._topics) <= passage:
            left = self.view.passages[len(self._topics) - 1]
            topic = self._topics[-1]
            if left.role not in ("tweet", "header"):
                index = len(self._topics) - 1
                pronoun = _PRONOUN.match(self.view.text, left.start, left.end)
                if pronoun:
                    topic = self._of_gender(topic, index, left.start, pronoun["feminine"] == "Elle")
                else:
                    topic = self._topic_of(left.start, left.end, topic)
            self._topics.append(topic)
        return self._topics[passage]

    def _topic_of(self, start: int, end: int, topic: int | None) -> int | None:
        """The topic at `end` of a stretch that was entered with `topic`: the name that opens it or its main clause."""
        text = self.view.text[start:end]
        if topic is not None and _POSSESSIVE.match(text):
            return topic  # "Son avocate, Maud Nantes, …": what is told of goes on
        comma = None if text[:1] in '«“"' else _COMMA.search(text)
        for opening in [0, comma.end()] if comma else [0]:
            begin = start + opening
            for index in range(bisect_left(self._starts, begin), len(self.mentions)):
                mention = self.mentions[index]
                between = _WORD.findall(self.view.text[begin : mention.start].replace("'", "' "))
                if mention.start >= end or len(between) > _WORDS_BEFORE:
                    break
                if mention.label in ("PER", "ORG", "MISC") and self.is_subject(index):
                    # "Paul l'avait créé en 1979": what is told of goes on.
                    if topic is not None and _OBJECT_BEFORE.match(self.view.text, mention.end):
                        return topic
                    return index
            head = _OPENING.match(text, opening)
            if head and (antecedent := self.noun(head["noun"].lower(), begin)) is not None:
                return antecedent
        return topic

    def _may_be(self, index: int, feminine: bool | None) -> bool:
        """Whether a gender goes with what the article shows of a name's."""
        genders = self._genders[self.mentions[index].name]
        return feminine is None or not genders or feminine in genders

    @cached_property
    def _genders(self) -> defaultdict[str, set[bool]]:
        """The genders that each name shows: by title, article, noun or first name."""
        words = _words()
        genders: defaultdict[str, set[bool]] = defaultdict(set)
        for index, mention in enumerate(self.mentions):
            first = _WORD.match(self.view.text, mention.start, mention.end)
            if mention.label == "PER" and first and (first[0].split("-")[0] in words.first_names):
                genders[mention.name].add(words.first_names[first[0].split("-")[0]])
                continue
            opening = [first[0]] if first and first[0] in words.nouns else []
            for word in reversed([*_noun_phrase(self._words_before[index]), *opening]):
                gender = words.articles.get(word, words.nouns.get(word))
                if gender is not None:
                    genders[mention.name].add(gender)
                    break
        return genders

    @cached_property
    def _descriptors(self) -> list[frozenset[str]]:
        """The nouns that say what each name is: those in it, those right before it, that of its apposition."""
        text, prepositions = self.view.text, _words().prepositions
        found = []
        for index, mention in enumerate(self.mentions):
            words = [word.lower() for word in _WORD.findall(text[mention.start : mention.end]) if len(word) > 2]
            words += [word.lower().rsplit("'", 1)[-1] for word in _noun_phrase(self._words_before[index])]
            apposition = _APPOSITION.match(text, mention.end)
            if apposition:
                words += [word.lower() for word in apposition.groups() if word]
            found.append(frozenset(words) - prepositions)
        return found

    @cached_property
    def _words_before(self) -> list[list[str]]:
        """The words of the phrase that leads up to each name: back to a mark, another name or the passage's start."""
        found = []
        previous_end = 0
        for mention, passage in zip(self.mentions, self._passage_of, strict=True):
            begin = max(self._passages[passage], mention.start - 60, min(previous_end, mention.start))
            left = re.split(r"[,;:.!?«»()]\s?", self.view.text[begin : mention.start])[-1]
            found.append(left.replace("'", "' ").split()[-_WORDS_BEFORE:])
            previous_end = mention.end
        return found

    def _passage_at(self, position: int) -> int:
        return max(bisect_right(self._passages, position) - 1, 0)


def _noun_phrase(words: Sequence[str]) -> Sequence[str]:
    """The phrase that a name completes: all of "l'enseigne de prêt-à-porter", of "le club de la société" the last two.

    A preposition parts them where an article follows it or is in it, and where the name itself does.
    """
    start = 0
    for place, word in enumerate(words):
        lower = word.lower()
        if lower in _words().prepositions:
            after = words[place + 1].lower() if place + 1 < len(words) else ""
            bare = lower in ("de", "d'") and after and after not in ("la", "l'", "le", "les")
            if not bare:
                start = place if lower in ("du", "au") else place + 1
    return words[start:]
