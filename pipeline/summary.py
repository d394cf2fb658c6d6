"""What a run says of itself when it is done."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.run import Outcome

_PROBLEMS_SHOWN = 10


def summarise(outcome: Outcome, output: Path) -> None:
    """Print what was done, on standard output, and the first problems, on standard error."""
    report = outcome.report
    counts, articles = report["counts"], report["articles"]
    told = "" if outcome.changed else "nothing has changed: "
    print(f"{told}{counts['documents']} articles, {counts['problems']} problems; tables in {output}")
    if outcome.changed:
        print(f"articles {articles['read']} read, {articles['reused']} reused")
        print("rows     " + "  ".join(f"{name} {count}" for name, count in counts.items() if count))
        shares = report["shares"]
        stages = (f"{name} {seconds:.2f} ({shares[name]:.0%})" for name, seconds in report["seconds"].items())
        print(f"seconds  {report['elapsed']:.1f}: " + "  ".join(stages))
    for problem in outcome.problems[:_PROBLEMS_SHOWN]:
        print(f"{problem.severity}: {problem.path}: {problem.message}", file=sys.stderr)
    if len(outcome.problems) > _PROBLEMS_SHOWN:
        more = len(outcome.problems) - _PROBLEMS_SHOWN
        print(f"… and {more} more in {output / 'problems.csv'}", file=sys.stderr)


def say_waiting(output: Path) -> None:
    """Say why nothing happens."""
    print(f"recoupe: another run is writing to {output}; waiting for it to end", file=sys.stderr, flush=True)
