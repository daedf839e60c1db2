"""Meetings, agenda items, papers and bodies are found by what they are called, and nothing else is taken for them."""

import json
import re
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.management import call_command
from django.test import Client

from minutes.models import AgendaItem, Attachment, Audience, Body, BodyName, Meeting, Utterance
from minutes.record.bodies import renamed
from minutes.signals import meeting_changed
from minutes.wording import name_key
from search.index import indexed_meetings
from search.known_items import Recognised, recognise
from search.language import Filters, Question
from search.models import KnownItem
from search.suggestions import suggest
from search.synonyms import understand

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def hold(say: Any) -> Any:
    """Stores a meeting under its own title: hold("図書館協議会", 2, date(2023, 5, 31), items=[…], papers=[…])."""

    def store(
        body: str,
        number: int | None,
        held_on: date | None,
        *utterances: Any,
        title: str = "",
        items: Any = (),
        papers: Any = (),
        **fields: Any,
    ) -> Meeting:
        year = held_on.year - (held_on.month < 4) if held_on else 2023
        meeting: Meeting = say(*utterances, body=body, held_on=held_on, fiscal_year=year, number=number, **fields)
        meeting.agenda_items.all().delete()
        meeting.title = title or (f"第{number}回{body}" if number else body)
        meeting.save()
        for order, item in enumerate(items, start=1):
            AgendaItem.objects.create(
                meeting=meeting, order=order, **({"title": item} if isinstance(item, str) else item)
            )
        for order, paper in enumerate(papers, start=1):
            row = {"title": paper} if isinstance(paper, str) else paper
            Attachment.objects.create(meeting=meeting, order=order, **row)
        meeting_changed.send(sender=Meeting, meeting=meeting)
        return meeting

    return store


def recognised(query: str, user: Any = VISITOR, filters: Filters | None = None) -> Recognised | None:
    return recognise(understand(Question(query, filters=filters or Filters())), user)


def named(query: str, user: Any = VISITOR, filters: Filters | None = None) -> list[str]:
    """Keys of the meetings, or titles of the items and papers, that a query names."""
    found = recognised(query, user, filters)
    if found is None:
        return []
    return [
        known.item.title if known.item else known.paper.title if known.paper else known.meeting.key
        for known in found.found
    ]


@pytest.fixture
def library(hold: Any) -> dict[str, str]:
    """Keys of a body's meetings by fiscal year and number; others meet on the same days."""
    held = {}
    for year in (2022, 2023):
        for number, day in ((1, date(year, 5, 31)), (2, date(year + 1, 2, 10))):
            held[f"{year}-{number}"] = hold("霞浜市図書館協議会", number, day).key
            hold("霞浜市都市計画審議会", number, day)
    return held


BY_NUMBER_OR_DAY = [
    "令和5年度第2回図書館協議会会議録",
    "令和５年度　第２回　霞浜市図書館協議会　会議録",
    "図書館協議会 第2回 令和5年度",
    "R5 第2回図書館協議会 議事録",
    "2023年度第2回図書館協議会",
    "2023 図書館協議会 第二回",
    "令和5年度図書館協議会（第2回）",
    "「令和5年度第2回図書館協議会会議録」",
    "年度:令和5 第2回 図書館協議会",
    "日付:R6.2.10 図書館協議会",
    "2024-02-10 図書館協議会",
    "図書館協議会 2024/2/10",
    "20240210 図書館協議会",
    "図書館協議会R6.2.10",
    "令和6年2月10日の図書館協議会",
    "令和六年二月十日 図書館協議会",
    "２月１０日 図書館協議会 令和5年度",
    "2/10 令和6年 図書館協議会",
    "図書館協議会 令和6年2月",
    "霞浜市図書館協議会 令和5年度第2回（令和6年2月10日）",
    "令和6年2月10日（土）図書館協議会の議事録",
    "20240210_図書館協議会.docx",
    "北霞浜市立図書館協議会 令和5年度第2回",
    "R5 2回 図書館協議会",
    "図書館協議会 2023 2回目",
    "令和5年度 図書館協議会の第2回の会議録を見せてください",
    "図書館協議会 R5年度 2月",
]


