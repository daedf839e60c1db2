"""How Postgres runs searches of many entries: led by the index, in a fixed number of statements."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from minutes.access import VISITOR
from minutes.models import AgendaItem, Body, Meeting, Topic, TopicLink, Utterance
from minutes.signals import meeting_changed
from search import engine
from search.engine.ranking import POOL
from search.language import Filters, Grouping, Question, Scope, Sort
from search.synonyms import loosen, understand

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ENTRIES = 20_000
SENTENCES = (
    "それでは会議を始めます。",
    "防災訓練の日程について説明します。",
    "来年度の予算は前年度より増えました。",
    "学校給食の献立を見直します。",
    "東京都の補助金を申請しました。",
    "サーバーの更新は来年の三月です。",
    "区民の皆様の御意見を伺いました。",
    "道路の補修を進めてまいります。",
    "ハンコの廃止を検討しています。",
    "資料の二ページを御覧ください。",
    "子ども医療費の助成を広げます。",
    "公園の樹木を剪定いたしました。",
)
# Every copy is a little older.
COPIES = """
    INSERT INTO search_searchentry (meeting_id, "order", items, recency, profile_id, access, vector, folded)
    SELECT meeting_id, "order" + 100 * copy, items, recency - copy, profile_id, access, vector, folded
    FROM search_searchentry, generate_series(1, %s) AS copy
