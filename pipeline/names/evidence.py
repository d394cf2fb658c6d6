"""What the words around a name, and in it, say of what it names. They are listed in `models/names/evidence.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.article import Passage
from pipeline.names.places import all_places, departments, known_places
from pipeline.names.spans import any_of, demonyms, known_names, lexicon
from pipeline.resources import load_toml
from pipeline.structure.sentences import LOWER, UPPER

STRONG, WEAK = 3.0, 1.0
_SAYS_ITSELF = 5.0
_FIRST_WORD = 2.5
_HINT = 1.5
_KNOWN = 4.0

_WINDOW = 80  # characters looked at on either side
_SPORTING = 4  # words of sport that make an article one on sport; in a passage one is enough
_QUALIFIERS = 3  # words that may stand between a noun and the name it announces
_LINK = re.compile(r"(?:\b(?:de|du|des|chez|de la|de l'|d')|\bd)\s*(?:l'|la |le )?$")
_BARE_NOUN = re.compile(rf"(?:d')?[{LOWER}][{LOWER}-]+")
_QUOTED = re.compile(r"(?:.?«|[“\"]|« |. ?[“\"])[^«»“”\"]+(?: »|».?|[”\"].{0,2})", re.S)
_AGE = re.compile(r", (?:\d{1,2}|[a-z-]+) ans\b")
_MEMBER = re.compile(rf"[{UPPER}][\w'-]+ \((?:\w+[,/] ?)?$")  # "Zoé Rabatel (Cofidis)"
_BRACKET = re.compile(r" \(([^()]{2,30})\)")
_CAMEL = re.compile(rf"\w*[{LOWER}](?P<last>[{UPPER}][\w]*)")
_DOMAIN = re.compile(r"\w\.(?:com|fr|ai|io|org|net|eu|tv)$")
_HYPHENED_PLACE = re.compile(r"-(?:sur|sous|lès|les|lez|en|aux|de|du|d'|la|le|Saint|Sainte)-")
_MODEL_NUMBER = re.compile(
    rf"(?:(?P<code>[{UPPER}]{{1,5}}-\d{{1,4}}[{UPPER}{LOWER}]?)|[{UPPER}]{{1,5}}\d{{1,4}}[{UPPER}{LOWER}]?"
    rf"|.*[ -][{UPPER}]?\d{{1,3}}(?:\.\d+)?[{UPPER}]?)$"
)


class Clue(NamedTuple):
    """What speaks for a label, how much, and why."""

    label: str
    weight: float
    reason: str


class _Words(NamedTuple):
    noun_before: dict[str, str]
    noun_of: dict[str, str]
    preposition: dict[str, str]
    apposition: dict[str, str]
    verb_after: re.Pattern[str]
    verbs: dict[str, str]
    first: dict[str, str]
    last: dict[str, str]
    adjectives: frozenset[str]
    adjective: re.Pattern[str]
    governed: re.Pattern[str]
    subject: re.Pattern[str]
    comma: re.Pattern[str]
    title: re.Pattern[str]
    articles: tuple[str, ...]
    paper: re.Pattern[str]
    work: re.Pattern[str]
    definite: re.Pattern[str]
    nicknamed: re.Pattern[str]
    people: re.Pattern[str]
    phrase: re.Pattern[str]
    small: frozenset[str]
    verb_before: re.Pattern[str]
    saying: dict[str, str]
    english: re.Pattern[str]
    sport: re.Pattern[str]
    club_before: re.Pattern[str]
    club_after: re.Pattern[str]
    club_towns: frozenset[str]
    heads: dict[str, str]
    known: dict[str, str]


@cache
def _words() -> _Words:
    data = load_toml("names/evidence.toml")

    def by_word(section: str) -> dict[str, str]:
        return {word: label for label, words in data[section].items() for word in words}

    verbs, saying = by_word("verb_after"), by_word("verb_before")
    small, phrase, club, titled = (data[section] for section in ("small_words", "np", "club", "titled"))
    articles = any_of(word for word in small["definite"] if not word.endswith("'"))
    score = r"(?: \(?\d{1,3}-\d{1,3}\)?| [–-] [^\W\d_][\w'-]+ ?[:(] ?\d)"
    return _Words(
        noun_before=by_word("noun_before"),
        noun_of=by_word("noun_of"),
        preposition=by_word("preposition"),
        apposition=by_word("apposition"),
        verb_after=re.compile(rf"(?: \(\w+\))?,? (?:n'|ne )?(?P<verb>{any_of(verbs)})(?![\w'])"),
        verbs=verbs,
        first=by_word("first_word"),
        last=by_word("last_word"),
        governed=re.compile(rf"(?:\b(?:{any_of(small['governing'])}) (?:l'|la |le |les )?|\bd')$", re.I),
        subject=re.compile(rf" (?!(?:{any_of([*small['governing'], *small['linking']])})\b)[{LOWER}]"),
        comma=re.compile(rf", (?P<the>(?:le|la|les) |l')?(?:(?:{any_of(small['determiners'])}) )*"),
        title=re.compile(rf"(?<!\w)(?:{any_of(small['titles'])}) ?(?:d'|de |du )?$"),
        articles=tuple(titled["articles"]),
        paper=re.compile(rf"(?<!\w)(?:{any_of(titled['paper'])}) ?$", re.I),
        work=re.compile(rf"(?<!\w)(?:{any_of(titled['work'])}) $", re.I),
        nicknamed=re.compile(rf"(?<!\w)(?:{any_of(small['nicknamed'])}) (?:[«“\"] ?)$"),
        definite=re.compile(rf"(?:(?<!\w)(?:{articles}) |(?<!\w)l')(?:[«“\"] ?)?$", re.I),
        people=re.compile(rf"(?<!\w)(?i:(?:{articles}) |l')(?P<people>[{LOWER}-]+) $"),
        phrase=re.compile(
            rf"(?<![\w'])(?:(?:{any_of(phrase['determiners'])}) |{any_of(phrase['elided'])})"
            r"(?P<noun>[\w' -]+),? (?:[«“\"] ?)?$",
            re.I,
        ),
        small=frozenset(phrase["small"]),
        verb_before=re.compile(rf"(?<!\w)(?P<verb>{any_of(saying)}) $"),
        saying=saying,
        english=re.compile(rf"(?<!\w)(?:{any_of(by_word('preposition_en'))}) $", re.I),
        sport=re.compile(rf"(?<![\w-])(?:{any_of(club['words'])})(?![\w-])"),
        club_before=re.compile(rf"(?<!\w)(?:{'|'.join(map(_leading_to, club['before']))})$", re.I),
        club_after=re.compile(rf"(?: (?:{any_of(club['after'])})(?!\w)|{score})"),
        club_towns=all_places() | frozenset(club["towns"]),
        adjectives=frozenset(data["qualifiers"]["adjectives"]),
        adjective=re.compile(rf"\w{{2,}}(?:{any_of(data['qualifiers']['endings'])})s?"),
        heads={head: label for label, heads in load_toml("names/heads.toml")["heads"].items() for head in heads},
        known=known_names(),
    )


def _leading_to(phrase: str) -> str:
    """A pattern of a phrase before a name: "signé à", with a word between them, "joueur d'" before a vowel."""
    head, _, link = phrase.rpartition(" ")
    if head and link in ("à", "de"):
        links = {"à": "à ", "de": "(?:de |d')"}
        return rf"{re.escape(head)}(?: \w+)? {links[link]}"
    return re.escape(phrase) + " "


def clues(text: str, start: int, end: int, passage: Passage) -> Iterator[Clue]:
    """All that speaks for a label of the name `text[start:end]`, which lies in `passage`."""
    yield from clues_of_form(text[start:end])
    if passage.language != "fr":
        if passage.language == "en" and _words().english.search(text, passage.start, start):
            yield Clue("LOC", WEAK, "preposition")
        return
    acronym = text[start:end].isupper() and end - start <= 5
    for clue in _before(text[max(passage.start, start - _WINDOW) : start], text[start:end]):
        if not (clue.label == "PER" and clue.weight > 0 and acronym):  # "le candidat PS"
            yield clue
    left, right = text[max(passage.start, start - 12) : start], text[end : min(passage.end, end + _WINDOW)]
    yield from _apart(text[max(passage.start, start - _WINDOW) : start], right)
    yield from _of_club(text, start, end, passage)
    if _MEMBER.search(left) and right.startswith(")") and text[start:end] not in all_places() | departments():
        yield Clue("ORG", _FIRST_WORD, "member")
    yield from _in_brackets(right)
    if not _words().governed.search(left):
        yield from _after(right)
    name = text[start:end]
    before = text[passage.start : start]
    if _words().work.search(before):
        yield Clue("MISC", _FIRST_WORD, "work")
    elif name.startswith(_words().articles) and name not in all_places() and _words().paper.search(before):
        yield Clue("ORG", _FIRST_WORD, "paper")
    if _QUOTED.fullmatch(text, max(passage.start, start - 2), min(passage.end, end + 2)):
        yield Clue("MISC", _HINT, "quoted")


def may_act(text: str, start: int, end: int, passage: Passage) -> bool:
    """Whether a name may be the subject of what follows: no preposition governs it and it is no member of a list."""
    words = _words()
    left = text[max(passage.start, start - 12) : start]
    return not words.governed.search(left) and (
        bool(words.subject.match(text, end, passage.end)) or bool(words.verb_before.search(text[passage.start : start]))
    )


def _before(left: str, name: str) -> Iterator[Clue]:
    if not left:
        return
    words = _words()
    if words.title.search(left):
        yield Clue("PER", STRONG, "title")
        return
    if words.nicknamed.search(left):
        yield Clue("PER", STRONG, "nickname")
        return
    if words.definite.search(left):
        yield Clue("PER", -STRONG, "article")
    if (people := words.people.search(left)) and people["people"].capitalize() in demonyms():
        yield Clue("ORG", _HINT if " " in name else STRONG, f"people:{people['people']}")
        return
    if verb := words.verb_before.search(left):
        label = words.saying[verb["verb"]]
        yield Clue(label, _HINT if label == "PER" else _FIRST_WORD, f"verb:{verb['verb']}")
        return
    quote = left.rstrip()[-1:] in '«“"'
    left = left.rstrip(' «“"(')
    if quote:
        left = left.removesuffix(",")  # "son premier film, « X »"
    link = _LINK.search(left)
    if not link:
        if noun := _ending(left, words.noun_before):
            yield Clue(words.noun_before[noun], STRONG, f"noun:{noun}")
            return
    else:
        if noun := _ending(left[: link.start()].rstrip(), words.noun_of):
            yield Clue(words.noun_of[noun], _HINT, f"noun_of:{noun}")
    tail = left.rsplit(" ", 3)[-3:]
    for size in (3, 2, 1):
        phrase = " ".join(tail[-size:]).casefold()
        if phrase in words.preposition:
            label = words.preposition[phrase]
            yield Clue(label, _HINT if size > 1 or label == "ORG" else WEAK, f"preposition:{phrase}")
            return


def _ending(left: str, nouns: dict[str, str]) -> str:
    """The noun, of those given, that announces what follows `left`: at its end, or with qualifiers behind it.

    A noun behind a bare "de" qualifies another: "le chef de gang X", "l'éditeur de logiciels X".
    """
    tokens = left.split(" ")
    for skipped in range(min(_QUALIFIERS + 1, len(tokens))):
        stop = len(tokens) - skipped
        complement = stop > 1 and tokens[stop - 2] == "de" and bool(_BARE_NOUN.fullmatch(tokens[stop - 1]))
        if complement and stop > 2:
            continue
        for size in range(min(3, stop), 0, -1):
            words = " ".join(tokens[stop - size : stop])
            words = words if words in nouns else words.rpartition("'")[2]
            for noun in _singular(words.lstrip('«(“"')):
                if noun in nouns:
                    return noun
        if not _qualifies(tokens[stop - 1], tokens[stop] if skipped else None):
            return ""
    return ""


def _singular(noun: str) -> tuple[str, ...]:
    """A noun as it may stand in a word list: as it is, without a plural's s, without a sentence's capital."""
    return noun, noun.removesuffix("s"), noun[:1].lower() + noun[1:]


def _qualifies(word: str, following: str | None) -> bool:
    """Whether a word may stand between a noun and the name it announces: an adjective, or a noun after "de"."""
    if word == "de":
        return following is not None and bool(_BARE_NOUN.fullmatch(following))
    if word.startswith("d'"):
        return bool(_BARE_NOUN.fullmatch(word))
    return word in _words().adjectives or bool(_words().adjective.fullmatch(word))


def _apart(left: str, right: str) -> Iterator[Clue]:
    """ "Son assureur norvégien, X, a payé": what a noun phrase says of the name that stands apart behind it."""
    quoted = left[-2:].strip() in ("«", "“", '"')
    if not (quoted or (left.endswith(", ") and re.match(r"[,.)]|$", right))):
        return
    words = _words()
    phrase = words.phrase.search(left)
    if not phrase:
        return
    tokens = phrase["noun"].replace("'", "' ").split()
    while tokens and tokens[0] in words.adjectives | {"ancien", "ancienne"}:
        del tokens[0]
    for size in (3, 2, 1):
        noun = " ".join(tokens[:size]).replace("' ", "'")
        if noun in words.noun_before:
            if all(_in_phrase(token, before) for before, token in pairwise(["", *tokens[size:]])):
                yield Clue(words.noun_before[noun], STRONG, f"noun:{noun}")
            return


def _in_phrase(word: str, before: str) -> bool:
    """Whether a word may belong to a noun phrase: an adjective, a name, a small word or what follows one."""
    small = _words().small
    return word in small or before in small or word[0].isupper() or _qualifies(word, None)


def _of_club(text: str, start: int, end: int, passage: Passage) -> Iterator[Clue]:
    """Whether a town's name stands for its club: where sport is spoken of, and what is beside it fits a club."""
    words = _words()
    if text[start:end] not in words.club_towns:
        return
    left = text[max(passage.start, start - 30) : start]
    if (words.club_before.search(left) or words.club_after.match(text, end, passage.end)) and (
        _is_sporting(text) or words.sport.search(text, passage.start, passage.end)
    ):
        yield Clue("ORG", STRONG, "club")


