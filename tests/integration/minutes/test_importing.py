"""Parsed minutes become rows, once, in one transaction, and keep their addresses."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError

from minutes.intake.items import new_source
from minutes.models import AttachmentPage, Audience, Body, Meeting, SourceDocument, Topic, TopicLink, Utterance
from minutes.parsing.model import HEAD, ParsedMinutes
from minutes.record.importing import READS_OTHERWISE, ImportRefused, ImportResult, Outcome, import_minutes
from minutes.record.snapshots import parsed_minutes_of
from minutes.signals import meeting_changed

Store = Callable[..., ImportResult]
UTTERANCES: list[dict[str, Any]] = [
    {"kind": "speech", "speaker": "会長", "agenda": [], "text": "開会します。"},
    {"kind": "speech", "speaker": "委員", "agenda": [], "text": "図書館の開館時間を延ばせませんか。"},
]


def test_rows_give_back_what_was_imported(store: Store, build_parsed: Callable[..., ParsedMinutes]) -> None:
    assert [name for name in HEAD if getattr(build_parsed(), name) is None] == []
    meeting = store().meeting
    papers = [{"label": "資料1", "title": "窓口のオンライン化について", "agenda": 0}]
    assert parsed_minutes_of(meeting).to_json()["attachments"] == papers
    assert parsed_minutes_of(meeting) == build_parsed(attachments=papers)
    assert meeting.agenda_items.get(order=1).outcome == "案のとおり承認"
    # The paper of an item's title belongs to that item, though the minutes do not say so.
    assert meeting.attachments.get().agenda_item == meeting.agenda_items.get(order=1)
    assert meeting.utterances.get(order=1).speaker_role == "本部長"


def test_papers_of_the_same_label_and_title_keep_their_row_and_pages(store: Store) -> None:
    paper = {"label": "資料1", "title": "開館時間の比較"}
    meeting = store(attachments=[paper, {"label": "資料2", "title": "予算"}, paper]).meeting
    first, removed, second = meeting.attachments.order_by("order")
    for row in (first, removed, second):
        AttachmentPage.objects.create(attachment=row, number=1, text=f"{row.pk}番の資料です。")
    first.audience = Audience.STAFF
    first.save()
    again = [{"label": "資料3", "title": "新しい資料"}, {"label": "資料１", "title": "開館時間の比較"}, paper]
    assert store(attachments=again, utterances=UTTERANCES).outcome == Outcome.UPDATED
    new, *kept = meeting.attachments.order_by("order")
    assert [row.pk for row in kept] == [first.pk, second.pk]
    assert (kept[0].label, kept[0].audience) == ("資料１", Audience.STAFF)
    assert [row.pages.get().text for row in kept] == [f"{row.pk}番の資料です。" for row in kept]
    assert (new.title, new.pages.count()) == ("新しい資料", 0)
    assert not AttachmentPage.objects.filter(attachment=removed.pk).exists()


def test_the_source_bytes_are_kept_with_their_hash(db: None, build_parsed: Callable[..., ParsedMinutes]) -> None:
    data = "会議録\n".encode("cp932")
    meeting = import_minutes(parsed=build_parsed(), source=new_source(data, "第2回.txt")).meeting
    source = SourceDocument.objects.get()
    assert bytes(source.content) == data
    assert source.sha256 == "afed2f3df27188d1b1e3d50148c780cc7266676614f8b173f587379ff522b406"
    assert meeting.current_version is not None
    assert meeting.current_version.source == source


def test_the_same_minutes_again_change_nothing(store: Store) -> None:
    first = store()
    second = store()
    assert (first.outcome, second.outcome) == (Outcome.INSERTED, Outcome.UNCHANGED)
    assert Meeting.objects.count() == SourceDocument.objects.count() == 1


def test_a_changed_document_of_the_same_meeting_becomes_its_next_version(store: Store) -> None:
    first = store(utterances=UTTERANCES).meeting
    changed = [*UTTERANCES, {"kind": "speech", "speaker": "事務局", "agenda": [], "text": "検討します。"}]
    result = store(utterances=changed)
    assert result.outcome == Outcome.UPDATED
    assert result.meeting.key == first.key
    versions = list(result.meeting.versions.order_by("number"))
    assert [version.number for version in versions] == [1, 2]
    assert result.meeting.current_version == versions[1]
    snapshot = versions[0].snapshot
    assert snapshot is not None
    assert [row["text"] for row in snapshot["utterances"]] == [row["text"] for row in UTTERANCES]
    assert versions[1].snapshot is None


def test_utterances_keep_their_permanent_numbers_in_a_new_version(store: Store) -> None:
    meeting = store(utterances=UTTERANCES).meeting
    inserted: dict[str, Any] = {"kind": "note", "speaker": None, "agenda": [], "text": "資料を配付"}
    store(utterances=[UTTERANCES[0], inserted, UTTERANCES[1]])
    assert list(meeting.utterances.values_list("ref", "text")) == [
        (1, "開会します。"),
        (3, "資料を配付"),
        (2, "図書館の開館時間を延ばせませんか。"),
    ]


def test_an_old_file_that_comes_again_after_a_newer_one_changes_nothing(store: Store) -> None:
    store(venue="第一会議室")
    store(venue="第二会議室")
    assert store(venue="第一会議室").outcome == Outcome.UNCHANGED
    assert Meeting.objects.get().venue == "第二会議室"


def test_reading_the_same_file_again_does_not_undo_a_persons_correction(
    store: Store, build_parsed: Callable[..., ParsedMinutes]
) -> None:
    meeting = store().meeting
    assert meeting.current_version is not None
    source = meeting.current_version.source
    import_minutes(parsed=build_parsed(venue="講堂"), source=source, edited=True, reason="場所の誤り")
    source_again = new_source(bytes(source.content), source.filename)
    source_again.parser_version = "newer"
    for reread in (False, True):
        result = import_minutes(parsed=build_parsed(venue="新しい読み方"), source=source_again, reread=reread)
        assert (result.outcome, result.note) == (Outcome.UNCHANGED, "")
    assert Meeting.objects.get().venue == "講堂"


def test_a_newer_parser_that_reads_the_same_file_otherwise_is_told_and_changes_it_only_where_that_is_asked_for(
    store: Store, build_parsed: Callable[..., ParsedMinutes]
) -> None:
    data = "同じファイル".encode()
    import_minutes(parsed=build_parsed(venue=None), source=new_source(data, "a.txt"))
    again = new_source(data, "a.txt")
    again.parser_version = "2"
    told = import_minutes(parsed=build_parsed(venue="庁議室"), source=again)
    assert (told.outcome, told.note, Meeting.objects.get().venue) == (Outcome.UNCHANGED, READS_OTHERWISE, "")
    same = import_minutes(parsed=build_parsed(venue=None), source=again)
    assert (same.outcome, same.note) == (Outcome.UNCHANGED, "")
    done = import_minutes(parsed=build_parsed(venue="庁議室"), source=again, reread=True)
    assert (done.outcome, Meeting.objects.get().venue) == (Outcome.UPDATED, "庁議室")
    version = done.meeting.current_version
    assert version is not None
    assert (version.reread, version.edited) == (True, False)


def test_meetings_of_another_system_are_known_by_its_number(store: Store) -> None:
    first = store(source_id="h17-1", number=None)
    other = store(source_id="h17-2", number=None, venue="委員会室")
    moved = store(source_id="h17-1", number=None, held_on="2024-03-26")
    assert other.meeting != first.meeting
    assert (moved.outcome, moved.meeting) == (Outcome.UPDATED, first.meeting)


def test_bodies_that_differ_only_in_width_or_spaces_are_one(store: Store) -> None:
    store(body="ＤＸ推進 本部", number=1)
    store(body="DX推進本部", number=2)
    assert Body.objects.count() == 1


def test_minutes_without_date_and_fiscal_year_are_refused_with_a_reason(store: Store) -> None:
    with pytest.raises(ImportRefused, match="開催日"):
        store(held_on=None, fiscal_year=None)
    assert not Meeting.objects.exists()


def test_minutes_without_a_body_are_filed_under_unknown(store: Store) -> None:
    assert store(body=None, title=None).meeting.body.name == "会議体不明"


@pytest.mark.django_db(transaction=True)
def test_a_failing_receiver_leaves_nothing_half_done(build_parsed: Callable[..., ParsedMinutes]) -> None:
    def fail(**_: Any) -> None:
        raise IntegrityError("index")

    meeting_changed.connect(fail)
    try:
        with pytest.raises(IntegrityError):
            import_minutes(parsed=build_parsed(), source=new_source(b"x", "a.txt"))
    finally:
        meeting_changed.disconnect(fail)
    assert not Meeting.objects.exists()
    assert not Utterance.objects.exists()
    assert not SourceDocument.objects.exists()
    assert not Body.objects.exists()


def test_topics_are_suggested_by_terms_and_kept_when_a_person_decided(store: Store) -> None:
    topic = Topic.objects.create(name="電話", terms=["電話システム"])
    meeting = store().meeting
    link = TopicLink.objects.get()
    assert (link.topic, link.agenda_item.title, link.state) == (topic, "電話システムの更新について", "suggested")
    TopicLink.objects.update(state=TopicLink.State.REFUSED)
    store(venue="講堂")
    assert TopicLink.objects.get().state == TopicLink.State.REFUSED
    assert meeting.agenda_items.count() == 2


def test_restricted_utterances_stay_restricted_in_a_new_version(store: Store) -> None:
    meeting = store().meeting
    meeting.utterances.filter(ref=3).update(audience=2)
    store(venue="講堂")
    assert list(meeting.utterances.filter(audience=2).values_list("ref", flat=True)) == [3]


def test_addresses_do_not_count_the_meetings_of_a_day(store: Store) -> None:
    keys = [store(source_id=f"s{number}", number=number, title=f"第{number}回").meeting.key for number in (1, 2, 3)]
    stems, ends = zip(*(key.rsplit("-", 1) for key in keys), strict=True)
    assert len(set(stems)) == 1
    assert all(re.fullmatch(r"[a-z2-9]{4}", end) for end in ends) and len(set(ends)) == 3


def test_minutes_printed_as_closed_are_read_by_staff_until_somebody_says_otherwise(
    store: Store, build_parsed: Callable[..., ParsedMinutes]
) -> None:
    closed = store(minutes_access={"level": "closed", "reason": "審査のため"})
    assert closed.meeting.audience == Audience.STAFF
    assert "「庁内」にしました" in closed.note
    other = store(source_id="2", number=7, minutes_access={"level": "partial", "reason": None})
    assert (other.meeting.audience, other.note) == (Audience.EVERYONE, "")
    other.meeting.body.audience = Audience.EDITORS
    other.meeting.body.save()
    narrow = store(source_id="3", number=8, minutes_access={"level": "closed", "reason": None})
    assert (narrow.meeting.audience, narrow.note) == (Audience.EDITORS, "")
