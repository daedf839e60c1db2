"""The parts of the checking page in which body and topics are settled: they follow the draft, without a new page."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from minutes.editing import with_ids
from minutes.intake.items import new_source
from minutes.models import Body, BodyName, Topic, Upload
from tests.conftest import build_parsed
from tests.functional.support import assert_fits, serious_violations
from tests.functional.test_checking import open_page, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "みなと野市情報化推進本部"


@pytest.fixture
def page_of_draft(page: Page, editor: User, live_server: Any) -> Page:
    sign_in(page.context, editor, live_server)
    Body.objects.create(name="情報化推進本部")
    Topic.objects.create(name="電話", terms=["電話"])
    source = new_source(b"draft", "会議録.txt", "text/plain")
    source.save()
    content = with_ids(build_parsed()).to_json()
    upload = Upload.objects.create(
        source=source, state=Upload.State.DRAFT, parsed=content, base=content, created_by=editor, updated_by=editor
    )
    return open_page(page, upload)


def test_a_body_is_chosen_and_remembered_in_its_part(page_of_draft: Page) -> None:
    part = page_of_draft.locator("#body-choice")
    expect(part).to_contain_text("登録されていません")
    address = page_of_draft.url
    part.get_by_label("旧名").check()
    part.get_by_role("button", name="選んだ会議体の会議録とする").click()
    expect(part).to_contain_text("その別名として登録されています")
    assert page_of_draft.url == address
    name = BodyName.objects.get()
    assert (name.name, name.kind) == (NAME, BodyName.Kind.FORMER)


def test_the_part_follows_a_corrected_name(page_of_draft: Page) -> None:
    field = page_of_draft.locator("#head-fields").get_by_label("会議体")
    field.fill("情報化推進本部")
    field.press("Tab")
    expect(page_of_draft.locator("#body-choice")).to_contain_text("の会議録です")


def test_topics_are_settled_in_their_part(page_of_draft: Page) -> None:
    page_of_draft.locator("#part-topics > summary").click()
    part = page_of_draft.locator("#topics")
    part.get_by_role("button", name="却下：電話").click()
    expect(part.get_by_role("button", name="却下：電話")).to_have_count(0)
    assert list(Upload.objects.get().choices["topics"].values()) == [{str(Topic.objects.get().pk): "refused"}]
    assert not serious_violations(page_of_draft)
    assert_fits(page_of_draft)


def test_what_was_chosen_and_not_sent_stays_when_the_part_follows(page_of_draft: Page) -> None:
    Topic.objects.create(name="防災")
    page_of_draft.reload()
    page_of_draft.wait_for_selector("#check[data-ready]")
    page_of_draft.locator("#part-topics > summary").click()
    page_of_draft.locator("#topic-1").select_option(label="防災")
    with page_of_draft.expect_response("**/topics/"):
        page_of_draft.locator("#topics").get_by_role("button", name="却下：電話").click()
    expect(page_of_draft.locator("#topic-1 option:checked")).to_have_text("防災")
    page_of_draft.evaluate("document.getElementById('part-agenda').open = true")
    with page_of_draft.expect_response("**/topics/"):
        title = page_of_draft.locator("#rows-agenda .rows__line[data-row]").nth(1).get_by_label("件名", exact=True)
        title.fill("電話の更新について")
        title.press("Tab")
    expect(page_of_draft.locator("#topics-2")).to_have_text("電話の更新について")
    expect(page_of_draft.locator("#topic-1 option:checked")).to_have_text("防災")
