"""The results page as a browser asks for it."""

import re
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.models import AgendaItem, Attachment, AttachmentPage, Audience, Body, Meeting, Topic
from minutes.signals import meeting_changed
from search.engine import searching
from search.models import IndexedMeeting, Synonym, SynonymGroup

pytestmark = pytest.mark.django_db
ADDRESS = "/search/"


def get(client: Client, headers: dict[str, str] | None = None, **params: Any) -> str:
    response = client.get(ADDRESS, params, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def links(page: str) -> dict[str, str]:
    """Address by name, of every link of the page that leads to a search."""
    found = re.findall(r'<a ([^>]*?href="(/search/\?[^"]*)"[^>]*)>(.*?)</a>', page, re.DOTALL)
    return {"".join(_name(attributes, text).split()): unescape(address) for attributes, address, text in found}


def _name(attributes: str, text: str) -> str:
    label = re.search('aria-label="([^"]*)"', attributes)
    return unescape(label[1] if label else re.sub("<[^>]+>", "", text))


def total(page: str) -> int:
    found = re.search(r'class="search__total"[^>]*>\s*<span class="count">([\d,]+)', page)
    assert found is not None
    return int(found[1].replace(",", ""))


def offered(page: str) -> dict[str, tuple[int, str]]:
    """Count and address by label, of every offer of a page that found nothing."""
    block = re.search(r'<ul class="offers">(.*?)</ul>', page, re.DOTALL)
    found = (
        re.findall(r'<a href="([^"]*)">(.*?)</a>\s*<span class="count quiet">([\d,]+)', block[1], re.DOTALL)
        if block
        else []
    )
    return {
        re.sub("<[^>]+>", "", label): (int(count.replace(",", "")), unescape(address))
        for address, label, count in found
    }


def meant(page: str) -> dict[str, tuple[int, str]]:
    """Count and address by words, of what stands under もしかして."""
    block = re.search(r'<p class="search__meant">(.*?)</p>', page, re.DOTALL)
    found = re.findall(r'<a href="([^"]*)"><strong>(.*?)</strong></a>\s*<span[^>]*>([\d,]+)', block[1] if block else "")
    return {unescape(words): (int(count.replace(",", "")), unescape(address)) for address, words, count in found}


def replaced(page: str) -> str:
    """What was searched for in place of what was typed; nothing where nothing was."""
    block = re.search(r'search__replaced">.*?<strong>(.*?)</strong>', page, re.DOTALL)
    return unescape(block[1]) if block else ""


def reading(captured: CaptureQueriesContext) -> list[str]:
    """The statements that read data: without savepoints, limits and places among the searches."""
    return [
        query["sql"]
        for query in captured
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config")) and "advisory" not in query["sql"]
    ]


def hits(page: str) -> list[str]:
    found = re.findall(r'class="hit__snippet">(.*?)</p>', page, re.DOTALL)
    return [unescape(re.sub("<[^>]+>", "", text)) for text in found]


def test_hits_show_who_said_what_where_and_when(client: Client, say: Any) -> None:
    meeting = say(("部員", "防災<訓練>を行う"))
    page = get(client, q="防災")
    assert f'href="/meetings/{meeting.key}/u/1/"' in page
    assert "<mark>防災</mark>&lt;訓練&gt;を行う" in page
    assert "令和6年（2024年）3月25日（月）" in page
    assert "総務委員会" in page
    assert "議案（1） 防災計画について" in page
    assert "「防災」を含む発言" in page
    assert "「防災」の検索結果" in page


def test_without_a_query_the_page_tells_how_to_search(client: Client, say: Any) -> None:
    say("防災です")
    page = get(client)
    assert "検索のしかた" in page
    assert hits(page) == []


def test_facets_lead_to_as_many_hits_as_they_say(client: Client, say: Any) -> None:
    say("防災 一", "防災 二", body="区民委員会", fiscal_year=2022, topics=["安全"])
    say(("会長", "防災 三"))
    page = get(client, q="防災")
    counts = {
        "".join(label.split()): int(count)
        for label, count in re.findall(
            r'<li class="facet__choice">\s*<a[^>]*>(.*?)</a>\s*<span class="count quiet">([\d,]+)', page, re.DOTALL
        )
    }
    assert counts == {
        "令和5年度（2023年度）": 1,
        "令和4年度（2022年度）": 2,
        "区民委員会": 2,
        "総務委員会": 1,
        "安全": 2,
        "委員": 2,
        "会長": 1,
        "発言": 3,
    }
    for label, count in counts.items():
        narrowed = client.get(links(page)[label]).content.decode()
        assert len(hits(narrowed)) == count


def test_each_active_filter_can_be_removed(client: Client, say: Any) -> None:
    say("防災です", topics=["安全"])
    body, topic = Body.objects.get(), Topic.objects.get()
    page = get(
        client, q="防災", body=body.pk, topic=topic.pk, speaker="委員", kind="speech", year_from=2020, year_to=2023
    )
    removing = {text: parse_qs(urlsplit(url).query) for text, url in links(page).items() if "」を外す" in text}
    assert list(removing) == [
        "「年度（から）：令和2年度（2020年度）」を外す",
        "「年度（まで）：令和5年度（2023年度）」を外す",
        "「会議体：総務委員会」を外す",
        "「分類：安全」を外す",
        "「発言者：委員」を外す",
        "「種類：発言」を外す",
    ]
    names = ["year_from", "year_to", "body", "topic", "speaker", "kind"]
    for name, params in zip(names, removing.values(), strict=True):
        assert name not in params
        assert set(params) == {"q", "sort", *names} - {name}
    # A new search from the form keeps the filters that have no field of their own.
    assert f'<input type="hidden" name="body" value="{body.pk}">' in page


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2024-03", "", ["三月"]),
        ("", "2024-02", ["二月"]),
        ("2024-02", "2024-03", ["三月", "二月"]),
        ("2024-03", "2024-02", ["三月", "二月"]),
        ("R6.3.25", "令和6年3月", ["三月"]),
        ("2024-03-26", "", []),
        ("令和5年度", "令和5年度", ["三月", "二月"]),
    ],
)
def test_dates_narrow_to_meetings(client: Client, say: Any, first: str, last: str, found: list[str]) -> None:
    say("防災 二月", held_on=date(2024, 2, 29))
    say("防災 三月", held_on=date(2024, 3, 25))
    say("防災 不明", held_on=None)
    page = get(client, q="防災", date_from=first, date_to=last)
    assert hits(page) == [f"防災 {name}" for name in found]
    # Whatever narrows further counts what is left.
    for label, address in links(page).items():
        if label.startswith("令和5年度"):
            assert len(hits(client.get(address).content.decode())) == len(found)


