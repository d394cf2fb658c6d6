"""The report in a real browser: opened from disk, asks for nothing, marks the right characters, works by keyboard."""

import re

import pytest

from pipeline.review.report import fits_in_one_file
from pipeline.review.shown import anchor, page_name
from pipeline.review.workbook import read_tables
from pipeline.run import run
from tests.paths import SEEDS
from tests.review.browser import Visit, launched

HOSTILE = (
    "Le 12 mars 2024, 😀 Jeanne Morel a vendu 😀😀 l'usine de Valbrune pour 3 millions d'euros. "
    "</script><script>window.pwned = 1; alert(1)</script><!-- <img src=x onerror=alert(2)> \u2028 \u2029 "
    "\"><svg onload=alert(3)> ' &amp; {{ 7 * 7 }} 👩‍👩‍👧 Le 3 mai 2021, Lorvel a licencié 40 salariés à Nantes.\n\n"
    "Le 12 mars 2024, 😀 Jeanne Morel a vendu 😀😀 l'usine de Valbrune pour 3 millions d'euros. "
)
TITLE = '</title><script>alert(4)</script> "Titre" d\'un article'


@pytest.fixture(scope="module")
def browser():
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def seeds(seed_run):
    return seed_run.folder / "report.html"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    record = {"id": "a\"b'c<d>&", "text": HOSTILE, "title": TITLE, "url": "javascript:alert(5)", "source": "<b>x</b>"}
    folder = tmp_path_factory.mktemp("hostile") / "out"
    run([record], folder)
    return folder, read_tables(folder)


def test_it_opens_from_disk_without_a_request_or_a_complaint(browser, seeds):
    with Visit(browser, seeds) as visit:
        for link in visit.page.query_selector_all("nav a, #articles a"):
            link.click()
        assert visit.requests == [seeds.as_uri()]
        assert visit.complaints == []


def test_every_mark_stands_on_its_words_in_the_seeds(browser, seeds):
    rows = read_tables(seeds.parent)
    with Visit(browser, seeds) as visit:
        for article in SEEDS.glob("*.txt"):
            check_marks(visit, rows, article.stem)


def test_every_mark_stands_on_its_words_after_an_emoji(browser, hostile):
    folder, rows = hostile
    assert min(row["start_char"] for row in rows["mentions"]) > HOSTILE.index("😀")
    with Visit(browser, folder / "report.html") as visit:
        check_marks(visit, rows, "a\"b'c<d>&")


def check_marks(visit, rows, document_id):
    found = visit.marks(anchor("a", document_id))
    letters = {"mentions": ("n", "", "text"), "dates": ("d", "", "text"), "amounts": ("m", "", "text")}
    expected = {}
    for table, (letter, prefix, text) in (letters | {"events": ("e", "trigger_", "trigger")}).items():
        for row in rows[table]:
            if row["document_id"] == document_id:
                expected[f"{letter}{row[f'{prefix}start_char']}"] = row[text]
    assert {key: text for key, text in found.items() if not key.startswith("r")} == expected
    repeats = [row for row in rows["repeats"] if row["document_id"] == document_id]
    texts = {row["document_id"]: row["text"] for row in rows["texts"]}
    for row in repeats:
        marked = found[f"r{row['start_char']}-{row['of_start_char']}"]
        # Between segments stands white space, which is not shown.
        assert marked.split() == texts[document_id][row["start_char"] : row["end_char"]].split()


def test_nothing_that_an_article_holds_is_taken_for_code(browser, hostile):
    folder, _ = hostile
    page = (folder / "report.html").read_text("utf-8")
    assert len(re.findall("<script", page)) == 2  # our data and our code
    for fragment in ("", "#recits", "#montants", "#reserves"):
        with Visit(browser, folder / "report.html", fragment) as visit:
            assert visit.complaints == []
            assert visit.page.evaluate("window.pwned") is None
            assert visit.requests == [(folder / "report.html").as_uri()]
            assert visit.page.locator("svg, img, b").count() == 0
            assert visit.page.locator("a[href^=javascript]").count() == 0
    with Visit(browser, folder / "report.html") as visit:
        shown = "\n".join(visit.page.locator(".text .seg").all_text_contents())
        assert shown.split() == HOSTILE.split()
        assert visit.page.locator(".article h2").text_content() == TITLE


