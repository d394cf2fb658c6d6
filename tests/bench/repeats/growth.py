"""An index on disk that grows over many runs, as a newsroom's does: what time, memory and disk an article takes.

The articles are drawn from a chain of word pairs of the Wikinews articles beside the checkout (read in place), so that
phrases come back as they do in the press; a tenth of the paragraphs are copies of earlier ones, every other of them
with one word changed.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path

from pipeline.repeats import CorpusIndex
from pipeline.repeats.edges import Edges
from pipeline.repeats.fingerprint import fingerprint
from tests.paths import SHARED

_SENTENCES, _PARAGRAPHS = 4, 8  # of a paragraph, of an article
_COPIED = 0.1
_REMEMBERED = 5_000  # paragraphs that may be copied
_RUN = 2_000  # articles that one run adds
_BATCH = 100  # articles added at a time


def articles(count: int) -> Iterator[tuple[str, str]]:
    """So many articles of some 4,000 characters, the same ones every time."""
    chance = random.Random(count)
    after: dict[str, list[str]] = defaultdict(list)
    for path in sorted((SHARED / "gold" / "winer").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            for sentence in json.loads(line)["text"].split(". "):
                for one, two in pairwise(["", *sentence.split(), ""]):
                    after[one].append(two)

    def sentence() -> str:
        words = [chance.choice(after[""])]
        while len(words) < 40 and (word := chance.choice(after[words[-1]])):
            words.append(word)
        return " ".join(words) + "."

    known: deque[str] = deque(maxlen=_REMEMBERED)
    for number in range(count):
        paragraphs = []
        for _ in range(_PARAGRAPHS):
            if known and chance.random() < _COPIED:
                words = chance.choice(known).split()
                if chance.random() < 0.5:
                    words[chance.randrange(len(words))] = "notamment"
                paragraphs.append(" ".join(words))
            else:
                paragraphs.append(" ".join(sentence() for _ in range(_SENTENCES)))
        known.append(chance.choice(paragraphs))
        yield f"{number:08}", "\n\n".join(paragraphs)


def grow(count: int) -> None:
    """Print what each run takes that adds articles to an index, up to so many."""
    left = articles(count)
    columns = ("articles", "characters", "ms an article", "MB on disk", "MB of memory", "repeats", "near misses")
    print("".join(f"{column:>15}" for column in columns))
    with tempfile.TemporaryDirectory() as folder:
        characters = 0
        for _ in range(0, count, _RUN):
            repeats = near_misses = 0
            start = time.process_time()
            texts = list(islice(left, _RUN))
            characters += sum(len(text) for _, text in texts)
            start = time.process_time()
            with CorpusIndex(Path(folder)) as index:
                for first in range(0, len(texts), _BATCH):
                    batch = texts[first : first + _BATCH]
                    links = index.add_all(fingerprint(batch), [Edges(text) for _, text in batch])
                    repeats += sum(len(found.repeats) for found in links)
                    near_misses += sum(len(found.near_misses) for found in links)
            seconds = time.process_time() - start
            disk = sum(path.stat().st_size for path in Path(folder).iterdir())
            print(
                f"{len(index):15,}{characters:15,}{1000 * seconds / len(texts):15.1f}{disk / 1e6:15,.0f}"
                f"{_own_memory() / 1e6:15,.0f}{repeats:15,}{near_misses:15,}",
                flush=True,
            )


def _own_memory() -> float:
    """The bytes that the process holds, files mapped into memory apart (Linux)."""
    status = Path("/proc/self/status").read_text("ascii")
    return 1024 * float(status.split("RssAnon:")[1].split()[0])
