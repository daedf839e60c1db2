"""The checking page in a real browser: a draft is corrected beside its source, by keys, by several people, without a net."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from fixtures.document_files import to_pdf
from minutes.editing import with_ids
from minutes.intake import items
from minutes.models import Body, DraftEdit, Meeting, Upload
from minutes.parsing.model import ParsedMinutes, Utterance, Warning
from minutes.uploads import lifecycle
from tests.functional.support import assert_fits, open_context, place_of, serious_violations, wait_until

DOCUMENT = """会議録

会議名　令和5年度 第2回霞浜市情報化推進本部
開催日時　令和6年3月25日（月）13:00～14:00
場所　庁議室

議題
（1）窓口のオンライン化について
（2）電話システムの更新について

（1）窓口のオンライン化について
○本部長　ただいまから会議を開きます。資料1を説明してください。
○事務局　窓口の申請は年に二万件あります。そのうち半分を移します。
○部員Ａ　半分とは多いですね。根拠は何ですか。
○事務局　昨年の実績です。
（2）電話システムの更新について
○本部長　次の議題に移ります。
○部員Ａ　更新はいつですか。
○事務局　来年度の予定です。
Ｎｏ.３　費用はどれくらいですか。
"""
LOST = Warning("unparsed-text", "どの発言にも入らない文があります。", 20, "Ｎｏ.３　費用はどれくらいですか。")
Open = Callable[..., Page]
Draft = Callable[..., Upload]


@pytest.fixture
def draft(editor: User, transactional_db: None) -> Draft:
    """draft(data, name, warnings=…): a document read as an upload is, with these warnings in place of the parser's."""

    def make(data: bytes = DOCUMENT.encode(), name: str = "会議録.txt", **changes: Any) -> Upload:
        parsed, source = items.parse_document(data, name)
        source.save()
        content = with_ids(replace(parsed, **{"warnings": (), **changes})).to_json()
        return Upload.objects.create(
            source=source,
            state=Upload.State.DRAFT,
            parsed=content,
            base=content,
            new_body_confirmed=True,
            created_by=editor,
            updated_by=editor,
        )

    return make


def sign_in(context: BrowserContext, user: User, live_server: Any) -> None:
    client = Client()
    client.force_login(user)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": str(live_server.url)}]
    )


@pytest.fixture
def desk(page: Page, editor: User, live_server: Any) -> Page:
    sign_in(page.context, editor, live_server)
    return page


@pytest.fixture
def other_desk(browser: Browser, administrator: User, live_server: Any) -> Any:
    """A page of another editor, in a browser of their own."""
    context = open_context(browser, live_server)
    sign_in(context, administrator, live_server)
    yield context.new_page()
    context.close()


def open_page(page: Page, upload: Upload) -> Page:
    page.goto(upload.get_absolute_url())
    page.wait_for_selector("#check[data-ready]")
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def wait_saved(page: Page) -> None:
    expect(page.locator("#check-save")).to_have_attribute("data-state", "saved")


def rows_of(upload: Upload) -> tuple[Utterance, ...]:
    return parsed_of(upload).utterances


def parsed_of(upload: Upload) -> ParsedMinutes:
    return lifecycle.draft_of(Upload.objects.get(pk=upload.pk))


def selected(page: Page) -> Any:
    return page.locator(".utterance.is-selected")


# By keys alone


def test_speaker_kind_and_text_are_corrected_by_keys(desk: Page, draft: Draft, complaints: list[str]) -> None:
    upload = draft()
    page = open_page(desk, upload)
    press(page, "j", "j", "s")
    page.keyboard.type("企画")
    press(page, "Enter")
    expect(selected(page)).to_be_focused()
    expect(selected(page)).to_contain_text("企画")
    press(page, "t", "ArrowDown", "Enter")
    expect(selected(page)).to_be_focused()
    press(page, "Enter", "Control+End")
    page.keyboard.type("以上です。")
    press(page, "Escape")
    expect(selected(page)).to_be_focused()
    wait_saved(page)
    row = rows_of(upload)[1]
    assert (row.speaker, row.kind) == ("企画", "explanation")
    assert row.text.endswith("半分を移します。以上です。")
    assert complaints == []


