"""Which events of all articles are one happening, and who tells it independently.

Two events are compared where they share a name and a month. What speaks for one happening is added up (dates,
participants, kind of trigger, sums of money, words of the sentence); pairs are joined from the best down, never so
that two tellings of one story have dates that cannot be reconciled, and never two dates of one article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from pipeline.resources import load_toml
from pipeline.tables.schema import Row

ENOUGH = 4.0  # what must speak for one happening: a shared day and a participant, or a vaguer date and a like trigger
_ONE_DAY = 3.0
_ONE_SPAN = 2.0
_VAGUE = 1.0
_SLIPPED = 0.5
_NEXT_DAY = timedelta(days=1)
_SLIP = timedelta(days=2)  # how far apart two tellings may put one day
_NARROW = timedelta(days=31)
_UNRELATED = -1.5
_LIKE_WORDS = 0.2  # the share of common words from which two sentences are alike
_LARGEST_BLOCK = 60
_COPIED_WORDS, _COPIED_SHARE = 6, 0.7  # a sentence of so many words that shares so many of them is a copy
_COMPARED = 50  # tellings with which a telling of a story is compared


@dataclass(frozen=True, slots=True)
class Telling:
    """An event with what is needed to compare it with others.

    `places` are the words of the names of its places, `context` the entities that its article names most, `sums` the
    (currency, low, high) of its money, `people` the persons in each role, `parts` where each entity stands
    in the text.
    """

    event: Row
    entities: frozenset[str]
    places: frozenset[str]
    context: frozenset[str]
    people: Mapping[str, frozenset[str]]
    parts: Mapping[str, int]
    sums: tuple[tuple[str, float, float], ...]
    sentence: str
    sentence_span: tuple[int, int]
    words: frozenset[str]

    @property
    def id(self) -> str:
        """The event's id."""
        return str(self.event["event_id"])


def tell_stories(
    tellings: Sequence[Telling], documents: Sequence[Row], copies: Sequence[Row]
) -> tuple[list[Row], dict[str, str]]:
    """The rows of `stories`, and the story of each event.

    `documents` brings the outlets, `copies` the repeats across documents. The result does not depend on the order of
    what is given.
    """
    ordered = sorted(tellings, key=lambda telling: telling.id)
    story_of = _group(ordered)
    told: defaultdict[str, list[Telling]] = defaultdict(list)
    for telling in ordered:
        told[story_of[telling.id]].append(telling)
    outlets = {row["document_id"]: row["source"] for row in documents}
    copied: defaultdict[str, list[Row]] = defaultdict(list)
    for row in copies:
        copied[row["document_id"]].append(row)
    return [_row(story_id, members, outlets, copied) for story_id, members in told.items()], story_of


def likeness(one: Telling, other: Telling) -> float:
    """How much speaks for one happening; 0 where the dates or the participants rule it out."""
    who = len(one.entities & other.entities)
    what = _kinship(one.event, other.event)
    if _undated(one) or _undated(other):
        # Without a date, only a sum of money between the same two is one happening: given, or only promised.
        alike = who >= 2 and what >= 1 and bool(one.sums and other.sums) and _is_done(one) == _is_done(other)
        return ENOUGH if alike and (_undated(one) and _undated(other) or _money_agrees(one, other) > 0) else 0.0
    when = dates_agree(one.event, other.event)
    if not when:
        return 0.0
    where = len(one.places & other.places)
    participants = 0.5 + 0.5 * who if who else 0.5 * where
    if not participants and when == _ONE_DAY and what == 2.0 and not (one.entities and other.entities):
        # One of the two names nobody, but its article is about who has a part in the other.
        participants = 0.5 * bool((one.entities or one.context) & (other.entities or other.context))
    if not participants:
        return 0.0
    money = _money_agrees(one, other)
    if money < 0 and when <= _VAGUE and who < 2:
        return 0.0  # other sums in one year are other happenings, unless all who have a part are the same
    words = len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))
    if one.event["document_id"] == other.event["document_id"] and (what < 1 or words < _LIKE_WORDS):
        return 0.0  # an article seldom tells a thing twice, and then in like words
    if when <= _VAGUE and what < 1 and money <= 0:
        return 0.0  # a year and a name alone prove nothing
    return when + participants + what + money + (3 * words if words >= _LIKE_WORDS else 0)


def _is_done(telling: Telling) -> bool:
    return telling.event["factuality"] not in ("planned", "hypothetical")


def _undated(telling: Telling) -> bool:
    return not telling.event["date_begin"]


