"""Lists by fiscal year, body and topic."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minutes.models import AgendaItem, Audience, Body, Meeting, Topic, TopicLink, Utterance
from minutes.views.browse import PAGE_SIZE

Store = Callable[..., object]
HOSTILE = "<img src=x onerror=alert(1)>の分類"

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def status(client: Client, name: str, *args: object) -> int:
    return client.get(reverse(name, args=args)).status_code


def body_named(name: str) -> Body:
    return Body.objects.get(name=name)


# Fiscal years


def test_fiscal_year_lists_its_meetings_newest_first(client: Client, store: Store) -> None:
    store(title="六月の会議", held_on="2023-06-01", number=1)
    store(title="三月の会議", held_on="2024-03-25", number=2)
    store(title="翌年度の会議", held_on="2024-04-01", fiscal_year=2024, number=3)
    html = page(client, "minutes:fiscal_year", 2023)
    assert html.index("三月の会議") < html.index("六月の会議")
    assert "翌年度の会議" not in html
    assert "令和5年度（2023年度）の会議録" in html


def test_fiscal_year_of_one_body_alone(client: Client, store: Store) -> None:
    store(title="図書館の会議", body="図書館協議会")
    store(title="防災の会議", body="防災会議")
    html = page(client, "minutes:fiscal_year", 2023, query=f"?body={body_named('防災会議').pk}")
    assert "防災の会議" in html
    assert "図書館の会議" not in html
    assert "selected>防災会議（1件）" in html


@pytest.mark.parametrize("body", ["0", "x", "%00", "99999999999999999999999", "'%22<script>"])
def test_unknown_body_finds_nothing_and_offers_the_whole_year(client: Client, store: Store, body: str) -> None:
    store(title="ある会議")
    html = page(client, "minutes:fiscal_year", 2023, query=f"?body={body}")
    assert "この条件に合う会議録はありません" in html
    assert "ある会議" not in html


def test_fiscal_year_leads_to_its_neighbours_that_have_meetings(client: Client, store: Store) -> None:
    for year in (2015, 2019, 2023):
        store(fiscal_year=year, held_on=f"{year}-06-01")
    html = page(client, "minutes:fiscal_year", 2019)
    assert f'href="{reverse("minutes:fiscal_year", args=[2015])}" rel="prev"' in " ".join(html.split())
    assert f'href="{reverse("minutes:fiscal_year", args=[2023])}" rel="next"' in " ".join(html.split())


@pytest.mark.parametrize("year", [2022, 0, 99_999_999_999_999_999_999])
def test_fiscal_year_without_meetings_is_not_found(client: Client, store: Store, year: int) -> None:
    store(fiscal_year=2023)
    assert status(client, "minutes:fiscal_year", year) == 404


def test_long_lists_are_paged_and_keep_the_filter(client: Client, store: Store) -> None:
    store(title="元の会議")
    body = body_named("みなと野市情報化推進本部")
    Meeting.objects.bulk_create(
        Meeting(key=f"k{number}", body=body, title=f"会議{number:03d}", fiscal_year=2023) for number in range(PAGE_SIZE)
    )
    html = page(client, "minutes:fiscal_year", 2023, query=f"?body={body.pk}&page=2")
    assert html.count('class="record"') == 1
    assert f"?body={body.pk}&amp;page=1" in html
    assert f"{PAGE_SIZE + 1}件" in html


def test_lists_offer_a_search_within_themselves(client: Client, store: Store) -> None:
    store()
    body = Body.objects.get()
    topic = topic_with(["電話システムの更新について"])
    html = page(client, "minutes:fiscal_year", 2023)
    assert '<input type="hidden" name="year_from" value="2023">' in html
    assert '<input type="hidden" name="year_to" value="2023">' in html
    assert f'<input type="hidden" name="body" value="{body.pk}">' in page(client, "minutes:body", body.pk)
    assert f'<input type="hidden" name="topic" value="{topic.pk}">' in page(client, "minutes:topic", topic.pk)


# Bodies


def test_bodies_are_listed_by_kind_with_their_counts(client: Client, store: Store) -> None:
    store(body="図書館協議会")
    store(body="行財政改革本部", held_on="2023-04-01")
    Body.objects.filter(name="行財政改革本部").update(kind="推進本部")
    html = page(client, "minutes:bodies")
    assert "<h2>推進本部</h2>" in html
    assert "種別の登録がない会議体" in html
    assert "最新：令和5年（2023年）4月1日（土）" in html


def test_body_groups_meetings_by_fiscal_year(client: Client, store: Store) -> None:
    store(title="新しい会議", held_on="2024-03-25", number=2)
    store(title="古い会議", held_on="2022-06-01", fiscal_year=2022, number=1)
    html = page(client, "minutes:body", Body.objects.get().pk)
    order = [html.index(word) for word in ("令和5年度", "新しい会議", "令和4年度", "古い会議")]
    assert order == sorted(order)


def test_renamed_body_and_its_successor_lead_to_each_other(client: Client, store: Store) -> None:
    store(body="情報化推進本部")
    store(body="デジタル推進本部")
    old, new = body_named("情報化推進本部"), body_named("デジタル推進本部")
    Body.objects.filter(pk=old.pk).update(successor=new)
    assert f'後継は<a href="{new.get_absolute_url()}">デジタル推進本部</a>' in page(client, "minutes:body", old.pk)
    html = page(client, "minutes:body", new.pk)
    assert "前身の会議体" in html
    assert f'<a href="{old.get_absolute_url()}">情報化推進本部</a>' in html


def test_successor_with_hidden_meetings_alone_is_not_named(client: Client, store: Store) -> None:
    store(body="情報化推進本部")
    store(body="秘密推進本部")
    Body.objects.filter(name="情報化推進本部").update(successor=body_named("秘密推進本部"))
    Meeting.objects.filter(body__name="秘密推進本部").update(status=Meeting.Status.WITHDRAWN)
    assert "秘密" not in page(client, "minutes:body", body_named("情報化推進本部").pk)
    assert "秘密" not in page(client, "minutes:bodies")
    assert status(client, "minutes:body", body_named("秘密推進本部").pk) == 404


def test_hidden_meetings_leave_no_trace_in_years_and_bodies(client: Client, store: Store) -> None:
    store(title="公開の会議", number=1)
    store(title="秘密の会議", number=2, held_on="2024-02-01")
    Meeting.objects.filter(title="秘密の会議").update(audience=Audience.EDITORS)
    for html in (
        page(client, "minutes:fiscal_year", 2023),
        page(client, "minutes:body", Body.objects.get().pk),
        page(client, "minutes:bodies"),
        page(client, "minutes:fiscal_years"),
    ):
        assert "秘密" not in html
        assert "2件" not in html


# Topics


def topic_with(titles: list[str], name: str = "電話", **fields: object) -> Topic:
    topic = Topic.objects.create(name=name, **fields)
    for item in AgendaItem.objects.filter(title__in=titles):
        TopicLink.objects.create(topic=topic, agenda_item=item)
    return topic


def test_topic_lists_agenda_items_across_bodies_newest_first(client: Client, store: Store) -> None:
    store(body="図書館協議会", title="図書館の会議", held_on="2023-06-01")
    store(body="防災会議", title="防災の会議", held_on="2024-03-01")
    topic = topic_with(["電話システムの更新について"])
    html = page(client, "minutes:topic", topic.pk)
    assert html.index("防災の会議") < html.index("図書館の会議")
    assert "窓口のオンライン化" not in html
    key = Meeting.objects.get(body__name="防災会議").key
    assert reverse("minutes:utterance", args=[key, 5]) in html
    assert f'<a href="{topic.get_absolute_url()}">電話</a>' in page(client, "minutes:topics")
    assert '<span class="quiet count">2件</span>' in page(client, "minutes:topics")


def test_refused_topic_links_are_not_shown(client: Client, store: Store) -> None:
    store()
    topic = topic_with(["電話システムの更新について"])
    TopicLink.objects.update(state=TopicLink.State.REFUSED)
    assert status(client, "minutes:topic", topic.pk) == 404
    assert "電話" not in page(client, "minutes:topics").partition("<main")[2]


def test_suggested_topics_say_so_until_confirmed(client: Client, store: Store) -> None:
    store()
    topic = topic_with(["電話システムの更新について"])
    assert "自動で提案された分類" in page(client, "minutes:topic", topic.pk)
    TopicLink.objects.update(state=TopicLink.State.CONFIRMED)
    assert "自動で提案された分類" not in page(client, "minutes:topic", topic.pk)


def test_topic_leads_to_its_parent_and_children(client: Client, store: Store) -> None:
    store()
    parent = Topic.objects.create(name="情報化")
    child = topic_with(["電話システムの更新について"], parent=parent)
    assert child.get_absolute_url() in page(client, "minutes:topic", parent.pk)
    assert parent.get_absolute_url() in page(client, "minutes:topic", child.pk)


def test_topics_that_are_each_others_parents_are_still_listed(client: Client, store: Store) -> None:
    store()
    first = topic_with(["電話システムの更新について"], name="甲")
    second = Topic.objects.create(name="乙", parent=first)
    Topic.objects.filter(pk=first.pk).update(parent=second)
    assert "甲" in page(client, "minutes:topics")
    assert status(client, "minutes:topic", first.pk) == 200


def test_topics_of_hidden_meetings_leave_no_trace(client: Client, store: Store) -> None:
    store()
    topic = topic_with(["電話システムの更新について"], name="秘密の分類")
    Meeting.objects.update(status=Meeting.Status.IN_REVIEW)
    assert "秘密" not in page(client, "minutes:topics")
    assert status(client, "minutes:topic", topic.pk) == 404


def test_decision_of_an_item_is_shown_only_to_those_who_may_read_it(client: Client, store: Store) -> None:
    store()
    topic = topic_with(["窓口のオンライン化について"])
    assert "案のとおり承認" in page(client, "minutes:topic", topic.pk)
    Utterance.objects.filter(kind="decision").update(audience=Audience.STAFF)
    assert "案のとおり承認" not in page(client, "minutes:topic", topic.pk)


def test_topic_names_are_escaped(client: Client, store: Store) -> None:
    store()
    topic = topic_with(["電話システムの更新について"], name=HOSTILE)
    for html in (page(client, "minutes:topics"), page(client, "minutes:topic", topic.pk)):
        assert "<img" not in html
        assert "&lt;img src=x" in html


def test_query_counts_do_not_grow_with_the_archive(client: Client, store: Store) -> None:
    store(body="図書館協議会")
    body = body_named("図書館協議会")
    topic = topic_with(["電話システムの更新について"])
    addresses = [
        reverse("minutes:fiscal_years"),
        reverse("minutes:fiscal_year", args=[2023]),
        reverse("minutes:bodies"),
        body.get_absolute_url(),
        reverse("minutes:topics"),
        topic.get_absolute_url(),
    ]

    def counts() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    small = counts()
    for month in range(4, 12):
        store(body="図書館協議会", held_on=f"2023-{month:02d}-01", number=month)
        store(body=f"協議会{month}", held_on=f"2023-{month:02d}-01")
        topic_with(["窓口のオンライン化について"], name=f"分類{month}", parent=topic)
    for item in AgendaItem.objects.filter(title="電話システムの更新について"):
        TopicLink.objects.get_or_create(topic=topic, agenda_item=item)
    assert counts() == small
    assert max(small) <= 9
