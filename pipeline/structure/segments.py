"""The parts of a raw article: header, headline, paragraphs, tweets, captions, source lines, questions to the reader.

A block is what blank lines part; a block is cut further where a scraper glued two parts together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from pipeline.article import Segment
from pipeline.resources import load_toml
from pipeline.structure.languages import detect_language
from pipeline.structure.sentences import LOWER, UPPER

Split = Callable[[int, int], Sequence[tuple[int, int]]]

_HEADLINE_LENGTH = 200
_STANDFIRST_LENGTH = 160
_RUN_IN_LENGTH = 60
_LINE_LENGTH = 60  # a line this long that ends without a mark was wrapped

_BLANK_LINES = re.compile(r"(?:\r\n|\r|\n|\u2028|\u2029)(?:[^\S\r\n]*(?:\r\n|\r|\n|\u2028|\u2029))+")
_NEWLINE = re.compile(r"\r\n|\r|\n")
_ENDS_SENTENCE = re.compile(r"[.!?…:;][»”\"’')\]\s]*$")
_ENDS_WITH_STOP = re.compile(r"[.…;:][»”\"’')\]\s]*$")
_QUOTED_BLOCK = re.compile(r"^(?:«[^»]*»|“[^”]*”)[.!?]?$", re.S)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The patterns that `models/segments.toml` makes."""

    tweet: re.Pattern[str]
    caption: re.Pattern[str]
    byline: re.Pattern[str]
    byline_in_text: re.Pattern[str]
    reader: re.Pattern[str]
    glued_headline: re.Pattern[str]


@cache
def _lexicon() -> Lexicon:
    data = load_toml("segments.toml")
    openers = load_toml("sentences.toml")["openers"]

    def any_of(words: Sequence[str]) -> str:
        ordered = sorted(words, key=len, reverse=True)
        return "(?:" + "|".join(re.escape(word).replace("'", "['’]").replace(r"\ ", r"\s") for word in ordered) + ")"

    month = any_of(data["months"]) + r"\.?"
    date = rf"(?:{month}\s\d{{1,2}},?\s\d{{4}}|\d{{1,2}}(?:er)?\s{month}\s\d{{4}})"
    labelled = any_of(data["bylines_with_colon"])
    return Lexicon(
        tweet=re.compile(rf"[—–-]\s?[^\n—–@]{{1,80}}\(@\w{{1,20}}\)\s{date}"),
        caption=re.compile(rf"^(?:{any_of(data['captions'])}\s?:|©|\(c\)\s)", re.I),
        byline=re.compile(
            rf"^(?:{labelled}\s?:|{any_of(data['bylines'])}\s|Par\s[{UPPER}][\w-]+\s[{UPPER}][\w-]+\s*(?:$|[,|–-]))"
        ),
        byline_in_text=re.compile(
            rf"(?:(?<=[.!?»”\"…])|^)\s*(?P<line>{labelled}\s?:[^.!?\n]{{1,120}}?)\s*"
            rf"(?={any_of(data['interrogatives'])}(?![\w-])[^.\n]{{3,300}}\?)"
        ),
        reader=re.compile(rf"(?<!\w){any_of(data['reader'])}(?!\w)", re.I),
        # "… atterrit au sommet Le Festival des Deux Rives": a sentence opens where none has ended.
        glued_headline=re.compile(
            rf"(?<=[{LOWER}»”])\s(?={any_of([word for word in openers if word[1:2].islower()])}\s(?P<subject>[\w-]+))"
        ),
    )


def find_segments(text: str, header_end: int, split: Split) -> list[Segment]:
    """The segments of an article, in order; every non-blank character of `text` lies in exactly one of them.

    `header_end` is where the article's own header ends, 0 where it has none; `split` gives the sentences of a span of
    the text.
    """
    parts = _trimmed(text, 0, header_end, "header")
    for start, end in _blocks(text, header_end):
        parts += _carve(text, start, end, split)
    parts = _spread_tweets(text, parts)
    parts = _cut_reader_questions(text, parts, split)
    parts = _cut_glued_headline(text, parts)
    parts = _name(text, parts)
    parts = _cut_run_in_headings(text, parts, split)
    main = detect_language(" ".join(text[part.start : part.end][:400] for part in parts if part.role == "body"))
    return [piece for part in parts for piece in _cut_by_language(text, part, main, split)]


