"""What every page has to be: without complaints of the browser, open to all, as wide as the window."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from config import startup
from minutes.intake.items import items_of
from minutes.record.batch import import_items
from minutes.record.catalogue import load_catalogue

SAMPLE = startup.FIXTURES / "minutes" / "headquarters"
DOCUMENT = SAMPLE / "2021-07-13-01.txt"
WIDTHS = (1280, 768, 390, 320)


def import_sample() -> None:
    """The sample archive's meetings of one body, except for DOCUMENT."""
    load_catalogue(startup.FIXTURES / "archive.json")
    files = [path for path in sorted(SAMPLE.iterdir()) if path != DOCUMENT]
    outcomes = {outcome for _, outcome, _, _ in import_items(items_of(files), processes=1, apart=False)}
    assert outcomes == {"inserted"}


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
