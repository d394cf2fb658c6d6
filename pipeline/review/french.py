"""What the tables say, as a French reader reads it: labels, days, figures. The words lie in `models/report.toml`."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import cache

from babel.dates import get_month_names
from babel.numbers import get_currency_symbol

from pipeline.resources import load_toml
from pipeline.tables.schema import Row

_THIN = "\u202f"  # narrow no-break space
_FIXED = "\u00a0"  # no-break space
_SCALES = ((1e12, "mille milliards"), (1e9, "milliards"), (1e6, "millions"))


@cache
def _labels() -> dict[str, dict[str, str]]:
    return load_toml("report.toml")


def label(group: str, code: str | None) -> str:
    """The French words for a code of a vocabulary; the code itself where there are none, nothing for nothing."""
    return _labels()[group].get(code, code) if code else ""


@cache
def _month(number: int) -> str:
    return str(get_month_names("wide", locale="fr")[number])


def day(of: date) -> str:
    """29 février 2024; 1er mars 2024."""
    return f"{'1er' if of.day == 1 else of.day}{_FIXED}{_month(of.month)} {of.year}"


def period(begin: date | None, end: date | None) -> str:
    """The days from `begin` to `end` as shortly as French can say them; `sans date` where there are none."""
    if begin is None or end is None:
        return "sans date"
    if begin == end:
        return day(begin)
    whole_months = begin.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if whole_months and (begin.month, end.month) == (1, 12):
        if begin.year == end.year:
            return f"{begin.year}"
        if begin.year % 10 == 0 and end.year == begin.year + 9:
            return f"années {begin.year}"
        return f"de {begin.year} à {end.year}"
    if whole_months and (begin.year, begin.month) == (end.year, end.month):
        return f"{_month(begin.month)} {begin.year}"
    if whole_months:
        first = _month(begin.month) if begin.year == end.year else f"{_month(begin.month)} {begin.year}"
        return f"{'d’' if first[0] in 'ao' else 'de '}{first} à {_month(end.month)} {end.year}"
    return f"du {day(begin)} au {day(end)}"


def number(value: float) -> str:
    """A figure with French separators: 1 234,5."""
    shown = f"{value:,.0f}" if value == int(value) else f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.2f}"
    return shown.replace(",", _THIN).replace(".", ",")


def _large(value: float) -> str:
    for scale, name in _SCALES:
        if abs(value) >= scale:
            return f"{number(round(value / scale, 4))}{_FIXED}{name if abs(value) >= 2 * scale else name.rstrip('s')}"
    return number(value)


@cache
def _symbol(currency: str) -> str:
    return str(get_currency_symbol(currency, locale="fr"))


def amount(row: Row) -> str:
    """The value of a row of `amounts`: `plus de 80 milliards $US`, `entre 10 et 12 %`."""
    unit = {"money": _symbol(row["currency"]) if row["currency"] else "", "percent": "%"}.get(row["kind"], row["unit"])
    show = _large if row["kind"] in ("money", "count") else number
    value, low, high = row["value"], row["low"], row["high"]
    if value is not None:
        figure, modifier = show(value), label("modifier", row["modifier"]) if row["modifier"] != "exact" else ""
    elif low is not None and high is not None:
        figure, modifier = f"{show(low)} à {show(high)}", ""
    elif low is not None or high is not None:
        figure, modifier = show(low if low is not None else high), "plus de" if low is not None else "jusqu’à"
    else:
        figure, modifier = "somme indéterminée" if row["kind"] == "money" else "indéterminé", ""
    figure += f"{_FIXED}{unit}" if unit else ""
    return " ".join(part for part in (modifier, figure, label("per", row["per"])) if part)
