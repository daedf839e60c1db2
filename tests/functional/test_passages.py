"""Words that an editor selects in published minutes are withheld, in a real browser."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect

from minutes.models import Ground
from minutes.record.importing import ImportResult
from tests.functional.support import assert_good_page


def test_selected_words_are_withheld(
    page: Page,
    client: Client,
    transactional_db: None,
    store: Callable[..., ImportResult],
    editor: User,
    live_server: object,
    complaints: list[str],
) -> None:
    text = "申請者の山森花子さんから意見がありました。"
    said = [{"kind": "speech", "speaker": "部員", "agenda": [0], "text": text}]
    meeting = store(utterances=said).meeting
    Ground.objects.create(text="条例第7条第1号", note="個人に関する情報")
    client.force_login(editor)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    page.goto(meeting.get_absolute_url())
    page.evaluate(
        """() => {
            const words = document.querySelector("#u1 .utterance__text p").firstChild;
            document.getSelection().setBaseAndExtent(words, 4, words, 8);
        }"""
    )
    page.get_by_role("button", name="選んだ部分を非公開にする").click()
    assert_good_page(page, complaints)
    page.get_by_role("checkbox").first.check()
    page.get_by_label("根拠").select_option(label="条例第7条第1号（個人に関する情報）")
    page.get_by_role("button", name="選んだ場所を非公開にする").click()
    expect(page.get_by_text("1か所を非公開にしました。")).to_be_visible()
    assert_good_page(page, complaints)
    page.goto(meeting.get_absolute_url())
    expect(page.locator("#u1 .withheld__words")).to_have_text("山森花子")
    page.context.clear_cookies()
    page.goto(meeting.get_absolute_url())
    expect(page.locator("#u1 .utterance__text")).to_contain_text(
        "申請者の非公開部分（条例第7条第1号）■■■（条例第7条第1号）さんから"
    )
    assert_good_page(page, complaints)
