"""Numbers that are no amounts: dates, telephone numbers, addresses, scores, law articles, versions, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.amounts.patterns import any_of
from pipeline.amounts.window import Window
from pipeline.resources import load_toml


@dataclass(frozen=True, slots=True)
class _Lexicon:
    figures: re.Pattern[str]  # what begins with a figure and is skipped whole
    words: re.Pattern[str]  # what begins with a number word and is skipped whole
    numbered: frozenset[str]
    lead_ins: frozenset[str]
    year_cues: frozenset[str]
    race_units: frozenset[str]
    race_article: re.Pattern[str]


_YEAR = r"(?:1[5-9]|20)\d\d"
_SHAPE_OF_YEAR = re.compile(rf"{_YEAR}$")
_DAY = r"(?:[0-2]?\d|3[01])(?:er)?"
_EVERY = "(?:(?<=[Tt]ous les )|(?<=[Tt]outes les ))"


@cache
def _lexicon() -> _Lexicon:
    data = load_toml("amounts/guards.toml")
    return _Lexicon(
        figures=re.compile("|".join(_figures(data))),
        words=re.compile("|".join(_words(data)), re.I),
        numbered=frozenset(data["numbered"]),
        lead_ins=frozenset(data["lead_ins"]),
        year_cues=frozenset(data["year_cues"]),
        race_units=frozenset(data["races"]["units"]),
        race_article=re.compile(rf"(?<!\w)(?:{any_of(data['races']['articles'])}) $", re.I),
    )


_ALONE = r"(?!\w| \w+s(?!\w))"  # "deux sur trois", but not "deux sur trois ans"


def _figures(data: dict[str, Any]) -> Iterator[str]:
    """Patterns of what begins with a figure and is no amount."""
    sure, unsure = any_of(data["streets"]["sure"]), any_of(data["streets"]["unsure"])
    month, few = rf"(?:{any_of(data['months'])})(?!\w)", any_of(data["few"])
    yield rf"(?:{any_of(data['names'])})(?!\w)"
    # Dates and years: "3 et 4 mars 2021", "03/04/2021", "2021-03", "2014 à 2017".
    yield rf"{_DAY}(?:(?: ?[-–/] ?| et | au | ou |, | à ){_DAY}){{0,4}}[ -]{month}(?:(?:,? |-){_YEAR})?"
    yield r"\d{1,2}(?P<sep>[-/.])\d{1,2}(?P=sep)\d{2,4}(?!\d)"
    yield rf"{_YEAR}-\d\d(?:-\d\d)?(?!\d)"
    yield rf"{_YEAR}(?: ?[-–/] ?| à | et | ou | au ){_YEAR}(?!\d| ?(?:euros|%|dollars|€|\$))"
    # "mardi 8 à 15 heures", "tous les 15 jours", "24 heures sur 24"
    yield r"(?:(?<=di )|(?<=dimanche ))\d{1,2} à \d{1,2} ?h(?:eures?)?(?: ?\d\d)?(?!\w)"
    yield rf"{_EVERY}\d{{1,9}} (?:{any_of(data['periods'])})"
    yield r"24 ?(?:heures|h) ?(?:sur|/) ?24|7 ?(?:jours|j) ?(?:sur|/) ?7"
    # Telephone numbers, addresses, postcodes.
    yield r"(?:\+33|0)[ .-]?\d(?:[ .-]?\d\d){4}(?!\d)|\+\d{1,3}(?: \d{1,4}){2,5}"
    yield rf"\d{{1,4}}(?: ?(?:bis|ter|quater))?(?:[-/]\d{{1,4}})?(?:,? (?:{sure})|, (?:{unsure}))(?!\w)"
    yield r"\d{5} (?=[A-ZÉÈ])(?!\w*(?:ais|ois|ains|iens|éens)(?!\w))"
    # Ordinals, fractions and scores: "3e", "9 sur 10", "4/5", "7 à 0", "4 x 100".
    yield r"\d{1,9}(?:er|re|ère|e|ème|eme|nde?|ième|th|st|nd|rd|es|èmes)(?!\w)"
    yield rf"\d{{1,9}}(?:[.,]\d{{1,9}})? ?(?:\w{{1,20}} )?sur (?:(?:\d|10|100|1000)(?! ?%)(?![.,]?\d)|{few}){_ALONE}"
    yield r"\d{1,9}(?:/\d{1,9}){1,4}(?!\d)(?! ?(?:euros|€|\$)| 000)"
    yield r"\d{1,2} à 0(?![\d.,%]| [%€])|(?<=à )\d{1,2} reprises"
    yield r"\d{1,9} ?[x×] ?\d{1,9}"
    # Versions and addresses of machines: "2.0.1", "192.168.1.12".
    yield r"\d{1,9}\.\d{1,2}\.\d[\d.]{0,20}|\d{1,3}(?:\.\d{1,3}){3}(?![\d,])"


def _words(data: dict[str, Any]) -> Iterator[str]:
    """Patterns of what begins with a number word and is no amount."""
    few, periods = any_of(data["few"]), any_of(data["periods"])
    yield rf"(?:{any_of(data['names'])})(?!\w)"
    yield rf"(?:{any_of(data['idioms'])})(?!\w)"
    yield rf"(?:{'|'.join(data['days_in_words'])}) (?:{any_of(data['months'])})(?!\w)(?: {_YEAR})?"
    # "tous deux", "tous les six mois", "tous les deux", "à trois reprises"
    yield rf"(?:(?<=[Tt]ous )|(?<=[Tt]outes ))(?:deux|trois|quatre)(?!\w)(?! \w{{1,20}} (?:{periods}))"
    yield rf"{_EVERY}(?:\w{{1,20}} (?:{periods})|(?:deux|trois|quatre)(?!\w)(?! \w{{1,20}}(?<![éi])s(?!\w)))"
    yield r"(?:(?<=à )|(?<=À ))[\w-]{1,20} (?:autres )?reprises(?!\w)"
    # Fractions: "deux tiers", "neuf sur dix".
    yield rf"(?:{few}) (?:{any_of(data['fractions'])})(?!\w)(?! (?:d'heure|de (?:point|million|milliard)))"
    yield rf"[a-zé-]{{1,30}} (?:\w{{1,20}} )?sur (?:{few}|\d|10|100){_ALONE}"


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


def is_race(window: Window, start: int, unit: str) -> bool:
    """Whether the length at `start` names a race or a road sign: "le 100 m haies", "au 20 kilomètres"."""
    lexicon = _lexicon()
    return unit in lexicon.race_units and bool(lexicon.race_article.search(window.before(start, 4)))
