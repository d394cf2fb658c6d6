"""Numbers whose unit or currency is left out, and taken from a neighbour.

"100 millions, puis 45 millions de dollars", "dont neuf en Belgique", "en a réservé 42", "contre deux auparavant".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.amounts import guards
from pipeline.amounts.nouns import read_noun
from pipeline.amounts.quantity import Quantity
from pipeline.amounts.window import Window
from pipeline.resources import load_toml


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quantity with what stands around it.

    `reason` says why one without a unit may be an amount: `sum` (its scale, or "le nombre de ..."), `count` ("en a
    réservé 42"), `part` ("dont deux"), `same` (whatever the amount before it is: "contre deux"), `gap` ("puis huit"),
    `factor` ("multiplié par deux"); empty: it is none.
    """

    window: Window
    segment: int
    quantity: Quantity
    modifier: str
    per: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Cues:
    among: re.Pattern[str]  # behind the number: "d'entre eux"
    of_which: re.Pattern[str]  # before it: "dont"
    against: re.Pattern[str]  # "contre", "au lieu de"
    pronoun: re.Pattern[str]  # "en a réservé"
    subject: re.Pattern[str]  # behind the number: "ont", "sont"
    factor: re.Pattern[str]  # before it: "multiplié par"
    number_of: re.Pattern[str]  # "le nombre d'"


@cache
def _cues() -> _Cues:
    data = load_toml("amounts/ellipsis.toml")
    adverbs = rf"(?: (?:{'|'.join(data['adverbs'])}))? $"
    auxiliaries, stems = "|".join(data["auxiliaries"]), "|".join(data["stems"])
    participle = r"(?:(?:déjà|encore|aussi) )?\w+(?:ée?s?|is?|us?|it)"
    return _Cues(
        re.compile(rf" (?:{'|'.join(data['among'])})(?![\w-])"),
        re.compile(rf"(?<!\w)dont{adverbs}"),
        re.compile(rf"(?<!\w)(?:contre|au lieu de){adverbs}"),
        re.compile(
            rf"(?<!\w)(?:qu'|n'|s'|m'|j')?en (?:(?:{auxiliaries})(?: {participle})?|(?:{stems})\w*){adverbs}", re.I
        ),
        re.compile(rf" (?:en |n'|ne |se |s')?(?:{'|'.join(data['plural_verbs'])})(?!\w)"),
        re.compile(rf"(?<!\w)(?:multipli|divis)\w{{1,6}} par{adverbs}", re.I),
        re.compile(r"(?<!\w)nombre (?:total |moyen )?d(?:e |')", re.I),
    )


# "30 000 foyers en Bretagne, 16 000 en Auvergne": a list whose noun is said once.
_GAP_LEFT = re.compile(r"(?:, | et | puis |, puis |, dont |\()(?:près de |plus de |moins de |environ )?$")
_GAP_RIGHT = re.compile(r" (?:en|à|au|aux|dans|chez|pour|parmi|lors|côté|par) (?!\d)|[.;)]|, (?!\d)|$")
_FROM_OR_TO = re.compile(r"(?:pass|tomb|grimp|mont|descend|bond|chut|recul)\w{1,4} (?:de|à|de [\d ]{1,9} à) $")
_DETERMINER = re.compile(r"(?<!\w)(?:les|ces|ses|des|aux|tous|toutes|leurs|nos|eux|en|depuis|entre) $", re.I)
_OF = re.compile(r" d(?:e |')")
_ALONE = re.compile(r"(?:$|[,.;:!?)»]| (?!d'|de |%))")


def reason(window: Window, quantity: Quantity) -> str:
    """Why a number without a unit may be an amount; "" where nothing says so."""
    number = quantity.number
    if number.scale >= 1e6:
        return "sum"
    left = window.before(quantity.start, 48)
    if number.value == 1:
        return "part" if _cues().of_which.search(left) else ""
    if window.match(_cues().among, quantity.end):
        return "count"
    if number.noun or number.value is None:
        return ""
    if guards.is_year(window, number.start, number.end):
        return ""
    if number.figure and _cues().of_which.search(left) and window.match(_OF, quantity.end):
        return "part"  # "7 500 kilomètres, dont 4 500 de spéciale"
    if not window.match(_ALONE, quantity.end):
        return ""
    if _cues().factor.search(left):
        return "factor"
    if _FROM_OR_TO.search(left) and _cues().number_of.search(window.before(quantity.start, 120)):
        return "sum"
    if _cues().of_which.search(left):
        return "part"
    if _cues().against.search(left):
        return "same"
    if _GAP_LEFT.search(left) and window.match(_GAP_RIGHT, quantity.end):
        return "gap"
    if window.match(_cues().subject, quantity.end) and not _DETERMINER.search(left):
        return "count"
    return "count" if _cues().pronoun.search(left) else ""


