"""What Django refuses is told in Japanese, whatever is wrong: no English page, no trace of the code."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver

from minutes import access

pytestmark = pytest.mark.django_db

BOUNDARY = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n' + b"y" * 2_000_000 + b"\r\n--x--\r\n"
CASES: dict[str, tuple[Callable[[Client], Any], int, str]] = {
    "host": (lambda client: client.get("/", HTTP_HOST="elsewhere.example"), 400, "このアドレスでは開けません"),
    "no host": (lambda client: client.get("/", HTTP_HOST="a b/<script>"), 400, "このアドレスでは開けません"),
    "method": (lambda client: client.post("/search/"), 405, "この操作はできません"),
    "trace": (lambda client: client.generic("TRACE", "/", HTTP_X_SECRET="x"), 405, "この操作はできません"),
    "fields": (
        lambda client: client.post("/login/", {f"n{number}": "x" for number in range(10_001)}),
        413,
        "送られた項目が多すぎます",
    ),
    "fields of an address": (
        lambda client: client.get("/search/?" + "a=1&" * 10_001),
        413,
        "送られた項目が多すぎます",
    ),
    "form": (
        lambda client: client.post("/login/", b"a=" + b"x" * 2_000_000, "application/x-www-form-urlencoded"),
        413,
        "送られた内容が大きすぎます",
    ),
    "file": (lambda client: client.post("/login/", PART, BOUNDARY), 413, "送られた内容が大きすぎます"),
    "file to nobody's address": (
        lambda client: client.post("/staff/uploads/new/", PART, BOUNDARY),
        413,
        "大きすぎます",
    ),
    "no boundary": (lambda client: client.post("/login/", b"x", "multipart/form-data"), 400, "読み取れません"),
    "signs": (
        lambda client: client.post("/login/", b"a=b", "application/x-www-form-urlencoded; charset=iso-2022-jp"),
        400,
        "読み取れません",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_refusal_says_what_is_wrong(case: str) -> None:
    ask, status, heading = CASES[case]
    answer: HttpResponse = ask(Client(raise_request_exception=False))
    page = answer.content.decode()
    assert answer.status_code == status
    assert heading in page
    assert 'lang="ja"' in page
    assert not re.search("Bad Request|Not Found|Traceback|Exception", page)


def test_a_form_without_its_token_is_refused_in_japanese() -> None:
    answer = Client(enforce_csrf_checks=True).post("/login/", {"username": "x"})
    assert answer.status_code == 403
    assert "送信できませんでした" in answer.content.decode()


def test_no_address_takes_a_form_without_its_token() -> None:
    known = [found[0] for found in reachable()]
    assert len(known) > 100
    assert [view for view in known if getattr(view, "csrf_exempt", False)] == []


def reachable(patterns: list[Any] | None = None) -> Iterator[tuple[Any, str]]:
    """The views of all addresses, and their names."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from reachable(one.url_patterns)
        else:
            yield one.callback, str(one.name)


def test_scripts_get_no_page_where_they_ask_for_none(client: Client) -> None:
    answer = client.get("/staff/uploads/", HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.parametrize(("role", "status"), [(access.READER, 413), (access.EDITOR, 200)])
def test_only_editors_may_send_files_and_only_to_pages_that_take_them(role: str, status: int, client: Client) -> None:
    user = User.objects.create_user("somebody", password="only for this test")
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    client.raise_request_exception = False
    file = SimpleUploadedFile("large.pdf", b"%PDF-1.7\n" + b"x" * 2_000_000)
    answer = client.post("/staff/uploads/new/", {"file": file}, follow=True)
    assert answer.status_code == status
    assert client.post("/search/", {"file": SimpleUploadedFile("a", b"x" * 2_000_000)}).status_code == 413
