"""The French grammar of time: how the simple expressions combine.

A recursive descent over the words, without backtracking beyond one rule: `single` takes the longest of the rules that
begin with the word it stands on, `expression` joins singles into ranges and lists.
"""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.dates import atoms, relative
from pipeline.dates import expressions as ex
from pipeline.dates.atoms import Parsed
from pipeline.dates.lexicon import french, words
from pipeline.dates.numerals import numeral, ordinal
from pipeline.dates.ranges import Placed, Rule, finest, joined, listed
from pipeline.dates.tokens import Tokens

_AFTER_OR_BEFORE = words("after_or_before")
_ANY_YEAR_NOUNS = words("any_year_nouns")
_ARTICLES = words("articles")
_BEFORE_DATE = words("articles") | words("demonstratives")
_CONTRACTED = words("contracted")
_DAY_EDGES = words("day_edges")
_DAY_PART_OPENERS = words("day_part_openers")
_DETERMINERS = words("determiners")
_EVENING_ARTICLES = words("evening_articles")
_EVENT_DETERMINERS = words("event_determiners")
_FEMININE_ARTICLES = words("feminine_articles")
_HOURS_OF_DAY = words("hours_of_day")
_HYPHENATED_PARTS = words("hyphenated_parts")
_INDEFINITE = words("indefinite")
_LAST_OR_NEXT = words("last_or_next")
_LINKED_PARTS = words("linked_parts")
_LONG_DAY_PARTS = words("long_day_parts")
_MORNING_OR_EVENING = words("morning_or_evening")
_NO_EVENT = words("no_event")
_OF = words("of")
_OF_AGES = words("of_ages")
_OF_ANY = words("of_any")
_OF_THE = words("of_the")
_PLACE_PREPOSITIONS = words("place_prepositions")
_QUANTITIES = words("quantities")
_RANKED_IN = words("ranked_in")
_SINGULAR_ARTICLES = words("singular_articles")
_SPANS = words("spans")
_SPENT = words("spent")
_WHOLE_DAY_PARTS = words("whole_day_parts")
_WHOLE_UNITS = words("whole_units")

_PUBLICATION = ex.Publication()
_DEPTH = 5  # "fin du premier trimestre de l'année du …": nobody writes deeper
_NEIGHBOURS = 6  # words behind a number among which its unit or month stands
_MODIFIABLE = (ex.Calendar, ex.Season, ex.Feast, ex.Division)
_COARSE = (ex.Calendar, ex.Shift, ex.Season, ex.Division, ex.Fixed, ex.Directed, ex.This, ex.Inside)


def expression(tokens: Tokens, index: int) -> list[Placed]:
    """The expressions that begin at `index`, as they stand in the text."""
    found = single(tokens, index)
    if not found:
        return []
    opener = index - 1
    if tokens.word(opener) in _BEFORE_DATE:
        opener -= 1
    both = joined(tokens, index, found, tokens.word(opener), single)
    if both:
        return [(both[0], index, both[1])]
    return listed(tokens, index, found, single) or [(found[0], index, found[1])]


def single(tokens: Tokens, index: int) -> Parsed:
    """The longest expression of one date that begins at `index`."""
    if tokens.depth == _DEPTH:
        return None
    tokens.depth += 1
    try:
        best = _longest(tokens, index)
        return _extended(tokens, best) if best else None
    finally:
        tokens.depth -= 1


def _longest(tokens: Tokens, index: int) -> Parsed:
    best: Parsed = None
    kind = kind_of(tokens.word(index))
    rules = _rules().get(kind, ())
    if kind in ("digit", "word"):
        neighbours = tokens.words[index + 1 : index + _NEIGHBOURS]
        if kind == "word" and _company().isdisjoint(neighbours) and not neighbours[0].isdecimal():  # "sept 2012"
            return None
        if not _units().isdisjoint(neighbours):
            rules += _rules()["counted"]
    for rule in rules:
        found = rule(tokens, index)
        if found and (best is None or found[1] > best[1]):
            best = found
    return best