def test_dates_are_told_and_kept_and_removed(client: Client, say: Any) -> None:
    say("防災", held_on=date(2024, 3, 25))

    def told(**dates: Any) -> dict[str, str]:
        page = get(client, q="防災", **dates)
        return {text.removesuffix("」を外す"): url for text, url in links(page).items() if "日付" in text}

    assert list(told(date_from="R6.3", date_to="2024/3/25")) == [
        "「日付（から）：令和6年（2024年）3月",
        "「日付（まで）：令和6年（2024年）3月25日（月）",
    ]
    (address,) = told(date_from="2024-03", date_to="2024-03").values()
    assert list(told(date_from="2024-03", date_to="2024-03")) == ["「日付：令和6年（2024年）3月"]
    assert "date" not in address
    page = get(client, q="防災", date_from="R6.3", date_to="R6.3.25")
    assert re.search('id="date-from"\\s+type="month"\\s+name="date_from"\\s+value="2024-03"', page)
    assert re.search('id="date-to"\\s+type="date"\\s+name="date_to"\\s+value="2024-03-25"', page)
    assert 'type="hidden" name="date' not in page


@pytest.mark.parametrize("text", ["来月", "2024-13", "〜2024", "x" * 600, "0"])
def test_dates_that_cannot_be_are_passed_over_and_told(client: Client, say: Any, text: str) -> None:
    say("防災です")
    page = get(client, q="防災", date_from=text)
    assert hits(page) == ["防災です"]
    assert "「日付（から）」の指定を読み取れないため" in page


def test_years_the_wrong_way_round_are_turned(client: Client, say: Any) -> None:
    say("防災です")
    assert hits(get(client, q="防災", year_from=2024, year_to=2020)) == ["防災です"]


def test_pages_follow_by_key(client: Client, say: Any) -> None:
    say(*(f"防災 {number}" for number in range(45)))
    page = get(client, q="防災")
    seen = hits(page)
    assert "最初へ戻る" not in links(page)
    for expected in (40, 45):
        page = client.get(links(page)["次の20件"]).content.decode()
        seen += hits(page)
        assert len(seen) == expected
        assert "最初へ戻る" in links(page)
    assert "次の20件" not in links(page)
    assert "41件目から45件目" in page
    assert seen == [f"防災 {number}" for number in range(45)]


