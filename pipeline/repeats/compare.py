"""Whether two sentences that look alike say the same.

The words are aligned; what differs is judged. A change of figure, date, name (by its capitals) or negation is a change
of fact; so is a verb for another that is known to mean something else, a word for its opposite, another thing counted.
Other words may change: that is what an editor does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel, Levenshtein

from pipeline.repeats import lexicon
from pipeline.repeats.tokens import Token

NOTHING = "∅"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two sentences are (0 to 1, by words) and the changes of fact between them, earlier → later.

    `renamed` says that a name is among them: the two may speak of different people or places.
    """

    similarity: float
    differences: tuple[str, ...]
    renamed: bool = False


@dataclass(frozen=True, slots=True)
class _Change:
    """What stands in one sentence where the other has something else; `before` is what
    goes before it, `after` what both go on with.
    """

    old: Sequence[Token]
    new: Sequence[Token]
    old_start: int
    new_start: int
    before: Sequence[Token]
    after: Token | None


def compare(old: Sequence[Token], new: Sequence[Token]) -> Comparison:
    """Compare two tokenised sentences."""
    changes = _align(old, new)
    # Of the longest common subsequence, so that it is the same both ways; an alignment may keep less of it.
    similarity = Indel.normalized_similarity([token.norm for token in old], [token.norm for token in new])
    if not changes:
        return Comparison(round(similarity, 4), ())
    renamed = any(_kind_changed(changes, ("name", "opening")))
    return Comparison(round(similarity, 4), tuple(_differences(changes, old, new)), renamed)


def similarity_bound(old: Sequence[Token], new: Sequence[Token]) -> float:
    """What the similarity of two sentences is at most, by their words without order."""
    shared = (Counter(token.norm for token in old) & Counter(token.norm for token in new)).total()
    return 2 * shared / (len(old) + len(new)) if old or new else 1.0


def _align(old: Sequence[Token], new: Sequence[Token]) -> list[_Change]:
    ids: dict[str, int] = {}
    a = [ids.setdefault(token.norm, len(ids)) for token in old]
    b = [ids.setdefault(token.norm, len(ids)) for token in new]
    changes: list[_Change] = []
    i = j = 0
    for block in [*Levenshtein.opcodes(a, b), None]:
        if block is not None and block.tag != "equal":
            continue
        i2, j2 = (block.src_start, block.dest_start) if block else (len(old), len(new))
        if i < i2 or j < j2:
            changes.append(
                _Change(old[i:i2], new[j:j2], i, j, old[:i] if i < i2 else new[:j], old[i2] if i2 < len(old) else None)
            )
        if block:
            i, j = block.src_end, block.dest_end
    return changes


def _differences(changes: Sequence[_Change], old: Sequence[Token], new: Sequence[Token]) -> Iterator[str]:
    seen = set()
    for change in [*_kinds_changed(changes), *_verbs_changed(changes, old, new), *_words_changed(changes)]:
        shown = _show(change)
        if shown not in seen:
            seen.add(shown)
            yield shown


def _kinds_changed(changes: Sequence[_Change]) -> Iterator[_Change]:
    """Changes of a figure, date, name or negation."""
    for kinds in (("figure",), ("date",), ("name", "opening"), ("negation",)):
        yield from _kind_changed(changes, kinds)


def _kind_changed(changes: Sequence[_Change], kinds: tuple[str, ...]) -> Iterator[_Change]:
    """Changes that hold a token of one of `kinds` which the other side has nowhere among its changes, or which put one
    in the place of another ("par 64 voix contre 58", "par 58 voix contre 64").
    """
    changes = [change for change in changes if not _elaborates(change)]
    gone = Counter(t.norm for change in changes for t in change.old if t.kind in kinds and _carries(t))
    come = Counter(t.norm for change in changes for t in change.new if t.kind in kinds and _carries(t))
    odd = (gone - come) + (come - gone)
    for change in changes:
        old, new = ({t.norm for t in side if t.kind in kinds and _carries(t)} for side in (change.old, change.new))
        if old & odd.keys() or new & odd.keys() or (old and new and not old & new):
            yield change


def _elaborates(change: _Change) -> bool:
    """Whether a change only names the same in full or in short: a first name before a name ("Hugo Delbecq"), initials
    behind what they stand for ("l'Organisation mondiale de la santé (OMS)").
    """
    if change.old and change.new:
        return False
    said = change.old or change.new
    if any(token.kind != "name" for token in said):
        return False
    if change.after is not None and change.after.kind == "name":
        return True
    initials = [token.norm[0] for token in change.before if token.norm not in lexicon.closed_class("hollow")]
    return len(said) == 1 and len(said[0].text) > 1 and list(said[0].norm) == initials[-len(said[0].norm) :]


def _carries(token: Token) -> bool:
    """Whether a capital that may only open the sentence belongs to a name: no word of the language opens so."""
    if token.kind != "opening":
        return True
    word = token.text.lower()
    if word in lexicon.openers() or lexicon.is_adverb(word) or lexicon.verb_lemma(word):
        return False
    return not lexicon.is_adjective(word)


def _verbs_changed(changes: Sequence[_Change], old: Sequence[Token], new: Sequence[Token]) -> Iterator[_Change]:
    """Changes from a verb to one of another meaning or tense, and verbs that come or go and change what is said."""
    gone = [_verbs(change.old, change.old_start, old) for change in changes]
    come = [_verbs(change.new, change.new_start, new) for change in changes]
    moved = {verb for verbs in gone for verb in verbs} & {verb for verbs in come for verb in verbs}
    for change, old_verbs, new_verbs in zip(changes, gone, come, strict=True):
        if _tells_other(old_verbs - moved, new_verbs - moved):
            yield change


