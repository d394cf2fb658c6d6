"""A set of files that takes the place of the old one whole, or not at all, whenever the process may die.

The new set is made in a folder of its own. Renaming that folder to `ready` is the moment at which the new set holds:
before it the old files stand untouched, after it moving the files to their places is only carried out, by this run or,
if this one dies, by the next (`complete`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MAKING, _READY, _OLD = "making", "ready", "old"


@contextmanager
def replacing(output: Path, cache: Path) -> Iterator[Path]:
    """A folder to fill; when the block ends well, what is in it takes the place of what is called the same in `output`.

    When it does not, `output` is as it was. Other files in `output` are the user's and stay. `cache` is a folder on the
    same file system, for this process alone.
    """
    complete(output, cache)
    making = cache / _MAKING
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    try:
        yield making
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    making.rename(cache / _READY)
    try:
        complete(output, cache)
    except KeyboardInterrupt:
        complete(output, cache)
        raise


def complete(output: Path, cache: Path) -> None:
    """Carry out what a run that died had made ready; nothing to do where there is nothing."""
    ready, old = cache / _READY, cache / _OLD
    if not ready.is_dir():
        return
    for path in sorted(ready.iterdir()):
        place = output / path.name
        if place.is_dir() and not place.is_symlink():  # a folder cannot be renamed over another
            shutil.rmtree(old, ignore_errors=True)
            place.rename(old)
        path.replace(place)
    ready.rmdir()
    shutil.rmtree(old, ignore_errors=True)
