"""What a second worker brings, against what a second, independent process of the bare NER brings on this machine."""

import os
import statistics
import tempfile
import time
from pathlib import Path

import spacy

from pipeline.names.model import DEFAULT_MODEL
from pipeline.run import Settings, run
from tests.bench.texts import compose

_ARTICLES = 200


def measure(rounds: int) -> None:
    """Print the gain of two of ours and of two of the bare NER, in turn, and the ratio of the gains."""
    stock = spacy.load(DEFAULT_MODEL, exclude=["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer"])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "articles"
        compose(folder, _ARTICLES)
        texts = [path.read_text("utf-8") for path in sorted(folder.iterdir())]
        run([{"id": "a", "text": texts[0]}])

        def ours(workers: int) -> None:
            with tempfile.TemporaryDirectory(dir=scratch) as out:
                run([folder], Path(out) / "out", Settings(workers=workers))

        def bare(processes: int) -> None:
            children = []
            for first in range(processes):
                child = os.fork()
                if not child:
                    for _ in stock.pipe(texts[first::processes]):
                        pass
                    os._exit(0)
                children.append(child)
            for child in children:
                os.waitpid(child, 0)

        gains: dict[str, list[float]] = {"ours": [], "bare NER": []}
        for _ in range(rounds):
            for name, task in (("ours", ours), ("bare NER", bare)):
                gains[name].append(_seconds(task, 1) / _seconds(task, 2))
    medians = {name: statistics.median(values) for name, values in gains.items()}
    for name, gain in medians.items():
        print(f"{name:<10} two are {gain:.2f} × as fast as one")
    print(f"ratio {medians['ours'] / medians['bare NER']:.2f}")


def _seconds(task, count: int) -> float:
    begin = time.perf_counter()
    task(count)
    return time.perf_counter() - begin