@cache
def _rules() -> dict[str, tuple[Rule, ...]]:
    """The rules by what the first word is."""
    dates: tuple[Rule, ...] = (atoms.calendar_date,)
    counted: tuple[Rule, ...] = (_later, relative.window, _leading)
    ranked: tuple[Rule, ...] = (_nth, atoms.division)
    eve: tuple[Rule, ...] = (_eve,)
    return {
        "digit": (atoms.numeric, atoms.calendar_date, atoms.year),
        "word": (atoms.calendar_date, atoms.year),
        "counted": (*counted, *ranked, atoms.century),
        "ordinal": (atoms.calendar_date, *ranked, relative.unit_phrase),
        "weekday": (*dates, atoms.feast, _in_days),
        "month": dates,
        "season": (atoms.season,),
        "unit": (atoms.decade, relative.unit_phrase, _unit_of, atoms.feast),
        "feast": (atoms.feast, *dates, *ranked),
        "part": (_part,),
        "direction": (relative.unit_phrase, *ranked),
        "near": (relative.near_day,),
        "après": (relative.near_day,),
        "avant": (relative.near_day, *eve),
        "veille": eve,
        "lendemain": eve,
        "surlendemain": eve,
        "nuit": (_night, _same_evening),
        "evening": (_same_evening,),
        "this": (relative.this,),
        "il": (relative.ago,),
        "d'": (relative.ahead,),
        "dans": (relative.ahead,),
        "about": (_later,),
        "t": (atoms.division,),
        "s": (atoms.division,),
        "roman": (atoms.century,),
    }


@cache
def _units() -> frozenset[str]:
    """Words without which no figure counts a time."""
    return frozenset([*french().units, "week", "moitié", "demi", *french().weekdays])


@cache
def _company() -> frozenset[str]:
    """Words one of which stands beside every number word that belongs to a date."""
    return _units() | french().months.keys() | french().numerals.keys()


@cache
def _kinds() -> dict[str, str]:
    lexicon = french()
    kinds = {name[0]: "feast" for name in lexicon.feasts}
    kinds |= dict.fromkeys([*lexicon.numerals, *lexicon.collective], "word")
    kinds |= dict.fromkeys(lexicon.directions, "direction")
    kinds |= dict.fromkeys(lexicon.ordinals, "ordinal")
    kinds |= dict.fromkeys([*lexicon.weekdays, *lexicon.short_weekdays], "weekday")
    kinds |= dict.fromkeys([word for word in lexicon.months if word != "sept"], "month")
    kinds |= dict.fromkeys(lexicon.seasons, "season")
    kinds |= dict.fromkeys([*lexicon.units, "week"], "unit")
    kinds |= dict.fromkeys(lexicon.parts, "part")
    kinds |= dict.fromkeys([words[0] for words in lexicon.near_days], "near")
    kinds |= dict.fromkeys([*lexicon.words["demonstratives"], "même"], "this")
    kinds |= dict.fromkeys(["il", *lexicon.words["here_is"]], "il")
    kinds |= dict.fromkeys(lexicon.words["distance_openers"], "about")
    kinds |= {
        word: word for word in ("après", "avant", "veille", "lendemain", "surlendemain", "nuit", "d'", "dans", "t", "s")
    }
    kinds |= dict.fromkeys(lexicon.words["evenings"], "evening")
    return kinds


@lru_cache(maxsize=1 << 16)
def kind_of(word: str) -> str:
    """The kind of word by which rules are chosen; empty where no rule begins with it."""
    if word[:1].isdigit():
        return "digit"
    return _kinds().get(word) or ("roman" if atoms.century_word(word) else "")


# What may follow a date and belongs to it.


def _extended(tokens: Tokens, base: tuple[ex.Node, int]) -> tuple[ex.Node, int]:
    node, end = base
    if _has_day(node):
        end = _day_part(tokens, end)
    if isinstance(node, _MODIFIABLE) and node.year is None:
        directed = _direction(tokens, node, end)
        if directed:
            node, end = directed
        else:
            inside = _of_period(tokens, node, end)
            if inside:
                node, end = inside
    if _has_day(node):
        end = _day_part(tokens, end)
    return node, end


def _has_day(node: ex.Node) -> bool:
    match node:
        case ex.Calendar(day=day, weekday=weekday):
            return day is not None or weekday is not None
        case ex.Shift(unit=unit):
            return unit == "day"
        case ex.Directed(node=inner) | ex.This(node=inner) | ex.Inside(node=inner):
            return _has_day(inner)
        case ex.InDays():
            return True
    return False


def _day_part(tokens: Tokens, end: int) -> int:
    """The index behind "matin", "après-midi", "au soir", "en début de soirée": they change no value."""
    start = end
    if tokens.word(start) not in _DAY_PART_OPENERS:
        return end
    if tokens.word(start) == "au":
        return start + 2 if tokens.word(start + 1) in _MORNING_OR_EVENING else end
    if tokens.word(start) == "dans" and tokens.word(start + 1) == "la":
        return start + 3 if tokens.word(start + 2) in _WHOLE_DAY_PARTS else end
    if tokens.word(start) == "en" and tokens.word(start + 1) in _DAY_EDGES:
        start += 3
        if tokens.word(start - 1) not in _OF:
            return end
        if tokens.word(start) in _LONG_DAY_PARTS:
            return start + 1
        return start + 3 if tokens.run(start, 3) == relative.AFTERNOON else end
    if tokens.run(start, 3) == relative.AFTERNOON:
        return start + 3
    return start + 1 if tokens.word(start) in _HOURS_OF_DAY else end


