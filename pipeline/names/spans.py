"""Where a name begins and ends: articles, titles and glue are cut off, corporate forms and numbers taken in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from pipeline.article import Passage
from pipeline.names.forms import is_initialism
from pipeline.resources import load_toml
from pipeline.structure.sentences import LOWER, UPPER

Span = tuple[int, int]

_EDGES = " \n,;:!?…«»“”\"()[]{}<>—–-•*/'.|=+#%&"
_HANDLE = re.compile(r"@\w+|#\w+|https?:|www\.|\S+@\S+")
_QUOTES = {"«": "»", "“": "”", "(": ")", "[": "]"}
_WORD_TAIL = re.compile(rf"(?:['-](?=[{UPPER}{LOWER}\d])|[{UPPER}{LOWER}\d])+")
# "GPT-4", "DALL-E 2", "Rafale F4", "o1-preview": what may follow a product's name.
_VERSION = re.compile(
    rf" (?:[{UPPER}]{{0,2}}\d{{1,3}}(?:\.\d)?[{UPPER}{LOWER}]?\+?|[{UPPER}]\d{{1,3}}|\d{{1,2}}x\d{{1,2}}B)"
    r"(?![\w,.'-]*[\w%€$£])"
)
_COUNTED = re.compile(
    r" (?:\w+aine|million|milliard|mille|an|jour|mois|semaine|heure|minute|euro|dollar|%|pour cent|point"
    rf"|[{LOWER}]+s\b)"
)
_PARTICLE = re.compile(rf"(?:de |du |d'|de La |de la )(?=[{UPPER}])")
# What no model should take for a name: "XIXe siècle", "Mardi 5 mars", "March 15".
_CENTURY = re.compile(r"[IVXLC]+(?:er?|ème)(?: siècle)?")
_DAY = re.compile(r"\w+\.? \d")
_LOWER_NEXT = re.compile(rf" [{LOWER}]")
_YEAR = re.compile(r" (?:1[5-9]|20)\d\d\b")
_NOUN = re.compile(rf"([{LOWER}-]+) (?=[{UPPER}])")
_INITIAL = re.compile(rf"(?:^|[ .-])[{UPPER}]$")
# A word that opens a sentence and is no name: "Lancé", "Rebaptisée", "Auriez", "Triomphalement".
_OPENER = re.compile(rf"[{UPPER}][{LOWER}]+(?:ées?|és?|ement|ons|ez|aient|ait)$")
# "La Gazette du silicium": a paper's title that goes on in lower case.
_PAPER = re.compile(
    rf"(?:(?:Le|La|Les) |L')(?P<noun>[{UPPER}][{LOWER}]+) (?:du |des |de la |de l'|de |d')[{LOWER}]{{3,}}"
)
# "Direction régionale de l'environnement, de l'aménagement et du logement (Dreal)"
_BRACKETED = re.compile(rf"(?P<rest>[^().;:!?«»\"]{{1,80}}) \((?P<short>[{UPPER}][\w-]{{1,9}})\)")


class _Lexicon(NamedTuple):
    leading: re.Pattern[str]
    article: re.Pattern[str]
    title: re.Pattern[str]
    prefix: re.Pattern[str]
    corporate: re.Pattern[str]
    corporate_end: re.Pattern[str]
    trailing: re.Pattern[str]
    ruled: re.Pattern[str]
    particled: re.Pattern[str]
    number: re.Pattern[str]
    when: frozenset[str]
    openers: frozenset[str]
    particles: frozenset[str]
    given_names: frozenset[str]
    common: frozenset[str]
    english: frozenset[str]


@cache
def lexicon() -> _Lexicon:
    """The words of `models/names/spans.toml`, as patterns."""
    data = load_toml("names/spans.toml")
    corporate = any_of(data["corporate"])
    return _Lexicon(
        leading=re.compile(rf"(?:{_openers(data['leading'])})", re.I),
        article=re.compile(rf"(?:{_openers(data['articles'])})", re.I),
        title=re.compile(rf"(?:{_openers(data['titles'])})"),
        prefix=re.compile(rf"(?:{any_of(data['prefixes'])})-(?=[{UPPER}])", re.I),
        corporate=re.compile(rf",? (?:{corporate})(?!\w)|(?: & | et )(?:Associés|Co|Cie|Fils|fils|associés)\b"),
        corporate_end=re.compile(rf",? (?:{corporate})$| (?:&|et) (?:Associés|Co|Cie|Fils|fils|associés)$"),
        trailing=re.compile(rf"(?: (?:{any_of(data['trailing'])}))+$"),
        particled=re.compile(rf"(?P<title>(?<!\w)(?:{any_of(data['titles'])}) )(?:de La |de la |de |du |d')$"),
        ruled=re.compile(rf"(?:{any_of(data['ruled'])}) (?:de la |de l'|du |des |de |d')(?=[{UPPER}])"),
        number=re.compile(rf" (?:{any_of(data['numbers'])}) (?=[{LOWER}])"),
        when=frozenset(data["when"]),
        openers=frozenset(data["openers"]),
        particles=frozenset(data["particles"]),
        given_names=frozenset(data["given_names"]),
        common=frozenset(data["common"]),
        english=frozenset(data["english"]),
    )


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of `words`, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _openers(words: list[str]) -> str:
    """Words with the space behind them; an apostrophe needs none."""
    elided = [word for word in words if word.endswith("'")]
    return rf"(?:{any_of([w for w in words if w not in elided])})\s+" + (rf"|(?:{any_of(elided)})\s*" if elided else "")


@cache
def demonyms() -> frozenset[str]:
    """Names of peoples and of the inhabitants of places, capitalised, in all their forms."""
    data = load_toml("names/demonyms.toml")
    forms = set(data["religions"])
    for word in data["masculine"]:
        feminine = {
            "en": word + "ne", "on": word + "ne", "c": word[:-1] + "que", "ec": word + "que", "f": word[:-1] + "ve",
            "e": word, "an": word + "e", "eau": word[:-2] + "lle",
        }  # fmt: skip
        ending = next((e for e in ("eau", "ec", "en", "on", "an", "c", "f", "e") if word.endswith(e)), "")
        she = feminine.get(ending, word + "e")
        forms |= {word, she, word if word.endswith(("s", "x")) else word + "s", she + "s"}
    return frozenset(forms)


def is_common(name: str) -> bool:
    """Whether a capitalised form names nobody: a common acronym, a people, a word of the trade."""
    return name in lexicon().common or (name in demonyms() and name not in _places()) or bool(_HANDLE.match(name))


def is_known(name: str) -> bool:
    """Whether a name is that of a place, or one of `models/names/known.toml`."""
    return name in _places() or name in known_names()


@cache
def known_names() -> dict[str, str]:
    """The labels of well-known names."""
    return {name: label for label, names in load_toml("names/known.toml").items() for name in names}


@cache
def _places() -> frozenset[str]:
    from pipeline.names.places import known_places

    return known_places()


def clean(text: str, start: int, end: int, label: str, passage: Passage) -> Span | None:
    """The span of the name in `text[start:end]`, which lies in `passage`; None where no name is left."""
    words = lexicon()
    start, end = _strip(text, start, end)
    while start < end:
        before = start
        if label == "PER" and _has_particle(text, start, passage):
            break
        for pattern in (words.title, words.leading, words.prefix):
            opening = pattern.match(text, start, end)
            if opening and not _is_elided_name(text, start, opening.end()):
                start = _strip(text, opening.end(), end)[0]
        if match := words.ruled.match(text, start, end):
            start = match.end()
        start = _without_article(text, start, end, passage)
        start = _without_opener(text, start, end, passage)
        if label == "PER":
            start = _without_lower_case(text, start, end, words.particles)
        elif (noun := _NOUN.match(text, start, end)) and noun[1] in announcing_nouns():
            start = noun.end()
        if start == before:
            break
    start = _with_article(text, start, passage)
    if titled := words.particled.search(text, passage.start, start):
        start = titled.end("title")
    start, end = _balanced(text, start, end)
    if match := words.trailing.search(text, start, end):
        end = match.start()
    if label != "MISC" and (match := words.number.search(text, start, end)):
        end = match.start()
    if passage.language != "fr":
        end = start + len(_capitalised_run(text[start:end]))
    start, end = _strip(text, start, end)
    if start >= end:
        return None
    start, end = _whole_word(text, start, end, passage)
    end = _with_tail(text, start, end, label, passage)
    return (start, end) if _is_name(text, start, end, passage) else None


def _is_elided_name(text: str, start: int, end: int) -> bool:
    """Whether what looks like an elided word opens a name: "M'hamed"."""
    return text[start].isupper() and text[end - 1] == "'" and text[end].islower()


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES and not _keeps_stop(text, start, end):
        end -= 1
    return start, end


def _keeps_stop(text: str, start: int, end: int) -> bool:
    """Whether the full stop at the end belongs to the name: "Twitter, Inc.", "Martin Luther K."."""
    if text[end - 1] != ".":
        return False
    name = text[start : end - 1]
    last = name.rpartition(" ")[2]
    return last != name and (last + "." in _stopped() or (len(last) == 1 and last.isupper()))


@cache
def _stopped() -> frozenset[str]:
    return frozenset(word for word in load_toml("names/spans.toml")["corporate"] if word.endswith("."))


def opens_sentence(text: str, start: int, passage: Passage) -> bool:
    """Whether a capital at `start` may be that of a sentence: nothing but opening marks or a colon stands before."""
    before = text[max(passage.start, start - 4) : start].rstrip(" «“\"'(—–-•")
    return start - len(text[passage.start : start]) == passage.start and (
        not text[passage.start : start].strip(" «“\"'(—–-•") or before.endswith((":", ".", "!", "?", "…"))
    )


def _without_article(text: str, start: int, end: int, passage: Passage) -> int:
    match = lexicon().article.match(text, start, end)
    if not match or match.end() >= end:
        return start
    if text[start].islower():
        return match.end() if not text[match.end()].islower() or _opens_name(text, match.end(), end) else start
    if not opens_sentence(text, start, passage):
        return start
    rest = text[match.end() : end]
    # "Le PSG", "La France", "L'Institut Pasteur" – but "Le Monde", "Les Échos", "La Rochelle" stay whole.
    kept = text[start:end] in _with_articles() or rest.split(" ")[0].split("-")[0] in _press_words()
    return start if kept else match.end()


def _opens_name(text: str, start: int, end: int) -> bool:
    return any(character.isupper() for character in text[start:end])


def _with_article(text: str, start: int, passage: Passage) -> int:
    """A capitalised article before the name, within a sentence, is part of it: "La Rochelle", "Les Échos"."""
    for article in ("Le ", "La ", "Les ", "L'", "The "):
        begin = start - len(article)
        if begin > passage.start and text.startswith(article, begin) and text[begin - 1] in " ('«“":
            first = re.split("[ '-]", text[start : start + 40], maxsplit=1)[0]
            return start if opens_sentence(text, begin, passage) or first in _institutions() else begin
    return start


@cache
def _institutions() -> frozenset[str]:
    """First words of institutions: a capitalised article before one belongs to the sentence ("La Commission")."""
    return frozenset(load_toml("names/evidence.toml")["first_word"]["ORG"]) - _press_words()


@cache
def _with_articles() -> frozenset[str]:
    return frozenset(place for place in _places() if place.startswith(("Le ", "La ", "Les ", "L'")))


@cache
def _press_words() -> frozenset[str]:
    return frozenset(load_toml("names/press.toml")["words"])


def _has_particle(text: str, start: int, passage: Passage) -> bool:
    """Whether a surname opens with a small word: "M. de Villepin", "le général de Gaulle"."""
    if not _PARTICLE.match(text, start):
        return False
    before = text[passage.start : start].rstrip().rpartition(" ")[2].rpartition("'")[2]
    return before in announcing_nouns() or bool(lexicon().title.fullmatch(before + " "))


def _without_opener(text: str, start: int, end: int, passage: Passage) -> int:
    """Without a participle that opens the sentence: "Rebaptisée Rivance"."""
    first = text[start:end].partition(" ")[0]
    if len(first) < end - start and _is_opener(first) and opens_sentence(text, start, passage):
        return start + len(first) + 1
    return start


def _is_opener(word: str) -> bool:
    return bool(_OPENER.fullmatch(word)) and word not in lexicon().given_names


@cache
def announcing_nouns() -> frozenset[str]:
    """Nouns that announce a name without being part of it: "association", "ville"."""
    return frozenset(noun for nouns in load_toml("names/evidence.toml")["noun_before"].values() for noun in nouns)


def _without_lower_case(text: str, start: int, end: int, particles: frozenset[str]) -> int:
    """The start of a person's name: what is in lower case before it is a title or a role, but for a particle."""
    while start < end and text[start].islower():
        word = re.compile(r"[^\s']+'?\s*").match(text, start, end)
        if word is None or word.end() >= end:
            return start
        if word[0].strip() in particles and text[word.end()].isupper():
            return start
        if text[start] in "deal" and text[start : start + 3] in ("al-", "el-"):
            return start
        start = word.end()
    return start


