"""The administrator's lists of searches, the file of each, and the way to forget words."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from search.log import Listing, searched, table_of
from search.models import LoggedSearch, Synonym

pytestmark = pytest.mark.django_db
PAGE = "/admin/search/loggedsearch/"


def logged(text: str, hits: int | None, searches: int = 1, ago: int = 0, **fields: Any) -> LoggedSearch:
    now = timezone.now() - timedelta(days=ago)
    return LoggedSearch.objects.create(
        day=timezone.localdate(now),
        folded=text,
        text=text,
        audiences=fields.pop("audiences", [0]),
        searches=searches,
        hits=hits,
        last_at=now,
        is_private=False,
        **fields,
    )


def listed(listing: Listing, days: int = 30) -> list[tuple[str, int, int | None]]:
    return [(row.text, row.searches, row.hits) for row in searched(listing, days)]


def page_of(client: Client, user: User, **params: Any) -> str:
    client.force_login(user)
    response = client.get(PAGE, params)
    assert response.status_code == 200
    return response.content.decode()


def test_words_are_summed_over_days_and_readers_the_most_frequent_first() -> None:
    logged("防災", 3, searches=2)
    logged("防災", 2, searches=2, ago=1)
    logged("防災", 5, searches=1, ago=2, audiences=[0, 1])
    logged("空飛ぶ車", 0, searches=4)
    assert listed(Listing.FREQUENT) == [("防災", 5, 3), ("空飛ぶ車", 4, 0)]
    assert listed(Listing.NOTHING) == [("空飛ぶ車", 4, 0)]


def test_what_was_found_since_is_no_longer_listed_as_not_found() -> None:
    logged("来庁不要", 0, ago=3)
    logged("来庁不要", 2, ago=1)
    logged("ハンコレス", 2, ago=3)
    logged("ハンコレス", 0, ago=1)
    assert listed(Listing.NOTHING) == [("ハンコレス", 2, 0)]


def test_searches_with_filters_alone_say_nothing_of_what_is_found() -> None:
    logged("空飛ぶ車", None)
    assert listed(Listing.NOTHING) == []
    assert listed(Listing.FREQUENT) == [("空飛ぶ車", 1, None)]


def test_a_period_counts_its_days_with_today() -> None:
    logged("今日", 0)
    logged("六日前", 0, ago=6)
    logged("七日前", 0, ago=7)
    assert {text for text, _, _ in listed(Listing.NOTHING, days=7)} == {"今日", "六日前"}


def test_the_page_lists_counts_and_leads_to_the_search(client: Client, administrator: User) -> None:
    logged("空飛ぶ<車>", 0, searches=1234)
    page = page_of(client, administrator)
    assert "空飛ぶ&lt;車&gt;" in page
    assert "1,234" in page
    assert 'href="/search/?q=%E7%A9%BA%E9%A3%9B%E3%81%B6%3C%E8%BB%8A%3E"' in page
    assert "だれが検索したかは保存していません" in page


def test_a_page_without_searches_says_so(client: Client, administrator: User) -> None:
    assert "この期間の見つからなかった検索はありません。" in page_of(client, administrator)
    assert "この期間の多い検索はありません。" in page_of(client, administrator, list="frequent", days="7")


def test_choices_that_cannot_be_are_the_usual_ones(client: Client, administrator: User) -> None:
    assert "見つからなかった検索（30日間）" in page_of(client, administrator, list="x", days="-1")


def test_a_record_switched_off_says_so(client: Client, administrator: User, settings: Any) -> None:
    settings.SEARCH_LOG_DAYS = 0
    assert "検索の記録は、設定で止めてあります。" in page_of(client, administrator)


def test_names_are_shown_where_the_office_keeps_them(
    client: Client, administrator: User, editor: User, settings: Any
) -> None:
    settings.SEARCH_LOG_USERS = True
    logged("空飛ぶ車", 0, user=editor)
    page = page_of(client, administrator)
    assert "henshu" in page
    assert "利用者の名前も保存する設定です" in page


def test_one_click_opens_the_form_of_a_synonym_with_the_words_in_it(client: Client, administrator: User) -> None:
    logged("来庁不要", 0)
    form = "/admin/search/synonymgroup/add/?words=%E6%9D%A5%E5%BA%81%E4%B8%8D%E8%A6%81"
    assert f'href="{form}"' in page_of(client, administrator)
    assert 'value="来庁不要"' in client.get(form).content.decode()
    rows = {f"words-{row}-{name}": value for row, text in enumerate(("来庁不要", "書かない窓口"))
            for name, value in (("text", text), ("direction", "both"))}  # fmt: skip
    client.post(form, {"is_active": "on", "words-TOTAL_FORMS": 2, "words-INITIAL_FORMS": 0, **rows})
    assert set(Synonym.objects.values_list("text", flat=True)) == {"来庁不要", "書かない窓口"}


def test_who_may_not_add_synonyms_gets_no_link_to_them(client: Client, reader: User) -> None:
    reader.is_staff = True
    reader.save()
    reader.user_permissions.add(Permission.objects.get(codename="view_loggedsearch"))
    logged("来庁不要", 0)
    page = page_of(client, reader)
    assert "来庁不要" in page
    assert "同義語を作る</" not in page
    assert "synonymgroup/add" not in page
    assert "記録から消す" not in page


@pytest.mark.parametrize("address", ["", "file/"])
def test_only_administrators_see_searches(client: Client, editor: User, address: str) -> None:
    editor.is_staff = True
    editor.save()
    client.force_login(editor)
    assert client.get(PAGE + address).status_code == 403
    assert client.post(PAGE + "forget/", {"folded": "x"}).status_code == 403
    client.logout()
    assert client.get(PAGE + address).status_code == 302


def test_the_file_is_a_table_that_a_spreadsheet_reads_as_text(client: Client, administrator: User) -> None:
    for text in ("=1+1", "＝1", "-予算", "@x", "防災"):
        logged(text, 0)
    client.force_login(administrator)
    response = client.get(PAGE + "file/", {"list": "nothing", "days": "30"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["言葉", "検索の回数", "最後の検索の件数", "最後に検索した日時"]
    assert {row[0] for row in rows[1:]} == {"'=1+1", "'＝1", "'-予算", "'@x", "防災"}


def test_the_file_names_people_only_where_the_office_keeps_them(editor: User) -> None:
    logged("防災", None, user=editor)
    heading, row = table_of(searched(Listing.FREQUENT, 30), with_people=True)
    assert (heading[-1], row[-1]) == ("利用者", "henshu")
    assert row[2] == ""
    assert "henshu" not in list(table_of(searched(Listing.FREQUENT, 30), with_people=False))[1]


def test_words_can_be_removed_from_the_record(client: Client, administrator: User) -> None:
    logged("まちがえて入れた氏名", 0)
    logged("まちがえて入れた氏名", 0, ago=1)
    logged("防災", 0)
    client.force_login(administrator)
    assert client.get(PAGE + "forget/").status_code == 405
    response = client.post(PAGE + "forget/?days=7&list=nothing", {"folded": "まちがえて入れた氏名"}, follow=True)
    assert "記録から消しました" in response.content.decode()
    assert LoggedSearch.objects.get().text == "防災"


def test_a_search_from_the_page_is_recorded_with_what_it_found(client: Client, say: Any) -> None:
    say("給食です")
    client.get("/search/", {"q": "給食"})
    client.get("/search/", {"q": "給食", "kind": "decision"})
    client.get("/search/", {"q": "空飛ぶ車"})
    client.get("/search/")
    assert set(LoggedSearch.objects.values_list("text", "searches", "hits")) == {("給食", 2, 1), ("空飛ぶ車", 1, 0)}