def test_a_meeting_is_named_by_body_and_number_or_day(library: dict[str, str]) -> None:
    found = {query: named(query) for query in BY_NUMBER_OR_DAY}
    assert found == {query: [library["2023-2"]] for query in BY_NUMBER_OR_DAY}


def test_what_may_be_several_meetings_is_a_list_from_the_newest_on(library: dict[str, str]) -> None:
    assert named("図書館協議会 第2回") == [library["2023-2"], library["2022-2"]]
    assert named("5月31日 図書館協議会") == [library["2023-1"], library["2022-1"]]
    for name in ("図書館協議会 R5年度", "霞浜市図書館協議会 R5年度"):
        assert named(name) == [library["2023-2"], library["2023-1"]]
    assert named("図書館協議会 5月") == [library["2023-1"], library["2022-1"]]
    assert library["2023-1"] in named("令和5年5月")
    assert library["2023-1"] in named("5月31日")
    assert len(named("令和5年度第1回")) == len(named("2023-05-31")) == 2
    assert library["2023-1"] in named("R5.5.31")
    assert named("2023-05-30") == named("第2回") == named("令和5年度") == []


def test_a_filter_of_years_or_body_says_the_rest(library: dict[str, str]) -> None:
    year = Filters(year_from=2023, year_to=2023)
    body = Filters(body=Body.objects.get(name="霞浜市図書館協議会").pk)
    assert library["2023-1"] in named("5/31", filters=year)
    assert named("図書館協議会 第2回", filters=year) == [library["2023-2"]]
    assert named("2023-05-31", filters=body) == [library["2023-1"]]
    assert named("2023-05-31", filters=Filters(speaker="委員")) == []


def test_a_meetings_whole_title_names_it(hold: Any) -> None:
    meeting = hold("本会議", None, date(2023, 6, 1), title="２０２３年６月１日　令和5年_第２回定例会（第１日目）")
    other = hold("本会議", None, date(2023, 6, 2), title="２０２３年６月２日　令和5年_第２回定例会（第２日目）")
    assert named(meeting.title) == [meeting.key]
    assert named("2023年6月1日 令和5年 第2回定例会 第1日目") == [meeting.key]
    assert named("本会議 令和5年第2回定例会") == named("R5 本会議 第2回定例会") == [other.key, meeting.key]
    first = hold("本会議", None, date(2024, 2, 20), title="令和6年第1回定例会")
    assert named("R6 第1回定例会") == named("令和6年 本会議 第1回") == named("令和5年度 第1回定例会") == [first.key]
    workshop = hold("検討会", None, date(2023, 6, 3), title="駅前広場を考える市民の集い")
    assert named("駅前広場を考える市民の集い") == [workshop.key]


@pytest.mark.parametrize("query", ["総務委員会", "総務委員会会議録", "総務委員会の議事録", "｢総務委員会｣"])
def test_a_body_is_named_by_its_name_and_shows_its_newest_meetings(hold: Any, query: str) -> None:
    keys = [hold("総務委員会", number, date(2023, 4, number)).key for number in range(1, 8)]
    found = recognised(query)
    assert found is not None and found.body is not None
    assert (found.kind, found.body.name, found.total) == ("body", "総務委員会", 7)
    assert named(query) == keys[:1:-1]


def test_a_body_is_known_by_its_former_names(hold: Any) -> None:
    meeting = hold("斎場運営協議会", 3, date(2023, 4, 1))
    body = meeting.body
    assert named("齋場運営協議会 第3回") == named("齋場運営協議会") == [meeting.key]
    body.name = "葬斎場運営協議会"
    body.save()
    renamed(body, "斎場運営協議会")
    assert named("葬斎場運営協議会") == named("斎場運営協議会") == [meeting.key]
    BodyName.objects.create(body=body, name="火葬場協議会", name_key=name_key("火葬場協議会"))
    assert named("火葬場協議会 2023-04-01") == [meeting.key]