def complete(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that are amounts, those without a unit completed from their neighbours."""
    candidates = _listed(candidates)
    found: list[Candidate] = []
    for index, candidate in enumerate(candidates):
        if candidate.quantity.kind:
            found.append(candidate)
            continue
        model = _model(candidate, found, candidates[index + 1 :])
        if model is not None:
            quantity = replace(
                candidate.quantity, kind=model.kind, unit=model.unit, currency=model.currency, inherited=True
            )
            per = candidate.per
            if candidate.reason == "same" and found:
                per = per or found[-1].per
            found.append(replace(candidate, quantity=quantity, per=per))
    return found


def _listed(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, where the numbers of a list have the unit at its end: "36 et 31 %", "10, 20 ou 30 euros"."""
    listed = list(candidates)
    for index in range(len(listed) - 2, -1, -1):
        one, following = listed[index], listed[index + 1]
        unit = following.quantity
        if one.quantity.kind or not unit.kind or one.window is not following.window or one.quantity.end > unit.start:
            continue
        link = one.window.text[one.quantity.end : unit.start]
        alike = one.quantity.number.figure is unit.number.figure and one.quantity.number.least > 1
        joined = link in (" et ", " ou ") or (link == ", " and unit.kind in ("percent", "money", "duration"))
        if joined and alike and not guards.is_year(one.window, one.quantity.number.start, one.quantity.number.end):
            quantity = replace(
                one.quantity, kind=unit.kind, unit=unit.unit, currency=unit.currency, inherited=unit.kind == "money"
            )
            listed[index] = replace(one, quantity=quantity, per=following.per)
    return listed


def _model(candidate: Candidate, before: Sequence[Candidate], after: Sequence[Candidate]) -> Quantity | None:
    """The quantity whose unit or currency the candidate shares; None where it is no amount."""
    if not candidate.reason:
        return None
    here = [other for other in reversed(before[-8:]) if other.window is candidate.window]
    if candidate.reason == "gap":
        return here[0].quantity if here and here[0].quantity.kind == "count" else None
    if candidate.reason == "factor":
        return replace(candidate.quantity, kind="multiple", unit="fois")
    if candidate.reason == "same":
        return here[0].quantity if here and here[0].quantity.kind != "duration" else None
    if candidate.reason == "part" and here and here[0].quantity.kind in ("duration", "measure", "money"):
        return here[0].quantity
    if candidate.reason in ("part", "count"):
        return _first((other for other in reversed(before[-12:]) if other.segment == candidate.segment), "count")
    if here and here[0].quantity.kind == "count" and here[0].quantity.number.scale >= 1e6:
        return here[0].quantity
    counted = _counted(candidate)
    if counted:
        return replace(candidate.quantity, kind="count", unit=counted)
    if candidate.quantity.number.scale < 1e6:
        return None
    following = [other for other in after[:6] if other.window is candidate.window]
    money = _first(here, "money") or _first(following, "money") or _first(reversed(before), "money")
    money = money or _first(after, "money")
    # No money anywhere: millions of what is counted in ten thousands here, else a sum whose currency nobody says.
    many = (other for other in reversed(before[-12:]) if other.quantity.number.least >= 10_000)
    return money or _first(many, "count") or Quantity(0, 0, candidate.quantity.number, "money")


def _counted(candidate: Candidate) -> str:
    """The noun of "le nombre d'abonnés" in the words before the candidate; "" where there is none."""
    start = candidate.quantity.start
    left = candidate.window.before(start, 120)
    match = _cues().number_of.search(left)
    noun = read_noun(candidate.window, start - len(left) + match.end(), plural=True) if match else None
    return noun.lemma if noun else ""


def _first(candidates: Iterable[Candidate], kind: str) -> Quantity | None:
    return next((other.quantity for other in candidates if other.quantity.kind == kind), None)
