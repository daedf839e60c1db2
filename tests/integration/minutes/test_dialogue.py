"""Who speaks in which part is worked out when minutes are stored, and put right for a body by its editors."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from minutes import access
from minutes.access import clearance
from minutes.dialogue import SpeakerCategory
from minutes.intake import new_source
from minutes.models import Audience, Body, Meeting, SpeakerAssignment, Utterance
from minutes.passages import Terms, lift, mark
from minutes.reading_room import links_between, meeting_text
from minutes.record import assign, bodies, import_minutes, renew_dialogue
from minutes.record.importing import ImportResult
from minutes.signals import meeting_changed, meetings_relabelled
from minutes.withholding import MASK
from search.models import IndexedMeeting, Profile, SearchEntry

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
    entries = Profile.objects.filter(pk__in=meeting.utterances.values("search_entries__profile"))
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


def forget(meeting: Meeting) -> None:
    """As an earlier release left minutes and index."""
    Utterance.objects.update(speaker_category="", inquiry=None, answers=[])
    meetings_relabelled.send(sender=Meeting, meetings=Meeting.objects.filter(pk=meeting.pk))
    Meeting.objects.update(dialogue_version="")


def test_an_index_that_is_written_anew_anyway_is_only_marked(store: Store) -> None:
    meeting = store(utterances=ASKED).meeting
    forget(meeting)
    IndexedMeeting.objects.update(analyzer="earlier", indexed_at="2000-01-01T00:00:00Z")
    call_command("record_dialogue", stdout=StringIO())
    assert categories(meeting)[0] == "chair"
    assert set(found(meeting).values()) == {""}
    assert IndexedMeeting.objects.get().indexed_at.year > 2000


def test_minutes_of_an_earlier_release_are_worked_out_once(store: Store) -> None:
    meeting = store(utterances=ROWS).meeting
    forget(meeting)
    assert set(found(meeting).values()) == {""}
    out = StringIO()
    call_command("record_dialogue", stdout=out)
    assert "会議 1 件" in out.getvalue()
    assert categories(meeting) == ["chair", "officer", "member", "other"]
    assert found(meeting)["財政課長"] == "officer"
    out = StringIO()
    call_command("record_dialogue", stdout=out)
    assert "会議 0 件" in out.getvalue()


ASKED = said(
    ("委員長", "御質問はございますか。"),
    ("鈴木委員", "補助の対象は何人ですか。"),
    ("財政課長", "三百人です。"),
    ("福祉部長", "来年は五百人を見込みます。"),
    ("鈴木委員", "期間はどのくらいですか。"),
    ("財政課長", "一年です。"),
    ("田中委員", "費用を教えてください。"),
    ("財政課長", "十万円です。"),
)


def inquiries(meeting: Meeting) -> list[tuple[int | None, list[int]]]:
    return list(meeting.utterances.order_by("order").values_list("inquiry", "answers"))


def hide(meeting: Meeting, ref: int, audience: Audience) -> None:
    meeting.utterances.filter(ref=ref).update(audience=audience)
    renew_dialogue(meeting)
    meeting_changed.send(sender=Meeting, meeting=meeting)


def test_answers_are_stored_with_the_questions_that_they_belong_to(store: Store) -> None:
    meeting = store(utterances=ASKED).meeting
    assert inquiries(meeting) == [(None, []), (1, []), (1, [2]), (1, [2]), (1, []), (1, [5]), (2, []), (2, [7])]
    entries = SearchEntry.objects.filter(meeting=meeting, utterance__isnull=False).order_by("order")
    assert list(entries.values_list("inquiry", flat=True)) == [None, 1, 1, 1, 1, 1, 2, 2]


def test_a_correction_recognises_them_anew_by_the_numbers_that_stay(
    store: Store, build_parsed: Any, editor: User
) -> None:
    meeting = store(utterances=ASKED).meeting
    corrected = build_parsed(utterances=[*ASKED[:6], *said(("委員長", "以上で質疑を終わります。")), ASKED[7]])
    import_minutes(parsed=corrected, source=new_source(b"2", "2.txt"), meeting=meeting, edited=True, user=editor)
    assert inquiries(meeting) == [(None, []), (1, []), (1, [2]), (1, [2]), (1, []), (1, [5]), (None, []), (None, [])]


def test_a_category_that_is_put_right_changes_what_answers_what(store: Store, editor: User) -> None:
    meeting = store(utterances=ASKED).meeting
    assign(meeting.body, {"鈴木委員": OFFICER}, editor)
    assert inquiries(meeting)[1:6] == [(None, [])] * 5
    entries = SearchEntry.objects.filter(meeting=meeting, inquiry__isnull=False)
    assert sorted(entries.values_list("order", flat=True)) == [7, 8]


def test_the_minutes_lead_from_a_question_to_its_answers_and_back(store: Store, client: Client) -> None:
    page = client.get(store(utterances=ASKED).meeting.get_absolute_url()).text
    question = part_of(page, 2)
    assert 'href="#u3"' in question
    assert 'href="#u4"' in question
    assert question.count("答弁を見る") == 2
    assert 'href="#u2"' in part_of(page, 4)
    assert "質問を見る" in part_of(page, 4)
    assert "を見る" not in part_of(page, 1)


def part_of(page: str, ref: int) -> str:
    """An utterance on the page of its meeting."""
    return page.partition(f'id="u{ref}"')[2].partition("</li>")[0]


def test_the_other_side_on_another_page_is_led_to_by_its_address(
    store: Store, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meeting_text, "PAGE_UTTERANCES", 2)
    meeting = store(utterances=ASKED).meeting
    page = client.get(meeting.get_absolute_url()).text
    assert f'href="/meetings/{meeting.key}/u/3/"' in part_of(page, 2)


@pytest.mark.parametrize("audience", [Audience.STAFF, Audience.EDITORS])
def test_a_hidden_answer_leaves_no_link_and_no_number(
    store: Store, client: Client, reader: User, editor: User, audience: Audience
) -> None:
    meeting = store(utterances=[*ASKED[:3], *ASKED[6:]]).meeting
    hide(meeting, 3, audience)
    for user in (None, reader, editor):
        if user:
            client.force_login(user)
        page = client.get(meeting.get_absolute_url()).text
        sees = clearance(user or AnonymousUser()).may_see(audience)
        assert ("答弁を見る" in part_of(page, 2)) == sees
        assert ("三百人" in page) == sees
        assert "答弁を見る" in part_of(page, 4)


def test_a_hidden_question_leaves_no_link(store: Store, client: Client, editor: User) -> None:
    meeting = store(utterances=ASKED[6:]).meeting
    hide(meeting, 1, Audience.EDITORS)
    assert "を見る" not in part_of(client.get(meeting.get_absolute_url()).text, 2)
    client.force_login(editor)
    assert "質問を見る" in part_of(client.get(meeting.get_absolute_url()).text, 2)


def test_hidden_answers_join_no_questions_for_those_who_do_not_see_them(store: Store) -> None:
    meeting = store(utterances=[*ASKED[1:3], *ASKED[4:6]]).meeting
    assert [number for number, _ in inquiries(meeting)] == [1, 1, 1, 1]
    for ref in (2, 4):
        hide(meeting, ref, Audience.EDITORS)
    first, second = [number for number, _ in inquiries(meeting)][::2]
    assert first != second


def test_who_may_read_an_utterance_is_set_in_the_administration_and_heeded(
    store: Store, administrator: User, client: Client
) -> None:
    meeting = store(utterances=[*ASKED[1:3], *ASKED[4:6]]).meeting
    client.force_login(administrator)
    for ref in (2, 4):
        row = meeting.utterances.get(ref=ref)
        address = reverse("admin:minutes_utterance_change", args=[row.pk])
        assert client.post(address, {"audience": Audience.EDITORS}).status_code == 302
    numbers = [number for number, _ in inquiries(meeting)]
    assert numbers[0] != numbers[2]
    entries = SearchEntry.objects.filter(meeting=meeting, utterance__isnull=False).order_by("order")
    assert list(entries.values_list("inquiry", flat=True)) == numbers


SITTING = said(
    ("委員長", "ただいまの説明に質疑がありましたら、御発言願います。"),
    ("鈴木委員", "補助の対象は何人ですか。"),
    ("財政課長", "三百人でございます。"),
    ("田中委員", "期間はどうですか。"),
    ("福祉課長", "一年です。"),
)


def told(meeting: Meeting, user: Any) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Of each utterance of a meeting, all that a reader is told of who speaks, in which part, and of the other side."""
    rows = list(access.visible_utterances(user).filter(meeting=meeting).order_by("order"))
    links = links_between(rows, user)
    return [
        (row.speaker, row.speaker_category, [(link.label, link.url) for link in links.get(row.pk, ())]) for row in rows
    ]


