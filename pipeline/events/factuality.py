"""How surely an event happened: negated, planned, hypothetical first, then reported, else certain."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from pipeline.article import Period
from pipeline.events.clauses import carrying
from pipeline.events.lexicon import lemma_of, lexicon


def factuality(trigger: Token, attributed: bool, date: Period | None = None, published: Period | None = None) -> str:
    """One of certain, reported, hypothetical, negated, planned; `attributed` where a source carries the clause.

    Where the date and the publication date are known, a future that was past by then is the narrator's ("Microsoft
    investirait six mois plus tard") and certain, and what is yet to come is at best planned.
    """
    told = _as_told(trigger, attributed)
    if date is None or published is None:
        return told
    if date.end < published.begin and told in ("planned", "hypothetical") and _is_future_of_narration(trigger):
        return "reported" if attributed else "certain"
    if date.begin > published.end and (told in ("certain", "reported") or _is_announced(trigger, told)):
        return "planned"
    return told


def _as_told(trigger: Token, attributed: bool) -> str:
    verbs = [trigger, *carrying(trigger)]
    helpers = _helpers(verbs)
    lemmas = {lemma_of(verb) for verb in verbs[1:] if not _was_done(verb)}
    known = lexicon().verbs
    if verbs[-1].dep_ in ("xcomp", "ccomp"):
        lemmas |= {lemma_of(verbs[-1].head)} & known.denying  # "X nie avoir reçu"
    negated = _is_negated(verbs)
    if lemmas & known.denying:
        return "hypothetical" if negated else "negated"  # "n'exclut pas de courir"
    if negated:
        return "negated"
    moods = {mood for token in (*verbs, *helpers) for mood in token.morph.get("Mood", [])}
    tenses = {tense for token in (*verbs, *helpers) for tense in token.morph.get("Tense", [])}
    if "Cnd" in moods:
        hearsay = any(h.lemma_ in ("avoir", "être") and "Cnd" in h.morph.get("Mood", []) for h in helpers)
        return "reported" if hearsay else "hypothetical"
    if any(
        child.lower_ in lexicon().grammar.conditions and child.dep_ == "mark" for v in verbs for child in v.children
    ):
        return "hypothetical"
    if lemmas & known.possible:
        return "hypothetical"
    if lemmas & known.planning or "Fut" in tenses:
        return "planned"
    return "reported" if attributed else "certain"


def _was_done(verb: Token) -> bool:
    """Whether what a verb carries came to be: "a dû renoncer", not "doit renoncer"."""
    is_past = "Part" in verb.morph.get("VerbForm", []) and any(child.dep_ == "aux:tense" for child in verb.children)
    return is_past and lemma_of(verb) in lexicon().verbs.compelling


def _helpers(verbs: Sequence[Token]) -> list[Token]:
    return [child for verb in verbs for child in verb.children if child.dep_.startswith(("aux", "cop"))]


def _is_negated(verbs: Sequence[Token]) -> bool:
    """ "n'a pas racheté", but not "n'entrera en service qu'en 2025"."""
    grammar = lexicon().grammar
    words = {child.lower_ for verb in verbs for child in verb.children if child.dep_ in ("advmod", "det", "mark")}
    if words & grammar.negations:
        return True
    arguments = [child for child in verbs[0].children if child.dep_.startswith(("nsubj", "obj"))]
    if any(child.lower_ in grammar.negations for argument in arguments for child in argument.children):
        return True  # "aucun réservoir n'a fui"
    particle = bool(words & grammar.negative_particles)
    if particle and grammar.no_longer in words:
        return True
    return particle and not any(t.lower_ in grammar.restrictions for t in verbs[0].subtree if t.i > verbs[0].i)


def _is_future_of_narration(trigger: Token) -> bool:
    """A simple future or conditional of the verb itself, not of "pouvoir" or "devoir" above it."""
    return not list(carrying(trigger)) and bool(
        {"Fut"} & set(trigger.morph.get("Tense", [])) or {"Cnd"} & set(trigger.morph.get("Mood", []))
    )


def _is_announced(trigger: Token, told: str) -> bool:
    """A conditional that is the future of what someone said: "il a assuré que la ligne ouvrirait en juin"."""
    return (
        told == "hypothetical"
        and trigger.dep_ == "ccomp"
        and "Cnd" in trigger.morph.get("Mood", [])
        and lemma_of(trigger.head) in lexicon().verbs.saying
    )
