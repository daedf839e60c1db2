"""Before stored minutes are replaced their page shows what readers will find changed, what they lose first, and asks why."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from minutes.drafts import edits
from minutes.editing import read_operation, with_ids
from minutes.intake import new_source
from minutes.models import Attachment, Audience, Body, Meeting, Paper, Topic, TopicLink, Upload
from minutes.parsing import ParsedMinutes
from minutes.record import Forecast, state_of
from minutes.uploads import StaleDraft, UploadError, lifecycle
from minutes.uploads.lifecycle import Shown

pytestmark = pytest.mark.django_db
Build = Callable[..., ParsedMinutes]
Store = Callable[..., Any]
Draft = Callable[..., Upload]
REASON = "会議録の公開の欄の誤り"


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def meeting(store: Store) -> Meeting:
    found: Meeting = store().meeting
    return found


@pytest.fixture
def correction(meeting: Meeting, editor: User) -> Upload:
    return lifecycle.start_correction(meeting=meeting, user=editor)


@pytest.fixture
def draft(editor: User, build_parsed: Build) -> Draft:
    """draft(title=…): a draft that was read from a document of its own."""

    def make(**changes: Any) -> Upload:
        parsed = with_ids(build_parsed(**changes))
        Body.objects.get_or_create(name=parsed.body or "")
        source = new_source(repr(parsed).encode(), "新しい文書.txt", "text/plain")
        source.save()
        return Upload.objects.create(
            source=source, state="draft", parsed=parsed.to_json(), created_by=editor, updated_by=editor
        )

    return make


def correct(upload: Upload, user: User, **operation: Any) -> Upload:
    edits.do(pk=upload.pk, user=user, operation=read_operation(operation), since=0)
    return Upload.objects.get(pk=upload.pk)


def without_access(upload: Upload, user: User) -> Upload:
    """公開の可否 is lost, as by a slip of the hand."""
    before = {"level": "partial", "reason": None}
    after = {"level": None, "reason": None}
    return correct(upload, user, op="set", table="head", field="minutes_access", before=before, after=after)


def address_of(upload: Upload) -> str:
    return reverse("minutes:upload_publish_changes", args=[upload.pk])


def button_of(upload: Upload) -> str:
    """Where the button of the checking page leads."""
    return reverse("minutes:upload_publish", args=[upload.pk])


def page_of(desk: Client, upload: Upload) -> str:
    answer = desk.get(address_of(upload))
    assert answer.status_code == 200
    return flat(answer.content.decode())


def flat(html: str) -> str:
    return re.sub(r"\s+", " ", html)


def held(html: str) -> dict[str, str]:
    """What the page's form would send, with the button pressed."""
    found = dict(re.findall(r'name="(revision|version|reason|reason-before|marks)"[^>]*? value="([^"]*)"', html))
    return {**found, "action": "publish"}


def publish(desk: Client, upload: Upload, html: str, **changes: str) -> Any:
    return desk.post(address_of(upload), {**held(html), **changes}, follow=True)


def versions(meeting: Meeting) -> int:
    return meeting.versions.count()


# What the page shows


def test_a_lost_field_is_shown_first_and_marked(
    desk: Client, meeting: Meeting, correction: Upload, editor: User
) -> None:
    correct(correction, editor, op="set", table="head", field="venue", before="庁議室", after="大会議室")
    html = page_of(desk, without_access(correction, editor))
    losses, rest = html.split("ほかに変わるところ")
    assert "なくなるもの（1件）" in losses and "記載がなくなる" in losses
    assert "会議録の公開" in losses and "一部非公開" in losses
    assert "（1か所）" in rest and "大会議室" in rest and "一部非公開" not in rest
    assert versions(meeting) == 1


def test_all_that_readers_lose_is_named(desk: Client, store: Store, editor: User) -> None:
    meeting = store(attachments=[{"label": "資料1", "title": "見取図"}, {"label": "資料2", "title": "名簿"}]).meeting
    source = new_source(b"plan", "見取図.pdf", "application/pdf")
    source.save()
    Attachment.objects.filter(label="資料1").update(source=source)
    topic = Topic.objects.create(name="電話")
    TopicLink.objects.create(agenda_item=meeting.agenda_items.get(order=2), topic=topic, state="confirmed")
    upload = lifecycle.start_correction(meeting=meeting, user=editor)
    for table, row in (("attendees", "p1"), ("agenda", "a2"), ("attachments", "r1")):
        upload = correct(
            upload, editor, op="delete", table=table, id=(upload.parsed or {})[table][int(row[1]) - 1]["id"]
        )
    upload = correct(upload, editor, op="delete", table="utterances", id="u0.3")
    losses = page_of(desk, upload).split("ほかに変わるところ")[0]
    assert "なくなるもの（6件）" in losses
    for words in (
        "副市長（本部長）",
        "報告事項（1） 電話システムの更新について",
        "資料1 見取図",
        "見取図.pdf",
        "発言（部員）",
        "申請の件数はどれくらいですか。",
        "電話システムの更新について：電話",
    ):
        assert words in losses, words


