"""Files, folders and archives: what each article is called, what is skipped, what is refused and why."""

import gzip
import io
import os
import random
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import Article, Period
from pipeline.reading import MAX_FILE_BYTES, InputError, limits, read_inputs
from pipeline.reading.inputs import document_id_of, format_of
from tests.reading.articles import EVERY_KIND, FIELDS, TEXT, jsonl, read, read_bytes, tarred, zipped


@pytest.mark.parametrize("name", EVERY_KIND)
def test_one_article_is_the_same_in_every_kind_of_input(name, tmp_path):
    articles, problems = read_bytes(tmp_path, name, EVERY_KIND[name])
    assert not problems
    article = articles.pop("article")
    assert not articles
    assert article.text == TEXT
    assert article.header_end == len("date 2024-03")
    assert isinstance(article.published, Period)
    assert len(article.sha256) == 64
    if "article" not in name and name not in ("txt.zip", "gz.zip", "a.tar", "a.tar.gz"):
        assert (article.title, article.published.days, article.published_source) == (FIELDS["title"], 1, "input")
    else:
        assert (article.title, article.published.days, article.published_source) == ("", 31, "header")


def test_a_file_is_called_by_its_path_in_the_folder(tmp_path):
    (tmp_path / "2024" / "mars").mkdir(parents=True)
    (tmp_path / "2024" / "mars" / "e\u0301lections.v2.txt").write_text("Un texte.")
    (tmp_path / "Ünïcode.MD").write_text("Un autre.")
    (tmp_path / "feuille.jsonl").write_bytes(
        jsonl({"text": "Un."}) + b"\n" + jsonl({"text": "Deux."}, {"id": 7, "text": "Trois."})
    )
    (tmp_path / "lot.zip").write_bytes(zipped(**{"sous/a.txt": b"Quatre."}))
    articles, problems = read(tmp_path)
    assert not problems
    assert {id_: article.path for id_, article in articles.items()} == {
        "2024__mars__élections.v2": "2024/mars/élections.v2.txt",
        "Ünïcode": "Ünïcode.MD",
        "feuille__1": "feuille.jsonl",
        "feuille__3": "feuille.jsonl",
        "7": "feuille.jsonl",
        "lot.zip__sous__a": "lot.zip/sous/a.txt",
    }


def test_a_folder_is_read_in_the_order_of_the_ids_whatever_that_of_the_inputs(tmp_path):
    for folder in ("un", "deux"):
        (tmp_path / folder).mkdir()
        for name in ("b.txt", "a.md", "c.txt"):
            (tmp_path / folder / f"{folder}-{name}").write_text("Un texte.")
    (tmp_path / "un" / "deux-a.txt").write_text("L'autre est avant.")
    one_way = list(read_inputs([tmp_path / "un", tmp_path / "deux"]))
    assert one_way == list(read_inputs([str(tmp_path / "deux"), tmp_path / "un"]))
    ids = [row.document_id for row in one_way if isinstance(row, Article)]
    assert ids == ["deux-a", "deux-b", "deux-c", "un-a", "un-b", "un-c"]


def test_a_second_article_of_the_same_id_is_refused(tmp_path):
    (tmp_path / "a.md").write_text("Le premier.")
    (tmp_path / "a.txt").write_text("Le second.")
    (tmp_path / "b.jsonl").write_bytes(jsonl({"id": "a", "text": "Le troisième."}, {"id": "b", "text": "Un autre."}))
    articles, problems = read(tmp_path)
    assert {id_: article.text for id_, article in articles.items()} == {"a": "Le premier.", "b": "Un autre."}
    assert [(problem.path, problem.severity) for problem in problems] == [("a.txt", "error"), ("b.jsonl", "error")]
    assert "line 1" in problems[1].message
    assert all("taken already, by a.md" in problem.message for problem in problems)


def test_what_is_not_an_input_is_skipped_in_silence(tmp_path):
    output = tmp_path / "sorties"
    for name in (
        "README.md",
        "README",
        ".caché.txt",
        "corrections.csv",
        "names.csv",
        "a.txt",
        "sorties/texts.csv",
        ".git/x.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Un texte.")
    articles, problems = read(tmp_path, output=output)
    assert list(articles) == ["a"]
    assert not problems
    files = [path for path in tmp_path.iterdir() if path.is_file() and path.suffix]
    assert list(read(*files)[0]) == ["a"]