def test_what_is_told_of_a_mark_is_its_value_its_reason_and_its_evidence(browser, seeds):
    with Visit(browser, seeds) as visit:
        visit.page.click("#articles a >> nth=0")
        visit.page.hover(".article:not([hidden]) mark.date >> nth=1")
        card = visit.page.inner_text("#card")
        assert "29\u00a0février 2024" in card
        assert "publication" in card
        visit.page.hover(".article:not([hidden]) mark.name >> nth=1")
        assert "modèle" in visit.page.inner_text("#card") or "règle" in visit.page.inner_text("#card")
        visit.page.hover("h2:visible")
        assert not visit.page.is_visible("#card")


def test_a_repeat_leads_to_the_copy_that_is_read(browser, seeds):
    with Visit(browser, seeds) as visit:
        visit.page.click("#articles a >> nth=0")
        visit.page.click(".article:not([hidden]) mark.repeat.document >> nth=0")
        visit.page.click("#card a")
        assert visit.page.locator(".seg.here").inner_text().startswith("Elon Musk")
        assert visit.page.locator(".seg.here").bounding_box()["y"] < 900


def test_filters_and_search_leave_what_was_asked_for(browser, seeds):
    with Visit(browser, seeds, "#noms") as visit:
        page = visit.page
        before = page.locator("#noms .item:visible").count()
        page.click("#noms button[data-only=LOC]")
        assert 0 < page.locator("#noms .item:visible").count() < before
        assert page.locator("#noms .item.PER:visible").count() == 0
        page.click("#noms button[data-only=LOC]")
        page.fill("#search", "elon musk")
        assert page.locator("#noms .item:visible").count() < before
        assert page.locator("#articles li:visible").count() < page.locator("#articles li").count()
        page.fill("#search", "zzz")
        assert page.is_visible("#nothing")
        page.fill("#search", "")
        page.click("nav a[href='#recits']")
        page.click("#recits button[data-only=shared]")
        assert page.locator(".story:visible").count() == page.locator(".story.shared").count() > 0
        page.click("#articles a >> nth=0")
        background = "e => getComputedStyle(e).backgroundColor"
        mark = page.locator(".article:not([hidden]) mark.name >> nth=0")
        assert mark.evaluate(background) != "rgba(0, 0, 0, 0)"
        page.click(".article:not([hidden]) button[data-toggle=name]")
        assert mark.evaluate(background) == "rgba(0, 0, 0, 0)"


def test_search_without_accents_finds_words_with_them_and_highlights_them(browser, seeds):
    with Visit(browser, seeds) as visit:
        visit.page.click("#articles a >> nth=0")
        visit.page.fill("#search", "FEVRIER")
        found = visit.page.evaluate("[...CSS.highlights.get('found')].map(String)")
        assert found
        assert {text.lower() for text in found} == {"février"}


def test_all_can_be_done_from_the_keyboard(browser, seeds):
    with Visit(browser, seeds) as visit:
        page = visit.page
        focused = "document.activeElement"
        page.keyboard.press("/")
        assert page.evaluate(f"{focused}.id") == "search"
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        first = page.evaluate("location.hash")
        page.keyboard.press("n")
        assert page.evaluate("location.hash") != first
        page.keyboard.press("p")
        assert page.evaluate("location.hash") == first
        seen = []
        for _ in range(5):
            page.keyboard.press("j")
            seen.append(page.evaluate(f"{focused}.dataset.k"))
            assert page.is_visible("#card")
        assert len(set(seen)) == 5
        page.keyboard.press("k")
        assert page.evaluate(f"{focused}.dataset.k") == seen[3]
        page.keyboard.press("Escape")
        assert not page.is_visible("#card")
        page.keyboard.press("2")
        assert page.locator(".article:not([hidden]) button[data-toggle=date]").get_attribute("aria-pressed") == "false"
        theme = page.evaluate("document.documentElement.dataset.theme")
        page.keyboard.press("t")
        assert page.evaluate("document.documentElement.dataset.theme") != theme
        page.keyboard.press("?")
        assert page.is_visible("dialog")
        page.keyboard.press("Escape")
        assert not page.is_visible("dialog")
        assert visit.complaints == []


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """The report of three articles that tell one story, contradict each other and leave something open."""
    folder = tmp_path_factory.mktemp("few")
    run(sorted(SEEDS.glob("0[1-3]*.txt")), folder)
    return folder / "report.html"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_there_is_nothing_serious_for_axe(browser, few, scheme, width):
    viewport = {"width": width, "height": 844}
    with Visit(browser, few, color_scheme=scheme, viewport=viewport) as visit:
        page = visit.page
        for fragment in ("apercu", "recits", "contradictions", "noms", "montants", "reserves"):
            page.evaluate(f"location.hash = '{fragment}'")
            assert visit.faults() == [], fragment
        page.evaluate("document.querySelector('#articles a').click()")
        page.keyboard.press("j")
        assert visit.faults() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width  # nothing runs out of the screen