def test_what_more_people_could_read_is_shown(desk: Client, store: Store, editor: User) -> None:
    meeting = store(attachments=[{"label": "資料1", "title": "名簿"}, {"label": "資料2", "title": "見取図"}]).meeting
    Attachment.objects.update(audience=Audience.EDITORS)
    upload = lifecycle.start_correction(meeting=meeting, user=editor)
    rows = (upload.parsed or {})["attachments"]
    source = new_source(b"names", "名簿.txt", "text/plain")
    source.save()
    Paper.objects.create(upload=upload, source=source, row=rows[0]["id"], audience=0, created_by=editor)
    upload = correct(
        upload, editor, op="set", table="utterances", id="u0", field="speaker", before="本部長", after="部長"
    )
    html = page_of(desk, upload)
    assert "見られる人が増えるもの（1件）" in html and "資料1 名簿" in html
    assert "いまは「編集者」だけ、公開後は「公開」" in html


def test_a_new_original_that_everybody_could_download_is_shown(
    desk: Client, meeting: Meeting, draft: Draft, build_parsed: Build
) -> None:
    meeting.utterances.filter(order=3).update(audience=Audience.EDITORS)
    said = build_parsed().to_json()["utterances"]
    html = page_of(desk, draft(utterances=said[:2] + said[3:]))
    assert "見られる人が増えるもの（1件）" in html and "原本" in html and "新しい文書.txt" in html


def test_open_checks_are_listed(desk: Client, meeting: Meeting, draft: Draft, build_parsed: Build) -> None:
    said = build_parsed().to_json()["utterances"]
    said[2]["certainty"] = 0.4
    told = [
        {"code": "weekday-mismatch", "line": 3, "message": "曜日が違います"},
        {"code": "unparsed-text", "line": 9, "message": "どの発言にも入らない文"},
        {"code": "count", "line": 9, "message": "傍聴者 3人", "minor": True},
    ]
    html = page_of(desk, draft(warnings=told, utterances=said))
    assert "まだ確かめていない箇所（3件）" in html
    for words in ("曜日の誤り", "曜日が違います", "どの発言にも入らない文", "確かでない発言", "部員：申請の件数"):
        assert words in html
    assert "傍聴者" not in html


def test_a_correction_of_nothing_says_so(desk: Client, meeting: Meeting, correction: Upload) -> None:
    html = page_of(desk, correction)
    assert "変わるところはありません" in html and 'name="action"' not in html
    sent = {"revision": "0", "version": str(meeting.current_version_id), "action": "publish", "reason": REASON}
    answer = desk.post(address_of(correction), sent)
    assert "変わるところはありません" in answer.content.decode() and versions(meeting) == 1


def test_what_is_missing_is_told_instead(desk: Client, meeting: Meeting, correction: Upload, editor: User) -> None:
    upload = correct(correction, editor, op="insert", table="agenda", after=None, row={})
    html = page_of(desk, upload)
    assert "件名のない議題があります" in html and 'name="action"' not in html
    sent = {"revision": "1", "version": str(meeting.current_version_id), "action": "publish", "reason": REASON}
    answer = desk.post(address_of(upload), sent)
    assert answer["Location"] == upload.get_absolute_url() + "#missing"
    assert desk.post(button_of(upload), sent)["Location"] == upload.get_absolute_url() + "#missing"
    assert versions(meeting) == 1 and Upload.objects.get().reason == REASON


def test_hostile_text_is_shown_as_text(desk: Client, meeting: Meeting, correction: Upload, editor: User) -> None:
    hostile = "</script><script>alert(1)</script>"
    upload = correct(correction, editor, op="set", table="head", field="venue", before="庁議室", after=hostile)
    answer = publish(desk, upload, page_of(desk, upload), reason="", **{"reason-before": hostile})
    assert hostile not in answer.content.decode() and "&lt;script&gt;" in answer.content.decode()


