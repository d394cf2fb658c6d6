"""Seconds by stage."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Stopwatch:
    """Adds up the seconds spent in each named stage."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._begin = time.perf_counter()

    @property
    def elapsed(self) -> float:
        """Seconds since it was made."""
        return time.perf_counter() - self._begin

    def each(self, stage: str, items: Iterable[T]) -> Iterator[T]:
        """The items, the time that they take to come counted as a part of `stage`."""
        rest = iter(items)
        while True:
            with self(stage):
                try:
                    item = next(rest)
                except StopIteration:
                    return
            yield item

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Time a block as a part of `stage`."""
        begin = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += time.perf_counter() - begin  # type: ignore[assignment] # a Counter of floats
