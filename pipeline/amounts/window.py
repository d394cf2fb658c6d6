"""Where the readers look: one passage of a text, never beyond its edges."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """The passage `text[begin:stop]` in a language (ISO 639-1). Offsets are those of `text`."""

    text: str
    begin: int
    stop: int
    language: str = "fr"

    @property
    def english(self) -> bool:
        """Whether numbers and nouns are English here."""
        return self.language == "en"

    def match(self, pattern: re.Pattern[str], position: int) -> re.Match[str] | None:
        """The match of `pattern` that begins at `position`."""
        return pattern.match(self.text, position, self.stop)

    def before(self, position: int, length: int = 60) -> str:
        """What stands before `position`, `length` characters at most."""
        return self.text[max(self.begin, position - length) : position]

    def after(self, position: int, length: int = 60) -> str:
        """What stands behind `position`, `length` characters at most."""
        return self.text[position : min(self.stop, position + length)]

    def around(self, position: int, length: int = 300) -> str:
        """What stands on both sides of `position`: the whole of an ordinary sentence."""
        return self.before(position, length) + self.after(position, length)