@lru_cache(maxsize=4)
def _is_sporting(text: str) -> bool:
    """Whether a whole text is on sport."""
    return len(set(_words().sport.findall(text))) >= _SPORTING


def _in_brackets(right: str) -> Iterator[Clue]:
    bracket = _BRACKET.match(right)
    if bracket and bracket[1] in departments():
        yield Clue("LOC", STRONG, "bracket")


def _after(right: str) -> Iterator[Clue]:
    words = _words()
    if _AGE.match(right):
        yield Clue("PER", STRONG, "age")
        return
    if comma := words.comma.match(right):
        phrase = re.split(r"[ ,.]", right[comma.end() :])[:3]
        for size in (3, 2, 1):
            noun = " ".join(phrase[:size])
            if noun in words.apposition:
                # "X, le patron de Y" speaks of X; "X, la société Y" begins another member of the sentence.
                if comma["the"] and not re.match(r" (?:de |du |des |d')", right[comma.end() + len(noun) :]):
                    return
                label = words.apposition[noun]
                yield Clue(label, STRONG if label != "LOC" else 2.0, f"apposition:{noun}")
                return
    if verb := words.verb_after.match(right):
        yield Clue(words.verbs[verb["verb"]], _HINT, f"verb:{verb['verb']}")


@cache
def clues_of_form(name: str) -> tuple[Clue, ...]:
    """What the form of a name says of it."""
    return tuple(_clues_of_form(name))


