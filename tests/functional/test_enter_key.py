"""The Enter key in a field, a checkbox or a list sends no form that publishes, discards, replaces or settles something.

Browsers send a form at Enter by its first button ("implicit submission"): on these pages that one does nothing.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Request, expect

from minutes.editing import with_ids
from minutes.intake.items import new_source
from minutes.models import Body, Meeting, Paper, Upload
from minutes.parsing.model import ParsedMinutes
from minutes.record.importing import import_minutes
from tests.functional.support import PATIENCE

Build = Callable[..., ParsedMinutes]
Draft = Callable[..., Upload]
FIELDS = """
[...document.querySelectorAll("form")]
  .filter((form) => form.method === "post")
  .flatMap((form) => [...form.elements])
  .filter((field) => field.matches("input, select, textarea") && !["hidden", "file", "submit"].includes(field.type))
  .filter((field) => field.offsetParent !== null && !field.disabled)
"""


@pytest.fixture
def signed_in(page: Page, client: Client, administrator: User, live_server: object, transactional_db: None) -> Page:
    client.force_login(administrator)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": str(live_server)}])
    return page


@pytest.fixture
def draft(build_parsed: Build, administrator: User) -> Draft:
    """draft(number=…): a draft that is ready to be published where its body is registered."""

    def make(**changes: Any) -> Upload:
        parsed = with_ids(build_parsed(certainty=0.97, **changes)).to_json()
        source = new_source(repr(parsed).encode(), f"{Upload.objects.count() + 1}.txt", "text/plain")
        source.save()
        return Upload.objects.create(
            source=source, state="draft", parsed=parsed, base=parsed, certainty=0.97, created_by=administrator
        )

    return make


@pytest.fixture
def meeting(transactional_db: None, build_parsed: Build) -> Meeting:
    parsed = build_parsed(number=9)
    return import_minutes(parsed=parsed, source=new_source(b"stored", "会議録.txt", "text/plain")).meeting


def give_paper(**owner: Any) -> None:
    """A file that belongs to no paper of the draft or the meeting."""
    source = new_source(repr(owner).encode(), "名簿.txt", "text/plain")
    source.save()
    Paper.objects.create(source=source, state=Paper.State.READ, **owner)


def press_enter_in_every_field(page: Page) -> int:
    """How many fields there were. Each gets the key alone; a page that was sent would not be there for the next one."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    posted: list[str] = []
    address = page.url

    def note(request: Request) -> None:
        if request.method == "POST":
            posted.append(f"{request.url}: {request.post_data}")

    page.on("request", note)
    count: int = page.evaluate(f"{FIELDS}.length")
    for place in range(count):
        name = page.evaluate(
            f"(place) => {{ const field = {FIELDS}[place]; field.focus(); return field.name; }}", place
        )
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        page.wait_for_timeout(50)
        assert posted == [], name
        assert page.url == address, name
    page.remove_listener("request", note)
    return count


def test_enter_on_the_desk_sends_nothing(signed_in: Page, draft: Draft, known_body: Body) -> None:
    page = signed_in
    draft(number=1), draft(number=2), draft(number=3, body="緑化委員会")
    page.goto("/staff/uploads/")
    expect(page.get_by_role("button", name="公開できるものをまとめて公開（2件）")).to_be_visible()
    page.get_by_role("checkbox", name="選ぶ：1.txt").press("Enter")
    assert page.get_by_role("checkbox", name="選ぶ：1.txt").is_checked() is False
    assert press_enter_in_every_field(page) >= 6
    assert set(Upload.objects.values_list("state", "new_body_confirmed")) == {("draft", False)}


def test_enter_on_the_checking_page_sends_nothing(signed_in: Page, draft: Draft) -> None:
    page = signed_in
    Body.objects.create(name="みなと野市情報化推進委員会")
    upload = draft()
    give_paper(upload=upload)
    page.goto(upload.get_absolute_url())
    page.locator("#check[data-ready]").wait_for()
    assert press_enter_in_every_field(page) >= 6
    stored = Upload.objects.get()
    assert (stored.state, stored.choices, stored.revision) == ("draft", {}, 0)


def test_enter_among_the_papers_sends_nothing(signed_in: Page, draft: Draft, meeting: Meeting) -> None:
    page = signed_in
    upload = draft()
    give_paper(upload=upload)
    give_paper(meeting=meeting)
    for address in (f"/staff/uploads/{upload.pk}/papers/", f"/meetings/{meeting.key}/papers/"):
        page.goto(address)
        page.get_by_label("どの資料ですか").select_option(label="ファイルを取り除く")
        assert press_enter_in_every_field(page) >= 4
    assert Paper.objects.count() == 2


def test_enter_in_the_administration_pages_withdraws_nothing(signed_in: Page, meeting: Meeting) -> None:
    page = signed_in
    page.goto(reverse("admin:minutes_meeting_changelist"))
    page.locator("select[name=action]").select_option("make_withdrawn")
    page.locator(".action-select").check()
    assert press_enter_in_every_field(page) >= 2
    meeting.refresh_from_db()
    assert meeting.status == Meeting.Status.PUBLISHED


def test_many_are_published_by_the_keyboard_alone_after_one_question(
    signed_in: Page, draft: Draft, known_body: Body
) -> None:
    page = signed_in
    draft(number=1), draft(number=2)
    page.goto("/staff/uploads/")
    page.get_by_role("button", name="公開できるものをまとめて公開（2件）").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="新しい会議録2件を公開します")).to_be_visible()
    expect(page.locator("#question-rows li")).to_have_count(2)
    assert not Meeting.objects.exists()
    page.get_by_role("button", name="2件を公開する").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2件を公開しました。")).to_be_visible()
    page.go_back()
    # The question is kept nowhere: what Back shows is asked for anew.
    expect(page.get_by_role("button", name="2件を公開する")).to_have_count(0)
    assert [meeting.versions.count() for meeting in Meeting.objects.all()] == [1, 1]


def test_without_scripts_the_question_works_too(
    signed_in: Page, draft: Draft, known_body: Body, live_server: Any
) -> None:
    draft(number=1), draft(number=2)
    context = signed_in.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    context.set_default_timeout(PATIENCE)
    context.add_cookies(signed_in.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{live_server.url}/staff/uploads/")
    page.get_by_role("checkbox", name="選ぶ：1.txt").press("Enter")
    page.get_by_role("checkbox", name="選ぶ：1.txt").check()
    page.get_by_role("checkbox", name="選ぶ：1.txt").press("Enter")
    assert not Meeting.objects.exists()
    page.get_by_text("選んだものをまとめて処理する").click()
    page.get_by_role("button", name="選んだものを公開").click()
    page.get_by_role("button", name="1件を公開する").click()
    expect(page.get_by_text("1件を公開しました。")).to_be_visible()
    context.close()
