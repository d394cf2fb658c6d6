"""Whenever a run is killed, the old tables stand whole, and the next run comes to what it would have come to."""

import os
import random
import signal
import time

import pytest

from pipeline.review import REPORT
from pipeline.run import run
from pipeline.tables.schema import TABLE_FILES
from tests.command import digests
from tests.run.articles import write_articles
from tests.run.processes import end_of, in_background


def kill_at_random(seed, folder, out):
    """Start runs and kill each at a random moment until one comes to its end, looking at the tables in between."""
    chance = random.Random(seed)
    before, after = digests(out), None
    kills = 0
    while True:
        child = in_background(folder, out, workers=chance.choice((1, 2)))
        time.sleep(chance.uniform(0, 1.5))
        os.kill(child, signal.SIGKILL)
        if end_of(child) == 0:
            return kills
        kills += 1
        found = digests(out)
        if not (out / ".cache" / "ready").exists():  # else the next run puts the rest of the new set in its place
            after = found if found != before else after
            assert found in (before, after)
            assert set(found) == {*TABLE_FILES, REPORT}


def check(seed, tmp_path):
    folder = write_articles(tmp_path / "articles", range(10))
    out = tmp_path / "out"
    run([folder], out)
    (folder / "a00003.txt").unlink()
    write_articles(folder, range(10, 40))
    kills = kill_at_random(seed, folder, out)
    outcome = run([folder], out)
    run([folder], tmp_path / "fresh")
    assert digests(out) == digests(tmp_path / "fresh")
    assert outcome.report["counts"]["documents"] == 39
    assert not run([folder], out).changed
    return kills


def kill_many_times(times, tmp_path):
    kills = 0
    for seed in range(10 * times):
        (tmp_path / str(seed)).mkdir()
        kills += check(seed, tmp_path / str(seed))
        if kills >= times:
            return
    pytest.fail("hardly any run was killed in time")


def test_killed_ten_times_at_random_moments(tmp_path):
    kill_many_times(10, tmp_path)


@pytest.mark.soak
def test_killed_fifty_times_at_random_moments(tmp_path):
    kill_many_times(50, tmp_path)
