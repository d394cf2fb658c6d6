"""Reads `cases/*.txt`: short press texts with the events that they tell, one line an event.

    @ 2024-03-15                                     the publication date of what follows
    Le 12 mars, Renault a racheté Volta.             the text; "¶" is a line break
    - racheté | 2024-03-12 | certain | agent Renault, patient Volta | 30 millions d'euros > Volta | Reuters

The fields of an event: trigger (others that are right behind "/"), date ("2024", "2024-03", a range with "..", "-" for
none; "(heading)" or "(narrative)" behind one that is inherited), factuality, participants with their roles, amounts
(behind ">" whose it is), who says so. Trailing fields may be left out. Blank lines part the cases.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

CASES = Path(__file__).parent / "cases"
FACTUALITIES = ("certain", "reported", "hypothetical", "negated", "planned")
ROLES = ("agent", "patient", "recipient", "place", "other")
_DATE = re.compile(r"(?P<begin>\d[\d-]*)(?:\.\.(?P<end>\d[\d-]*))?(?: \((?P<source>heading|narrative|sentence)\))?$")


class CaseError(ValueError):
    """A case that is not in the format."""


@dataclass(frozen=True)
class Expected:
    """An event that a text tells; `source` is empty where the date's own clause or sentence holds it."""

    triggers: tuple[str, ...]
    days: tuple[date, date] | None
    source: str
    factuality: str
    participants: tuple[tuple[str, str], ...]
    amounts: tuple[tuple[str, str], ...]
    said_by: str


@dataclass(frozen=True)
class Case:
    """A text with its events; `name` is its file and line."""

    name: str
    published: str
    text: str
    events: tuple[Expected, ...]


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of one file. Raises CaseError with the file and line of what is malformed."""
    published, text, first, events = "", "", 0, []
    lines = [*path.read_text(encoding="utf-8").splitlines(), ""]
    for number, line in enumerate(lines, 1):
        try:
            if line.startswith("@ "):
                published = date.fromisoformat(line[2:]).isoformat()
            elif line.startswith("- "):
                events.append(_event(line[2:], text))
            elif not line.strip():
                if text:
                    if not events or not published:
                        raise CaseError("a text needs a publication date above it and an event below it")
                    yield Case(f"{path.stem}-{first}", published, text, tuple(events))
                text, events = "", []
            elif not line.startswith("#"):
                if text:
                    raise CaseError("a text is one line")
                text, first = line.replace("¶", "\n"), number
        except ValueError as error:
            raise CaseError(f"{path.name}:{number}: {error}") from error


def _event(line: str, text: str) -> Expected:
    fields = [field.strip() for field in line.split("|")]
    if not 3 <= len(fields) <= 6:
        raise CaseError(f"an event has 3 to 6 fields: {line}")
    trigger, when, factuality, who, sums, said_by = fields + [""] * (6 - len(fields))
    triggers = tuple(trigger.split("/"))
    if missing := [word for word in triggers if word not in text]:
        raise CaseError(f"not in the text: {missing}")
    if factuality not in FACTUALITIES:
        raise CaseError(f"no factuality: {factuality}")
    match = _DATE.match(when)
    if not match and when != "-":
        raise CaseError(f"no date: {when}")
    days = (_day(match["begin"], 0), _day(match["end"] or match["begin"], -1)) if match else None
    participants = tuple(_participant(part.strip()) for part in who.split(",") if part.strip())
    amounts = tuple((a.strip(), b.strip()) for a, _, b in (part.partition(">") for part in sums.split(", ") if part))
    if missing := [amount for amount, _ in amounts if amount not in text]:
        raise CaseError(f"not in the text: {missing}")
    if said_by not in text:
        raise CaseError(f"not in the text: {said_by}")
    return Expected(triggers, days, (match and match["source"]) or "", factuality, participants, amounts, said_by)


def _participant(part: str) -> tuple[str, str]:
    role, _, name = part.partition(" ")
    if role not in ROLES or not name:
        raise CaseError(f"no participant: {part}")
    return role, name


def _day(written: str, end: int) -> date:
    """The first (`end` 0) or the last (-1) day of a year, month or day."""
    numbers = [int(part) for part in written.split("-")]
    if len(numbers) == 3:
        return date(*numbers)
    year, month = (numbers[0], numbers[1]) if len(numbers) == 2 else (numbers[0], 12 if end else 1)
    return date(year, month, calendar.monthrange(year, month)[1] if end else 1)
