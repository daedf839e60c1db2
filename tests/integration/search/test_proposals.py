"""もしかして: words that may have been meant, offered above the hits, or searched for at once where nothing else fits."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from minutes.models import Audience
from search.log import recording
from search.models import LoggedSearch

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(say: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say(
            *("公園の整備を進めます。" for _ in range(60)),
            "公演の日程です。",
            "講演を聞きました。",
            ("田中委員", "防災訓練です。"),
        )
        say(
            ("図書館長", "図書館の開館時間です。システムの更新です。"),
            ("田中委員", "学校給食費の改定です。給食です。"),
            {"text": "認知症の講座です。", "audience": Audience.STAFF},
        )


def get(client: Client, **params: Any) -> str:
    return client.get("/search/", params).content.decode()


def total(page: str) -> int:
    found = re.search(r'class="search__total"[^>]*>\s*<span class="count">([\d,]+)', page)
    assert found is not None
    return int(found[1])


def meant(page: str) -> dict[str, tuple[int, str]]:
    """Count and address by words, of what stands under もしかして."""
    block = re.search(r'<p class="search__meant">(.*?)</p>', page, re.DOTALL)
    found = re.findall(r'<a href="([^"]*)"><strong>(.*?)</strong></a>\s*<span[^>]*>([\d,]+)', block[1] if block else "")
    return {unescape(words): (int(count), unescape(address)) for address, words, count in found}


def replaced(page: str) -> str:
    """What was searched for in place of what was typed; nothing where nothing was."""
    block = re.search(r'search__replaced">.*?<strong>(.*?)</strong>', page, re.DOTALL)
    return unescape(block[1]) if block else ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("toshokan", "図書館"),
        ("としょかん", "図書館"),
        ("図書缶", "図書館"),
        ("gakkoukyushokuhi", "学校給食費"),
        ("防災kunren", "防災訓練"),
        ("学校きゅうしょくひ", "学校給食費"),
        ("toshokan kaikan", "図書館 開館"),
        ("発言者:たなか", "発言者:田中"),
        ("speaker:tanaka 給食", "発言者:田中 給食"),
        ("発言者:たなか きゅうしょくひ", "発言者:田中 給食費"),
        ("koen -講演", "公園 -講演"),
    ],
)
def test_what_clearly_fits_is_searched_for_at_once(client: Client, archive: None, typed: str, words: str) -> None:
    page = get(client, q=typed)
    assert replaced(page) == words
    assert total(page) == total(get(client, q=words)) > 0
    strict = re.search(r'search__replaced.*?<a href="([^"]*)"', page, re.DOTALL)
    assert strict is not None
    as_typed = client.get(unescape(strict[1])).content.decode()
    assert total(as_typed) == 0
    assert not replaced(as_typed)


def test_what_is_found_in_the_place_of_other_words_is_a_search_of_its_own(client: Client, archive: None) -> None:
    """Links of the page lead on with the words that were searched for."""
    page = get(client, q="koen")
    assert 'value="公園"' in page
    following = re.search(r'<a[^>]*href="([^"]*)"\s+rel="next"', page)
    assert following is not None
    later = client.get(unescape(following[1])).content.decode()
    assert total(later) == total(page)
    assert not replaced(later)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("シズテム", "システム"),
        ("図所館", "図書館"),
        ("防炎訓練", "防災訓練"),
        ("「としょかん」", "図書館"),
        ("シズテム 図書館", "システム"),
    ],
)
def test_what_is_a_guess_is_offered(client: Client, archive: None, typed: str, words: str) -> None:
    page = get(client, q=typed)
    assert not replaced(page)
    count, address = meant(page)[words]
    assert total(client.get(address).content.decode()) == count > 0


def test_a_far_commoner_word_of_the_same_reading_is_offered_beside_hits(client: Client, archive: None) -> None:
    page = get(client, q="公演")
    assert total(page) == 1
    assert list(meant(page)) == ["公園"]
    assert meant(get(client, q="公園")) == {}


def test_a_word_that_is_not_far_commoner_is_not_offered(client: Client, say: Any, archive: None) -> None:
    say(*("公演の話です。" for _ in range(4)))
    assert meant(get(client, q="公演")) == {}


def test_a_slip_that_stands_in_the_minutes_too_offers_the_right_word(
    client: Client, say: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say(*("ボランティアの募集です。" for _ in range(8)), "ボランチィアの募集です。")
    assert list(meant(get(client, q="ボランチィア"))) == ["ボランティア"]


def test_words_that_stand_inside_others_are_not_replaced(
    client: Client, say: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say("図書館です。", "案内は toshokaninfo をご覧ください。")
    page = get(client, q="toshokan")
    assert not replaced(page)
    assert list(meant(page)) == ["図書館"]


@pytest.mark.parametrize("typed", ["の", "これ", "いつ", "について", "でした", "の ください"])
def test_function_words_are_taken_for_no_slip(
    client: Client, say: Any, django_capture_on_commit_callbacks: Any, typed: str
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say(*("脳と野、五つ、似て、個連、デシタルの件を下水で下だす。" for _ in range(6)))
    page = get(client, q=typed)
    assert (meant(page), replaced(page)) == ({}, "")


@pytest.mark.parametrize(
    "typed",
    ["https://archive.example/toshokan/", "/kouen/toshokan", "令和3年2月30日", "2031-05-31", "2031年5月31日の会議"],
)
def test_addresses_and_days_of_nothing_find_nothing_else(client: Client, archive: None, say: Any, typed: str) -> None:
    say("令和3年に会議を開きました。", "2月、30日、5月、31日。")
    page = get(client, q=typed)
    assert (total(page), meant(page), replaced(page)) == (0, {}, "")
    assert "近い発言" not in page
    assert "次の検索なら" not in page


def test_words_of_several_equal_readings_are_offered_and_not_chosen(
    client: Client, say: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say("公園です。", "講演です。")
    page = get(client, q="こうえん")
    assert not replaced(page)
    assert set(meant(page)) == {"公園", "講演"}


def test_words_that_others_found_come_first(
    client: Client, say: Any, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say("公園です。", "公園です。", "講演です。")
    monkeypatch.setattr(recording, "DAYS_TO_BE_SHARED", 1)
    assert list(meant(get(client, q="こうえん"))) == ["公園", "講演"]
    client.get("/search/", {"q": "講演"})
    assert LoggedSearch.objects.filter(folded="講演").exists()
    say("新しい会議です。")
    assert list(meant(get(client, q="こうえん"))) == ["講演", "公園"]


@pytest.mark.parametrize("typed", ["ninchisho", "にんちしょう", "認知症講座"])
def test_nothing_is_offered_that_may_not_be_read(
    client: Client, archive: None, admin_client: Client, typed: str
) -> None:
    page = get(client, q=typed)
    assert not replaced(page)
    assert meant(page) == {}
    if typed.isascii():
        assert replaced(get(admin_client, q=typed)) == "認知症"


def test_a_narrowed_search_offers_what_is_found_within(client: Client, archive: None) -> None:
    page = get(client, q="koen", year_to=2000)
    assert total(page) == 0
    assert meant(page) == {}
