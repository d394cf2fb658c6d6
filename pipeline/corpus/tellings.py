"""An event with all that its article says around it, as far as it tells whether another event is the same happening."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from pipeline.corpus.figures import Figure, figure
from pipeline.names.forms import fold
from pipeline.resources import load_toml
from pipeline.tables.schema import Row, Rows

_WORD = re.compile(r"(?<!\w)[a-zà-ÿœ]{4,}")  # words of substance; names and figures are compared on their own
_DONE = frozenset({"certain", "reported"})
_AROUND = 60  # characters
_BESIDE = 30
_FAR = 120
_STEM = 6  # letters that the forms of a word and the nouns made of it share
_SHORTEST_STEM = 4
_INFINITIVES = ("er", "ir", "re")
# What may stand behind the stem of a verb, without accents: its forms, and the nouns made of it.
_ENDING = re.compile(
    "(?:e|u|i|is|it|s|t)?(?:e?s?|er|ez|ir|re)|(?:iss)?(?:ait|aient|ant|ent|ons)|ai|a|erent|irent|[ei]?r(?:a|ont|ait|aient)"
    "|(?:e|isse)ments?|[ai]?tions?|issions?|ages?|ures?|[at]?(?:eur|rice|euse)s?"
)


@dataclass(frozen=True, slots=True)
class Telling:
    """An event, and what tells it from others.

    `id`, `document`: of the event and its article; `days`: the interval in which it is told to lie, as proleptic
    ordinals of days, None without a date; `known`: the day by which its article told it as done; `parts`: the entities
    that have a part in it; `named`: those and the others of its sentence; `agents`: those who are named as doing it;
    `tells`: whether its trigger is more than a light verb; `kinds`: the kinds of happening that its trigger tells;
    `hints`: those that the words of its sentence tell; `figures`: its amounts, those of its sentence where it has none
    of its own; `words`: stems of its `sentence`.
    """

    id: str
    document: str
    event: Row
    days: tuple[int, int] | None
    granularity: str
    known: int | None
    parts: frozenset[str]
    named: frozenset[str]
    agents: frozenset[str]
    tells: bool
    kinds: frozenset[str]
    hints: frozenset[str]
    figures: tuple[Figure, ...]
    words: frozenset[str]
    sentence: str
    span: tuple[int, int]

    def by_entity(self, entities: Callable[[str], Iterable[str]]) -> Telling:
        """It with the entities of its names, which an article alone knows as mentions."""

        def all_of(names: frozenset[str]) -> frozenset[str]:
            return frozenset(chain.from_iterable(map(entities, names)))

        figures = tuple(replace(figure, beside=all_of(figure.beside)) for figure in self.figures)
        parts, named, agents = map(all_of, (self.parts, self.named, self.agents))
        return replace(self, parts=parts, named=named, agents=agents, figures=figures)


def read_tellings(rows: Rows) -> list[Telling]:
    """The tellings of the events of one article or more; `parts`, `named` and `agents` are mentions yet."""
    parts, agents = defaultdict(set), defaultdict(set)
    for row in rows["event_participants"]:
        parts[row["event_id"]].add(row["antecedent_mention_id"])
        if row["role"] == "agent":
            agents[row["event_id"]].add(row["mention_id"])
    in_sentence = defaultdict(set)
    for row in rows["mentions"]:
        in_sentence[row["sentence_id"]].add(row["mention_id"])
    sentences = {row["sentence_id"]: row for row in rows["sentences"]}
    granularities = {row["date_id"]: row["granularity"] for row in rows["dates"]}
    published = {row["document_id"]: row["published_end"] for row in rows["documents"]}
    figures = _figures(rows)

    def telling(event: Row) -> Telling:
        event_id, document_id = event["event_id"], event["document_id"]
        sentence = sentences[event["sentence_id"]]
        words = _WORD.findall(sentence["text"])
        begin, end = event["date_begin"], event["date_end"]
        day = published[document_id]
        return Telling(
            event_id,
            document_id,
            event,
            (begin.toordinal(), end.toordinal()) if begin else None,
            granularities.get(event["date_id"], ""),
            day.toordinal() if day and event["factuality"] in _DONE else None,
            frozenset(parts[event_id]),
            frozenset(parts[event_id] | in_sentence[event["sentence_id"]]),
            frozenset(agents[event_id]),
            event["lemma"] not in _verbs()["plain"],
            _kinds_of_event(event, sentence),
            frozenset().union(*map(kinds_of, words)),
            tuple(figures[event_id]),
            frozenset(map(_stem, words)),
            sentence["text"],
            (sentence["start_char"], sentence["end_char"]),
        )

    return [telling(event) for event in rows["events"]]


def _figures(rows: Rows) -> dict[str, list[Figure]]:
    """The figures of each event, the nearest first.

    Those of its own, as far as no event of the same sentence that has them too stands nearer; where it has none, those
    of its sentence that are no event's.
    """
    mentions: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows["mentions"]:
        mentions[row["sentence_id"]].append(row)

    def beside(amount: Row) -> frozenset[str]:
        end = amount["end_char"]
        near = [row for row in mentions[amount["sentence_id"]] if 0 < row["start_char"] - end <= _BESIDE]
        return frozenset(row["mention_id"] for row in near)

    figures = {row["amount_id"]: found for row in rows["amounts"] if (found := figure(row, beside(row)))}
    places = {event["event_id"]: event["trigger_start_char"] for event in rows["events"]}
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for link in rows["event_amounts"]:
        if link["amount_id"] in figures:
            holders[link["amount_id"]].append(link["event_id"])
    own, free = defaultdict(list), defaultdict(list)
    for amount_id, found in figures.items():
        distances = {event: abs(places[event] - found.row["start_char"]) for event in holders[amount_id]}
        for event, distance in distances.items():
            if distance == min(distances.values()) and distance <= _FAR:
                own[event].append((distance, amount_id))
        if not distances:
            free[found.row["sentence_id"]].append((found.row["start_char"], amount_id))
    return {
        event["event_id"]: [
            figures[amount_id] for _, amount_id in sorted(own[event["event_id"]] or free[event["sentence_id"]])
        ]
        for event in rows["events"]
    }


@cache
def _verbs() -> dict[str, frozenset[str]]:
    return {name: frozenset(lemmas) for name, lemmas in load_toml("stories.toml")["verbs"].items()}


def _kinds_of_event(event: Row, sentence: Row) -> frozenset[str]:
    """The kinds that the trigger tells; of one that only brings in what is told, those of the words around it."""
    verbs, lemma = _verbs(), event["lemma"]
    kinds = frozenset() if lemma in verbs["plain"] else kinds_of(lemma) | kinds_of(event["trigger"].split()[-1])
    if lemma not in verbs["plain"] and lemma not in verbs["announcing"]:
        return kinds
    start = event["trigger_start_char"] - sentence["start_char"]
    around = sentence["text"][max(0, start - _AROUND) : start + _AROUND]
    return kinds.union(*map(kinds_of, _WORD.findall(around)))


@cache
def _stem(word: str) -> str:
    return fold(word)[:_STEM]


@cache
def kinds_of(word: str) -> frozenset[str]:
    """The kinds of happening that a word may tell: a lemma, a form of it, a noun made of it."""
    folded = fold(word)
    whole, stems = _vocabulary()
    for form in (folded, folded.removesuffix("s")):
        if form in whole:
            return whole[form]
    for length in range(len(folded), _SHORTEST_STEM - 1, -1):
        if folded[:length] in stems and _ENDING.fullmatch(folded, length):
            return stems[folded[:length]]
    return frozenset()


@cache
def _vocabulary() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """The kinds by folded word, and by the stem of a verb."""
    whole, stems = defaultdict(set), defaultdict(set)
    for name, words in load_toml("stories.toml")["kinds"].items():
        for word in map(fold, words):
            whole[word].add(name)
            if word.endswith(_INFINITIVES):
                stems[word[:-2]].add(name)
    return {word: frozenset(names) for word, names in whole.items()}, {
        stem: frozenset(names) for stem, names in stems.items()
    }
