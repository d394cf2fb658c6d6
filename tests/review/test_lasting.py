"""Two hundred corrections of every action hold in a second run, with other weights, in articles edited elsewhere, and
as articles come one after the other; and whatever is decided, the tables hold together."""

import random
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.names.model import load_model
from pipeline.review.anchor import anchor_at, find
from pipeline.review.decisions import ACTIONS
from pipeline.review.values import write_values
from tests.review.halves import at, decide, first_half, reviewed, seeds, seeds_half, stock_model, texts_of

PLAN = {
    ("reject", "mentions"): 12, ("reject", "dates"): 8, ("reject", "amounts"): 8, ("reject", "events"): 8,
    ("accept", "mentions"): 12, ("accept", "dates"): 8, ("accept", "amounts"): 8, ("accept", "events"): 6,
    ("change_span", "mentions"): 10, ("change_span", "amounts"): 8,
    ("change_label", "mentions"): 20,
    ("change_value", "dates"): 16, ("change_value", "amounts"): 16, ("change_value", "events"): 14,
    ("add", "mentions"): 12, ("add", "dates"): 6, ("add", "amounts"): 6, ("add", "events"): 8,
    ("merge", "entities"): 8, ("split", "entities"): 4, ("merge", "stories"): 4, ("part", "stories"): 4,
}  # fmt: skip
PREFIX = {"events": "trigger_"}


def overlaps(one, other):
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


@cache
def two_hundred():
    """Decisions as reviewers of the seeds might take them, no two about one place."""
    chance = random.Random(7)
    halves = seeds_half()
    texts, tables = texts_of(halves), reviewed(halves, [])
    taken, decisions = [], []
    triggers = Counter((row["document_id"], row["trigger_start_char"]) for row in tables["events"])

    date_of = {row["date_id"]: row for row in tables["dates"]}

    def free(row, table):
        """Whether no decision is about a row yet, nor about the date of an event."""
        prefix = PREFIX.get(table, "")
        places = [(row["document_id"], row[f"{prefix}start_char"], row[f"{prefix}end_char"])]
        if date := date_of.get(row["date_id"]) if table == "events" else None:
            places.append((date["document_id"], date["start_char"], date["end_char"]))
        if any(overlaps(place, other) for place in places for other in taken):
            return False
        taken.extend(places)
        return True

    def words_free(document_id):
        """A word that nothing stands on, in a sentence that is read."""
        sentences = [row for row in tables["sentences"] if row["document_id"] == document_id and row["kept"]]
        while True:
            sentence = chance.choice(sentences)
            words = [word for word in sentence["text"].split() if word.isalpha() and len(word) > 4]
            if words:
                start = sentence["start_char"] + sentence["text"].index(chance.choice(words))
                end = next(
                    i
                    for i in range(start, len(texts[document_id]) + 1)
                    if not texts[document_id][start : i + 1].isalpha()
                )
                found = {"document_id": document_id, "start_char": start, "end_char": end}
                facts = [
                    (
                        row["document_id"],
                        row[f"{PREFIX.get(table, '')}start_char"],
                        row[f"{PREFIX.get(table, '')}end_char"],
                    )
                    for table in ("mentions", "dates", "amounts", "events")
                    for row in tables[table]
                ]
                if not any(overlaps((document_id, start, end), fact) for fact in facts) and free(found, ""):
                    return found

    for (action, table), count in PLAN.items():
        if table in ("entities", "stories"):
            continue
        rows = sorted(tables[table], key=lambda row: chance.random())
        if table == "events":
            rows = [row for row in rows if triggers[row["document_id"], row["trigger_start_char"]] == 1]
        if action == "change_span":
            rows = [row for row in rows if " " in row["text"]]
        if action == "add":
            rows = [words_free(chance.choice(seeds()).document_id) for _ in range(count)]
        rows = list(islice((row for row in rows if action == "add" or free(row, table)), count))
        for row in rows:
            decisions.append(
                decide(
                    action,
                    table,
                    at(row, texts, PREFIX.get(table, "") if action != "add" else ""),
                    said(action, table, row),
                )
            )
    tables = reviewed(halves, decisions)
    # The most named: what other weights do not find at all, nothing can be said of.
    firms = [row for row in tables["entities"] if row["label"] == "ORG"]
    firms.sort(key=lambda row: (-row["mention_count"], row["name"]))
    decisions += [decide("merge", "entities", anchor_of_name(row), f"ORG {row['name']} (groupe)") for row in firms[:8]]
    several = sorted(row["name"] for row in tables["entities"] if row["label"] == "PER" and row["document_count"] > 1)
    first = {row["name"]: row for row in tables["entities"] if row["label"] == "PER"}
    homes = {row["entity_id"]: row["document_id"] for row in tables["mentions"]}
    for name in several[:4]:
        decisions.append(
            decide(
                "split",
                "entities",
                anchor_of_name(first[name], homes[first[name]["entity_id"]]),
                f"PER {name} (homonyme)",
            )
        )
    sure = [row for row in tables["events"] if row["date_source"] == "own" and free(row, "events")][:12]
    pairs = list(zip(sure[0:8:2], sure[1:8:2], strict=True))
    decisions += [decide("merge", "stories", at(a, texts, "trigger_"), str(at(b, texts, "trigger_"))) for a, b in pairs]
    decisions += [decide("part", "stories", at(row, texts, "trigger_")) for row in sure[8:12]]
    return decisions


