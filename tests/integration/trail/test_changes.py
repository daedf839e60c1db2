"""Every change is recorded by the database itself, whoever writes: who, when, from where, before and after."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection, transaction

import trail
from minutes.intake.items import new_source
from minutes.models import (
    Attachment,
    AttachmentPage,
    Audience,
    Body,
    BodyName,
    Meeting,
    MeetingVersion,
    SourceDocument,
    Topic,
    TopicLink,
    Utterance,
)
from minutes.record.importing import import_minutes
from search.models import SynonymGroup
from trail.models import Change
from trail.recorded import NOT_RECORDED, RECORDED

pytestmark = pytest.mark.django_db
Store = Callable[..., Any]


@pytest.fixture
def meeting(store: Store) -> Meeting:
    stored: Meeting = store().meeting
    return stored


class Since:
    """What was recorded since it was made."""

    def __init__(self) -> None:
        self._last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def changes(self, kind: str = "") -> list[Any]:
        found = Change.objects.filter(pk__gt=self._last).order_by("pk")
        return list(found.filter(kind=kind) if kind else found)

    def one(self, kind: str) -> Any:
        (found,) = self.changes(kind)
        return found


def run(sql: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)


# Which tables


def test_every_model_is_recorded_or_says_why_not() -> None:
    models = {model._meta.label_lower: model for model in apps.get_models(include_auto_created=True)}
    silent = [
        label
        for label, model in models.items()
        if label not in RECORDED and label not in NOT_RECORDED and model._meta.app_label not in NOT_RECORDED
    ]
    assert silent == []
    assert [label for label in RECORDED if label not in models] == []
    apps_named = {model._meta.app_label for model in models.values()}
    assert [label for label in NOT_RECORDED if label not in models and label not in apps_named] == []


@pytest.mark.parametrize("label", RECORDED)
def test_every_recorded_table_has_its_triggers(label: str) -> None:
    table = apps.get_model(label)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE 'trail%%' AND tgenabled = 'O'",
            [f'"{table}"'],
        )
        assert {name for (name,) in cursor.fetchall()} == {
            "trail_insert",
            "trail_update",
            "trail_delete",
            "trail_truncate",
        }


@pytest.mark.parametrize("label", RECORDED)
def test_columns_that_are_treated_apart_are_there(label: str) -> None:
    how, model = RECORDED[label], apps.get_model(label)
    columns = {field.column for field in model._meta.concrete_fields}
    assert {*how.derived, *how.secret, *how.stored, *how.octets} - columns == set()


# Ways to write


def test_what_the_orm_changes_is_told_before_and_after(meeting: Meeting) -> None:
    since = Since()
    meeting.venue = "第一会議室"
    meeting.save()
    change = since.one("minutes.meeting")
    assert (change.action, change.key, change.meeting) == ("update", str(meeting.pk), meeting.pk)
    assert (change.before, change.after) == ({"venue": "庁議室"}, {"venue": "第一会議室"})


def test_raw_sql_is_recorded_row_by_row(meeting: Meeting) -> None:
    since = Since()
    run("UPDATE minutes_utterance SET text = text || '（追記）', audience = 2 WHERE \"order\" <= 2")
    first, second = since.changes("minutes.utterance")
    assert first.before == {"text": "ただいまから第2回の会議を開きます。", "audience": 0}
    assert first.after == {"text": "ただいまから第2回の会議を開きます。（追記）", "audience": 2}
    assert {first.meeting, second.meeting} == {meeting.pk}


def test_statements_that_change_nothing_leave_nothing(meeting: Meeting) -> None:
    since = Since()
    meeting.save()
    run("UPDATE minutes_utterance SET text = text")
    run("UPDATE minutes_meeting SET venue = 'x' WHERE false")
    run("UPDATE minutes_utterance SET speaker_category = 'chair'")
    assert since.changes() == []


def test_bulk_create_copy_and_delete_are_recorded(meeting: Meeting) -> None:
    since = Since()
    rows = [Utterance(meeting=meeting, order=n, ref=n, kind="speech", text=f"{n}番目") for n in (101, 102)]
    Utterance.objects.bulk_create(rows)
    with connection.cursor() as cursor, cursor.copy("COPY minutes_topic (name, terms) FROM STDIN") as copy:
        copy.write_row(("防災", "{}"))
    Utterance.objects.filter(order=101).delete()
    assert [change.after["text"] for change in since.changes("minutes.utterance")[:2]] == ["101番目", "102番目"]
    assert since.one("minutes.topic").after["name"] == "防災"
    gone = since.changes("minutes.utterance")[-1]
    assert (gone.action, gone.before["text"], gone.after) == ("delete", "101番目", None)


def test_upserts_are_recorded_as_what_they_did(meeting: Meeting) -> None:
    Topic.objects.create(name="窓口")
    since = Since()
    sql = "INSERT INTO minutes_topic (name, terms) VALUES ('窓口', '{}'), ('庁舎', '{}') ON CONFLICT (name) DO UPDATE SET terms = '{改}'"
    run(sql)
    told = {change.action: change.after for change in since.changes("minutes.topic")}
    assert told["update"] == {"terms": ["改"]}
    assert told["insert"]["name"] == "庁舎"


def test_cascades_of_the_database_and_of_django_are_recorded(meeting: Meeting) -> None:
    TopicLink.objects.create(
        agenda_item=meeting.agenda_items.earliest("order"), topic=Topic.objects.create(name="窓口")
    )
    said = meeting.utterances.count()
    since = Since()
    Meeting.objects.filter(pk=meeting.pk).update(current_version=None)
    Meeting.objects.get(pk=meeting.pk).delete()
    gone = [change for change in since.changes() if change.action == "delete"]
    kinds = [change.kind for change in gone]
    assert kinds.count("minutes.utterance") == said
    assert {"minutes.meeting", "minutes.meetingversion", "minutes.attendee", "minutes.topiclink"} <= set(kinds)
    assert all(change.before for change in gone)
    assert {change.meeting for change in gone} == {meeting.pk}


@pytest.mark.django_db(transaction=True)
def test_truncating_a_table_tells_every_row() -> None:
    Topic.objects.create(name="窓口")
    source = new_source("本文".encode(), "会議録.txt")
    source.save()
    since = Since()
    run("TRUNCATE minutes_topic CASCADE")
    run("TRUNCATE minutes_sourcedocument CASCADE")
    change = since.one("minutes.topic")
    assert (change.action, change.before["name"]) == ("truncate", "窓口")
    assert since.one("minutes.sourcedocument").before["filename"] == "会議録.txt"


def test_what_is_rolled_back_was_never_done(meeting: Meeting) -> None:
    since = Since()
    with pytest.raises(RuntimeError), transaction.atomic():
        Body.objects.update(office="総務課")
        raise RuntimeError
    assert since.changes() == []


def test_keys_that_change_are_told(meeting: Meeting) -> None:
    topic = Topic.objects.create(name="窓口")
    since = Since()
    run("UPDATE minutes_topic SET id = id + 1000")
    told = since.changes("minutes.topic")
    assert {change.key for change in told} == {str(topic.pk), str(topic.pk + 1000)}


# What an import leaves


def test_an_import_is_told_by_its_version_and_copies_no_text(store: Store) -> None:
    since = Since()
    meeting = store().meeting
    said = since.one("minutes.utterance")
    assert (said.action, said.rows, said.before, said.after) == ("insert", meeting.utterances.count(), None, None)
    assert said.kept == f"minutes.meetingversion {meeting.current_version_id}"
    assert said.meeting == meeting.pk
    version = since.one("minutes.meetingversion")
    assert version.after["content_hash"] == meeting.current_version.content_hash
    assert "ただいまから" not in str([(change.before, change.after) for change in since.changes()])


def test_a_new_version_counts_what_went_because_the_old_one_holds_it(meeting: Meeting, build_parsed: Any) -> None:
    since = Since()
    new = build_parsed(utterances=[{"kind": "speech", "speaker": "本部長", "agenda": [], "text": "訂正した発言。"}])
    import_minutes(parsed=new, source=new_source(b"2", "2.txt"), meeting=meeting, edited=True, reason="誤記")
    old = MeetingVersion.objects.get(meeting=meeting, number=1)
    assert [(change.action, change.rows) for change in since.changes("minutes.utterance")] == [
        ("delete", len(build_parsed().utterances)),
        ("insert", 1),
    ]
    kept = next(change for change in since.changes("minutes.meetingversion") if change.key == str(old.pk))
    assert kept.before == {"snapshot": None} and set(kept.after["snapshot"]) == {"characters"}


def test_an_old_version_that_is_tampered_with_is_told_as_it_was(meeting: Meeting, build_parsed: Any) -> None:
    import_minutes(parsed=build_parsed(venue="別"), source=new_source(b"2", "2.txt"), meeting=meeting, edited=True)
    since = Since()
    run("UPDATE minutes_meetingversion SET snapshot = '{}' WHERE number = 1")
    assert since.one("minutes.meetingversion").before["snapshot"]["venue"] == "庁議室"


def test_documents_are_told_by_size_and_digest(meeting: Meeting) -> None:
    since = Since()
    source = new_source("本文です。".encode(), "会議録.txt")
    source.save()
    run("UPDATE minutes_sourcedocument SET content = 'x', text = '別の本文' WHERE id = %s", source.pk)
    SourceDocument.objects.filter(pk=source.pk).delete()
    come, changed, gone = since.changes("minutes.sourcedocument")
    assert come.after["content"] == {"bytes": 15} and come.after["sha256"] == source.sha256
    assert changed.before["content"] == {"bytes": 15, "sha256": source.sha256}
    assert changed.after["content"] == {"bytes": 1}
    assert gone.before["text"] == "別の本文"


def test_pages_of_papers_are_told_by_their_document(meeting: Meeting) -> None:
    attachment = Attachment.objects.get(meeting=meeting)
    since = Since()
    with trail.kept_in("minutes.sourcedocument", 7, meeting.pk):
        AttachmentPage.objects.bulk_create(AttachmentPage(attachment=attachment, number=n, text="頁") for n in (1, 2))
    change = since.one("minutes.attachmentpage")
    assert (change.rows, change.kept, change.meeting) == (2, "minutes.sourcedocument 7", meeting.pk)


# Other kinds


def test_accounts_groups_and_rights_are_recorded_without_passwords(db: None) -> None:
    since = Since()
    user = User.objects.create_user("hanako", password="correct-horse")
    group = Group.objects.get(name="編集者")
    user.groups.add(group)
    user.set_password("battery-staple")
    user.save()
    made, renewed = since.changes("auth.user")
    assert made.after["username"] == "hanako" and made.after["password"] == "（非表示）"
    assert renewed.before == renewed.after == {"password": "（非表示）"}
    assert since.one("auth.user_groups").after["group_id"] == group.pk
    group.permissions.remove(group.permissions.earliest("pk"))
    assert since.one("auth.group_permissions").action == "delete"


def test_bodies_names_and_synonyms_are_recorded(meeting: Meeting) -> None:
    since = Since()
    BodyName.objects.create(body=meeting.body, name="情報化本部")
    SynonymGroup.objects.create(note="略称").words.create(text="情本", folded="情本", normalized="情本")
    Meeting.objects.update(audience=Audience.STAFF)
    kinds = {change.kind for change in since.changes()}
    assert kinds == {"minutes.bodyname", "search.synonymgroup", "search.synonym", "minutes.meeting"}


# Who


def test_a_change_tells_who_from_where_and_in_which_request(meeting: Meeting) -> None:
    since = Since()
    occasion = trail.Occasion(
        person=7, name="編集'%s\\担当", address="192.0.2.5", request="r1", what="POST /staff/\0%00"
    )
    with trail.during(lambda: occasion):
        Topic.objects.create(name="窓口")
        Topic.objects.bulk_create([Topic(name="一"), Topic(name="二")])
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE minutes_topic SET terms = %s WHERE name = %s", [(["a"], "一"), (["b"], "二")])
    assert len(since.changes()) == 5
    for change in since.changes():
        told = (change.person, change.name, change.address, change.request, change.what)
        assert told == (7, "編集'%s\\担当", "192.0.2.5", "r1", "POST /staff/%00")


def test_a_rollback_in_between_costs_nobody_the_name(meeting: Meeting) -> None:
    since = Since()
    with trail.during(lambda: trail.Occasion(name="hanako", what="POST /")):
        with pytest.raises(RuntimeError), transaction.atomic():
            Topic.objects.create(name="失敗")
            raise RuntimeError
        Topic.objects.create(name="成功")
    assert [(change.name, change.after["name"]) for change in since.changes()] == [("hanako", "成功")]


def test_without_a_request_the_command_and_the_systems_user_are_told(meeting: Meeting) -> None:
    since = Since()
    Topic.objects.create(name="窓口")
    assert since.changes()[0].name == trail.system_user()
    assert since.changes()[0].what


@pytest.mark.django_db(transaction=True)
def test_whoever_writes_past_the_archive_is_told_by_the_databases_name() -> None:
    since = Since()
    connection.ensure_connection()
    own = connection.connection.execute("INSERT INTO minutes_topic (name, terms) VALUES ('直接', '{}')")
    own.close()
    change = since.one("minutes.topic")
    assert change.name == connection.settings_dict["USER"]
    assert change.what.startswith("SQL")
