"""Reads `cases/*.txt`, groups of articles that tell the same happenings, and scores the stories and conflicts of a run.

    ## A title                                        a group
    == id | published | outlet                        an article, its text below (one paragraph)
    Le feu a [ravagé #1] l'entrepôt.                  an event's trigger and its happening
    conflicts #1: date, amount                        on which fields its tellings disagree (none where not said)
    sources #1: 3                                     how many tell it independently

Events with different numbers must stay apart, in all groups. `python -m tests.corpus.story_cases` prints the figures.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from pipeline.run import run
from pipeline.tables.schema import Row, Rows

CASES = Path(__file__).parent / "cases"
FIELDS = frozenset({"date", "amount", "participant", "factuality"})
_MARK = re.compile(r"\[([^\]#]+) #(\d+)\]")
_LINE = re.compile(r"(conflicts|sources) #(\d+): (.+)")


class CaseError(ValueError):
    """A group that is not in the format."""


@dataclass
class Cases:
    """The articles as records of a run, the happening of each (article, trigger offset), and what is said of each."""

    records: list[dict[str, object]] = field(default_factory=list)
    events: dict[tuple[str, int], int] = field(default_factory=dict)
    conflicts: dict[int, frozenset[str]] = field(default_factory=dict)
    sources: dict[int, int] = field(default_factory=dict)


def read_stories(path: Path) -> Cases:
    """All groups of a file. Raises CaseError with the line of what is malformed."""
    cases = Cases()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("== "):
            parts = [part.strip() for part in line[3:].split("|")]
            if len(parts) != 3:
                raise CaseError(f"{path.name}:{number}: an article is id | published | outlet")
            cases.records.append(dict(zip(("id", "published", "source"), parts, strict=True)) | {"text": ""})
        elif match := _LINE.fullmatch(line):
            happening = int(match[2])
            if happening not in cases.events.values():
                raise CaseError(f"{path.name}:{number}: no event is #{happening}")
            if match[1] == "sources":
                cases.sources[happening] = int(match[3])
            else:
                cases.conflicts[happening] = frozenset(name.strip() for name in match[3].split(","))
                if not cases.conflicts[happening] <= FIELDS:
                    raise CaseError(f"{path.name}:{number}: no field of a conflict: {match[3]}")
        elif line.strip() and not line.startswith("#"):
            if not cases.records or cases.records[-1]["text"]:
                raise CaseError(f"{path.name}:{number}: a text without its article")
            cases.records[-1]["text"] = _marked(line, str(cases.records[-1]["id"]), cases)
    return cases


def _marked(line: str, article: str, cases: Cases) -> str:
    text, position = "", 0
    for match in _MARK.finditer(line):
        text += line[position : match.start()]
        cases.events[article, len(text)] = int(match[2])
        text += match[1]
        position = match.end()
    return text + line[position:]


@dataclass
class Score:
    """Figures as in tests/eval/score.py, and a line for each fault."""

    b3: float
    apart: float
    conflicts: float
    sources: float
    faults: list[str]


def score(cases: Cases, rows: Rows) -> Score:
    """Compares the stories and conflicts of a run over `cases.records`."""
    faults: list[str] = []
    found: dict[tuple[str, int], Row] = {}
    for article, start in cases.events:
        hits = [
            row
            for row in rows["events"]
            if row["document_id"] == article and row["trigger_start_char"] <= start < row["trigger_end_char"]
        ]
        if hits:
            found[article, start] = hits[0]
        else:
            faults.append(f"no event {article} {start} #{cases.events[article, start]}")
    story = {place: str(row["story_id"]) for place, row in found.items()}
    happening = {place: cases.events[place] for place in found}
    precision = recall = 0.0
    for place in found:
        same_story = [other for other in found if story[other] == story[place]]
        same = [other for other in found if happening[other] == happening[place]]
        both = len(set(same_story) & set(same))
        precision += both / len(same_story) / len(found)
        recall += both / len(same) / len(found)
    pairs = [pair for pair in combinations(sorted(found), 2) if happening[pair[0]] != happening[pair[1]]]
    merged = [pair for pair in pairs if story[pair[0]] == story[pair[1]]]
    parted = [p for p in combinations(sorted(found), 2) if happening[p[0]] == happening[p[1]] and story[p[0]] != story[p[1]]]
    faults += [f"merged {a} #{happening[a]} {b} #{happening[b]}" for a, b in merged]
    faults += [f"parted {a} {b} #{happening[a]}" for a, b in parted]
    fields: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows["conflicts"]:
        fields[row["story_id"]].add(row["field"])
    sources = {row["story_id"]: row["independent_source_count"] for row in rows["stories"]}
    right = claimed = wanted = counted = 0
    for number in sorted(set(happening.values())):
        stories = {story[place] for place in found if happening[place] == number}
        shown = {name for story_id in stories for name in fields[story_id]}
        expected = cases.conflicts.get(number, frozenset())
        right, claimed, wanted = right + len(shown & expected), claimed + len(shown), wanted + len(expected)
        if shown != expected:
            faults.append(f"conflicts #{number} missed {sorted(expected - shown)} spurious {sorted(shown - expected)}")
        if number in cases.sources:
            good = len(stories) == 1 and sources[min(stories)] == cases.sources[number]
            counted += good
            if not good:
                faults.append(f"sources #{number} {[sources[s] for s in stories]} not {cases.sources[number]}")
    return Score(
        2 * precision * recall / max(1e-9, precision + recall),
        1 - len(merged) / max(1, len(pairs)),
        2 * right / max(1, claimed + wanted),
        counted / max(1, len(cases.sources)),
        faults,
    )


def main() -> None:
    for path in sorted(CASES.glob("*.txt")):
        cases = read_stories(path)
        result = score(cases, run(cases.records).rows)
        print("\n".join(result.faults))
        print(f"{path.stem}: B³ {result.b3:.3f}  apart {result.apart:.3f}  conflicts {result.conflicts:.3f}  sources {result.sources:.3f}")


if __name__ == "__main__":
    main()
