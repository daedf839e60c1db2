"""Question and answers are found as one, and either leads to the other, for those who may read both."""

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from minutes.access import VISITOR, clearance
from minutes.models import Audience, Meeting
from minutes.reading_room import counterparts_of
from minutes.record import renew_dialogue
from minutes.signals import meeting_changed
from search import engine
from search.language import Grouping, Question, Scope, parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(say: Any) -> Meeting:
    """Two members ask, two officials answer; the second question has one answer."""
    meeting: Meeting = say(
        ("佐藤委員長", "質疑はございますか。"),
        ("田中委員", "保育園の定員は何人ですか。"),
        ("保育課長", "来年度は三百人に増やします。"),
        ("福祉部長", "財源は基金でございます。"),
        ("鈴木委員", "給食費は幾らですか。"),
        ("学務課長", "月額四千円です。"),
    )
    renew(meeting)
    return meeting


def renew(meeting: Meeting) -> None:
    renew_dialogue(meeting)
    meeting_changed.send(sender=Meeting, meeting=meeting)


def found(query: str, user: Any = None, **options: Any) -> set[int]:
    """The places in the meeting of what is found."""
    question = Question(tree=parse(query).tree, **{"scope": Scope.INQUIRY, **options})
    results = engine.search(question, clearance=clearance(user or AnonymousUser()))
    entries = Meeting.objects.get().utterances.filter(pk__in=[hit.utterance for hit in results.hits])
    assert results.total == entries.count()
    return set(entries.values_list("order", flat=True))


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("保育園 基金", {2, 4}),
        ("保育園 給食", set()),
        ("定員 -基金", set()),
        ("給食 -基金", {5}),
        ("保育園 OR 四千", {2, 6}),
        ("質問者:田中 答弁者:保育課長", {2, 3}),
        ("質問者:田中 答弁者:学務課長", set()),
        ("質疑", {1}),
        ("質疑 保育園", set()),
    ],
)
def test_all_words_stand_somewhere_in_one_inquiry(asked: Meeting, query: str, places: set[int]) -> None:
    assert found(query) == places


def test_hits_are_shown_as_one(asked: Meeting) -> None:
    question = Question(tree=parse("円 OR 人 OR 基金 OR 質疑").tree, grouping=Grouping.INQUIRY)
    results = engine.search(question, clearance=VISITOR)
    orders = dict(asked.utterances.values_list("pk", "order"))
    groups = {group.inquiry: [orders[hit.utterance or 0] for hit in group.hits] for group in results.groups}
    assert groups == {None: [1], 1: [2, 3, 4], 2: [6]}


def page(client: Client, query: str, **params: str) -> str:
    return client.get(reverse("search:results"), {"q": query, **params}).content.decode()


def address(meeting: Meeting, ref: int) -> str:
    return f'href="/meetings/{meeting.key}/u/{ref}/"'


def test_a_question_leads_to_its_answers_and_an_answer_to_its_question(asked: Meeting, client: Client) -> None:
    question = page(client, "保育園")
    assert "答弁を見る：保育課長" in question
    assert "答弁を見る：福祉部長" in question
    assert address(asked, 3) in question
    assert address(asked, 4) in question
    answer = page(client, "基金")
    assert "質問を見る：田中委員" in answer
    assert address(asked, 2) in answer
    chair = page(client, "質疑")
    assert "質問を見る" not in chair
    assert "答弁を見る" not in chair


def test_an_inquiry_is_one_result_under_the_name_of_who_asks(asked: Meeting, client: Client) -> None:
    text = page(client, "基金 OR 三百", group="inquiry")
    assert "田中委員の質疑" in text
    assert "保育園の定員は何人ですか" in text
    assert text.count('<li class="record group">') == 1
    assert "佐藤委員長の発言" in page(client, "質疑", group="inquiry")
    assert "範囲：同じ質疑の中" in page(client, "保育園 基金", scope="inquiry")


def test_a_wider_scope_is_offered_where_nothing_is_found(asked: Meeting, client: Client) -> None:
    assert "すべての言葉が同じ質疑の中にあればよい" in page(client, "保育園 基金")


@pytest.mark.parametrize("audience", [Audience.STAFF, Audience.EDITORS])
def test_a_hidden_answer_leaves_no_trace_in_the_results(
    asked: Meeting, client: Client, reader: User, editor: User, audience: Audience
) -> None:
    asked.utterances.filter(order__in=(3, 4)).update(audience=audience)
    renew(asked)
    for user in (AnonymousUser(), reader, editor):
        if user.is_authenticated:
            client.force_login(user)
        sees = clearance(user).may_see(audience)
        assert ("答弁を見る" in page(client, "保育園")) == sees
        assert found("保育園 基金", user) == ({2, 4} if sees else set())
        assert ("田中委員の質疑" in page(client, "保育園", group="inquiry")) == sees
        assert "鈴木委員の質疑" in page(client, "給食", group="inquiry")


def test_a_hidden_question_leaves_no_trace_in_the_results(asked: Meeting, client: Client, editor: User) -> None:
    asked.utterances.filter(order=5).update(audience=Audience.EDITORS)
    renew(asked)
    text = page(client, "四千", group="inquiry")
    assert "学務課長の発言" in text
    assert "質問を見る" not in text
    assert "鈴木" not in text
    client.force_login(editor)
    assert "鈴木委員の質疑" in page(client, "四千", group="inquiry")


@pytest.mark.parametrize("orders", [(2,), (1, 2, 3, 4, 5, 6)])
def test_however_many_hits_are_linked_one_query_finds_the_other_sides(
    asked: Meeting, django_assert_num_queries: DjangoAssertNumQueries, orders: tuple[int, ...]
) -> None:
    shown = list(asked.utterances.filter(order__in=orders))
    with django_assert_num_queries(2):
        found = counterparts_of(shown, AnonymousUser())
        assert all(other.get_absolute_url() for each in found.values() for other in (*each.questions, *each.answers))


def test_the_command_takes_the_scope_and_tells_the_categories(asked: Meeting) -> None:
    out = StringIO()
    call_command("search_minutes", "保育園 基金", scope="inquiry", json=True, stdout=out)
    answer = json.loads(out.getvalue())
    assert [(hit["utterance"], hit["category"]) for hit in answer["hits"]] == [(2, "member"), (4, "officer")]
    assert answer["facets"]["category"] == {"member": 1, "officer": 1}
