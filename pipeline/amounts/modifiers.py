"""What stands around an amount: "plus de", "environ", "jusqu'à" before it, "au moins" and "par mois" behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.amounts.patterns import any_of
from pipeline.amounts.window import Window
from pipeline.resources import load_toml

_LONGEST = 6  # words in a phrase


@dataclass(frozen=True, slots=True)
class _Lexicon:
    before: dict[str, str]  # phrase -> modifier
    fillers: frozenset[str]
    negation: re.Pattern[str]
    last_words: frozenset[str]  # that a phrase may end with
    after: re.Pattern[str]
    after_of: dict[str, str]
    reached: frozenset[str]
    change: re.Pattern[str]
    per: re.Pattern[str]
    per_before: re.Pattern[str]  # "chaque année, près de"
    per_later: re.Pattern[str]  # "500 000 barils de pétrole par jour"
    per_adjective: re.Pattern[str]
    period: dict[str, str]  # "mensuel" -> "month"
    adjectives: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    data = load_toml("amounts/modifiers.toml")
    rates = load_toml("amounts/units.toml")["per"]
    period = {
        word: period for kind in ("nouns", "adjectives") for period, words in rates[kind].items() for word in words
    }
    nouns = any_of(word for words in rates["nouns"].values() for word in words)
    # "Chaque heure de vol coûte 20 000 euros" says what an hour costs, "chaque mois 200 euros" how often they are paid.
    long = any_of(
        word for name, words in rates["nouns"].items() if name not in ("hour", "minute", "second") for word in words
    )
    adjectives = [word for words in rates["adjectives"].values() for word in words]
    between = r"(?: (?:bruts?|nets?|de \w{1,20}|d'\w{1,20}|en \w{1,20}))?"
    after_of = {phrase: modifier for modifier, phrases in data["after"].items() for phrase in phrases}
    before = {" ".join(_split(phrase)): to for to, phrases in data["before"].items() for phrase in phrases}
    verbs = data["verbs"]
    for modifier in ("about", "more_than"):
        before |= {stem + ending: modifier for stem in verbs[modifier] for ending in verbs["endings"]}
    for no in verbs["negations"]:
        before |= {f"{stem}{ending} {no}": "at_most" for stem in verbs["more_than"] for ending in verbs["endings"]}
    for modifier, crossing in data["crossing"].items():
        before |= {f"{verb} {barrier}": modifier for verb in crossing["verbs"] for barrier in crossing["objects"]}
    return _Lexicon(
        before=before,
        fillers=frozenset(data["fillers"]["words"]),
        negation=re.compile(rf"(?<!\w)(?:{any_of(data['negations']['words'])})(?: \S+){{0,5}}$"),
        last_words=frozenset(phrase.rsplit(" ", 1)[-1] for phrase in before) | {"des"},
        # "12 %, au moins 3 millions": what a number follows belongs to that number.
        after=re.compile(
            rf",? \(?(?P<phrase>{any_of(after_of)})(?!\w)(?! (?:d[e'] ?)?(?:\d|une? |les? |la |l'|deux |trois ))"
            r"(?!(?<=(?:et|ou) plus) d[e'])",  # "à 80 millions et plus de joueurs"
            re.I,
        ),
        after_of=after_of,
        reached=frozenset(verb + end for verb in data["reached"]["verbs"] for end in ("", "e", "s", "es")),
        change=re.compile(rf"(?<!\w)(?:{'|'.join(data['change']['stems'])})\w*(?: [^.;:!?]{{0,40}})?$", re.I),
        per=re.compile(
            rf"(?: ?/ ?|,? par | chaque | de l'| per | an? | (?:tous les|toutes les) )(?P<noun>{nouns})(?!\w)"
            r"(?! d'ancienneté)"
            r"| l'(?P<year>an)(?! (?:dernier|prochain|passé|I|\d))(?!\w)| l'(?P<hour>heure)(?!\w)"
            r"| (?:le (?P<month>mois)|la (?P<week>semaine)|la (?P<day>nuit|journée))"
            r"(?=[,.;:)]| (?:et|ou|pour|à|en|au) |$)",
            re.I,
        ),
        per_before=re.compile(rf"(?<!\w)chaque (?P<noun>{long})(?!\w),? ?[^,;:.!?]{{0,40}}$", re.I),
        per_later=re.compile(
            rf"(?: (?:de |d'|du )?(?!(?:que|qui|contre|et|ou|en|dans|pour|soit|sur|par)(?!\w))[a-zà-ÿ-]{{1,20}}){{1,3}}"
            rf" (?:par|chaque) (?P<noun>{nouns})(?!\w)"
        ),
        per_adjective=re.compile(rf"{between} (?P<adjective>{any_of(adjectives)})(?!\w)", re.I),
        period=period,
        adjectives=frozenset(adjectives),
    )


_OPENING = str.maketrans(dict.fromkeys('(«»"“”[', " "))
_BREAK = re.compile(r"[,:;!?](?= )")
_AGED = re.compile(r"âgée?s? $")


def _split(phrase: str) -> list[str]:
    """The words of a phrase in lower case; "d'" is "de" and "qu'" is "que"."""
    return phrase.lower().translate(_OPENING).replace("d'", "de ").replace("n'", "ne ").replace(" qu'", " que ").split()


def modifier_before(window: Window, start: int) -> str:
    """The modifier that ends at `start`, "" where there is none.

    "nul n'y gagnera plus de cent fois" is an upper bound, "jamais moins de dix" a lower one; "s'est envolée jusqu'à
    58,7 %" tells a figure that was reached, and no bound.
    """
    lexicon = _lexicon()
    left = _BREAK.split(window.before(start))
    words = _split(left[-1])[-2 * _LONGEST :]
    while words and (words[-1] in lexicon.last_words or _is_filler(words[-1])):
        for size in range(min(_LONGEST, len(words)), 0, -1):
            modifier = lexicon.before.get(" ".join(words[-size:]))
            if modifier is None and words[-1] == "des":
                modifier = lexicon.before.get(" ".join([*words[-size:-1], "de"]))
            if modifier is not None:
                return _in_context(modifier, words[-size:], words[:-size])
        if not _is_filler(words.pop()):
            break
    return ""


def _is_filler(word: str) -> bool:
    """Whether the word may stand between a phrase and the number: "dépasse largement les 3 %"."""
    return word in _lexicon().fillers or word.endswith("ment")


def _in_context(modifier: str, phrase: list[str], before: list[str]) -> str:
    """The modifier that a phrase is where the words `before` stand: none in "trois fois plus que les 10 %"."""
    if before and before[-1] == "fois":
        return ""
    if modifier == "up_to" and before and before[-1] in _lexicon().reached:
        return ""
    if modifier in ("more_than", "less_than") and _lexicon().negation.search(" ".join(before)):
        if phrase == ["plus", "que"]:
            return ""  # "il n'en reste plus que deux"
        return "at_most" if modifier == "more_than" else "at_least"
    return modifier


def modifier_after(window: Window, end: int) -> str:
    """The modifier that follows at `end` ("80 euros environ"); "" where there is none."""
    lexicon = _lexicon()
    match = window.match(lexicon.after, end)
    return lexicon.after_of[match["phrase"].lower()] if match else ""


def tells_a_change(window: Window, start: int) -> bool:
    """Whether the words before "X à Y" at `start` tell a change from one to the other ("est passé de X à Y")."""
    left = window.before(start)
    left, of = left.removesuffix("de ").removesuffix("d'"), left.endswith(("de ", "d'"))
    return of and not _AGED.search(left) and bool(_lexicon().change.search(left))


def rate_after(window: Window, end: int, *, money: bool) -> str:
    """The period that an amount is counted by, said behind it ("par mois", "/an", and for money "mensuels")."""
    lexicon = _lexicon()
    right = window.after(end, 72)
    if not right or right[0] not in " /,":
        return ""
    match = window.match(lexicon.per, end)
    if not match and (" par " in right or " chaque " in right):
        match = window.match(lexicon.per_later, end)
    if match:
        return lexicon.period[match[match.lastgroup or 0].lower()]
    match = window.match(lexicon.per_adjective, end) if money else None
    return lexicon.period[match["adjective"].lower()] if match else ""


def rate_before(window: Window, start: int, *, money: bool) -> str:
    """The period said before an amount: "chaque mois 500 euros", and for money "un loyer mensuel de 500 euros"."""
    lexicon = _lexicon()
    left = window.before(start)
    match = lexicon.per_before.search(left) if "haque " in left else None
    if match:
        return lexicon.period[match["noun"].lower()]
    words = _split(left[-32:]) if money else []
    if len(words) > 1 and words[-1] == "de":
        return lexicon.period[words[-2]] if words[-2] in lexicon.adjectives else ""
    return ""
