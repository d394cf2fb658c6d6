"""What a repeat is equal but for, and the way back to the raw text."""

import unicodedata
from bisect import bisect_left
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.repeats.normalise import from_plain, normalise, normalise_all

FRENCH = st.text(
    st.sampled_from("abcdeéèàçœÉÀŒ «»“”\"'’‘-–—…0123456789 ,.%€²½\n\t\u00a0\u202f\u00ad\u200b\u0301ﬁ😀𝐀İß"), max_size=80
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L’État a-t-il « cédé » ?", 'l\'état a‑t‑il "cédé"?'),
        ("12 300 euros", "12\u202f300 euros"),
        ("12 300 euros", "12300 euros"),
        ("1 000 000 de tonnes", "1000000 de tonnes"),
        ("la coopé\u00adrative", "la coopérative"),
        ("le cœur de l'œuvre", "le coeur de l’oeuvre"),
        ("e\u0301te\u0301", "été"),
        ("la fin…", "la fin..."),
        ("la fin. Le début", "la fin.Le début"),
        ("ﬁnances", "finances"),
    ],
)
def test_typography_does_not_matter(one, other):
    assert normalise(one).key == normalise(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,5 million", "15 millions"),
        ("le 12 3 personnes", "le 123 personnes"),
        ("en 2022 300 personnes", "en 2022300 personnes"),
        ("-2,3 %", "2,3 %"),
        ("10² mètres", "102 mètres"),
        ("1½ heure", "11/2 heure"),
        ("il tue", "il tué"),
    ],
)
def test_figures_and_letters_matter(one, other):
    assert normalise(one).key != normalise(other).key


@given(st.one_of(st.text(max_size=80), FRENCH))
def test_every_key_character_leads_back_to_its_raw_character(text):
    forms = normalise(text)
    spans = [forms.raw_span_of_plain(place, place + 1) for place in range(len(forms.plain))]
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(a <= b for (a, _), (b, _) in pairwise(spans))
    starts = [forms.raw_span(place, place + 1)[0] for place in range(len(forms.key))]
    for raw in range(len(text) + 1):
        assert forms.key_position(raw) == bisect_left(starts, raw)
    for place, character in enumerate(forms.key):
        start, end = forms.raw_span(place, place + 1)
        raw = unicodedata.normalize("NFC", text[start:end])
        assert character in raw or character in normalise(raw).key or raw.isspace()


@given(FRENCH)
def test_the_raw_span_of_a_key_span_has_that_key(text):
    forms = normalise(text)
    if forms.key:
        start, end = forms.raw_span(0, len(forms.key))
        assert normalise(text[start:end]).key == forms.key


@given(FRENCH)
def test_the_plain_form_is_all_that_has_to_be_kept(text):
    forms = normalise(text)
    again = from_plain(forms.plain, forms.first, forms.last)
    assert again.key == forms.key
    places = range(len(forms.key))
    assert [again.raw_span(place, place + 1) for place in places] == [
        forms.raw_span(place, place + 1) for place in places
    ]
    assert (again.key_gaps == forms.key_gaps).all()
    assert (again.key_breaks == forms.key_breaks).all()


@given(st.lists(FRENCH, min_size=1, max_size=5))
def test_texts_normalised_together_are_as_alone(texts):
    for text, together in zip(texts, normalise_all(texts), strict=True):
        alone = normalise(text)
        assert (together.plain, together.key, together.digest) == (alone.plain, alone.key, alone.digest)
        assert together.key_breaks.tolist() == alone.key_breaks.tolist()
        assert [together.raw_span(i, i + 1) for i in range(len(alone.key))] == [
            alone.raw_span(i, i + 1) for i in range(len(alone.key))
        ]
        assert [together.key_position(i) for i in range(len(text))] == [alone.key_position(i) for i in range(len(text))]