def _cut_by_language(text: str, part: Segment, main: str, split: Split) -> list[Segment]:
    """`part` with its language; a run of foreign sentences inside a paragraph is a segment of its own."""
    if part.role in ("header", "byline", "caption"):  # names and a date: nothing to tell a language by
        return [replace(part, language=main)]
    language = detect_language(text[part.start : part.end], main)
    if part.role not in ("body", "quotation"):
        return [replace(part, language=language)]
    sentences = split(part.start, part.end)
    languages = [detect_language(text[start:end], language) for start, end in sentences]
    changes = [i for i in range(1, len(sentences)) if languages[i] != languages[i - 1]]
    pieces = _cut(text, part, [sentences[i][0] for i in changes], [part.role] * (len(changes) + 1))
    return [replace(piece, language=languages[i]) for piece, i in zip(pieces, [0, *changes], strict=True)]


def _trimmed(text: str, start: int, end: int, role: str = "") -> list[Segment]:
    """The segment of `text[start:end]` without the white space around it; none where it is blank."""
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return []
    start += len(piece) - len(piece.lstrip())
    return [Segment(start, start + len(stripped), role, "")]


def _cut(text: str, part: Segment, places: Sequence[int], roles: Sequence[str]) -> list[Segment]:
    """`part` cut at `places`, the pieces with their `roles` (one more than places)."""
    edges = [part.start, *places, part.end]
    return [piece for (a, b), role in zip(pairwise(edges), roles, strict=True) for piece in _trimmed(text, a, b, role)]


def _blocks(text: str, start: int) -> list[tuple[int, int]]:
    """Paragraphs: parted by blank lines, and by a single new line where the line before it was not just wrapped."""
    blocks = []
    edges = [start, *(edge for match in _BLANK_LINES.finditer(text, start) for edge in match.span()), len(text)]
    for block_start, block_end in zip(edges[::2], edges[1::2], strict=True):
        begin = block_start
        for newline in _NEWLINE.finditer(text, block_start, block_end):
            line = text[max(begin, text.rfind("\n", begin, newline.start()) + 1) : newline.start()].strip()
            following = text[newline.end() : newline.end() + 80].lstrip()[:1]
            if _ENDS_SENTENCE.search(line[-12:]) or (len(line) < _LINE_LENGTH and not following.islower()):
                blocks.append((begin, newline.start()))
                begin = newline.end()
        blocks.append((begin, block_end))
    return [(a, b) for a, b in blocks if text[a:b].strip()]


def _carve(text: str, start: int, end: int, split: Split) -> list[Segment]:
    """A block, cut at signed tweets and at a source line that a question follows."""
    lexicon = _lexicon()
    parts: list[Segment] = []
    for signature in lexicon.tweet.finditer(text, start, end):
        tweet = _tweet_start(text, start, signature.start(), split)
        parts += _trimmed(text, start, tweet) + _trimmed(text, tweet, signature.end(), "tweet")
        start = signature.end()
    rest = _trimmed(text, start, end)
    line = lexicon.byline_in_text.search(text, start, end) if rest else None
    if line:
        rest = _cut(text, rest[0], [line.start("line"), line.end("line")], ["", "byline", ""])
    return parts + rest


def _tweet_start(text: str, start: int, end: int, split: Split) -> int:
    """Where the tweet signed at `end` begins: a foreign one with the first of its run of foreign sentences."""
    sentences = split(start, end)
    if not sentences or detect_language(text[sentences[-1][0] : end]) == "fr":
        return start
    for left, right in reversed(sentences):
        if detect_language(text[left:right], "") == "fr":
            return start
        start = left
    return start


def _spread_tweets(text: str, parts: list[Segment]) -> list[Segment]:
    """A foreign tweet may be spread over several blocks, the last of which is signed."""
    spread: list[Segment] = []
    tweet_language = ""
    for part in reversed(parts):
        if part.role == "tweet":
            tweet_language = detect_language(text[part.start : part.end])
        elif part.role or tweet_language in ("", "fr"):
            tweet_language = ""
        elif detect_language(text[part.start : part.end], tweet_language) == tweet_language:
            part = replace(part, role="tweet")
        else:
            tweet_language = ""
        spread.append(part)
    return spread[::-1]


