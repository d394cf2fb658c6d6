"""Sentence boundaries of raw French press text, by rule.

A model is not asked: it cuts at "M. Dupont" and "Inc.", and cannot part sentences that a scraper glued together.
What a full stop may mean is in `models/sentences.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from pipeline.resources import load_toml

UPPER = "A-ZÀ-ÖØ-ÞŒŸ"
LOWER = "a-zß-öø-ÿœ"
_OPENING = "«“\"„‘'’(\\[-–—•"
_CLOSING = "»”\"’'\\)\\]"

# A run of terminal punctuation with what closes behind it; `gap` is empty where the next sentence is glued on.
_TERMINAL = re.compile(
    rf"(?P<mark>(?<![.!?…])[.!?…]++|(?<=[{LOWER}\d] ):|(?<=[{LOWER}]):)"
    r"(?P<close>(?:[ \u00a0\u202f]?[»”]|[\"’')\]])*+)(?P<gap>\s*+)"
    rf"(?=(?P<open>[«“„(\[\"]?[ \u00a0\u202f]?)(?P<next>[{UPPER}]|\d|[«“„\"]))"
)
_WORD_BEFORE = re.compile(r"[\w’'.-]*$")
_WORD_AFTER = re.compile(r"[«“„\"(\[\s]*(?P<word>[\w-]+)")
_INITIAL = re.compile(rf"(?:^|[^\w])(?:[{UPPER}]h?|[{UPPER}]\.-?[{UPPER}]|[{UPPER}](?:\.[{UPPER}])+)$")
_QUOTES = {"»": "«", "”": "“"}
_QUOTE = re.compile("[«»“”]")
_LONGEST_WORD = 30  # characters looked at before a full stop


@cache
def _lexicon() -> tuple[frozenset[str], frozenset[str], frozenset[str], re.Pattern[str]]:
    data = load_toml("sentences.toml")
    glued = "|".join(sorted(map(re.escape, data["glued_openers"]), key=len, reverse=True))
    unmarked = re.compile(rf"(?<=[{LOWER}{UPPER}])(?<!-)(?=(?:{glued})(?![\w-]))")
    return (
        frozenset(data["titles"]) | frozenset(data["references"]),
        frozenset(data["ambiguous"]),
        frozenset(data["openers"]),
        unmarked,
    )


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The spans of the sentences of `text[start:end]`, in order, without the white space around them.

    Every non-blank character lies in exactly one span. A quotation in guillemets is never cut inside.
    """
    end = len(text) if end is None else end
    cuts = sorted(_cuts(text, start, end))
    spans = []
    for left, right in zip([start, *cuts], [*cuts, end], strict=True):
        piece = text[left:right]
        stripped = piece.strip()
        if stripped:
            left += len(piece) - len(piece.lstrip())
            spans.append((left, left + len(stripped)))
    return spans


def _cuts(text: str, start: int, end: int) -> set[int]:
    unmarked = _lexicon()[3]
    quoted = _quoted_spans(text, start, end)
    cuts = {
        match.end()
        for match in _TERMINAL.finditer(text, start, end)
        if match.end() < end and _ends_sentence(text, start, match)
    }
    cuts.update(match.start() for match in unmarked.finditer(text, start, end) if match.start() > start)
    return {cut for cut in cuts if not _inside(cut, quoted)}


def _inside(cut: int, spans: list[tuple[int, int]]) -> bool:
    index = bisect_left(spans, (cut,)) - 1
    return index >= 0 and spans[index][0] < cut < spans[index][1]


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    never, ambiguous, openers, _ = _lexicon()
    mark, close, gap = match["mark"], match["close"], match["gap"]
    after = _WORD_AFTER.match(text, match.end())
    word_after = after["word"] if after else ""
    opens = word_after in openers or word_after.split("-")[0] in openers
    if mark == ":":
        return not gap and not close and opens  # "on trouve :Toutefois": a list was lost between the two
    if mark != ".":
        return match["next"].isupper() or match["next"] in '«“„"' or not gap
    left = text[max(start, match.start() - _LONGEST_WORD) : match.start()]
    before = re.split("[’']", _WORD_BEFORE.findall(left)[0])[-1]
    if match["next"].isdigit():
        # "3.5", "49.3", "1.234": a figure goes on; after white space a sentence may open with one ("En 2011. 12 pays").
        if not gap:
            return bool(close) or (before[-1:].isalpha() and not before.isupper() and len(before) > 3)
        return not (before in never or before in ambiguous)
    if not close:
        if before in never or (gap and before.lower() in never and len(before) > 1):
            return False
        if before in ambiguous or _INITIAL.search(left):
            return opens and len(word_after) > (0 if gap else 1)
    if not gap and not close and match["open"] == "":
        return _is_glue(text, match.end(), before, word_after)
    return True


def _is_glue(text: str, right: int, before: str, word_after: str) -> bool:
    """A full stop with no space behind it parts sentences unless it belongs to a name ("X.AI", "Node.JS", "U.S.")."""
    if "www" in before or (len(before) == 1 and before.isupper()):
        return False
    if len(word_after) == 1 and text[right + 1 : right + 2] not in ("'", "’", " ", "\u00a0"):
        return False  # "S.N.C.F"
    return not (word_after.isupper() and 1 < len(word_after) <= 3 and len(before) < 2)


def _quoted_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of closed quotations, outermost only, in order. One left open (a scraper cut it) is not a quotation."""
    spans: list[tuple[int, int]] = []
    opened: dict[str, list[int]] = {opening: [] for opening in _QUOTES.values()}
    for match in _QUOTE.finditer(text, start, end):
        mark = match.group()
        if mark in opened:
            opened[mark].append(match.start())
        elif opened[_QUOTES[mark]]:
            begin = opened[_QUOTES[mark]].pop()
            while spans and spans[-1][0] > begin:
                spans.pop()
            spans.append((begin, match.end()))
    return spans