def test_speakers_are_completed_from_the_document_and_applied_to_all(desk: Page, draft: Draft) -> None:
    upload = draft()
    page = open_page(desk, upload)
    press(page, "j", "j", "j", "s")
    box = page.get_by_role("combobox", name="発言者")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.type("事務")
    expect(page.get_by_role("option", name="事務局")).to_be_visible()
    press(page, "ArrowDown", "Enter")
    expect(selected(page).locator(".utterance__speaker")).to_have_text("事務局")
    page.get_by_role("button", name="ほかの「部員Ａ」1件も「事務局」にする").click()
    wait_saved(page)
    expect(page.locator(".utterance__speaker", has_text="部員Ａ")).to_have_count(0)
    assert "部員Ａ" not in {row.speaker for row in rows_of(upload)}


def test_the_speakers_field_behaves_as_the_search_boxes_do(desk: Page, draft: Draft) -> None:
    upload = draft()
    page = open_page(desk, upload)
    press(page, "j", "s")
    box = page.get_by_role("combobox", name="発言者")
    options = page.get_by_role("listbox", name="発言者の候補").get_by_role("option")
    expect(page.locator(".combobox [aria-live=polite]")).to_contain_text("上下の矢印キー")
    press(page, "ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    press(page, "ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None
    press(page, "Alt+ArrowUp")
    expect(box).to_have_attribute("aria-expanded", "false")
    press(page, "ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    # Enter belongs to the input method while it converts.
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "じむ", "selectionStart": 2, "selectionEnd": 2})
    expect(box).to_have_attribute("aria-expanded", "false")
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "windowsVirtualKeyCode": 229, "key": "Enter"})
    expect(box).to_be_focused()
    keyboard.send("Input.insertText", {"text": "事務"})
    expect(options).to_have_text([re.compile("事務局")])
    speaker = rows_of(upload)[0].speaker
    press(page, "Escape")
    expect(box).to_have_count(0)
    expect(selected(page).locator(".utterance__speaker")).to_have_text(str(speaker))
    expect(selected(page)).to_be_focused()


def test_an_utterance_is_split_at_the_caret_and_merged_again(desk: Page, draft: Draft) -> None:
    upload = draft()
    before = [row.text for row in rows_of(upload)]
    page = open_page(desk, upload)
    press(page, "j", "Enter", "Control+Home", *["ArrowRight"] * len("ただいまから会議を開きます。"), "Control+Enter")
    expect(selected(page)).to_be_focused()
    expect(selected(page).locator(".utterance__text")).to_have_text("資料1を説明してください。")
    wait_saved(page)
    assert [row.text for row in rows_of(upload)][:2] == ["ただいまから会議を開きます。", "資料1を説明してください。"]
    press(page, "m")
    expect(selected(page)).to_be_focused()
    wait_saved(page)
    assert len(rows_of(upload)) == len(before)
    # The key x splits where the text was left.
    press(page, "Enter", "Control+Home", *["ArrowRight"] * 4, "Escape", "x")
    expect(selected(page).locator(".utterance__text")).to_contain_text("から会議を開きます。")
    wait_saved(page)
    assert rows_of(upload)[0].text == "ただいま"


def test_rows_are_added_and_deleted_and_the_focus_is_never_lost(desk: Page, draft: Draft) -> None:
    upload = draft()
    count = len(rows_of(upload))
    page = open_page(desk, upload)
    press(page, "j", "a")
    page.keyboard.type("補足します。")
    press(page, "Escape")
    wait_saved(page)
    assert rows_of(upload)[1].text == "補足します。"
    # What was typed before the server gave the row its name is in the row that it named.
    expect(selected(page)).to_contain_text("補足します。")
    press(page, "Delete")
    expect(selected(page)).to_be_focused()
    expect(selected(page)).to_contain_text("窓口の申請は")
    wait_saved(page)
    assert len(rows_of(upload)) == count


def test_every_utterance_can_go_and_a_first_one_be_added(desk: Page, draft: Draft) -> None:
    upload = draft()
    page = open_page(desk, upload)
    press(page, "j", *["Delete"] * len(rows_of(upload)))
    add = page.get_by_role("button", name="最初の発言を追加")
    expect(add).to_be_focused()
    press(page, "Enter")
    page.keyboard.type("初めの発言です。")
    press(page, "Escape")
    wait_saved(page)
    assert [row.text for row in rows_of(upload)] == ["初めの発言です。"]


