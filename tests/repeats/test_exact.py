"""Exact repeats, in the raw noise that scrapers leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.repeats import find_repeats, repeats_within
from pipeline.structure.sentences import split_sentences

SENTENCES = [
    "Le conseil municipal de Valbrune a voté lundi un budget de 12,4 millions d'euros.",
    "La rénovation du gymnase, attendue depuis 2016, commencera en septembre.",
    "« Nous avons tenu nos engagements », assure la maire, Hélène Carvin.",
    "L'opposition, elle, dénonce une hausse de 3 % des impôts locaux.",
    "Personne n'y croyait.",
    "Une réunion publique est prévue le 14 mars à la salle des fêtes.",
]
A, B, C, D, E, F = SENTENCES


def copies(text, **kwargs):
    """The copies found in a text, with their first copies."""
    return [
        (text[r.start : r.end], text[r.of_start : r.of_end])
        for r in repeats_within("a", text, **kwargs)
        if r.kind == "exact"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{A} {B}\n\n{A} {B} {C}", [f"{A} {B}"]),  # one block begins like the one before
        (f"{A} {B}\n\n{C}\n\n{B}", [B]),  # contained
        (f"{B}\n\n{C}\n\n{A} {B} {D}", [B]),  # the container comes later
        (f"{A}\n\n{B}\n\n{C}{A}{B}", [f"{A}{B}"]),  # glued without spaces
        (f"{A} {B}\n\n{A}\n\nUn vote tendu\n\n{B}", [A, B]),  # a title was set in
        (f"{A} {B}\n\n{C} {D}\n\nVote tendu à Valbrune {A} {B}", [f"{A} {B}"]),  # a title lost its line break
        (f"date 2024-03 {A} {C}\n\n{D}\n\n{A}", [A]),  # the first copy stands behind a header
        (f"Budget : {B} {C}\n\n{B} {C} Impôts : {D}", [f"{B} {C}"]),  # a list that was cut one item too far
        (f"{A}\n\n{A}\n\n{A}", [A, A]),  # a chain: both copies are of the first
        (f"{A} {A} {A}", [A, A]),
        (f"{E} {A}\n\n{C}\n\n{E} {A}", [f"{E} {A}"]),  # a short sentence goes with its neighbour
        (f"{A}\n\n{E}\n\n{C}\n\n{E}", []),  # alone it is too short
        (f"{D} Impôts, école : {F}\n\n{C}", []),
        (f"{A}\n\n{C}\n\nVALBRUNE (Agence) – {A}", [A]),  # behind a dateline
        (f"LOIRE – {C}\n\n{A}\n\nRHÔNE – {C}", []),  # behind two labels
    ],
)
def test_blocks_that_come_back(text, expected):
    assert [copy for copy, _ in copies(text)] == expected


def test_a_copy_is_of_the_first():
    text = f"{A}\n\n{A}\n\n{A}"
    assert [(r.of_start, r.of_end) for r in repeats_within("a", text)] == [(0, len(A))] * 2


@pytest.mark.parametrize(
    "text",
    [
        # a formula inside reworded sentences
        "Il part, selon des personnes au fait de l'affaire. Elle reste, selon des personnes au fait de l'affaire.",
        # what is denied is not what is said
        "Il est faux que le groupe Antarès a vendu ses usines du Nord. Le groupe Antarès a vendu ses usines du Nord.",
        # two heads of a list with the same words behind them
        "Loire : tout le département est en vigilance orange.\n\nRhône : tout le département est en vigilance orange.",
        "Loire : la crue menace. Les écoles des communes riveraines sont fermées.\n\n"
        "Rhône : la crue menace. Les écoles des communes riveraines sont fermées.",
        # a line that was only wrapped
        "Selon nos informations,\nHélène Carvin a vendu ses parts.\n\nHélène Carvin a vendu toutes ses parts.",
        "Selon nos informations,\nHélène Carvin a quitté le conseil.\n\nHélène Carvin a quitté le conseil.",
        # another figure, written nearly alike
        "Le projet a coûté 1,5 million d'euros à la commune.\n\nLe projet a coûté 15 millions d'euros à la commune.",
        "Le bilan fait état de 12 3 morts et disparus lundi.\n\nLe bilan fait état de 123 morts et disparus lundi.",
        # the same words go on from another name
        "À Dijon, Paul Ferrand a comparu lundi pour vol. Il a été condamné à deux ans de prison ferme.\n\n"
        "À Dijon, Luc Bressan a comparu lundi pour vol. Il a été condamné à deux ans de prison ferme.",
    ],
)
def test_no_fact_is_set_aside(text):
    assert copies(text) == []


def test_typography_is_no_difference():
    copy = A.replace("'", "’").replace(" millions", "\u202fmillions").replace("é", "e\u0301").upper()
    text = f"{A}\n\n{C}\n\n{copy}"
    assert copies(text) == [(copy, A)]


def test_given_sentences_are_where_a_copy_is_trimmed():
    text = f"{A} {B}\n\n{A} {B}"
    assert copies(text, sentences=split_sentences(text)) == copies(text)
    assert copies(text, sentences=[(0, len(text))]) != []  # a line begins all the same


def test_rows_of_the_table():
    rows = find_repeats([("b", f"{C} {A}"), ("a", f"{A}\n\n{A} {D}")])
    assert [(r["document_id"], r["of_document_id"], r["scope"], r["kind"]) for r in rows] == [
        ("a", "a", "document", "exact"),
        ("b", "a", "corpus", "exact"),
    ]
    assert rows[0] == {
        "repeat_id": f"a:{len(A) + 2}-{2 * len(A) + 2}:a:0",
        "document_id": "a",
        "start_char": len(A) + 2,
        "end_char": 2 * len(A) + 2,
        "of_document_id": "a",
        "of_start_char": 0,
        "of_end_char": len(A),
        "scope": "document",
        "kind": "exact",
        "similarity": 1.0,
    }


def key(text):
    return "".join(text.split())


TEXTS = st.lists(
    st.tuples(
        st.sampled_from([*SENTENCES, "Budget", "Le 12 mars", "oui", "…"]),
        st.sampled_from(["", " ", "\n", "\n\n", " : "]),
    ),
    max_size=24,
).map(lambda pieces: "".join(sentence + gap for sentence, gap in pieces))


@given(TEXTS)
def test_a_text_can_be_rebuilt_from_what_is_kept(text):
    """Each copy, taken out in order, is put back from its first copy, which stands before it."""
    rebuilt = ""
    position = 0
    for repeat in repeats_within("a", text):
        if repeat.kind == "exact":
            assert repeat.of_end <= repeat.start >= position
            assert repeat.end - repeat.start >= 40
            rebuilt += text[position : repeat.start]
            assert key(rebuilt) == key(text[: repeat.start])
            rebuilt += text[repeat.of_start : repeat.of_end]
            position = repeat.end
    assert key(rebuilt + text[position:]) == key(text)


@given(st.lists(TEXTS, max_size=4))
def test_order_of_input_and_chance_do_not_matter(texts):
    documents = [(f"d{number}", text) for number, text in enumerate(texts)]
    assert find_repeats(documents) == find_repeats(reversed(documents)) == find_repeats(iter(documents))


@given(st.one_of(st.text(max_size=200), TEXTS), st.text(max_size=200))
def test_no_text_is_too_odd(one, other):
    documents = {"a": one + one, "b": other + one}
    for row in find_repeats(documents.items()):
        assert 0 <= row["start_char"] < row["end_char"] <= len(documents[row["document_id"]])
        assert 0 <= row["of_start_char"] < row["of_end_char"] <= len(documents[row["of_document_id"]])


@pytest.mark.parametrize(
    "text", ["ab. " * 100_000, "1 " * 200_000, "a" * 300_000, "Oui. " * 60_000, " \n" * 200_000, "« " * 50_000]
)
def test_long_monotony_is_no_trouble(text):
    assert all(r.of_end <= r.start for r in repeats_within("a", text))


def test_a_sentence_a_thousand_times_is_kept_once():
    text = f"{A}\n" * 1_000
    rebuilt, position = "", 0
    for repeat in repeats_within("a", text):
        assert repeat.of_end <= repeat.start
        rebuilt += text[position : repeat.start]
        position = repeat.end
    assert key(rebuilt + text[position:]) == key(A)


def test_words_without_a_mark_are_no_sentence():
    assert repeats_within("a", " ".join(f"mot{number % 40_000}" for number in range(80_000))) == []


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\r\n", "\u00ad"])
def test_nothing_repeats_nothing(text):
    assert find_repeats([("a", text), ("b", text), ("c", A)]) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{A}\r\n\r\nRien de neuf.\r\n\r\n{A}\r\n",
        f"{A} 😀\n\n🔥🔥 En direct.\n\n👩\u200d👩\u200d👧 {C}\n\n{A}",
    ],
)
def test_line_ends_and_emoji_shift_nothing(text):
    assert copies(text) == [(A, A)]
