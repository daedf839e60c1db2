"""The page of the trail: administrators alone, every filter, before and after with what changed marked, a safe table."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import trail
from minutes.history import pages
from minutes.models import Meeting, Topic
from trail.models import Access, Change

pytestmark = pytest.mark.django_db
Store = Callable[..., Any]


@pytest.fixture
def meeting(store: Store) -> Meeting:
    stored: Meeting = store().meeting
    return stored


@pytest.fixture
def office(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def page(client: Client, **query: Any) -> str:
    answer = client.get(reverse("minutes:trail"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def table(client: Client, name: str = "trail_csv", **query: Any) -> list[list[str]]:
    content = client.get(reverse(f"minutes:{name}"), query).getvalue()
    assert content.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", ["trail", "trail_csv", "access_log", "access_log_csv"])
def test_only_administrators_read_the_records(client: Client, reader: User, editor: User, name: str) -> None:
    address = reverse(f"minutes:{name}")
    assert client.get(address).status_code == 302
    for user in (reader, editor):
        client.force_login(user)
        assert client.get(address).status_code == 403
        assert "変更の記録" not in client.get("/").content.decode()


def test_a_change_is_shown_with_its_words_marked(office: Client, meeting: Meeting) -> None:
    said = meeting.utterances.get(order=1)
    said.text = "ただいまから第3回の会議を開きます。"
    said.save()
    html = page(office, kind="minutes.utterance", action="update")
    assert '<del class="diff__deleted"><span class="visually-hidden">［削除：</span>2' in html
    assert '<ins class="diff__inserted"><span class="visually-hidden">［追加：</span>3' in html
    assert meeting.title in html and "本文" in html


def test_what_was_written_is_shown_as_text_alone(office: Client) -> None:
    Topic.objects.create(name="<script>alert(1)</script>")
    html = page(office)
    assert "<script>alert(1)" not in html and "&lt;script&gt;alert(1)" in html


def test_a_meetings_history_holds_all_that_belongs_to_it_even_when_it_is_gone(office: Client, meeting: Meeting) -> None:
    Topic.objects.create(name="別の話")
    for named in (meeting.key, str(meeting.pk)):
        html = page(office, meeting=named)
        assert "発言" in html and "会議録の版" in html and "別の話" not in html
    pk = meeting.pk
    Meeting.objects.filter(pk=pk).update(current_version=None)
    Meeting.objects.get(pk=pk).delete()
    assert "今はありません" in page(office, meeting=str(pk), action="delete")


def test_the_list_is_filtered_by_who_what_when_and_where(office: Client, meeting: Meeting) -> None:
    told = trail.Occasion(person=7, name="hanako", address="192.0.2.5", request="r7", what="POST /x")
    with trail.during(lambda: told):
        topic = Topic.objects.create(name="花子の分類")
    Topic.objects.create(name="ほかの分類")
    for query in (
        {"who": "hanako"},
        {"address": "192.0.2.5"},
        {"request": "r7"},
        {"kind": "minutes.topic", "key": topic.pk},
    ):
        html = page(office, **query)
        assert "花子の分類" in html and "ほかの分類" not in html, query
    today = timezone.localdate()
    assert "花子の分類" in page(office, since=today, until=today)
    assert "花子の分類" not in page(office, until=today - timedelta(days=1))
    assert "花子の分類" not in page(office, action="delete")


@pytest.mark.parametrize(
    "query",
    [{"since": "いつか"}, {"kind": "x"}, {"below": "-1"}, {"address": "%"}, {"who": "x" * 999}, {"meeting": "\0"}],
)
def test_filters_that_do_not_fit_find_nothing_and_break_nothing(office: Client, query: dict[str, str]) -> None:
    Topic.objects.create(name="花子の分類")
    assert "花子の分類" not in page(office, **query)
    assert len(table(office, **query)) == 1


def test_pages_follow_one_another_by_key(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE", 3)
    for number in range(7):
        Topic.objects.create(name=f"分類{number}番")
    newest = page(office, kind="minutes.topic")
    assert "分類6番" in newest and "分類3番" not in newest
    below = Change.objects.filter(kind="minutes.topic").order_by("-pk")[2].pk
    assert f"below={below}" in newest and "kind=minutes.topic" in newest
    older = page(office, kind="minutes.topic", below=below)
    assert "分類3番" in older and "分類4番" not in older and "最新の記録へ" in older


def test_the_table_holds_all_that_is_found_and_no_formula(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_PIECE", 2)
    with trail.during(lambda: trail.Occasion(name="=cmd()", what="@SUM(A1)")):
        for number in range(5):
            Topic.objects.create(name=f"分類{number}")
    heads, *rows = table(office, kind="minutes.topic")
    assert heads[:3] == ["番号", "日時", "利用者"]
    assert len(rows) == 5
    assert rows[0][2] == "'=cmd()" and rows[0][6] == "'@SUM(A1)"
    assert '"name": "分類4"' in rows[0][-2]


def test_the_record_of_access_is_filtered_and_written_as_a_table(office: Client) -> None:
    for name in ("hanako", "taro"):
        Access.objects.create(
            at=timezone.now(),
            name=name,
            request="",
            what="GET /x",
            event="view",
            kind="",
            key="",
            detail=f"{name}が見た",
        )
    html = office.get(reverse("minutes:access_log"), {"who": "hanako", "event": "view"}).content.decode()
    assert "hanakoが見た" in html and "taroが見た" not in html
    rows = table(office, "access_log_csv", who="taro")
    assert [row[-1] for row in rows[1:]] == ["taroが見た"]
