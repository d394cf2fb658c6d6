"""Who has a part in an event: the names of its clause, and what its pronouns and definite nouns stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from pipeline.article import Mention, Participant
from pipeline.events.anaphora import Discourse
from pipeline.events.clauses import Clauses, InClause, carrying, clause_of

_ROLES = {"nsubj": "agent", "obl:agent": "agent", "nsubj:pass": "patient", "obj": "patient", "iobj": "recipient"}
_SUBJECT_PRONOUNS = frozenset({"il", "elle", "lui", "celui-ci", "celle-ci"})
_CLITICS = {"y": ("ORG",), "lui": ("PER", "ORG"), "l'": ("PER", "ORG", "MISC"), "le": ("PER",), "la": ("PER",)}
_DEFINITE = frozenset({"le", "la", "les", "l'", "ce", "cet", "cette", "au", "du", "son", "sa", "ses", "leur"})


def find_participants(here: InClause, discourse: Discourse, in_mentions: Sequence[int]) -> list[Participant]:
    """The participants of the event of `trigger`, in text order; each entity once, by its first place in the clause."""
    clauses, trigger = here.clauses, here.trigger
    found = [
        Participant(mention.start, mention.end, role, i)
        for i, mention in ((i, discourse.mentions[i]) for i in in_mentions)
        if (role := _role_of_name(here, mention))
    ]
    if not any(participant.role == "agent" or _is_subject(clauses, participant, trigger) for participant in found):
        found += _left_subject(clauses, trigger, discourse, in_mentions, found)
    for token, relation in _anaphors(clauses, trigger, discourse):
        names = {discourse.mentions[other.mention].name for other in found}
        antecedent = _antecedent(token, relation, clauses, discourse, names)
        if antecedent is not None and discourse.mentions[antecedent].name not in names:
            start = clauses.offset + token.idx
            role = _ROLES.get(relation, "other")
            found.append(Participant(start, start + len(token), role, antecedent, is_name=False))
    return sorted(found, key=lambda participant: (participant.start, participant.end))


def _role_of_name(here: InClause, mention: Mention) -> str | None:
    relation = here.relation(mention)
    if relation is None:
        return None
    if mention.label == "LOC" and relation.startswith(("obl", "nmod", "loose")):
        return "place"
    return _ROLES.get(relation, "other")


def _is_subject(clauses: Clauses, participant: Participant, trigger: Token) -> bool:
    token = clauses.token_at(participant.start)
    relation = clause_of(token, trigger) if token is not None else None
    return relation is not None and relation.startswith("nsubj")


def _left_subject(
    clauses: Clauses, trigger: Token, discourse: Discourse, in_mentions: Sequence[int], found: Sequence[Participant]
) -> Iterator[Participant]:
    """Where the parse shows no subject: the nearest name before the verb that stands where a subject does."""
    if any(
        token.dep_.startswith(("nsubj", "expl")) for verb in (trigger, *carrying(trigger)) for token in verb.children
    ):
        return
    taken = {participant.mention for participant in found}
    for index in reversed(in_mentions):
        mention = discourse.mentions[index]
        if mention.end <= clauses.offset + trigger.idx and mention.label != "LOC" and discourse.is_subject(index):
            if index not in taken:
                yield Participant(mention.start, mention.end, "agent", index)
            return


def _anaphors(clauses: Clauses, trigger: Token, discourse: Discourse) -> Iterator[tuple[Token, str]]:
    """The pronouns and nouns of the clause that are no names, subjects first, with their relation to the trigger."""
    found = []
    for token in clauses.doc:
        relation = clause_of(token, trigger) if token.pos_ in ("PRON", "NOUN", "ADJ") else None
        if relation and not _is_named(token, clauses, discourse):
            found.append((token, relation))
    if any(token.pos_ == "NOUN" and relation.startswith("nsubj") for token, relation in found):
        found = [pair for pair in found if pair[0].lower_ not in _SUBJECT_PRONOUNS]  # "la grêle, elle, a frappé"
    return iter(sorted(found, key=lambda pair: (not pair[1].startswith("nsubj"), pair[0].i)))


def _is_named(noun: Token, clauses: Clauses, discourse: Discourse) -> bool:
    """Whether a noun is part of a name or says whose it is: "la société Valmora", "le parquet de Vienne"."""
    spans = [(noun.idx, noun.idx + len(noun))] + [
        (child.left_edge.idx, child.right_edge.idx + len(child.right_edge))
        for child in noun.children
        if child.dep_ in ("appos", "nmod", "flat:name")
    ]
    return any(discourse.names_in(clauses.offset + start, clauses.offset + end) for start, end in spans)


def _antecedent(token: Token, relation: str, clauses: Clauses, discourse: Discourse, names: set[str]) -> int | None:
    """The mention that `token` stands for; a clitic for none of the `names` that have a part already."""
    position = clauses.offset + token.idx
    word = token.lower_
    if token.pos_ == "PRON":
        if relation.startswith(("nsubj", "expl:subj")) and word in _SUBJECT_PRONOUNS:
            return discourse.pronoun(clauses.passage, position, feminine=word in ("elle", "celle-ci"))
        if word in _CLITICS and not relation.startswith(("nsubj", "expl")):
            return discourse.salient(position, _CLITICS[word], names)
        return None
    determiners = {child.lower_ for child in token.children if child.dep_ == "det"} | {
        child.lower_ for child in token.children if child.dep_ == "case"
    }
    if determiners & _DEFINITE and token.text == word:
        return discourse.noun(word, position)
    return None
