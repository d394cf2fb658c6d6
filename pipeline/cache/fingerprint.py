"""What a result rests on, as hashes: the code with its models, the packages, the settings, the article."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.resources import MODELS

if TYPE_CHECKING:
    from pipeline.article import Article

_PACKAGE = Path(__file__).parent.parent


def digest(parts: Iterable[bytes]) -> str:
    """One hash of several parts; where one ends and the next begins counts."""
    whole = blake2b(digest_size=16)
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def setup_hash(model: str, columns: Mapping[str, str], names_files: Iterable[Path]) -> str:
    """What the rows of every article rest on, the article itself apart.

    It is the bytes of our code and models, the Python and the packages that are installed, the spaCy pipeline with the
    user's columns, and the user's own names. Anything of these that changes has all articles read again.
    """
    folders = {_PACKAGE, MODELS, *([Path(model)] if Path(model).is_dir() else [])}
    return digest(
        [
            sys.version.encode(),
            *sorted(name.encode() for name in _installed()),
            *(part for folder in sorted(folders) for part in _contents(folder)),
            model.encode(),
            repr(sorted(columns.items())).encode(),
            *(file.read_bytes() for file in names_files),
        ]
    )


def article_key(setup: str, article: Article) -> str:
    """The name under which the rows of an article are kept: another one where anything they rest on is another."""
    return digest([setup.encode(), repr(article).encode()])


def _installed() -> set[str]:
    """The name and version of every package, as its folder of metadata is called: quicker than to ask each for them."""
    folders = [folder for folder in sys.path if Path(folder).is_dir() and folder]
    return {name for folder in folders for name in os.listdir(folder) if name.endswith(".dist-info")}  # noqa: PTH208


def _contents(folder: Path) -> Iterator[bytes]:
    """The path below `folder` and the bytes of each file in it, in a fixed order."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - {"__pycache__"})
        for name in sorted(files):
            file = os.path.join(place, name)  # noqa: PTH118 - half the time of Path, at every start
            yield os.path.relpath(file, folder).encode()
            with open(file, "rb") as handle:  # noqa: PTH123
                yield handle.read()