def _balanced(text: str, start: int, end: int) -> Span:
    """The span without a quote or bracket whose partner lies outside."""
    for opening, closing in _QUOTES.items():
        name = text[start:end]
        if opening in name and closing not in name:
            end = start + name.index(opening)
        elif closing in name and opening not in name:
            end = start + name.index(closing)
    return _strip(text, start, end)


def _capitalised_run(name: str) -> str:
    """The words of a name of another language up to the first in lower case."""
    words = name.split(" ")
    kept = 0
    while kept < len(words) and (not words[kept][:1].islower() or words[kept] in lexicon().particles):
        kept += 1
    while kept and words[kept - 1] in lexicon().particles:
        kept -= 1
    return " ".join(words[:kept])


def _whole_word(text: str, start: int, end: int, passage: Passage) -> Span:
    """The span out to the edges of the words that it touches, where a hyphen or an apostrophe holds them together."""
    if text[end - 1].isalnum():
        tail = _WORD_TAIL.match(text, end, passage.end)
        if tail and not re.match(r"-(?:là|ci|t-|il|elle|on|ils|elles|je|nous|vous)\b", tail[0]):
            end = tail.end()
    while start > passage.start and text[start - 1].isalnum():
        start -= 1
    return start, end


def _with_tail(text: str, start: int, end: int, label: str, passage: Passage) -> int:
    if match := lexicon().corporate.match(text, end, passage.end):
        end = match.end()
        if (
            text[end - 1] != "."
            and text.startswith(".", end)
            and text[match.start() : end].split()[-1] + "." in _stopped()
        ):
            end += 1
    title = _PAPER.match(text, start, passage.end)
    if title and title["noun"] in _press_words() and title.end("noun") == end:
        end = title.end()
    if label == "ORG" and (brackets := _BRACKETED.match(text, end, passage.end)):
        whole = text[start : brackets.end("rest")]
        if is_initialism(brackets["short"], whole) and not is_initialism(brackets["short"], text[start:end]):
            end = brackets.end("rest")
    if label == "PER" and _INITIAL.search(text, start, end) and text.startswith(".", end) and end < passage.end:
        end += 1
    if text.startswith("+", end) and label in ("MISC", "ORG"):
        end += 1
    if label == "MISC":
        match = _VERSION.match(text, end, passage.end)
        if match and not _COUNTED.match(text, match.end(), passage.end):
            end = match.end()
    return end


