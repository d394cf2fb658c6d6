"""What a temporal expression means before anyone knows what day it is: the nodes that the grammars build.

A node is a small tree; `resolver.Resolver` gives it a value from the publication date and the line of dates told.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.article import Period


@dataclass(frozen=True, slots=True)
class Publication:
    """The origin of "hier", "la semaine dernière": when the article (or the tweet) was published."""


@dataclass(frozen=True, slots=True)
class Narrative:
    """The origin of "le lendemain", "trois mois plus tard": a date told before, that of `event` where it is named."""

    event: str = ""
    definite: bool = True


@dataclass(frozen=True, slots=True)
class Calendar:
    """A date as it is written; what is not written is None. `weekday` counts from Monday = 0."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A period that needs no context: a decade, a century, a season 2022-2023."""

    value: Period
    granularity: str


@dataclass(frozen=True, slots=True)
class Season:
    """`spring`, `summer`, `autumn` or `winter`; `year` is the year in which it begins."""

    name: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast by its key in `models/dates/fr.toml`."""

    name: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Division:
    """A quarter or a semester of a year, by its rank (-1: the last one)."""

    unit: str
    rank: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """The unit that lies `count` units from the origin: "la semaine dernière", "deux jours avant Noël".

    `measured` tells "il y a un an" (a distance, approximate but for days) from "l'an dernier" (the unit itself).
    """

    unit: str
    count: int
    origin: Publication | Narrative | Node
    measured: bool = False
    about: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the origin to `count` units after (or before) it: "moins de six mois plus tard", "d'ici deux semaines"."""

    unit: str
    count: int
    origin: Publication | Narrative | Node


@dataclass(frozen=True, slots=True)
class Window:
    """The last (count < 0) or next whole units: "les trois derniers mois", "les deux années suivantes"."""

    unit: str
    count: int
    origin: Publication | Narrative


@dataclass(frozen=True, slots=True)
class Leading:
    """The first (or last, where negative) `count` units of a period: "les six premiers mois de 2024"."""

    unit: str
    count: int
    of: Node


@dataclass(frozen=True, slots=True)
class Directed:
    """The nearest `node` before (-1) or after (+1) the origin, never the one that holds it: "mardi dernier"."""

    node: Node
    direction: int
    origin: Publication | Narrative


@dataclass(frozen=True, slots=True)
class This:
    """ "ce mardi", "cet été", "ce 3 mai" (origin: publication), "cet automne-là" (origin: narrative)."""

    node: Node
    origin: Publication | Narrative


@dataclass(frozen=True, slots=True)
class Inside:
    """The `node` that lies in a period: "juillet de la même année", "lundi de la semaine prochaine"."""

    node: Node
    of: Node


@dataclass(frozen=True, slots=True)
class Nth:
    """The rank-th unit or weekday of a period (-1: the last): "le troisième jeudi de novembre"."""

    rank: int
    unit: str | int
    of: Node


@dataclass(frozen=True, slots=True)
class Part:
    """The `start`, `middle` or `end` of a period, or some time `during` it."""

    which: str
    of: Node


@dataclass(frozen=True, slots=True)
class InDays:
    """ "lundi en huit": the next such weekday, and `days` more."""

    weekday: int
    days: int


@dataclass(frozen=True, slots=True)
class Around:
    """The week or the week-end of a day: "la semaine du 7 octobre", "le week-end de Pâques"."""

    unit: str
    of: Node


@dataclass(frozen=True, slots=True)
class Night:
    """A night named for one day ("la nuit de mardi") or for two ("la nuit de jeudi à vendredi")."""

    first: Node
    second: Node | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """One interval from the beginning of the first date to the end of the second."""

    first: Node
    second: Node


Node = (
    Calendar
    | Fixed
    | Season
    | Feast
    | Division
    | Shift
    | Stretch
    | Window
    | Leading
    | Directed
    | This
    | Inside
    | Nth
    | Part
    | InDays
    | Around
    | Night
    | Range
)


@dataclass(frozen=True, slots=True)
class Found:
    """A node with its span in the view's text, its words (`first` to `behind`) in the passage, and its bound.

    `time` is what the verb of the clause shows; `background` marks what a bare participle tells in passing.
    """

    start: int
    end: int
    node: Node
    first: int
    behind: int
    bound: str = ""
    time: str = ""
    background: bool = False