def test_long_minutes_are_shown_in_pages(desk: Client, store: Store, editor: User) -> None:
    said = [
        {"kind": "speech", "speaker": "委員", "agenda": [], "text": f"第{number}の発言です。"} for number in range(250)
    ]
    meeting = store(utterances=said).meeting
    upload = lifecycle.start_correction(meeting=meeting, user=editor)
    parsed = upload.parsed or {}
    for row in parsed["utterances"]:
        row["text"] += "訂正しました。"
    Upload.objects.update(parsed=parsed, revision=1)
    html = page_of(desk, upload)
    assert html.count("utterance--changed") == 100 and "（250か所）" in html and 'href="?page=2"' in html
    second = flat(desk.get(address_of(upload) + "?page=2").content.decode())
    assert second.count("utterance--changed") == 100 and 'name="action"' not in second


# The rules of publishing


@pytest.mark.parametrize("missing", ["action", "revision", "version", "reason"])
def test_each_part_of_the_form_is_needed(
    desk: Client, meeting: Meeting, correction: Upload, editor: User, missing: str
) -> None:
    upload = without_access(correction, editor)
    sent = {**held(page_of(desk, upload)), "reason": REASON}
    assert sent.keys() == {"action", "revision", "version", "reason", "reason-before", "marks"}
    answer = desk.post(
        address_of(upload), {name: value for name, value in sent.items() if name != missing}, follow=True
    )
    html = flat(answer.content.decode())
    assert "公開すると変わるところ" in html and "公開しました。" not in html
    assert versions(meeting) == 1 and Upload.objects.get().state == "draft"
    if missing != "version":
        assert REASON in html or missing == "reason"
    assert desk.post(address_of(upload), sent).status_code == 302
    assert versions(meeting) == 2


@pytest.mark.parametrize("forged", [{"action": "yes"}, {"version": "x"}, {"revision": ""}, {"version": "9" * 40}])
def test_a_forged_form_publishes_nothing(
    desk: Client, meeting: Meeting, correction: Upload, editor: User, forged: dict[str, str]
) -> None:
    upload = without_access(correction, editor)
    answer = publish(desk, upload, page_of(desk, upload), **{"reason": REASON, **forged})
    assert answer.status_code in (409, 422) and REASON in answer.content.decode()
    assert versions(meeting) == 1


@pytest.mark.parametrize("unseen", [" 　 ", "\u200b\u200b", "\u2060 \ufeff"])
def test_a_reason_is_asked_for_and_nothing_is_lost(
    desk: Client, meeting: Meeting, correction: Upload, editor: User, unseen: str
) -> None:
    upload = without_access(correction, editor)
    answer = publish(desk, upload, page_of(desk, upload), reason=unseen)
    html = flat(answer.content.decode())
    assert answer.status_code == 422 and "訂正の理由を入力してください。" in html and 'aria-invalid="true"' in html
    assert "なくなるもの（1件）" in html
    told = publish(desk, upload, html, reason="あ" * 3000)
    assert told.status_code == 422 and "長すぎます" in told.content.decode()
    publish(desk, upload, html, reason=REASON)
    version = Meeting.objects.get().current_version
    assert version is not None and (version.number, version.reason) == (2, REASON)


def test_whoever_goes_back_takes_the_reason_along(
    desk: Client, meeting: Meeting, correction: Upload, editor: User
) -> None:
    upload = without_access(correction, editor)
    page = page_of(desk, upload)
    answer = publish(desk, upload, page, reason=REASON, action="back")
    assert answer.redirect_chain == [(upload.get_absolute_url(), 302)]
    assert Upload.objects.get(pk=upload.pk).reason == REASON
    answer = publish(desk, upload, page, reason="ほかの画面で書いた理由", action="back")
    told = answer.content.decode()
    assert answer.status_code == 409 and REASON in told and "ほかの画面で書いた理由" in told
    assert versions(meeting) == 1


def test_a_reason_written_on_the_checking_page_is_there(
    desk: Client, meeting: Meeting, correction: Upload, editor: User
) -> None:
    edits.set_reason(pk=correction.pk, user=editor, reason=REASON)
    upload = without_access(correction, editor)
    html = page_of(desk, upload)
    assert held(html)["reason"] == REASON
    Upload.objects.update(reason="ほかの人の理由")
    answer = publish(desk, upload, html, reason="自分の理由")
    assert answer.status_code == 409
    assert "ほかの人の理由" in answer.content.decode() and "自分の理由" in answer.content.decode()
    assert versions(meeting) == 1


