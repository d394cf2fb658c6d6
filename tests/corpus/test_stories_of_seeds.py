"""The stories of the real articles, where they are present: each told by several, copies counted once."""

from collections import defaultdict

import pytest

from pipeline.run import run
from tests.paths import SHARED

ARTICLES = SHARED / "seeds"
pytestmark = pytest.mark.skipif(not ARTICLES.is_dir(), reason="the real articles are not here")

# A trigger in some of the articles (by the start of their ids), and of how many independent tellings the story is.
STORIES = {
    "the departure of Musk": ({"000": "départ", "001": "quitté", "002": "parti"}, 3),
    "the billion promised": ({"000": "donner", "001": "donner", "003": "investir"}, 2),
    "Microsoft's billion": ({"000": "obtenu", "001": "pris", "003": "investirait"}, 2),
    "the capped-profit company": ({"000": "annoncé", "001": "annoncé", "003": "fait"}, 2),
}


@pytest.fixture(scope="module")
def rows():
    return run([ARTICLES]).rows


@pytest.mark.parametrize("name", STORIES)
def test_a_happening_is_one_story_of_several_articles(rows, name):
    triggers, independent = STORIES[name]
    told = defaultdict(set)
    for event in rows["events"]:
        told[event["story_id"]].add((event["document_id"][:3], event["trigger"]))
    (story_id,) = [story_id for story_id, members in told.items() if set(triggers.items()) <= members]
    (story,) = [row for row in rows["stories"] if row["story_id"] == story_id]
    assert story["independent_source_count"] == independent
    assert story["document_count"] >= len(triggers)


def test_what_is_told_of_the_donation_contradicts_itself(rows):
    told = {
        value for row in rows["conflicts"] for value in (row["value"], row["other_value"]) if row["field"] == "amount"
    }
    assert {"45 millions de dollars", "moins de 45 millions de dollars", "100 millions de dollars"} <= told