def _tells_other(old: set[tuple[str, str]], new: set[tuple[str, str]]) -> bool:
    """Whether the verbs (with their tense) of one change tell something else than those of the other side.

    Only verbs that the lexicon knows contradict one another: a rare verb is an editor's choice of word.
    """
    groups, hedges = lexicon.verb_groups(), lexicon.hedges()
    if not old or not new:
        return any(lemma in hedges or tense for lemma, tense in old | new)
    return not any(
        tense == other_tense
        and (
            lemma == other
            or lexicon.exchangeable(lemma, other, groups)
            or not ({lemma, other} <= groups.keys() or {lemma, other} & hedges)
        )
        for lemma, tense in old
        for other, other_tense in new
    )


def _verbs(changed: Sequence[Token], start: int, tokens: Sequence[Token]) -> set[tuple[str, str]]:
    """The verbs among `changed` (infinitive, tense where it matters), which stand at `start` of `tokens`."""
    verbs = set()
    for index, token in enumerate(changed, start):
        word = token.text.lower()
        lemma = lexicon.verb_lemma(word) if token.kind in ("word", "opening") else ""
        if lemma and (lexicon.is_auxiliary(word) or _is_verb(tokens, index, word)):
            verbs.add((lemma, lexicon.tense(word)))
    return verbs


def _is_verb(tokens: Sequence[Token], index: int, word: str) -> bool:
    """Whether a form that can be a verb is one here: a participle, a form that is no noun or adjective, one that
    follows an auxiliary, or one that a noun phrase, an infinitive or "que" follows ("ferme son usine", "dément avoir").
    """
    if not lexicon.is_noun(word) and not (lexicon.is_adjective(word) and word.rstrip("es").endswith(("ant", "ent"))):
        return True
    before = tokens[index - 1].norm if index else ""
    if before not in lexicon.closed_class("determiners"):
        if lexicon.verb_lemma(word) == word:
            return True  # an infinitive: "le pouvoir" is a noun, "dit pouvoir" is not
        if index and before not in lexicon.closed_class("prepositions") and _opens_object(tokens, index + 1):
            return True
    for token in reversed(tokens[max(0, index - 3) : index]):
        form = token.text.lower()
        if lexicon.is_auxiliary(form):
            return True
        if token.kind != "negation" and not lexicon.is_adverb(form):
            return False
    return False


def _opens_object(tokens: Sequence[Token], index: int) -> bool:
    """Whether an object of a verb may begin at `index`."""
    if index == len(tokens):
        return False
    word = tokens[index].text.lower()
    return (
        tokens[index].norm in lexicon.closed_class("determiners") or word == "que" or lexicon.verb_lemma(word) == word
    )


def _words_changed(changes: Sequence[_Change]) -> Iterator[_Change]:
    families = lexicon.opposites()
    gone = {place for change in changes for t in change.old for place in families.get(_lemma(t), ())}
    come = {place for change in changes for t in change.new for place in families.get(_lemma(t), ())}
    for change in changes:
        sides = [place for t in change.new for place in families.get(_lemma(t), ()) if place not in gone]
        opposed = any(a == b and one != other for a, one in sides for b, other in gone - come)
        if opposed or _counts_other(change) or _lasts_other(change):
            yield change


def _lemma(token: Token) -> str:
    word = token.text.lower()
    families = lexicon.opposites()
    if word in families:
        return word
    noun = lexicon.noun_lemma(word)
    return noun if noun in families else lexicon.verb_lemma(word) or noun


def _counts_other(change: _Change) -> bool:
    """Another noun behind the same figure."""
    before = [token for token in change.before[-2:] if token.norm != "de"][-1:]  # "40 millions de"
    if not before or before[0].kind != "figure" or not change.old or not change.new:
        return False
    a, b = change.old[0], change.new[0]
    if a.kind != "word" or b.kind != "word":
        return False
    words = [lexicon.noun_lemma(token.text.lower()) for token in (a, b)]
    if words[0] == words[1] or lexicon.exchangeable(words[0], words[1], lexicon.counted()):
        return False
    after = change.after.text.lower() if change.after is not None else ""
    if after not in lexicon.openers() and lexicon.is_noun(after):
        return False  # adjectives: "trois grands projets", "trois vastes projets"
    return all(word in lexicon.counted() or lexicon.is_noun(word) for word in words)


def _lasts_other(change: _Change) -> bool:
    """Another stretch of time ("la semaine dernière", "le mois dernier")."""
    spans = lexicon.spans()
    gone = {lexicon.noun_lemma(t.text.lower()) for t in change.old} & spans
    come = {lexicon.noun_lemma(t.text.lower()) for t in change.new} & spans
    return bool(gone and come and gone != come)


def _show(change: _Change) -> str:
    old, new = (" ".join(token.text for token in side) or NOTHING for side in (change.old, change.new))
    after = change.after
    context = f" {after.text}" if after is not None and after.kind == "word" and _ends_figure(change) else ""
    return f"{old} → {new}{context}"


def _ends_figure(change: _Change) -> bool:
    return any(side and side[-1].kind == "figure" for side in (change.old, change.new))
