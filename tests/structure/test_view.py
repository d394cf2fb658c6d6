"""The view reads well, and every character of it leads back to the raw characters it stands for."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import Passage
from pipeline.structure.view import build_view, plain_view


def test_glue_is_parted_and_typography_made_regular():
    text = "L’IA\u00a0recule.Le cafe\u0301 «\u202fdu coin\u202f» co\u00adûte 2\u2009€."
    view = plain_view(text)
    assert view.text == "L'IA recule. Le café « du coin » coûte 2 €."
    start = view.text.index("café")
    assert text[slice(*view.raw_span(start, start + 4))] == "cafe\u0301"
    start = view.text.index("coûte")
    assert text[slice(*view.raw_span(start, start + 5))] == "co\u00adûte"


def test_letters_that_were_decoded_twice_are_mended_in_the_view_alone():
    text = "LÃ©a dâ€™Abord coÃ»te 3 â‚¬ Ã\u00a0 CÅ“ur. Un pâtre, ÂGE, à\u00a0« bon »."
    view = plain_view(text)
    assert view.text == "Léa d'Abord coûte 3 € à Cœur. Un pâtre, ÂGE, à « bon »."
    assert text[slice(*view.raw_span(0, 3))] == "LÃ©a"


def test_a_long_run_of_one_mark_is_cut_short():
    view = plain_view("Fin " + "-" * 30 + " suite" + "[" * 10_000 + "!")
    assert view.text == "Fin ---- suite[[[[!"


def test_segments_stand_on_lines_of_their_own():
    text = "Un titre Le corps."
    pieces = [(0, 8, Passage(0, 0, segment=0)), (9, 18, Passage(0, 0, segment=1))]
    assert build_view(text, pieces).text == "Un titre\nLe corps."


def test_a_piece_of_invisible_characters_leaves_no_passage():
    view = build_view("a\u00ad\u200bb", [(0, 1, Passage(0, 0)), (1, 3, Passage(0, 0)), (3, 4, Passage(0, 0))])
    assert [view.text[p.start : p.end] for p in view.passages] == ["a", "b"]


@given(
    st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from(" \n.é’\u0301\u00a0\u200d🎉👩AaBb"), max_size=60)
)
def test_a_span_of_the_view_is_the_raw_text_it_came_from(text):
    view = plain_view(text)
    for passage in view.passages:
        start, end = view.raw_span(passage.start, passage.end)
        assert plain_view(text[start:end]).text.replace(" ", "") == view.text[passage.start : passage.end].replace(
            " ", ""
        )
        for i in range(passage.start, passage.end):
            a, b = view.raw_span(i, i + 1)
            assert 0 <= a < b <= len(text)
            if view.text[i].isalnum() and b - a == 1:
                assert unicodedata.normalize("NFC", view.text[i]) in unicodedata.normalize("NFC", text[a:b])
