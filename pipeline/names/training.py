"""Training the NER component of `fr_core_news_md` further: `python -m pipeline.names.training --help`.

Three kinds of text: WiNER-fr (French Wikinews 2016-2017, read in place), the press sentences of `models/ner/data`, and
the stock weights, a share of which stays in the result. One fold of 2017 is never trained on: it measures what came of
it. See docs/names.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import filter_spans
from thinc.api import fix_random_seed

from pipeline.article import Article, Passage, View
from pipeline.names.markup import LABELS, Name, read
from pipeline.names.model import DEFAULT_MODEL, WEIGHTS, get_weights, set_weights
from pipeline.names.reading import read_names
from pipeline.resources import MODELS, load_toml
from pipeline.structure import structure
from pipeline.structure.view import build_view

SEED = 7
YEARS = (2016, 2017)
EPOCHS = 5
LEARN_RATE = 0.001
DROPOUT = 0.2
BATCH = 24  # paragraphs
EXCHANGED_COPIES = 2  # how often an epoch shows a press sentence with other names in it, beside the one that is written
KEEP_OF_BASE = 0.05  # share of the stock weights in the result: what they know of clean text is not lost
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with the names that stand in it."""

    text: str
    names: Sequence[Name]


def winer_articles(folder: Path, year: int) -> Iterator[tuple[str, str, list[Name]]]:
    """Id, text and names of the articles of a year."""
    with (folder / f"winer_{year}.jsonl").open(encoding="utf-8") as handle:
        for line in handle:
            row = json.loads(line)
            yield row["id"], row["text"], [(a, b, label) for a, b, label in row["ents"] if label in LABELS]


def held_out(article_id: str) -> bool:
    """Whether an article belongs to the fold of 2017 that no shipped weights have seen."""
    return article_id.startswith("2017") and hashlib.sha256(article_id.encode()).digest()[0] % _FOLDS == 0


def article_view(text: str) -> View:
    """A whole article as the model reads it in a run, but for its repeats."""
    parts = structure(Article("training", "", text))
    return build_view(
        text,
        (
            (s.start, s.end, Passage(0, 0, s.language, parts.segments[s.segment].role, s.segment, i))
            for i, s in enumerate(parts.sentences)
        ),
    )


def paragraphs(text: str, names: Iterable[Name]) -> Iterator[Annotated]:
    """The segments of an article as the model reads them, with our guideline's names."""
    view = article_view(text)
    kept = [
        (bisect_left(view.starts, start), bisect_left(view.starts, end), label)
        for start, end, label in (_normalised(text, *name) for name in names)
        if start < end
    ]
    segments: dict[int, list[Passage]] = {}
    for passage in view.passages:
        segments.setdefault(passage.segment, []).append(passage)
    for passages in segments.values():
        begin, end = passages[0].start, passages[-1].end
        yield Annotated(
            view.text[begin:end], [(a - begin, b - begin, label) for a, b, label in kept if begin <= a and b <= end]
        )


def _normalised(text: str, start: int, end: int, label: str) -> Name:
    """A name of WiNER by the guideline of this project; an empty span where that has no name."""
    guideline = load_toml("ner/winer.toml")
    for article in guideline["leading"]:
        if text.startswith(article, start, end):
            start += len(article)
    name = text[start:end]
    if not any(character.isupper() for character in name):
        return start, start, label
    return start, end, guideline["labels"].get(name, label)


def to_example(nlp: Language, item: Annotated) -> Example:
    """A training example; names whose edges no token has take in the tokens they touch."""
    reference = nlp.make_doc(item.text)
    spans = [reference.char_span(a, b, label, alignment_mode="expand") for a, b, label in item.names]
    reference.ents = filter_spans([span for span in spans if span is not None])
    return Example(nlp.make_doc(item.text), reference)


