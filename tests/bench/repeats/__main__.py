"""The benchmark of repeats: every copy found, no fact lost, at what speed.

    python -m tests.bench.repeats [--sizes 1 3 10] [--no-speed]
    python -m tests.bench.repeats --index 100000    # an index on disk that grows to so many articles (some 15 minutes)

Precision and recall are by characters that are not white space, within and across documents together. A hard negative
is called a repeat where a row of the table, exact or near, reaches into it. Speed is processor time, in one run, as a
share of hashing the same paragraphs with blake2b; memory is what Python and numpy allocate at the peak, texts apart.
"""

import argparse
import hashlib
import random
import re
import statistics
import time
import tracemalloc
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.repeats import CorpusIndex, find_repeats, links_within_article
from tests.bench.repeats.cases import Case, all_cases, bank, render
from tests.bench.repeats.growth import grow
from tests.bench.repeats.peers import PEERS, Documents, Span, paragraphs

_ROUNDS = 3


@dataclass
class Score:
    cases: int = 0
    wanted: int = 0
    found: int = 0
    right: int = 0
    negatives: int = 0
    called_repeats: int = 0
    set_aside: int = 0
    linked: int = 0
    numbers_lost: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


def ours(documents: Documents) -> list[Span]:
    return [(r["document_id"], r["start_char"], r["end_char"], r["scope"]) for r in find_repeats(documents)]


def score(find: Callable[[Documents], list[Span]]) -> dict[str, Score]:
    """Scores by category of case."""
    scores: dict[str, Score] = defaultdict(Score)
    for case in all_cases():
        _add(scores[case.category], case, find(case.documents))
    return scores


def score_ours() -> dict[str, Score]:
    """As `score`, with what only our tables tell: what is set aside, linked as a near miss, and numbers lost."""
    scores = score(ours)
    for case in all_cases():
        entry = scores[case.category]
        index = CorpusIndex()
        misses = []
        for name, text in sorted(case.documents):
            links = links_within_article(name, text)
            aside = [(repeat.start, repeat.end) for repeat in links.repeats if repeat.kind == "exact"]
            entry.numbers_lost += len(_numbers(text) - _numbers(_without(text, aside)))
            entry.set_aside += sum(_meets(start, end, *span) for _, *span in case.forbidden for start, end in aside)
            misses += links.near_misses + index.add(name, text).near_misses
        entry.linked += sum(
            any(miss.document_id == name and _meets(miss.start, miss.end, start, end) for miss in misses)
            for name, start, end in case.forbidden
        )
    return scores


def _add(entry: Score, case: Case, found: list[Span]) -> None:
    texts = dict(case.documents)

    def characters(spans: list[Span] | tuple[Span, ...]) -> set[tuple[str, int, str]]:
        return {(n, i, scope) for n, start, end, scope in spans for i in range(start, end) if not texts[n][i].isspace()}

    wanted, got = characters(case.copies), characters(found)
    entry.cases += 1
    entry.wanted, entry.found, entry.right = (
        entry.wanted + len(wanted), entry.found + len(got), entry.right + len(wanted & got)
    )  # fmt: skip
    entry.negatives += len(case.forbidden)
    entry.called_repeats += sum(
        any(n == name and _meets(s, e, start, end) for n, s, e, _ in found) for name, start, end in case.forbidden
    )


def _meets(a: int, b: int, start: int, end: int) -> bool:
    return a < end and start < b


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    kept = [True] * len(text)
    for start, end in spans:
        kept[start:end] = [False] * (end - start)
    return "".join(character if keep else " " for character, keep in zip(text, kept, strict=True))


