"""Events of short articles, read by the whole pipeline: what happened, when, how surely, who says so, to whom.

Each case is a text and the lines that its events should give: trigger | date | factuality | participants.
"""

import pytest

from pipeline.run import run

PUBLISHED = "2024-03-15"

CASES = {
    "a plain dated clause": (
        "Le 12 mars 2024, Renault a racheté la société Volta pour 30 millions d'euros.",
        ["racheté | 2024-03-12 | certain | Renault, Volta"],
    ),
    "passive with agent": (
        "L'usine Brumex a été vendue par Alstom le 3 mai 2022.",
        ["vendue | 2022-05-03 | certain | Alstom, Brumex"],
    ),
    "a participle hung on its noun": (
        "Lancé en mai 2021 par Nokia, le programme Lumos coûte cher.",
        ["Lancé | 2021-05-01/2021-05-31 | certain | Lumos, Nokia"],
    ),
    "hearsay conditional": (
        "Entre 2015 et 2018, Airbus aurait versé 3 millions d'euros à un courtier.",
        ["versé | 2015-01-01/2018-12-31 | reported | Airbus"],
    ),
    "a named source": (
        "Selon Reuters, Airbus a livré douze avions en janvier 2024.",
        ["livré | 2024-01-01/2024-01-31 | reported | Airbus"],
    ),
    "negated": (
        "Microsoft n'a pas racheté Nintendo en janvier 2024.",
        ["racheté | 2024-01-01/2024-01-31 | negated | Microsoft, Nintendo"],
    ),
    "restricted, not negated": (
        "Le tramway de Nantes n'ouvrira qu'en 2026.",
        ["ouvrira | 2026-01-01/2026-12-31 | planned | Nantes"],
    ),
    "possible": (
        "Airbus pourrait fermer son usine de Nantes en 2027.",
        ["fermer | 2027-01-01/2027-12-31 | hypothetical | Airbus, Nantes"],
    ),
    "a plan": (
        "Airbus doit ouvrir une usine à Nantes en 2027.",
        ["ouvrir | 2027-01-01/2027-12-31 | planned | Airbus, Nantes"],
    ),
    "the narrator's future": (
        "Airbus rachètera Bombardier le 8 juin 2020.",
        ["rachètera | 2020-06-08 | certain | Airbus, Bombardier"],
    ),
    "the finer of two dates": (
        "Il y a deux ans, en mai 2022, Airbus a ouvert une usine.",
        ["ouvert | 2022-05-01/2022-05-31 | certain | Airbus"],
    ),
    "two dates, two events": (
        "La grêle a frappé en 2019, puis en 2022.",
        ["frappé | 2019-01-01/2019-12-31 | certain | ", "frappé | 2022-01-01/2022-12-31 | certain | "],
    ),
    "a pronoun": (
        "Sophie Martin est arrivée à Lyon. Le 3 février 2024, elle a visité un musée.",
        ["visité | 2024-02-03 | certain | Sophie Martin"],
    ),
    "a noun for a name": (
        "La société Volta recrute à Lyon. En janvier 2024, l'entreprise a levé 3 millions d'euros.",
        ["levé | 2024-01-01/2024-01-31 | certain | Volta"],
    ),
    "money without a date": (
        "Au total, Médecins sans frontières a recueilli 45 millions d'euros.",
        ["recueilli |  | certain | Médecins sans frontières"],
    ),
}


def told(rows):
    names = {row["entity_id"]: row["name"] for row in rows["entities"]}
    for event in rows["events"]:
        begin, end = event["date_begin"], event["date_end"]
        when = "" if begin is None else f"{begin}" if begin == end else f"{begin}/{end}"
        who = sorted(
            {
                names[row["entity_id"]]
                for row in rows["event_participants"]
                if row["event_id"] == event["event_id"] and row["entity_id"]
            }
        )
        yield f"{event['trigger']} | {when} | {event['factuality']} | {', '.join(who)}"


@pytest.mark.parametrize("case", CASES)
def test_a_text_tells_its_events(case):
    text, expected = CASES[case]
    assert list(told(run([{"id": "a", "text": text, "published": PUBLISHED}]).rows)) == expected


def test_who_says_so_is_attributed_and_has_no_part():
    text = "Airbus aurait versé 3 millions d'euros en 2019, affirme Transparency France."
    rows = run([{"id": "a", "text": text, "published": PUBLISHED}]).rows
    (event,) = rows["events"]
    names = {row["entity_id"]: row["name"] for row in rows["entities"]}
    assert names[event["attribution_entity_id"]] == event["attribution_text"] == "Transparency France"
    assert [row["text"] for row in rows["event_participants"]] == ["Airbus"]


def test_a_pronoun_has_a_span_and_no_mention_of_its_own():
    text = "Sophie Martin est arrivée à Lyon. Le 3 février 2024, elle a visité un musée."
    rows = run([{"id": "a", "text": text, "published": PUBLISHED}]).rows
    (participant,) = rows["event_participants"]
    assert participant["text"] == "elle"
    assert participant["mention_id"] == ""
    assert participant["entity_id"]


def test_the_amount_of_an_event_is_linked():
    rows = run([{"id": "a", "text": "Le 12 mars 2024, Renault a racheté Volta pour 30 millions d'euros."}]).rows
    (link,) = rows["event_amounts"]
    assert link["event_id"] == rows["events"][0]["event_id"]
    assert rows["amounts"][0]["value"] == 30e6
