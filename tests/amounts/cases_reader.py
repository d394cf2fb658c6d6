"""The cases: French sentences in which every amount stands in brackets with what it should be read as.

    Elle a levé près de [6,6 milliards de dollars | money 6.6e9 USD about] en [deux ans | duration 2 an].

A bracket is ``[text | kind number rest]``. `number` is a value (``6.6e9``), a range (``10..15``) or an open amount
(``1e9..``). `rest` is, for money, an ISO code (``USD``, ``USD?`` where it is inferred, ``?`` where nothing says which),
else a unit (in double quotes if it has spaces); then, in any order, a modifier, a rate (``/month``), a flag
(``!calque``). What a modifier says of the bounds is not written: `more_than` and `at_least` are a lower bound,
`less_than`, `at_most` and `up_to` an upper one. A line that begins with ``en>`` is English; ``#`` begins a comment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.article import Amount

KINDS = {"money", "percent", "count", "duration", "multiple", "measure"}
LOWER, UPPER = {"more_than", "at_least"}, {"less_than", "at_most", "up_to"}
MODIFIERS = {"exact", "about", "between", "order_of"} | LOWER | UPPER
PERIODS = {"year", "quarter", "month", "week", "day", "hour", "minute", "second"}
FLAGS = {"calque", "implausible"}

_BRACKET = re.compile(r"\[([^\[\]|]+) \| ([^\[\]|]+)\]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e\d+)?")
_FIELD = re.compile(r'"([^"]+)"|(\S+)')
_RANGE = re.compile(rf"({_NUMBER.pattern})\.\.({_NUMBER.pattern})?")


@dataclass(frozen=True)
class Case:
    where: str
    text: str
    language: str
    amounts: tuple[Amount, ...]


class MalformedCaseError(ValueError):
    pass


def read_cases(folder: Path) -> list[Case]:
    cases = []
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                cases.append(read_case(line, f"{path.stem}:{number}"))
    return cases


def read_case(line: str, where: str = "case") -> Case:
    language = "fr"
    if line.startswith("en> "):
        language, line = "en", line.removeprefix("en> ")
    text, amounts, position = "", [], 0
    for match in _BRACKET.finditer(line):
        text += line[position : match.start()]
        start = len(text)
        text += match[1]
        amounts.append(_amount(start, len(text), match[2], where))
        position = match.end()
    text += line[position:]
    if re.search(r"[\[\]|]", text):
        raise MalformedCaseError(f"{where}: a bracket or bar outside the markup")
    if text != text.strip() or "  " in text:
        raise MalformedCaseError(f"{where}: stray white space")
    return Case(where, text, language, tuple(amounts))


def _amount(start: int, end: int, spec: str, where: str) -> Amount:
    fields = [quoted or plain for quoted, plain in _FIELD.findall(spec)]
    if any('"' in field for field in fields):
        raise MalformedCaseError(f"{where}: an open quotation in {spec!r}")
    if len(fields) < 3:
        raise MalformedCaseError(f"{where}: {spec!r} has no kind, number and unit")
    kind, number, unit, *rest = fields
    if kind not in KINDS:
        raise MalformedCaseError(f"{where}: no kind {kind!r}")
    span = _RANGE.fullmatch(number)
    if not span and not _NUMBER.fullmatch(number):
        raise MalformedCaseError(f"{where}: no number {number!r}")
    found: dict[str, str] = {}
    for field in rest:
        if field in MODIFIERS:
            name, value = "modifier", field
        elif field[0] == "/" and field[1:] in PERIODS:
            name, value = "per", field[1:]
        elif field[0] == "!" and field[1:] in FLAGS:
            name, value = "flag", field[1:]
        else:
            raise MalformedCaseError(f"{where}: what is {field!r}?")
        if name in found:
            raise MalformedCaseError(f"{where}: two of {name}")
        found[name] = value
    modifier = found.pop("modifier", "between" if span and span[2] else "exact")
    value = None if span else float(number)
    low = float(span[1]) if span else (value if modifier in LOWER else None)
    high = float(span[2]) if span and span[2] else (value if modifier in UPPER else None)
    if (modifier == "between") != bool(span and span[2]):
        raise MalformedCaseError(f"{where}: a range is `between`, and only a range is")
    currency, inferred = "", False
    if kind == "money":
        if not re.fullmatch(r"[A-Z]{3}\??|\?", unit):
            raise MalformedCaseError(f"{where}: no currency {unit!r}")
        currency, inferred, unit = unit.rstrip("?"), unit.endswith("?"), ""
    return Amount(start, end, kind, value, low, high, currency, inferred, unit, modifier, **found)
