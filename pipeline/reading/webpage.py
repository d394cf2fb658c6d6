"""A news page in HTML to the fields of its article: trafilatura finds the text, the page's own metadata the rest.

Nothing here asks a network, a clock or an earlier page. The date is not trafilatura's, which takes any in the page
for want of a better one.
"""

from __future__ import annotations

import functools
import html
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.reading.encoding import make_writable
from pipeline.reading.header import find_in_line
from pipeline.reading.limits import MAX_PAGE_ELEMENTS, Refused
from pipeline.reading.publication import date_in_name
from pipeline.reading.written_dates import LAST_YEAR, parse_date
from pipeline.resources import load_toml

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# A tag but for its ">", scanned in one pass: what was read is never read again.
_TAG = re.compile(r"""(<[a-zA-Z][\w:-]{0,40}+)(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+""")
_MAX_TAG_CHARS = 2_000  # a longer tag loses its attributes: parsers take quadratic time for thousands of them
_MAX_DEPTH = 250  # the HTML parser drops what lies deeper
_MAX_MEAN_DEPTH, _MAX_MEAN_ATTRIBUTES = 40, 20
_WHOLE_PAGE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_LINE_BREAK = "\v"  # which no parsed page can hold
_BLOCKS = {"p", "head", "quote", "list", "item", "table", "row", "code", "div"}  # of trafilatura's trees
_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
_MAX_SHOWN, _MAX_SHOWN_CHARS, _LONG_PARAGRAPH = 300, 400, 100  # elements, characters of one, characters
_DATE_SEARCH = {"original_date": True, "extensive_search": False, "max_date": f"{LAST_YEAR}-12-31"}


@functools.cache
def _knowledge() -> dict[str, Any]:
    knowledge = load_toml("reading/pages.toml")
    return {**knowledge, "article_types": frozenset(knowledge["article_types"])}


def read_page(page_source: str) -> dict[str, object]:
    """The fields (as in `articles.FIELDS`) of the article of a page; Refused where it has none or costs too much.

    The text is trafilatura's, its blocks parted by blank lines, behind the page's headline where it left that out.
    """
    import trafilatura
    from trafilatura.settings import Document

    source = _TAG.sub(lambda tag: tag[1] if len(tag[0]) > _MAX_TAG_CHARS else tag[0], make_writable(page_source)[0])
    if not _WHOLE_PAGE.search(source):
        source = f"<html><body>{source}</body></html>"
    tree = trafilatura.load_html(source)
    if tree is None:
        raise Refused("it is not HTML")
    _check_cost(tree)
    _frame(tree)
    page = trafilatura.bare_extraction(
        tree, include_comments=False, deduplicate=False, with_metadata=True, date_extraction_params={**_DATE_SEARCH}
    )
    if not isinstance(page, Document) or not (blocks := list(_blocks(page.body))):
        raise Refused("no text of an article was found in the page")
    linked = _linked_data(tree)
    headline = _headline(tree, linked)
    if headline and headline != page.sitename and headline not in " ".join(" ".join(blocks[:3]).split()):
        blocks.insert(0, headline)
    return {
        "text": "\n\n".join(blocks),
        "title": page.title or headline,
        "published": _published(tree, linked, page.url or ""),
        "url": page.url,
        "source": page.sitename,
        "authors": page.author,
    }


def _check_cost(tree: HtmlElement) -> None:
    """Refuse what would keep trafilatura busy for long: it takes quadratic time on some shapes of tree."""
    depths: dict[HtmlElement, int] = {}
    for element in tree.iter():
        depths[element] = depths.get(element.getparent(), 0) + 1
        if len(depths) > MAX_PAGE_ELEMENTS:
            raise Refused(f"the page has more than {MAX_PAGE_ELEMENTS} elements")
    if max(depths.values()) > _MAX_DEPTH or sum(depths.values()) > MAX_PAGE_ELEMENTS * _MAX_MEAN_DEPTH:
        raise Refused("the elements of the page are nested too deep")
    if tree.xpath("count(//@*)") > MAX_PAGE_ELEMENTS * _MAX_MEAN_ATTRIBUTES:
        raise Refused("the elements of the page have too many attributes")