KEYWORDS = [
    "防災",
    "図書館 協議会",
    "防災 訓練",
    "図書館協議会 予算",
    "令和5年度 予算",
    "予算 第2回",
    "防災 -図書館協議会",
    "図書館協議会 OR 防災",
    "会議録",
    "第2号",
    "2023",
    "4月1日 施行",
    "発言者:山田",
    "日付:2023-01-01-2023-12-31",
    "日付:2023-01 図書館協議会 予算",
    "図書館*",
    "その他",
    "の",
]


def test_ordinary_keywords_name_nothing(library: dict[str, str], hold: Any) -> None:
    for number in range(1, 13):
        hold("防災会議", number, date(2020, 4, number), items=["防災計画について", "その他"])
    assert [query for query in KEYWORDS if recognised(query)] == []


def test_bills_are_found_with_and_without_their_year(hold: Any) -> None:
    bills = ["第45号議案 霞浜市手数料条例の改正", "議案第46号 補正予算", "第47号議案から第49号議案まで 道路の認定"]
    hold("総務委員会", 1, date(2022, 9, 1), items=[bills[0] + "（前年）"])
    hold("総務委員会", 1, date(2023, 9, 1), items=[*bills, {"category": "議案", "number": 50, "title": "決算の認定"}])
    hold(
        "厚生委員会",
        1,
        date(2023, 9, 2),
        items=["第145号議案", {"category": "報告", "number": 45, "title": "専決処分"}],
    )
    for query in ("第45号議案", "議案第45号", "議案45号", "議案第四十五号"):
        assert named(query) == [bills[0], bills[0] + "（前年）"]
        assert (
            named(f"{query} 令和5年")
            == named(f"R5年度 {query}")
            == named(f"{query} 総務委員会 令和5年度")
            == [bills[0]]
        )
    assert named("議案第46号") == [bills[1]]
    assert named("第48号議案") == [bills[2]]
    assert named("議案第50号") == ["決算の認定"]
    assert named("報告第45号") == ["専決処分"]
    assert named("第45号議案 手数料条例 令和5年") == [bills[0]]
    assert named("第45号議案 厚生委員会") == named("第99号議案") == []


def test_items_and_papers_are_named_by_their_titles(hold: Any) -> None:
    hold(
        "総務委員会",
        1,
        date(2023, 9, 1),
        items=[{"category": "報告事項", "number": 2, "title": "庁内 ＬＡＮ の更新について"}],
        papers=[{"label": "資料1", "title": "更新計画書"}],
    )
    title = "庁内 ＬＡＮ の更新について"
    for query in (
        title,
        "庁内LANの更新について",
        "報告事項（２） 庁内LANの更新について",
        "議題:「庁内LANの更新について」",
    ):
        assert named(query) == [title]
    assert named("更新計画書") == named("資料1 更新計画書") == named("資料:更新計画書") == ["更新計画書"]
    assert named("資料:「庁内LANの更新について」") == named("LAN") == []
    assert named("2023-09-01 更新について") == [title]


