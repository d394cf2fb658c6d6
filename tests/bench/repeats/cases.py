"""The cases of the benchmark, made from `articles.txt`: what is copied, how it is changed, what should be found."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_MARK = re.compile(r"\{(?P<same>[^|{}]*)\|(?P<reworded>[^|{}]*)\}|<(?P<fact>[^|<>]*)\|(?P<other>[^|<>]*)>")


@dataclass(frozen=True)
class Source:
    """An article of the bank; sentences still hold their marks."""

    title: str
    sentences: tuple[str, ...]

    def plain(self, first: int = 0, last: int | None = None) -> str:
        return " ".join(render(sentence) for sentence in self.sentences[first:last])


@dataclass(frozen=True)
class Case:
    """Documents, and the raw spans of the later copies: (document, start, end, scope)."""

    category: str
    documents: tuple[tuple[str, str], ...]
    copies: tuple[tuple[str, int, int, str], ...]
    forbidden: tuple[tuple[str, int, int], ...] = ()


@cache
def bank() -> tuple[Source, ...]:
    text = (Path(__file__).parent / "articles.txt").read_text("utf-8")
    blocks = [block.splitlines() for block in re.split(r"^# ", text, flags=re.M)[1:]]
    return tuple(Source(lines[0], tuple(line for line in lines[1:] if line)) for lines in blocks)


def render(sentence: str, reworded: frozenset[int] = frozenset(), changed: frozenset[int] = frozenset()) -> str:
    """The sentence with the marks of these numbers reworded or changed in fact, all others as they were."""
    marks = iter(range(len(sentence)))

    def choose(match: re.Match[str]) -> str:
        mark = next(marks)
        if match["fact"] is not None:
            return match["other"] if mark in changed else match["fact"]
        return match["reworded"] if mark in reworded else match["same"]

    return _MARK.sub(choose, sentence)


def marks(sentence: str, kind: str) -> list[int]:
    """The numbers of the marks of a sentence that are of one kind: `same` (a rewording) or `fact`."""
    return [number for number, match in enumerate(_MARK.finditer(sentence)) if match[kind] is not None]


def all_cases() -> Iterator[Case]:
    makers: list[Callable[[int, Source, Source, random.Random], Iterator[Case]]] = [
        _exact, _cross_document, _typography, _contained, _container_later, _title, _glued, _short, _updated, _hard,
    ]  # fmt: skip
    sources = bank()
    for maker in makers:
        for number, source in enumerate(sources):
            yield from maker(number, source, sources[(number + 1) % len(sources)], random.Random(number))
    for percent in (1, 2, 5, 10):
        for number, source in enumerate(sources):
            yield _near(percent, source, sources[(number + 1) % len(sources)], random.Random(1000 * percent + number))
    yield from _desk()


def _document(
    *blocks: str | tuple[str, str], name: str = "a", gap: str = "\n\n"
) -> tuple[str, list[tuple[str, int, int, str]]]:
    """A text of blocks; a block given with a scope is a later copy."""
    text = ""
    copies = []
    for block in blocks:
        words, scope = block if isinstance(block, tuple) else (block, "")
        text += gap if text else ""
        if scope:
            copies.append((name, len(text), len(text) + len(words), scope))
        text += words
    return text, copies


def _one(category: str, *blocks: str | tuple[str, str], gap: str = "\n\n") -> Case:
    text, copies = _document(*blocks, gap=gap)
    return Case(category, (("a", text),), tuple(copies))


def _exact(_: int, source: Source, other: Source, __: random.Random) -> Iterator[Case]:
    lead, rest = source.plain(0, 3), source.plain(3)
    yield _one("exact", source.title, lead, other.plain(0, 2), (lead, "document"), rest)


def _cross_document(_: int, source: Source, other: Source, __: random.Random) -> Iterator[Case]:
    first, _copies = _document(source.title, source.plain(0, 3), source.plain(3))
    second, copies = _document(other.title, other.plain(0, 3), (source.plain(0, 3), "corpus"), other.plain(3), name="b")
    yield Case("cross-document", (("a", first), ("b", second)), tuple(copies))


def _typography(_: int, source: Source, other: Source, chance: random.Random) -> Iterator[Case]:
    lead = source.plain(0, 4)
    changes: list[Callable[[str], str]] = [
        lambda s: s.replace("'", "’"),
        lambda s: s.replace("« ", "“").replace(" »", "”"),
        lambda s: s.replace(" %", "\u00a0%").replace(" euros", "\u202feuros").replace(" :", "\u00a0:"),
        lambda s: s.replace(" et ", "  et\n"),
        lambda s: s.replace("tion", "ti\u00adon"),
        lambda s: s.replace("-", "‑"),
        lambda s: s.replace("é", "e\u0301"),
        lambda s: re.sub(r"(\d) (\d{3})\b", "\\1\u202f\\2", s),
    ]
    copy = lead
    for change in chance.sample(changes, 3):
        copy = change(copy)
    yield _one("typography", source.title, lead, other.plain(0, 2), (copy, "document"), other.plain(2))


def _contained(_: int, source: Source, other: Source, __: random.Random) -> Iterator[Case]:
    yield _one(
        "contained", source.title, source.plain(), other.plain(0, 2), (source.plain(1, 3), "document"), other.plain(2)
    )


def _container_later(_: int, source: Source, other: Source, __: random.Random) -> Iterator[Case]:
    middle = source.plain(2, 4)
    text, copies = _document(middle, other.plain(0, 3), source.plain())
    start = text.index(middle, len(middle))
    yield Case("container later", (("a", text),), (*copies, ("a", start, start + len(middle), "document")))


def _title(number: int, source: Source, other: Source, __: random.Random) -> Iterator[Case]:
    """A block comes back with a title set into it, on a line of its own or run into the text."""
    first, second = source.plain(0, 2), source.plain(2, 4)
    if number % 2:
        yield _one("overlap with title", f"{first} {second}", (first, "document"), other.title, (second, "document"))
    else:
        text, copies = _document(source.title, f"{first} {second}", other.plain(0, 2))
        text += f"\n\n{other.title} "
        copy = f"{first} {second}"
        copies.append(("a", len(text), len(text) + len(copy), "document"))
        yield Case("overlap with title", (("a", text + copy),), tuple(copies))


def _glued(_: int, source: Source, other: Source, __: random.Random) -> Iterator[Case]:
    """Blocks run together without a space, as scrapers leave them."""
    sentences = [render(sentence) for sentence in source.sentences]
    text = f"{source.title}\n\n{' '.join(sentences)}\n\n{other.plain(0, 2)}"
    copy = "".join(sentences)
    yield Case("glued", (("a", text + copy),), (("a", len(text), len(text) + len(copy), "document"),))


def _short(_: int, source: Source, other: Source, __: random.Random) -> Iterator[Case]:
    """One sentence comes back; a formula of less than 40 characters does too and is no repeat."""
    sentence = min((render(sentence) for sentence in source.sentences), key=len)
    text, copies = _document(
        f"{other.plain(0, 2)} {sentence}", f"{other.plain(2, 4)} L'enquête suit son cours.", (sentence, "document")
    )
    yield Case("short repeat", (("a", f"{text}\n\nL'enquête suit son cours."),), tuple(copies))


def _updated(number: int, source: Source, _other: Source, __: random.Random) -> Iterator[Case]:
    """The article of the next day: a sentence with another fact, one more sentence, all else word for word."""
    able = [index for index, sentence in enumerate(source.sentences) if marks(sentence, "fact")]
    chosen = able[number % len(able)]
    before, after = source.plain(0, chosen), source.plain(chosen + 1)
    sentence = source.sentences[chosen]
    changed = render(sentence, changed=frozenset(marks(sentence, "fact")[:1]))
    pieces = [piece for piece in ((before, "corpus"), changed, (after, "corpus")) if piece and piece[0]]
    text, copies = _document(*pieces, "La rédaction complétera cet article au fil de la journée.", name="b", gap=" ")
    start = text.index(changed)
    first, _copies = _document(source.title, source.plain())
    yield Case("updated article", (("a", first), ("b", text)), tuple(copies), (("b", start, start + len(changed)),))


def _hard(number: int, source: Source, other: Source, __: random.Random) -> Iterator[Case]:
    """Two sentences that differ in one fact, in one document or in two."""
    for sentence in source.sentences:
        for mark in marks(sentence, "fact"):
            one, two = render(sentence), render(sentence, changed=frozenset({mark}))
            if number % 2:
                text = f"{one}\n\n{other.plain(0, 2)}\n\n{two}"
                start = text.rindex(two)
                yield Case("hard negative", (("a", text),), (), (("a", start, start + len(two)),))
            else:
                yield Case("hard negative", (("a", one), ("b", two)), (), (("b", 0, len(two)),))


def _near(percent: int, source: Source, other: Source, chance: random.Random) -> Case:
    """A retelling in which about `percent` of a hundred words are others."""
    places = [(i, mark) for i, sentence in enumerate(source.sentences) for mark in marks(sentence, "same")]
    count = max(1, round(len(source.plain().split()) * percent / 100))
    chosen = set(chance.sample(places, min(count, len(places))))
    copy = " ".join(
        render(sentence, frozenset(mark for j, mark in chosen if j == i)) for i, sentence in enumerate(source.sentences)
    )
    first, _copies = _document(source.title, source.plain())
    second, copies = _document(other.title, other.plain(0, 3), (copy, "corpus"), name="b")
    return Case(f"near {percent} %", (("a", first), ("b", second)), tuple(copies))


def _desk() -> Iterator[Case]:
    """Pairs of `desk.txt`: the same in other words, or something else in nearly the same."""
    text = (Path(__file__).parent / "desk.txt").read_text("utf-8")
    for block in text.split("\n\n"):
        if block.startswith("%"):
            continue
        kind, before, after = block.strip().splitlines()
        documents = (("a", before), ("b", after))
        if kind.startswith("= "):
            yield Case("near, desk", documents, (("b", 0, len(after), "corpus"),))
        elif kind.startswith("! "):
            yield Case("hard negative, desk", documents, (), (("b", 0, len(after)),))
        else:
            raise ValueError(f"{kind!r} is neither = nor !")
