"""A meeting's page, its pages of text, and the permanent addresses of utterances."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minutes.models import Audience, Meeting, Utterance
from minutes.reading_room import meeting_text
from minutes.record.importing import ImportResult

Store = Callable[..., ImportResult]
HOSTILE = "<script>alert(1)</script>"

pytestmark = pytest.mark.django_db


def page(client: Client, meeting: Meeting, query: str = "") -> str:
    response = client.get(meeting.get_absolute_url() + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def speech(text: str, speaker: str = "委員", *agenda: int) -> dict[str, Any]:
    return {"kind": "speech", "speaker": speaker, "agenda": list(agenda), "text": text}


def permalink(meeting: Meeting, ref: int) -> str:
    return reverse("minutes:utterance", args=[meeting.key, ref])


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting_text, "PAGE_UTTERANCES", 2)


# The page


def test_header_shows_what_the_minutes_print(client: Client, store: Store) -> None:
    html = page(client, store().meeting)
    for words in (
        "令和6年（2024年）3月25日（月）",
        "令和5年度（2023年度）",
        "13時00分～14時00分",
        "13時55分",
        "庁議室",
        "総務部情報課",
        '非公開 <p class="quiet">理由：意思決定の途中であるため</p>',
        "一部非公開",
        "出席者（部員）",
        "副市長（本部長）",
        '情報係長 <span class="quiet">情報課</span>',
        '<span class="attachments__label">資料1</span> 窓口のオンライン化について',
    ):
        assert words in html, words


def test_rows_without_content_are_left_out(client: Client, store: Store) -> None:
    result = store(
        starts_at=None, ends_at=None, adjourned_at=None, venue=None, office=None, held_on=None, meeting_access={},
        minutes_access={}, attendees=[], agenda=[], attachments=[], utterances=[],
    )  # fmt: skip
    html = page(client, result.meeting)
    assert "開催日不明" in html
    assert "発言の記録はありません" in html
    for label in ("予定時間", "閉会", "場所", "事務局", "会議の公開", "出席者", "資料", "None", "議題"):
        assert f"<dt>{label}" not in html
    assert 'id="agenda"' not in html


def test_agenda_leads_to_where_each_item_begins(client: Client, store: Store) -> None:
    meeting = store().meeting
    html = page(client, meeting)
    assert f'<a href="{meeting.get_absolute_url()}#agenda-1">窓口のオンライン化について</a>' in html
    heading = html.index('<h3 class="passage__heading" id="agenda-1">')
    assert html.index('id="u1"') < heading < html.index('id="u2"')
    assert '<span class="agenda__label">報告事項（1）</span>' in html


def test_agenda_item_without_utterances_is_no_link(client: Client, store: Store) -> None:
    meeting = store(utterances=[speech("開会します。")]).meeting
    assert "#agenda-1" not in page(client, meeting)
    assert "窓口のオンライン化について" in page(client, meeting)


def test_items_taken_together_share_one_passage(client: Client, store: Store) -> None:
    meeting = store(utterances=[speech("一括して審議します。", "会長", 0, 1), speech("賛成です。", "委員", 1)]).meeting
    html = page(client, meeting)
    assert html.index('id="agenda-1"') < html.index('id="agenda-2"') < html.index('id="u1"')
    again = html.index("（続き）")
    assert html.index('id="u1"') < again < html.index('id="u2"')


def test_utterances_show_speaker_kind_and_permalink(client: Client, store: Store) -> None:
    meeting = store().meeting
    html = page(client, meeting)
    assert '<li class="utterance utterance--decision" id="u4">' in html
    assert '<span class="utterance__kind">決定</span>' in html
    assert '<span class="utterance__speaker">本部長</span> <span class="utterance__kind">発言</span>' in html
    assert f'href="{permalink(meeting, 4)}"><span aria-hidden="true">¶4</span>' in html
    assert '<span class="visually-hidden">この発言（4番）へのリンク</span>' in html


def test_lines_become_paragraphs_and_hostile_text_stays_text(client: Client, store: Store) -> None:
    meeting = store(
        title=HOSTILE,
        venue=HOSTILE,
        agenda=[{"category": HOSTILE, "number": 1, "title": HOSTILE}],
        attendees=[{"group": HOSTILE, "name": HOSTILE}],
        attachments=[{"label": HOSTILE, "title": HOSTILE}],
        utterances=[speech(f"一行目\n　{HOSTILE}\n\n</li>", HOSTILE, 0), speech("次", "委員", 0)],
        source_url="javascript:alert(1)",
    ).meeting
    html = page(client, meeting)
    assert "<script>alert" not in html
    assert "<p>一行目</p><p> &lt;script&gt;alert(1)&lt;/script&gt;</p><p>&lt;/li&gt;</p>" in html
    assert "javascript:" not in html


def test_source_system_is_linked_where_it_is_on_the_web(client: Client, store: Store) -> None:
    meeting = store(source_url="https://kaigiroku.example.jp/1").meeting
    assert '<a href="https://kaigiroku.example.jp/1" rel="noopener noreferrer external">' in page(client, meeting)


def test_neighbours_are_the_visible_meetings_of_the_same_body(client: Client, store: Store) -> None:
    first = store(title="第一の会議", held_on="2023-05-01", number=1).meeting
    hidden = store(title="秘密の会議", held_on="2023-06-01", number=2).meeting
    middle = store(title="第三の会議", held_on="2023-07-01", number=3).meeting
    last = store(title="第四の会議", held_on="2023-07-01", number=4).meeting
    store(title="よその会議", body="よその委員会", held_on="2023-06-15")
    Meeting.objects.filter(pk=hidden.pk).update(status=Meeting.Status.WITHDRAWN)
    html = page(client, middle)
    assert f'<a href="{first.get_absolute_url()}" rel="prev">' in html
    assert f'<a href="{last.get_absolute_url()}" rel="next">' in html
    assert "秘密" not in html
    assert "よその" not in html
    assert 'rel="prev"' not in page(client, first)
    assert 'rel="next"' not in page(client, last)


@pytest.mark.parametrize(
    "change", [{"status": Meeting.Status.WITHDRAWN}, {"status": Meeting.Status.IN_REVIEW}, {"audience": Audience.STAFF}]
)
def test_hidden_meetings_are_not_found(client: Client, store: Store, change: dict[str, Any]) -> None:
    meeting = store().meeting
    Meeting.objects.update(**change)
    for name in ("meeting", "meeting_source", "meeting_versions"):
        assert client.get(reverse(f"minutes:{name}", args=[meeting.key])).status_code == 404
    assert client.get(permalink(meeting, 1)).status_code == 404


def test_hidden_parts_leave_no_trace(client: Client, store: Store, reader: User) -> None:
    meeting = store().meeting
    meeting.utterances.filter(kind="decision").update(audience=Audience.STAFF)
    meeting.utterances.filter(speaker="部員").update(audience=Audience.STAFF)
    meeting.attachments.update(audience=Audience.STAFF)
    html = page(client, meeting)
    for trace in ("案のとおり承認", "申請の件数", "部員（", "資料1", "会議録.txt", 'id="u3"', 'id="u4"'):
        assert trace not in html, trace
    assert client.get(permalink(meeting, 4)).status_code == 404
    client.force_login(reader)
    html = page(client, meeting)
    for part in ("案のとおり承認", "申請の件数", "資料1", "会議録.txt", 'id="u4"'):
        assert part in html, part


def test_key_of_no_meeting_is_not_found(client: Client) -> None:
    for key in ("nothing", "%00", "a%27b", "x" * 300):
        assert client.get(f"/meetings/{key}/").status_code == 404


def test_editors_alone_are_offered_to_correct(client: Client, store: Store, reader: User, editor: User) -> None:
    meeting = store().meeting
    action = f'action="{reverse("minutes:meeting_correct", args=[meeting.key])}"'
    client.force_login(reader)
    assert action not in page(client, meeting)
    client.force_login(editor)
    assert action in page(client, meeting)


# Pages of a long text


@pytest.mark.usefixtures("short_pages")
def test_long_text_is_cut_into_pages_with_their_agenda(client: Client, store: Store) -> None:
    meeting = store().meeting
    html = page(client, meeting)
    assert html.count('<li class="utterance ') == 2
    url = meeting.get_absolute_url()
    assert (
        f'<a href="{url}?page=2#text" > <span class="text-pages__number">第2ページ</span> '
        '<span class="text-pages__range">議案（1）</span>'
    ) in html
    assert f'<a href="{url}?page=3#text" > <span class="text-pages__number">第3ページ</span>' in html
    assert f'<a href="{url}?page=3#agenda-2">電話システムの更新について</a>' in html
    second = page(client, meeting, "?page=2")
    assert 'id="u3"' in second
    assert "（続き）" in second
    assert 'id="agenda-1"' not in second


@pytest.mark.usefixtures("short_pages")
@pytest.mark.parametrize(("number", "shown"), [("0", 1), ("99", 5), ("x", 1), ("-1", 1), ("9" * 50, 1), ("²", 1)])
def test_page_numbers_out_of_range_lead_to_a_page(client: Client, store: Store, number: str, shown: int) -> None:
    assert f'id="u{shown}"' in page(client, store().meeting, f"?page={number}")


def test_pages_are_cut_by_length_too(client: Client, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meeting_text, "PAGE_CHARACTERS", 100)
    meeting = store(utterances=[speech("長" * 90), speech("話" * 20), speech("超" * 500), speech("短")]).meeting
    assert [page(client, meeting, f"?page={number}").count('<li class="utterance ') for number in (1, 2, 3, 4)] == [
        1
    ] * 4


@pytest.mark.usefixtures("short_pages")
def test_pages_count_only_what_the_reader_may_see(client: Client, store: Store) -> None:
    meeting = store().meeting
    Utterance.objects.filter(ref__in=[1, 2]).update(audience=Audience.EDITORS)
    html = page(client, meeting)
    assert 'id="u3"' in html
    assert 'id="u4"' in html
    assert "第3ページ" not in html


def test_one_speaker_alone(client: Client, store: Store) -> None:
    meeting = store().meeting
    html = page(client, meeting, "?speaker=事務局")
    assert '<option value="事務局" selected>事務局（2件）</option>' in html
    assert "「事務局」の発言2件だけを表示しています" in html
    assert 'id="u2"' in html
    assert 'id="u1"' not in html


@pytest.mark.parametrize("speaker", ["知らない人", "%00", HOSTILE])
def test_unknown_speaker_shows_everybody(client: Client, store: Store, speaker: str) -> None:
    html = page(client, store().meeting, f"?speaker={speaker}")
    assert html.count('<li class="utterance ') == 6
    assert "<script>alert" not in html


@pytest.mark.usefixtures("short_pages")
def test_pages_of_one_speaker_keep_the_speaker(client: Client, store: Store) -> None:
    meeting = store(utterances=[speech(f"発言{number}", "会長") for number in range(3)] + [speech("一言")]).meeting
    assert f"{meeting.get_absolute_url()}?speaker=%E4%BC%9A%E9%95%B7&amp;page=2#text" in page(
        client, meeting, "?speaker=会長"
    )
    assert "発言2" in page(client, meeting, "?speaker=会長&page=2")


# Permanent addresses


def test_permalink_leads_to_the_utterance(client: Client, store: Store) -> None:
    meeting = store().meeting
    response = client.get(permalink(meeting, 3))
    assert response.status_code == 302
    assert response["Location"] == f"{meeting.get_absolute_url()}#u3"


@pytest.mark.usefixtures("short_pages")
def test_permalink_leads_to_the_right_page(client: Client, store: Store) -> None:
    meeting = store().meeting
    assert client.get(permalink(meeting, 5))["Location"] == f"{meeting.get_absolute_url()}?page=3#u5"


@pytest.mark.parametrize("ref", [0, 99, 99_999_999_999_999_999_999])
def test_number_that_no_utterance_had_is_not_found(client: Client, store: Store, ref: int) -> None:
    assert client.get(permalink(store().meeting, ref)).status_code == 404


def corrected(store: Store) -> Meeting:
    store(utterances=[speech("残る発言です。"), speech(f"消える発言です。{HOSTILE}", "山田委員", 0)])
    return store(utterances=[speech("残る発言です。")]).meeting


def test_dropped_utterance_still_answers_with_its_old_text(client: Client, store: Store) -> None:
    meeting = corrected(store)
    meeting.versions.filter(number=2).update(reason="発言者からの申出")
    response = client.get(permalink(meeting, 2))
    html = response.content.decode()
    assert response.status_code == 200
    for words in (
        "この発言は訂正により現在の会議録にはありません",
        "消える発言です。&lt;script&gt;",
        "山田委員",
        "窓口のオンライン化について",
        "訂正の理由：発言者からの申出",
        f'<a href="{meeting.get_absolute_url()}">現在の会議録：',
    ):
        assert words in html, words
    assert "<script>alert" not in html


def test_dropped_utterance_of_a_withdrawn_meeting_is_not_found(client: Client, store: Store) -> None:
    meeting = corrected(store)
    Meeting.objects.update(status=Meeting.Status.WITHDRAWN)
    assert client.get(permalink(meeting, 2)).status_code == 404


def test_restricted_utterance_is_not_read_from_an_old_version(client: Client, store: Store) -> None:
    meeting = corrected(store)
    meeting.utterances.update(audience=Audience.STAFF)
    assert client.get(permalink(meeting, 1)).status_code == 404


def test_dropped_utterance_keeps_its_audience(client: Client, store: Store, reader: User) -> None:
    meeting = store(utterances=[speech("残る発言です。"), speech("消える発言です。")]).meeting
    meeting.utterances.filter(ref=2).update(audience=Audience.STAFF)
    store(utterances=[speech("残る発言です。")])
    assert client.get(permalink(meeting, 2)).status_code == 404
    client.force_login(reader)
    assert "消える発言です。" in client.get(permalink(meeting, 2)).content.decode()


# Size and speed


def long_meeting(store: Store, count: int, **changes: Any) -> Meeting:
    text = "電話システムの更新について、費用と効果を御説明いただけますか。" * 12
    return store(
        utterances=[speech(text, f"委員{number % 20}", number * 2 // count) for number in range(count)], **changes
    ).meeting


def test_query_count_does_not_grow_with_the_meeting(client: Client, store: Store) -> None:
    counts = []
    for size in (2, 700):
        meeting = long_meeting(store, size, number=size)
        with CaptureQueriesContext(connection) as queries:
            page(client, meeting)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


@pytest.mark.slow
def test_of_a_thousand_utterances_a_page_loads_its_own(client: Client, store: Store) -> None:
    meeting = long_meeting(store, 1000)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(meeting.get_absolute_url() + "?page=3")
    shown = response.context["page"]
    assert 0 < len(shown.lines) <= meeting_text.PAGE_UTTERANCES
    assert len(response.content) < 2_000_000
    whole = [query["sql"] for query in queries if '"minutes_utterance"."text"' in query["sql"]]
    assert len([sql for sql in whole if "LENGTH" not in sql.upper() and " IN (" not in sql and "LIMIT" not in sql]) == 0
