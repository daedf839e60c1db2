"""Corrections as readers are told of them, what changed, old versions for editors."""

import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minutes.comparing.diffing import SAME, Hunk
from minutes.intake.items import new_source
from minutes.models import Attachment, Audience, Meeting, MeetingVersion
from minutes.parsing.model import ParsedMinutes
from minutes.reading_room.corrections import Corrections
from minutes.record.importing import import_minutes

pytestmark = pytest.mark.django_db
Build = Callable[..., ParsedMinutes]
Correct = Callable[..., Meeting]
TAGS = re.compile(r"<[^>]+>|\s+")


def said(text: str, speaker: str = "委員", item: int | None = None) -> dict[str, Any]:
    return {"kind": "speech", "speaker": speaker, "text": text, "agenda": [] if item is None else [item]}


FIRST = [
    said("ただいまから会議を開きます。", "会長"),
    said("費用は百万円です。", "事務局", 0),
    said("以上です。", "会長", 1),
]
SECOND = [FIRST[0], said("費用は二百万円です。", "事務局", 0), said("加えた発言です。", "委員", 0), FIRST[2]]


@pytest.fixture
def correct(build_parsed: Build, editor: User) -> Correct:
    """correct(utterances=…, reason=…): a new version, corrected by a person."""

    def correct_one(reason: str = "金額の誤り", edited: bool = True, data: bytes = b"one", **changes: Any) -> Meeting:
        source = new_source(data, "会議録.txt", "text/plain")
        source.parser_version = str(MeetingVersion.objects.count())
        parsed = build_parsed(**changes)
        return import_minutes(
            parsed=parsed, source=source, user=editor, reason=reason, edited=edited, reread=not edited
        ).meeting

    return correct_one


@pytest.fixture
def corrected(correct: Correct) -> Meeting:
    """Two versions: one utterance changed, one added, the venue changed."""
    correct(utterances=FIRST, reason="", edited=False)
    return correct(utterances=SECOND, venue="第二会議室")


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return TAGS.sub("", answer.content.decode().partition("<main")[2])


def changes(meeting: Meeting, number: int = 2) -> str:
    return reverse("minutes:version_changes", args=[meeting.key, number])


def versions(meeting: Meeting) -> str:
    return reverse("minutes:meeting_versions", args=[meeting.key])


# What readers are told


def test_a_correction_is_told_with_date_reason_number_and_link(client: Client, corrected: Meeting) -> None:
    page = client.get(corrected.get_absolute_url()).content.decode()
    told = TAGS.sub("", page)
    assert "に訂正されました（変更3か所）。理由：金額の誤り" in told
    assert changes(corrected) in page
    marked = re.findall(r'versions/2/changes/\?u=(\d+)#u\1"', page)
    assert marked == ["2", "4"]


def test_minutes_of_one_version_say_nothing(client: Client, correct: Correct) -> None:
    meeting = correct(utterances=FIRST)
    assert "訂正" not in text(client, meeting.get_absolute_url())
    assert client.get(changes(meeting, 1)).status_code == 404


def test_the_changes_are_readable(client: Client, corrected: Meeting) -> None:
    page = client.get(changes(corrected)).content.decode()
    shown = TAGS.sub("", page.partition("<main")[2])
    assert "変更場所［削除：庁議室］［追加：第二会議室］" in shown
    assert "費用は［削除：百万円］［追加：二百万円］です。" in shown
    assert "直前の発言：事務局「費用は二百万円です。」加えた発言です。" in shown
    assert "ただいまから" not in shown and "以上です。" not in shown
    assert page.index("議案（1）") < page.index("二百万")
    assert '<del class="diff__deleted">' in page and '<ins class="diff__inserted">' in page


def test_texts_are_escaped(client: Client, correct: Correct) -> None:
    correct(utterances=[said("<script>alert(1)</script>旧")], edited=False)
    meeting = correct(utterances=[said("<script>alert(1)</script>新")], reason="<i>")
    for address in (changes(meeting), meeting.get_absolute_url(), versions(meeting)):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page and "<i>" not in page


def test_the_list_names_corrections_and_when_it_all_began(client: Client, corrected: Meeting, correct: Correct) -> None:
    correct(utterances=FIRST, venue="第二会議室", reason="金額を戻す")
    shown = text(client, versions(corrected))
    assert shown.index("金額を戻す") < shown.index("金額の誤り") < shown.index("最初の登録")
    assert "すべての版" not in shown
    assert "訂正の一覧（2件）" in text(client, corrected.get_absolute_url())


