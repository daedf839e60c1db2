"""How Postgres finds names among very many: by the index, in a fixed number of statements."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from minutes.models import AgendaItem, Attachment, Body, Meeting
from search.index.writing import index_meeting
from search.known_items import meetings_begun, recognise, titles_of
from search.language import Question
from search.synonyms import understand

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

VISITOR = AnonymousUser()
COPIES = 200
# As of meetings long ago, under other days.
_COPY = """
    INSERT INTO search_knownitem
        (kind, meeting_id, item_id, paper_id, "order", body_id, fiscal_year, held_on, access, folded, vector, version)
    SELECT kind, meeting_id, item_id, paper_id, "order", body_id, fiscal_year, held_on - copy, access, 'x' || copy || folded,
           strip(to_tsvector('simple', 'x' || copy)) || ts_delete(vector, ARRAY(
               SELECT lexeme FROM unnest(vector) WHERE lexeme LIKE E'\\x05d%%' OR lexeme LIKE E'\\x06%%')), version
    FROM search_knownitem, generate_series(1, %s) AS copy
"""


@pytest.fixture(scope="module")
def many_names(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        for number in range(1, 11):
            body, _ = Body.objects.get_or_create(name=f"第{number % 3}委員会", name_key=f"第{number % 3}委員会")
            meeting = Meeting.objects.create(
                key=f"k-{number}",
                body=body,
                title=f"第{number}回{body}",
                number=number,
                held_on=date(2024, 1, 1) + timedelta(number),
                fiscal_year=2023,
            )
            for order, title in enumerate((f"第{number}号議案 予算", "防災計画について", "その他"), start=1):
                AgendaItem.objects.create(meeting=meeting, order=order, title=title)
            Attachment.objects.create(meeting=meeting, order=1, label="資料1", title=f"計画書{number}")
            index_meeting(meeting)
        with connection.cursor() as cursor:
            cursor.execute(_COPY, [COPIES])
            cursor.execute("ANALYZE search_knownitem")
        # Now, or after every test anew.
        connection.check_constraints()
        yield
        transaction.set_rollback(True)
    cache.clear()


# What a person may read, the names, and what stands under those found: items, papers and their files, decisions.
MOST_STATEMENTS = 8


def plans_of(run: Any) -> tuple[int, list[str]]:
    """How many statements were run, and the plan of each that looks for names."""
    with CaptureQueriesContext(connection) as captured:
        run()
    plans = []
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            if "search_grams" in query["sql"]:
                cursor.execute("EXPLAIN " + query["sql"].replace("%", "%%"), [])
                plans.append("\n".join(line for (line,) in cursor.fetchall()))
    return len(captured), plans


@pytest.mark.parametrize(
    "query",
    [
        "防災",
        "第1委員会 第4回",
        "2024-01-05",
        "第4号議案 令和5年度",
        "第4号議案 第1委員会",
        "2024-01-05 計画書",
        "計画書4",
        "第1委員会",
        "霞浜市第1委員会 令和5年度第4回",
        "/meetings/k-4/",
    ],
)
def test_what_a_query_names_is_found_by_the_index(many_names: None, query: str) -> None:
    question = understand(Question(query))
    count, plans = plans_of(lambda: recognise(question, VISITOR))
    assert count <= MOST_STATEMENTS
    assert all("known_item_index" in plan and "Seq Scan on search_knownitem" not in plan for plan in plans)
    assert plans or "/meetings/" in query


@pytest.mark.parametrize("query", ["計画書4", "「号議案」", "防災 計画 -予算", "計画書10"])
def test_titles_are_found_by_the_index(many_names: None, query: str) -> None:
    question = understand(Question(query))
    count, plans = plans_of(lambda: titles_of(question, VISITOR, 5))
    assert count <= MOST_STATEMENTS
    assert all("known_item_index" in plan for plan in plans)


def test_meetings_are_suggested_by_the_index(many_names: None) -> None:
    count, plans = plans_of(lambda: meetings_begun("2024-01-05 第1委", VISITOR, 3))
    assert count <= MOST_STATEMENTS
    assert "known_item_index" in plans[0] and "Seq Scan on search_knownitem" not in plans[0]
