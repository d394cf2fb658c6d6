"""Repeats and near misses as rows of their tables."""

from __future__ import annotations

from typing import Any

from pipeline.article import NearMiss
from pipeline.repeats import passage_id, repeat_row

__all__ = ["near_miss_row", "repeat_row"]


def near_miss_row(near_miss: NearMiss) -> dict[str, Any]:
    """A near miss of either scope as a row of the table `near_misses`."""
    return {
        "near_miss_id": passage_id(near_miss),
        "document_id": near_miss.document_id,
        "start_char": near_miss.start,
        "end_char": near_miss.end,
        "of_document_id": near_miss.of_document_id,
        "of_start_char": near_miss.of_start,
        "of_end_char": near_miss.of_end,
        "similarity": near_miss.similarity,
        "difference": near_miss.difference,
    }
