"""Reading the cases: French text as a model might mark it, and as it has to come out.

    ? Le [PDG de Veolia|ORG] a reçu [M. Dupuis|PER].      what a model proposes
    = Le PDG de [Veolia|ORG] a reçu M. [Dupuis|PER].      what comes out, over the same text
    ~ Dupuis|PER: Bernard Dupuis                          the full name of a mention, where it is not the mention itself

A case is a line of each of the first two kinds and any number of the third. `#` begins a comment line, empty lines are
skipped. Anything else is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.names.markup import MarkupError, Name, parse


class MalformedCaseError(ValueError):
    """A line that the reader cannot hold anything against."""


@dataclass
class Case:
    """A text, what a model proposes in it, what has to come out, and full names by mention."""

    name: str
    text: str
    proposed: list[Name]
    expected: list[Name]
    full: dict[tuple[str, str], str] = field(default_factory=dict)


def read_cases(path: Path) -> list[Case]:
    """The cases of a file; raises MalformedCaseError naming the line that is wrong."""
    return parse_cases(path.read_text(encoding="utf-8"), path.stem)


def parse_cases(text: str, name: str = "case") -> list[Case]:
    """The cases in a text."""
    cases: list[Case] = []
    proposed: tuple[str, list[Name]] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        place = f"{name}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        kind, _, rest = line.partition(" ")
        try:
            if kind == "?" and proposed is None:
                proposed = parse(rest)
            elif kind == "=" and proposed is not None:
                expected = parse(rest)
                if expected[0] != proposed[0]:
                    raise MalformedCaseError(f"{place}: the text is not that of the line before")
                cases.append(Case(place, *proposed, expected[1]))
                proposed = None
            elif kind == "~" and cases and proposed is None and rest.count(": ") == 1:
                mention, _, full = rest.partition(": ")
                written, _, label = mention.partition("|")
                if (written, label) not in [(cases[-1].text[a:b], marked) for a, b, marked in cases[-1].expected]:
                    raise MalformedCaseError(f"{place}: {mention!r} is no mention of the case")
                cases[-1].full[written, label] = full
            else:
                raise MalformedCaseError(f"{place}: {line!r} stands where it has no meaning")
        except MarkupError as error:
            raise MalformedCaseError(f"{place}: {error}") from error
    if proposed is not None:
        raise MalformedCaseError(f"{name}: the last case has no outcome")
    return cases
