"""Which word says what happened at a date or with a sum: the verb or eventive noun that it modifies."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from pipeline.events.clauses import ancestors, case_of, is_past_participle, is_predicate, lexical_head
from pipeline.events.lexicon import lemma_of, lexicon

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET", "ADP", "X"})
_BEFORE_NOUN = frozenset({"obl:mod", "obl:arg", "obl:agent", "nmod"})
_PARTICIPLE = re.compile(r".{2,}(?:ée?s?|ues?|ies?|ises?|ites?)")  # that the tagger may take for a noun


def trigger_for(doc: Doc, root: Token, start: Token) -> Token | None:
    """What happened at the date (or with the sum) whose highest token is `root` and whose first one is `start`.

    The nearest governing verb or eventive noun; where the parse leads to none, the verb nearest in the text.
    """
    opening = _opening_participle(doc, start)
    if opening is not None:
        return opening
    noun = _dated_noun(start)
    if noun is not None:
        return noun
    for token in ancestors(root):
        if token == root:
            if token.pos_ == "VERB" and is_predicate(token):
                return lexical_head(token)
            if any(child.dep_ == "cop" for child in token.children):
                return _of_equation(token)
            continue
        if token.pos_ == "NOUN" and lemma_of(token) in lexicon().types and not _is_after(token, root):
            if token.dep_ != "obj" or not is_predicate(token.head) or case_of(root) is None:
                return token
            continue  # "a violé l'accord en décembre": the verb
        if is_predicate(token):
            if _is_aside(token, root):
                continue
            return lexical_head(token)
        participle = _participle_before(token, root)
        if participle is not None:
            return participle
    verbs = [t for t in doc if t.pos_ == "VERB" and t.is_alpha and is_predicate(t) and not _is_aside(t, root)]
    if verbs:
        return lexical_head(min(verbs, key=lambda token: (abs(token.i - root.i), token.i)))
    return _nominal(doc, root)


def _nominal(doc: Doc, date: Token) -> Token | None:
    """What a line without a verb tells of: "2017 : création d'Okarina à Villeurbanne"."""
    nouns = [token for token in doc if token.pos_ == "NOUN" and token.is_alpha and token != date and token.head != date]
    eventive = (noun for noun in nouns if lemma_of(noun) in lexicon().types)
    behind = (noun for noun in nouns if noun.i > date.i and noun.dep_ in ("ROOT", "appos", "nmod", "conj"))
    return next(eventive, None) or next(behind, None)


def main_trigger(doc: Doc, *, narrated: bool) -> Token | None:
    """The verb of a sentence that tells of a happening; of one that goes on with a narrative only if it moves on."""
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None or root.pos_ != "VERB" or not is_predicate(root):
        return None
    auxiliaries = [child for child in root.children if child.dep_.startswith("aux")]
    backwards = any("Imp" in token.morph.get("Tense", []) for token in (root, *auxiliaries))
    return None if narrated and backwards else lexical_head(root)


def _opening_participle(doc: Doc, date: Token) -> Token | None:
    """The participle that opens a sentence up to a comma, and the date in it: "Battue en finale le 17 février, …"."""
    first = doc[0]
    if first == date or len(doc) < 3 or first.pos_ not in ("VERB", "ADJ", "NOUN", "PROPN"):
        return None
    if first.pos_ != "VERB" and not _PARTICIPLE.fullmatch(first.lower_):
        return None
    if first.pos_ != "VERB" and (
        doc[1].pos_ in ("PROPN", "VERB", "AUX", "ADJ", "PRON") or first.dep_.startswith("nsubj")
    ):
        return None
    if first.pos_ == "VERB" and not is_past_participle(first):
        return None
    for token in doc[1 : date.i]:
        if token.text == "," or token.pos_ == "AUX" or (token.pos_ == "VERB" and is_predicate(token)):
            return None
    return first


def _dated_noun(date: Token) -> Token | None:
    """The noun that a date says the day of: "un document du 4 avril", "le départ de Musk le 20 février".

    Behind "de" it may be any eventive noun or written thing; else an eventive noun within an adverbial phrase.
    """
    doc = date.doc
    place = date.i - 1
    while place >= 0 and doc[place].pos_ == "DET":
        place -= 1
    preposition = doc[place] if place >= 0 and doc[place].pos_ == "ADP" else None
    of = (preposition or date).lower_ in lexicon().grammar.of
    place = (preposition.i if preposition is not None else place + 1) - 1
    if place >= 0 and doc[place].text == "," and not of:
        place -= 1  # "depuis le départ de Paul, en mai, …"
    elif preposition is not None and not of:
        return None
    while place >= 0 and doc[place].pos_ in _NOMINAL:
        noun = doc[place]
        if noun.pos_ == "NOUN" and not any(child.dep_ == "cop" for child in noun.children):
            lemma = lemma_of(noun)
            if of and (lemma in lexicon().types or lemma in lexicon().nouns.documents):
                return noun
            if not of and lemma in lexicon().types and noun.dep_ in _BEFORE_NOUN and _is_temporal(noun):
                return noun
            if not of and noun.dep_ not in _BEFORE_NOUN:
                return None
        place -= 1
    return None


def _is_temporal(noun: Token) -> bool:
    """Whether an eventive noun stands in a phrase that says when or through what: "après le départ de Paul"."""
    top = noun
    while top.dep_ == "nmod" and top.head.i < top.i:
        top = top.head
    case = case_of(top)
    around = lexicon().grammar.around
    return top.lower_ in around or (case is not None and case.lower_ in around)


def _of_equation(predicate: Token) -> Token | None:
    """What "c'est le 3 janvier que X a été enlevée" and "le procès est le 3 mars" tell of."""
    subject = next((child for child in predicate.children if child.dep_.startswith("nsubj")), None)
    if subject is not None and subject.pos_ == "NOUN":
        return subject
    if predicate.head != predicate and is_predicate(predicate.head):
        return lexical_head(predicate.head)
    verb = next((child for child in predicate.children if child.pos_ == "VERB" and is_predicate(child)), None)
    return lexical_head(verb) if verb is not None else None


def _is_after(noun: Token, root: Token) -> bool:
    return noun.i > root.i


def _is_aside(verb: Token, root: Token) -> bool:
    """Whether a verb says who says so behind a comma ("…, assure Frank McCourt"), and the date stands before it."""
    if verb.i <= root.i or lemma_of(verb) not in lexicon().verbs.saying:
        return False
    first = min([verb.i, *(child.i for child in verb.children if child.dep_.startswith("aux"))])
    return (
        first > 0
        and verb.doc[first - 1].text in (",", "»", '"', "”")
        and any(child.i > verb.i and child.dep_.startswith(("nsubj", "obj")) for child in verb.children)
    )


def _participle_before(noun: Token, root: Token) -> Token | None:
    """The participle between a noun and a date that the parser hung on the noun: "ChatGPT, ouvert le 30 novembre"."""
    between = [child for child in noun.children if noun.i < child.i < root.i and child.pos_ == "VERB"]
    return between[-1] if between and "Part" in between[-1].morph.get("VerbForm", []) else None
