"""Random and mutated input files of every kind, the same for the same seed: to point at any stage of the pipeline."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pyarrow
import pyarrow.parquet

SENTENCES = [
    "Le conseil municipal de Brévanne a voté mardi un budget de 3,4 millions d'euros.",
    "« Nous avons attendu trop longtemps », a regretté Hélène Castaing, la maire.",
    "En mars 2019, l’usine employait encore 212 salariés ; il en reste 40 %.",
    "Selon l'Insee, les prix ont augmenté de 2,1 % entre janvier et juin 2023.",
    "La société Ferlux S.A. n'a pas répondu à nos questions.Elle avait promis de le faire le 4 mai.",
    "M. Delorme, 61 ans, quittera ses fonctions le 1er septembre prochain.",
    "It was never about the money. — Paul Garnier (@pgarnier) March 3, 2021",
    "Il y a dix ans, personne n'y croyait ; aujourd'hui, la file d'attente dépasse la place du marché.",
]
OPENINGS = [
    "",
    " date 2023-06 ",
    "date 2024-02-30 ",
    "Publié le 12 mars 2024 à 10h32\n\n",
    "\ufeff",
    "\n\n\t ",
    "Mardi 5 mars 2024\n",
]
NASTY = [
    b"\0" * 50,
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\x81\x8d\x8f\x90\x9d",
    b"\r",
    b"\r\n\r\n",
    b'"',
    b"'",
    b",,,,",
    b"\n" * 500,
    b"<div>" * 3000,
    b"<table><tr><td>" * 500,
    b"[" * 20000,
    b'{"a":' * 5000,
    b"&#x110000;&#0;&nbsp;&amp;",
    b"<!--",
    b"<![CDATA[",
    b"<script>",
    b"9" * 5000,
    b" " * 20000,
    b"\\ud800",
    b"\\u0000",
    "\u202e\u200b\u00ad\u0301".encode(),
    "👩‍👩‍👧‍👦🏳️‍🌈".encode(),
    "é".encode("utf-16"),
    b"1/1/1/1/1",
    b"date 9999-99-99 ",
    b"a=" * 3000,
    b'<p a="',
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"PAR1",
    b"\xf0\x9f",
    b"\x00\x00\xff\xff",
]


class FuzzFile(NamedTuple):
    """A file to be written under this name; `is_valid` where nothing was done to break it."""

    name: str
    data: bytes
    is_valid: bool


def fuzz_files(seed: int, count: int) -> Iterator[FuzzFile]:
    """`count` files; the kinds take turns, one in eight is left whole."""
    kinds = list(MAKERS)
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        kind = kinds[number % len(kinds)]
        data = MAKERS[kind](chance)
        is_valid = chance.random() < 0.125
        if not is_valid:
            for _ in range(chance.choice((1, 1, 2, 5))):
                data = chance.choice(MUTATIONS)(chance, data)
        yield FuzzFile(f"{number:05}{kind}", data, is_valid)


def _text(chance: random.Random) -> str:
    paragraphs = [" ".join(chance.choices(SENTENCES, k=chance.randint(1, 6))) for _ in range(chance.randint(1, 6))]
    return chance.choice(OPENINGS) + "\n\n".join(paragraphs)


def _plain(chance: random.Random) -> bytes:
    return _text(chance).encode(chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252")), "replace")


def _html(chance: random.Random) -> bytes:
    paragraphs = "".join(f"<p>{paragraph}</p>\n" for paragraph in _text(chance).split("\n\n"))
    linked = json.dumps({"@type": "NewsArticle", "headline": "Un titre", "datePublished": "2024-03-05T10:00:00+01:00"})
    page = f"""<!DOCTYPE html>
        <html lang="fr"><head><title>Un titre - Le Journal</title><meta property="og:title" content="Un titre">
        <script type="application/ld+json">{linked}</script></head>
        <body><nav><a href="/">Accueil</a></nav>
        <article><h1>Un titre</h1><time datetime="2024-03-05">5 mars 2024</time>{paragraphs}</article>
        <footer>©</footer></body></html>"""
    return page.encode(chance.choice(("utf-8", "utf-8", "cp1252")), "replace")


def _records(chance: random.Random) -> list[dict[str, str]]:
    dates = ("2024-03-05", "2024", "", "hier")
    return [
        {
            "id": f"{chance.getrandbits(64):x}",
            "text": _text(chance),
            "title": "Titre",
            "published": chance.choice(dates),
        }
        for _ in range(chance.randint(1, 5))
    ]


def _jsonl(chance: random.Random) -> bytes:
    ascii_only = chance.random() < 0.3
    return "".join(json.dumps(record, ensure_ascii=ascii_only) + "\n" for record in _records(chance)).encode()


def _csv(chance: random.Random) -> bytes:
    records = _records(chance)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]), delimiter=chance.choice(",;\t"))
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue().encode(chance.choice(("utf-8", "utf-8-sig", "cp1252")), "replace")


def _parquet(chance: random.Random) -> bytes:
    out = io.BytesIO()
    compression = chance.choice(("none", "snappy", "zstd", "gzip"))
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(_records(chance)), out, compression=compression)
    return out.getvalue()


def _zip(chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, make in (("a.txt", _plain), ("sous/b.html", _html), ("c.jsonl", _jsonl), ("d.csv", _csv)):
            archive.writestr(zipfile.ZipInfo(name), make(chance))
    return out.getvalue()


def _tar(chance: random.Random) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, make in (("a.txt", _plain), ("sous/c.jsonl", _jsonl)):
            member = tarfile.TarInfo(name)
            member.size = len(data := make(chance))
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def _gzipped(make: Callable[[random.Random], bytes]) -> Callable[[random.Random], bytes]:
    return lambda chance: gzip.compress(make(chance), mtime=0)


MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    ".txt": _plain,
    ".html": _html,
    ".jsonl": _jsonl,
    ".csv": _csv,
    ".parquet": _parquet,
    ".zip": _zip,
    ".md": _plain,
    ".txt.gz": _gzipped(_plain),
    ".jsonl.gz": _gzipped(_jsonl),
    ".tar": _tar,
    ".tar.gz": _gzipped(_tar),
}
"""How a valid file of each kind is made."""


def _flip_bits(chance: random.Random, data: bytes) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        if broken:
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def _truncate(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randint(0, len(data))]


def _drop(chance: random.Random, data: bytes) -> bytes:
    start = chance.randint(0, len(data))
    return data[:start] + data[start + chance.randint(1, 200) :]


def _splice(chance: random.Random, data: bytes) -> bytes:
    other = chance.choice(list(MAKERS.values()))(chance)
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def _insert(chance: random.Random, data: bytes) -> bytes:
    place = chance.choice((0, len(data), chance.randint(0, len(data))))
    return data[:place] + chance.choice(NASTY) + data[place:]


def _repeat(chance: random.Random, data: bytes) -> bytes:
    start = chance.randint(0, len(data))
    piece = data[start : start + chance.randint(1, 400)]
    return data[:start] + piece * chance.choice((2, 50, 500)) + data[start:]


def _bloat(chance: random.Random, data: bytes) -> bytes:
    start = chance.randint(0, len(data))
    piece = chance.choice(
        (b"a", b" ", b"9", b"\n", b"a\n", "é ".encode(), b"12 mars 2024 ", b"<p>", b"<a b='", b'","', b"\\u00e9")
    )
    return data[:start] + piece * (chance.choice((100_000, 1_000_000)) // len(piece)) + data[start:]


def _one_line(chance: random.Random, data: bytes) -> bytes:
    return data.replace(b"\n", chance.choice((b"", b" ", b"\r")))


def _noise(chance: random.Random, data: bytes) -> bytes:
    return chance.randbytes(chance.choice((0, 1, 7, 100, 5000)))


def _printable_noise(chance: random.Random, data: bytes) -> bytes:
    alphabet = "<>/=\"'&;{}[]:,\\ \n\t0123456789aàeéœŒ€«»–…\u00a0\u202f\u0301\ufeff\x00\x85\u2028"
    return "".join(chance.choices(alphabet, k=chance.choice((1, 50, 3000)))).encode()


def _nest(chance: random.Random, data: bytes) -> bytes:
    brackets = ((b"<div>", b"</div>"), (b"[", b"]"), (b'{"text":', b"}"), (b"<b><i>", b""), (b'"', b'"'))
    opening, closing = chance.choice(brackets)
    depth = chance.choice((10, 300, 3000))
    return opening * depth + data + closing * depth


MUTATIONS = (
    _flip_bits,
    _truncate,
    _drop,
    _splice,
    _insert,
    _insert,
    _repeat,
    _bloat,
    _one_line,
    _noise,
    _printable_noise,
    _nest,
)