def test_addresses_pasted_whole_lead_to_what_they_show(hold: Any, client: Client) -> None:
    meeting = hold("総務委員会", 1, date(2023, 9, 1), "はい", "いいえ", items=["庁舎"], papers=["図面"])
    paper = meeting.attachments.get()
    address = f"https://kaigiroku.example:8443{meeting.get_absolute_url()}"
    assert named(address) == named(f"{address}?page=2#text") == named(address.rstrip("/")) == [meeting.key]
    assert named(f"{address}#agenda-1") == ["庁舎"]
    assert named(f"{address}#paper-{paper.pk}") == named(f"{address}papers/{paper.pk}/file/") == ["図面"]
    for said in (f"{address}u/2/", f"{address}#u2"):
        found = recognised(said)
        assert found is not None and found.utterance is not None
        assert (found.kind, found.utterance.text) == ("utterance", "いいえ")
    assert recognised(f"https://host{meeting.body.get_absolute_url()}").kind == "body"  # type: ignore[union-attr]
    assert recognised("https://host/meetings/nothing/") is None
    page = client.get("/search/", {"q": f"{address}u/2/"}).content.decode()
    assert f'href="{meeting.get_absolute_url()}u/2/"' in page and "いいえ" in page
    assert "見つかりませんでした" not in page


def test_what_is_cited_is_found(hold: Any, client: Client) -> None:
    meetings = [
        hold("図書館協議会", 2, date(2024, 2, 10), "はい", "いいえ"),
        hold("図書館協議会", 1, date(2024, 2, 10), "はい", "いいえ"),
        hold("都市計画審議会", None, date(2024, 2, 10), "はい", "いいえ"),
        hold("都市計画審議会", 3, None, "はい", "いいえ"),
        hold("検討会", None, None, "はい", "いいえ", title="駅前広場を考える集い"),
    ]
    for meeting in meetings:
        assert meeting.citation in client.get(meeting.get_absolute_url()).content.decode()
        assert named(meeting.citation) == [meeting.key]
        found = recognised(meeting.cited(2))
        assert found is not None and found.utterance is not None
        assert (found.utterance.meeting, found.utterance.text) == (meeting, "いいえ")
    assert meetings[0].cited(2) == "図書館協議会 令和5年度第2回（令和6年2月10日）¶2"


def test_a_card_shows_what_is_in_a_meeting_though_no_text_holds_the_words(hold: Any, client: Client) -> None:
    meeting = hold(
        "総務委員会",
        2,
        date(2023, 9, 1),
        "はい",
        items=[{"title": "手数料<条例>", "outcome": "原案可決"}, "道路の認定"],
        papers=[{"label": "資料1", "title": "新旧対照表"}],
    )
    decided = Utterance.objects.create(meeting=meeting, order=2, ref=2, kind="decision", text="認定する")
    decided.agenda_items.add(meeting.agenda_items.get(order=2))
    meeting_changed.send(sender=Meeting, meeting=meeting)
    page = client.get("/search/", {"q": "総務委員会 R5.9.1"}).content.decode()
    for text in ("手数料&lt;条例&gt;", "原案可決", "認定する", "新旧対照表", "令和5年（2023年）9月1日（金）", "第2回"):
        assert text in page
    assert f'href="{meeting.get_absolute_url()}"' in page
    assert "この言葉を含む発言はありません" in page
    assert "見つかりませんでした" not in page
    assert f"/search/?meeting={meeting.key}" in page


def test_what_a_person_may_not_read_leaves_no_trace(hold: Any, client: Client) -> None:
    secret = hold("極秘会議", 1, date(2023, 9, 1), items=["第7号議案 極秘の件"], audience=Audience.STAFF)
    meeting = hold(
        "総務委員会", 1, date(2023, 9, 1), items=["庁舎"], papers=[{"title": "極秘資料", "audience": Audience.EDITORS}]
    )
    withdrawn = hold("取下会議", 1, date(2023, 9, 1), status=Meeting.Status.WITHDRAWN)
    said = Utterance.objects.create(meeting=meeting, order=2, ref=2, kind="decision", text="極秘の決定", audience=2)
    said.agenda_items.add(meeting.agenda_items.get())
    meeting_changed.send(sender=Meeting, meeting=meeting)
    staff = User.objects.create_user("staff")
    for query in (
        "極秘会議",
        "極秘会議 2023-09-01",
        "第7号議案",
        "極秘の件",
        secret.get_absolute_url(),
        "取下会議 第1回",
    ):
        assert named(query) == []
    assert named("極秘資料") == named("極秘資料", staff) == named(withdrawn.get_absolute_url(), staff) == []
    assert named("極秘会議 第1回", staff) == [secret.key]
    assert named("2023-09-01") == [meeting.key]
    for query in ("2023-09-01", meeting.get_absolute_url(), f"{meeting.get_absolute_url()}u/2/", "庁舎"):
        page = client.get("/search/", {"q": query}).content.decode()
        assert meeting.title in page
        assert "極秘" not in page
    assert "極秘" not in client.get("/search/titles/", {"q": "会議"}).content.decode()


