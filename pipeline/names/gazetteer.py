"""A user's own names: a CSV of `alias,name,label` that always wins over what the model and the rules say."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.names.labels import LABELS


class GazetteerError(ValueError):
    """A file of names that cannot be used; the message says which line and why."""


class Entry(NamedTuple):
    """One way of writing a name."""

    alias: str
    name: str
    label: str


@dataclass(frozen=True)
class Gazetteer:
    """The user's names, looked for letter by letter as they are written, case included."""

    entries: dict[str, Entry]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Gazetteer:
        """A gazetteer of `entries`; a later entry of the same alias replaces an earlier one."""
        by_alias = {entry.alias: entry for entry in entries}
        longest_first = sorted(map(re.escape, by_alias), key=lambda alias: (-len(alias), alias))
        return cls(by_alias, re.compile(rf"(?<!\w)(?:{'|'.join(longest_first) or '(?!)'})(?!\w)"))

    @classmethod
    def read(cls, path: Path) -> Gazetteer:
        """The gazetteer of a CSV file with the columns `alias`, `name` (empty: the alias) and `label`.

        Raises GazetteerError where a column is missing, an alias is empty or a label is none of PER, ORG, LOC, MISC.
        """
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            if missing := {"alias", "name", "label"} - set(reader.fieldnames or ()):
                raise GazetteerError(f"{path}: no column {', '.join(sorted(missing))}")
            return cls.of(list(_entries(path, reader)))

    def matches(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Spans and labels of the user's names in a text, in order; of two at one place the longer."""
        for match in self.pattern.finditer(text):
            yield match.start(), match.end(), self.entries[match[0]].label


def _entries(path: Path, reader: csv.DictReader[str]) -> Iterator[Entry]:
    for line, row in enumerate(reader, 2):
        alias, name, label = ((row[column] or "").strip().replace("’", "'") for column in ("alias", "name", "label"))
        if not alias:
            raise GazetteerError(f"{path}, line {line}: the alias is empty")
        if label not in LABELS:
            raise GazetteerError(f"{path}, line {line}: the label is {label!r}, not one of {', '.join(LABELS)}")
        yield Entry(alias, name or alias, label)
