"""Only what is new is read; what comes out is the same bytes, whatever was there before."""

import json
import os
import random
import subprocess
import sys

import pytest

import pipeline.run
from pipeline.cache.manifest import Manifest
from pipeline.reading import InputError
from pipeline.run import OutputError, Settings, clean, run
from tests.command import digests, recoupe
from tests.paths import ROOT
from tests.run.articles import article, write_articles


@pytest.fixture
def folder(tmp_path):
    return write_articles(tmp_path / "articles", range(6))


def read(outcome):
    return outcome.report["articles"]["read"]


def fresh(folder, tmp_path):
    """The digests of a run without a past."""
    run([folder], tmp_path / "fresh")
    return digests(tmp_path / "fresh")


def test_with_nothing_new_nothing_is_done(folder, tmp_path):
    out = tmp_path / "out"
    assert read(run([folder], out)) == 6
    before = {path.name: path.stat() for path in out.iterdir()}
    outcome = run([folder], out, Settings(workers=3))
    assert not outcome.changed
    assert outcome.report["articles"] == {"read": 0, "reused": 6}
    assert outcome.report["counts"]["documents"] == 6
    assert before == {path.name: path.stat() for path in out.iterdir()}


def test_new_and_changed_articles_are_read_and_removed_ones_leave(folder, tmp_path):
    out = tmp_path / "out"
    run([folder], out)
    (folder / "a00002.txt").write_text(article(2) + "Karim Haddad a démissionné le 3 avril 2024.\n", "utf-8")
    (folder / "a00003.txt").unlink()
    write_articles(folder, [9])
    outcome = run([folder], out)
    assert outcome.report["articles"] == {"read": 2, "reused": 4}
    assert digests(out) == fresh(folder, tmp_path)


def test_an_article_that_comes_back_is_not_read_again(folder, tmp_path):
    out = tmp_path / "out"
    run([folder], out)
    first = digests(out)
    (folder / "a00003.txt").unlink()
    assert read(run([folder], out)) == 0
    write_articles(folder, [3])
    assert read(run([folder], out)) == 0
    assert digests(out) == first


def test_a_file_that_was_touched_is_looked_at_and_not_read(folder, tmp_path):
    out = tmp_path / "out"
    run([folder], out)
    for path in folder.iterdir():
        os.utime(path, ns=(1, 1))
    assert not run([folder], out).changed
    assert Manifest.load(out / ".cache").files[str(folder), "a00000.txt"].stat[1] == 1


def test_a_change_that_keeps_size_and_time_is_seen(folder, tmp_path):
    out = tmp_path / "out"
    (folder / "b.txt").write_text("Le 3 mars 2024, Volta a ouvert une usine à Metz.", "utf-8")
    run([folder], out)
    stat = (folder / "b.txt").stat()
    (folder / "b.txt").write_text("Le 4 mars 2024, Volta a ouvert une usine à Metz.", "utf-8")
    os.utime(folder / "b.txt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert read(run([folder], out)) == 1


def test_ten_runs_come_to_what_one_does(tmp_path):
    folder = tmp_path / "articles"
    for start in range(0, 20, 2):
        write_articles(folder, [(7 * number) % 20 for number in (start, start + 1)])
        assert read(run([folder], tmp_path / "out")) == 2
    assert digests(tmp_path / "out") == fresh(folder, tmp_path)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_changes_between_runs_the_tables_are_those_of_one_run(seed, tmp_path):
    chance = random.Random(seed)
    folder = write_articles(tmp_path / "articles", range(5))
    for _ in range(4):
        run([folder], tmp_path / "out", Settings(workers=chance.choice((1, 2))))
        paths = sorted(folder.iterdir())
        for path in chance.sample(paths, min(len(paths), 2)):
            if chance.random() < 0.5 and len(paths) > 2:
                path.unlink()
            else:
                path.write_text(article(chance.randint(0, 50)), "utf-8")
        write_articles(folder, chance.sample(range(30), 2))
    run([folder], tmp_path / "out")
    assert digests(tmp_path / "out") == fresh(folder, tmp_path)


def test_the_users_names_and_settings_count_as_a_change(folder, tmp_path):
    out = tmp_path / "out"
    run([folder], out)
    (folder / "names.csv").write_text("alias,name,label\nVolta,Volta SA,ORG\n", "utf-8")
    assert read(run([folder], out)) == 6
    assert read(run([folder], out)) == 0
    assert read(run([folder], out, Settings(columns={"text": "corps"}))) == 6


def test_corrections_alone_run_the_second_half_alone(folder, tmp_path):
    out = tmp_path / "out"
    run([folder], out)
    (folder / "corrections.csv").write_text("action,document_id,table,quote,new_value\n", "utf-8")
    outcome = run([folder], out)
    assert outcome.changed
    assert read(outcome) == 0
    assert not run([folder], out).changed


@pytest.mark.parametrize("harm", ["delete", "edit", "cut"])
def test_tables_that_were_changed_by_hand_are_made_anew_without_reading(harm, folder, tmp_path):
    out = tmp_path / "out"
    run([folder], out)
    first = digests(out)
    table = out / "dates.csv"
    if harm == "delete":
        table.unlink()
    else:
        table.write_bytes(table.read_bytes()[:-5] if harm == "cut" else table.read_bytes().replace(b"2024", b"2025"))
    outcome = run([folder], out)
    assert outcome.changed
    assert read(outcome) == 0
    assert digests(out) == first


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "text"])
def test_a_damaged_cache_is_noticed_and_only_that_is_read_again(harm, folder, tmp_path):
    out = tmp_path / "out"
    run([folder], out)
    write_articles(folder, [8])
    run([folder], out)
    first = digests(out)
    shard = min((out / ".cache" / "shards").iterdir(), key=lambda path: path.stat().st_size)
    data = shard.read_bytes()
    middle = len(data) // 2
    shard.write_bytes(
        {
            "cut": data[:middle],
            "flip": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
            "empty": b"",
            "text": b"import os",
        }[harm]
    )
    (out / "dates.csv").unlink()
    assert read(run([folder], out)) == 1
    assert digests(out) == first


