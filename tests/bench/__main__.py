"""`make bench`: what a run costs, as ratios to what else could be run.

    python -m tests.bench [PART ...] [--folder F] [--rounds N] [--sizes N ...]

Parts (all by default): `speed` against the naive script and bare spaCy, `start` against `spacy.load`, `again` the
command over what did not change, `scale` with the number of articles, `workers` against independent processes.
Whatever is compared takes turns in the same run, and medians are shown: only ratios mean anything on a machine that
others share.
"""

import argparse
from pathlib import Path

from tests.bench import machine, scale, speed, start, workers
from tests.paths import SEEDS, SHARED

PARTS = ("speed", "start", "again", "scale", "workers")


def main() -> None:
    default = SHARED / "seeds" if (SHARED / "seeds").is_dir() else SEEDS
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--folder", type=Path, default=default, help="the articles of `speed`")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="+", default=[5, 50, 500], help="articles of `scale`")
    arguments = parser.parse_args()
    parts = arguments.parts or PARTS
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    machine.describe()
    for part in parts:
        print(f"\n== {part}", flush=True)
        match part:
            case "speed":
                speed.measure(arguments.folder, arguments.rounds)
            case "start":
                start.measure(arguments.rounds)
            case "again":
                start.measure_again(arguments.folder, arguments.rounds)
            case "scale":
                scale.measure(arguments.sizes)
            case "workers":
                workers.measure(arguments.rounds)


if __name__ == "__main__":
    main()
