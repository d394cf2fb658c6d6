"""The pictures of the report in docs/: of the seeds, taken by a real browser. Run by `make screenshots`."""

import tempfile
from pathlib import Path

from pipeline.run import run
from tests.paths import ROOT, SEEDS
from tests.review.browser import Visit, launched

PICTURES = ROOT / "docs" / "screenshots"
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 760}


def main():
    """Run the pipeline over the seeds and take one picture of each view that the docs show."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, launched() as browser:
        run([SEEDS], Path(name))
        report = Path(name) / "report.html"

        def take(picture, fragment="", act=lambda page: None, **context):
            with Visit(browser, report, fragment, **context) as visit:
                act(visit.page)
                visit.page.wait_for_timeout(200)
                visit.page.screenshot(path=PICTURES / f"{picture}.png")

        take("overview", viewport=DESKTOP)
        take("stories-dark", "#recits", only_shared, viewport=DESKTOP, color_scheme="dark")
        take("conflicts", "#contradictions", viewport=DESKTOP)
        take("article", act=article, viewport=DESKTOP)
        take("phone", act=article, viewport=PHONE)


def only_shared(page):
    """The stories that several articles tell, one of them opened."""
    page.click("#recits button[data-only=shared]")
    page.click(".story.shared summary >> nth=0")


def article(page):
    """The first article, with what is told about one of its events."""
    page.evaluate("document.querySelector('#articles a').click()")
    mark = page.locator(".article:not([hidden]) mark.event >> nth=0")
    mark.scroll_into_view_if_needed()
    mark.evaluate("mark => mark.focus({ preventScroll: true })")


if __name__ == "__main__":
    main()
