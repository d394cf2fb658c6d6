"""Which events of all articles are one happening, and who tells it independently.

Events are compared where they share a name and their dates are near, and where their articles tell of one affair. What
speaks for one happening is added up (`likeness`), and pairs are joined from the best down. An article tells a happening
once, or twice in like words: two of its events that are not alike keep two stories apart, so that of several like one
another (the rate decisions of a year) each finds its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, product

from pipeline.corpus.affairs import Affairs
from pipeline.corpus.likeness import NEAR, SLIP, Likeness, days_apart
from pipeline.corpus.tellings import Telling
from pipeline.tables.schema import Row

_WINDOW = 25  # events of a block that one is compared with
_NARROW = 31  # days
_NEVER = date.max.toordinal()
_TELLERS = 100  # outlets of a story that one is compared with
_FEW_WORDS = 6  # that two sentences may have in common by chance
_REWORDED = 0.6  # of the words of the longer one
_APART = -2.0  # log odds below which an article that tells both tells two happenings
_YEARS = 10  # of a long interval that are looked up

Retell = Callable[[Mapping[str, str]], Mapping[str, str]]  # puts a person's decisions on the story of each event


def tell_stories(
    tellings: Sequence[Telling],
    affairs: Affairs,
    documents: Sequence[Row],
    copies: Sequence[Row],
    retell: Retell = lambda story_of: story_of,
) -> tuple[list[Row], Mapping[str, str]]:
    """The rows of `stories`, and the story of each event.

    `documents` brings the outlets, `copies` the repeats across documents; `retell` has the last word on which events
    are one story. The order of what is given does not matter.
    """
    ordered = sorted(tellings, key=lambda telling: telling.id)
    story_of = retell(_group(ordered, affairs))
    told: defaultdict[str, list[Telling]] = defaultdict(list)
    for telling in ordered:
        told[story_of[telling.id]].append(telling)
    outlets = {row["document_id"]: row["source"] for row in documents}
    copied: defaultdict[str, list[Row]] = defaultdict(list)
    for row in copies:
        copied[row["document_id"]].append(row)
    return [_row(story_id, members, outlets, copied) for story_id, members in told.items()], story_of


@dataclass(slots=True)
class _Story:
    """Events told as one happening, and what of them another story must go together with."""

    tellings: defaultdict[str, list[Telling]] = field(default_factory=lambda: defaultdict(list))  # by article
    first_end: int = _NEVER
    last_begin: int = -_NEVER
    first_known: int = _NEVER  # the day by which the first article told it as done
    last_done: int = -_NEVER  # the last day that it is said to have been done

    @classmethod
    def of(cls, telling: Telling) -> _Story:
        """The story of one event."""
        story = cls()
        story.tellings[telling.document].append(telling)
        if telling.days:
            story.last_begin, story.first_end = telling.days
            if telling.known is not None:
                story.first_known, story.last_done = telling.known, telling.days[0]
        return story

    def take(self, other: _Story) -> None:
        """Make the events of another story its own."""
        for document, tellings in other.tellings.items():
            self.tellings[document] += tellings
        self.first_end = min(self.first_end, other.first_end)
        self.last_begin = max(self.last_begin, other.last_begin)
        self.first_known = min(self.first_known, other.first_known)
        self.last_done = max(self.last_done, other.last_done)

    def may_take(self, other: _Story, gap: int, likeness: Likeness) -> bool:
        """Whether two stories may be one, of which two events lie `gap` days apart.

        Not where one was told as done before the other's day, nor where their dates lie further apart than those of the
        events that speak for one story, nor where an article tells both as two happenings.
        """
        too_early = max(other.last_done - self.first_known, self.last_done - other.first_known)
        apart = max(self.last_begin, other.last_begin) - min(self.first_end, other.first_end)
        if too_early > SLIP or apart > max(NEAR, gap):
            return False
        shared = self.tellings.keys() & other.tellings.keys()
        return all(likeness(*pair) > _APART for of in shared for pair in product(self.tellings[of], other.tellings[of]))


def _group(tellings: Sequence[Telling], affairs: Affairs) -> dict[str, str]:
    """For each event, the smallest event id of its story."""
    likeness = Likeness(tellings, affairs)
    speaking = sorted(
        (-score, i, j)
        for i, partners in enumerate(_partners(tellings, affairs))
        for j in partners
        if (score := likeness(tellings[i], tellings[j])) > 0
    )
    stories = {i: _Story.of(telling) for i, telling in enumerate(tellings)}
    joined = list(range(len(tellings)))  # where each event went

    def story(i: int) -> int:
        while joined[i] != i:
            joined[i] = joined[joined[i]]
            i = joined[i]
        return i

    for _, i, j in speaking:
        a, b = sorted((story(i), story(j)))
        if a != b and stories[a].may_take(stories[b], days_apart(tellings[i], tellings[j]) or 0, likeness):
            stories[a].take(stories.pop(b))
            joined[b] = a
    return {telling.id: tellings[story(i)].id for i, telling in enumerate(tellings)}


def _partners(tellings: Sequence[Telling], affairs: Affairs) -> Iterator[set[int]]:
    """For each event, the later ones worth comparing it with.

    Those of its article and of the articles nearest to it, and those that share a name and a month with it (a year,
    where a date is vague). Blocks count as far as a window of neighbours in time, so that the cost stays near linear.
    """
    of_document: defaultdict[str, list[int]] = defaultdict(list)
    blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for i, telling in enumerate(tellings):
        of_document[telling.document].append(i)
        for key in _keys(telling):
            blocks[key].append(i)
    places = {}  # where each event stands in its blocks
    for key, members in blocks.items():
        members.sort(key=lambda i: (tellings[i].days or (0, 0), i))
        places.update({(key, i): place for place, i in enumerate(members)})
    for i, telling in enumerate(tellings):
        partners: set[int] = set()
        for document in affairs.near(telling.document):
            partners.update(of_document.get(document, ()))
        for key in _keys(telling):
            place = places[key, i]
            partners.update(blocks[key][max(0, place - _WINDOW) : place + _WINDOW])
        yield {j for j in partners if j > i}


def _keys(telling: Telling) -> Iterator[tuple[str, str]]:
    for when in _periods(telling):
        for name in telling.named:
            yield name, when


def _periods(telling: Telling) -> set[str]:
    """The months of a narrow date, a slip included, and the years of any: what is vague meets all of its years."""
    if not telling.days:
        return {"undated"}
    begin, end = telling.days
    years = {str(year) for year in range(_day(begin).year, min(_day(end).year, _day(begin).year + _YEARS) + 1)}
    if end - begin > _NARROW:
        return years
    edges = [_day(ordinal) for ordinal in (begin - SLIP, begin, end, end + SLIP)]
    return years | {f"{day.year}-{day.month}" for day in edges}


def _day(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), _NEVER))


def _row(
    story_id: str, members: Sequence[Telling], outlets: Mapping[str, str], copied: Mapping[str, Sequence[Row]]
) -> Row:
    begin, end = _common_dates(members)
    best = min(members, key=lambda m: (-len(m.parts), len(m.sentence), m.id))
    return {
        "story_id": story_id,
        "date_begin": begin,
        "date_end": end,
        "headline": " ".join(best.sentence.split()),
        "event_count": len(members),
        "document_count": len({m.document for m in members}),
        "independent_source_count": _independent_sources(members, outlets, copied),
    }


def _common_dates(members: Sequence[Telling]) -> tuple[date | None, date | None]:
    """What all tellings allow; where two contradict each other, all that the narrowest ones say."""
    spans = sorted({member.days for member in members if member.days})
    if not spans:
        return None, None
    begin, end = max(span[0] for span in spans), min(span[1] for span in spans)
    if begin > end:
        narrowest = min(span[1] - span[0] for span in spans)
        precise = [span for span in spans if span[1] - span[0] == narrowest]
        begin, end = precise[0][0], max(span[1] for span in precise)
    return date.fromordinal(begin), date.fromordinal(end)


def _independent_sources(
    members: Sequence[Telling], outlets: Mapping[str, str], copied: Mapping[str, Sequence[Row]]
) -> int:
    """Outlets (articles, where the outlet is not known) that tell it in a sentence that is not another teller's.

    Neither a copy that was found as one, nor one reworded here and there.
    """
    own: dict[str, list[Telling]] = {}
    for member in members:
        outlet = outlets[member.document] or member.document
        told = [telling for other in islice(own, _TELLERS) if other != outlet for telling in own[other]]
        if not any(_is_copy(member, telling, copied) for telling in told):
            own.setdefault(outlet, []).append(member)
    return len(own)


def _is_copy(telling: Telling, earlier: Telling, copied: Mapping[str, Sequence[Row]]) -> bool:
    """Whether a sentence repeats a passage of the earlier article, or most of the words of its sentence."""
    if telling.document == earlier.document:
        return False
    start, end = telling.span
    if any(
        row["of_document_id"] == earlier.document and row["start_char"] < end and start < row["end_char"]
        for row in copied.get(telling.document, ())
    ):
        return True
    shared = len(telling.words & earlier.words)
    return shared >= _FEW_WORDS and shared >= _REWORDED * max(len(telling.words), len(earlier.words))