def test_the_sort_is_in_the_address_and_remembered_where_it_is_not(client: Client, say: Any) -> None:
    say("防災です", held_on=date(2024, 1, 1))
    say("防災と防災と防災です", held_on=date(2020, 1, 1))
    assert hits(get(client, q="防災")) == ["防災と防災と防災です", "防災です"]
    assert hits(client.get(links(get(client, q="防災"))["新しい順"]).content.decode())[0] == "防災です"
    assert hits(get(client, q="防災"))[0] == "防災です"
    assert hits(get(client, q="防災", sort="relevance"))[0] == "防災と防災と防災です"


def test_nothing_found_offers_what_would_be(client: Client, say: Any) -> None:
    say("防災です", "訓練です")
    page = get(client, q="「防災」 訓練", year_from=2023, strict="1")
    assert "見つかりませんでした" in page
    offered = links(page)["「防災」か「訓練」のどちらかを含む発言"]
    assert len(hits(client.get(offered).content.decode())) == 2
    outside = get(client, q="防災", year_to=2000)
    assert hits(client.get(links(outside)["絞り込みをすべて外す"]).content.decode()) == ["防災です"]


@pytest.mark.parametrize(
    ("params", "label"),
    [
        ({"q": "ハンコ"}, "語の一部として含むものも探す"),
        ({"q": "取組", "variants": "0", "year_from": "2020"}, "外した表記ゆれや同義語も探す"),
        ({"q": "取組", "literal": "1"}, "文字どおりでなく、言葉として探す"),
        ({"q": "給食 取り組み"}, "すべての言葉が同じ会議の中にあればよい"),
        ({"q": "防火訓練 中止 延期", "strict": "1"}, "「防火訓練」と「中止」をすべて含む発言"),
        ({"q": "防火訓練 近接5 中止", "strict": "1"}, "「防火訓練」と「中止」をすべて含む発言"),
        ({"q": "給食防火", "strict": "1"}, "「給食」か「防火」のどちらかを含む発言"),
        ({"q": "給食 発言者:会長"}, "「給食」を含む発言"),
    ],
)
def test_every_offer_finds_as_many_as_it_says(
    client: Client, say: Any, params: dict[str, Any], label: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say("ハンコレスの窓口です", "給食の話です", "取り組みです", "防火訓練の次に、雨のため中止を決めました")
        say("システムと給食の話です")
    page = get(client, **params)
    offers = offered(page)
    assert label in offers
    assert len(offers) <= 8
    for count, address in offers.values():
        found = client.get(address).content.decode()
        assert total(found) == count, address
        assert 0 < len(hits(found)) == min(count, 20)


def test_offers_count_nothing_that_may_not_be_read(client: Client, say: Any) -> None:
    say("防災です")
    say("ハンコレスの窓口です", "防火訓練です", audience=Audience.STAFF)
    for words in ("ハンコ", "防火訓煉", "窓口 防災", "窓口計画", "kunren", "ぼうかくんれん"):
        page = get(client, q=words)
        assert not replaced(page)
        assert all("ハンコ" not in label and "訓練" not in label for label in {**offered(page), **meant(page)})
    assert offered(get(client, q="ハンコ")) == {}


def test_a_search_that_finds_nothing_costs_few_statements(
    client: Client, say: Any, django_assert_max_num_queries: Any
) -> None:
    say("防災です", "訓練です")
    get(client, q="給食")
    with CaptureQueriesContext(connection) as found:
        get(client, q="防災")
    with CaptureQueriesContext(connection) as nothing:
        get(client, q="「防災」 訓煉 近接9 給食 -中止", year_from=2020, scope="item")
    # What is offered and what may be meant by two words take the place of what stands inside words, of hits and of
    # names.
    # A search for what holds only some of the words, and what it shows, come on top.
    assert len(nothing) - len(found) <= 34


def test_words_that_cannot_be_searched_for_are_told(client: Client, say: Any) -> None:
    say("防災です")
    page = get(client, q="防災 の")
    assert "「の」は助詞や記号だけの言葉なので" in page
    assert hits(page) == ["防災です"]


def test_filters_that_cannot_be_read_are_told_and_passed_over(client: Client, say: Any) -> None:
    say("防災です")
    wrong: dict[str, Any] = {
        "scope": "全部",
        "group": "x",
        "sort": "x",
        "literal": "はい",
        "inside": "2",
        "variants": "x",
        "synonyms": "x",
    }
    wrong |= {"meeting": "m-99", "item": "3", "topic": "9" * 30}
    after = "1_2_99999999999999999999"
    page = get(client, q="防災", year_from="去年", body="99999", kind="x", speaker="\0", after=after, **wrong)
    labels = (
        "年度（から）",
        "会議体",
        "種類",
        "発言者",
        "範囲",
        "表示",
        "並べ方",
        "文字どおり",
        "語の一部",
        "表記ゆれ",
    )
    for label in (*labels, "同義語", "会議", "議題", "分類"):
        assert f"「{label}」の指定を読み取れない" in page
    assert hits(page) == ["防災です"]


def test_htmx_gets_the_part_that_changes(client: Client, say: Any) -> None:
    say("防災です")
    response = client.get(ADDRESS, {"q": "防災"}, headers={"HX-Request": "true"})
    assert "HX-Request" in response.headers["Vary"]
    page = response.content.decode()
    assert "<html" not in page
    assert "「防災」の検索結果" in page
    assert hits(page) == ["防災です"]
    restored = get(client, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}, q="防災")
    assert "<html" in restored


