"""Scores the stories of `cases/*.txt`, with every miss: `python -m tests.corpus.score [-v] [FILE]`.

As ../shared/eval does: B³ over the marked triggers (one that is no event is a story of its own), the fields of the
conflicts that each happening shows, the count of sources, and the pairs of happenings of one group that stay apart.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from pipeline.run import run
from pipeline.tables.schema import Rows
from tests.corpus.case_files import CASES, Group, read_groups


@dataclass
class Score:
    """Figures from 0 to 1, and a line for each miss."""

    figures: dict[str, float] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)


def run_groups(groups: Sequence[Group]) -> Rows:
    """All articles of all groups as one corpus."""
    return run([record for group in groups for record in group.records]).rows


def score(groups: Sequence[Group], rows: Rows) -> Score:
    """What `rows`, of a run over the groups, says of their happenings."""
    result = Score()
    told = [_stories(group, rows, result) for group in groups]
    keys = [(g, n, story) for g, group in enumerate(told) for n, of in group.items() for story in of]
    b_cubed = []
    for side in (2, slice(0, 2)):  # precision: of those in its story; recall: of those of its happening
        shares = [
            sum(a[:2] == b[:2] and a[2] == b[2] for b in keys) / sum(a[side] == b[side] for b in keys) for a in keys
        ]
        b_cubed.append(sum(shares) / len(shares))
    precision, recall = b_cubed
    result.figures |= {
        "members found": sum(not story.startswith("?") for *_, story in keys) / len(keys),
        "B³ precision": precision,
        "B³ recall": recall,
        "B³ F1": 2 * precision * recall / (precision + recall),
        "kept apart": _kept_apart(groups, told, result),
        "conflicts F1": _conflicts(groups, told, rows, result),
        "sources": _sources(groups, told, rows, result),
    }
    return result


def _stories(group: Group, rows: Rows, result: Score) -> dict[int, list[str]]:
    """The story of each member of each happening; "?…" where it is no event."""
    stories: dict[int, list[str]] = {}
    for happening, members in group.members.items():
        stories[happening] = []
        for member in members:
            hits = [
                event["story_id"]
                for event in rows["events"]
                if event["document_id"] == member.document_id
                and event["trigger_start_char"] < member.end
                and member.start < event["trigger_end_char"]
            ]
            stories[happening].append(hits[0] if hits else f"?{member}")
            if not hits:
                result.misses.append(f"no event: #{happening} in {member.document_id} at {member.start}")
        told = {story for story in stories[happening] if not story.startswith("?")}
        if len(told) > 1:
            result.misses.append(f"torn: #{happening} of {group.title}: {sorted(told)}")
    return stories


def _kept_apart(groups: Sequence[Group], told: Sequence[dict[int, list[str]]], result: Score) -> float:
    apart = []
    for group, stories in zip(groups, told, strict=True):
        for one, other in combinations(stories, 2):
            apart.append(not set(stories[one]) & set(stories[other]))
            if not apart[-1]:
                result.misses.append(f"merged: #{one} and #{other} of {group.title}")
    return sum(apart) / len(apart)


def _conflicts(groups: Sequence[Group], told: Sequence[dict[int, list[str]]], rows: Rows, result: Score) -> float:
    right = shown_count = wanted_count = 0
    for group, stories in zip(groups, told, strict=True):
        for happening, of in stories.items():
            shown = {row["field"] for row in rows["conflicts"] if row["story_id"] in of}
            wanted = group.conflicts.get(happening, frozenset())
            right, shown_count = right + len(shown & wanted), shown_count + len(shown)
            wanted_count += len(wanted)
            for name, fields in (("missed", wanted - shown), ("spurious", shown - wanted)):
                if fields:
                    result.misses.append(f"conflict {name}: #{happening} of {group.title}: {sorted(fields)}")
    return 2 * right / max(1, shown_count + wanted_count)


def _sources(groups: Sequence[Group], told: Sequence[dict[int, list[str]]], rows: Rows, result: Score) -> float:
    counts = {row["story_id"]: row["independent_source_count"] for row in rows["stories"]}
    right = []
    for group, stories in zip(groups, told, strict=True):
        for happening, wanted in group.sources.items():
            of = {story for story in stories[happening] if not story.startswith("?")}
            got = counts[min(of)] if len(of) == 1 else None
            right.append(got == wanted)
            if not right[-1]:
                result.misses.append(f"sources: #{happening} of {group.title}: {got} instead of {wanted}")
    return sum(right) / max(1, len(right))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=CASES / "stories.txt")
    parser.add_argument("-v", "--verbose", action="store_true", help="print every miss")
    arguments = parser.parse_args()
    groups = read_groups(arguments.file)
    result = score(groups, run_groups(groups))
    for name, value in result.figures.items():
        print(f"{name:<16} {value:.3f}")
    if arguments.verbose:
        print(*result.misses, sep="\n")


if __name__ == "__main__":
    main()
