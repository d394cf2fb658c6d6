"""The article's own fullest form of each name: who "Musk" is, what "BCE" stands for, how a renamed firm is called."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.names.forms import fold, is_initialism
from pipeline.names.labels import Found
from pipeline.names.spans import any_of, lexicon
from pipeline.resources import MODELS, load_toml

_INITIALED = re.compile(r"(?:[^\W\d_]\.[ -]?)+$")


def full_names(text: str, found: Sequence[Found]) -> list[str]:
    """For each of `found`, in text order, the name of its bearer."""
    same = _Aliases()
    _introduced(text, found, same)
    _renamed(text, found, same)
    _shortened(found, same)
    people = _People(found)
    names = []
    for item in found:
        name = people.name(item) if item.label == "PER" else same.resolve(item.label, item.text)
        names.append(_well_known().get(name, name) if item.label != "PER" else name)
    return names


class _Aliases:
    """Short forms and former names, each with what it stands for, by label and folded form."""

    def __init__(self) -> None:
        self.target: dict[tuple[str, str], str] = {}

    def add(self, label: str, short: str, full: str) -> None:
        if fold(short) != fold(self.resolve(label, full)):
            self.target.setdefault((label, fold(short)), full)

    def resolve(self, label: str, name: str) -> str:
        seen = {fold(name)}
        while (full := self.target.get((label, fold(name)))) and fold(full) not in seen:
            name = full
            seen.add(fold(full))
        return name


@cache
def _well_known() -> dict[str, str]:
    with (MODELS / "names" / "short_forms.csv").open(encoding="utf-8", newline="") as handle:
        rows = csv.DictReader(line for line in handle if not line.startswith("#"))
        return {row["short"]: row["full"] for row in rows}


class _Renaming(NamedTuple):
    became: re.Pattern[str]
    was: re.Pattern[str]
    opening: re.Pattern[str]


@cache
def _renaming() -> _Renaming:
    data = load_toml("names/renaming.toml")
    quote = '[«"“]? ?'
    return _Renaming(
        became=re.compile(
            rf"\)?,? \(?(?:{any_of(data['became'])})(?: (?:depuis|en \d{{4}}))?,? (?:le |la |l'|les )?{quote}"
        ),
        was=re.compile(rf",? \(?(?:{any_of(data['was'])}) ?{quote}"),
        opening=re.compile(rf"(?:^|[.!?»] ?)(?:{any_of(data['opening'])}) $"),
    )


def _introduced(text: str, found: Sequence[Found], same: _Aliases) -> None:
    """Initialisms: in brackets after the name or before it, else those that fit just one name of the article."""
    for left, right in pairwise(found):
        if text[left.end : right.start] not in (" (", " (l'", " (la ", " (le ", " (ou ") or not text.startswith(
            ")", right.end
        ):
            continue
        for short, full in ((right, left), (left, right)):
            if is_initialism(short.text, full.text) and full.label != "PER":
                short.label = full.label
                same.add(full.label, short.text, full.text)
    long = [(item.label, item.text) for item in found if " " in item.text and item.label in ("ORG", "MISC")]
    for item in found:
        if item.text.isupper() and 3 <= len(item.text) <= 6 and item.label != "PER":
            fitting = {
                fold(name): (label, name)
                for label, name in long
                if label == item.label and is_initialism(item.text, name)
            }
            if len(fitting) == 1:
                label, name = next(iter(fitting.values()))
                same.add(label, item.text, name)


def _renamed(text: str, found: Sequence[Found], same: _Aliases) -> None:
    renaming = _renaming()
    for left, right in pairwise(found):
        if left.label != right.label or left.label == "PER":
            continue
        between = text[left.end : right.start]
        if len(between) > 60:
            continue
        if renaming.became.fullmatch(between):
            same.add(left.label, left.text, right.text)
        elif renaming.was.fullmatch(between):
            same.add(left.label, right.text, left.text)
    organisations = [item for item in found if item.label == "ORG"]
    for earlier, later in pairwise(organisations):
        opening = text[max(0, later.start - 20) : later.start]
        if (
            fold(earlier.text) != fold(later.text)
            and renaming.opening.search(opening)
            and later.start - earlier.end < 300
        ):
            same.add("ORG", earlier.text, later.text)


def short_organisations(found: Sequence[Found]) -> dict[str, str]:
    """The fuller name, by the folded short one, of clubs without their initials ("Castelmaur" for US Castelmaur), of
    firms without their legal form and of institutions without their noun ("Saint-Roch" for hôpital Saint-Roch).

    None where two fit.
    """
    fuller: defaultdict[str, set[str]] = defaultdict(set)
    for item in found:
        if item.label == "ORG" and " " in item.text:
            core = _core(item.text)
            if core != item.text:
                fuller[fold(core)].add(item.text)
    return {key: min(names) for key, names in fuller.items() if len({fold(name) for name in names}) == 1}


def _shortened(found: Sequence[Found], same: _Aliases) -> None:
    for key, full in short_organisations(found).items():
        same.add("ORG", key, full)


def _core(name: str) -> str:
    """An organisation's name without a legal form at its end, or initials or a noun at its head."""
    if match := lexicon().corporate.search(" " + name):
        name = (" " + name)[: match.start()].strip()
    first, _, rest = name.partition(" ")
    if first in _clubs() or (first.islower() and rest[:1].isupper()):
        return rest
    return name


@cache
def _clubs() -> frozenset[str]:
    return frozenset(word for word in load_toml("names/evidence.toml")["first_word"]["ORG"] if word.isupper())


class _People:
    """The people whom an article names in full, and where."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.by_word: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for item in found:
            words = item.text.split(" ")
            if item.label == "PER" and len(words) > 1 and not _INITIALED.fullmatch(words[0] + " "):
                for tail in range(1, len(words)):
                    self.by_word[fold(" ".join(words[tail:]))].append((item.start, item.text))
                self.by_word[fold(words[0])].append((item.start, item.text))

    def name(self, item: Found) -> str:
        """The full name of whoever a mention names: the last one before it that fits, else the first one after it."""
        words = item.text.split(" ")
        initialed = len(words) > 1 and _INITIALED.fullmatch(words[0] + " ")
        if len(words) > 1 and not initialed and words[0].casefold() not in lexicon().particles:
            return item.text
        fitting = self.by_word.get(fold(words[-1] if initialed else item.text), [])
        if initialed:
            fitting = [(start, name) for start, name in fitting if name[0] == words[0][0]]
        before = [name for start, name in fitting if start < item.start]
        return before[-1] if before else fitting[0][1] if fitting else item.text