def anchor_of_name(row, document_id=""):
    from pipeline.review.decisions import Anchor

    return Anchor(document_id, f"{row['label']} {row['name']}")


def said(action, table, row):
    """The new value that a reviewer gives."""
    if action == "reject":
        return ""
    if action == "change_span":
        word = max(row["text"].split(), key=len)
        return f"[[{word}]] {said('accept', table, row)}"
    if action == "accept":
        columns = {"mentions": ("label",), "amounts": ("kind", "value", "low", "high", "currency", "unit", "modifier")}
        columns |= {"events": ("type", "factuality")}
        cells = {column: row[column] for column in columns.get(table, ())}
        if table in ("dates", "events") and row["date_begin"]:
            return f"date={row['date_begin']}..{row['date_end']}" + "".join(f"; {k}={v}" for k, v in cells.items())
        return write_values(cells) or "date="
    other = {"PER": "ORG", "ORG": "LOC", "LOC": "MISC", "MISC": "PER"}
    return {
        "mentions": lambda: other.get(row.get("label"), "ORG"),
        "dates": lambda: "1931-05",
        "amounts": lambda: "value=777; kind=count; unit=chose",
        "events": lambda: "date=1931-05-06; factuality=planned",
    }[table]()


def holds(decision, rows, texts):
    """Whether the tables say what a decision about a row says."""
    table, action = decision.table, decision.action
    prefix = PREFIX.get(table, "")
    start, end = find(decision.anchor, texts[decision.anchor.document_id])
    there = [
        row
        for row in rows[table]
        if row["document_id"] == decision.anchor.document_id
        and row[f"{prefix}start_char"] < end
        and start < row[f"{prefix}end_char"]
    ]
    if action == "reject":
        return not [row for row in there if (row[f"{prefix}start_char"], row[f"{prefix}end_char"]) == (start, end)]
    if len(there) != 1 or there[0]["source"] != "review":
        return False
    (row,) = there
    if action == "change_span":
        return row["text"] == decision.words
    wanted = dict(decision.values)
    if period := wanted.pop("date", None):
        wanted |= {"date_begin": period.begin, "date_end": period.end}
    return all(row[column] == value for column, value in wanted.items())


def everything_holds(halves):
    decisions = two_hundred()
    rows, texts = reviewed(halves, decisions), texts_of(halves)
    assert [row["message"] for row in rows["problems"]] == []
    assert [one for one in decisions if one.table not in ("entities", "stories") and not holds(one, rows, texts)] == []
    names = {f"{row['label']} {row['name']}" for row in rows["entities"]}
    assert [one for one in decisions if one.table == "entities" and one.new_value not in names] == []
    for one in decisions:
        if one.table == "stories":
            stories = [told_at(anchor, rows, texts) for anchor in (one.anchor, one.other) if anchor]
            assert len(set(stories)) == 1
            if one.action == "part":
                assert Counter(row["story_id"] for row in rows["events"])[stories[0]] == 1