def test_text_that_no_rule_took_stands_in_its_place_and_becomes_an_utterance(desk: Page, draft: Draft) -> None:
    upload = draft(warnings=(LOST,))
    count = len(rows_of(upload))
    page = open_page(desk, upload)
    expect(page.locator(".utterance--box")).to_contain_text("費用はどれくらいですか。")
    press(page, "n")
    while page.locator(".utterance--box.is-selected").count() == 0:
        press(page, "n")
    press(page, "u")
    expect(page.locator(".utterance--box")).to_have_count(0)
    expect(selected(page)).to_be_focused()
    wait_saved(page)
    assert rows_of(upload)[-1].text == LOST.text
    assert len(rows_of(upload)) == count + 1
    assert parsed_of(upload).warnings == ()


def test_an_utterance_that_was_looked_at_is_certain_and_that_can_be_taken_back(desk: Page, draft: Draft) -> None:
    upload = draft()
    doubted = replace(parsed_of(upload).utterances[2], certainty=0.4)
    rows = parsed_of(upload).utterances
    parsed = replace(parsed_of(upload), utterances=(*rows[:2], doubted, *rows[3:]))
    Upload.objects.update(parsed=parsed.to_json())
    page = open_page(desk, upload)
    press(page, "n")
    expect(selected(page)).to_contain_text("要確認（確かさ 40%）")
    press(page, "d")
    wait_saved(page)
    expect(page.locator("#part-warnings > summary")).to_contain_text("ありません")
    assert rows_of(upload)[2] == replace(doubted, certainty=1.0)
    press(page, "Control+z")
    expect(page.locator("#part-warnings > summary")).to_contain_text("1件")
    assert rows_of(upload)[2] == doubted


def test_what_has_no_field_is_told_apart_and_nobody_is_led_there(desk: Page, draft: Draft) -> None:
    page = open_page(desk, draft(warnings=(replace(LOST, text="傍聴者　3名", minor=True),)))
    expect(page.locator("#part-warnings > summary")).to_contain_text("ありません")
    expect(page.locator("#warnings-body")).to_contain_text("参考")
    expect(page.locator(".utterance--box")).to_contain_text("参考：保存する欄がない記載")
    press(page, "n")
    expect(page.locator("#check-toast")).to_contain_text("確かめる箇所はありません。")
    expect(selected(page)).to_have_count(0)


def test_minutes_without_an_utterance_are_told(desk: Page, draft: Draft) -> None:
    page = open_page(desk, draft(utterances=()))
    expect(page.locator("#part-warnings > summary")).to_contain_text("1件")
    page.locator("#warnings-body").get_by_role("button", name="発言者の表示を教える").click()
    expect(page.get_by_role("dialog", name="まとめて直す").get_by_label("原本の文字")).to_be_focused()


def test_undo_and_redo_reach_over_every_kind_of_correction(desk: Page, draft: Draft) -> None:
    upload = draft(warnings=(LOST,))
    before = parsed_of(upload)
    page = open_page(desk, upload)
    press(page, "j", "Delete", "t", "End", "Enter", "g", "Space", "Enter", "m")
    page.get_by_role("button", name="確かめた").first.click()
    wait_saved(page)
    after = parsed_of(upload)
    assert after != before
    steps = Upload.objects.get(pk=upload.pk).revision
    page.locator("#utterances-title").click()
    press(page, *["Control+z"] * steps)
    expect(page.locator(".check__actions").get_by_role("button", name="元に戻す")).to_have_attribute(
        "aria-disabled", "true"
    )
    assert parsed_of(upload) == before
    press(page, *["Control+Shift+z"] * steps)
    expect(page.get_by_role("button", name="やり直す")).to_have_attribute("aria-disabled", "true")
    assert parsed_of(upload) == after


