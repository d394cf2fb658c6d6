"""Reading the cases: French text with its dates marked inline, one article a line.

    == 2024-03-15                       the publication date of the lines below: a day, a month, a year, or "inconnue"
    Elle est née le [12 mai 1990 | 1990-05-12].
    Elle part [demain | 2024-03-16 | pub] et revient [mi-avril | 2024-04-11..2024-04-20 | month ~ pub].
    Il a plu trois jours.               a line without marks: nothing may be found

Behind the text stand its value (`1990-05-12`, `1990-05`, `1990`, `A..B`, or `?` where a careful reader could not tell)
and, where they differ from what the value shows, the granularity, `~` for approximate, the bound, and what it was
resolved by (`pub`, `récit`; else it is explicit). `#` begins a comment line. Anything else is refused.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.article import Period, TimeExpression

GRANULARITIES = ("day", "week", "month", "quarter", "season", "year", "decade", "other")
BOUNDS = ("since", "until", "by", "before", "after")
RESOLVED_BY = {"pub": "publication", "récit": "narrative"}
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?$")


class MalformedCaseError(ValueError):
    """A line that the reader cannot hold anything against."""


@dataclass(frozen=True)
class Expected:
    """One marked date: where it stands in the text without its marks, and all that is said of it."""

    start: int
    end: int
    value: Period | None
    granularity: str
    approximate: bool
    bound: str
    resolved_by: str

    @classmethod
    def of(cls, found: TimeExpression) -> Expected:
        return cls(
            found.start, found.end, found.value, found.granularity, found.approximate, found.bound, found.resolved_by
        )


@dataclass(frozen=True)
class Case:
    """An article of one line."""

    name: str
    text: str
    published: Period | None
    expected: tuple[Expected, ...]


def read_cases(path: Path) -> list[Case]:
    """All cases of a file; `MalformedCaseError` names the line that is none."""
    cases, published, opened = [], None, False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name = f"{path.stem}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        try:
            if line.startswith("=="):
                published, opened = _published(line[2:].strip()), True
            elif not opened:
                raise MalformedCaseError("a case before the first publication date")
            else:
                cases.append(read_case(name, line, published))
        except ValueError as error:
            raise MalformedCaseError(f"{name}: {error}") from error
    return cases


def read_case(name: str, line: str, published: Period | None) -> Case:
    """One marked line."""
    text, expected, position = "", [], 0
    for match in re.finditer(r"\[([^\[\]]*)\]", line):
        text += line[position : match.start()]
        parts = [part.strip() for part in match[1].split("|")]
        if len(parts) not in (2, 3) or not all(parts):
            raise MalformedCaseError(f"not [text | value | attributes]: {match[0]}")
        start = len(text)
        text += parts[0]
        expected.append(_expected(start, len(text), parts[1], parts[2] if len(parts) == 3 else ""))
        position = match.end()
    text += line[position:]
    if "[" in text or "]" in text or "|" in text:
        raise MalformedCaseError("unbalanced marks")
    if text != " ".join(text.split()):
        raise MalformedCaseError("white space that the view would fold")
    return Case(name, text, published, tuple(expected))


def _expected(start: int, end: int, value: str, attributes: str) -> Expected:
    granularity = {10: "day", 7: "month", 4: "year"}.get(len(value), "")
    approximate, bound, resolved_by = False, "", ""
    period = None if value == "?" else _period(value)
    for word in attributes.split():
        if word in GRANULARITIES and word != granularity:
            granularity = word
        elif word == "~" and not approximate:
            approximate = True
        elif word in BOUNDS and not bound:
            bound = word
        elif word in RESOLVED_BY and not resolved_by:
            resolved_by = RESOLVED_BY[word]
        else:
            raise MalformedCaseError(f"unknown, repeated or needless attribute: {word}")
    if not granularity:
        raise MalformedCaseError(f"an interval needs its granularity: {value}")
    return Expected(start, end, period, granularity, approximate, bound, resolved_by or "explicit")


def _period(value: str) -> Period:
    first, dots, last = value.partition("..")
    if not all(_DATE.match(part) for part in ((first, last) if dots else (first,))):
        raise MalformedCaseError(f"not a value: {value}")
    return Period(_edge(first, last=False), _edge(last or first, last=True))


def _edge(written: str, last: bool) -> date:
    numbers = [int(part) for part in written.split("-")]
    if len(numbers) == 1:
        numbers.append(12 if last else 1)
    if len(numbers) == 2:
        numbers.append(monthrange(numbers[0], numbers[1])[1] if last else 1)
    return date(*numbers)


def _published(written: str) -> Period | None:
    return None if written == "inconnue" else _period(written)
