"""After somebody has signed out, a browser shows nothing of what he saw: whoever sits down next may press Back."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.functional.conftest import ARGUMENTS, CHROMIUM
from tests.functional.support import PATIENCE, open_context

# Playwright switches off that a browser keeps pages as they are to go back to; people's browsers do. One without windows
# never does.
AS_PEOPLE_HAVE_IT = "--disable-back-forward-cache"


@pytest.fixture
def desk_of_somebody(browser: Browser, live_server: object, client: Client, editor: User) -> Iterator[Page]:
    """An editor's page in a browser that keeps pages to go back to."""
    client.force_login(editor)
    keeping = browser.browser_type.launch(
        executable_path=CHROMIUM, args=ARGUMENTS, ignore_default_args=[AS_PEOPLE_HAVE_IT], timeout=PATIENCE
    )
    context = open_context(keeping, live_server)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": str(live_server)}])
    yield context.new_page()
    keeping.close()


def test_back_shows_nothing_of_somebody_who_has_signed_out(desk_of_somebody: Page) -> None:
    page = desk_of_somebody
    page.goto("/search/?q=%E4%BC%9A%E8%AD%B0")
    page.locator("#q").fill("庁議")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?*%E5%BA%81%E8%AD%B0*")
    page.goto("/staff/uploads/new/")
    page.goto("/staff/uploads/")
    expect(page.get_by_text("henshuさん")).to_be_visible()
    page.get_by_role("button", name="ログアウト").click()
    expect(page.get_by_role("link", name="ログイン").first).to_be_visible()
    for _ in range(4):
        page.go_back(wait_until="domcontentloaded")
        expect(
            page.get_by_role("link", name="ログイン").or_(page.get_by_role("button", name="ログイン")).first
        ).to_be_visible()
        expect(page.get_by_text("henshuさん")).to_have_count(0)
    assert page.evaluate("sessionStorage.getItem('htmx-history-cache')") is None
