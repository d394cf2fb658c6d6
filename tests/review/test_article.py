"""What decisions do to the rows of one article: the row itself, what follows from it, stale and contradictory ones."""

from datetime import date

import pytest

from pipeline.article import Article
from pipeline.extraction import extract_article
from pipeline.names.model import load_model
from pipeline.review.anchor import StaleError, anchor_at, find
from pipeline.review.article import apply_decisions
from pipeline.review.decisions import Anchor
from pipeline.timing import Stopwatch
from tests.review.halves import decide, reviewed

TEXT = (
    "Le 12 mars 2024, Jeanne Morel a vendu l'usine de Valbrune à Lorvel pour 3 millions d'euros. "
    "Le lendemain, Lorvel a licencié 40 salariés, selon Jeanne Morel. "
    "En juin 2023, l'usine de Valbrune avait brûlé."
)


@pytest.fixture(scope="module")
def half():
    return extract_article(Article("a", "a.txt", TEXT, sha256="0" * 64), load_model(), Stopwatch())


def anchor(quote, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(quote, start + 1)
    return anchor_at("a", TEXT, start, start + len(quote))


def after(half, *decisions):
    """The rows of the article after decisions, checked by the run's own verification."""
    before = {name: [dict(row) for row in rows] for name, rows in half.items()}
    result = apply_decisions(half, decisions)
    assert half == before  # the function is pure
    reviewed([half], decisions)
    return result


def named(rows):
    return {(row["text"], row["label"], row["source"] == "review") for row in rows["mentions"]}


def dated(rows):
    return {row["trigger"]: (row["date_begin"], row["date_end"], row["date_source"]) for row in rows["events"]}


def test_the_article_is_what_the_cases_below_take_it_for(half):
    assert {row["text"] for row in half["mentions"]} >= {"Jeanne Morel", "Valbrune", "Lorvel"}
    assert dated(half)["vendu"][0] == date(2024, 3, 12)
    assert {row["text"] for row in half["amounts"]} >= {"3 millions d'euros", "40 salariés"}


def test_a_rejected_name_leaves_with_its_parts_in_events(half):
    rows = after(half, decide("reject", "mentions", anchor("Jeanne Morel"))).rows
    assert [row["start_char"] for row in rows["mentions"] if row["text"] == "Jeanne Morel"] == [TEXT.rindex("Jeanne")]
    gone = anchor("Jeanne Morel").start
    assert not [row for row in rows["event_participants"] if row["start_char"] == gone]
    assert any(row["start_char"] == gone for row in half["event_participants"])


def test_a_rejected_date_leaves_its_events_undated(half):
    rows = after(half, decide("reject", "dates", anchor("12 mars 2024"))).rows
    assert dated(rows)["vendu"] == (None, None, "none")
    assert {row["event_id"] for row in rows["events"] if row["trigger"] == "vendu"} == {
        f"a:event:{TEXT.index('vendu')}-{TEXT.index('vendu') + 5}:undated"
    }
    assert not any(row["anchor_date_id"].endswith(":3-15") for row in rows["dates"])


def test_a_corrected_date_flows_to_its_events_and_their_ids(half):
    rows = after(half, decide("change_value", "dates", anchor("12 mars 2024"), "2023-03")).rows
    (row,) = (row for row in rows["dates"] if row["text"] == "12 mars 2024")
    assert (row["granularity"], row["edtf"], row["resolved_by"], row["source"]) == (
        "month", "2023-03", "review", "review",
    )  # fmt: skip
    assert dated(rows)["vendu"][:2] == (date(2023, 3, 1), date(2023, 3, 31))
    (event,) = (event for event in rows["events"] if event["trigger"] == "vendu")
    assert event["event_id"].endswith(":2023-03-01..2023-03-31")
    assert {part["event_id"] for part in rows["event_participants"]} <= {event["event_id"] for event in rows["events"]}


def test_a_date_may_be_made_unknown(half):
    rows = after(half, decide("change_value", "dates", anchor("12 mars 2024"), "date=")).rows
    assert dated(rows)["vendu"][:2] == (None, None)
    assert next(row["edtf"] for row in rows["dates"] if row["text"] == "12 mars 2024") == ""


def test_another_label_another_span_and_a_name_that_was_missed(half):
    result = after(
        half,
        decide("change_label", "mentions", anchor("Lorvel"), "PER", reason="un homme"),
        decide("change_span", "mentions", anchor("Jeanne Morel"), "Morel"),
        decide("add", "mentions", anchor("usine"), "label=ORG"),
    )
    assert result.problems == ()
    assert {("Lorvel", "PER", True), ("Morel", "PER", True), ("usine", "ORG", True)} <= named(result.rows)
    (row,) = (row for row in result.rows["mentions"] if row["label"] == "PER" and row["text"] == "Lorvel")
    assert row["evidence"] == "review: un homme"
    part = next(row for row in result.rows["event_participants"] if row["text"] == "Morel")
    assert part["start_char"] == TEXT.index("Morel")


def test_a_changed_span_stands_where_the_finders_see_nothing_if_it_says_what_it_was(half):
    decision = decide("change_span", "mentions", anchor("usine de Valbrune avait"), "[[usine]] label=ORG")
    rows = {**half, "mentions": [row for row in half["mentions"] if row["start_char"] < TEXT.rindex("usine")]}
    assert ("usine", "ORG", True) in named(apply_decisions(rows, [decision]).rows)


def test_what_a_person_adds_takes_the_place_of_what_it_overlaps(half):
    rows = after(half, decide("add", "mentions", anchor("usine de Valbrune"), "ORG")).rows
    assert ("usine de Valbrune", "ORG", True) in named(rows)
    assert [row["start_char"] for row in rows["mentions"] if row["text"] == "Valbrune"] == [TEXT.rindex("Valbrune")]


def test_a_corrected_sum_and_a_rejected_one(half):
    result = after(
        half,
        decide("change_value", "amounts", anchor("3 millions d'euros"), "value=3,5; currency=USD"),
        decide("reject", "amounts", anchor("40 salariés")),
    )
    (row,) = result.rows["amounts"]
    assert (row["value"], row["currency"], row["source"]) == (3.5, "USD", "review")
    assert {link["amount_id"] for link in result.rows["event_amounts"]} <= {row["amount_id"]}


def test_bounds_follow_the_figure_that_they_were(half):
    rows = {**half, "amounts": [row | {"low": row["value"], "modifier": "more_than"} for row in half["amounts"]]}
    (row,) = (
        row
        for row in apply_decisions(rows, [decide("change_value", "amounts", anchor("40 salariés"), "50")]).rows[
            "amounts"
        ]
        if row["text"] == "40 salariés"
    )
    assert (row["value"], row["low"], row["high"], row["modifier"]) == (50, 50, None, "more_than")


def test_an_event_is_changed_dated_added_and_rejected(half):
    result = after(
        half,
        decide("change_value", "events", anchor("vendu"), "factuality=planned; date=2023-06"),
        decide("add", "events", anchor("a licencié"), "date=2024-03-12; type=leave"),
        decide("reject", "events", anchor("brûlé")),
    )
    assert result.problems == ()
    assert dated(result.rows)["vendu"] == (date(2023, 6, 1), date(2023, 6, 30), "review")
    assert dated(result.rows)["a licencié"][0] == date(2024, 3, 12)
    assert "brûlé" not in dated(result.rows)


def test_an_event_takes_the_date_of_its_sentence_where_that_is_the_one_given(half):
    rows = after(half, decide("change_value", "events", anchor("vendu"), "date=2020"),
                 decide("change_value", "events", anchor("vendu"), "date=2024-03-12")).rows  # fmt: skip
    (event,) = (row for row in rows["events"] if row["trigger"] == "vendu")
    assert event["date_id"] == "a:date:3-15"


def test_a_part_in_an_event_is_added_changed_and_rejected(half):
    lorvel = anchor("Lorvel", 1)
    rows = after(
        half,
        decide("add", "event_participants", lorvel, "event=brûlé; role=patient"),
        decide("reject", "event_participants", anchor("Lorvel"), "event=vendu"),
    ).rows
    parts = {(row["text"], row["start_char"], row["role"]) for row in rows["event_participants"]}
    assert ("Lorvel", lorvel.start, "patient") in parts
    assert not any(start == anchor("Lorvel").start for _, start, _ in parts)


def test_what_is_accepted_stays_when_the_finders_no_longer_see_it(half):
    blind = {**half, "mentions": [], "event_participants": []} | {
        "events": [row | {"attribution_mention_id": ""} for row in half["events"]],
        "event_amounts": [row | {"about_mention_id": ""} for row in half["event_amounts"]],
    }
    decision = decide("accept", "mentions", anchor("Lorvel"), "label=ORG")
    assert named(apply_decisions(half, [decision]).rows) >= {("Lorvel", "ORG", True)}
    assert named(apply_decisions(blind, [decision]).rows) == {("Lorvel", "ORG", True)}
    (problem,) = apply_decisions(blind, [decide("accept", "mentions", anchor("Lorvel"))]).problems
    assert "nothing is found there any more" in problem.message


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (decide("reject", "mentions", Anchor("a", "Stellantis")), "no longer in the article"),
        (decide("reject", "mentions", Anchor("a", "Lorvel", "le groupe breton ", " a racheté")), "around them is gone"),
        (decide("reject", "mentions", Anchor("a", "Lorvel")), "stand 2 times"),
        (decide("change_span", "mentions", anchor("Lorvel"), "Jeanne"), "the words 'Jeanne' do not stand there"),
        (decide("change_span", "mentions", anchor("licencié"), "a licencié"), "nothing is found there"),
        (decide("change_value", "amounts", anchor("usine"), "unit=m"), "does not say what it was"),
        (decide("add", "event_participants", anchor("usine"), "event=vendu"), "add the mention first"),
        (decide("add", "event_participants", anchor("Lorvel"), "event=fondé"), "no event 'fondé'"),
    ],
)
def test_a_decision_that_cannot_be_done_is_said_with_its_reason(half, decision, why):
    result = after(half, decision)
    (problem,) = result.problems
    assert why in problem.message
    assert (problem.stage, problem.severity, problem.document_id) == ("review", "warning", "a")
    assert named(result.rows) == named(half)


