"""The command that was run last, run again: where nothing has changed since, it is answered without being parsed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.cache.manifest import Manifest
from pipeline.cache.workplace import CACHE
from pipeline.summary import summarise


def as_before(arguments: Sequence[str]) -> bool:
    """Whether this is the command that last filled its output folder, and all is as it left it; if so, it is told.

    Whatever is in doubt is left to the command itself.
    """
    output = _output(arguments)
    if output is None:
        return False
    manifest = Manifest.load(output / CACHE)
    if manifest.command != command_line(arguments):
        return False
    from pipeline.run import Settings, unchanged

    settings = manifest.report["settings"]
    asked = Settings(settings["model"], settings["workers"], settings["columns"])
    try:
        outcome = unchanged(manifest.report["inputs"], output, asked, waiting=_doubt)
    except (ValueError, OSError):
        return False
    if outcome is not None:
        summarise(outcome, output)
    return outcome is not None


def _doubt() -> None:
    raise OSError("another run has the folder")


def command_line(arguments: Sequence[str]) -> list[str]:
    """The arguments with the folder in which they mean what they mean."""
    return [str(Path.cwd()), *arguments]


def _output(arguments: Sequence[str]) -> Path | None:
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if argument in ("--output", "-o"):
            return Path(following)
        if argument.startswith("--output="):
            return Path(argument.removeprefix("--output="))
    return None
