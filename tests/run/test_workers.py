"""The same bytes from any number of workers, and none of them takes the run along when it dies."""

import os
import signal

import pytest

import pipeline.reader
from pipeline.article import Article
from pipeline.cache.shelf import Shelf
from pipeline.run import Settings, run
from tests.command import digests
from tests.run.articles import write_articles
from tests.run.processes import end_of, in_background, wait_until, workers_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_articles(tmp_path_factory.mktemp("articles"), range(40))


@pytest.fixture(scope="module")
def alone(folder, tmp_path_factory):
    """The bytes that one process writes."""
    out = tmp_path_factory.mktemp("out")
    run([folder], out)
    return digests(out)


def killing(document_id, times, flags):
    """An extraction that the process is killed in, the first `times` times that it comes to an article."""
    extract = pipeline.reader.extract_article

    def extraction(article: Article, *arguments):
        if article.document_id == document_id:
            for number in range(times):
                if not (flags / str(number)).exists():
                    (flags / str(number)).touch()
                    os.kill(os.getpid(), signal.SIGKILL)
        return extract(article, *arguments)

    return extraction


@pytest.mark.parametrize("workers", [2, 5])
def test_any_number_of_workers_gives_the_same_bytes(workers, folder, alone, tmp_path):
    run([folder], tmp_path / "out", Settings(workers=workers))
    assert digests(tmp_path / "out") == alone


def test_a_worker_that_dies_once_is_replaced_and_nothing_is_lost(folder, alone, tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline.reader, "extract_article", killing("a00007", 1, tmp_path))
    outcome = run([folder], tmp_path / "out", Settings(workers=2))
    assert (tmp_path / "0").exists()
    assert outcome.problems == []
    assert outcome.report["articles"]["read"] == 40
    assert digests(tmp_path / "out") == alone


def test_an_article_that_workers_die_of_is_a_problem_and_the_others_come_out(folder, alone, tmp_path, monkeypatch):
    out = tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr(pipeline.reader, "extract_article", killing("a00007", 2, tmp_path))
        outcome = run([folder], out, Settings(workers=2))
    (problem,) = outcome.problems
    assert (problem.document_id, problem.stage, problem.severity) == ("a00007", "extraction", "error")
    assert "twice" in problem.message
    assert "SIGKILL" in problem.message
    assert outcome.report["counts"]["documents"] == 39
    assert not run([folder], out).changed  # the same inputs come to the same
    write_articles(folder, [99])
    try:
        outcome = run([folder], out, Settings(workers=2))  # with something new, it is tried again
    finally:
        (folder / "a00099.txt").unlink()
    assert outcome.problems == []
    assert outcome.report["articles"] == {"read": 2, "reused": 39}
    assert run([folder], out).report["articles"] == {"read": 0, "reused": 40}
    assert digests(out) == alone


def test_an_article_that_cannot_be_read_is_a_problem(folder, tmp_path, monkeypatch):
    extract = pipeline.reader.extract_article

    def failing(article, *arguments):
        if article.document_id == "a00003":
            raise RecursionError("too deep")
        return extract(article, *arguments)

    monkeypatch.setattr(pipeline.reader, "extract_article", failing)
    found = [run([folder], tmp_path / str(workers), Settings(workers=workers)).problems for workers in (1, 2)]
    assert found[0] == found[1]
    assert [problem.message for problem in found[0]] == ["the article could not be read: RecursionError: too deep"]
    assert digests(tmp_path / "1") == digests(tmp_path / "2")


def test_workers_killed_from_outside_are_replaced(folder, alone, tmp_path):
    child = in_background(folder, tmp_path / "out")
    wait_until(lambda: workers_of(child))
    os.kill(workers_of(child)[0], signal.SIGKILL)
    assert end_of(child) == 0
    assert digests(tmp_path / "out") == alone


def test_workers_end_with_a_run_that_is_killed_and_the_next_run_goes_on(folder, alone, tmp_path):
    out = tmp_path / "out"
    child = in_background(folder, out)
    wait_until(lambda: list((out / ".cache" / "shards").glob("*.arrow")))
    workers = workers_of(child)
    os.kill(child, signal.SIGKILL)
    assert end_of(child) == -signal.SIGKILL
    wait_until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in workers), 10)  # noqa: PTH110
    kept = len(Shelf(out / ".cache" / "shards")._places)
    assert kept
    assert run([folder], out).report["articles"] == {"read": 40 - kept, "reused": kept}
    assert digests(out) == alone


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_keeps_what_is_done(workers, folder, alone, tmp_path):
    out = tmp_path / "out"
    child = in_background(folder, out, workers)
    wait_until(lambda: list((out / ".cache" / "shards").glob("*.arrow")))
    os.killpg(child, signal.SIGINT)  # as a terminal does: to all processes of the run
    assert end_of(child) == 130
    assert [path.name for path in out.iterdir()] == [".cache"]
    outcome = run([folder], out)
    assert outcome.report["articles"]["reused"] > 0
    assert digests(out) == alone
