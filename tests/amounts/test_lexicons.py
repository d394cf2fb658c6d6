"""The lexicons: babel's names, units and nouns."""

from __future__ import annotations

import csv

import pytest
from babel.core import Locale

from pipeline.amounts import find_amounts
from pipeline.amounts.nouns import singularise
from pipeline.resources import MODELS, load_toml
from pipeline.structure.view import plain_view

# Funds, accounting units, metals and forms with a year in brackets: nobody writes them behind a figure.
LEFT_OUT = {
    "BEC",
    "BEL",
    "CHE",
    "CHW",
    "CLF",
    "COU",
    "ECV",
    "ESA",
    "ESB",
    "LUC",
    "LUL",
    "MXV",
    "USN",
    "USS",
    "YUN",
    "TMM",
}
LEFT_OUT |= {"ZAL", "XDR", "XFO", "XFU", "XSU", "XTS", "XXX", "XUA", "XAG", "XAU", "XPD", "XPT", "XRE", "XEU"}


def official_names() -> list[tuple[str, str, str]]:
    found = []
    for code, names in sorted(Locale("fr")._data["currency_names_plural"].items()):
        one, other = (names.get(form, "").replace("’", "'") for form in ("one", "other"))
        one, other = (name.replace(" (BCEAO)", "").replace(" (BEAC)", "") for name in (one, other))
        if one and other and "(" not in one and code not in LEFT_OUT and not code.startswith("XB"):
            found.append((code, one, other))
    return found


def test_the_currency_names_are_those_of_babel() -> None:
    with (MODELS / "amounts/currencies.csv").open(encoding="utf-8", newline="") as handle:
        rows = [tuple(row) for row in csv.reader(handle)]
    assert rows[0] == ("code", "singular", "plural")
    assert rows[1:] == official_names()


def test_every_official_currency_name_is_read() -> None:
    homonyms = set(load_toml("amounts/currencies.toml")["homonyms"]["names"])
    for code, singular, plural in official_names():
        (amount,) = find_amounts(plain_view(f"Il a versé 300 millions de {plural}."))
        assert amount.kind == "money", plural
        if " " in singular and code != "XAF" and not homonyms & set(singular.split()):
            assert amount.currency == code, plural


def test_every_code_in_the_tables_is_an_iso_code() -> None:
    known = set(Locale("fr").currencies)
    data = load_toml("amounts/currencies.toml")
    for table in ("symbols", "names", "defaults", "hundredths"):
        assert set(data[table].values()) <= known
    assert set(data["places"]) | set(data["leading"]["codes"]) <= known


@pytest.mark.parametrize("name", sorted(load_toml("amounts/units.toml")["measures"]))
def test_every_form_of_a_measure_has_its_unit(name: str) -> None:
    for form in load_toml("amounts/units.toml")["measures"][name]:
        (amount,) = find_amounts(plain_view(f"Cela fait 250 {form}."))
        assert (amount.kind, amount.unit) == ("measure", name), form


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("abonnés", "abonné"),
        ("journaux", "journal"),
        ("hôpitaux", "hôpital"),
        ("bateaux", "bateau"),
        ("noyaux", "noyau"),
        ("travaux", "travail"),
        ("vitraux", "vitrail"),
        ("jeux", "jeu"),
        ("vœux", "vœu"),
        ("religieux", "religieux"),
        ("bijoux", "bijou"),
        ("époux", "époux"),
        ("pays", "pays"),
        ("voix", "voix"),
        ("procès", "procès"),
        ("gaz", "gaz"),
        ("œufs", "œuf"),
        ("yeux", "œil"),
        ("licenciées", "licencié"),
        ("salariées", "salarié"),
        ("années", "année"),
        ("données", "donnée"),
        ("musées", "musée"),
        ("sous-marins", "sous-marin"),
        ("porte-avions", "porte-avions"),
        ("chefs-d'œuvre", "chef-d'œuvre"),
        ("procès-verbaux", "procès-verbal"),
        ("grands-parents", "grand-parent"),
        ("start-ups", "start-up"),
        ("matches", "match"),
        ("boss", "boss"),
        ("écoles", "école"),
        ("école", "école"),
    ],
)
def test_a_plural_becomes_its_singular(plural: str, singular: str) -> None:
    assert singularise(plural) == singular
