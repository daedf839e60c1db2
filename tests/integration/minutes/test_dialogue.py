"""Who speaks in which part is worked out when minutes are stored, and put right for a body by its editors."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from minutes.dialogue import SpeakerCategory
from minutes.intake import new_source
from minutes.models import Body, Meeting, SpeakerAssignment, Utterance
from minutes.record import assign, bodies, import_minutes
from minutes.record.importing import ImportResult
from search.models import Profile

pytestmark = pytest.mark.django_db
Store = Callable[..., ImportResult]
CHAIR, MEMBER, OFFICER = SpeakerCategory.CHAIR, SpeakerCategory.MEMBER, SpeakerCategory.OFFICER


def said(*rows: tuple[str | None, str]) -> list[dict[str, Any]]:
    return [{"kind": "speech", "speaker": speaker, "agenda": [], "text": text} for speaker, text in rows]


ROWS = said(
    ("委員長", "開会いたします。"), ("財政課長", "説明します。"), ("鈴木委員", "何件ですか。"), (None, "〔拍手〕")
)


def categories(meeting: Meeting) -> list[str]:
    return list(meeting.utterances.order_by("order").values_list("speaker_category", flat=True))


def found(meeting: Meeting) -> dict[str, str]:
    """What the index holds, by speaker."""
    entries = Profile.objects.filter(pk__in=meeting.utterances.values("search_entry__profile"))
    return dict(entries.values_list("speaker", "category"))


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def post(desk: Client, body: Body, **chosen: str) -> Any:
    """Chooses categories for speakers of whom nothing was settled before."""
    data = {"speaker": list(chosen), "category": list(chosen.values()), "was": [""] * len(chosen)}
    return desk.post(reverse("minutes:body_speakers", args=[body.pk]), data, follow=True)


def test_it_is_stored_with_the_minutes_and_in_the_index(store: Store) -> None:
    meeting = store(utterances=ROWS).meeting
    assert categories(meeting) == ["chair", "officer", "member", "other"]
    assert found(meeting) == {"委員長": "chair", "財政課長": "officer", "鈴木委員": "member", "": "other"}


def test_it_is_worked_out_anew_for_a_correction(store: Store, build_parsed: Any, editor: User) -> None:
    meeting = store(utterances=ROWS).meeting
    corrected = build_parsed(
        utterances=[{**ROWS[0], "speaker": "進行"}, *ROWS[1:], *said(("委員長", "休憩いたします。"))]
    )
    import_minutes(parsed=corrected, source=new_source(b"2", "2.txt"), meeting=meeting, edited=True, user=editor)
    assert categories(meeting) == ["officer", "officer", "member", "other", "chair"]


def test_what_is_settled_for_a_body_holds_for_stored_and_future_minutes(store: Store, editor: User) -> None:
    first = store(utterances=ROWS).meeting
    assert assign(first.body, {"財政課長": MEMBER}, editor) == 1
    assert categories(first) == ["chair", "member", "member", "other"]
    assert found(first)["財政課長"] == "member"
    later = store(utterances=ROWS, number=3, held_on="2024-06-01", title="第3回").meeting
    elsewhere = store(utterances=ROWS, body="別の審議会", title="別の審議会").meeting
    assert categories(later) == ["chair", "member", "member", "other"]
    assert categories(elsewhere) == ["chair", "officer", "member", "other"]


def test_a_post_is_settled_for_all_who_bear_it_and_a_name_goes_before_it(store: Store, editor: User) -> None:
    meeting = store(utterances=[*ROWS, *said(("情報課長", "補足します。"))]).meeting
    assign(meeting.body, {"課長": MEMBER, "情報課長": SpeakerCategory.OTHER}, editor)
    assert categories(meeting) == ["chair", "member", "member", "other", "other"]
    assign(meeting.body, {"課長": "", "情報課長": ""}, editor)
    assert categories(meeting) == ["chair", "officer", "member", "other", "officer"]


def test_an_editor_puts_a_speaker_right_on_the_page_of_the_body(store: Store, desk: Client, editor: User) -> None:
    meeting = store(utterances=ROWS).meeting
    body_page = desk.get(reverse("minutes:body", args=[meeting.body.pk]))
    assert reverse("minutes:body_speakers", args=[meeting.body.pk]) in body_page.text
    page = desk.get(reverse("minutes:body_speakers", args=[meeting.body.pk]))
    assert "財政課長" in page.text
    assert "答弁者（事務局・理事者）" in page.text
    answer = post(desk, meeting.body, 財政課長="member")
    assert "会議録1件に反映しました" in answer.text
    assert categories(meeting) == ["chair", "member", "member", "other"]
    decided = SpeakerAssignment.objects.get()
    assert (decided.speaker, decided.category, decided.created_by) == ("財政課長", "member", editor)
    assert "henshu" in answer.text


def test_only_what_differs_is_settled_and_what_others_settled_meanwhile_stays(store: Store, desk: Client) -> None:
    meeting = store(utterances=ROWS).meeting
    assert "変えた区分がありません" in post(desk, meeting.body, 財政課長="").text
    post(desk, meeting.body, 財政課長="member", 鈴木委員="")
    assert SpeakerAssignment.objects.count() == 1
    answer = post(desk, meeting.body, 財政課長="other", 鈴木委員="other")
    assert "ほかの人が先に変えた" in answer.text
    assert SpeakerAssignment.objects.count() == 1
    assert categories(meeting) == ["chair", "member", "member", "other"]


@pytest.mark.parametrize(
    "data",
    [
        {"speaker": ["財政課長"], "category": ["king"], "was": [""]},
        {"speaker": ["財政課長"], "category": ["member"]},
        {"speaker": [], "category": [], "was": []},
        {"speaker": ["財政課長"], "category": ["member", "other"], "was": [""]},
    ],
)
def test_what_cannot_be_read_changes_nothing(store: Store, desk: Client, data: dict[str, Any]) -> None:
    meeting = store(utterances=ROWS).meeting
    answer = desk.post(reverse("minutes:body_speakers", args=[meeting.body.pk]), data)
    assert answer.status_code == 302
    assert not SpeakerAssignment.objects.exists()


def test_a_speaker_who_never_speaks_there_is_not_settled(store: Store, desk: Client) -> None:
    meeting = store(utterances=ROWS).meeting
    post(desk, meeting.body, 知らない人="member")
    assert not SpeakerAssignment.objects.exists()


def test_the_page_is_for_editors(store: Store, client: Client, reader: User) -> None:
    body = store(utterances=ROWS).meeting.body
    address = reverse("minutes:body_speakers", args=[body.pk])
    assert client.get(address).status_code == 302
    client.force_login(reader)
    assert client.get(address).status_code == 403
    assert client.post(address, {"speaker": "財政課長", "category": "member", "was": ""}).status_code == 403
    assert address not in client.get(reverse("minutes:body", args=[body.pk])).text
    assert not SpeakerAssignment.objects.exists()


def test_bodies_made_one_keep_what_was_settled(store: Store, editor: User) -> None:
    kept = store(utterances=ROWS).meeting
    other = store(utterances=ROWS, body="みなと野市情報化本部", title="情報化本部").meeting
    assign(other.body, {"財政課長": MEMBER}, editor)
    bodies.merge(kept=kept.body, others=[other.body])
    assert categories(kept) == categories(other) == ["chair", "member", "member", "other"]
    assert found(kept)["財政課長"] == "member"


def test_minutes_of_an_earlier_release_are_worked_out_once(store: Store) -> None:
    meeting = store(utterances=ROWS).meeting
    Utterance.objects.update(speaker_category="")
    Meeting.objects.update(dialogue_version="")
    out = StringIO()
    call_command("record_dialogue", stdout=out)
    assert "会議 1 件" in out.getvalue()
    assert categories(meeting) == ["chair", "officer", "member", "other"]
    out = StringIO()
    call_command("record_dialogue", stdout=out)
    assert "会議 0 件" in out.getvalue()
