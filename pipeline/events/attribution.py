"""Who says that something happened: "selon X", "affirme X", "X a déclaré que"; of nested sources the innermost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise

from spacy.tokens import Doc, Span, Token

from pipeline.events.clauses import ancestors, is_beside
from pipeline.events.lexicon import lemma_of, lexicon

_CONTENT = frozenset({"ccomp", "xcomp", "parataxis", "obj", "conj"})
_PHRASE = frozenset({"det", "amod", "nummod", "flat:name", "flat:foreign", "nmod", "fixed"})
_CLOSING = frozenset({",", "»", '"', "”"})


def attribution(trigger: Token) -> Token | None:
    """The head of the phrase that names who says that `trigger` happened; None where the article itself does."""
    above = next(_governing(trigger), None)
    if above is not None:
        return above
    if is_beside(trigger):
        return None  # "Parti en 2018, X a ruiné Y, affirme Z": that he left is not what Z says
    return _aside(trigger) or _source(trigger.doc, trigger)


def _governing(trigger: Token) -> Iterator[Token]:
    """Who says what `trigger` is the content of, the innermost first."""
    path = list(ancestors(trigger))
    for below, verb in pairwise(path):
        if lemma_of(verb) not in lexicon().verbs.saying or below.dep_ not in _CONTENT:
            continue
        carried = below.dep_ == "xcomp" and lemma_of(verb) in lexicon().verbs.carriers  # "a promis d'investir"
        if carried or (below.dep_ == "conj" and verb.pos_ == "VERB"):
            continue
        subject = next((child for child in verb.children if child.dep_.startswith("nsubj")), None)
        if subject is None and below.dep_ in ("ccomp", "parataxis"):
            subject = next((child for child in verb.children if child.dep_ == "obj" and child.i > verb.i), None)
        if subject is None or trigger in subject.subtree:
            continue
        if subject.lower_ in lexicon().grammar.relative_pronouns and verb.dep_.startswith("acl"):
            yield verb.head
        else:
            yield subject


def _aside(trigger: Token) -> Token | None:
    """The subject put behind its verb, and both behind the clause: "…, affirme Paul"."""
    doc = trigger.doc
    for left, verb in pairwise(islice(doc, trigger.i + 1, None)):
        if left.text in _CLOSING:
            if verb.pos_ == "AUX":
                verb = next((token for token in doc[verb.i + 1 : verb.i + 4] if token.pos_ == "VERB"), verb)
            if not _says(verb) or verb.i + 1 >= len(doc):
                continue
            inverted = verb.nbor()
            if inverted.pos_ == "PRON" and inverted.text.startswith("-"):
                return inverted  # "accuse-t-elle"
            for head in doc[verb.i + 1 : verb.i + 3]:
                if head.pos_ in ("DET", "PROPN", "NOUN"):
                    return _top_of_phrase(head)
                if head.pos_ not in ("ADV", "PRON"):
                    break
    return None


def _says(token: Token) -> bool:
    """Whether a word is a verb of saying, or a present that the tagger took for a noun ("note la Fédération")."""
    return lemma_of(token) in lexicon().verbs.saying or f"{token.lower_}r" in lexicon().verbs.saying


def _source(doc: Doc, trigger: Token) -> Token | None:
    for match in _source_opener().finditer(doc.text):
        token = doc.char_span(match.end(), match.end() + 1, alignment_mode="expand")
        top = _top_of_phrase(token[0]) if token is not None else None
        if top is not None and trigger not in top.subtree:
            return top
    return None


@cache
def _source_opener() -> re.Pattern[str]:
    openers = "|".join(re.escape(opener) for opener in lexicon().sources)
    return re.compile(rf"(?<!\w)(?:{openers})(?:\s+|(?<='))(?=\S)", re.I)


def _top_of_phrase(token: Token) -> Token:
    while token.dep_ in _PHRASE and token.head.i > token.i:
        token = token.head
    return token


def grants(head: Token) -> bool:
    """Whether who says so is said to know it: "note X", "rappelle X"."""
    before = head.doc[max(phrase(head).start - 1, 0)]
    return bool({lemma_of(head.head), lemma_of(before), f"{before.lower_}r"} & lexicon().verbs.factive)


def is_within(token: Token, head: Token) -> bool:
    """Whether a word stands in the phrase of `head`, the relative clauses on it included."""
    if token in phrase(head):
        return True
    return any(token in child.subtree for child in head.children if child.dep_.startswith("acl"))


def phrase(head: Token) -> Span:
    """A noun phrase, without what is put after a comma or in a relative clause."""
    inside = [head]
    for child in head.children:
        if child.dep_ in _PHRASE:
            inside += list(child.subtree)
    ordered = {token.i for token in inside}
    first = last = head.i
    while first - 1 in ordered:
        first -= 1
    while last + 1 in ordered:
        last += 1
    return head.doc[first : last + 1]
