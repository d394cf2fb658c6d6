"""Whatever lies in a file: the whole pipeline raises nothing, ends in time, and its tables hold together."""

import pytest

from pipeline.article import Article
from pipeline.names.model import load_model
from pipeline.reading import read_inputs
from pipeline.run import run
from tests.fuzz.files import fuzz_files
from tests.fuzz.test_reading import SECONDS, watchdog


@pytest.fixture(scope="module", autouse=True)
def warm():
    """Loads what is loaded once, so that no file's time is that of loading."""
    load_model("fr_core_news_md")
    text = (
        "Le 12 mars 2024, Renault a vendu une usine pour 2 M€. — Ann (@ann) March 2, 2024. Dos años y otros tantos así."
    )
    run([{"id": "a", "text": text}])


def check(seed, count, largest, tmp_path):
    """Runs the fuzzed files whose text is at most `largest` characters; the reader's own fuzz reads them all."""
    for file in fuzz_files(seed, count):
        path = tmp_path / file.name
        path.write_bytes(file.data)
        texts = [item.text for item in read_inputs([path]) if isinstance(item, Article)]
        if sum(map(len, texts)) <= largest:
            # The model reads some 10,000 words a second, and junk has a word every other character.
            with watchdog(file.name, SECONDS * max(1, sum(map(len, texts)) / 20_000)):
                rows = run([path]).rows  # it verifies its tables itself
            assert rows["documents"] or rows["problems"], file.name
            assert [row for row in rows["problems"] if row["stage"] != "reading"] == [], file.name
        path.unlink()


@pytest.mark.parametrize("seed", range(10))
def test_no_file_breaks_the_pipeline(seed, tmp_path):
    check(seed, 30, 20_000, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 200))
def test_no_file_breaks_the_pipeline_for_long(seed, tmp_path):
    check(seed, 100, 200_000, tmp_path)
