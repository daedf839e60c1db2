"""The archive's own format: what is exported and imported again is the same archive, to the byte."""

import gzip
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from config import startup
from minutes.access import visible_utterances
from minutes.intake.items import items_of
from minutes.models import (
    AgendaItem,
    AttachmentPage,
    Audience,
    Body,
    BodyName,
    Circle,
    Ground,
    Meeting,
    Passage,
    SourceDocument,
    Topic,
    TopicLink,
    Utterance,
)
from minutes.parsing.model import ParsedMinutes
from minutes.record.batch import import_items
from minutes.record.catalogue import load_catalogue
from minutes.record.importing import ImportResult
from search.models import SearchEntry

pytestmark = pytest.mark.django_db
Store = Callable[..., ImportResult]
Build = Callable[..., ParsedMinutes]


def export(path: Path, *options: str) -> bytes:
    call_command("export_minutes", str(path), *options, stdout=StringIO(), stderr=StringIO())
    return path.read_bytes()


def imported(*paths: Path) -> str:
    out = StringIO()
    call_command("import_minutes", *map(str, paths), processes=1, stdout=out, stderr=out)
    return out.getvalue()


def emptied() -> None:
    Meeting.objects.update(current_version=None)
    Meeting.objects.all().delete()
    SourceDocument.objects.all().delete()
    Topic.objects.all().delete()
    BodyName.objects.all().delete()
    Body.objects.all().delete()


@pytest.fixture
def furnished(store: Store) -> Meeting:
    """A meeting of which everything that an archive knows is told: audiences, gaps in the numbers, topics, pages."""
    store()
    meeting = store(utterances=[{"kind": "speech", "speaker": "部員", "agenda": [0, 1], "text": "別の話です。", "line": 3, "page": 2}, {"kind": "note", "speaker": None, "agenda": [], "text": "13:55 閉会"}], attachments=[{"label": "資料1", "title": "窓口のオンライン化について"}, {"label": "資料2", "title": "電話システムの更新について"}]).meeting  # fmt: skip
    meeting.refresh_from_db()
    meeting.audience, meeting.status = Audience.STAFF, Meeting.Status.WITHDRAWN
    meeting.save()
    Utterance.objects.filter(meeting=meeting, order=1).update(audience=Audience.EDITORS)
    paper, loose = meeting.attachments.order_by("order")
    # Its title is that of an item, and yet it is of none: its item was taken out of the agenda once.
    loose.agenda_item = None
    loose.save()
    paper.audience = Audience.STAFF
    paper.save()
    for number, text in ((1, "一覧\n電話機"), (3, "図面")):
        AttachmentPage.objects.create(attachment=paper, number=number, text=text)
    above = Topic.objects.create(name="庁舎", terms=["庁舎"])
    topic = Topic.objects.create(name="電話", parent=above, terms=["電話", "ＴＥＬ"])
    for item, state in zip(meeting.agenda_items.all(), ("refused", "confirmed"), strict=True):
        TopicLink.objects.create(agenda_item=item, topic=topic, state=state)
    later = Body.objects.create(name="みなと野市デジタル推進本部", kind="推進本部", office="デジタル課")
    Body.objects.filter(pk=meeting.body_id).update(successor=later, kind="推進本部")
    BodyName.objects.create(body=later, name="みなと野市ＤＸ本部", kind=BodyName.Kind.VARIANT)
    return meeting