def _is_date(text: str, start: int, end: int, passage: Passage) -> bool:
    """Whether a span is a time: "XIXe siècle", "Mardi 5", "Samedi soir"; "Mars" that opens a sentence, with a year."""
    name = text[start:end]
    words = [word.strip(".").casefold() for word in name.split(" ")]
    if _CENTURY.fullmatch(name) or (_DAY.match(name) and words[0] in _calendar()):
        return True
    if not all(word in _calendar() or word in lexicon().when or word.isdigit() for word in words):
        return False
    return opens_sentence(text, start, passage) and (
        len(words) > 1 or bool(_YEAR.match(text, end, passage.end)) or words[0] in lexicon().when
    )


@cache
def _calendar() -> frozenset[str]:
    return frozenset(load_toml("names/spans.toml")["calendar"])


def _is_name(text: str, start: int, end: int, passage: Passage) -> bool:
    name = text[start:end]
    if not any(c.isupper() for c in name) or is_common(name) or "http" in name or _is_date(text, start, end, passage):
        return False
    if len(name) < 2 and name not in ("X",):
        return False
    if passage.language != "fr":
        words = name.replace("’", "'").casefold().split()
        if (
            passage.language == "en"
            and len(words) == 1
            and name.istitle()
            and opens_sentence(text, start, passage)
            and _LOWER_NEXT.match(text, end)
        ):
            return is_known(name)  # "Stranded off the coast"
        return not all(word.strip(".,!?") in lexicon().english or word.isdigit() for word in words)
    opener = _is_opener(name) or (name in lexicon().openers and bool(_LOWER_NEXT.match(text, end)))
    return not (opener and opens_sentence(text, start, passage))
