"""Times of day ("à 18 heures", "18 h 30") told from lengths of time ("en 2 h 30") and from the law on working hours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.amounts.patterns import any_of
from pipeline.amounts.window import Window
from pipeline.resources import load_toml

_HOUR = r"(?:\d{1,2} ?h(?:eures?)?(?: ?\d\d)?|[a-z]{2,10}(?:-[a-z]{2,10})? heures?)"
_RANGE = re.compile(rf"{_HOUR}(?: (?:à|et) |-){_HOUR}(?!\w)")
_ABRIDGED = re.compile(
    r"\d{1,2} ?[hH] ?\d\d(?:min)?(?!\d)|\d{1,2}:\d\d(?::\d\d)?(?!\d)|\d{1,2} ?[hH](?!\w)"
    r"|\d{1,2} heures? \d\d(?!\d)(?! min)"
)
_IN_WORDS = re.compile(r"(?:\d{1,2}|[a-z]{2,10}(?:-[a-z]{2,10})?) heures?(?!\w)(?! d(?:e |')(?!Paris))")
_LASTING = re.compile(r" (?:par (?:jour|nuit|semaine)|d'avance|de (?!Paris)[a-zé]{4,})(?!\w)")  # "4 h 30 de débats"


@dataclass(frozen=True, slots=True)
class _Lexicon:
    time: re.Pattern[str]  # before a time of day
    lasting: re.Pattern[str]  # before a length
    regimes: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    data = load_toml("amounts/guards.toml")["hours"]
    days, events = any_of(data["days"]), any_of(data["events"])
    time = (
        rf"(?<!\w)(?:{'|'.join(data['cues'])}|(?:{days}),?(?: à)?|(?:les?|la|l'|du|aux?) ?(?:{events}) de)"
        r"|(?-i:(?<!\w)A)|\d ?h(?:eures?)?(?: ?\d\d)? (?:à|et|-)"
    )
    participle = r"\w{3,}(?:é|u|(?<!d)i)"  # "a dormi 6 h 42", but not "lundi 18 h 30"
    return _Lexicon(
        time=re.compile(rf"(?:{time}) $", re.I),
        lasting=re.compile(rf"(?:(?<!\w)(?:{any_of(data['lasting'])})|{participle}) $"),
        regimes=re.compile(rf"(?:{any_of(data['regimes'])})(?!\w)"),
    )


def time_of_day(window: Window, start: int) -> int:
    """Where the time of day that begins at `start` ends ("à 18 heures", "18 h 30"); `start` where there is none.

    "20 h" and "18h30" are times unless the words around them speak of a length; "18 heures" is a length unless the
    words before speak of a time.
    """
    lexicon = _lexicon()
    span = window.match(_RANGE, start)
    if span:
        return span.end()
    abridged = window.match(_ABRIDGED, start)
    if abridged and not lexicon.lasting.search(window.before(start, 16)):
        return start if window.match(_LASTING, abridged.end()) else abridged.end()
    in_words = window.match(_IN_WORDS, start)
    return in_words.end() if in_words and lexicon.time.search(window.before(start, 24)) else start


def is_regime(window: Window, start: int) -> bool:
    """Whether "les 35 heures" at `start` is the law on working hours."""
    return bool(window.match(_lexicon().regimes, start)) and window.before(start, 4).lower() in ("les ", "des ", "aux ")
