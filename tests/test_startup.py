"""A quicker start that changes nothing: the same tokens, the same readings."""

import re
import subprocess
import sys

import pytest
import spacy
from spacy.lang.fr.tokenizer_exceptions import _regular_exp

from pipeline.names.model import DEFAULT_MODEL, lemmatiser, load_model
from pipeline.startup import Alternatives, factored, quick_spacy
from tests.paths import ROOT, SEEDS, SHARED

PATTERN = "(?iu)" + "|".join(f"(?:{alternative})" for alternative in _regular_exp)
WORDS = """
porte-parole, Porte-avions, États-Unis, états‑unis, aujourd'hui, entr’abat, grand'mère, saut-de-ski, pet-en-l'air,
Saint-Denis, Villeneuve-sur-Lot, demi-heure, demi-, -heure, premier-ministre, week-end, burn-out, burn-, VICE-PRÉSIDENT,
vice-présidents-directeurs, anti-2024, r'ouvre, l'été, prud'homal, droits-de-l'homme, éco–quartier, ex-, a-t-il
"""


@pytest.fixture(scope="module")
def stock():
    return spacy.load(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def compiled():
    return re.compile(PATTERN)


def texts():
    """The raw texts at hand: ours, and those beside the project where it has them."""
    folders = (SEEDS, SHARED / "seeds", SHARED / "gold" / "winer", ROOT / "models" / "ner" / "data")
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".txt", ".json", ".jsonl", ".bio", ".conll", ".xml", ".tsv"):
                yield path.read_text("utf-8")[:200_000]


def test_the_shorter_pattern_matches_the_same_words(compiled):
    shorter = Alternatives(PATTERN)
    words = {word for text in texts() for word in re.findall(r"\S*[-'’–—‐‑]\S*", text)} | set(re.split(r",?\s", WORDS))
    words |= {word + end for word in words for end in ("\n", " ", "-", "'a")}
    assert len(words) > 1000
    assert len(factored(PATTERN)) < len(PATTERN) / 50
    for word in words:
        assert bool(shorter.match(word)) == bool(compiled.match(word)), word


def test_the_shorter_pattern_matches_the_exceptions_that_spacy_lists(compiled):
    from spacy.lang.fr._tokenizer_exceptions_list import FR_BASE_EXCEPTIONS

    shorter = Alternatives(PATTERN)
    for word in FR_BASE_EXCEPTIONS:
        for form in (word, word.upper(), word.capitalize()):
            assert bool(shorter.match(form)) == bool(compiled.match(form)), form


def test_a_pattern_of_another_form_is_refused():
    with pytest.raises(ValueError, match="alternatives"):
        factored("(?iu)(?:abc)")


def test_all_texts_are_cut_into_the_same_tokens(stock):
    ours = load_model()
    assert isinstance(ours.tokenizer.token_match.__self__, Alternatives | re.Pattern)
    count = 0
    for text in texts():
        for paragraph in text.split("\n"):
            tokens = [(token.text, token.idx, token.norm_) for token in stock.make_doc(paragraph)]
            assert [(token.text, token.idx, token.norm_) for token in ours.make_doc(paragraph)] == tokens
            count += len(tokens)
    assert count > 10_000


def test_sentences_are_parsed_as_by_the_whole_pipeline(stock):
    ours = load_model()
    parts = [ours.get_pipe(name) for name in ("tok2vec", "morphologizer", "parser")]
    for path in sorted(SEEDS.glob("*.txt"))[:4]:
        text = path.read_text("utf-8")[:3000]
        wanted, found = stock.make_doc(text), ours.make_doc(text)
        for name in ("tok2vec", "morphologizer", "parser", "lemmatizer"):
            wanted = stock.get_pipe(name)(wanted)
        for part in (*parts, lemmatiser(ours)):
            found = part(found)
        shown = [[(t.dep_, t.head.i, t.pos_, str(t.morph), t.lemma_) for t in doc] for doc in (wanted, found)]
        assert shown[0] == shown[1]


def test_spacys_own_command_line_is_still_there_afterwards():
    code = """
from pipeline.startup import quick_spacy
with quick_spacy():
    import spacy
    from spacy.lang.fr import French
import sys
assert "requests" not in sys.modules
import spacy.cli
assert callable(spacy.cli.download) and spacy.info(silent=True)
print([token.text for token in spacy.blank("fr")("Le porte-parole d'Aix-en-Provence")])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.strip().endswith("['Le', 'porte-parole', \"d'\", 'Aix-en-Provence']"), done.stderr


def test_other_patterns_are_compiled_as_ever():
    with quick_spacy():
        assert isinstance(re.compile("a|b"), re.Pattern)
        assert isinstance(re.compile(b"a", re.I), re.Pattern)