@pytest.mark.parametrize("harm", [b"", b"{", b"[]", b"\n{}", b"\xff\n"])
def test_a_damaged_manifest_costs_a_look_at_the_files_and_no_reading(harm, folder, tmp_path):
    out = tmp_path / "out"
    run([folder], out)
    first = digests(out)
    (out / ".cache" / "manifest").write_bytes(harm)
    assert read(run([folder], out)) == 0
    assert digests(out) == first


def test_without_the_cache_everything_is_read_again(folder, tmp_path):
    out = tmp_path / "out"
    run([folder], out)
    first = digests(out)
    for path in sorted((out / ".cache").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert read(run([folder], out)) == 6
    assert digests(out) == first


def test_a_large_corpus_keeps_its_index_on_the_disk_with_the_same_result(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline.run, "_LARGE", 3)
    (tmp_path / "out" / ".cache" / "copies").mkdir(parents=True)  # of a run that was killed
    run([folder], tmp_path / "out")
    assert not (tmp_path / "out" / ".cache" / "copies").exists()
    monkeypatch.undo()
    assert digests(tmp_path / "out") == fresh(folder, tmp_path)


def test_clean_drops_what_the_tables_do_not_rest_on(folder, tmp_path):
    out = tmp_path / "out"
    run([folder], out)
    (folder / "a00001.txt").unlink()
    (folder / "a00002.txt").write_text(article(12), "utf-8")
    run([folder], out)
    first = digests(out)
    dropped, freed = clean(out)
    assert dropped == 2
    assert freed > 0
    assert clean(out) == (0, 0)
    assert not run([folder], out).changed
    (out / "dates.csv").unlink()
    assert read(run([folder], out)) == 0
    assert digests(out) == first


def test_clean_refuses_a_folder_that_no_run_has_filled(tmp_path):
    with pytest.raises(OutputError, match="no run has kept anything"):
        clean(tmp_path)


def test_records_and_rows_are_kept_like_files(tmp_path):
    records = [{"id": f"r{number}", "text": article(number)} for number in range(4)]
    assert read(run(records, tmp_path / "out")) == 4
    assert not run(records, tmp_path / "out").changed
    assert read(run([*records[1:], {"id": "new", "text": article(9)}], tmp_path / "out")) == 1
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    assert read(run([lines], tmp_path / "lines")) == 4
    lines.write_text(lines.read_text("utf-8").replace("r3", "r4"), "utf-8")
    assert read(run([lines], tmp_path / "lines")) == 1


def test_standard_input_is_kept_too(tmp_path):
    lines = "".join(json.dumps({"id": f"r{number}", "text": article(number)}) + "\n" for number in range(3))
    assert "3 read" in recoupe("extract", "-", "-o", tmp_path / "out", stdin=lines).stdout
    assert "nothing has changed" in recoupe("extract", "-", "-o", tmp_path / "out", stdin=lines).stdout


def test_a_names_file_that_cannot_be_used_is_said_and_nothing_is_written(folder, tmp_path):
    (folder / "names.csv").write_text("alias,name,label\nVolta,,FIRM\n", "utf-8")
    with pytest.raises(InputError, match="line 2"):
        run([folder], tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".cache"]


@pytest.mark.parametrize("name", ["dates.csv", "report.html"])
def test_tables_that_no_run_wrote_are_not_replaced(name, folder, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("mine")
    with pytest.raises(OutputError, match=f"{name} that no run has written"):
        run([folder], tmp_path / "out")
    assert (tmp_path / "out" / name).read_text() == "mine"


HEAVY = ("spacy", "pandas", "pyarrow", "numpy", "typer", "rich")


def test_the_same_command_again_loads_nothing(folder, tmp_path):
    arguments = ["extract", str(folder), "--output", str(tmp_path / "out")]
    assert "6 read" in recoupe(*arguments).stdout
    code = f"""
import sys
from pipeline.__main__ import main
sys.argv = ["recoupe", *{arguments!r}]
main()
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.startswith("nothing has changed: 6 articles, 0 problems")
    assert done.stdout.endswith("\n[]\n")


def test_another_command_over_the_same_loads_neither_spacy_nor_pandas_nor_pyarrow(folder, tmp_path):
    out = tmp_path / "out"
    recoupe("extract", folder, "--output", out)
    code = f"""
import sys
from pipeline.cli import app
sys.argv = ["recoupe", "extract", {str(folder)!r}, "--output", {str(out)!r}, "--workers", "2"]
try:
    app()
finally:
    print([name for name in {HEAVY[:3]!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.startswith("nothing has changed")
    assert done.stdout.endswith("\n[]\n")
