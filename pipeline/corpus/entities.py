"""Who is who: the mentions of all articles to entities, one row each however written.

An article has already said which of its mentions name the same bearer (`name`). Here the articles vote on the label of
a name, a surname alone finds the one person of the other articles who bears it, and initials the one institution.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.names.forms import fold
from pipeline.tables.schema import LABELS, Row

_INITIAL = re.compile(r"(?<=[^\W\d_]) (?:[^\W\d_]\.? )+(?=[^\W\d_]{2})")
_ARTICLE = re.compile(r"(?:Le|La|Les|The) (?=\w)|L'(?=\w)")
_MAJORITY = 2 / 3  # of the mentions of a name, for its other readings to give way
# What is beyond doubt where it stands: no vote of other articles changes it.
_FIRM = (
    "title",
    "age",
    "bracket",
    "people:",
    "club",
    "member",
    "nickname",
    "noun:",
    "apposition:",
    "corporate_form",
    "institution",
    "announced",
    "names.csv",
    "review",
)

Key = tuple[str, str]  # label, folded name
# Puts a person's decisions on the keys of the mentions: the keys to use, and names that a person gave.
Regroup = Callable[[Sequence[Row], Mapping[str, Key]], tuple[Mapping[str, Key], Mapping[Key, str]]]


@dataclass(slots=True)
class _Cluster:
    """The mentions of one bearer."""

    names: Counter[str] = field(default_factory=Counter)
    aliases: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)

    def take(self, row: Row) -> None:
        self.names[row["name"]] += 1
        self.aliases[row["text"]] += 1
        self.documents.add(row["document_id"])

    def name(self, key: str) -> str:
        """The most frequent way of writing the name that the cluster is called by."""
        spellings = {name: count for name, count in self.names.items() if name_key(name) == key} or self.names
        return min(spellings, key=lambda name: (-spellings[name], -len(name), name))


@dataclass(frozen=True, slots=True)
class Entities:
    """The rows of `entities` and `entity_aliases`, and for each mention its entity and that entity's label."""

    entities: list[Row]
    aliases: list[Row]
    of_mention: dict[str, tuple[str, str]]


def link_entities(mentions: Sequence[Row], regroup: Regroup = lambda mentions, keys: (keys, {})) -> Entities:
    """Entities of the mentions of all articles: those whose article calls them by one name are one.

    `mentions` are rows of that table with the private column `name`; the result does not depend on their order.
    `regroup` has the last word on which of them are one entity, and on its name.
    """
    labels = _settled_labels(mentions)
    keys = {row["mention_id"]: (labels[row["mention_id"]], name_key(row["name"])) for row in mentions}
    same = _fuller(Counter(keys.values()), {keys[row["mention_id"]]: row["name"] for row in _ordered(mentions)})
    same |= _abbreviated(mentions, keys)
    settled, names = regroup(mentions, {mention_id: _follow(same, key) for mention_id, key in keys.items()})
    clusters: defaultdict[Key, _Cluster] = defaultdict(_Cluster)
    of_mention = {}
    for row in mentions:
        key = settled[row["mention_id"]]
        clusters[key].take(row)
        of_mention[row["mention_id"]] = (_id(key), key[0])
    return Entities(
        [
            {
                "entity_id": _id(key),
                "name": names.get(key) or cluster.name(key[1]),
                "label": key[0],
                "mention_count": cluster.aliases.total(),
                "document_count": len(cluster.documents),
            }
            for key, cluster in clusters.items()
        ],
        [
            {"entity_id": _id(key), "alias": alias, "mention_count": count}
            for key, cluster in clusters.items()
            for alias, count in cluster.aliases.items()
        ],
        of_mention,
    )


def name_key(name: str) -> str:
    """What the spellings of one name share: folded, without an article at its head or initials in its midst."""
    return fold(_INITIAL.sub(" ", _ARTICLE.sub("", name, count=1)))


def _id(key: Key) -> str:
    return f"{key[0]}:{key[1]}"


def _ordered(mentions: Iterable[Row]) -> list[Row]:
    return sorted(mentions, key=lambda row: str(row["mention_id"]))


def _settled_labels(mentions: Sequence[Row]) -> dict[str, str]:
    """The label of each mention: its own where its context is firm, else that of most mentions of the name.

    Where no label has two thirds of them, articles keep theirs: the town, the firm and the person of one name.
    """
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in mentions:
        votes[name_key(row["name"])][row["label"]] += 1
    settled = {}
    for row in mentions:
        ballot = votes[name_key(row["name"])]
        best = max(LABELS, key=lambda label: (ballot[label], -LABELS.index(label)))
        firm = str(row["evidence"]).startswith(_FIRM)
        clear = ballot[best] >= _MAJORITY * ballot.total()
        settled[row["mention_id"]] = row["label"] if firm or not clear else best
    return settled


def _fuller(counts: Mapping[Key, int], names: Mapping[Key, str]) -> dict[Key, Key]:
    """For people called by one word in all of an article: the person of the corpus who bears it, if just one does."""
    bearers: defaultdict[str, set[Key]] = defaultdict(set)
    for key in counts:
        words = names[key].split(" ")
        if key[0] == "PER" and len(words) > 1:
            for word in (words[0], words[-1], " ".join(words[1:])):
                bearers[fold(word)].add(key)
    return {
        key: min(bearers[key[1]])
        for key in counts
        if key[0] == "PER" and " " not in names[key] and len(bearers[key[1]]) == 1
    }


def _abbreviated(mentions: Sequence[Row], keys: Mapping[str, Key]) -> dict[Key, Key]:
    """For initials that some article introduces ("Office national du film (ONF)"): the one name that they stand for."""
    stands_for: defaultdict[Key, set[Key]] = defaultdict(set)
    for row in mentions:
        key = keys[row["mention_id"]]
        short = (key[0], name_key(row["text"]))
        if str(row["text"])[-1:].isupper() and " " not in row["text"] and short != key and key[0] != "PER":
            stands_for[short].add(key)
    return {short: min(full) for short, full in stands_for.items() if len(full) == 1}


def _follow(same: Mapping[Key, Key], key: Key) -> Key:
    """Where a chain of short forms leads."""
    seen = {key}
    while key in same and same[key] not in seen:
        key = same[key]
        seen.add(key)
    return key
