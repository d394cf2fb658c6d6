"""Whether words that could be a date are one here: the words around them decide.

"2015" is a year behind "en" and a number before "habitants"; "été" is a participle; "Mars" is a planet or a firm;
"rue du 8-Mai-1945" is a street; "tous les lundis" is a habit.
"""

from __future__ import annotations

from pipeline.dates import expressions as ex
from pipeline.dates.atoms import leaves_year, plain_end
from pipeline.dates.lexicon import forms, french, words
from pipeline.dates.relative import near_day
from pipeline.dates.tense import FUTURE, PAST, Verbs, tells_a_happening
from pipeline.dates.tokens import Tokens

_ALL_OF = words("all_of")
_ANY_ONE = words("any_one")
_APRIL_FOOLS = words("april_fools")
_BEFORE_CAPITAL_MONTH = words("before_capital_month")
_BEFORE_DAY_ARTICLE = words("before_day_article")
_BEFORE_NOWADAYS = words("before_nowadays")
_BEFORE_SHOUTED_MONTH = words("before_shouted_month")
_BEFORE_SUMMER = words("before_summer")
_BEHIND_A_NUMBER = words("behind_a_number")
_BEHIND_NO_SEASON = words("behind_no_season")
_BETWEEN_YEARS = words("between_years")
_CALLERS = words("callers")
_CLAUSE_OPENERS = words("clause_openers")
_COMPARATIVES = words("comparatives")
_COMPARED = words("compared")
_DATED_FROM = words("dated_from")
_DAY_ARTICLES = words("day_articles")
_ERAS = words("eras")
_FEAST_HEADS = words("feast_heads")
_FEAST_OPENERS = words("feast_openers")
_FEAST_THINGS = words("feast_things")
_FLOOR_MARKS = words("floor_marks")
_FUNCTION_WORDS = words("function_words")
_HABIT_OPENERS = words("habit_openers")
_IDIOM_CLOSERS = words("idiom_closers")
_IDIOM_OPENERS = words("idiom_openers")
_MORNING_OR_EVENING = words("morning_or_evening")
_NAMED_AFTER_YEAR = words("named_after_year")
_NEAR_DAYS = words("near_days")
_NOT_BEHIND_DAY = words("not_behind_day")
_NUMBERED = words("numbered")
_OF = words("of")
_OF_A_THING = words("of_a_thing")
_OF_STREET = words("of_street")
_OF_THE = words("of_the")
_OLYMPIC = words("olympic")
_ONE_DAY_OPENERS = words("one_day_openers")
_PLACES = words("places")
_QUANTITIES = words("quantities")
_SEASON_ARTICLES = words("season_articles")
_SEASON_DETERMINERS = words("season_determiners")
_SEASON_OPENERS = words("season_openers")
_SETS = words("sets")
_SUMMER_THINGS = words("summer_things")
_TO_BE_TODAY = forms("to_be_today")
_TO_OR_A = words("to_or_a")
_WEAK_YEAR_OPENERS = words("weak_year_openers")
_YEAR_NOUNS = words("year_nouns")
_YEAR_OPENERS = words("year_openers")

_BESIDE_YEAR = frozenset(("©", "(", "[", "«", '"', "'", "/", "-", "–"))


