"""The time in the recording, in the browser: beside each speech on the checking page and in the minutes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from minutes.models import Upload
from minutes.record.importing import ImportResult
from tests.functional.support import assert_good_page

TRANSCRIPT = """WEBVTT

1
00:00:03.000 --> 00:00:09.500
<v 大野 一郎>それでは、第3回みなと野市図書館協議会を開会します。本日の議題は開館時間の変更です。</v>

2
00:12:13.250 --> 00:12:18.000
<v 小川 花子>事務局から説明します。現在の開館時間は午後7時までです。これを午後8時までにします。</v>

3
01:02:19.000 --> 01:02:25.000
<v 大野 一郎>えー、ご質問はありますか。</v>
"""


@pytest.fixture
def signed_in(page: Page, editor: User, live_server: Any) -> Page:
    client = Client()
    client.force_login(editor)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


@pytest.mark.parametrize("width", [1280, 390])
def test_the_minutes_show_when_each_speech_begins(
    page: Page, store: Callable[..., ImportResult], complaints: list[str], transactional_db: None, width: int
) -> None:
    speeches = [
        {"kind": "speech", "speaker": "大野一郎", "agenda": [], "text": "開会します。", "at": 3},
        {"kind": "speech", "speaker": "小川花子", "agenda": [], "text": "説明します。" * 40, "at": 3733.25},
        {"kind": "note", "speaker": None, "agenda": [], "text": "13:55 閉会"},
    ]
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(store(utterances=speeches).meeting.get_absolute_url())
    expect(page.locator(".utterance__at")).to_have_count(2)
    expect(page.locator("#u2 .utterance__at")).to_contain_text("01:02:13")
    expect(page.locator("#u2 .utterance__at")).to_be_visible()
    assert_good_page(page, complaints)


def test_the_checking_page_shows_when_each_speech_begins(
    signed_in: Page, editor: User, read_waiting: Callable[[], None], complaints: list[str], transactional_db: None
) -> None:
    client = Client()
    client.force_login(editor)
    client.post(reverse("minutes:upload_new"), {"file": SimpleUploadedFile("会議.vtt", TRANSCRIPT.encode())})
    read_waiting()
    signed_in.goto(reverse("minutes:upload", args=[Upload.objects.get().pk]))
    times = signed_in.locator("#utterances .utterance__at")
    expect(times).to_have_text(["録音 00:00:03", "録音 00:12:13", "録音 01:02:19"])
    assert_good_page(signed_in, complaints)
