"""What a spaCy pipeline takes for names in a view.

The NER component of the default model is read here without spaCy's loop over its states, which spends most of its time
on taking and leaving the interpreter's lock: the same names (tested) at half the cost. Each form is embedded once a
view, and sentences are tokenised one by one, as spaCy's cache of words needs. Nothing is kept from one view to the
next: what is found in an article depends on that article alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.vocab import Vocab
from thinc.api import Model

from pipeline.article import View
from pipeline.names.markup import LABELS, Name
from pipeline.names.model import is_default, ner_component
from pipeline.resources import load_toml

_LONGEST_READ = 50_000  # characters
_FORM: list[int | str] = ["ORTH", "NORM", "PREFIX", "SUFFIX", "SHAPE"]  # what an embedding looks at
_PLACE: list[int | str] = ["IS_SPACE", "IDX", "LENGTH"]

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


def read_names(view: View, nlp: Language) -> list[Name]:
    """Spans and labels of what a model takes for names, in text order; they may still leave their passage.

    A long view is read in parts of whole passages: a model's memory grows with the text it is given at once.
    """
    read = _read if is_default(nlp) else _run
    return [
        (part[0][0] + start, part[0][0] + end, label)
        for part in _parts(view)
        for start, end, label in read([view.text[a:b] for a, b in part], nlp)
    ]


def _parts(view: View) -> Iterator[list[tuple[int, int]]]:
    """The passages, each with the space behind it, in runs of a bounded length that cover the view's text."""
    part: list[tuple[int, int]] = []
    for begin, end in pairwise([*(passage.start for passage in view.passages), len(view.text)]):
        for start in range(begin, end, _LONGEST_READ):
            stop = min(end, start + _LONGEST_READ)
            if part and stop - part[0][0] > _LONGEST_READ:
                yield part
                part = []
            part.append((start, stop))
    if part:
        yield part


def _run(sentences: Sequence[str], nlp: Language) -> Iterator[Name]:
    """What any spaCy pipeline, with all its components, finds in a running text; its labels are brought to ours."""
    ours = load_toml("ner/labels.toml")
    doc = nlp.make_doc("".join(sentences))
    for index in np.searchsorted(doc.to_array("IDX"), np.cumsum([0, *map(len, sentences[:-1])])):
        doc[int(index)].is_sent_start = True
    for _, component in nlp.pipeline:
        doc = component(doc)
    for entity in doc.ents:
        label = ours.get(entity.label_, entity.label_)
        if label in LABELS:
            yield entity.start_char, entity.end_char, label


def _read(sentences: Sequence[str], nlp: Language) -> Iterator[Name]:
    """What the NER component of the default model finds in a running text; no name leaves its sentence."""
    docs = [nlp.make_doc(sentence) for sentence in sentences]
    tokens = np.concatenate([doc.to_array(_FORM + _PLACE) for doc in docs])
    is_space, places, sizes = tokens[:, len(_FORM) :].astype(np.int64).T
    lengths = [len(doc) for doc in docs]
    starts = places + np.repeat(np.cumsum([0, *map(len, sentences[:-1])]), lengths)
    component = ner_component(nlp)
    actions = [component.moves.get_class_name(i) for i in range(component.moves.n_moves)]
    scores = _Scores(component.model, _Forms(tokens, nlp.vocab))
    for first, last, label in _spans(scores, actions, np.repeat(np.arange(len(docs)), lengths), is_space == 1):
        yield int(starts[first]), int(starts[last] + sizes[last]), label


class _Forms:
    """The distinct forms among some tokens: what an embedding, which looks at each token alone, asks of a Doc."""

    def __init__(self, tokens: NDArray[np.uint64], vocab: Vocab) -> None:
        self.vocab = vocab
        # A form has one norm but for a few contractions: those are told apart by both.
        keys = tokens[:, 0] ^ (tokens[:, 1] << np.uint64(1))
        _, first, self.of_token = np.unique(keys, return_index=True, return_inverse=True)
        self.rows = tokens[first]

    def __len__(self) -> int:
        return len(self.rows)

    def to_array(self, attributes: int | list[str]) -> NDArray[np.uint64]:
        """As `Doc.to_array`; the one attribute that is asked for by number is the key of the word vectors, ORTH."""
        if isinstance(attributes, int):
            return self.rows[:, 0]
        return self.rows[:, [_FORM.index(name) for name in attributes]]


class _Scores:
    """What the model gives each action at a token: it sees the token and, where a name is open, its edges so far."""

    def __init__(self, model: Model[Any, Any], forms: _Forms) -> None:
        context, _, project = model.get_ref("tok2vec").layers
        embed, encode = context.layers
        vectors = project.predict(encode.predict([embed.predict([forms])[0][forms.of_token]])[0])
        lower = model.get_ref("lower")
        self.bias: NDArray[np.float32] = np.asarray(lower.get_param("b"))
        self.absent, self.features = np.split(lower.predict(vectors), [1])
        self.upper = model.get_ref("upper")

    def outside(self, token: Integers) -> NDArray[np.float32]:
        """Scores by token and action where no name is open."""
        return self._scores(self.features[token, 0] + self.absent[0, 1] + self.absent[0, 2])

    def inside(self, token: Integers, first: Integers) -> NDArray[np.float32]:
        """Scores by token and action where the name that began at `first` reaches up to the token."""
        return self._scores(self.features[token, 0] + self.features[first, 1] + self.features[token - 1, 2])

    def _scores(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        first, second = np.moveaxis(features + self.bias, -1, 0)
        scores: NDArray[np.float32] = self.upper.predict(np.maximum(first, second))
        return scores


def _spans(
    scores: _Scores, actions: Sequence[str], sentence: Integers, is_space: Flags
) -> Iterator[tuple[int, int, str]]:
    """First token, last token and label of each name, found greedily from left to right, all sentences at a time.

    `actions` are those of BILUO ("B-PER", "O"), in the order of the scores; at each token the best that is allowed is
    taken: no name begins with white space or leaves its sentence (`sentence` has the number of that of each token).
    """
    is_last = np.append(sentence[1:] != sentence[:-1], True)
    kind = np.array([action[0] if action != "U-" else "" for action in actions])
    where = {action: index for index, action in enumerate(actions)}
    middle, end = (np.array([where.get(part + action[1:], -1) for action in actions]) for part in "IL")

    outside = scores.outside(np.arange(len(sentence)))
    outside[:, ~np.isin(kind, ["B", "U", "O"])] = -np.inf
    outside[np.ix_(is_space, np.isin(kind, ["B", "U"]))] = -np.inf
    outside[np.ix_(is_last, kind == "B")] = -np.inf
    best = outside.argmax(axis=1)

    candidates = np.flatnonzero(kind[best] != "O")
    last = np.arange(len(sentence))
    names = []
    _, turn = np.unique(sentence[candidates], return_index=True)  # the next candidate of each sentence
    while turn.size:
        chosen = candidates[turn]
        names.append(chosen)
        first = chosen[kind[best[chosen]] == "B"]
        token = first + 1
        while first.size:
            inside, row, begun = scores.inside(token, first), np.arange(len(first)), best[first]
            goes_on = ~is_last[token] & (inside[row, middle[begun]] >= inside[row, end[begun]])
            last[first[~goes_on]] = token[~goes_on]
            first, token = first[goes_on], token[goes_on] + 1
        turn = np.searchsorted(candidates, last[chosen] + 1)
        same = np.append(sentence[candidates], -1)[turn] == sentence[chosen]
        turn = turn[same]
    for index in np.sort(np.concatenate(names)) if names else ():
        yield int(index), int(last[index]), actions[best[index]][2:]
