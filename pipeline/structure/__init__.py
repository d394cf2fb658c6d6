"""What a raw article is made of: segments with roles and languages, and the sentences in them."""

from __future__ import annotations

from functools import cache

from pipeline.article import Article, Sentence, Structure
from pipeline.structure.segments import find_segments
from pipeline.structure.sentences import split_sentences

__all__ = ["structure"]


def structure(article: Article) -> Structure:
    """The segments and sentences of an article, in raw offsets and text order.

    Every non-blank character lies in exactly one segment and one sentence; a sentence lies in one segment.
    """

    @cache
    def split(start: int, end: int) -> list[tuple[int, int]]:
        return split_sentences(article.text, start, end)

    segments = find_segments(article.text, article.header_end, split)
    sentences = [
        Sentence(start, end, index, segment.language)
        for index, segment in enumerate(segments)
        for start, end in split(segment.start, segment.end)
    ]
    return Structure(tuple(segments), tuple(sentences))
