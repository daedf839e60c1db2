"""What must be withheld is marked on the checking page, by keys alone: readers see ■■■ from the first moment and find nothing."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect

from minutes.editing import with_ids
from minutes.intake.items import new_source
from minutes.models import Ground, Upload
from minutes.parsing.model import ParsedMinutes
from tests.functional.support import assert_fits, assert_good_page, serious_violations

NAME = "山森花子"


def test_words_marked_in_a_draft_are_never_public(
    page: Page,
    client: Client,
    transactional_db: None,
    build_parsed: Callable[..., ParsedMinutes],
    editor: User,
    live_server: object,
    complaints: list[str],
) -> None:
    text = f"申請者の{NAME}さんから意見がありました。"
    said = [{"kind": "speech", "speaker": "部員", "agenda": [0], "text": text, "line": 1}]
    parsed = with_ids(build_parsed(utterances=said)).to_json()
    source = new_source(b"x", "会議録.txt", "text/plain")
    source.save()
    draft = Upload.objects.create(
        source=source, state=Upload.State.DRAFT, parsed=parsed, base=parsed, new_body_confirmed=True
    )
    Ground.objects.create(text="条例第7条第1号", note="個人に関する情報")
    client.force_login(editor)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    page.goto(draft.get_absolute_url())
    page.locator("#check[data-ready]").wait_for()
    page.keyboard.press("j")
    page.evaluate(
        """() => {
            const words = document.querySelector("#utterances .utterance__text").firstChild;
            document.getSelection().setBaseAndExtent(words, 4, words, 8);
        }"""
    )
    page.keyboard.press("h")
    expect(page.get_by_role("heading", name="この文章の一部を非公開にします")).to_be_visible()
    assert_good_page(page, complaints)
    expect(page.get_by_role("checkbox")).to_be_checked()
    page.get_by_label("根拠").select_option(label="条例第7条第1号（個人に関する情報）")
    page.get_by_role("button", name="選んだ場所を非公開にする").press("Enter")
    expect(page.get_by_text("1か所を非公開にしました。")).to_be_visible()
    assert_good_page(page, complaints)
    page.get_by_role("link", name="確認と訂正に戻る").press("Enter")
    page.locator("#check[data-ready]").wait_for()
    expect(page.locator("#part-withheld")).to_contain_text("1か所")
    assert serious_violations(page) == []
    assert_fits(page)
    # Without words selected the row is shown to take them from.
    page.keyboard.press("j")
    page.keyboard.press("h")
    expect(page.locator("main .panel")).to_contain_text(NAME)
    page.goto(f"{draft.get_absolute_url()}publish/changes/")
    expect(page.get_by_role("link", name="1か所")).to_be_visible()
    assert_good_page(page, complaints)
    page.get_by_role("button", name="公開する", exact=True).press("Enter")
    page.context.clear_cookies()
    meeting = Upload.objects.select_related("meeting").get().meeting
    assert meeting is not None
    page.goto(meeting.get_absolute_url())
    expect(page.locator("#u1 .utterance__text")).to_contain_text("■■■（条例第7条第1号）さんから")
    assert NAME not in page.content()
    page.goto(f"/search/?q={NAME}")
    expect(page.locator("main")).not_to_contain_text("さんから意見が")
