"""A corrected draft becomes a meeting: whole, as it is, and under the addresses it had."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from minutes.drafts import edits
from minutes.editing import read_operation, with_ids
from minutes.intake.items import new_source
from minutes.models import Body, DraftEdit, Meeting, MeetingVersion, Upload, Utterance
from minutes.parsing.model import ParsedMinutes
from minutes.record.snapshots import parsed_minutes_of, snapshot_of
from minutes.signals import meeting_changed
from minutes.uploads import lifecycle

pytestmark = pytest.mark.django_db
Build = Callable[..., ParsedMinutes]
Store = Callable[..., Any]


@pytest.fixture
def draft(build_parsed: Build, editor: User) -> Upload:
    parsed = with_ids(build_parsed(attachments=[{"label": "資料1", "title": "事業計画"}])).to_json()
    source = new_source(b"text", "会議録.txt", "text/plain")
    source.save()
    return Upload.objects.create(
        source=source,
        state=Upload.State.DRAFT,
        parsed=parsed,
        base=parsed,
        new_body_confirmed=True,
        created_by=editor,
        updated_by=editor,
    )


@pytest.fixture
def failing_index() -> Iterator[None]:
    def fail(**_: Any) -> None:
        raise RuntimeError("the index cannot be written")

    meeting_changed.connect(fail)
    yield
    meeting_changed.disconnect(fail)


def correct(upload: Upload, user: User, **operation: Any) -> None:
    edits.do(pk=upload.pk, user=user, operation=read_operation(operation), since=0)


def test_paper_is_filed_under_the_item_that_an_editor_chose(draft: Upload, editor: User) -> None:
    correct(draft, editor, op="set", table="attachments", id="r1", field="agenda", before=None, after="a2")
    published = lifecycle.publish(upload=Upload.objects.get(pk=draft.pk), user=editor)
    meeting = published.meeting
    assert meeting is not None
    item = meeting.attachments.get().agenda_item
    assert item is not None
    assert item.title == "電話システムの更新について"
    assert parsed_minutes_of(meeting).attachments[0].agenda == 1
    assert snapshot_of(meeting)["attachments"][0]["agenda"] == 1


def test_draft_is_published_as_it_is(draft: Upload, editor: User) -> None:
    correct(draft, editor, op="split", id="u0.3", at=6, before="申請の件数はどれくらいですか。", speaker="委員")
    correct(draft, editor, op="delete", table="agenda", id="a1")
    meeting = lifecycle.publish(upload=Upload.objects.get(pk=draft.pk), user=editor).meeting
    assert meeting is not None
    assert list(meeting.utterances.values_list("speaker", "text"))[2:4] == [
        ("部員", "申請の件数は"),
        ("委員", "どれくらいですか。"),
    ]
    assert [item.title for item in meeting.agenda_items.all()] == ["電話システムの更新について"]
    version = meeting.current_version
    assert version is not None
    assert version.edited


def test_correction_of_published_minutes_keeps_addresses(store: Store, editor: User) -> None:
    meeting = store().meeting
    before = dict(meeting.utterances.values_list("text", "ref"))
    upload = lifecycle.start_correction(meeting=meeting, user=editor)
    assert [row["id"] for row in (upload.parsed or {})["utterances"]][:2] == ["u0", "u0.2"]
    correct(upload, editor, op="insert", table="utterances", after=None, row={"kind": "note", "text": "開会"})
    correct(upload, editor, op="set", table="utterances", id="u0", field="speaker", before="本部長", after="部長")
    edits.set_reason(pk=upload.pk, user=editor, reason="発言者の誤り")
    lifecycle.publish(upload=Upload.objects.get(pk=upload.pk), user=editor)
    after = dict(Utterance.objects.filter(meeting=meeting).values_list("text", "ref"))
    assert {text: after[text] for text in before} == before
    assert after["開会"] not in before.values()
    version = Meeting.objects.get(pk=meeting.pk).current_version
    assert version is not None
    assert (version.number, version.reason) == (2, "発言者の誤り")


def test_meeting_is_published_whole_or_not_at_all(draft: Upload, editor: User, failing_index: None) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        lifecycle.publish(upload=draft, user=editor)
    assert not Meeting.objects.exists()
    assert not Body.objects.exists()
    assert not MeetingVersion.objects.exists()
    stored = Upload.objects.get(pk=draft.pk)
    assert (stored.state, stored.parsed, stored.meeting) == (Upload.State.DRAFT, draft.parsed, None)
    correct(draft, editor, op="set", table="head", field="venue", before="庁議室", after="大会議室")


def test_correction_is_published_whole_or_not_at_all(store: Store, editor: User) -> None:
    meeting = store().meeting
    before = snapshot_of(meeting)
    upload = lifecycle.start_correction(meeting=meeting, user=editor)
    correct(upload, editor, op="delete", table="utterances", id="u0")
    edits.set_reason(pk=upload.pk, user=editor, reason="重複")

    def fail(**_: Any) -> None:
        raise RuntimeError("the index cannot be written")

    meeting_changed.connect(fail)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            lifecycle.publish(upload=Upload.objects.get(pk=upload.pk), user=editor)
    finally:
        meeting_changed.disconnect(fail)
    assert snapshot_of(Meeting.objects.get(pk=meeting.pk)) == before
    assert MeetingVersion.objects.filter(meeting=meeting).count() == 1


@pytest.mark.parametrize(
    ("table", "words"),
    [("agenda", "件名のない議題"), ("attendees", "氏名・職名"), ("attachments", "番号も名称もない資料")],
)
def test_row_that_says_nothing_stops_publishing(draft: Upload, editor: User, table: str, words: str) -> None:
    correct(draft, editor, op="insert", table=table, after=None, row={})
    with pytest.raises(lifecycle.UploadError, match=words):
        lifecycle.publish(upload=Upload.objects.get(pk=draft.pk), user=editor)


def test_published_draft_takes_no_more_corrections(draft: Upload, editor: User) -> None:
    lifecycle.publish(upload=draft, user=editor)
    with pytest.raises(edits.NoDraft, match="公開済み"):
        correct(draft, editor, op="delete", table="utterances", id="u0")


def test_administrators_look_at_the_corrections(draft: Upload, editor: User, administrator: User) -> None:
    correct(draft, editor, op="delete", table="utterances", id="u0")
    edits.check_in(pk=draft.pk, user=editor)
    client = Client()
    client.force_login(administrator)
    assert "発言1を削除" in client.get(reverse("admin:minutes_draftedit_changelist")).content.decode()
    assert "henshu" in client.get(reverse("admin:minutes_draftpresence_changelist")).content.decode()
    edit = DraftEdit.objects.get()
    page = client.get(reverse("admin:minutes_draftedit_change", args=[edit.pk]))
    assert page.status_code == 200
    assert client.post(reverse("admin:minutes_draftedit_delete", args=[edit.pk])).status_code == 403


def test_drafts_are_stored_uncompressed() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage FROM pg_attribute WHERE attrelid = 'minutes_upload'::regclass AND attname = 'parsed'"
        )
        assert cursor.fetchone() == ("e",)
