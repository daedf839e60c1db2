"""Two pages correct the same place of one draft: nothing that somebody typed is lost, and no page says it is saved before.

Two people in two browsers, and one person in two tabs, are the same here: each page is an editor of its own.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from minutes.editing import with_ids
from minutes.intake.items import new_source
from minutes.models import Upload
from minutes.parsing.model import ParsedMinutes
from tests.conftest import build_parsed
from tests.functional.support import assert_fits, open_context, serious_violations
from tests.functional.test_checking import open_page, press, sign_in, wait_saved

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNSAVED = re.compile("まだ保存していない訂正があります")
MINE, THEIRS, BOTH = "自分の訂正にする", "相手の訂正を残す", "両方を残す"
Pair = tuple[Page, Page]


@pytest.fixture
def upload(transactional_db: None, editor: User) -> Upload:
    source = new_source(b"draft", "会議録.txt", "text/plain")
    source.save()
    content = with_ids(build_parsed()).to_json()
    return Upload.objects.create(
        source=source,
        state=Upload.State.DRAFT,
        parsed=content,
        base=content,
        new_body_confirmed=True,
        created_by=editor,
        updated_by=editor,
    )


@pytest.fixture
def other_context(browser: Browser, administrator: User, live_server: Any) -> Iterator[BrowserContext]:
    """The browser of somebody else."""
    context = open_context(browser, live_server)
    sign_in(context, administrator, live_server)
    yield context
    context.close()


@pytest.fixture
def pair(request: pytest.FixtureRequest, page: Page, upload: Upload, editor: User, live_server: Any) -> Iterator[Pair]:
    """My page and the other one, both open on the draft; neither asks what the other did unless it is told to.

    The other one is that of another person, or with TABS one of mine.
    """
    sign_in(page.context, editor, live_server)
    is_mine = getattr(request, "param", None) == "tabs"
    other = (page.context if is_mine else request.getfixturevalue("other_context")).new_page()
    for each in (page, other):
        each.route("**/changes/**", lambda route: route.abort())
        open_page(each, upload)
    yield page, other
    other.close()


TABS = pytest.mark.parametrize("pair", ["people", "tabs"], indirect=True)


def stored(upload: Upload) -> ParsedMinutes:
    return ParsedMinutes.from_json(Upload.objects.get(pk=upload.pk).parsed)


def ask(page: Page) -> None:
    """The page asks what others did, now rather than in some seconds, and has heard the answer."""
    page.unroute("**/changes/**")
    with page.expect_response("**/changes/**"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    # By the page's own clock: behind what it does with the answer.
    page.evaluate("() => new Promise((done) => setTimeout(done, 100))")


def go_offline(page: Page) -> None:
    page.route("**/edits/", lambda route: route.abort())


def go_online(page: Page) -> None:
    expect(page.locator("#check-save")).to_contain_text("保存できません")
    page.route("**/edits/", lambda route: route.continue_())
    page.evaluate("window.dispatchEvent(new Event('online'))")


def head(page: Page, label: str) -> Locator:
    return page.locator("#head-fields").get_by_label(label, exact=True)


def cell(page: Page, table: str, row: int, label: str) -> Locator:
    page.evaluate("name => document.getElementById(`part-${name}`).open = true", table)
    return page.locator(f"#rows-{table} .rows__line[data-row]").nth(row).get_by_label(label, exact=True)


def speech(page: Page, row: int) -> Locator:
    """The text of an utterance, open to be corrected."""
    page.locator("#utterances .utterance__text").nth(row).dblclick()
    return page.locator(".utterance__area")


def alert_of(page: Page) -> Locator:
    return page.get_by_role("alert")


def expect_both(page: Page, mine: str, theirs: str) -> None:
    """Both texts stand beside each other, and the page does not claim to have saved."""
    expect(alert_of(page)).to_contain_text(theirs)
    expect(alert_of(page)).to_contain_text(mine)
    expect(page.locator("#check-save")).to_contain_text(UNSAVED)


def choose(page: Page, name: str) -> None:
    alert_of(page).get_by_role("button", name=name).click()
    expect(page.locator(".conflict")).to_have_count(0)
    wait_saved(page)


HEAD_FIELDS = {
    "会議の名称": ("title", "甲の会議", "乙の会議"),
    "会議体": ("body", "甲の会", "乙の会"),
    "開催日": ("held_on", "2024-04-01", "2024-05-02"),
    "年度（西暦）": ("fiscal_year", "2021", "2022"),
    "回": ("number", "71", "82"),
    "開始": ("starts_at", "09:10", "10:20"),
    "場所": ("venue", "第一会議室", "第二会議室"),
    "事務局（担当課）": ("office", "甲課", "乙課"),
    "会議の公開の理由": ("meeting_access", "甲の理由", "乙の理由"),
}


@TABS
def test_a_field_of_the_meeting_corrected_on_two_pages_shows_both(pair: Pair, upload: Upload) -> None:
    page, other = pair
    for label, (_, _, theirs) in HEAD_FIELDS.items():
        head(other, label).fill(theirs)
    head(other, label).press("Tab")
    wait_saved(other)
    # Nothing is answered until all is entered: an answer shows what the other page set, and then there is no conflict.
    held: list[Route] = []
    page.route("**/edits/**", lambda route: held.append(route))
    for label, (_, mine, _) in HEAD_FIELDS.items():
        head(page, label).fill(mine)
    head(page, label).press("Tab")
    page.unroute("**/edits/**")
    for route in held:
        route.continue_()
    expect(page.locator(".conflict")).to_have_count(len(HEAD_FIELDS))
    for label, (field, mine, theirs) in HEAD_FIELDS.items():
        expect_both(page, mine, theirs)
        expect(head(page, label)).to_have_value(mine)
        assert theirs in str(getattr(stored(upload), field))
    for left in reversed(range(len(HEAD_FIELDS))):
        alert_of(page).get_by_role("button", name=MINE).first.click()
        expect(page.locator(".conflict")).to_have_count(left)
    wait_saved(page)
    for label, (field, mine, _) in HEAD_FIELDS.items():
        assert mine in str(getattr(stored(upload), field))
        expect(head(page, label)).to_have_value(mine)


def test_a_field_that_is_still_being_typed_in_keeps_its_text(pair: Pair, upload: Upload) -> None:
    page, other = pair
    head(other, "場所").fill("第二会議室")
    head(other, "場所").press("Tab")
    wait_saved(other)
    head(page, "場所").fill("")
    page.keyboard.type("第一会議室")
    expect_both(page, "第一会議室", "第二会議室")
    page.keyboard.type("（二階）")
    expect(head(page, "場所")).to_have_value("第一会議室（二階）")
    expect(alert_of(page)).to_contain_text("第一会議室（二階）")
    choose(page, MINE)
    assert stored(upload).venue == "第一会議室（二階）"


def test_the_other_value_can_be_kept(pair: Pair, upload: Upload) -> None:
    page, other = pair
    for each, words in ((other, "第二会議室"), (page, "第一会議室")):
        head(each, "場所").fill(words)
        head(each, "場所").press("Tab")
        if each is other:
            wait_saved(other)
    expect_both(page, "第一会議室", "第二会議室")
    choose(page, THEIRS)
    expect(head(page, "場所")).to_have_value("第二会議室")
    expect(head(page, "場所")).to_be_focused()
    assert stored(upload).venue == "第二会議室"


def test_level_and_reason_of_access_are_two_things(pair: Pair, upload: Upload) -> None:
    page, other = pair
    head(other, "会議の公開").select_option("partial")
    wait_saved(other)
    head(page, "会議の公開の理由").fill("新しい理由")
    head(page, "会議の公開の理由").press("Tab")
    wait_saved(page)
    found = stored(upload).meeting_access
    assert (found.level, found.reason) == ("partial", "新しい理由")


@TABS
def test_a_speech_corrected_on_two_pages_shows_both(pair: Pair, upload: Upload) -> None:
    page, other = pair
    speech(other, 0).fill("乙がすべて書き直した。")
    press(other, "Escape")
    wait_saved(other)
    speech(page, 0).fill("甲もすべて書き直した。")
    expect_both(page, "甲もすべて書き直した。", "乙がすべて書き直した。")
    expect(page.locator(".utterance__area")).to_have_value("甲もすべて書き直した。")
    page.keyboard.type("続きも。")
    press(page, "Escape")
    expect(alert_of(page).get_by_role("button", name=THEIRS)).to_be_focused()
    expect(alert_of(page)).to_contain_text("甲もすべて書き直した。続きも。")
    choose(page, BOTH)
    assert stored(upload).utterances[0].text == "乙がすべて書き直した。\n甲もすべて書き直した。続きも。"


def test_a_speaker_chosen_while_another_was_is_not_put_over_it(pair: Pair, upload: Upload) -> None:
    page, other = pair
    press(page, "j", "s")
    page.keyboard.type("会長")
    press(other, "j", "s")
    other.keyboard.type("議長")
    press(other, "Enter")
    wait_saved(other)
    ask(page)
    press(page, "Enter")
    expect_both(page, "会長", "議長")
    assert stored(upload).utterances[0].speaker == "議長"
    choose(page, MINE)
    assert stored(upload).utterances[0].speaker == "会長"


def test_a_choice_that_was_only_looked_at_changes_nothing(pair: Pair, upload: Upload) -> None:
    page, other = pair
    press(page, "j", "s")
    press(other, "j", "s")
    other.keyboard.type("議長")
    press(other, "Enter")
    wait_saved(other)
    ask(page)
    page.locator("#result-title").click()
    press(page, "t")
    press(other, "t", "End", "Enter")
    wait_saved(other)
    ask(page)
    page.locator("#result-title").click()
    # Nothing that the page holds takes back what the other did.
    page.wait_for_timeout(300)
    row = stored(upload).utterances[0]
    assert (row.speaker, row.kind) == ("議長", "note")


def test_a_kind_chosen_on_two_pages_shows_both(pair: Pair, upload: Upload) -> None:
    page, other = pair
    press(page, "j", "t")
    press(other, "j", "t", "End", "Enter")
    wait_saved(other)
    ask(page)
    press(page, "ArrowDown", "Enter")
    expect_both(page, "説明", "記録")
    press(page, "c", "Tab", "Enter")
    expect(page.locator(".conflict")).to_have_count(0)
    expect(page.locator(".utterance.is-selected")).to_be_focused()
    wait_saved(page)
    assert stored(upload).utterances[0].kind == "explanation"


CELLS = {
    "attendees": ("氏名・職名", "甲の名", "乙の名"),
    "agenda": ("件名", "甲の件名", "乙の件名"),
    "attachments": ("名称", "甲の資料", "乙の資料"),
}


def test_a_cell_corrected_on_two_pages_shows_both(pair: Pair, upload: Upload) -> None:
    page, other = pair
    for table, (label, mine, theirs) in CELLS.items():
        cell(other, table, 0, label).fill(theirs)
        cell(other, table, 0, label).press("Tab")
        wait_saved(other)
        cell(page, table, 0, label).fill(mine)
        cell(page, table, 0, label).press("Tab")
        expect_both(page, mine, theirs)
        choose(page, MINE)
        assert mine in str(getattr(stored(upload), table)[0])


def test_cells_of_one_row_corrected_on_two_pages_meet(pair: Pair, upload: Upload) -> None:
    page, other = pair
    cell(other, "attendees", 0, "所属").fill("乙課")
    cell(other, "attendees", 0, "所属").press("Tab")
    wait_saved(other)
    cell(page, "attendees", 0, "役職").fill("座長")
    cell(page, "attendees", 0, "役職").press("Tab")
    wait_saved(page)
    row = stored(upload).attendees[0]
    assert (row.affiliation, row.role) == ("乙課", "座長")


def test_what_is_typed_in_a_cell_of_a_row_that_the_other_page_deletes_is_shown(pair: Pair, upload: Upload) -> None:
    page, other = pair
    cell(other, "attendees", 0, "氏名・職名").focus()
    other.locator("#rows-attendees .rows__line[data-row] [data-row=delete]").first.click()
    wait_saved(other)
    page.clock.install()
    cell(page, "attendees", 0, "氏名・職名").fill("消えてはいけない氏名")
    ask(page)
    page.clock.run_for(2_000)
    expect(alert_of(page)).to_contain_text("消えてはいけない氏名")
    expect(page.locator("#check-save")).to_contain_text(UNSAVED)


@TABS
def test_a_row_corrected_on_the_other_page_is_not_deleted_unseen(pair: Pair, upload: Upload) -> None:
    page, other = pair
    speech(other, 0).fill("乙が書き直した。")
    press(other, "Escape")
    wait_saved(other)
    press(page, "j", "Delete")
    expect(alert_of(page)).to_contain_text("発言の削除")
    assert stored(upload).utterances[0].text == "乙が書き直した。"
    expect(page.locator(".utterance__text").first).to_have_text("乙が書き直した。")


def test_agenda_items_chosen_for_many_speeches_meet_those_chosen_for_one(pair: Pair, upload: Upload) -> None:
    page, other = pair
    for each in pair:
        press(each, "j", "j", "g")
    other.locator("#agenda-choices input").nth(1).check()
    other.locator("#dialog-agenda [value=done]").click()
    wait_saved(other)
    page.locator("#agenda-choices input").first.uncheck()
    page.locator("#agenda-onward").check()
    page.locator("#dialog-agenda [value=done]").click()
    expect(alert_of(page)).to_contain_text("電話システムの更新について")
    expect(page.locator("#check-save")).to_contain_text(UNSAVED)
    choose(page, MINE)
    assert [row.agenda for row in stored(upload).utterances[1:4]] == [(), (), ()]


@TABS
def test_the_reason_of_a_correction_written_on_two_pages_shows_both(pair: Pair, upload: Upload, store: Any) -> None:
    Upload.objects.filter(pk=upload.pk).update(meeting=store().meeting)
    page, other = (open_page(each, upload) for each in pair)
    page.get_by_label("訂正の理由").fill("甲の理由")
    other.get_by_label("訂正の理由").fill("乙の理由")
    other.get_by_label("訂正の理由").press("Tab")
    wait_saved(other)
    page.get_by_label("訂正の理由").press("Tab")
    expect_both(page, "甲の理由", "乙の理由")
    assert Upload.objects.get().reason == "乙の理由"
    choose(page, MINE)
    assert Upload.objects.get().reason == "甲の理由"
    ask(other)
    expect(other.get_by_label("訂正の理由")).to_have_value("甲の理由")


# A slow network, none, a closed page


@pytest.fixture
def mine(pair: Pair) -> Page:
    return pair[0]


def test_an_answer_that_comes_late_costs_nothing_that_was_typed_meanwhile(pair: Pair, upload: Upload) -> None:
    page, other = pair
    head(other, "場所").fill("第二会議室")
    head(other, "場所").press("Tab")
    wait_saved(other)
    held: list[Route] = []
    page.route("**/edits/", lambda route: held.append(route))
    with page.expect_request("**/edits/"):
        head(page, "場所").fill("第一")
    head(page, "場所").fill("第一会議室")
    page.wait_for_timeout(1_000)
    expect(page.locator("#check-save")).not_to_contain_text("保存しました")
    page.route("**/edits/", lambda route: route.continue_())
    held[0].continue_()
    expect_both(page, "第一会議室", "第二会議室")
    expect(head(page, "場所")).to_have_value("第一会議室")
    choose(page, MINE)
    assert stored(upload).venue == "第一会議室"


def test_what_was_typed_without_a_net_meets_what_others_did_meanwhile(pair: Pair, upload: Upload) -> None:
    page, other = pair
    go_offline(page)
    head(page, "場所").fill("第一会議室")
    head(page, "事務局（担当課）").fill("甲課")
    speech(page, 0).fill("甲がすべて書き直した。")
    press(page, "Escape")
    expect(page.locator("#check-save")).to_contain_text("保存できません")
    head(other, "場所").fill("第二会議室")
    speech(other, 0).fill("乙もすべて書き直した。")
    press(other, "Escape")
    wait_saved(other)
    go_online(page)
    expect_both(page, "第一会議室", "第二会議室")
    expect_both(page, "甲がすべて書き直した。", "乙もすべて書き直した。")
    expect(page.locator(".conflict")).to_have_count(2)
    assert stored(upload).office == "甲課"


def test_a_text_that_nobody_has_decided_on_outlives_the_page(pair: Pair, upload: Upload) -> None:
    page, other = pair
    for each, words in ((other, "第二会議室"), (page, "第一会議室")):
        head(each, "場所").fill(words)
        head(each, "場所").press("Tab")
        if each is other:
            wait_saved(other)
    expect_both(page, "第一会議室", "第二会議室")
    page.on("dialog", lambda dialog: dialog.accept())
    open_page(page, upload)
    expect(alert_of(page)).to_contain_text("前に保存できなかった訂正が1件残っています")
    expect(alert_of(page)).to_contain_text("第一会議室")
    expect(page.locator("#check-save")).to_contain_text(UNSAVED)
    alert_of(page).get_by_role("button", name="この訂正を保存する").click()
    expect_both(page, "第一会議室", "第二会議室")
    choose(page, MINE)
    assert stored(upload).venue == "第一会議室"


@pytest.mark.parametrize("pair", ["tabs"], indirect=True)
def test_what_a_page_has_not_sent_is_offered_once_that_page_is_closed(pair: Pair, upload: Upload) -> None:
    page, other = pair
    go_offline(other)
    head(other, "場所").fill("第二会議室")
    head(other, "場所").press("Tab")
    expect(other.locator("#check-save")).to_contain_text("保存できません")
    open_page(page, upload)
    head(page, "事務局（担当課）").fill("甲課")
    head(page, "事務局（担当課）").press("Tab")
    wait_saved(page)
    expect(alert_of(page)).to_be_empty()
    other.close()
    open_page(page, upload)
    expect(alert_of(page)).to_contain_text("第二会議室")
    alert_of(page).get_by_role("button", name="この訂正を保存する").click()
    wait_saved(page)
    assert stored(upload).venue == "第二会議室"


def test_what_was_not_sent_before_the_draft_was_published_is_shown(mine: Page, upload: Upload) -> None:
    go_offline(mine)
    head(mine, "場所").fill("第一会議室")
    speech(mine, 0).fill("消えてはいけない発言。")
    press(mine, "Escape")
    expect(mine.locator("#check-save")).to_contain_text("保存できません")
    Upload.objects.update(state=Upload.State.PUBLISHED)
    go_online(mine)
    expect(alert_of(mine)).to_contain_text("第一会議室")
    expect(alert_of(mine)).to_contain_text("消えてはいけない発言。")
    expect(mine.locator("#check-save")).to_contain_text("公開済み")
    # It is there still where the page of the draft is left for that of the published upload, until it is thrown away.
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.goto(upload.get_absolute_url())
    expect(mine.locator("main")).to_contain_text("公開済みです")
    for _ in range(2):
        expect(mine.locator("#left-behind")).to_contain_text("第一会議室")
        expect(mine.locator("#left-behind")).to_contain_text("消えてはいけない発言。")
        expect(mine.locator("#left-behind dd").first).to_have_css("white-space", "pre-wrap")
        mine.reload()
    mine.get_by_role("button", name="捨てる").click()
    expect(mine.locator("#left-behind")).to_be_hidden()
    mine.reload()
    expect(mine.locator("#left-behind")).to_be_hidden()


def test_the_other_value_comes_while_mine_is_not_sent(pair: Pair, upload: Upload) -> None:
    page, other = pair
    page.clock.install()
    head(page, "場所").fill("第一会議室")
    speech(other, 0).fill("乙が書き直した。")
    head(other, "場所").fill("第二会議室")
    head(other, "場所").press("Tab")
    wait_saved(other)
    page.unroute("**/changes/**")
    with page.expect_response("**/changes/**"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        page.clock.run_for(1)
    expect(page.locator("#check-save")).not_to_contain_text("保存しました")
    expect(head(page, "場所")).to_have_value("第一会議室")
    page.clock.run_for(1_000)
    expect_both(page, "第一会議室", "第二会議室")


def test_an_answer_that_is_none_counts_as_not_saved(mine: Page, upload: Upload) -> None:
    mine.route("**/edits/", lambda route: route.fulfill(status=200, content_type="text/html", body="<p>保守中</p>"))
    head(mine, "場所").fill("第一会議室")
    head(mine, "場所").press("Tab")
    expect(mine.locator("#check-save")).to_contain_text("保存できません")
    go_online(mine)
    wait_saved(mine)
    assert stored(upload).venue == "第一会議室"


def test_the_page_does_not_claim_to_have_saved_what_is_being_typed(mine: Page) -> None:
    head(mine, "場所").fill("第一会議室")
    head(mine, "場所").press("Tab")
    wait_saved(mine)
    mine.clock.install()
    head(mine, "場所").press_sequentially("あ")
    expect(mine.locator("#check-save")).not_to_have_attribute("data-state", "saved")
    mine.clock.run_for(1_000)
    wait_saved(mine)


def test_half_a_date_is_told_as_not_saved(mine: Page, upload: Upload) -> None:
    head(mine, "開催日").focus()
    press(mine, "Backspace", "Tab", "Tab", "Tab", "Tab")
    expect(mine.locator("#check-save")).to_contain_text("入力の途中")
    assert str(stored(upload).held_on) == "2024-03-25"


def test_going_through_the_fields_changes_nothing(mine: Page, upload: Upload) -> None:
    parsed = Upload.objects.get().parsed or {}
    Upload.objects.update(parsed={**parsed, "venue": " 庁議室\n（二階） ", "starts_at": "9:00"})
    page = open_page(mine, upload)
    head(page, "会議の名称").focus()
    for _ in range(16):
        press(page, "Tab")
    page.wait_for_timeout(300)
    assert Upload.objects.get().revision == 0


def test_an_agenda_item_is_chosen_for_a_paper_that_has_none(mine: Page, upload: Upload) -> None:
    cell(mine, "attachments", 0, "議題").select_option(index=1)
    wait_saved(mine)
    assert stored(upload).attachments[0].agenda == 0


# Choosing


def test_the_keyboard_alone_leads_to_the_choice_and_back(pair: Pair, upload: Upload) -> None:
    page, other = pair
    head(other, "場所").fill("第二会議室")
    head(other, "場所").press("Tab")
    wait_saved(other)
    head(page, "場所").fill("第一会議室")
    expect_both(page, "第一会議室", "第二会議室")
    expect(head(page, "場所")).to_be_focused()
    press(page, "Escape")
    expect(alert_of(page).get_by_role("button", name=THEIRS)).to_be_focused()
    press(page, "Tab", "Enter")
    expect(head(page, "場所")).to_be_focused()
    wait_saved(page)
    assert stored(upload).venue == "第一会議室"


def test_a_conflict_stays_true_while_the_other_page_goes_on(pair: Pair, upload: Upload) -> None:
    page, other = pair
    for each, words in ((other, "第二会議室"), (page, "第一会議室")):
        head(each, "場所").fill(words)
        head(each, "場所").press("Tab")
        if each is other:
            wait_saved(other)
    expect_both(page, "第一会議室", "第二会議室")
    head(other, "場所").fill("第三会議室")
    head(other, "場所").press("Tab")
    wait_saved(other)
    ask(page)
    expect_both(page, "第一会議室", "第三会議室")
    head(other, "場所").fill("第一会議室")
    head(other, "場所").press("Tab")
    wait_saved(other)
    ask(page)
    expect(page.locator(".conflict")).to_have_count(0)
    wait_saved(page)


def test_the_conflict_is_shown_well_at_every_width(pair: Pair, upload: Upload) -> None:
    page, other = pair
    speech(other, 0).fill("乙がすべて書き直した。")
    press(other, "Escape")
    wait_saved(other)
    speech(page, 0).fill("甲もすべて書き直した。")
    expect_both(page, "甲もすべて書き直した。", "乙がすべて書き直した。")
    assert not serious_violations(page)
    assert_fits(page)
