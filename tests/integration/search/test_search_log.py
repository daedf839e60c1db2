"""The record of searches: counted words without names, kept for a time, and suggested only when many need them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.management import call_command
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from minutes.models import Meeting
from minutes.signals import meeting_changed
from search.log import recording as log
from search.models import LoggedSearch, Narrowing
from search.suggestions.suggesting import suggest

pytestmark = pytest.mark.django_db
Record = Callable[..., None]


def request_of(user: Any = None, address: str = "/search/", **headers: str) -> HttpRequest:
    request = RequestFactory(headers=headers).get(address)
    request.user = user or AnonymousUser()
    return request


@pytest.fixture(autouse=True)
def another_day() -> None:
    log._pruned.clear()


@pytest.fixture
def on_days(monkeypatch: pytest.MonkeyPatch) -> Record:
    """on_days(text, days=3, total=1, user=…): the same search on each of the last `days` days."""

    def repeat(text: str, days: int = 3, total: int = 1, user: Any = None) -> None:
        today = timezone.now()
        for ago in reversed(range(days)):
            monkeypatch.setattr(timezone, "now", lambda ago=ago: today - timedelta(days=ago))
            log.record(request_of(user), text=text, total=total)
        monkeypatch.undo()

    return repeat


def past(typed: str, user: Any = None) -> list[str]:
    return [found.text for found in suggest(typed, user or AnonymousUser()) if found.label == "検索"]


# What is counted


def test_searches_of_a_day_for_the_same_words_are_one_row(editor: User) -> None:
    log.record(request_of(), text="ＤＸ　推進", total=0)
    log.record(request_of(), text="dx 推進", total=3)
    log.record(request_of(editor), text="dx 推進", total=4)
    rows = LoggedSearch.objects.order_by("audiences").values_list("text", "folded", "searches", "hits", "audiences")
    assert list(rows) == [
        ("ＤＸ 推進", "dx推進", 2, 3, [0]),
        ("dx 推進", "dx推進", 1, 4, [0, 1, 2]),
    ]


def test_nobody_is_stored_with_the_words(editor: User) -> None:
    log.record(request_of(editor), text="防災", total=1)
    assert LoggedSearch.objects.get().user is None


def test_the_office_may_switch_names_on(editor: User, reader: User, settings: Any) -> None:
    settings.SEARCH_LOG_USERS = True
    for user in (editor, reader, None, None):
        log.record(request_of(user), text="防災", total=1)
    found = LoggedSearch.objects.order_by("audiences").values_list("user", "searches")
    assert list(found) == [(None, 2), (reader.pk, 1), (editor.pk, 1)]


def test_a_search_with_filters_counts_but_says_nothing_of_its_words() -> None:
    log.record(request_of(), text="防災", total=3)
    log.record(request_of(), text="防災", total=0, is_filtered=True)
    assert LoggedSearch.objects.values_list("searches", "hits").get() == (2, 3)


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/search/?q=防災&after=20_0_2024-03-25_1_1", {}),
        ("/search/?q=防災&body=1", {"referer": "http://testserver/search/?q=%E9%98%B2%E7%81%BD"}),
        ("/search/?q=防災&sort=relevance", {"hx-current-url": "http://testserver/search/?q=%E9%98%B2%E7%81%BD&body=1"}),
        ("/search/?q=防災", {"sec-purpose": "prefetch;prerender"}),
    ],
)
def test_pages_filters_and_prefetches_are_no_searches(address: str, headers: dict[str, str]) -> None:
    log.record(request_of(None, address, **headers), text="防災", total=1)
    assert not LoggedSearch.objects.exists()


def test_other_words_from_the_results_page_are_a_search() -> None:
    referer = "http://testserver/search/?q=%E8%A8%93%E7%B7%B4"
    log.record(request_of(None, "/search/?q=防災", referer=referer), text="防災", total=1)
    log.record(request_of(None, "/search/?q=防災", referer="http://[broken"), text="防災", total=1)
    assert LoggedSearch.objects.get().searches == 2


@pytest.mark.parametrize("text", ["", "　", "長" * 201])
def test_nothing_and_pasted_texts_are_not_recorded(text: str) -> None:
    log.record(request_of(), text=text, total=0)
    assert not LoggedSearch.objects.exists()


def test_a_record_that_cannot_be_written_fails_no_page(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    monkeypatch.setattr(log, "_UPSERT", "INSERT INTO no_such_table VALUES (%(day)s)")
    log.record(request_of(), text="防災", total=1)
    assert "could not be recorded" in caplog.text
    assert not LoggedSearch.objects.exists()


# How long it is kept


def old_row(days: int, **fields: Any) -> LoggedSearch:
    return LoggedSearch.objects.create(
        day=timezone.localdate() - timedelta(days=days),
        folded="古い",
        text="古い",
        audiences=[0],
        last_at=timezone.now(),
        is_private=False,
        **fields,
    )


def test_old_rows_go_with_the_first_search_of_a_day(settings: Any) -> None:
    settings.SEARCH_LOG_DAYS = 30
    old_row(30)
    kept = old_row(29)
    log.record(request_of(), text="防災", total=1)
    assert set(LoggedSearch.objects.values_list("day", flat=True)) == {kept.day, timezone.localdate()}


def test_zero_days_switch_the_record_off_and_the_command_empties_it(
    on_days: Record, settings: Any, capsys: Any
) -> None:
    on_days("防災訓練")
    settings.SEARCH_LOG_DAYS = 0
    log.record(request_of(), text="予算", total=1)
    assert not LoggedSearch.objects.filter(folded="予算").exists()
    assert past("防災") == []
    call_command("prune_search_log")
    assert not LoggedSearch.objects.exists()
    assert "3 件" in capsys.readouterr().out


def test_names_go_once_the_office_keeps_them_no_more(editor: User, settings: Any) -> None:
    old_row(1, user=editor)
    settings.SEARCH_LOG_USERS = True
    log.prune()
    assert LoggedSearch.objects.count() == 1
    settings.SEARCH_LOG_USERS = False
    log.prune()
    assert not LoggedSearch.objects.exists()


# What is suggested to others


def test_words_of_three_days_are_suggested(on_days: Record) -> None:
    on_days("防災訓練", days=2)
    assert past("防災") == []
    on_days("防災訓練", days=3)
    assert past("防災") == ["防災訓練"]
    assert past("訓練") == []


def test_words_typed_often_on_one_day_are_not_suggested() -> None:
    for _ in range(9):
        log.record(request_of(), text="防災訓練", total=1)
    assert past("防災") == []


def test_what_is_typed_already_is_not_suggested(on_days: Record) -> None:
    on_days("防災")
    assert past("防災") == []


def test_words_that_found_nothing_are_not_suggested(on_days: Record) -> None:
    on_days("防災訓練", total=0)
    assert past("防災") == []


def test_words_that_find_nothing_any_more_are_not_suggested(on_days: Record) -> None:
    on_days("防災訓練")
    log.record(request_of(), text="防災訓練", total=0)
    assert past("防災") == []


def test_words_of_people_who_may_read_more_are_hidden(on_days: Record, reader: User, editor: User) -> None:
    on_days("防災訓練", user=reader)
    assert past("防災") == []
    assert past("防災", reader) == past("防災", editor) == ["防災訓練"]


@pytest.mark.parametrize(
    "text", ["発言者:防災課長", "防災 佐藤", "防災 03-1234-5678", "防災 a@example.jp", "防災 12345678", "防災" * 21]
)
def test_words_that_may_say_something_of_a_person_are_never_suggested(on_days: Record, text: str) -> None:
    on_days(text, days=5)
    assert past(text[:2]) == []
    assert LoggedSearch.objects.count() == 5


def test_past_searches_find_something_anew_after_minutes_were_withdrawn(say: Any, on_days: Record) -> None:
    meeting = say("防災訓練")
    on_days("防災訓練")
    meeting.status = Meeting.Status.WITHDRAWN
    meeting.save()
    meeting_changed.send(sender=Meeting, meeting=meeting)
    assert past("防災") == []
    log.record(request_of(), text="防災訓練", total=1)
    assert past("防災") == ["防災訓練"]


def test_new_minutes_leave_past_searches_alone(say: Any, on_days: Record) -> None:
    on_days("防災訓練")
    say("はい")
    assert past("防災") == ["防災訓練"]


def test_a_deleted_meeting_counts_as_withdrawn(say: Any, on_days: Record) -> None:
    meeting = say("防災訓練")
    on_days("防災訓練")
    meeting.delete()
    assert past("防災") == []
    say("はい").delete()
    log.prune()
    assert Narrowing.objects.count() == 1
