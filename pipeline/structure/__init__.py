"""What a raw article is made of: segments with roles and languages, and the sentences in them."""

from __future__ import annotations

from pipeline.article import Article, Sentence, Structure
from pipeline.structure.segments import find_segments
from pipeline.structure.sentences import split_sentences

__all__ = ["structure"]


def structure(article: Article) -> Structure:
    """The segments and sentences of an article, in raw offsets and text order.

    Every non-blank character lies in exactly one segment and one sentence; a sentence lies in one segment.
    """
    text = article.text
    segments = find_segments(text, article.header_end)
    sentences = [
        Sentence(start, end, index, segment.language)
        for index, segment in enumerate(segments)
        for start, end in split_sentences(text, segment.start, segment.end)
    ]
    return Structure(tuple(segments), tuple(sentences))
