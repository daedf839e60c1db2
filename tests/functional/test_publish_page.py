"""公開すると変わるところ in a real browser: by the keyboard, without scripts, at every width."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect

from minutes.intake import new_source
from minutes.models import Meeting, Upload
from minutes.parsing import ParsedMinutes
from minutes.record import import_minutes
from minutes.uploads import lifecycle
from tests.functional.support import PATIENCE, assert_good_page

Build = Callable[..., ParsedMinutes]


@pytest.fixture
def signed_in(page: Page, client: Client, editor: User, live_server: object, transactional_db: None) -> Page:
    client.force_login(editor)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": str(live_server)}])
    return page


@pytest.fixture
def correction(transactional_db: None, build_parsed: Build, editor: User) -> Upload:
    """A draft of stored minutes as they stand."""
    source = new_source(b"stored", "会議録.txt", "text/plain")
    source.text = "会議録"
    meeting = import_minutes(parsed=build_parsed(), source=source).meeting
    return lifecycle.start_correction(meeting=meeting, user=editor)


def versions() -> int:
    return Meeting.objects.get().versions.count()


def open_draft(page: Page, upload: Upload) -> None:
    page.goto(upload.get_absolute_url())
    page.locator("#check[data-ready]").wait_for()


def test_a_correction_is_shown_and_published_by_the_keyboard(
    signed_in: Page, correction: Upload, complaints: list[str]
) -> None:
    page = signed_in
    open_draft(page, correction)
    page.get_by_label("会議録の公開", exact=True).select_option("")
    page.get_by_label("場所", exact=True).fill("大会議室")
    page.get_by_role("button", name="訂正を公開").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="公開すると変わるところ")).to_be_visible()
    losses = page.get_by_role("region", name="なくなるもの（1件）")
    expect(losses).to_contain_text("会議録の公開")
    expect(losses.locator("del")).to_contain_text("一部非公開")
    expect(page.locator("main")).to_contain_text("大会議室")
    assert_good_page(page, complaints)
    assert versions() == 1

    reason = page.get_by_label("訂正の理由")
    reason.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("場所の誤り")
    page.keyboard.press("Enter")
    expect(reason).to_have_value("場所の誤り")
    assert versions() == 1
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="この内容で訂正を公開する")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("公開済みです")
    assert versions() == 2
    page.go_back()
    expect(page.locator("main")).to_contain_text("公開済みです")


def test_a_reason_is_asked_for_where_none_was_written(
    signed_in: Page, correction: Upload, complaints: list[str]
) -> None:
    page = signed_in
    open_draft(page, correction)
    page.get_by_label("場所", exact=True).fill("大会議室")
    page.get_by_role("button", name="訂正を公開").click()
    page.get_by_role("button", name="この内容で訂正を公開する").click()
    page.get_by_role("link", name="訂正の理由を入力してください。").click()
    expect(page.get_by_label("訂正の理由")).to_be_focused()
    complaints[:] = [told for told in complaints if "422" not in told]
    assert_good_page(page, complaints)
    assert versions() == 1


def test_a_correction_of_another_page_is_shown_before_it_is_published(signed_in: Page, correction: Upload) -> None:
    page = signed_in
    open_draft(page, correction)
    page.get_by_label("場所", exact=True).fill("大会議室")
    page.get_by_label("訂正の理由").fill("場所の誤り")
    page.get_by_role("button", name="訂正を公開").click()
    expect(page.get_by_label("訂正の理由")).to_have_value("場所の誤り")
    other = page.context.new_page()
    open_draft(other, correction)
    other.locator(".utterance").first.click()
    other.keyboard.press("Delete")
    expect(other.locator("#check-save")).to_contain_text("保存しました")
    page.get_by_role("button", name="この内容で訂正を公開する").click()
    expect(page.get_by_role("alert")).to_contain_text("変わりました")
    expect(page.get_by_role("region", name="なくなるもの（1件）")).to_contain_text("ただいまから")
    expect(page.get_by_label("訂正の理由")).to_have_value("場所の誤り")
    assert versions() == 1
    page.get_by_role("button", name="この内容で訂正を公開する").click()
    expect(page.locator("main")).to_contain_text("公開済みです")
    assert versions() == 2


def test_without_scripts_the_page_works_too(signed_in: Page, correction: Upload, live_server: Any) -> None:
    parsed = correction.parsed or {}
    Upload.objects.update(parsed={**parsed, "venue": None, "utterances": parsed["utterances"][1:]}, revision=1)
    context = signed_in.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    context.set_default_timeout(PATIENCE)
    context.add_cookies(signed_in.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{live_server.url}{correction.get_absolute_url()}")
    page.get_by_role("button", name="訂正を公開").click()
    expect(page.get_by_role("region", name="なくなるもの（2件）")).to_contain_text("庁議室")
    page.get_by_label("訂正の理由").press("Enter")
    assert versions() == 1
    page.get_by_role("button", name="この内容で訂正を公開する").click()
    expect(page.get_by_role("alert")).to_contain_text("訂正の理由を入力してください。")
    page.get_by_label("訂正の理由").fill("誤って入れた発言を除いた")
    page.get_by_role("button", name="この内容で訂正を公開する").click()
    expect(page.locator("main")).to_contain_text("公開済みです")
    assert versions() == 2
    context.close()
