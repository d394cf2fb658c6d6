"""The value of a temporal expression: from the publication date, the time of the clause, and the line of dates told.

A publication date known only to the month is a month of possible days: an expression is resolved from its first and
from its last day, and has a value where both agree. That is what a careful reader can tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.article import Period
from pipeline.dates import calendar
from pipeline.dates import expressions as ex
from pipeline.dates.line import EXPLICIT, NARRATIVE, PUBLICATION, Clause, Line, Told, Value
from pipeline.dates.occurrences import (
    beyond,
    candidates_of,
    distance_to,
    granularity_of,
    occurrence,
    ranked,
    unit_granularity,
    units_in,
    without_weekday,
    yearless,
)
from pipeline.dates.open_dates import OpenDates
from pipeline.dates.tense import FUTURE, NEAR, PAST, PRESENT

_UNIT_FINENESS = {
    "day": 0,
    "week": 0,
    "weekend": 1,
    "night": 0,
    "fortnight": 0,
    "month": 3,
    "quarter": 3,
    "semester": 3,
}


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves the expressions of one text in order; the caller keeps the line."""

    published: Period | None
    line: Line
    dated_weekdays: tuple[tuple[int, date], ...] = ()

    def value(self, node: ex.Node, clause: Clause) -> Value | None:
        """The value of a node, None where a careful reader could not tell."""
        if self.published is None:
            return self._on(None, node, clause)
        first = self._on(self.published.begin, node, clause)
        if self.published.days == 1 or first is None:
            return first
        last = self._on(self.published.end, node, clause)
        return first if last is not None and last.period == first.period else None

    def _on(self, today: date | None, node: ex.Node, clause: Clause) -> Value | None:
        try:
            return _Reading(self, clause, today).value(node)
        except OverflowError:  # a day outside the years 1 to 9999, which no reader means
            return None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of an expression, on one possible day of publication."""

    resolver: Resolver
    clause: Clause
    today: date | None

    @property
    def _open(self) -> OpenDates:
        resolver = self.resolver
        return OpenDates(resolver.published, resolver.line, resolver.dated_weekdays, self.clause, self.today)

    def value(self, node: ex.Node) -> Value | None:
        """The value of a node on this day."""
        match node:
            case ex.Calendar():
                return self._calendar(node)
            case ex.Fixed(value=period, granularity=granularity):
                return Value(period, granularity)
            case ex.Season(year=year) | ex.Feast(year=year) | ex.Division(year=year):
                if year is not None:
                    return _made(occurrence(node, year), granularity_of(node))
                return self._open.value(node)
            case ex.Shift():
                return self._shift(node)
            case ex.Stretch():
                return self._stretch(node)
            case ex.Window():
                return self._window(node)
            case ex.Leading():
                return self._leading(node)
            case ex.Directed():
                return self._directed(node)
            case ex.This():
                return self._this(node)
            case ex.Inside():
                return self._inside(node)
            case ex.Nth():
                return self._open.value(node) if yearless(node) else self._nth(node)
            case ex.Part():
                return self._open.value(node) if yearless(node) else self._part(node)
            case ex.InDays(weekday=weekday, days=days):
                if self.today is None:
                    return None
                moment = self.today + timedelta(days=(weekday - self.today.weekday()) % 7 + days)
                return Value(Period(moment, moment), "day", source=PUBLICATION)
            case ex.Around():
                return self._around(node)
            case ex.Night():
                return self._night(node)
            case ex.Range():
                return self._range(node)

    # Dates as they are written.

    def _calendar(self, node: ex.Calendar) -> Value | None:
        if node.year is None:
            return self._open.value(node)
        if node.month is None:
            return _made(calendar.years(node.year, node.year), "year")
        if node.day is None:
            return _made(calendar.month(node.year, node.month), "month")
        return _made(calendar.day(node.year, node.month, node.day), "day")

    # Dates that walk from an origin.

    def _origin(self, origin: ex.Publication | ex.Narrative | ex.Node, unit: str) -> Value | None:
        """The date to walk from, as fine as the unit asks; a story without dates is walked from the publication."""
        fineness = _UNIT_FINENESS.get(unit, 4)
        if isinstance(origin, ex.Publication):
            return Value(Period(self.today, self.today), "day", source=PUBLICATION) if self.today else None
        if not isinstance(origin, ex.Narrative):
            return self.value(origin)
        line = self.resolver.line
        told = line.of_event(origin.event, fineness) if origin.event else None
        if told is None:
            if origin.event and not origin.definite:
                return None
            told = line.last(fineness)
            if origin.event and fineness >= 4 and (told is None or self.clause.passage - told.passage > 2):
                return None  # an event of other years that the text does not date
            latest = line.last()
            if told is None:
                return None if line.told or origin.event else self._origin(ex.Publication(), unit)
            if latest is not None and latest is not told and self._superseded(told, latest):
                return None
        return replace(told.value, source=NARRATIVE, anchor=told.index)

    def _superseded(self, told: Told, latest: Told) -> bool:
        """Whether the story has moved to another time since `told`, known only more coarsely."""
        return (
            latest.passage - told.passage > 2
            and not latest.value.period.overlaps(told.value.period)
            and not latest.background
        )

    def _shift(self, node: ex.Shift) -> Value | None:
        if not isinstance(node.origin, ex.Publication):
            beside = self._apposed(node)
            if beside:
                return beside
        origin = self._origin(node.origin, node.unit)
        if origin is None:
            return None
        if isinstance(node.origin, ex.Publication) and node.unit in ("weekend", "night"):
            return self._weekend_or_night(node)
        narrative = isinstance(node.origin, ex.Narrative)
        if narrative and origin.source == PUBLICATION and node.count > 0 and self.clause.time == PAST:
            return None  # "un an après, il avouait", with nothing told before: not a year from now
        moment = origin.period.end if node.count > 0 and not origin.night else origin.period.begin
        moved = calendar.add(moment, "day" if node.unit == "night" else node.unit, node.count)
        if moved is None:
            return None
        unit = "day" if node.measured and node.unit in ("week", "fortnight") else node.unit
        period = calendar.unit_of(moved, "day" if unit == "night" else unit)
        if self._overtaken(node, period):
            return None
        about = node.about or (node.measured and node.unit != "day")
        return _made(period, unit_granularity(unit), about, origin.source, origin.anchor)

    def _overtaken(self, node: ex.Shift, period: Period | None) -> bool:
        """ "Trois ans après le référendum, on vote": a story told in the past does not lead beyond the publication."""
        if not isinstance(node.origin, ex.Narrative) or self.today is None or period is None or node.count <= 0:
            return False
        if self.resolver.published is not None and self.resolver.line.told and node.origin.event:
            return period.begin > self.resolver.published.end and self.clause.time not in (FUTURE, NEAR)
        return False

    def _apposed(self, node: ex.Shift) -> Value | None:
        """ "Treize mois plus tard, le 11 mars 2019", "le 11 juin, à la veille d'une audience": one date told twice."""
        after = self.clause.after
        named = not isinstance(node.origin, ex.Narrative) or node.origin.event
        beside = self.clause.before if named else None
        if not isinstance(node.origin, ex.Narrative):
            return replace(beside, source=max(beside.source, NARRATIVE)) if beside and beside.fineness == 0 else None
        if beside is None and node.measured:
            beside = after if after is not None and after.source == EXPLICIT else None
        elif beside is None and node.unit == "day" and after is not None and after.fineness == 0:
            beside = after
        if beside is None or beside.fineness > _UNIT_FINENESS.get(node.unit, 4):
            return None
        unit = "day" if node.unit == "week" else node.unit
        period = calendar.unit_of(beside.period.begin, unit)
        return _made(period, unit_granularity(unit), node.measured and node.unit != "day", NARRATIVE, beside.anchor)

    def _weekend_or_night(self, node: ex.Shift) -> Value | None:
        today = self.today
        if today is None:
            return None
        over = node.count < 0 or (node.count == 0 and self.clause.time == PAST)
        if node.unit == "night":
            begin = today - timedelta(days=1) if over else today
            return Value(Period(begin, begin + timedelta(days=1)), "other", source=PUBLICATION)
        saturday = today + timedelta(days=5 - today.weekday())
        if over:
            limit = today if node.count == 0 else today - timedelta(days=2)
            while saturday > limit:
                saturday -= timedelta(days=7)
        elif node.count > 0 and saturday <= today:
            saturday += timedelta(days=7)
        return Value(Period(saturday, saturday + timedelta(days=1)), "other", source=PUBLICATION)

    def _stretch(self, node: ex.Stretch) -> Value | None:
        beside = self.clause.before if isinstance(node.origin, ex.Narrative) and node.origin.event else None
        if beside is not None and beside.fineness == 0:
            return replace(beside, source=NARRATIVE)
        origin = self._origin(node.origin, "day")
        if origin is None:
            return None
        edge = origin.period.end if node.count > 0 else origin.period.begin
        moved = calendar.add(edge, node.unit, node.count)
        if moved is None:
            return None
        period = Period(min(edge, moved), max(edge, moved))
        return Value(period, "other", True, origin.source, origin.anchor)

    def _window(self, node: ex.Window) -> Value | None:
        origin = self._origin(node.origin, node.unit)
        if origin is None:
            return None
        sign = 1 if node.count > 0 else -1
        edge = origin.period.end if node.count > 0 else origin.period.begin
        near, far = calendar.add(edge, node.unit, sign), calendar.add(edge, node.unit, node.count)
        if near is None or far is None:
            return None
        first, last = calendar.unit_of(min(near, far), node.unit), calendar.unit_of(max(near, far), node.unit)
        period = Period(first.begin, last.end) if first and last else None
        return _made(period, "other", False, origin.source, origin.anchor)

    def _leading(self, node: ex.Leading) -> Value | None:
        of = self.value(node.of)
        if of is None:
            return None
        units = list(units_in(of.period, node.unit))
        chosen = units[: node.count] if node.count > 0 else units[node.count :]
        if len(chosen) != abs(node.count):
            return None
        return replace(of, period=Period(chosen[0].begin, chosen[-1].end), granularity="other", approximate=False)

    def _directed(self, node: ex.Directed) -> Value | None:
        granularity = granularity_of(node.node)
        if isinstance(node.origin, ex.Narrative):
            told = self.resolver.line.last(2)
            if told is not None:
                period = beyond(node.node, told.value.period, node.direction)
                return _made(period, granularity, False, NARRATIVE, told.index)
        if self.today is None:
            return None
        today = Period(self.today, self.today)
        if isinstance(node.origin, ex.Narrative) and isinstance(node.node, ex.Calendar) and node.node.month is None:
            # "le mercredi suivant" with nothing told before: that of the next week.
            return self._inside(ex.Inside(node.node, ex.Shift("week", node.direction, ex.Publication())))
        published = self.resolver.published
        if published is not None and published.days > 1 and granularity == "day":
            shared = [p for p in candidates_of(node.node, published) if p.overlaps(published)]
            if len(shared) == 1:
                return Value(shared[0], "day", source=PUBLICATION)
        return _made(beyond(node.node, today, node.direction), granularity, False, PUBLICATION)

    def _this(self, node: ex.This) -> Value | None:
        granularity = granularity_of(node.node)
        if isinstance(node.origin, ex.Narrative):
            told = self.resolver.line.last(4)
            if told is not None:
                period = self._in_or_near(node.node, told.value.period)
                return _made(period, granularity, False, NARRATIVE, told.index)
        if self.today is None:
            return None
        moment = self.today
        candidates = list(candidates_of(node.node, Period(moment, moment)))
        holding = next((p for p in candidates if p.contains(Period(moment, moment))), None)
        seasonal = isinstance(node.node, ex.Season)
        if holding is None and isinstance(node.node, ex.Season) and node.node.name != "winter":
            holding = calendar.season(moment.year, node.node.name)
        time = NEAR if seasonal else FUTURE if self.clause.time == PRESENT else self.clause.time
        period = holding or self._open.nearest(node.node, moment, time)
        return _made(period, granularity, False, PUBLICATION)

    def _in_or_near(self, node: ex.Node, period: Period) -> Period | None:
        candidates = list(candidates_of(node, period))
        same_year = [p for p in candidates if p.begin.year == period.begin.year]
        inside = [p for p in candidates if period.contains(p)]
        if isinstance(node, ex.Season) or inside:
            return next(iter(inside or same_year), None)
        return min(candidates, key=lambda p: (distance_to(p, period.begin), p.begin), default=None)

    # Dates made of other dates.

    def _inside(self, node: ex.Inside) -> Value | None:
        of = self.value(node.of)
        if of is None:
            return None
        inside = [p for p in candidates_of(node.node, of.period) if of.period.contains(p)]
        if not inside:
            inside = [p for p in candidates_of(node.node, of.period) if of.period.overlaps(p)]
        if len(inside) != 1:
            return None
        return Value(inside[0], granularity_of(node.node), False, of.source, of.anchor)

    def _nth(self, node: ex.Nth) -> Value | None:
        of = self.value(node.of)
        period = ranked(node, of.period) if of else None
        return (
            replace(of, period=period, granularity=granularity_of(node), approximate=False) if of and period else None
        )

    def _part(self, node: ex.Part) -> Value | None:
        of = self._part_target(node)
        if of is None or of.granularity == "day":
            return None
        if node.which == "during":
            return replace(of, approximate=True)
        period = calendar.part_of(of.period, node.which, of.granularity)
        return replace(of, period=period, approximate=True)

    def _part_target(self, node: ex.Part) -> Value | None:
        """The period that a part is taken of; with no verb at all, a part that is over means the next one."""
        of = self.value(node.of)
        bare = isinstance(node.of, ex.Shift) and node.of.count == 0 and node.of.unit == "month"
        if of is not None and bare and self.clause.alone and self.today is not None:
            part = calendar.part_of(of.period, node.which, of.granularity) if node.which != "during" else of.period
            if part.end < self.today and node.which == "start":
                return self.value(ex.Shift("month", 1, ex.Publication()))
        return of

    def _around(self, node: ex.Around) -> Value | None:
        of = self.value(node.of)
        if of is None:
            return None
        moment = of.period.begin
        if node.unit == "week" and moment.weekday() >= 5 and not isinstance(node.of, ex.Feast):
            moment += timedelta(days=7 - moment.weekday())  # a week named for its eve begins the Monday after
        period = calendar.unit_of(moment, node.unit)
        return _made(period, unit_granularity(node.unit), of.approximate, of.source, of.anchor)

    def _night(self, node: ex.Night) -> Value | None:
        first = self.value(node.first)
        if first is None or node.second is None:
            return replace(first, night=True) if first else None
        end = first.period.begin + timedelta(days=1)
        return replace(first, period=Period(first.period.begin, end), granularity="other", night=True)

    def _range(self, node: ex.Range) -> Value | None:
        if yearless(node.first) and not yearless(node.second):
            second = self.value(node.second)
            if second is None:
                return None
            earlier = [
                p for p in candidates_of(without_weekday(node.first), second.period) if p.begin <= second.period.begin
            ]
            first = replace(second, period=earlier[-1]) if earlier else None
        else:
            first = self.value(node.first)
            if first is None:
                return None
            if yearless(node.second):
                later = [
                    p for p in candidates_of(without_weekday(node.second), first.period) if p.end >= first.period.end
                ]
                second = replace(first, period=later[0]) if later else None
            else:
                second = self.value(node.second)
        if first is None or second is None or second.period.end < first.period.begin:
            return None
        begin, end = min(first.period.begin, second.period.begin), second.period.end
        if end < begin:
            return None
        source, anchor = max((first.source, first.anchor or 0), (second.source, second.anchor or 0))
        about = first.approximate or second.approximate
        return Value(Period(begin, end), "other", about, source, anchor if source == NARRATIVE else None)


def _made(
    period: Period | None,
    granularity: str,
    approximate: bool = False,
    source: int = EXPLICIT,
    anchor: int | None = None,
) -> Value | None:
    return Value(period, granularity, approximate, source, anchor) if period else None
