"""A real Chromium for the tests: Debian's, driven by Playwright, with no network to speak of."""

import os
import shutil
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium_path():
    """Where Chromium lies; without one the test is skipped, but fails on CI, which installs it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        missing = "no Chromium on this machine (Debian: apt-get install chromium)"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    return found


@contextmanager
def launched():
    """A browser with a profile of its own, which is thrown away."""
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        yield browser
        browser.close()


class Visit:
    """A page opened from disk, and all that it asked for or complained of."""

    def __init__(self, browser, path, fragment="", **context):
        options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"} | context
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.requests, self.complaints = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.page.goto(path.as_uri() + fragment)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.context.close()

    def marks(self, article):
        """The words of each mark of an article by its key, its pieces put together."""
        return self.page.evaluate(
            """(id) => {
                const found = {};
                for (const mark of document.getElementById(id).querySelectorAll('.text mark'))
                    if (!mark.parentElement.closest(`mark[data-k="${mark.dataset.k}"]`))
                        found[mark.dataset.k] = (found[mark.dataset.k] || '') + mark.textContent;
                return found;
            }""",
            article,
        )

    def faults(self):
        """What axe-core finds that is serious or critical: (rule, the elements)."""
        violations = Axe().run(self.page).response["violations"]
        return [
            (one["id"], [node["html"][:120] for node in one["nodes"]][:3])
            for one in violations
            if one["impact"] in ("serious", "critical")
        ]
