"""The output folder as one run has it: locked against a second run, with the cache in it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

CACHE = ".cache"
_LOCK = "lock"


@contextmanager
def locked(output: Path, waiting: Callable[[], None]) -> Iterator[Path]:
    """The cache folder of `output`, for this process alone until the block ends; both folders are made.

    `waiting` is called where another run has it: then that one is waited for. The lock is the process's own, so that
    it ends with the process, however that ends, and is not passed on to workers. Raises OSError where the folders
    cannot be made or written.
    """
    cache = output / CACHE
    cache.mkdir(parents=True, exist_ok=True)
    handle = os.open(cache / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.lockf(handle, fcntl.LOCK_EX)
        yield cache
    finally:
        os.close(handle)
