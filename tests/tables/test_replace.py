"""A set of files takes the place of the old one whole, or not at all, wherever the process dies."""

import os
import signal
from pathlib import Path

import pytest

from pipeline.tables.replace import complete, replacing


@pytest.fixture
def place(tmp_path):
    output = tmp_path / "out"
    (output / ".cache").mkdir(parents=True)
    (output / "pages").mkdir()
    for name in ("a.csv", "b.csv", "pages/1.html", "pages/2.html"):
        (output / name).write_text("old")
    (output / "notes.txt").write_text("mine")
    return output


def fill(folder):
    (folder / "pages").mkdir()
    for name in ("a.csv", "b.csv", "c.csv", "pages/1.html"):
        (folder / name).write_text("new")


def content(output):
    files = (path for path in output.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {str(path.relative_to(output)): path.read_text() for path in files}


OLD = dict.fromkeys(("a.csv", "b.csv", "pages/1.html", "pages/2.html"), "old") | {"notes.txt": "mine"}
NEW = dict.fromkeys(("a.csv", "b.csv", "c.csv", "pages/1.html"), "new") | {"notes.txt": "mine"}


def test_a_complete_set_replaces_the_old_files_and_leaves_the_users(place):
    with replacing(place, place / ".cache") as folder:
        fill(folder)
        assert content(place) == OLD
    assert content(place) == NEW
    assert list((place / ".cache").iterdir()) == []


def test_a_set_that_fails_on_the_way_changes_nothing(place):
    def fail():
        with replacing(place, place / ".cache") as folder:
            fill(folder)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert content(place) == OLD
    assert list((place / ".cache").iterdir()) == []


def die_after(steps, output):
    """In a process of its own, replace the set, and be killed before the rename (of any kind) number `steps` + 1."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        return os.WIFSIGNALED(status)
    left = [steps]

    def stepping(rename):
        def step(*arguments):
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            return rename(*arguments)

        return step

    Path.rename, Path.replace = stepping(Path.rename), stepping(Path.replace)
    with replacing(output, output / ".cache") as folder:
        fill(folder)
    os._exit(0)


def test_wherever_the_process_is_killed_the_next_finds_the_old_set_or_completes_the_new(place):
    seen = []
    for steps in range(20):
        died = die_after(steps, place)
        complete(place, place / ".cache")
        assert content(place) in (OLD, NEW)
        seen.append(content(place))
        if not died:
            break
        with replacing(place, place / ".cache") as folder:  # back to the old set
            (folder / "pages").mkdir()
            for name, text in OLD.items():
                (folder / name).write_text(text)
        (place / "c.csv").unlink(missing_ok=True)
    else:
        pytest.fail("the set was never replaced")
    assert seen[0] == OLD  # before the one rename that counts nothing has happened
    assert seen[1:] == [NEW] * len(seen[1:])
    assert len(seen) == 7  # that rename, three files, a folder in two steps, and none