def test_of_two_that_contradict_the_later_wins_and_it_is_said(half):
    lorvel = anchor("Lorvel")
    per, org = (decide("change_label", "mentions", lorvel, label) for label in ("PER", "MISC"))
    reject = decide("reject", "mentions", lorvel)
    for decisions, label in (((per, org), "MISC"), ((reject, per), "PER"), ((per, reject), None)):
        result = after(half, *decisions)
        (problem,) = result.problems
        assert decisions[0].decision_id in problem.message.split(":")[0]
        assert f"decision {decisions[1].decision_id}, says otherwise later and wins" in problem.message
        labels = [row["label"] for row in result.rows["mentions"] if row["start_char"] == lorvel.start]
        assert labels == ([label] if label else [])


def test_decisions_about_different_cells_of_one_row_do_not_contradict(half):
    vendu = anchor("vendu")
    result = after(
        half,
        decide("change_value", "events", vendu, "factuality=planned"),
        decide("change_value", "events", vendu, "type=sign"),
        decide("accept", "events", vendu),
    )
    assert result.problems == ()
    (event,) = (row for row in result.rows["events"] if row["trigger"] == "vendu")
    assert (event["factuality"], event["type"], event["source"]) == ("planned", "sign", "review")


def test_a_decision_on_the_new_words_of_a_span_is_about_the_same_row(half):
    span = decide("change_span", "mentions", anchor("Jeanne Morel"), "Morel")
    label = decide("change_label", "mentions", anchor("Morel"), "ORG")
    old_label = decide("change_label", "mentions", anchor("Jeanne Morel"), "LOC")
    assert ("Morel", "ORG", True) in named(after(half, span, label).rows)
    assert ("Morel", "LOC", True) in named(after(half, span, old_label).rows)
    result = after(half, span, decide("reject", "mentions", anchor("Morel")))
    assert not [
        row for row in result.rows["mentions"] if row["start_char"] < TEXT.index("a vendu") and row["label"] == "PER"
    ]
    assert "says otherwise later and wins" in result.problems[0].message


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Un. Paris brûle. Deux. Paris dort.", 23),
        ("Deux. Paris dort. Un. Paris brûle.", 6),  # the sentences changed places
        ("Encore une phrase 😀. Deux. Paris dort. Un. Paris brûle.", 27),
        ("Un. Paris brûle. Trois. Paris dort mal.", 24),  # edited close by
        ("Un. Paris brûle. Deux.\r\n\r\nParis  dort.", 26),  # white space
    ],
)
def test_words_are_found_again_by_what_stands_around_them(text, stands):
    then = "Un. Paris brûle. Deux. Paris dort."
    assert find(anchor_at("a", then, 23, 28), text) == (stands, stands + 5)


def test_of_equal_places_the_nearest_is_meant_and_the_first_copy_before_a_repeat():
    text = "Paris dort. " * 6
    assert find(Anchor("a", "Paris", start=26), text) == (24, 29)
    twice = "Le maire de Paris dort bien. " * 2
    where = Anchor("a", "Paris", "Le maire de ", " dort bien.", 40)
    assert find(where, twice) == (41, 46)
    assert find(where, twice, [(29, 58)]) == (12, 17)


def test_words_that_cannot_be_told_apart_are_stale():
    with pytest.raises(StaleError, match="stand 6 times"):
        find(Anchor("a", "Paris"), "Paris dort. " * 6)
