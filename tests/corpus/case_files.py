"""Reads `cases/*.txt`: groups of short articles with the happenings that they tell.

    ## A fire                                     a group; its articles share their happenings
    == feu-agence | 2024-05-04 | Agence Ouest     an article: its id, day and outlet
    Un incendie a [ravagé #1] l'entrepôt.         its text; [trigger #n] is an event of happening n
                                                  a blank line ends an article
    conflicts #1: date, amount                    on what its tellings disagree; none, where it has no line
    sources #1: 3                                 how many tell it independently; unsaid, where it has no line

Events with one number are one story, events with two numbers of one group must stay apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

CASES = Path(__file__).parent / "cases"
FIELDS = frozenset({"date", "amount", "participant", "factuality"})
_TRIGGER = re.compile(r"\[([^\[\]#]+) #(\d+)\]")
_SAID = re.compile(r"(conflicts|sources) #(\d+): (.+)")


class CaseError(ValueError):
    """A case that is not in the format."""


@dataclass(frozen=True)
class Member:
    """A trigger of a happening: where it stands in the text of its article."""

    document_id: str
    start: int
    end: int


@dataclass
class Group:
    """Articles (records of the API), and by the number of a happening its members, conflicts and sources."""

    title: str
    records: list[dict[str, str]] = field(default_factory=list)
    members: defaultdict[int, list[Member]] = field(default_factory=lambda: defaultdict(list))
    conflicts: dict[int, frozenset[str]] = field(default_factory=dict)
    sources: dict[int, int] = field(default_factory=dict)


def read_groups(path: Path) -> list[Group]:
    """The groups of one file. Raises CaseError with the file and line of what is malformed."""
    groups: list[Group] = []
    try:
        for number, line in _lines(path):  # noqa: B007 - named by the error below
            _take(line, groups)
    except ValueError as error:
        raise CaseError(f"{path.name}:{number}: {error}") from error
    for group in groups:
        if unknown := (group.conflicts.keys() | group.sources.keys()) - group.members.keys():
            raise CaseError(f"{path.name}: {group.title}: no trigger has the number {min(unknown)}")
    return groups


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("# ") and line.strip():
            yield number, line


def _take(line: str, groups: list[Group]) -> None:
    if line.startswith("## "):
        groups.append(Group(line[3:]))
    elif line.startswith("== "):
        document_id, day, outlet = (part.strip() for part in line[3:].split("|"))
        published = date.fromisoformat(day).isoformat()
        groups[-1].records.append({"id": document_id, "published": published, "source": outlet, "text": ""})
    elif said := _SAID.fullmatch(line):
        what, happening, value = said[1], int(said[2]), said[3]
        if what == "sources":
            groups[-1].sources[happening] = int(value)
        elif not (fields := frozenset(value.split(", "))) <= FIELDS:
            raise ValueError(f"no fields of a conflict: {value}")
        else:
            groups[-1].conflicts[happening] = fields
    else:
        _take_text(line, groups[-1])


def _take_text(line: str, group: Group) -> None:
    record = group.records[-1]
    if record["text"]:
        raise ValueError("a text is one line")
    text, done = "", 0
    for match in _TRIGGER.finditer(line):
        text += line[done : match.start()]
        group.members[int(match[2])].append(Member(record["id"], len(text), len(text) + len(match[1])))
        text, done = text + match[1], match.end()
    record["text"] = text + line[done:]
    if "[" in record["text"] or "]" in record["text"]:
        raise ValueError("a trigger is written [word #n]")
