"""Whatever differs between the index and the minutes is named, meeting by meeting, and repaired."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from minutes.models import Attachment, AttachmentPage, Body, Meeting, Topic, TopicLink, Utterance
from minutes.record.catalogue import load_catalogue
from minutes.signals import meeting_changed, meetings_relabelled
from search.index import checking, checksums
from search.models import IndexedMeeting, Profile, SearchEntry, Word

pytestmark = pytest.mark.django_db


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def check(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    """What check_index --json says, and its exit status as `status`."""
    capsys.readouterr()
    status = 0
    try:
        call_command("check_index", "--json", *options)
    except SystemExit as error:
        status = int(error.code or 0)
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return {**answer, "status": status}


@pytest.fixture
def learned(say: Any, django_capture_on_commit_callbacks: Any) -> Callable[..., Meeting]:
    """say(), with the words learned as at the end of a transaction."""

    def store(*utterances: Any, **fields: Any) -> Meeting:
        with django_capture_on_commit_callbacks(execute=True):
            meeting: Meeting = say(*utterances, **fields)
        return meeting

    return store


def with_paper(meeting: Meeting) -> None:
    paper = Attachment.objects.create(meeting=meeting, order=1, label="資料1", title="避難所の一覧")
    AttachmentPage.objects.create(attachment=paper, number=1, text="避難所は七か所です。")
    meeting_changed.send(sender=Meeting, meeting=meeting)


def test_an_index_that_agrees_is_told_in_one_line(
    learned: Any, capsys: pytest.CaptureFixture[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        with_paper(learned("防災訓練を行います。", ("部員", "給食です。"), topics=["防災"]))
    learned("日付のない会議です。", held_on=None)
    learned("下書きです。", status=Meeting.Status.DRAFT)
    capsys.readouterr()
    call_command("check_index")
    said = capsys.readouterr().out
    assert said.startswith("索引は会議録と一致しています（会議 2 件、発言と資料 4 件、解析し直し ")
    assert len(said.splitlines()) == 1


DAMAGES = {
    "a text changed": ("UPDATE minutes_utterance SET text = '別の話です。'", {"rows"}),
    "a speaker changed": ("UPDATE minutes_utterance SET speaker = '別の人'", {"rows", "labels"}),
    "a category changed": ("UPDATE minutes_utterance SET speaker_category = 'officer'", {"labels"}),
    "an inquiry begun": ("UPDATE minutes_utterance SET inquiry = 7", {"labels"}),
    "an entry in another inquiry": ("UPDATE search_searchentry SET inquiry = 7", {"labels"}),
    "a title changed": ("UPDATE minutes_agendaitem SET title = '給食について'", {"rows"}),
    "an item unlinked": ("DELETE FROM minutes_utterance_agenda_items", {"rows"}),
    "a page changed": ("UPDATE minutes_attachmentpage SET text = '白紙'", {"rows"}),
    "a page gone": (
        "DELETE FROM search_searchentry WHERE page_id IS NOT NULL; DELETE FROM minutes_attachmentpage",
        {"rows", "entries"},
    ),
    "a paper hidden": ("UPDATE minutes_attachment SET audience = 2", {"rows"}),
    "an utterance hidden": ("UPDATE minutes_utterance SET audience = 2", {"rows"}),
    "the meeting hidden": ("UPDATE minutes_meeting SET audience = 2", {"rows"}),
    "the date moved": ("UPDATE minutes_meeting SET held_on = '2020-01-01'", {"labels"}),
    "the year moved": ("UPDATE minutes_meeting SET fiscal_year = 1999", {"labels"}),
    "the body renamed": ("UPDATE minutes_body SET name = '別の会'", {"names"}),
    "the meeting renamed": ("UPDATE minutes_meeting SET title = '別の名'", {"names"}),
    "the words of a name changed": ("UPDATE search_indexedmeeting SET names_words = ''", {"names"}),
    "a name lost": ("DELETE FROM search_knownitem WHERE kind = 'paper'", {"known_items"}),
    "a name shown too widely": ("UPDATE search_knownitem SET access = -1", {"known_items"}),
    "a name found by other words": ("UPDATE search_knownitem SET vector = '''給食'':1'", {"known_items"}),
    "suggestions gone": ("DELETE FROM search_suggestionsource", {"suggestions"}),
    "a topic refused": ("UPDATE minutes_topiclink SET state = 'refused'", {"labels"}),
    "an entry lost": ('DELETE FROM search_searchentry WHERE "order" = 1', {"entries", "count"}),
    "all entries lost": ("DELETE FROM search_searchentry", {"entries", "count"}),
    "a vector changed": ("UPDATE search_searchentry SET vector = '''給食'':1'", {"entries"}),
    "a folded text changed": ("UPDATE search_searchentry SET folded = ''", {"entries"}),
    "entries shown too widely": ("UPDATE search_searchentry SET access = -1", {"entries"}),
    "an order changed": ('UPDATE search_searchentry SET "order" = "order" + 9', {"entries", "labels"}),
    "an entry's date changed": ("UPDATE search_searchentry SET recency = 1", {"labels"}),
    "a profile changed": ("UPDATE search_profile SET speaker = speaker || '!'", {"labels"}),
    "an old dictionary": ("UPDATE search_indexedmeeting SET analyzer = 'old'", {"stale"}),
    "never indexed": ("DELETE FROM search_indexedmeeting", {"missing"}),
    "withdrawn unnoticed": ("UPDATE minutes_meeting SET status = 'withdrawn'", {"unpublished"}),
}


@pytest.mark.parametrize(("sql", "problems"), DAMAGES.values(), ids=DAMAGES)
def test_what_was_changed_behind_the_archives_back_is_named_and_repaired(
    learned: Any,
    django_capture_on_commit_callbacks: Any,
    capsys: pytest.CaptureFixture[str],
    sql: str,
    problems: set[str],
) -> None:
    meeting = learned("防災訓練を行います。", "給食です。", topics=["防災"])
    with django_capture_on_commit_callbacks(execute=True):
        with_paper(meeting)
    assert check(capsys)["status"] == 0
    run(sql)
    found = check(capsys)
    assert found["status"] == 1
    assert [(row["meeting"], set(row["problems"])) for row in found["findings"]] == [(meeting.pk, problems)]
    with django_capture_on_commit_callbacks(execute=True):
        call_command("rebuild_index")
    assert check(capsys)["status"] == 0


def test_only_what_differs_is_written_anew(learned: Any, capsys: pytest.CaptureFixture[str]) -> None:
    sound, damaged = learned("防災です。"), learned("給食です。")
    before = SearchEntry.objects.get(meeting=sound).pk
    SearchEntry.objects.filter(meeting=damaged).update(folded="")
    call_command("rebuild_index")
    assert SearchEntry.objects.get(meeting=sound).pk == before
    assert "会議 1 件、発言と資料 1 件" in capsys.readouterr().out


def test_twenty_differing_meetings_are_named_and_the_others_counted(
    learned: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "BATCH", 4)
    for _ in range(23):
        learned("防災です。")
    IndexedMeeting.objects.update(analyzer="old")
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        call_command("check_index")
    assert stopped.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if "以前の版の辞書や表記の変換で作られています" in line]) == 20
    assert lines[-2] == "ほか 3 件の会議"
    assert "rebuild_index" in lines[-1]


def test_entries_that_another_analysis_would_write_are_found_by_the_sample(
    learned: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    meeting = learned("防災です。")
    # As if the analysis had been wrong when the entry was written: both checksums agree with it.
    run("UPDATE search_searchentry SET vector = '''給食'':1'")
    run(
        "UPDATE search_indexedmeeting SET entries_checksum = stored.digest FROM ("
        + checksums.ENTRIES.format(table="search_searchentry").replace("%(keys)s", f"ARRAY[{meeting.pk}]")
        + ") stored"
    )
    found = check(capsys)
    assert [row["problems"] for row in found["findings"]] == [["analysis"]]
    assert check(capsys, "--sample", "0")["status"] == 0


def test_words_that_the_vocabulary_lacks_are_found_by_the_sample(
    learned: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    learned("防災の訓練です。")
    Word.objects.filter(surface="防災").delete()
    assert [row["problems"] for row in check(capsys)["findings"]] == [["words"]]
    Word.objects.all().delete()
    assert "vocabulary" in check(capsys, "--sample", "0")["faults"]


def test_entries_that_the_index_does_not_lead_to_are_found_by_the_sample(
    learned: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    learned("防災の訓練です。")
    monkeypatch.setattr(checking, "_REACHED", "SELECT 0 WHERE %s <> '' OR %s > 0")
    assert [row["problems"] for row in check(capsys)["findings"]] == [["unreachable"]]


def test_the_sample_reaches_entries_by_the_index_alone(learned: Any) -> None:
    learned(*(f"防災訓練の{number}回目です。" for number in range(30)))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + checking._REACHED, ["'防災'", 1])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "search_entry_index" in plan
    assert "Seq Scan" not in plan


def test_a_missing_or_other_index_is_a_fault(learned: Any, capsys: pytest.CaptureFixture[str]) -> None:
    learned("防災です。")
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("DROP INDEX search_entry_index")
    assert check(capsys)["faults"] == ["index"]
    run("CREATE INDEX search_entry_index ON search_searchentry USING gin (vector)")
    assert check(capsys)["faults"] == ["index"]


def test_a_speaker_that_is_folded_otherwise_is_a_fault_and_repaired(
    learned: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    learned(("髙橋委員", "防災です。"))
    Profile.objects.update(speaker_folded="髙橋委員")
    assert check(capsys)["faults"] == ["profiles"]
    call_command("rebuild_index")
    assert Profile.objects.get().speaker_folded == "高橋委員"
    assert check(capsys)["status"] == 0
    Profile.objects.update(speaker_words="'別':1")
    assert check(capsys)["faults"] == ["profiles"]
    call_command("rebuild_index")
    assert check(capsys)["status"] == 0


def test_a_check_takes_as_many_statements_for_many_utterances_as_for_one(
    learned: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        learned(*(f"防災です {number}" for number in range(20)))
    # The faults, the meetings, their comparison, the names of what they hold, and that there are no more meetings.
    with django_assert_max_num_queries(15):
        assert list(checking.check(sample=0))[-1].agrees


def test_a_catalogue_relabels_the_meetings_it_changes(
    learned: Any, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    learned("防災です。", topics=["防災"])
    catalogue = {
        "bodies": [{"name": "総務 委員会"}],
        "topics": [{"name": "安全"}, {"name": "防災", "parent": "安全", "terms": ["防災"]}],
    }
    (tmp_path / "catalogue.json").write_text(json.dumps(catalogue))
    load_catalogue(tmp_path / "catalogue.json")
    assert Body.objects.get().name == "総務 委員会"
    assert check(capsys)["status"] == 0


def test_relabelling_leaves_an_index_that_agrees(learned: Any, capsys: pytest.CaptureFixture[str]) -> None:
    meetings = [learned("防災です。", ("部員", "給食です。"), topics=["防災"]) for _ in range(3)]
    above = Topic.objects.create(name="安全")
    Topic.objects.filter(name="防災").update(parent=above)
    Body.objects.update(name="新しい委員会")
    Meeting.objects.filter(pk=meetings[0].pk).update(held_on=date(2019, 4, 1), fiscal_year=2019, title="別の名")
    Meeting.objects.filter(pk=meetings[1].pk).update(held_on=None)
    TopicLink.objects.filter(agenda_item__meeting=meetings[2]).update(state=TopicLink.State.REFUSED)
    Utterance.objects.filter(meeting=meetings[2]).update(speaker_category="officer", inquiry=1)
    assert len(check(capsys)["findings"]) == 3
    meetings_relabelled.send(sender=Meeting, meetings=Meeting.objects.all())
    assert check(capsys)["status"] == 0
