"""Whatever lies in a file: reading it raises nothing, ends in time, and leaves an article or a problem."""

import signal
from contextlib import contextmanager

import pytest
import trafilatura  # noqa: F401 - so that no file's time is that of the import

from pipeline.article import Article, Problem
from pipeline.reading import read_inputs
from tests.fuzz.files import FuzzFile, fuzz_files

SECONDS = 5


@contextmanager
def watchdog(what: str, seconds: float = SECONDS):
    """Fails the test where its block takes longer than `seconds`."""

    def bark(_signal, _frame):
        raise TimeoutError(f"{what}: over {seconds} seconds")

    previous = signal.signal(signal.SIGALRM, bark)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def check(file: FuzzFile, tmp_path) -> list[Article | Problem]:
    path = tmp_path / file.name
    path.write_bytes(file.data)
    with watchdog(file.name):
        rows = list(read_inputs([path]))
    path.unlink()
    articles = [row for row in rows if isinstance(row, Article)]
    errors = [row for row in rows if isinstance(row, Problem) and row.severity == "error"]
    assert articles or errors, "neither an article nor an error"
    ids = [article.document_id for article in articles]
    assert len(set(ids)) == len(ids)
    for article in articles:
        assert article.text.strip()
        assert 0 <= article.header_end <= len(article.text)
        fields = (article.document_id, article.path, article.text, article.title, article.url, article.source)
        assert all(field.encode() is not None for field in (*fields, article.authors)), "not writable as UTF-8"
        assert article.document_id
        assert "\0" not in article.text
    for row in rows:
        if isinstance(row, Problem):
            assert row.message.encode()
            assert row.path.encode()
            assert not row.document_id or row.document_id in ids
    assert not (file.is_valid and errors), errors
    return rows


@pytest.mark.parametrize("seed", range(10))
def test_no_file_breaks_the_reader(seed, tmp_path):
    for file in fuzz_files(seed, 30):
        check(file, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 200))
def test_no_file_of_very_many_breaks_the_reader(seed, tmp_path):
    for file in fuzz_files(seed, 100):
        check(file, tmp_path)


def test_the_same_seed_gives_the_same_files():
    assert list(fuzz_files(1, 22)) == list(fuzz_files(1, 22))
    assert list(fuzz_files(1, 22)) != list(fuzz_files(2, 22))