def test_a_draft_that_changed_meanwhile_is_shown_again(
    desk: Client, meeting: Meeting, correction: Upload, editor: User
) -> None:
    upload = without_access(correction, editor)
    html = page_of(desk, upload)
    correct(upload, editor, op="delete", table="utterances", id="u0")
    answer = publish(desk, upload, html, reason=REASON)
    again = flat(answer.content.decode())
    assert answer.status_code == 409 and "変わりました" in again and REASON in again
    assert "なくなるもの（2件）" in again and versions(meeting) == 1
    publish(desk, upload, again)
    assert versions(meeting) == 2


def test_minutes_that_changed_meanwhile_are_compared_again(
    desk: Client, meeting: Meeting, correction: Upload, editor: User
) -> None:
    upload = without_access(correction, editor)
    html = page_of(desk, upload)
    Upload.objects.filter(pk=upload.pk).update(created_at=upload.created_at - timedelta(days=1))
    other = lifecycle.start_correction(meeting=meeting, user=editor)
    if other.pk == upload.pk:
        other = Upload.objects.create(
            source=upload.source, state="draft", parsed=upload.parsed, meeting=meeting, created_by=editor, reason="先"
        )
    other = correct(other, editor, op="set", table="head", field="venue", before="庁議室", after="第二会議室")
    lifecycle.publish(upload=other, user=editor, reason="先に直した")
    answer = publish(desk, upload, html, reason=REASON)
    again = flat(answer.content.decode())
    assert answer.status_code == 409 and "変わりました" in again and "第2版が公開されました" in again
    assert "第二会議室" in again and versions(meeting) == 2


def test_a_second_press_of_the_button_changes_nothing(
    desk: Client, meeting: Meeting, correction: Upload, editor: User
) -> None:
    upload = without_access(correction, editor)
    html = page_of(desk, upload)
    publish(desk, upload, html, reason=REASON)
    again = publish(desk, upload, html, reason=REASON)
    assert "すでに公開されています。" in again.content.decode() and versions(meeting) == 2


def test_a_new_document_of_a_stored_meeting_goes_the_same_way(desk: Client, meeting: Meeting, draft: Draft) -> None:
    upload = draft(venue="大会議室", minutes_access={"level": None, "reason": None})
    led = desk.post(button_of(upload), {"action": "publish", "revision": "0"})
    assert led["Location"] == address_of(upload) and versions(meeting) == 1
    html = page_of(desk, upload)
    assert "公開すると変わるところ" in html and meeting.title in html and "なくなるもの（1件）" in html
    assert publish(desk, upload, html).status_code == 422
    publish(desk, upload, html, reason=REASON)
    assert versions(meeting) == 2 and Meeting.objects.get().venue == "大会議室"


def test_the_same_minutes_again_need_no_reason_and_make_no_version(
    desk: Client, meeting: Meeting, draft: Draft
) -> None:
    upload = draft()
    html = page_of(desk, upload)
    assert "同じ内容です" in html and 'name="reason"' not in html
    assert "公開しました。" in publish(desk, upload, html).content.decode()
    assert versions(meeting) == 1 and Upload.objects.get().meeting == meeting


def test_a_new_meeting_is_published_by_one_press(desk: Client, draft: Draft) -> None:
    upload = draft()
    for sent in ({}, {"action": "publish"}, {"revision": "0"}, {"action": "publish", "revision": "7"}):
        for address in (button_of(upload), address_of(upload)):
            html = flat(desk.post(address, sent, follow=True).content.decode())
            assert "新しい会議録の公開" in html and not Meeting.objects.exists()
    pressed = desk.post(button_of(upload), {"action": "publish", "revision": "0"}, follow=True)
    assert "公開しました。" in pressed.content.decode() and Meeting.objects.count() == 1
    again = desk.post(button_of(upload), {"action": "publish", "revision": "0"}, follow=True)
    assert "すでに公開されています。" in again.content.decode()


def test_what_the_checking_page_has_not_shown_is_not_published(desk: Client, draft: Draft, editor: User) -> None:
    upload = correct(draft(), editor, op="delete", table="utterances", id="u0")
    led = desk.post(button_of(upload), {"action": "publish", "revision": "0"}, follow=True)
    html = flat(led.content.decode())
    assert "変わりました" in html and "新しい会議録の公開" in html and not Meeting.objects.exists()
    assert "公開しました。" in publish(desk, upload, html).content.decode()


