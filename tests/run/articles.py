"""Small articles that share people, firms, passages and happenings, so that every part of the second half has work."""

import random

PEOPLE = ("Élise Morel", "Karim Haddad", "Jeanne Lacoste", "Paul Vidal")
FIRMS = ("Volta", "Groupe Armor", "Banque de Rance", "Verreries du Lac")
PLACES = ("Lyon", "Nantes", "Dunkerque", "Metz")
SENTENCES = (
    "Le {day} mars 2024, {person} a quitté la direction de {firm}.",
    "{firm} a racheté une usine à {place} pour {sum} millions d'euros.",
    "« Nous ne fermerons pas le site », a promis {person}.",
    "L'accord, signé en février 2023 à {place}, porte sur {sum} % du capital de {firm}.",
    "Le tribunal de {place} a condamné {firm} à {sum} 000 euros d'amende le {day} juin 2022.",
    "Cette phrase revient telle quelle dans plusieurs articles, sans un mot de plus ni de moins.",
)


def article(number):
    """The text of article `number`, always the same."""
    chance = random.Random(number)
    sentences = (
        chance.choice(SENTENCES).format(
            day=chance.randint(1, 28),
            person=chance.choice(PEOPLE),
            firm=chance.choice(FIRMS),
            place=chance.choice(PLACES),
            sum=chance.randint(2, 90),
        )
        for _ in range(chance.randint(3, 7))
    )
    return "date 2024-03 " + " ".join(sentences) + "\n"


def write_articles(folder, numbers):
    """A file for each number."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"a{number:05}.txt").write_text(article(number), encoding="utf-8")
    return folder
