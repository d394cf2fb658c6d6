"""Numbers that are no amounts: dates, hours, telephone numbers, addresses, scores, law articles, versions, names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.amounts.patterns import any_of
from pipeline.amounts.window import Window
from pipeline.resources import load_toml


@dataclass(frozen=True, slots=True)
class _Lexicon:
    figures: re.Pattern[str]  # what begins with a figure and is skipped whole
    words: re.Pattern[str]  # what begins with a number word and is skipped whole
    numbered: frozenset[str]
    year_cues: frozenset[str]
    regimes: re.Pattern[str]
    lead_ins: frozenset[str]
    hour_cue: re.Pattern[str]  # before "20 heures" where it is a time of day
    lasting: re.Pattern[str]  # before "2 h 30" where it is a length
    race_units: frozenset[str]
    race_article: re.Pattern[str]


_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:[0-2]?\d|3[01])(?:er)?"
_DAY_IN_WORDS = (
    r"(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix(?:-\w+)?|onze|douze|treize|quatorze|quinze|seize"
    r"|vingt(?:[ -]\w+){0,2}|trente(?: et un)?)"
)
_PERIODS = "(?:ans|mois|jours|semaines|heures|minutes|secondes|trimestres|km|kilomètres|mètres)"
_FRACTIONS = "(?:tiers|quarts|cinquièmes|sixièmes|dixièmes|centièmes)"
_EVERY = "(?:(?<=[Tt]ous les )|(?<=[Tt]outes les ))"


@cache
def _lexicon() -> _Lexicon:
    data = load_toml("amounts/guards.toml")
    month = rf"(?:{any_of(data['months'])})(?!\w)"
    names = rf"(?:{any_of(data['names'])})(?!\w)"
    sure, unsure = any_of(data["streets"]["sure"]), any_of(data["streets"]["unsure"])
    few = r"(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|cent|mille)"
    alone = r"(?!\w| \w+s(?!\w))"  # "deux sur trois", but not "deux sur trois ans"
    figures = (
        names,
        rf"{_DAY}(?:(?: ?[-–/] ?| et | au | ou |, | à ){_DAY}){{0,4}}[ -]{month}(?:(?:,? |-){_YEAR})?",
        r"\d{1,2}(?P<sep>[-/.])\d{1,2}(?P=sep)\d{2,4}(?!\d)",
        rf"{_YEAR}-\d\d(?:-\d\d)?(?!\d)",
        rf"{_YEAR}(?: ?[-–/] ?| à | et | ou | au ){_YEAR}(?!\d| ?(?:euros|%|dollars|€|\$))",
        r"\d{1,2} à 0(?![\d.,%]| [%€])",
        rf"{_EVERY}\d{{1,9}} {_PERIODS}",
        r"(?:(?<=di )|(?<=dimanche ))\d{1,2} à \d{1,2} ?h(?:eures?)?(?: ?\d\d)?(?!\w)",  # "mardi 8 à 15 heures"
        r"(?:\+33|0)[ .-]?\d(?:[ .-]?\d\d){4}(?!\d)|\+\d{1,3}(?: \d{1,4}){2,5}",
        rf"\d{{1,4}}(?: ?(?:bis|ter|quater))?(?:[-/]\d{{1,4}})?(?:,? (?:{sure})|, (?:{unsure}))(?!\w)",
        r"\d{1,9}(?:er|re|ère|e|ème|eme|nde?|ième|th|st|nd|rd|es|èmes)(?!\w)",
        rf"\d{{1,9}}(?:[.,]\d{{1,9}})? ?(?:\w{{1,20}} )?sur (?:(?:\d|10|100|1000)(?! ?%)(?![.,]?\d)|{few}){alone}",
        r"24 ?(?:heures|h) ?(?:sur|/) ?24|7 ?(?:jours|j) ?(?:sur|/) ?7",
        r"\d{1,9}(?:/\d{1,9}){1,4}(?!\d)(?! (?:euros|000))",
        r"\d{1,9}\.\d{1,2}\.\d[\d.]{0,20}|\d{1,3}(?:\.\d{1,3}){3}(?![\d,])",
        r"\d{5} (?=[A-ZÉÈ])(?!\w*(?:ais|ois|ains|iens|éens)(?!\w))",
        r"\d{1,9} ?[x×] ?\d{1,9}",
    )
    words = (
        names,
        rf"{_DAY_IN_WORDS} {month}(?: {_YEAR})?",
        rf"(?:{any_of(data['idioms'])})(?!\w)",
        rf"(?:(?<=[Tt]ous )|(?<=[Tt]outes ))(?:deux|trois|quatre)(?!\w)(?! \w{{1,20}} {_PERIODS})",
        rf"{_EVERY}(?:\w{{1,20}} {_PERIODS}|(?:deux|trois|quatre)(?!\w)(?! \w{{1,20}}(?<![éi])s(?!\w)))",
        r"(?:(?<=à )|(?<=À ))[\w-]{1,20} (?:autres )?reprises(?!\w)",
        rf"(?:deux|trois|quatre|cinq|sept|huit|neuf) {_FRACTIONS}(?!\w)(?! (?:d'heure|de (?:point|million|milliard)))",
        rf"[a-zé-]{{1,30}} (?:\w{{1,20}} )?sur (?:{few}|\d|10|100){alone}",
    )
    days, events = any_of(data["hours"]["days"]), any_of(data["hours"]["events"])
    hour_cue = (
        rf"(?<!\w)(?:{'|'.join(data['hours']['cues'])}|(?:{days}),?(?: à)?|(?:les?|la|l'|du|aux?) ?(?:{events}) de)"
        r"|(?-i:(?<!\w)A)|\d ?h(?:eures?)?(?: ?\d\d)? (?:à|et|-)"
    )
    return _Lexicon(
        re.compile("|".join(figures)),
        re.compile("|".join(words), re.I),
        frozenset(data["numbered"]),
        frozenset(data["year_cues"]),
        re.compile(rf"(?:{any_of(data['regimes'])})(?!\w)"),
        frozenset(data["lead_ins"]),
        re.compile(rf"(?:{hour_cue}) $", re.I),
        re.compile(rf"(?:(?<!\w)(?:{'|'.join(data['hours']['lasting'])})|\w{{3,}}(?:é|u|(?<!d)i)) $"),
        frozenset(data["races"]["units"]),
        re.compile(rf"(?<!\w)(?:{'|'.join(data['races']['articles'])}) $", re.I),
    )


_SHAPE_OF_YEAR = re.compile(rf"{_YEAR}$")
_HOUR = r"(?:\d{1,2} ?h(?:eures?)?(?: ?\d\d)?|[a-z]{2,10}(?:-[a-z]{2,10})? heures?)"
_HOUR_RANGE = re.compile(rf"{_HOUR}(?: (?:à|et) |-){_HOUR}(?!\w)")
_FIGURE_HOUR = re.compile(
    r"\d{1,2} ?[hH] ?\d\d(?:min)?(?!\d)|\d{1,2}:\d\d(?::\d\d)?(?!\d)|\d{1,2} ?[hH](?!\w)"
    r"|\d{1,2} heures? \d\d(?!\d)(?! min)"
)
_WORD_HOUR = re.compile(r"(?:\d{1,2}|[a-z]{2,10}(?:-[a-z]{2,10})?) heures?(?!\w)(?! d(?:e |')(?!Paris))")
_OF_A_DAY = re.compile(r" (?:par (?:jour|nuit|semaine)|d'avance|de (?!Paris)[a-zé]{4,})(?!\w)")


def skipped_until(window: Window, start: int) -> int:
    """Where the thing that begins at `start` and is no amount ends; `start` where it may be one."""
    if start >= window.stop:
        return start
    lexicon = _lexicon()
    match = window.match(lexicon.figures if window.text[start].isdigit() else lexicon.words, start)
    return match.end() if match else start


def is_number_of_something(window: Window, start: int) -> bool:
    """Whether the word before the figure at `start` makes it a label: "article 49", "n° 3", "Boeing 737", "GPT 3.5"."""
    left = window.before(start, 32)
    word = left.rstrip(" -").rsplit(" ", 1)[-1]
    word = word[2:] if word[1:2] == "'" else word.lstrip("(«")
    if not word or left.endswith(("  ", "- ")):
        return False
    lexicon = _lexicon()
    if word.lower() in lexicon.numbered or word[-1] in "#@":
        return True
    return word[0].isupper() and word[-1].isalnum() and word.lower() not in lexicon.lead_ins


def is_year(window: Window, start: int, end: int) -> bool:
    """Whether the figure `start..end` has the shape of a year and nothing shows that it counts something."""
    figure = window.text[start:end]
    if not _SHAPE_OF_YEAR.match(figure):
        return False
    words = window.before(start, 24).split()
    return not figure.endswith(("00", "50")) or (bool(words) and words[-1].lower() in _lexicon().year_cues)


def time_of_day(window: Window, start: int) -> int:
    """Where the time of day that begins at `start` ends ("à 18 heures", "18 h 30"); `start` where there is none.

    "20 h" and "18h30" are times unless the words before speak of a length; "18 heures" is a length unless the words
    before speak of a time.
    """
    lexicon = _lexicon()
    span = window.match(_HOUR_RANGE, start)
    if span:
        return span.end()
    abridged = window.match(_FIGURE_HOUR, start)
    if abridged and not lexicon.lasting.search(window.before(start, 16)):
        return start if window.match(_OF_A_DAY, abridged.end()) else abridged.end()
    spelt = window.match(_WORD_HOUR, start)
    if spelt and lexicon.hour_cue.search(window.before(start, 24)):
        return spelt.end()
    return start


def is_race(window: Window, start: int, unit: str) -> bool:
    """Whether the length at `start` names a race or a road sign: "le 100 m haies", "au 20 kilomètres"."""
    lexicon = _lexicon()
    return unit in lexicon.race_units and bool(lexicon.race_article.search(window.before(start, 4)))


def is_regime(window: Window, start: int) -> bool:
    """Whether "les 35 heures" at `start` is the law on working hours."""
    return bool(window.match(_lexicon().regimes, start)) and window.before(start, 4).lower() in ("les ", "des ", "aux ")