def exchanged(items: Sequence[Annotated], order: random.Random) -> Iterator[Annotated]:
    """The items with each name replaced by another of its label, so that the words around it must tell.

    Names that a lower-case word opens stay, and a vowel is replaced by a vowel ("d'Apple" by "d'Intel").
    """
    pool: dict[tuple[str, bool], list[str]] = {}
    for item in items:
        for start, end, label in item.names:
            name = item.text[start:end]
            if not name[0].islower():
                pool.setdefault((label, _elides(name)), []).append(name)
    for item in items:
        text, names, position = "", [], 0
        for start, end, label in item.names:
            name = item.text[start:end]
            if not name[0].islower():
                name = order.choice(pool[label, _elides(name)])
            text += item.text[position:start]
            names.append((len(text), len(text) + len(name), label))
            text += name
            position = end
        yield Annotated(text + item.text[position:], names)


def _elides(name: str) -> bool:
    return name[0] in "AEIOUYÀÂÉÈÊÎÔÛH"


def train(nlp: Language, winer: Sequence[Annotated], press: Sequence[Annotated], epochs: int = EPOCHS) -> None:
    """Train the NER component of `nlp` in place; the same texts give the same weights on the same machine."""
    fix_random_seed(SEED)
    order = random.Random(SEED)  # noqa: S311 - a seeded shuffle
    base = get_weights(nlp)
    optimizer = nlp.resume_training()
    optimizer.learn_rate = LEARN_RATE
    written = [to_example(nlp, item) for item in (*winer, *press)]
    with nlp.select_pipes(enable="ner"):
        for epoch in range(epochs):
            examples = written.copy()
            for _ in range(EXCHANGED_COPIES):
                examples += [to_example(nlp, item) for item in exchanged(press, order)]
            order.shuffle(examples)
            optimizer.learn_rate = LEARN_RATE * (1 - 0.9 * epoch / epochs)
            losses: dict[str, float] = {}
            for start in range(0, len(examples), BATCH):
                nlp.update(examples[start : start + BATCH], drop=DROPOUT, sgd=optimizer, losses=losses)
            print(f"epoch {epoch + 1}: loss {losses['ner']:.0f}", file=sys.stderr, flush=True)
    with nlp.use_params(optimizer.averages):
        trained = get_weights(nlp)
    set_weights(nlp, KEEP_OF_BASE * base + (1 - KEEP_OF_BASE) * trained)


def press_sentences(folder: Path) -> list[Annotated]:
    """The annotated sentences of a folder of markup files, in the order of the file names."""
    return [Annotated(text, names) for path in sorted(folder.glob("*.txt")) for text, names in read(path)]


def fold_score(nlp: Language, winer: Path) -> float:
    """Micro F1, in percent, of exact span and label over PER, ORG and LOC on the fold that was kept out."""
    right = found = wanted = 0
    for article_id, text, names in winer_articles(winer, 2017):
        if held_out(article_id):
            view = article_view(text)
            mine = {(*view.raw_span(a, b), label) for a, b, label in read_names(view, nlp) if label != "MISC"}
            gold = {name for name in names if name[2] != "MISC"}
            right, found, wanted = right + len(mine & gold), found + len(mine), wanted + len(gold)
    return 200 * right / (found + wanted)


def main() -> None:
    """Train and write the weights; print the score on the fold before and after."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    shared = Path(__file__).parents[3] / "shared"
    parser.add_argument("--winer", type=Path, default=shared / "gold" / "winer", help="folder of winer_YEAR.jsonl")
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    nlp = spacy.load(DEFAULT_MODEL, exclude=["senter"])
    print(f"{DEFAULT_MODEL}: F1 {fold_score(nlp, arguments.winer):.2f} on the fold kept out")
    winer = [
        paragraph
        for year in YEARS
        for article_id, text, names in winer_articles(arguments.winer, year)
        if not held_out(article_id)
        for paragraph in paragraphs(text, names)
    ]
    press = press_sentences(MODELS / "ner" / "data")
    print(f"training on {len(winer)} paragraphs of WiNER-fr and {len(press)} press sentences", flush=True)
    train(nlp, winer, press)
    np.save(arguments.output, get_weights(nlp).astype(np.float16))
    print(f"trained: F1 {fold_score(nlp, arguments.winer):.2f} on the fold kept out")


if __name__ == "__main__":
    main()
