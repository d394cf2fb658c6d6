"""Repeats across articles: an index that grows article by article, in memory or in a folder.

It keeps the plain text of each article with the way back to its raw offsets, its digest, and where each hash was seen
first; the raw text is never read again. An index grown over many runs answers as one built at once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from pipeline.repeats.edges import Edges
from pipeline.repeats.fingerprint import Batch, Document, fingerprint
from pipeline.repeats.links import Links, find_links
from pipeline.repeats.postings import Postings
from pipeline.repeats.seeds import Digests, shared
from pipeline.repeats.store import Store

_PENDING = 1_000  # documents held in memory before they are written
_CACHED = 512  # documents read back that are kept


class CorpusIndex:
    """Links a new document to all that came before it.

    `folder` is where the index is kept between runs; without one it lives in memory. What was added since the last
    `commit` (the end of a `with` block commits too) is lost when the process dies, the rest is not.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._store = None if folder is None else Store(folder)
        self._pending: list[Document] = []
        self._digests = bytearray()  # where there is no store
        self._starts = array("q") if self._store is None else self._store.starts()  # where each document begins
        self._end = 0 if self._store is None else self._store.end
        self.last_document_id = "" if self._store is None else self._store.last_document_id
        self._postings = Postings(() if self._store is None else self._store.runs())
        self._read = lru_cache(_CACHED)(self._load)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.commit()
        if self._store is not None:
            self._store.close()

    def __len__(self) -> int:
        return len(self._starts)

    def add(self, document_id: str, text: str, sentences: Sequence[tuple[int, int]] | None = None) -> Links:
        """The passages of a new document that stand, or nearly stand, in earlier ones; then it is one of them.

        Documents come in the order of their ids: a `ValueError` says that one does not.
        """
        return self.add_all(fingerprint([(document_id, text)]), [Edges(text, sentences)])[0]

    def add_all(self, batch: Batch, edges: Sequence[Edges], near: bool = True) -> list[Links]:
        """As `add`, for documents whose fingerprints are known already; `near` looks for near repeats too.

        Many at a time go much quicker than one by one, with the same result.
        """
        if not batch.documents:
            return []
        ids = [document.document_id for document in batch.documents]
        for before, after in pairwise([self.last_document_id, *ids] if len(self) else ids):
            if after <= before:
                raise ValueError(f"{after!r} comes after {before!r}: documents go by their ids")
        base = self._end
        earlier = self._append(batch)
        first = self._postings.add(batch.pieces.hashes, batch.pieces.starts + base)
        places = np.where(first < batch.begins() + base, first, -1)
        links = [
            find_links(new, own, common, self._find, "corpus", near)
            for new, own, common in zip(batch.documents, edges, shared(batch, places, earlier), strict=True)
        ]
        if self._store is not None and len(self._pending) >= _PENDING:
            self.commit()
        return links

    def commit(self) -> None:
        """Write what was added; nothing to do for an index in memory."""
        if self._store is None or not self._pending:
            return
        starts = self._starts[len(self) - len(self._pending) :]
        self._store.write(list(zip(starts, self._pending, strict=True)), self._end, self._postings.runs)
        self._postings = Postings(self._store.runs())
        self._pending = []

    def _append(self, batch: Batch) -> Digests:
        """Take up the documents of a batch; the digests of all that there are now."""
        self._pending += batch.documents
        self.last_document_id = batch.documents[-1].document_id
        self._starts.extend((batch.bounds[:-1] + self._end).tolist())
        self._end += len(batch.digests)
        if self._store is not None:
            return self._store.append(batch.digests)
        self._digests += batch.digests
        return self._digests

    def _find(self, place: int) -> tuple[Document, int]:
        number = bisect_right(self._starts, place) - 1
        pending = number - len(self) + len(self._pending)
        document = self._pending[pending] if pending >= 0 else self._read(number)
        return document, place - self._starts[number]

    def _load(self, number: int) -> Document:
        assert self._store is not None  # noqa: S101 - what is not pending was written
        return self._store.read(self._starts[number])
