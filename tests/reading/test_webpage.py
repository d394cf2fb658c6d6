"""News pages: the article and nothing of the frame around it, with the date that the page means."""

import json
from datetime import date

import pytest

from pipeline.article import Period
from tests.reading.articles import read, read_bytes

DAY = Period(date(2024, 3, 5), date(2024, 3, 5))
PARAGRAPHS = [
    "La mairie de Port-Lannec a voté mardi soir un budget de 12,4 millions d'euros, en baisse de 3 % sur un an.",
    "« Nous avons renoncé à la piscine, pas aux écoles », a expliqué la maire, Solenn Kerbrat, devant 300 habitants.",
    "L'opposition a quitté la séance peu avant minuit ; elle réclame un audit depuis l'automne.",
]
BODY = "\n".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
TITLE = "Port-Lannec serre son budget"


def page(*, head: str = "", meta: str = "", body: str = BODY) -> str:
    """A page as news sites build them, with `head` in its head and `meta` under its headline."""
    return f"""<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>{TITLE} - Le Phare</title>{head}
<style>p {{ color: red }}</style><script>var annee = "2019-01-01";</script></head>
<body>
<div id="cookie-banner" class="cookie-consent"><p>Nous utilisons des cookies pour mesurer notre audience.</p></div>
<nav><ul><li><a href="/">Accueil</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>{TITLE}</h1>{meta}
<figure><img src="a.jpg"><figcaption>La mairie de Port-Lannec. Photo Y. Morvan</figcaption></figure>
{body}</article>
<aside class="related"><h3>À lire aussi</h3><ul>
<li><a href="/x">Le port rouvre</a> <span class="date">8 février 2022</span></li></ul></aside>
<section id="comments"><h3>Commentaires</h3><p class="comment">Gwenola, 6 mars 2023 : encore !</p></section>
</main><footer>© Le Phare 2021. Mentions légales. Site créé le 3 mai 2018.</footer></body></html>"""


def linked(**data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **data})}</script>'


def read_page(tmp_path, source: str, name: str = "page.html"):
    articles, problems = read_bytes(tmp_path, name, source.encode())
    (article,) = articles.values()
    return article, problems


def test_the_article_comes_out_of_its_frame(tmp_path):
    head = (
        '<meta property="og:site_name" content="Le Phare"><meta property="og:url" content="https://phare.example/budget">'
        + linked(
            **{
                "@type": "NewsArticle",
                "datePublished": "2024-03-05T08:00+01:00",
                "author": {"@type": "Person", "name": "Nolwenn Le Bris"},
            }
        )
    )
    article, problems = read_page(tmp_path, page(head=head))
    assert article.text == "\n\n".join([TITLE, *PARAGRAPHS])
    assert (article.document_id, article.format, article.title) == ("page", "html", TITLE)
    assert (article.url, article.source, article.authors) == (
        "https://phare.example/budget",
        "Le Phare",
        "Nolwenn Le Bris",
    )
    assert (article.published, article.published_source) == (DAY, "metadata")
    assert not problems


DATED = {
    "JSON-LD": {
        "head": linked(
            **{"@type": "NewsArticle", "datePublished": "2024-03-05T23:30:00-05:00", "dateModified": "2024-04-01"}
        )
    },
    "JSON-LD in a graph": {
        "head": linked(
            **{
                "@graph": [
                    {"@type": "WebSite", "datePublished": "2001-01-01"},
                    {"@type": ["Article"], "datePublished": "2024-03-05"},
                ]
            }
        )
    },
    "Open Graph": {"head": '<meta property="article:published_time" content="2024-03-05T00:10:00+09:00">'},
    "Dublin Core": {"head": '<meta name="DC.date.issued" content="2024-03-05">'},
    "microdata": {"meta": '<span itemprop="datePublished" content="2024-03-05">hier</span>'},
    "time with datetime": {"meta": '<p>Par N. Le Bris <time datetime="2024-03-05 08:00">mardi</time></p>'},
    "time without": {"meta": "<p>Par N. Le Bris, <time>le 5 mars 2024</time></p>"},
    "shown, published before updated": {
        "meta": '<div class="article-meta">Publié le 5 mars 2024 à 8h00 - Mis à jour le 6 mars 2024 à 9h12</div>'
    },
    "shown after an author": {"meta": '<p class="byline">Par Nolwenn Le Bris, publié le 05/03/2024 à 08:00</p>'},
    "shown, where the time of an update stands first": {
        "meta": '<time class="updated" datetime="2024-03-09"></time><time datetime="2024-03-05"></time>'
    },
    "address": {"head": '<link rel="canonical" href="https://phare.example/2024/03/05/budget.html">'},
    "bad JSON-LD": {
        "head": '<script type="application/ld+json">{"@type": </script><meta name="date" content="2024-03-05">'
    },
}


@pytest.mark.parametrize("case", DATED)
def test_the_date_is_the_one_that_the_page_means(case, tmp_path):
    article, problems = read_page(tmp_path, page(**DATED[case]))
    assert (article.published, article.published_source) == (DAY, "metadata")
    assert not problems


