"""What two ways of writing a name share, and what abbreviates what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.names.forms import fold, is_initialism


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("États-Unis", "Etats Unis"),
        ("“Open” AI", "OpenAI"),
        ("X.AI", "xAI"),
        ("Tech Crunch", "TechCrunch"),
        ("L'Équipe", "L’Equipe"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("GPT-4", "GPT-5"), ("Le Pen", "Le Pin"), ("!", "?")])
def test_other_names_do_not(one: str, other: str):
    assert fold(one) != fold(other)


@given(st.text(min_size=1))
def test_folding_leaves_something_and_twice_is_once(name: str):
    assert fold(name)
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("BCE", "Banque centrale européenne"),
        ("ONF", "Office national du film"),
        ("Inrae", "Institut national de recherche pour l'agriculture, l'alimentation et l'environnement"),
        ("Inserm", "Institut national de la santé et de la recherche médicale"),
        ("Dreal", "Direction régionale de l'environnement, de l'aménagement et du logement"),
        ("Cnil", "Commission nationale de l'informatique et des libertés"),
        ("RFF", "Réseau ferré de France"),
        ("DGA", "Direction générale de l'armement"),
    ],
)
def test_initials_stand_for_their_name(short: str, name: str):
    assert is_initialism(short, name)


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("RN", "Steeve Marchand"),
        ("BCE", "Banque de France"),
        ("Doubs", "Valbrune-sur-Loue"),
        ("CGT", "Renault Trucks"),
        ("Lyon", "Lycée"),
    ],
)
def test_what_is_in_brackets_is_not_always_initials(short: str, name: str):
    assert not is_initialism(short, name)
