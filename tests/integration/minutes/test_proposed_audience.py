"""公開の可否 as printed proposes who reads the minutes of a new meeting; a person confirms, and says so plainly to open more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.test import Client
from django.urls import reverse

from minutes import access
from minutes.editing import with_ids
from minutes.intake.items import new_source
from minutes.models import Audience, Body, Meeting, Upload
from minutes.parsing.model import ParsedMinutes
from minutes.uploads import UploadError, lifecycle
from minutes.uploads.proposed_audience import proposal_of

Draft = Callable[..., Upload]
REASON = "個人の生活に関わるため"


@pytest.fixture
def draft(db: None, build_parsed: Callable[..., ParsedMinutes], editor: User) -> Draft:
    def make(minutes: str | None = "closed", meeting: str | None = None, **changes: Any) -> Upload:
        levels = {
            "minutes_access": {"level": minutes, "reason": REASON if minutes else None},
            "meeting_access": {"level": meeting, "reason": None},
        }
        parsed = with_ids(build_parsed(**levels, **changes)).to_json()
        source = new_source(repr(parsed).encode(), "会議録.txt", "text/plain")
        source.save()
        return Upload.objects.create(
            source=source, state=Upload.State.DRAFT, parsed=parsed, base=parsed, new_body_confirmed=True
        )

    return make


@pytest.fixture
def publisher(db: None) -> User:
    user = User.objects.create_user("sekinin")
    user.groups.add(Group.objects.get(name=access.PUBLISHER))
    return user


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def publish(desk: Client, upload: Upload, **sent: Any) -> Any:
    page = reverse("minutes:upload_publish_changes", args=[upload.pk])
    return desk.post(page, {"action": "publish", "revision": upload.revision, "version": "", **sent}, follow=True)


@pytest.mark.parametrize(
    ("minutes", "meeting", "of_body", "proposed"),
    [
        ("closed", None, Audience.EVERYONE, Audience.STAFF),
        (None, "closed", Audience.EVERYONE, Audience.STAFF),
        ("partial", "closed", Audience.EVERYONE, Audience.EVERYONE),
        ("open", "open", Audience.EDITORS, Audience.EDITORS),
        ("closed", None, Audience.EDITORS, Audience.EDITORS),
        (None, None, Audience.EVERYONE, Audience.EVERYONE),
    ],
)
def test_the_proposal_follows_the_document_and_is_never_wider_than_the_bodys(
    draft: Draft, minutes: str | None, meeting: str | None, of_body: int, proposed: int
) -> None:
    upload = draft(minutes, meeting)
    Body.objects.create(name="みなと野市情報化推進本部", audience=of_body)
    assert proposal_of(upload).audience == proposed


def test_what_is_printed_as_closed_is_published_by_nobody_unasked(desk: Client, draft: Draft, editor: User) -> None:
    upload = draft()
    assert "閲覧範囲の提案：庁内" in desk.get(upload.get_absolute_url()).content.decode()
    led = desk.post(reverse("minutes:upload_publish", args=[upload.pk]), {"action": "publish", "revision": 0})
    assert led["Location"] == reverse("minutes:upload_publish_changes", args=[upload.pk])
    with pytest.raises(UploadError, match="閲覧範囲を選んで"):
        lifecycle.publish(upload=upload, user=editor)
    shown = desk.get(led["Location"]).content.decode()
    assert REASON in shown and "提案：庁内" in shown
    publish(desk, upload)
    assert not Meeting.objects.exists()
    publish(desk, upload, audience=Audience.STAFF)
    assert Meeting.objects.get().audience == Audience.STAFF
    assert not access.visible_meetings(AnonymousUser()).exists()


def test_more_people_than_proposed_need_a_tick(desk: Client, draft: Draft) -> None:
    upload = draft()
    answer = publish(desk, upload, audience=Audience.EVERYONE)
    assert answer.status_code == 422 and "印を付けてください" in answer.content.decode()
    assert (int(Audience.EVERYONE), "公開", True) in answer.context["audiences"]
    assert not Meeting.objects.exists()
    for wrong in ("", "x", "99"):
        assert publish(desk, upload, audience=wrong, opens="1").status_code == 422
    publish(desk, upload, audience=Audience.EVERYONE, opens="1")
    assert access.visible_meetings(AnonymousUser()).exists()


def test_minutes_that_are_open_may_be_restricted_where_they_are_published(desk: Client, draft: Draft) -> None:
    publish(desk, draft("open"), audience=Audience.EDITORS)
    assert Meeting.objects.get().audience == Audience.EDITORS


def test_of_minutes_that_are_partly_closed_one_is_told_to_look_for_the_part(desk: Client, draft: Draft) -> None:
    upload = draft("partial")
    for address in (upload.get_absolute_url(), reverse("minutes:upload_publish_changes", args=[upload.pk])):
        assert "非公開にする発言" in desk.get(address).content.decode()


def test_a_second_person_publishes_for_those_who_were_asked_for(
    draft: Draft, editor: User, publisher: User, settings: Any
) -> None:
    settings.FOUR_EYES = True
    upload = draft()
    upload.created_by = editor
    upload.save()
    lifecycle.publish_or_ask(upload=upload, user=editor, audience=Audience.STAFF)
    with pytest.raises(UploadError, match="閲覧範囲が"):
        lifecycle.publish(upload=Upload.objects.get(), user=publisher, audience=Audience.EVERYONE)
    lifecycle.publish(upload=Upload.objects.get(), user=publisher)
    assert Meeting.objects.get().audience == Audience.STAFF