def _clues_of_form(name: str) -> Iterator[Clue]:
    words = _words()
    parts = name.split(" ")
    if parts[0] in words.heads:
        yield Clue(words.heads[parts[0]], _SAYS_ITSELF, f"head:{parts[0]}")
    elif lexicon().corporate_end.search(name):
        yield Clue("ORG", _SAYS_ITSELF, "corporate_form")
    elif (last := re.split("[ -]", name)[-1]) != name and last in words.last and words.known.get(parts[0]) != "MISC":
        yield Clue(words.last[last], _SAYS_ITSELF, f"last_word:{last}")
    first = parts[0].split("'")[-1] if "'" in parts[0] else parts[0]
    if len(parts) > 1 and parts[0] in ("Le", "La", "Les"):
        first = parts[1]
    if len(parts) > 1 and first in words.first:
        yield Clue(words.first[first], _FIRST_WORD, f"first_word:{first}")
    if camel := _CAMEL.fullmatch(name):
        last = camel["last"]
        yield Clue(words.last.get(last, "ORG"), _SAYS_ITSELF if last in words.last else WEAK, "camel_case")
    if _DOMAIN.search(name):
        yield Clue("ORG", 2.0, "domain")
    if name in words.known:
        yield Clue(words.known[name], _KNOWN, "known")
    if name in known_places():
        yield Clue("LOC", WEAK, "place")
    if _HYPHENED_PLACE.search(name):
        yield Clue("LOC", STRONG, "hyphens")
    if number := _MODEL_NUMBER.match(name):
        yield Clue("MISC", STRONG if number["code"] else WEAK, "number")
