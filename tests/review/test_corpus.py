"""Decisions about who is who and about which events are one happening, on the tables of several articles."""

from functools import cache

import pytest

from pipeline.article import Article
from pipeline.review.anchor import anchor_at
from pipeline.review.decisions import Anchor
from tests.review.halves import decide, first_half, reviewed

TEXTS = {
    "a": "Le 12 mars 2024, Jeanne Morel a vendu l'usine de Valbrune à Lorvel. Morel se dit soulagée.",
    "b": "Le 13 mars 2024, l'usine de Valbrune a été cédée à Lorval par Jeanne Morel. Marc Petit applaudit.",
    "c": "Le 4 mai 2022, Marc Petit a fondé Delvaux à Nantes. Marc Petit y avait grandi.",
}


@cache
def halves():
    return first_half([Article(name, f"{name}.txt", text, sha256="0" * 64) for name, text in TEXTS.items()])


def tables(*decisions):
    return reviewed(halves(), decisions)


def named(rows):
    return {(row["label"], row["name"], row["mention_count"]) for row in rows["entities"]}


def entity(action, source, target, document_id=""):
    return decide(action, "entities", Anchor(document_id, source), target)


def telling(document_id, words):
    text = TEXTS[document_id]
    start = text.index(words)
    return anchor_at(document_id, text, start, start + len(words))


def tell(action, one, other=None):
    return decide(action, "stories", one, str(other) if other else "")


def stories(rows):
    told = {}
    for row in rows["events"]:
        told.setdefault(row["story_id"], set()).add(f"{row['document_id']}:{row['trigger']}")
    return sorted(map(sorted, told.values()))


def problems(rows):
    return [row["message"] for row in rows["problems"]]


def test_the_articles_are_what_the_cases_below_take_them_for():
    rows = tables()
    assert {("PER", "Jeanne Morel", 3), ("PER", "Marc Petit", 3)} <= named(rows)
    assert len({row["label"] for row in rows["entities"] if row["name"] in ("Lorvel", "Lorval")}) >= 1
    assert {"a:vendu", "b:cédée", "c:fondé"} <= {one for story in stories(rows) for one in story}


def label_of(name):
    return next(row["label"] for row in tables()["entities"] if row["name"] == name)


def test_two_spellings_become_one_entity_under_the_name_that_is_given():
    rows = tables(
        entity("merge", f"{label_of('Lorval')} Lorval", "ORG Groupe Lorvel"),
        entity("merge", f"{label_of('Lorvel')} Lorvel", "ORG Groupe Lorvel"),
    )
    assert ("ORG", "Groupe Lorvel", 2) in named(rows)
    assert {row["alias"] for row in rows["entity_aliases"] if row["entity_id"] == "ORG:groupelorvel"} == {
        "Lorvel", "Lorval",
    }  # fmt: skip
    assert problems(rows) == []
    assert {row["label"] for row in rows["mentions"] if row["text"] in ("Lorvel", "Lorval")} == {"ORG"}


def test_an_entity_gets_another_label_or_name_by_a_merge_with_itself_as_it_should_be():
    rows = tables(
        entity("merge", "PER Marc Petit", "ORG Marc Petit"), entity("merge", "PER Jeanne Morel", "PER J. Morel")
    )
    assert {("ORG", "Marc Petit", 3), ("PER", "J. Morel", 3)} <= named(rows)


def test_merges_follow_each_other():
    rows = tables(entity("merge", "PER Marc Petit", "PER M. Petit"), entity("merge", "PER M. Petit", "PER Marc Grand"))
    assert ("PER", "Marc Grand", 3) in named(rows)
    assert problems(rows) == []


def test_a_namesake_of_one_article_is_split_off():
    rows = tables(entity("split", "PER Marc Petit", "PER Marc Petit (fondateur)", "c"))
    assert {("PER", "Marc Petit", 1), ("PER", "Marc Petit (fondateur)", 2)} <= named(rows)


def test_one_way_of_writing_is_split_off():
    rows = tables(entity("split", "PER Jeanne Morel", "PER Morel"))
    assert {("PER", "Jeanne Morel", 2), ("PER", "Morel", 1)} <= named(rows)


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (entity("merge", "ORG Stellantis", "ORG Peugeot"), "no entity has that label and name any more"),
        (entity("split", "PER Marc Petit", "PER Marc Grand", "a"), "none of its mentions is meant"),
        (tell("part", Anchor("z", "vendu")), "there is no article 'z' in this run"),
        (tell("part", telling("a", "usine")), "no event is found at 'usine' any more"),
        (tell("merge", telling("a", "vendu"), Anchor("b", "racheté")), "no longer in the article"),
    ],
)
def test_what_cannot_be_done_is_said(decision, why):
    rows = tables(decision)
    (message,) = problems(rows)
    assert why in message
    assert stories(rows) == stories(tables())


def test_of_two_that_contradict_the_later_wins_and_it_is_said():
    rows = tables(entity("merge", "PER Marc Petit", "PER A B"), entity("merge", "PER Marc Petit", "PER C D"))
    assert ("PER", "C D", 3) in named(rows)
    (message,) = problems(rows)
    assert "says otherwise later and wins" in message


def test_stories_are_merged_and_parted():
    vendu, cedee, fonde = telling("a", "vendu"), telling("b", "cédée"), telling("c", "fondé")
    merged = tables(tell("merge", vendu, fonde))
    assert any({"a:vendu", "c:fondé"} <= set(story) for story in stories(merged))
    together = tables(tell("merge", vendu, cedee))
    assert any({"a:vendu", "b:cédée"} <= set(story) for story in stories(together))
    apart = tables(tell("merge", vendu, fonde), tell("part", cedee))
    assert ["b:cédée"] in stories(apart)
    assert problems(merged) == problems(together) == problems(apart) == []
    ids = {row["story_id"] for row in merged["stories"]}
    assert ids <= {row["event_id"] for row in merged["events"]}  # each is called by its smallest event


def test_a_merge_that_is_parted_again_is_undone():
    vendu, fonde = telling("a", "vendu"), telling("c", "fondé")
    rows = tables(tell("merge", vendu, fonde), tell("part", fonde, vendu))
    assert stories(rows) == stories(tables())
    (message,) = problems(rows)
    assert "says otherwise later and wins" in message