def _frame(tree: HtmlElement) -> None:
    """Tell trafilatura that a page of nothing but paragraphs and headings is an article, or it drops what repeats."""
    if not tree.xpath(_knowledge()["frames"]):
        for body in tree.xpath("//body"):
            article = body.makeelement("article")
            article.text, body.text = body.text, None
            article.extend(list(body))
            body.append(article)


def _blocks(body: HtmlElement) -> Iterator[str]:
    """The paragraphs of the tree that trafilatura extracts, line breaks kept, the cells of a row parted by bars."""
    pieces: list[str] = []

    def paragraph() -> Iterator[str]:
        lines = _WHITE_SPACE.sub(" ", "".join(pieces)).split(_LINE_BREAK)
        pieces.clear()
        if text := "\n".join(line.strip() for line in lines).strip("\n |"):
            yield text

    def walk(element: HtmlElement) -> Iterator[str]:
        pieces.append(element.text or "")
        for child in element:
            if child.tag == "lb":
                pieces.append(_LINE_BREAK)
            elif child.tag in _BLOCKS:
                yield from paragraph()
                yield from walk(child)
                yield from paragraph()
            else:
                yield from walk(child)
                pieces.append(" | " if child.tag == "cell" else "")
            pieces.append(child.tail or "")

    yield from walk(body)
    yield from paragraph()


def _linked_data(tree: HtmlElement) -> list[dict[str, Any]]:
    """The articles that the page's JSON-LD describes, in its order."""
    article_types = _knowledge()["article_types"]
    articles = []
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            open_values = [json.loads(str(script))]
        except (ValueError, RecursionError):
            continue  # common on the web, and the page has its other metadata
        while open_values:
            value = open_values.pop()
            if isinstance(value, list):
                open_values += reversed(value)
            elif isinstance(value, dict):
                types = value.get("@type")
                if not article_types.isdisjoint(map(str, types if isinstance(types, list) else [types])):
                    articles.append(value)
                open_values += [value[key] for key in ("mainEntityOfPage", "mainEntity", "@graph") if key in value]
    return articles


def _headline(tree: HtmlElement, linked: list[dict[str, Any]]) -> str:
    """The page's only first-level heading, else the headline of its JSON-LD."""
    headings = [" ".join(heading.text_content().split()) for heading in tree.xpath("//h1")]
    if len(headings) == 1:
        return headings[0]
    headlines = (" ".join(html.unescape(str(data["headline"])).split()) for data in linked if data.get("headline"))
    return next(headlines, "")


def _published(tree: HtmlElement, linked: list[dict[str, Any]], url: str) -> str:
    """What the page says of its publication, as written: the first date that is one, else the first that is none."""
    written = [str(data["datePublished"]) for data in linked if data.get("datePublished")]
    written += [str(found) for path in _knowledge()["published"] for found in tree.xpath(path)]
    written += _shown(tree)
    if period := date_in_name(url):
        written.append(str(period.begin)[: 10 if period.days == 1 else 7])
    written = [text.strip() for text in written if text.strip()]
    return next(filter(_is_date, written), written[0] if written else "")


def _shown(tree: HtmlElement) -> Iterator[str]:
    """The dates that the page shows to the reader between its headline and its second paragraph of some length."""
    parts = _knowledge()["date_classes"]
    paragraphs = 0
    after = "(//h1)[1]/following::*" if tree.xpath("//h1") else "//article//*"
    for element in tree.xpath(f"{after}[not(ancestor::aside or ancestor::nav or ancestor::footer)]")[:_MAX_SHOWN]:
        name = (element.get("class") or "").lower()
        if element.tag == "p" and len(element.text_content()) > _LONG_PARAGRAPH:
            paragraphs += 1
        if paragraphs == 2:
            return
        shows = element.tag == "time" or any(part in name for part in parts["any"])
        is_update = "publi" not in name and any(part in name for part in parts["update"])
        if not shows or is_update:
            continue
        if element.get("datetime"):
            yield element.get("datetime")
        elif dateline := find_in_line(" ".join(element.text_content()[:_MAX_SHOWN_CHARS].split())):
            yield dateline.written


def _is_date(written: str) -> bool:
    try:
        parse_date(written)
    except ValueError:
        return False
    return True
