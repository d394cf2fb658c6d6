"""Which articles a run is about, and which of them must be read: those whose rows are not on the shelf yet."""

from __future__ import annotations

import time
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from pipeline.article import Article, Problem
from pipeline.cache.fingerprint import article_key
from pipeline.cache.manifest import File, Known, Manifest, sha256_of, stat_of
from pipeline.reading import STDIN, Found, Reading, Source, TakenIds, read_found, read_stdin, record_readings
from pipeline.reading.articles import STAGE, clean_name
from pipeline.reading.rows import Columns

Record = Mapping[str, object]


def recall(sources: Iterable[Source], previous: Manifest) -> dict[tuple[str, str], File]:
    """The files that are as the run before saw them, by argument and path."""
    return {
        (source.argument, found.path): file
        for source in sources
        for found in source.files
        if (file := previous.recall(source.argument, found))
    }


def is_all_known(sources: Iterable[Source], recalled: Mapping[tuple[str, str], File], previous: Manifest) -> bool:
    """Whether the inputs are the files that the run before read, all of them and no other.

    What comes on standard input is not known before it is read.
    """
    places = [(source.argument, found.path) for source in sources for found in source.files]
    problems = [problem for source in sources for problem in source.problems]
    return (
        bool(places)
        and places == list(recalled) == list(previous.files)
        and set(problems) <= set(previous.problems)
        and not any(source.argument == STDIN for source in sources)
    )


def select(
    sources: Iterable[Source],
    records: Sequence[Record],
    recalled: Mapping[tuple[str, str], File],
    manifest: Manifest,
    shelf: Container[str],
    columns: Columns,
    stdin: BinaryIO | None,
) -> Iterator[tuple[str, Article]]:
    """The articles that must be read, each with the key of its rows.

    On the way `manifest` takes up all articles, those that are on the shelf included, all problems and all files.
    """

    def knowns() -> Iterator[tuple[Known, Article | None]]:
        for source in sources:
            yield from ((Known("", "", "", "", (problem,)), None) for problem in source.problems)
            if source.argument == STDIN:
                yield from _known(read_stdin(stdin, columns), manifest.setup)
            for found in source.files:
                place = (source.argument, found.path)
                file = recalled.get(place)
                if file and all(known.key in shelf for known in file.readings if known.key):
                    manifest.files[place] = file
                    yield from ((known, None) for known in file.readings)
                else:
                    yield from _read(source.argument, found, manifest, columns)
        yield from _known(record_readings(records), manifest.setup)

    taken = TakenIds()
    for known, article in knowns():
        if known.key and (refusal := taken.take(known.document_id, known.path, known.place)):
            manifest.problems.append(refusal)
            continue
        manifest.problems += known.problems
        if known.key:
            manifest.articles.append((known.document_id, known.key))
            if article is not None and known.key not in shelf:
                yield known.key, article


def _known(readings: Iterable[Reading], setup: str) -> Iterator[tuple[Known, Article | None]]:
    for reading in readings:
        article, origin = reading.article, reading.origin
        if article is None or origin is None:
            yield Known("", "", "", "", reading.problems), None
        else:
            key = article_key(setup, article)
            yield Known(article.document_id, key, origin.path, origin.place, reading.problems), article


def _read(argument: str, found: Found, manifest: Manifest, columns: Columns) -> Iterator[tuple[Known, Article | None]]:
    """What a file gives; it is remembered only if it was the same before and after it was read."""
    try:
        seen, before, sha256 = time.time_ns(), stat_of(found.place), sha256_of(found.place)
    except OSError:
        before = None  # the reading will say why
    readings = []
    for known, article in _known(read_found(found, columns), manifest.setup):
        readings.append(known)
        yield known, article
    if before is None:
        return
    try:
        after = stat_of(found.place)
    except OSError:
        after = None
    if after == before:
        manifest.files[argument, found.path] = File(
            argument, found.path, found.format, seen, before, sha256, tuple(readings)
        )
    else:
        message = "the file changed while it was read: what came out may be of both; the next run reads it again"
        yield Known("", "", "", "", (Problem(clean_name(found.path), STAGE, message, severity="warning"),)), None
