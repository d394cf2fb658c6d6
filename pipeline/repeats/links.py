"""From matches to the rows that a run keeps: repeats and near misses, in raw offsets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.article import NearMiss, Repeat
from pipeline.repeats.compare import Comparison
from pipeline.repeats.edges import Edges
from pipeline.repeats.exact import Find, Match, exact_matches
from pipeline.repeats.fingerprint import Document
from pipeline.repeats.near import NearMatch, near_matches
from pipeline.repeats.seeds import Shared


class Links(NamedTuple):
    """What a document shares with what came before, each in text order."""

    repeats: list[Repeat]
    near_misses: list[NearMiss]


def find_links(new: Document, edges: Edges, shared: Shared, find: Find, scope: str, near: bool) -> Links:
    """The repeats and near misses of a document, given what it shares with earlier ones."""
    exact = list(exact_matches(new, edges, shared.seeds, find))
    alike = near_matches(new, edges, shared, find, exact) if near else []
    told = [match for match in alike if not match.comparison.differences]
    differing = [match for match in alike if match.comparison.differences]
    if scope == "document":
        exact = [match for match in exact if not _is_of_another(match, new, differing)]
    repeats = [_exact_repeat(match, new, scope) for match in exact]
    repeats += [_near_repeat(match, new, scope) for match in _joined(told, new)]
    return Links(
        sorted(repeats, key=lambda repeat: (repeat.start, repeat.end)), [_near_miss(match, new) for match in differing]
    )


def _is_of_another(match: Match, new: Document, differing: Iterable[NearMatch]) -> bool:
    """Whether equal words go on from sentences that differ in a name: "Il a été condamné à deux ans de prison" behind
    two names says two things, and must be read twice.
    """
    start, _ = new.text.plain_span(match.start, match.end)
    of_start, _ = match.of.text.plain_span(match.of_start, match.of_end)
    return any(
        near.comparison.renamed
        and near.of is match.of
        and new.text.plain[near.end : start] in ("", " ")
        and match.of.text.plain[near.of_end : of_start] in ("", " ")
        for near in differing
        if near.end <= start and near.of_end <= of_start
    )


def _joined(matches: Sequence[NearMatch], new: Document) -> Iterator[NearMatch]:
    """Near repeats that follow one another in both texts, as one; its similarity is their mean by length."""
    last: NearMatch | None = None
    for match in matches:
        if (
            last is not None
            and last.of is match.of
            and not new.text.plain[last.end : match.start].strip()
            and last.of_end <= match.of_start
            and not match.of.text.plain[last.of_end : match.of_start].strip()
        ):
            a, b = last.end - last.start, match.end - match.start
            mean = (last.comparison.similarity * a + match.comparison.similarity * b) / (a + b)
            last = replace(last, end=match.end, of_end=match.of_end, comparison=Comparison(round(mean, 4), ()))
            continue
        if last is not None:
            yield last
        last = match
    if last is not None:
        yield last


def _exact_repeat(match: Match, new: Document, scope: str) -> Repeat:
    of_start, of_end = match.of.text.raw_span(match.of_start, match.of_end)
    return Repeat(new.document_id, *match.raw, match.of.document_id, of_start, of_end, scope, "exact", 1.0)


def _near_repeat(match: NearMatch, new: Document, scope: str) -> Repeat:
    start, end = new.text.raw_span_of_plain(match.start, match.end)
    of_start, of_end = match.of.text.raw_span_of_plain(match.of_start, match.of_end)
    similarity = match.comparison.similarity
    return Repeat(new.document_id, start, end, match.of.document_id, of_start, of_end, scope, "near", similarity)


def _near_miss(match: NearMatch, new: Document) -> NearMiss:
    start, end = new.text.raw_span_of_plain(match.start, match.end)
    of_start, of_end = match.of.text.raw_span_of_plain(match.of_start, match.of_end)
    difference = "; ".join(match.comparison.differences)
    return NearMiss(
        new.document_id,
        start,
        end,
        match.of.document_id,
        of_start,
        of_end,
        match.comparison.similarity,
        difference,
    )
