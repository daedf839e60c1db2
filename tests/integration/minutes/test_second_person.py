"""四つの目 (FOUR_EYES): what readers get to see is published, and opened, by two people, whichever way is taken."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from minutes import access
from minutes.bin import withdraw
from minutes.drafts import edits
from minutes.editing import read_operation, with_ids
from minutes.intake.items import new_source
from minutes.models import Audience, Meeting, OpeningRequest, Paper, PublicationRequest, Upload
from minutes.passages import Wish, restrict
from minutes.uploads import UploadError, lifecycle

pytestmark = pytest.mark.django_db
Store = Callable[..., Any]


@pytest.fixture(autouse=True)
def four_eyes(settings: Settings) -> None:
    settings.FOUR_EYES = True


def person(name: str, role: str) -> User:
    user = User.objects.create_user(name, password="correct-horse", is_staff=role == access.ADMINISTRATOR)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def publisher(db: None) -> User:
    return person("sekinin", access.PUBLISHER)


@pytest.fixture
def draft(build_parsed: Callable[..., Any], editor: User) -> Upload:
    parsed = with_ids(build_parsed()).to_json()
    source = new_source(b"text", "会議録.txt", "text/plain")
    source.created_by = editor
    source.save()
    return Upload.objects.create(
        source=source,
        state=Upload.State.DRAFT,
        parsed=parsed,
        base=parsed,
        new_body_confirmed=True,
        certainty=1.0,
        created_by=editor,
        updated_by=editor,
    )


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def press(user: User, upload: Upload, **sent: str) -> str:
    """The button 公開 of the checking page; what the next page tells."""
    form = {"action": "publish", "revision": str(Upload.objects.get(pk=upload.pk).revision), **sent}
    answer = browser(user).post(f"/staff/uploads/{upload.pk}/publish/", form, follow=True)
    return answer.content.decode()


def state(upload: Upload) -> str:
    return Upload.objects.get(pk=upload.pk).state


def test_an_editor_asks_and_a_second_person_publishes(draft: Upload, editor: User, publisher: User) -> None:
    assert "公開を依頼" in browser(editor).get(f"/staff/uploads/{draft.pk}/").content.decode()
    assert "公開待ちにしました" in press(editor, draft)
    assert state(draft) == "draft" and not Meeting.objects.exists()
    desk = browser(publisher).get("/staff/uploads/").content.decode()
    assert "公開待ち：1件" in desk and f"/staff/uploads/{draft.pk}/publish/changes/" in desk
    assert "公開しました" in press(publisher, draft)
    assert state(draft) == "published" and not PublicationRequest.objects.exists()
    assert "公開待ち：" not in browser(publisher).get("/staff/uploads/").content.decode()


def test_who_edits_cannot_publish_however_often_he_asks(draft: Upload, editor: User) -> None:
    for _ in range(3):
        press(editor, draft)
    assert state(draft) == "draft"


def test_a_publisher_does_not_publish_what_he_sent_in_corrected_or_asked_for(
    draft: Upload, editor: User, publisher: User
) -> None:
    press(publisher, draft)
    press(publisher, draft)
    assert state(draft) == "draft", "he asked for it himself"
    venue = {"op": "set", "table": "head", "field": "venue", "before": "庁議室", "after": "第一会議室"}
    edits.do(pk=draft.pk, user=publisher, operation=read_operation(venue), since=0)
    press(editor, draft)
    press(publisher, draft)
    assert state(draft) == "draft", "he corrected it"
    second = person("sekinin2", access.PUBLISHER)
    assert "公開しました" in press(second, draft)


@pytest.mark.parametrize("role", [access.PUBLISHER, access.ADMINISTRATOR])
def test_nobody_publishes_what_nobody_asked_for(draft: Upload, role: str) -> None:
    second = person("kanri2", role)
    press(second, draft)
    assert state(draft) == "draft"
    with pytest.raises(UploadError):
        lifecycle.publish(upload=draft, user=second)


def test_what_changes_after_the_request_has_to_be_asked_for_again(draft: Upload, editor: User, publisher: User) -> None:
    press(editor, draft)
    venue = {"op": "set", "table": "head", "field": "venue", "before": "庁議室", "after": "第一会議室"}
    edits.do(pk=draft.pk, user=editor, operation=read_operation(venue), since=0)
    with pytest.raises(UploadError, match="依頼されていません"):
        lifecycle.publish(upload=Upload.objects.get(pk=draft.pk), user=publisher)
    press(editor, draft)
    source = new_source(b"paper", "資料1.txt", "text/plain")
    source.save()
    Paper.objects.create(upload=draft, source=source, created_by=publisher, row="r1")
    with pytest.raises(UploadError, match="依頼されていません"):
        lifecycle.publish(upload=Upload.objects.get(pk=draft.pk), user=publisher)


def test_it_is_given_back_with_a_reason_that_its_maker_reads(draft: Upload, editor: User, publisher: User) -> None:
    press(editor, draft)
    page, place = browser(publisher), f"/staff/uploads/{draft.pk}/publish/changes/"
    assert "公開せずに差し戻す" in page.get(place).content.decode()
    assert page.post(place, {"action": "give-back", "why": " "}).status_code == 422
    assert browser(editor).post(place, {"action": "give-back", "why": "自分で"}).status_code == 422
    assert page.post(place, {"action": "give-back", "why": "日付を確かめてください"}).status_code == 302
    shown = browser(editor).get(f"/staff/uploads/{draft.pk}/").content.decode()
    assert "差し戻されました" in shown and "日付を確かめてください" in shown
    with pytest.raises(UploadError):
        lifecycle.publish(upload=draft, user=publisher)
    press(editor, draft)
    assert "公開しました" in press(publisher, draft)


@pytest.mark.parametrize("sent", [{}, {"action": ""}, {"action": "give-back"}, {"action": "on"}])
def test_a_form_without_its_button_does_nothing(
    draft: Upload, editor: User, publisher: User, sent: dict[str, str]
) -> None:
    press(editor, draft)
    revision = str(Upload.objects.get(pk=draft.pk).revision)
    for place in ("publish/", "publish/changes/"):
        browser(publisher).post(f"/staff/uploads/{draft.pk}/{place}", {"revision": revision, "version": "", **sent})
    assert state(draft) == "draft" and PublicationRequest.objects.get().why == ""


def test_many_at_once_are_asked_for_and_published_by_the_same_rule(
    draft: Upload, editor: User, publisher: User, known_body: Any
) -> None:
    form = {"pick": f"{draft.pk}:{draft.revision}", "confirm": "publish"}
    page = browser(editor).post("/staff/uploads/question/", form, follow=True).content.decode()
    assert "1件を公開待ちにしました" in page and state(draft) == "draft"
    assert (
        "1件を公開しました" in browser(publisher).post("/staff/uploads/question/", form, follow=True).content.decode()
    )


def test_a_correction_takes_two_as_well(store: Store, editor: User, publisher: User) -> None:
    meeting = store().meeting
    correction = lifecycle.start_correction(meeting=meeting, user=editor)
    venue = {"op": "set", "table": "head", "field": "venue", "before": "庁議室", "after": "第一会議室"}
    edits.do(pk=correction.pk, user=editor, operation=read_operation(venue), since=0)
    correction.refresh_from_db()
    stored = lifecycle.publish_or_ask(upload=correction, user=editor, reason="会場を直した")
    assert stored.state == Upload.State.DRAFT and stored.reason == "会場を直した"
    assert lifecycle.publish_or_ask(upload=stored, user=publisher).state == Upload.State.PUBLISHED


def test_commands_take_the_word_of_somebody_who_may_publish(tmp_path: Path, editor: User, publisher: User) -> None:
    (tmp_path / "a.txt").write_text("令和5年度 第1回みなと野市審議会 会議録\n委員 はい。")
    for name in ("", "henshu", "nobody"):
        with pytest.raises(CommandError, match="FOUR_EYES"):
            call_command("import_minutes", str(tmp_path), published_by=name, stdout=StringIO(), stderr=StringIO())
    with pytest.raises(UploadError, match="FOUR_EYES"):
        lifecycle.publish(
            upload=Upload.objects.create(source=new_saved(), state=Upload.State.DRAFT, parsed={}), user=None
        )


def new_saved() -> Any:
    source = new_source(b"another", "別.txt", "text/plain")
    source.save()
    return source


def test_the_administration_pages_open_nothing_before_a_second_person_does_the_same(store: Store) -> None:
    meeting = store().meeting
    Meeting.objects.filter(pk=meeting.pk).update(audience=Audience.EDITORS)
    first, second = person("kanri1", access.ADMINISTRATOR), person("kanri2", access.ADMINISTRATOR)
    place, form = f"/admin/minutes/meeting/{meeting.pk}/change/", {"status": "published", "audience": "0"}
    for _ in range(2):
        assert "もう一人の公開責任者" in browser(first).post(place, form, follow=True).content.decode()
        meeting.refresh_from_db()
        assert meeting.audience == Audience.EDITORS
    assert "公開範囲の依頼：1件" in browser(second).get("/staff/uploads/").content.decode()
    browser(second).post(place, form)
    meeting.refresh_from_db()
    assert meeting.audience == Audience.EVERYONE and not OpeningRequest.objects.exists()
    # To hide takes one.
    browser(first).post(place, {"status": "published", "audience": str(int(Audience.STAFF))})
    meeting.refresh_from_db()
    assert meeting.audience == Audience.STAFF


def test_withdrawn_minutes_come_back_by_two_people(store: Store) -> None:
    meeting = store().meeting
    Meeting.objects.filter(pk=meeting.pk).update(status=Meeting.Status.WITHDRAWN)
    first, second = person("kanri1", access.ADMINISTRATOR), person("kanri2", access.ADMINISTRATOR)
    form = {"action": "make_published", "_selected_action": [meeting.pk]}
    for user, expected in ((first, "withdrawn"), (first, "withdrawn"), (second, "published")):
        browser(user).post("/admin/minutes/meeting/", form)
        meeting.refresh_from_db()
        assert meeting.status == expected


def test_minutes_come_back_from_the_bin_by_two_people(store: Store) -> None:
    meeting = store().meeting
    withdraw(meeting=meeting, user=None, reason="誤り")
    first, second = person("kanri1", access.ADMINISTRATOR), person("kanri2", access.ADMINISTRATOR)
    for user, expected in ((first, "withdrawn"), (first, "withdrawn"), (second, "published")):
        browser(user).post(reverse("minutes:bin_meeting_restore", args=[meeting.key]))
        meeting.refresh_from_db()
        assert meeting.status == expected


def test_papers_of_published_minutes_are_shown_and_opened_by_two(store: Store, editor: User, publisher: User) -> None:
    meeting = store().meeting
    listed = meeting.attachments.get()
    listed.audience = Audience.EDITORS
    listed.save()
    source = new_source(b"paper", "資料1.txt", "text/plain")
    source.save()
    paper = Paper.objects.create(meeting=meeting, source=source, created_by=editor, label="資料1")
    place = f"/meetings/{meeting.key}/papers/"
    opened = {f"audience-{listed.pk}": "0", f"shown-audience-{listed.pk}": "2"}
    shown = {f"file-{paper.pk}": str(listed.pk), f"shown-file-{paper.pk}": ""}
    for form in (opened, shown):
        for user in (editor, editor, publisher):
            assert (listed.audience, listed.source_id) == (Audience.EDITORS if form is opened else 0, None)
            browser(user).post(place, form)
            listed.refresh_from_db()
    assert (listed.audience, listed.source_id) == (Audience.EVERYONE, source.pk)


def test_a_file_sent_to_published_minutes_is_not_shown_by_its_label(store: Store, editor: User) -> None:
    meeting = store().meeting
    file = SimpleUploadedFile("資料1 窓口のオンライン化について.txt", "資料1\n窓口のオンライン化について".encode())
    browser(editor).post(f"/meetings/{meeting.key}/papers/", {"files": file, "send": "1"})
    assert Paper.objects.filter(meeting=meeting, attachment=None).count() == 1
    assert meeting.attachments.get().source_id is None


def test_without_the_setting_an_editor_publishes_as_ever(draft: Upload, editor: User, settings: Settings) -> None:
    settings.FOUR_EYES = False
    assert "公開しました" in press(editor, draft)
    assert state(draft) == "published"


def test_what_was_asked_for_is_void_once_the_row_was_changed_otherwise(store: Store, publisher: User) -> None:
    other = person("sekinin2", access.PUBLISHER)
    meeting = store().meeting
    Meeting.objects.filter(pk=meeting.pk).update(audience=Audience.STAFF)
    opened = {"meeting": Wish(Audience.EVERYONE)}
    assert restrict(meeting=meeting, wishes=opened, user=publisher).asked == 1
    assert restrict(meeting=meeting, wishes={"meeting": Wish(Audience.EDITORS)}, user=publisher).changed == 1
    assert not OpeningRequest.objects.exists()
    assert restrict(meeting=meeting, wishes=opened, user=other).asked == 1
    # However it was narrowed.
    Meeting.objects.filter(pk=meeting.pk).update(audience=Audience.STAFF)
    assert restrict(meeting=meeting, wishes=opened, user=publisher).asked == 1
    assert OpeningRequest.objects.get().asked_by == publisher
    assert restrict(meeting=meeting, wishes=opened, user=other).changed == 1