def test_a_search_that_takes_too_long_says_what_to_do(
    client: Client, say: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    say("防災です")
    settings.SEARCH_TIMEOUT_MS = 100
    monkeypatch.setattr(
        searching, "_HITS", "page AS (SELECT id, recency, 0 AS score FROM found WHERE pg_sleep(%s) IS NOT NULL)"
    )
    page = get(client, q="防災")
    assert "検索に時間がかかりすぎたため中止しました" in page
    assert "見つかりませんでした" not in page


def test_a_page_takes_as_many_queries_for_twenty_hits_as_for_one(client: Client, say: Any) -> None:
    say(*(f"給食 {number}" for number in range(20)), "電波です")
    get(client, q="電波 OR 給食")
    for words, related in (("電波", 0), ("給食", 1)):
        with CaptureQueriesContext(connection) as captured:
            get(client, q=words)
        # Synonyms, spellings; the state of the index, what the words name, search, utterances, agenda, names, titles,
        # words read alike and how frequent they are, inside words, and of more than a few hits the words that they
        # have in common; whether anything is withheld; last, the record of the search.
        assert len(reading(captured)) == 14 + related


def test_the_same_search_again_is_not_searched_again_until_the_index_changes(client: Client, say: Any) -> None:
    say("防災です")
    assert total(get(client, q="防災")) == 1
    with CaptureQueriesContext(connection) as captured:
        assert total(get(client, q="防災")) == 1
    assert not [statement for statement in captured.captured_queries if "found AS" in statement["sql"]]
    meeting = say("防災の訓練です")
    assert total(get(client, q="防災")) == 2
    meeting.status = Meeting.Status.WITHDRAWN
    meeting_changed.send(sender=Meeting, meeting=meeting)
    assert total(get(client, q="防災")) == 1


def test_what_may_not_be_read_leaves_no_trace(client: Client, say: Any) -> None:
    say("防災 公開")
    secret = say(
        ("極秘課長", "防災 極秘の話"), body="極秘会議", fiscal_year=1999, audience=Audience.STAFF, topics=["極秘分類"]
    )
    say({"text": "防災 極秘の発言", "speaker": "極秘部長", "audience": Audience.EDITORS})
    say("防災 極秘の下書き", status=Meeting.Status.DRAFT, body="極秘下書き会")
    for params in (
        {"q": "防災"},
        {"q": "-給食"},
        {"q": "防災", "sort": "relevance"},
        {"year_from": 1990},
        {"q": "話 OR 発言 OR 下書き"},
        {"q": "防災", "body": secret.body.pk},
        {"q": "防災", "topic": Topic.objects.get(name="極秘分類").pk},
        {"q": "話 防災"},
        {"q": "防災", "group": "meeting"},
        {"q": "防災", "group": "item", "sort": "relevance"},
        {"q": "防災 話", "scope": "meeting"},
        {"q": "秘", "literal": "1"},
        {"q": "災", "inside": "1"},
        {"q": "防災", "meeting": secret.key},
        {"q": "防災", "meeting": secret.key, "item": "1"},
        {"q": "防災", "kind": "paper"},
    ):
        assert "極秘" not in get(client, **params)
        assert "1999" not in get(client, **params)
    client.force_login(User.objects.create_user("staff"))
    page = get(client, q="防災")
    assert "極秘の話" in page
    assert "極秘の発言" not in page


def test_the_forms_of_a_word_are_told_and_each_can_be_taken_away_and_put_back(
    client: Client, say: Any, django_capture_on_commit_callbacks: Any
) -> None:
    group = SynonymGroup.objects.create(note="来庁不要のみ")
    for text in ("書かない窓口", "来庁不要"):
        Synonym.objects.create(group=group, text=text)
    with django_capture_on_commit_callbacks(execute=True):
        say("取組です", "取り組みです", "書かない窓口です")
    page = get(client, q="取組")
    assert "表記ゆれ" in page
    assert set(hits(page)) == {"取組です", "取り組みです"}
    without = client.get(links(page)["「取り組み」を外す"]).content.decode()
    assert hits(without) == ["取組です"]
    assert "外した言葉" in without
    assert total(client.get(links(without)["「取り組み」を戻す"]).content.decode()) == 2
    # A new search from the form keeps what is off.
    assert '<input type="hidden" name="off" value="取り組み">' in without
    assert "off" not in parse_qs(urlsplit(links(get(client, q="窓口", off="取り組み"))["関連度順"]).query)
    synonym = get(client, q="来庁不要")
    assert "庁内の同義語（来庁不要のみ）" in synonym
    assert hits(synonym) == ["書かない窓口です"]
    assert "見つかりませんでした" in client.get(links(synonym)["「書かない窓口」を外す"]).content.decode()


def test_a_synonym_that_may_mean_something_else_is_offered_and_added_by_a_click(client: Client, say: Any) -> None:
    group = SynonymGroup.objects.create(note="生命保険のこともある", is_offered=True)
    for text in ("生保", "生活保護"):
        Synonym.objects.create(group=group, text=text)
    say("生保の話です", "生活保護の話です")
    page = get(client, q="生保")
    assert hits(page) == ["生保の話です"]
    assert "生命保険のこともある" in page
    added = client.get(links(page)["生活保護も探す"]).content.decode()
    assert set(hits(added)) == {"生保の話です", "生活保護の話です"}
    assert "生活保護も探す" not in links(added)
    assert hits(client.get(links(added)["「生活保護」を外す"]).content.decode()) == ["生保の話です"]
    # A new search from the form keeps what was added; links of a search for other words do not.
    assert '<input type="hidden" name="also" value="生活保護">' in added
    assert "also" not in parse_qs(urlsplit(links(get(client, q="話", also="生活保護"))["関連度順"]).query)


def test_all_forms_of_a_kind_can_be_taken_away_at_once(
    client: Client, say: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say("打合せです", "打ち合わせです", "打合わせです")
    page = get(client, q="打合せ")
    assert total(page) == 3
    bare = client.get(links(page)["表記ゆれをすべて外す"]).content.decode()
    assert hits(bare) == ["打合せです"]
    assert total(client.get(links(bare)["「表記ゆれ（すべて）」を戻す"]).content.decode()) == 3


def test_many_forms_are_shown_five_at_once(client: Client, say: Any) -> None:
    group = SynonymGroup.objects.create()
    for text in ("庁舎", "役場", "市役所", "区役所", "町役場", "村役場", "本庁"):
        Synonym.objects.create(group=group, text=text)
    say("庁舎です")
    page = get(client, q="庁舎")
    assert "ほか1件" in page
    assert sum("」を外す" in text for text in links(page)) == 6
    assert page.count("庁内の同義語") == 2, "once for those shown, once for the rest"


def test_each_part_of_a_query_can_be_taken_away(client: Client, say: Any) -> None:
    say("防災と給食です", "防災です", "給食と中止です")
    page = get(client, q="防災 (給食 OR 訓練) -中止")
    parts = {text: parse_qs(urlsplit(url).query)["q"] for text, url in links(page).items() if "」を外す" in text}
    assert parts == {
        "「防災」を外す": ["(給食 OR 訓練) -中止"],
        "「給食OR訓練」を外す": ["防災 -中止"],
        "「-中止」を外す": ["防災 (給食 OR 訓練)"],
    }


def test_the_switches_are_told_and_can_be_taken_away(client: Client, say: Any) -> None:
    say("防災の話", "給食の話", "東京都の話")
    page = get(client, q="防災 給食", scope="meeting", group="item")
    assert total(page) == 2
    assert "近いものから示しています" in client.get(links(page)["「範囲：同じ会議の中」を外す"]).content.decode()
    literal = get(client, q="京都", literal="1")
    assert hits(literal) == ["東京都の話"]
    assert total(client.get(links(literal)["「文字どおり」を外す"]).content.decode()) == 0
    assert re.search('name="literal"\\s+value="1"\\s+checked', literal)


def test_what_stands_inside_words_is_told_and_added_by_one_link(client: Client, say: Any) -> None:
    say("京都の話", "東京都の話", "東京都と京都の話")
    page = get(client, q="京都")
    assert total(page) == 2
    assert '語の一部として含む <span class="count">1</span>件' in page
    wider = client.get(links(page)["語の一部として含むものも加える"]).content.decode()
    assert total(wider) == 3
    assert total(client.get(links(wider)["「語の一部も含む」を外す"]).content.decode()) == 2
    assert "語の一部として含む <" not in get(client, q="京都", after="1_0_9999999999999999")


def test_a_hit_by_another_spelling_says_so_in_the_order_of_relevance(client: Client, say: Any) -> None:
    say("取組です", "取り組みです", "東京都です")
    page = get(client, q="取組", sort="relevance")
    assert page.count("表記ゆれ・同義語</span>") == 1
    assert "表記ゆれ・同義語</span>" not in get(client, q="取組", sort="newest")
    assert page.index("<mark>取組</mark>") < page.index("表記ゆれ・同義語</span>")
    assert get(client, q="京都", inside="1", sort="relevance").count("語の一部</span>") == 1
    assert "語の一部</span>" not in get(client, q="取組 京都", scope="meeting", inside="1", sort="relevance")


def test_hits_by_meeting_show_three_and_lead_to_all(client: Client, say: Any) -> None:
    meeting = say(*(f"防災 {number}" for number in range(5)), held_on=date(2024, 2, 1))
    say("防災です", body="区民委員会", held_on=date(2024, 3, 1))
    page = get(client, q="防災", group="meeting", sort="newest")
    assert total(page) == 6
    assert "（2会議）" in page
    assert hits(page) == ["防災です", "防災 0", "防災 1", "防災 2"]
    everything = client.get(links(page)["この会議の5件をすべて見る"]).content.decode()
    assert hits(everything) == [f"防災 {number}" for number in range(5)]
    assert f"会議：{meeting.title}<" in everything


def test_hits_by_agenda_item_lead_to_those_of_the_item(client: Client, say: Any) -> None:
    meeting = say(*(f"防災 {number}" for number in range(9)))
    other = AgendaItem.objects.create(meeting=meeting, order=2, title="その他")
    for utterance in meeting.utterances.filter(order__gt=4):
        utterance.agenda_items.set([other] if utterance.order < 9 else [])
    meeting_changed.send(sender=Meeting, meeting=meeting)
    page = get(client, q="防災", group="item")
    assert "（3議題）" in page
    assert "議題なし" in page
    of_item = client.get(links(page)["この議題の4件をすべて見る"]).content.decode()
    assert total(of_item) == 4
    nowhere = get(client, q="防災", meeting=meeting.key, item="0")
    assert hits(nowhere) == ["防災 8"]
    assert "「議題：議題なし」を外す" in links(nowhere)


def test_groups_follow_by_key(client: Client, say: Any) -> None:
    for number in range(25):
        say(f"防災 {number}", held_on=date(2024, 1, 1 + number))
    page = get(client, q="防災", group="meeting")
    seen = hits(page)
    page = client.get(links(page)["次の20会議"]).content.decode()
    assert "21番目から25番目" in page
    assert seen + hits(page) == [f"防災 {number}" for number in reversed(range(25))]


def test_papers_are_found_with_their_page(client: Client, say: Any) -> None:
    meeting = say("開会します")
    paper = Attachment.objects.create(meeting=meeting, order=1, label="資料2", title="<給食>の計画")
    AttachmentPage.objects.create(attachment=paper, number=3, text="献立の表です")
    meeting_changed.send(sender=Meeting, meeting=meeting)
    page = get(client, q="献立")
    assert hits(page) == ["献立の表です"]
    assert "資料2 &lt;給食&gt;の計画　3ページ" in page
    assert "前後の発言" not in page
    assert total(client.get(links(page)["資料"]).content.decode()) == 1
    (address,) = re.findall(r'href="(/meetings/[^"]*#paper-[^"]*)"', page)
    assert address == f"{meeting.get_absolute_url()}?paper={paper.pk}-3#paper-{paper.pk}"
    found = client.get(address.partition("#")[0]).content.decode()
    assert f'id="paper-{paper.pk}"' in found and "この資料の3ページにあります" in found
    assert "ページにあります" not in client.get(meeting.get_absolute_url() + "?paper=x-3").content.decode()


def test_titles_that_hold_the_words_are_told(client: Client, say: Any) -> None:
    meeting = say("開会します", body="区民委員会")
    Attachment.objects.create(meeting=meeting, order=1, label="資料1", title="防災の<計画>")
    hidden = say("防災です", audience=Audience.STAFF)
    Attachment.objects.create(meeting=hidden, order=1, title="極秘の防災")
    for each in (meeting, hidden):
        meeting_changed.send(sender=Meeting, meeting=each)
    page = "".join(get(client, q="防災").split())
    assert (
        "見出しに含む：議題<spanclass=" + '"count"' + ">1</span>件、資料<spanclass=" + '"count"' + ">1</span>件" in page
    )
    assert "防災の&lt;計画&gt;" in page
    assert "極秘" not in page
    for other in (
        {"q": "防災 OR 給食"},
        {"q": "防災", "speaker": "委員"},
        {"q": "給食"},
        {"q": "防災", "year_to": 1990},
    ):
        assert "見出しに含む" not in get(client, **other)


def test_what_was_said_around_a_hit_is_loaded_on_demand(client: Client, say: Any) -> None:
    meeting = say(
        "一", "二", {"text": "極秘", "audience": Audience.STAFF}, ("部員", "<三> " + "あ" * 400), "防災です", "五"
    )
    page = get(client, q="防災")
    address = f"/search/around/{meeting.key}/5/"
    assert f'hx-get="{address}"' in page
    around = client.get(address).content.decode()
    assert "<html" not in around
    assert "…" + "あ" * 300 in around
    assert "あ" * 301 not in around
    assert [name in around for name in ("一", "二", "極秘", "五")] == [False, True, False, True]
    assert f'href="/meetings/{meeting.key}/u/5/"' in around
    assert client.get(f"/search/around/{meeting.key}/3/").status_code == 404
    assert client.get(f"/search/around/{meeting.key}/99999999999999999999/").status_code == 404
    assert "この前に発言はありません" in client.get(f"/search/around/{meeting.key}/1/").content.decode()


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"sort": "relevance"},
        {"inside": "1"},
        {"literal": "1"},
        {"scope": "meeting", "q": "防災 訓練"},
        {"group": "meeting"},
        {"year_from": 2021},
        {"q": "", "year_from": 2020},
    ],
)
def test_every_facet_agrees_with_what_it_leads_to(client: Client, say: Any, params: dict[str, Any]) -> None:
    say("防災 一", ("会長", "防災訓練 二"), body="区民委員会", fiscal_year=2020, topics=["安全", "学校"])
    meeting = say(("会長", "防災 三"), {"text": "防災を決定", "kind": "decision"}, fiscal_year=2021, topics=["安全"])
    say("水防災害の訓練", "防災です", fiscal_year=2022)
    paper = Attachment.objects.create(meeting=meeting, order=1, title="計画")
    AttachmentPage.objects.create(attachment=paper, number=1, text="防災の地図")
    meeting_changed.send(sender=Meeting, meeting=meeting)
    page = get(client, **{"q": "防災", **params})
    facets = re.findall(
        r'<a href="([^"]*)">[^<]*</a>\s*<span class="count quiet">([\d,]+)<span class="visually-hidden">件', page
    )
    assert len(facets) > 8
    for address, count in facets:
        assert total(client.get(unescape(address)).content.decode()) == int(count), address


