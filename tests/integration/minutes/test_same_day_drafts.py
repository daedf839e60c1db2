"""Drafts of a day that has a meeting already: the desk asks where it cannot know, and publishes nothing until it is told."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minutes.drafts import meetings, settling
from minutes.drafts.settling import ChoiceError
from minutes.intake.items import new_source
from minutes.models import Body, Meeting, Upload
from minutes.parsing.model import ParsedMinutes
from minutes.record.identity import Verdict
from minutes.record.importing import ImportResult
from minutes.uploads import lifecycle, triage
from minutes.uploads.lifecycle import UploadError
from minutes.uploads.triage import Level

pytestmark = pytest.mark.django_db
Build = Callable[..., ParsedMinutes]
Store = Callable[..., ImportResult]
LIST, TOGETHER = "/staff/uploads/", "/staff/uploads/question/"
QUESTION = "同じ日の会議がすでにあります"


def said(text: str) -> list[dict[str, Any]]:
    return [{"kind": "speech", "speaker": "委員", "agenda": [], "text": text}]


HARBOUR = said("港の防波堤は、来年度の工事で三十メートル延ばします。漁協との協議は、先月のうちに終わりました。")
SCHOOL = said("小学校の給食室は、夏休みの間に改修します。調理員の人数は、改修の後も変わりません。")
LIBRARY = said("図書館の開館時間を、平日は午後八時まで延ばします。嘱託の司書を二人増やす予定です。")
BARE: dict[str, Any] = {
    "number": None,
    "title": "みなと野市情報化推進本部会議録",
    "starts_at": None,
    "agenda": [],
    "attachments": [],
    "utterances": SCHOOL,
}


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def draft(editor: User, build_parsed: Build, known_body: Body) -> Callable[..., Upload]:
    """draft(title=…): a sure draft of BARE, of bytes of its own, of a registered body."""

    def make(**changes: Any) -> Upload:
        name = changes.pop("filename", f"{Upload.objects.count() + 1}.txt")
        parsed = build_parsed(certainty=0.97, **{**BARE, **changes})
        source = new_source(repr((name, parsed)).encode(), name, "text/plain")
        source.save()
        state, json = Upload.State.DRAFT, parsed.to_json()
        fields = {"source": source, "state": state, "parsed": json, "certainty": 0.97, "created_by": editor}
        return Upload.objects.get(pk=Upload.objects.create(**fields).pk)

    return make


Draft = Callable[..., Upload]


def level_of(upload: Upload) -> str:
    found: Any = triage.levelled(Upload.objects.filter(pk=upload.pk), triage.ready_keys()).get()
    return str(found.level)


def row_of(desk: Client, upload: Upload) -> str:
    html = re.sub(r"\s+", " ", desk.get(LIST, {"show": "all"}).content.decode())
    return html.partition(f'<tr id="upload-{upload.pk}"')[2].partition("</tr>")[0]


def page_of(desk: Client, upload: Upload) -> str:
    return re.sub(r"\s+", " ", desk.get(upload.get_absolute_url()).content.decode())


def buttons_of(html: str) -> dict[str, str]:
    """The value of each choice that a page offers, by what its button says; of several of one label the last."""
    found = re.findall(r'name="choose" value="([^"]*)"[^>]*>([^<]+)</button>', html)
    return {label.strip(): value for value, label in found}


def choose(desk: Client, upload: Upload, label: str) -> str:
    value = buttons_of(page_of(desk, upload))[label]
    answer = desk.post(reverse("minutes:upload_meeting", args=[upload.pk]), {"choose": value}, follow=True)
    return re.sub(r"\s+", " ", answer.content.decode())


def publish(upload: Upload, user: User) -> Meeting:
    meeting = lifecycle.publish(upload=Upload.objects.get(pk=upload.pk), user=user, reason="同じ会議の訂正").meeting
    assert meeting is not None
    return meeting


def publish_together(desk: Client, *uploads: Upload) -> str:
    """What the page says after these were published together, as they were asked about."""
    picks = [
        f"{pk}:{revision}"
        for pk, revision in Upload.objects.filter(pk__in=[one.pk for one in uploads]).values_list("pk", "revision")
    ]
    return desk.post(TOGETHER, {"confirm": "publish", "pick": picks}, follow=True).content.decode()


NEW, CORRECTION = "別の会議として公開", "この会議録の訂正として公開"


# Asking


def test_the_list_and_the_page_ask_and_the_draft_is_not_ready(desk: Client, draft: Draft, store: Store) -> None:
    meeting = store(**{**BARE, "utterances": HARBOUR, "starts_at": "10:00"}).meeting
    Meeting.objects.update(starts_at=None)
    upload = draft()
    assert level_of(upload) == Level.LOOK
    row, page = row_of(desk, upload), page_of(desk, upload)
    for html in (row, page):
        assert QUESTION in html
        assert f'<a href="{meeting.get_absolute_url()}">{meeting.title}</a>' in html
        assert set(buttons_of(html)) == {NEW, CORRECTION}
    assert "同じ会議か別の会議かが未決定" in row
    assert [gap.field for gap in lifecycle.missing(upload)] == ["meeting"]


def test_undated_drafts_of_one_title_are_asked_about(desk: Client, draft: Draft, store: Store) -> None:
    store(**{**BARE, "held_on": None, "utterances": HARBOUR})
    upload = draft(held_on=None)
    assert level_of(upload) == Level.LOOK
    assert "同じ名称で開催日のない会議がすでにあります" in row_of(desk, upload)


def test_nothing_is_published_before_somebody_chose(desk: Client, draft: Draft, store: Store, editor: User) -> None:
    store(**{**BARE, "utterances": HARBOUR})
    upload = draft(filename="給食.txt")
    with pytest.raises(UploadError, match="別の会議として公開するか"):
        lifecycle.publish(upload=upload, user=editor)
    asked = desk.get(f"{TOGETHER}?action=publish&pick={upload.pk}").content.decode()
    told = publish_together(desk, upload)
    assert "同じ日の会議と同じ会議か、別の会議かが決まっていません" in asked
    assert "同じ日の会議と同じ会議か、別の会議かが決まっていません。選んでから公開してください）：給食.txt" in told
    assert Meeting.objects.count() == 1
    assert Meeting.objects.get().versions.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"starts_at": "13:30", "agenda": [{"category": None, "number": None, "title": "給食室の改修"}]},
        {"title": "みなと野市情報化推進本部（午後の部）会議録"},
    ],
)
def test_what_is_surely_another_meeting_is_ready(
    desk: Client, draft: Draft, store: Store, editor: User, other: dict[str, Any]
) -> None:
    first = store(**{**BARE, "title": "情報化推進本部（午前の部）会議録", "starts_at": "10:00", "utterances": HARBOUR})
    upload = draft(**other)
    assert level_of(upload) == Level.READY
    assert QUESTION not in row_of(desk, upload)
    assert CORRECTION in buttons_of(page_of(desk, upload))
    assert publish(upload, editor) != first.meeting
    assert Meeting.objects.count() == 2


def test_a_later_state_of_the_same_minutes_is_told_as_the_same_meeting(
    desk: Client, draft: Draft, store: Store
) -> None:
    meeting = store(**{**BARE, "starts_at": "10:00"}).meeting
    upload = draft(starts_at="10:00", utterances=[*SCHOOL, *said("以上です。")])
    assert level_of(upload) == Level.LOOK
    assert f'同じ会議があります：<a href="{meeting.get_absolute_url()}">' in row_of(desk, upload)
    assert lifecycle.meeting_to_change(upload) == meeting
    assert NEW in buttons_of(page_of(desk, upload))


# Choosing


def test_a_draft_is_published_as_another_meeting(desk: Client, draft: Draft, store: Store, editor: User) -> None:
    first = store(**{**BARE, "utterances": HARBOUR}).meeting
    upload = draft()
    assert "別の会議として公開します" in choose(desk, upload, NEW)
    assert level_of(upload) == Level.READY
    assert "別の会議として公開します" in row_of(desk, upload)
    publish_together(desk, upload)
    second = Meeting.objects.exclude(pk=first.pk).get()
    assert (first.versions.count(), second.versions.count()) == (1, 1)
    assert second.key != first.key


def test_a_draft_is_published_as_a_correction(desk: Client, draft: Draft, store: Store, editor: User) -> None:
    first = store(**{**BARE, "utterances": HARBOUR}).meeting
    upload = draft()
    assert f"「{first.title}」の訂正として公開します" in choose(desk, upload, CORRECTION)
    assert level_of(upload) == Level.LOOK
    assert lifecycle.meeting_to_change(Upload.objects.get(pk=upload.pk)) == first
    assert publish(upload, editor) == first
    assert Meeting.objects.get().versions.count() == 2


def test_the_list_takes_the_choice_and_comes_back(desk: Client, draft: Draft, store: Store) -> None:
    store(**{**BARE, "utterances": HARBOUR})
    upload = draft()
    value = buttons_of(row_of(desk, upload))[NEW]
    address = reverse("minutes:upload_meeting", args=[upload.pk])
    answer = desk.post(address, {"choose": value, "back": f"{LIST}?show=look"})
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?show=look")
    assert desk.post(address, {"choose": value, "back": "https://elsewhere.example/"})["Location"].rstrip("?") == LIST
    assert level_of(upload) == Level.READY


def test_a_choice_can_be_taken_back_and_made_anew(desk: Client, draft: Draft, store: Store) -> None:
    store(**{**BARE, "utterances": HARBOUR})
    upload = draft()
    choose(desk, upload, NEW)
    choose(desk, upload, "選び直す")
    assert level_of(upload) == Level.LOOK
    assert "meeting" not in Upload.objects.get(pk=upload.pk).choices
    choose(desk, upload, CORRECTION)
    assert "訂正として公開します" in row_of(desk, upload)


def test_a_choice_holds_when_the_document_is_read_again(
    desk: Client, draft: Draft, store: Store, read_waiting: Callable[[], None], editor: User
) -> None:
    store(**{**BARE, "utterances": HARBOUR})
    upload = draft()
    choose(desk, upload, NEW)
    Upload.objects.filter(pk=upload.pk).update(parsed={**(upload.parsed or {}), "venue": "講堂"}, revision=3)
    assert level_of(upload) == Level.READY


def test_a_choice_that_the_page_offered_before_something_came_is_refused(
    desk: Client, draft: Draft, store: Store
) -> None:
    store(**{**BARE, "utterances": HARBOUR})
    upload = draft()
    value = buttons_of(page_of(desk, upload))[NEW]
    store(**{**BARE, "title": "公聴会", "utterances": LIBRARY})
    told = desk.post(reverse("minutes:upload_meeting", args=[upload.pk]), {"choose": value}, follow=True)
    assert "同じ日の会議が、画面を開いた後に変わりました" in told.content.decode()
    with pytest.raises(ChoiceError):
        settling.choose_meeting(upload=upload, key="nowhere", shown=meetings.meeting_of(upload).digest)
    assert not Upload.objects.get(pk=upload.pk).choices


@pytest.mark.parametrize("value", ["", ":", "nonsense", "x:y:z", "again:1"])
def test_what_is_no_choice_changes_nothing(desk: Client, draft: Draft, store: Store, value: str) -> None:
    store(**{**BARE, "utterances": HARBOUR})
    upload = draft()
    answer = desk.post(reverse("minutes:upload_meeting", args=[upload.pk]), {"choose": value})
    assert answer.status_code == 302
    assert not Upload.objects.get(pk=upload.pk).choices


# What was chosen is looked at again


def test_another_meeting_that_came_since_is_asked_about(desk: Client, draft: Draft, store: Store, editor: User) -> None:
    store(**{**BARE, "starts_at": "10:00", "utterances": HARBOUR})
    Meeting.objects.update(starts_at=None)
    upload = draft()
    choose(desk, upload, NEW)
    other = store(**{**BARE, "title": "公聴会", "utterances": LIBRARY}).meeting
    Meeting.objects.filter(pk=other.pk).update(title=BARE["title"])
    with pytest.raises(UploadError, match="別の会議として公開するか"):
        publish(upload, editor)
    assert "もう一度選んでください" in page_of(desk, upload)
    choose(desk, upload, NEW)
    publish(upload, editor)
    assert Meeting.objects.count() == 3


@pytest.mark.parametrize("gone", ["withdrawn", "moved"])
def test_a_chosen_meeting_that_is_gone_is_not_corrected(
    desk: Client, draft: Draft, store: Store, editor: User, gone: str
) -> None:
    first = store(**{**BARE, "utterances": HARBOUR}).meeting
    upload = draft()
    choose(desk, upload, CORRECTION)
    Meeting.objects.update(**({"status": "withdrawn"} if gone == "withdrawn" else {"held_on": "2020-01-01"}))
    with pytest.raises(UploadError, match="別の会議として公開するか"):
        publish(upload, editor)
    assert level_of(upload) == Level.LOOK
    assert first.versions.count() == 1
    page = page_of(desk, upload)
    assert "もう一度選んでください" in page
    assert ("取下げ" in page) == (gone == "withdrawn")
    choose(desk, upload, NEW)
    assert publish(upload, editor) != first


# Drafts among themselves


def test_two_drafts_of_a_day_published_together_become_two_meetings(desk: Client, draft: Draft, editor: User) -> None:
    first = draft(starts_at="10:00", utterances=HARBOUR)
    second = draft(starts_at="13:30", utterances=SCHOOL)
    assert (level_of(first), level_of(second)) == (Level.READY, Level.READY)
    publish_together(desk, first, second)
    assert Meeting.objects.count() == 2
    assert {meeting.versions.count() for meeting in Meeting.objects.all()} == {1}


def test_drafts_of_which_it_was_chosen_become_two_meetings_together(
    desk: Client, draft: Draft, store: Store, editor: User
) -> None:
    store(**{**BARE, "utterances": HARBOUR})
    first, second = draft(utterances=SCHOOL), draft(utterances=LIBRARY)
    for upload in (first, second):
        assert "取込み中の文書" in page_of(desk, upload)
        choose(desk, upload, NEW)
    assert (level_of(first), level_of(second)) == (Level.READY, Level.READY)
    publish_together(desk, first, second)
    assert Meeting.objects.count() == 3
    assert set(Upload.objects.values_list("state", flat=True)) == {"published"}


def test_of_two_drafts_that_may_be_one_the_later_is_asked_about(desk: Client, draft: Draft, editor: User) -> None:
    first, second = draft(utterances=HARBOUR), draft(utterances=SCHOOL)
    assert (level_of(first), level_of(second)) == (Level.READY, Level.LOOK)
    assert QUESTION in row_of(desk, second) and first.source.filename in row_of(desk, second)
    publish_together(desk, first, second)
    assert Meeting.objects.count() == 1
    assert meetings.meeting_of(second).identity.verdict == Verdict.UNSURE
    choose(desk, second, NEW)
    publish_together(desk, second)
    assert Meeting.objects.count() == 2


def test_an_edited_draft_of_a_document_that_holds_two_meetings_is_asked_about(
    desk: Client, draft: Draft, editor: User
) -> None:
    both = draft(title="本部会議（午前の部）", filename="一日分.txt")
    first = publish(both, editor)
    other = {**(both.parsed or {}), "title": "本部会議（午後の部）", "utterances": HARBOUR}
    again = Upload.objects.create(source=new_copy(both), state="draft", parsed=other, revision=2, created_by=editor)
    again = Upload.objects.get(pk=again.pk)
    assert meetings.meeting_of(again).identity.candidates == (first,)
    choose(desk, again, NEW)
    assert publish(again, editor) != first


def new_copy(upload: Upload) -> Any:
    source = new_source(bytes(upload.source.content), upload.source.filename, "text/plain")
    source.save()
    return source


def test_a_structured_draft_is_known_by_its_number_in_the_other_system(draft: Draft, store: Store) -> None:
    meeting = store(**{**BARE, "source_id": "kaigi-1"}).meeting
    upload = draft(held_on="2024-04-02", source_id="kaigi-1")
    type(upload.source).objects.filter(pk=upload.source_id).update(media_type="application/json")
    assert level_of(upload) == Level.LOOK
    assert lifecycle.meeting_to_change(Upload.objects.get(pk=upload.pk)) == meeting


# Many


def test_many_drafts_of_days_that_have_meetings_cost_as_many_questions_as_one(
    desk: Client, draft: Draft, store: Store
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert QUESTION in desk.get(LIST).content.decode()
        return len(captured)

    def a_day(day: int) -> None:
        store(**{**BARE, "held_on": f"2024-05-{day:02}", "utterances": HARBOUR})
        draft(held_on=f"2024-05-{day:02}", utterances=SCHOOL)
        draft(held_on=f"2024-05-{day:02}", utterances=LIBRARY)

    a_day(1)
    one = questions()
    for day in range(2, 12):
        a_day(day)
    assert questions() <= one
