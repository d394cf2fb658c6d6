"""Names that the model missed where it found them elsewhere in the article; surnames and first names of its people."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.article import Passage, View
from pipeline.names.evidence import STRONG, clues_of_form
from pipeline.names.forms import fold
from pipeline.names.labels import Found
from pipeline.names.places import all_places, departments, known_places
from pipeline.names.spans import any_of, is_common, known_names, opens_sentence
from pipeline.structure.sentences import LOWER, UPPER

_WORD = re.compile(rf"(?<![\w@#/-])(?:[{UPPER}]|\d|[{LOWER}]+(?=[{UPPER}\d-]))[\w-]*")
_QUOTED = re.compile(r"[«“\"] ?(\w+) ?[»”\"] (\w+)")
_COMPLEMENT = re.compile(r" (?:de |d'|à )")
_LONGEST_ACRONYM = 6
_JOINT = re.compile(r"[-–/ ]")
_LOWER_WORD = re.compile(rf"(?<![\w-])[{LOWER}]{{2,}}(?![\w-])")
_CAPITALISED = re.compile(rf"[{UPPER}][\w'-]*")


def surnames(found: Sequence[Found]) -> dict[str, str]:
    """The full name, by folded surname and by folded first name, of the people of an article.

    A surname that two of them share is that of the first; a first name that two of them share is nobody's. A word that
    alone is something else is none, if it opens a full name but once: "Sora Musk", where a full stop was lost.
    """
    people = Counter(item.text for item in found if item.label == "PER" and " " in item.text)
    by_word: dict[str, str] = {}
    for name in people:
        by_word.setdefault(fold(name.split(" ")[-1]), name)
    first = defaultdict(list)
    for name in people:
        first[fold(name.split(" ")[0])].append(name)
    things = _things(found)
    for word, names in first.items():
        if len(names) == 1 and len(word) > 2 and (people[names[0]] > 1 or word not in things):
            by_word.setdefault(word, names[0])
    return by_word


def _things(found: Iterable[Found]) -> set[str]:
    """The folded names that are known for organisations or things, or that the model mostly takes for such."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in found:
        if item.vote:
            votes[item.key][item.vote] += 1
    things = {key for key, cast in votes.items() if 2 * (cast["ORG"] + cast["MISC"]) > cast.total()}
    return things | {item.key for item in found if known_names().get(item.text) in ("ORG", "MISC")}


def propagate(view: View, found: Sequence[Found]) -> Iterator[Found]:
    """The mentions of names of `found` at places that none of them covers, in text order within each passage.

    A name of several words is proposed over shorter ones as well ("Les Ouvriers du Verger" over "Verger").
    """
    forms = _forms(found)
    length_at = array("H", bytes(2 * len(view.text)))  # of the name that covers a character
    for item in found:
        length_at[item.start : item.end] = array("H", [item.end - item.start] * (item.end - item.start))
    lower = set(_LOWER_WORD.findall(view.text))
    for passage in view.passages:
        if passage.role == "header":
            continue
        position = passage.start
        for match in _WORD.finditer(view.text, passage.start, passage.end):
            start = match.start()
            if start < position:
                continue
            for form, label in forms.get(match[0].split("-")[0], ()):
                end = start + len(form)
                longest = max(length_at[start:end], default=0)
                if end > passage.end or not view.text.startswith(form, start):
                    continue
                if longest < (len(form) if " " in form else 1) and _stands_alone(
                    view.text, start, end, form, passage, lower
                ):
                    yield Found(start, end, form, label, "propagated", "article", passage)
                    position = end
                    break


def shouted(view: View, found: Sequence[Found]) -> Iterator[Found]:
    """Mentions, in lines of capitals, of the names of `found`."""
    labels = {
        form.upper(): label
        for forms in _forms(found).values()
        for form, label in forms
        if len(form) > 3 and not is_common(form)
    }
    loud = [passage for passage in view.passages if shouts(view, passage) and passage.role != "header"]
    if not labels or not loud:
        return
    pattern = re.compile(rf"(?<![\w-])(?:{any_of(labels)})(?![\w-])")
    for passage in loud:
        for match in pattern.finditer(view.text, passage.start, passage.end):
            yield Found(*match.span(), match[0], labels[match[0]], "propagated", "article", passage)


def shouts(view: View, passage: Passage) -> bool:
    """Whether a passage, longer than an acronym, is written in capitals."""
    text = view.text[passage.start : passage.end]
    return text.isupper() and sum(character.isalpha() for character in text) > _LONGEST_ACRONYM


