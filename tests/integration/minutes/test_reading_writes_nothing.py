"""Every page of the minutes is answered by a database that only reads, whoever asks, whatever there is to show."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from fixtures.document_files import to_pdf
from minutes import urls
from minutes.drafts import edits
from minutes.editing import read_operation
from minutes.intake import read_today
from minutes.intake.items import new_source
from minutes.models import Audience, Meeting, Paper, Passage, Rereading, Topic, Upload
from minutes.papers import receiving
from minutes.papers.desk import MeetingPapers
from minutes.record.importing import ImportResult, import_minutes
from minutes.uploads import lifecycle
from minutes.views.files import PLAIN_BYTES, POLICY, SAFE_TYPES

ReadOnly = Callable[[], AbstractContextManager[list[Any]]]
TEXT = "会議録\n\n令和6年3月25日\n\n○会長　ただいまから会議を開きます。\n○委員　はい。\n"
SPEECH = {"kind": "speech", "speaker": "会長", "agenda": [], "text": "ただいまから会議を開きます。"}


@pytest.fixture
def meeting(store: Callable[..., ImportResult], build_parsed: Any, editor: User) -> Meeting:
    """Minutes that were corrected by an earlier release, with a topic, and a paper with its file."""
    meeting = store(attachments=[{"label": "資料1", "title": "計画"}]).meeting
    corrected = build_parsed(attachments=[{"label": "資料1", "title": "計画"}], venue="第二会議室", utterances=[SPEECH])
    import_minutes(
        parsed=corrected, source=new_source(b"2", "訂正.txt"), meeting=meeting, edited=True, user=editor, reason="誤り"
    )
    meeting.refresh_from_db()
    meeting.versions.update(changes=None)
    paper = receiving.keep(desk=MeetingPapers(meeting), data=to_pdf(TEXT), filename="資料1.pdf", user=editor)
    assert Paper.objects.filter(pk=paper.pk, attachment__isnull=False).exists()
    item = meeting.agenda_items.first()
    assert item is not None
    Topic.objects.create(name="窓口").agenda_items.add(item)
    row = meeting.utterances.order_by("order")[0]
    place = {"part": "utterance", "row": row.ref, "field": "text", "start": 0, "end": 2, "quote": row.text[:2]}
    Passage.objects.create(meeting=meeting, audience=Audience.EVERYONE, **place)
    Meeting.objects.filter(pk=store(number=9, held_on="2024-02-01").meeting.pk).update(status="withdrawn")
    return meeting


@pytest.fixture
def uploads(meeting: Meeting, editor: User, read_waiting: Callable[[], None]) -> list[Upload]:
    """One in each state: a corrected draft of a PDF, a correction, waiting, unreadable, discarded, published."""
    kept = [lifecycle.keep(to_pdf(TEXT) + bytes(number), f"{number}.pdf", user=editor) for number in range(2)]
    kept.append(lifecycle.keep(b"\x00\x01\x02", "不明.bin", user=editor))
    read_waiting()
    draft = Upload.objects.get(pk=kept[0].pk)
    change = {"op": "set", "table": "head", "field": "venue", "before": None, "after": "第一会議室"}
    edits.do(pk=draft.pk, user=editor, operation=read_operation(change), since=draft.revision)
    lifecycle.discard(upload=Upload.objects.get(pk=kept[1].pk), user=editor)
    kept.append(lifecycle.start_correction(meeting=meeting, user=editor))
    kept.append(lifecycle.keep(b"a", "待ち.txt", user=editor))
    Upload.objects.create(source=new_source_saved(), state=Upload.State.PUBLISHED, meeting=meeting, parsed={})
    better = {**(draft.base or {}), "venue": "第三会議室"}
    Rereading.objects.create(source=draft.source, state=Rereading.State.OFFERED, parsed=better, **read_today())
    states = set(Upload.objects.values_list("state", flat=True))
    assert states == set(Upload.State.values) - {Upload.State.READING}
    return list(Upload.objects.order_by("pk"))


def new_source_saved() -> Any:
    source = new_source("公開した文書".encode(), "公開.txt")
    source.save()
    return source


def addresses(meeting: Meeting, uploads: list[Upload]) -> dict[str, list[str]]:
    """All that can be asked for, by the names of the addresses."""
    key, body, topic = meeting.key, meeting.body_id, Topic.objects.get().pk
    file, paper = meeting.attachments.get().pk, Paper.objects.get().pk
    options: dict[str, list[list[Any]]] = {
        "fiscal_year": [[meeting.fiscal_year]],
        "bin_meeting_remove": [[Meeting.objects.get(status="withdrawn").key]],
        "body": [[body]],
        "body_speakers": [[body]],
        "topic": [[topic]],
        "utterance": [[key, ref] for ref in (1, 5, 99)],
        "attachment_file": [[key, file]],
        "meeting_version": [[key, 1], [key, 2]],
        "version_changes": [[key, 2]],
        "upload_page": [[upload.pk, 1] for upload in uploads],
        "upload_paper_source": [[paper]],
        "rereading": [[Rereading.objects.get().pk]],
        "edition_file": [[key, kind] for kind in ("docx", "html", "exe")],
        "passage_lift": [[key, Passage.objects.get().pk]],
        "passage_settle": [[key, Passage.objects.get().pk]],
    }
    queries = {
        "bin": ["", "?page=2"],
        "erasure": ["", f"?meeting={key}"],
        "meeting": ["", "?page=2", "?speaker=会長", f"?paper={file}-1"],
        "passage_mark": ["", "?part=utterance&row=1"],
        "upload_passage_mark": ["", "?part=utterance&row=u1"],
        "versions_compared": ["?from=1&to=2", "?from=x"],
        "version_changes": ["", "?u=1"],
        "uploads": ["", "?show=ready", "?order=-held_on", "?q=会議"],
        "uploads_progress": [f"?shown={uploads[0].pk}:waiting"],
        "upload": ["", "?plain"],
        "upload_changes": ["?since=0", "?since=99", ""],
        "upload_topics": ["", "?propose"],
        "rereadings": ["", "?show=kept"],
        "rereadings_question": [f"?pick={Rereading.objects.get().pk}"],
        "uploads_question": [f"?action={action}&pick={uploads[0].pk}" for action in ("publish", "discard")],
    }
    found = {}
    for pattern in urls.urlpatterns:
        name, route = str(pattern.name), str(pattern.pattern)
        several = options.get(name) or (
            [[upload.pk] for upload in uploads] if "<int:pk>" in route else [[key]] if "<slug:key>" in route else [[]]
        )
        found[name] = [
            reverse(f"minutes:{name}", args=args) + query for args in several for query in queries.get(name, [""])
        ]
    return found


def is_file(answer: Any, address: str) -> bool:
    """Whether an answer is a file; then no browser may run it as a page of this site, whatever it holds."""
    content_type = answer["Content-Type"]
    if content_type in ("text/html; charset=utf-8", "application/json"):
        assert "Content-Disposition" not in answer, address
        return False
    assert content_type.partition(";")[0] in {*SAFE_TYPES, PLAIN_BYTES}, address
    assert answer["Content-Disposition"].startswith("attachment"), address
    assert answer["Content-Security-Policy"] == POLICY, address
    assert answer["X-Content-Type-Options"] == "nosniff", address
    return True


def is_kept_by_nobody(answer: Any, role: str) -> bool:
    """Whether neither the browser nor a proxy shows an answer to somebody else."""
    kept = answer["Cache-Control"]
    return "Cookie" in answer["Vary"] and (
        kept == "no-store, private" if role != "visitor" else {"no-cache", "private"} <= set(kept.split(", "))
    )


@pytest.mark.parametrize("role", ["visitor", "reader", "editor", "administrator"])
def test_no_page_of_the_minutes_writes(
    role: str,
    meeting: Meeting,
    uploads: list[Upload],
    client: Client,
    request: pytest.FixtureRequest,
    read_only: ReadOnly,
) -> None:
    if role != "visitor":
        client.force_login(request.getfixturevalue(role))
    answered: set[str] = set()
    files: set[str] = set()
    with read_only():
        for name, several in addresses(meeting, uploads).items():
            for address in several:
                answer = client.get(address)
                if answer.status_code == 200:
                    answered.add(name)
                    files |= {name} if is_file(answer, address) else set()
                assert is_kept_by_nobody(answer, role), address
                assert client.head(address).status_code == answer.status_code, address
                assert answer.status_code < 500, address
    assert {"meeting_source", "attachment_file"} <= files
    # What is asked for by buttons alone says so.
    refused = {pattern.name for pattern in urls.urlpatterns} - answered
    if role in ("editor", "administrator"):
        tables = {"trail_csv", "access_log_csv"} if role == "administrator" else set()
        sent = {"meeting_source", "attachment_file", "upload_source", "upload_paper_source", "upload_page"}
        sent |= {"edition_file", "edition_withheld"}
        assert files == sent | tables
        codes = {name: client.get(addresses(meeting, uploads)[str(name)][0]).status_code for name in refused}
        records = {"trail", "trail_csv", "access_log", "access_log_csv"}
        for_administrators = (
            records | {"bin_meeting_remove", "bin_upload_remove", "erasure"} if role == "editor" else set()
        )
        assert {name for name, code in codes.items() if code == 403} == for_administrators
        assert {name: code for name, code in codes.items() if code not in (302, 403, 405)} == {}


def test_no_page_of_the_administration_writes(
    meeting: Meeting, uploads: list[Upload], administrator: User, client: Client, read_only: ReadOnly
) -> None:
    client.force_login(administrator)
    rows = {"meeting": meeting.pk, "body": meeting.body_id, "topic": Topic.objects.get().pk, "upload": uploads[0].pk}
    lists = ["meeting", "body", "topic", "upload", "sourcedocument", "meetingversion"]
    pages = [reverse(f"admin:minutes_{name}_changelist") for name in lists]
    pages += [reverse(f"admin:minutes_{name}_change", args=[pk]) for name, pk in rows.items()]
    with read_only():
        for page in pages:
            assert client.get(page).status_code in (200, 302), page
