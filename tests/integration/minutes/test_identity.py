"""Which stored meeting some minutes are of: two meetings of a day stay two, one meeting's new minutes are its version."""

import json
from collections.abc import Callable
from io import StringIO
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minutes.intake.items import new_source
from minutes.models import Body, BodyName, Meeting, MeetingVersion, SourceDocument
from minutes.parsing.model import ParsedMinutes
from minutes.record.batch import _Slots
from minutes.record.identity import Verdict, identify
from minutes.record.importing import ImportResult, MeetingUnsure, Outcome, import_minutes
from search.models import SearchEntry

Store = Callable[..., ImportResult]
Build = Callable[..., ParsedMinutes]
pytestmark = pytest.mark.django_db


def said(*texts: str) -> list[dict[str, Any]]:
    return [{"kind": "speech", "speaker": "委員", "agenda": [], "text": text} for text in texts]


def about(*titles: str) -> list[dict[str, Any]]:
    return [{"category": None, "number": None, "title": title} for title in titles]


ONE_TITLE: dict[str, Any] = {
    "number": None,
    "title": "みなと野市情報化推進本部会議録",
    "attachments": [],
    "venue": "庁議室",
}
HARBOUR = said("港の防波堤は、来年度の工事で三十メートル延ばします。", "漁協との協議は、先月のうちに終わりました。")
SCHOOL = said("小学校の給食室は、夏休みの間に改修します。", "調理員の人数は、改修の後も変わりません。")
MORNING = {**ONE_TITLE, "starts_at": "10:00", "agenda": about("防波堤の延長"), "utterances": HARBOUR}
AFTERNOON = {**ONE_TITLE, "starts_at": "13:30", "agenda": about("給食室の改修"), "utterances": SCHOOL}
# Of these nothing but the words tells whether they are of one meeting.
BARE = {**ONE_TITLE, "starts_at": None, "agenda": [], "utterances": HARBOUR}
UNDATED = {**BARE, "held_on": None}


def export(path: Path) -> bytes:
    call_command("export_minutes", str(path), stdout=StringIO(), stderr=StringIO())
    return path.read_bytes()


def run(*paths: Path, **options: Any) -> str:
    out = StringIO()
    call_command("import_minutes", *map(str, paths), processes=1, stdout=out, stderr=out, **options)
    return out.getvalue()


def refused(*paths: Path, **options: Any) -> tuple[str, CommandError]:
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_minutes", *map(str, paths), processes=1, stdout=out, stderr=out, **options)
    return out.getvalue(), caught.value


def lines_of(build: Build, *meetings: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(build(**one).to_json(), ensure_ascii=False).encode() + b"\n" for one in meetings)


# Two meetings


@pytest.mark.parametrize("order", list(permutations((MORNING, AFTERNOON))))
def test_morning_and_afternoon_without_a_number_are_two_meetings(
    store: Store, client: Client, order: tuple[dict[str, Any], ...]
) -> None:
    first, second = (store(**one) for one in order)
    assert (first.outcome, second.outcome) == (Outcome.INSERTED, Outcome.INSERTED)
    assert first.meeting.key != second.meeting.key
    body = client.get(first.meeting.body.get_absolute_url()).content.decode()
    for result, words in ((first, order[0]), (second, order[1])):
        address = result.meeting.get_absolute_url()
        text = words["utterances"][0]["text"]
        assert f'href="{address}"' in body
        assert text in client.get(address).content.decode()
        assert address in client.get("/search/", {"q": f'"{text[:8]}"'}).content.decode()
    assert SearchEntry.objects.values("meeting").distinct().count() == 2
    assert (store(**MORNING).outcome, store(**AFTERNOON).outcome) == (Outcome.UNCHANGED, Outcome.UNCHANGED)
    assert MeetingVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({**BARE, "title": "本部会議（午前の部）"}, {**BARE, "title": "本部会議（午後の部）"}),
        ({**BARE, "agenda": about("防波堤の延長")}, {**BARE, "agenda": about("給食室の改修")}),
        ({**UNDATED, "agenda": about("防波堤の延長")}, {**UNDATED, "agenda": about("給食室の改修")}),
        ({**UNDATED, "title": "本部会議 第1部"}, {**UNDATED, "title": "本部会議 第2部"}),
        ({**BARE, "number": 2, "title": "第2回定例会"}, {**BARE, "number": 2, "title": "第2回臨時会"}),
        ({**MORNING, "number": 2}, AFTERNOON),
    ],
)
def test_two_meetings_become_two(store: Store, one: dict[str, Any], other: dict[str, Any]) -> None:
    first = store(**{**one, "utterances": HARBOUR})
    second = store(**{**other, "utterances": SCHOOL})
    assert second.outcome == Outcome.INSERTED
    assert first.meeting.key != second.meeting.key
    assert first.meeting.versions.count() == second.meeting.versions.count() == 1


