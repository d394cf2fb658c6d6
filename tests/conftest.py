"""Fixtures that several rooms share: one run over the seeds, made once."""

from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.run import Outcome, run
from tests.paths import SEEDS


class SeedRun(NamedTuple):
    outcome: Outcome
    folder: Path


@pytest.fixture(scope="session")
def seed_run(tmp_path_factory) -> SeedRun:
    folder = tmp_path_factory.mktemp("seeds") / "tables"
    return SeedRun(run([SEEDS], folder), folder)
