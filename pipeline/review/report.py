"""`report.html`: the run to look at, in one file that needs nothing else; for a larger corpus an index and one page an
article in the folder `report`.

What is shown comes from the rows of the run and nothing else, in the order of the tables, so that the same rows give
the same bytes. Rows come as the run makes them: those of the corpus, then those of each article. What a page of the
corpus shows of an article is held, its rows are not, but for those of the few articles that may yet fit into one file.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.review import PAGES, REPORT, french
from pipeline.review.overview import MOST, Overview
from pipeline.review.shown import Corpus, Links, Shown, page_name
from pipeline.tables.schema import Row, Rows

_ONE_FILE_ARTICLES = 50
_ONE_FILE_CHARACTERS = 300_000  # of text: with its marks less than 3 MB
_PAGE = Path(__file__).parent / "page"
_GENERATOR = '<meta name="generator" content="Recoupe">'


class ReportWriter:
    """Writes the report into an existing folder; it is complete after `finish`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._links = Links(in_one_file=True)
        self._corpus: Corpus | None = None
        self._overview: Overview | None = None
        self._waiting: list[Rows] = []
        self._shown: list[Shown] = []

    def write(self, rows: Rows) -> None:
        """Take the rows of the corpus, which come first, or of an article, in the order of the ids."""
        if self._corpus is None:
            self._corpus = Corpus.of(rows)
            self._overview = Overview(self._corpus)
            return
        self._waiting.append(rows)
        if self._links.in_one_file and not fits_in_one_file([row for one in self._waiting for row in one["documents"]]):
            self._links = Links(in_one_file=False)
            (self._folder / PAGES).mkdir()
        if not self._links.in_one_file:
            self._show()

    def finish(self) -> None:
        """Write the first page."""
        self._show()
        if self._overview is None:
            raise ValueError("there are no rows of the corpus")
        details = _json({article.anchor: article.details for article in self._shown})
        page = _render(
            "report.html", title="Rapport", home="", articles=self._shown, details=details, **self._overview.context()
        )
        (self._folder / REPORT).write_text(page, encoding="utf-8")

    def _show(self) -> None:
        for rows in self._waiting:
            if self._corpus is None or self._overview is None:
                raise ValueError("an article came before the corpus")
            article = Shown(rows, self._corpus, self._links)
            self._overview.take(article)
            if self._links.in_one_file:
                self._shown.append(article)
                continue
            details = _json({article.anchor: article.details})
            page = _render("article.html", title=article.title, home=f"../{REPORT}", article=article, details=details)
            (self._folder / PAGES / page_name(article.id)).write_text(page, encoding="utf-8")
        self._waiting.clear()


def fits_in_one_file(documents: Sequence[Row]) -> bool:
    """Whether the report of these articles is one file."""
    characters = sum(document["char_count"] for document in documents)
    return len(documents) <= _ONE_FILE_ARTICLES and characters <= _ONE_FILE_CHARACTERS


def forget_pages(output: Path, written: Sequence[str]) -> None:
    """Remove the pages of an earlier run from the output folder, where this one has `written` one file again."""
    if PAGES in written:
        return
    for page in (output / PAGES).glob("*.html"):
        if _GENERATOR in page.read_text(encoding="utf-8", errors="replace")[:400]:
            page.unlink()
    if (output / PAGES).is_dir() and not any((output / PAGES).iterdir()):
        (output / PAGES).rmdir()


def _json(value: object) -> Markup:
    """JSON that may stand inside a `script` element, whatever it holds."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return Markup(written)  # noqa: S704 - nothing in it can end the element


def _render(template: str, **context: Any) -> str:  # noqa: ANN401 - what the template is filled with
    return _environment().get_template(template).render(context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_PAGE), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    script = (_PAGE / "report.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment.globals.update(
        style=Markup((_PAGE / "report.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=f"sha256-{digest}",
        label=french.label,
        number=french.number,
        most=MOST,
    )
    return environment