def test_an_export_restores_the_archive_to_the_byte(furnished: Meeting, store: Store, tmp_path: Path) -> None:
    store(
        title="出前講座",
        body="図書館協議会",
        number=None,
        held_on=None,
        source_id="x-1",
        source_url="https://a.example/1",
    )
    before = export(tmp_path / "a.jsonl")
    key, refs = furnished.key, list(furnished.utterances.values_list("ref", flat=True))
    emptied()
    assert "inserted=2 updated=0 unchanged=0 failed=0" in imported(tmp_path / "a.jsonl")
    assert export(tmp_path / "b.jsonl") == before
    restored = Meeting.objects.get(key=key)
    assert list(restored.utterances.values_list("ref", flat=True)) == refs != [1, 2]
    first, second = restored.attachments.order_by("order")
    assert first.agenda_item == restored.agenda_items.get(order=1)
    assert second.agenda_item is None
    assert (restored.audience, restored.status) == (Audience.STAFF, Meeting.Status.WITHDRAWN)
    assert "unchanged=2" in imported(tmp_path / "a.jsonl")
    assert export(tmp_path / "b.jsonl") == before


@pytest.mark.slow
def test_the_sample_archive_goes_out_and_in_and_out_the_same(tmp_path: Path) -> None:
    load_catalogue(startup.FIXTURES / "archive.json")
    # Every body and kind of file stands among a third of them.
    files = sorted(path for path in (startup.FIXTURES / "minutes").rglob("*") if path.is_file())[::3]
    outcomes = {outcome for _, outcome, _, _ in import_items(items_of(files), processes=1, apart=False)}
    assert outcomes == {"inserted"}
    entries = SearchEntry.objects.count()
    before = export(tmp_path / "a.jsonl.gz")
    emptied()
    imported(tmp_path / "a.jsonl.gz")
    assert export(tmp_path / "b.jsonl.gz") == before
    assert SearchEntry.objects.count() == entries
    assert gzip.decompress(before).count(b"\n") == Meeting.objects.count() + 1


def test_an_export_of_minutes_that_stand_here_is_no_new_version(store: Store, tmp_path: Path) -> None:
    meeting = store().meeting
    export(tmp_path / "a.jsonl")
    assert "unchanged=1" in imported(tmp_path / "a.jsonl")
    assert meeting.versions.count() == 1


def test_a_part_is_exported_by_body_and_year(store: Store, tmp_path: Path) -> None:
    store(number=1)
    store(number=3, fiscal_year=2024, held_on="2024-06-01")
    store(body="図書館協議会", number=1)
    BodyName.objects.create(body=Body.objects.get(name="図書館協議会"), name="図書館運営協議会")
    for options, count in ((("--body", "図書館運営協議会"), 1), (("--year", "2023"), 2), (("--body", "みなと野市 情報化推進本部", "--year", "2024"), 1)):  # fmt: skip
        lines = [json.loads(line) for line in export(tmp_path / "a.jsonl", *options).splitlines()]
        assert len(lines) == count + 1
        named = {body["name"] for body in lines[0]["catalogue"]["bodies"]}
        assert named == {line["body"] for line in lines[1:]}
    with pytest.raises(CommandError, match="登録されていません"):
        export(tmp_path / "c.jsonl", "--body", "どこにもない会")
    assert not list(tmp_path.glob("c.jsonl*"))


def test_an_address_that_another_meeting_has_is_left_to_it_and_said(store: Store, tmp_path: Path) -> None:
    key = store(title="防災会議", body="防災会議", number=1).meeting.key
    export(tmp_path / "a.jsonl")
    emptied()
    other = store(title="図書館協議会", body="図書館協議会", held_on="2019-05-01", utterances=[]).meeting
    Meeting.objects.filter(pk=other.pk).update(key=key)
    said = imported(tmp_path / "a.jsonl")
    assert "inserted=1" in said
    assert f"注意: a.jsonl:2: 固定アドレス {key} は別の会議録が使っている" in said
    assert Meeting.objects.get(key=key).title == "図書館協議会"


def test_two_meetings_of_one_body_and_day_stay_two(store: Store, tmp_path: Path) -> None:
    store(number=1)
    second = store(number=2).meeting
    Meeting.objects.filter(pk=second.pk).update(number=1)
    before = export(tmp_path / "a.jsonl")
    emptied()
    imported(tmp_path / "a.jsonl")
    assert Meeting.objects.count() == 2
    assert export(tmp_path / "b.jsonl") == before


