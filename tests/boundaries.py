"""Sentence boundaries held against gold: the whole sentences that the gold of events quotes, raw noise included."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

Span = tuple[int, int]


class Boundaries(NamedTuple):
    """How well sentences begin where gold sentences do, and nowhere inside one."""

    gold: int
    precision: float
    recall: float
    whole: float  # gold sentences that come out with just these ends


def score_boundaries(gold_folder: Path, articles: Path, split: Callable[[str], Iterable[Span]]) -> Boundaries:
    """`split` gives the sentences of a raw text. Only what lies in a gold sentence is judged."""
    rows = [json.loads(line) for line in (gold_folder / "events.jsonl").open(encoding="utf-8")]
    gold = {(row["doc"], row["start"], row["end"]) for row in rows}
    found = {
        (doc, *span)
        for doc in {doc for doc, *_ in gold}
        for span in split((articles / f"{doc}.txt").read_bytes().decode())
    }
    starts = {(doc, start) for doc, start, _ in found}
    hits = sum((doc, start) in starts for doc, start, _ in gold)
    false = sum((doc, inside) in starts for doc, start, end in gold for inside in range(start + 1, end))
    return Boundaries(len(gold), hits / (hits + false), hits / len(gold), len(gold & found) / len(gold))
