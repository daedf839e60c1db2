"""Whatever anybody sends to any address, the archive answers, and never with an error of its own.

Addresses are walked in the resolver, and the names of fields are those that the code asks a request for: a new page is
tried by itself. The tries are drawn from a seed, the same in every run; FUZZ_SEED draws others, FUZZ_ROUNDS more.
"""

import json
import os
import random
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from minutes.intake.items import new_source
from minutes.models import Meeting, Upload
from minutes.papers import receiving
from minutes.papers.desk import MeetingPapers
from minutes.record.importing import ImportResult
from minutes.uploads import lifecycle

SEED = int(os.environ.get("FUZZ_SEED", "12"))
ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "3"))
TEXT = "会議録\n\n令和6年3月25日\n\n○会長　ただいまから会議を開きます。\n○委員　はい。\n"
# Values of fields, percent-encoded where the bytes matter: no NUL and no half of a sign reaches a database, no number
# is too large for it, no bracket too deep.
VALUES = [
    "",
    "%00",
    "a%00b",
    "%FF%FE",
    "%ED%A0%80",
    "%F0%9F%92%A9",
    "0",
    "-1",
    "1",
    "2147483648",
    "9223372036854775808",
    "9" * 400,
    "1e9",
    "1.5",
    "NaN",
    "%D9%A3",  # a digit, but none of ours
    "%C2%B2",  # a digit that int() refuses
    quote("１２"),
    quote("令和99年13月32日"),
    "0001-01-01",
    "9999-12-31",
    "2024-02-30",
    "0000-00",
    quote("会議 NEAR/1000 会議* OR -「会議」 年度:0-99999999999999999999 日付:9999-99-99"),
    quote("(") * 400,
    quote("-会議:") * 100,
    quote("NOT ") * 150,
    quote('"') + quote("髙﨑") * 40,
    quote("漢") * 2000,
    "%E2%80%AE%E2%80%8B%EF%BB%BF",
    quote("'; DROP TABLE x; --"),
    quote("<script>alert(1)</script>"),
    quote("../../etc/passwd"),
    "1:1",
    "1:confirmed",
    "999999999999999999999:x:y",
    quote("{}"),
    quote('{"op": "set", "table": "head", "field": "held_on", "after": "9999-99-99"}'),
    "null",
    "on",
    "false",
]
BODIES = [
    (b"{" * 5000, "application/json"),
    (b'{"a":' * 3000, "application/json"),
    (b"[" * 100_000, "application/json"),
    (
        b'{"op": "set", "table": "head", "field": "title", "before": null, "after": "\\ud800\\u0000"}',
        "application/json",
    ),
    (b'{"operation": {"op": "join", "id": 1e400}, "since": 99999999999999999999, "reason": ["x"]}', "application/json"),
    (b"null", "application/json"),
    (b"\xff\xfe\x00", "application/json; charset=utf-16"),
    (b"q=%ff%00&q=1", "application/x-www-form-urlencoded; charset=nonsense"),
    (b"\x00" * 100, "multipart/form-data; boundary="),
    (b"--x\r\nContent-Disposition: form-data\r\n\r\n--x--", "multipart/form-data; boundary=x"),
    (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="..\x00/\xff.pdf"\r\n'
        b'Content-Type: text/html; charset="\r\n\r\n%PDF-\xff\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    (b"<x/>", "text/xml"),
    (b"", ""),
]
HEADERS: list[dict[str, str]] = [
    {},
    {"HX-Request": "true", "HX-Current-URL": "http://[::1", "HX-Target": "\xff"},
    {
        "HX-Request": "true",
        "HX-History-Restore-Request": "true",
        "HX-Current-URL": "%ff",
        "HX-Current-URL-URI-AutoEncoded": "true",
    },
    {"Referer": "http://[/?q=%ff", "Accept-Language": "x" * 200, "Accept": ";;,q=x"},
    {"Cookie": "sessionid=\xff\xfe; csrftoken=\x01; messages=x:y; search_sort=\u00e9; =;;"},
    {"X-Forwarded-For": "\xff, ::%, 1.2.3.4.5", "X-Request-ID": "x" * 500, "X-Forwarded-Proto": "gopher"},
    {"Range": "bytes=9-1", "If-Modified-Since": "never", "If-None-Match": "*"},
    {"Sec-Purpose": "prefetch", "Authorization": "Basic \xff", "User-Agent": ""},
]
Try = tuple[str, str, dict[str, Any], dict[str, str]]


def routes_of(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """The route of every address, as the resolver reads it."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes_of(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


def path_of(route: str, chance: random.Random, known: dict[str, list[Any]]) -> str:
    """An address of this route, with values that its converters take or refuse."""
    odd: dict[str, list[Any]] = {
        "int": [0, 1, 2**31, 2**63, 10**30],
        "slug": ["x", "9" * 300, "-_-"],
        "str": ["x", "%00", "%ED%A0%80", "%F0%9F%92%A9", "x" * 300],
        "path": ["x", "..", "%00/x", "minutes/body/1"],
        "uuid": [uuid.UUID(int=0), "x"],
    }
    path, rest = "", route.replace("^", "").replace("$", "").replace("\\Z", "")
    while "<" in rest:
        text, _, rest = rest.partition("<")
        kind, _, rest = rest.partition(">")
        kind = kind.partition(":")[0] if ":" in kind else "str"
        path += text + str(chance.choice(known.get(kind, []) * 2 + odd.get(kind, ["x"])))
    return "/" + path + rest.replace("(?P", "").replace("(?:.*)", "").replace(".*)", "")


class Asked:
    """The names of fields that the code asked requests for, while this is open."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.names: set[str] = set()
        for method in ("__getitem__", "_getlist", "__contains__"):
            patch.setattr(QueryDict, method, self._noting(getattr(QueryDict, method)), raising=False)

    def _noting(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def noting(values: Any, name: Any, *more: Any, **options: Any) -> Any:
            if isinstance(name, str) and len(name) < 60 and name.isprintable():
                self.names.add(name)
            return method(values, name, *more, **options)

        return noting


@pytest.fixture
def known(store: Callable[..., ImportResult], editor: User, read_waiting: Callable[[], None]) -> dict[str, list[Any]]:
    """Values of the converters that lead to something: a meeting with a paper, a draft, a document that nobody reads."""
    meeting: Meeting = store(attachments=[{"label": "資料1", "title": "計画"}]).meeting
    receiving.keep(desk=MeetingPapers(meeting), data=TEXT.encode(), filename="資料1.txt", user=editor)
    draft = lifecycle.keep(TEXT.encode(), "会議録.txt", user=editor)
    read_waiting()
    lost = Upload.objects.create(source=new_source_saved(), state=Upload.State.UNREADABLE)
    paper = meeting.attachments.get().pk
    return {"int": [1, draft.pk, lost.pk, meeting.body_id, meeting.fiscal_year, paper], "slug": [meeting.key]}


def new_source_saved() -> Any:
    source = new_source(b"\x00\x01", "不明.bin")
    source.save()
    return source


def tries(
    route: str, chance: random.Random, known: dict[str, list[Any]], names: list[str], rounds: int
) -> Iterator[Try]:
    """Requests of one address: path, method, what the test client is to send, headers."""

    def fields() -> str:
        chosen = chance.choices(names, k=chance.randint(1, 6)) if names else []
        return "&".join(f"{quote(name)}={chance.choice(VALUES)}" for name in [*chosen, "q", "%ff"])

    form = "application/x-www-form-urlencoded"
    for number in range(rounds):
        yield path_of(route, chance, known), "GET", {"QUERY_STRING": fields()}, chance.choice(HEADERS)
        yield (
            path_of(route, chance, known),
            "POST",
            {"data": fields().encode(), "content_type": form},
            chance.choice(HEADERS),
        )
        body, content_type = chance.choice(BODIES)
        yield path_of(route, chance, known), "POST", {"data": body, "content_type": content_type}, HEADERS[number % 2]
    yield path_of(route, chance, known), chance.choice(["PUT", "DELETE", "OPTIONS", "TRACE", "HEAD", "X"]), {}, {}


@pytest.mark.slow
@pytest.mark.parametrize("role", ["visitor", "editor", "administrator"])
def test_no_request_ends_in_an_error_of_the_archive(
    role: str, known: dict[str, list[Any]], request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(f"{SEED} {role}")
    client = Client(raise_request_exception=False)
    if role != "visitor":
        client.force_login(request.getfixturevalue(role))
    cookies = client.cookies.output(header="", sep=";")
    routes = list(routes_of(get_resolver()))
    assert len(routes) > 60
    failed: dict[str, str] = {}
    sent = 0
    with pytest.MonkeyPatch.context() as patch:
        asked = Asked(patch)
        for route in routes:
            asked.names.clear()
            if route.startswith("admin/") and role != "administrator":
                continue
            # Editors' pages are tried as an editor; the administration is mostly Django's own.
            is_tried_elsewhere = role == "administrator" or (role == "visitor" and route.startswith("staff/"))
            rounds = 1 if is_tried_elsewhere else ROUNDS
            for place, method, content, headers in [
                # The first one finds out for which fields the code asks.
                next(tries(route, chance, known, [], 1)),
                *tries(route, chance, known, sorted(asked.names), rounds),
            ]:
                client.cookies.load(cookies)
                caplog.clear()
                answer = send(client, place, method, content, headers)
                sent += 1
                if answer.status_code >= 500:
                    traces = [record.exc_text for record in caplog.records if record.exc_text]
                    error = traces[-1].strip().splitlines()[-1] if traces else str(answer.status_code)
                    failed.setdefault(error, json.dumps([method, place[:200], repr(content)[:300], headers]))
    assert failed == {}, f"{len(failed)} kinds of errors in {sent} requests:\n" + "\n".join(
        f"{error}\n    {how}" for error, how in failed.items()
    )


def send(client: Client, place: str, method: str, content: dict[str, Any], headers: dict[str, str]) -> Any:
    """The answer to one request; what it stored is taken back."""
    with transaction.atomic():
        answer = client.generic(method, place, headers=headers, **content)
        if answer.streaming:
            b"".join(answer)
        transaction.set_rollback(True)
    return answer
