"""Names marked up in running text, as training sentences and test cases write them: `[Zoé|PER] dirige [Veolia|ORG].`

A line is one text. `#` at the start of a line opens a comment, empty lines are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

LABELS = ("PER", "ORG", "LOC", "MISC")

_MARK = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")

Name = tuple[int, int, str]


class MarkupError(ValueError):
    """A line that is not well formed; the message says why."""


def parse(line: str) -> tuple[str, list[Name]]:
    """The text of a line without its markup, and the names in it as `(start, end, label)`.

    Raises MarkupError for brackets or bars outside a mark, an empty name, space at its edges, or an unknown label.
    """
    pieces: list[str] = []
    names: list[Name] = []
    length = position = 0
    for mark in _MARK.finditer(line):
        name, label = mark.groups()
        if not name or name != name.strip():
            raise MarkupError(f"a name is empty or has space at its edges: {mark[0]!r}")
        if label not in LABELS:
            raise MarkupError(f"unknown label: {mark[0]!r}")
        pieces += line[position : mark.start()], name
        start = length + mark.start() - position
        length = start + len(name)
        names.append((start, length, label))
        position = mark.end()
    pieces.append(line[position:])
    text = "".join(pieces)
    if stray := re.search(r"[\[\]|]", text):
        raise MarkupError(f"a stray {stray[0]!r} in {line!r}")
    return text, names


def read(path: Path) -> Iterator[tuple[str, list[Name]]]:
    """The texts of a file; raises MarkupError naming the line that is wrong."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                yield parse(line.strip())
            except MarkupError as error:
                raise MarkupError(f"{path.name}:{number}: {error}") from error
