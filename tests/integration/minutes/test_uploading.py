"""Documents on their way in: kept, read, drafted, published, corrected."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User

from minutes import sandbox
from minutes.documents import Limits, SourceText, read_document
from minutes.editing import with_ids
from minutes.models import Body, Meeting, SourceDocument, Upload
from minutes.parsing.model import ParsedMinutes
from minutes.record.snapshots import parsed_minutes_of, with_namesakes
from minutes.signals import meeting_changed
from minutes.uploads import lifecycle, reading

pytestmark = pytest.mark.django_db
Build = Callable[..., ParsedMinutes]
Store = Callable[..., Any]
TEXT = "会議録\n\n本部長　ただいまから会議を開きます。\n".encode()


@pytest.fixture
def parser(monkeypatch: pytest.MonkeyPatch, build_parsed: Build) -> Callable[[Any], None]:
    """parser(answer): the parser gives these minutes, or raises this exception."""

    def answer_with(answer: Any) -> None:
        def parse_apart(data: bytes, name: str, limits: Limits, lessons: object) -> tuple[SourceText, ParsedMinutes]:
            source = read_document(data, name, limits)
            if isinstance(answer, Exception):
                raise answer
            assert isinstance(answer, ParsedMinutes)
            return source, answer

        monkeypatch.setattr(sandbox, "parse_apart", parse_apart)

    answer_with(build_parsed())
    return answer_with


@pytest.fixture
def send(parser: object, editor: User, known_body: Body, read_waiting: Callable[[], None]) -> Callable[..., Upload]:
    """send(data, name): the upload of these bytes, read."""

    def send_one(data: bytes = TEXT, name: str = "会議録.txt") -> Upload:
        upload = lifecycle.keep(data, name, user=editor)
        read_waiting()
        return Upload.objects.get(pk=upload.pk)

    return send_one


Send = Callable[..., Upload]


def saved(upload: Upload, user: User, **changes: Any) -> Upload:
    """The upload with a draft that was changed and stored."""
    stored = Upload.objects.get(pk=upload.pk)
    stored.parsed = ParsedMinutes.from_json({**lifecycle.draft_of(upload).to_json(), **changes}).to_json()
    stored.revision, stored.updated_by = upload.revision + 1, user
    stored.save()
    return stored


# Receiving


def test_received_document_is_a_draft_with_its_source(send: Send, editor: User, build_parsed: Build) -> None:
    upload = Upload.objects.get(pk=send().pk)
    assert upload.state == Upload.State.DRAFT
    assert lifecycle.draft_of(upload) == with_ids(with_namesakes(build_parsed()))
    assert bytes(upload.source.content) == TEXT
    assert upload.source.text.startswith("会議録\n\n本部長")
    assert upload.source.created_by == upload.created_by == editor


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("写真.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "画像は会議録として読み取れません"),
        ("会議録.txt", b"%PDF-1.7\n%", "PDF"),
        ("会議録.txt", bytes(range(128, 256)) * 4, "文字コードが分かりません"),
        ("会議録.txt", b" \n \n", "空です"),
    ],
)
def test_unreadable_file_is_kept_with_the_reason(send: Send, name: str, data: bytes, words: str) -> None:
    upload = Upload.objects.get(pk=send(data, name).pk)
    assert upload.state == Upload.State.UNREADABLE
    assert words in upload.error
    assert bytes(upload.source.content) == data


def test_bug_in_the_parser_keeps_the_file_and_is_logged(
    send: Send, parser: Callable[[Any], None], caplog: pytest.LogCaptureFixture
) -> None:
    parser(ZeroDivisionError("bug"))
    upload = Upload.objects.get(pk=send().pk)
    assert (upload.state, upload.error) == (Upload.State.UNREADABLE, reading.BROKEN)
    assert bytes(upload.source.content) == TEXT
    assert "ZeroDivisionError" in caplog.text


def test_what_the_database_refuses_keeps_the_file(
    send: Send, parser: Callable[[Any], None], build_parsed: Build
) -> None:
    parser(replace(build_parsed(), title="NUL\x00"))
    upload = Upload.objects.get(pk=send().pk)
    assert upload.state == Upload.State.UNREADABLE
    assert bytes(upload.source.content) == TEXT


def test_reading_again_makes_a_draft(
    send: Send, parser: Callable[[Any], None], editor: User, build_parsed: Build, read_waiting: Callable[[], None]
) -> None:
    parser(ZeroDivisionError("bug"))
    upload = send()
    parser(build_parsed())
    assert lifecycle.read_again(upload=upload, user=editor).state == Upload.State.WAITING
    read_waiting()
    again = Upload.objects.get(pk=upload.pk)
    assert (again.state, again.error) == (Upload.State.DRAFT, "")
    assert lifecycle.draft_of(again) == with_ids(with_namesakes(build_parsed()))
    assert SourceDocument.objects.count() == 1
    with pytest.raises(lifecycle.UploadError, match="すでに読み取られています"):
        lifecycle.read_again(upload=again, user=editor)


def test_same_bytes_are_told_and_allowed(send: Send, editor: User) -> None:
    first = send()
    published = lifecycle.publish(upload=first, user=editor)
    second = send()
    assert [row.pk for row in lifecycle.same_file_uploads(second)] == [first.pk]
    assert list(lifecycle.same_file_meetings(second)) == [published.meeting]
    assert not lifecycle.same_file_uploads(send(TEXT + b"x")).exists()


# Drafts


def test_incomplete_draft_is_saved_and_not_published(send: Send, editor: User) -> None:
    upload = saved(send(), editor, body=None, held_on=None, fiscal_year=None)
    assert [gap.field for gap in lifecycle.missing(upload)] == ["body", "held_on"]
    with pytest.raises(lifecycle.UploadError, match="会議体の名称"):
        lifecycle.publish(upload=upload, user=editor)
    assert not Meeting.objects.exists()


def test_discarded_upload_keeps_its_draft_and_comes_back(send: Send, editor: User) -> None:
    upload = saved(send(), editor, venue="第二会議室")
    discarded = lifecycle.discard(upload=upload, user=editor)
    assert discarded.state == Upload.State.DISCARDED
    with pytest.raises(lifecycle.UploadError, match="取消し"):
        lifecycle.publish(upload=discarded, user=editor)
    reopened = lifecycle.reopen(upload=upload, user=editor)
    assert (reopened.state, lifecycle.draft_of(reopened).venue) == (Upload.State.DRAFT, "第二会議室")


# Publishing


def test_publishing_makes_the_meeting_and_tells_it(send: Send, editor: User, build_parsed: Build) -> None:
    told: list[Meeting] = []

    def listen(meeting: Meeting, **_: Any) -> None:
        told.append(meeting)

    meeting_changed.connect(listen)
    upload = lifecycle.publish(upload=send(), user=editor)
    meeting_changed.disconnect(listen)
    assert upload.state == Upload.State.PUBLISHED
    assert upload.meeting is not None and told == [upload.meeting]
    version = upload.meeting.current_version
    assert version is not None
    assert (version.number, version.source_id, version.edited, version.created_by) == (
        1,
        upload.source_id,
        False,
        editor,
    )
    assert parsed_minutes_of(upload.meeting).utterances == build_parsed().utterances


def test_corrected_draft_is_published_as_edited(send: Send, editor: User) -> None:
    upload = lifecycle.publish(upload=saved(send(), editor, venue="第二会議室"), user=editor)
    assert upload.meeting is not None and upload.meeting.venue == "第二会議室"
    assert upload.meeting.current_version is not None and upload.meeting.current_version.edited


def test_published_upload_cannot_be_published_or_discarded(send: Send, editor: User) -> None:
    upload = lifecycle.publish(upload=send(), user=editor)
    with pytest.raises(lifecycle.UploadError, match="公開済み"):
        lifecycle.publish(upload=upload, user=editor)
    with pytest.raises(lifecycle.UploadError, match="取り消せません"):
        lifecycle.discard(upload=upload, user=editor)


def test_publishing_what_somebody_else_saved_meanwhile_is_refused(send: Send, editor: User) -> None:
    upload = send()
    saved(Upload.objects.get(pk=upload.pk), editor, venue="第一会議室")
    with pytest.raises(lifecycle.StaleDraft):
        lifecycle.publish(upload=upload, user=editor)


def test_draft_of_a_stored_meeting_is_known_before_publishing(send: Send, store: Store, editor: User) -> None:
    meeting = store(venue="旧庁舎").meeting
    upload = send()
    assert lifecycle.meeting_to_change(upload) == meeting
    assert lifecycle.meeting_to_change(saved(upload, editor, number=3)) is None


def test_earlier_file_can_be_published_again(
    send: Send, parser: Callable[[Any], None], editor: User, build_parsed: Build
) -> None:
    lifecycle.publish(upload=send(), user=editor)
    parser(build_parsed(venue="第二会議室"))
    lifecycle.publish(upload=send(TEXT + b"2"), user=editor, reason="場所の誤り")
    parser(build_parsed())
    upload = lifecycle.publish(upload=send(), user=editor, reason="元の文書が正しい")
    assert upload.meeting is not None and upload.meeting.venue == "庁議室"
    assert upload.meeting.versions.count() == 3


# Corrections


def test_correction_keeps_address_and_utterance_numbers(store: Store, editor: User) -> None:
    meeting = store().meeting
    Body.objects.create(name="みなと野市デジタル推進本部")
    before = dict(meeting.utterances.values_list("text", "ref"))
    upload = lifecycle.start_correction(meeting=meeting, user=editor)
    draft = lifecycle.draft_of(upload).to_json()
    draft["held_on"], draft["body"] = "2024-03-26", "みなと野市デジタル推進本部"
    draft["utterances"].insert(0, {"kind": "note", "speaker": None, "agenda": [], "text": "開会"})
    upload = saved(upload, editor, **draft)
    upload = lifecycle.publish(upload=upload, user=editor, reason="開催日の誤り")
    assert upload.meeting == meeting and Meeting.objects.count() == 1
    meeting.refresh_from_db()
    assert (str(meeting.held_on), meeting.body.name) == ("2024-03-26", "みなと野市デジタル推進本部")
    after = dict(meeting.utterances.values_list("text", "ref"))
    assert {text: after[text] for text in before} == before
    version = meeting.current_version
    assert version is not None
    assert (version.number, version.reason, version.edited) == (2, "開催日の誤り", True)


def test_correction_needs_a_reason_and_a_change(store: Store, editor: User) -> None:
    upload = lifecycle.start_correction(meeting=store().meeting, user=editor)
    with pytest.raises(lifecycle.UploadError, match="訂正の理由"):
        lifecycle.publish(upload=upload, user=editor)
    with pytest.raises(lifecycle.UploadError, match="変わったところがありません"):
        lifecycle.publish(upload=upload, user=editor, reason="誤字")


def test_open_correction_is_taken_up_again_until_a_newer_version_is_out(store: Store, editor: User) -> None:
    meeting = store().meeting
    upload = lifecycle.start_correction(meeting=meeting, user=editor)
    assert lifecycle.start_correction(meeting=meeting, user=editor) == upload
    assert lifecycle.newer_version(upload) is None
    store(venue="第二会議室")
    upload = lifecycle.uploads().get(pk=upload.pk)
    newer = lifecycle.newer_version(upload)
    assert newer is not None and newer.number == 2
    assert lifecycle.start_correction(meeting=meeting, user=editor) != upload
