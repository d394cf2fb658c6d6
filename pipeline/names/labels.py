"""One label for each name of an article: the model's votes, what the words around it say, and its fuller forms.

A name keeps one label through an article, unless the words right beside a mention say otherwise: "M. Mars" is a person
in an article on the firm Mars.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.article import Passage
from pipeline.names.evidence import STRONG, Clue, clues, clues_of_form, may_act
from pipeline.names.forms import fold
from pipeline.names.places import all_places

LABELS = ("PER", "ORG", "LOC", "MISC")

_MOST_VOTES = 4.0  # what the model's agreement with itself counts at most
_KIN = 6.0  # what it counts that a name is the surname of a person, or the short name of a club, of the article
_UNHEARD_OF = (
    0.6  # share of the model's votes for a person or a product by one word, or for a place, that nothing confirms
)
_BARE = 1.5  # what counts for an organisation that a name of one word, taken for a work or a product, has no article
_OWN_VOTE = 1.5  # what the model's label of a mention counts where its name has several bearers


@dataclass(slots=True)
class Found:
    """A name found in a view: its span, what proposed it, and what speaks for its label."""

    start: int
    end: int
    text: str
    label: str
    source: str
    evidence: str
    passage: Passage
    vote: str = ""  # the model's label
    clues: list[Clue] = field(default_factory=list)
    acts: bool = False  # whether it may be the subject of what follows

    @property
    def key(self) -> str:
        """What the mentions of one name share."""
        return fold(self.text)


def gather(text: str, found: Iterable[Found]) -> None:
    """Fill in the clues of those that have none yet."""
    for item in found:
        if not item.clues:
            item.clues = list(clues(text, item.start, item.end, item.passage))
            item.acts = may_act(text, item.start, item.end, item.passage)


def own_label(item: Found) -> Clue | None:
    """What the words beside a mention say beyond doubt; None where they are silent or disagree."""
    form = clues_of_form(item.text)
    strong = [clue for clue in item.clues if clue.weight >= STRONG and clue not in form]
    return strong[0] if len({clue.label for clue in strong}) == 1 else None


def decide(found: Sequence[Found], kin: Mapping[str, str]) -> None:
    """Set label, source and evidence of each of `found`.

    `kin` has, by folded name, the label of the fuller names of the article that hold it.
    """
    groups: defaultdict[str, list[Found]] = defaultdict(list)
    for item in found:
        if item.source != "gazetteer" and item.evidence not in ("institution", "title"):
            groups[item.key].append(item)
    for key, items in groups.items():
        _decide_one(items, kin.get(key, ""))


def _decide_one(items: Sequence[Found], kin: str) -> None:
    """Set the labels of the mentions of one name, of which a fuller name has the label `kin`."""
    scores, reasons = _scores(items, kin)
    own = [own_label(item) for item in items]
    labels = {clue.label for clue in own if clue}
    if kin:
        # A surname may be that of a town or a firm too: then each mention is judged by itself.
        rivals = {item.vote for item in items if _may_be_a_place(item)} | labels
        reasons.setdefault(kin, (0.0, "short_name"))
        if rivals <= {kin, ""}:
            scores[kin] += _KIN
        else:
            labels.add(kin)
    for item, clue in zip(items, own, strict=True):
        if not clue and kin in labels and not _may_be_a_place(item):
            _settle(item, kin, reasons[kin][1])
        elif not clue and reasons.get("ORG", (0.0, ""))[1] == "club" and not _is_placed(item):
            _settle(item, "ORG", "club")
        elif clue:
            _settle(item, clue.label, clue.reason)
        else:
            label = _elected(item, scores, judged_alone=len(labels) > 1)
            _settle(item, label, reasons.get(label, (0.0, "article_vote"))[1])


def _elected(item: Found, scores: Mapping[str, float], judged_alone: bool) -> str:
    """The label for which most speaks; what is beside the mention itself counts twice where it is judged alone."""
    ballot = defaultdict(float, scores)
    if judged_alone:
        ballot[item.vote] += _OWN_VOTE
        for clue in item.clues:
            ballot[clue.label] += clue.weight
    return max(LABELS, key=lambda label: (ballot[label], label == item.label, -LABELS.index(label)))


def _is_placed(item: Found) -> bool:
    """Whether what is beside a mention speaks for a place."""
    return any(clue.label == "LOC" and clue.reason != "place" for clue in item.clues)


def _may_be_a_place(item: Found) -> bool:
    """Whether a surname, or a club's short name, may be that of a town where it stands."""
    return not item.acts and (item.vote == "LOC" or item.text in all_places())


def _scores(items: Sequence[Found], kin: str) -> tuple[defaultdict[str, float], dict[str, tuple[float, str]]]:
    """What speaks for each label of a name, and the heaviest reason for it with its weight."""
    scores: defaultdict[str, float] = defaultdict(float)
    reasons: dict[str, tuple[float, str]] = {}
    cast = Counter(item.vote for item in items if item.vote)
    strength = min(1.0 + cast.total(), _MOST_VOTES)
    name, heard_of = items[0].text, {clue.label for item in items for clue in item.clues if clue.weight > 0}
    for label, count in cast.items():
        scores[label] += strength * count / cast.total()
        if label in heard_of or kin or (" " in name and label != "LOC") or label == "ORG":
            continue
        scores[label] *= _UNHEARD_OF
        if label == "MISC" and not any(clue.reason == "article" for item in items for clue in item.clues):
            scores["ORG"] += _BARE  # a product has an article as a rule, a firm has none
    form = clues_of_form(items[0].text)
    for clue in (*form, *(clue for item in items for clue in item.clues if clue not in form)):
        scores[clue.label] += clue.weight
        if clue.weight > reasons.get(clue.label, (0.0, ""))[0]:
            reasons[clue.label] = clue.weight, clue.reason
    return scores, reasons


def _settle(item: Found, label: str, reason: str) -> None:
    item.label = label
    if item.vote == label:
        item.source, item.evidence = "model", "ner"
    elif item.vote:
        item.source, item.evidence = "rule", reason
