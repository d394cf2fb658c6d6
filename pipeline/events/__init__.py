"""Events of an article: the clauses that tell of a happening, who has a part, how much, how surely, who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Token

from pipeline.article import Amount, Event, Findings, Mention, Period, TimeExpression, View
from pipeline.events.anaphora import Discourse
from pipeline.events.clauses import Clauses, InClause, clause_of, trigger_for
from pipeline.events.lexicon import lemma_of, lexicon
from pipeline.events.factuality import attribution, factuality
from pipeline.events.parse import parse_passages
from pipeline.events.participants import find_participants

__all__ = ["find_events"]

_LONGEST_SENTENCE = 3_000  # characters; what is longer is a list or a table, and no parser reads it
_UNREAD = frozenset({"header", "tweet", "caption", "byline", "reader_questions"})


def find_events(view: View, found: Findings, nlp: Language, published: Period | None = None) -> list[Event]:
    """The events of a view, in text order; they index the lists of `found`.

    One for each date of a clause, and one for each clause that tells of money and has no date (it may contradict
    another). `published` tells what was past and what was yet to come.
    """
    dates_of, amounts_of = _by_passage(view, found.dates), _by_passage(view, found.amounts)
    mentions_of = _by_passage(view, found.mentions)
    money_of = {i: [a for a in amounts if found.amounts[a].kind == "money"] for i, amounts in amounts_of.items()}
    wanted = [
        i
        for i, passage in enumerate(view.passages)
        if (dates_of.get(i) or money_of.get(i))
        and passage.role not in _UNREAD
        and passage.end - passage.start <= _LONGEST_SENTENCE
    ]
    docs = parse_passages(view, wanted, nlp)
    discourse = Discourse(view, found.mentions)
    events = []
    for i in wanted:
        clauses = Clauses(docs[i], view.passages[i].start, i)
        triggers = _dated_triggers(clauses, found.dates, dates_of.get(i, ()))
        if not triggers:
            triggers = _undated_triggers(clauses, found.amounts, money_of[i]) if not dates_of.get(i) else []
        alone = len({trigger.i for trigger, _ in triggers}) == 1
        for trigger, date in triggers:
            here = InClause(clauses, trigger, alone)
            events.append(
                _event(here, found, discourse, date, mentions_of.get(i, ()), amounts_of.get(i, ()), published)
            )
    return sorted(events, key=lambda event: (event.start, event.end, -1 if event.date is None else event.date))


def _dated_triggers(
    clauses: Clauses, dates: Sequence[TimeExpression], in_dates: Sequence[int]
) -> list[tuple[Token, int | None]]:
    """What happened at each date; of two dates of one happening that say the same, the finer one."""
    hung = []
    for date in in_dates:
        root = clauses.root(dates[date])
        trigger = trigger_for(clauses.doc, root) if root is not None else None
        if trigger is not None:
            hung.append((trigger, date))
    return [
        (trigger, date)
        for trigger, date in hung
        if not any(trigger == other and _says_more(dates[finer], dates[date]) for other, finer in hung)
    ]


def _says_more(finer: TimeExpression, date: TimeExpression) -> bool:
    return (
        finer.value is not None
        and date.value is not None
        and date.value.contains(finer.value)
        and finer.value != date.value
    )


def _undated_triggers(
    clauses: Clauses, amounts: Sequence[Amount], in_amounts: Sequence[int]
) -> list[tuple[Token, int | None]]:
    """What the sums of an undated passage belong to, each once."""
    triggers: dict[int, Token] = {}
    for amount in in_amounts:
        root = clauses.root(amounts[amount])
        trigger = trigger_for(clauses.doc, root) if root is not None else None
        if trigger is not None:
            triggers.setdefault(trigger.i, trigger)
    return [(trigger, None) for trigger in triggers.values()]


def _by_passage(view: View, items: Sequence[Mention | TimeExpression | Amount]) -> defaultdict[int, list[int]]:
    """For each passage, the indices of the items that stand in it."""
    grouped: defaultdict[int, list[int]] = defaultdict(list)
    passage = 0
    for index, item in enumerate(items):
        while view.passages[passage].end <= item.start:
            passage += 1
        grouped[passage].append(index)
    return grouped


def _event(
    here: InClause,
    found: Findings,
    discourse: Discourse,
    date: int | None,
    in_mentions: Sequence[int],
    in_amounts: Sequence[int],
    published: Period | None,
) -> Event:
    clauses, trigger = here.clauses, here.trigger
    source = attribution(clauses.doc, trigger)
    if source:
        source = source[0] + clauses.offset, source[1] + clauses.offset
    said_by = [i for i in in_mentions if source and source[0] <= found.mentions[i].start < source[1]]
    value = found.dates[date].value if date is not None else None
    return Event(
        start=trigger.idx + clauses.offset,
        end=trigger.idx + len(trigger) + clauses.offset,
        type=lexicon().types.get(lemma_of(trigger), "other"),
        lemma=lemma_of(trigger),
        passage=clauses.passage,
        date=date,
        date_source=_date_source(here, found.dates[date]) if date is not None else "none",
        factuality=factuality(trigger, source is not None, value, published),
        participants=tuple(find_participants(here, discourse, [i for i in in_mentions if i not in said_by])),
        amounts=tuple((i, None) for i in in_amounts if _belongs(here, found.amounts[i])),
        attribution=source,
        attribution_mention=said_by[0] if said_by else None,
    )


def _belongs(here: InClause, amount: Amount) -> bool:
    """Whether an amount is the event's: what only stands in the same sentence is, if it is money."""
    relation = here.relation(amount)
    return relation is not None and (relation != "loose" or amount.kind == "money")


def _date_source(here: InClause, date: TimeExpression) -> str:
    root = here.clauses.root(date)
    return "own" if root is not None and clause_of(root, here.trigger) else "sentence"
