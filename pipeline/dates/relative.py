"""French expressions that need an origin: "hier", "la semaine dernière", "il y a deux ans", "trois derniers mois"."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.dates import expressions as ex
from pipeline.dates.atoms import Parsed, calendar_date, season
from pipeline.dates.lexicon import french, words
from pipeline.dates.numerals import numeral, year_number
from pipeline.dates.tokens import Tokens

_BEFORE_SAME = words("before_same")
_BEHIND_NO_WINDOW = words("behind_no_window")
_BEHIND_SAME_DAY = words("behind_same_day")
_BEHIND_THE_DAY = words("behind_the_day")
_COMPARISONS = words("comparisons")
_DEMONSTRATIVES = words("demonstratives")
_EXACTLY = words("exactly")
_HALVES = words("halves")
_HERE_IS = words("here_is")
_HERE_OR_THERE = words("here_or_there")
_INDEFINITE = words("indefinite")
_OF = words("of")
_OF_ANY = words("of_any")
_PLURAL_UNITS = words("plural_units")
_PLURAL_YEARS = words("plural_years")
_RUNNING_UNITS = words("running_units")
_THAT = words("that")
_THERE_IS = words("there_is")
_VAGUE = words("vague")

AFTERNOON = ("après", "-", "midi")
TO_THE_DAY = ("jour", "pour", "jour")  # behind a distance: "il y a un an jour pour jour"
_PUBLICATION, _NARRATIVE = ex.Publication(), ex.Narrative()
_DIRECTIONS: dict[str, tuple[int, ex.Publication | ex.Narrative]] = {
    "last": (-1, _PUBLICATION),
    "next": (1, _PUBLICATION),
    "previous": (-1, _NARRATIVE),
    "following": (1, _NARRATIVE),
}


@dataclass(frozen=True, slots=True)
class Distance:
    """A counted duration; `less` tells "moins de", `about` any other approximation."""

    unit: str
    count: int
    end: int
    less: bool = False
    about: bool = False


def unit(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """A unit of time with the index behind it; "week-end" is three tokens."""
    if tokens.word(index) == "week" and tokens.word(index + 1) in ("-", "end", "ends"):
        return "weekend", index + (3 if tokens.word(index + 1) == "-" else 2)
    found = french().units.get(tokens.word(index))
    return (found, index + 1) if found and found != "hour" else None


def distance(tokens: Tokens, index: int) -> Distance | None:
    """ "deux ans", "près de six mois", "un an et demi", "une dizaine de jours", "48 heures"."""
    cursor, less, about = _about(tokens, index)
    count = numeral(tokens, cursor)
    if not count:
        return None
    number, end = count
    if tokens.word(end) == "demi" or (tokens.word(end) == "-" and tokens.word(end + 1) == "demi"):
        return None
    name = french().units.get(tokens.word(end))
    if tokens.word(cursor) in _INDEFINITE and tokens.word(cursor + 1) == "demi" and tokens.word(cursor + 3) == "siècle":
        return Distance("year", 50, cursor + 4, less, True)
    if name is None or not 0 < number <= 3000 or name in ("quarter", "semester", "weekend"):
        return None
    end += 1
    if name == "hour":
        if number % 24 or number > 240:
            return None
        return Distance("day", number // 24, end, less, about)
    if name in ("decade", "century"):
        name, number = "year", number * (10 if name == "decade" else 100)
    if tokens.word(end) == "et" and tokens.word(end + 1) in _HALVES:
        name, number = {"year": ("month", number * 12 + 6), "week": ("day", number * 7 + 3)}.get(name, (name, number))
        return Distance(name, number, end + 2, less, True)
    rounded = not french().collective.keys().isdisjoint(tokens.words[cursor : cursor + 2])  # "une dizaine de"
    return Distance(name, number, end, less, about or rounded)


def _about(tokens: Tokens, index: int) -> tuple[int, bool, bool]:
    """Where the number begins behind "moins de", "plus de", "près de", "un peu plus de", "environ", "à peine"."""
    word = tokens.word(index)
    if word == "un" and tokens.word(index + 1) == "peu":
        index += 2
        word = tokens.word(index)
    if word in _COMPARISONS and tokens.word(index + 1) in _OF:
        return index + 2, word == "moins", True
    if word == "à" and tokens.word(index + 1) == "peine":
        return index + 2, False, True
    if word == "tout" and tokens.word(index + 1) == "juste":
        return index + 2, False, False
    if word in _EXACTLY:
        index += 1
        word = tokens.word(index)
    return (index + 1, False, True) if word in _VAGUE else (index, False, False)


def shift(found: Distance, sign: int, origin: ex.Publication | ex.Narrative) -> ex.Shift | ex.Stretch:
    """The distance walked from an origin; "moins de" leaves the whole way there."""
    if found.less:
        return ex.Stretch(found.unit, sign * found.count, origin)
    return ex.Shift(found.unit, sign * found.count, origin, measured=True, about=found.about)


def near_day(tokens: Tokens, index: int) -> Parsed:
    """ "hier", "avant-hier", "aujourd'hui vendredi", "hier mardi (13)"."""
    for length in (3, 2, 1):
        count = french().near_days.get(tokens.run(index, length))
        if count is not None:
            end = index + length
            if tokens.word(end) in french().weekdays:
                behind = calendar_date(tokens, end)
                end = behind[1] if behind else end
            return ex.Shift("day", count, _PUBLICATION), end
    return None


def ago(tokens: Tokens, index: int) -> Parsed:
    """ "il y a deux ans", "voici dix ans"."""
    word = tokens.word(index)
    if word == "il" and tokens.word(index + 1) == "y" and tokens.word(index + 2) in _THERE_IS:
        origin = _PUBLICATION if tokens.word(index + 2) == "a" else _NARRATIVE
        start = index + 3
    elif word in _HERE_IS:
        origin, start = _PUBLICATION, index + 1
    else:
        return None
    found = distance(tokens, start)
    if not found or tokens.word(found.end) in _THAT:  # "il y a dix ans que": a duration
        return None
    end = found.end + (3 if tokens.run(found.end, 3) == TO_THE_DAY else 0)
    return shift(found, -1, origin), end


def ahead(tokens: Tokens, index: int) -> Parsed:
    """ "dans trois mois", "d'ici (à) deux semaines", "dans les quinze jours", "sous dix jours"."""
    word = tokens.word(index)
    if word == "d'" and tokens.word(index + 1) == "ici":
        start = index + 2
        if tokens.word(start) == "à":
            start += 1
        found = distance(tokens, start)
        return (ex.Stretch(found.unit, found.count, _PUBLICATION), found.end) if found else None
    if word != "dans":
        return None
    if tokens.word(index + 1) == "les":
        found = distance(tokens, index + 2)
        if not found or tokens.word(found.end) in _BEHIND_NO_WINDOW:
            return None
        return ex.Stretch(found.unit, found.count, _PUBLICATION), found.end
    if tokens.word(index + 1) == "la" and tokens.word(index + 2) in _RUNNING_UNITS:
        if tokens.word(index + 3) in _BEHIND_THE_DAY or unit_phrase(tokens, index + 2):
            return None
        return ex.Shift("day" if tokens.word(index + 2) == "journée" else "week", 0, _PUBLICATION), index + 3
    found = distance(tokens, index + 1)
    if not found or tokens.word(found.end) in _OF_ANY:
        return None
    return shift(found, 1, _PUBLICATION), found.end


def unit_phrase(tokens: Tokens, index: int) -> Parsed:
    """ "semaine dernière", "an prochain", "année précédente", "prochain week-end", "jour d'après", "siècle dernier"."""
    lexicon = french()
    ahead_of_unit = lexicon.directions.get(tokens.word(index))
    if ahead_of_unit:
        found = unit(tokens, index + 1)
        if not found or tokens.word(index + 1).endswith(("années", "ans", "jours", "semaines")):
            return None
        name, end = found
        if tokens.word(index).endswith("s") and not tokens.word(index).endswith("ès"):
            return None  # "les prochains mois": nobody knows how many
        if ahead_of_unit == "last" and name in ("day", "month", "year", "fortnight"):
            return None  # "le dernier jour" is the last day of something
        count, origin = _DIRECTIONS[ahead_of_unit]
        return ex.Shift(name, count, origin), end
    found = unit(tokens, index)
    if not found:
        return None
    name, end = found
    pointed = direction(tokens, end)
    if pointed and not _plural(tokens, index, end, name):
        return ex.Shift(name, pointed[0], pointed[1]), pointed[2]
    if (
        tokens.word(end) == "même"
        and name == "day"
        and tokens.word(index - 1) == "le"
        and tokens.word(end + 1) not in _BEHIND_SAME_DAY
    ):
        return ex.Shift("day", 0, _NARRATIVE), end + 1
    return None


def direction(tokens: Tokens, index: int) -> tuple[int, ex.Publication | ex.Narrative, int] | None:
    """ "dernier", "prochain", "suivant", "d'après", "qui vient": the step, its origin, and the index behind."""
    lexicon = french()
    word = lexicon.directions.get(tokens.word(index))
    if word:
        return *_DIRECTIONS[word], index + 1
    words = lexicon.direction_phrases.get(tokens.run(index, 2))
    return (*_DIRECTIONS[words], index + 2) if words else None


def _plural(tokens: Tokens, index: int, end: int, name: str) -> bool:
    """ "les années suivantes", "les semaines qui viennent": nobody knows how many."""
    return tokens.word(index) in _PLURAL_UNITS or (tokens.word(end).endswith("s") and name != "month")


def this(tokens: Tokens, index: int) -> Parsed:
    """ "cette année", "ce mois-ci", "cet automne-là", "ce mardi", "ce soir", "cette même année", "ce 3 mai"."""
    start = index + 1
    same = tokens.word(start) == "même"
    start += same
    if tokens.word(index) not in _DEMONSTRATIVES and not (tokens.word(index) == "même" and not same):
        return None
    if tokens.word(index) == "même":
        if tokens.word(index - 1) not in _BEFORE_SAME:
            return None  # "ont même été reçus"
        start, same = index + 1, True
    origin: ex.Publication | ex.Narrative = _NARRATIVE if same else _PUBLICATION
    found = unit(tokens, start)
    if found:
        name, end = found
        dated = year_number(tokens, end) if name == "year" else None
        if dated:  # "cette année 2016"
            return ex.Calendar(year=dated[0]), dated[1]
        origin, end = _here_or_there(tokens, end, origin)
        if tokens.word(end) in _OF and name == "month":
            return None  # "ce mois de décembre": the month itself
        if tokens.word(start) in _PLURAL_YEARS or name == "century":
            return None
        return ex.Shift(name, 0, origin), end
    if tokens.word(start) in french().day_parts or tokens.run(start, 3) == AFTERNOON:
        end = start + (1 if tokens.word(start) in french().day_parts else 3)
        origin, end = _here_or_there(tokens, end, origin)
        return ex.Shift("night" if tokens.word(start) == "nuit" else "day", 0, origin), end
    node = season(tokens, start) or calendar_date(tokens, start)
    if not node or not isinstance(node[0], ex.Calendar | ex.Season) or node[0].year is not None:
        return None
    if isinstance(node[0], ex.Calendar) and node[0].weekday is None and node[0].month is None:
        return None
    origin, end = _here_or_there(tokens, node[1], origin)
    return ex.This(node[0], origin), end


def _here_or_there(
    tokens: Tokens, end: int, origin: ex.Publication | ex.Narrative
) -> tuple[ex.Publication | ex.Narrative, int]:
    if tokens.word(end) == "-" and tokens.word(end + 1) in _HERE_OR_THERE:
        return (_NARRATIVE if tokens.word(end + 1) == "là" else origin), end + 2
    return origin, end


def window(tokens: Tokens, index: int) -> Parsed:
    """ "trois derniers mois", "2 semaines passées", "deux prochaines années", "3 mois suivants"."""
    count = numeral(tokens, index)
    if not count or not 1 < count[0] <= 100:
        return None
    lexicon = french()
    word = lexicon.directions.get(tokens.word(count[1]))
    found = unit(tokens, count[1] + 1 if word else count[1])
    if not found:
        return None
    name, end = found
    pointed = (*_DIRECTIONS[word], end) if word else direction(tokens, end)
    if not pointed:
        return None
    return ex.Window(name, pointed[0] * count[0], pointed[1]), pointed[2]
