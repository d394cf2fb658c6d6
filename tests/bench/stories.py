"""Stories and conflicts over synthetic events: `python -m tests.bench.stories [--events 100000] [--seed 1]`.

Articles of some twenty events about affairs of a few names (names follow Zipf's law: some stand in a tenth of all
articles), each affair told by one to eight articles that tell its happenings with other words, vaguer days and other
figures. Seconds are those of one core; "per doubling" says how they grow (2.0 is linear).
"""

import argparse
import random
import time
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

from pipeline.corpus.affairs import Affairs
from pipeline.corpus.conflicts import find_conflicts
from pipeline.corpus.stories import tell_stories
from pipeline.corpus.tellings import read_tellings
from pipeline.tables.schema import Row, Rows, empty_rows

VERBS = ("annoncer", "racheter", "fermer", "condamner", "quitter", "lever", "publier", "rencontrer", "perdre", "ouvrir")
VERBS += ("signer", "nommer", "supprimer", "voter", "frapper", "licencier", "inaugurer", "saisir", "promettre", "voir")
WORDS = tuple(
    f"{a}{b}{c}" for a in ("mar", "con", "tra", "pol", "bri") for b in "aeiou" for c in ("tion", "ment", "rage")
)
FIRST = date(2023, 1, 1)


def synthetic_rows(events: int, seed: int) -> Rows:
    """Rows of the tables that stories are made of, for at least `events` events."""
    draw = random.Random(seed)
    rows = empty_rows()
    names = max(200, events // 10)
    affair = 0
    while len(rows["events"]) < events:
        affair += 1
        about = [int(names ** draw.random()) for _ in range(6)]
        published = FIRST + timedelta(days=draw.randrange(700))
        happenings = [_happening(draw, about, published) for _ in range(30)]
        for outlet in range(draw.choice((1, 1, 2, 3, 5, 8))):
            told = draw.sample(happenings, 20)
            _article(rows, draw, f"{affair:06}-{outlet}", published + timedelta(days=draw.randrange(5)), told)
    return rows


def _happening(draw: random.Random, about: list[int], published: date) -> dict:
    return {
        "lemma": draw.choice(VERBS),
        "names": draw.sample(about, 2),
        "day": published - timedelta(days=int(draw.expovariate(1 / 60))),
        "amount": draw.randrange(1, 500) * 1e6 if draw.random() < 0.3 else None,
        "words": draw.sample(WORDS, 8),
    }


def _article(rows: Rows, draw: random.Random, name: str, published: date, told: list[dict]) -> None:
    rows["documents"].append(
        {"document_id": name, "source": f"outlet {draw.randrange(50)}", "published_end": published}
    )
    for place, happening in enumerate(told):
        _event(rows, draw, name, place, happening)


def _event(rows: Rows, draw: random.Random, document_id: str, place: int, happening: dict) -> None:
    here = {"document_id": document_id, "start_char": place * 100, "end_char": place * 100 + 99}
    key = f"{document_id}:{place:03}"
    text = " ".join([happening["lemma"], *draw.sample(happening["words"], 5), draw.choice(WORDS)])
    day = happening["day"] + timedelta(days=draw.random() < 0.05)
    vague = draw.random() < 0.2
    begin, end = (day.replace(day=1), day.replace(day=28)) if vague else (day, day)
    rows["sentences"].append({**here, "sentence_id": key, "text": text})
    rows["dates"].append({"date_id": key, "granularity": "month" if vague else "day"})
    rows["events"].append(
        {
            "event_id": key,
            "document_id": document_id,
            "sentence_id": key,
            "date_id": key,
            "trigger": happening["lemma"],
            "lemma": happening["lemma"],
            "factuality": "certain",
            "date_begin": begin,
            "date_end": end,
            "trigger_start_char": place * 100,
            "trigger_end_char": place * 100 + 1,
        }
    )
    for number in happening["names"]:
        entity = {"entity_id": f"ORG:{number}", "document_id": document_id}
        mention = {**entity, "mention_id": f"{key}:{number}", "sentence_id": key, "start_char": place * 100 + 50}
        rows["mentions"].append(mention)
        rows["event_participants"].append(
            {**mention, "antecedent_mention_id": mention["mention_id"], "event_id": key, "role": "other"}
        )
    if happening["amount"]:
        value = happening["amount"] * (1.1 if draw.random() < 0.1 else 1)
        money = {"kind": "money", "value": value, "low": None, "high": None, "currency": "EUR", "unit": ""}
        text = f"{value:.0f} euros"
        rows["amounts"].append(
            {**here, **money, "amount_id": key, "sentence_id": key, "text": text, "modifier": "exact", "per": ""}
        )
        rows["event_amounts"].append({"event_id": key, "amount_id": key})


def reduce(rows: Rows) -> tuple[list[Row], dict[str, str], list[Row]]:
    """The stories, the story of each event, and the conflicts of `rows`."""
    entity_of = {row["mention_id"]: row["entity_id"] for row in rows["mentions"]}
    held = defaultdict(set)
    for row in rows["mentions"]:
        held[row["document_id"]].add(row["entity_id"])
    labelled = [{"entity_id": entity, "name": entity, "label": "ORG"} for entity in sorted(set(entity_of.values()))]
    affairs = Affairs(held, labelled)
    tellings = [telling.by_entity(lambda mention: [entity_of[mention]]) for telling in read_tellings(rows)]
    stories, story_of = tell_stories(tellings, affairs, rows["documents"], rows["repeats"])
    return stories, story_of, find_conflicts(tellings, story_of, affairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    taken = []
    for size in (arguments.events // 4, arguments.events // 2, arguments.events):
        rows = synthetic_rows(size, arguments.seed)
        begin = time.process_time()
        stories, _, conflicts = reduce(rows)
        taken.append(time.process_time() - begin)
        print(
            f"{len(rows['events']):>8} events of {len(rows['documents'])} articles: {len(stories)} stories, "
            f"{len(conflicts)} conflicts, {taken[-1]:.1f} s"
        )
    print("per doubling:", *(f"{after / max(before, 1e-9):.2f}" for before, after in pairwise(taken)))


if __name__ == "__main__":
    main()
