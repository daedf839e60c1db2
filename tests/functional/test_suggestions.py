"""Suggestions while typing, and the record of searches, in a real browser: by keyboard, by mouse, by an input method."""

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from search.models import LoggedSearch
from tests.functional.support import open_context, wait_until


def box(page: Page) -> Any:
    return page.get_by_role("combobox", name="キーワード").or_(page.get_by_role("combobox", name="検索の言葉")).first


def options(page: Page) -> Any:
    return page.get_by_role("listbox", name="検索の候補").get_by_role("option")


def open_list(page: Page, typed: str) -> None:
    box(page).fill(typed)
    expect(options(page).first).to_be_visible()


def assert_no_serious_violations(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []


def assert_fits(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_arrow_keys_and_enter_search_for_a_suggestion(page: Page, sample: None, complaints: list[str]) -> None:
    page.goto("/")
    open_list(page, "電子申請")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".search-box__field [aria-live=polite]")).to_contain_text("上下の矢印キー")
    page.keyboard.press("ArrowDown")
    first = options(page).first
    expect(first).to_have_attribute("aria-selected", "true")
    assert box(page).get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert box(page).input_value() == "電子申請"
    page.keyboard.press("ArrowUp")
    assert box(page).get_attribute("aria-activedescendant") is None
    title = options(page).filter(has_text="議題").first
    while title.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    chosen = title.locator(".suggestions__text").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert box(page).input_value() == f"議題:「{chosen}」"
    assert complaints == []


def test_enter_without_a_choice_searches_for_what_was_typed(page: Page, sample: None) -> None:
    page.goto("/")
    open_list(page, "電子申請")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert box(page).input_value() == "電子申請"


def test_escape_closes_the_list_and_keeps_the_text_and_tab_goes_on(page: Page, sample: None) -> None:
    page.goto("/")
    open_list(page, "電子申請")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    assert box(page).input_value() == "電子申請"
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("search").get_by_role("button", name="検索")).to_be_focused()
    expect(options(page)).to_have_count(0)


def test_a_body_is_opened_by_a_click(page: Page, sample: None) -> None:
    page.goto("/")
    open_list(page, "電子市役所推進")
    options(page).filter(has_text="会議体").first.click()
    page.wait_for_url("**/bodies/*/")


def test_nothing_is_asked_while_an_input_method_converts(page: Page, sample: None) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/search/suggest/" in request.url else None)
    page.goto("/")
    box(page).focus()
    keyboard = page.context.new_cdp_session(page)
    for text in ("で", "でんし", "でんししんせい"):
        keyboard.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
        page.wait_for_timeout(250)
    assert asked == []
    keyboard.send("Input.insertText", {"text": "電子申請"})
    expect(options(page).first).to_be_visible()
    assert len(asked) == 1


def test_an_answer_for_an_earlier_text_is_dropped(page: Page, sample: None) -> None:
    held: list[Route] = []

    def answer(route: Route) -> None:
        if "q=a&" in f"{route.request.url}&":
            held.append(route)
            return
        found = [{"label": "議題", "text": "あとの候補", "url": "/", "fill": "あと"}]
        route.fulfill(content_type="application/json", body=json.dumps({"suggestions": found}))

    page.route("**/search/suggest/**", answer)
    page.goto("/")
    box(page).fill("a")
    wait_until(page, lambda: len(held) == 1)
    open_list(page, "ab")
    early = [{"label": "議題", "text": "まえの候補", "url": "/", "fill": "まえ"}]
    held[0].fulfill(content_type="application/json", body=json.dumps({"suggestions": early}))
    page.wait_for_timeout(200)
    expect(options(page)).to_have_count(1)
    expect(options(page)).to_contain_text("あとの候補")


def test_markup_in_a_suggestion_is_text(page: Page, sample: None) -> None:
    found = [{"label": "議題", "text": "<b>太字</b>", "url": "/", "fill": "x"}]
    page.route("**/search/suggest/**", lambda route: route.fulfill(json={"suggestions": found}))
    page.goto("/")
    open_list(page, "太字")
    expect(options(page)).to_contain_text("<b>太字</b>")


def test_a_box_stays_a_search_field_when_the_server_fails(page: Page, sample: None) -> None:
    page.route("**/search/suggest/**", lambda route: route.abort())
    page.goto("/")
    box(page).fill("電子申請")
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


def test_the_box_of_the_results_page_works_after_each_search_and_on_the_way_back(page: Page, sample: None) -> None:
    page.goto("/search/?q=電子申請")
    for typed in ("電話", "窓口"):
        open_list(page, typed)
        page.keyboard.press("Enter")
        page.wait_for_function("text => new URLSearchParams(location.search).get('q') === text", arg=typed)
        expect(options(page)).to_have_count(0)
    page.go_back()
    page.wait_for_function("new URLSearchParams(location.search).get('q') === '電話'")
    # The page is kept nowhere: it is asked for anew, and its box bears the words once it has come.
    expect(page.get_by_role("combobox").first).to_have_value("電話")
    open_list(page, "電話")
    expect(page.locator(".suggestions")).to_have_count(1)


def test_a_narrowed_box_asks_within_what_it_is_narrowed_to(page: Page, sample: None) -> None:
    page.goto("/")
    open_list(page, "電子市役所推進")
    options(page).filter(has_text="会議体").first.click()
    page.wait_for_url("**/bodies/*/")
    body = page.url.rstrip("/").rsplit("/", 1)[1]
    with page.expect_request(lambda request: "/search/suggest/" in request.url) as asked:
        page.get_by_role("combobox", name="この会議体の会議録を検索").fill("電子")
    assert f"body={body}" in asked.value.url
    expect(options(page).first).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_open_list_is_accessible_and_fits(page: Page, sample: None, width: int) -> None:
    page.goto("/")
    open_list(page, "電子")
    page.keyboard.press("ArrowDown")
    assert_no_serious_violations(page)
    assert_fits(page, width)
    edges = page.locator(".suggestions").last.evaluate(
        "list => [list.getBoundingClientRect().left, list.getBoundingClientRect().right]"
    )
    assert edges[0] >= 0
    assert edges[1] <= width


def test_without_javascript_the_box_searches(browser: Browser, live_server: Any, sample: None) -> None:
    context = open_context(browser, live_server, java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/")
    plain.get_by_role("searchbox").fill("電子申請")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/search/?q=*")
    assert plain.locator("main mark").first.inner_text() == "電子申請"
    context.close()


# The record of searches


def test_the_administrator_sees_what_was_not_found(
    page: Page, client: Client, administrator: User, live_server: Any, complaints: list[str]
) -> None:
    client.force_login(administrator)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    LoggedSearch.objects.create(
        day=timezone.localdate(), folded="空飛ぶ車", text="空飛ぶ車", audiences=[0], searches=3, hits=0,
        last_at=timezone.now(), is_private=False,
    )  # fmt: skip
    page.goto("/admin/")
    page.get_by_role("link", name="検索の記録").first.click()
    expect(page.get_by_role("row", name="空飛ぶ車")).to_contain_text("3")
    assert complaints == []
    assert_no_serious_violations(page)
    for width in (1280, 390):
        assert_fits(page, width)
    page.get_by_role("link", name="この検索をもう一度").press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert box(page).input_value() == "空飛ぶ車"
