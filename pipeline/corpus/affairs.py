"""Articles that tell of one affair: they share names that few other articles have."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

_BACKGROUND = 50  # articles without a name that are thought to stand beside a small corpus, so that two say little
_PLACE = 0.4  # what a place weighs beside a person or a firm
_NEAREST = 12  # articles that one is compared with
_COMMON = 200  # a name of more articles finds no neighbours
_ENOUGH = 1.0  # one rare name
_MOST = 4.0


class Affairs:
    """How much the names that two articles share speak for one affair.

    `names`: the entity ids of each article; `labels`: the label of each entity.
    """

    def __init__(self, names: Mapping[str, Collection[str]], labels: Mapping[str, str]) -> None:
        self._names = {document: frozenset(of) for document, of in names.items()}
        rarity = rarities(names.values())
        self.weights = {
            entity: weight * (_PLACE if labels[entity] == "LOC" else 1.0) for entity, weight in rarity.items()
        }
        self._shared: dict[tuple[str, str], float] = {}

    def shared(self, one: str, other: str) -> float:
        """The weights of the names that two articles share, added up to a bound."""
        key = (one, other) if one < other else (other, one)
        if key not in self._shared:
            names = sorted(self._names.get(one, frozenset()) & self._names.get(other, frozenset()))
            self._shared[key] = min(_MOST, sum(self.weights[name] for name in names))
        return self._shared[key]

    def neighbours(self) -> set[tuple[str, str]]:
        """Pairs of articles of one affair: for each article the nearest few."""
        holders: defaultdict[str, list[str]] = defaultdict(list)
        for document in sorted(self._names):
            for name in self._names[document]:
                holders[name].append(document)
        pairs = set()
        for document, names in sorted(self._names.items()):
            near: Counter[str] = Counter()
            for name in sorted(names):
                if len(holders[name]) <= _COMMON:
                    for other in holders[name]:
                        near[other] += self.weights[name]  # type: ignore[assignment]
            del near[document]
            best = sorted(near.items(), key=lambda item: (-item[1], item[0]))[:_NEAREST]
            pairs |= {(min(document, other), max(document, other)) for other, weight in best if weight >= _ENOUGH}
        return pairs


def rarities(holdings: Iterable[Collection[str]]) -> dict[str, float]:
    """How rare each item is among the holdings, 1 for what two of them hold."""
    holdings = list(holdings)
    counts = Counter(item for holding in holdings for item in set(holding))
    size = len(holdings) + _BACKGROUND
    return {item: math.log(size / (count + 1)) / math.log(size / 3) for item, count in counts.items()}
