"""The results page in a real browser: with many hits, few and none, by keyboard, on narrow screens, without scripts."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from search.models import Synonym, SynonymGroup
from tests.functional.support import assert_good_page, open_context, serious_violations


@pytest.fixture
def archive(sample: None) -> None:
    group = SynonymGroup.objects.create(note="窓口に来なくてよい手続")
    for text in ("電子申請", "オンライン申請", "来庁不要", "ネット申請", "スマート申請", "自宅申請", "遠隔申請"):
        Synonym.objects.create(group=group, text=text)


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=電子申請&sort=relevance",
        "/search/?q=電話 システム&scope=meeting&inside=1&year_from=2000&off=でんわ",
        "/search/?q=申請&group=meeting",
        "/search/?q=申請&group=item&literal=1",
        "/search/?q=「電話の無い語句」 電話&literal=1&kind=speech",
        "/search/?q=無い語句です",
        "/search/?q=" + "とても長い言葉" * 20,
        "/search/?q=年度:いつか&scope=どこか",
    ],
)
def test_every_state_is_a_good_page(page: Page, archive: None, complaints: list[str], address: str) -> None:
    page.goto(address)
    assert_good_page(page, complaints)
    for closed in page.locator("details").all():
        closed.evaluate("element => element.open = true")
    page.wait_for_load_state("networkidle")
    assert_good_page(page, complaints)


def test_what_was_said_around_a_hit_opens_and_closes_by_keyboard(
    page: Page, archive: None, complaints: list[str]
) -> None:
    page.goto("/search/?q=電子申請")
    around = page.locator(".hit__around").first
    summary = around.locator("summary")
    expect(summary).to_contain_text("見る")
    summary.focus()
    page.keyboard.press("Enter")
    expect(around.locator(".around__here")).to_be_visible()
    expect(summary).to_contain_text("閉じる")
    expect(summary).to_be_focused()
    assert around.locator(".around > li").count() > 2
    assert serious_violations(page) == []
    page.keyboard.press("Enter")
    expect(around.locator(".around__here")).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meetings/**#u*")
    assert complaints == []


def test_a_form_of_a_word_is_taken_away_and_put_back_by_keyboard(
    page: Page, archive: None, complaints: list[str]
) -> None:
    page.goto("/search/?q=電子申請")
    form = page.get_by_role("link", name="「オンライン申請」を外す")
    form.focus()
    page.keyboard.press("Enter")
    back = page.get_by_role("link", name="「オンライン申請」を戻す")
    expect(back).to_be_visible()
    expect(page.locator(".search__total")).to_be_focused()
    expect(form).to_have_count(0)
    back.focus()
    page.keyboard.press("Enter")
    expect(form).to_be_visible()
    expect(back).to_have_count(0)
    assert complaints == []


def test_a_search_from_the_form_leaves_a_short_address(page: Page, archive: None) -> None:
    page.goto("/search/?q=電話&sort=newest")
    page.get_by_label("文字どおり").check()
    page.get_by_label("範囲").select_option("会議")
    page.get_by_role("main").get_by_role("button", name="検索").click()
    expect(page.get_by_role("link", name="「文字どおり」を外す")).to_be_visible()
    assert page.url.split("?")[1] == "q=%E9%9B%BB%E8%A9%B1&literal=1&scope=meeting&sort=newest"
    page.go_back()
    expect(page.get_by_role("link", name="「文字どおり」を外す")).to_have_count(0)


def test_the_focus_stays_in_the_search_box_after_enter(page: Page, archive: None, complaints: list[str]) -> None:
    page.goto("/search/?q=電話")
    box = page.locator("#q")
    box.fill("電子申請")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=%E9%9B%BB%E5%AD%90%E7%94%B3%E8%AB%8B**")
    # Told when the new results stand, so that nothing takes the focus away afterwards.
    expect(page.get_by_role("status").filter(has_text="件")).to_have_count(1)
    expect(box).to_be_focused()
    page.keyboard.type("の件")
    expect(box).to_have_value("電子申請の件")
    assert complaints == []


def test_the_focus_goes_to_the_new_results_where_what_had_it_is_gone(page: Page, archive: None) -> None:
    page.goto("/search/?q=電話")
    page.get_by_role("main").get_by_role("button", name="検索").click()
    expect(page.locator(".search__total")).to_be_focused()


def test_facets_are_open_beside_the_hits_and_closed_above_them_on_narrow_screens(page: Page, archive: None) -> None:
    page.goto("/search/?q=申請")
    choice = page.locator(".facet__choice a").first
    expect(choice).to_be_visible()
    expect(page.locator(".search__facets > summary")).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 900})
    expect(choice).to_be_hidden()
    opener = page.locator(".search__facets > summary")
    first_hit = page.locator(".hit").first
    opener_box, hit_box = opener.bounding_box(), first_hit.bounding_box()
    assert opener_box is not None
    assert hit_box is not None
    assert opener_box["y"] < hit_box["y"]
    opener.click()
    expect(choice).to_be_visible()
    choice.click()
    expect(page.get_by_role("link", name="「年度：")).to_be_visible()


def test_everything_works_without_scripts(archive: None, browser: Browser, live_server: Any) -> None:
    context = open_context(browser, live_server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/search/?q=電話")
    page.get_by_role("link", name="会議ごと").click()
    expect(page.locator(".group").first).to_be_visible()
    page.get_by_role("link", name="1件ずつ").click()
    page.get_by_label("文字どおり").check()
    page.get_by_role("main").get_by_role("button", name="検索").click()
    expect(page.get_by_role("link", name="「文字どおり」を外す")).to_be_visible()
    page.locator(".hit__around summary").first.click()
    page.get_by_role("link", name="会議録でこの発言を読む").first.click()
    page.wait_for_url("**/meetings/**#u*")
    context.close()


@pytest.mark.parametrize("with_scripts", [True, False])
def test_options_stand_folded_on_narrow_pages_until_one_is_set(
    archive: None, browser: Browser, live_server: Any, with_scripts: bool
) -> None:
    context = open_context(browser, live_server, java_script_enabled=with_scripts)
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/search/?q=電話")
    scope = page.get_by_label("範囲", exact=True)
    expect(scope).to_be_hidden()
    hit = page.locator(".hit").first.bounding_box()
    assert hit is not None
    assert hit["y"] < 844
    page.locator(".search__more > summary").focus()
    page.keyboard.press("Enter")
    scope.select_option(label="議題")
    page.locator("#q").press("Enter")
    expect(page.get_by_role("link", name="「範囲：同じ議題の中」を外す")).to_be_visible()
    expect(scope).to_be_visible()
    page.get_by_role("link", name="「範囲：同じ議題の中」を外す").click()
    expect(scope).to_be_hidden()
    context.close()


def test_on_paper_there_is_what_was_found_and_nothing_to_choose(page: Page, archive: None) -> None:
    page.goto("/search/?q=電話")
    page.emulate_media(media="print")
    expect(page.get_by_text("「電話」を含む発言")).to_be_visible()
    expect(page.locator(".hit__snippet").first).to_be_visible()
    for chosen in (".search__form", ".search__views", ".search__facets", ".hit__around"):
        expect(page.locator(chosen).first).to_be_hidden()


def test_what_is_pasted_beyond_what_a_search_reads_is_told_and_not_cut(
    page: Page, archive: None, complaints: list[str]
) -> None:
    page.goto("/search/?q=電話")
    box, told = page.locator("#q"), page.locator("#q-long")
    box.fill("電話" * 250)
    expect(told).to_be_hidden()
    box.fill("電話" * 251)
    expect(told).to_contain_text("初めの500文字までです（いま502文字）")
    assert serious_violations(page) == []
    box.press("Enter")
    expect(page.get_by_text("検索の言葉が長すぎるため、初めの500文字")).to_be_visible()
    assert complaints == []


def test_an_address_that_the_server_does_not_take_leads_to_the_page_that_says_so(page: Page, archive: None) -> None:
    page.goto("/search/?q=電話")
    refusal = "<!DOCTYPE html><html lang='ja'><title>長い</title><h1>アドレスが長すぎます</h1>"
    page.route(
        lambda address: len(address) > 8000,
        lambda route: route.fulfill(status=414, content_type="text/html; charset=utf-8", body=refusal),
    )
    page.locator("#q").fill("長" * 3000)
    page.locator("#q").press("Enter")
    expect(page.get_by_role("heading", name="アドレスが長すぎます")).to_be_visible()
