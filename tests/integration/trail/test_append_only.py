"""With the grants of docs/operations.md the archive's own role cannot alter the trail, and the archive works."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from psycopg.errors import InsufficientPrivilege

import trail
from minutes.erasure import Decision, Wanted, erase, left_over, look_through
from minutes.intake.items import new_source
from minutes.models import Meeting, Topic
from minutes.record.importing import import_minutes
from minutes.uploads import lifecycle
from trail import access_log
from trail.models import Access, Change

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("access_recorded")]
ROOT = Path(__file__).parents[3]


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def grants() -> str:
    """The statements that the page tells the office to run."""
    section = (ROOT / "docs" / "operations.md").read_text().partition("\n## The audit trail\n")[2].partition("\n## ")[0]
    return "\n".join(re.findall(r"```sql\n(.*?)```", section, re.S))


@pytest.fixture
def meeting(store: Callable[..., Any], editor: User, administrator: User) -> Meeting:
    """Stored before by the owner; so are the accounts."""
    stored: Meeting = store().meeting
    return stored


@pytest.fixture
def role(meeting: Meeting) -> Iterator[str]:
    """From here on the database is asked by the archive's own role, really another one for the database."""
    name = connection.settings_dict["NAME"]
    role = f"{name}_app"
    run(grants().replace("kaigiroku_app", f'"{role}"').replace("kaigiroku_owner", f'"{name}_owner"'))
    run(f'SET SESSION AUTHORIZATION "{role}"')
    yield role
    # The transaction, and with it the roles, are taken back.


FORBIDDEN = [
    "UPDATE trail_change SET name = 'other'",
    "DELETE FROM trail_change",
    "INSERT INTO trail_change SELECT * FROM trail_change",
    "TRUNCATE trail_change",
    "DROP TABLE trail_change",
    "ALTER TABLE trail_change RENAME TO other",
    "UPDATE trail_access SET name = 'other'",
    "DELETE FROM trail_access",
    "TRUNCATE trail_access",
    "DROP TABLE trail_access",
    "TRUNCATE minutes_utterance CASCADE",
    "ALTER TABLE minutes_meeting DISABLE TRIGGER trail_update",
    "ALTER TABLE minutes_meeting DISABLE TRIGGER ALL",
    "DROP TRIGGER trail_update ON minutes_meeting",
    "CREATE TRIGGER other BEFORE INSERT ON trail_access EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE OR REPLACE FUNCTION trail_on_minutes_meeting() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE OR REPLACE FUNCTION trail_occasion() RETURNS jsonb LANGUAGE sql AS 'SELECT NULL::jsonb'",
    "DROP FUNCTION trail_on_minutes_meeting() CASCADE",
    "CREATE TABLE public.other (id int)",
    "SET session_replication_role = replica",
    "CREATE RULE other AS ON INSERT TO trail_access DO INSTEAD NOTHING",
]


def test_the_archives_role_cannot(role: str) -> None:
    before = list(Change.objects.order_by("pk").values_list("pk", "name"))
    for sql in FORBIDDEN:
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            run(sql)
        assert isinstance(refused.value.__cause__, InsufficientPrivilege), sql
    # Of rights that are not its own to give the database only warns.
    run("GRANT ALL ON trail_change TO PUBLIC")
    with pytest.raises(DatabaseError), transaction.atomic():
        run("DELETE FROM trail_change")
    assert list(Change.objects.order_by("pk").values_list("pk", "name")) == before


def test_a_temporary_table_does_not_stand_in_for_the_trail(role: str, meeting: Meeting) -> None:
    run("CREATE TEMPORARY TABLE trail_change (LIKE public.trail_change INCLUDING ALL)")
    Meeting.objects.filter(pk=meeting.pk).update(venue="別室")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_temp.trail_change")
        assert cursor.fetchone() == (0,)
        cursor.execute('SELECT count(*) FROM public.trail_change WHERE after = \'{"venue": "別室"}\'')
        assert cursor.fetchone() == (1,)


def test_the_archive_works_under_its_role_and_all_is_recorded(
    role: str, meeting: Meeting, editor: User, administrator: User, client: Client, build_parsed: Any
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user, current_user")
        assert cursor.fetchone() == (role, role)
    last = Change.objects.latest("pk").pk
    corrected = build_parsed(venue="第二会議室")
    import_minutes(parsed=corrected, source=new_source(b"2", "2.txt"), meeting=meeting, edited=True, user=editor)
    draft = lifecycle.start_correction(meeting=Meeting.objects.get(), user=editor)
    lifecycle.keep(b"x", "1.txt", user=editor)
    client.force_login(administrator)
    for address in ("/", meeting.get_absolute_url(), "/search/?q=会議", draft.get_absolute_url()):
        assert client.get(address).status_code == 200, address
    assert client.get(reverse("minutes:trail")).status_code == 200
    client.post(reverse("admin:minutes_topic_add"), {"name": "防災", "terms": "避難"})
    topic = Topic.objects.get(name="防災")
    User.objects.get(pk=editor.pk).groups.clear()
    kinds = set(Change.objects.filter(pk__gt=last).values_list("kind", flat=True))
    assert {
        "minutes.meetingversion",
        "minutes.utterance",
        "minutes.upload",
        "minutes.topic",
        "auth.user_groups",
    } <= kinds
    told = Change.objects.get(kind="minutes.topic", key=str(topic.pk))
    assert (told.name, told.what) == ("kanri", "POST /admin/minutes/topic/add/")
    assert Access.objects.filter(event="view").exists()


def test_forgetting_is_the_one_way_and_leaves_a_row(role: str, meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(venue="鈴木の家")
    assert trail.forget(kind="minutes.meeting", key=meeting.pk, reason="本人の申出", words=["鈴木"]) == 1
    assert Change.objects.get(after__has_key="venue", action="update").after == {"venue": "■■■の家"}
    fact = Change.objects.latest("pk")
    assert (fact.action, fact.kind, fact.rows, fact.after) == ("forget", "minutes.meeting", 1, {"reason": "本人の申出"})


def test_the_record_of_access_is_pruned_by_the_owner_alone(role: str) -> None:
    access_log.note(access_log.Event.EXPORT)
    with pytest.raises(CommandError, match="所有者"):
        call_command("prune_access_log")
    assert Access.objects.count() == 1


def test_words_are_erased_by_the_role_of_the_archive(meeting: Meeting, administrator: User, role: str) -> None:
    Topic.objects.create(name="朧木澄江の件")
    wanted = Wanted(("電話システム", "朧木澄江"))
    found = look_through(wanted)
    erase(wanted=wanted, decision=Decision(found.digest, None, "申出"), user=administrator)
    assert left_over(wanted, Decision("", None, "")) == 0
    assert Change.objects.latest("pk").action == "forget"
    assert not Change.objects.filter(after__contains={"name": "朧木澄江の件"}).exists()
