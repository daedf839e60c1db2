"""The staff pages as an editor uses them, without JavaScript."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minutes import drafts, intake, uploading
from minutes.intake import new_source
from minutes.models import Meeting, SourceDocument, Upload
from minutes.parsing.model import ParsedMinutes
from tests.conftest import do_waiting_jobs
from tests.unit.documents.printing import to_docx, to_pdf

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
def draft(editor: User, build_parsed: Build) -> Callable[..., Upload]:
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


class Controls(HTMLParser):
    """What a browser would send of the draft's form if nobody touched it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.data: dict[str, list[str]] = {}
        self._inside = False
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self._inside = given.get("id") == "draft"
        elif not self._inside:
            return
        elif tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.data.setdefault(name, []).append(value)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.data[self._select] = [value]
        elif tag == "textarea":
            self._area = name
            self.data[name] = [""]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.data[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            # A browser drops the first line end of a text area and sends the others as \r\n.
            text = self.data[self._area][0].removeprefix("\n")
            self.data[self._area] = [text.replace("\n", "\r\n")]
            self._area = ""
        elif tag == "select":
            self._select = ""


def opened(desk: Client, upload: Upload, query: str = "") -> dict[str, list[str]]:
    html = desk.get(upload.get_absolute_url() + query).content.decode()
    return Controls(html).data


def save(desk: Client, upload: Upload, data: dict[str, Any], **changes: Any) -> Any:
    posted = {**data, **{name.replace("__", "-"): value for name, value in changes.items()}}
    return desk.post(upload.get_absolute_url(), posted, follow=True)


def parsed_of(upload: Upload) -> ParsedMinutes:
    return uploading.draft_of(Upload.objects.get(pk=upload.pk))


# Who may


ADDRESSES = [
    ("get", "minutes:uploads", []),
    ("get", "minutes:upload_new", []),
    ("get", "minutes:upload", [1]),
    ("post", "minutes:upload_publish", [1]),
    ("post", "minutes:upload_discard", [1]),
    ("post", "minutes:upload_reopen", [1]),
    ("post", "minutes:upload_read_again", [1]),
    ("get", "minutes:upload_source", [1]),
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


def test_save_after_the_session_ended_leaves_the_page_as_it_is(client: Client, draft: Draft) -> None:
    address = draft().get_absolute_url()
    assert client.post(address, headers={"HX-Request": "true"}).status_code == 401
    # Without htmx the sign-in leads to a page that can be opened by a link.
    assert client.post(address)["Location"].endswith("?next=/staff/uploads/")


# Sending in


def sent(desk: Client, name: str, data: bytes) -> str:
    """The page that stands there when the file has been read, or the form where it was refused."""
    answer = desk.post(NEW, {"file": SimpleUploadedFile(name, data)})
    do_waiting_jobs()
    html: str = (desk.get(answer["Location"]) if answer.status_code == 302 else answer).content.decode()
    return html


def test_document_is_read_and_shown_beside_its_source(desk: Client) -> None:
    html = sent(desk, "会議録.txt", DOCUMENT.encode())
    assert "会議録の確認と訂正" in html
    assert 'id="L6"' in html and "○部員　電話の更新はいつですか。" in html
    assert parsed_of(Upload.objects.get()).held_on == "2024-03-25"


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
    assert b"".join(download.streaming_content) == data  # type: ignore[attr-defined]
    assert "attachment" in download["Content-Disposition"]
    assert download["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(("name", "write"), [("会議録.pdf", to_pdf), ("会議録.docx", to_docx)])
def test_pdf_and_word_files_become_drafts(desk: Client, name: str, write: Callable[[str], bytes]) -> None:
    data = write(DOCUMENT)
    html = sent(desk, name, data)
    assert "電話の更新はいつですか。" in html
    upload = Upload.objects.get()
    assert upload.state == Upload.State.DRAFT
    draft = uploading.draft_of(upload)
    assert (draft.title, draft.held_on) == ("令和5年度 第2回みなと野市情報化推進本部", "2024-03-25")
    assert [row.speaker for row in draft.utterances] == ["本部長", "部員"]
    assert upload.source.media_type == SUFFIX_TYPES[name[-4:]]
    assert bytes(upload.source.content) == data


def test_utterances_of_a_pdf_know_their_page(desk: Client) -> None:
    said = "".join(f"○部員　{number}番目の質問をします。\n" for number in range(60))
    sent(desk, "会議録.pdf", to_pdf(DOCUMENT + said))
    assert {row.page for row in uploading.draft_of(Upload.objects.get()).utterances} == {1, 2}


def test_what_the_reader_left_out_is_among_the_things_to_check(desk: Client) -> None:
    html = sent(desk, "会議録.pdf", to_pdf(DOCUMENT * 12, foot="みなと野市役所 {page}"))
    assert "ページごとに繰り返される欄外の文字は、本文に入れていません：みなと野市役所" in html


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
    monkeypatch.setattr("minutes.forms.upload.office_is_installed", lambda: False)
    html = desk.get(NEW).content.decode()
    assert "PDF、Word、テキスト、HTML（.pdf、.docx、" in html
    assert ".odt" not in html
    monkeypatch.setattr("minutes.forms.upload.office_is_installed", lambda: True)
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
        patch.setattr(intake, "parse_apart", broken)
        assert "読み取りの途中で不具合が起きました" in sent(desk, "会議録.txt", DOCUMENT.encode())
    upload = Upload.objects.get()
    html = desk.post(reverse("minutes:upload_read_again", args=[upload.pk]), follow=True).content.decode()
    assert "読み取りを待っています" in html
    do_waiting_jobs()
    assert "会議録の確認と訂正" in desk.get(upload.get_absolute_url()).content.decode()
    desk.post(reverse("minutes:upload_discard", args=[upload.pk]))
    html = desk.post(reverse("minutes:upload_reopen", args=[upload.pk]), follow=True).content.decode()
    assert "会議録の確認と訂正" in html


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
    assert len(queries) <= 14
    sql = " ".join(query["sql"] for query in queries.captured_queries)
    assert '"content"' not in sql.replace("django_content", "") and '"minutes_upload"."parsed",' not in sql


# The draft


def test_untouched_page_saves_nothing(desk: Client, draft: Draft) -> None:
    upload = draft()
    html = save(desk, upload, opened(desk, upload)).content.decode()
    assert "変更はありません。" in html
    assert Upload.objects.get(pk=upload.pk).parsed == upload.parsed
    assert Upload.objects.get(pk=upload.pk).revision == 0


def test_corrections_of_every_part_are_saved(desk: Client, draft: Draft) -> None:
    upload = draft()
    html = save(
        desk,
        upload,
        opened(desk, upload),
        header__venue="第二会議室",
        header__held_on="2024-03-26",
        utterances__2__speaker="山田部員",
        utterances__2__kind="summary",
        utterances__2__agenda=["0", "1"],
        utterances__2__text="一段落目\r\n二段落目",
        attendees__2__name="監査委員",
    ).content.decode()
    assert "下書きを保存しました。" in html
    result = parsed_of(upload)
    assert (result.venue, result.held_on, result.attendees[2].name) == ("第二会議室", "2024-03-26", "監査委員")
    row = result.utterances[2]
    assert (row.speaker, row.kind, row.agenda) == ("山田部員", "summary", (0, 1))
    assert row.text == "一段落目\n二段落目"


def test_warnings_link_to_their_marked_line(desk: Client, draft: Draft) -> None:
    upload = draft(warnings=[{"code": "weekday-mismatch", "line": 7, "message": "曜日が違います"}])
    html = desk.get(upload.get_absolute_url()).content.decode()
    assert "確認事項（1件）" in html
    assert 'href="#L7"' in html
    assert re.search(r'class="source__line source__line--warned"\s+id="L7"', html)


def test_wrong_date_is_told_at_its_field_and_nothing_is_lost(desk: Client, draft: Draft) -> None:
    upload = draft()
    response = save(
        desk, upload, opened(desk, upload), header__held_on="2024-02-30", utterances__0__speaker="消えない発言者"
    )
    html = response.content.decode()
    assert 'href="#id_header-held_on"' in html
    assert "2024-03-25 の形で、実際にある日付を入力してください。" in html
    assert 'value="消えない発言者"' in html
    assert Upload.objects.get(pk=upload.pk).revision == 0


def test_utterance_is_added_in_place(desk: Client, draft: Draft) -> None:
    upload = draft()
    response = desk.post(upload.get_absolute_url(), {**opened(desk, upload), "insert": "0"})
    assert response["Location"].endswith("?page=1#u2")
    assert [row.text for row in parsed_of(upload).utterances][:2] == ["ただいまから第2回の会議を開きます。", ""]


def test_hostile_text_is_shown_as_text(desk: Client, draft: Draft) -> None:
    hostile = "<script>alert(1)</script>"
    upload = draft(
        title=hostile,
        body=hostile,
        agenda=[{"category": hostile, "number": 1, "title": '"><img src=x onerror=alert(1)>'}],
        utterances=[
            {"kind": "speech", "speaker": '" onfocus="alert(1)', "agenda": [0], "text": "</textarea>" + hostile}
        ],
        warnings=[{"code": "no-date", "line": 1, "message": hostile}],
    )
    SourceDocument.objects.update(text=hostile, filename=hostile)
    for address in (upload.get_absolute_url(), reverse("minutes:uploads")):
        html = desk.get(address).content.decode()
        assert hostile not in html
        assert "<img src=x" not in html and 'onfocus="alert' not in html
        assert "&lt;script&gt;" in html
    assert opened(desk, upload)["utterances-0-text"] == ["</textarea>" + hostile]


# Two editors


def test_second_editor_sees_own_input_again_and_may_replace(desk: Client, draft: Draft, administrator: User) -> None:
    upload = draft()
    data = opened(desk, upload)
    other = Client()
    other.force_login(administrator)
    save(other, upload, opened(other, upload), header__venue="先に保存した場所")
    response = save(desk, upload, data, header__venue="後から入力した場所")
    html = response.content.decode()
    assert response.status_code == 409
    assert "ほかの人（または別の画面）が下書きを保存しました。" in html and "kanri" in html
    assert 'value="後から入力した場所"' in html
    assert parsed_of(upload).venue == "先に保存した場所"
    save(desk, upload, Controls(html).data)
    assert parsed_of(upload).venue == "後から入力した場所"


def test_input_for_rows_that_moved_is_shown_but_cannot_replace(desk: Client, draft: Draft) -> None:
    upload = draft()
    data = opened(desk, upload)
    save(desk, upload, opened(desk, upload), agenda__0__DELETE="on")
    response = save(desk, upload, data, utterances__5__text="失われない本文")
    html = response.content.decode()
    assert response.status_code == 409
    assert "失われない本文" in html and "この画面からは保存できません" in html
    assert "下書きを保存</button>" not in html
    assert save(desk, upload, Controls(html).data).status_code == 409
    assert len(parsed_of(upload).agenda) == 1


def test_input_after_publishing_is_shown_and_not_saved(desk: Client, draft: Draft) -> None:
    upload = draft()
    data = opened(desk, upload)
    desk.post(reverse("minutes:upload_publish", args=[upload.pk]))
    response = save(desk, upload, data, header__venue="遅かった場所")
    assert response.status_code == 409
    assert "「公開済み」になりました" in response.content.decode()
    assert 'value="遅かった場所"' in response.content.decode()


# Publishing


def test_publishing_saves_the_page_first_and_leads_to_the_meeting(desk: Client, draft: Draft) -> None:
    upload = draft()
    data = {**opened(desk, upload), "header-venue": "第二会議室"}
    html = desk.post(reverse("minutes:upload_publish", args=[upload.pk]), data, follow=True).content.decode()
    meeting = Meeting.objects.get()
    assert meeting.venue == "第二会議室"
    assert "公開しました。" in html
    assert f'href="{meeting.get_absolute_url()}"' in html
    assert desk.get(meeting.get_absolute_url()).status_code == 200


def test_published_meeting_is_found_by_search_at_once(desk: Client, draft: Draft) -> None:
    upload = draft()
    search = reverse("search:results") + "?q=電話システム"
    assert "/u/5/" not in desk.get(search).content.decode()
    desk.post(reverse("minutes:upload_publish", args=[upload.pk]))
    assert Meeting.objects.get().get_absolute_url() + "u/5/" in desk.get(search).content.decode()


def test_incomplete_draft_is_saved_and_its_gaps_are_shown_at_their_fields(desk: Client, draft: Draft) -> None:
    upload = draft()
    data = {**opened(desk, upload), "header-body": "", "header-held_on": "", "header-fiscal_year": ""}
    response = desk.post(reverse("minutes:upload_publish", args=[upload.pk]), data, follow=True)
    html = response.content.decode()
    assert 'href="#id_header-body"' in html and 'href="#id_header-held_on"' in html
    assert "会議体の名称を入力してください。" in html
    assert "年度を入力してください" in html
    assert (parsed_of(upload).body, Meeting.objects.count()) == (None, 0)


def test_gap_on_a_later_page_is_shown_there(desk: Client, draft: Draft) -> None:
    said: list[dict[str, Any]] = [
        {"kind": "speech", "speaker": None, "agenda": [], "text": f"発言{number}"} for number in range(60)
    ]
    said[55]["text"] = " "
    upload = draft(utterances=said)
    response = desk.post(reverse("minutes:upload_publish", args=[upload.pk]), follow=True)
    assert response.request["QUERY_STRING"] == "page=2&check=1"
    html = response.content.decode()
    assert "発言56の本文：本文を入力してください" in html and 'href="#id_utterances-5-text"' in html


def test_new_version_of_a_stored_meeting_is_announced(desk: Client, draft: Draft, store: Store) -> None:
    meeting = store(venue="旧庁舎").meeting
    upload = draft()
    html = desk.get(upload.get_absolute_url()).content.decode()
    assert "この会議の会議録は、すでに登録されています" in html
    assert f'href="{meeting.get_absolute_url()}"' in html
    desk.post(reverse("minutes:upload_publish", args=[upload.pk]))
    assert meeting.versions.count() == 2


def test_correction_of_a_published_meeting(desk: Client, store: Store) -> None:
    meeting = store().meeting
    refs = list(meeting.utterances.values_list("ref", flat=True))
    response = desk.post(reverse("minutes:meeting_correct", args=[meeting.key]), follow=True)
    assert "公開中の会議録の訂正です" in response.content.decode()
    upload = Upload.objects.get()
    publish = reverse("minutes:upload_publish", args=[upload.pk])
    data = {**opened(desk, upload), "utterances-2-speaker": "山田部員", "header-held_on": "2024-03-26"}
    html = desk.post(publish, data, follow=True).content.decode()
    assert "訂正の理由を入力してください。" in html and 'href="#id_reason"' in html
    desk.post(publish, {**opened(desk, upload), "reason": "発言者の誤り"})
    meeting.refresh_from_db()
    version = meeting.current_version
    assert version is not None and (version.number, version.reason) == (2, "発言者の誤り")
    assert meeting.utterances.get(order=3).speaker == "山田部員"
    assert list(meeting.utterances.values_list("ref", flat=True)) == refs


def test_withdrawn_meeting_stays_hidden_and_the_page_says_so(desk: Client, draft: Draft, store: Store) -> None:
    meeting = store(venue="旧庁舎").meeting
    Meeting.objects.filter(pk=meeting.pk).update(status=Meeting.Status.WITHDRAWN)
    upload = draft()
    html = desk.post(reverse("minutes:upload_publish", args=[upload.pk]), follow=True).content.decode()
    assert "「取下げ」なので、閲覧者には見えません" in html


# Long documents


@pytest.fixture
def long_draft(draft: Draft) -> Upload:
    said = [
        {
            "kind": "speech",
            "speaker": f"委員{number % 9}",
            "agenda": [number % 2],
            "text": f"第{number}の発言",
            "line": number + 1,
        }
        for number in range(3000)
    ]
    upload = draft(utterances=said)
    SourceDocument.objects.update(text="\n".join(f"原本{number}行" for number in range(1, 3002)))
    return upload


def test_3000_utterances_come_in_pages_with_their_source(desk: Client, long_draft: Upload) -> None:
    with CaptureQueriesContext(connection) as queries:
        html = desk.get(long_draft.get_absolute_url() + "?page=60").content.decode()
    assert len(queries) <= 14
    assert html.count('class="utterance-edit"') == drafts.PAGE_SIZE
    assert 'id="u3000"' in html and 'id="L3001"' in html and 'id="L2950"' not in html
    assert len(html) < 600_000


def test_saving_one_page_of_3000_keeps_the_others(desk: Client, long_draft: Upload) -> None:
    data = {**opened(desk, long_draft, "?page=30"), "utterances-1-speaker": "議長", "go": "31"}
    with CaptureQueriesContext(connection) as queries:
        response = desk.post(long_draft.get_absolute_url(), data)
    assert response["Location"].endswith("?page=31")
    assert len(queries) <= 12
    result, before = parsed_of(long_draft).to_json(), uploading.draft_of(long_draft).to_json()
    before["utterances"][1451]["speaker"] = "議長"
    assert result == before


# htmx


def test_save_by_htmx_answers_with_the_page_and_never_with_an_error_status(desk: Client, draft: Draft) -> None:
    upload = draft()
    data = opened(desk, upload)
    headers = {"HX-Request": "true"}
    saved = desk.post(upload.get_absolute_url(), {**data, "header-venue": "第二会議室"}, headers=headers)
    assert (saved.status_code, parsed_of(upload).venue) == (200, "第二会議室")
    assert "最終保存" in saved.content.decode() and "HX-Reswap" not in saved
    stale = desk.post(upload.get_absolute_url(), {**data, "header-venue": "第三会議室"}, headers=headers)
    assert stale.status_code == 200
    assert "まだ保存していません" in stale.content.decode()
    assert "show:#desk:top" in stale["HX-Reswap"]