def stands(node: ex.Node, tokens: Tokens, first: int, behind: int, verbs: Verbs, follows_year: bool) -> bool:
    """Whether the node at tokens `first`..`behind` is a date where it stands."""
    if _in_a_name(tokens, first) or (isinstance(node, ex.Calendar | ex.Range) and _is_street(tokens, first)):
        return False
    match node:
        case ex.Calendar(month=None, day=None, weekday=None):
            return is_year(tokens, first, behind, follows_year)
        case ex.Calendar(month=None, weekday=None):
            return _is_bare_day(tokens, first, behind)
        case ex.Calendar(month=None, day=None):
            return _is_weekday(tokens, first, behind, verbs)
        case ex.Calendar(year=None, day=None):
            return _is_month(tokens, first, behind)
        case ex.Calendar(year=None):
            return tokens.word(first - 1) not in _ANY_ONE  # "né un 29 février"
        case ex.Season(year=None):
            return _is_season(tokens, first, behind)
        case ex.Season():
            return tokens.word(first - 2) not in _OLYMPIC  # "Jeux d'hiver de 2030"
        case ex.Feast():
            return _is_feast(tokens, first, behind)
        case ex.Directed(node=inner):
            return not isinstance(inner, ex.Feast) or _is_feast(tokens, first, behind)
        case ex.Fixed(granularity="other"):
            return (
                len(tokens.word(first)) != 4
                or not tokens.word(first).isdecimal()
                or _is_year_span(tokens, first, behind)
            )
        case ex.Shift(unit="day") if tokens.word(first) in _NEAR_DAYS:
            return _is_near_day(tokens, first, behind, verbs)
        case ex.Shift(origin=ex.Narrative(event=event)) if tokens.word(first) == "lendemain":
            # "du jour au lendemain", "au lendemain de la guerre"
            return tokens.word(first - 2) != "jour" and event not in _ERAS
        case ex.Range(first=ex.Calendar(month=None, day=None, weekday=int())) if "et" in tokens.words[first:behind]:
            return tokens.word(first - 1) == "entre" or _is_weekday(tokens, first, behind, verbs)
        case ex.Range(first=ex.Calendar(month=None, day=None, weekday=None)):
            return tokens.word(behind) not in _QUANTITIES
    return True


def _in_a_name(tokens: Tokens, first: int) -> bool:
    """ "GPT-4"; "tous les ans", "chaque année"."""
    before = first - 1
    if tokens.word(before) in ("-", "/", "@", "_", "#", "+", "&") and tokens.glued(first) and tokens.glued(before):
        return True
    if tokens.word(before) in _SETS:
        return True
    return tokens.word(before) == "les" and tokens.word(before - 1) in _ALL_OF


def _is_street(tokens: Tokens, first: int) -> bool:
    """ "rue du 11-Novembre", "place du 8 mai 1945"."""
    if tokens.word(first - 1) not in _OF_STREET:
        return False
    places = _PLACES
    return any(tokens.word(n) in places and not _crossed(tokens, n, first) for n in (first - 2, first - 3))


def _crossed(tokens: Tokens, first: int, last: int) -> bool:
    return any(word in (",", ".", ";", "(", ")") for word in tokens.words[first:last])


def is_year(tokens: Tokens, first: int, behind: int, follows_year: bool) -> bool:
    """Whether a bare number of four figures is a year."""
    word = tokens.word(first)
    if len(word) == 2 and word.isdecimal():
        return True  # the grammar has asked for its preposition
    if word in _YEAR_NOUNS:
        return True
    if not word.isdecimal():
        spelled = tokens.word(first - 1) in _YEAR_OPENERS or tokens.word(first - 1) == "de"
        return spelled and behind - first >= 3 and tokens.word(behind) not in _QUANTITIES
    number = int(word)
    before, after = tokens.word(first - 1), tokens.word(behind)
    if after in _QUANTITIES or not 1000 <= number <= 2199:
        return False
    if tokens.glued(first) and before not in _BESIDE_YEAR and not before.endswith("'"):
        return False
    if (
        after in ("-", ".", ",", "/", ":", "'")
        and tokens.glued(behind)
        and tokens.glued(behind + 1)
        and tokens.word(behind + 1)[:1].isalnum()
    ):
        return False
    if before == "©" or (before == "date" and first == 1):
        return True  # the article's header
    if before in ("(", "["):
        return 1500 <= number <= 2100 and after in (")", "]", ",", ";", "-", "–", ":", "à")
    if before == "de" and tokens.word(first - 2) in _NAMED_AFTER_YEAR:
        return False
    if follows_year and before in _BETWEEN_YEARS:
        return plain_end(tokens, behind)
    plain = leaves_year(tokens, number, behind)
    if before == "en":
        return plain or number >= 1500
    if before in _YEAR_OPENERS:
        return plain
    modern = 1700 <= number <= 2100
    if before in _OF_THE:
        return modern and plain and tokens.word(first - 2) not in _COMPARATIVES
    if before in _WEAK_YEAR_OPENERS:
        return modern and plain and number >= 1900 and (before != "l'")
    if before in _TO_OR_A:
        compared = tokens.word(first - 2)
        return modern and plain and (compared in _COMPARED or compared.startswith(("antérieur", "postérieur")))
    if (
        len(before) > 2
        and before.isalpha()
        and before not in _NUMBERED
        and before not in _FUNCTION_WORDS
        and before not in french().months
    ):
        # "le budget 2024", "la présidentielle 2022"; never a name ("Paris 2024") nor a count ("vendu 2000")
        return 1950 <= number <= 2050 and number % 100 != 0 and not tokens.capital(first - 1) and plain
    if not before:
        return modern and (after in (",", ":", "-", "–", ".", "") or not after)
    return before in (":", ";", "«", "–") and modern and after in (":", ",", ";", ")", "")


