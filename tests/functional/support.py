"""What every page has to be: without complaints of the browser, open to all, as wide as the window."""

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, FloatRect, Locator, Page, expect

WIDTHS = (1280, 768, 390, 320)
# Milliseconds to wait for what has to come: a machine that is busy with other things takes its time.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)


def open_context(browser: Browser, address: object, **options: Any) -> BrowserContext:
    """A session of its own at 1280 px; the addresses of its pages are relative to `address`."""
    context = browser.new_context(
        base_url=str(address), locale="ja-JP", viewport={"width": 1280, "height": 900}, **options
    )
    context.set_default_timeout(PATIENCE)
    return context


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Returns as soon as holds() does; the page works on meanwhile. Fails where it does not come to hold."""
    pause = 50
    for _ in range(PATIENCE // pause):
        if holds():
            return
        page.wait_for_timeout(pause)
    assert holds()


def place_of(locator: Locator) -> FloatRect:
    """Where the element stands, once it stands still: a page may be scrolling yet, or getting its pictures."""
    before = None
    while (place := locator.bounding_box()) is None or place != before:
        before = place
        locator.page.wait_for_timeout(100)
    return place


def serious_violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {rule['help']}" for rule in found if rule["impact"] in ("serious", "critical")]


def assert_fits(page: Page) -> None:
    """Nothing makes the page itself scroll sideways at any width; back to the widest."""
    for width in reversed(WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{page.url} is {overflow} px too wide at {width} px"


def assert_good_page(page: Page, complaints: list[str]) -> None:
    assert complaints == []
    assert serious_violations(page) == []
    assert_fits(page)
