"""Decisions about who is who and which events are one happening, done on what the second half of a run found.

Both work in the order of the decisions, on the state that the ones before have left: what a person said last holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

from pipeline.article import Problem
from pipeline.corpus.entities import Key, name_key
from pipeline.names.forms import fold
from pipeline.review.decisions import Decision
from pipeline.tables.schema import Row

Named = Mapping[tuple[str, str], tuple[str, ...]]  # (decision, anchor) to the events that stand there


def regroup(
    decisions: Sequence[Decision], mentions: Sequence[Row], key_of: Mapping[str, Key]
) -> tuple[dict[str, Key], dict[Key, str], list[Problem]]:
    """Merge and split entities: the key of each mention, the names that a person gave, and what could not be done.

    *merge* gives all mentions of an entity to another, which may be new: so an entity gets another name or label.
    *split* gives the mentions of one article, or those written like the new name, an entity of their own.
    """
    keys = dict(key_of)
    members: defaultdict[Key, dict[str, Row]] = defaultdict(dict)
    for row in mentions:
        members[keys[row["mention_id"]]][row["mention_id"]] = row
    names: dict[Key, str] = {}
    kept, problems = _in_force(decisions, _subjects_of_entities)
    for decision in kept:
        source, target = _key(decision.entity, members), _key(decision.other_entity)
        if not members.get(source):
            problems.append(decision.problem("no entity has that label and name any more"))
            continue
        moved = [row for row in members[source].values() if decision.action == "merge" or _leaves(row, decision)]
        if not moved:
            problems.append(decision.problem("none of its mentions is meant"))
            continue
        names[target] = decision.other_entity[1]
        for row in moved if source != target else ():
            del members[source][row["mention_id"]]
            members[target][row["mention_id"]] = row
            keys[row["mention_id"]] = target
    return keys, {key: name for key, name in names.items() if members.get(key)}, problems


def retell(
    decisions: Sequence[Decision], story_of: Mapping[str, str], named: Named
) -> tuple[dict[str, str], list[Problem]]:
    """Merge stories and part events from them: the story of each event, called by its smallest event id.

    *merge* makes the stories of two events one; *part* gives an event a story of its own, unless the other event that
    it was to be parted from is not told there anyway.
    """
    stories = dict(story_of)
    events: defaultdict[str, set[str]] = defaultdict(set)
    for event, story in stories.items():
        events[story].add(event)
    kept, problems = _in_force(decisions, _subjects_of_stories)
    for decision in kept:
        ends = [[event for event in named.get(place, ()) if event in stories] for place in _places(decision)]
        if not all(ends):
            continue  # where its words or its event are gone, the article's half has said so
        one, other = ends[0], ends[1] if len(ends) > 1 else []
        if decision.action == "merge":
            a, b = stories[one[0]], stories[other[0]]
            for event in events[b] if a != b else ():
                stories[event] = a
            events[a] |= events.pop(b) if a != b else set()
        elif not other or stories[one[0]] == stories[other[0]]:
            for event in one:
                events[stories[event]].discard(event)
                stories[event] = f"parted:{event}"
                events[stories[event]] = {event}
    smallest = {story: min(members) for story, members in events.items() if members}
    return {event: smallest[story] for event, story in stories.items()}, problems


def _places(decision: Decision) -> Iterator[tuple[str, str]]:
    for anchor in _anchors(decision):
        yield decision.decision_id, anchor


def _anchors(decision: Decision) -> list[str]:
    return [str(anchor) for anchor in (decision.anchor, decision.other) if anchor is not None]


Subjects = Callable[[Decision], tuple[list[Hashable], list[Hashable]]]


def _in_force(decisions: Sequence[Decision], subjects: Subjects) -> tuple[list[Decision], list[Problem]]:
    """The decisions that no later one undoes, and a problem for each that one does.

    `subjects` gives what a decision can be undone by, and what of earlier ones it undoes.
    """
    standing: defaultdict[Hashable, list[Decision]] = defaultdict(list)
    kept: dict[int, Decision] = {}  # by identity
    problems = []
    for decision in decisions:
        own, undone = subjects(decision)
        for was in [was for subject in undone for was in standing.pop(subject, ())]:
            if kept.pop(id(was), None) and was.content != decision.content:
                later = f"line {decision.line}, decision {decision.decision_id}"
                problems.append(was.problem(f"{later}, says otherwise later and wins"))
        for subject in own:
            standing[subject].append(decision)
        kept[id(decision)] = decision
    return list(kept.values()), problems


def _subjects_of_entities(one: Decision) -> tuple[list[Hashable], list[Hashable]]:
    if one.action == "merge":
        return [("merge", one.entity), ("into", one.entity, one.other_entity)], [("merge", one.entity)]
    split = ("split", one.entity, one.anchor.document_id or one.other_entity)
    back = [] if one.anchor.document_id else [("into", one.other_entity, one.entity)]
    return [split], [split, *back]


def _subjects_of_stories(one: Decision) -> tuple[list[Hashable], list[Hashable]]:
    pair = frozenset(_anchors(one))
    if one.action == "merge":
        return [pair, *(("merge", anchor) for anchor in pair)], [pair]
    return [pair], [pair] if one.other else [pair, ("merge", str(one.anchor))]


def _key(entity: tuple[str, str], members: Mapping[Key, Mapping[str, Row]] | None = None) -> Key:
    """The key of the entity that a person calls by a label and a name.

    Among `members` it is the one of that label and name, else the only one of that label that an article calls so,
    else the only one of that name: other weights may give another label.
    """
    key = entity[0], name_key(entity[1])
    if members is None or members.get(key):
        return key
    called = {one for one, rows in members.items() if any(_called(row, key[1]) for row in rows.values())}
    for alike in ([one for one in called if one[0] == key[0]], [one for one in called if one[1] == key[1]]):
        if len(alike) == 1:
            return alike[0]
    return key


def _called(row: Row, name: str) -> bool:
    return name in (name_key(row["name"]), name_key(row["text"]))


def _leaves(row: Row, decision: Decision) -> bool:
    """Whether a split means a mention: those of its article, or those that are written as the new name is."""
    if decision.anchor.document_id:
        return bool(row["document_id"] == decision.anchor.document_id)
    return fold(row["text"]) == fold(decision.other_entity[1])
