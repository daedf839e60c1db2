"""関連語: words of the first hits that stand there more often than elsewhere, each a click to narrow the search."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from minutes.models import Audience

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(say: Any, django_capture_on_commit_callbacks: Any) -> None:
    """Texts on two subjects, with names, procedure and what stands everywhere."""
    with django_capture_on_commit_callbacks(execute=True):
        say(
            *(
                f"保育園の待機児童と保育料について、山田委員から質問があり、答弁の後、第{number}号議案を可決しました。地域の話です。"
                for number in range(9)
            ),
            *(f"道路の舗装の話です。地域の商店街の道路、{number}番です。" for number in range(9)),
            *({"text": "保育園の極秘計画と園庭整備の話です。", "audience": Audience.STAFF} for _ in range(9)),
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchentry")
    cache.clear()


def get(client: Client, **params: Any) -> str:
    return client.get("/search/", params).content.decode()


def total(page: str) -> int:
    found = re.search(r'class="search__total"[^>]*>\s*<span class="count">([\d,]+)', page)
    assert found is not None
    return int(found[1])


def related(page: str) -> dict[str, str]:
    block = re.search(r'id="related".*?<ul(.*?)</ul>', page, re.DOTALL)
    found = re.findall(r'<a href="([^"]*)">＋(.*?)</a>', block[1] if block else "")
    return {unescape(word): unescape(address) for address, word in found}


def test_telling_words_of_the_hits_narrow_the_search(client: Client, archive: None) -> None:
    words = related(get(client, q="保育園"))
    assert {"待機児童", "保育料"} <= set(words)
    narrowed = client.get(words["待機児童"]).content.decode()
    assert total(narrowed) == 9
    assert 'value="保育園 待機児童"' in narrowed


def test_names_numbers_procedure_and_the_words_typed_are_none(client: Client, archive: None) -> None:
    words = "".join(related(get(client, q="保育園")))
    for other in ("山田", "質問", "答弁", "議案", "可決", "保育園", "舗装", "第", "0"):
        assert other not in words


def test_a_part_of_a_telling_word_does_not_stand_beside_it(client: Client, archive: None) -> None:
    words = related(get(client, q="保育園"))
    assert "待機" not in words
    assert "児童" not in words


def test_nothing_comes_of_what_may_not_be_read(client: Client, archive: None, admin_client: Client) -> None:
    assert not {"園庭", "園庭整備", "極秘計画", "極秘"} & set(related(get(client, q="保育園")))
    assert {"園庭整備", "園庭"} & set(related(get(admin_client, q="極秘")))


def test_a_narrowed_search_of_several_words_stays_what_it_was(client: Client, archive: None) -> None:
    """The other parameters go along, and alternatives are kept together."""
    words = related(get(client, q="保育園 OR 幼稚園", sort="newest"))
    page = client.get(words["待機児童"]).content.decode()
    assert 'value="(保育園 OR 幼稚園) 待機児童"' in page
    assert "sort=newest" in words["待機児童"]


@pytest.mark.parametrize(
    "params", [{"q": "給食"}, {"q": "道路 3番"}, {"year_from": "2023"}, {"q": "保育園", "after": "20_0_1"}]
)
def test_few_hits_and_searches_without_words_have_none(client: Client, archive: None, params: dict[str, str]) -> None:
    assert related(get(client, **params)) == {}
