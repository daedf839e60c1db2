"""The results page as a browser asks for it."""

import re
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minutes.models import Audience, Body, Meeting, Topic
from search import engine

pytestmark = pytest.mark.django_db
ADDRESS = "/search/"


def get(client: Client, headers: dict[str, str] | None = None, **params: Any) -> str:
    response = client.get(ADDRESS, params, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def links(page: str) -> dict[str, str]:
    """Address by text, of every link of the page that leads to a search."""
    found = re.findall(r'<a [^>]*?href="(/search/\?[^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return {"".join(re.sub("<[^>]+>", "", text).split()): unescape(address) for address, text in found}


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
    removing = {text: parse_qs(urlsplit(url).query) for text, url in links(page).items() if "を外す" in text}
    assert list(removing) == [
        "年度（から）：令和2年度（2020年度）×を外す",
        "年度（まで）：令和5年度（2023年度）×を外す",
        "会議体：総務委員会×を外す",
        "分類：安全×を外す",
        "発言者：委員×を外す",
        "種類：発言×を外す",
    ]
    names = ["year_from", "year_to", "body", "topic", "speaker", "kind"]
    for name, params in zip(names, removing.values(), strict=True):
        assert name not in params
        assert set(params) == {"q", "sort", *names} - {name}
    # A new search from the form keeps the filters that have no field of their own.
    assert f'<input type="hidden" name="body" value="{body.pk}">' in page


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
    assert hits(get(client, q="防災")) == ["防災です", "防災と防災と防災です"]
    assert hits(client.get(links(get(client, q="防災"))["関連度順"]).content.decode())[0] == "防災と防災と防災です"
    assert hits(get(client, q="防災"))[0] == "防災と防災と防災です"
    assert hits(get(client, q="防災", sort="newest"))[0] == "防災です"


def test_where_the_relevance_order_ends_the_page_says_so(
    client: Client, say: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(*(f"防災 {number}" for number in range(10)))
    monkeypatch.setattr(engine, "RANKED", 8)
    assert "関連度順で並べるのは、上位4件までです" in get(client, q="防災", sort="relevance")
    assert "関連度順で並べるのは" not in get(client, q="防災", sort="newest")


def test_nothing_found_offers_what_would_be(client: Client, say: Any) -> None:
    say("防災です", "訓練です")
    page = get(client, q="「防災」 訓練", year_from=2023)
    assert "見つかりませんでした" in page
    assert "「防災」か「訓練」のどちらかを含む発言" in page
    offered = links(page)["「防災」か「訓練」のどちらかを含む発言"]
    assert len(hits(client.get(offered).content.decode())) == 2
    outside = get(client, q="防災", year_to=2000)
    assert hits(client.get(links(outside)["絞り込みをすべて外す"]).content.decode()) == ["防災です"]


def test_words_that_cannot_be_searched_for_are_told(client: Client, say: Any) -> None:
    say("防災です")
    page = get(client, q="防災 の")
    assert "「の」は助詞や記号だけの言葉なので" in page
    assert hits(page) == ["防災です"]


def test_filters_that_cannot_be_read_are_told_and_passed_over(client: Client, say: Any) -> None:
    say("防災です")
    page = get(client, q="防災", year_from="去年", body="99999", kind="x", speaker="\0", after="1_2_2024-99-99_1_1")
    for label in ("年度（から）", "会議体", "種類", "発言者"):
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
    monkeypatch.setattr(engine, "_HITS_NEWEST", "(SELECT pg_sleep(%s)::text::json)")
    page = get(client, q="防災")
    assert "検索に時間がかかりすぎたため中止しました" in page
    assert "見つかりませんでした" not in page


def test_a_page_takes_as_many_queries_for_twenty_hits_as_for_one(
    client: Client, say: Any, django_assert_num_queries: Any
) -> None:
    say(*(f"給食 {number}" for number in range(20)), "防災です")
    get(client, q="防災")
    # Years; savepoint, limits, search, limits, savepoint; utterances, agenda; names of bodies. No topics here.
    # Last, the record of the search: savepoint, insertion, savepoint.
    for query in ("防災", "給食"):
        with django_assert_num_queries(12):
            get(client, q=query)


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
    ):
        assert "極秘" not in get(client, **params)
        assert "1999" not in get(client, **params)
    client.force_login(User.objects.create_user("staff"))
    page = get(client, q="防災")
    assert "極秘の話" in page
    assert "極秘の発言" not in page


TEXTS = st.one_of(st.text(max_size=60), st.text(alphabet="防災 ()「」\"-OR|'\\<>&%\0", max_size=30))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=TEXTS, body=TEXTS, year=TEXTS, speaker=TEXTS, after=TEXTS)
def test_no_address_is_an_error_page(
    client: Client, say: Any, q: str, body: str, year: str, speaker: str, after: str
) -> None:
    if not Meeting.objects.exists():
        say("防災です")
    page = get(client, q=q, body=body, year_from=year, speaker=speaker, after=after)
    assert "会議録の検索" in page


def test_the_index_is_shown_in_the_administration_and_cannot_be_changed(admin_client: Client, say: Any) -> None:
    meeting = say("防災です")
    listing = admin_client.get("/admin/search/searchentry/")
    assert "検索の索引" in listing.content.decode()
    key = meeting.utterances.get().pk
    page = admin_client.get(f"/admin/search/searchentry/{key}/change/").content.decode()
    assert "防災です" in page
    assert 'name="_save"' not in page
    assert admin_client.get("/admin/search/searchentry/add/").status_code == 403