# One meeting


@pytest.mark.parametrize("kind", [MORNING, BARE, UNDATED])
def test_the_final_minutes_of_a_meeting_are_its_next_version(store: Store, kind: dict[str, Any]) -> None:
    first = store(**{**kind, "title": "本部会議（速報版）", "utterances": HARBOUR}).meeting
    final = store(**{**kind, "title": "本部会議（確定版）", "utterances": [*HARBOUR, *said("以上で閉会します。")]})
    assert (final.outcome, final.meeting) == (Outcome.UPDATED, first)


def test_a_new_state_of_one_of_two_meetings_goes_to_that_one(store: Store) -> None:
    store(**MORNING)
    second = store(**AFTERNOON).meeting
    again = store(**{**AFTERNOON, "venue": None, "utterances": [*SCHOOL, *said("以上で閉会します。")]})
    assert (again.outcome, again.meeting) == (Outcome.UPDATED, second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BARE, BARE),
        ({**BARE, "starts_at": "10:00"}, {**BARE, "starts_at": "14:00"}),
        ({**BARE, "starts_at": "10:00"}, BARE),
    ],
)
def test_words_that_are_much_alike_replace_nothing_unasked(
    store: Store, one: dict[str, Any], other: dict[str, Any]
) -> None:
    first = store(**{**one, "utterances": HARBOUR}).meeting
    with pytest.raises(MeetingUnsure):
        store(**{**other, "utterances": [*HARBOUR, *said("別の会議の発言です。傍聴席から質問がありました。")]})
    assert first.versions.count() == Meeting.objects.count() == 1


def test_the_same_document_is_of_the_same_meeting_however_it_is_read(build_parsed: Build) -> None:
    data = "会議録".encode()
    first = import_minutes(parsed=build_parsed(**BARE), source=new_source(data, "a.txt")).meeting
    again = new_source(data, "b.txt")
    again.parser_version = "newer"
    result = import_minutes(parsed=build_parsed(**{**MORNING, "number": 2}), source=again)
    assert (result.outcome, result.meeting) == (Outcome.UNCHANGED, first)
    dated = new_source(data, "c.txt")
    dated.parser_version = "newest"
    assert identify(parsed=build_parsed(held_on="2024-03-26"), source=dated).meeting == first


def test_a_document_whose_meeting_was_corrected_changes_nothing_when_it_comes_again(build_parsed: Build) -> None:
    data = "会議録".encode()
    first = import_minutes(parsed=build_parsed(**BARE), source=new_source(data, "a.txt")).meeting
    source = SourceDocument.objects.get()
    right = build_parsed(**{**BARE, "number": 5, "held_on": "2024-03-26"})
    import_minutes(parsed=right, source=source, edited=True, meeting=first, reason="回と日付の誤り")
    result = import_minutes(parsed=build_parsed(**BARE), source=new_source(data, "a.txt"))
    assert (result.outcome, result.meeting) == (Outcome.UNCHANGED, first)
    assert Meeting.objects.get().number == 5


def test_a_meeting_is_one_under_two_names_of_its_body(store: Store) -> None:
    first = store(**MORNING).meeting
    BodyName.objects.create(body=first.body, name="IT推進本部")
    again = store(**{**MORNING, "body": "ＩＴ推進本部", "utterances": [*HARBOUR, *said("以上です。")]})
    assert (again.outcome, again.meeting) == (Outcome.UPDATED, first)
    assert store(**{**AFTERNOON, "body": "ＩＴ推進本部"}).outcome == Outcome.INSERTED


def test_a_withdrawn_meeting_is_still_the_one(store: Store) -> None:
    first = store(**MORNING).meeting
    Meeting.objects.update(status=Meeting.Status.WITHDRAWN)
    assert store(**MORNING).outcome == Outcome.UNCHANGED
    assert store(**{**MORNING, "venue": "講堂"}).meeting == first
    assert Meeting.objects.get().status == Meeting.Status.WITHDRAWN


