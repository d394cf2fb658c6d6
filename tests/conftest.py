"""What several rooms share: one run over the seeds, made once; and patience with a busy machine."""

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from pipeline.run import Outcome, run
from tests.paths import SEEDS

# An example takes as long as the machine needs: no test is about time.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


class SeedRun(NamedTuple):
    outcome: Outcome
    folder: Path


@pytest.fixture(scope="session")
def seed_run(tmp_path_factory) -> SeedRun:
    folder = tmp_path_factory.mktemp("seeds") / "tables"
    return SeedRun(run([SEEDS], folder), folder)
