"""Numbers written in figures: "1 234 567,89", "1.234.567,89", "1,234,567.89", "0.5"."""

from __future__ import annotations

import re

from pipeline.amounts.window import Window

# 1,234,567.89 | 1.234.567,89 or 1 234 567,89 or 1'234'567.89 | 0.5 or 12,25
_FRENCH = re.compile(
    r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}(?:\.\d{1,9})?|(?:,\d{3})+\.\d{1,9}|,000)(?![\d])"
    r"|[1-9]\d{0,2}(?:(?: \d{3})+|(?:\.\d{3})+|(?:'\d{3})+)(?!\d)(?:,\d{1,9}|(?<=['\d])(?<! )\.\d{1,2}(?!\d))?"
    r"|\d{1,18}(?:[.,]\d{1,9})?"
)
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?!\d)(?:\.\d{1,9})?|\d{1,18}(?:\.\d{1,9})?")
_THOUSANDS_DOT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$")
_THOUSANDS_COMMA = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$")


def match_figure(window: Window, start: int) -> re.Match[str] | None:
    """The figure that begins at `start`, with the thousands and decimals of the passage's language."""
    return window.match(_ENGLISH if window.english else _FRENCH, start)


def figure_value(written: str, *, english: bool = False, after_sign: bool = False) -> float:
    """The value of a number written in figures.

    A comma before exactly three figures parts thousands in English and after a currency sign ("$40,000"), and where it
    can only do that ("1,234,567.89"); a full stop before exactly three figures parts thousands in French ("10.000").
    """
    plain = written.replace(" ", "").replace("'", "")
    sure = english or after_sign or plain.count(",") > 1 or "." in plain or plain.endswith(",000")
    if sure and _THOUSANDS_COMMA.match(plain):
        return float(plain.replace(",", ""))
    if not english and _THOUSANDS_DOT.match(plain):
        plain = plain.replace(".", "")
    return float(plain.replace(",", "."))