def dates_agree(one: Row, other: Row) -> float:
    """How well two dates go together: one day, one span or month, vaguely, a slip of a day or two; 0 if they do not."""
    if not one["date_begin"] or not other["date_begin"]:
        return 0.0
    a, b = (one["date_begin"], one["date_end"]), (other["date_begin"], other["date_end"])
    if a == b:
        return _ONE_DAY if a[0] == a[1] else _ONE_SPAN
    if a[0] <= b[1] and b[0] <= a[1]:
        return _ONE_SPAN if max(a[1] - a[0], b[1] - b[0]) <= _NARROW else _VAGUE
    apart = max(b[0] - a[1], a[0] - b[1])
    days = a[0] == a[1] and b[0] == b[1]
    if not days or apart > _SLIP:
        return 0.0
    return _VAGUE if apart == _NEXT_DAY else _SLIPPED


def _kinship(one: Row, other: Row) -> float:
    """2 for one lemma or type, 1 for kin types, less than nothing for two that have nothing in common, else 0."""
    if one["lemma"] == other["lemma"]:
        return 2.0
    a, b = one["type"], other["type"]
    if "other" in (a, b):
        return 0.0
    if a == b:
        return 2.0
    return 1.0 if b in _kin().get(a, ()) or a in _kin().get(b, ()) else _UNRELATED


@cache
def _kin() -> dict[str, list[str]]:
    return dict(load_toml("events.toml")["kin"])


def _money_agrees(one: Telling, other: Telling) -> float:
    """2 where a sum of money of one may be a sum of the other, -0.5 where both tell of money and none may."""
    if not one.sums or not other.sums:
        return 0.0
    return 2.0 if any(sums_agree(a, b) for a in one.sums for b in other.sums) else -0.5


def sums_agree(one: tuple[str, float, float], other: tuple[str, float, float]) -> bool:
    """Whether two sums, each (currency, low, high), may be one."""
    return one[0] == other[0] and one[1] <= other[2] and other[1] <= one[2]


@dataclass(slots=True)
class _Cluster:
    """The tellings of one story so far, with what decides in one step whether another may join them.

    The first and last single day told, and the latest begin and earliest end of the longer spans, stand for all pairs.
    """

    members: list[int]
    first_day: date = date.max
    last_day: date = date.min
    latest_begin: date = date.min
    earliest_end: date = date.max
    told_in: dict[str, set[tuple[date, date]]] = field(default_factory=dict)

    @staticmethod
    def of(index: int, telling: Telling) -> _Cluster:
        """A story with one telling."""
        cluster = _Cluster([index])
        begin, end = telling.event["date_begin"], telling.event["date_end"]
        if begin:
            cluster.told_in = {telling.event["document_id"]: {(begin, end)}}
            if begin == end:
                cluster.first_day = cluster.last_day = begin
            else:
                cluster.latest_begin, cluster.earliest_end = begin, end
        return cluster

    def may_join(self, other: _Cluster) -> bool:
        """Whether every telling of the one can be reconciled with every telling of the other."""
        return (
            _within_slip(self.last_day, other.first_day)
            and _within_slip(other.last_day, self.first_day)
            and max(self.latest_begin, other.latest_begin) <= min(self.earliest_end, other.earliest_end)
            and self._spans_hold(other)
            and other._spans_hold(self)
            and not self._contradicts_itself_with(other)
        )

    def _spans_hold(self, other: _Cluster) -> bool:
        return self.latest_begin <= other.first_day and other.last_day <= self.earliest_end

    def _contradicts_itself_with(self, other: _Cluster) -> bool:
        """Whether an article tells both, on dates of which it says itself that they are two."""
        small, large = sorted((self, other), key=lambda cluster: len(cluster.told_in))
        return any(
            one[1] < two[0] or two[1] < one[0]
            for document, spans in small.told_in.items()
            for one in spans
            for two in large.told_in.get(document, ())
        )

    def join(self, other: _Cluster) -> None:
        """Take in the tellings of another."""
        self.members += other.members
        self.first_day, self.last_day = min(self.first_day, other.first_day), max(self.last_day, other.last_day)
        self.latest_begin = max(self.latest_begin, other.latest_begin)
        self.earliest_end = min(self.earliest_end, other.earliest_end)
        for document, spans in other.told_in.items():
            self.told_in.setdefault(document, set()).update(spans)


def _within_slip(last: date, first: date) -> bool:
    """Whether a day is at most a slip after another; the bounds of what has no days are after nothing."""
    return last == date.min or first == date.max or last - first <= _SLIP


def _group(tellings: Sequence[Telling]) -> dict[str, str]:
    """For each event, the smallest event id of its story."""
    clusters = {i: _Cluster.of(i, telling) for i, telling in enumerate(tellings)}
    cluster_of = list(range(len(tellings)))
    scored = sorted(
        (-score, i, j) for i, j in _candidates(tellings) if (score := likeness(tellings[i], tellings[j])) >= ENOUGH
    )
    for _, i, j in scored:
        a, b = sorted((cluster_of[i], cluster_of[j]), key=lambda c: (-len(clusters[c].members), c))
        if a != b and clusters[a].may_join(clusters[b]):
            for member in clusters[b].members:
                cluster_of[member] = a
            clusters[a].join(clusters.pop(b))
    smallest = {cluster: min(content.members) for cluster, content in clusters.items()}
    return {telling.id: tellings[smallest[cluster_of[i]]].id for i, telling in enumerate(tellings)}


