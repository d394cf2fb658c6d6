"""Publication dates: how they are written, where they stand, whom to believe."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import Article, Period, Problem
from pipeline.reading import read_records
from pipeline.reading.header import find_dateline, find_header
from pipeline.reading.publication import Candidate, date_in_name, settle
from pipeline.reading.written_dates import parse_date, vocabulary


def period(written: str) -> Period:
    """ "2024", "2024-03", "2024-03-05", or two of them with ".." between."""
    begin, _, end = written.partition("..")
    if end:
        return Period(date.fromisoformat(begin), date.fromisoformat(end))
    parts = [int(part) for part in begin.split("-")]
    first = date(*[*parts, 1, 1][:3])
    if len(parts) == 3:
        return Period(first, first)
    after = date(first.year + 1, 1, 1) if len(parts) == 1 else (first + timedelta(31)).replace(day=1)
    return Period(first, after - timedelta(1))


WRITTEN = """
2024                                  | 2024
2024-02                               | 2024-02
2024-02-29                            | 2024-02-29
2024-3-5                              | 2024-03-05
20240305                              | 2024-03-05
2024/03/05                            | 2024-03-05
2024-03-05T23:30:00-05:00             | 2024-03-05
2024-03-05T00:10:00.123456Z           | 2024-03-05
2024-03-05 10:00                      | 2024-03-05
2024-03-05 10:00:00 UTC               | 2024-03-05
5 mars 2024                           | 2024-03-05
Mardi 5 mars 2024 à 10h32             | 2024-03-05
mar. 5 mars 2024, 10:32               | 2024-03-05
LUNDI 1ER AVRIL 2024                  | 2024-04-01
1er févr. 2024                        | 2024-02-01
14 fevrier 2024                       | 2024-02-14
31 aout 2023                          | 2023-08-31
31 août 2023                         | 2023-08-31
3 sept. 2023                          | 2023-09-03
3 décembre 2023 à 18 h                | 2023-12-03
05/03/2024                            | 2024-03-05
5/3/24                                | 2024-03-05
5/3/84                                | 1984-03-05
05.03.2024                            | 2024-03-05
05-03-2024                            | 2024-03-05
juillet 2022                          | 2022-07
Tue, 05 Mar 2024 23:32:00 -0500       | 2024-03-05
5 juin 1789                           | 1789-06-05
""".strip().splitlines()


@pytest.mark.parametrize("case", WRITTEN)
def test_a_date_is_what_is_written(case):
    written, expected = map(str.strip, case.split("|"))
    assert parse_date(written) == period(expected)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "hier",
        "2024-13",
        "2023-02-30",
        "2023-02-29",
        "0000",
        "0000-01-01",
        "9999-01-01",
        "2024-00",
        "2024-01-00",
        "32 mars 2024",
        "31/02/2024",
        "13/13/2024",
        "12",
        "1709596800",
        "2024-03-05T",
        "le mois dernier",
        "5 Brumaire 1799",
        "20241301",
        "Tue, 35 Mar 2024",
    ],
)
def test_what_is_no_date_is_refused(written):
    with pytest.raises(ValueError, match=r"is not a date|there is no|no article"):
        parse_date(written)


MONTHS = list(vocabulary()["months"])
FORMS = [
    lambda d: d.isoformat(),
    lambda d: d.strftime("%Y%m%d"),
    lambda d: d.strftime("%d/%m/%Y"),
    lambda d: f"{d.day}.{d.month}.{d.year}",
    lambda d: f"{d.day}{'er' if d.day == 1 else ''} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{d.day} {MONTHS[d.month - 1].upper()} {d.year} à 10h32",
]


def test_every_day_of_six_years_is_read_in_every_form():
    day = date(2019, 1, 1)
    while day < date(2025, 1, 1):
        for form in FORMS:
            assert parse_date(form(day)) == Period(day, day), form(day)
        day += timedelta(1)


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_refused(text):
    try:
        parse_date(text)
    except ValueError:
        return


# The header is what stands before the bar, its date between the brackets.
HEADERS = """
[2024-02] date 2024-02| Un éditeur vidéo puissant
[2024-03]date 2024-03| Elon Musk contre OpenAI : la plainte
[2023-09-15] date 2023-09-15| Taux : la BCE
[2024]date 2024| Les vœux du maire
[2024-03-05]Date : 5 mars 2024| Les vœux du maire
[2024-03-12]Publié le 12 mars 2024 à 10h32|
[2024-03-12]Publié le mardi 12 mars 2024 à 10 h 32| Les vœux du maire
[2024-03-12]Publié le 12 mars 2024 à 10h32, mis à jour le 13 mars 2024 à 9h|
[2024-03-12]PUBLIÉ LE 12/03/2024 À 10:32 - MIS À JOUR LE 12/03/2024 À 11:00| Les vœux
[2024-03-12]Publie le 12 mars 2024| Les vœux du maire
[2024-03-12]Publié le 12 mars 2024| par Jeanne Roux
[2024-03-12]Article publié le : 12 mars 2024|
[2024-03-05]Mardi 5 mars 2024|
[2024-03-05]Mardi 5 mars 2024, 18h05|
[2024-03-12]Le 12 mars 2024 -| Le gouvernement a tranché
[2024-03-12]12 mars 2024 |— Le gouvernement a tranché
[2024-03-12]12/03/2024|
[2024-03-12]12/03/2024| Les vœux du maire
[2024-03-12]2024-03-12 10:32| Les vœux du maire
[2024-03-12]Mis à jour le 12 mars 2024|
[2024-03-12]Paris, le 12 mars 2024|
[2024-03-12]Saint-Denis de La Réunion, le 12 mars 2024|
[2024-03-12]PARIS, 12 mars 2024 (AFP) –| Le gouvernement a tranché
"""


@pytest.mark.parametrize("case", HEADERS.strip("\n").splitlines())
def test_a_header_opens_the_first_line(case):
    expected, text = case.removeprefix("[").split("]", 1)
    header, rest = text.split("|", 1)
    found = find_header(f"{header}{rest}\n\nLe corps du texte.")
    assert found is not None
    assert parse_date(found.written) == period(expected)
    assert found.end in (len(header), len(header.rstrip()) + len(" —"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n ",
        "Le 12 mars 2024, la Banque de France a publié ses chiffres.",
        "Le 12 mars 2024 à 10h32, une explosion a retenti.",
        "Le 11 septembre 2001 : le jour où tout a basculé",
        "Publié le 12 mars 2024, le livre de la ministre fait polémique.",
        "Paru le 12 mars 2024 chez un petit éditeur, le roman a plu.",
        "La date 2024-02 est fausse.",
        "date 2024-2025 du calendrier",
        "Mars 2024 restera dans les mémoires.",
        "Il pleut.\ndate 2024-02",
        "01.02.03.04.05 est le numéro à composer.",
        "24/7 : les caisses qui ne ferment jamais",
        "3 mars 2024",
        "date 2024-02\n",
    ],
)
def test_a_sentence_is_no_header(text):
    assert find_header(text) is None


DATELINES = """
2024-03-12 | Les vœux du maire¶Publié le 12 mars 2024 à 10h32¶¶Le corps du texte.
2024-03-12 | Les vœux du maire¶Par Jeanne Roux, publié le 12 mars 2024 à 10h32¶Le corps du texte.
2024-03-12 | Les vœux du maire¶Par Jeanne Roux – 12/03/2024¶Le corps du texte.
2024-03-12 | Les vœux du maire¶Le Phare avec AFP | Publié le 12 mars 2024 à 10h32¶Le corps du texte.
2024-03-12 | ---¶title: Les vœux du maire¶date: 2024-03-12¶---¶Le corps du texte.
2024-03-12 | Les vœux du maire¶Mis à jour le 13 mars 2024 à 9h¶Publié le 12 mars 2024¶Le corps du texte.
2024-03-12 | Les vœux du maire¶12 mars 2024¶¶Le corps du texte.
2024-03-12 | Les vœux du maire¶NANTES, 12 mars 2024 (AFP) - Le corps du texte.
2024-03-12 | Les vœux du maire¶¶Le corps du texte.¶¶Nantes, le 12 mars 2024.
2024-03-12 | Les vœux du maire¶¶Le corps du texte.¶¶Publié le 12 mars 2024 à 10h32
none       | Les vœux du maire¶Le 12 mars 2024, le maire a parlé.¶Le corps du texte.
none       | La chronologie¶5 mars 2024¶Une plainte.¶11 juin 2024¶La plainte est retirée.
none       | Les vœux du maire¶¶Le corps du texte.¶¶Agence Lumière, 12 mars 2019.
none       | Les vœux du maire¶¶Le corps du texte.
"""


@pytest.mark.parametrize("case", DATELINES.strip().splitlines())
def test_a_dateline_stands_near_an_edge(case):
    expected, text = case.split("|", 1)
    found = find_dateline(text.strip().replace("¶", "\n"))
    assert (parse_date(found.written) if found else None) == (None if "none" in expected else period(expected.strip()))


def test_an_article_of_a_million_short_lines_is_searched_in_time():
    assert find_dateline("a\n" * 1_000_000) is None
    assert find_header(" " * 1_000_000 + "date 2024-02 Un titre").written == "2024-02"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2024-03-05_titre.txt", "2024-03-05"),
        ("20240305-titre.md", "2024-03-05"),
        ("presse/2024/03/05/titre.txt", "2024-03-05"),
        ("presse/2024/03/titre.txt", "2024-03"),
        ("2024-03.txt", "2024-03"),
        ("a_2024_03_05.txt", "2024-03-05"),
        ("000_b1f4567b033548fe.txt", None),
        ("120240305.txt", None),
        ("x2024-03-05.txt", None),
        ("2024-02-30.txt", None),
        ("bilan-2023-2024.txt", None),
        ("2024.txt", None),
        ("2024-03-05_2024-03-08.txt", None),
    ],
)
def test_a_file_name_may_bear_a_date(path, expected):
    assert date_in_name(path) == (period(expected) if expected else None)


@pytest.mark.parametrize(
    ("candidates", "believed", "contradictions"),
    [
        ([], None, 0),
        (["header 2024-03", "input 2024-03-05"], "input 2024-03-05", 0),
        (["input 2024-03-05", "header 2024-03-05"], "header 2024-03-05", 0),
        (["filename 2024-03-06", "text 2024-03-05"], "text 2024-03-05", 1),
        (["header 2024-03", "input 2024-03-05", "filename 2024-03-06"], "input 2024-03-05", 1),
        (["metadata 2024", "filename 2024-02"], "filename 2024-02", 0),
        (["header 2023", "metadata 2024-01-02", "filename 2023-12"], "filename 2023-12", 1),
    ],
)
def test_the_narrowest_of_those_that_agree_is_believed(candidates, believed, contradictions):
    def candidate(case):
        source, written = case.split()
        return Candidate(period(written), source)

    chosen, messages = settle([candidate(case) for case in candidates])
    assert chosen == (candidate(believed) if believed else None)
    assert len(messages) == contradictions


def test_an_update_counts_only_alone():
    update = Candidate(period("2024-03-13"), "header", is_update=True)
    assert settle([update]) == (update, [])
    assert settle([update, Candidate(period("2024-03-12"), "filename")])[0].source == "filename"


def read_one(**fields) -> tuple[Article, list[Problem]]:
    article, *problems = read_records([{"id": "a", **fields}])
    return article, problems


def test_an_impossible_date_is_a_warning_and_the_article_comes_out():
    article, problems = read_one(text=" date 2024-13 Un titre", published="2023-02-30")
    assert article.published is None
    assert article.header_end == len(" date 2024-13")
    assert [problem.severity for problem in problems] == ["warning", "warning"]
    assert "2024-13" in problems[0].message
    assert "2023-02-30" in problems[1].message
    assert {problem.document_id for problem in problems} == {"a"}


def test_header_and_field_are_reconciled():
    article, problems = read_one(text="date 2024-03 Un titre", published="2024-03-05T23:59:00-10:00")
    assert (article.published, article.published_source) == (period("2024-03-05"), "input")
    assert not problems
    article, problems = read_one(text="date 2024-03 Un titre", published="2023-03-05")
    assert (article.published, article.published_source) == (period("2024-03"), "header")
    assert "2023-03-05" in problems[0].message
