"""When an article was published: what its header, its fields, its text and its file's name say, and who is believed."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.article import Period
from pipeline.reading.written_dates import make_period

TRUST = ("header", "input", "metadata", "text", "filename")
"""Who is believed where two say different things, the most trusted first."""

# A whole date between characters that belong to no number or word: "2024-03-05_titre", "20240305", "2024/03/05/titre".
_IN_NAME = re.compile(
    r"(?<![^\W_])(?:(?P<y1>(?:19|20)\d\d)(?P<separator>[-_./]?)(?P<m1>0[1-9]|1[0-2])(?P=separator)(?P<d1>[0-3]\d)"
    r"|(?P<y2>(?:19|20)\d\d)[-_/](?P<m2>0[1-9]|1[0-2])(?![-_/.]\d))(?![^\W_])"
)


class Candidate(NamedTuple):
    """A date that an article may have been published at, and who says so; `is_update`: it is of the last change."""

    period: Period
    source: str
    is_update: bool = False


def date_in_name(path: str) -> Period | None:
    """The date that the path of an article's file bears: a day or a month, and only one."""
    periods = set()
    for match in _IN_NAME.finditer(path):
        parts = [int(part) for part in (match.group("y1", "m1", "d1") if match["y1"] else match.group("y2", "m2"))]
        try:
            periods.add(make_period(*parts))
        except ValueError:
            continue  # digits that are no date: a name is free to hold them
    return periods.pop() if len(periods) == 1 else None


def settle(candidates: list[Candidate]) -> tuple[Candidate | None, list[str]]:
    """The date to believe, and a message for every candidate that contradicts it.

    Of candidates one inside the other the narrowest is taken, of contradictory ones the one by the order of `TRUST`.
    The date of an update counts where there is no other.
    """
    if not all(candidate.is_update for candidate in candidates):
        candidates = [candidate for candidate in candidates if not candidate.is_update]
    chosen: Candidate | None = None
    contradictions = []
    for candidate in sorted(candidates, key=lambda candidate: TRUST.index(candidate.source)):
        if chosen is None or (chosen.period.contains(candidate.period) and chosen.period != candidate.period):
            chosen = candidate
        elif not candidate.period.contains(chosen.period):
            contradictions.append(
                f"published {_shown(chosen.period)} says its {chosen.source}, {_shown(candidate.period)} its "
                f"{candidate.source}: the {chosen.source} is believed"
            )
    return chosen, contradictions


def _shown(period: Period) -> str:
    return str(period.begin) if period.begin == period.end else f"{period.begin}..{period.end}"
