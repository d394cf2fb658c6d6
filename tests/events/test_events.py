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
    "a relative clause": (
        "En 2019, Airbus a racheté Volta, qui avait quitté Lyon en 2001.",
        [
            "racheté | 2019-01-01/2019-12-31 | certain | Airbus, Volta",
            "quitté | 2001-01-01/2001-12-31 | certain | Lyon, Volta",
        ],
    ),
    "a denial": (
        "Airbus nie avoir versé 3 millions d'euros en 2019.",
        ["versé | 2019-01-01/2019-12-31 | negated | Airbus"],
    ),
    "what had to be done was done": (
        "Airbus a dû fermer son usine de Nantes en 2019.",
        ["fermer | 2019-01-01/2019-12-31 | certain | Airbus, Nantes"],
    ),
    "given up": (
        "En avril 2022, Airbus a renoncé à racheter Alstom.",
        ["racheter | 2022-04-01/2022-04-30 | negated | Airbus, Alstom"],
    ),
    "an opening participle": (
        "Battue en finale à Doha le 17 février 2024, Elena Rybakina se repose.",
        ["Battue | 2024-02-17 | certain | Doha, Elena Rybakina"],
    ),
    "a cleft": (
        "C'est le 3 janvier 2024 que Julie Ferrand a été enlevée à Vesoul.",
        ["enlevée | 2024-01-03 | certain | Julie Ferrand, Vesoul"],
    ),
    "an eventive noun": (
        "Les tensions ont culminé avec le départ de Julie Ferrand le 20 février 2018.",
        ["départ | 2018-02-20 | certain | Julie Ferrand"],
    ),
    "a date that is a document's": (
        "Le nom figure dans un document du 4 avril 2022.",
        ["document | 2022-04-04 | certain | "],
    ),
    "the headings of a chronology": (
        "Repères\n\n2015\n\nNokia ouvre une usine à Metz.\n\n2017\n\nAirbus rachète Nokia.",
        [
            "ouvre | 2015-01-01/2015-12-31 | certain | Metz, Nokia",
            "rachète | 2017-01-01/2017-12-31 | certain | Airbus, Nokia",
        ],
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


def test_of_nested_sources_the_innermost_is_named():
    text = "Selon Reuters, Sophie Martin affirme qu'Airbus a fermé une usine en 2019."
    (event,) = run([{"id": "a", "text": text, "published": PUBLISHED}]).rows["events"]
    assert (event["attribution_text"], event["factuality"]) == ("Sophie Martin", "reported")


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Le 3 mai 2019, Airbus a fermé une usine.", ["own"]),
        ("12 mars 2021 : Nokia quitte Sedan.\n\n3 juin 2021 : Airbus ouvre à Metz.", ["heading", "heading"]),
        ("Le 3 mai 2019, Airbus a fermé une usine. Puis Nokia a quitté Lyon.", ["own", "narrative"]),
        ("Nokia a donné 3 millions d'euros à Airbus.", ["none"]),
    ],
)
def test_where_a_date_comes_from(text, sources):
    rows = run([{"id": "a", "text": text, "published": PUBLISHED}]).rows
    assert [event["date_source"] for event in rows["events"]] == sources


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Le 12 mars 2024, Renault a racheté Volvo pour 30 millions d'euros.", "Volvo"),
        ("Le 12 mars 2024, Renault a levé 30 millions d'euros auprès de Nokia.", "Renault"),
        ("Le 12 mars 2024, Renault a versé 30 millions d'euros à Nokia.", "Nokia"),
        ("Le 12 mars 2024, Renault a été condamné à verser 30 millions d'euros à Nokia.", "Nokia"),
    ],
)
def test_whose_money_it_is(text, owner):
    rows = run([{"id": "a", "text": text, "published": PUBLISHED}]).rows
    names = {row["entity_id"]: row["name"] for row in rows["entities"]}
    assert [names[row["about_entity_id"]] for row in rows["event_amounts"]] == [owner]


def test_the_amount_of_an_event_is_linked():
    rows = run([{"id": "a", "text": "Le 12 mars 2024, Renault a racheté Volta pour 30 millions d'euros."}]).rows
    (link,) = rows["event_amounts"]
    assert link["event_id"] == rows["events"][0]["event_id"]
    assert rows["amounts"][0]["value"] == 30e6
