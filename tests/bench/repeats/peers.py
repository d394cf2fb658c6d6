"""What the tools of the trade find in the same texts: whole paragraphs seen before, exactly or by MinHash.

Each takes documents in order and returns the raw spans it would mark: (document, start, end, scope).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator

from datasketch import MinHash, MinHashLSH
from lxml import etree
from rensa import RMinHash
from trafilatura.deduplication import LRU_TEST, duplicate_test
from trafilatura.settings import Extractor

Documents = Iterable[tuple[str, str]]
Span = tuple[str, int, int, str]

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_THRESHOLD = 0.8
_LEAST = 40


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _PARAGRAPH.finditer(text))


def paragraph_hash(documents: Documents) -> list[Span]:
    """blake2b of each paragraph in lower case with its white space folded."""
    seen: dict[bytes, str] = {}
    found = []
    for name, text in documents:
        for start, end in paragraphs(text):
            if end - start < _LEAST:
                continue
            digest = hashlib.blake2b(" ".join(text[start:end].lower().split()).encode()).digest()
            if digest in seen:
                found.append((name, start, end, "document" if seen[digest] == name else "corpus"))
            seen.setdefault(digest, name)
    return found


def with_datasketch(documents: Documents) -> list[Span]:
    """MinHash of word trigrams of each paragraph in datasketch's LSH."""
    index = MinHashLSH(threshold=_THRESHOLD, num_perm=128)
    found = []
    for name, text in documents:
        for start, end in paragraphs(text):
            sketch = MinHash(num_perm=128)
            sketch.update_batch([shingle.encode() for shingle in _shingles(text[start:end])])
            found += _marked(name, start, end, sorted(index.query(sketch)))
            index.insert((name, start), sketch)
    return found


def with_rensa(documents: Documents) -> list[Span]:
    """RMinHash of word trigrams of each paragraph, against every one before it."""
    seen: list[tuple[tuple[str, int], RMinHash]] = []
    found = []
    for name, text in documents:
        for start, end in paragraphs(text):
            sketch = RMinHash(num_perm=128, seed=42)
            sketch.update(_shingles(text[start:end]))
            found += _marked(name, start, end, [key for key, other in seen if sketch.jaccard(other) >= _THRESHOLD])
            seen.append(((name, start), sketch))
    return found


def with_trafilatura(documents: Documents) -> list[Span]:
    """trafilatura's `duplicate_test`, made to mark the second copy (it waits for the third)."""
    LRU_TEST.clear()
    options = Extractor()
    options.min_duplcheck_size, options.max_repetitions = _LEAST, 0
    found = []
    last: dict[str, str] = {}
    for name, text in documents:
        for start, end in paragraphs(text):
            element = etree.Element("p")
            element.text = "".join(c for c in " ".join(text[start:end].split()) if c.isprintable())
            if duplicate_test(element, options):
                found.append((name, start, end, "document" if last.get(element.text) == name else "corpus"))
            last.setdefault(element.text, name)
    return found


def _shingles(text: str) -> list[str]:
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))]


def _marked(name: str, start: int, end: int, like: list[tuple[str, int]]) -> list[Span]:
    if end - start < _LEAST or not like:
        return []
    return [(name, start, end, "document" if like[0][0] == name else "corpus")]


PEERS: dict[str, Callable[[Documents], list[Span]]] = {
    "paragraph hash": paragraph_hash,
    "datasketch": with_datasketch,
    "rensa": with_rensa,
    "trafilatura": with_trafilatura,
}