def _direction(tokens: Tokens, node: ex.Node, end: int) -> Parsed:
    """ "mardi dernier", "en décembre dernier", "mercredi suivant", "lundi d'après", "jeudi qui vient"."""
    pointed = relative.direction(tokens, end)
    if not pointed or (isinstance(node, ex.Calendar) and node.month is None and node.weekday is None):
        return None
    sign, origin, behind = pointed
    if tokens.word(end) in _SPENT and tokens.word(behind) in _PLACE_PREPOSITIONS:
        return None  # "jeudi passé à Lyon" is spent there
    return ex.Directed(node, sign, origin), behind


def _of_period(tokens: Tokens, node: ex.Node, end: int) -> Parsed:
    """ "juillet de la même année", "lundi de la semaine prochaine", "12 du mois dernier", "mardi cette semaine"."""
    start = end
    linked = tokens.word(start) in _OF_THE
    start += linked
    article = tokens.word(start) in _SINGULAR_ARTICLES
    if tokens.word(start - 1) == "du":
        article = True
    elif article:
        start += 1
    if not (linked or article or tokens.word(start) == "cette"):
        return None
    found = single(tokens, start) or (_bare_unit(tokens, start) if linked else None)
    if not found or not isinstance(found[0], _COARSE) or _has_day(found[0]):
        return None
    if isinstance(found[0], ex.Calendar) and (found[0].year is None or found[0].month is not None):
        return None
    if not linked and not (isinstance(found[0], ex.Shift) and found[0].unit in ("week", "weekend")):
        return None
    return ex.Inside(node, found[0]), found[1]


def _bare_unit(tokens: Tokens, index: int) -> Parsed:
    """ "de l'année", "du mois": the one in which the article is written."""
    found = relative.unit(tokens, index)
    if not found or tokens.word(index) not in _WHOLE_UNITS or found[0] == "day":
        return None
    return ex.Shift(found[0], 0, _PUBLICATION), found[1]


# Rules that hold another expression.


def _target(tokens: Tokens, index: int) -> Parsed:
    """What a part or a rank is a part or a rank of, behind "de", "du", "de la", "du mois de" or nothing."""
    start, linked = index, False
    if tokens.word(start) in _OF_ANY:
        start, linked = start + 1, True
    if linked and tokens.word(start) in _ARTICLES:
        start += 1
    if tokens.word(start) == "mois" and tokens.word(start + 1) in _OF and tokens.word(start + 2) in french().months:
        start += 2
    return single(tokens, start) or (_bare_unit(tokens, start) if linked else None)


def _part(tokens: Tokens, index: int) -> Parsed:
    """ "début 2018", "mi-mars", "fin du mois de mars", "fin de l'année", "milieu de semaine", "courant 2021"."""
    which = french().parts[tokens.word(index)]
    start = index + 1
    if tokens.word(index - 1) == "de" and tokens.word(start) == "d'":
        return None  # "fêtes de fin d'année": of every year
    if tokens.word(index) in _HYPHENATED_PARTS and tokens.word(start) == "-":
        start += 1
    elif (tokens.word(index) == "mi" and tokens.word(start) not in french().months) or (
        tokens.word(index) in _LINKED_PARTS and tokens.word(start) not in _OF_ANY and which != "during"
    ):
        return None
    found = _target(tokens, start)
    if not found or _has_day(found[0]) or isinstance(found[0], ex.Part | ex.Stretch | ex.Range | ex.InDays | ex.Night):
        return None
    if isinstance(found[0], ex.Shift) and found[0].measured:
        return None
    if isinstance(found[0], ex.Calendar) and found[0].month is None and found[0].year is None:
        return None
    return ex.Part(which, found[0]), found[1]