def test_a_later_export_brings_corrections_pages_and_restrictions_but_lifts_none(
    furnished: Meeting, tmp_path: Path
) -> None:
    first = export(tmp_path / "first.jsonl")
    value = json.loads(first.splitlines()[1])
    value["utterances"][0]["text"] = "別の話でした。"
    value["archive"].update(audience=0, status="published", audiences=[0, 2])
    value["archive"]["papers"][0]["pages"].append({"number": 4, "text": "追加のページ"})
    (tmp_path / "later.jsonl").write_text(json.dumps(value), encoding="utf-8")
    assert "updated=1" in imported(tmp_path / "later.jsonl")
    furnished.refresh_from_db()
    assert (furnished.audience, furnished.status) == (Audience.STAFF, Meeting.Status.WITHDRAWN)
    assert list(furnished.utterances.values_list("text", "ref", "audience")) == [
        ("別の話でした。", value["archive"]["refs"][0], Audience.EDITORS),
        ("13:55 閉会", value["archive"]["refs"][1], Audience.EDITORS),
    ]
    assert AttachmentPage.objects.filter(attachment__meeting=furnished, number=4).exists()
    assert furnished.versions.count() == 3


def test_pages_of_papers_alone_make_no_new_version(furnished: Meeting, tmp_path: Path) -> None:
    export(tmp_path / "a.jsonl")
    AttachmentPage.objects.filter(attachment__meeting=furnished).delete()
    assert "updated=1" in imported(tmp_path / "a.jsonl")
    assert AttachmentPage.objects.filter(attachment__meeting=furnished).count() == 2
    assert furnished.versions.count() == 2


def test_topics_and_names_that_stand_here_are_not_made_twice(furnished: Meeting, tmp_path: Path) -> None:
    export(tmp_path / "a.jsonl")
    Topic.objects.filter(name="電話").update(name="電 話")
    later = Body.objects.get(name="みなと野市デジタル推進本部")
    later.kind = "本部"
    later.save()
    imported(tmp_path / "a.jsonl")
    assert Topic.objects.count() == 2
    assert BodyName.objects.count() == 1
    later.refresh_from_db()
    assert later.kind == "本部"