def withhold_speaker(meeting: Meeting, ref: int, editor: User) -> None:
    speaker = meeting.utterances.get(ref=ref).speaker
    mark(
        owner=meeting,
        words=speaker,
        keys=[f"utterance:{ref}:speaker:0:{len(speaker)}"],
        terms=Terms(audience=Audience.EDITORS, ground=None, note=""),
        user=editor,
    )


@pytest.mark.parametrize("ref", [2, 3, 4])
def test_whom_a_withheld_speaker_asks_or_answers_is_told_to_nobody_who_may_not_read_who_it_is(
    store: Store, editor: User, ref: int
) -> None:
    """As if it had never been known: minutes that print ■■■ there tell the same."""
    meeting = store(utterances=SITTING).meeting
    whole = told(meeting, editor)
    withhold_speaker(meeting, ref, editor)
    never = [{**row, "speaker": MASK} if place == ref else row for place, row in enumerate(SITTING, start=1)]
    twin = store(utterances=never, number=3, held_on="2024-06-01", title="第3回").meeting
    twin.utterances.filter(ref=ref).update(speaker_category="")
    visitor = AnonymousUser()
    seen = told(meeting, visitor)
    assert seen == told(twin, visitor)
    assert seen[ref - 1] == (MASK, "", [])
    assert not any(f"#u{ref}" == url for _, _, links in seen for _, url in links)
    assert told(meeting, editor) == whole
    numbers = dict(meeting.utterances.values_list("ref", "inquiry"))
    entries = SearchEntry.objects.filter(utterance__meeting=meeting, utterance__ref=ref)
    assert set(entries.values_list("inquiry", flat=True)) == {None, numbers[ref]}