def _nth(tokens: Tokens, index: int) -> Parsed:
    """ "troisième jeudi de novembre", "première quinzaine d'avril", "3e jour d'octobre"."""
    rank = ordinal(tokens, index)
    if not rank:
        return None
    name: str | int | None
    weekday = french().weekdays.get(tokens.word(rank[1])) if not tokens.word(rank[1]).endswith("s") else None
    if weekday is not None:
        name, end = weekday, rank[1] + 1
    elif tokens.word(rank[1]) == "moitié":
        name, end = "fortnight", rank[1] + 1
    else:
        found = relative.unit(tokens, rank[1])
        if not found or found[0] in ("year", "decade", "century"):
            return None
        name, end = found
    if tokens.word(end) not in _RANKED_IN:
        return None
    target = single(tokens, end + 1) if tokens.word(end) == "en" else _target(tokens, end)
    if not target or not isinstance(target[0], _COARSE) or _has_day(target[0]):
        return None
    if tokens.word(rank[1]) == "moitié" and isinstance(target[0], ex.Fixed):  # "seconde moitié du XIXe siècle"
        return atoms.half(target[0], rank[0]), target[1]
    if tokens.word(rank[1]) == "jours":  # "aux premiers jours de mai": a part of it
        month = isinstance(target[0], ex.Calendar) and target[0].month is not None
        return (ex.Part("start" if rank[0] == 1 else "end", target[0]), target[1]) if month else None
    if isinstance(target[0], ex.Calendar) and target[0].month is None and name in ("day", "fortnight"):
        return None
    return ex.Nth(rank[0], name, target[0]), target[1]


def _leading(tokens: Tokens, index: int) -> Parsed:
    """ "six premiers mois de 2024", "trois dernières semaines de l'année"."""
    count = numeral(tokens, index)
    if not count or not 1 < count[0] <= 60:
        return None
    rank = french().ordinals.get(tokens.word(count[1]))
    found = relative.unit(tokens, count[1] + 1)
    if rank not in (1, -1) or not found or tokens.word(found[1]) not in _OF_THE:
        return None
    target = _target(tokens, found[1])
    if not target or not isinstance(target[0], _COARSE) or _has_day(target[0]):
        return None
    return ex.Leading(found[0], rank * count[0], target[0]), target[1]


def _unit_of(tokens: Tokens, index: int) -> Parsed:
    """ "année 2001", "an 2000", "semaine du 7 octobre", "week-end de Pâques"."""
    found = relative.unit(tokens, index)
    if not found:
        return None
    name, end = found
    if name == "decade":
        return atoms.decade_number(tokens, end) if tokens.word(index) == "décennie" else None
    if name == "year" and tokens.run(index - 1, 2) == ("l'", "an") and len(tokens.word(end)) == 3:
        return (ex.Calendar(year=int(tokens.word(end))), end + 1) if tokens.word(end).isdecimal() else None
    if name == "year":
        dated = atoms.year(tokens, end) if tokens.word(index) in _ANY_YEAR_NOUNS else None
        return dated if dated and tokens.word(dated[1]) not in _QUANTITIES else None
    if name == "weekend" and tokens.word(index - 1) == "le" and tokens.word(index - 2) in _SPANS:
        return ex.Shift("weekend", 0, _PUBLICATION), end  # "tout le week-end"
    if name not in ("week", "weekend") or tokens.word(end) not in _OF_ANY:
        return None
    start = end + 1 + (tokens.word(end + 1) in _FEMININE_ARTICLES)
    target = single(tokens, start)
    if not target or not (_has_day(target[0]) or isinstance(target[0], ex.Feast)):
        return None
    if finest(target[0]) == "number" and not tokens.word(start).isdecimal():
        return None  # "à une semaine du premier tour"
    if tokens.word(end) == "des":
        days = listed(tokens, start, target, single)  # "week-end des 12 et 13 octobre"
        return (days[0][0], days[0][2]) if days and len(days) == 1 else None
    both = joined(tokens, start, target, "du", single) if tokens.word(end) == "du" else None
    return both or (ex.Around(name, target[0]), target[1])


def _night(tokens: Tokens, index: int) -> Parsed:
    """ "nuit de jeudi à vendredi", "nuit du 7 au 8 avril 2021", "nuit dernière", "nuit de mardi"."""
    if tokens.word(index + 1) in _LAST_OR_NEXT:
        return ex.Shift("night", -1 if tokens.word(index + 1) == "dernière" else 1, _PUBLICATION), index + 2
    opener = tokens.word(index + 1)
    if opener not in _OF_THE:
        return None
    start = index + 2 + (tokens.word(index + 2) in _FEMININE_ARTICLES)
    first = single(tokens, start)
    if not first or not (_has_day(first[0]) or isinstance(first[0], ex.Feast)):
        return None
    both = joined(tokens, start, first, opener, single, night=True)
    if both and isinstance(both[0], ex.Range):
        return ex.Night(both[0].first, both[0].second), both[1]
    if isinstance(first[0], ex.Calendar) and first[0].weekday is None and first[0].month is None:
        return None
    return ex.Night(first[0]), first[1]


