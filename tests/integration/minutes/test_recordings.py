"""Transcripts of recordings on their way from the file to the reader: times are kept and shown."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from minutes.models import Upload, Utterance
from minutes.record.importing import ImportResult
from minutes.uploads import lifecycle

Store = Callable[..., ImportResult]
pytestmark = pytest.mark.django_db

CAPTIONS = """WEBVTT

1
00:00:03.000 --> 00:00:09.500
<v 大野 一郎>それでは、開会します。</v>

2
01:02:13.250 --> 01:02:18.000
<v 小川 花子>事務局から説明します。</v>
"""


def speech(text: str, **more: Any) -> dict[str, Any]:
    return {"kind": "speech", "speaker": "委員", "agenda": [], "text": text, **more}


def send(client: Client, name: str, data: bytes, read_waiting: Callable[[], None]) -> Upload:
    client.post(reverse("minutes:upload_new"), {"file": SimpleUploadedFile(name, data)})
    read_waiting()
    return Upload.objects.get()


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def test_the_time_stands_beside_each_utterance_that_has_one(client: Client, store: Store) -> None:
    meeting = store(
        utterances=[speech("始めます。", at=0), speech("お尋ねします。", at=3723.9), speech("以上。")]
    ).meeting
    html = " ".join(client.get(meeting.get_absolute_url()).content.decode().split())
    assert html.count('class="utterance__at"') == 2
    assert "録音 00:00:00</span>" in html
    assert "録音 01:02:03</span>" in html


def test_an_old_version_shows_its_times(client: Client, editor: User, store: Store) -> None:
    store(utterances=[speech("始めます。", at=61)])
    meeting = store(utterances=[speech("始めます。よろしいですか。", at=61)]).meeting
    client.force_login(editor)
    html = client.get(reverse("minutes:meeting_version", args=[meeting.key, 1])).content.decode()
    assert "00:01:01" in html


def test_times_alone_make_a_new_version(store: Store) -> None:
    store(utterances=[speech("始めます。")])
    meeting = store(utterances=[speech("始めます。", at=61)]).meeting
    assert [row.at for row in Utterance.objects.filter(meeting=meeting)] == [61.0]


@pytest.mark.parametrize("name", ["会議.vtt", "会議.txt", "会議.csv"])
def test_a_transcript_becomes_a_draft_whatever_its_name(
    desk: Client, read_waiting: Callable[[], None], name: str
) -> None:
    upload = send(desk, name, CAPTIONS.encode(), read_waiting)
    assert upload.state == Upload.State.DRAFT
    draft = lifecycle.draft_of(upload)
    assert [(row.speaker, row.at) for row in draft.utterances] == [("大野一郎", 3.0), ("小川花子", 3733.25)]
    assert upload.warning_codes is not None and {"transcript", "no-date"} <= set(upload.warning_codes)
    missing = desk.get(reverse("minutes:upload_missing", args=[upload.pk])).json()["missing"]
    assert [gap["field"] for gap in missing] == ["body", "held_on"]
    plain = desk.get(reverse("minutes:upload", args=[upload.pk]) + "?plain").content.decode()
    assert "録音 01:02:13" in plain


def test_the_form_takes_and_names_transcripts(desk: Client) -> None:
    html = desk.get(reverse("minutes:upload_new")).content.decode()
    for suffix in (".vtt", ".srt", ".sbv", ".csv", ".tsv", ".xlsx"):
        assert html.count(suffix) >= 2
    assert "文字起こし" in html