def test_an_answer_of_the_library_is_a_meeting_a_record(tmp_path: Path) -> None:
    records = [
        _record("X1", "2024-05-14"),
        _record("X2", "2024-05-21"),
        {**_record("X3", "2024-05-28"), "imageKind": "目次"},
    ]
    (tmp_path / "page.json").write_text(json.dumps({"numberOfRecords": 3, "meetingRecord": records}), encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_minutes", str(tmp_path / "page.json"), processes=1, stdout=out, stderr=out)
    assert "inserted=2 updated=0 unchanged=0 failed=1" in out.getvalue()
    assert "失敗: page.json:3: 会議録ではなく「目次」です（X3）" in out.getvalue()
    meeting = Meeting.objects.get(source_id="X2")
    assert meeting.body.name == "参議院港湾委員会"
    source = meeting.current_version.source if meeting.current_version else None
    assert source is not None
    assert source.filename == "page-2.json"
    assert source.text.split("\n")[0] == "○委員長（甲野太郎君）　始めます。"


def _record(issue_id: str, held_on: str) -> dict[str, Any]:
    said = {"speechID": f"{issue_id}_001", "speechOrder": 1, "speaker": "甲野太郎", "speech": "○委員長（甲野太郎君）　始めます。", "startPage": 1}  # fmt: skip
    return {"issueID": issue_id, "imageKind": "会議録", "session": 213, "nameOfHouse": "参議院", "nameOfMeeting": "港湾委員会", "issue": "第1号", "date": held_on, "speechRecord": [said]}  # fmt: skip


def test_each_meeting_is_stored_whole_or_not_at_all(furnished: Meeting, tmp_path: Path) -> None:
    first, second = export(tmp_path / "a.jsonl").splitlines()
    broken = json.loads(second)
    broken["archive"]["refs"] = [1]
    (tmp_path / "a.jsonl").write_bytes(first + b"\n" + json.dumps(broken).encode() + b"\n")
    emptied()
    with pytest.raises(CommandError):
        imported(tmp_path / "a.jsonl")
    assert not Meeting.objects.exists()
    assert not AgendaItem.objects.exists()


def test_restrictions_arrive_without_a_new_version_and_none_is_lifted(store: Store, tmp_path: Path) -> None:
    meeting = store().meeting
    open_to_all = export(tmp_path / "open.jsonl")
    Meeting.objects.filter(pk=meeting.pk).update(audience=Audience.STAFF, status=Meeting.Status.WITHDRAWN)
    Utterance.objects.filter(meeting=meeting, order=2).update(audience=Audience.EDITORS)
    restricted = export(tmp_path / "restricted.jsonl")
    emptied()
    imported(tmp_path / "open.jsonl")
    assert export(tmp_path / "x.jsonl") == open_to_all
    assert "updated=1" in imported(tmp_path / "restricted.jsonl")
    assert "unchanged=1" in imported(tmp_path / "open.jsonl")
    assert export(tmp_path / "x.jsonl") == restricted
    entries = SearchEntry.objects.filter(utterance__order=2).values_list("access", flat=True)
    assert list(entries) in ([], [Audience.EDITORS])


def test_circles_passages_and_audiences_of_items_and_pages_come_back(furnished: Meeting, tmp_path: Path) -> None:
    circle = Circle.objects.create(name="防災会議の委員と事務局")
    ground = Ground.objects.create(text="条例第7条第2号")
    said, item = furnished.utterances.order_by("order")[0], furnished.agenda_items.order_by("order")[0]
    AgendaItem.objects.filter(pk=item.pk).update(audience=circle.pk)
    page = AttachmentPage.objects.filter(attachment__meeting=furnished).first()
    assert page is not None
    AttachmentPage.objects.filter(pk=page.pk).update(audience=Audience.STAFF)
    places = [("utterance", said.ref, "text", said.text), ("item", item.pk, "title", item.title), ("page", page.pk, "text", page.text)]  # fmt: skip
    for part, row, field, text in places:
        Passage.objects.create(
            meeting=furnished, part=part, row=row, field=field, start=0, end=2, quote=text[:2], ground=ground, audience=circle.pk
        )  # fmt: skip
    whole = export(tmp_path / "a.jsonl")
    emptied()
    Circle.objects.all().delete()
    imported(tmp_path / "a.jsonl")
    assert export(tmp_path / "b.jsonl") == whole
    assert Passage.objects.filter(audience=Circle.objects.get(name="防災会議の委員と事務局").pk).count() == 3
    assert not Circle.objects.get().groups.exists()
    assert "unchanged" in imported(tmp_path / "a.jsonl")
    assert Passage.objects.count() == 3


def test_passages_follow_utterances_whose_numbers_are_others_here(store: Store, tmp_path: Path) -> None:
    meeting = store().meeting
    first = meeting.utterances.order_by("order")[0]
    Passage.objects.create(
        meeting=meeting, part="utterance", row=first.ref, field="text", start=0, end=2, quote=first.text[:2]
    )
    (line,) = [json.loads(row) for row in export(tmp_path / "a.jsonl").splitlines() if b'"archive"' in row]
    Passage.objects.all().delete()
    Meeting.objects.filter(pk=meeting.pk).update(last_ref=99)
    line["archive"]["passages"][0]["row"] = line["archive"]["refs"][0]
    (tmp_path / "b.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n")
    imported(tmp_path / "b.jsonl")
    visitor = visible_utterances(AnonymousUser()).get(order=1)
    assert visitor.text.startswith("■■■")