@pytest.mark.parametrize("name", ["rien", "vide", "images", "readme", "sorties", "photo.jpg"])
def test_an_input_with_nothing_to_read_is_an_error(name, tmp_path):
    for folder in ("vide", "images", "readme", "sorties"):
        (tmp_path / folder).mkdir()
    for file in ("images/a.jpg", "readme/README.md", "sorties/texts.csv", "photo.jpg"):
        (tmp_path / file).write_text("Un texte.")
    with pytest.raises(InputError, match=name):
        read_inputs([tmp_path / name], output=tmp_path / "sorties")


def test_only_skipped_inputs_are_an_error(tmp_path):
    (tmp_path / "README.md").write_text("Un texte.")
    with pytest.raises(InputError):
        read_inputs([tmp_path / "README.md"])
    with pytest.raises(InputError):
        read_inputs([])
    with pytest.raises(InputError):
        read_inputs([""])


def test_a_column_of_no_field_is_an_error(tmp_path):
    (tmp_path / "a.txt").write_text("Un texte.")
    with pytest.raises(InputError, match="corps"):
        read_inputs([tmp_path / "a.txt"], columns={"corps": "body"})


BOMB = b"\0" * (3 * 2**20)


def encrypted_zip() -> bytes:
    data = bytearray(zipped(**{"secret.txt": b"Un texte."}))
    data[6] |= 1  # the flag in the member's own header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    return bytes(data)


def odd_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", "Un texte.")
    return out.getvalue()