def test_a_meeting_that_was_stored_meanwhile_is_not_replaced(desk: Client, draft: Draft, store: Store) -> None:
    upload = draft(venue="大会議室")
    html = page_of(desk, upload)
    meeting = store().meeting
    answer = publish(desk, upload, html)
    assert answer.status_code == 409 and "公開すると変わるところ" in answer.content.decode()
    assert versions(meeting) == 1


def test_a_link_publishes_nothing(desk: Client, meeting: Meeting, correction: Upload, editor: User) -> None:
    upload = without_access(correction, editor)
    sent = {**held(page_of(desk, upload)), "reason": REASON}
    assert desk.get(address_of(upload), sent).status_code == 200
    assert versions(meeting) == 1


def test_who_publishes_is_held_to_what_was_shown(meeting: Meeting, draft: Draft, editor: User) -> None:
    upload = draft(venue="大会議室")
    for shown in (Shown(0, None), Shown(1, meeting.current_version_id), Shown(0, 0)):
        with pytest.raises(StaleDraft):
            lifecycle.publish(upload=upload, user=editor, reason=REASON, shown=shown)
    with pytest.raises(UploadError, match="理由"):
        lifecycle.publish(upload=upload, user=editor)
    assert versions(meeting) == 1


# What the page shows is what is stored


CHANGES: list[dict[str, Any]] = [
    {},
    {"venue": None, "title": None, "fiscal_year": None, "starts_at": "9:05"},
    {"utterances": []},
    {"attendees": [], "agenda": [], "utterances": [{"kind": "note", "speaker": None, "text": "書面で開催"}]},
    {"attachments": [{"label": "資料9", "title": "名簿"}, {"label": "資料2", "title": "見取図（改）"}]},
    {"attachments": [{"label": "資料1", "title": "まったく別の表"}]},
]


@pytest.mark.parametrize("changes", CHANGES)
def test_the_forecast_is_what_is_stored(
    store: Store, draft: Draft, editor: User, build_parsed: Build, changes: dict[str, Any]
) -> None:
    listed = [{"label": "資料1", "title": "名簿"}, {"label": "資料2", "title": "見取図"}]
    meeting = store(attachments=listed).meeting
    Attachment.objects.filter(label="資料1").update(audience=Audience.EDITORS)
    meeting.utterances.filter(order=3).update(audience=Audience.STAFF)
    said = build_parsed().to_json()["utterances"]
    moved = [
        said[5],
        *said[:2],
        {**said[2], "text": "申請の"},
        {**said[2], "text": "件数はどれくらいですか。"},
        *said[3:5],
    ]
    upload = draft(**{"attachments": listed, "utterances": moved, **changes})
    expected = Forecast(meeting, upload, lifecycle.as_published(upload)).after
    lifecycle.publish(upload=upload, user=editor, reason=REASON)
    version = Meeting.objects.get().current_version
    assert version is not None
    found = state_of(version)
    assert (found.refs, found.audiences, found.paper_audiences) == (
        expected.refs,
        expected.audiences,
        expected.paper_audiences,
    )
    for name in ("title", "body", "fiscal_year", "number", "office", "held_on", "starts_at", "venue", "minutes_access"):
        assert getattr(found.parsed, name) == getattr(expected.parsed, name), name
    assert [row.text for row in found.parsed.utterances] == [row.text for row in expected.parsed.utterances]


def test_files_that_a_draft_takes_away_or_replaces_are_foreseen(store: Store, editor: User) -> None:
    meeting = store(attachments=[{"label": "資料1", "title": "名簿"}, {"label": "資料2", "title": "見取図"}]).meeting
    for paper in meeting.attachments.all():
        paper.source = new_source(paper.title.encode(), f"{paper.title}.txt", "text/plain")
        paper.source.save()
        paper.save()
    upload = lifecycle.start_correction(meeting=meeting, user=editor)
    rows = (upload.parsed or {})["attachments"]
    fresh = new_source(b"new", "新しい名簿.txt", "text/plain")
    fresh.save()
    Paper.objects.create(upload=upload, source=fresh, row=rows[0]["id"], created_by=editor)
    upload = correct(upload, editor, op="delete", table="attachments", id=rows[1]["id"])
    forecast = Forecast(meeting, upload, lifecycle.as_published(upload))
    assert [paper.label for paper in forecast.lost_files] == ["資料2"]
    assert [(paper.label, name) for paper, name in forecast.replaced_files] == [("資料1", "新しい名簿.txt")]
    lifecycle.publish(upload=upload, user=editor, reason=REASON)
    assert Attachment.objects.get().source == fresh
