"""The real browser: Debian's Chromium, driven by Playwright, against the live server.

Where Chromium is missing, browser tests skip and say how to install it; REQUIRE_BROWSER=1 makes that a failure.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from tests.emptying import Beginning
from tests.functional.sample import bring_sample, keep_sample
from tests.functional.server import FirstRun, first_run_of_all
from tests.functional.support import PATIENCE, open_context

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# The same without the windows that nobody sees here, where it is installed: a session of its own costs a fifth.
WITHOUT_WINDOWS = shutil.which("chromium-headless-shell") or CHROMIUM
HOW_TO_INSTALL = (
    "Chromium がありません。入れるには: sudo apt-get install chromium chromium-headless-shell fonts-noto-cjk"
)
# Playwright's loop runs in this thread, and Django would refuse the tests' own database calls.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(HOW_TO_INSTALL)
        pytest.skip(HOW_TO_INSTALL)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=WITHOUT_WINDOWS, args=ARGUMENTS, timeout=PATIENCE)
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of: console errors, script errors, answers it could not load."""
    return []


@pytest.fixture
def page(browser: Browser, live_server: Any, complaints: list[str]) -> Iterator[Page]:
    """A page at 1280 px in a session of its own; addresses are relative to the live server."""
    context = open_context(browser, live_server)
    new_page = context.new_page()

    def tell_failure(request: Request) -> None:
        # What a page still loads when it is left is broken off, and nobody misses it.
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"{request.url}: {request.failure}")

    new_page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    new_page.on("pageerror", lambda error: complaints.append(str(error)))
    new_page.on("requestfailed", tell_failure)
    yield new_page
    context.close()


@pytest.fixture(scope="session")
def kept_sample(django_db_setup: Beginning, django_db_blocker: Any) -> list[str]:
    with django_db_blocker.unblock():
        return keep_sample(django_db_setup)


@pytest.fixture
def sample(kept_sample: list[str], transactional_db: None) -> None:
    """The sample archive's meetings of one body, except for sample.DOCUMENT."""
    bring_sample(kept_sample)


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> FirstRun:
    """An archive that was started for the first time, asked for pages, and stopped by Ctrl-C."""
    own = tmp_path_factory.getbasetemp()
    # In several processes, each has a folder of its own in a folder of all.
    return first_run_of_all(own.parent if hasattr(request.config, "workerinput") else own)