def test_no_date_is_taken_from_the_frame_or_from_the_body(tmp_path):
    article, problems = read_page(
        tmp_path, page(body=BODY + "<p>Le 4 juin 2019, la maire avait promis le contraire.</p>")
    )
    assert (article.published, article.published_source) == (None, "")
    assert not problems


def test_a_page_without_a_date_takes_that_of_its_file(tmp_path):
    article, _ = read_page(tmp_path, page(), name="2024-03-05_budget.html")
    assert (article.published, article.published_source) == (DAY, "filename")


def test_an_impossible_date_is_told(tmp_path):
    article, (problem,) = read_page(tmp_path, page(head='<meta name="date" content="2024-02-30">'))
    assert article.published is None
    assert (problem.severity, problem.document_id) == ("warning", "page")
    assert "2024-02-30" in problem.message


def test_a_page_in_windows_1252_says_so(tmp_path):
    source = page().replace('charset="utf-8"', 'charset="windows-1252"')
    articles, _ = read_bytes(tmp_path, "page.htm", source.encode("cp1252"))
    assert articles["page"].encoding == "cp1252"
    assert "« Nous avons renoncé" in articles["page"].text


def test_blocks_are_paragraphs_and_breaks_are_lines(tmp_path):
    body = f"""{BODY}
        <h2>Et
        demain ?</h2><p>Une ligne<br>puis une <b>autre</b>.</p><blockquote><p>Nous tiendrons.</p></blockquote>
        <ul><li>Un audit</li><li>Deux élus</li></ul>
        <table><tr><td>2023</td><td>12,8</td></tr><tr><td>2024</td><td>12,4</td></tr></table>"""
    article, _ = read_page(tmp_path, page(body=body))
    assert article.text.split("\n\n")[4:] == [
        "Et demain ?",
        "Une ligne\npuis une autre.",
        "Nous tiendrons.",
        "Un audit",
        "Deux élus",
        "2023 | 12,8",
        "2024 | 12,4",
    ]


def test_the_headline_stands_before_the_text_that_lacks_it(tmp_path):
    source = (
        page(meta="").replace(f"<h1>{TITLE}</h1>", "").replace("<main>", f"<header><h1>{TITLE}</h1></header><main>")
    )
    article, _ = read_page(tmp_path, source)
    assert article.text.startswith(f"{TITLE}\n\n{PARAGRAPHS[0]}")
    assert article.text.count(TITLE) == 1


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Oui.</p>", "Oui."),
        ("Oui, merci.", "Oui, merci."),
        ("<p>Un.</p><p>Deux.</p><p>Un.</p>", "Un.\n\nDeux.\n\nUn."),
        ('<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>Été.</p></body></html>', "Été."),
        ("<p>A&amp;B &#8364; &eacute;&nbsp;! &#0;</p>", "A&B € é ! \ufffd"),
    ],
)
def test_bare_pages_are_their_article(source, text, tmp_path):
    article, _ = read_page(tmp_path, source)
    assert article.text == text


def test_paragraphs_that_repeat_are_kept_in_a_bare_page(tmp_path):
    long = " ".join(PARAGRAPHS)
    source = f"<html><body>{BODY}<p>{long}</p>{BODY}</body></html>"
    article, _ = read_page(tmp_path, source)
    assert article.text.split("\n\n") == [*PARAGRAPHS, long, *PARAGRAPHS]


def test_a_page_reads_the_same_whatever_was_read_before(tmp_path):
    source = page(head=linked(**{"@type": "NewsArticle", "datePublished": "2024-03-05"}))
    for number in range(6):
        (tmp_path / f"{number}.html").write_text(source)
    texts = {article.text for article in read(tmp_path)[0].values()}
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<div>" * 100_000 + BODY, "nested too deep"),
        ("<b>" * 500 + BODY, "nested too deep"),
        ("<div>" * 200 + "<p>Un.</p>" * 10_000, "nested too deep"),
        ("<p>Un.</p>" * 50_000, "elements"),
        ("<p a b c d e f g h i j k l m n o p q r s t u v w x y z>Un.</p>" * 11_000, "attributes"),
        ("<!-- " * 100_000, "no text"),
        ("<script>" + "x" * 1_000_000, "no text"),
        ("<a " * 300_000, "no text"),
        ("<a b='" * 300_000, "no text"),
    ],
)
def test_what_would_take_long_is_refused(source, reason, tmp_path):
    articles, problems = read_bytes(tmp_path, "page.html", source.encode())
    assert not articles
    assert reason in problems[0].message


def test_a_tag_of_thousands_of_attributes_loses_them(tmp_path):
    source = page(body="<p " + " ".join(f"a{number}='x>'" for number in range(50_000)) + f">{PARAGRAPHS[0]}</p>" + BODY)
    article, _ = read_page(tmp_path, source)
    assert article.text.endswith(PARAGRAPHS[2])