def _cut_reader_questions(text: str, parts: list[Segment], split: Split) -> list[Segment]:
    """The run of questions to the reader that closes an article, be it glued to the text before it."""
    reader = _lexicon().reader
    kept = list(parts)
    questions: list[Segment] = []
    while kept and kept[-1].role == "":
        last = kept[-1]
        sentences = split(last.start, last.end)
        first = len(sentences)
        while first and text[sentences[first - 1][1] - 1] == "?":
            first -= 1
        while first < len(sentences) and not reader.search(text, *sentences[first]):
            first += 1  # a question of the article's own, not put to the reader
        if first == len(sentences):
            break
        kept.pop()
        questions = [Segment(sentences[first][0], last.end, "reader_questions", ""), *questions]
        if first:
            kept += _trimmed(text, last.start, sentences[first][0])
            break
    return kept + questions


def _cut_glued_headline(text: str, parts: list[Segment]) -> list[Segment]:
    """A first block that opens with a headline: "… atterrit au sommet Le Festival, qui …" has no mark between."""
    index = next((i for i, part in enumerate(parts) if part.role not in ("header", "tweet")), None)
    if index is None or parts[index].role:
        return parts
    part = parts[index]
    limit = min(part.end, part.start + _HEADLINE_LENGTH)
    for match in _lexicon().glued_headline.finditer(text, part.start + 15, limit):
        headline = text[part.start : match.start()]
        if _ENDS_SENTENCE.search(headline) or re.search(r"[.!?…]\s", headline):
            break
        subject = match["subject"]
        if subject[0].islower() or subject in headline:
            return [*parts[:index], *_cut(text, part, [match.start()], ["headline", ""]), *parts[index + 1 :]]
    return parts


def _name(text: str, parts: list[Segment]) -> list[Segment]:
    """Give the parts that have no role yet the one that their form and place show."""
    lexicon = _lexicon()
    has_headline = any(part.role == "headline" for part in parts)
    named: list[Segment] = []
    for index, part in enumerate(parts):
        role = part.role
        if not role:
            block = text[part.start : part.end]
            following = parts[index + 1] if index + 1 < len(parts) else None
            if len(block) <= _HEADLINE_LENGTH and lexicon.caption.match(block):
                role = "caption"
            elif len(block) <= _HEADLINE_LENGTH and lexicon.byline.match(block):
                role = "byline"
            elif _QUOTED_BLOCK.match(block):
                role = "quotation"
            elif following and _is_title(block, first=not has_headline):
                role = "subheading" if has_headline else "headline"
                has_headline = True
            elif following and _is_standfirst(part, following, named[-1] if named else None):
                role = "subheading"
            else:
                role = "body"
        named.append(replace(part, role=role))
    return named


def _is_title(block: str, first: bool) -> bool:
    """A short block that ends with no full stop; a later one must have no mark at the end at all."""
    if len(block) > _HEADLINE_LENGTH or not re.search(r"[^\W\d_]", block) or block[0] in "-–—•*":
        return False
    return not (_ENDS_WITH_STOP if first else _ENDS_SENTENCE).search(block)


def _is_standfirst(part: Segment, following: Segment, before: Segment | None) -> bool:
    """The short paragraph right under the headline, of a text with longer ones."""
    length = part.end - part.start
    return (
        before is not None
        and before.role == "headline"
        and length <= _STANDFIRST_LENGTH
        and following.role == ""
        and following.end - following.start >= 2 * length
    )


def _cut_run_in_headings(text: str, parts: list[Segment], split: Split) -> list[Segment]:
    """Headings that open their paragraphs ("Musk attaque. L'attitude de …"), where nearly every paragraph has one."""
    paragraphs = [part for part in parts if part.role == "body"][1:]  # the first paragraph opens the article itself
    first_ends = {}
    candidates = 0
    for part in paragraphs:
        sentences = split(part.start, part.end)
        if len(sentences) > 1:
            candidates += 1
            if sentences[0][1] - part.start <= _RUN_IN_LENGTH:
                first_ends[part.start] = sentences[0][1]
    if len(first_ends) < 4 or len(first_ends) < 0.85 * candidates:
        return parts
    cut: list[Segment] = []
    for part in parts:
        end = first_ends.get(part.start)
        cut += _cut(text, part, [end], ["subheading", "body"]) if end else [part]
    return cut