def _is_year_span(tokens: Tokens, first: int, behind: int) -> bool:
    """ "1914-1918", "2022-2023": years unless the number counts something or is glued to a name."""
    before = tokens.word(first - 1)
    if tokens.glued(first) and before not in ("(", "[", "«"):
        return False
    number = int(tokens.word(first))
    return 1500 <= number <= 2100 and tokens.word(behind) not in _QUANTITIES


def _is_bare_day(tokens: Tokens, first: int, behind: int) -> bool:
    """ "le 15," but not "le 15 de France", "le 17 (score)", "composer le 15"."""
    if (
        tokens.word(first - 1) not in _DAY_ARTICLES
        or not tokens.word(first).isdecimal()
        or tokens.word(first - 2) in _CALLERS
    ):
        return False
    if tokens.word(first - 1) != "le" and tokens.word(first - 2) not in _BEFORE_DAY_ARTICLE:
        return False
    after = tokens.word(behind)
    if tokens.word(first + 1) in _FLOOR_MARKS and tokens.glued(first + 1):
        return False  # "jusqu'au 15e étage"
    if tokens.capital(behind) or after in _BEHIND_A_NUMBER or after in _NOT_BEHIND_DAY:
        return False
    return plain_end(tokens, behind)


def _is_weekday(tokens: Tokens, first: int, behind: int, verbs: Verbs) -> bool:
    """A weekday alone: not a habit ("le mercredi", "les lundis"), not a name ("Samedi midi salue le film")."""
    word, before = tokens.word(first), tokens.word(first - 1)
    if word.endswith("s") and word in french().weekdays:
        return False
    if before in _HABIT_OPENERS:
        return False
    if before in _DAY_ARTICLES and not (
        tokens.word(first - 2) in _ONE_DAY_OPENERS
        or (before == "le" and _told_once(tokens, first) and _happens(first, behind, verbs))
    ):
        return False
    if not tokens.capital(first):
        return True
    if first == 0 or tokens.word(first - 1) in (".", "«", ":", "!", "?", "…", '"', "-", "–", "—"):
        return not tokens.word(behind) or not tokens.word(behind)[0].isalpha() or plain_end(tokens, behind)
    return _shouted(tokens)


def _happens(first: int, behind: int, verbs: Verbs) -> bool:
    cue = verbs.cue(first, behind)
    return cue is not None and cue.time in (PAST, FUTURE) and not cue.bare


def _told_once(tokens: Tokens, first: int) -> bool:
    """ "Le lundi, il est arrivé" opens its sentence; "ouvert le mercredi" does not."""
    return first == 1 and tokens.word(2) == ","


def _shouted(tokens: Tokens) -> bool:
    return tokens.text[tokens.starts[0] : min(tokens.end(len(tokens) - 1), tokens.starts[0] + 200)].isupper()