def test_agenda_items_are_chosen_moved_and_applied_onward(desk: Page, draft: Draft) -> None:
    upload = draft()
    page = open_page(desk, upload)
    press(page, "j", "Alt+ArrowDown")
    wait_saved(page)
    assert rows_of(upload)[0].agenda == (1,)
    press(page, "Alt+ArrowUp", "j", "g")
    dialog = page.get_by_role("dialog", name="この発言の議題")
    expect(dialog).to_be_visible()
    press(page, "Space", "ArrowDown", "Space")
    dialog.get_by_label("ここから、同じ議題が続くところまで").check()
    dialog.get_by_role("button", name="決定").click()
    expect(selected(page)).to_be_focused()
    wait_until(page, lambda: [row.agenda for row in rows_of(upload)][:4] == [(0,), (1,), (1,), (1,)])


def test_keys_of_one_letter_can_be_turned_off(desk: Page, draft: Draft) -> None:
    page = open_page(desk, draft())
    press(page, "j", "?")
    dialog = page.get_by_role("dialog", name="キーの一覧")
    dialog.get_by_label("1文字のキー").uncheck()
    press(page, "Escape")
    press(page, "s")
    expect(page.get_by_role("combobox", name="発言者")).to_have_count(0)
    selected(page).focus()
    press(page, "ArrowDown", "Enter")
    expect(page.locator(".utterance__area")).to_be_focused()


def test_everything_can_be_done_with_the_mouse(desk: Page, draft: Draft) -> None:
    upload = draft()
    page = open_page(desk, upload)
    page.locator(".utterance").nth(2).click()
    bar = page.get_by_role("toolbar", name="選んだ発言")
    bar.get_by_role("button", name="本文を直す").click()
    page.keyboard.type("追記。")
    bar.get_by_role("button", name="下に追加").click()
    page.keyboard.type("新しい発言。")
    bar.get_by_role("button", name="上とつなげる").click()
    wait_saved(page)
    assert rows_of(upload)[2].text.replace("\n", "").endswith("追記。新しい発言。")
    page.locator(".utterance__speaker").nth(0).click()
    expect(page.get_by_role("combobox", name="発言者")).to_be_focused()
    press(page, "Escape")


def test_a_lesson_reads_the_document_again_and_keeps_the_corrections(desk: Page, draft: Draft) -> None:
    marks = "".join(f"Ｎｏ.{n}　{n}番目の意見です。\n" for n in "３４５")
    upload = draft((DOCUMENT + marks).encode())
    before = len(rows_of(upload))
    page = open_page(desk, upload)
    press(page, "j", "s")
    page.keyboard.type("議長")
    press(page, "Enter")
    for _ in range(before - 1):
        press(page, "j")
    press(page, "l")
    dialog = page.get_by_role("dialog", name="まとめて直す")
    dialog.get_by_label("原本の文字").fill("Ｎｏ.３")
    dialog.get_by_label("発言者の表示である").check()
    expect(dialog.get_by_role("status")).to_contain_text("4件")
    dialog.get_by_label("この会議体の次の会議録にも使う").uncheck()
    dialog.get_by_role("button", name="読み直す").click()
    expect(page.locator("#check-toast")).to_contain_text("読み直しました。")
    expect(page.locator(".utterance__speaker", has_text="Ｎｏ.")).to_have_count(4)
    rows = rows_of(upload)
    assert len(rows) > before and rows[0].speaker == "議長"
    expect(page.locator(".utterance__speaker").first).to_have_text("議長")
    # What was taught is listed, and can be taken back.
    page.get_by_role("button", name="そのほか").click()
    page.get_by_role("button", name="「Ｎｏ.３」は発言者の表示である：取り消す").click()
    expect(page.locator("#taught-told")).to_contain_text("取り消し、読み直しました")
    expect(page.locator("#taught")).to_be_hidden()
    assert len(rows_of(upload)) == before
    assert Upload.objects.get().lessons == []


def test_corrections_without_a_place_are_struck_off(desk: Page, draft: Draft, editor: User) -> None:
    upload = draft()
    operation = {"op": "set", "label": "発言4の本文を変更", "about": "", "unplaced": "Ｎｏ.３３"}
    DraftEdit.objects.create(upload=upload, number=0, user=editor, operation=operation, inverse={}, unplaced=True)
    page = open_page(desk, upload)
    expect(page.locator("#warnings-body")).to_contain_text("発言4の本文を変更：Ｎｏ.３３")
    page.get_by_role("button", name="一覧から消す").click()
    wait_saved(page)
    expect(page.locator("#part-warnings > summary")).to_contain_text("ありません")
    assert not DraftEdit.objects.filter(unplaced=True).exists()


