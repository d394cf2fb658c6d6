"""Whatever characters an article holds, every row of every table points at the characters it quotes."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.run import run
from pipeline.tables.schema import TABLES

PIECES = st.sampled_from(
    [
        "Le 12 mars 2024, Élise Morel a vendu ", "2,5\u00a0millions d’euros", " à Lyon.", "Renault", "So $5B. ",
        " a investi 30 M€ en 2019.", "« Non », dit-elle.", "La veille, ", "— Ann Roe (@annroe) March 2, 2024",
        "date 2024-03 ",
        "🎉", "👩\u200d👧", "e\u0301te\u0301", "co\u00adopé", "İ", "ﬁn 2017", "١٢", "𝟏𝟐 mars",
        "\r\n", "\r\n\r\n", "\n\n", "\u202f", "\u200b", "\ufeff", "\x00", "\x0b", "\u2028", "\t", " ",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_offsets_hold_over_arbitrary_text(texts):
    # `run` itself verifies every row against the text and fails the run where one does not hold.
    rows = run([{"id": f"d{i}", "text": text} for i, text in enumerate(texts)]).rows
    assert [row for row in rows["problems"] if row["stage"] != "reading"] == []
    for name, table in TABLES.items():
        for row in rows[name]:
            for text, start, _ in table.quotes:
                assert (row[start] is None) == (not row[text])
    for document in rows["texts"]:
        spans = sorted(
            (row["start_char"], row["end_char"])
            for row in rows["segments"]
            if row["document_id"] == document["document_id"]
        )
        covered = [i for start, end in spans for i in range(start, end)]
        assert len(covered) == len(set(covered))
        assert {i for i, c in enumerate(document["text"]) if not c.isspace()} <= set(covered)
