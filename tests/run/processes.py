"""Runs in processes of their own, forked from the test so that the model is loaded once, and then really killed."""

import os
import signal
import time
from pathlib import Path

from pipeline.run import Settings, run


def in_background(folder, out, workers=2):
    """Start a run in a fork; its process id."""
    child = os.fork()
    if child:
        return child
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run([folder], out, Settings(workers=workers))
    except KeyboardInterrupt:
        os._exit(130)
    os._exit(0)


def end_of(child):
    """Wait for a process; its exit status, negative for the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def workers_of(child):
    """The processes that a run has started."""
    try:
        return [int(pid) for pid in Path(f"/proc/{child}/task/{child}/children").read_text().split()]
    except OSError:
        return []


def wait_until(what, seconds=60):
    """Wait until `what()` holds."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.01)
