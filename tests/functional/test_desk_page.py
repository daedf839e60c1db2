"""The desk in a real browser: files dropped together, progress without reloading, many published with one button."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect

from minutes.models import Body, Upload
from tests.conftest import do_waiting_jobs
from tests.functional.support import assert_good_page

DOCUMENT = "会議録\n\n会議名　令和5年度 第{number}回霞浜市情報化推進委員会\n開催日時　令和6年3月{number}日\n\n○委員長　開会します。\n○委員　質問が{number}つあります。\n"
DROP = """
([zone, files]) => {
  const data = new DataTransfer();
  for (const [name, text] of files) {
    data.items.add(new File([text], name));
  }
  zone.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}
"""


@pytest.fixture
def signed_in(page: Page, client: Client, editor: User, live_server: object, transactional_db: None) -> Page:
    client.force_login(editor)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": str(live_server)}])
    return page


@pytest.fixture
def documents(tmp_path: Path) -> list[Path]:
    files = []
    for number in (1, 2, 3):
        files.append(tmp_path / f"第{number}回.txt")
        files[-1].write_text(DOCUMENT.format(number=number))
    return files


Documents = list[Path]


def test_files_are_sent_read_and_published_together(
    signed_in: Page, documents: Documents, complaints: list[str]
) -> None:
    page = signed_in
    page.goto("/staff/uploads/new/")
    page.get_by_label("会議録のファイル").set_input_files(documents)
    expect(page.locator("#chosen-summary")).to_contain_text("3件、合計")
    assert_good_page(page, complaints)
    page.get_by_role("button", name="送って読み取る").click()
    told = page.locator("#desk-told")
    expect(told).to_have_text("0/3件 読み取り済み")
    assert_good_page(page, complaints)
    pick = page.get_by_role("checkbox", name="選ぶ：第2回.txt")
    pick.check()
    pick.focus()
    rows = page.locator("tbody tr")

    do_waiting_jobs()
    expect(told).to_have_text("すべて読み取りました。")
    expect(rows.filter(has_text="確認が必要です")).to_have_count(3)
    expect(page.get_by_role("checkbox", name="選ぶ：第2回.txt")).to_be_checked()
    expect(page.get_by_role("checkbox", name="選ぶ：第2回.txt")).to_be_focused()
    assert_good_page(page, complaints)

    Body.objects.create(name=Upload.objects.earliest("pk").draft_body or "")
    Upload.objects.update(certainty=0.97)
    page.reload()
    expect(page.locator("#desk-summary")).to_contain_text("公開できます 3件")
    page.get_by_role("button", name="公開できるものをまとめて公開（3件）").click()
    expect(page.locator("#question-rows li")).to_have_count(3)
    assert_good_page(page, complaints)
    page.get_by_role("button", name="3件を公開する").click()
    expect(page.get_by_text("3件を公開しました。")).to_be_visible()
    assert Upload.objects.filter(state="published").count() == 3


def test_a_body_is_settled_on_the_desk_for_all_its_documents(
    signed_in: Page, documents: Documents, complaints: list[str]
) -> None:
    page = signed_in
    Body.objects.create(name="みなと野市情報化推進委員会")
    page.goto("/staff/uploads/new/")
    page.get_by_label("会議録のファイル").set_input_files(documents)
    page.get_by_role("button", name="送って読み取る").click()
    do_waiting_jobs()
    expect(page.locator("#desk-told")).to_have_text("すべて読み取りました。")
    notice = page.get_by_role("region", name="未登録の会議体が1件あります")
    expect(page.locator("tbody tr").filter(has_text="会議体が未登録")).to_have_count(3)
    kind = notice.get_by_label("霞浜市情報化推進委員会は、選んだ会議体の")
    expect(kind).to_be_hidden()
    choice = notice.get_by_label("霞浜市情報化推進委員会 下書き3件")
    choice.select_option(str(Body.objects.get().pk))
    expect(kind).to_be_visible()
    assert_good_page(page, complaints)
    choice.select_option("new")
    Upload.objects.update(certainty=0.97)
    notice.get_by_role("button", name="会議体を決める").click()
    expect(page.get_by_text("会議体1件を決めました（下書き3件）。")).to_be_visible()
    expect(page.locator("#desk-summary")).to_contain_text("公開できます 3件")
    expect(notice).to_have_count(0)


def test_what_is_chosen_of_bodies_stays_while_documents_are_read(signed_in: Page, documents: Documents) -> None:
    page = signed_in
    page.goto("/staff/uploads/new/")
    page.get_by_label("会議録のファイル").set_input_files(documents[:1])
    page.get_by_role("button", name="送って読み取る").click()
    do_waiting_jobs()
    expect(page.get_by_text("質問が1つあります。").first).to_be_visible()
    page.goto("/staff/uploads/new/")
    page.get_by_label("会議録のファイル").set_input_files(documents[1:])
    page.get_by_role("button", name="送って読み取る").click()
    choice = page.locator("#desk-bodies select[name=choice]")
    choice.select_option("")
    page.locator("#desk-words").focus()
    do_waiting_jobs()
    expect(page.locator("#desk-bodies .count")).to_have_text("下書き3件")
    expect(choice).to_have_value("")


def test_nothing_is_asked_for_when_all_is_read(signed_in: Page, documents: Documents) -> None:
    page = signed_in
    page.goto("/staff/uploads/new/")
    page.get_by_label("会議録のファイル").set_input_files(documents)
    page.get_by_role("button", name="送って読み取る").click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/progress/" in request.url else None)
    do_waiting_jobs()
    expect(page.locator("#desk-told")).to_have_text("すべて読み取りました。")
    asked.clear()
    page.wait_for_timeout(4500)
    assert asked == []


def test_files_can_be_dropped_and_what_is_wrong_is_told_before_sending(signed_in: Page, complaints: list[str]) -> None:
    page = signed_in
    page.goto("/staff/uploads/new/")
    zone = page.locator("#drop-zone").element_handle()
    page.evaluate(DROP, [zone, [["一.txt", "本文"], ["空.txt", ""]]])
    expect(page.locator("#chosen-summary")).to_contain_text("2件、合計1 KBを選びました。うち1件は受け取れません。")
    expect(page.locator("#chosen-files li").nth(1)).to_contain_text("空です")
    page.evaluate(DROP, [zone, [["三.txt", "本文"]]])
    expect(page.locator("#chosen-files li")).to_have_count(3)
    assert_good_page(page, complaints)


def test_the_page_of_one_document_shows_its_result_by_itself(signed_in: Page, documents: Documents) -> None:
    page = signed_in
    page.goto("/staff/uploads/new/")
    page.get_by_label("会議録のファイル").set_input_files(documents[:1])
    page.get_by_role("button", name="送って読み取る").click()
    expect(page.get_by_text("読み取りを待っています")).to_be_visible()
    do_waiting_jobs()
    expect(page.get_by_text("読み取りを待っています")).to_have_count(0)
    expect(page.get_by_text("質問が1つあります。").first).to_be_visible()
