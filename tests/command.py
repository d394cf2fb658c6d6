"""The command line as a real process."""

import hashlib
import os
import subprocess
import sys

from tests.paths import ROOT


def start(*arguments, cwd=ROOT, **environment):
    """A run that goes on in the background."""
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    env = os.environ | {"OMP_NUM_THREADS": "1"} | environment
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, cwd=cwd, env=env, start_new_session=True)


def recoupe(*arguments, stdin=None, cwd=ROOT, before=(), **environment):
    """A run to its end; `before` is a command that starts it."""
    command = [*before, sys.executable, "-m", "pipeline", *map(str, arguments)]
    env = os.environ | {"OMP_NUM_THREADS": "1"} | environment
    return subprocess.run(command, input=stdin, capture_output=True, text=True, cwd=cwd, env=env, check=False)


def digests(folder):
    """The hash of each file that must be the same bytes every time."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.name not in ("run.json", ".cache")
    }
