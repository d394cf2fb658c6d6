"""What a run costs by the number of articles: seconds, stages, memory, and the next run with one article more."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.texts import compose
from tests.paths import ROOT


def measure(sizes: list[int]) -> None:
    """Print a line for each size; seconds are those of the CPU, memory is the largest that a process had."""
    with tempfile.TemporaryDirectory() as scratch:
        for count in sizes:
            folder, out = Path(scratch) / f"in{count}", Path(scratch) / f"out{count}"
            size = compose(folder, count)
            _line(count, size, "all", *_run(folder, out), out)
            shutil.copy(folder / "a000000.txt", folder / "b.txt")
            _line(count, size, "one new", *_run(folder, out), out)


def _run(folder: Path, out: Path) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and the largest memory (MB) of a run with one worker."""
    command = [sys.executable, "-m", "pipeline", "extract", str(folder), "--output", str(out), "--workers", "1"]
    begin = time.perf_counter()
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
    return time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _line(count: int, size: float, what: str, wall: float, cpu: float, memory: float, out: Path) -> None:
    report = json.loads((out / "run.json").read_text("utf-8"))
    seconds = report["seconds"]
    second = sum(seconds.get(stage, 0) for stage in ("corpus", "verifying", "writing"))
    first = sum(seconds.values()) - second - seconds.get("loading", 0)
    cache = sum(path.stat().st_size for path in (out / ".cache").rglob("*") if path.is_file()) / 1e6
    print(
        f"{count:>6} articles {size:8.0f} kB  {what:<8} wall {wall:7.1f} s  CPU {cpu:7.1f} s  "
        f"first half {1000 * first / size:6.2f} ms/kB  second half {1000 * second / size:5.2f} ms/kB  "
        f"memory {memory:5.0f} MB  cache {cache:6.1f} MB  {report['articles']}",
        flush=True,
    )
