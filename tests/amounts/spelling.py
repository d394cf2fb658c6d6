"""Numbers written in French words, to prove the reader against: traditional, 1990, Belgian and Swiss spelling."""

from __future__ import annotations

UNITS = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"]
UNITS += ["treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"]
FRENCH = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
BELGIAN = FRENCH | {70: "septante", 90: "nonante"}
SWISS = BELGIAN | {80: "huitante"}
SCALES = ((10**9, "milliard"), (10**6, "million"))


def traditional(number: int) -> str:
    """As before 1990: hyphens below a hundred only, none around "et"."""
    return _write(number, FRENCH)


def reformed(number: int) -> str:
    """As the spelling of 1990 has it: hyphens between all words."""
    return _write(number, FRENCH).replace(" ", "-")


def belgian(number: int) -> str:
    """With "septante" and "nonante"."""
    return _write(number, BELGIAN)


def swiss(number: int) -> str:
    """With "septante", "huitante" and "nonante"."""
    return _write(number, SWISS)


def _write(number: int, tens: dict[int, str]) -> str:
    words = []
    for scale, name in SCALES:
        count, number = divmod(number, scale)
        if count:
            words.append(f"{_below_million(count, tens, before_noun=True)} {name}{'s' * (count > 1)}")
    if number or not words:
        words.append(_below_million(number, tens))
    return " ".join(words)


def _below_million(number: int, tens: dict[int, str], *, before_noun: bool = False) -> str:
    thousands, rest = divmod(number, 1000)
    words = []
    if thousands:
        words.append("mille" if thousands == 1 else f"{_below_thousand(thousands, tens, plural=False)} mille")
    if rest or not thousands:
        words.append(_below_thousand(rest, tens, plural=True))
    return " ".join(words)


def _below_thousand(number: int, tens: dict[int, str], *, plural: bool) -> str:
    hundreds, rest = divmod(number, 100)
    words = []
    if hundreds:
        cent = "cents" if hundreds > 1 and not rest and plural else "cent"
        words.append(cent if hundreds == 1 else f"{UNITS[hundreds]} {cent}")
    if rest or not hundreds:
        words.append(_below_hundred(rest, tens, plural=plural))
    return " ".join(words)


def _below_hundred(number: int, tens: dict[int, str], *, plural: bool) -> str:
    if number < 20:
        return UNITS[number]
    ten, unit = number // 10 * 10, number % 10
    if ten in (70, 90) and ten not in tens:
        ten, unit = ten - 10, unit + 10
    if ten == 80 and ten not in tens:
        return f"quatre-vingt-{UNITS[unit]}" if unit else ("quatre-vingts" if plural else "quatre-vingt")
    if unit == 0:
        return tens[ten]
    if unit in (1, 11):
        return f"{tens[ten]} et {UNITS[unit]}"
    return f"{tens[ten]}-{UNITS[unit]}"
