"""The language of a passage: function words where they settle it, a statistical model (py3langid) where they do not."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pipeline.resources import load_toml

_WORD = re.compile(r"[^\W\d_]+")
_NOT_FRENCH = re.compile(r"[^\W\d_a-zàâæçéèêëîïôœùûüÿ]", re.I)  # letters
_LETTERS_NEEDED = 30  # below this the model guesses: "Oui, merci." is Portuguese to it
_CHARACTERS_READ = 600
_WORDS_PER_FUNCTION_WORD = 6  # in running text at least one word in three is one; names and figures thin them out


def detect_language(text: str, otherwise: str = "fr") -> str:
    """The ISO 639-1 code of the language of `text`; `otherwise` where the text is too short to tell."""
    words = _WORD.findall(text[:_CHARACTERS_READ].lower())
    languages, languages_of = _function_words()
    counts = dict.fromkeys(languages, 0)
    for word in words:
        for language in languages_of.get(word, ()):
            counts[language] += 1
    (best, most), (_, second), *_ = sorted(counts.items(), key=lambda item: -item[1])
    # Where no other language has a word in it, half as many say enough.
    expected = len(words) / (_WORDS_PER_FUNCTION_WORD if second else 2 * _WORDS_PER_FUNCTION_WORD)
    if most > 2 * second + (best != "fr") and most >= expected:
        return best
    if sum(map(len, words)) < _LETTERS_NEEDED or (not most and expected < 1 and not _NOT_FRENCH.search(text)):
        return otherwise
    return str(_model().classify(text[:_CHARACTERS_READ])[0])


@cache
def _function_words() -> tuple[list[str], dict[str, list[str]]]:
    """The languages, and for each function word those whose it is."""
    words_of = load_toml("languages.toml")["function_words"]
    languages_of: dict[str, list[str]] = {}
    for language, words in words_of.items():
        for word in set(words):
            languages_of.setdefault(word, []).append(language)
    return list(words_of), languages_of


@cache
def _model() -> Any:  # noqa: ANN401 - py3langid has no types
    # Loading takes half a second: a corpus without a doubtful passage never pays for it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.set_languages(load_toml("languages.toml")["model"]["candidates"])
    return model
