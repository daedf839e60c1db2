"""読み取りの改善: what newer readers and rules read otherwise is offered, shown and accepted, never silently changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.contrib.auth.models import AnonymousUser, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from minutes import queue
from minutes.documents import DocumentError, reader_version
from minutes.drafts import edits
from minutes.editing import Set
from minutes.intake import items, read_today
from minutes.intake.items import parse_document
from minutes.models import Meeting, MeetingVersion, Rereading, SourceDocument, Upload
from minutes.parsing import ParsedMinutes, parser_version
from minutes.reading_room.corrections import Corrections
from minutes.record.snapshots import parsed_minutes_of
from minutes.rereading import comparing, offers
from minutes.rereading.outdated import outdated_sources
from minutes.uploads import lifecycle, reading
from minutes.worker import process, tasks

pytestmark = pytest.mark.django_db

TEXT = """霞浜市情報化推進委員会 会議録
日時 令和6年5月10日（金） 午後2時～3時
場所 第一会議室
議題
1 窓口について
2 電話について

会議内容
1 窓口について
会長：ただいまから会議を開きます。
会長：窓口の説明をお願いします。
事務局：窓口は午後5時までです。
委員：午後7時まで延ばせませんか。
2 電話について
事務局：電話の更新は来年度です。
会長：以上で終わります。
"""
BODY = "霞浜市情報化推進委員会"
Change = Callable[[ParsedMinutes], ParsedMinutes]


def without_venue(parsed: ParsedMinutes) -> ParsedMinutes:
    """As earlier rules read: no place."""
    return replace(parsed, venue=None)


def joined(parsed: ParsedMinutes) -> ParsedMinutes:
    """As earlier rules read: two utterances in one."""
    first, second, *others = parsed.utterances
    whole = replace(first, text=f"{first.text}\n{second.text}", end_line=second.end_line)
    return replace(parsed, utterances=(whole, *others))


@contextmanager
def earlier(read: Change = without_venue) -> Iterator[None]:
    """Documents are read as an earlier release did."""

    def parse_as_then(*args: Any, **options: Any) -> tuple[ParsedMinutes, SourceDocument]:
        parsed, source = parse_document(*args, **options)
        source.reader_version, source.parser_version = "4", "2"
        return read(parsed), source

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "parse_document", parse_as_then)
        patch.setattr(items, "parse_document", parse_as_then)
        yield


@pytest.fixture
def received(editor: User) -> Callable[..., Upload]:
    """received(read=…): a draft of TEXT as an earlier release read it."""

    def receive(read: Change = without_venue) -> Upload:
        upload = lifecycle.keep(TEXT.encode(), "会議録.txt", user=editor)
        with earlier(read):
            reading.read(upload.pk)
        return lifecycle.uploads().get(pk=upload.pk)

    return receive


@pytest.fixture
def published(received: Callable[..., Upload], editor: User) -> Callable[..., Meeting]:
    """published(read=…, correct=True): minutes published from such a draft, corrected or not."""

    def publish(read: Change = without_venue, correct: bool = False) -> Meeting:
        upload = received(read)
        if correct:
            corrected(upload, editor)
        Upload.objects.filter(pk=upload.pk).update(new_body_confirmed=True)
        done = lifecycle.publish(upload=lifecycle.uploads().get(pk=upload.pk), user=editor)
        assert done.meeting is not None
        return done.meeting

    return publish


def corrected(upload: Upload, user: User, text: str = "午後8時まで延ばせませんか。") -> None:
    """Corrects what 委員 said."""
    row = next(row for row in (upload.parsed or {})["utterances"] if row["speaker"] == "委員")
    change = Set(table="utterances", id=row["id"], field="text", before=row["text"], after=text)
    edits.do(pk=upload.pk, user=user, operation=change, since=upload.revision)


def imported(folder: Path, read: Change | None = None) -> str:
    (folder / "会議録.txt").write_text(TEXT)
    out = StringIO()
    if read is None:
        call_command("import_minutes", str(folder), processes=1, stdout=out, stderr=out)
    else:
        with earlier(read):
            call_command("import_minutes", str(folder), processes=1, stdout=out, stderr=out)
    return out.getvalue()


def offer() -> Rereading:
    """The one offer there is, after all documents have been compared."""
    while comparing.compare_one() is not None:
        pass
    return Rereading.objects.get(state=Rereading.State.OFFERED)


def state_of_all() -> list[Any]:
    """All that a silent change would change."""
    return [
        list(Upload.objects.order_by("pk").values("parsed", "base", "revision", "state", "meeting")),
        list(MeetingVersion.objects.order_by("pk").values("meeting", "number", "content_hash", "source")),
        [parsed_minutes_of(meeting) for meeting in Meeting.objects.order_by("pk")],
    ]


def texts(meeting: Meeting) -> list[str]:
    return list(meeting.utterances.values_list("text", flat=True))


def test_a_draft_is_offered_shown_and_read_again_where_somebody_accepts(
    received: Callable[..., Upload], editor: User
) -> None:
    draft = received()
    before = state_of_all()
    found = offer()
    assert state_of_all() == before
    assert (found.changes, found.losses, found.unplaced) == (1, 0, 0)
    view = offers.outlook_now(found)
    assert view is not None
    assert [(change.field, change.before, change.after) for change in view.page(editor).comparison.difference.head] == [
        ("venue", None, "第一会議室")
    ]
    offers.accept(pk=found.pk, user=editor)
    draft = Upload.objects.select_related("source").get(pk=draft.pk)
    assert (draft.parsed or {})["venue"] == "第一会議室"
    assert (draft.source.reader_version, draft.source.parser_version) == (reader_version(), parser_version())
    assert not Rereading.objects.exists()
    assert not outdated_sources().exists()
    edits.undo(pk=draft.pk, user=editor, since=draft.revision)
    assert (Upload.objects.get(pk=draft.pk).parsed or {})["venue"] is None


def test_corrections_of_a_draft_stay_where_it_is_read_again(received: Callable[..., Upload], editor: User) -> None:
    draft = received(joined)
    corrected(draft, editor)
    offers.accept(pk=offer().pk, user=editor)
    rows = (Upload.objects.get(pk=draft.pk).parsed or {})["utterances"]
    said = [row["text"] for row in rows]
    assert "午後8時まで延ばせませんか。" in said
    assert "窓口の説明をお願いします。" in said
    assert len(said) == len((draft.parsed or {})["utterances"]) + 1


def test_a_document_that_reads_as_before_is_settled_without_a_word(published: Callable[..., Meeting]) -> None:
    meeting = published(read=lambda parsed: parsed)
    before = state_of_all()
    assert outdated_sources().count() == 1
    assert comparing.compare_one() is not None
    assert comparing.compare_one() is None
    assert not Rereading.objects.exists()
    assert state_of_all() == before
    version = MeetingVersion.objects.select_related("source").get(meeting=meeting)
    assert version.source.parser_version == parser_version()


def test_published_minutes_become_a_version_that_no_reader_is_told_of_where_the_words_are_the_same(
    published: Callable[..., Meeting], editor: User
) -> None:
    meeting = published(joined)
    first = meeting.current_version
    found = offer()
    draft = offers.accept(pk=found.pk, user=editor)
    assert (draft.state, draft.meeting, draft.reason) == (Upload.State.DRAFT, meeting, offers.REASON)
    assert Meeting.objects.get().current_version == first
    lifecycle.publish(upload=draft, user=editor)
    meeting = Meeting.objects.get()
    version = meeting.current_version
    assert version is not None
    assert (version.number, version.reread, version.edited) == (2, True, False)
    assert "窓口の説明をお願いします。" in texts(meeting)
    assert Corrections(meeting, AnonymousUser()).shown == []
    assert not outdated_sources().exists()
    assert not offers.offered().exists()


def test_other_words_are_told_as_a_correction(published: Callable[..., Meeting], editor: User) -> None:
    def misread(parsed: ParsedMinutes) -> ParsedMinutes:
        said = tuple(replace(row, text=row.text.replace("午後7時", "午後1時")) for row in parsed.utterances)
        return replace(parsed, utterances=said)

    published(misread)
    lifecycle.publish(upload=offers.accept(pk=offer().pk, user=editor), user=editor)
    assert [found.count for found in Corrections(Meeting.objects.get(), AnonymousUser()).shown] == [1]


def test_corrections_made_before_publishing_stay(published: Callable[..., Meeting], editor: User) -> None:
    published(joined, correct=True)
    lifecycle.publish(upload=offers.accept(pk=offer().pk, user=editor), user=editor)
    meeting = Meeting.objects.get()
    version = meeting.current_version
    assert version is not None
    assert (version.reread, version.edited) == (True, True)
    assert "午後8時まで延ばせませんか。" in texts(meeting)
    assert "窓口の説明をお願いします。" in texts(meeting)
    # And once more: what was corrected is still known.
    SourceDocument.objects.filter(pk=version.source_id).update(parser_version="2")
    assert comparing.compare_one() is not None
    assert not offers.offered().exists()


def test_corrections_of_published_minutes_stay(tmp_path: Path, editor: User) -> None:
    imported(tmp_path, joined)
    meeting = Meeting.objects.get()
    correction = lifecycle.start_correction(meeting=meeting, user=editor)
    corrected(correction, editor)
    edits.set_reason(pk=correction.pk, user=editor, reason="時刻の誤り")
    lifecycle.publish(upload=lifecycle.uploads().get(pk=correction.pk), user=editor)
    lifecycle.publish(upload=offers.accept(pk=offer().pk, user=editor), user=editor)
    meeting = Meeting.objects.get()
    assert "午後8時まで延ばせませんか。" in texts(meeting)
    assert "窓口の説明をお願いします。" in texts(meeting)
    told = [found.version.reason for found in Corrections(meeting, AnonymousUser()).shown]
    assert told == ["時刻の誤り"]


def test_importing_the_same_folder_again_changes_nothing_and_tells(tmp_path: Path) -> None:
    imported(tmp_path, without_venue)
    before = state_of_all()
    told = imported(tmp_path)
    assert "inserted=0 updated=0 unchanged=1 failed=0" in told
    assert "読み取りの改善: 変更なしのうち 1 件" in told
    assert state_of_all() == before


def test_the_command_tells_and_changes_nothing_unless_told_to(tmp_path: Path) -> None:
    imported(tmp_path, without_venue)
    before = state_of_all()

    def told(*options: str) -> str:
        out = StringIO()
        call_command("reread", *options, stdout=out, stderr=out)
        return out.getvalue()

    assert "会議録.txt: 1か所が変わる" in told()
    assert (state_of_all(), Rereading.objects.count(), outdated_sources().count()) == (before, 0, 1)
    assert "内容が変わります 1 件" in told("--offer")
    assert (state_of_all(), Rereading.objects.count(), outdated_sources().count()) == (before, 1, 0)
    assert "受け入れました 1 件" in told("--accept")
    assert Meeting.objects.get().venue == "第一会議室"
    assert "以前の読み取り方の文書 0 件" in told()


def test_what_would_be_gone_is_not_accepted_among_many(published: Callable[..., Meeting], editor: User) -> None:
    def with_more(parsed: ParsedMinutes) -> ParsedMinutes:
        more = replace(parsed.utterances[-1], text="読み過ぎた行です。", line=16)
        return replace(parsed, utterances=(*parsed.utterances, more))

    published(with_more)
    found = offer()
    assert found.losses == 1
    with pytest.raises(offers.NotAccepted, match="1件ずつ"):
        offers.accept_at_once(pk=found.pk, user=editor)
    assert "読み過ぎた行です。" in texts(Meeting.objects.get())
    assert Upload.objects.filter(state=Upload.State.DRAFT).count() == 0


def test_what_is_let_be_is_offered_again_only_when_rules_change_again(
    published: Callable[..., Meeting], monkeypatch: pytest.MonkeyPatch
) -> None:
    published()
    found = offer()
    assert offers.let_be(pks=[found.pk]) == 1
    assert comparing.compare_one() is None
    assert not offers.offered().exists()
    monkeypatch.setattr("minutes.intake.items.parser_version", lambda: "newer")
    assert comparing.compare_one() is not None
    assert offers.offered().count() == 1


def test_a_document_that_cannot_be_read_any_more_stays_and_is_not_tried_for_ever(
    published: Callable[..., Meeting], monkeypatch: pytest.MonkeyPatch
) -> None:
    published()
    before = state_of_all()

    def refuse(*_: Any, **__: Any) -> Any:
        raise DocumentError("damaged", "壊れています。")

    monkeypatch.setattr(reading, "parse_document", refuse)
    assert comparing.compare_one() is not None
    assert comparing.compare_one() is None
    assert (Rereading.objects.get().state, Rereading.objects.get().error) == (Rereading.State.FAILED, "壊れています。")
    assert state_of_all() == before


def test_a_worker_that_starts_after_an_upgrade_puts_the_comparing_in_the_queue(
    published: Callable[..., Meeting], monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = published()
    # The worker asks by a connection of its own, which sees nothing of this transaction.
    monkeypatch.setattr(process, "_is_outdated", lambda: outdated_sources().exists())
    monkeypatch.setattr(process, "sync_to_async", lambda function, **_: sync_to_async(function))
    waiting = ProcrastinateJob.objects.filter(task_name=tasks.compare_reading.name, status="todo")
    sources = SourceDocument.objects.filter(versions__meeting=meeting)
    sources.update(**read_today())
    async_to_sync(process._compare_readings)()
    assert not waiting.exists()
    sources.update(parser_version="2")
    async_to_sync(process._compare_readings)()
    assert [job.priority for job in waiting] == [queue.COMPARING["priority"]]


def test_the_worker_compares_one_after_another_while_nothing_else_waits(
    published: Callable[..., Meeting], read_waiting: Callable[[], None]
) -> None:
    published()
    before = state_of_all()
    queue.defer_comparing()
    read_waiting()
    assert offers.offered().count() == 1
    assert state_of_all() == before


# On the desk


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_desk_tells_how_many_and_looking_changes_nothing(published: Callable[..., Meeting], desk: Client) -> None:
    meeting = published()
    assert "読み取りの改善" not in page(desk, reverse("minutes:uploads"))
    found = offer()
    before = state_of_all()
    with CaptureQueriesContext(connection) as queries:
        assert "読み取りの改善：1件" in page(desk, reverse("minutes:uploads"))
        listed = page(desk, reverse("minutes:rereadings"))
        shown = page(desk, reverse("minutes:rereading", args=[found.pk]))
    assert meeting.title in listed
    assert "変わるところ1か所" in listed
    assert "第一会議室" in shown
    assert "公開するまで、公開中の会議録はそのままです" in shown
    assert not [one["sql"] for one in queries if one["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    assert state_of_all() == before


def test_published_minutes_are_accepted_into_a_draft(
    published: Callable[..., Meeting], desk: Client, editor: User
) -> None:
    published()
    address = reverse("minutes:rereading", args=[offer().pk])
    desk.post(address)
    assert not Upload.objects.filter(rereads=True).exists()
    answer = desk.post(address, {"action": "accept"})
    draft = Upload.objects.get(rereads=True)
    assert answer["Location"] == reverse("minutes:upload_publish_changes", args=[draft.pk])
    assert "第一会議室" in page(desk, answer["Location"])
    assert Meeting.objects.get().venue == ""
    assert "読み直した下書きがあります" in page(desk, reverse("minutes:rereadings"))
    desk.post(address, {"action": "accept"})
    assert Upload.objects.filter(rereads=True).get() == draft
    # Whoever corrects the minutes begins with what stands.
    correction = lifecycle.start_correction(meeting=Meeting.objects.get(), user=editor)
    assert (correction.pk != draft.pk, (correction.parsed or {})["venue"]) == (True, None)


def test_a_draft_shows_what_would_change_and_is_read_again(received: Callable[..., Upload], desk: Client) -> None:
    draft = received(joined)
    address = reverse("minutes:rereading", args=[offer().pk])
    assert "2つの発言に分けました" in page(desk, address)
    desk.post(address, {"action": "accept"})
    assert (
        len((Upload.objects.get(pk=draft.pk).parsed or {})["utterances"]) == len((draft.parsed or {})["utterances"]) + 1
    )
    assert desk.get(address).status_code == 404


def test_many_are_accepted_after_one_question_with_their_list(
    published: Callable[..., Meeting], received: Callable[..., Upload], desk: Client
) -> None:
    published()
    other = TEXT.replace("5月10日（金）", "5月17日（金）")
    upload = lifecycle.keep(other.encode(), "次の会議録.txt", user=None)
    with earlier():
        reading.read(upload.pk)
    while comparing.compare_one() is not None:
        pass
    picks = list(offers.offered().values_list("pk", flat=True))
    assert len(picks) == 2
    before = state_of_all()
    asked = desk.post(reverse("minutes:rereadings"), {"action": "accept", "pick": picks})
    shown = page(desk, asked["Location"])
    assert "2件を受け入れる" in shown
    assert "次の会議録.txt" in shown
    question = reverse("minutes:rereadings_question")
    desk.post(question, {"pick": picks})
    assert state_of_all() == before
    desk.post(question, {"pick": picks, "confirm": "accept"})
    assert Meeting.objects.get().venue == "第一会議室"
    assert (Upload.objects.get(pk=upload.pk).parsed or {})["venue"] == "第一会議室"
    assert not offers.offered().exists()


def test_what_is_let_be_can_be_put_back(published: Callable[..., Meeting], desk: Client) -> None:
    published()
    found = offer()
    desk.post(reverse("minutes:rereadings"), {"action": "let-be", "pick": found.pk})
    listed = page(desk, reverse("minutes:rereadings"))
    assert "読み取りの改善はありません" in listed
    assert "今のままにしたもの（1件）" in listed
    desk.post(reverse("minutes:rereadings"), {"action": "offer-again", "pick": found.pk})
    assert offers.offered().get() == found


def test_only_editors_find_the_list(published: Callable[..., Meeting], client: Client, reader: User) -> None:
    published()
    pk = offer().pk
    addresses = [reverse("minutes:rereadings"), reverse("minutes:rereadings_question")]
    for address in (*addresses, reverse("minutes:rereading", args=[pk])):
        assert client.get(address).status_code == 302
        client.force_login(reader)
        assert client.get(address).status_code == 403
        assert client.post(address, {"action": "accept", "confirm": "accept", "pick": pk}).status_code == 403
        client.logout()
    assert not Upload.objects.filter(rereads=True).exists()
