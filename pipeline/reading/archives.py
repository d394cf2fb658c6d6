"""The files in a `.zip`, `.tar`, `.tgz` or `.tar.gz`, one at a time, within bounds; nothing is unpacked to the disk."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pipeline.article import Problem
from pipeline.reading.inputs import UNKNOWN_FORMAT, Found, format_of, is_skipped, problem, size_of
from pipeline.reading.limits import (
    MAX_ARCHIVE_BYTES,
    MAX_ARCHIVE_MEMBERS,
    MAX_FILE_BYTES,
    Refused,
    check_ratio,
    check_size,
)

# What the libraries raise on damaged, encrypted or forged archives.
_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
    MemoryError,
)


class Member(NamedTuple):
    """A file of an archive: its path within the INPUT, its format and its bytes."""

    path: str
    format: str
    data: bytes


class _Entry(NamedTuple):
    name: str
    size: int
    packed_size: int
    read: Callable[[], bytes]


def read_archive(file: Found) -> Iterator[Member | Problem]:
    """The readable files of an archive; a damaged one is given up where it is damaged."""
    try:
        size = size_of(file)
        with ExitStack() as opened:
            entries = (_zip_entries if file.format == "zip" else _tar_entries)(file.place, opened)
            yield from _members(entries, file.folder, size)
    except Refused as refusal:
        yield problem(file.path, f"the rest of the archive is refused: {refusal}")
    except _DAMAGE as error:
        reason = getattr(error, "strerror", None) or error
        yield problem(file.path, f"the archive is damaged, the rest of it cannot be read: {reason}")


def _members(entries: Iterator[_Entry], folder: str, archive_size: int) -> Iterator[Member | Problem]:
    total = 0
    for number, entry in enumerate(entries, 1):
        total += entry.size
        if number > MAX_ARCHIVE_MEMBERS:
            raise Refused(f"it holds more than {MAX_ARCHIVE_MEMBERS} files")
        if total > MAX_ARCHIVE_BYTES:
            raise Refused("it unpacks to more than 2 GB")
        parts = [part for part in entry.name.split("/") if part not in ("", ".", "..")]
        path = "/".join([folder, *parts] if folder else parts)
        form = format_of(path)
        if not parts or any(map(is_skipped, parts)):
            continue
        if not form:
            yield problem(path, UNKNOWN_FORMAT)
        elif form in ("zip", "tar"):
            yield problem(path, "an archive inside an archive is not opened")
        else:
            try:
                check_size(entry.size)
                check_ratio(entry.size, entry.packed_size)
                check_ratio(total, archive_size)
                data = entry.read()
            except Refused as refusal:
                yield problem(path, f"the file is refused: {refusal}")
            except _DAMAGE as error:
                yield problem(path, f"the file cannot be unpacked: {error}")
            else:
                yield Member(path, form, data)


def _zip_entries(place: Path, opened: ExitStack) -> Iterator[_Entry]:
    archive = opened.enter_context(zipfile.ZipFile(place))
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        if not info.is_dir():
            yield _Entry(
                info.filename.replace("\\", "/"),
                info.file_size,
                info.compress_size,
                partial(_read_zipped, archive, info),
            )


def _read_zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("it is compressed in a way that is not read")  # and that cannot be unpacked within bounds
    with archive.open(info) as handle:
        return handle.read(MAX_FILE_BYTES)  # a bounded number: the size in the archive's directory may be a lie


def _tar_entries(place: Path, opened: ExitStack) -> Iterator[_Entry]:
    plain = place.name.lower().endswith(".tar")
    handle = opened.enter_context(place.open("rb") if plain else _BoundedGzip(place))
    archive = opened.enter_context(tarfile.TarFile(fileobj=handle))
    for info in archive:
        if info.isreg():
            yield _Entry(info.name, info.size, info.size, partial(_read_tarred, archive, info))


def _read_tarred(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    with archive.extractfile(info) or io.BytesIO() as handle:
        return handle.read()


class _BoundedGzip(gzip.GzipFile):
    """A gzip file that refuses to read at once what a forged header of a tar file may ask for."""

    def read(self, size: int | None = -1) -> bytes:
        if size is None or not 0 <= size <= MAX_FILE_BYTES + tarfile.BLOCKSIZE:
            raise Refused("a header in it is too large")
        return super().read(size)
