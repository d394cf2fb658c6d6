"""The command `recoupe`, also `python -m pipeline`.

The same command over inputs that did not change is answered here: before the library of the command line is loaded,
which takes longer than to look at the files.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point of the command `recoupe`."""
    from pipeline.again import as_before

    if as_before(sys.argv[1:]):
        return
    from pipeline.cli import app

    app()


if __name__ == "__main__":
    main()
