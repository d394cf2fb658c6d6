"""How surely an event happened, and who says so: negated, planned, hypothetical first, then reported, else certain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc, Token

from pipeline.article import Period
from pipeline.events.clauses import carrying
from pipeline.events.lexicon import lemma_of, lexicon

_NEGATIONS = frozenset({"pas", "jamais", "aucun", "aucune", "guère", "nullement", "personne", "rien", "ni", "sans"})
_RESTRICTIONS = frozenset({"que", "qu'"})


def factuality(trigger: Token, attributed: bool, date: Period | None = None, published: Period | None = None) -> str:
    """One of certain, reported, hypothetical, negated, planned; `attributed` where a source carries the clause.

    Where the date and the publication date are known, a future that was past by then is the narrator's ("Microsoft
    investirait six mois plus tard") and certain, and what is yet to come is at best planned.
    """
    told = _as_told(trigger, attributed)
    if date is None or published is None:
        return told
    if date.end < published.begin and told in ("planned", "hypothetical") and _is_future_of_narration(trigger):
        return "certain"
    return "planned" if told == "certain" and date.begin > published.end else told


def _as_told(trigger: Token, attributed: bool) -> str:
    verbs = [trigger, *carrying(trigger)]
    helpers = _helpers(verbs)
    above = {lemma_of(verb) for verb in verbs[1:]}
    if _is_negated(verbs) or above & lexicon().verbs.denying:
        return "negated"
    moods = {mood for token in (*verbs, *helpers) for mood in token.morph.get("Mood", [])}
    tenses = {tense for token in (*verbs, *helpers) for tense in token.morph.get("Tense", [])}
    if "Cnd" in moods:
        hearsay = any(h.lemma_ in ("avoir", "être") and "Cnd" in h.morph.get("Mood", []) for h in helpers)
        return "reported" if hearsay else "hypothetical"
    if any(child.lower_ in ("si", "s'") and child.dep_ == "mark" for verb in verbs for child in verb.children):
        return "hypothetical"
    if above & lexicon().verbs.possible:
        return "hypothetical"
    if above & lexicon().verbs.planning or "Fut" in tenses:
        return "planned"
    return "reported" if attributed else "certain"


def _helpers(verbs: Sequence[Token]) -> list[Token]:
    return [child for verb in verbs for child in verb.children if child.dep_.startswith(("aux", "cop"))]


def _is_negated(verbs: Sequence[Token]) -> bool:
    """ "n'a pas racheté", but not "n'entrera en service qu'en 2025"."""
    words = {child.lower_ for verb in verbs for child in verb.children if child.dep_ in ("advmod", "det", "mark")}
    if words & _NEGATIONS:
        return True
    if words & {"ne", "n'"} and "plus" in words:
        return True
    restricted = any(token.lower_ in _RESTRICTIONS for token in verbs[0].subtree if token.i > verbs[0].i)
    return bool(words & {"ne", "n'"}) and not restricted


def _is_future_of_narration(trigger: Token) -> bool:
    """A simple future or conditional of the verb itself, not of "pouvoir" or "devoir" above it."""
    return not list(carrying(trigger)) and bool(
        {"Fut"} & set(trigger.morph.get("Tense", [])) or {"Cnd"} & set(trigger.morph.get("Mood", []))
    )


def attribution(doc: Doc, trigger: Token) -> tuple[int, int] | None:
    """The characters of `doc` that name who says that `trigger` happened: "selon X", "affirme X", "X a déclaré que"."""
    match = _source_opener().search(doc.text)
    if match:
        token = doc.char_span(match.end(), match.end() + 1, alignment_mode="expand")
        top = _top_of_phrase(token[0]) if token is not None else None
        if top is not None and trigger not in top.subtree:
            return _phrase(top)
    for comma, verb in pairwise(doc):
        if comma.text in (",", "»") and lemma_of(verb) in lexicon().verbs.saying and verb.i + 1 < len(doc):
            head = doc[verb.i + 1]
            if head.pos_ in ("DET", "PROPN", "NOUN") and trigger.i < verb.i:
                return _phrase(_top_of_phrase(head))
    for verb in doc:
        if verb.pos_ != "VERB" or lemma_of(verb) not in lexicon().verbs.saying or verb == trigger:
            continue
        governs = trigger in verb.subtree or (verb.dep_ in ("parataxis", "ccomp", "dep") and verb in trigger.subtree)
        subject = next(
            (child for child in verb.children if child.dep_ in ("nsubj", "obj") and child.i != trigger.i), None
        )
        if governs and subject is not None and trigger not in subject.subtree:
            return _phrase(subject)
    return None


@cache
def _source_opener() -> re.Pattern[str]:
    openers = "|".join(re.escape(opener) for opener in lexicon().sources)
    return re.compile(rf"(?<!\w)(?:{openers})\s+(?=\S)", re.I)


def _top_of_phrase(token: Token) -> Token:
    while token.dep_ in ("det", "amod", "nmod", "flat:name", "appos", "nummod", "fixed") and token.head.i > token.i:
        token = token.head
    return token


def _phrase(head: Token) -> tuple[int, int]:
    """A noun phrase without what is put after a comma or in a relative clause."""
    inside = [head]
    for child in head.children:
        if child.dep_ in ("det", "amod", "nummod", "flat:name", "flat:foreign", "nmod", "fixed"):
            inside += list(child.subtree)
    ordered = sorted(token.i for token in inside)
    first, last = ordered[0], head.i
    while last + 1 in ordered:
        last += 1
    doc = head.doc
    return doc[first].idx, doc[last].idx + len(doc[last])