def _same_evening(tokens: Tokens, index: int) -> Parsed:
    """ "le soir même", "le matin même": of the day told before."""
    if tokens.word(index - 1) not in _EVENING_ARTICLES or tokens.word(index + 1) != "même":
        return None
    return ex.Shift("day", 0, ex.Narrative()), index + 2


def _in_days(tokens: Tokens, index: int) -> Parsed:
    """ "lundi en huit", "mardi en quinze"."""
    weekday = french().weekdays.get(tokens.word(index))
    count = french().in_days.get(tokens.word(index + 2))
    if weekday is None or tokens.word(index + 1) != "en" or count is None or not atoms.plain_end(tokens, index + 3):
        return None
    return ex.InDays(weekday, count), index + 3


def _eve(tokens: Tokens, index: int) -> Parsed:
    """ "veille", "lendemain matin", "surlendemain de Noël", "veille d'une audience", "lendemain du 13 février"."""
    for length in (3, 1):
        count = french().eves.get(tokens.run(index, length))
        if count is not None:
            break
    else:
        return None
    if tokens.word(index - 1) == "en":
        return None  # "mise en veille"
    end = _day_part(tokens, index + length)
    if tokens.word(end) in _OF_ANY:
        return _beside(tokens, end, "day", count, measured=False, about=False) or (
            ex.Shift("day", count, ex.Narrative()),
            end,
        )
    return ex.Shift("day", count, ex.Narrative()), end


def _later(tokens: Tokens, index: int) -> Parsed:
    """ "trois mois plus tard", "moins de six mois plus tard", "deux jours avant Noël", "un mois après le lancement"."""
    found = relative.distance(tokens, index)
    if not found or (found.unit == "year" and tokens.word(index - 1) in _OF_AGES):
        return None  # "un homme de 52 ans après l'accident"
    end = found.end
    if tokens.run(end, 3) == relative.TO_THE_DAY:
        end += 3
    word, behind = tokens.word(end), tokens.word(end + 1)
    if word == "plus" and behind in ("tard", "tôt"):
        return relative.shift(found, 1 if behind == "tard" else -1, ex.Narrative()), end + 2
    if word == "auparavant":
        return relative.shift(found, -1, ex.Narrative()), end + 1
    if word not in _AFTER_OR_BEFORE:
        return None
    sign = 1 if word == "après" else -1
    if behind in _NO_EVENT:
        return None
    beside = _beside(tokens, end, found.unit, sign * found.count, measured=True, about=found.about, less=found.less)
    if beside:
        return beside
    if behind in _DETERMINERS or tokens.capital(end + 1):
        return None
    return relative.shift(found, sign, ex.Narrative()), end + 1


def _beside(
    tokens: Tokens, link: int, unit: str, count: int, measured: bool, about: bool, less: bool = False
) -> Parsed:
    """The distance from what stands behind `link` ("après", "de"): a date, or an event that the text may tell."""
    contracted = tokens.word(link) in _CONTRACTED
    start = link + 1
    dated = start + (tokens.word(start) in _BEFORE_DATE and not contracted)
    target = single(tokens, dated)
    if target and (tokens.word(start) not in _INDEFINITE) and _datable(tokens, target, dated):
        node: ex.Node = ex.Shift(unit, count, target[0], measured, about)
        return (ex.Stretch(unit, count, target[0]) if less else node), target[1]
    if not contracted and tokens.word(start) not in _EVENT_DETERMINERS:
        return None
    noun = start if contracted else start + 1
    noun += tokens.word(noun) in french().ordinals
    word = tokens.word(noun)
    if len(word) < 3 or not word.isalpha():
        return None
    origin = ex.Narrative(word, definite=tokens.word(start) not in _INDEFINITE)
    end = _name_behind(tokens, noun + 1)
    if less:
        return ex.Stretch(unit, count, origin), end
    return ex.Shift(unit, count, origin, measured, about), end


def _datable(tokens: Tokens, target: tuple[ex.Node, int], start: int) -> bool:
    node, end = target
    if isinstance(node, ex.Calendar) and node.month is None and node.weekday is None:
        return node.year is not None and atoms.plain_end(tokens, end)
    return True


def _name_behind(tokens: Tokens, index: int) -> int:
    """The index behind "de ChatGPT" in "le lancement de ChatGPT"."""
    if tokens.word(index) in _OF and tokens.capital(index + 1):
        index += 2
        while tokens.capital(index):
            index += 1
    return index