def told_at(anchor, rows, texts):
    start, _ = find(anchor, texts[anchor.document_id])
    return next(
        row["story_id"]
        for row in rows["events"]
        if (row["document_id"], row["trigger_start_char"]) == (anchor.document_id, start)
    )


def test_there_are_two_hundred_and_of_every_action():
    assert len(two_hundred()) >= 200
    assert {decision.action for decision in two_hundred()} == set(ACTIONS)


def test_they_hold_in_every_run():
    everything_holds(seeds_half())
    assert reviewed(seeds_half(), two_hundred()) == reviewed(first_half(seeds()), two_hundred())


def test_they_hold_with_other_weights():
    everything_holds(first_half(seeds(), stock_model()))


def test_they_hold_in_articles_that_are_edited_elsewhere():
    def edited(article):
        lead = "Mise à jour 😀 : une phrase a été ajoutée en tête.\n\n"
        return replace(article, text=lead + article.text + "\n\nUn paragraphe de plus clôt l’article.", header_end=0)

    everything_holds(first_half([edited(article) for article in seeds()]))


def test_articles_may_come_in_any_order_and_one_after_the_other():
    halves = list(seeds_half())
    random.Random(3).shuffle(halves)  # the order in which they are corrected
    shuffled, ordered = reviewed(halves, two_hundred()), reviewed(seeds_half(), two_hundred())
    for table, rows in ordered.items():
        assert sorted(map(repr, rows)) == sorted(map(repr, shuffled[table]))
    part = reviewed(seeds_half()[:5], two_hundred())
    gone = [row["message"] for row in part["problems"] if "there is no article" in row["message"]]
    known = {half["documents"][0]["document_id"] for half in seeds_half()[:5]}
    assert len(gone) >= sum(
        one.anchor.document_id not in known for one in two_hundred() if one.table in PREFIX or one.documents
    )


SPOTS = st.tuples(st.integers(0, 400), st.integers(1, 30))
VALUES = {
    "mentions": ("PER", "ORG", "label=LOC; name=Autre nom"),
    "dates": ("2020", "date=", "2019-03..2019-05", "approximate=true", "bound=since; granularity=month"),
    "amounts": ("12", "value=; low=1; high=2", "value=3; currency=EUR", "unit=km"),
    "events": ("2020-02-03", "date=", "type=sue; factuality=negated", "date=2019"),
    "event_participants": ("event=attaqué; role=agent", "role=place"),
}


@st.composite
def any_decision(draw):
    """A decision about a found row or about any words, in the first article of the seeds."""
    half = seeds_half()[0]
    texts = texts_of([half])
    table = draw(st.sampled_from([*VALUES]))
    action = draw(st.sampled_from([name for name, tables in ACTIONS.items() if table in tables]))
    if draw(st.booleans()) and half[table]:
        anchor = at(draw(st.sampled_from(half[table])), texts, PREFIX.get(table, ""))
    else:
        start, length = draw(SPOTS)
        text = texts[half["documents"][0]["document_id"]]
        end = min(len(text), start + length)
        start = next(i for i in range(start, len(text)) if text[i].strip())
        anchor = anchor_at(half["documents"][0]["document_id"], text, start, max(end, start + 1))
    quote = anchor.quote
    span = (
        draw(st.sampled_from([quote[: len(quote) // 2 + 1], quote + anchor.suffix[:5]]))
        if action == "change_span"
        else ""
    )
    value = "ORG" if action == "change_label" else "" if action == "reject" else draw(st.sampled_from(VALUES[table]))
    return decide(action, table, anchor, span if span.strip() else value or "")


@settings(max_examples=150)
@given(st.lists(any_decision(), max_size=12))
def test_whatever_is_decided_the_tables_hold_together(decisions):
    reviewed(seeds_half()[:2], decisions)


def test_the_model_of_the_seeds_is_the_one_with_our_weights():
    assert load_model() is not stock_model()


@pytest.mark.parametrize("table", ["mentions", "dates", "amounts", "events"])
def test_what_a_person_decided_says_so_in_its_source(table):
    sources = Counter(row["source"] for row in reviewed(seeds_half(), two_hundred())[table])
    assert sources["review"] >= 10
    assert sources.total() > sources["review"]
