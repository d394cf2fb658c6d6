"""What the last run read and wrote, so that the next one knows what is new without reading it.

A file is the same where its size, its number on the disk and its times are, among them the one of its last change of
any kind, which no program can set back. Where they are not, or where it was changed so shortly before it was looked at
that a second change might carry the same time, its bytes are hashed and compared.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.article import Problem
from pipeline.cache.fingerprint import digest
from pipeline.reading.inputs import Found

_VERSION = b"2"
_NAME = "manifest"  # a line with the hash of what follows, and JSON
_COARSEST_CLOCK = 2_000_000_000  # nanoseconds: how far apart a file system may leave two changes without a sign

Stat = tuple[int, int, int, int]
"""Of a file: size, time of the last change of its bytes, of the last change of any kind, number on the disk."""

Outputs = dict[str, Stat]
"""The files that a run wrote, by name."""


class Known(NamedTuple):
    """One article (or refused part) of an input as it was read, without its text: its id, and the key of its rows.

    `key` is empty where no article came out; `path` and `place` are where it stands in the input.
    """

    document_id: str
    key: str
    path: str
    place: str
    problems: tuple[Problem, ...] = ()


class File(NamedTuple):
    """An input file as a run read it; `seen` is when (nanoseconds), before the bytes were."""

    argument: str
    path: str
    format: str
    seen: int
    stat: Stat
    sha256: str
    readings: tuple[Known, ...]


@dataclass(slots=True)
class Manifest:
    """What a run read and wrote; `setup` and `decisions` hash what its two halves rest on beside the inputs."""

    setup: str = ""
    decisions: str = ""
    arguments: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    """The command line that asked for it, the working folder first; empty where none did."""
    files: dict[tuple[str, str], File] = field(default_factory=dict)
    articles: list[tuple[str, str]] = field(default_factory=list)
    """(document_id, key) of each article."""
    problems: list[Problem] = field(default_factory=list)
    """What could not be used of the inputs."""
    failures: dict[str, Problem] = field(default_factory=dict)
    """Why an article could not be read, by its key."""
    undone: list[Problem] = field(default_factory=list)
    """What of the decisions could not be done."""
    outputs: Outputs = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """The manifest in a cache folder; an empty one where there is none, or one damaged or of another version."""
        try:
            check, content = (folder / _NAME).read_bytes().split(b"\n", 1)
        except (OSError, ValueError):
            return cls()
        if check.decode("latin-1") != digest([_VERSION, content]):
            return cls()
        value = json.loads(content)
        value["failures"] = {key: Problem(*problem) for key, problem in value["failures"].items()}
        for name in ("problems", "undone"):
            value[name] = [Problem(*problem) for problem in value[name]]
        value["articles"] = [tuple(article) for article in value["articles"]]
        value["outputs"] = {name: tuple(stat) for name, stat in value["outputs"].items()}
        value["files"] = {(file.argument, file.path): file for file in map(_file, value["files"])}
        return cls(**value)

    def save(self, folder: Path) -> None:
        """Write it into a cache folder, whole or not at all."""
        value = {name: getattr(self, name) for name in self.__slots__}
        value["files"] = [(*file[:-1], [*map(_known_cells, file.readings)]) for file in self.files.values()]
        for name in ("problems", "undone"):
            value[name] = [*map(_cells, value[name])]
        value["failures"] = {key: _cells(problem) for key, problem in self.failures.items()}
        unfinished = folder / f"{_NAME}.new"
        content = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
        unfinished.write_bytes(digest([_VERSION, content]).encode() + b"\n" + content)
        unfinished.replace(folder / _NAME)

    def recall(self, argument: str, found: Found) -> File | None:
        """The file as the last run read it, looked at anew, if its bytes are the same."""
        file = self.files.get((argument, found.path))
        if file is None or file.format != found.format:
            return None
        try:
            seen, stat = time.time_ns(), stat_of(found.place)
            if stat == file.stat and max(stat[1:3]) + _COARSEST_CLOCK < file.seen:
                return file
            return file._replace(seen=seen, stat=stat) if sha256_of(found.place) == file.sha256 else None
        except OSError:
            return None

    @property
    def all_problems(self) -> list[Problem]:
        """What the table `problems` tells."""
        return [*self.problems, *self.failures.values(), *self.undone]

    def rests_on(self, other: Manifest) -> bool:
        """Whether it rests on the same as another, the files themselves apart."""
        return (self.setup, self.decisions, self.arguments) == (other.setup, other.decisions, other.arguments)

    def comes_to_the_same(self, other: Manifest) -> bool:
        """Whether the same tables come of both, whatever became of the files."""
        return (self.setup, self.decisions, self.problems, self.failures) == (
            other.setup,
            other.decisions,
            other.problems,
            other.failures,
        ) and sorted(self.articles) == sorted(other.articles)

    def outputs_stand(self, output: Path) -> bool:
        """Whether each file that the run wrote into `output` is there and was not touched."""
        try:
            return bool(self.outputs) and self.outputs == stats_of(output, self.outputs)
        except OSError:
            return False


def stat_of(path: Path) -> Stat:
    """What tells a file that was changed from one that was not."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def stats_of(folder: Path, names: Iterable[str]) -> Outputs:
    """The stat of each of the files `names` in a folder."""
    return {name: stat_of(folder / name) for name in names}


def sha256_of(path: Path) -> str:
    """The hash of a regular file's bytes."""
    if not path.is_file():
        raise OSError(f"{os.fspath(path)} is no regular file")
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _cells(problem: Problem) -> tuple[str, ...]:
    return problem.path, problem.stage, problem.message, problem.document_id, problem.severity


def _known_cells(known: Known) -> tuple[Any, ...]:
    return (*known[:4], tuple(map(_cells, known.problems)))


def _file(cells: Sequence[Any]) -> File:
    argument, path, form, seen, stat, sha256, readings = cells
    return File(argument, path, form, seen, tuple(stat), sha256, tuple(_knowns(readings)))


def _knowns(rows: Iterable[Sequence[Any]]) -> Iterator[Known]:
    for document_id, key, path, place, problems in rows:
        yield Known(document_id, key, path, place, tuple(Problem(*problem) for problem in problems))