def test_names_go_with_their_meeting(hold: Any) -> None:
    meeting = hold("総務委員会", 1, date(2023, 9, 1), items=["庁舎"], papers=["図面"])
    assert KnownItem.objects.count() == 3
    meeting.status = Meeting.Status.WITHDRAWN
    meeting.save()
    meeting_changed.send(sender=Meeting, meeting=meeting)
    assert not KnownItem.objects.exists()
    meeting.status = Meeting.Status.PUBLISHED
    meeting.save()
    meeting_changed.send(sender=Meeting, meeting=meeting)
    assert KnownItem.objects.count() == 3
    meeting.delete()
    assert not KnownItem.objects.exists()


def test_an_archive_from_before_is_filled(hold: Any) -> None:
    hold("総務委員会", 1, date(2023, 9, 1), items=["庁舎"])
    assert indexed_meetings() == (1, 1)
    KnownItem.objects.all().delete()
    assert indexed_meetings() == (0, 1)
    call_command("rebuild_index")
    assert KnownItem.objects.count() == 2
    KnownItem.objects.update(version="old")
    assert indexed_meetings() == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_of_everything_writes_the_names_too(hold: Any) -> None:
    hold("総務委員会", 1, date(2023, 9, 1), items=["庁舎"])
    KnownItem.objects.update(version="old", folded="")
    call_command("rebuild_index", "--all")
    assert indexed_meetings() == (1, 1)
    assert set(KnownItem.objects.values_list("folded", flat=True)) == {"第1回総務委員会\n総務委員会", "庁舎"}


@pytest.mark.parametrize(
    ("title", "words", "is_found"),
    [
        ("東京都への要望", "京都", False),
        ("京都市の視察", "京都", True),
        ("ＤＸ推進計画", "DX", True),
        ("斎場の改修", "齋場", True),
        ("窓口改善の取り組み", "取組", True),
        ("サーバの更新", "サーバー", True),
        ("川の清掃", "川", True),
        ("品川の再開発", "川", False),
        ("百二十周年記念事業", "120周年", True),
        ("防災と訓練", "訓練 防災", True),
        ("東京都への要望", "「京都」", True),
    ],
)
def test_titles_are_found_by_the_rules_of_the_words(
    hold: Any, client: Client, title: str, words: str, is_found: bool
) -> None:
    hold("会", 1, date(2023, 9, 1), "はい", items=[{"title": title, "outcome": "可決"}], papers=[{"title": title}])
    page = client.get("/search/titles/", {"q": words}).content.decode()
    assert page.count(title) == 2 * is_found
    assert ("可決" in page) is is_found
    assert ("見出しに含む：" in client.get("/search/", {"q": words}).content.decode()) is is_found


