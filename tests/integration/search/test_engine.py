"""Hits in their order, totals and facets that agree, and nothing of what a person may not read."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.access import VISITOR, Clearance
from minutes.dialogue import SpeakerCategory
from minutes.models import Audience, Body, Meeting, Topic, Utterance
from search import engine
from search.engine import Results, SearchTimeout, searching
from search.language import Filters, Question, Sort, parse

pytestmark = pytest.mark.django_db


def search(query: str, *, clearance: Clearance = VISITOR, **asked: Any) -> Results:
    return engine.search(Question(tree=parse(query).tree, **asked), clearance=clearance)


def said_in(results: Results) -> list[int]:
    return [hit.utterance for hit in results.hits if hit.utterance is not None]


def texts(results: Results) -> list[str]:
    rows = Utterance.objects.in_bulk(said_in(results))
    return [rows[key].text for key in said_in(results)]


def found(query: str, **options: Any) -> set[str]:
    return set(texts(search(query, **options)))


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("防災", {"防災訓練を行う", "防災計画の中止"}),
        ("防災 訓練", {"防災訓練を行う"}),
        ("防災 -中止", {"防災訓練を行う"}),
        ("訓練 OR 中止", {"防災訓練を行う", "防災計画の中止"}),
        ("(訓練 OR 計画) 防災 -中止", {"防災訓練を行う"}),
        ("-防災", {"給食の献立"}),
        ("の", set()),
        ("防災 の", {"防災訓練を行う", "防災計画の中止"}),
        ("-の", set()),
        ("給食の献立", {"給食の献立"}),
    ],
)
def test_operators(say: Any, query: str, hits: set[str]) -> None:
    say("防災訓練を行う", "防災計画の中止", "給食の献立")
    assert found(query) == hits


@pytest.mark.parametrize(
    ("query", "text", "is_hit"),
    [
        ("京都", "東京都の条例", False),
        ("京都", "京都の条例", True),
        ("東京", "東京都の条例", True),
        ("区長", "地区長の会議", False),
        ("区長", "品川区長の答弁", True),
        ("来庁不要区役所", "来庁不要区役所の取組", True),
        ("来庁", "来庁不要区役所の取組", True),
        ("区役所", "来庁不要区役所の取組", True),
        ("情報化推進本部", "行政情報化推進本部の開催", True),
        ("推進本部", "行政情報化推進本部の開催", True),
        ("推進本部", "推進する本部", False),
        ("取り組み", "取組について", True),
        ("取組", "地域と取り組み", True),
        ("サーバ", "サーバーの更新", True),
        ("ﾃﾞｼﾞﾀﾙ", "デジタル化", True),
        ("DX", "ＤＸの推進", True),
        ("高橋", "髙橋委員", True),
        ("国会", "國會の審議", True),
        ("ロゴ", "LoGoチャット", True),
        ("障害者", "障がい者の支援", True),
    ],
)
def test_words_not_substrings_in_any_spelling(say: Any, query: str, text: str, is_hit: bool) -> None:
    say(text)
    assert (found(query) == {text}) == is_hit


@pytest.mark.parametrize(
    ("query", "text", "is_hit"),
    [
        ("「取組」", "取組について", True),
        ("「取組」", "取り組みについて", False),
        ("「判子」", "ハンコの廃止", False),
        ("「防災訓練」", "防災訓練の日", True),
        ("「防災訓練」", "防災の訓練", False),
        ("「防災訓練」", "防災、訓練", False),
        ("「区民の声」", "区民の声を聞く", True),
        ("「区民の声」", "区民や声を聞く", False),
        ("-「区民の声」 区民", "区民や声を聞く", True),
        ("「区民の声」 OR 給食", "区民の声を聞く", True),
        ("「ＤＸ」", "DXの推進", True),
        ('"京都"', "東京都の条例", True),
        ("京都", "東京都の条例", False),
    ],
)
def test_quotes_are_literal(say: Any, query: str, text: str, is_hit: bool) -> None:
    say(text)
    assert (found(query) == {text}) == is_hit


def test_newest_first_and_in_reading_order_within_a_meeting(say: Any) -> None:
    say("防災 古い", held_on=date(2020, 1, 1))
    say("防災 一", "防災 二", held_on=date(2024, 1, 1))
    say("防災 日付なし", held_on=None)
    assert texts(search("防災")) == ["防災 一", "防災 二", "防災 古い", "防災 日付なし"]


def test_relevance_prefers_more_occurrences_then_shorter_then_newer(say: Any) -> None:
    padding = "".join(f"その{number}件目の説明です。" for number in range(200))
    say("防災の話です。", held_on=date(2020, 1, 1))
    say("防災の話です。", held_on=date(2021, 1, 1))
    say("防災と防災と防災と防災です。", held_on=date(2019, 1, 1))
    say("防災の話です。" + padding, held_on=date(2024, 1, 1))
    found = said_in(search("防災", sort=Sort.RELEVANCE))
    years = dict(Utterance.objects.values_list("pk", "meeting__held_on__year"))
    assert [years[key] for key in found] == [2019, 2021, 2020, 2024]


def test_relevance_weighs_rarer_terms_more(say: Any) -> None:
    say("給食の話です。", held_on=date(2010, 1, 1))
    for _ in range(6):
        say("会議の話です。", "会議の件です。")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchentry")
    assert texts(search("会議 OR 給食", sort=Sort.RELEVANCE))[0] == "給食の話です。"


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_follow_each_other_without_gap_or_repetition(say: Any, sort: Sort) -> None:
    for year in (2020, 2021, 2022):
        say(*(f"防災 {year} {number}" for number in range(5)), held_on=date(year, 5, 1))
    whole = search("防災", sort=sort, limit=100)
    paged: list[int] = []
    after = None
    while True:
        results = search("防災", sort=sort, limit=4, after=after)
        paged += said_in(results)
        assert results.total == 15
        after = results.next_key
        if after is None:
            break
    assert paged == said_in(whole)
    assert len(paged) == 15


@pytest.fixture
def varied(say: Any) -> None:
    say(("甲委員", "防災です"), ("乙課長", "防災です"), body="総務委員会", fiscal_year=2022, topics=["防災"])
    say(("甲委員", "防災です"), {"speaker": "", "kind": "decision", "text": "防災を承認"}, body="区民委員会")
    say(("丙委員", "給食です"), body="区民委員会", topics=["給食"])


def test_facets_agree_with_the_total_of_what_they_lead_to(varied: None) -> None:
    results = search("防災")
    assert results.total == 4
    assert results.facets["fiscal_year"] == {2023: 2, 2022: 2}
    assert results.facets["speaker"] == {"甲委員": 2, "乙課長": 1}
    assert results.facets["kind"] == {"speech": 3, "decision": 1}
    narrowing: dict[str, Callable[[Any], Filters]] = {
        "fiscal_year": lambda value: Filters(year_from=value, year_to=value),
        "body": lambda value: Filters(body=value),
        "topic": lambda value: Filters(topic=value),
        "speaker": lambda value: Filters(speaker=value),
        "kind": lambda value: Filters(kind=value),
    }
    for facet, filters_of in narrowing.items():
        assert results.facets[facet]
        for value, number in results.facets[facet].items():
            narrowed = search("防災", filters=filters_of(value))
            assert narrowed.total == len(narrowed.hits) == number
            assert (
                engine.count(Question(tree=parse("防災").tree, filters=filters_of(value)), clearance=VISITOR) == number
            )


@pytest.fixture
def led(say: Any) -> None:
    """Speakers with their categories, as the minutes store them; the same name in two of them."""
    say(
        {"speaker": "佐藤委員長", "speaker_category": "chair", "text": "防災を議題とします"},
        {"speaker": "田中委員", "speaker_category": "member", "text": "防災の費用は"},
        {"speaker": "田中課長", "speaker_category": "officer", "text": "防災の費用は十万円です"},
        {"speaker": "", "speaker_category": "other", "text": "防災の資料を配布"},
        {"speaker": "鈴木課長", "speaker_category": "officer", "text": "給食です"},
    )


@pytest.mark.parametrize("category", SpeakerCategory)
def test_speakers_categories_are_a_facet_that_leads_to_what_it_counts(led: None, category: SpeakerCategory) -> None:
    assert search("防災").facets["category"] == {"chair": 1, "member": 1, "officer": 1, "other": 1}
    narrowed = search("防災", filters=Filters(category=category))
    assert narrowed.total == 1
    assert narrowed.facets["category"] == {category: 1}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("発言者:田中", {"防災の費用は", "防災の費用は十万円です"}),
        ("質問者:田中", {"防災の費用は"}),
        ("答弁者:田中", {"防災の費用は十万円です"}),
        ("答弁者:「木課」", {"給食です"}),
        ("質問者:鈴木", set()),
        ("議長:佐藤", {"防災を議題とします"}),
        ("区分:答弁者", {"防災の費用は十万円です", "給食です"}),
        ("発言者:区長側 防災", {"防災の費用は十万円です"}),
        ("防災 -区分:答弁者", {"防災を議題とします", "防災の費用は", "防災の資料を配布"}),
        ("区分:質問者 OR 給食", {"防災の費用は", "給食です"}),
    ],
)
def test_who_speaks_in_which_part_is_asked_for_by_words(led: None, query: str, found: set[str]) -> None:
    assert set(texts(search(query))) == found


def test_filters_without_words_list_everything_they_leave(varied: None) -> None:
    body = Body.objects.get(name="区民委員会")
    assert search("", filters=Filters(body=body.pk)).total == 3
    assert search("", filters=Filters(year_from=2023)).total == 3
    assert search("", filters=Filters(year_to=2022)).total == 2


def test_speakers_beyond_thirty_are_not_listed(say: Any) -> None:
    say(*((f"委員{number:02d}", "防災です") for number in range(35)))
    results = search("防災")
    assert len(results.facets["speaker"]) == 30
    assert results.total == 35


def test_what_may_not_be_read_is_in_no_hit_count_or_facet(say: Any) -> None:
    say("防災 公開", {"text": "防災 職員", "audience": Audience.STAFF, "speaker": "秘密の人"})
    say("防災 編集者", audience=Audience.EDITORS, body="秘密の会", fiscal_year=1999, topics=["秘密"])
    for status in (Meeting.Status.DRAFT, Meeting.Status.IN_REVIEW, Meeting.Status.WITHDRAWN):
        say("防災 未公開", status=status, body="未公開の会")
    seen = {level: search("防災", clearance=Clearance.of(level)) for level in Audience.values}
    assert {level: set(texts(results)) for level, results in seen.items()} == {
        Audience.EVERYONE: {"防災 公開"},
        Audience.STAFF: {"防災 公開", "防災 職員"},
        Audience.EDITORS: {"防災 公開", "防災 職員", "防災 編集者"},
    }
    public = seen[Audience.EVERYONE]
    assert public.total == 1
    assert public.facets["fiscal_year"] == {2023: 1}
    assert public.facets["speaker"] == {"委員": 1}
    assert list(public.facets["body"].values()) == [1]
    assert public.facets["topic"] == {}
    secret = Topic.objects.get(name="秘密")
    assert search("防災", filters=Filters(topic=secret.pk)).total == 0
    assert search("-給食", clearance=VISITOR).total == 1


def test_one_search_takes_three_statements(say: Any, django_assert_num_queries: Any) -> None:
    say("防災です")
    search("防災", sort=Sort.RELEVANCE)
    for sort in Sort:
        # The limits, the search, the limits taken off; around them a savepoint, since a test is a transaction.
        with django_assert_num_queries(6):
            search("防災 OR 「区民の声」", sort=sort)


def test_a_search_that_takes_too_long_is_told_and_leaves_the_connection_usable(
    say: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    say("防災です")
    settings.SEARCH_TIMEOUT_MS = 100
    with monkeypatch.context() as patch:
        slow = "page AS (SELECT id, recency, 0 AS score FROM found WHERE pg_sleep(%s) IS NOT NULL)"
        patch.setattr(searching, "_HITS", slow)
        with pytest.raises(SearchTimeout, match="時間がかかりすぎた"):
            search("防災")
    assert search("防災").total == 1


QUERIES = st.one_of(st.text(max_size=60), st.text(alphabet="防災 訓練'\\:*&!|<>()「」\"-ーOR=^", max_size=40))


@pytest.mark.slow
@settings(max_examples=60)
@given(query=QUERIES, sort=st.sampled_from(list(Sort)))
def test_no_string_is_an_error(say: Any, query: str, sort: Sort) -> None:
    if not Meeting.objects.exists():
        say("防災訓練です", "it's a \\ test")
    results = search(query, sort=sort)
    assert results.total == len(results.hits) <= 2


def test_signs_of_sql_and_tsquery_are_only_text(say: Any) -> None:
    say("it's o'clock", "C:\\temp", "100% 完了")
    queries: Sequence[str] = ("o'clock", "C:\\temp", "100%", "'; DROP TABLE x; --", "a:*", "!a & b", "<->")
    totals = {query: search(query).total for query in queries}
    assert totals["o'clock"] == totals["C:\\temp"] == totals["100%"] == 1
    assert Utterance.objects.count() == 3
