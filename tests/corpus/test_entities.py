"""Who is who across articles: one row a bearer, two bearers of one name apart, the same rows in any order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.entities import link_entities


def mentions(*lines: str) -> list[dict[str, object]]:
    """Rows from "article | text | label | name | evidence"; the last two may be left out."""
    rows = []
    for number, line in enumerate(lines):
        document, text, label, name, evidence = [*(part.strip() for part in line.split("|")), "", ""][:5]
        rows.append(
            {
                "mention_id": f"{document}:mention:{number}",
                "document_id": document,
                "text": text,
                "label": label,
                "name": name or text,
                "evidence": evidence or "ner",
            }
        )
    return rows


def names(rows: list[dict[str, object]]) -> list[str]:
    return sorted(f"{row['name']} {row['label']} {row['mention_count']}" for row in link_entities(rows).entities)


def test_one_row_a_person_and_its_aliases_counted():
    rows = mentions(
        "a | Naïma Belkacem | PER",
        "a | Belkacem | PER | Naïma Belkacem",
        "a | Belkacem | PER | Naïma Belkacem",
        "b | NAÏMA BELKACEM | PER",
    )
    linked = link_entities(rows)
    assert names(rows) == ["Naïma Belkacem PER 4"]
    assert linked.entities[0]["document_count"] == 2
    assert {row["alias"]: row["mention_count"] for row in linked.aliases} == {
        "Belkacem": 2,
        "NAÏMA BELKACEM": 1,
        "Naïma Belkacem": 1,
    }


def test_a_surname_alone_in_an_article_finds_its_one_bearer():
    assert names(mentions("a | Naïma Belkacem | PER", "b | Belkacem | PER")) == ["Naïma Belkacem PER 2"]


def test_a_surname_of_two_people_finds_none():
    rows = mentions("a | Ali Benhaddou | PER", "b | Sonia Benhaddou | PER", "c | Benhaddou | PER")
    assert names(rows) == ["Ali Benhaddou PER 1", "Benhaddou PER 1", "Sonia Benhaddou PER 1"]


def test_initials_introduced_in_one_article_hold_in_another():
    rows = mentions("a | Office national du film | ORG", "a | ONF | ORG | Office national du film", "b | ONF | ORG")
    assert names(rows) == ["Office national du film ORG 3"]


def test_initials_of_two_names_stay_apart():
    rows = mentions(
        "a | AMF | ORG | Autorité des marchés financiers", "b | AMF | ORG | Association des maires", "c | AMF | ORG"
    )
    assert len(link_entities(rows).entities) == 3


def test_articles_initials_and_accents_do_not_part_a_name():
    rows = mentions(
        "a | Les Républicains | ORG", "b | Républicains | ORG", "c | États-Unis | LOC", "d | Etats-Unis | LOC"
    )
    assert len(link_entities(rows).entities) == 2
    assert names(mentions("a | Donald J. Trump | PER", "b | Donald Trump | PER", "c | Donald Trump | PER")) == [
        "Donald Trump PER 3"
    ]


def test_a_clear_majority_of_mentions_sets_the_label():
    rows = mentions("a | Calvera | ORG", "b | Calvera | ORG", "c | Calvera | MISC")
    assert names(rows) == ["Calvera ORG 3"]
    assert {label for _, label in link_entities(rows).of_mention.values()} == {"ORG"}


def test_the_town_the_firm_and_the_person_of_one_name_stay_three():
    rows = mentions(
        "a | Orange | LOC | Orange | bracket",
        "b | Orange | ORG | Orange | noun:opérateur",
        "b | Orange | ORG",
        "b | Orange | ORG",
        "b | Orange | ORG",
        "c | Orange | PER | Orange | title",
    )
    assert names(rows) == ["Orange LOC 1", "Orange ORG 4", "Orange PER 1"]


ROWS = mentions(
    "a | Naïma Belkacem | PER",
    "b | Belkacem | PER",
    "b | Orange | ORG | Orange | noun:opérateur",
    "c | Orange | LOC | Orange | bracket",
    "c | ONF | ORG | Office national du film",
    "d | ONF | MISC",
    "d | Le Monde | ORG",
    "e | Monde | ORG",
)


def contents(rows: list[dict[str, object]]) -> object:
    linked = link_entities(rows)
    return (
        sorted(map(repr, linked.entities)),
        sorted(map(repr, linked.aliases)),
        sorted(linked.of_mention.items()),
    )


@given(st.permutations(ROWS))
def test_the_order_of_the_mentions_does_not_matter(rows):
    assert contents(rows) == contents(ROWS)


@given(st.lists(st.sampled_from(ROWS), unique_by=lambda row: row["mention_id"]))
def test_every_mention_has_its_entity_and_every_id_is_one_row(rows):
    linked = link_entities(rows)
    ids = [row["entity_id"] for row in linked.entities]
    assert len(set(ids)) == len(ids)
    assert {entity for entity, _ in linked.of_mention.values()} == set(ids)
    assert sum(row["mention_count"] for row in linked.entities) == len(rows)
    assert sum(row["mention_count"] for row in linked.aliases) == len(rows)