def test_the_address_is_short_and_holds_the_whole_search(client: Client, say: Any) -> None:
    say("防災です")
    empty = {"q": "防災", "year_from": "", "year_to": "", "scope": "", "sort": "newest"}
    response = client.get(ADDRESS, empty, headers={"HX-Request": "true"})
    assert response.headers["HX-Push-Url"] == f"{ADDRESS}?q=%E9%98%B2%E7%81%BD&sort=newest"
    full = {"q": "防災 訓練", "literal": "1", "scope": "item", "inside": "1", "year_from": "2020", "speaker": "委員"}
    full |= {"group": "meeting", "sort": "relevance"}
    response = client.get(ADDRESS, full, headers={"HX-Request": "true"})
    assert parse_qs(urlsplit(response.headers["HX-Push-Url"]).query) == {name: [value] for name, value in full.items()}


OTHERS = ["body", "year_from", "speaker", "after", "topic", "kind", "meeting", "item", "off", "scope", "group", "sort"]
TEXTS = st.one_of(st.text(max_size=60), st.text(alphabet="防災 ()「」\"-OR|'\\<>&%\0", max_size=30))


@pytest.mark.slow
@settings(max_examples=40)
@given(
    q=TEXTS,
    other=st.fixed_dictionaries({}, optional=dict.fromkeys(OTHERS, TEXTS)),
    scope=st.sampled_from(["", "item", "meeting"]),
    literal=st.sampled_from(["", "1"]),
)
def test_no_address_is_an_error_page(
    client: Client, say: Any, q: str, other: dict[str, Any], scope: str, literal: str
) -> None:
    if not Meeting.objects.exists():
        say("防災です")
    page = get(client, **({"q": q, "scope": scope, "literal": literal, "inside": literal} | other))
    assert "会議録の検索" in page


