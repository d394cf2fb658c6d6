"""How much speaks for two events being one happening: weights of evidence, added up as logarithms of odds.

The method is that of record linkage (Fellegi and Sunter 1969) on what studies of event coreference across documents
found to matter: the topic that the documents share, the words that trigger the events, their participants and dates
(Cybulska and Vossen 2014; Upadhyay et al. 2016; Cremisini and Finlayson 2020). The weights stand in models/stories.toml.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from pipeline.corpus.affairs import Affairs, rarities
from pipeline.corpus.figures import agreement
from pipeline.corpus.tellings import Telling
from pipeline.resources import load_toml

_MONTH, _YEAR = 31, 366  # days
_SLIP, _NEAR = 2, 45
_MOST_NAMES = 2.5
_PLANNED = frozenset({"planned", "hypothetical"})


class Likeness:
    """Compares the tellings of one corpus, in which it knows what is rare."""

    def __init__(self, tellings: Sequence[Telling], affairs: Affairs, people: frozenset[str]) -> None:
        self._affairs = affairs
        self._people = people
        self._kinds = _frequency_rarity(tellings)
        self._words = rarities([telling.words for telling in tellings])
        self._lengths = {telling.id: math.sqrt(self._weigh(telling.words)) for telling in tellings}

    def __call__(self, one: Telling, other: Telling) -> float:
        """The log odds that two events of two articles are one happening."""
        weights = _weights()
        when = self._when(one, other)
        total = weights["prior"] + weights["affair"] * self._affairs.shared(one.document, other.document)
        total += when + self._what(one, other)
        if total < -12:  # nothing below makes up for it
            return total
        return total + self._who(one, other) + self._how_much(one, other) + weights["words"] * self.wording(one, other)

    def _when(self, one: Telling, other: Telling) -> float:
        weights, gap = _weights(), days_apart(one, other)
        if gap is None:
            return weights["undated"]
        if gap == 0:
            return weights[_overlap(one, other)]
        kind = one.kinds & other.kinds or one.event["lemma"] == other.event["lemma"]
        outcome = bool(kind) and is_outcome(one, other)
        total = weights["slip" if gap <= _SLIP else "near" if gap <= (_YEAR if outcome else _NEAR) else "far"]
        if is_stale(one, other):
            return total + weights["stale"]
        if gap > _SLIP:
            total += weights["outcome"] * outcome + weights["once"] * bool(one.kinds & other.kinds & _once())
        return total

    def _what(self, one: Telling, other: Telling) -> float:
        weights = _weights()
        same = one.event["lemma"] == other.event["lemma"]
        if shared := one.kinds & other.kinds:
            rarest = max(self._kinds[kind] for kind in shared)
            return weights["kind"] + weights["rare_kind"] * rarest + weights["lemma"] * same
        if same:
            return weights["unknown_lemma"]
        if one.kinds & other.hints or other.kinds & one.hints:
            return weights["hint"]
        return weights["other_kind"] if one.kinds and other.kinds else 0.0

    def _who(self, one: Telling, other: Telling) -> float:
        weights, rare = _weights(), self._affairs.weights
        shared = one.parts & other.parts
        named = (one.named & other.named) - shared
        total = weights["participants"] * min(_MOST_NAMES, sum(rare[name] for name in sorted(shared)))
        total += weights["named"] * min(_MOST_NAMES, sum(rare[name] for name in sorted(named)))
        people, others = one.parts & self._people, other.parts & self._people
        return total + weights["other_people"] * bool(people and others and not people & others)

    def _how_much(self, one: Telling, other: Telling) -> float:
        weights = _weights()
        found = {agreement(a, b) for a in one.figures for b in other.figures}
        if "same" in found:
            return weights["figure"]
        if "compatible" in found:
            return weights["like_figure"]
        if "contradictory" not in found:
            return 0.0
        far = (days_apart(one, other) or 0) > _SLIP
        return weights["other_figure"] + weights["other_figure_and_date"] * far

    def wording(self, one: Telling, other: Telling) -> float:
        """How alike the words of two sentences are, from 0 to 1: the cosine, rare words weighing more."""
        length = self._lengths[one.id] * self._lengths[other.id]
        return self._weigh(one.words & other.words) / length if length else 0.0

    def _weigh(self, words: frozenset[str]) -> float:
        return math.fsum(self._words[word] ** 2 for word in words)


def days_apart(one: Telling, other: Telling) -> int | None:
    """The days between the intervals of two events, 0 where they overlap; None where one has no date."""
    if not one.days or not other.days:
        return None
    return max(0, (other.days[0] - one.days[1]).days, (one.days[0] - other.days[1]).days)


def is_stale(one: Telling, other: Telling) -> bool:
    """Whether an article told the one as done before the day on which the other is said to have been done."""
    return _too_early(one.known, other) or _too_early(other.known, one)


def _too_early(known: date | None, other: Telling) -> bool:
    return known is not None and other.known is not None and other.days is not None and known < other.days[0]


def is_outcome(one: Telling, other: Telling) -> bool:
    """Whether one was still a plan and the other is not."""
    return (one.event["factuality"] in _PLANNED) != (other.event["factuality"] in _PLANNED)


def _overlap(one: Telling, other: Telling) -> str:
    assert one.days and other.days
    longest = max((one.days[1] - one.days[0]).days, (other.days[1] - other.days[0]).days)
    if longest == 0:
        return "one_day"
    return "one_month" if longest <= _MONTH else "one_year" if longest <= _YEAR else "wide"


def _frequency_rarity(tellings: Sequence[Telling]) -> dict[str, float]:
    """How rare a kind of happening is: 1 for one of ten."""
    counts = Counter(kind for telling in tellings for kind in telling.kinds)
    return {kind: math.log10((len(tellings) + 50) / (count + 5)) for kind, count in counts.items()}


@cache
def _weights() -> Mapping[str, float]:
    return dict(load_toml("stories.toml")["weights"])


@cache
def _once() -> frozenset[str]:
    return frozenset(load_toml("stories.toml")["recurrence"]["once"])
