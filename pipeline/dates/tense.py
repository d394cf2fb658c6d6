"""The time of a clause from the forms of its words: enough to tell whether "le 3 mai" lies behind or ahead.

No parser is asked. A cue is a word that shows a time (a future ending, an auxiliary with its participle …); a date
takes the cue of its own clause, commas being the bounds of clauses, else the nearest one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import compress, count

from pipeline.dates.lexicon import french
from pipeline.dates.tokens import Tokens
from pipeline.resources import load_toml

PAST, FUTURE, PRESENT, NEAR, NOMINAL, NONE = "past", "future", "present", "near", "nominal", ""

_FUTURE = re.compile(
    r"(?:[^\W\d]{2,}(?:er|ir|dr|ttr|îtr|oir|vr|rr|ur|tr)|ser|aur|fer|ir|pourr|devr|saur|verr)(?:a|ont|ai|ons|ez)$"
)
_CONDITIONAL = re.compile(r"(?:[^\W\d]+(?:er|ir|dr|ttr|îtr|oir|evr|ivr|urr|err|lur)|ser|aur|fer|ir)(?:ait|aient|ais)$")
_IMPERFECT = re.compile(r"([^\W\d]{2,})(?:ait|aient)$")
_SIMPLE_PAST = re.compile(r"[^\W\d]{2,}(?:èrent|irent|urent)$")
_SIMPLE_PAST_A = re.compile(r"[^\W\d]{3,}a$")
_PARTICIPLE = re.compile(r"[^\W\d]{2,}(?:é|ée|és|ées)$")
_ANY_PARTICIPLE = re.compile(r"[^\W\d]{2,}(?:[iu]|is|it|ert|ort|eint|aint|oint|os)(?:e|s|es)?$")
_INFINITIVE = re.compile(r"[^\W\d]{2,}(?:er|ir|re|oir)$")
_RELATIVES = frozenset(("qui", "que", "qu'", "dont", "où", "lequel", "laquelle"))
_BREAKS = frozenset((",", ";", ":", "(", ")", "«", "»", "–", "—"))
_SKIPPED_AFTER_AUXILIARY = 4
_COORDINATED = 10  # words
_REACH = 60  # words on either side of a date within which its verb is looked for
_NEIGHBOURS = 12  # cues


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that shows a time. `bare` marks a participle without auxiliary ("lancé en mai"), told in passing; `own`
    that it stands in the clause of the date that asks."""

    index: int
    time: str
    bare: bool = False
    own: bool = True


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load_toml("dates/tense.toml").items()}


@lru_cache(maxsize=1 << 16)
def _form(word: str) -> str:
    """What a word form may be, whatever stands around it: most are nothing."""
    lexicon = _lexicon()
    if _FUTURE.match(word) and word not in lexicon["not_future"]:
        return "future"
    if word in lexicon["auxiliaries"]:
        return "auxiliary"
    if _inflected(word, "arranged"):
        return "ahead"
    for kind in ("ahead", "ahead_of_infinitive", "near_of_infinitive"):
        if word in lexicon[kind]:
            return kind
    if word in ("vient", "viennent"):
        return "just"
    imperfect = _IMPERFECT.match(word)
    if _CONDITIONAL.match(word) and imperfect and imperfect[1] + "a" not in lexicon["not_future"]:
        return "conditional"
    if word in lexicon["past"] or _SIMPLE_PAST.match(word) or (imperfect and word not in lexicon["not_imperfect"]):
        return "past"
    if _SIMPLE_PAST_A.match(word):
        return "simple_past"
    if _is_participle(word):
        return "participle"
    return next((kind for kind in ("happening", "speech", "present") if word in lexicon[kind]), "")


class Verbs:
    """The verbs of a passage: its cues in order, and the bounds of its clauses. Read when first asked for."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens

    @cached_property
    def cues(self) -> list[Cue]:
        """The cues of the passage, in order."""
        prospects = _lexicon()["prospects"]
        return _cues(self.tokens) or [Cue(n, FUTURE) for n, word in enumerate(self.tokens.words) if word in prospects]

    @cached_property
    def _places(self) -> list[int]:
        return [cue.index for cue in self.cues]

    @cached_property
    def _breaks(self) -> list[int]:
        return list(compress(count(), map(_BREAKS.__contains__, self.tokens.words)))

    def cue(self, first: int, behind: int) -> Cue | None:
        """The cue that a date at tokens `first`..`behind` hangs on, None where no verb tells its time."""
        if not self.cues:
            return None
        left, right = self._clause(first, behind)
        place = bisect_left(self._places, first)
        before = [cue for cue in self.cues[max(0, place - _NEIGHBOURS) : place] if cue.index > first - _REACH]
        after = [cue for cue in self.cues[place : place + _NEIGHBOURS] if behind <= cue.index < behind + _REACH]
        strong = [cue for cue in before if cue.index >= left and cue.time != PRESENT]
        if strong:
            return strong[-1]
        strong = [cue for cue in after if cue.index < right and cue.time != PRESENT]
        if strong:
            return strong[0]
        present = [cue for cue in [*before, *after] if left <= cue.index < right]
        happening = next((cue for cue in present if self._is(cue, "happening")), None)
        if happening:
            return happening
        if left == 0 and first <= 2 and after:
            return replace(next((cue for cue in after if cue.time != PRESENT and not cue.bare), after[0]), own=False)
        main = [cue for cue in before if cue.time != PRESENT and not self._is_relative(cue)]
        if main:
            return replace(main[-1], own=False)
        main = [cue for cue in after if cue.time != PRESENT and not cue.bare and not self._is_relative(cue)]
        if main:
            return replace(main[0], own=False)
        return next((cue for cue in present if not self._is(cue, "speech")), None)

    def _clause(self, first: int, behind: int) -> tuple[int, int]:
        """The first token of the clause around a stretch, and the token behind the clause."""
        left, right = bisect_left(self._breaks, first), bisect_left(self._breaks, behind)
        begin = self._breaks[left - 1] + 1 if left else 0
        return begin, self._breaks[right] if right < len(self._breaks) else len(self.tokens)

    def _is(self, cue: Cue, form: str) -> bool:
        return _form(self.tokens.words[cue.index]) == form

    def _is_relative(self, cue: Cue) -> bool:
        """Whether a cue stands in a relative clause behind a comma: another clause's time."""
        start = self._clause(cue.index, cue.index)[0]
        return start > 0 and self.tokens.words[start] in _RELATIVES


def _cues(tokens: Tokens) -> list[Cue]:
    found: list[Cue] = []
    behind = 0  # the token behind the last verb group
    forms = list(map(_form, tokens.words))
    for index in compress(count(), forms):
        if index < behind:
            continue
        form = forms[index]
        if form == "auxiliary" or (form == "future" and not _name(tokens, index)):
            group = _verb_group(tokens, index, form, found)
            if group:
                found.append(group)
                behind = group.index + 1
                continue
        time, bare = _time(tokens, index, form), form == "participle"
        if bare and found and tokens.word(index - 1) in ("et", "ou", "puis") and index - found[-1].index < _COORDINATED:
            time, bare = found[-1].time, found[-1].bare  # "sera promulgué en octobre et appliqué en mai"
        if time:
            found.append(Cue(index, time, bare))
    return found


def _verb_group(tokens: Tokens, index: int, form: str, found: list[Cue]) -> Cue | None:
    """The cue of an auxiliary with its participle: "a déjà été adopté", "sera jugé", "pourrait être prononcée"."""
    participle = _participle_behind(tokens, index)
    if participle is None:
        return None
    word = tokens.words[index]
    if word in ("être", "avoir") and found and index - found[-1].index <= 3 and found[-1].time == FUTURE:
        return Cue(participle, FUTURE)
    lexicon = _lexicon()
    if _inflected(tokens.words[participle], "arranged"):
        return Cue(participle, FUTURE if form == "future" or word in lexicon["to_be"] else NEAR)
    if word in ("est", "sont") and _inflected(tokens.words[participle], "arranged_now"):
        return Cue(participle, FUTURE)
    if word in ("serait", "seraient"):
        return Cue(participle, NEAR)
    return Cue(participle, FUTURE if form == "future" else PAST)


def _time(tokens: Tokens, index: int, form: str) -> str:
    """The time that a form shows where it stands."""
    match form:
        case "future":
            return NONE if _name(tokens, index) else FUTURE
        case "ahead" | "conditional":
            return FUTURE
        case "ahead_of_infinitive":
            return FUTURE if any(_INFINITIVE.match(tokens.word(index + n)) for n in (1, 2, 3)) else PRESENT
        case "near_of_infinitive":
            return NEAR if any(_INFINITIVE.match(tokens.word(index + n)) for n in (1, 2)) else PAST
        case "just":
            return PAST if tokens.word(index + 1) in ("de", "d'") else PRESENT
        case "past":
            return PAST
        case "simple_past":
            follows = tokens.word(index - 1) in _lexicon()["subjects"] or _name(tokens, index - 1)
            return (
                PAST
                if not _name(tokens, index) and (follows or tokens.words[index] in _lexicon()["not_future"])
                else NONE
            )
        case "participle":
            before = tokens.word(index - 1)
            return (
                NONE
                if before in _lexicon()["determiners"] or before.isdecimal() or before in french().numerals
                else PAST
            )
        case "present" | "speech":
            return PRESENT
        case "happening":
            return NONE if tokens.word(index - 1) in _lexicon()["determiners"] else PRESENT
    if tokens.words[index] in _lexicon()["past"]:
        return PAST
    return PRESENT if tokens.words[index] in _lexicon()["present"] else NONE


def _name(tokens: Tokens, index: int) -> bool:
    return index > 0 and tokens.capital(index) and not tokens.text[tokens.starts[index] : tokens.end(index)].isupper()


def _is_participle(word: str) -> bool:
    lexicon = _lexicon()
    shaped = _inflected(word, "participles") or bool(_PARTICIPLE.match(word))
    return shaped and word not in lexicon["not_participles"]


def _inflected(word: str, kind: str) -> bool:
    """Whether a word, or what it is the feminine or plural of, stands in a list of participles."""
    words = _lexicon()[kind]
    return word in words or any(word.endswith(end) and word.removesuffix(end) in words for end in ("s", "e", "es"))


def tells_a_happening(word: str) -> bool:
    """Whether a form is the present of something that happens on a day ("débute", "se réunit")."""
    return _form(word) == "happening" or word in _lexicon()["to_come"]


def _participle_behind(tokens: Tokens, index: int) -> int | None:
    """The participle that an auxiliary goes with: "a, depuis, été adopté" has its last one."""
    last = None
    avoir = tokens.word(index) not in _lexicon()["to_be"] or tokens.word(index - 1) in (
        "s'",
        "se",
        "m'",
        "nous",
        "vous",
    )
    for offset in range(index + 1, index + 2 + _SKIPPED_AFTER_AUXILIARY):
        word = tokens.word(offset)
        if (word in _BREAKS and word not in "«»") or word in (
            "le",
            "la",
            "les",
            "un",
            "une",
            "du",
            "des",
            "à",
            "au",
            "de",
            "en",
            "dans",
        ):
            break
        if tokens.word(offset - 1).isdecimal():
            break  # "il est de 84 morts"
        loose = avoir and bool(_ANY_PARTICIPLE.match(word)) and word not in _lexicon()["no_participle"]
        if word == "été" or loose or _is_participle(word):
            last = offset
            if word != "été":
                break
    return last
