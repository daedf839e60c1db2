"""Two meetings of a day: the desk and the checking page ask, and what is chosen can be seen, taken back and published."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from minutes.editing import with_ids
from minutes.intake import new_source
from minutes.models import Body, Meeting, Upload
from minutes.record import ImportResult
from tests.conftest import build_parsed
from tests.functional.support import assert_fits, assert_good_page, serious_violations
from tests.functional.test_checking import open_page, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def said(text: str) -> list[dict[str, Any]]:
    return [{"kind": "speech", "speaker": "委員", "agenda": [], "text": text}]


BARE: dict[str, Any] = {
    "number": None,
    "title": "みなと野市情報化推進本部会議録",
    "starts_at": None,
    "agenda": [],
    "attachments": [],
}


@pytest.fixture
def draft(editor: User, store: Callable[..., ImportResult], known_body: Body) -> Upload:
    """A draft of a day that has a meeting already, of which nothing tells whether it is the same."""
    store(**BARE, utterances=said("港の防波堤は、来年度の工事で三十メートル延ばします。"))
    source = new_source(b"draft", "3月25日の会議録.txt", "text/plain")
    source.save()
    content = with_ids(build_parsed(**BARE, utterances=said("小学校の給食室は、夏休みの間に改修します。"))).to_json()
    fields = {"state": Upload.State.DRAFT, "parsed": content, "base": content, "certainty": 0.97}
    return Upload.objects.create(source=source, created_by=editor, updated_by=editor, **fields)


def test_the_list_asks_and_takes_the_choice(
    page: Page, draft: Upload, editor: User, live_server: Any, complaints: list[str]
) -> None:
    sign_in(page.context, editor, live_server)
    page.goto("/staff/uploads/")
    row = page.locator(f"#upload-{draft.pk}")
    question = row.get_by_role("group", name="3月25日の会議録.txtの会議")
    expect(question).to_contain_text("同じ日の会議がすでにあります")
    assert_good_page(page, complaints)
    question.get_by_role("button", name="別の会議として公開").press("Enter")
    expect(row).to_contain_text("公開できます")
    expect(row).to_contain_text("別の会議として公開します")
    assert Upload.objects.get().state == Upload.State.DRAFT
    assert_good_page(page, complaints)
    row.get_by_role("button", name="選び直す").click()
    expect(row).to_contain_text("確認が必要です")


def test_the_page_asks_and_publishing_waits_for_the_choice(
    page: Page, draft: Upload, editor: User, live_server: Any
) -> None:
    sign_in(page.context, editor, live_server)
    page = open_page(page, draft)
    part = page.locator("#meeting-choice")
    expect(part).to_contain_text("同じ日の会議がすでにあります")
    page.locator("#publish-form button").click()
    page.get_by_role("button", name="同じ会議かもしれない会議録がすでにあります").click()
    expect(page.locator("#check-meeting")).to_be_focused()
    assert not serious_violations(page)
    assert_fits(page)
    part.get_by_role("button", name="別の会議として公開").click()
    expect(page.locator("#meeting-choice")).to_contain_text("別の会議として公開します")
    page.locator("#publish-form button").click()
    expect(page.get_by_text("公開しました。")).to_be_visible()
    assert Meeting.objects.count() == 2


def test_the_part_follows_a_corrected_hour(page: Page, draft: Upload, editor: User, live_server: Any) -> None:
    Meeting.objects.update(starts_at="10:00")
    sign_in(page.context, editor, live_server)
    page = open_page(page, draft)
    part = page.locator("#meeting-choice")
    expect(part).to_contain_text("同じ日の会議がすでにあります")
    field = page.locator("#head-fields").get_by_label("開始")
    field.fill("13:30")
    field.press("Tab")
    expect(part).to_contain_text("同じ日に別の会議があります")
