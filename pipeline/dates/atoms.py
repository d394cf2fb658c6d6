"""The simple French expressions: days, months, years, seasons, feasts, quarters, decades, centuries.

Every rule takes the tokens and the index where it begins, and returns a node with the index behind it, or None.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.dates import expressions as ex
from pipeline.dates.calendar import MONTHS_IN, years
from pipeline.dates.lexicon import french, words
from pipeline.dates.numerals import day_number, full_year, numeral, ordinal, roman_ordinal, short_year, year_number
from pipeline.dates.tokens import Tokens

_AFTER_SPELLED_DAY = words("after_spelled_day")
_BEFORE_CHRIST = words("before_christ")
_BEFORE_DAY_AND_MONTH = words("before_day_and_month")
_BEFORE_SHORT_YEAR = words("before_short_year")
_CENTURIES = words("centuries")
_DECADE_NOUNS = words("decade_nouns")
_FUNCTION_WORDS = words("function_words")
_OF = words("of")
_QUANTITIES = words("quantities")
_SINGLE_YEAR_NOUNS = words("single_year_nouns")

Parsed = tuple[ex.Node, int] | None

# One form of figures a line; the parts are numbered by form.
_NUMERIC = re.compile(
    r"""(?<![\d/])(?<!\d[.,-])(?:
      (?P<year1>\d{4}) (?P<mark1>[-/]) (?P<month1>\d{1,2}) (?P=mark1) (?P<day1>\d{1,2})
    | (?P<day2>\d{1,2}) (?P<mark2>[/.-]) (?P<month2>\d{1,2}) (?P=mark2) (?P<year2>\d{4}|\d{2})
    | (?P<year3>\d{4}) - (?P<month3>\d{2})
    | (?P<month4>\d{2}) / (?P<year4>\d{4})
    | (?P<day5>\d{1,2}) / (?P<month5>\d{1,2})
    )(?![\d/]|[.,-]\d|-[^\W\d_])""",
    re.VERBOSE,
)
_SEPARATORS = frozenset(("-", "/", "."))
_ROMAN_WORD = re.compile(r"[ivx]{1,6}(?:e|er|ème)?$")


def numeric(tokens: Tokens, index: int) -> Parsed:
    """ "12/03/2021", "2024-05-01", "15.12.2016", "03/2021", "2024-03"; "12/3" only behind an article or a weekday."""
    if tokens.word(index + 1) not in _SEPARATORS or not tokens.glued(index + 1):
        return None
    match = _NUMERIC.match(tokens.text, tokens.starts[index])
    if not match:
        return None
    end = tokens.after(match.end(), index)
    if match["year1"]:
        node = _checked(int(match["year1"]), int(match["month1"]), int(match["day1"]))
    elif match["year2"]:
        if match["mark2"] == "." and len(match["year2"]) == 2 and len(match[0]) < 8:
            return None  # a version number
        node = _checked(full_year(int(match["year2"])), int(match["month2"]), int(match["day2"]))
    elif match["year3"]:
        year, number = int(match["year3"]), int(match["month3"])
        if number == (year + 1) % 100:  # "2010-11": a season, not November
            value = years(year, year + 1)
            return (ex.Fixed(value, "other"), end) if value and year >= 1850 else None
        node = ex.Calendar(year=year, month=number) if 1 <= number <= 12 and year >= 1000 else None
    elif match["year4"]:
        number, year = int(match["month4"]), int(match["year4"])
        node = ex.Calendar(year=year, month=number) if 1 <= number <= 12 and 1000 <= year <= 2199 else None
    else:
        before = tokens.word(index - 1)
        named = before in french().weekdays or (before == "." and tokens.word(index - 2) in french().short_weekdays)
        if not named and before not in _BEFORE_DAY_AND_MONTH and len(tokens) > 3:
            return None
        node = _checked(None, int(match["month5"]), int(match["day5"]))
    return (node, end) if node else None


def _checked(year: int | None, month: int, day: int) -> ex.Calendar | None:
    return ex.Calendar(year=year, month=month, day=day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def spaced_numbers(tokens: Tokens) -> Parsed:
    """A passage that is nothing but "20 02 2014" or "17 02", as a date field of a form or a byline has it."""
    words = [word for word in tokens.words[: len(tokens)] if word != "le"]
    if not (2 <= len(words) <= 3 and all(word.isdecimal() and word.isascii() for word in words) and len(words[0]) <= 2):
        return None
    year = full_year(int(words[2])) if len(words) == 3 and len(words[2]) in (2, 4) else None
    if len(words[1]) > 2 or (len(words) == 3 and year is None):
        return None
    node = _checked(year, int(words[1]), int(words[0]))
    return (node, len(tokens)) if node else None


def month_name(tokens: Tokens, index: int, beside_number: bool) -> tuple[int, int] | None:
    """A month and the index behind it; an abbreviation only beside a number, with its full stop."""
    lexicon = french()
    word = tokens.word(index)
    number = lexicon.months.get(word)
    if number is None:
        return None
    if word in lexicon.short_months:
        stop = tokens.word(index + 1) == "." and tokens.glued(index + 1)
        if not beside_number and year_number(tokens, index + 1 + stop) is None:
            return None
        return number, index + 1 + stop
    return number, index + 1


def calendar_date(tokens: Tokens, index: int) -> Parsed:
    """ "lundi 12 mai 2025", "le 15 mars", "mardi 13", "mars 2024", "octobre 98", "mardi", "mars", the bare day "15"."""
    lexicon = french()
    weekday, cursor = None, index
    word = tokens.word(cursor)
    if word in lexicon.weekdays:
        weekday, cursor = lexicon.weekdays[word], cursor + 1
    elif word in lexicon.short_weekdays:
        stop = tokens.word(cursor + 1) == "." and tokens.glued(cursor + 1)
        dated = day_number(tokens, cursor + 1 + stop)
        whole = dated and (month_name(tokens, dated[1], beside_number=True) or tokens.word(dated[1]) in ("au", "/"))
        if not (stop and len(tokens) == 2) and not whole:
            return None
        weekday, cursor = lexicon.short_weekdays[word], cursor + 1 + stop
    if weekday is not None:
        return _after_weekday(tokens, cursor, weekday)
    found = day_number(tokens, cursor)
    behind = tokens.word(found[1]) if found else ""
    if found and (word.isdecimal() or behind in lexicon.months or behind in _AFTER_SPELLED_DAY):
        return _after_day(tokens, found[1], found[0], None)
    return _month_and_year(tokens, cursor) if word in lexicon.months else None


def _after_weekday(tokens: Tokens, cursor: int, weekday: int) -> Parsed:
    alone = (ex.Calendar(weekday=weekday), cursor) if not tokens.word(cursor - 1).endswith("s") else None
    start = cursor
    if tokens.word(start) in ("(", ","):
        start += 1
    if tokens.word(start) == "le":
        start += 1
    found = day_number(tokens, start)
    if not found:
        return alone
    figures = numeric(tokens, start)  # "lundi 21/11"
    if figures and isinstance(figures[0], ex.Calendar) and figures[0].day:
        return replace(figures[0], weekday=weekday), figures[1]
    dated = _after_day(tokens, found[1], found[0], weekday)
    if dated is None or not isinstance(dated[0], ex.Calendar):
        return alone
    if dated[0].month is None:
        # "mardi 13" but not "mardi, 13 personnes", "mardi 20 h 30", "mardi dix élèves".
        if tokens.word(cursor) == "(":
            return (dated[0], dated[1] + 1) if tokens.word(dated[1]) == ")" else alone
        if start != cursor or not tokens.word(start).isdecimal() or not plain_end(tokens, dated[1]):
            return alone
    return dated


def _after_day(tokens: Tokens, cursor: int, day: int, weekday: int | None) -> Parsed:
    start = cursor
    if tokens.word(start) == "-" and tokens.glued(start + 1):
        start += 1
    elif tokens.word(start) == "du" and tokens.word(start + 1) == "mois" and tokens.word(start + 2) in _OF:
        start += 3
    month = month_name(tokens, start, beside_number=True)
    if not month:
        return ex.Calendar(day=day, weekday=weekday), cursor
    year = _year_behind(tokens, month[1])
    number, end = year if year else (None, month[1])
    return ex.Calendar(number, month[0], day, weekday), end


def _month_and_year(tokens: Tokens, index: int) -> Parsed:
    month = month_name(tokens, index, beside_number=False)
    if not month:
        return None
    if tokens.word(index - 1).isdecimal() and len(tokens.word(index - 1)) <= 2:
        return None  # "32 août": no day, and no month either
    found = day_number(tokens, month[1])
    if found:  # "décembre 5 2014", "fév 15, 2013"
        year = year_number(tokens, found[1] + (tokens.word(found[1]) == ","))
        if year and tokens.word(month[1]).isdecimal():
            return ex.Calendar(year[0], month[0], found[0]), year[1]
    year = _year_behind(tokens, month[1])
    number, end = year if year else (None, month[1])
    return ex.Calendar(year=number, month=month[0]), end


def _year_behind(tokens: Tokens, cursor: int) -> tuple[int, int] | None:
    """The year behind a month: four figures, words, or two figures that nothing else claims."""
    hyphen = tokens.word(cursor) == "-" and tokens.glued(cursor + 1)
    if hyphen or (tokens.word(cursor) == "de" and len(tokens.word(cursor + 1)) == 4):
        cursor += 1
    found = year_number(tokens, cursor)
    if found:
        behind = tokens.word(found[1])
        if behind in _QUANTITIES and tokens.word(cursor)[:2] not in ("19", "20"):
            return None
        return found
    found = short_year(tokens, cursor)
    if (
        found
        and plain_end(tokens, found[1])
        and (tokens.word(cursor) == "'" or int(tokens.word(cursor)) > 31 or found[1] == len(tokens))
    ):
        return found
    return None


def plain_end(tokens: Tokens, cursor: int) -> bool:
    """Whether what follows a number leaves it alone: the end, punctuation, a function word, or a name."""
    word = tokens.word(cursor)
    if not word:
        return True
    if word in _QUANTITIES or word.isdecimal():
        return False
    if tokens.glued(cursor) and word in ("-", ".", ",", "/", ":", "'", "_", "+", "×"):
        return not (tokens.glued(cursor + 1) and (tokens.word(cursor + 1)[:1].isalnum()))
    if not word[0].isalpha():
        return word not in ("/", "+", "=", "×", "&")
    return word in _FUNCTION_WORDS or tokens.capital(cursor)


def leaves_year(tokens: Tokens, number: int, cursor: int) -> bool:
    """Whether what follows four figures leaves them a year: a verb may follow a year ("1990 donnait"), not a count."""
    word = tokens.word(cursor)
    if plain_end(tokens, cursor):
        return True
    precise = 1900 < number < 2100 and number != 2000
    return precise and word.isalpha() and word not in _QUANTITIES and not word.endswith(("s", "x"))


def year(tokens: Tokens, index: int) -> Parsed:
    """ "2015", "1990-1995", "2022-2023"; whether a bare number is a year at all is for `context.is_year` to say."""
    if tokens.word(index).isdecimal() and len(tokens.word(index)) not in (2, 4):
        return None
    found = year_number(tokens, index) or _two_figures(tokens, index)
    if not found:
        return None
    first, end = found
    if (
        tokens.word(end) in ("-", "–")
        and tokens.word(end + 1).isdecimal()
        and tokens.glued(end) == tokens.glued(end + 1)
    ):
        behind = year_number(tokens, end + 1)
        if behind and first < behind[0] <= first + 200:
            value = years(first, behind[0])
            return (ex.Fixed(value, "other"), behind[1]) if value else None
    return ex.Calendar(year=first), end


def _two_figures(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """ "rien en 98,": two figures of the last century behind a preposition, before a pause."""
    found = short_year(tokens, index)
    if not found or found[0] >= 2000 or found[0] < 1940 or tokens.word(index - 1) not in _BEFORE_SHORT_YEAR:
        return None
    return found if tokens.word(found[1]) in ("", ",", ".", ";", ")", "(", ":") else None


def year_behind_preposition(tokens: Tokens, cursor: int) -> tuple[int | None, int]:
    """The year behind "printemps", "Noël", "trimestre", with or without "de" or "de l'année"."""
    start = cursor
    if tokens.word(start) == "de":
        start += 1
        if tokens.word(start) == "l'" and tokens.word(start + 1) in _SINGLE_YEAR_NOUNS:
            start += 2
    found = year_number(tokens, start)
    return found if found and leaves_year(tokens, found[0], found[1]) else (None, cursor)


def season(tokens: Tokens, index: int) -> Parsed:
    """ "automne 2021", "printemps": a bare "été" is for `context` to judge."""
    name = french().seasons.get(tokens.word(index))
    if name is None:
        return None
    both = year(tokens, index + 1)
    if both and isinstance(both[0], ex.Fixed) and both[0].value.end.year == both[0].value.begin.year + 1:
        return ex.Season(name, both[0].value.begin.year), both[1]  # "hiver 2022-2023"
    number, end = year_behind_preposition(tokens, index + 1)
    return ex.Season(name, number), end


def feast(tokens: Tokens, index: int) -> Parsed:
    """ "Noël", "lundi de Pâques 2024", "réveillon de la Saint-Sylvestre": the longest name that stands here."""
    lexicon = french()
    for length in range(7, 0, -1):
        name = lexicon.feasts.get(tokens.run(index, length))
        if name:
            number, end = year_behind_preposition(tokens, index + length)
            return ex.Feast(name, number), end
    return None


def division(tokens: Tokens, index: int) -> Parsed:
    """ "troisième trimestre 2023", "second semestre", "T1 2024", "première moitié de 2023"."""
    lexicon = french()
    word = tokens.word(index)
    if word in ("t", "s") and tokens.glued(index + 1) and tokens.word(index + 1) in ("1", "2", "3", "4"):
        found = year_number(tokens, index + 2)
        if not found or (word == "s" and int(tokens.word(index + 1)) > 2):
            return None
        return ex.Division("quarter" if word == "t" else "semester", int(tokens.word(index + 1)), found[0]), found[1]
    rank = ordinal(tokens, index)
    if not rank:
        return None
    noun = tokens.word(rank[1])
    unit = "semester" if noun == "moitié" else lexicon.units.get(noun)
    if unit not in ("quarter", "semester") or rank[0] > 12 // MONTHS_IN[unit]:
        return None
    number, end = year_behind_preposition(tokens, rank[1] + 1)
    if noun == "moitié" and number is None:
        return None
    if rank[0] == -1 and number is None:
        return None  # "le dernier trimestre" is the one before this
    return ex.Division(unit, rank[0], number), end


def decade(tokens: Tokens, index: int) -> Parsed:
    """ "années 1990", "années 60", "années soixante-dix", "années 1970-1980"."""
    if tokens.word(index) not in _DECADE_NOUNS:
        return None
    first = decade_number(tokens, index + 1)
    if not first or tokens.word(first[1]) not in ("-", "–"):
        return first
    last = decade_number(tokens, first[1] + 1)
    whole = years(first[0].value.begin.year, last[0].value.end.year) if last else None
    return (ex.Fixed(whole, "other"), last[1]) if whole and last else first


def decade_number(tokens: Tokens, index: int) -> tuple[ex.Fixed, int] | None:
    """The decade that a round number names ("1990", "60"), with the index behind it."""
    found = numeral(tokens, index)
    if not found or found[0] % 10 or not (10 <= found[0] < 100 or 1000 <= found[0] < 2200):
        return None
    first = found[0] + 1900 if found[0] < 100 else found[0]
    value = years(first, first + 9)
    return (ex.Fixed(value, "decade"), found[1]) if value else None


def half(whole: ex.Fixed, rank: int) -> ex.Fixed:
    """The first half, or else the second, of some years."""
    begin, end = whole.value.begin.year, whole.value.end.year
    middle = (begin + end) // 2
    value = years(begin, middle) if rank == 1 else years(middle + 1, end)
    return ex.Fixed(value or whole.value, "other")


def century_word(word: str) -> bool:
    """Whether a word may be the rank of a century in Roman figures: "xixe", "xx"."""
    return bool(_ROMAN_WORD.match(word))


def century(tokens: Tokens, index: int) -> Parsed:
    """ "XIXe siècle", "19e siècle": 1801 to 1900."""
    word = tokens.word(index)
    if not (word.isdecimal() or century_word(word)):
        return None
    rank = roman_ordinal(tokens, index)
    if rank and tokens.word(rank[1]) in (
        "au",
        "et",
        "-",
        "–",
    ):  # "du XVIIIe au XIXe siècle", "le XIe et le XIIe siècle"
        rank = roman_ordinal(tokens, rank[1] + 1 + (tokens.word(rank[1] + 1) == "le"))
    if not rank or tokens.word(rank[1]) not in _CENTURIES:
        return None
    end = rank[1] + 1
    if tokens.word(end) in _BEFORE_CHRIST:
        return None  # before Christ: no date of Python
    first = roman_ordinal(tokens, index) or rank
    value = years((first[0] - 1) * 100 + 1, rank[0] * 100)
    return (ex.Fixed(value, "other"), end) if value else None
