"""Articles that tell of one affair: they share names that few other articles have."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet

from pipeline.tables.schema import Row

# What stands before the place in the name of an institution ("tribunal de") or a club ("SU").
_TAIL = re.compile(r"(?:.+? (?:d['’]|(?:de|du|des|de la) )|[A-Z]{2,4} )(?=[^\W\d_a-z])")
_BACKGROUND = 50  # articles without a name that are thought to stand beside a small corpus, so that two say little
_PLACE = 0.4  # what a place weighs beside a person or a firm
_NEAREST = 8  # articles that one is compared with
_COMMON = 200  # a name of more articles finds no neighbours
_ENOUGH = 0.3  # a rare place
_MOST = 4.0
_NONE: frozenset[str] = frozenset()


class Affairs:
    """How much the names that two articles share speak for one affair.

    `held`: the entities that each article names; `entities`: rows of that table.
    """

    def __init__(self, held: Mapping[str, AbstractSet[str]], entities: Iterable[Row]) -> None:
        self._held = held
        self.names: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        for row in entities:
            self.names[row["entity_id"]], self.labels[row["entity_id"]] = row["name"], row["label"]
        self.people = frozenset(entity for entity, label in self.labels.items() if label == "PER")
        self.places = frozenset(entity for entity, label in self.labels.items() if label == "LOC")
        self.weights = {
            entity: rarity * (_PLACE if self.labels[entity] == "LOC" else 1.0)
            for entity, rarity in rarities(held.values()).items()
        }
        self._shared: dict[tuple[str, str], float] = {}
        self._near = self._neighbours()

    def tells_of(self, document: str, entity: str) -> bool:
        """Whether an article names an entity."""
        return entity in self._held.get(document, _NONE)

    def strangers(self, entities: AbstractSet[str], document: str) -> bool:
        """Whether some of the entities are no places and an article does not name them."""
        return not entities <= self._held.get(document, _NONE) | self.places

    def shared(self, one: str, other: str) -> float:
        """The weights of the names that two articles share, added up to a bound."""
        key = (one, other) if one < other else (other, one)
        if key not in self._shared:
            names = self._held.get(one, _NONE) & self._held.get(other, _NONE)
            self._shared[key] = min(_MOST, math.fsum(self.weights[name] for name in names))
        return self._shared[key]

    def near(self, document: str) -> Collection[str]:
        """The article itself, and those of its affair: the nearest few, and those to which it is one of them."""
        return self._near.get(document, (document,))

    def _neighbours(self) -> dict[str, set[str]]:
        holders: defaultdict[str, list[str]] = defaultdict(list)
        for document, names in self._held.items():
            for name in names:
                holders[name].append(document)
        near = {document: {document} for document in self._held}
        for document, names in self._held.items():
            candidates = {other for name in names if len(holders[name]) <= _COMMON for other in holders[name]}
            nearness = {other: self.shared(document, other) for other in candidates - {document}}
            for other in sorted(nearness, key=lambda other: (-nearness[other], other))[:_NEAREST]:
                if nearness[other] >= _ENOUGH:
                    near[document].add(other)
                    near[other].add(document)
        return near


def places_within(entities: Iterable[Row]) -> dict[str, str]:
    """The place, or what is called by its place, that another name ends in: Béziers, of the "tribunal de Béziers"."""
    called = {row["name"]: row["entity_id"] for row in entities if row["label"] in ("LOC", "ORG")}
    return {
        row["entity_id"]: called[tail]
        for row in entities
        if (tail := _TAIL.sub("", row["name"])) != row["name"] and tail in called
    }


def rarities(holdings: Iterable[Collection[str]]) -> dict[str, float]:
    """How rare each item is among the holdings, 1 for what two of them hold."""
    holdings = list(holdings)
    counts = Counter(item for holding in holdings for item in set(holding))
    size = len(holdings) + _BACKGROUND
    return {item: math.log(size / (count + 1)) / math.log(size / 3) for item, count in counts.items()}
