"""Work shared out to processes, each of which may die (killed for its memory, crashed) without taking the others along.

`concurrent.futures` gives up a whole pool when one process dies, and does not say which piece of work it died of. Here
every process has a pipe of its own and one batch at a time: where a pipe ends, that batch is what was being done.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Stopping = Callable[[], bool]
"""Whether the run is being stopped: work that is asked to stop gives back what it has."""

_LOOK_UP = 1.0  # seconds after which an idle worker looks whether its parent still lives
_PATIENCE = 0.7  # seconds that workers have to give back what they have, when the run is stopped


@dataclass(frozen=True, slots=True)
class Lost(Generic[T]):
    """A piece of work that a process died of, twice: once among others, once alone."""

    item: T
    why: str


@dataclass(slots=True)
class _Worker(Generic[T]):
    process: ForkProcess
    pipe: Connection
    batch: Sequence[T] = ()
    alone: bool = False


def share_out(
    work: Callable[[Sequence[T], Stopping], R], batches: Iterable[Sequence[T]], workers: int
) -> Generator[R | Lost[T], None, None]:
    """What `work` makes of each batch, in the order in which they are done, by up to `workers` processes.

    The processes are forks of this one, made as there is work: what is loaded before is theirs too. An OSError in a
    worker is raised here. When the iterator is closed early, workers are asked to stop, and killed if they do not.
    """
    crew: list[_Worker[T]] = []
    ahead = iter(batches)
    ready: deque[Sequence[T]] = deque()  # read ahead, so that no worker waits for the reading
    again: deque[Sequence[T]] = deque()  # what a worker died of, piece by piece

    def hand_out() -> bool:
        if not (again or ready):
            ready.extend(batch for batch in [next(ahead, None)] if batch is not None)
        if not (again or ready):
            return False
        worker = next((worker for worker in crew if not worker.batch), None) or _hire(work, crew)
        try:
            worker.pipe.send((again or ready)[0])
        except BrokenPipeError:  # it died while it had nothing to do
            crew.remove(worker)
            return True
        worker.alone = bool(again)
        worker.batch = (again or ready).popleft()
        return True

    try:
        while True:
            while sum(bool(worker.batch) for worker in crew) < workers and hand_out():
                pass
            if len(ready) < workers and (batch := next(ahead, None)) is not None:
                ready.append(batch)
                continue
            busy = {worker.pipe: worker for worker in crew if worker.batch}
            if not busy:
                return
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index] # only pipes are waited for
                try:
                    result = worker.pipe.recv()
                except (EOFError, OSError):
                    crew.remove(worker)
                    why = _end_of(worker.process)
                    if worker.alone:
                        yield from (Lost(item, why) for item in worker.batch)
                    else:
                        again.extend([item] for item in worker.batch)
                    continue
                worker.batch = ()
                if isinstance(result, OSError):
                    raise result
                yield result
    finally:
        _dismiss(crew)


def map_here(work: Callable[[Sequence[T], Stopping], R], batches: Iterable[Sequence[T]]) -> Generator[R, None, None]:
    """As `share_out`, but all in this process."""
    for batch in batches:
        yield work(batch, lambda: False)


def _hire(work: Callable[[Sequence[T], Stopping], Any], crew: list[_Worker[T]]) -> _Worker[T]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(work, theirs, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    crew.append(_Worker(process, ours))
    return crew[-1]


def _serve(work: Callable[[Sequence[T], Stopping], Any], pipe: Connection, parent: int) -> None:
    """What a worker does until its pipe ends, it is asked to stop, or its parent is no more."""
    stopping: list[int] = []
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the parent decides
    signal.signal(signal.SIGTERM, lambda number, _frame: stopping.append(number))
    while not stopping and os.getppid() == parent:
        if not pipe.poll(_LOOK_UP):
            continue
        try:
            batch = pipe.recv()
        except EOFError:
            return
        try:
            result = work(batch, lambda: bool(stopping))
        except OSError as error:  # a full disk, say: nothing that another try would mend
            result = error
        try:
            pipe.send(result)
        except BrokenPipeError:
            return


def _end_of(process: ForkProcess) -> str:
    process.join()
    code = process.exitcode or 0
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"


def _dismiss(crew: Sequence[_Worker[Any]]) -> None:
    for worker in crew:
        worker.pipe.close()
        worker.process.terminate()
    deadline = time.monotonic() + _PATIENCE
    for worker in crew:
        worker.process.join(max(0.0, deadline - time.monotonic()))
        worker.process.kill()
        worker.process.join()