def test_it_is_dark_where_the_system_is_and_prints_without_its_frame(browser, seeds):
    with Visit(browser, seeds, color_scheme="dark") as visit:
        assert visit.page.evaluate("document.documentElement.dataset.theme") == "dark"
        visit.page.emulate_media(media="print")
        assert not visit.page.is_visible(".side")
        assert visit.page.is_visible("#apercu")
        assert visit.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_without_scripts_it_is_one_long_page(browser, seeds):
    with Visit(browser, seeds, java_script_enabled=False) as visit:
        assert visit.page.locator(".view:visible").count() == 6 + len(list(SEEDS.glob("*.txt")))


def test_fifty_articles_are_one_file_of_less_than_three_megabytes(tmp_path):
    texts = sorted(path.read_text("utf-8") for path in SEEDS.glob("*.txt"))
    run([{"id": f"a{number:02}", "text": texts[number % len(texts)]} for number in range(50)], tmp_path)
    assert fits_in_one_file(read_tables(tmp_path)["documents"])
    assert (tmp_path / "report.html").stat().st_size < 3_000_000
    assert not (tmp_path / "report").exists()


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A corpus too large for one file."""
    names = ["été & <cie>/é", *(f"a{number:02}" for number in range(50))]
    records = [
        {"id": name, "text": f"Le {number % 28 + 1} mai 2021, Lorvel a licencié 40 salariés à Nantes. 😀"}
        for number, name in enumerate(names)
    ]
    folder = tmp_path_factory.mktemp("many") / "out"
    run(records, folder)
    return folder, records


def test_more_articles_are_an_index_and_one_page_each(browser, many):
    folder, records = many
    assert len(list((folder / "report").iterdir())) == 51
    with Visit(browser, folder / "report.html") as visit:
        page = visit.page
        page.click("#articles a >> nth=50")
        assert "/report/" in page.url
        assert page.locator(".article h2").count() == 1
        key = next(iter(visit.marks(page.locator(".article").get_attribute("id"))))
        page.keyboard.press("j")
        assert page.is_visible("#card")
        assert page.evaluate("document.activeElement.dataset.k") == key
        assert visit.faults() == []
        page.click("nav a")
        assert page.url.endswith("report.html#apercu")
        page.click("nav a[href='#recits']")
        page.click(".story summary >> nth=0")
        page.click(".story .quote a >> nth=0")
        assert page.evaluate("document.activeElement.matches('mark.event')")
        assert visit.complaints == []
        assert all(url.startswith(folder.as_uri()) for url in visit.requests)
    assert {page_name(record["id"]) for record in records} == {path.name for path in (folder / "report").iterdir()}


def test_where_one_file_is_enough_again_the_pages_go(many):
    folder, records = many
    before = (folder / "report.html").read_bytes()
    run(records[:3], folder)
    assert not (folder / "report").exists()
    run(records, folder)
    assert (folder / "report.html").read_bytes() == before
    (folder / "report" / "notes.html").write_text("mine", "utf-8")
    run(records[:3], folder)
    assert [path.name for path in (folder / "report").iterdir()] == ["notes.html"]
