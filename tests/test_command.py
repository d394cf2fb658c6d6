"""The command line as a real process: what it prints and writes, its exit status, and the same bytes every time."""

import json

import pytest

from pipeline.tables.schema import TABLE_FILES
from tests.command import digests, recoupe

TEXT = "Le 12 mars 2024, Renault a vendu trois usines à Stellantis pour 2 millions d'euros. L'accord date de mars.\n"


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "un.txt").write_text("date 2024-03 " + TEXT, encoding="utf-8")
    (folder / "deux.txt").write_text(TEXT + TEXT, encoding="utf-8")
    (folder / "trois.txt").write_text(
        "Le lendemain, Sophie Martin a démissionné. Elle présidait Renault depuis 2019.", "utf-8"
    )
    return folder


def test_a_folder_becomes_tables_and_a_summary(articles, tmp_path):
    done = recoupe("extract", articles, "--output", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "3 articles, 0 problems" in done.stdout
    assert str(tmp_path / "out") in done.stdout
    assert "seconds" in done.stdout
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {*TABLE_FILES, "run.json", "report.html", ".cache"}


def test_the_bytes_do_not_depend_on_hash_seed_workers_or_order(articles, tmp_path):
    runs = {
        "one": ([articles], "1", "0"),
        "seed": ([articles], "1", "12345"),
        "workers": ([articles], "2", "1"),
        "order": (sorted(articles.iterdir(), reverse=True), "1", "2"),
    }
    found = {}
    for name, (inputs, workers, seed) in runs.items():
        done = recoupe("extract", *inputs, "--output", tmp_path / name, "--workers", workers, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
        found[name] = digests(tmp_path / name)
    documents = (
        found["order"].pop("documents.csv"),
        found["order"].pop("documents.parquet"),
        found["order"].pop("datapackage.json"),
        found["order"].pop("report.html"),
    )
    assert all(documents)  # given one by one, the files have other paths
    assert found["one"] == found["seed"] == found["workers"]
    assert found["order"].items() <= found["one"].items()


def test_json_lines_come_in_on_standard_input(tmp_path):
    lines = "\n".join(json.dumps({"id": f"a{i}", "text": TEXT, "published": "2024-03-15"}) for i in range(2))
    done = recoupe("extract", "-", "--output", tmp_path / "out", stdin=lines)
    assert done.returncode == 0, done.stderr
    assert "2 articles, 0 problems" in done.stdout


def test_a_bad_article_is_a_problem_and_the_others_come_out(articles, tmp_path):
    (articles / "vide.txt").write_bytes(b"")
    (articles / "lignes.jsonl").write_text('{"id": "x", "text": "Le 3 mai 2020, il pleut."}\n{nonsense\n', "utf-8")
    done = recoupe("extract", articles, "--output", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "4 articles, 2 problems" in done.stdout
    problems = (tmp_path / "out" / "problems.csv").read_text("utf-8")
    assert "vide.txt" in problems
    assert "lignes.jsonl" in problems


@pytest.mark.parametrize("case", ["missing input", "nothing readable", "output is a file", "no output", "no input"])
def test_arguments_that_cannot_be_used_give_status_2_and_write_nothing(case, articles, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("mine")
    out = tmp_path / "out"
    arguments = {
        "missing input": [tmp_path / "nowhere", "--output", out],
        "nothing readable": [tmp_path / "empty", "--output", out],
        "output is a file": [articles, "--output", tmp_path / "file"],
        "no output": [articles],
        "no input": ["--output", out],
    }[case]
    done = recoupe("extract", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert not out.exists()
    assert (tmp_path / "file").read_text() == "mine"


def test_a_second_run_replaces_the_tables_and_leaves_the_users_files(articles, tmp_path):
    out = tmp_path / "out"
    assert recoupe("extract", articles, "--output", out).returncode == 0
    first = digests(out)
    (out / "notes.txt").write_text("mine")
    (articles / "trois.txt").unlink()
    assert recoupe("extract", articles, "--output", out).returncode == 0
    assert (out / "notes.txt").read_text() == "mine"
    second = digests(out)
    assert second.keys() == first.keys() | {"notes.txt"}
    assert second["documents.csv"] != first["documents.csv"]


def test_help_names_every_command_and_option():
    done = recoupe("--help")
    assert done.returncode == 0
    assert all(command in done.stdout for command in ("extract", "clean", "export", "corrections"))
    done = recoupe("extract", "--help")
    assert all(option in done.stdout for option in ("--output", "--workers", "INPUT"))
    done = recoupe("corrections", "import", "--help")
    assert all(option in done.stdout for option in ("--to", "--author", "WORKBOOK"))