def _numbers(text: str) -> set[str]:
    """Each number with the word behind it."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    found = re.findall(r"\d[\d,]*[\s%]{1,3}[^\W\d]{3,}", re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", plain))
    return {" ".join(number.split()) for number in found}


def corpus(characters: int) -> list[tuple[str, str]]:
    """Articles of some 4,000 characters made of the bank's words, a fifth of whose paragraphs stand in earlier ones."""
    chance = random.Random(characters)
    words = [word for source in bank() for sentence in source.sentences for word in render(sentence).split()]
    documents: list[tuple[str, str]] = []
    known: list[str] = []
    size = 0
    while size < characters:
        pieces = []
        for _ in range(10):
            if known and chance.random() < 0.2:
                pieces.append(chance.choice(known))
            else:
                sentences = (" ".join(chance.sample(words, 16)).capitalize().rstrip(".,") + "." for _ in range(4))
                pieces.append(" ".join(sentences))
        known.append(chance.choice(pieces))
        documents.append((f"{len(documents):07}", "\n\n".join(pieces)))
        size += len(documents[-1][1])
    return documents


def hash_paragraphs(documents: Documents) -> int:
    return len({hashlib.blake2b(text[a:b].encode()).digest() for _, text in documents for a, b in paragraphs(text)})


def speed(sizes: list[int]) -> None:
    find_repeats(
        [("a", "Le bilan est passé à douze morts lundi soir."), ("b", "Le bilan a été porté à dix morts lundi soir.")]
    )
    print(f"\n{'characters':>12} {'':16} {'of blake2b':>16} {'MB a million':>13}")
    for millions in sizes:
        documents = corpus(millions * 1_000_000)
        whole = [("whole", "\n\n".join(text for _, text in documents))]
        total = sum(len(text) for _, text in documents)
        tasks: dict[str, Callable[[], object]] = {
            "blake2b": lambda documents=documents: hash_paragraphs(documents),
            "exact": lambda documents=documents: find_repeats(documents, near=False),
            "exact, one text": lambda whole=whole: find_repeats(whole, near=False),
            "exact and near": lambda documents=documents: find_repeats(documents),
        }
        shares = _in_turn(tasks, "blake2b")
        for name, task in tasks.items():
            memory = _memory(task) / total
            print(f"{total:12,} {name:16} {shares[name]:>16} {memory:13.0f}", flush=True)


def _in_turn(tasks: dict[str, Callable[[], object]], base: str) -> dict[str, str]:
    """The processor time of each task as a multiple of that of `base`: the median of rounds in which all take turns,
    and the least and the most, because other work on the machine makes a single one swing.
    """
    times: dict[str, list[float]] = defaultdict(list)
    for _ in range(_ROUNDS):
        for name, task in tasks.items():
            start = time.process_time()
            task()
            times[name].append(time.process_time() - start)
    shares = {}
    for name, taken in times.items():
        ratios = sorted(own / reference for own, reference in zip(taken, times[base], strict=True))
        shares[name] = f"1/{statistics.median(ratios):.0f} ({ratios[0]:.0f}-{ratios[-1]:.0f})"
    return shares


def _memory(run: Callable[[], object]) -> int:
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 3, 10], help="millions of characters")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--index", type=int, metavar="ARTICLES", help="grow an index on disk, and nothing else")
    arguments = parser.parse_args()
    if arguments.index:
        grow(arguments.index)
        return
    own = score_ours()
    peers = {name: score(find) for name, find in PEERS.items()}
    print(f"{'':20} {'cases':>5}  {'ours P':>7} {'R':>6}" + "".join(f"  {name + ' P':>16} {'R':>6}" for name in peers))
    for category, entry in own.items():
        if entry.wanted:
            others = "".join(f"  {p[category].precision:16.3f} {p[category].recall:6.3f}" for p in peers.values())
            print(f"{category:20} {entry.cases:5}  {entry.precision:7.4f} {entry.recall:6.4f}{others}")
    totals = Counter[str]()
    for entry in own.values():
        for field in ("negatives", "called_repeats", "set_aside", "linked", "numbers_lost"):
            totals[field] += getattr(entry, field)
    print(
        f"\nhard negatives {totals['negatives']}: set aside {totals['set_aside']}, called repeats "
        f"{totals['called_repeats']}, linked as near misses {totals['linked']}; numbers lost {totals['numbers_lost']}"
    )
    for name, scores in peers.items():
        print(f"  {name}: called repeats {sum(entry.called_repeats for entry in scores.values())}")
    if not arguments.no_speed:
        speed(arguments.sizes)


if __name__ == "__main__":
    main()