def test_the_index_is_shown_in_the_administration_and_cannot_be_changed(admin_client: Client, say: Any) -> None:
    meeting = say("防災です")
    listing = admin_client.get("/admin/search/searchentry/")
    assert "検索の索引" in listing.content.decode()
    key = meeting.utterances.get().search_entries.get().pk
    page = admin_client.get(f"/admin/search/searchentry/{key}/change/").content.decode()
    assert "防災です" in page
    assert 'name="_save"' not in page
    assert admin_client.get("/admin/search/searchentry/add/").status_code == 403


def test_an_index_that_lacks_meetings_is_told(client: Client, say: Any) -> None:
    meeting = say("防災です")
    assert "検索の索引を更新しています" not in get(client, q="防災")
    say("防災です")
    IndexedMeeting.objects.filter(meeting=meeting).delete()
    cache.clear()
    assert "検索の索引を更新しています（50%済み）" in get(client, q="防災")


def test_a_sentence_shows_the_nearest_texts_and_says_so(client: Client, say: Any) -> None:
    say("図書館の開館は来年の四月です", "図書館の蔵書を増やします", "公園の樹木を剪定します")
    page = get(client, q="新しい図書館はいつ開館するのですか")
    assert hits(page) == ["図書館の開館は来年の四月です", "図書館の蔵書を増やします"]
    assert "すべての言葉を含む発言は見つかりませんでした" in page
    assert "近い発言" in page
    # No order but that of nearness, and no numbers that a narrower search would not keep.
    assert "新しい順" not in links(page)
    strict = client.get(links(page)["すべての言葉を含む発言だけを探す"]).content.decode()
    assert total(strict) == 0
    assert "「入力のまま」を外す" in links(strict)


