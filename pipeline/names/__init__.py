"""Names of an article: what the model found, set right by what surrounds it and by the rest of the article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from pipeline.article import Mention, Passage, View
from pipeline.names.forms import fold
from pipeline.names.fullnames import full_names, short_organisations
from pipeline.names.gazetteer import Gazetteer
from pipeline.names.institutions import announced, institutions, titles
from pipeline.names.labels import Found, decide, gather
from pipeline.names.markup import Name
from pipeline.names.places import all_places
from pipeline.names.propagation import propagate, quoted, shouted, shouts, split_pairs, surnames
from pipeline.names.spans import clean

__all__ = ["find_names"]


def find_names(view: View, proposed: Iterable[Name], gazetteer: Gazetteer | None = None) -> list[Mention]:
    """The mentions in a view, in text order, from what a model takes for names (see `reading.read_names`).

    Their spans never overlap, and none leaves its passage or stands in the article's header. What the user's
    `gazetteer` lists always wins.
    """
    found = _without_overlaps([*_listed(view, gazetteer), *_proposed(view, proposed)])
    _label(view, found)
    found = split_pairs(found)
    found = _without_overlaps([*quoted(view, found), *found])
    found = _without_overlaps([*propagate(view, found), *shouted(view, found), *found])
    _label(view, found)
    names = full_names(view.text, found)
    if gazetteer:
        listed = gazetteer.entries
        names = [listed[i.text].name if i.source == "gazetteer" else n for i, n in zip(found, names, strict=True)]
    return [
        Mention(item.start, item.end, item.label, name, item.source, item.evidence)
        for item, name in zip(found, names, strict=True)
    ]


def _proposed(view: View, proposed: Iterable[Name]) -> list[Found]:
    """What a model proposes, within its passages and less what is no name, and the names that a common noun opens."""
    found: list[Found] = []
    for start, end, label in proposed:
        for passage in _passages(view, start, end):
            begin, stop = max(start, passage.start), min(end, passage.end)
            if span := clean(view.text, begin, stop, label, passage):
                found.append(_found(view, *span, label, "model", "ner", passage))
                found[-1].vote = label
    found = _not_shouted(view, found)
    spans = [(item.start, item.end) for item in found]
    named = [(start, end, label, "institution") for start, end, label in institutions(view, spans)]
    named += [(start, end, "MISC", "title") for start, end in titles(view)]
    named += [(start, end, label, "announced") for start, end, label in announced(view, spans)]
    for start, end, label, evidence in named:
        found += [_found(view, start, end, label, "rule", evidence, p) for p in _passages(view, start, end)]
    return found


def _not_shouted(view: View, found: Sequence[Found]) -> list[Found]:
    """`found` without what stands in a line of capitals alone and is not known from elsewhere.

    There, a model takes any word for a name.
    """
    known = {
        fold(part) for item in found if not shouts(view, item.passage) for part in (item.text, item.text.split(" ")[-1])
    }
    return [
        item
        for item in found
        if not shouts(view, item.passage) or fold(item.text) in known or item.text.title() in all_places()
    ]


def _found(view: View, start: int, end: int, label: str, source: str, evidence: str, passage: Passage) -> Found:
    return Found(start, end, view.text[start:end], label, source, evidence, passage)


def _listed(view: View, gazetteer: Gazetteer | None) -> list[Found]:
    if gazetteer is None:
        return []
    return [
        _found(view, start, end, label, "gazetteer", "names.csv", passage)
        for start, end, label in gazetteer.matches(view.text)
        for passage in _passages(view, start, end)
        if passage.start <= start and end <= passage.end
    ]


def _passages(view: View, start: int, end: int) -> Iterable[Passage]:
    """The passages that a span touches, but for the header."""
    index = max(0, bisect_right(view.passages, start, key=lambda passage: passage.start) - 1)
    while index < len(view.passages) and view.passages[index].start < end:
        passage = view.passages[index]
        if passage.end > start and passage.role != "header":
            yield passage
        index += 1


_RANK = {"gazetteer": 0, "propagated": 1, "rule": 2, "model": 2}


def _without_overlaps(found: Sequence[Found]) -> list[Found]:
    """`found` in text order; of two that overlap the better source stays, then the longer one."""
    kept: list[Found] = []
    taken: set[int] = set()
    for item in sorted(found, key=lambda item: (_RANK[item.source], item.start - item.end, item.start)):
        places = range(item.start, item.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)


def _label(view: View, found: Sequence[Found]) -> None:
    gather(view.text, found)
    decide(found, dict.fromkeys(short_organisations(found), "ORG") | dict.fromkeys(surnames(found), "PER"))
