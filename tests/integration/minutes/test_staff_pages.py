"""The staff pages as the server gives them: who comes in, what is sent in, listed, shown and published."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fixtures.document_files import to_docx, to_pdf
from minutes import sandbox
from minutes.intake.items import new_source
from minutes.models import Body, Meeting, SourceDocument, Upload
from minutes.parsing.model import ParsedMinutes
from minutes.uploads import lifecycle
from tests.conftest import do_waiting_jobs

pytestmark = pytest.mark.django_db
Build = Callable[..., ParsedMinutes]
Store = Callable[..., Any]
NEW = "/staff/uploads/new/"
SUFFIX_TYPES = {
    ".pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
DOCUMENT = """会議録

会議名　令和5年度 第2回みなと野市情報化推進本部
開催日時　令和6年3月25日（月）13:00～14:00

○本部長　ただいまから会議を開きます。
○部員　電話の更新はいつですか。
"""


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def draft(editor: User, known_body: Body, build_parsed: Build) -> Callable[..., Upload]:
    """draft(title=…): an upload with the draft of build_parsed(title=…), whose source has 40 lines."""

    def make(**changes: Any) -> Upload:
        parsed = build_parsed(**changes)
        source = new_source(repr(parsed).encode(), "会議録.txt", "text/plain")
        source.text = "\n".join(f"原本{number}行" for number in range(1, 41))
        source.save()
        return Upload.objects.create(
            source=source, state=Upload.State.DRAFT, parsed=parsed.to_json(), created_by=editor, updated_by=editor
        )

    return make


Draft = Callable[..., Upload]


def parsed_of(upload: Upload) -> ParsedMinutes:
    return lifecycle.draft_of(Upload.objects.get(pk=upload.pk))


# Who may


ADDRESSES = [
    ("get", "minutes:uploads", []),
    ("get", "minutes:upload_new", []),
    ("get", "minutes:upload", [1]),
    ("post", "minutes:upload_publish", [1]),
    ("get", "minutes:upload_publish_changes", [1]),
    ("post", "minutes:upload_discard", [1]),
    ("post", "minutes:upload_reopen", [1]),
    ("post", "minutes:upload_read_again", [1]),
    ("get", "minutes:upload_source", [1]),
    ("get", "minutes:upload_source_lines", [1]),
    ("get", "minutes:upload_page", [1, 1]),
    ("get", "minutes:upload_page_shapes", [1]),
    ("get", "minutes:upload_missing", [1]),
    ("get", "minutes:upload_explanation", [1]),
    ("post", "minutes:meeting_correct", ["2024-03-25-1"]),
]


@pytest.mark.parametrize(("method", "name", "arguments"), ADDRESSES)
def test_only_editors_come_in(client: Client, reader: User, method: str, name: str, arguments: list[Any]) -> None:
    address = reverse(name, args=arguments)
    answer = getattr(client, method)(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("login"))
    client.force_login(reader)
    refused = getattr(client, method)(address)
    assert refused.status_code == 403
    assert "権限がありません" in refused.content.decode()


@pytest.mark.parametrize("name", [name for method, name, arguments in ADDRESSES if method == "post"])
def test_nothing_is_changed_by_a_link(desk: Client, name: str) -> None:
    arguments = ["2024-03-25-1"] if name == "minutes:meeting_correct" else [1]
    assert desk.get(reverse(name, args=arguments)).status_code == 405


# Sending in


def sent(desk: Client, name: str, data: bytes) -> str:
    """The page that stands there when the file has been read, or the form where it was refused."""
    answer = desk.post(NEW, {"file": SimpleUploadedFile(name, data)})
    do_waiting_jobs()
    html: str = (desk.get(answer["Location"]) if answer.status_code == 302 else answer).content.decode()
    return html


def test_document_is_read_and_shown_beside_its_source(desk: Client) -> None:
    html = sent(desk, "会議録.txt", DOCUMENT.encode())
    assert "の確認と訂正" in html
    upload = Upload.objects.get()
    lines = desk.get(reverse("minutes:upload_source_lines", args=[upload.pk])).json()
    assert lines["lines"][6] == "○部員　電話の更新はいつですか。" and lines["page_count"] == 0
    assert parsed_of(upload).held_on == "2024-03-25"


def test_an_editor_is_shown_why_each_line_was_read_as_it_was(desk: Client) -> None:
    html = sent(desk, "会議録.txt", DOCUMENT.encode())
    address = reverse("minutes:upload_explanation", args=[Upload.objects.get().pk])
    assert address in html
    page = desk.get(address).content.decode()
    assert "○部員　電話の更新はいつですか。" in page and "発言者の表示" in page and "日時" in page
    assert "page=2" not in page
    SourceDocument.objects.update(
        text=DOCUMENT + "".join(f"○部員　{number}番目の発言です。\n" for number in range(600))
    )
    first, second = (desk.get(f"{address}?page={number}").content.decode() for number in (1, 2))
    assert "?page=2" in first and "599番目の発言です。" not in first and "599番目の発言です。" in second
    SourceDocument.objects.update(text="")
    assert "読み取った文がありません" in desk.get(address).content.decode()


@pytest.mark.parametrize(
    ("name", "data", "words"), [("空.txt", b"", "ファイルが空です"), (None, b"", "ファイルを選んでください")]
)
def test_nothing_is_refused_and_not_kept(desk: Client, name: str | None, data: bytes, words: str) -> None:
    files = {"file": SimpleUploadedFile(name, data)} if name else {}
    html = desk.post(NEW, files).content.decode()
    assert words in html
    assert 'aria-invalid="true"' in html
    assert not SourceDocument.objects.exists()


def test_too_large_file_is_refused_and_not_kept(desk: Client, settings: LazySettings) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    html = sent(desk, "会議録.txt", b"a" * (1024 * 1024 + 1))
    assert "ファイルが大きすぎます（1.1 MB）。1 MBまでのファイルを選んでください。" in html
    assert not SourceDocument.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("写真.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "画像は会議録として読み取れません"),
        ("会議録.txt", b"%PDF-1.7\n%", "PDF"),
        ("会議録.txt", bytes(range(128, 256)) * 4, "文字コードが分かりません"),
    ],
)
def test_what_cannot_be_read_is_told_and_kept(desk: Client, name: str, data: bytes, words: str) -> None:
    html = sent(desk, name, data)
    assert "この文書は読み取れませんでした" in html and words in html
    assert "もう一度読み取る" in html
    upload = Upload.objects.get()
    download = desk.get(reverse("minutes:upload_source", args=[upload.pk]))
    assert download.content == data
    assert "attachment" in download["Content-Disposition"]
    assert download["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(("name", "write"), [("会議録.pdf", to_pdf), ("会議録.docx", to_docx)])
def test_pdf_and_word_files_become_drafts(desk: Client, name: str, write: Callable[[str], bytes]) -> None:
    data = write(DOCUMENT)
    sent(desk, name, data)
    upload = Upload.objects.get()
    assert upload.state == Upload.State.DRAFT
    draft = lifecycle.draft_of(upload)
    assert (draft.title, draft.held_on) == ("令和5年度 第2回みなと野市情報化推進本部", "2024-03-25")
    assert [row.speaker for row in draft.utterances] == ["本部長", "部員"]
    assert upload.source.media_type == SUFFIX_TYPES[name[-4:]]
    assert bytes(upload.source.content) == data


def test_utterances_of_a_pdf_know_their_page(desk: Client) -> None:
    said = "".join(f"○部員　{number}番目の質問をします。\n" for number in range(60))
    sent(desk, "会議録.pdf", to_pdf(DOCUMENT + said))
    assert {row.page for row in lifecycle.draft_of(Upload.objects.get()).utterances} == {1, 2}


def test_what_the_reader_left_out_is_among_the_things_to_check(desk: Client) -> None:
    sent(desk, "会議録.pdf", to_pdf(DOCUMENT * 12, foot="みなと野市役所 {page}"))
    told = " ".join(warning.message for warning in parsed_of(Upload.objects.get()).warnings)
    assert "ページごとに繰り返される欄外の文字は、本文に入れていません：みなと野市役所" in told


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("会議録.pdf", to_pdf(DOCUMENT)[:400], "PDFが壊れていて開けません"),
        ("会議録.pdf", to_pdf(DOCUMENT, password="himitsu"), "保護されたPDFです"),
        ("会議録.docx", to_docx(DOCUMENT)[:400], "ファイルが壊れていて開けません"),
        ("会議録.jtd", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "DocumentText".encode("utf-16-le"), "一太郎"),
    ],
    ids=["damaged-pdf", "locked-pdf", "damaged-word", "ichitaro"],
)
def test_a_file_that_its_reader_refuses_is_told_and_kept(desk: Client, name: str, data: bytes, words: str) -> None:
    assert words in sent(desk, name, data)
    assert bytes(Upload.objects.get().source.content) == data


def test_limits_of_reading_are_those_of_the_site(desk: Client, settings: LazySettings) -> None:
    settings.READ_PAGES = 1
    html = sent(desk, "会議録.pdf", to_pdf(DOCUMENT * 12))
    assert "1ページまでのファイルに分けて送ってください" in html


def test_the_form_names_the_formats_that_can_be_read(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minutes.uploads.forms.office_is_installed", lambda: False)
    html = desk.get(NEW).content.decode()
    assert "PDF、Word、テキスト、HTML（.pdf、.docx、" in html
    assert ".odt" not in html
    monkeypatch.setattr("minutes.uploads.forms.office_is_installed", lambda: True)
    assert ".odt" in desk.get(NEW).content.decode()


def test_same_file_is_told_with_links(desk: Client) -> None:
    sent(desk, "一回目.txt", DOCUMENT.encode())
    html = sent(desk, "二回目.txt", DOCUMENT.encode())
    first = Upload.objects.get(source__filename="一回目.txt")
    assert "同じファイルがすでに取り込まれています" in html
    assert f'href="{first.get_absolute_url()}"' in html


def test_unreadable_upload_can_be_read_again_and_discarded(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("bug")

    with monkeypatch.context() as patch:
        patch.setattr(sandbox, "parse_apart", broken)
        assert "読み取りの途中で不具合が起きました" in sent(desk, "会議録.txt", DOCUMENT.encode())
    upload = Upload.objects.get()
    html = desk.post(reverse("minutes:upload_read_again", args=[upload.pk]), follow=True).content.decode()
    assert "読み取りを待っています" in html
    do_waiting_jobs()
    assert "の確認と訂正" in desk.get(upload.get_absolute_url()).content.decode()
    desk.post(reverse("minutes:upload_discard", args=[upload.pk]))
    html = desk.post(reverse("minutes:upload_reopen", args=[upload.pk]), follow=True).content.decode()
    assert "の確認と訂正" in html


# The list


def test_list_tells_what_each_upload_is(desk: Client, draft: Draft) -> None:
    assert "まだ何も取り込まれていません" in desk.get("/staff/uploads/").content.decode()
    warnings = [{"code": "weekday-mismatch", "line": 3, "message": "曜日が違います"}] * 2
    draft(warnings=warnings)
    sent(desk, "写真.png", b"\x89PNG\r\n\x1a\n")
    html = desk.get("/staff/uploads/").content.decode()
    assert "みなと野市情報化推進本部" in html and "令和6年（2024年）3月25日（月）" in html
    assert "2件</strong>" in html and "曜日の誤り 2" in html and "henshu" in html
    only = desk.get("/staff/uploads/?show=unreadable").content.decode()
    assert "写真.png" in only and "みなと野市情報化推進本部" not in only


def test_list_reads_neither_drafts_nor_documents_and_asks_few_questions(desk: Client, draft: Draft) -> None:
    for number in range(60):
        draft(number=number)
    with CaptureQueriesContext(connection) as queries:
        html = desk.get("/staff/uploads/?page=2").content.decode()
    assert html.count('<tr id="upload-') == 10
    assert len(queries) <= 21
    sql = " ".join(query["sql"] for query in queries.captured_queries)
    assert '"content"' not in sql.replace("django_content", "") and '"minutes_upload"."parsed",' not in sql


# The checking page


def test_the_page_names_what_its_scripts_ask(desk: Client, draft: Draft) -> None:
    upload = draft()
    html = desk.get(upload.get_absolute_url()).content.decode()
    addresses = json.loads(re.search(r'id="check-addresses"[^>]*>(.*?)</script>', html, re.S)[1])  # type: ignore[index]
    assert {"edits", "undo", "redo", "lessons", "reason"} < set(addresses)
    for name in ("draft", "lines", "missing", "changes"):
        assert desk.get(addresses[name]).status_code == 200, name
    assert re.search(r"<script(?! type=.module| src=| id=|[^>]* src=)", html) is None
    assert "style=" not in html


def test_without_scripts_the_read_content_can_be_seen(desk: Client, draft: Draft) -> None:
    upload = draft()
    html = desk.get(upload.get_absolute_url()).content.decode()
    assert "<noscript>" in html and 'href="?plain=1"' in html
    plain = desk.get(upload.get_absolute_url() + "?plain=1").content.decode()
    assert "申請の件数はどれくらいですか。" in plain


def test_hostile_text_is_shown_as_text(desk: Client, draft: Draft) -> None:
    hostile = "</script><script>alert(1)</script>"
    upload = draft(title=hostile, body=hostile)
    SourceDocument.objects.update(text=hostile, filename=hostile)
    for address in (
        upload.get_absolute_url(),
        upload.get_absolute_url() + "?plain=1",
        reverse("minutes:uploads"),
    ):
        html = desk.get(address).content.decode()
        assert hostile not in html
        assert "&lt;script&gt;" in html


@pytest.mark.slow
def test_pages_of_a_pdf_are_drawn_once(desk: Client, settings: LazySettings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    sent(desk, "会議録.pdf", to_pdf(DOCUMENT))
    upload = Upload.objects.get()
    address = reverse("minutes:upload_page", args=[upload.pk, 1])
    first = desk.get(address + "?w=700")
    assert first.content.startswith(b"\x89PNG")
    (kept,) = (tmp_path / "pages").rglob("*.png")
    assert kept.name == "1-900.png"
    kept.write_bytes(b"kept")
    assert desk.get(address + "?w=900").content == b"kept"
    assert desk.get(reverse("minutes:upload_page", args=[upload.pk, 99])).status_code == 404
    shapes = reverse("minutes:upload_page_shapes", args=[upload.pk])
    assert desk.get(shapes).json()["shapes"] == [pytest.approx(210 / 297, abs=0.01)]
    (tmp_path / "pages").joinpath(*kept.parent.parts[-2:], "shapes.json").write_text("[2.0]")
    assert desk.get(shapes).json() == {"shapes": [2.0]}
    lines = desk.get(reverse("minutes:upload_source_lines", args=[upload.pk])).json()
    assert lines["page_count"] == 1
    page, left, top, right, bottom = lines["places"][0][0]
    assert page == 1 and 0 <= left < right <= 1 and 0 <= top < bottom <= 1


def test_what_is_no_pdf_has_no_pages(desk: Client) -> None:
    sent(desk, "会議録.txt", DOCUMENT.encode())
    assert desk.get(reverse("minutes:upload_page", args=[Upload.objects.get().pk, 1])).status_code == 404
    assert desk.get(reverse("minutes:upload_page_shapes", args=[Upload.objects.get().pk])).status_code == 404


def test_the_page_of_3000_utterances_is_small_and_asks_few_questions(desk: Client, draft: Draft) -> None:
    said = [
        {"kind": "speech", "speaker": "委員", "agenda": [], "text": f"第{number}の発言", "line": number + 1}
        for number in range(3000)
    ]
    upload = draft(utterances=said)
    with CaptureQueriesContext(connection) as queries:
        html = desk.get(upload.get_absolute_url()).content.decode()
    assert len(queries) <= 26
    assert len(html) < 60_000


def test_the_next_document_that_needs_a_look_is_offered(desk: Client, draft: Draft) -> None:
    upload, sure, unsure = draft(), draft(number=3), draft(number=4)
    Upload.objects.filter(pk=sure.pk).update(certainty=0.97)
    Upload.objects.filter(pk=unsure.pk).update(certainty=0.5)
    html = desk.get(upload.get_absolute_url()).content.decode()
    assert f'href="{unsure.get_absolute_url()}"' in html
    assert f'href="{sure.get_absolute_url()}"' not in html


# Publishing


def publish(desk: Client, upload: Upload) -> str:
    """The page after the button was pressed, and where minutes are replaced, that of the page that asks, with a reason."""
    number = Upload.objects.get(pk=upload.pk).revision
    address = reverse("minutes:upload_publish", args=[upload.pk])
    html: str = desk.post(address, {"action": "publish", "revision": number}, follow=True).content.decode()
    version = re.search(r'name="version"\s+value="(\d+)"', html)
    if version:
        data = {"action": "publish", "revision": number, "version": version[1], "reason": "発言者の誤り"}
        address = reverse("minutes:upload_publish_changes", args=[upload.pk])
        html = desk.post(
            address, {**data, "reason-before": Upload.objects.get(pk=upload.pk).reason}, follow=True
        ).content.decode()
    return html


def missing(desk: Client, upload: Upload) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.get(reverse("minutes:upload_missing", args=[upload.pk])).json()["missing"]
    return found


def test_publishing_leads_to_the_meeting(desk: Client, draft: Draft) -> None:
    html = publish(desk, draft())
    meeting = Meeting.objects.get()
    assert "公開しました。" in html
    assert f'href="{meeting.get_absolute_url()}"' in html
    assert desk.get(meeting.get_absolute_url()).status_code == 200


def test_published_meeting_is_found_by_search_at_once(desk: Client, draft: Draft) -> None:
    upload = draft()
    search = reverse("search:results") + "?q=電話システム"
    assert "/u/5/" not in desk.get(search).content.decode()
    publish(desk, upload)
    assert Meeting.objects.get().get_absolute_url() + "u/5/" in desk.get(search).content.decode()


def test_gaps_are_told_with_their_field_and_nothing_is_published(desk: Client, draft: Draft) -> None:
    said: list[dict[str, Any]] = [{"kind": "speech", "speaker": None, "agenda": [], "text": " ", "id": "u7"}]
    upload = draft(body=None, held_on=None, fiscal_year=None, utterances=said)
    assert [(gap["field"], gap["utterance"]) for gap in missing(desk, upload)] == [
        ("body", None),
        ("held_on", None),
        ("text", "u7"),
    ]
    response = desk.post(reverse("minutes:upload_publish", args=[upload.pk]))
    assert response["Location"] == upload.get_absolute_url() + "#missing"
    assert not Meeting.objects.exists()


def test_new_version_of_a_stored_meeting_is_announced(desk: Client, draft: Draft, store: Store) -> None:
    meeting = store(venue="旧庁舎").meeting
    upload = draft()
    html = desk.get(upload.get_absolute_url()).content.decode()
    assert "この会議の会議録は、すでに登録されています" in html
    assert f'href="{meeting.get_absolute_url()}"' in html
    publish(desk, upload)
    assert meeting.versions.count() == 2


def test_correction_of_a_published_meeting(desk: Client, store: Store) -> None:
    meeting = store().meeting
    refs = list(meeting.utterances.values_list("ref", flat=True))
    response = desk.post(reverse("minutes:meeting_correct", args=[meeting.key]), follow=True)
    assert "公開中の会議録の訂正です" in response.content.decode()
    upload = Upload.objects.get()
    draft = desk.get(reverse("minutes:upload_draft_json", args=[upload.pk])).json()
    row = draft["draft"]["utterances"][2]
    change = {
        "op": "set",
        "table": "utterances",
        "id": row["id"],
        "field": "speaker",
        "before": row["speaker"],
        "after": "山田部員",
    }
    edit = {"since": draft["number"], "operation": change, "token": "t"}
    desk.post(reverse("minutes:upload_edit", args=[upload.pk]), edit, content_type="application/json")
    assert [gap["field"] for gap in missing(desk, upload)] == ["reason"]
    reason = {"reason": "発言者の誤り"}
    desk.post(reverse("minutes:upload_reason", args=[upload.pk]), reason, content_type="application/json")
    publish(desk, upload)
    meeting.refresh_from_db()
    version = meeting.current_version
    assert version is not None and (version.number, version.reason) == (2, "発言者の誤り")
    assert meeting.utterances.get(order=3).speaker == "山田部員"
    assert list(meeting.utterances.values_list("ref", flat=True)) == refs


def test_withdrawn_meeting_stays_hidden_and_the_page_says_so(desk: Client, draft: Draft, store: Store) -> None:
    meeting = store(venue="旧庁舎").meeting
    Meeting.objects.filter(pk=meeting.pk).update(status=Meeting.Status.WITHDRAWN)
    assert "「取下げ」なので、閲覧者には見えません" in publish(desk, draft())
