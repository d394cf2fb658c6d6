"""The clause of a trigger: which names, amounts and nouns hang on it, and by what relation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.article import Amount, Mention, TimeExpression
from pipeline.events.lexicon import lemma_of, lexicon
from pipeline.events.parse import root_of

_MODIFIERS = frozenset({"acl", "amod", "acl:relcl"})  # a participle or relative clause hung on a noun
_NAMING = frozenset({"appos", "flat:name", "flat:foreign", "conj", "amod"})


@dataclass(frozen=True, slots=True)
class Link:
    """How a word hangs on a clause: the relation of the phrase that holds it to the verb, and that phrase's head.

    `names` is false where the word only stands within the phrase ("Royan" in "le maire de Royan").
    """

    relation: str
    phrase: Token
    word: Token
    names: bool = True


@dataclass(frozen=True, slots=True)
class Clauses:
    """A passage as it was parsed; `offset` is where its text begins in the view."""

    doc: Doc
    offset: int
    passage: int

    def root(self, item: Mention | TimeExpression | Amount) -> Token | None:
        """The highest token of an item of the view."""
        return root_of(self.doc, item.start - self.offset, item.end - self.offset)

    def first(self, item: Mention | TimeExpression | Amount) -> Token | None:
        """The first token of an item of the view."""
        return root_of(self.doc, item.start - self.offset, item.start - self.offset + 1)


@dataclass(frozen=True, slots=True)
class InClause:
    """The clause of one trigger; `alone` where no other event is told in its passage."""

    clauses: Clauses
    trigger: Token
    alone: bool

    def link(self, item: Mention | TimeExpression | Amount) -> Link | None:
        """How an item hangs on the clause; `loose` where it only stands in the sentence of the only event told."""
        root = self.clauses.root(item)
        if root is None:
            return None
        link = link_to(root, self.trigger)
        beside = isinstance(item, Mention) and is_beside(self.trigger)
        if link is None and self.alone and not beside and not _is_apart(root, self.trigger):
            return Link("loose", root, root)
        return link


def link_to(token: Token, trigger: Token) -> Link | None:
    """How `token` hangs on the clause of `trigger`; None where it belongs to another clause."""
    group = {trigger, *carrying(trigger)}
    if token in group:
        return Link("root", token, token)
    top = top_of(trigger)
    modified = _modified(top, group)
    below, names = token, True
    for above in ancestors(token):
        if above in group:
            return Link(below.dep_, below, token, names)
        within = names and (above == token or _is_naming(below))
        if above == modified:
            return Link(_relation_of_modified(top, group), above, token, within)
        if is_predicate(above) and above != token:
            if above.head in group and (above.dep_ == "xcomp" or _is_present_participle(above)):
                return Link(below.dep_, below, token, names)  # "condamnée à verser un million", "tuant trois passants"
            relation = _shared_subject(above, trigger, below)
            return Link(relation, below, token, names) if relation else None
        below, names = above, within
    return None


def _modified(top: Token, group: set[Token]) -> Token | None:
    """The noun that a participle or relative clause is on; where the parser hung a relative on the verb, the noun
    right before its pronoun."""
    if top.dep_ not in _MODIFIERS:
        return None
    pronouns = lexicon().grammar.relative_pronouns
    pronoun = next((child for verb in group for child in verb.children if child.lower_ in pronouns), None)
    if top.dep_ != "acl:relcl" or not is_predicate(top.head) or pronoun is None or pronoun.i < 2:
        return top.head
    before = pronoun.nbor(-2 if pronoun.nbor(-1).is_punct else -1)
    return next((above for above in ancestors(before) if above.head == top.head and above != top.head), None)


def _relation_of_modified(modifier: Token, group: set[Token]) -> str:
    """What a noun is to the clause on it: what is "lancé le 26 mai", who "a investi", what "il a acquise"."""
    if modifier.dep_ == "acl:relcl":
        pronouns = lexicon().grammar.relative_pronouns
        relations = [child.dep_ for verb in group for child in verb.children if child.lower_ in pronouns]
        return relations[0] if relations else "nmod"
    return "nsubj" if _is_active_participle(modifier) else "nsubj:pass"


def _is_naming(token: Token) -> bool:
    """Whether a word names what it hangs on: "la filiale Opella", "le patron, Luca de Meo", "Cora et Match"."""
    return token.dep_ in _NAMING or (token.dep_ == "nmod" and case_of(token) is None)


def case_of(token: Token) -> Token | None:
    """The preposition of a phrase."""
    return next((child for child in token.children if child.dep_ == "case"), None)


def _is_apart(token: Token, trigger: Token) -> bool:
    """Whether what is between `token` and the trigger's clause is told beside it: who says so, what is planned, a
    coordinated clause."""
    told_apart = lexicon().verbs.saying | lexicon().verbs.planning
    return any(
        above != token
        and above != trigger
        and is_predicate(above)
        and ((above.dep_ == "conj" and trigger in ancestors(above.head)) or lemma_of(above) in told_apart)
        for above in ancestors(token)
    )


def lexical_head(verb: Token) -> Token:
    """The verb that holds the happening: "pourrait lever" is about `lever`."""
    while lemma_of(verb) in lexicon().verbs.carriers:
        inner = next(
            (child for child in verb.children if child.dep_ in ("xcomp", "ccomp") and child.pos_ == "VERB"), None
        )
        if inner is None:
            break
        verb = inner
    return verb


def carrying(trigger: Token) -> Iterator[Token]:
    """The verbs above a trigger that only carry it, the nearest first."""
    token = trigger
    while token.dep_ in ("xcomp", "ccomp") and lemma_of(token.head) in lexicon().verbs.carriers:
        token = token.head
        yield token


def top_of(trigger: Token) -> Token:
    """The highest of the verbs that carry a trigger, itself where none does."""
    return [trigger, *carrying(trigger)][-1]


def _shared_subject(verb: Token, trigger: Token, below: Token) -> str | None:
    """A subject is also that of what is coordinated with its verb, and of a participle or infinitive hung on it."""
    top = top_of(trigger)
    if not below.dep_.startswith("nsubj") or top.head != verb or _has_subject(trigger) or _has_subject(top):
        return None
    if top.dep_ == "conj":
        return "nsubj" if is_active(top) else "nsubj:pass"
    if top.dep_ in ("advcl", "acl", "xcomp", "amod", "obl:mod"):
        return "nsubj:pass" if is_past_participle(top) and not _is_active_participle(top) else "nsubj"
    return None


def _has_subject(verb: Token) -> bool:
    return any(child.dep_.startswith("nsubj") for child in verb.children)


def is_past_participle(token: Token) -> bool:
    """Whether a verb is a past participle."""
    return "Part" in token.morph.get("VerbForm", []) and "Past" in token.morph.get("Tense", [])


def _is_present_participle(verb: Token) -> bool:
    return "Part" in verb.morph.get("VerbForm", []) and "Pres" in verb.morph.get("Tense", [])


def is_beside(trigger: Token) -> bool:
    """Whether a trigger is a past participle that the main clause only takes along ("Parti en 2018, …")."""
    return trigger.dep_ in ("acl", "advcl", "amod") and is_past_participle(trigger)


def is_active(verb: Token) -> bool:
    """Whether a verb has its doer for a subject: no passive auxiliary, no bare participle."""
    auxiliaries = [child for child in verb.children if child.dep_.startswith("aux")]
    if any(child.dep_ == "aux:pass" for child in auxiliaries):
        return lemma_of(verb) in lexicon().verbs.with_etre
    return bool(auxiliaries) or not is_past_participle(verb) or _is_active_participle(verb)


def _is_active_participle(participle: Token) -> bool:
    """ "parti en 2015", "ayant vendu"."""
    return lemma_of(participle) in lexicon().verbs.with_etre or any(
        child.dep_ == "aux:tense" for child in participle.children
    )


def ancestors(token: Token) -> Iterator[Token]:
    """A token and what is above it, up to the root."""
    yield token
    while token.head != token:
        token = token.head
        yield token


def is_predicate(token: Token) -> bool:
    """A verb, or what the parser gave a subject to; not a noun that it took for a verb ("claquait la porte")."""
    if token.pos_ == "VERB":
        return not any(child.dep_ == "det" for child in token.children)
    return any(child.dep_ == "cop" or child.dep_.startswith("nsubj") for child in token.children)
