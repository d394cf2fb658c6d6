"""How much speaks for two events being one happening: weights of evidence, added up as logarithms of odds.

The method is that of record linkage (Fellegi and Sunter 1969) on what studies of event coreference across documents
found to matter: the topic that the documents share, the words that trigger the events, their participants and dates
(Cybulska and Vossen 2014; Upadhyay et al. 2016; Cremisini and Finlayson 2020). The weights are in models/stories.toml.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence

from pipeline.corpus.affairs import Affairs, rarities
from pipeline.corpus.figures import agreement, are_near
from pipeline.corpus.tellings import Telling
from pipeline.resources import load_toml

SLIP, NEAR = 2, 45  # days that two tellings of a day may lie apart; days that make two dates look alike
_MONTH, _SEASON, _YEAR, _LONGEST = 31, 100, 366, 3 * 366
_SOME_DAYS = 10
_MOST_NAMES = 2.5
_FEW_WORDS = 3
_PLANNED = frozenset({"planned", "hypothetical"})
_NOTHING = -math.inf


class Likeness:
    """Compares the tellings of one corpus, in which it knows what is rare."""

    def __init__(self, tellings: Sequence[Telling], affairs: Affairs) -> None:
        self._affairs = affairs
        self._kinds = _rarities_of_kinds([telling.kinds for telling in tellings])
        self._lemmas = _rarities_of_kinds([{telling.event["lemma"]} for telling in tellings])
        self._words = rarities([telling.words for telling in tellings])
        self._lengths = {telling.id: math.sqrt(self._weigh(telling.words)) for telling in tellings}
        knowledge = load_toml("stories.toml")
        self._weights: dict[str, float] = knowledge["weights"]
        self._most_left = self._weights["figure"] + self._weights["words"]
        self._once = frozenset(knowledge["recurrence"]["once"])

    def __call__(self, one: Telling, other: Telling) -> float:
        """The log odds that two events are one happening; minus infinity where they are plainly below 0."""
        gap, kinds = days_apart(one, other), one.kinds & other.kinds
        if gap and gap > SLIP and not self._may_lie_apart(one, other, kinds, gap):
            return _NOTHING
        shared = one.parts & other.parts
        if gap is None and not (shared and any(agreement(a, b) for a in one.figures for b in other.figures)):
            return _NOTHING  # without a day, only a figure and who gave or took it tell one happening from another
        what = self._what(one, other, kinds)
        if what <= 0 and not shared:
            return _NOTHING
        weights = self._weights
        total = weights["prior"] + weights["affair"] * self._affairs.shared(one.document, other.document)
        total += what + self._when(one, other, kinds, gap)
        if one.document == other.document:
            if gap != 0 or one.event["sentence_id"] == other.event["sentence_id"]:
                return _NOTHING
            total += weights["twice"] * (not kinds & self._once)
        common = one.named & other.named
        if total + self._most_left + weights["participants"] * self._rarity(common) < 0:
            return _NOTHING
        total += self._who(one, other, shared, common, gap)
        return total + self._how_much(one, other, gap) + weights["words"] * self._wording(one, other)

    def _may_lie_apart(self, one: Telling, other: Telling, kinds: frozenset[str], gap: int) -> bool:
        """Whether one happening may be told with two days that lie so far apart.

        Weeks, a plan and its outcome a year, what happens once some years; but what an article has told as done cannot
        be what was done later.
        """
        if is_stale(one, other):
            return False
        if gap <= NEAR or (gap <= _LONGEST and kinds & self._once):
            return True
        return gap <= _YEAR and is_outcome(one, other) and (bool(kinds) or one.event["lemma"] == other.event["lemma"])

    def _what(self, one: Telling, other: Telling, kinds: frozenset[str]) -> float:
        weights = self._weights
        same: bool = one.event["lemma"] == other.event["lemma"]
        if kinds:
            rarest = max(self._kinds[kind] for kind in kinds)
            return weights["kind"] + weights["rare_kind"] * rarest + weights["lemma"] * same
        if same and one.tells:
            return weights["kind"] + weights["rare_kind"] * self._lemmas[one.event["lemma"]] + weights["lemma"]
        if one.kinds & other.hints or other.kinds & one.hints:
            return weights["hint"]
        return weights["other_kind"] if one.kinds and other.kinds else 0.0

    def _when(self, one: Telling, other: Telling, kinds: frozenset[str], gap: int | None) -> float:
        weights = self._weights
        if gap is None:
            return weights["undated"] + weights["undated_outcome"] * is_outcome(one, other)
        longest = max(_length(one), _length(other))
        if gap == 0:
            return weights[_overlap(longest)]
        if gap <= SLIP and longest <= _MONTH:
            return weights["stale_slip" if is_stale(one, other) else "slip"]
        outcome = is_outcome(one, other)
        total = weights[
            "some_days" if gap <= _SOME_DAYS and longest <= _MONTH else "near" if gap <= NEAR or outcome else "far"
        ]
        return total + weights["outcome"] * outcome + weights["once"] * bool(kinds & self._once)

    def _who(
        self, one: Telling, other: Telling, shared: frozenset[str], common: frozenset[str], gap: int | None
    ) -> float:
        weights, people = self._weights, self._affairs.people
        half = common & (one.parts | other.parts) - shared
        total = weights["participants"] * self._rarity(shared) + weights["half_participants"] * self._rarity(half)
        total += weights["named"] * self._rarity(common - shared - half)
        if not shared & people and one.parts & people and other.parts & people:
            total += weights["other_people"]
        if one.document == other.document:
            apart = bool(
                one.parts - other.named - self._affairs.places and other.parts - one.named - self._affairs.places
            )
            return total + weights["others_then"] * apart
        if self._affairs.strangers(one.parts, other.document) and self._affairs.strangers(other.parts, one.document):
            total += weights["others_then" if gap is not None and gap > SLIP else "others"]
        return total

    def _rarity(self, names: frozenset[str]) -> float:
        return min(_MOST_NAMES, math.fsum([self._affairs.weights[name] for name in names])) if names else 0.0

    def _how_much(self, one: Telling, other: Telling, gap: int | None) -> float:
        weights = self._weights
        found = {agreement(a, b) for a in one.figures for b in other.figures}
        if "same" in found:
            return weights["figure"]
        if "compatible" in found:
            return weights["like_figure"]
        if "contradictory" not in found:
            return 0.0
        near = any(agreement(a, b) and are_near(a, b) for a in one.figures for b in other.figures)
        far = gap is not None and gap > SLIP
        return weights["near_figure" if near else "other_figure"] + weights["other_figure_and_date"] * far

    def _wording(self, one: Telling, other: Telling) -> float:
        """How alike the words of two sentences are, from 0 to 1: the cosine, rare words weighing more.

        Sentences of a few words are alike by chance; they count as if others stood beside them.
        """
        length = max(_FEW_WORDS, self._lengths[one.id] * self._lengths[other.id])
        return self._weigh(one.words & other.words) / length

    def _weigh(self, words: frozenset[str]) -> float:
        return math.fsum([self._words[word] ** 2 for word in words])


def days_apart(one: Telling, other: Telling) -> int | None:
    """The days between the intervals of two events, 0 where they overlap; None where one has no date."""
    if one.days is None or other.days is None:
        return None
    (begin, end), (other_begin, other_end) = one.days, other.days
    return other_begin - end if other_begin > end else begin - other_end if begin > other_end else 0


def _length(telling: Telling) -> int:
    return telling.days[1] - telling.days[0] if telling.days else 0


def is_stale(one: Telling, other: Telling) -> bool:
    """Whether an article told the one as done before the day on which the other is said to have been done."""
    if one.known is None or other.known is None or one.days is None or other.days is None:
        return False
    return one.known < other.days[0] or other.known < one.days[0]


def is_outcome(one: Telling, other: Telling) -> bool:
    """Whether one was still a plan and the other is not."""
    return (one.event["factuality"] in _PLANNED) != (other.event["factuality"] in _PLANNED)


def _overlap(longest: int) -> str:
    """The weight for intervals that overlap, of which the longer ends `longest` days after its first."""
    if longest == 0:
        return "one_day"
    if longest <= _SEASON:
        return "one_month" if longest <= _MONTH else "one_season"
    return "one_year" if longest <= _YEAR else "wide"


def _rarities_of_kinds(told: Sequence[Collection[str]]) -> dict[str, float]:
    """How rare each kind of happening is among all that are told: 1 for one of ten."""
    counts = Counter(kind for kinds in told for kind in kinds)
    return {kind: math.log10((len(told) + 50) / (count + 5)) for kind, count in counts.items()}
