"""Documents on their way in: kept, read, drafted, published, corrected."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minutes import drafts, intake, reading_jobs, uploading
from minutes.documents import Limits, SourceText, read_document
from minutes.editing import with_ids
from minutes.forms.draft import DraftForms
from minutes.models import Meeting, SourceDocument, Upload
from minutes.parsing.model import AgendaItem, ParsedMinutes, Utterance, Warning
from minutes.signals import meeting_changed
from minutes.snapshots import parsed_minutes_of

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

        monkeypatch.setattr(intake, "parse_apart", parse_apart)

    answer_with(build_parsed())
    return answer_with


@pytest.fixture
def send(parser: object, editor: User, read_waiting: Callable[[], None]) -> Callable[..., Upload]:
    """send(data, name): the upload of these bytes, read."""

    def send_one(data: bytes = TEXT, name: str = "会議録.txt") -> Upload:
        upload = uploading.receive(file=SimpleUploadedFile(name, data), user=editor)
        read_waiting()
        return Upload.objects.get(pk=upload.pk)

    return send_one


Send = Callable[..., Upload]


def saved(upload: Upload, user: User, **changes: Any) -> Upload:
    parsed = ParsedMinutes.from_json({**uploading.draft_of(upload).to_json(), **changes})
    return uploading.save_draft(upload=upload, parsed=parsed, user=user, revision=upload.revision)


# Receiving


def test_received_document_is_a_draft_with_its_source(send: Send, editor: User, build_parsed: Build) -> None:
    upload = Upload.objects.get(pk=send().pk)
    assert upload.state == Upload.State.DRAFT
    assert uploading.draft_of(upload) == with_ids(build_parsed())
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
    assert (upload.state, upload.error) == (Upload.State.UNREADABLE, reading_jobs.BROKEN)
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
    assert uploading.read_again(upload=upload, user=editor).state == Upload.State.WAITING
    read_waiting()
    again = Upload.objects.get(pk=upload.pk)
    assert (again.state, again.error) == (Upload.State.DRAFT, "")
    assert uploading.draft_of(again) == with_ids(build_parsed())
    assert SourceDocument.objects.count() == 1
    with pytest.raises(uploading.UploadError, match="すでに読み取られています"):
        uploading.read_again(upload=again, user=editor)


def test_same_bytes_are_told_and_allowed(send: Send, editor: User) -> None:
    first = send()
    published = uploading.publish(upload=first, user=editor)
    second = send()
    assert [row.pk for row in uploading.same_file_uploads(second)] == [first.pk]
    assert list(uploading.same_file_meetings(second)) == [published.meeting]
    assert not uploading.same_file_uploads(send(TEXT + b"x")).exists()


# Drafts


def test_saving_stores_the_correction_and_counts(send: Send, editor: User) -> None:
    upload = saved(send(), editor, venue="第二会議室")
    stored = Upload.objects.get(pk=upload.pk)
    assert uploading.draft_of(stored).venue == "第二会議室"
    assert stored.revision == 1


def test_saving_without_change_is_no_revision(send: Send, editor: User) -> None:
    assert saved(send(), editor).revision == 0


def test_second_save_of_the_same_revision_is_told(send: Send, editor: User, administrator: User) -> None:
    upload = send()
    saved(Upload.objects.get(pk=upload.pk), editor, venue="第一会議室")
    with pytest.raises(uploading.StaleDraft):
        saved(upload, administrator, venue="第二会議室")
    assert uploading.draft_of(Upload.objects.get(pk=upload.pk)).venue == "第一会議室"


def test_incomplete_draft_is_saved_and_not_published(send: Send, editor: User) -> None:
    upload = saved(send(), editor, body=None, held_on=None, fiscal_year=None)
    assert [gap.field for gap in uploading.missing(upload)] == ["body", "held_on"]
    with pytest.raises(uploading.UploadError, match="会議体の名称"):
        uploading.publish(upload=upload, user=editor)
    assert not Meeting.objects.exists()


def test_discarded_upload_keeps_its_draft_and_comes_back(send: Send, editor: User) -> None:
    upload = saved(send(), editor, venue="第二会議室")
    discarded = uploading.discard(upload=upload, user=editor)
    assert discarded.state == Upload.State.DISCARDED
    with pytest.raises(uploading.UploadError, match="取消し"):
        saved(discarded, editor, venue="x")
    reopened = uploading.reopen(upload=upload, user=editor)
    assert (reopened.state, uploading.draft_of(reopened).venue) == (Upload.State.DRAFT, "第二会議室")


# Publishing


def test_publishing_makes_the_meeting_and_tells_it(send: Send, editor: User, build_parsed: Build) -> None:
    told: list[Meeting] = []

    def listen(meeting: Meeting, **_: Any) -> None:
        told.append(meeting)

    meeting_changed.connect(listen)
    upload = uploading.publish(upload=send(), user=editor)
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
    upload = uploading.publish(upload=saved(send(), editor, venue="第二会議室"), user=editor)
    assert upload.meeting is not None and upload.meeting.venue == "第二会議室"
    assert upload.meeting.current_version is not None and upload.meeting.current_version.edited


def test_published_upload_cannot_be_published_or_discarded(send: Send, editor: User) -> None:
    upload = uploading.publish(upload=send(), user=editor)
    with pytest.raises(uploading.UploadError, match="公開済み"):
        uploading.publish(upload=upload, user=editor)
    with pytest.raises(uploading.UploadError, match="取り消せません"):
        uploading.discard(upload=upload, user=editor)


def test_publishing_what_somebody_else_saved_meanwhile_is_refused(send: Send, editor: User) -> None:
    upload = send()
    saved(Upload.objects.get(pk=upload.pk), editor, venue="第一会議室")
    with pytest.raises(uploading.StaleDraft):
        uploading.publish(upload=upload, user=editor)


def test_draft_of_a_stored_meeting_is_known_before_publishing(send: Send, store: Store, editor: User) -> None:
    meeting = store(venue="旧庁舎").meeting
    upload = send()
    assert uploading.meeting_to_change(upload) == meeting
    assert uploading.meeting_to_change(saved(upload, editor, number=3)) is None


def test_earlier_file_can_be_published_again(
    send: Send, parser: Callable[[Any], None], editor: User, build_parsed: Build
) -> None:
    uploading.publish(upload=send(), user=editor)
    parser(build_parsed(venue="第二会議室"))
    uploading.publish(upload=send(TEXT + b"2"), user=editor)
    parser(build_parsed())
    upload = uploading.publish(upload=send(), user=editor)
    assert upload.meeting is not None and upload.meeting.venue == "庁議室"
    assert upload.meeting.versions.count() == 3


# Corrections


def test_correction_keeps_address_and_utterance_numbers(store: Store, editor: User) -> None:
    meeting = store().meeting
    before = dict(meeting.utterances.values_list("text", "ref"))
    upload = uploading.start_correction(meeting=meeting, user=editor)
    draft = uploading.draft_of(upload).to_json()
    draft["held_on"], draft["body"] = "2024-03-26", "みなと野市デジタル推進本部"
    draft["utterances"].insert(0, {"kind": "note", "speaker": None, "agenda": [], "text": "開会"})
    upload = saved(upload, editor, **draft)
    upload = uploading.publish(upload=upload, user=editor, reason="開催日の誤り")
    assert upload.meeting == meeting and Meeting.objects.count() == 1
    meeting.refresh_from_db()
    assert (str(meeting.held_on), meeting.body.name) == ("2024-03-26", "みなと野市デジタル推進本部")
    after = dict(meeting.utterances.values_list("text", "ref"))
    assert {text: after[text] for text in before} == before
    version = meeting.current_version
    assert version is not None
    assert (version.number, version.reason, version.edited) == (2, "開催日の誤り", True)


def test_correction_needs_a_reason_and_a_change(store: Store, editor: User) -> None:
    upload = uploading.start_correction(meeting=store().meeting, user=editor)
    with pytest.raises(uploading.UploadError, match="訂正の理由"):
        uploading.publish(upload=upload, user=editor)
    with pytest.raises(uploading.UploadError, match="変わったところがありません"):
        uploading.publish(upload=upload, user=editor, reason="誤字")


def test_open_correction_is_taken_up_again_until_a_newer_version_is_out(store: Store, editor: User) -> None:
    meeting = store().meeting
    upload = uploading.start_correction(meeting=meeting, user=editor)
    assert uploading.start_correction(meeting=meeting, user=editor) == upload
    assert uploading.newer_version(upload) is None
    store(venue="第二会議室")
    upload = uploading.uploads().get(pk=upload.pk)
    newer = uploading.newer_version(upload)
    assert newer is not None and newer.number == 2
    assert uploading.start_correction(meeting=meeting, user=editor) != upload


# Drafts as forms


def posted(forms: DraftForms) -> QueryDict:
    """What a browser sends when nobody touched the page: every control of the forms, new lines as \\r\\n."""
    data = QueryDict(mutable=True)
    parts: list[Any] = [forms.state, forms.reason, forms.header]
    for rows in (forms.agenda, forms.attendees, forms.attachments, forms.utterances):
        parts += [rows.management_form, *rows.forms] if rows else []
    for form in filter(None, parts):
        for field in form:
            value = field.field.widget.format_value(field.value())
            if isinstance(value, list):
                data.setlist(field.html_name, value)
            elif isinstance(field.value(), bool):
                data.setlist(field.html_name, ["on"] if field.value() else [])
            else:
                data[field.html_name] = (value or "").replace("\n", "\r\n")
    return data


def resent(
    draft: ParsedMinutes, page: int, changes: dict[str, str] | None = None, insert_after: int | None = None
) -> ParsedMinutes:
    data = posted(DraftForms(draft, page=page, revision=0))
    for name, value in (changes or {}).items():
        data[name] = value
    forms = DraftForms(draft, page=page, revision=0, data=data)
    assert forms.fits
    assert forms.is_valid(), forms.problems()
    return forms.parsed(insert_after)


def every_kind_of_row(build_parsed: Build) -> ParsedMinutes:
    parsed = build_parsed(
        title=" 前後に空白\u3000のある 会議名\u3000",
        starts_at="9:05",
        minutes_access={"level": None, "reason": "一行目\n\u3000二行目 "},
        attendees=[
            {"group": None, "name": "委員長", "role": "委員長", "affiliation": None, "proxy": True},
            {"group": "", "name": " 空白のある名前 ", "role": "", "affiliation": "総務課", "proxy": False},
        ],
        agenda=[
            {"category": None, "number": None, "title": "区分のない議題"},
            {"category": "議案", "number": 75, "title": '<b>太字</b> & "引用"'},
            {"category": "その他", "number": None, "title": ""},
        ],
        attachments=[{"label": "資料1", "title": None}, {"label": None, "title": "番号のない資料"}],
        source_id="old-123",
        source_url="https://example.lg.jp/123",
    )
    said = tuple(
        Utterance(kind, speaker, text, agenda, line, page)
        for kind in ("speech", "explanation", "summary", "decision", "note")
        for speaker in (None, "本部長", " 空白 ")
        for text in ("\u3000字下げ\n\n  二段落目 \n", "<script>alert(1)</script>", "")
        for agenda, line, page in (((), None, None), ((2, 0), 3, 1), ((1,), 4, 2))
    )
    return replace(parsed, utterances=said, warnings=(Warning("no-date", "日付がありません", 3),))


def test_untouched_forms_give_back_exactly_the_draft(build_parsed: Build) -> None:
    draft = every_kind_of_row(build_parsed)
    assert drafts.page_count(draft) > 2
    for page in range(1, drafts.page_count(draft) + 1):
        assert resent(draft, page).to_json() == draft.to_json()


def test_forms_bound_to_the_draft_itself_give_it_back_too(build_parsed: Build) -> None:
    draft = every_kind_of_row(build_parsed)
    for page in range(1, drafts.page_count(draft) + 1):
        bound = DraftForms(draft, page=page, revision=0).checked([])
        assert bound.parsed().to_json() == draft.to_json()


def test_one_changed_field_changes_nothing_else(build_parsed: Build) -> None:
    draft = every_kind_of_row(build_parsed)
    expected = draft.to_json()
    expected["utterances"][52]["speaker"] = "副本部長"
    assert resent(draft, 2, {"utterances-2-speaker": "副本部長"}).to_json() == expected


def test_removed_agenda_item_leaves_the_utterances_of_others_right(build_parsed: Build) -> None:
    draft = build_parsed()
    result = resent(draft, 1, {"agenda-0-DELETE": "on"})
    assert [item.title for item in result.agenda] == ["電話システムの更新について"]
    assert [row.agenda for row in result.utterances] == [(), (), (), (), (0,), ()]


def test_reordered_agenda_moves_the_utterances_with_it(build_parsed: Build) -> None:
    draft = build_parsed()
    result = resent(draft, 1, {"agenda-0-ORDER": "2"})
    assert [item.number and item.title[:2] for item in result.agenda] == ["電話", "窓口"]
    assert [row.agenda for row in result.utterances] == [(), (1,), (1,), (1,), (0,), ()]


def test_new_agenda_item_takes_the_place_it_claims(build_parsed: Build) -> None:
    draft = build_parsed()
    result = resent(draft, 1, {"agenda-2-ORDER": "2", "agenda-2-title": "あいだの議題"})
    assert [item.title[:2] for item in result.agenda] == ["窓口", "あい", "電話"]
    assert result.utterances[4].agenda == (2,)


def test_agenda_on_another_page_follows_too(build_parsed: Build) -> None:
    said = tuple(Utterance("speech", "部員", f"発言{number}", (1,)) for number in range(70))
    draft = replace(build_parsed(), utterances=said)
    result = resent(draft, 1, {"agenda-0-DELETE": "on"})
    assert {row.agenda for row in result.utterances} == {(0,)}


def test_utterances_are_deleted_and_inserted_in_place(build_parsed: Build) -> None:
    draft = build_parsed()
    result = resent(draft, 1, {"utterances-0-DELETE": "on"}, insert_after=2)
    assert [row.text[:4] for row in result.utterances] == ["「窓口の", "申請の件", "", "案のとお", "電話シス", "13:5"]
    assert result.utterances[2].agenda == (0,)
    assert [gap.utterance for gap in drafts.gaps(result)] == [2]


def test_rows_are_added_and_removed(build_parsed: Build) -> None:
    draft = build_parsed()
    result = resent(
        draft, 1, {"attendees-0-DELETE": "on", "attendees-2-name": "監査委員", "attachments-1-title": "当日の資料"}
    )
    assert [row.name for row in result.attendees] == ["情報係長", "監査委員"]
    assert [row.title for row in result.attachments] == ["窓口のオンライン化について", "当日の資料"]


def test_forms_of_another_outline_do_not_fit(build_parsed: Build) -> None:
    draft = build_parsed()
    data = posted(DraftForms(draft, page=1, revision=0))
    changed = replace(draft, agenda=(*draft.agenda, AgendaItem(None, None, "新しい議題")))
    assert DraftForms(draft, page=1, revision=0, data=data).fits
    assert not DraftForms(changed, page=1, revision=0, data=data).fits
    assert not DraftForms(draft, page=1, revision=0, data=QueryDict("")).fits


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("header-held_on", "2024-02-30", "実際にある日付"),
        ("header-starts_at", "25:00", "0:00から23:59"),
        ("header-fiscal_year", "令和5", "数字で入力"),
        ("header-number", "-1", "0以上"),
        ("attendees-0-name", "", "氏名・職名を入力"),
        ("utterances-0-kind", "song", "選択してください"),
    ],
)
def test_wrong_values_are_told_at_their_field(build_parsed: Build, name: str, value: str, message: str) -> None:
    draft = build_parsed()
    data = posted(DraftForms(draft, page=1, revision=0))
    data[name] = value
    forms = DraftForms(draft, page=1, revision=0, data=data)
    assert not forms.is_valid()
    (problem,) = forms.problems()
    assert problem.id == f"id_{name}"
    assert message in problem.message


# Source lines beside the draft


def test_each_page_shows_its_source_lines_and_together_all(build_parsed: Build) -> None:
    said = tuple(Utterance("speech", None, "x", (), number * 2 + 10) for number in range(120))
    draft = replace(build_parsed(), utterances=said, warnings=(Warning("no-date", "日付がない", 150),))
    text = "\n".join(str(number) for number in range(1, 301))
    shown = [drafts.source_lines(draft, text, page) for page in (1, 2, 3)]
    assert [line.number for page in shown for line in page] == list(range(1, 301))
    assert (shown[0][0].number, shown[1][0].number, shown[1][0].utterance) == (1, 110, 51)
    (link,) = drafts.warning_links(draft, text)
    assert (link.line, link.page) == (150, 2)
    assert [line.number for line in shown[1] if line.warnings == (1,)] == [150]


def test_utterances_without_lines_show_the_whole_source(build_parsed: Build) -> None:
    draft = replace(build_parsed(), utterances=tuple(Utterance("note", None, "x") for _ in range(60)))
    assert len(drafts.source_lines(draft, "a\nb\nc", 2)) == 3
    assert drafts.source_lines(draft, "", 2) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"])), min_size=9))
def test_any_text_comes_through_the_forms_unchanged(build_parsed: Build, texts: list[str]) -> None:
    title, body, venue, reason, name, item, label, speaker, *said = texts
    parsed = build_parsed(
        title=title,
        body=body,
        venue=venue,
        meeting_access={"level": "closed", "reason": reason},
        attendees=[{"group": label, "name": f"委員{name}", "role": None, "affiliation": None, "proxy": False}],
        agenda=[{"category": label, "number": 1, "title": item}],
        utterances=[],
        attachments=[{"label": label, "title": "資料"}],
    )
    draft = replace(parsed, utterances=tuple(Utterance("speech", speaker, text, (0,)) for text in said))
    assert resent(draft, 1) == draft