def _is_month(tokens: Tokens, first: int, behind: int) -> bool:
    """A month alone: "mars" but not the firm "Mars", the actress "Avril Lenoir"."""
    if tokens.word(first - 1) == "d'" and tokens.word(first - 2) in _APRIL_FOOLS:
        return False
    if not tokens.capital(first):
        return tokens.word(first - 1) not in _ANY_ONE and not (tokens.glued(first) and tokens.word(first - 1) in ("'",))
    before = tokens.word(first - 1)
    if before in _BEFORE_CAPITAL_MONTH:
        return not tokens.capital(behind) or _shouted(tokens)
    return len(tokens) <= 2 or (_shouted(tokens) and before in _BEFORE_SHOUTED_MONTH)


def _is_season(tokens: Tokens, first: int, behind: int) -> bool:
    """A season alone needs its article: "à l'automne", "au printemps"; "en été" is every summer, "été" a participle."""
    before = tokens.word(first - 1)
    if tokens.word(first) == "été" and before in _BEFORE_SUMMER and tokens.word(first - 2) in _SUMMER_THINGS:
        return False
    if tokens.capital(first) or tokens.word(behind) in _BEHIND_NO_SEASON:
        return len(tokens) <= 3
    if before in _SEASON_ARTICLES:
        return tokens.word(first - 2) in _SEASON_OPENERS
    return before in _SEASON_DETERMINERS


def _is_feast(tokens: Tokens, first: int, behind: int) -> bool:
    """A feast alone: "à Noël", never "Noël Quercy" nor "marché de Noël"."""
    before = tokens.word(first - 1)
    if before in _OF_A_THING:
        thing = tokens.word(first - 2) if before != "la" or tokens.word(first - 2) != "de" else tokens.word(first - 3)
        if thing in _FEAST_THINGS:
            return False
    if tokens.capital(behind) and tokens.starts[behind] - tokens.end(behind - 1) == 1 and behind - first == 1:
        return _shouted(tokens)
    if len(tokens) <= behind - first + 1 or behind - first >= 3 or tokens.word(first) in _FEAST_HEADS:
        return True
    return (
        before in _FEAST_OPENERS or tokens.word(behind - 1).isdecimal() or (first == 0 and tokens.word(behind) == ",")
    )


def _is_near_day(tokens: Tokens, first: int, behind: int, verbs: Verbs) -> bool:
    """ "hier" unless it is an idiom; "aujourd'hui" only where it is the day, not nowadays."""
    before, after = tokens.word(first - 1), tokens.word(behind)
    if tokens.word(first) == "hier":
        dated = not _DATED_FROM.isdisjoint((tokens.word(first - 2), tokens.word(first - 3)))
        return not (before in _IDIOM_OPENERS and (dated or after in _IDIOM_CLOSERS))
    if tokens.word(first) == "demain":
        return before not in _OF or after in _MORNING_OR_EVENING or not tokens.word(first - 2)
    plain = near_day(tokens, first)
    if behind - first > 2 or plain is None:
        return True  # "aujourd'hui vendredi", "aujourd'hui à midi"
    if (
        len(tokens) <= 3
        or (after == "à" and tokens.word(behind + 1).isdecimal())
        or (after == "et" and tokens.word(behind + 1) in french().weekdays)
    ):
        return True
    if before in _TO_BE_TODAY and not after[:1].isalpha() and tokens.word(first - 2) not in _CLAUSE_OPENERS:
        return True  # "le vote est aujourd'hui"
    if before in _BEFORE_NOWADAYS:
        return False
    near = [tokens.word(index) for index in range(first - 3, behind + 3)]
    cue = verbs.cue(first, behind)
    if cue is not None and cue.time in (PAST, FUTURE) and not cue.bare and first - 5 <= cue.index < behind + 5:
        return not any(word.endswith(("ait", "aient")) for word in near)
    return any(map(tells_a_happening, near))
