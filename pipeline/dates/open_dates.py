"""Dates that lack their year, their month or their week: "le 3 mai", "en décembre", "vendredi", "le 15"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.article import Period
from pipeline.dates import expressions as ex
from pipeline.dates.line import NARRATIVE, PUBLICATION, Clause, Line, Told, Value
from pipeline.dates.occurrences import candidates_of, distance_to, granularity_of
from pipeline.dates.tense import FUTURE, NOMINAL, NONE, PAST, PRESENT

_LONG_AGO, _SOON = 300, 3  # days: a past so far behind a future so near is no past
_RECENT = 31  # days since what a date without any clause may still mean
_PAST_WEIGHT = 0.4  # the events that nouns name are past more often than not
_FAR = 183  # days: a story whose last dates are all older than this is a story of its own


@dataclass(frozen=True, slots=True)
class OpenDates:
    """Open dates on one possible day of publication (None: unknown), in one clause of a story.

    They are told by the date just beside, by the line of the story, or by the publication and the time of the clause.
    `dated_weekdays` are the weekdays that the article gives with their full date.
    """

    published: Period | None
    line: Line
    dated_weekdays: tuple[tuple[int, date], ...]
    clause: Clause
    today: date | None

    def value(self, node: ex.Node) -> Value | None:
        """A date that lacks its year (or month, or week): from the date beside it, the line, or the publication."""
        clause = self.clause
        framed = self._framed(node)
        if framed:
            return framed
        granularity = granularity_of(node)
        about = isinstance(node, ex.Part)
        told = self.line.last(2)
        if isinstance(node, ex.Calendar) and node.month is None and node.day is not None and node.weekday is None:
            return self._bare_day(node, told)
        if self.today is None:
            return self._from_line(node, granularity)
        if isinstance(node, ex.Calendar) and node.month is None and node.day is None:
            return self._weekday(node, told, self.today)
        period = self.nearest(node, self.today, clause.time)
        if period is None:
            return None
        continued = self._continued(node, told, period)
        if continued:
            return continued
        return Value(period, granularity, about, PUBLICATION)

    def _framed(self, node: ex.Node) -> Value | None:
        """ "L'année suivante, le 11 mars": the date just before is the period in which this one lies."""
        frame = self.clause.before
        if frame is None or frame.granularity == "decade":
            return None
        if frame.granularity == "day":  # "hier, mercredi 1er mars"
            same = frame.period in candidates_of(node, frame.period)
            return replace(frame, granularity=granularity_of(node)) if same else None
        inside = [p for p in candidates_of(node, frame.period) if frame.period.contains(p) and p != frame.period]
        if len(inside) != 1:
            return None
        source = NARRATIVE if frame.source != PUBLICATION else PUBLICATION
        return Value(inside[0], granularity_of(node), isinstance(node, ex.Part), source, frame.anchor)

    def _continued(self, node: ex.Node, told: Told | None, published_value: Period) -> Value | None:
        """A sentence that opens with a yearless date goes on from a past date told just before."""
        clause = self.clause
        if not clause.opening or clause.time not in (PAST, PRESENT) or told is None or told.background:
            return None
        if clause.passage - told.passage > 2 or told.value.fineness > 2 or self.today is None:
            return None
        if any((self.today - earlier.value.period.end).days < _FAR for earlier in self.line.told[-3:]):
            return None  # the story is that of the present: a past date was a glance
        later = [p for p in candidates_of(node, told.value.period) if p.begin >= told.value.period.begin]
        if not later or later[0] == published_value or later[0].end > self.today:
            return None
        return Value(later[0], granularity_of(node), isinstance(node, ex.Part), NARRATIVE, told.index)

    def _from_line(self, node: ex.Node, granularity: str) -> Value | None:
        """Without a publication date one of the line stands for it: the last, or the latest for what is to come."""
        if isinstance(node, ex.Calendar) and node.month is None and node.day is None:
            return self._weekday_from_line(node)
        ahead = self.clause.time == FUTURE
        told = self.line.present() if ahead else self.line.last(4)
        if told is None:
            return None
        anchor = told.value.period
        inside = [p for p in candidates_of(node, anchor) if anchor.contains(p)]
        if not inside and told.value.fineness >= 4 and self.clause.passage - told.passage > 2:
            return None
        period = inside[0] if inside else self.nearest(node, anchor.begin, FUTURE if ahead else PRESENT)
        return Value(period, granularity, isinstance(node, ex.Part), NARRATIVE, told.index) if period else None

    def _weekday_from_line(self, node: ex.Calendar) -> Value | None:
        """ "Mercredi, elle a été éliminée", told after a day of the same week."""
        told = self.line.last(0)
        if told is None or self.clause.passage - told.passage > 1 or self.clause.time == FUTURE:
            return None
        day = told.value.period.begin
        later = [p for p in candidates_of(node, told.value.period) if day < p.begin <= day + timedelta(days=6)]
        return Value(later[0], "day", source=NARRATIVE, anchor=told.index) if later else None

    def _bare_day(self, node: ex.Calendar, told: Told | None) -> Value | None:
        """ "le 15": of the month told just before, else of the month of publication."""
        if told is not None and self.clause.passage - told.passage <= 2:
            period = self.nearest(node, told.value.period.begin, PRESENT)
            if period:
                return Value(period, "day", source=NARRATIVE, anchor=told.index)
        if self.today is None:
            return None
        period = self.nearest(node, self.today, self.clause.time)
        return Value(period, "day", source=PUBLICATION) if period else None

    def _weekday(self, node: ex.Calendar, told: Told | None, today: date) -> Value | None:
        """ "vendredi": within a week of the publication, or of a day told just before in the month of publication."""
        if self.clause.verbless:
            for weekday, moment in self.dated_weekdays:
                if weekday == node.weekday and abs((moment - today).days) <= 7:
                    return Value(Period(moment, moment), "day", source=PUBLICATION)
        published = self.published
        if published is not None and published.days > 1:
            if told is None or told.value.granularity != "day" or self.clause.passage - told.passage > 1:
                return None
            if not published.overlaps(told.value.period) or self.clause.time == FUTURE:
                return None
            moment = told.value.period.begin
            moment += timedelta(days=((node.weekday or 0) - moment.weekday()) % 7)
            return Value(Period(moment, moment), "day", source=NARRATIVE, anchor=told.index)
        time = self.clause.time
        if time in (PRESENT, NONE):
            time = PAST if time == NONE and not (self.clause.alone or self.clause.announced) else FUTURE
        period = self.nearest(node, today, time)
        return Value(period, "day", source=PUBLICATION) if period else None

    def nearest(self, node: ex.Node, moment: date, time: str) -> Period | None:
        """The occurrence of an open date that the time of the clause points to, seen from a day."""
        near = list(candidates_of(node, Period(moment, moment)))
        published = self.published
        if published is not None and published.days > 1 and published.contains(Period(moment, moment)):
            shared = [p for p in near if p.overlaps(published)]
            if len(shared) == 1:
                return shared[0]
        named = isinstance(node, ex.Calendar) and node.weekday is not None and bool(node.month or node.day)
        chosen = None
        if time == PAST and not named:  # "samedi 29 août": the weekday tells the year better than the verb
            chosen = next((p for p in reversed(near) if p.begin <= moment), None)
        elif (time == FUTURE and not named) or (time == NONE and self.clause.alone):
            chosen = next((p for p in near if p.end >= moment), None)
            if chosen and time == NONE and (chosen.begin - moment).days > _FAR:  # "le 5 novembre", read on the 17th
                chosen = next((p for p in near if 0 < (moment - p.end).days <= _RECENT), chosen)
        if chosen is not None and time == PAST and (moment - chosen.end).days > _LONG_AGO:
            # "a annoncé se rendre à Rome le 27 janvier", written the day before
            chosen = next((p for p in near if 0 <= (p.begin - moment).days <= _SOON), chosen)
        weight = _PAST_WEIGHT if time == NOMINAL else 1.0
        return chosen or min(near, key=lambda p: (distance_to(p, moment, weight), p.begin), default=None)
