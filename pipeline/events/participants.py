"""Who has a part in an event and which: the names of its clause, and what its pronouns and definite nouns stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from pipeline.article import Participant
from pipeline.events.anaphora import CLITICS, Discourse
from pipeline.events.clauses import Clauses, InClause, Link, carrying, case_of, is_active, link_to
from pipeline.events.lexicon import lemma_of, lexicon

_OF_PEOPLE = frozenset({"hire", "leave", "judge", "elect", "die", "meet"})  # what mostly happens to persons


def find_participants(
    here: InClause, discourse: Discourse, in_mentions: Sequence[int], has_money: bool
) -> list[Participant]:
    """The participants of the event of a trigger, in text order; each entity once, by its first place in the clause.

    `has_money` where a sum stands in the passage.
    """
    clauses, trigger = here.clauses, here.trigger
    found = []
    has_subject = False
    for index in in_mentions:
        mention = discourse.mentions[index]
        link = here.link(mention)
        if link is not None:
            found.append(Participant(mention.start, mention.end, role_of(link, mention.label, trigger), index))
            has_subject |= link.relation.startswith("nsubj")
    if not has_subject and not any(participant.role == "agent" for participant in found):
        found += _left_subject(clauses, trigger, discourse, in_mentions, found)
    names = {discourse.mentions[participant.mention].name for participant in found}
    for token, link in _anaphors(clauses, trigger, discourse):
        antecedent = _antecedent(token, link, clauses, discourse, names, trigger)
        if antecedent is not None and discourse.mentions[antecedent].name not in names:
            start = clauses.offset + token.idx
            role = "other" if _is_owned(token) else role_of(link, discourse.mentions[antecedent].label, trigger)
            found.append(Participant(start, start + len(token), role, antecedent, is_name=False))
            names.add(discourse.mentions[antecedent].name)
    implied = _implied(clauses, trigger, discourse, found, has_money)
    if implied is not None and discourse.mentions[implied[1]].name not in names:
        start = clauses.offset + trigger.idx
        found.append(Participant(start, start + len(trigger), *implied, is_name=False))
    return sorted(found, key=lambda participant: (participant.start, participant.end))


def _implied(
    clauses: Clauses, trigger: Token, discourse: Discourse, found: Sequence[Participant], has_money: bool
) -> tuple[str, int] | None:
    """The organisation that the article is about, where the clause leaves it out: who is given money, whom one left."""
    lemma = lemma_of(trigger)
    kind = lexicon().types.get(lemma)
    others = [discourse.mentions[participant.mention].label for participant in found if participant.role != "agent"]
    given = (
        has_money and kind == "fund" and lemma in lexicon().verbs.giving and not {"ORG", "PER", "MISC"} & set(others)
    )
    people = any(discourse.mentions[participant.mention].label == "PER" for participant in found)
    left = kind == "leave" and people and "ORG" not in others
    protagonist = discourse.protagonist(clauses.offset + trigger.idx) if given or left else None
    return ("recipient" if given else "other", protagonist) if protagonist is not None else None


def role_of(link: Link, label: str, trigger: Token) -> str:
    """The role of a name of some `label` that hangs on the clause of `trigger` by `link`."""
    relation = link.relation
    case = case_of(link.phrase)
    preposition = case.lower_ if case is not None else ""
    grammar, lemma = lexicon().grammar, lemma_of(trigger)
    if relation == "loose":
        return "place" if label == "LOC" else "other"
    if not link.names:
        return _role_within(link, label)
    if trigger.pos_ == "NOUN" and relation == "nmod":
        return _role_by_noun(lemma, preposition, label)
    if relation.startswith("nsubj"):
        active = relation == "nsubj" and is_active(trigger) and lemma not in lexicon().verbs.undergoing
        reflexive = any(child.dep_ == "expl:pass" for child in trigger.children)
        return "agent" if active and not reflexive else "patient"
    if relation == "obl:agent" or preposition in grammar.agent:
        return "agent" if not is_active(trigger) else "other"
    if (preposition in grammar.recipient and label in ("PER", "ORG")) or relation == "iobj":
        return "recipient"
    if preposition in grammar.into and label == "ORG" and lemma in lexicon().verbs.giving:
        return "recipient"
    if preposition in grammar.against and label != "LOC":
        return "patient"
    if relation == "obj" and not preposition:
        return "patient"
    return "place" if label == "LOC" else "other"


def _role_within(link: Link, label: str) -> str:
    """The role of what only stands within a phrase: "le rachat de Cora", "une amende à Apple"."""
    case = case_of(link.word)
    preposition = case.lower_ if case is not None else ""
    if link.word.head == link.phrase and lemma_of(link.phrase) in lexicon().types:
        return _role_by_noun(lemma_of(link.phrase), preposition, label)
    if link.relation == "obj" and preposition in lexicon().grammar.recipient and label in ("PER", "ORG"):
        return "recipient"
    return "place" if label == "LOC" else "other"


def _role_by_noun(lemma: str, preposition: str, label: str) -> str:
    """The role of what hangs on an eventive noun: "le rachat de Twitter par Musk", "le départ de Musk"."""
    if preposition in lexicon().grammar.agent:
        return "agent"
    if preposition in lexicon().grammar.of:
        return "agent" if lemma in lexicon().nouns.of_doer else "patient"
    if preposition in lexicon().grammar.against:
        return "patient"
    if preposition in lexicon().grammar.recipient and label in ("PER", "ORG"):
        return "recipient"
    return "place" if label == "LOC" else "other"


def _left_subject(
    clauses: Clauses, trigger: Token, discourse: Discourse, in_mentions: Sequence[int], found: Sequence[Participant]
) -> Iterator[Participant]:
    """Where the parse shows no subject: the nearest name before the verb that stands where a subject does."""
    if trigger.pos_ == "NOUN" or any(
        token.dep_.startswith(("nsubj", "expl")) for verb in (trigger, *carrying(trigger)) for token in verb.children
    ):
        return
    taken = {participant.mention for participant in found}
    role = "agent" if is_active(trigger) else "patient"
    for index in reversed(in_mentions):
        mention = discourse.mentions[index]
        if mention.end <= clauses.offset + trigger.idx and mention.label != "LOC" and discourse.is_subject(index):
            if index not in taken:
                yield Participant(mention.start, mention.end, role, index)
            return
    opening = discourse.opening_noun(clauses.passage)
    if opening is not None:
        start, end, antecedent = opening
        yield Participant(start, end, role, antecedent, is_name=False)


def _anaphors(clauses: Clauses, trigger: Token, discourse: Discourse) -> list[tuple[Token, Link]]:
    """The pronouns and nouns of the clause that are no names, subjects first, with their link to the trigger."""
    found = []
    for token in clauses.doc:
        if token.pos_ in ("PRON", "NOUN", "ADJ") and _may_stand_for_a_name(token, discourse):
            link = link_to(token, trigger)
            if link is not None and _is_whole(token, link) and not _is_named(token, clauses, discourse):
                found.append((token, link))
    if any(token.pos_ == "NOUN" and link.relation.startswith("nsubj") for token, link in found):
        subject_pronouns = lexicon().grammar.masculine_pronouns | lexicon().grammar.feminine_pronouns
        found = [pair for pair in found if pair[0].lower_ not in subject_pronouns]  # "la grêle, elle, a frappé"
    return sorted(found, key=lambda pair: (not pair[1].relation.startswith("nsubj"), pair[0].i))


def _is_whole(token: Token, link: Link) -> bool:
    """Whether a noun stands for the whole of a phrase, or for whom money is given to ("45 millions à la société")."""
    return link.phrase == token or (link.phrase == token.head and role_of(link, "ORG", token.head.head) == "recipient")


def _may_stand_for_a_name(token: Token, discourse: Discourse) -> bool:
    if token.pos_ == "PRON":
        return True
    definite = lexicon().grammar.definite
    return token.text == token.lower_ and any(
        child.dep_ in ("det", "case") and child.lower_ in definite for child in token.children
    )


def _is_owned(noun: Token) -> bool:
    """Whether a possessive stands before a noun: "sa filiale"."""
    return any(child.dep_ == "det" and child.lower_ in lexicon().grammar.possessive for child in noun.children)


def _is_named(noun: Token, clauses: Clauses, discourse: Discourse) -> bool:
    """Whether a noun is part of a name or says whose it is: "la société Valmora", "le parquet de Vienne"."""
    spans = [(noun.idx, noun.idx + len(noun))] + [
        (child.left_edge.idx, child.right_edge.idx + len(child.right_edge))
        for child in noun.children
        if child.dep_ in ("appos", "nmod", "flat:name")
    ]
    return any(discourse.names_in(clauses.offset + start, clauses.offset + end) for start, end in spans)


def _antecedent(
    token: Token, link: Link, clauses: Clauses, discourse: Discourse, names: set[str], trigger: Token
) -> int | None:
    """The mention that `token` stands for; a clitic for none of the `names` that have a part already."""
    position = clauses.offset + token.idx
    word = token.lower_
    grammar = lexicon().grammar
    if token.pos_ == "PRON" or word in grammar.last_named:
        if word in grammar.last_named:
            return discourse.last_named(clauses.passage, position)
        if link.relation.startswith(("nsubj", "expl:subj")):
            if word in grammar.masculine_pronouns | grammar.feminine_pronouns:
                return discourse.pronoun(clauses.passage, position, feminine=word in grammar.feminine_pronouns)
        elif word in CLITICS and (
            word == "y" or not link.relation.startswith("expl")
        ):  # the parser takes any "y" for empty
            person = lexicon().types.get(lemma_of(trigger)) in _OF_PEOPLE
            return discourse.clitic(clauses.passage, position, word, names, person)
        return None
    if _is_owned(token):
        return discourse.owner(clauses.passage) if link.relation.startswith("nsubj") else None
    former = any(child.lower_ in grammar.former for child in token.children)
    return discourse.noun(word, position, person=former)