def test_all_titles_are_reachable_with_their_outcomes(hold: Any, client: Client) -> None:
    for number in range(1, 5):
        hold("会", number, date(2020 + number, 9, 1), "はい", items=[f"防災{number}-{at}号" for at in range(30)])
    page = client.get("/search/", {"q": "防災"}).content.decode()
    assert "議題120件をすべて見る" in page and "/search/titles/?q=%E9%98%B2%E7%81%BD&amp;of=item" in page
    seen: list[str] = []
    for at_page in ("", "2", "3"):
        page = client.get("/search/titles/", {"q": "防災", "page": at_page, "of": "item"}).content.decode()
        seen += [f"防災{at}-{each}号" for at in range(1, 5) for each in range(30) if f"防災{at}-{each}号<" in page]
    assert len(seen) == len(set(seen)) == 120
    assert "次へ" not in page and "見出しに含むものはありません" not in page
    for odd in ({"page": "x"}, {"page": "99"}, {"of": "x"}, {"q": ""}, {"q": "防災 OR 給食"}, {"year_from": "1990"}):
        assert client.get("/search/titles/", {"q": "防災", **odd}).status_code == 200
    # Behind the last page is the last one.
    last, beyond = (
        client.get("/search/titles/", {"q": "防災", "of": "item", "page": number}).content.decode()
        for number in ("3", "1000000000")
    )
    assert re.findall(r"<li>.*?</li>", beyond, re.S) == re.findall(r"<li>.*?</li>", last, re.S) != []


def suggested(typed: str, user: Any = VISITOR) -> list[str]:
    return [f"{line.label} {line.text}" for line in suggest(typed, user) if line.label == "会議"]


def test_search_boxes_suggest_meetings_that_open(hold: Any) -> None:
    old = hold("図書館協議会", 1, date(2023, 5, 31))
    new = hold("図書館協議会", 2, date(2024, 2, 10))
    hold("図書館協議会", 2, date(2024, 2, 11), audience=Audience.STAFF, title="極秘")
    hold("図書館協議会", 2, date(2024, 2, 12), status=Meeting.Status.WITHDRAWN)
    (line,) = [line for line in suggest("令和5年度第2回図書", VISITOR) if line.label == "会議"]
    assert (line.text, line.url, line.fill) == (
        "第2回図書館協議会（令和6年（2024年）2月10日（土））",
        new.get_absolute_url(),
        "",
    )
    for typed in ("図書館協議会 2023-05-31", "R5.5.31", "2023年5月31日 図書館協", "図書館協議会 第1回"):
        assert [line.url for line in suggest(typed, VISITOR) if line.label == "会議"] == [old.get_absolute_url()]
    assert len(suggested("図書館協議会 第2回", User.objects.create_user("staff"))) == 2
    for typed in ("図書館", "図書館協議会", "極秘", "令和5年度", "第1回", "議題:図書館協議会 第1回", "発言者:R5.5.31"):
        assert suggested(typed) == []
    hold("検討会", None, date(2023, 6, 3), title="２０２３年６月３日 駅前広場を考える集い")
    assert suggested("駅前広") == suggested("集い 駅前") == ["会議 ２０２３年６月３日 駅前広場を考える集い"]


def test_the_command_gives_what_is_named_first(hold: Any) -> None:
    meeting = hold("総務委員会", 2, date(2023, 9, 1), "はい", items=["庁舎"])

    def known(query: str) -> list[dict[str, Any]]:
        out = StringIO()
        call_command("search_minutes", query, "--json", stdout=out)
        found: list[dict[str, Any]] = json.loads(out.getvalue())["known"]
        return found

    assert known("総務委員会 第2回") == [
        {
            "kind": "meeting",
            "meeting": meeting.key,
            "title": "第2回総務委員会",
            "body": "総務委員会",
            "held_on": "2023-09-01",
            "url": meeting.get_absolute_url(),
        }
    ]
    assert [each["kind"] for each in known("総務委員会")] == ["body", "meeting"]
    assert [each["kind"] for each in known(f"{meeting.get_absolute_url()}u/1/")] == ["utterance", "meeting"]
    assert [each["kind"] for each in known("庁舎")] == ["item"]
    assert known("防災") == []
    out = StringIO()
    call_command("search_minutes", "総務委員会 第2回", stdout=out)
    assert out.getvalue().startswith(f"会議　2023-09-01　第2回総務委員会　{meeting.get_absolute_url()}\n")
