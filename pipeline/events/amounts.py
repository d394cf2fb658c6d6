"""Which amounts belong to an event, and whose the money is: paid to whom, the value of what."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from pipeline.article import Amount, Participant, TimeExpression
from pipeline.events.anaphora import Discourse
from pipeline.events.clauses import InClause, ancestors, carrying, case_of, is_active
from pipeline.events.lexicon import lemma_of, lexicon

_SUMS = ("money", "percent")
_OF_SUBJECT = ("agent", "patient")


def amounts_of(
    here: InClause,
    amounts: Sequence[Amount],
    in_amounts: Sequence[int],
    date: TimeExpression | None,
    other_dates: Sequence[TimeExpression],
) -> list[int]:
    """The amounts that belong to the event of `date`; `other_dates` are those of the same trigger's other events.

    What only stands in the same sentence belongs if it is money or a percentage; an age, and what another amount is
    compared with ("contre 1 100 tonnes en 2021"), do not; of as many sums as dates on one verb each date has the
    nearest ("40 000 € en 2019, puis 150 000 € en 2022").
    """
    linked = [
        index
        for index in in_amounts
        if (link := here.link(amounts[index])) is not None
        and amounts[index].kind != "multiple"
        and (link.relation != "loose" or amounts[index].kind in _SUMS)
        and not _is_age(here, amounts[index])
    ]
    found = []
    for index in linked:
        alike = [i for i in linked if i != index and _kind(amounts[i]) == _kind(amounts[index])]
        if any(i < index for i in alike) and _is_compared(here, amounts[index]):
            continue
        if date is None or not (alike and any(_is_nearer(amounts[index], other, date) for other in other_dates)):
            found.append(index)
    return found


def _kind(amount: Amount) -> tuple[str, str]:
    return amount.kind, amount.unit


def _is_age(here: InClause, amount: Amount) -> bool:
    """Whether a number of years stands between commas behind a person: "Étienne Mars, 47 ans, …"."""
    first = here.clauses.first(amount)
    years = amount.kind == "duration" and amount.unit in lexicon().nouns.years
    return years and first is not None and first.i > 0 and first.nbor(-1).text == ","


def _is_compared(here: InClause, amount: Amount) -> bool:
    root = here.clauses.root(amount)
    case = case_of(root) if root is not None else None
    return case is not None and case.lower_ in lexicon().grammar.compared


def _is_nearer(amount: Amount, one: TimeExpression, other: TimeExpression) -> bool:
    return _distance(amount, one) < _distance(amount, other)


def _distance(amount: Amount, date: TimeExpression) -> int:
    return max(amount.start - date.end, date.start - amount.end)


def about(here: InClause, amount: Amount, participants: Sequence[Participant], discourse: Discourse) -> int | None:
    """The mention whose money a sum is, where the clause makes it plain.

    A value is its owner's ("la valorisation d'OpenAI"); a price that of what is bought; what is received the
    subject's; what is given whoever's it goes to.
    """
    if amount.kind != "money":
        return None
    root = here.clauses.root(amount)
    owner = _owner_of_value(root, here, participants, discourse) if root is not None else None
    if owner is not None:
        return owner
    lemmas = {lemma_of(token) for token in (here.trigger, *carrying(here.trigger))}
    governors = {lemma_of(token) for token in ancestors(root)} if root is not None else set()
    kind = lexicon().types.get(lemma_of(here.trigger), "other")
    verbs = lexicon().verbs
    if kind == "acquire" or any(lexicon().types.get(lemma) == "acquire" for lemma in governors):
        return _first(participants, discourse, ("patient",), ("ORG", "MISC", "PER"))
    if (lemmas | governors) & verbs.giving:
        recipient = _first(participants, discourse, ("recipient",), ("ORG", "PER", "MISC", "LOC"))
        if recipient is None and not is_active(here.trigger):
            return None
        return recipient if recipient is not None else _first(participants, discourse, ("patient",), ("ORG", "PER"))
    if lemmas & verbs.receiving or kind in ("earn", "fund"):
        return _first(participants, discourse, ("agent",), ("ORG", "PER"))
    return None


def _owner_of_value(
    root: Token, here: InClause, participants: Sequence[Participant], discourse: Discourse
) -> int | None:
    """Whose value a sum is, where it hangs on a noun of worth: the name behind the noun, else the subject."""
    noun = next((token for token in ancestors(root) if lemma_of(token) in lexicon().nouns.worth), None)
    if noun is None:
        return None
    span = noun.left_edge.idx + here.clauses.offset, noun.right_edge.idx + here.clauses.offset
    for participant in participants:
        if span[0] <= participant.start <= span[1] and participant.is_name:
            return participant.mention
    return _first(participants, discourse, _OF_SUBJECT, ("ORG",))


def _first(
    participants: Sequence[Participant], discourse: Discourse, roles: Sequence[str], labels: Sequence[str]
) -> int | None:
    for role in roles:
        for participant in participants:
            if participant.role == role and discourse.mentions[participant.mention].label in labels:
                return participant.mention
    return None
