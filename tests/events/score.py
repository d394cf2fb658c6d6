"""Scores the events of `cases/*.txt`, with every miss: `python -m tests.events.score [-v] [FILE]`."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.run import run
from pipeline.tables.schema import Row, Rows
from tests.events.case_files import CASES, Case, Expected, read_cases

_ARTICLES = ("le ", "la ", "les ", "l'", "un ", "une ")


@dataclass
class Count:
    """Right, found and wanted, as they add up."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, right: int, found: int, wanted: int) -> None:
        self.right, self.found, self.wanted = self.right + right, self.found + found, self.wanted + wanted

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.found + self.wanted)


@dataclass
class Score:
    """The figures by name, and a line for each miss."""

    counts: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    misses: list[str] = field(default_factory=list)


def score(cases: Sequence[Case]) -> Score:
    """Runs the pipeline over the cases, each an article of its own, and compares what their events say.

    As in the press gold: participants, factuality, amounts and the rest are judged on events found with their date.
    """
    scores = Score()
    for case in cases:
        rows = run([{"id": case.name, "text": case.text, "published": case.published}]).rows
        _score_case(case, rows, scores)
    return scores


def _score_case(case: Case, rows: Rows, scores: Score) -> None:
    names = {row["entity_id"]: row["name"] for row in rows["entities"]}
    amounts = {row["amount_id"]: row["text"] for row in rows["amounts"]}
    free = list(rows["events"])

    def miss(message: str) -> None:
        scores.misses.append(f"{case.name}: {message} :: {case.text[:200]!r}")

    found_pairs: list[tuple[Expected, Row]] = []
    for expected in case.events:
        hits = [row for row in free if _is_at(row, expected, case.text)]
        hits.sort(key=lambda row: (row["date_begin"], row["date_end"]) != (expected.days or (None, None)))
        if not hits:
            miss(f"no event {expected.triggers[0]}")
            continue
        free.remove(hits[0])
        found_pairs.append((expected, hits[0]))
    spurious = [row for row in free if row["date_source"] in ("own", "sentence")]
    for row in spurious:
        miss(f"spurious event {row['trigger']} {row['date_begin']}")
    scores.counts["found"].add(len(found_pairs), len(found_pairs) + len(spurious), len(case.events))
    dated = 0
    for expected, row in found_pairs:
        got = (row["date_begin"], row["date_end"])
        if got != (expected.days or (None, None)):
            miss(f"{row['trigger']} dated {got[0]}..{got[1]}")
            continue
        dated += 1
        wanted_source = expected.source or ("none" if expected.days is None else "own/sentence")
        _hit(scores, "date_source", row["date_source"] in wanted_source, miss, row["date_source"])
        same = row["factuality"] == expected.factuality
        _hit(scores, "factuality", same, miss, f"{row['trigger']} is {row['factuality']}")
        said = _fold(row["attribution_text"]) == _fold(expected.said_by)
        _hit(scores, "attribution", said, miss, f"{row['trigger']} by {row['attribution_text']!r}")
        parts = {
            (_fold(names[part["entity_id"]]), part["role"])
            for part in rows["event_participants"]
            if part["event_id"] == row["event_id"] and part["entity_id"]
        }
        wanted = {(_fold(name), role) for role, name in expected.participants}
        _compare(scores, "participants", {name for name, _ in parts}, {name for name, _ in wanted}, miss)
        both = {name for name, _ in parts} & {name for name, _ in wanted}
        roles = {pair for pair in parts if pair[0] in both}
        scores.counts["roles"].add(len(roles & wanted), len(roles), len([pair for pair in wanted if pair[0] in both]))
        if wrong := roles - wanted:
            miss(f"{row['trigger']} roles {sorted(wrong)}")
        links = [link for link in rows["event_amounts"] if link["event_id"] == row["event_id"]]
        sums = {_fold(amounts[link["amount_id"]]): _fold(names.get(link["about_entity_id"], "")) for link in links}
        wanted_sums = {_fold(amount): _fold(about) for amount, about in expected.amounts}
        _compare(scores, "amounts", set(sums), set(wanted_sums), miss)
        for amount in sums.keys() & wanted_sums.keys():
            if wanted_sums[amount] or sums[amount]:
                good = sums[amount] == wanted_sums[amount]
                scores.counts["about"].add(good, bool(sums[amount]), bool(wanted_sums[amount]))
                if not good:
                    miss(f"{amount} about {sums[amount]!r} not {wanted_sums[amount]!r}")
    scores.counts["dated"].add(dated, len(found_pairs) + len(spurious), len(case.events))


def _hit(scores: Score, name: str, right: bool, miss: Callable[[str], None], got: str) -> None:
    scores.counts[name].add(right, 1, 1)
    if not right:
        miss(f"{name}: {got}")


def _compare(scores: Score, name: str, found: set[str], wanted: set[str], miss: Callable[[str], None]) -> None:
    scores.counts[name].add(len(found & wanted), len(found), len(wanted))
    if found != wanted:
        miss(f"{name} missed {sorted(wanted - found)} spurious {sorted(found - wanted)}")


def _is_at(row: Row, expected: Expected, text: str) -> bool:
    for trigger in expected.triggers:
        start = text.find(trigger)
        while start >= 0:
            if row["trigger_start_char"] < start + len(trigger) and start < row["trigger_end_char"]:
                return True
            start = text.find(trigger, start + 1)
    return False


def _fold(name: str) -> str:
    name = " ".join(name.replace("’", "'").split()).casefold()
    article = next((article for article in _ARTICLES if name.startswith(article)), "")
    return name.removeprefix(article)


def all_cases(files: Iterable[str] = ()) -> list[Case]:
    """The cases of the files named (without `.txt`), of all where none is."""
    wanted = set(files)
    return [
        case for path in sorted(CASES.glob("*.txt")) if not wanted or path.stem in wanted for case in read_cases(path)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*")
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    scores = score(all_cases(arguments.files))
    if arguments.verbose:
        print("\n".join(scores.misses))
    for name, count in scores.counts.items():
        print(f"{name:<14} {count.f1:.3f}  right {count.right:4}  found {count.found:4}  wanted {count.wanted:4}")


if __name__ == "__main__":
    main()
