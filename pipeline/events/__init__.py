"""Events of an article: the clauses that tell of a happening, who has a part, how much, how surely, who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Token

from pipeline.article import Amount, Event, Findings, Mention, Period, TimeExpression, View
from pipeline.events.amounts import about, amounts_of
from pipeline.events.anaphora import Discourse
from pipeline.events.attribution import attribution, grants, is_within, phrase
from pipeline.events.clauses import Clauses, InClause, link_to
from pipeline.events.factuality import factuality
from pipeline.events.inherit import inherited_dates
from pipeline.events.lexicon import lemma_of, lexicon
from pipeline.events.parse import parse_passages
from pipeline.events.participants import find_participants
from pipeline.events.triggers import main_trigger, trigger_for

__all__ = ["find_events"]

_LONGEST_SENTENCE = 3_000  # characters; what is longer is a list or a table, and no parser reads it
_UNREAD = frozenset({"header", "tweet", "caption", "byline", "reader_questions"})


@dataclass(frozen=True, slots=True)
class _Told:
    """A happening of a passage: its trigger, the index of its date, and whence that is."""

    trigger: Token
    date: int | None
    source: str


def find_events(view: View, found: Findings, nlp: Language, published: Period | None = None) -> list[Event]:
    """The events of a view, in text order; they index the lists of `found`.

    One for each date of a clause, one for each passage that inherits a date, and one for each clause that tells of
    money and has no date (it may contradict another). `published` tells what was past and what was yet to come.
    """
    dates_in, amounts_in = _by_passage(view, found.dates), _by_passage(view, found.amounts)
    mentions_in = _by_passage(view, found.mentions)
    money_in = {i: [a for a in amounts if found.amounts[a].kind == "money"] for i, amounts in amounts_in.items()}
    inherited = inherited_dates(view, found.dates, dates_in)
    wanted = [
        i
        for i, passage in enumerate(view.passages)
        if (dates_in.get(i) or money_in.get(i) or i in inherited)
        and passage.role not in _UNREAD
        and passage.end - passage.start <= _LONGEST_SENTENCE
    ]
    docs = parse_passages(view, wanted, nlp)
    discourse = Discourse(view, found.mentions)
    events = []
    for i in wanted:
        clauses = Clauses(docs[i], view.passages[i].start, i)
        told = _told(clauses, found, dates_in.get(i, ()), money_in.get(i, ()), inherited.get(i))
        here = _Reader(clauses, found, discourse, mentions_in.get(i, ()), amounts_in.get(i, ()), published)
        events += [here.event(happening, told) for happening in told]
    return sorted(events, key=lambda event: (event.start, event.end, -1 if event.date is None else event.date))


def _told(
    clauses: Clauses,
    found: Findings,
    in_dates: Sequence[int],
    in_money: Sequence[int],
    inherited: tuple[int, str] | None,
) -> list[_Told]:
    """What a passage tells of: at its own dates, else at the one that it inherits, else with its sums of money."""
    own = [date for date in in_dates if inherited is None or date != inherited[0]]
    told = list(_at_dates(clauses, found.dates, own))
    if not told and inherited is not None:
        trigger = main_trigger(clauses.doc, narrated=inherited[1] == "narrative")
        told = [_Told(trigger, *inherited)] if trigger is not None else []
    if not told and not in_dates:
        triggers = {trigger.i: trigger for a in in_money if (trigger := _trigger_of(clauses, found.amounts[a]))}
        told = [_Told(trigger, None, "none") for trigger in triggers.values()]
    return told


def _at_dates(clauses: Clauses, dates: Sequence[TimeExpression], in_dates: Sequence[int]) -> Iterator[_Told]:
    """What happened at each date; of two dates of one happening that say the same, the finer one."""
    hung = [(trigger, date) for date in in_dates if (trigger := _trigger_of(clauses, dates[date])) is not None]
    for trigger, date in hung:
        if not any(trigger == other and _says_more(dates[finer], dates[date]) for other, finer in hung):
            root = clauses.root(dates[date])
            yield _Told(trigger, date, "own" if root is not None and link_to(root, trigger) else "sentence")


def _trigger_of(clauses: Clauses, item: TimeExpression | Amount) -> Token | None:
    root, first = clauses.root(item), clauses.first(item)
    return trigger_for(clauses.doc, root, first) if root is not None and first is not None else None


def _says_more(finer: TimeExpression, date: TimeExpression) -> bool:
    return (
        finer.value is not None
        and date.value is not None
        and date.value.contains(finer.value)
        and finer.value != date.value
    )


def _by_passage(view: View, items: Sequence[Mention | TimeExpression | Amount]) -> defaultdict[int, list[int]]:
    """For each passage, the indices of the items that stand in it."""
    grouped: defaultdict[int, list[int]] = defaultdict(list)
    passage = 0
    for index, item in enumerate(items):
        while view.passages[passage].end <= item.start:
            passage += 1
        grouped[passage].append(index)
    return grouped


@dataclass(frozen=True, slots=True)
class _Reader:
    """A parsed passage with all that was found in it."""

    clauses: Clauses
    found: Findings
    discourse: Discourse
    in_mentions: Sequence[int]
    in_amounts: Sequence[int]
    published: Period | None

    def event(self, told: _Told, all_told: Sequence[_Told]) -> Event:
        """One of the happenings that the passage tells of, with all that belongs to it."""
        trigger, offset = told.trigger, self.clauses.offset
        here = InClause(self.clauses, trigger, alone=len({other.trigger.i for other in all_told}) == 1)
        speaker = attribution(trigger)
        source, said_by = self._source(speaker) if speaker is not None else (None, None)
        in_mentions = [
            i
            for i in self.in_mentions
            if speaker is None
            or (root := self.clauses.root(self.found.mentions[i])) is None
            or not is_within(root, speaker)
        ]
        claimed = speaker is not None and not grants(speaker)
        has_money = any(self.found.amounts[i].kind == "money" for i in self.in_amounts)
        participants = find_participants(here, self.discourse, in_mentions, has_money)
        date = self.found.dates[told.date] if told.date is not None else None
        others = [self.found.dates[o.date] for o in all_told if o.date is not None and o.trigger == trigger]
        amounts = amounts_of(here, self.found.amounts, self.in_amounts, date, others)
        return Event(
            start=trigger.idx + offset,
            end=trigger.idx + len(trigger) + offset,
            type=_type_of(trigger, any(self.found.amounts[i].kind == "money" for i in amounts)),
            lemma=lemma_of(trigger),
            passage=self.clauses.passage,
            date=told.date,
            date_source=told.source,
            factuality=factuality(trigger, claimed, date.value if date else None, self.published),
            participants=tuple(participants),
            amounts=tuple((i, about(here, self.found.amounts[i], participants, self.discourse)) for i in amounts),
            attribution=source,
            attribution_mention=said_by,
        )

    def _source(self, speaker: Token) -> tuple[tuple[int, int], int | None]:
        """The span in the view of who says so, and the mention that it holds or stands for."""
        named_by = phrase(speaker)
        start, end = named_by.start_char + self.clauses.offset, named_by.end_char + self.clauses.offset
        word = speaker.lower_.rsplit("-", 1)[-1] if speaker.text.startswith("-") else speaker.lower_
        if word != speaker.lower_:
            start = end - len(word)  # "-t-elle"
        named = next((i for i in self.in_mentions if start <= self.found.mentions[i].start < end), None)
        grammar = lexicon().grammar
        if named is None and word in grammar.masculine_pronouns | grammar.feminine_pronouns:
            feminine = word in grammar.feminine_pronouns
            named = self.discourse.pronoun(self.clauses.passage, start, feminine)
        elif named is None:
            named = self.discourse.noun(word, start)
        return (start, end), named


def _type_of(trigger: Token, has_money: bool) -> str:
    """The coarse type of a trigger: of a light verb that of its noun ("porter plainte"), of one with money `fund`."""
    lemma = lemma_of(trigger)
    types, verbs = lexicon().types, lexicon().verbs
    if lemma in verbs.light:
        for child in trigger.children:
            if child.dep_ == "obj" and lemma_of(child) in types:
                return types[lemma_of(child)]
    kind = types.get(lemma, "other")
    moves_money = has_money and lemma in verbs.receiving | verbs.giving
    return "fund" if moves_money and kind in ("other", "meet") else kind