def test_the_mark_leads_to_the_last_correction_of_an_utterance(
    client: Client, corrected: Meeting, correct: Correct
) -> None:
    third = [SECOND[0], said("費用は三百万円です。", "事務局", 0), *SECOND[2:]]
    correct(utterances=third, venue="第二会議室", reason="再訂正")
    page = client.get(corrected.get_absolute_url()).content.decode()
    assert re.findall(r"versions/(\d)/changes/\?u=(\d+)#", page) == [("3", "2"), ("2", "4")]


# Reading the same file again


def test_words_cut_otherwise_by_a_newer_parser_are_no_correction(client: Client, correct: Correct) -> None:
    correct(utterances=[said("費用です。期間です。")], edited=False, reason="")
    meeting = correct(utterances=[said("費用です。"), said("期間です。")], edited=False, reason="")
    assert meeting.versions.count() == 2
    assert "訂正" not in text(client, meeting.get_absolute_url())
    assert client.get(changes(meeting)).status_code == 404


def test_words_read_otherwise_by_a_newer_parser_are(client: Client, correct: Correct) -> None:
    correct(utterances=[said("費用です。")], edited=False, reason="")
    meeting = correct(utterances=[said("費用は百万円です。")], edited=False, reason="")
    assert "変更1か所" in text(client, meeting.get_absolute_url())


def test_another_date_read_from_the_same_file_is_told(client: Client, correct: Correct) -> None:
    correct(utterances=FIRST, title="第1回会議", edited=False, reason="")
    meeting = correct(utterances=FIRST, title="第2回会議", edited=False, reason="")
    assert "変更1か所" in text(client, meeting.get_absolute_url())


def test_another_document_of_the_meeting_is_a_correction_without_a_reason(client: Client, correct: Correct) -> None:
    correct(utterances=FIRST, edited=False, reason="")
    meeting = correct(utterances=SECOND, edited=False, reason="", data=b"two")
    shown = text(client, meeting.get_absolute_url())
    assert "変更2か所" in shown and "理由" not in shown.partition("変わったところを見る")[0][-80:]


# Access


@pytest.mark.parametrize("version", [1, 2])
def test_what_was_or_is_restricted_leaves_no_trace(
    client: Client, correct: Correct, reader: User, editor: User, version: int
) -> None:
    meeting = correct(utterances=FIRST, edited=False, reason="")
    if version == 1:
        meeting.utterances.filter(ref=2).update(audience=Audience.EDITORS)
    correct(utterances=SECOND, venue="第二会議室")
    audience = Audience.EVERYONE if version == 1 else Audience.EDITORS
    meeting.utterances.filter(ref=2).update(audience=audience)
    for user in (None, reader):
        if user:
            client.force_login(user)
        shown = text(client, changes(meeting)) + text(client, meeting.get_absolute_url().rstrip() + "?speaker=委員")
        assert "変更2か所" in shown and "3か所" not in shown
        assert "百万円" not in shown
        assert "changes/?u=2" not in client.get(meeting.get_absolute_url()).content.decode()
    client.force_login(editor)
    assert "百万円" in text(client, changes(meeting))


def test_a_correction_of_hidden_words_alone_is_not_told(client: Client, correct: Correct, editor: User) -> None:
    meeting = correct(utterances=FIRST, edited=False, reason="")
    meeting.utterances.filter(ref=2).update(audience=Audience.STAFF)
    correct(utterances=[FIRST[0], said("費用は一千万円です。", "事務局", 0), FIRST[2]])
    assert "訂正" not in text(client, meeting.get_absolute_url())
    assert client.get(changes(meeting)).status_code == 404
    assert "金額の誤り" not in text(client, versions(meeting))
    client.force_login(editor)
    assert "変更1か所" in text(client, meeting.get_absolute_url())


def test_a_dropped_hidden_utterance_stays_hidden(client: Client, correct: Correct) -> None:
    meeting = correct(utterances=SECOND, edited=False, reason="")
    meeting.utterances.filter(text__startswith="加えた").update(audience=Audience.STAFF)
    correct(utterances=FIRST, venue="第二会議室")
    shown = text(client, changes(meeting))
    assert "加えた発言です" not in shown and "変更2か所" in shown


def test_words_before_a_change_are_not_those_of_a_hidden_utterance(client: Client, corrected: Meeting) -> None:
    corrected.utterances.filter(ref=2).update(audience=Audience.STAFF)
    shown = text(client, changes(corrected))
    assert "直前の発言：会長「ただいまから会議を開きます。」" in shown and "百万" not in shown


