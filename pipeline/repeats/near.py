"""Sentences that nearly stand elsewhere already: found by the anchors they share, compared word by word.

Two tellings of one sentence share runs of words, and so anchors (see `fingerprint`). The earlier sentences with which a
sentence shares the most are aligned with it; where no fact differs it is a near repeat, else a near miss.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pipeline.repeats.compare import Comparison, compare, similarity_bound
from pipeline.repeats.edges import Edges
from pipeline.repeats.exact import SHORTEST, Find, Match
from pipeline.repeats.fingerprint import Document
from pipeline.repeats.normalise import Offsets
from pipeline.repeats.seeds import Shared
from pipeline.repeats.tokens import tokenise

LEAST_SIMILAR = 0.65  # of the words
_LEAST_SHARED = 0.3  # of the anchors
_CANDIDATES = 3  # earlier sentences looked at for one sentence
_APART = 8  # plain characters between two sentences, at most
_NEIGHBOURHOOD = 512  # key characters by which two tellings may be out of step


@dataclass(frozen=True, slots=True)
class NearMatch:
    """A sentence that looks like an earlier one of `of`; spans of the plain texts."""

    start: int
    end: int
    of: Document
    of_start: int
    of_end: int
    comparison: Comparison


def near_matches(new: Document, edges: Edges, shared: Shared, find: Find, exact: Sequence[Match]) -> list[NearMatch]:
    """Sentences of `new` outside its `exact` repeats that look like an earlier one, in order."""
    anchors = _anchors_outside(shared, exact)
    atom_starts, atom_ends = shared.atoms()
    found: dict[int, NearMatch] = {}
    done = 0
    for atom in _promising_atoms(atom_starts, anchors):
        raw = new.text.raw_span(int(atom_starts[atom]), int(atom_ends[atom]))
        for start, end in edges.sentences(*raw):
            if start >= done and end - start >= SHORTEST:
                done = end
                match = _best_match(new, start, end, anchors, find)
                if match is not None:
                    match = _in_two_sentences(new, match, edges)
                    found[match.start] = match
                    done = new.text.raw_span_of_plain(match.start, match.end)[1]
    copies = [
        _Pair(*new.text.plain_span(m.start, m.end), m.of, *m.of.text.plain_span(m.of_start, m.of_end)) for m in exact
    ]
    told = [_Pair(m.start, m.end, m.of, m.of_start, m.of_end) for m in found.values()]
    for pair in sorted((*copies, *told), key=lambda pair: pair.start):
        for step in (-1, 1):
            _follow(new, pair, step, edges, copies, found)
    return [found[start] for start in sorted(found)]


class _Pair(NamedTuple):
    """Passages that correspond, in plain offsets."""

    start: int
    end: int
    of: Document
    of_start: int
    of_end: int


def _follow(
    new: Document, pair: _Pair, step: int, edges: Edges, copies: Sequence[_Pair], found: dict[int, NearMatch]
) -> None:
    """Add what matches next to a pair, and next to that: neighbours of what corresponds are likely to correspond, also
    where a sentence is too short or too much edited to share an anchor.
    """
    while True:
        here = _beside(new.text.raw_span_of_plain(pair.start, pair.end), step, edges)
        there = _beside((pair.of_start, pair.of_end), step, pair.of.edges)
        if here is None or there is None or here[1] - here[0] < SHORTEST:
            return
        start, end = new.text.plain_span(new.text.key_position(here[0]), new.text.key_position(here[1]))
        if start in found or any(copy.start < end and start < copy.end for copy in copies):
            return
        match = _compare(new, start, end, pair.of, *there)
        if match is None:
            return
        found[start] = match
        pair = _Pair(start, end, pair.of, *there)


def _beside(span: tuple[int, int], step: int, edges: Edges) -> tuple[int, int] | None:
    """The sentence before (-1) or behind (1) a span."""
    if step > 0:
        return next((s for s in edges.sentences(span[1], span[1] + _APART) if s[0] >= span[1]), None)
    return next((s for s in reversed(edges.sentences(max(0, span[0] - _APART), span[0])) if s[1] <= span[0]), None)


class _Anchors(NamedTuple):
    """Where the anchors of a document start, and the places of the first ones like them (or -1)."""

    starts: Offsets
    places: Offsets


def _anchors_outside(shared: Shared, exact: Sequence[Match]) -> _Anchors:
    """The anchors of a document, those inside its exact repeats as if they were new."""
    anchors = _Anchors(*shared.anchors())
    for match in exact:
        anchors.places[slice(*anchors.starts.searchsorted((match.start, match.end)))] = -1
    return anchors


def _promising_atoms(atom_starts: Offsets, anchors: _Anchors) -> list[int]:
    """Atoms of which enough anchors stand in one neighbourhood."""
    starts, places = anchors
    known = np.flatnonzero(places >= 0)
    if not known.size or not atom_starts.size:
        return []
    atom_of = np.maximum(np.searchsorted(atom_starts, starts, side="right") - 1, 0)
    totals = np.bincount(atom_of, minlength=len(atom_starts))
    steps = (places[known] - starts[known]) // _NEIGHBOURHOOD
    order = np.lexsort((steps, atom_of[known]))
    atoms, steps = atom_of[known][order], steps[order]
    # Two steps that follow one another are one neighbourhood: an edit may lie on the line between them.
    opens = np.ones(len(atoms), dtype=bool)
    opens[1:] = (atoms[1:] != atoms[:-1]) | (steps[1:] - steps[:-1] > 1)
    groups = np.flatnonzero(opens)
    votes = np.diff(groups, append=len(atoms))
    atoms = atoms[groups]
    enough = votes >= np.maximum(np.where(totals[atoms] > 3, 2, 1), _LEAST_SHARED * totals[atoms])
    return sorted(set(atoms[enough].tolist()))


def _best_match(new: Document, start: int, end: int, anchors: _Anchors, find: Find) -> NearMatch | None:
    key_start, key_end = new.text.key_position(start), new.text.key_position(end)
    inside = slice(*anchors.starts.searchsorted((key_start, key_end)))
    starts, places = anchors.starts[inside], anchors.places[inside]
    steps = ((places - starts) // _NEIGHBOURHOOD)[places >= 0].tolist()
    votes = Counter(steps)
    here = dict(zip(steps, places[places >= 0].tolist(), strict=True))
    plain_start, plain_end = new.text.plain_span(key_start, key_end)
    best: NearMatch | None = None
    for step, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:_CANDIDATES]:
        of, place = find(here[step])
        position = of.text.to_plain.at(place)
        for of_start, of_end in of.edges.sentences(position, position + 1):
            match = _compare(new, plain_start, plain_end, of, of_start, of_end)
            if match is not None and (best is None or _rank(match) > _rank(best)):
                best = match
    return best


def _in_two_sentences(new: Document, match: NearMatch, edges: Edges) -> NearMatch:
    """A match, with the sentence beside it where one telling needs two for what the other says in one."""
    if not match.comparison.differences:
        return match
    here, there = (match.start, match.end), (match.of_start, match.of_end)
    wider = []
    following = _beside(new.text.raw_span_of_plain(*here), 1, edges)
    if following is not None:
        wider.append(((here[0], new.text.plain_span(*map(new.text.key_position, following))[1]), there))
    for step in (-1, 1):
        beside = _beside(there, step, match.of.edges)
        if beside is not None:
            wider.append((here, (min(beside[0], there[0]), max(beside[1], there[1]))))
    joined = (_compare(new, *span, match.of, *of_span) for span, of_span in wider)
    return next((pair for pair in joined if pair is not None and not pair.comparison.differences), match)


def _compare(new: Document, start: int, end: int, of: Document, of_start: int, of_end: int) -> NearMatch | None:
    """Two sentences as a match, None where they are not alike enough."""
    if of is new and of_end > start:
        return None
    tokens, old = tokenise(new.text.plain[start:end]), tokenise(of.text.plain[of_start:of_end])
    if similarity_bound(old, tokens) < LEAST_SIMILAR:
        return None
    comparison = compare(old, tokens)
    return NearMatch(start, end, of, of_start, of_end, comparison) if comparison.similarity >= LEAST_SIMILAR else None


def _rank(match: NearMatch) -> tuple[bool, float]:
    return not match.comparison.differences, match.comparison.similarity
