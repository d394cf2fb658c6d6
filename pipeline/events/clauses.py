"""Which word a date hangs on, and which clause a name or an amount belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.article import Amount, Mention, TimeExpression
from pipeline.events.lexicon import lemma_of, lexicon
from pipeline.events.parse import root_of

_MODIFIERS = frozenset({"acl", "amod"})  # a participle hung on a noun


@dataclass(frozen=True, slots=True)
class Clauses:
    """A passage as it was parsed; `offset` is where its text begins in the view."""

    doc: Doc
    offset: int
    passage: int

    def root(self, item: Mention | TimeExpression | Amount) -> Token | None:
        """The highest token of an item of the view."""
        return root_of(self.doc, item.start - self.offset, item.end - self.offset)

    def token_at(self, position: int) -> Token | None:
        """The token of the view's character `position`."""
        return root_of(self.doc, position - self.offset, position - self.offset + 1)


@dataclass(frozen=True, slots=True)
class InClause:
    """The clause of one trigger; `alone` where no other event is told in its passage, which is then all its own."""

    clauses: Clauses
    trigger: Token
    alone: bool

    def relation(self, item: Mention | TimeExpression | Amount) -> str | None:
        """The relation by which an item has a part in the clause, `loose` where only the passage shows it."""
        root = self.clauses.root(item)
        relation = clause_of(root, self.trigger) if root is not None else None
        return "loose" if relation is None and self.alone else relation


def trigger_for(doc: Doc, root: Token) -> Token | None:
    """The word that says what happened at the date whose highest token is `root`; None where there is none.

    The nearest governing verb or eventive noun; where the parse leads to none, the verb nearest in the text.
    """
    for token in _ancestors(root):
        if token.pos_ == "NOUN" and lemma_of(token) in lexicon().types and token != root:
            return token
        if _is_predicate(token):
            return lexical_head(token)
        if token != root and (participle := _participle_before(token, root)):
            return participle
    verbs = [token for token in doc if token.pos_ == "VERB" and lemma_of(token) not in lexicon().verbs.saying]
    return lexical_head(min(verbs, key=lambda token: (abs(token.i - root.i), token.i))) if verbs else None


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


def clause_of(token: Token, trigger: Token) -> str | None:
    """The relation by which `token` has a part in the clause of `trigger`; None where it belongs to another clause."""
    group = set(carrying(trigger)) | {trigger}
    below = token
    for above in _ancestors(token):
        if above in group:
            return below.dep_ if below != above else "root"
        if trigger.dep_ in _MODIFIERS and above == trigger.head:
            return "nsubj:pass" if below == above else "nmod"  # what is "lancé le 26 mai": the noun, and whose it is
        if _is_predicate(above) and above != token:
            return _shared_subject(above, trigger, below)
        below = above
    return None


def carrying(trigger: Token) -> Iterator[Token]:
    """The verbs above a trigger that only carry it, the nearest first."""
    token = trigger
    while token.dep_ in ("xcomp", "ccomp") and lemma_of(token.head) in lexicon().verbs.carriers:
        token = token.head
        yield token


def _shared_subject(verb: Token, trigger: Token, below: Token) -> str | None:
    """A subject is also that of what is coordinated with its verb, and of a participle that opens or follows it."""
    if not below.dep_.startswith("nsubj") or any(child.dep_.startswith("nsubj") for child in trigger.children):
        return None
    top = next(iter([*carrying(trigger)][-1:]), trigger)
    if top.dep_ == "conj" and top.head == verb:
        return below.dep_
    if top.dep_ in ("advcl", "acl") and top.head == verb:
        return (
            "nsubj:pass"
            if "Part" in top.morph.get("VerbForm", []) and "Past" in top.morph.get("Tense", [])
            else "nsubj"
        )
    return None


def _ancestors(token: Token) -> Iterator[Token]:
    yield token
    while token.head != token:
        token = token.head
        yield token


def _is_predicate(token: Token) -> bool:
    """A verb, or what the parser gave a subject to; not a noun that it took for a verb ("claquait la porte")."""
    children = {child.dep_.split(":")[0] for child in token.children}
    if token.pos_ == "VERB":
        return "det" not in children
    return bool(children & {"cop", "nsubj"})


def _participle_before(noun: Token, root: Token) -> Token | None:
    """The participle between a noun and a date that the parser hung on the noun: "ChatGPT, ouvert le 30 novembre"."""
    between = [child for child in noun.children if noun.i < child.i < root.i and child.pos_ == "VERB"]
    return between[-1] if between and "Part" in between[-1].morph.get("VerbForm", []) else None
