"""Near repeats and near misses: what may change in a retelling and what may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.repeats import CorpusIndex, find_repeats, links_within_article
from pipeline.repeats.compare import compare
from pipeline.repeats.tokens import tokenise


def differences(earlier, later):
    return compare(tokenise(earlier), tokenise(later)).differences


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("L'étude diffusée mardi porte sur 300 patients.", "L'étude parue mardi porte sur 300 patients."),
        ("Toutefois, le texte a été publié lundi.", "Cependant, le texte a été rendu public lundi."),
        ("Les ventes ont progressé de 3,5 millions d'euros.", "Les ventes ont augmenté de 3 500 000 euros."),
        ("Il a vingt-deux ans et vit à Nice.", "Il a 22 ans et habite à Nice."),
        ("La ville compte 4 000 habitants.", "La commune compte quelque 4 000 habitants."),
        ("Quatre-vingt-dix élus ont voté le texte.", "90 élus ont adopté le texte."),
        ("Le maire a dit sa colère mardi à Lyon.", "Mardi, à Lyon, le maire a dit sa colère."),
        ("L'usine emploie 300 salariés à Sedan.", "L'usine emploie 300 personnes à Sedan."),
        ("Interrogé lundi, le préfet a nié les faits.", "Questionné lundi, le préfet a démenti les faits."),
        ("Selon l'AFP, le train est arrivé à l'heure.", "D'après l'AFP, le train est arrivé à l'heure."),
        ("L'Etat a payé 30 % des travaux.", "L'État a financé 30 % des travaux."),
        ("C'est la 2e fois en un an.", "C'est la deuxième fois en un an."),
        ("Trois grands projets sont à l'étude.", "Trois vastes projets sont à l'étude."),
        ("Le sénateur Delbecq est élu.", "Le sénateur Hugo Delbecq est élu."),
        ("La Banque centrale européenne baisse ses taux.", "La Banque centrale européenne (BCE) baisse ses taux."),
    ],
)
def test_other_words_for_the_same(earlier, later):
    assert differences(earlier, later) == differences(later, earlier) == ()


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ("Le bilan est passé à 12 morts.", "Le bilan est passé à 14 morts.", "12 → 14 morts"),
        ("Deux cents emplois sont menacés.", "Trois cents emplois sont menacés.", "Deux cents → Trois cents emplois"),
        ("Le cours vaut 1 234 567 euros.", "Le cours vaut 1 234 568 euros.", "1 234 567 → 1 234 568 euros"),
        ("La hausse atteint 1,5 %.", "La hausse atteint 15 %.", "1,5 → 15 %"),
        ("Le solde est de -2,3 %.", "Le solde est de 2,3 %.", "-2,3 → 2,3 %"),
        ("Le procès s'ouvrira lundi.", "Le procès s'ouvrira mardi.", "lundi → mardi"),
        ("Il est né en mars 1950.", "Il est né en mai 1950.", "mars → mai"),
        ("Le vote aura lieu cet été.", "Le vote aura lieu cet automne.", "été → automne"),
        (
            "Les ventes ont repris la semaine dernière.",
            "Les ventes ont repris le mois dernier.",
            "semaine dernière → mois dernier",
        ),
        ("Le train part de Lyon.", "Le train part de Dijon.", "Lyon → Dijon"),
        ("Musk a quitté le groupe.", "Altman a quitté le groupe.", "Musk → Altman"),
        ("Jean Martin est élu.", "Paul Martin est élu.", "Jean → Paul"),
        ("Le texte a été accepté.", "Le texte a été rejeté.", "accepté → rejeté"),
        ("Le maire a ouvert la piscine.", "Le maire a fermé la piscine.", "ouvert → fermé"),
        ("Le groupe va recruter.", "Le groupe va licencier.", "recruter → licencier"),
        ("Il a dit vouloir partir.", "Il a dit partir.", "vouloir → ∅"),
        ("Le parquet fera appel.", "Le parquet ne fera pas appel.", "∅ → ne"),
        ("Elle est partie avec sa fille.", "Elle est partie sans sa fille.", "avec → sans"),
        ("Le groupe vendra sa filiale.", "Le groupe vendrait sa filiale.", "vendra → vendrait"),
        ("La hausse des prix inquiète.", "La baisse des prix inquiète.", "hausse → baisse"),
        ("On compte 30 blessés dans le car.", "On compte 30 disparus dans le car.", "blessés → disparus"),
        ("L'usine est à 12 mètres.", "L'usine est à 12 kilomètres.", "mètres → kilomètres"),
        ("La 13e étape part de Lyon.", "La 14e étape part de Lyon.", "13e → 14e étape"),
        ("Le premier vol a décollé.", "Le deuxième vol a décollé.", "premier → deuxième vol"),
        ("Le texte a eu 64 voix contre 58.", "Le texte a eu 58 voix contre 64.", "64 → 58 voix"),
        ("Le club de Nice a battu Lens.", "Le club de Lens a battu Nice.", "Nice → Lens"),
        ("Il a levé 40 millions de francs.", "Il a levé 40 millions d'euros.", "francs → euros"),
        ("Un touriste allemand est mort.", "Un touriste danois est mort.", "allemand → danois"),
        ("Le club dément avoir payé.", "Le club reconnaît avoir payé.", "dément → reconnaît"),
        ("Le groupe ferme son usine.", "Le groupe ouvre son usine.", "ferme → ouvre"),
    ],
)
def test_a_change_of_fact_is_shown(earlier, later, expected):
    assert expected in differences(earlier, later)
    assert differences(later, earlier)


LEDE = "Un violent incendie a détruit mardi soir la scierie Perrin, à Gérardmer, dans les Vosges."
OTHER = "Une soixantaine de pompiers ont été mobilisés pendant plus de six heures."


def test_a_retelling_is_linked_with_its_similarity():
    later = LEDE.replace("violent", "important").replace("détruit", "ravagé")
    (row,) = find_repeats([("a", f"{LEDE} {OTHER}"), ("b", f"Reportage. {later}")])
    assert (row["kind"], row["scope"]) == ("near", "corpus")
    assert row["start_char"] == len("Reportage. ")
    assert (row["of_start_char"], row["of_end_char"]) == (0, len(LEDE))
    assert 0.8 < row["similarity"] < 1


def test_neighbours_that_correspond_are_one_passage():
    later = f"{LEDE.replace('violent', 'important')} {OTHER.replace('mobilisés', 'déployés')}"
    (row,) = find_repeats([("a", f"{LEDE} {OTHER}"), ("b", later)])
    assert (row["start_char"], row["end_char"]) == (0, len(later))


def test_one_sentence_may_be_told_in_two():
    earlier = "Le groupe Halvor, qui emploie 4 200 personnes, a annoncé jeudi la cession de sa branche emballage."
    later = "Le groupe Halvor a annoncé jeudi la cession de sa branche emballage. Il emploie 4 200 personnes."
    for one, other in ((earlier, later), (later, earlier)):
        rows = find_repeats([("a", one), ("b", other)])
        assert [(row["kind"], row["start_char"]) for row in rows] == [("near", 0)]


def test_a_changed_figure_is_a_near_miss_within_and_across():
    later = OTHER.replace("six", "huit")
    within = links_within_article("a", f"{OTHER}\n\n{LEDE}\n\n{later}")
    assert within.repeats == []
    assert [(miss.start, miss.difference) for miss in within.near_misses] == [
        (len(OTHER) + len(LEDE) + 4, "six → huit heures")
    ]
    index = CorpusIndex()
    index.add("a", OTHER)
    links = index.add("b", later)
    assert links.repeats == []
    assert [(miss.of_document_id, miss.difference) for miss in links.near_misses] == [("a", "six → huit heures")]


def test_a_near_repeat_within_an_article_is_only_linked():
    later = LEDE.replace("violent", "important")
    (repeat,) = links_within_article("a", f"{LEDE}\n\n{OTHER}\n\n{later}").repeats
    assert (repeat.scope, repeat.kind) == ("document", "near")


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_two_texts_can_be_compared(one, other):
    forward = compare(tokenise(one), tokenise(other))
    assert 0 <= forward.similarity <= 1
    assert compare(tokenise(one), tokenise(one)).differences == ()
    assert forward.similarity == compare(tokenise(other), tokenise(one)).similarity