def _forms(found: Sequence[Found]) -> dict[str, list[tuple[str, str]]]:
    """The forms to look for with their labels, by their first word, the longest first."""
    labels = {item.text: item.label for item in found}
    for word, name in surnames(found).items():
        for part in (name.split(" ")[-1], name.split(" ")[0]):
            if fold(part) == word and len(part) > 2 and part not in known_places() and not is_common(part):
                labels.setdefault(part, "PER")
    forms: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for form in sorted(labels, key=lambda form: (-len(form), form)):
        if len(form) > 2 or any(character.isdigit() for character in form):
            forms[re.split(r"[ '-]", form)[0]].append((form, labels[form]))
    return forms


def _stands_alone(text: str, start: int, end: int, form: str, passage: Passage, lower: set[str]) -> bool:
    """Whether the form at `start` is a name by itself: no part of a longer one, no capitalised common word."""
    if end < passage.end and (
        text[end].isalnum() or text[end] == "_" or (text[end] == "-" and text[end + 1 : end + 2].isalnum())
    ):
        return False
    if " " in form:
        return True
    if form.casefold() in lower and (opens_sentence(text, start, passage) or form.istitle()):
        return False
    if (
        end + 1 < passage.end
        and text[end] == " "
        and _CAPITALISED.match(text, end + 1)
        and not text.startswith(("I ", "I'"), end + 1)
    ):
        return False
    before = text[passage.start : start].rsplit(" ", 2)
    previous = before[-2] if len(before) > 1 and text[start - 1] == " " else ""
    return not (
        previous[:1].isupper()
        and previous[-1:].isalnum()
        and not is_common(previous)
        and not opens_sentence(text, start - 1 - len(previous), passage)
    )


def quoted(view: View, found: Sequence[Found]) -> Iterator[Found]:
    """Names one of whose words stands in quotes of irony: “Open” AI, where the article knows OpenAI."""
    labels = {item.key: item.label for item in found}
    for passage in view.passages:
        for match in _QUOTED.finditer(view.text, passage.start, passage.end):
            label = labels.get(fold(match[1] + match[2]))
            if label and match[0] not in labels:
                yield Found(match.start(), match.end(), match[0], label, "propagated", "quoted", passage)


def split_pairs(found: Sequence[Found]) -> list[Found]:
    """`found` with pairs of names parted: "Altman-Musk", "Paris-Berlin"; "Sora Musk", where a full stop was lost."""
    known = surnames(found)
    labels = {item.key: item.label for item in found}
    result = []
    for item in found:
        parts = _parts(item, known, labels) if item.vote else []
        end = item.start
        for part in parts:
            start = item.start + item.text.index(part, end - item.start)
            end = start + len(part)
            label = "PER" if fold(part) in known else labels.get(fold(part), "")
            label = label or next((clue.label for clue in clues_of_form(part) if clue.weight > STRONG), item.label)
            result.append(Found(start, end, part, label, "rule", "pair", item.passage))
        if not parts:
            result.append(item)
    return result


def _parts(item: Found, known: dict[str, str], labels: dict[str, str]) -> list[str]:
    """The names that a span holds; none where it is one name."""
    parts = _COMPLEMENT.split(item.text)
    if len(parts) == 2 and labels.get(fold(parts[0])) == "ORG" and labels.get(fold(parts[1])) == "LOC":
        return parts  # "l'usine Calvera de Port-Verny"
    if len(parts) == 2 and _is_institution(parts[0], item) and (parts[1] in known_places() or _has_bracket(item)):
        return parts  # "l'hôpital Saint-Roch de Cambrai (Nord)"
    parts = _JOINT.split(item.text)
    if len(parts) > 1 and " " not in item.text and item.text not in all_places():
        people = {known_names().get(part) for part in parts} == {"PER"}
        if people or (all_places() - departments()).issuperset(parts):
            return parts
    if len(parts) != 2:
        return []
    first, second = (fold(part) for part in parts)
    if " " in item.text:
        full = known.get(second, "")
        apart = fold(full.split(" ")[-1]) == second and full != item.text and labels.get(first, "PER") != "PER"
    else:
        apart = first in known and second in known and known[first] != known[second]
    return parts if apart else []


def _is_institution(name: str, item: Found) -> bool:
    """Whether a name without its town is that of an institution, whole: "hôpital Saint-Roch"."""
    opened = name[0].islower() and name.split(" ")[-1][0].isupper()
    return opened and any(clue.label == "ORG" and clue.reason.startswith("head") for clue in item.clues)


def _has_bracket(item: Found) -> bool:
    return any(clue.reason == "bracket" for clue in item.clues)