def test_meetings_of_other_bodies_and_days_are_not_asked_about(store: Store, build_parsed: Build) -> None:
    store(**{**BARE, "utterances": HARBOUR})
    for changes in ({"body": "図書館協議会"}, {"held_on": "2024-03-26"}, {"held_on": None}):
        parsed = build_parsed(**{**BARE, "utterances": SCHOOL, **changes})
        assert identify(parsed=parsed, source=new_source(b"x", "x.txt")).verdict == Verdict.NEW


# What cannot be known


@pytest.mark.parametrize("kind", [BARE, UNDATED, {**MORNING, "agenda": []}])
def test_what_cannot_be_known_is_not_guessed(store: Store, build_parsed: Build, kind: dict[str, Any]) -> None:
    first = store(**{**kind, "utterances": HARBOUR}).meeting
    other = build_parsed(**{**kind, "utterances": SCHOOL})
    with pytest.raises(MeetingUnsure) as unsure:
        import_minutes(parsed=other, source=new_source(b"other", "other.txt"))
    assert unsure.value.candidates == (first,)
    assert first.get_absolute_url() in str(unsure.value)
    assert Meeting.objects.count() == MeetingVersion.objects.count() == SourceDocument.objects.count() == 1


def test_one_number_with_another_hour_and_other_words_is_not_guessed(store: Store) -> None:
    store(**{**MORNING, "number": 2})
    with pytest.raises(MeetingUnsure):
        store(**{**AFTERNOON, "number": 2})


def test_the_command_reports_what_it_cannot_know_and_stores_nothing_of_it(tmp_path: Path, build_parsed: Build) -> None:
    first, second = {**BARE, "utterances": HARBOUR}, {**BARE, "utterances": SCHOOL}
    file = tmp_path / "day.jsonl"
    file.write_bytes(lines_of(build_parsed, first, second, {**AFTERNOON, "held_on": "2024-03-26"}))
    told, error = refused(file)
    assert error.returncode == 3
    assert "inserted=2 updated=0 unchanged=0 failed=0 unsure=1" in told
    assert "判断が必要 1 件" in told
    meeting = Meeting.objects.get(held_on="2024-03-25")
    assert f"判断が必要: day.jsonl:2: すでにある会議録 「{meeting.title}」" in told
    assert meeting.get_absolute_url() in told and "--as-new" in told and "--replaces" in told
    assert Meeting.objects.count() == SourceDocument.objects.count() == 2
    assert "inserted=1 updated=0 unchanged=2 failed=0 unsure=0" in run(file, as_new=True)
    assert "inserted=0 updated=0 unchanged=3 failed=0 unsure=0" in run(file)
    assert "inserted=0 updated=0 unchanged=3 failed=0 unsure=0" in run(file, as_new=True)


def test_the_command_takes_a_document_as_the_new_version_of_a_meeting(tmp_path: Path, build_parsed: Build) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    first.write_bytes(lines_of(build_parsed, {**BARE, "utterances": HARBOUR}))
    second.write_bytes(lines_of(build_parsed, {**BARE, "utterances": SCHOOL}))
    run(first)
    key = Meeting.objects.get().key
    assert "updated=1" in run(second, replaces=key)
    assert Meeting.objects.get().versions.count() == 2
    assert "unchanged=1" in run(second)
    assert "固定キー x-1 の会議録はありません" in str(refused(second, replaces="x-1")[1])
    assert "1件だけ" in str(refused(first, second, replaces=key)[1])


def test_failures_outweigh_what_cannot_be_known(tmp_path: Path, build_parsed: Build) -> None:
    file = tmp_path / "day.jsonl"
    lines = lines_of(build_parsed, {**BARE, "utterances": HARBOUR}, {**BARE, "utterances": SCHOOL})
    file.write_bytes(lines + b"{broken\n")
    told, error = refused(file)
    assert error.returncode == 1
    assert "failed=1 unsure=1" in told


# Out and in again


