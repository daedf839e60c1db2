"""公開用会議録: what it holds, who makes and opens it, who gets it."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from minutes.models import Attachment, AttachmentPage, Audience, Ground, Meeting, Passage
from minutes.signals import meeting_changed

pytestmark = pytest.mark.django_db
SAID = "霧雨太郎さんの申立てについて説明します。"
KINDS = ("docx", "html")


@pytest.fixture
def meeting(store: Callable[..., Any]) -> Meeting:
    rows = [
        {"kind": "speech", "speaker": "部長", "agenda": [0], "text": SAID},
        {"kind": "speech", "speaker": "会長", "agenda": [0], "text": "秘密の雷鳴計画です。"},
    ]
    meeting: Meeting = store(utterances=rows).meeting
    Passage.objects.create(
        meeting=meeting, part="utterance", row=1, field="text", start=0, end=4, quote="霧雨太郎",
        ground=Ground.objects.create(text="条例第7条第2号"), note="申立人",
    )  # fmt: skip
    meeting.utterances.filter(ref=2).update(audience=Audience.STAFF)
    meeting_changed.send(sender=Meeting, meeting=meeting)
    return meeting


def file(client: Client, meeting: Meeting, kind: str) -> Any:
    return client.get(f"/meetings/{meeting.key}/edition/{kind}/")


def text_of(content: bytes, kind: str) -> str:
    if kind == "html":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_holds_what_everybody_reads_and_no_more_whoever_takes_it(
    client: Client, editor: User, meeting: Meeting, kind: str
) -> None:
    client.force_login(editor)
    answer = file(client, meeting, kind)
    text = text_of(answer.content, kind)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "申立てについて説明します" in text and "条例第7条第2号" in text
    assert "霧雨" not in text and "雷鳴" not in text and "申立人" not in text


def test_readers_get_it_once_it_is_opened_in_the_place_of_the_original(
    client: Client, editor: User, meeting: Meeting
) -> None:
    page, edition = f"/meetings/{meeting.key}/", f"/meetings/{meeting.key}/edition/"
    assert file(client, meeting, "docx").status_code == 404
    assert client.get(f"/meetings/{meeting.key}/source/").status_code == 404
    client.force_login(editor)
    client.post(edition)
    meeting.refresh_from_db()
    assert not meeting.edition_opened
    client.post(edition, {"action": "open"})
    client.logout()
    assert "公開用会議録" in client.get(page).content.decode()
    assert "■■■" in text_of(file(client, meeting, "html").content, "html")
    assert client.get(f"{edition}withheld.csv").status_code in (302, 403, 404)
    client.force_login(editor)
    client.post(edition, {"action": "close"})
    client.logout()
    assert file(client, meeting, "docx").status_code == 404


def test_a_passage_marked_later_is_withheld_in_the_next_file(client: Client, editor: User, meeting: Meeting) -> None:
    client.force_login(editor)
    Passage.objects.create(
        meeting=meeting, part="utterance", row=1, field="text", start=7, end=10, quote=SAID[7:10], audience=2
    )
    assert SAID[7:10] not in text_of(file(client, meeting, "html").content, "html")


def test_minutes_that_are_not_for_everybody_have_none(client: Client, editor: User, meeting: Meeting) -> None:
    Meeting.objects.update(audience=Audience.STAFF, edition_opened=True)
    client.force_login(editor)
    assert file(client, meeting, "docx").status_code == 404
    assert "公開用会議録は作れません" in client.get(f"/meetings/{meeting.key}/edition/").content.decode()


def test_papers_of_restricted_items_and_withheld_titles_stand_in_it_masked_or_not_at_all(
    client: Client, editor: User, meeting: Meeting
) -> None:
    paper = Attachment.objects.create(meeting=meeting, order=9, label="資料9", title="霧雨邸の図面")
    AttachmentPage.objects.create(attachment=paper, number=1, text="図")
    Passage.objects.create(
        meeting=meeting, part="paper", row=paper.pk, field="title", start=0, end=2, quote="霧雨", audience=2
    )
    client.force_login(editor)
    text = text_of(file(client, meeting, "html").content, "html")
    assert "邸の図面" in text and "霧雨" not in text


def test_the_office_has_a_list_of_what_is_withheld_and_why(client: Client, editor: User, meeting: Meeting) -> None:
    client.force_login(editor)
    table = client.get(f"/meetings/{meeting.key}/edition/withheld.csv").content.decode("utf-8-sig")
    assert "霧雨太郎" in table and "条例第7条第2号" in table and "申立人" in table
