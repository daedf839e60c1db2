"""The original can be had back byte by byte, and never as a page of this site."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minutes.intake.items import new_source
from minutes.models import Audience, Meeting
from minutes.parsing.model import ParsedMinutes
from minutes.record.importing import ImportResult, import_minutes

Build = Callable[..., ParsedMinutes]
Store = Callable[..., ImportResult]

pytestmark = pytest.mark.django_db


def address(meeting: Meeting) -> str:
    return reverse("minutes:meeting_source", args=[meeting.key])


def imported(build: Build, data: bytes, filename: str, media_type: str) -> Meeting:
    return import_minutes(parsed=build(), source=new_source(data, filename, media_type)).meeting


def test_download_gives_the_bytes_under_their_japanese_name(client: Client, build_parsed: Build) -> None:
    data = "会議録\r\n".encode("cp932")
    response = client.get(address(imported(build_parsed, data, "第2回会議録.txt", "text/plain")))
    assert response.content == data
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E7%AC%AC2%E5%9B%9E%E4%BC%9A%E8%AD%B0%E9%8C%B2.txt"
    )
    assert response["Content-Type"] == "text/plain"


def test_html_is_a_download_and_not_a_page(client: Client, build_parsed: Build) -> None:
    meeting = imported(build_parsed, b"<script>alert(1)</script>", "minutes.html", "text/html")
    response = client.get(address(meeting))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="minutes.html"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("filename", "sent"),
    [
        ("a\r\nSet-Cookie: x=1.txt", 'attachment; filename="a_Set-Cookie_ x=1.txt"'),
        ("../../etc/passwd", 'attachment; filename="_.._etc_passwd"'),
        ('a";filename="b.exe', 'attachment; filename="a_;filename=_b.exe"'),
        ("会議録\u202etxt.exe", "attachment; filename*=utf-8''%E4%BC%9A%E8%AD%B0%E9%8C%B2_txt.exe"),
        (" . ", 'attachment; filename="source"'),
        ("会議\x85録\u2028\u200f.pdf", "attachment; filename*=utf-8''%E4%BC%9A%E8%AD%B0_%E9%8C%B2_.pdf"),
        ("con.txt", 'attachment; filename="_con.txt"'),
        ("a" * 300 + ".pdf", f'attachment; filename="{"a" * 116}.pdf"'),
    ],
)
def test_hostile_filenames_are_tamed(client: Client, build_parsed: Build, filename: str, sent: str) -> None:
    response = client.get(address(imported(build_parsed, b"x", filename, "text/plain")))
    assert response["Content-Disposition"] == sent
    assert "Set-Cookie" not in response.headers


def test_original_that_holds_restricted_utterances_is_kept_back(client: Client, store: Store, reader: User) -> None:
    meeting = store().meeting
    meeting.utterances.filter(ref=2).update(audience=Audience.STAFF)
    assert client.get(address(meeting)).status_code == 404
    assert address(meeting) not in client.get(meeting.get_absolute_url()).content.decode()
    client.force_login(reader)
    assert client.get(address(meeting)).status_code == 200
    assert address(meeting) in client.get(meeting.get_absolute_url()).content.decode()


def test_meeting_page_leaves_the_bytes_in_the_database(client: Client, build_parsed: Build) -> None:
    meeting = imported(build_parsed, b"x", "a.txt", "text/plain")
    with CaptureQueriesContext(connection) as queries:
        client.get(meeting.get_absolute_url())
    assert not [query for query in queries if '_sourcedocument"."content"' in query["sql"]]


def test_files_leave_by_one_module() -> None:
    apart = re.compile(r"Content-Disposition|FileResponse|StreamingHttpResponse\(")
    root = Path(__file__).parents[3]
    modules = [path for app in ("config", "minutes", "search", "trail") for path in (root / app).rglob("*.py")]
    own = root / "minutes" / "views" / "files.py"
    assert own in modules
    assert [path for path in modules if path != own and apart.search(path.read_text())] == []