def _candidates(tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing, each once: they share a name and a month (a year, where a date is vague).

    In a large block only neighbours are compared, by the kind of event and then by time, so that the cost stays near
    linear in the number of events.
    """
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    keys = [sorted(_keys(telling)) for telling in tellings]
    for index, of_telling in enumerate(keys):
        for key in of_telling:
            blocks[key].append(index)
    place_in: dict[tuple[str, ...], dict[int, int]] = {}
    for key, members in blocks.items():
        if len(members) > _LARGEST_BLOCK:
            members.sort(key=lambda i: (tellings[i].event["type"], str(tellings[i].event["date_begin"]), i))
            place_in[key] = {i: place for place, i in enumerate(members)}
    for i, of_telling in enumerate(keys):
        met: set[int] = set()
        for key in of_telling:
            members = blocks[key]
            if key in place_in:
                place = place_in[key][i]
                near = members[max(0, place - _LARGEST_BLOCK // 2) : place + _LARGEST_BLOCK // 2]
                met.update(j for j in near if j > i)
            else:
                met.update(members[bisect_right(members, i) :])
        for j in sorted(met):
            yield i, j


def _keys(telling: Telling) -> set[tuple[str, ...]]:
    """The blocks of a telling: its names, by when it was; where it names nobody, what its article is about."""
    names = (telling.entities or telling.context) | telling.places
    keys = {(name, when) for name in names for when in _periods(telling.event)}
    if telling.sums:
        keys |= {(name, "money", str(telling.event["type"])) for name in telling.entities}
    return keys


def _periods(event: Row) -> set[str]:
    """The months of a narrow date, a slip included, and the years of any: what is vague meets all of its years."""
    begin, end = event["date_begin"], event["date_end"]
    if not begin:
        return set()
    years = {str(year) for year in range(begin.year, min(end.year, begin.year + 10) + 1)}
    if end - begin > _NARROW:
        return years
    edges = [_shift(begin, -_SLIP), begin, end, _shift(end, _SLIP)]
    return years | {f"{day.year}-{day.month}" for day in edges}


def _shift(day: date, by: timedelta) -> date:
    return day + by if date.min - min(by, timedelta()) <= day <= date.max - max(by, timedelta()) else day


def _row(
    story_id: str, members: Sequence[Telling], outlets: Mapping[str, str], copied: Mapping[str, Sequence[Row]]
) -> Row:
    begin, end = _common_dates(members)
    best = min(members, key=lambda m: (-len(m.entities), len(m.sentence), m.id))
    return {
        "story_id": story_id,
        "date_begin": begin,
        "date_end": end,
        "headline": " ".join(best.sentence.split()),
        "event_count": len(members),
        "document_count": len({m.event["document_id"] for m in members}),
        "independent_source_count": _independent_sources(members, outlets, copied),
    }


def _common_dates(members: Sequence[Telling]) -> tuple[date | None, date | None]:
    """What all tellings allow; where two contradict each other, all that the narrowest ones say."""
    spans = sorted({(m.event["date_begin"], m.event["date_end"]) for m in members if m.event["date_begin"]})
    if not spans:
        return None, None
    begin, end = max(span[0] for span in spans), min(span[1] for span in spans)
    if begin <= end:
        return begin, end
    narrowest = min(span[1] - span[0] for span in spans)
    precise = [span for span in spans if span[1] - span[0] == narrowest]
    return precise[0][0], max(span[1] for span in precise)


def _independent_sources(
    members: Sequence[Telling], outlets: Mapping[str, str], copied: Mapping[str, Sequence[Row]]
) -> int:
    """Outlets (articles, where the outlet is not known) that tell it in a sentence not copied from another teller."""
    tellers = {member.event["document_id"] for member in members}
    own: list[Telling] = []
    for member in members:
        start, end = member.sentence_span
        if not any(
            row["of_document_id"] in tellers and row["start_char"] < end and start < row["end_char"]
            for row in copied.get(member.event["document_id"], ())
        ) and not any(_reworded(member, other) for other in own[:_COMPARED]):
            own.append(member)
    return max(1, len({outlets[member.event["document_id"]] or member.event["document_id"] for member in own}))


def _reworded(one: Telling, other: Telling) -> bool:
    """Whether the sentence of another article is the same but for a few words."""
    if one.event["document_id"] == other.event["document_id"]:
        return False
    fewest = min(len(one.words), len(other.words))
    return fewest >= _COPIED_WORDS and len(one.words & other.words) >= _COPIED_SHARE * fewest
