"""Our extraction, the naive script and the bare stock NER over the same files in turn, after loading."""

import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import spacy
from dateparser.search import search_dates

from pipeline.names.model import DEFAULT_MODEL
from pipeline.run import run
from tests.bench import naive


def measure(articles: Path, rounds: int) -> None:
    """Print seconds, and ours and its stages as ratios."""
    paths = sorted(articles.glob("*.txt"))
    texts = [path.read_bytes().decode() for path in paths]
    size = sum(map(len, texts)) / 1000
    stock = spacy.load(DEFAULT_MODEL)
    bare = spacy.load(DEFAULT_MODEL, exclude=[name for name in stock.pipe_names if name != "ner"])
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    stages: defaultdict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as scratch:
        for turn in range(rounds + 1):
            folder = Path(scratch) / str(turn)  # a new one every time: nothing is there already
            folder.mkdir()
            tasks = {
                "naive script": lambda: naive.extract(stock, paths, folder / "naive"),  # noqa: B023 - called at once
                "bare stock NER": lambda: list(bare.pipe(texts)),
                "search_dates": lambda: [
                    search_dates(line, languages=["fr"]) for text in texts for line in text.split("\n")
                ],
                "recoupe": lambda: run([articles], folder / "ours").report["seconds"],  # noqa: B023
            }
            for name, task in tasks.items():
                begin = time.process_time()
                report = task()
                if turn:  # the first turn only warms up
                    seconds[name].append(time.process_time() - begin)
                    if name == "recoupe":
                        for stage, value in report.items():
                            stages[stage].append(value)
    ours = statistics.median(seconds["recoupe"])
    print(f"{len(paths)} articles, {size:.1f} kB, {rounds} rounds, CPU seconds")
    for name, values in seconds.items():
        median = statistics.median(values)
        print(f"{name:<16} {median:8.3f} s  {1000 * median / size:8.2f} ms/kB  {median / ours:6.2f} × ours")
    print(f"ours is {ours / statistics.median(seconds['bare stock NER']):.2f} × the bare stock NER")
    search = statistics.median(seconds["search_dates"])
    whole = sum(map(statistics.median, stages.values()))
    for stage, values in stages.items():
        median = statistics.median(values)
        print(
            f"  {stage:<14} {median:8.3f} s  {median / whole:6.1%}  1/{search / max(median, 1e-9):.0f} of search_dates"
        )
