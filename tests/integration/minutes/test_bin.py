"""The bin: minutes are withdrawn with a reason and come back as what they were; what goes for ever is asked for twice and
leaves the fact alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

import trail
from fixtures.document_files import to_pdf
from minutes.access import VISITOR
from minutes.bin import BinError, remove_meeting, remove_upload, restore, withdraw
from minutes.drafts import edits, page_pictures
from minutes.editing import read_operation
from minutes.intake.items import new_source
from minutes.models import (
    BinEntry,
    Body,
    Meeting,
    Paper,
    Passage,
    SourceDocument,
    Topic,
    TopicLink,
    Upload,
    UploadBatch,
    WatchedFile,
)
from minutes.papers import receiving
from minutes.papers.desk import MeetingPapers
from minutes.record.importing import import_minutes
from minutes.uploads import lifecycle
from search import engine
from search.language import Question
from search.synonyms import understand
from trail.models import Access, Change

pytestmark = pytest.mark.django_db
Store = Callable[..., Any]
# Stands in everything that is to go, and nowhere else.
WORD = "鬼怒川"


@pytest.fixture
def meeting(store: Store) -> Meeting:
    stored: Meeting = store().meeting
    return stored


def found(word: str) -> int:
    return engine.search(understand(Question(word)), clearance=VISITOR).total


# Out of sight and back


def test_minutes_are_withdrawn_with_a_reason_and_come_back(client: Client, meeting: Meeting, editor: User) -> None:
    client.force_login(editor)
    address = reverse("minutes:meeting_withdraw", args=[meeting.key])
    assert f'href="{address}"' in client.get(meeting.get_absolute_url()).content.decode()
    assert meeting.title in client.get(address).content.decode()
    client.post(address, {"confirm": "withdraw", "reason": "　"})
    client.post(address, {"reason": "Enterキーで送られた"})
    assert Meeting.objects.get().status == Meeting.Status.PUBLISHED
    told = client.post(address, {"confirm": "withdraw", "reason": "公開の決裁前だった"}, follow=True).content.decode()
    assert "ごみ箱" in told and "公開の決裁前だった" in told and meeting.title in told
    assert client.get(meeting.get_absolute_url()).status_code == 404
    assert found("電話") == 0
    client.post(reverse("minutes:bin_meeting_restore", args=[meeting.key]))
    assert client.get(meeting.get_absolute_url()).status_code == 200
    assert found("電話") > 0
    assert not BinEntry.objects.exists()


@pytest.mark.parametrize("status", ["published", "draft", "in_review"])
def test_what_comes_back_is_what_it_was(meeting: Meeting, editor: User, status: str) -> None:
    Meeting.objects.update(status=status)
    withdraw(meeting=meeting, user=editor, reason="誤り")
    with pytest.raises(BinError, match="すでに"):
        withdraw(meeting=meeting, user=editor, reason="誤り")
    restore(meeting=meeting)
    assert Meeting.objects.get().status == status
    with pytest.raises(BinError):
        restore(meeting=meeting)


def test_minutes_withdrawn_before_there_was_a_bin_lie_in_it_too(client: Client, meeting: Meeting, editor: User) -> None:
    Meeting.objects.update(status="withdrawn")
    client.force_login(editor)
    html = client.get(reverse("minutes:bin")).content.decode()
    assert meeting.title in html and "理由は記録されていません" in html
    restore(meeting=meeting)
    assert Meeting.objects.get().status == "published"


def test_uploads_are_discarded_with_a_reason_and_come_back_as_what_they_were(
    client: Client, editor: User, read_waiting: Callable[[], None]
) -> None:
    kept = [lifecycle.keep(data, f"{name}.txt", user=editor) for name, data in (("会議録", b"a\n"), ("待ち", b"b"))]
    read_waiting()
    states = dict(Upload.objects.values_list("pk", "state"))
    client.force_login(editor)
    client.post(reverse("minutes:upload_discard", args=[kept[0].pk]), {"reason": "二重に取り込んだ"})
    picks = {"confirm": "discard", "pick": [f"{kept[1].pk}:0"], "reason": "まとめて取消し"}
    client.post(reverse("minutes:uploads_question"), picks)
    html = client.get(reverse("minutes:bin")).content.decode()
    assert "二重に取り込んだ" in html and "まとめて取消し" in html
    for upload in kept:
        client.post(reverse("minutes:upload_reopen", args=[upload.pk]))
    assert dict(Upload.objects.values_list("pk", "state")) == states
    assert not BinEntry.objects.exists()


def test_the_bin_is_for_editors_and_removal_for_administrators(
    client: Client, meeting: Meeting, reader: User, editor: User, administrator: User
) -> None:
    withdraw(meeting=meeting, user=editor, reason="誤り")
    pages = [reverse("minutes:bin"), reverse("minutes:bin_meeting_remove", args=[meeting.key])]
    codes = {}
    for user in (reader, editor, administrator):
        client.force_login(user)
        codes[user.username] = [client.get(page).status_code for page in pages]
    assert codes == {"yomu": [403, 403], "henshu": [200, 403], "kanri": [200, 200]}
    client.force_login(editor)
    client.post(pages[1], {"confirm": "remove", "typed": meeting.title, "reason": "x"})
    assert Meeting.objects.exists()
    assert pages[1] not in client.get(pages[0]).content.decode()


# For ever


@pytest.fixture
def everything(build_parsed: Any, editor: User, settings: Settings, tmp_path: Path) -> Meeting:
    """Withdrawn minutes whose every part holds the word, with all that can be made of minutes."""
    settings.VAR_DIR = tmp_path
    said = {"kind": "speech", "speaker": f"{WORD}委員", "agenda": [0], "text": f"{WORD}の堤防の話です。"}
    parts: dict[str, Any] = {
        "title": f"{WORD}会議",
        "venue": f"{WORD}庁舎",
        "agenda": [{"category": "議案", "number": 1, "title": f"{WORD}の件"}],
        "attendees": [{"group": "委員", "name": f"{WORD}太郎", "role": None, "affiliation": None, "proxy": False}],
        "attachments": [{"label": "資料1", "title": f"{WORD}の図"}],
    }
    data = to_pdf(f"会議録\n\n{WORD}\n")
    batch = UploadBatch.objects.create(name=f"{WORD}.zip", created_by=editor)
    upload = lifecycle.keep(data, f"{WORD}.pdf", user=editor, batch=batch)
    first = build_parsed(utterances=[said], **parts)
    meeting = import_minutes(parsed=first, source=upload.source, user=editor).meeting
    Upload.objects.filter(pk=upload.pk).update(state="published", meeting=meeting, parsed=first.to_json())
    second = build_parsed(utterances=[{**said, "text": f"{WORD}の橋の話です。"}], **parts)
    import_minutes(
        parsed=second,
        source=new_source(f"{WORD}2".encode(), f"{WORD}2.txt"),
        meeting=meeting,
        edited=True,
        user=editor,
        reason=f"{WORD}の訂正",
    )
    receiving.keep(desk=MeetingPapers(meeting), data=to_pdf(f"{WORD}の図"), filename=f"資料1{WORD}.pdf", user=editor)
    draft = lifecycle.start_correction(meeting=Meeting.objects.get(), user=editor)
    change = {"op": "set", "table": "head", "field": "venue", "before": f"{WORD}庁舎", "after": f"{WORD}支所"}
    edits.do(pk=draft.pk, user=editor, operation=read_operation(change), since=0)
    TopicLink.objects.get_or_create(
        agenda_item=meeting.agenda_items.earliest("pk"), topic=Topic.objects.create(name="治水")
    )
    for place in ({"meeting": meeting, "row": 1}, {"upload": draft, "draft_row": "u1"}):
        Passage.objects.create(part="utterance", field="text", start=0, end=3, quote=WORD, note=WORD, **place)
    WatchedFile.objects.create(name=f"{WORD}.pdf", uploads=[upload.pk], outcome="done")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE minutes_utterance SET text = text || %s", [f"{WORD}の追記"])
    page_pictures._keep(page_pictures._folder(upload.source.sha256) / "1-600.png", b"x")
    withdraw(meeting=meeting, user=editor, reason=f"{WORD}のため")
    return Meeting.objects.get()


def holding(word: str) -> list[str]:
    """Which tables of the whole database hold the word, in any column."""
    models: list[type[Model]] = list(apps.get_models(include_auto_created=True))
    tables = []
    for table in sorted({model._meta.db_table for model in models}):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{word}%"])
            if cursor.fetchone()[0]:
                tables.append(table)
    return tables


def test_nothing_of_removed_minutes_is_left_but_the_fact(
    client: Client, everything: Meeting, administrator: User, django_capture_on_commit_callbacks: Any
) -> None:
    digest = SourceDocument.objects.filter(filename=f"{WORD}.pdf").earliest("pk").sha256
    pk, body = everything.pk, everything.body_id
    client.force_login(administrator)
    client.get(reverse("admin:minutes_meeting_changelist"))
    assert len(holding(WORD)) > 10 and "trail_change" in holding(WORD)
    address = reverse("minutes:bin_meeting_remove", args=[everything.key])
    asked = client.get(address).content.decode()
    assert "元に戻せません" in asked and "2つの版" in asked
    for wrong in (
        {"typed": everything.title, "reason": "保存期間の満了"},
        {"confirm": "remove", "typed": "別の会議", "reason": "保存期間の満了"},
        {"confirm": "remove", "typed": everything.title, "reason": " "},
    ):
        client.post(address, wrong)
        assert Meeting.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(
            address, {"confirm": "remove", "typed": everything.title, "reason": "保存期間の満了"}, follow=True
        )
    assert "会議録を完全に削除しました" in done.content.decode()
    assert holding(WORD) == []
    assert not Meeting.objects.exists() and not Upload.objects.exists() and not Paper.objects.exists()
    assert not SourceDocument.objects.exists() and not UploadBatch.objects.exists()
    assert Body.objects.filter(pk=body).exists()
    assert not page_pictures._folder(digest).exists()
    fact = Change.objects.latest("pk")
    assert (fact.action, fact.kind, fact.key, fact.name) == ("forget", "minutes.meeting", str(pk), "kanri")
    assert fact.after == {"reason": "保存期間の満了"}
    # That there were changes, by whom and when, stays.
    kept = Change.objects.filter(meeting=pk)
    assert (
        kept.filter(kind="minutes.meetingversion", action="insert", before__isnull=True, after__isnull=True).count()
        == 2
    )
    assert WORD not in client.get(reverse("minutes:trail"), {"meeting": pk}).content.decode()


def test_documents_that_others_use_stay(everything: Meeting, store: Store, editor: User) -> None:
    shared = SourceDocument.objects.get(filename=f"{WORD}2.txt")
    Upload.objects.create(source=shared, state="draft", parsed={}, created_by=editor, updated_by=editor)
    remove_meeting(meeting=everything, reason="保存期間の満了")
    assert list(SourceDocument.objects.all()) == [shared]
    assert Upload.objects.count() == 1


def test_other_minutes_and_their_trail_stay(everything: Meeting, store: Store) -> None:
    other = store(title="ほかの会議", number=7, held_on="2024-02-02").meeting
    told = list(Change.objects.filter(meeting=other.pk).values_list("pk", "after").order_by("pk"))
    remove_meeting(meeting=everything, reason="保存期間の満了")
    assert list(Change.objects.filter(meeting=other.pk).values_list("pk", "after").order_by("pk")) == told
    assert found("電話") > 0


def test_only_what_lies_in_the_bin_is_removed(client: Client, meeting: Meeting, administrator: User) -> None:
    client.force_login(administrator)
    address = reverse("minutes:bin_meeting_remove", args=[meeting.key])
    assert client.post(address, {"confirm": "remove", "typed": meeting.title, "reason": "x"}).status_code == 404
    with pytest.raises(BinError):
        remove_meeting(meeting=meeting, reason="x")
    assert client.post(reverse("admin:minutes_meeting_delete", args=[meeting.pk]), {"post": "yes"}).status_code == 403
    assert Meeting.objects.exists()


def test_a_discarded_upload_is_removed_with_its_draft_and_file(
    client: Client, administrator: User, editor: User, read_waiting: Callable[[], None]
) -> None:
    upload = lifecycle.keep(f"会議録\n\n{WORD}の話。\n".encode(), f"{WORD}.txt", user=editor)
    other = lifecycle.keep(b"x", "2.txt", user=editor)
    read_waiting()
    with pytest.raises(BinError):
        remove_upload(upload=upload, reason="x")
    lifecycle.discard(upload=Upload.objects.get(pk=upload.pk), user=editor, reason=f"{WORD}の誤り")
    client.force_login(administrator)
    address = reverse("minutes:bin_upload_remove", args=[upload.pk])
    assert f"{WORD}.txt" in client.get(address).content.decode()
    client.post(address, {"confirm": "remove", "typed": f"{WORD}.txt", "reason": "保存期間の満了"})
    assert list(Upload.objects.values_list("pk", flat=True)) == [other.pk]
    assert holding(WORD) == []


# What 消去 asks of the trail


def test_words_are_forgotten_wherever_they_stand_and_nothing_else(meeting: Meeting, administrator: User) -> None:
    Body.objects.filter(pk=meeting.body_id).update(office=f'課"{WORD}"\n係')
    Topic.objects.create(name=f"{WORD}と利根川", terms=[WORD, "利根川"])
    before = Change.objects.filter(kind="minutes.meeting").count()
    assert trail.forget(kind="minutes.meeting", key=meeting.pk, reason="申出", words=[f'"{WORD}"', WORD, ""]) == 2
    told = Change.objects.filter(kind="minutes.topic").latest("pk")
    assert told.after == {**(told.after or {}), "name": "■■■と利根川", "terms": ["■■■", "利根川"]}
    assert Change.objects.filter(kind="minutes.body", action="update").latest("pk").after == {"office": "課■■■\n係"}
    assert Change.objects.filter(kind="minutes.meeting").count() == before + 1
    assert not Access.objects.filter(detail__contains=WORD).exists()
