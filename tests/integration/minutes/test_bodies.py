"""Bodies are recognised by the names they go by, proposed by likeness, and never made twice unasked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from minutes.drafts import settling
from minutes.intake.items import new_source
from minutes.models import Body, BodyLesson, BodyName, Meeting, Upload
from minutes.parsing.model import ParsedMinutes
from minutes.record import bodies
from minutes.record.identity import identify
from minutes.record.importing import ImportResult, import_minutes
from minutes.uploads import lifecycle
from minutes.uploads.lifecycle import UploadError
from search.models import SearchEntry

pytestmark = pytest.mark.django_db
Store = Callable[..., ImportResult]
Build = Callable[..., ParsedMinutes]
NAME = "みなと野市情報化推進本部"


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def drafted(editor: User, build_parsed: Build) -> Callable[..., Upload]:
    """drafted(body=…): an upload whose draft is build_parsed's."""

    def draft(**changes: Any) -> Upload:
        source = new_source(repr(changes).encode(), "会議録.txt", "text/plain")
        source.save()
        return Upload.objects.create(
            source=source,
            state=Upload.State.DRAFT,
            parsed=build_parsed(**changes).to_json(),
            created_by=editor,
            updated_by=editor,
        )

    return draft


def test_width_space_and_case_make_no_difference() -> None:
    body = Body.objects.create(name="DX 推進本部")
    assert bodies.recognise("ＤＸ推進本部").body == body == bodies.recognise("dx推進本部").body


def test_another_name_means_its_body_and_a_predecessor_of_that_name_comes_first() -> None:
    now = Body.objects.create(name="デジタル推進本部")
    BodyName.objects.create(body=now, name="電子市役所推進本部", kind=BodyName.Kind.FORMER)
    assert bodies.recognise("電子市役所　推進本部").body == now
    before = Body.objects.create(name="電子市役所推進本部", successor=now)
    known = bodies.recognise("電子市役所推進本部")
    assert known.body == before
    assert [(proposal.body, proposal.reason) for proposal in known.proposals] == [(now, "後継の会議体")]


def test_similar_names_are_proposed_the_likeliest_first_and_no_body_is_made() -> None:
    for name in ("霞浜市図書館協議会", "図書館協議会（第2部会）", "防災会議"):
        Body.objects.create(name=name)
    known = bodies.recognise("図書館協議會")
    assert known.body is None
    assert [proposal.body.name for proposal in known.proposals] == ["霞浜市図書館協議会", "図書館協議会（第2部会）"]
    assert Body.objects.count() == 3


def test_a_body_whose_name_stands_in_the_title_is_proposed_where_the_document_names_none() -> None:
    body = Body.objects.create(name="図書館協議会")
    known = bodies.recognise("", title="令和5年度 第2回霞浜市図書館協議会 会議録")
    assert [(proposal.body, proposal.reason) for proposal in known.proposals] == [(body, "会議名に含まれる名称")]


def test_imports_use_the_other_names(store: Store, build_parsed: Build) -> None:
    body = Body.objects.create(name="みなと野市デジタル推進本部")
    BodyName.objects.create(body=body, name=NAME, kind=BodyName.Kind.FORMER)
    meeting = store().meeting
    assert (meeting.body, meeting.title) == (body, "令和5年度 第2回みなと野市情報化推進本部")
    assert Body.objects.count() == 1
    # The same meeting under the present name is a new version of it.
    present = build_parsed(body=body.name, venue="講堂")
    assert identify(parsed=present, source=new_source(b"x", "b.txt")).meeting == meeting
    assert import_minutes(parsed=present, source=new_source(b"x", "b.txt")).meeting == meeting


def test_a_draft_of_an_unknown_body_is_not_published_before_somebody_says_so(
    drafted: Callable[..., Upload], editor: User, desk: Client
) -> None:
    upload = drafted()
    assert [gap.field for gap in lifecycle.missing(upload)] == ["body"]
    with pytest.raises(UploadError, match="登録されていません"):
        lifecycle.publish(upload=upload, user=editor)
    assert not Body.objects.exists()
    address = reverse("minutes:upload_body", args=[upload.pk])
    assert NAME in desk.get(address).content.decode()
    assert desk.post(address, {"action": "new", "name": NAME}).status_code == 302
    upload.refresh_from_db()
    assert upload.new_body_confirmed
    assert "新しい会議体として登録します" in desk.get(address).content.decode()
    lifecycle.publish(upload=upload, user=editor)
    assert Body.objects.get().name == NAME


