"""Bytes to text and back: nothing is lost, nothing guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.encoding import decode, make_writable
from tests.reading.articles import jsonl, read, read_bytes

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
def test_utf_8_comes_back_with_and_without_its_mark(text):
    text = text.removeprefix("\ufeff")
    assert decode(text.encode("utf-8-sig")) == (text, "utf-8", "")
    if not text.encode().startswith((b"\xff\xfe", b"\xfe\xff")):
        assert decode(text.encode()) == (text, "utf-8", "")


@given(TEXTS)
def test_utf_16_comes_back(text):
    assert decode(b"\xff\xfe" + text.encode("utf-16-le")) == (text, "utf-16", "")
    assert decode(b"\xfe\xff" + text.encode("utf-16-be")) == (text, "utf-16", "")


@given(st.binary())
def test_any_bytes_are_a_text_of_which_nothing_is_lost(data):
    text, encoding, _ = decode(data)
    assert encoding in ("utf-8", "utf-16", "cp1252")
    if encoding == "cp1252":
        body = data.removeprefix(b"\xef\xbb\xbf")
        assert len(text) == len(body)
        assert bytes(ord(c) if ord(c) < 256 else c.encode("cp1252")[0] for c in text) == body


def test_windows_1252_is_read_where_utf_8_fails():
    text = "L’État a dépensé 3 € « pour rien » – dit-on à l'Œuvre…"
    assert decode(text.encode("cp1252")) == (text, "cp1252", "")
    assert decode(b"d\x81\x8d\x8f\x90\x9dj\xe0").text == "d\x81\x8d\x8f\x90\x9djà"


def test_one_bad_byte_in_utf_8_is_told():
    text, encoding, warning = decode("L'été à la plage".encode() + b"\xe9")
    assert (text, encoding) == ("L'Ã©tÃ© Ã\xa0 la plageé", "cp1252")
    assert "byte 19" in warning


def test_damaged_utf_16_is_read_with_a_warning():
    text, encoding, warning = decode("été".encode("utf-16") + b"\x00")
    assert (text, encoding) == ("été\ufffd", "utf-16")
    assert "damaged" in warning


@given(st.text())
def test_what_tables_cannot_hold_is_replaced_one_for_one(text):
    writable, count = make_writable(text)
    assert len(writable) == len(text)
    assert writable.encode().decode() == writable
    assert "\0" not in writable
    assert sum(a != b for a, b in zip(text, writable, strict=True)) == count


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x85", "\v"])
def test_newlines_are_untouched(newline, tmp_path):
    text = f"Un titre{newline}{newline}Un texte.{newline}"
    articles, problems = read_bytes(tmp_path, "a.txt", text.encode())
    assert articles["a"].text == text
    assert not problems


def test_odd_characters_cost_a_warning_and_no_offset(tmp_path):
    data = b'{"id": "a", "text": "Il a dit \\ud83d oui \\u0000 et \\ud83d\\ude00 non", "title": "\\udc00"}\n'
    articles, problems = read_bytes(tmp_path, "a.jsonl", data)
    assert articles["a"].text == "Il a dit \ufffd oui \ufffd et 😀 non"
    assert articles["a"].title == "\ufffd"
    assert [(problem.severity, problem.document_id) for problem in problems] == [("warning", "a")]


@pytest.mark.parametrize(
    ("encoding", "named"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "cp1252")]
)
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.html"])
def test_every_kind_of_text_is_read_in_every_encoding(name, encoding, named, tmp_path):
    text = "L'été dernier, la ministre a dépensé 300 € à Nîmes."
    whole = {
        "a.txt": text,
        "a.jsonl": jsonl({"id": "a", "text": text}).decode(),
        "a.csv": f'id,text\r\na,"{text}"\r\n',
        "a.html": f'<html><head><meta charset="{encoding}"></head><body><p>{text}</p></body></html>',
    }[name]
    (tmp_path / name).write_bytes(whole.encode(encoding))
    articles, problems = read(tmp_path)
    assert not problems
    assert (articles["a"].text, articles["a"].encoding) == (text, named)
