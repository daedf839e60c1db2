"""What is asked is one value, whether an address or a command line says it."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from minutes.access import VISITOR
from minutes.models import Meeting
from search import engine
from search.language import Filters, Grouping, Key, Question, Scope, Sort
from search.management.commands import search_minutes
from search.page.address import Address, read_address
from search.synonyms import understand

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "q=取組+計画&sort=relevance",
    "q=取組&off=取り組み&off=ない",
    "q=取組&variants=0&synonyms=0&inside=1",
    "q=防災+訓練&literal=1&scope=meeting&group=item",
    "q=(防災+OR+訓練)+-中止&year_from=2024&year_to=2020",
    "q=防災&body={body}&meeting={meeting}&item=1&kind=speech&speaker=委員&sort=newest",
    "meeting={meeting}&item=0",
    "",
]


def read(query: str) -> Address:
    request = RequestFactory().get(f"/search/?{query}")
    request.user = AnonymousUser()
    return read_address(request, sort=Sort.NEWEST, limit=20)


@pytest.mark.parametrize("query", ADDRESSES)
def test_an_address_is_made_from_the_question_that_it_asks(say: Callable[..., Meeting], query: str) -> None:
    meeting = say("取組の計画です。", "取り組みの防災訓練です。")
    address = read(query.format(body=meeting.body_id, meeting=meeting.key))
    again = read(urlsplit(address.url()).query)
    assert again.question == address.question
    assert again.url() == address.url()
    assert again.notices == ()


def test_an_address_says_where_its_page_begins() -> None:
    address = read("q=防災&after=20_3.50_123")
    assert (address.before, address.question.after) == (20, Key(3.5, 123))
    assert "after" not in parse_qs(urlsplit(address.url()).query)
    assert read("q=防災&after=x").question.after is None


def test_a_question_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Question("防災").inside = True  # type: ignore[misc]


def test_questions_are_equal_that_are_answered_alike() -> None:
    one, other = understand(Question("防災 訓練")), understand(Question("  防災　 訓練", synonyms=False))
    assert one == other
    assert hash(one) == hash(other)
    assert replace(one, inside=True) != one
    assert understand(Question("訓練 防災")) != one


def test_the_command_line_asks_the_same_as_an_address(say: Callable[..., Meeting]) -> None:
    meeting = say("防災の訓練です。")
    options: dict[str, Any] = {
        "query": "防災 訓練",
        "literal": False,
        "fiscal_year": 2023,
        "body": meeting.body.name,
        "topic": None,
        "scope": "meeting",
        "inside": True,
        "sort": "relevance",
        "limit": 20,
    }
    asked = understand(search_minutes._question_of(options))
    query = f"q=防災+訓練&year_from=2023&year_to=2023&body={meeting.body_id}&scope=meeting&inside=1&sort=relevance"
    assert asked == read(query).question
    assert engine.search(asked, clearance=VISITOR).total == 1


def test_where_nothing_is_asked_there_is_no_question() -> None:
    assert not understand(Question("　")).is_something
    assert understand(Question("防災")).is_something
    assert Question(filters=Filters(year_from=2023)).is_something
    defaults = Question()
    assert (defaults.scope, defaults.grouping, defaults.sort) == (Scope.UTTERANCE, Grouping.NONE, Sort.RELEVANCE)
