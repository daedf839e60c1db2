"""The administration pages of the minutes: every table can be seen, changes are told, nothing is lost."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.dispatch import Signal
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minutes.drafts import edits
from minutes.editing import read_operation
from minutes.models import (
    AccessClass,
    AttachmentPage,
    Audience,
    BinEntry,
    Body,
    BodyLesson,
    BodyName,
    Circle,
    DeclinedProposal,
    ErasedRow,
    Erasure,
    Ground,
    Meeting,
    OpeningRequest,
    Paper,
    Passage,
    PublicationRequest,
    Rereading,
    SpeakerAssignment,
    Topic,
    TopicLink,
    UploadBatch,
    WatchedFile,
)
from minutes.signals import meeting_changed, meetings_relabelled
from minutes.uploads import lifecycle

pytestmark = pytest.mark.django_db
Store = Callable[..., Any]
MODELS = sorted(
    model.__name__.lower() for model in apps.get_app_config("minutes").get_models(include_auto_created=False)
)


class Listener:
    """Remembers which meetings a signal was sent with."""

    def __init__(self, signal: Signal) -> None:
        self.heard: list[set[Meeting]] = []
        self.signal = signal
        signal.connect(self.listen)

    def listen(self, sender: Any, **arguments: Any) -> None:
        one = arguments.get("meeting")
        self.heard.append({one} if one else set(arguments["meetings"]))


@pytest.fixture
def changed() -> Iterator[Listener]:
    listener = Listener(meeting_changed)
    yield listener
    meeting_changed.disconnect(listener.listen)


@pytest.fixture
def relabelled() -> Iterator[Listener]:
    listener = Listener(meetings_relabelled)
    yield listener
    meetings_relabelled.disconnect(listener.listen)


@pytest.fixture
def desk(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


@pytest.fixture
def meeting(store: Store, editor: User) -> Meeting:
    """A stored meeting, with a topic on its first item, and an upload that corrects it."""
    stored: Meeting = store().meeting
    topic = Topic.objects.create(name="電話", terms=["電話"])
    for item in stored.agenda_items.all():
        TopicLink.objects.create(agenda_item=item, topic=topic)
    AttachmentPage.objects.create(attachment=stored.attachments.get(), number=1, text="電話機の一覧")
    BodyName.objects.create(body=stored.body, name="電話会議")
    SpeakerAssignment.objects.create(body=stored.body, speaker="電話係", category="officer", created_by=editor)
    BodyLesson.objects.create(body_key="電話会議", kind=BodyLesson.Kind.SPEAKER, text="電話係")
    correction = lifecycle.start_correction(meeting=stored, user=editor)
    venue = {"op": "set", "table": "head", "field": "venue", "before": stored.venue, "after": "電話会議"}
    edits.do(pk=correction.pk, user=editor, operation=read_operation(venue), since=0)
    edits.check_in(pk=correction.pk, user=editor)
    UploadBatch.objects.create(name="電話.zip", created_by=editor)
    WatchedFile.objects.create(name="電話の会議録.txt")
    assert stored.current_version is not None
    Rereading.objects.create(
        source=stored.current_version.source, state=Rereading.State.FAILED, error="電話の記録を読めません。"
    )
    PublicationRequest.objects.create(upload=correction, why="電話番号を直してください。", given_back_by=editor)
    OpeningRequest.objects.create(what="meeting 1 audience 0", label="電話会議を公開にする", asked_by=editor)
    Paper.objects.create(meeting=stored, source=stored.current_version.source)
    BinEntry.objects.create(upload=correction, was="draft", reason="電話の誤り")
    Circle.objects.create(name="電話会議の委員")
    AccessClass.objects.create(needs=[1], lacks=[2])
    ground = Ground.objects.create(text="電話番号")
    erasure = Erasure.objects.create(meeting=stored, reason="電話番号の申出")
    ErasedRow.objects.create(erasure=erasure, kind="minutes.utterance", key=1, meeting=stored)
    Passage.objects.create(
        meeting=stored, part="utterance", row=1, field="text", start=0, end=1, quote="電", ground=ground
    )
    DeclinedProposal.objects.create(meeting=stored, digest="電話")
    return stored


def test_every_model_of_the_minutes_is_registered() -> None:
    registered = {model.__name__.lower() for model in admin.site._registry if model._meta.app_label == "minutes"}
    assert registered == set(MODELS)


@pytest.mark.parametrize("name", MODELS)
def test_lists_and_rows_can_be_seen_in_japanese(desk: Client, meeting: Meeting, name: str) -> None:
    model = apps.get_model("minutes", name)
    listing = desk.get(reverse(f"admin:minutes_{name}_changelist"), {"q": "電話"})
    assert listing.status_code == 200
    assert str(model._meta.verbose_name_plural) in listing.content.decode()
    row = model._default_manager.first()
    assert row is not None
    shown = desk.get(reverse(f"admin:minutes_{name}_change", args=[row.pk]))
    assert shown.status_code == 200


@pytest.mark.parametrize("name", ["sourcedocument", "upload", "meetingversion", "meeting"])
def test_lists_do_not_load_the_bytes_of_documents(desk: Client, meeting: Meeting, name: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        desk.get(reverse(f"admin:minutes_{name}_changelist"))
    sql = " ".join(query["sql"] for query in queries.captured_queries)
    assert '"minutes_sourcedocument"."content"' not in sql
    assert '"minutes_sourcedocument"."text"' not in sql
    assert '"minutes_upload"."parsed"' not in sql


@pytest.mark.parametrize("name", ["sourcedocument", "upload", "meetingversion", "attendee"])
def test_what_came_in_cannot_be_changed(desk: Client, meeting: Meeting, name: str) -> None:
    row = apps.get_model("minutes", name)._default_manager.first()
    assert row is not None
    for page, arguments in (("change", [row.pk]), ("delete", [row.pk]), ("add", [])):
        address = reverse(f"admin:minutes_{name}_{page}", args=arguments)
        assert desk.post(address, {"post": "yes"}).status_code == 403


def test_audience_of_a_meeting_is_told(desk: Client, meeting: Meeting, changed: Listener) -> None:
    address = reverse("admin:minutes_meeting_change", args=[meeting.pk])
    desk.post(address, {"status": "published", "audience": Audience.STAFF, "title": "別の名称"})
    meeting.refresh_from_db()
    assert meeting.audience == Audience.STAFF
    assert meeting.title != "別の名称"
    assert changed.heard == [{meeting}]


def test_failing_listener_undoes_the_change(desk: Client, meeting: Meeting) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("index")

    meeting_changed.connect(fail)
    with pytest.raises(RuntimeError, match="index"):
        desk.post(
            reverse("admin:minutes_meeting_change", args=[meeting.pk]),
            {"audience": Audience.STAFF},
        )
    meeting_changed.disconnect(fail)
    meeting.refresh_from_db()
    assert meeting.audience == Audience.EVERYONE


def run(desk: Client, name: str, action: str, rows: list[int]) -> str:
    response = desk.post(
        reverse(f"admin:minutes_{name}_changelist"), {"action": action, "_selected_action": rows}, follow=True
    )
    return response.content.decode()


def test_meetings_are_withdrawn_and_published_by_action(desk: Client, meeting: Meeting, changed: Listener) -> None:
    assert "取り下げる理由" in run(desk, "meeting", "make_withdrawn", [meeting.pk])
    answer = {"action": "make_withdrawn", "_selected_action": [meeting.pk], "confirm": "1"}
    for reason in ("", " ", "誤って公開した"):
        meeting.refresh_from_db()
        assert meeting.status == Meeting.Status.PUBLISHED
        desk.post(reverse("admin:minutes_meeting_changelist"), {**answer, "reason": reason})
    assert BinEntry.objects.get(meeting=meeting).reason == "誤って公開した"
    meeting.refresh_from_db()
    assert meeting.status == Meeting.Status.WITHDRAWN
    run(desk, "meeting", "make_published", [meeting.pk])
    assert changed.heard == [{meeting}, {meeting}]


def test_several_meetings_are_withdrawn_after_one_question(desk: Client, meeting: Meeting, store: Store) -> None:
    other, gone = store(number=3).meeting, store(number=4).meeting
    Meeting.objects.filter(pk=gone.pk).update(status="withdrawn")
    chosen = [meeting.pk, other.pk, gone.pk]
    html = run(desk, "meeting", "make_withdrawn", chosen)
    assert "次の会議録2件を「取下げ」にします" in html and meeting.title in html
    assert Meeting.objects.filter(status="published").count() == 2
    answer = {
        "action": "make_withdrawn",
        "_selected_action": [meeting.pk, other.pk],
        "confirm": "1",
        "reason": "誤って公開した",
    }
    told = desk.post(reverse("admin:minutes_meeting_changelist"), answer, follow=True).content.decode()
    assert "2件の会議を「取下げ」にしました。" in told
    assert not Meeting.objects.filter(status="published").exists()


def test_audience_of_an_utterance_is_told_and_its_text_stays(desk: Client, meeting: Meeting, changed: Listener) -> None:
    row = meeting.utterances.get(order=3)
    desk.post(
        reverse("admin:minutes_utterance_change", args=[row.pk]), {"audience": Audience.EDITORS, "text": "別の本文"}
    )
    row.refresh_from_db()
    assert (row.audience, row.text) == (Audience.EDITORS, "申請の件数はどれくらいですか。")
    assert changed.heard == [{meeting}]


def test_renamed_body_relabels_its_meetings(desk: Client, meeting: Meeting, relabelled: Listener) -> None:
    address = reverse("admin:minutes_body_change", args=[meeting.body_id])
    names = {"names-TOTAL_FORMS": 0, "names-INITIAL_FORMS": 0}
    BodyLesson.objects.update(body_key=meeting.body.name_key)
    desk.post(address, {"name": "みなと野市デジタル推進本部", "audience": 0, **names})
    renamed = Body.objects.get(pk=meeting.body_id)
    assert renamed.name == "みなと野市デジタル推進本部"
    assert relabelled.heard == [{meeting}]
    # Minutes under the former name still find it, and what was taught of its layout stays with it.
    former = BodyName.objects.get(name="みなと野市情報化推進本部")
    assert (former.body, former.kind) == (renamed, BodyName.Kind.FORMER)
    assert BodyLesson.objects.get().body_key == renamed.name_key
    desk.post(address, {"name": "みなと野市デジタル推進本部", "kind": "推進本部", "audience": 0, **names})
    assert len(relabelled.heard) == 1


def test_second_spelling_of_a_body_is_refused(desk: Client, meeting: Meeting) -> None:
    html = desk.post(reverse("admin:minutes_body_add"), {"name": "みなと野市 情報化推進本部"}).content.decode()
    assert "同じ名称の会議体「みなと野市情報化推進本部」があります。" in html
    assert Body.objects.count() == 1


def test_suggested_topics_are_confirmed_and_refused(desk: Client, meeting: Meeting, relabelled: Listener) -> None:
    first, second = TopicLink.objects.order_by("pk")
    assert "1件の分類を「確定」にしました。" in run(desk, "topiclink", "confirm", [first.pk])
    run(desk, "topiclink", "refuse", [second.pk])
    states = list(TopicLink.objects.order_by("pk").values_list("state", flat=True))
    assert states == [TopicLink.State.CONFIRMED, TopicLink.State.REFUSED]
    assert relabelled.heard == [{meeting}, {meeting}]


def test_actions_find_their_rows_where_the_filter_no_longer_does(desk: Client, meeting: Meeting) -> None:
    link = TopicLink.objects.first()
    assert link is not None
    desk.post(
        reverse("admin:minutes_topiclink_changelist") + "?state__exact=suggested",
        {"action": "confirm", "_selected_action": [link.pk]},
    )
    link.refresh_from_db()
    assert link.state == TopicLink.State.CONFIRMED


def test_new_terms_of_a_topic_suggest_it(desk: Client, meeting: Meeting, relabelled: Listener) -> None:
    desk.post(reverse("admin:minutes_topic_add"), {"name": "窓口", "terms": "窓口,カウンター"})
    link = TopicLink.objects.get(topic__name="窓口")
    assert (link.agenda_item.title, link.state) == ("窓口のオンライン化について", TopicLink.State.SUGGESTED)
    assert relabelled.heard == [{meeting}]


def test_renamed_and_deleted_topics_relabel_their_meetings(
    desk: Client, meeting: Meeting, relabelled: Listener
) -> None:
    topic = Topic.objects.get()
    desk.post(reverse("admin:minutes_topic_change", args=[topic.pk]), {"name": "通信", "terms": "電話"})
    desk.post(reverse("admin:minutes_topic_delete", args=[topic.pk]), {"post": "yes"})
    assert not TopicLink.objects.exists()
    assert relabelled.heard == [{meeting}, {meeting}]


def test_links_set_and_removed_by_hand_relabel_the_meeting(
    desk: Client, meeting: Meeting, relabelled: Listener
) -> None:
    topic = Topic.objects.create(name="防災")
    item = meeting.agenda_items.first()
    assert item is not None
    data = {"agenda_item": item.pk, "topic": topic.pk, "state": "confirmed"}
    desk.post(reverse("admin:minutes_topiclink_add"), data)
    link = TopicLink.objects.get(topic=topic)
    desk.post(reverse("admin:minutes_topiclink_delete", args=[link.pk]), {"post": "yes"})
    assert relabelled.heard == [{meeting}, {meeting}]


def test_readers_have_no_administration(client: Client, reader: User) -> None:
    client.force_login(reader)
    assert client.get(reverse("admin:minutes_meeting_changelist")).status_code == 302


def test_upload_list_leads_to_the_staff_page(desk: Client, editor: User) -> None:
    upload = lifecycle.keep("会議録\n".encode(), "<b>.txt", user=editor)
    html = desk.get(reverse("admin:minutes_upload_changelist")).content.decode()
    assert f'href="{upload.get_absolute_url()}"' in html
    assert "&lt;b&gt;.txt" in html and "<b>.txt" not in html


@pytest.mark.parametrize(
    ("model", "link", "words"),
    [(Body, "successor", "この会議体に戻ります"), (Topic, "parent", "この分類に戻ります")],
)
def test_circles_are_refused(desk: Client, model: Any, link: str, words: str) -> None:
    first = model.objects.create(name="一番目")
    second = model.objects.create(name="二番目", **{link: first})
    address = reverse(f"admin:minutes_{model.__name__.lower()}_change", args=[first.pk])
    html = desk.post(address, {"name": "一番目", link: second.pk}).content.decode()
    assert words in html
    first.refresh_from_db()
    assert getattr(first, link) is None


def test_a_page_that_showed_another_audience_opens_nothing(desk: Client, meeting: Meeting) -> None:
    said = meeting.utterances.order_by("order")[0]
    for name, row in (("utterance", said), ("meeting", meeting)):
        address = reverse(f"admin:minutes_{name}_change", args=[row.pk])
        assert 'name="initial-audience" value="0"' in desk.get(address).content.decode()
        type(row)._default_manager.filter(pk=row.pk).update(audience=Audience.EDITORS)
        desk.post(address, {"audience": "0", "initial-audience": "0"})
        row.refresh_from_db()
        assert row.audience == Audience.EDITORS
        desk.post(address, {"audience": "0", "initial-audience": "2"})
        row.refresh_from_db()
        assert row.audience == Audience.EVERYONE