"""


@pytest.fixture(scope="module")
def many_entries(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        stored = _store(random.Random(1))
        with connection.cursor() as cursor:
            cursor.execute(COPIES, [ENTRIES // stored - 1])
            cursor.execute("ANALYZE search_searchentry, search_profile, search_indexedmeeting")
        # Now, or after every test anew.
        connection.check_constraints()
        yield
        transaction.set_rollback(True)
    cache.clear()


def _store(chance: random.Random) -> int:
    topic = Topic.objects.create(name="防災")
    stored = 0
    for number in range(10):
        body, _ = Body.objects.get_or_create(name=f"第{number % 3}委員会", name_key=f"第{number % 3}委員会")
        meeting = Meeting.objects.create(
            key=f"p-{number}",
            body=body,
            title=f"第{number}回",
            held_on=date(2015 + number, 5, 1),
            fiscal_year=2015 + number,
        )
        item = AgendaItem.objects.create(meeting=meeting, order=1, title="防災計画について")
        TopicLink.objects.create(agenda_item=item, topic=topic)
        for order in range(1, 51):
            # Of a number of its own for each, so that no two texts are the same and some words are rare.
            text = "".join(chance.sample(SENTENCES, 4)) + f"第{number * 50 + order}号です。" * 3
            utterance = Utterance.objects.create(
                meeting=meeting, order=order, ref=order, kind="speech", speaker=f"委員{order % 7}", text=text
            )
            if order % 2:
                utterance.agenda_items.add(item)
            stored += 1
        meeting_changed.send(sender=Meeting, meeting=meeting)
    return stored


# Groups have one way in either order.
KINDS = [(Sort.NEWEST, Grouping.NONE), (Sort.RELEVANCE, Grouping.NONE), (Sort.NEWEST, Grouping.ITEM)]
LED_BY_THE_INDEX: list[tuple[str, dict[str, Any]]] = [
    ("防災", {}),
    ("第321号", {}),
    ("防災 予算", {}),
    ("防災 OR 献立", {}),
    ("防災 -予算", {}),
    ("-予算 防災 -「の献立」", {}),
    ("(防災 OR 献立) -「来年」 資料*", {}),
    ("「防災訓練の日」", {}),
    ("「災」", {}),
    ("「の」", {}),
    ("「訓練」 OR 献立", {}),
    ("サー*", {}),
    ("進め*", {}),
    ("防災 近接20 予算", {}),
    ("ハンコ", {"inside": True}),
    ("東京 献立", {"inside": True}),
    ("議題:防災", {}),
    ("防災 発言者:委員3", {}),
    ("防災 年度:2019", {}),
    ("防災 会議:第1委員会", {}),
    ("防災", {"filters": Filters(year_from=2020)}),
    ("防災", {"filters": Filters(speaker="委員3", kind="speech")}),
    ("「防災訓練の日」", {"filters": Filters(year_to=2018)}),
    ("防災 献立", {"scope": Scope.ITEM}),
    ("防災 献立", {"scope": Scope.MEETING}),
    ("防災 「の献立」", {"scope": Scope.MEETING, "inside": True}),
]


@pytest.mark.parametrize(("query", "options"), LED_BY_THE_INDEX)
def test_the_index_leads_to_all_hits(many_entries: None, query: str, options: dict[str, Any]) -> None:
    for sort, grouping in KINDS:
        asked = Question(query, sort=sort, grouping=grouping, **options)
        plan = engine.explain(understand(asked), clearance=VISITOR)
        assert "search_entry_index" in plan
        assert "Seq Scan on search_searchentry" not in plan
        assert "Execution Time" in plan


@pytest.mark.parametrize("query", ["-防災", "発言者:委員3", "年度:2019", "防災 OR 年度:2019", ""])
def test_what_names_no_word_is_answered_all_the_same(many_entries: None, query: str) -> None:
    results = engine.search(understand(Question(query)), clearance=VISITOR)
    assert results.total == sum(results.facets["fiscal_year"].values()) > 0


@pytest.mark.parametrize("scope", list(Scope))
def test_a_search_takes_as_many_statements_for_one_word_as_for_many(
    many_entries: None, django_assert_num_queries: Any, scope: Scope
) -> None:
    queries = ("防災", "防災 予算", "(防災 OR 「の献立」) -サー* 年度:2016-2019", "第321号 近接100 献立", "ない言葉")
    for sort, grouping in KINDS:
        asked = Question("防災", sort=sort, scope=scope, grouping=grouping)
        engine.search(understand(asked), clearance=VISITOR)
        for question in [understand(replace(asked, text=query)) for query in queries]:
            # The limits, the search, the limits taken off; around them a savepoint, since a test is a transaction.
            with django_assert_num_queries(6):
                engine.search(question, clearance=VISITOR)


SCAN = re.compile(r"Bitmap Index Scan on search_entry_index.*?loops=(\d+)\)")
READ = re.compile(
    r"Index Scan using search_searchentry\w*pkey\w* on search_searchentry entry\w* .*?rows=([\d.]+) loops=(\d+)\)"
)
SENTENCE = "防災訓練の予算はいつ給食の献立と道路の補修に使うのですか"


@pytest.mark.parametrize(
    "query", ["防災", "防災 予算", "防災 OR 献立", "子ども", "取り組み", "第321号 -献立", "防災 近接20 予算"]
)
def test_the_order_of_relevance_scans_the_index_once_for_each_question(many_entries: None, query: str) -> None:
    plan = engine.explain(understand(Question(query, sort=Sort.RELEVANCE)), clearance=VISITOR)
    assert {int(loops) for loops in SCAN.findall(plan)} <= {1}
    assert all(float(rows) * int(loops) <= 3 * POOL for rows, loops in READ.findall(plan))


def test_a_sentence_scans_the_index_once_for_each_word(many_entries: None) -> None:
    loose = loosen(understand(Question(f"{SENTENCE} 無い言葉")), clearance=VISITOR)
    assert loose is not None
    plan = engine.explain(loose, clearance=VISITOR)
    assert set(SCAN.findall(plan)) == {"1"}
    assert "Seq Scan on search_searchentry" not in plan
    assert all(float(rows) * int(loops) <= 3 * POOL for rows, loops in READ.findall(plan))
    results = engine.search(loose, clearance=VISITOR)
    assert 0 < len(results.hits) <= results.total <= 100


def test_a_sentence_leaves_no_distance_to_the_index(many_entries: None) -> None:
    # Entries that hold the words anywhere would have their bigrams made anew, thousands of them.
    loose = loosen(understand(Question("3月11日の防災訓練に無い言葉")), clearance=VISITOR)
    assert loose is not None
    plan = engine.explain(loose, clearance=VISITOR)
    conditions = [line for line in plan.splitlines() if "Recheck Cond" in line]
    assert conditions
    assert not [line for line in conditions if re.search(r"<(?:\d+|-)>", line)]


def test_places_of_a_scope_are_joined_and_not_gone_through_for_every_hit(many_entries: None) -> None:
    question = understand(Question("会議 予算", scope=Scope.ITEM, sort=Sort.NEWEST))
    plan = engine.explain(question, clearance=VISITOR)
    found = plan.partition("CTE found")[2].partition("CTE counted")[0]
    assert "Join" in found and "SubPlan" not in found


def test_a_near_is_looked_for_once_however_many_places_hold_it(many_entries: None) -> None:
    for text in ("防災 近接20 訓練", "(防災 近接20 訓練) 予算"):
        plan = engine.explain(understand(Question(text, scope=Scope.ITEM, sort=Sort.NEWEST)), clearance=VISITOR)
        assert plan.count("said") > 0
        assert len(re.findall(r"Subquery Scan on said(?!_)", plan)) == 1
        assert len(re.findall(r"Subquery Scan on said_", plan)) == 0
