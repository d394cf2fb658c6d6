"""Names that a common noun opens or announces: "tribunal de commerce de Lille", "le film « La Digue »"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.article import View
from pipeline.names.spans import any_of, is_common
from pipeline.resources import load_toml
from pipeline.structure.sentences import UPPER

_WINDOW = 60  # characters looked at before a name
_QUOTED = re.compile(rf"[«“\"] ?(?P<title>[{UPPER}][^«»“”\"]{{1,60}}?) ?[»”\"]")
_TOWN = re.compile(r" (?:de |d'|à )")
_NAME = rf"(?:[{UPPER}]|\d+-[{UPPER}])[\w'.-]*[\w]"
_RUN = re.compile(rf"(?<![\w-]){_NAME}(?:[ -]{_NAME})*+")
_REST = rf"(?:(?: (?:de |du |des |d'|de la |de l'|et |en )?|-){_NAME}| \d{{1,3}}(?![\w%,.]*\d))"


@cache
def _opened() -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    data = load_toml("names/heads.toml")
    label_of = {head: label for label, heads in data["heads"].items() for head in heads}
    unlinked = frozenset(head for heads in data["unlinked"].values() for head in heads)
    indefinite = "".join(rf"(?<!\b{word} )(?<!\b{word.title()} )" for word in data["indefinite"])
    linked = rf"(?P<link> de la | de l'| du | de | des | d')(?P<linked>{_NAME}{_REST}{{0,4}})"
    pattern = re.compile(
        rf"(?<![\w-]){indefinite}(?P<head>{any_of(label_of)})(?P<modifiers>(?: (?:{any_of(data['modifiers'])}))*)"
        rf"(?:{linked}| (?P<name>{_NAME}(?: {_NAME})*+))"
    )
    return pattern, label_of, unlinked


@cache
def _announced() -> re.Pattern[str]:
    """ "l'association Rails du Morvan", "le syndicat Les Ouvriers du Verger": the name, of several words, of a body."""
    bodies = any_of(load_toml("names/heads.toml")["bodies"])
    name = rf"(?:(?:Les|La|Le) |L')?{_NAME}(?: (?:du |des |de la |de l'|d'|sans |pour |et )?{_NAME}){{1,4}}"
    return re.compile(rf"(?<![\w-])(?:(?:{bodies}) (?P<name>{name})|chez les (?P<nickname>[{UPPER}]\w+s)\b)")


class _Nouns(NamedTuple):
    label_of: dict[str, str]
    titled: re.Pattern[str]
    work: re.Pattern[str]


@cache
def _nouns() -> _Nouns:
    """The nouns and titles that announce a name; a title with a particle, the noun of a work, at a text's end."""
    data = load_toml("names/evidence.toml")
    label_of = {noun: label for label, nouns in data["noun_before"].items() for noun in nouns}
    titles = data["small_words"]["titles"]
    works = any_of(noun for noun, label in label_of.items() if label == "MISC")
    return _Nouns(
        label_of | dict.fromkeys(titles, "PER"),
        re.compile(rf"(?<!\w)(?:{any_of(titles)}) (?P<particle>de la |de |du |d')$"),
        re.compile(rf"(?<![\w-])(?:{works})(?: [\w'-]+){{0,2}},? $"),
    )


def titles(view: View) -> Iterator[tuple[int, int]]:
    """Spans of works and ships in quotes behind their noun: "le documentaire « Les Gardiens du phare »"."""
    for passage in view.passages:
        if passage.language == "fr":
            for match in _QUOTED.finditer(view.text, passage.start, passage.end):
                if _nouns().work.search(view.text[max(passage.start, match.start() - _WINDOW) : match.start()]):
                    yield match.span("title")


def announced(view: View, found: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Spans and labels of names beside a noun for their kind, where none of `found` is: "le parti Morena"."""
    nouns = _nouns()
    taken = {place for start, end in found for place in range(start, end)}
    for passage in view.passages:
        if passage.language != "fr":
            continue
        for match in _RUN.finditer(view.text, passage.start, passage.end):
            start, end = match.span()
            if not taken.isdisjoint(range(start, end)) or is_common(match[0]):
                continue
            left = view.text[max(passage.start, start - _WINDOW) : start]
            if titled := nouns.titled.search(left):
                yield start - len(titled["particle"]), end, "PER"
            words = left.rstrip().split(" ") if left.endswith(" ") else []
            for size in range(min(3, len(words)), 0, -1):
                noun = " ".join(words[-size:])
                if label := nouns.label_of.get(noun) or nouns.label_of.get(noun.rpartition("'")[2]):
                    yield start, end, label
                    break


@cache
def _fixed() -> tuple[re.Pattern[str], dict[str, str]]:
    label_of = {name: label for label, names in load_toml("names/heads.toml")["fixed"].items() for name in names}
    return re.compile(rf"(?<![\w-])(?:{any_of(label_of)})(?![\w-])"), label_of


def institutions(view: View, found: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Spans and labels of such names. The name inside ends where one of `found` ends, if one is there."""
    pattern, label_of, unlinked = _opened()
    fixed, label_of_fixed = _fixed()
    ends = dict(found)
    for passage in view.passages:
        if passage.language != "fr":
            continue
        for match in fixed.finditer(view.text, passage.start, passage.end):
            yield match.start(), match.end(), label_of_fixed[match[0]]
        for match in _announced().finditer(view.text, passage.start, passage.end):
            group = "name" if match["name"] else "nickname"
            if not is_common(match[group]):
                yield match.start(group), match.end(group), "ORG"
        for match in pattern.finditer(view.text, passage.start, passage.end):
            head, group = match["head"], "linked" if match["link"] else "name"
            if match["link"] and head in unlinked and not match["modifiers"] and not match["linked"][0].isdigit():
                continue
            begin = match.start(group)
            end = begin + len(match[group].rstrip(".'-"))
            longer = ends.get(begin, end)
            if group == "linked" or not _TOWN.match(view.text, end, longer):
                end = longer
            if end <= passage.end:
                yield match.start(), end, label_of[head]
