"""The first half as workers do it: a batch of articles to a shard of their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.article import Article, Problem
from pipeline.cache.shelf import pack, put
from pipeline.extraction import extract_article
from pipeline.names.gazetteer import Gazetteer, GazetteerError
from pipeline.names.model import load_model
from pipeline.reading import InputError
from pipeline.timing import Stopwatch
from pipeline.workers import Stopping

Keyed = tuple[str, Article]
"""An article with the key of its rows."""

_ANY = Article("any", "any", "Le 12 mars 2024, Renault a vendu une usine à Lyon pour 2 millions d'euros.")
_SMALLEST, _LARGEST = 8_000, 250_000  # characters of a batch
_SHARE = 1 / 64  # of what was read so far, that the next batch is


class Done(NamedTuple):
    """What came of a batch: the shard with its rows (empty where no article could be read), and what failed, by key."""

    shard: str
    document_ids: list[str]
    failures: dict[str, Problem]
    seconds: Mapping[str, float]


class Reader:
    """Reads batches of articles onto a shelf; making it loads the model, which forks of this process then share.

    `names` are files of the user's own names; InputError says what is wrong with one.
    """

    def __init__(self, model: str, names: Sequence[Path], folder: Path) -> None:
        self._nlp = load_model(model)
        self._gazetteer = _gazetteer(names) if names else None
        self._folder = folder

    def warm_up(self) -> None:
        """Load what is loaded at the first article, so that forks of this process share it too."""
        extract_article(_ANY, self._nlp, Stopwatch(), self._gazetteer)

    def __call__(self, batch: Sequence[Keyed], stopping: Stopping) -> Done:
        """Read a batch, up to where the run is stopped: what is done till then is kept, whatever stops it."""
        watch = Stopwatch()
        packed, document_ids, failures, shard = [], [], {}, ""
        try:
            for key, article in batch:
                if stopping():
                    break
                document_ids.append(article.document_id)
                try:
                    rows = extract_article(article, self._nlp, watch, self._gazetteer)
                    with watch("rows"):
                        packed.append(pack(key, rows))
                except Exception as error:  # one article must not take the others with it; the reason is reported
                    message = f"the article could not be read: {type(error).__name__}: {error}"
                    failures[key] = Problem(article.path, "extraction", message, article.document_id)
        finally:
            if packed:
                with watch("rows"):
                    shard = put(packed, self._folder)
        return Done(shard, document_ids, failures, watch.seconds)


def _gazetteer(files: Iterable[Path]) -> Gazetteer:
    try:
        return Gazetteer.of([entry for file in files for entry in Gazetteer.read(file).entries.values()])
    except (GazetteerError, OSError) as error:
        raise InputError(str(error)) from error


def batches(articles: Iterable[Keyed]) -> Iterator[list[Keyed]]:
    """Articles in batches that grow with what was read: small ones end at about the same time, large ones are few."""
    batch: list[Keyed] = []
    size = total = 0
    for key, article in articles:
        batch.append((key, article))
        size += len(article.text)
        if size >= min(max(_SMALLEST, _SHARE * total), _LARGEST):
            total += size
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