def test_two_meetings_of_a_day_go_out_and_in_and_out_the_same(store: Store, tmp_path: Path) -> None:
    keys = {store(**MORNING).meeting.key, store(**AFTERNOON).meeting.key}
    store(**{**UNDATED, "title": "出前講座 第1部", "utterances": HARBOUR})
    store(**{**UNDATED, "title": "出前講座 第2部", "utterances": SCHOOL})
    before = export(tmp_path / "a.jsonl")
    assert "unchanged=4" in run(tmp_path / "a.jsonl")
    emptied()
    assert "inserted=4" in run(tmp_path / "a.jsonl")
    assert export(tmp_path / "b.jsonl") == before
    assert keys < set(Meeting.objects.values_list("key", flat=True))
    assert "unchanged=4" in run(tmp_path / "a.jsonl")
    assert export(tmp_path / "b.jsonl") == before


def test_meetings_that_nothing_but_their_addresses_tells_apart_are_restored(store: Store, tmp_path: Path) -> None:
    store(**{**BARE, "utterances": HARBOUR})
    store(**{**BARE, "held_on": "2024-03-26", "source_id": "x", "utterances": SCHOOL})
    Meeting.objects.update(held_on="2024-03-25")
    before = export(tmp_path / "a.jsonl")
    emptied()
    assert "inserted=2" in run(tmp_path / "a.jsonl")
    assert export(tmp_path / "b.jsonl") == before
    assert "unchanged=2" in run(tmp_path / "a.jsonl")


def test_an_address_of_another_meeting_of_the_day_does_not_join_them(store: Store, tmp_path: Path) -> None:
    morning, afternoon = store(**MORNING).meeting.key, store(**AFTERNOON).meeting.key
    export(tmp_path / "a.jsonl")
    emptied()
    # Here the afternoon came first: the two addresses are the other way round.
    assert Body.objects.create(pk=int(morning.split("-")[3]), name="みなと野市情報化推進本部")
    for one, key in ((AFTERNOON, morning), (MORNING, afternoon)):
        Meeting.objects.filter(pk=store(**one).meeting.pk).update(key=key)
    told = run(tmp_path / "a.jsonl")
    assert "inserted=0 updated=0 unchanged=2" in told
    assert Meeting.objects.get(key=morning).agenda_items.get().title == "給食室の改修"
    assert MeetingVersion.objects.count() == 2


def emptied() -> None:
    for meeting in Meeting.objects.all():
        Meeting.objects.filter(pk=meeting.pk).update(current_version=None)
        meeting.delete()
    SourceDocument.objects.all().delete()
    Body.objects.all().delete()


# Many at once


def test_minutes_that_may_be_of_one_meeting_are_stored_by_one_process(build_parsed: Build) -> None:
    body = Body.objects.create(name="みなと野市情報化推進本部")
    BodyName.objects.create(body=body, name="IT推進本部")
    slots = _Slots(64)

    def slot(**changes: Any) -> int:
        return slots.of(SimpleNamespace(parsed=build_parsed(**changes), archive=None))  # type: ignore[arg-type]

    first = slot(source_id="x-1")
    assert slot(body="ＩＴ推進 本部", number=9) == first
    assert slot(held_on="2020-01-01", source_id="x-1") == first
    assert slot(held_on="2020-01-01") == first
    assert len({slot(held_on=f"2021-01-{day:02}") for day in range(1, 29)}) > 1


@pytest.mark.django_db(transaction=True)
def test_two_meetings_of_a_day_stay_two_across_processes(tmp_path: Path, build_parsed: Build) -> None:
    file = tmp_path / "minutes.jsonl"
    days = [{"held_on": f"2024-04-{day:02}", "fiscal_year": 2024} for day in range(1, 29)]
    file.write_bytes(lines_of(build_parsed, *({**one, **day} for day in days for one in (AFTERNOON, MORNING))))
    out = StringIO()
    call_command("import_minutes", str(file), processes=2, stdout=out, stderr=out)
    assert "inserted=56 updated=0 unchanged=0 failed=0 unsure=0" in out.getvalue()
    assert Meeting.objects.count() == MeetingVersion.objects.count() == 56


def test_minutes_of_a_day_that_nobody_has_cost_few_questions(store: Store, build_parsed: Build) -> None:
    store(**MORNING)
    parsed = build_parsed(**{**MORNING, "held_on": "2024-03-26"})
    with CaptureQueriesContext(connection) as captured:
        identify(parsed=parsed, source=new_source(b"x", "x.txt"), content_hash="none")
    assert len(captured) <= 3
