"""From the INPUT arguments to the files in them: what is read, what is skipped, and what each article is called."""

from __future__ import annotations

import gzip
import io
import os
import re
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.article import Problem
from pipeline.reading.articles import STAGE, clean_name
from pipeline.reading.limits import MAX_FILE_BYTES, Refused, check_ratio, check_size

FORMATS = {
    ".txt": "txt",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "tar",
    ".tar.gz": "tar",
}
_EXTENSION = re.compile(rf"({'|'.join(map(re.escape, reversed(FORMATS)))})(\.gz)?\Z", re.IGNORECASE)
UNKNOWN_FORMAT = f"the format is not one that is read: {', '.join(FORMATS)}, or one of these with .gz"


class InputError(ValueError):
    """An INPUT does not exist or holds nothing that could be read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that will be read: `path` is relative to its INPUT, `place` is where it lies.

    `folder` is what the paths of an archive's members begin with: nothing where the archive is the INPUT itself.
    """

    path: str
    place: Path
    format: str
    folder: str = ""


def find_files(argument: str, output: Path | None) -> tuple[list[Found], list[Problem]]:
    """The files that an INPUT argument means, sorted by the ids they give, and what in it cannot be read.

    Raises InputError where it does not exist, or where no file in it has a format that can be read.
    """
    if not os.path.lexists(argument):
        raise InputError(f"{clean_name(argument)}: there is no such file or folder")
    root = Path(argument)
    if not root.is_dir():
        if not format_of(root.name):
            raise InputError(f"{clean_name(argument)}: {UNKNOWN_FORMAT}")
        return ([] if is_skipped(root.name) else [Found(root.name, root, format_of(root.name))]), []
    found, problems = _walk(root, output)
    if not found:
        why = f" ({problems[0].path or '.'}: {problems[0].message})" if problems else ""
        raise InputError(f"{clean_name(argument)}: the folder holds nothing that can be read{why}")
    return sorted(found, key=lambda file: (document_id_of(file.path), file.path)), problems


def format_of(path: str) -> str:
    """The format that a file's name says (a value of `FORMATS`); empty where it says none that is known."""
    match = _EXTENSION.search(path)
    return FORMATS[match[1].lower()] if match else ""


def document_id_of(path: str) -> str:
    """What the article in a file is called: its path without the extension, `/` as `__`."""
    return clean_name(_EXTENSION.sub("", path).replace("/", "__"))


def is_skipped(name: str) -> bool:
    """Whether a file or folder of this name is passed over in silence."""
    return name.startswith((".", "README")) or name in ("corrections.csv", "names.csv")


def problem(path: str, message: str, severity: str = "error") -> Problem:
    """A row for the table `problems` about a whole file or folder."""
    return Problem(clean_name(path), STAGE, message, severity=severity)


def size_of(file: Found) -> int:
    """The size of a file in bytes; Refused or OSError where it is none that could be read to an end."""
    status = file.place.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Refused("it is no regular file")
    return status.st_size


def read_file(file: Found) -> bytes:
    """The bytes of a file as it lies there; Refused or OSError where they cannot be had."""
    check_size(size_of(file))
    return file.place.read_bytes()


def unpack_gzip(data: bytes) -> bytes:
    """What a `.gz` holds; Refused where it is damaged or unpacks to too much."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as handle:
            unpacked = handle.read(MAX_FILE_BYTES + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise Refused(f"the gzip file is damaged ({error})") from error
    check_size(len(unpacked))
    check_ratio(len(unpacked), len(data))
    return unpacked


def _walk(root: Path, output: Path | None) -> tuple[list[Found], list[Problem]]:
    found: list[Found] = []
    problems: list[Problem] = []
    written = _identity(output) if output is not None and output.exists() else None
    seen = set()
    folders = [("", root)]
    while folders:
        relative, folder = folders.pop()
        try:
            identity = _identity(folder)
            names = sorted((entry.name for entry in folder.iterdir()), reverse=True)
        except OSError as error:
            problems.append(problem(relative, f"the folder cannot be read: {error.strerror}"))
            continue
        if identity in seen:
            problems.append(problem(relative, "the link leads to a folder that is read already", "warning"))
        if identity in seen or identity == written:
            continue
        seen.add(identity)
        for name in names:
            path, place = f"{relative}/{name}" if relative else name, folder / name
            if is_skipped(name):
                continue
            if place.is_dir():
                folders.append((path, place))
            elif form := format_of(name):
                found.append(Found(path, place, form, folder=path))
            else:
                problems.append(problem(path, UNKNOWN_FORMAT))
    return found, problems


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino
