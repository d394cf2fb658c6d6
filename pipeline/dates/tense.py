"""The time of a clause from the forms of its words: enough to tell whether "le 3 mai" lies behind or ahead.

No parser is asked. A cue is a word that shows a time (a future ending, an auxiliary with its participle …); a date
takes the cue of its own clause, commas being the bounds of clauses, else the nearest one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress, count

from pipeline.dates.lexicon import forms, french, inflected, words
from pipeline.dates.tokens import Tokens

_ARRANGED = inflected("arranged")
_ARRANGED_NOW = inflected("arranged_now")
_AUXILIARIES = forms("auxiliaries")
_BEHIND_VERB_GROUP = forms("behind_verb_group")
_CONJUNCTIONS = words("conjunctions")
_DETERMINERS = forms("determiners")
_INFINITIVE_AUXILIARIES = forms("infinitive_auxiliaries")
_NOT_FUTURE = forms("not_future")
_NOT_IMPERFECT = forms("not_imperfect")
_NOT_PARTICIPLES = forms("not_participles")
_NO_PARTICIPLE = forms("no_participle")
_OF = words("of")
_PARTICIPLES = inflected("participles")
_PAST = forms("past")
_PRESENT = forms("present")
_PRESENT_PASSIVE = forms("present_passive")
_PROSPECTS = forms("prospects")
_RECENT = forms("recent")
_REFLEXIVES = forms("reflexives")
_RELATIVES = forms("relatives")
_SUBJECTS = forms("subjects")
_TO_BE = forms("to_be")
_TO_COME = forms("to_come")
_WOULD_BE = forms("would_be")
_OTHER_AHEAD = {kind: forms(kind) for kind in ("ahead", "ahead_of_infinitive", "near_of_infinitive")}
_OTHER_PRESENT = {kind: forms(kind) for kind in ("happening", "speech", "present")}

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


def _elsewhere(cue: Cue) -> Cue:
    """A cue of another clause than that of the date which asks."""
    return Cue(cue.index, cue.time, cue.bare, own=False)


@lru_cache(maxsize=1 << 16)
def _form(word: str) -> str:
    """What a word form may be, whatever stands around it: most are nothing."""
    if _FUTURE.match(word) and word not in _NOT_FUTURE:
        return "future"
    if word in _AUXILIARIES:
        return "auxiliary"
    if word in _ARRANGED:
        return "ahead"
    ahead = next((kind for kind, members in _OTHER_AHEAD.items() if word in members), None)
    if ahead:
        return ahead
    if word in _RECENT:
        return "just"
    imperfect = _IMPERFECT.match(word)
    if _CONDITIONAL.match(word) and imperfect and imperfect[1] + "a" not in _NOT_FUTURE:
        return "conditional"
    if word in _PAST or _SIMPLE_PAST.match(word) or (imperfect and word not in _NOT_IMPERFECT):
        return "past"
    if _SIMPLE_PAST_A.match(word):
        return "simple_past"
    if _is_participle(word):
        return "participle"
    return next((kind for kind, members in _OTHER_PRESENT.items() if word in members), "")


class Verbs:
    """The verbs of a passage: its cues in order, and the bounds of its clauses. Read when first asked for."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens

    @cached_property
    def cues(self) -> list[Cue]:
        """The cues of the passage, in order."""
        return _cues(self.tokens) or [Cue(n, FUTURE) for n, word in enumerate(self.tokens.words) if word in _PROSPECTS]

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
        strong = [cue for cue in before if cue.index >= left and cue.time != PRESENT]
        if strong:
            return strong[-1]
        after = [cue for cue in self.cues[place : place + _NEIGHBOURS] if behind <= cue.index < behind + _REACH]
        strong = [cue for cue in after if cue.index < right and cue.time != PRESENT]
        if strong:
            return strong[0]
        present = [cue for cue in [*before, *after] if left <= cue.index < right]
        happening = next((cue for cue in present if self._is(cue, "happening")), None)
        if happening:
            return happening
        if left == 0 and first <= 2 and after:
            return _elsewhere(next((cue for cue in after if cue.time != PRESENT and not cue.bare), after[0]))
        main = [cue for cue in before if cue.time != PRESENT and not self._is_relative(cue)]
        if main:
            return _elsewhere(main[-1])
        main = [cue for cue in after if cue.time != PRESENT and not cue.bare and not self._is_relative(cue)]
        if main:
            return _elsewhere(main[0])
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
    shown = list(map(_form, tokens.words[: len(tokens)]))
    for index in compress(count(), shown):
        if index < behind:
            continue
        form = shown[index]
        if form == "auxiliary" or (form == "future" and not _name(tokens, index)):
            group = _verb_group(tokens, index, form, found)
            if group:
                found.append(group)
                behind = group.index + 1
                continue
        time, bare = _time(tokens, index, form), form == "participle"
        if bare and found and tokens.word(index - 1) in _CONJUNCTIONS and index - found[-1].index < _COORDINATED:
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
    if word in _INFINITIVE_AUXILIARIES and found and index - found[-1].index <= 3 and found[-1].time == FUTURE:
        return Cue(participle, FUTURE)
    if tokens.words[participle] in _ARRANGED:
        return Cue(participle, FUTURE if form == "future" or word in _TO_BE else NEAR)
    if word in _PRESENT_PASSIVE and tokens.words[participle] in _ARRANGED_NOW:
        return Cue(participle, FUTURE)
    if word in _WOULD_BE:
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
            return PAST if tokens.word(index + 1) in _OF else PRESENT
        case "past":
            return PAST
        case "simple_past":
            follows = tokens.word(index - 1) in _SUBJECTS or _name(tokens, index - 1)
            verb = follows or tokens.words[index] in _NOT_FUTURE
            return PAST if verb and not _name(tokens, index) else NONE
        case "participle":
            before = tokens.word(index - 1)
            noun = before in _DETERMINERS or before.isdecimal() or before in french().numerals
            return NONE if noun else PAST
        case "present" | "speech":
            return PRESENT
        case "happening":
            return NONE if tokens.word(index - 1) in _DETERMINERS else PRESENT
    if tokens.words[index] in _PAST:
        return PAST
    return PRESENT if tokens.words[index] in _PRESENT else NONE


def _name(tokens: Tokens, index: int) -> bool:
    return index > 0 and tokens.capital(index) and not tokens.text[tokens.starts[index] : tokens.end(index)].isupper()


@lru_cache(maxsize=1 << 16)
def _is_participle(word: str) -> bool:
    return word not in _NOT_PARTICIPLES and (word in _PARTICIPLES or bool(_PARTICIPLE.match(word)))


@lru_cache(maxsize=1 << 16)
def _is_participle_of_avoir(word: str) -> bool:
    """Whether a form behind "avoir" is a participle: there even one in -i, -u, -it that elsewhere is mostly a noun."""
    return word not in _NO_PARTICIPLE and bool(_ANY_PARTICIPLE.match(word))


def tells_a_happening(word: str) -> bool:
    """Whether a form is the present of something that happens on a day ("débute", "se réunit")."""
    return _form(word) == "happening" or word in _TO_COME


def _participle_behind(tokens: Tokens, index: int) -> int | None:
    """The participle that an auxiliary goes with: "a, depuis, été adopté" has its last one."""
    last = None
    avoir = tokens.word(index) not in _TO_BE or tokens.word(index - 1) in _REFLEXIVES
    for offset in range(index + 1, index + 2 + _SKIPPED_AFTER_AUXILIARY):
        word = tokens.word(offset)
        if (word in _BREAKS and word not in "«»") or word in _BEHIND_VERB_GROUP:
            break
        if tokens.word(offset - 1).isdecimal():
            break  # "il est de 84 morts"
        if word == "été" or _is_participle(word) or (avoir and _is_participle_of_avoir(word)):
            last = offset
            if word != "été":
                break
    return last