def test_files_of_papers_follow_the_list_of_papers(desk: Page, draft: Draft) -> None:
    page = open_page(desk, draft())
    page.locator("#part-attachments > summary").click()
    page.get_by_role("button", name="資料を追加").click()
    page.locator("#rows-attachments .rows__line[role=group]").last.get_by_label("番号").fill("資料9")
    press(page, "Tab")
    expect(page.locator("#papers")).to_contain_text("資料9")


# Head and tables


def test_head_and_tables_are_corrected_in_place(desk: Page, draft: Draft) -> None:
    upload = draft()
    page = open_page(desk, upload)
    page.get_by_label("場所", exact=True).fill("第二会議室")
    page.get_by_label("開催日", exact=True).fill("2024-03-26")
    expect(page.locator("#head-held_on-note")).to_contain_text("令和6年3月26日火曜日")
    page.get_by_label("会議の公開", exact=True).select_option("closed")
    page.locator("#part-agenda summary").click()
    page.get_by_role("button", name="議題を追加").click()
    line = page.get_by_role("group", name="議題3")
    line.get_by_label("件名").fill("その他")
    line.get_by_label("件名").press("Alt+ArrowUp")
    expect(page.get_by_role("group", name="議題2").get_by_label("件名")).to_be_focused()
    page.locator("#part-attachments summary").click()
    page.get_by_role("button", name="資料を追加").click()
    paper = page.locator("#rows-attachments .rows__line[role=group]").last
    paper.get_by_label("番号").fill("資料9")
    paper.get_by_label("議題").select_option(label="その他")
    page.locator("#part-attendees summary").click()
    page.get_by_role("button", name="出席者を追加").click()
    page.get_by_role("group", name="出席者1").get_by_label("氏名・職名").fill("霞 太郎")
    press(page, "Enter")
    wait_until(page, lambda: [row.name for row in parsed_of(upload).attendees][:1] == ["霞 太郎"])
    parsed = parsed_of(upload)
    assert (parsed.venue, parsed.held_on, parsed.meeting_access.level) == ("第二会議室", "2024-03-26", "closed")
    assert [item.title for item in parsed.agenda][1] == "その他"
    assert (parsed.attachments[-1].label, parsed.attachments[-1].agenda) == ("資料9", 1)


def test_what_is_missing_is_listed_with_its_field_and_then_published(desk: Page, draft: Draft) -> None:
    upload = draft()
    Upload.objects.update(new_body_confirmed=False)
    page = open_page(desk, upload)
    page.get_by_role("combobox", name="会議体", exact=True).fill("")
    page.get_by_role("button", name="公開", exact=True).click()
    expect(page.get_by_role("heading", name="公開する前に必要なこと")).to_be_focused()
    page.get_by_role("button", name="会議体の名称を入力してください。").click()
    expect(page.get_by_role("combobox", name="会議体", exact=True)).to_be_focused()
    page.keyboard.type("霞浜市情報化推進本部")
    page.get_by_role("button", name="公開", exact=True).click()
    page.get_by_role("button", name="会議体「霞浜市情報化推進本部」は登録されていません").click()
    page.get_by_role("button", name="新しい会議体として登録する").click()
    expect(page.locator("#body-choice")).to_contain_text("新しい会議体として登録します")
    page.get_by_role("button", name="公開", exact=True).click()
    expect(page.locator("main")).to_contain_text("公開済みです")
    assert Meeting.objects.get().body.name == "霞浜市情報化推進本部"


# Two people