def test_a_confirmed_name_that_is_changed_has_to_be_confirmed_again(drafted: Callable[..., Upload]) -> None:
    upload = drafted()
    settling.confirm_new_body(upload=upload, name=NAME)
    upload.refresh_from_db()
    assert not lifecycle.missing(upload)
    upload.parsed = {**(upload.parsed or {}), "body": "みなと野市情報推進本部"}
    upload.save()
    assert [gap.field for gap in lifecycle.missing(upload)] == ["body"]
    with pytest.raises(settling.ChoiceError, match="名称が変わって"):
        settling.confirm_new_body(upload=upload, name=NAME)
    settling.withdraw_new_body(upload=upload)
    upload.refresh_from_db()
    assert (upload.new_body_confirmed, upload.choices) == (False, {})


def test_what_is_settled_for_one_draft_holds_for_the_others_of_that_name(
    drafted: Callable[..., Upload], editor: User, desk: Client
) -> None:
    upload, other, elsewhere = drafted(), drafted(number=3), drafted(body="別の会議", number=4)
    address = reverse("minutes:upload_body", args=[upload.pk])
    assert "同じ名称のほかの下書き1件も、同時に決まります。" in desk.get(address).content.decode()
    desk.post(address, {"action": "new", "name": NAME})
    other.refresh_from_db()
    assert not lifecycle.missing(other)
    elsewhere.refresh_from_db()
    assert lifecycle.missing(elsewhere)
    desk.post(address, {"action": "not-new", "name": NAME})
    other.refresh_from_db()
    assert lifecycle.missing(other)


def test_choosing_a_proposal_remembers_the_name_for_all_minutes(
    drafted: Callable[..., Upload], editor: User, desk: Client
) -> None:
    body = Body.objects.create(name="情報化推進本部")
    upload = drafted()
    address = reverse("minutes:upload_body", args=[upload.pk])
    page = desk.get(address).content.decode()
    assert "市区町村名の有無" in page
    desk.post(address, {"action": "same", "name": NAME, "body": body.pk, "kind": "former"})
    assert BodyName.objects.get().kind == BodyName.Kind.FORMER
    assert "その別名として登録されています" in desk.get(address).content.decode()
    upload.refresh_from_db()
    meeting = lifecycle.publish(upload=upload, user=editor).meeting
    assert meeting is not None
    assert (meeting.body, Body.objects.count()) == (body, 1)
    assert meeting.title.endswith(NAME)


def test_a_body_can_be_chosen_for_one_draft_without_learning_the_name(
    drafted: Callable[..., Upload], desk: Client
) -> None:
    Body.objects.create(name="霞浜市環境審議会")
    upload = drafted(body="霞浜市環境審議会（書面）")
    body = Body.objects.get(name="霞浜市環境審議会")
    sent = {"name": "霞浜市環境審議会（書面）", "action": "same", "body": body.pk, "kind": "once"}
    desk.post(reverse("minutes:upload_body", args=[upload.pk]), sent)
    upload.refresh_from_db()
    assert upload.parsed is not None and upload.parsed["body"] == "霞浜市環境審議会"
    assert upload.revision == 1 and upload.edits.count() == 1
    assert not BodyName.objects.exists()
    assert lifecycle.missing(upload) == []


def test_a_name_of_another_body_is_not_taken_from_it(drafted: Callable[..., Upload], desk: Client) -> None:
    upload = drafted()
    Body.objects.create(name=NAME)
    other = Body.objects.create(name="防災会議")
    answer = desk.post(
        reverse("minutes:upload_body", args=[upload.pk]),
        {"action": "same", "name": NAME, "body": other.pk},
        follow=True,
    )
    assert "名称として登録されています" in answer.content.decode()
    assert not BodyName.objects.exists()


@pytest.mark.parametrize("body", ["", "x", "99999", "9" * 30])
def test_a_choice_of_no_body_is_told(drafted: Callable[..., Upload], desk: Client, body: str) -> None:
    address = reverse("minutes:upload_body", args=[drafted().pk])
    answer = desk.post(address, {"action": "same", "name": NAME, "body": body}, follow=True)
    assert "会議体を選んでください" in answer.content.decode()


