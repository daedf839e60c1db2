"""The two journeys the archive is for, in a real browser: to find what was said, and to bring minutes in."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from minutes.models import Meeting
from tests.conftest import do_waiting_jobs
from tests.functional.sample import DOCUMENT
from tests.functional.support import assert_good_page, open_context


@pytest.fixture
def signed_in(page: Page, client: Client, editor: User, live_server: object) -> Page:
    client.force_login(editor)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": str(live_server)}])
    return page


def test_from_home_by_search_to_the_utterance(page: Page, sample: None, complaints: list[str]) -> None:
    page.goto("/")
    assert_good_page(page, complaints)
    page.get_by_role("search").get_by_role("combobox").fill("電子申請")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator("main mark").first.inner_text() == "電子申請"
    assert_good_page(page, complaints)
    page.locator(".hit a[href*='/u/']").first.click()
    page.wait_for_url("**/meetings/**#u*")
    target = page.locator(f"#{page.url.rsplit('#')[1]}")
    expect(target).to_contain_text("電子申請")
    expect(target).to_be_in_viewport()
    assert_good_page(page, complaints)


def test_the_whole_way_by_keyboard_alone(page: Page, sample: None) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="本文へ移動")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "search":
            break
    page.keyboard.type("窓口")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    for _ in range(80):
        page.keyboard.press("Tab")
        if "/u/" in (page.evaluate("document.activeElement.getAttribute('href')") or ""):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/meetings/**#u*")


def test_the_pages_work_without_scripts(sample: None, browser: Browser, live_server: object) -> None:
    context = open_context(browser, live_server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/search/?q=電話")
    page.get_by_role("link", name="関連度順").click()
    page.wait_for_url("**sort=relevance**")
    expect(page.locator("mark")).not_to_have_count(0)
    page.goto(Meeting.objects.earliest("held_on").get_absolute_url())
    assert page.locator(".utterance").count() > 5
    context.close()


@pytest.mark.parametrize("address", ["/", "/years/", "/bodies/", "/topics/", "/search/", "/search/?q=無い語句です"])
def test_pages_of_an_empty_archive_are_good_pages(
    page: Page, transactional_db: None, complaints: list[str], address: str
) -> None:
    page.goto(address)
    assert_good_page(page, complaints)


def test_lists_of_a_filled_archive_are_good_pages(page: Page, sample: None, complaints: list[str]) -> None:
    for link in ("年度", "会議体", "分類"):
        page.goto("/")
        page.get_by_role("navigation").get_by_role("link", name=link, exact=True).first.click()
        assert_good_page(page, complaints)
        page.locator("main a").last.click()
        assert_good_page(page, complaints)


def test_from_a_file_by_correction_to_a_search_hit(signed_in: Page, sample: None, complaints: list[str]) -> None:
    page = signed_in
    page.goto("/staff/uploads/")
    assert_good_page(page, complaints)
    page.goto("/staff/uploads/new/")
    page.get_by_label("ファイル").set_input_files(DOCUMENT)
    page.get_by_role("button", name="送って読み取る").click()
    page.wait_for_url("**/staff/uploads/*/")
    do_waiting_jobs()
    expect(page.get_by_role("heading", name="の確認と訂正")).to_be_visible()
    page.wait_for_selector("#check[data-ready]")
    page.get_by_label("場所", exact=True).fill("臨時の会場")
    page.locator(".utterance__text").first.dblclick()
    page.locator(".utterance__area").fill("ただいまから開会します。合言葉は紫水晶です。")
    page.keyboard.press("Escape")
    expect(page.locator("#check-save")).to_have_attribute("data-state", "saved")
    assert_good_page(page, complaints)

    page.goto("/search/?q=紫水晶")
    assert page.locator("mark").count() == 0, "a draft is seen by nobody"
    page.go_back()

    page.wait_for_selector("#check[data-ready]")
    page.get_by_role("button", name="公開", exact=True).click()
    expect(page.locator("main")).to_contain_text("公開済みです")
    page.goto("/search/?q=紫水晶")
    assert page.locator("main mark").first.inner_text() == "紫水晶"
    page.locator(".hit a[href*='/u/']").first.click()
    expect(page.locator("main")).to_contain_text("臨時の会場")
    assert_good_page(page, complaints)


def test_a_refused_file_is_told_in_words(signed_in: Page, tmp_path: Path) -> None:
    page = signed_in
    empty = tmp_path / "会議録.txt"
    empty.write_bytes(b"")
    page.goto("/staff/uploads/new/")
    page.get_by_label("ファイル").set_input_files(empty)
    page.get_by_role("button", name="送って読み取る").click()
    expect(page.get_by_role("alert")).to_contain_text("空")
