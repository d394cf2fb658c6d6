"""The command `recoupe`, also `python -m pipeline`.

The same command over inputs that did not change is answered here: before the library of the command line is loaded,
which takes longer than to look at the files.
"""

from __future__ import annotations

import os
import sys

# A process a core reads articles: threads within a product of matrices would only get into each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    """Entry point of the command `recoupe`."""
    from pipeline.again import as_before

    if as_before(sys.argv[1:]):
        return
    from pipeline.cli import app

    app()


if __name__ == "__main__":
    main()