def test_only_editors_choose(drafted: Callable[..., Upload], client: Client, reader: User) -> None:
    upload = drafted()
    client.force_login(reader)
    for name in ("upload_body", "upload_topics"):
        assert client.post(reverse(f"minutes:{name}", args=[upload.pk]), {"action": "new"}).status_code == 403
    upload.refresh_from_db()
    assert not upload.new_body_confirmed


def test_merging_moves_meetings_names_lessons_and_the_index(store: Store) -> None:
    kept = store(number=1).meeting.body
    moved = store(body="情報化 推進本部（みなと野市）", number=3).meeting
    other = moved.body
    BodyName.objects.create(body=other, name="情推本部")
    before = Body.objects.create(name="電算委員会", successor=other)
    for body in (kept, other):
        BodyLesson.objects.create(body_key=body.name_key, kind="speaker", text="Ｎｏ.３")
    BodyLesson.objects.create(body_key=other.name_key, kind="heading", text="議事")
    assert bodies.merge(kept=kept, others=[other]) == 1
    moved.refresh_from_db()
    before.refresh_from_db()
    assert (moved.body, before.successor) == (kept, kept)
    assert bodies.find("情推本部") == kept == bodies.find("情報化推進本部（みなと野市）")
    lessons = BodyLesson.objects.values_list("body_key", "text")
    assert (len(lessons), set(lessons)) == (2, {(kept.name_key, "Ｎｏ.３"), (kept.name_key, "議事")})
    entries = SearchEntry.objects.filter(meeting=moved)
    assert set(entries.values_list("profile__body", flat=True)) == {kept.pk}


def test_the_administration_page_asks_which_body_stays(client: Client, administrator: User, store: Store) -> None:
    kept, other = store(number=1).meeting.body, store(body="情報本部", number=2).meeting.body
    client.force_login(administrator)
    address = reverse("admin:minutes_body_changelist")
    chosen = {"action": "merge", "_selected_action": [kept.pk, other.pk]}
    asked = client.post(address, chosen)
    assert "残す会議体" in asked.content.decode()
    assert f'<button class="button" type="submit" name="kept" value="{kept.pk}">' in asked.content.decode()
    assert Body.objects.count() == 2
    done = client.post(address, {**chosen, "kept": kept.pk}, follow=True)
    assert "会議 1 件を移動" in done.content.decode()
    assert list(Body.objects.all()) == [kept]
    assert Meeting.objects.filter(body=kept).count() == 2


def test_a_name_is_registered_once(client: Client, administrator: User) -> None:
    body, other = Body.objects.create(name="防災会議"), Body.objects.create(name="図書館協議会")
    BodyName.objects.create(body=other, name="図書館運営協議会")
    client.force_login(administrator)
    form = {
        "name": body.name,
        "audience": 0,
        "names-TOTAL_FORMS": 1,
        "names-INITIAL_FORMS": 0,
        "names-0-kind": "variant",
    }
    for name, message in (("図書館運営 協議会", "別名として登録されています"), ("図書館協議会", "統合してください")):
        answer = client.post(reverse("admin:minutes_body_change", args=[body.pk]), {**form, "names-0-name": name})
        assert message in answer.content.decode()
    answer = client.post(reverse("admin:minutes_body_change", args=[body.pk]), {**form, "names-0-name": "防災本部会議"})
    assert answer.status_code == 302
    assert bodies.find("防災本部会議") == body


def test_a_correction_keeps_its_body_without_being_asked(store: Store, editor: User) -> None:
    upload = lifecycle.start_correction(meeting=store().meeting, user=editor)
    assert [gap.field for gap in lifecycle.missing(upload)] == ["reason"]
    unchanged = replace(lifecycle.draft_of(upload))
    assert bodies.find(unchanged.body or "") is not None


def test_the_checking_page_holds_the_part_and_its_script_gets_it_alone(
    drafted: Callable[..., Upload], desk: Client
) -> None:
    upload = drafted()
    address = reverse("minutes:upload_body", args=[upload.pk])
    assert f'data-url="{address}"' in desk.get(upload.get_absolute_url()).content.decode()
    answer = desk.post(address, {"action": "same", "name": NAME}, headers={"X-Part": "1"})
    assert answer.status_code == 200
    assert "会議体を選んでください" in answer.content.decode()
    answer = desk.post(address, {"action": "new", "name": NAME}, headers={"X-Part": "1"})
    assert "を新しい会議体として登録します" in answer.content.decode()