REFUSED = {
    "vide.txt": (b"", "empty"),
    "blanc.txt": ("\n \t\u00a0\u202f\u200b\ufeff".encode(), "blank"),
    "binaire.txt": (random.Random(0).randbytes(5000), "binary"),
    "utf16-sans-bom.txt": ("Un texte.".encode("utf-16-le") * 9, "binary"),
    "papier.txt": (b"%PDF-1.7 etc.", "PDF"),
    "grand.txt": (b"a" * (MAX_FILE_BYTES + 1), "50 MB"),
    "image.jpg": (b"JPEG", "format"),
    "sans-extension": (b"Un texte.", "format"),
    "seul.gz": (gzip.compress(b"Un texte."), "format"),
    "coupe.txt.gz": (gzip.compress(TEXT.encode())[:-20], "gzip"),
    "faux.txt.gz": (b"Un texte.", "gzip"),
    "bombe.txt.gz": (gzip.compress(BOMB), "bomb"),
    "bombe.zip": (zipped(**{"a.txt": BOMB}), "bomb"),
    "bombe.tgz": (gzip.compress(tarred(**{"a.txt": BOMB})), "bomb"),
    "secret.zip": (encrypted_zip(), "encrypted"),
    "lzma.zip": (odd_zip(), "compressed"),
    "faux.zip": (b"Un texte.", "archive is damaged"),
    "coupe.zip": (zipped(**{"a.txt": TEXT.encode()})[:-5], "archive is damaged"),
    "faux.tar": (b"Un texte." * 200, "archive is damaged"),
    "coupe.tgz": (gzip.compress(tarred(**{"a.txt": random.Random(1).randbytes(9000)}))[:4000], "cannot be unpacked"),
    "poupees.zip": (zipped(**{"a.zip": zipped(**{"a.txt": b"Un texte."})}), "inside an archive"),
    "vide.zip": (zipped(), "no article"),
    "vide.jsonl": (b"\n\n", "no article"),
    "faux.jsonl": (b"<html>", "not JSON"),
    "liste.jsonl": (b'["Un texte."]', "not an object"),
    "profond.jsonl": (b"[" * 100_000, "not JSON"),
    "vide.csv": (b"id,text\n", "no article"),
    "faux.csv": (b"id,corps\n1,Un texte.\n", "no column 'text'"),
    "faux.parquet": (b"PAR1 n'importe quoi PAR1", "not Parquet"),
    "vide.html": (b"<html><head><title>Un titre</title></head><body></body></html>", "no text of an article"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_a_problem_and_the_others_come_out(name, tmp_path):
    data, reason = REFUSED[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "article.txt").write_text(TEXT)
    articles, problems = read(tmp_path)
    assert list(articles) == ["article"]
    assert {(problem.path.split("/")[0], problem.severity) for problem in problems} == {(name, "error")}
    assert reason in problems[0].message


def test_bad_members_of_an_archive_cost_no_other(tmp_path):
    data = zipped(
        **{
            "b.txt": b"Un texte.",
            "../../c.txt": b"Un texte.",
            "sous\\d.txt": b"Un texte.",
            "__MACOSX/._b.txt": b"\0\0",
            "README.md": b"Un texte.",
            "a.txt": b"",
            "e.jpg": b"JPEG",
        }
    )
    articles, problems = read_bytes(tmp_path, "lot.zip", data)
    assert sorted(articles) == ["b", "c", "sous__d"]
    assert sorted(problem.path for problem in problems) == ["a.txt", "e.jpg"]


def test_an_archive_is_bounded(tmp_path, monkeypatch):
    data = zipped(**{f"{number}.txt": b"Un texte." for number in range(9)})
    for bound, value in (("MAX_ARCHIVE_MEMBERS", 5), ("MAX_ARCHIVE_BYTES", 50)):
        with monkeypatch.context() as patched:
            patched.setattr(f"pipeline.reading.archives.{bound}", value)
            articles, problems = read_bytes(tmp_path, "lot.zip", data)
        assert len(articles) == 5
        assert "rest of the archive is refused" in problems[0].message
    assert limits.MAX_ARCHIVE_MEMBERS > 1000


def test_a_file_of_exactly_50_mb_is_read(tmp_path):
    line = b"Il pleut sur Brest depuis hier soir. "
    articles, problems = read_bytes(tmp_path, "a.txt", line * (MAX_FILE_BYTES // len(line)))
    assert not problems
    assert len(articles["a"].text) <= MAX_FILE_BYTES


def test_links_that_lead_in_a_circle_are_followed_once(tmp_path):
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier" / "a.txt").write_text("Un texte.")
    (tmp_path / "dossier" / "retour").symlink_to(tmp_path)
    (tmp_path / "soi.txt").symlink_to(tmp_path / "soi.txt")
    (tmp_path / "nulle-part.txt").symlink_to(tmp_path / "rien.txt")
    articles, problems = read(tmp_path)
    assert list(articles) == ["dossier__a"]
    assert {problem.path: problem.severity for problem in problems} == {
        "dossier/retour": "warning",
        "soi.txt": "error",
        "nulle-part.txt": "error",
    }


def test_what_is_no_regular_file_is_not_waited_for(tmp_path):
    for name in ("tuyau.txt", "tuyau.zip", "tuyau.tgz"):
        os.mkfifo(tmp_path / name)
    articles, problems = read(tmp_path)
    assert not articles
    assert [problem.message.endswith("it is no regular file") for problem in problems] == [True] * 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_a_problem(tmp_path):
    (tmp_path / "a.txt").write_text("Un texte.")
    (tmp_path / "b.txt").write_text("Un texte.")
    (tmp_path / "b.txt").chmod(0)
    (tmp_path / "c").mkdir(mode=0)
    articles, problems = read(tmp_path)
    (tmp_path / "c").chmod(0o700)
    assert list(articles) == ["a"]
    assert sorted(problem.path for problem in problems) == ["b.txt", "c"]


def test_odd_names_are_shown_so_that_a_table_can_hold_them(tmp_path):
    for name in (b"retour\nligne.txt", b"latin-\xe9t\xe9.txt", b"esc\x1b[31m.txt"):
        (tmp_path / os.fsdecode(name)).write_text("Un texte.")
    articles, problems = read(tmp_path)
    assert sorted(articles) == ["esc\ufffd[31m", "latin-\ufffdt\ufffd", "retour\ufffdligne"]
    assert {problem.severity for problem in problems} == {"warning"}
    assert {problem.path for problem in problems} == {article.path for article in articles.values()}


@given(st.text(min_size=1, max_size=40), st.sampled_from([".txt", ".md", ".jsonl", ".TXT.GZ", ".html"]))
def test_an_id_is_the_path_without_its_extension(stem, extension):
    name = document_id_of(stem + extension)
    assert format_of(stem + extension)
    assert name.encode()
    assert "/" not in name
    assert "\n" not in name
    assert unicodedata.is_normalized("NFC", name) or "\ufffd" in name
    if stem.isalnum() and stem.isascii():
        assert name == stem


def test_nothing_is_read_before_it_is_asked_for(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Un texte.")
    rows = read_inputs([tmp_path])
    assert next(rows).document_id == "a"
    (tmp_path / "b.txt").unlink()
    assert "cannot be read" in next(rows).message
