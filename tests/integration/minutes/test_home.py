"""The home page and the frame around every page."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.errors import server_error
from minutes.models import Audience, Meeting
from minutes.reading_room import browsing

Store = Callable[..., object]
HOSTILE = "<script>alert(1)</script>\"'&委員会"

pytestmark = pytest.mark.django_db


def page(client: Client, url: str = "/") -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_empty_archive_tells_editors_how_to_import(client: Client, editor: User) -> None:
    assert "import_minutes" not in page(client)
    client.force_login(editor)
    html = page(client)
    assert "会議録はまだ登録されていません" in html
    assert "import_minutes" in html


def test_newest_meetings_come_first_with_both_calendars(client: Client, store: Store) -> None:
    store(title="古い会議", held_on="2023-05-01", number=1)
    store(title="新しい会議", held_on="2024-03-25", number=2)
    html = page(client)
    assert html.index("新しい会議") < html.index("古い会議")
    assert "令和6年（2024年）3月25日（月）" in html
    assert "議題：窓口のオンライン化について、電話システムの更新について" in html


def test_long_agenda_is_shortened(client: Client, store: Store) -> None:
    store(agenda=[{"category": None, "number": None, "title": f"議題{n}"} for n in "甲乙丙丁戊"], utterances=[])
    assert "議題：議題甲、議題乙、議題丙　ほか2件" in page(client)


def test_matrix_counts_lead_to_the_year_of_that_body(client: Client, store: Store) -> None:
    store(held_on="2024-01-10", number=1)
    store(held_on="2024-03-25", number=2)
    meeting = Meeting.objects.first()
    assert meeting
    url = f"{reverse('minutes:fiscal_year', args=[2023])}?body={meeting.body_id}"
    assert f'<a href="{url}">2<span class="visually-hidden">件</span></a>' in page(client)


def test_matrix_is_cut_to_the_newest_years_with_the_rest_behind_a_link(client: Client, store: Store) -> None:
    for year in range(2000, 2000 + browsing.HOME_YEARS + 1):
        store(fiscal_year=year, held_on=f"{year}-06-01", body="長く続く委員会")
    html = page(client)
    assert reverse("minutes:fiscal_year", args=[2010]) in html
    assert reverse("minutes:fiscal_year", args=[2000]) not in html
    assert "すべての年度と会議体を表示" in html
    assert reverse("minutes:fiscal_year", args=[2000]) in page(client, reverse("minutes:fiscal_years"))


def test_bodies_without_meetings_in_the_years_shown_are_cut(client: Client, store: Store) -> None:
    store(fiscal_year=1990, held_on="1990-06-01", body="昔の委員会")
    for year in range(2000, 2000 + browsing.HOME_YEARS):
        store(fiscal_year=year, held_on=f"{year}-06-01", body="今の委員会")
    matrix = page(client).partition('id="matrix"')[2]
    assert "今の委員会" in matrix
    assert "昔の委員会" not in matrix


@pytest.mark.parametrize(
    "change", [{"status": Meeting.Status.WITHDRAWN}, {"status": Meeting.Status.DRAFT}, {"audience": Audience.STAFF}]
)
def test_hidden_meetings_leave_no_trace(client: Client, store: Store, change: dict[str, object]) -> None:
    store(title="公開の会議", body="公開の委員会", fiscal_year=2023)
    store(title="秘密の会議", body="秘密の委員会", fiscal_year=2019, held_on="2019-06-01")
    Meeting.objects.filter(title="秘密の会議").update(**change)
    html = page(client)
    assert "秘密" not in html
    assert "令和元年度" not in html
    assert "1件の会議録" in html


def test_staff_see_what_is_for_staff(client: Client, store: Store, reader: User) -> None:
    store(title="職員だけの会議")
    Meeting.objects.update(audience=Audience.STAFF)
    assert "職員だけの会議" not in page(client)
    client.force_login(reader)
    html = page(client)
    assert "職員だけの会議" in html
    assert "閲覧範囲：庁内" in html


def test_names_from_documents_are_escaped(client: Client, store: Store) -> None:
    store(title=HOSTILE, body=HOSTILE, agenda=[{"category": None, "number": None, "title": HOSTILE}], utterances=[])
    html = page(client)
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)") == 4


def test_query_count_does_not_grow_with_the_archive(client: Client, store: Store) -> None:
    store()
    with CaptureQueriesContext(
        connection,
    ) as small:
        page(client)
    for month in range(4, 10):
        store(body=f"委員会{month}", fiscal_year=2018 + month % 3, held_on=f"2023-{month:02d}-01")
    with CaptureQueriesContext(connection) as large:
        page(client)
    assert len(large) == len(small) <= 6


def test_frame_has_landmarks_skip_link_and_language(client: Client) -> None:
    html = page(client)
    assert '<html lang="ja">' in html
    assert '<a class="skip-link" href="#main">' in html
    assert '<main class="site-main container" id="main"' in html
    assert "style=" not in html
    assert "<script>" not in html
    assert 'aria-current="page">ホーム' in html


def test_navigation_shows_uploading_to_editors_alone(client: Client, reader: User, editor: User) -> None:
    client.force_login(reader)
    assert "取込み" not in page(client)
    client.force_login(editor)
    assert "取込み" in page(client)


def test_account_is_named_family_name_first_and_signs_out_by_post(client: Client, reader: User) -> None:
    client.force_login(reader)
    User.objects.filter(pk=reader.pk).update(last_name="佐藤", first_name="花子")
    assert "佐藤 花子さん" in page(client)
    assert f'<form method="post" action="{reverse("logout")}">' in page(client)


def test_sign_in_page_keeps_the_archives_name_and_explains_errors(client: Client) -> None:
    with override_settings(SITE_NAME="みなと野市会議録"):
        response = client.post(reverse("login"), {"username": "x", "password": "y", "next": "/years/"})
    html = response.content.decode()
    assert "みなと野市会議録" in html
    assert "testserver" not in html
    assert 'role="alert"' in html
    assert "ログインできませんでした" in html
    assert 'aria-invalid="true"' in html
    assert 'value="/years/"' in html


def test_unknown_page_answers_in_the_sites_clothes(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "ページが見つかりません" in response.content.decode()
    assert "ホームに戻る" in response.content.decode()


def test_server_error_page_needs_neither_database_nor_manifest(
    rf: RequestFactory, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "エラーが発生しました" in response.content.decode()
    assert 'href="/static/css/base.css"' in response.content.decode()


def test_form_without_its_token_is_explained_in_japanese() -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("login"), {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "送信できませんでした" in response.content.decode()


def test_pages_answer_reading_methods_alone(client: Client) -> None:
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200