def test_the_nearest_texts_hold_what_fields_and_filters_ask_for(client: Client, say: Any) -> None:
    say(("山田委員", "図書館の開館の話です"), ("佐藤委員", "図書館の開館の件です"))
    say(("山田委員", "図書館の開館の中止の話です"), held_on=date(2020, 5, 1), fiscal_year=2020)
    query = "図書館はいつ開館するのですか 発言者:山田 -中止"
    assert hits(get(client, q=query)) == ["図書館の開館の話です"]
    assert hits(get(client, q=query, year_to="2021")) == []


def test_the_nearest_texts_leave_no_trace_of_what_may_not_be_read(client: Client, say: Any) -> None:
    say("公園の樹木の話です")
    say("図書館の開館の話です", "開館の前の準備です", audience=Audience.STAFF)
    page = get(client, q="図書館はいつ開館するのですか")
    assert hits(page) == []
    assert "見つかりませんでした" in page


def test_where_no_text_holds_a_meetings_name_its_utterances_are_shown(client: Client, say: Any) -> None:
    meeting = say("開会します", "図書館の蔵書を増やします", body="図書館協議会")
    page = get(client, q=meeting.title)
    assert hits(page) == ["開会します", "図書館の蔵書を増やします"]
    assert "上の会議での発言です" in page
    assert hits(get(client, q=meeting.title, strict="1")) == []