@pytest.mark.parametrize("then", [True, False])
def test_hidden_papers_leave_no_trace_in_changes(client: Client, correct: Correct, editor: User, then: bool) -> None:
    listed = [{"label": "資料1", "title": "秘密の計画"}]
    meeting = correct(utterances=FIRST, attachments=listed, edited=False, reason="")
    Attachment.objects.update(audience=Audience.EDITORS)
    correct(utterances=FIRST, attachments=[], venue="第二会議室")
    if not then:
        # A snapshot from before audiences of papers were recorded.
        old = meeting.versions.get(number=1)
        assert old.snapshot is not None
        del old.snapshot["attachments"][0]["audience"]
        old.save()
        meeting.versions.update(changes=None)
    shown = text(client, changes(meeting))
    assert "秘密" not in shown and "変更1か所" in shown
    client.force_login(editor)
    assert "秘密の計画" in text(client, changes(meeting))


def test_old_versions_and_comparisons_are_for_editors(
    client: Client, corrected: Meeting, reader: User, editor: User
) -> None:
    old = reverse("minutes:meeting_version", args=[corrected.key, 1])
    compared = reverse("minutes:versions_compared", args=[corrected.key]) + "?from=1&to=2"
    assert client.get(old).status_code == 404
    assert client.get(compared).status_code == 302
    client.force_login(reader)
    assert (client.get(old).status_code, client.get(compared).status_code) == (404, 403)
    client.force_login(editor)
    shown = text(client, old)
    assert "これは以前の版です（第1版）" in shown
    assert "費用は百万円です。" in shown and "庁議室" in shown
    assert "二百万円" not in shown
    assert "費用は［削除：百万円］" in text(client, compared)
    assert client.get(reverse("minutes:meeting_version", args=[corrected.key, 2])).status_code == 302
    assert client.get(reverse("minutes:meeting_version", args=[corrected.key, 9])).status_code == 404
    assert "すべての版" in text(client, versions(corrected))


@pytest.mark.parametrize("query", ["", "?from=1", "?from=x&to=2", "?from=1&to=99999999", "?from=1&to=7"])
def test_comparisons_of_what_is_no_version_are_not_found(
    client: Client, corrected: Meeting, editor: User, query: str
) -> None:
    client.force_login(editor)
    address = reverse("minutes:versions_compared", args=[corrected.key])
    assert client.get(address + query).status_code == 404


def test_comparing_a_version_with_itself_asks_for_two(client: Client, corrected: Meeting, editor: User) -> None:
    client.force_login(editor)
    address = reverse("minutes:versions_compared", args=[corrected.key])
    answer = client.get(address + "?from=2&to=2", follow=True)
    assert "比べる版を二つ選んでください" in answer.content.decode()


def test_withdrawn_minutes_tell_no_changes(client: Client, corrected: Meeting) -> None:
    Meeting.objects.update(status=Meeting.Status.WITHDRAWN)
    assert client.get(changes(corrected)).status_code == 404


# Addresses


def test_a_dropped_utterance_leads_to_the_correction(client: Client, corrected: Meeting, correct: Correct) -> None:
    correct(utterances=FIRST, venue="第二会議室", reason="取消しの申出")
    page = client.get(reverse("minutes:utterance", args=[corrected.key, 4]))
    assert "この発言は訂正により現在の会議録にはありません" in page.content.decode()
    assert f"{changes(corrected, 3)}?u=4#u4" in page.content.decode()
    assert "加えた発言です。" in text(client, changes(corrected, 3))


def test_a_moved_utterance_keeps_its_address(correct: Correct) -> None:
    correct(utterances=FIRST, edited=False, reason="")
    meeting = correct(utterances=[FIRST[2], FIRST[0], FIRST[1]])
    assert list(meeting.utterances.values_list("ref", flat=True)) == [3, 1, 2]


def test_the_page_of_an_utterances_change_is_found(client: Client, correct: Correct) -> None:
    correct(utterances=[said(f"{number}番の発言です。") for number in range(150)], edited=False, reason="")
    meeting = correct(utterances=[said(f"{number}番の御発言です。") for number in range(150)])
    assert "149番" not in text(client, changes(meeting))
    assert "149番" in text(client, changes(meeting) + "?u=150")


# Stored and fast


