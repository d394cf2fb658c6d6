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
from pipeline.amounts.numbers import Number
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
    """What shows that a bare number is an amount: patterns of what ends before it or begins behind it."""

    among: re.Pattern[str]  # behind: "d'entre eux"
    of_which: re.Pattern[str]  # before: "dont"
    against: re.Pattern[str]  # before: "contre", "au lieu de", "soit"
    pronoun: re.Pattern[str]  # before: "en a réservé"
    being: re.Pattern[str]  # before: "ils étaient"
    subject: re.Pattern[str]  # behind: "ont", "sont"
    determiner: re.Pattern[str]  # before, where it is no such subject: "les 27 ont voté"
    factor: re.Pattern[str]  # before: "multiplié par"
    number_of: re.Pattern[str]  # before, at a distance: "le nombre d'"
    from_or_to: re.Pattern[str]  # before: "est passé de"
    gap_left: re.Pattern[str]  # before and behind one of a list whose noun is said once:
    gap_right: re.Pattern[str]  # "30 000 foyers en Bretagne, 16 000 en Auvergne"


@cache
def _cues() -> _Cues:
    data = load_toml("amounts/ellipsis.toml")
    adverbs = rf"(?: (?:{'|'.join(data['adverbs'])}))? $"
    auxiliaries, stems = "|".join(data["auxiliaries"]), "|".join(data["stems"])
    participle = r"(?:(?:déjà|encore|aussi) )?\w+(?:ée?s?|is?|us?|it)"
    return _Cues(
        among=re.compile(rf" (?:{'|'.join(data['among'])})(?![\w-])"),
        of_which=re.compile(rf"(?<!\w)dont{adverbs}"),
        against=re.compile(rf"(?<!\w)(?:{'|'.join(data['comparisons'])}){adverbs}"),
        pronoun=re.compile(
            rf"(?<!\w)(?:qu'|n'|s'|m'|j'|d')?en (?:(?:{auxiliaries})(?: {participle})?|(?:{stems})\w*){adverbs}", re.I
        ),
        being=re.compile(rf"(?<!\w)(?:ils|elles|nous) (?:n')?(?:{'|'.join(data['being'])}){adverbs}", re.I),
        subject=re.compile(rf" (?:en |n'|ne |se |s'|l')?(?:{'|'.join(data['plural_verbs'])})(?!\w)"),
        determiner=re.compile(rf"(?<!\w)(?:{'|'.join(data['determiners'])}) $", re.I),
        factor=re.compile(rf"(?<!\w)(?:multipli|divis)\w{{1,6}} par{adverbs}", re.I),
        number_of=re.compile(r"(?<!\w)nombre (?:total |moyen )?d(?:e |')", re.I),
        from_or_to=re.compile(rf"(?:{'|'.join(data['movements'])})\w{{1,4}} (?:de|à|de [\d ]{{1,9}} à) $"),
        gap_left=re.compile(rf"(?:, | et | puis |, puis |, dont |\()(?:(?:{'|'.join(data['gap']['adverbs'])}) )?$"),
        gap_right=re.compile(rf" (?:{'|'.join(data['gap']['prepositions'])}) (?!\d)|[.;)]|, (?!\d)|$"),
    )


_OF = re.compile(r" d(?:e |')")
_ALONE = re.compile(r"(?:$|[,.;:!?)»]| (?!d'(?!ici )|de |%))")


def reason(window: Window, quantity: Quantity) -> str:
    """Why a number without a unit may be an amount; "" where nothing says so."""
    number, cues = quantity.number, _cues()
    if number.scale >= 1e6:
        return "sum"
    if window.match(cues.among, quantity.end) and number.value != 1:
        return "count"
    if number.value is None or guards.is_year(window, number.start, number.end):
        return ""
    left = window.before(quantity.start, 48)
    alone = window.match(_ALONE, quantity.end)
    if cues.of_which.search(left) and (alone or (number.figure and window.match(_OF, quantity.end))):
        return "part"  # "dont neuf", "dont 4 500 de spéciale"
    if not alone or number.value == 1:
        return ""
    if cues.pronoun.search(left) or cues.being.search(left):
        return "count"
    if window.match(cues.subject, quantity.end) and not cues.determiner.search(left):
        return "count"
    if number.noun:
        return ""
    if cues.factor.search(left):
        return "factor"
    if cues.from_or_to.search(left) and cues.number_of.search(window.before(quantity.start, 120)):
        return "sum"
    if cues.against.search(left):
        return "same"
    if cues.gap_left.search(left) and window.match(cues.gap_right, quantity.end):
        return "gap"
    return ""


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
                candidate.quantity,
                number=_in_scale(candidate, model),
                kind=model.kind,
                unit=model.unit,
                currency=model.currency,
                inherited=True,
            )
            per = candidate.per
            if candidate.reason == "same" and found:
                per = per or found[-1].per
            found.append(replace(candidate, quantity=quantity, per=per))
    return found


def _in_scale(candidate: Candidate, model: Quantity) -> Number:
    """The number in the millions of the one before: "125 millions d'euros, dont 40 pour l'État"."""
    number, scale = candidate.quantity.number, model.number.scale
    if candidate.reason not in ("part", "gap", "same") or number.scale > 1 or scale < 1e6 or number.least >= 1000:
        return number
    return number.scaled(scale) if number.least * scale <= 10 * model.number.least else number


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
        joined = link in (" et ", " ou ", " puis ") or (link == ", " and unit.kind in ("percent", "money", "duration"))
        if joined and alike and not guards.is_year(one.window, one.quantity.number.start, one.quantity.number.end):
            quantity = replace(
                one.quantity,
                number=one.quantity.number.hundredth() if unit.hundredths else one.quantity.number,
                kind=unit.kind,
                unit=unit.unit,
                currency=unit.currency,
                inherited=unit.kind == "money",
            )
            listed[index] = replace(one, quantity=quantity, per=following.per)
    return listed


def _model(candidate: Candidate, before: Sequence[Candidate], after: Sequence[Candidate]) -> Quantity | None:
    """The quantity whose unit or currency the candidate shares; None where it is no amount."""
    if not candidate.reason:
        return None
    here = [other for other in reversed(before[-8:]) if other.window is candidate.window]
    if candidate.reason == "gap":
        return here[0].quantity if here and here[0].quantity.kind in ("count", "money") else None
    if candidate.reason == "factor":
        return replace(candidate.quantity, kind="multiple", unit="fois")
    if candidate.reason == "same":
        most = candidate.quantity.number.least
        alike = (other.quantity for other in here if other.quantity.kind != "duration")
        return next((model for model in alike if model.kind != "percent" or most <= 100), None)
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