def test_lifting_it_tells_everybody_again(store: Store, editor: User) -> None:
    meeting = store(utterances=SITTING).meeting
    before = told(meeting, AnonymousUser())
    withhold_speaker(meeting, 3, editor)
    assert told(meeting, AnonymousUser()) != before
    lift(passage=meeting.passages.get(), reason="誤り", user=editor)
    assert told(meeting, AnonymousUser()) == before


def test_a_correction_of_minutes_with_a_withheld_speaker_tells_no_more(
    store: Store, build_parsed: Any, editor: User
) -> None:
    meeting = store(utterances=SITTING).meeting
    withhold_speaker(meeting, 3, editor)
    seen = told(meeting, AnonymousUser())
    corrected = build_parsed(utterances=SITTING, venue="第一会議室")
    import_minutes(parsed=corrected, source=new_source(b"2", "2.txt"), meeting=meeting, edited=True, user=editor)
    assert told(meeting, AnonymousUser()) == seen


def test_in_which_part_somebody_speaks_follows_from_what_his_reader_reads(store: Store) -> None:
    """Who leads, where nobody bears a chair's post, is told by what is said: not by what is hidden."""
    rows = said(
        ("山田", "予算について説明します。"),
        ("財政課長", "内容は三件です。"),
        *[("山田", "次の議題に移ります。御異議ございませんか。")] * 4,
    )
    meeting = store(utterances=rows, attendees=[]).meeting
    assert categories(meeting)[0] == CHAIR
    meeting.utterances.filter(order__gt=2).update(audience=Audience.EDITORS)
    renew_dialogue(meeting)
    short = store(utterances=rows[:2], attendees=[], number=3, held_on="2024-06-01", title="第3回").meeting
    assert categories(meeting)[:2] == categories(short)
    assert categories(meeting)[0] != CHAIR


def test_two_questions_do_not_become_one_inquiry_by_an_answer_that_is_hidden(store: Store) -> None:
    rows = said(
        ("鈴木委員", "補助の対象は何人ですか。"),
        ("鈴木委員", "期間はどうですか。"),
        ("財政課長", "三百人で、一年でございます。"),
    )
    meeting = store(utterances=rows).meeting
    assert len(set(meeting.utterances.values_list("inquiry", flat=True))) == 1
    meeting.utterances.filter(ref=3).update(audience=Audience.EDITORS)
    renew_dialogue(meeting)
    first, second, _ = meeting.utterances.order_by("order").values_list("inquiry", flat=True)
    assert first != second or first is None
