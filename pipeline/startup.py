"""What spaCy takes its time with at the start, put off to when it is needed: half of its loading.

- `import spacy` brings in all that its own command line needs (requests, weasel …); nothing here calls that.
- `spacy.lang.fr` compiles one pattern of 1.4 million characters (which words with a hyphen or an apostrophe are one
  token), again when a tokeniser is read from the disk. Its 266 alternatives repeat a few long classes of letters: here
  each class stands once, and that is compiled for the first word that needs it.

This module loads nothing itself, and must be used before spaCy is imported to be of any use; later it does no harm.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from types import ModuleType
from typing import Any

_LARGE = 100_000  # characters of a pattern
_OPENING, _BETWEEN, _CLOSING = "(?iu)(?:^", "$)|(?:^", "$)"
_LONG_CLASS = re.compile(r"(\[[^\]]{100,}\][*+?]?)")
_COMMAND_LINE = ("spacy.cli", "spacy.cli.info")


@contextmanager
def quick_spacy() -> Iterator[None]:
    """Within the block, spaCy is imported and French is loaded without what costs most and is not needed yet."""
    absent = [] if "spacy" in sys.modules else list(_COMMAND_LINE)
    sys.modules.update({name: _stand_in(name) for name in absent})
    compile_now = re.compile

    def compile_later(pattern: Any, flags: int = 0) -> Any:  # noqa: ANN401 - as re.compile
        if isinstance(pattern, str) and len(pattern) > _LARGE and pattern.startswith(_OPENING):
            return Alternatives(pattern)
        return compile_now(pattern, flags)

    re.compile = compile_later
    try:
        yield
    finally:
        re.compile = compile_now
        for name in absent:
            del sys.modules[name]


def _stand_in(name: str) -> ModuleType:
    """A module with the one name that `spacy/__init__.py` takes from its command line: `spacy.info`."""

    def info(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as the real one, which is called
        from spacy.cli.info import info as real

        return real(*arguments, **options)

    module = ModuleType(name)
    module.info = info  # type: ignore[attr-defined]
    return module


class Alternatives:
    """A pattern of the form `(?iu)(?:^…$)|(?:^…$)`: matches what it matches, compiled shorter and at the first need."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def match(self, string: str) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self._compiled.match(string)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(factored(self.pattern))


def factored(pattern: str) -> str:
    """A pattern that matches the same strings, with the long classes that its alternatives share written once.

    Raises ValueError where it has another form.
    """
    if not (pattern.startswith(_OPENING) and pattern.endswith(_CLOSING)):
        raise ValueError("not a pattern of alternatives from ^ to $")
    groups: defaultdict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for alternative in pattern[len(_OPENING) : -len(_CLOSING)].split(_BETWEEN):
        pieces = _LONG_CLASS.split(alternative)  # what lies between the long classes, and these
        groups[tuple(pieces[1::2])].append(pieces[::2])
    return "(?iu)^(?:" + "|".join(_joined(classes, rest) for classes, rest in groups.items()) + ")$"


def _joined(classes: tuple[str, ...], alternatives: list[list[str]]) -> str:
    """Alternatives with the same long classes as one, if they differ in one place at most between these."""
    columns = [list(dict.fromkeys(column)) for column in zip(*alternatives, strict=True)]
    if sum(len(column) > 1 for column in columns) > 1:
        return "|".join(_woven(classes, alternative) for alternative in alternatives)
    return _woven(classes, [f"(?:{'|'.join(column)})" for column in columns])


def _woven(classes: tuple[str, ...], rest: list[str]) -> str:
    return "".join(a + b for a, b in zip(rest, (*classes, ""), strict=True))