@pytest.mark.parametrize("recorded", [True, False])
def test_changes_are_stored_with_the_version_and_by_a_command_for_old_ones(
    client: Client, corrected: Meeting, recorded: bool
) -> None:
    stored = corrected.versions.get(number=2).changes
    assert stored is not None and stored["head"] == ["venue"]
    missing = {**stored, "format": 1} if recorded else None
    corrected.versions.update(changes=missing)
    assert "変更3か所" in text(client, corrected.get_absolute_url())
    assert corrected.versions.get(number=2).changes == missing
    out = StringIO()
    call_command("record_changes", stdout=out)
    assert out.getvalue() == "訂正 1 件の変更箇所を記録しました。\n"
    assert corrected.versions.get(number=2).changes == stored
    call_command("record_changes", stdout=out)
    assert out.getvalue().endswith("訂正 0 件の変更箇所を記録しました。\n")


def test_the_meetings_page_compares_nothing(
    client: Client, corrected: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minutes.reading_room.corrections.diffing.compare", None)
    with CaptureQueriesContext(connection) as queries:
        client.get(corrected.get_absolute_url())
    assert not any("snapshot" in query["sql"] for query in queries)


@pytest.mark.slow
def test_of_long_minutes_only_what_changed_is_compared_word_by_word(
    client: Client, correct: Correct, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [said(f"{number}番です。窓口の件数と費用についてお尋ねします。" * 5) for number in range(300)]
    correct(utterances=many, edited=False, reason="")
    many[150] = said("150番です。訂正した発言です。")
    many[7] = said(many[7]["text"].replace("費用", "経費"))
    meeting = correct(utterances=many)
    compared = []

    def hunks(before: str, after: str) -> list[Hunk]:
        compared.append((before, after))
        return [Hunk(SAME, after)]

    monkeypatch.setattr("minutes.comparing.diffing.hunks", hunks)
    with CaptureQueriesContext(connection) as queries:
        shown = text(client, changes(meeting))
    assert [old[:2] for old, _ in compared] == ["7番"]
    assert len(queries) <= 32
    assert "変更3か所" in shown
    assert Corrections(meeting, AnonymousUser()).shown[0].count == 3


def test_papers_listed_after_a_correction_are_no_part_of_it(client: Client, corrected: Meeting) -> None:
    Attachment.objects.create(meeting=corrected, order=9, label="資料9", title="後日の配布")
    shown = text(client, changes(corrected))
    assert "変更3か所" in shown and "後日の配布" not in shown


# Cut and joined


OPENING, CLOSING = said("ただいまから会議を開きます。", "会長"), said("これで終わります。", "会長")
QUESTION, ANSWER = said("工事の費用はいくらですか。"), said("三百万円を見込んでおります。", "事務局")
BOTH = said("工事の費用はいくらですか。\n三百万円を見込んでおります。")


def test_an_utterance_that_was_cut_is_one_change(client: Client, correct: Correct) -> None:
    correct(utterances=[OPENING, BOTH, CLOSING], edited=False)
    meeting = correct(utterances=[OPENING, QUESTION, ANSWER, CLOSING])
    shown = text(client, changes(meeting))
    assert "変更1か所" in shown and "2つの発言に分けました" in shown
    assert "［追加：事務局］" in shown and "［削除：工事" not in shown
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert sorted(re.findall(r'versions/2/changes/\?u=(\d+)#u\1"', page)) == ["2", "4"]
    changed = client.get(changes(meeting)).content.decode()
    assert changed.count('id="u2"') == changed.count('id="u4"') == 1


def test_utterances_that_were_joined_are_one_change_and_lead_to_the_whole(client: Client, correct: Correct) -> None:
    correct(utterances=[OPENING, QUESTION, ANSWER, CLOSING], edited=False)
    joined = said("工事の費用はいくらですか。\n事務局　三百万円を見込んでおります。")
    meeting = correct(utterances=[OPENING, joined, CLOSING])
    shown = text(client, changes(meeting))
    assert "変更1か所" in shown and "2つの発言を1つにまとめました" in shown
    stands = set(meeting.utterances.values_list("ref", flat=True))
    (gone,) = {2, 3} - stands
    (whole,) = {2, 3} & stands
    page = client.get(reverse("minutes:utterance", args=[meeting.key, gone])).content.decode()
    assert "ほかの発言と1つになりました" in page
    assert reverse("minutes:utterance", args=[meeting.key, whole]) in page


# What was restricted stays restricted

SECRET = "甲野さんの病状については、入院が長引くと伺っております。"


@pytest.mark.parametrize(
    "after",
    [
        [OPENING, said(SECRET[:13]), said(SECRET[13:]), CLOSING],
        [said(OPENING["text"] + SECRET, "会長"), CLOSING],
        [OPENING, said("甲野氏は、まだ退院の見込みがないそうです。"), CLOSING],
        [OPENING, CLOSING, said("報告です。" + SECRET + "以上です。")],
    ],
    ids=["cut", "joined", "rewritten", "elsewhere"],
)
def test_words_of_a_restricted_utterance_stay_restricted_wherever_they_go(
    client: Client, correct: Correct, after: list[dict[str, Any]]
) -> None:
    meeting = correct(utterances=[OPENING, said(SECRET), CLOSING], edited=False, reason="")
    meeting.utterances.filter(ref=2).update(audience=Audience.STAFF)
    correct(utterances=after, reason="訂正")
    source = reverse("minutes:meeting_source", args=[meeting.key])
    addresses = [meeting.get_absolute_url(), versions(meeting), changes(meeting)]
    addresses += [reverse("minutes:utterance", args=[meeting.key, ref]) for ref in range(1, 6)]
    for address in addresses:
        page = client.get(address, follow=True).content.decode()
        assert "甲野" not in page and "病状" not in page and "入院" not in page
        assert source not in page
    assert client.get(source).status_code == 404
    assert meeting.utterances.filter(audience=0, text=CLOSING["text"]).exists()


def test_the_original_stays_kept_back_when_a_correction_drops_what_was_restricted(
    client: Client, correct: Correct, editor: User, reader: User
) -> None:
    meeting = correct(utterances=[OPENING, said(SECRET), CLOSING], edited=False, reason="")
    meeting.utterances.filter(ref=2).update(audience=Audience.EDITORS)
    correct(utterances=[OPENING, CLOSING])
    source = reverse("minutes:meeting_source", args=[meeting.key])
    for user, status in ((None, 404), (reader, 404), (editor, 200)):
        if user:
            client.force_login(user)
        assert client.get(source).status_code == status
    client.logout()
    correct(utterances=[OPENING, CLOSING, said("別の文書です。")], data=b"another")
    assert client.get(source).status_code == 200


def test_the_original_stays_kept_back_when_a_restricted_paper_is_dropped(client: Client, correct: Correct) -> None:
    paper = {"label": "資料9", "title": "個人の名簿", "agenda": None}
    meeting = correct(utterances=[OPENING], attachments=[paper], edited=False, reason="")
    meeting.attachments.update(audience=Audience.STAFF)
    correct(utterances=[OPENING], attachments=[], venue="別の部屋")
    assert client.get(reverse("minutes:meeting_source", args=[meeting.key])).status_code == 404
    assert "名簿" not in text(client, changes(meeting))


def test_another_paper_under_the_label_of_a_restricted_one_is_restricted(client: Client, correct: Correct) -> None:
    meeting = correct(utterances=[OPENING], attachments=[{"label": "資料9", "title": "個人の名簿"}], edited=False)
    meeting.attachments.update(audience=Audience.STAFF)
    correct(utterances=[OPENING], attachments=[{"label": "資料9", "title": "委員と家族の住所"}, {"label": "資料1"}])
    assert list(meeting.attachments.values_list("label", "audience")) == [("資料9", 1), ("資料1", 0)]


def test_restricting_a_part_of_what_was_cut_hides_its_words_in_all_old_versions(
    client: Client, correct: Correct
) -> None:
    correct(utterances=[OPENING, said("費用は百万円です。" + SECRET), CLOSING], edited=False, reason="")
    correct(utterances=[OPENING, said("費用は二百万円です。" + SECRET), CLOSING])
    meeting = correct(utterances=[OPENING, said("費用は二百万円です。"), said(SECRET), CLOSING], reason="分割")
    assert "甲野" in text(client, changes(meeting, 2)) + text(client, changes(meeting, 3))
    meeting.utterances.filter(text=SECRET).update(audience=Audience.STAFF)
    for number in (2, 3):
        assert client.get(changes(meeting, number)).status_code == 404
    assert "訂正" not in text(client, meeting.get_absolute_url())


def test_joining_into_what_is_restricted_later_hides_the_old_words(client: Client, correct: Correct) -> None:
    correct(utterances=[OPENING, said("費用の説明をいたします。"), said(SECRET), CLOSING], edited=False, reason="")
    meeting = correct(utterances=[OPENING, said("費用の説明をいたします。" + SECRET), CLOSING])
    meeting.utterances.filter(text__contains=SECRET).update(audience=Audience.STAFF)
    for ref in (2, 3):
        assert client.get(reverse("minutes:utterance", args=[meeting.key, ref])).status_code == 404
    assert client.get(changes(meeting)).status_code == 404