def test_two_editors_work_at_once_and_see_each_other(desk: Page, other_desk: Page, draft: Draft) -> None:
    upload = draft()
    page, other = open_page(desk, upload), open_page(other_desk, upload)
    press(page, "j", "Enter", "Control+End")
    page.keyboard.type("甲の追記。")
    press(other, "j", "j", "s")
    other.keyboard.type("乙の発言者")
    press(other, "Enter")
    wait_saved(other)
    expect(page.locator(".utterance__speaker", has_text="乙の発言者")).to_be_visible()
    expect(page.locator("#check-others")).to_contain_text("kanriさんも開いています")
    expect(page.locator(".utterance__area")).to_be_focused()
    press(page, "Escape")
    wait_saved(page)
    rows = rows_of(upload)
    assert rows[0].text.endswith("甲の追記。") and rows[1].speaker == "乙の発言者"


def test_the_same_place_corrected_twice_shows_both_texts(desk: Page, other_desk: Page, draft: Draft) -> None:
    upload = draft()
    page, other = open_page(desk, upload), open_page(other_desk, upload)
    press(other, "j", "s")
    other.keyboard.type("議長")
    press(other, "Enter")
    wait_saved(other)
    press(page, "j", "s")
    page.keyboard.type("会長")
    press(page, "Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("議長")
    expect(alert).to_contain_text("会長")
    assert rows_of(upload)[0].speaker == "議長"
    # Until somebody has chosen, the page does not say that everything is saved, and nothing is published.
    expect(page.locator("#check-save")).to_contain_text("まだ保存していない訂正があります")
    page.get_by_role("button", name="公開", exact=True).click()
    expect(alert.get_by_role("button", name="相手の訂正を残す")).to_be_focused()
    assert not Meeting.objects.exists()
    alert.get_by_role("button", name="自分の訂正にする").click()
    wait_until(page, lambda: rows_of(upload)[0].speaker == "会長")


def test_two_texts_of_one_utterance_can_both_be_kept(desk: Page, other_desk: Page, draft: Draft) -> None:
    upload = draft()
    page, other = open_page(desk, upload), open_page(other_desk, upload)
    for each, words in ((other, "乙がすべて書き直した。"), (page, "甲もすべて書き直した。")):
        press(each, "j", "Enter", "Control+a")
        each.keyboard.type(words)
        press(each, "Escape")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("乙がすべて書き直した。")
    alert.get_by_role("button", name="両方を残す").click()
    expect(alert).not_to_contain_text("乙がすべて")
    wait_until(page, lambda: rows_of(upload)[0].text == "乙がすべて書き直した。\n甲もすべて書き直した。")


def test_what_is_typed_in_an_utterance_that_another_deletes_is_shown(
    desk: Page, other_desk: Page, draft: Draft
) -> None:
    page, other = open_page(desk, upload := draft()), open_page(other_desk, upload)
    press(page, "j", "Enter", "Control+End")
    press(other, "j", "Delete")
    wait_saved(other)
    page.keyboard.type("消えてはいけない文。")
    expect(page.get_by_role("alert")).to_contain_text("消えてはいけない文。")
    expect(selected(page)).to_be_focused()


# Without a net, without a session


def test_what_is_typed_without_a_net_stays_and_is_saved_afterwards(desk: Page, draft: Draft) -> None:
    upload = draft()
    page = open_page(desk, upload)
    page.context.set_offline(True)
    press(page, "j", "Enter", "Control+End")
    page.keyboard.type("途切れた通信。")
    expect(page.locator("#check-save")).to_contain_text("保存できません。通信を確かめてください。")
    press(page, "Escape", "j", "a")
    page.keyboard.type("通信のない間の発言。")
    press(page, "Escape")
    expect(selected(page)).to_contain_text("通信のない間の発言。")
    page.context.set_offline(False)
    wait_saved(page)
    rows = rows_of(upload)
    assert rows[0].text.endswith("途切れた通信。") and rows[2].text == "通信のない間の発言。"


def test_what_a_closed_page_could_not_send_is_offered_again(desk: Page, draft: Draft) -> None:
    upload = draft()
    page = open_page(desk, upload)
    page.context.set_offline(True)
    press(page, "j", "Enter", "Control+End")
    page.keyboard.type("失われない文。")
    press(page, "Escape")
    expect(page.locator("#check-save")).to_contain_text("保存できません")
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/edits/", lambda route: route.abort())
    page.context.set_offline(False)
    page.reload()
    page.wait_for_selector("#check[data-ready]")
    page.unroute("**/edits/")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("前に保存できなかった訂正が1件残っています")
    alert.get_by_role("button", name="この訂正を保存する").click()
    wait_saved(page)
    assert rows_of(upload)[0].text.endswith("失われない文。")
    page.reload()
    page.wait_for_selector("#check[data-ready]")
    expect(page.get_by_role("alert")).to_be_empty()


def test_work_goes_on_after_signing_in_again(desk: Page, draft: Draft, editor: User, live_server: Any) -> None:
    upload = draft()
    page = open_page(desk, upload)
    page.context.clear_cookies(name="sessionid")
    press(page, "j", "s")
    page.keyboard.type("議長")
    press(page, "Enter")
    expect(page.locator("#check-save")).to_contain_text("ログインの有効期限が切れました")
    sign_in(page.context, editor, live_server)
    wait_saved(page)
    assert rows_of(upload)[0].speaker == "議長"


def test_whoever_was_signed_out_by_the_server_signs_in_on_the_page_and_keeps_what_was_typed(
    desk: Page, draft: Draft, editor: User
) -> None:
    upload = draft()
    page = open_page(desk, upload)
    Session.objects.all().delete()
    press(page, "j", "s")
    page.keyboard.type("議長")
    press(page, "Enter")
    expect(page.locator("#check-save")).to_contain_text("ログインの有効期限が切れました")
    assert rows_of(upload)[0].speaker != "議長"
    # In another tab, by the form as everybody uses it: the key against forged forms is another one afterwards.
    tab = page.context.new_page()
    tab.goto(upload.get_absolute_url())
    tab.get_by_label("ユーザー名").fill("henshu")
    tab.get_by_label("パスワード").fill("correct-horse")
    tab.get_by_role("button", name="ログイン").click()
    tab.wait_for_url(f"**{upload.get_absolute_url()}")
    wait_saved(page)
    assert rows_of(upload)[0].speaker == "議長"


def test_a_draft_published_meanwhile_is_told(desk: Page, draft: Draft, editor: User) -> None:
    upload = draft()
    page = open_page(desk, upload)
    Body.objects.create(name="霞浜市情報化推進本部")
    lifecycle.publish(upload=lifecycle.uploads().get(pk=upload.pk), user=editor)
    press(page, "j", "t", "End", "Enter")
    expect(page.locator("#check-save")).to_contain_text("公開済み")
    expect(page.get_by_role("link", name="今の状態を見る")).to_be_visible()


# The source


def test_the_place_of_an_utterance_is_marked_in_the_text(desk: Page, draft: Draft) -> None:
    page = open_page(desk, draft())
    press(page, "j", "j")
    expect(page.locator(".line.is-marked")).to_contain_text("窓口の申請は年に二万件")
    page.locator(".line", has_text="更新はいつですか").click()
    expect(selected(page)).to_contain_text("更新はいつですか")


def test_the_place_of_an_utterance_is_marked_on_the_page_of_a_pdf(
    desk: Page, draft: Draft, complaints: list[str]
) -> None:
    said = "".join(f"○部員　{number}番目の質問をします。\n" for number in range(60))
    upload = draft(to_pdf(DOCUMENT + said), "会議録.pdf")
    page = open_page(desk, upload)
    picture = page.get_by_role("img", name="原本の1ページ")
    expect(picture).to_have_js_property("complete", True)
    press(page, "j", "j")
    mark = page.locator(".sheet[data-page='1'] .sheet__mark").first
    expect(mark).to_be_visible()
    box, sheet = place_of(mark), place_of(page.locator(".sheet").first)
    assert 0.2 < (box["y"] - sheet["y"]) / sheet["height"] < 0.6
    page.locator(".utterance", has_text="59番目の質問").click()
    expect(page.locator(".sheet[data-page='2'] .sheet__mark").first).to_be_in_viewport()
    expect(page.get_by_role("img", name="原本の2ページ")).to_be_visible()
    # The other way: where the page is pressed, the utterance is selected.
    place = place_of(page.locator(".sheet[data-page='2'] .sheet__mark").first)
    page.mouse.click(place["x"] + 5, place["y"] - 40)
    expect(selected(page)).not_to_contain_text("59番目の質問")
    page.get_by_role("button", name="文字", exact=True).click()
    expect(page.locator(".line.is-marked").first).to_be_in_viewport()
    assert complaints == []


def test_source_and_draft_scroll_together(desk: Page, draft: Draft) -> None:
    said = "".join(f"○部員　{number}番目の質問をします。\n" for number in range(300))
    page = open_page(desk, draft((DOCUMENT + said).encode()))
    page.locator("#result-body").hover()
    page.mouse.wheel(0, 12_000)
    shown = """() => {
      const y = (pane) => { const b = pane.getBoundingClientRect(); return b.top + b.height * 0.3; };
      const at = (pane, x, kind) => document.elementFromPoint(pane.getBoundingClientRect().left + x, y(pane))
        ?.closest(kind)?.textContent ?? "";
      return [at(document.querySelector("#result-body"), 200, ".utterance"),
              at(document.querySelector("#source-body"), 150, ".line")];
    }"""

    def stand_side_by_side() -> bool:
        left, right = (re.search(r"(?:行目|　)(\d+)番目", text) for text in page.evaluate(shown))
        return left is not None and right is not None and abs(int(left[1]) - int(right[1])) <= 3

    expect(page.locator(".utterance").first).not_to_be_in_viewport()
    wait_until(page, stand_side_by_side)


# As a page


@pytest.mark.parametrize("warnings", [(), (LOST,)])
def test_the_page_is_a_good_page_at_every_width(
    desk: Page, draft: Draft, complaints: list[str], warnings: tuple[Warning, ...]
) -> None:
    page = open_page(desk, draft(warnings=warnings))
    for part in ("attendees", "agenda", "topics", "attachments"):
        page.locator(f"#part-{part} > summary").click()
    press(page, "j")
    # The panes scroll, the page does not.
    assert page.evaluate("document.scrollingElement.scrollHeight - window.innerHeight") <= 0
    assert serious_violations(page) == []
    assert_fits(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert serious_violations(page) == []
    page.get_by_role("tab", name="原本").click()
    expect(page.locator(".line.is-marked")).to_be_visible()
    page.locator(".line", has_text="来年度の予定です").click()
    expect(page.get_by_role("tab", name="読み取り結果")).to_have_attribute("aria-selected", "true")
    expect(selected(page)).to_be_in_viewport()
    assert complaints == []


def test_the_border_between_the_panes_moves_by_keys(desk: Page, draft: Draft) -> None:
    page = open_page(desk, draft())
    border = page.get_by_role("separator")
    before = page.locator("#check-source").bounding_box()
    border.focus()
    press(page, *["ArrowRight"] * 5)
    after = page.locator("#check-source").bounding_box()
    assert before and after and after["width"] > before["width"] + 50
    expect(border).to_have_attribute("aria-valuenow", "55")


def test_of_long_minutes_only_what_changed_is_drawn_anew(desk: Page, draft: Draft) -> None:
    said = [
        Utterance("speech", f"委員{n % 9}", f"第{n}の発言です。" * 4, (n % 2,), line=n * 6 + 1) for n in range(3000)
    ]
    upload = draft(utterances=tuple(said))
    source = upload.source
    source.text = "\n".join(f"原本の{number}行目です。" for number in range(1, 20_001))
    source.save()
    page = open_page(desk, upload)
    press(page, "j", "Enter", "Control+End")
    page.keyboard.type("追記")
    press(page, "Escape")
    wait_saved(page)
    # Not the clock, which tells more of the machine: how much of the page is drawn anew for one deletion.
    drawn = page.evaluate(
        """() => {
          const observer = new MutationObserver(() => {});
          observer.observe(document.body, { childList: true, subtree: true });
          document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Delete", bubbles: true}));
          return observer.takeRecords().reduce((sum, { addedNodes, removedNodes }) => sum + addedNodes.length + removedNodes.length, 0);
        }"""
    )
    assert 0 < drawn < 100
    expect(page.locator(".utterance")).to_have_count(2999)
    assert selected(page).count() == 1
    # Nothing is on its way when the server is stopped.
    wait_saved(page)
    page.wait_for_load_state("networkidle")
