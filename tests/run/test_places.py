"""Disks that are full, folders that cannot be written, files that cannot be read: said clearly, and nothing is lost."""

import fcntl
import os
import subprocess
from contextlib import contextmanager

import pytest

import pipeline.cache.selection
from pipeline.review import REPORT
from pipeline.run import OutputError, run
from pipeline.tables.schema import TABLE_FILES
from tests.command import digests, recoupe, start
from tests.run.articles import article, write_articles
from tests.run.processes import end_of, in_background, wait_until


@pytest.fixture
def folder(tmp_path):
    return write_articles(tmp_path / "articles", range(4))


@contextmanager
def small_disk(place, size, *options):
    """A real file system of so many bytes; the test is skipped where none may be mounted."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", ",".join((f"size={size}", *options)), "tmpfs", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system may be mounted here: {done.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.parametrize("left", [0, 20_000, 150_000])
def test_a_full_disk_fails_the_run_and_the_old_tables_stand(left, folder, tmp_path):
    with small_disk(tmp_path / "disk", 2_000_000) as disk:
        out = disk / "out"
        run([folder], out)
        before = digests(out)
        write_articles(folder, range(4, 30))
        with (disk / "ballast").open("wb") as ballast:
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            ballast.write(bytes(max(0, free - left)))
        done = recoupe("extract", folder, "--output", out, "--workers", "2")
        assert done.returncode == 1
        assert "the run failed, the old output still stands" in done.stderr
        assert "No space left on device" in done.stderr
        assert "Traceback" not in done.stderr
        assert digests(out) == before
        (disk / "ballast").unlink()
        assert run([folder], out).report["counts"]["documents"] == 30
        run([folder], tmp_path / "fresh")
        assert digests(out) == digests(tmp_path / "fresh")


def test_a_folder_that_cannot_be_written_is_said(folder, tmp_path):
    with small_disk(tmp_path / "disk", 2_000_000) as disk:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        done = recoupe("extract", folder, "--output", disk / "out")
        assert done.returncode == 2
        assert "out: the output folder cannot be written: Read-only file system" in done.stderr
        assert "Traceback" not in done.stderr


def test_an_output_below_a_file_is_said(folder, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match="cannot be written: Not a directory"):
        run([folder], tmp_path / "file" / "out")


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="no file that nobody can read")  # noqa: PTH110
def test_a_file_that_cannot_be_read_is_a_problem_until_it_can(folder, tmp_path):
    (folder / "z.txt").symlink_to("/proc/self/mem")  # even root reads nothing there
    out = tmp_path / "out"
    outcome = run([folder], out)
    assert outcome.report["counts"]["documents"] == 4
    (problem,) = outcome.problems
    assert problem.path == "z.txt"
    assert not run([folder], out).changed
    (folder / "z.txt").unlink()
    (folder / "z.txt").write_text(article(9), "utf-8")
    outcome = run([folder], out)
    assert outcome.report["articles"] == {"read": 1, "reused": 4}
    assert outcome.problems == []


def test_a_file_that_changes_while_it_is_read_is_said_and_read_again(folder, tmp_path, monkeypatch):
    read_found = pipeline.cache.selection.read_found

    def read_and_write(found, columns):
        yield from read_found(found, columns)
        if found.path == "a00002.txt":
            with found.place.open("a", encoding="utf-8") as handle:
                handle.write("Volta a fermé son usine de Metz le 3 mai 2023.\n")

    with monkeypatch.context() as patched:
        patched.setattr(pipeline.cache.selection, "read_found", read_and_write)
        outcome = run([folder], tmp_path / "out")
    assert [(problem.path, problem.severity) for problem in outcome.problems] == [("a00002.txt", "warning")]
    assert "changed while it was read" in outcome.problems[0].message
    outcome = run([folder], tmp_path / "out")
    assert outcome.problems == []
    assert outcome.report["articles"] == {"read": 1, "reused": 3}


def test_links_in_a_circle_and_names_with_line_breaks_end_well(folder, tmp_path):
    (folder / "again").symlink_to(folder, target_is_directory=True)
    (folder / "nowhere.txt").symlink_to(folder / "nowhere.txt")
    (folder / "deux\nlignes.txt").write_text(article(7), "utf-8")
    (folder / os.fsdecode(b"octets-\xff.txt")).write_text(article(8), "utf-8")
    out = tmp_path / "out"
    done = recoupe("extract", folder, "--output", out)
    assert done.returncode == 0, done.stderr
    assert "6 articles" in done.stdout
    assert "Traceback" not in done.stderr
    assert "deux\ufffdlignes" in (out / "documents.csv").read_text("utf-8")
    again = recoupe("extract", folder, "--output", out)
    assert again.returncode == 0
    assert "6 articles" in again.stdout


def test_a_second_run_waits_for_the_first_and_says_so(folder, tmp_path):
    out = tmp_path / "out"
    (out / ".cache").mkdir(parents=True)
    with (out / ".cache" / "lock").open("w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)  # as a run holds it
        second = start("extract", folder, "--output", out)
        assert "another run is writing to" in second.stderr.readline()
        assert second.poll() is None
        assert [path.name for path in out.iterdir()] == [".cache"]
    stdout, _ = second.communicate()
    assert second.returncode == 0
    assert "4 articles, 0 problems" in stdout


def test_two_runs_at_once_come_to_what_the_later_one_asks(folder, tmp_path):
    out = tmp_path / "out"
    other = write_articles(tmp_path / "other", range(10, 14))
    first = in_background(folder, out)
    wait_until(lambda: (out / ".cache" / "shards").exists())
    second = in_background(other, out)
    assert (end_of(first), end_of(second)) == (0, 0)
    run([other], tmp_path / "fresh")
    assert digests(out) == digests(tmp_path / "fresh")


def test_the_users_other_files_stay(folder, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    (out / "my").mkdir()
    (out / "my" / "dates.csv").write_text("mine")
    run([folder], out)
    (folder / "a00000.txt").unlink()
    run([folder], out)
    assert {path.name for path in out.iterdir()} == {*TABLE_FILES, REPORT, "run.json", ".cache", "notes.txt", "my"}
    assert (out / "notes.txt").read_text() == (out / "my" / "dates.csv").read_text() == "mine"


def test_no_network_is_needed(folder, tmp_path):
    done = subprocess.run(["unshare", "-rn", "true"], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no namespace without a network may be made here: {done.stderr.strip()}")
    (folder / "page.html").write_text(f"<html><body><article><h1>Titre</h1><p>{article(5)}</p></article></body></html>")
    done = recoupe("extract", folder, "--output", tmp_path / "out", before=["unshare", "-rn"])
    assert done.returncode == 0, done.stderr
    assert "5 articles, 0 problems" in done.stdout


def test_nothing_in_the_cache_is_ever_run(folder, tmp_path):
    out = tmp_path / "out"
    run([folder], out)
    harm = b"cos\nsystem\n(S'touch " + str(tmp_path / "harmed").encode() + b"'\ntR."  # a pickle
    for path in (out / ".cache").rglob("*"):
        if path.is_file():
            path.write_bytes(harm)
    (out / ".cache" / "shards" / "0.pickle").write_bytes(harm)
    (out / "dates.csv").unlink()
    assert run([folder], out).report["articles"]["read"] == 4
    assert not (tmp_path / "harmed").exists()
