"""Corpora of any size, composed of real sentences: those of the seeds and, where they are at hand, of WiNER."""

import json
import random
from pathlib import Path

from pipeline.structure.sentences import split_sentences
from tests.paths import SEEDS, SHARED

_CHARACTERS = 4_000  # of an article, about


def sentences() -> list[str]:
    """All sentences at hand, read in place."""
    texts = [path.read_text("utf-8") for folder in (SEEDS, SHARED / "seeds") for path in sorted(folder.glob("*.txt"))]
    for path in sorted((SHARED / "gold" / "winer").glob("*.jsonl")):
        texts += [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    return [text[start:end] for text in texts for start, end in split_sentences(text)]


def compose(folder: Path, count: int) -> float:
    """Write so many articles, always the same, into a new folder; their size in kB (thousands of characters)."""
    folder.mkdir()
    chance = random.Random(count)
    stock = sentences()
    size = 0
    for number in range(count):
        text = f"date 2024-{chance.randint(1, 12):02} "
        while len(text) < _CHARACTERS:
            text += " ".join(chance.choices(stock, k=chance.randint(2, 6))) + "\n\n"
        (folder / f"a{number:06}.txt").write_text(text, "utf-8")
        size += len(text)
    return size / 1000
