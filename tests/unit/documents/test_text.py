"""Plain text: lines, pages, and what is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.documents import MEDIA_TYPES, READERS, SUFFIXES, DocumentError, SourceText, office, read_document
from minutes.documents.text import split_lines
from tests.unit.documents.wordfile import packed

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
ZIP = b"PK\x03\x04" + bytes(26) + b"a.txt"
DOCX = b"PK\x03\x04" + bytes(26) + b"word/document.xml"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


def refusal(data: bytes, filename: str) -> DocumentError:
    with pytest.raises(DocumentError) as error:
        read_document(data, filename)
    return error.value


def test_every_kind_of_line_end_parts_lines() -> None:
    lines, pages = split_lines("一\r\n二\r三\n四\v五\u2028六\u2029七\x85八\n")
    assert lines == tuple("一二三四五六七八")
    assert pages == ()


def test_form_feeds_number_the_pages_and_leave_no_line() -> None:
    lines, pages = split_lines("一頁\n\f二頁\n二頁の続き\n\f三頁")
    assert lines == ("一頁", "二頁", "二頁の続き", "三頁")
    assert pages == (1, 2, 2, 3)


def test_form_feed_at_the_end_opens_no_page() -> None:
    assert split_lines("一頁\n\f") == (("一頁",), (1,))


def test_blank_lines_stay() -> None:
    assert split_lines("一\n\n\n二")[0] == ("一", "", "", "二")


def test_nul_characters_go_and_all_else_stays_as_printed() -> None:
    text = "議\x00題　（１）　ﾊﾝｶｸ㈱ ㌔\t①\u00a0―終了―  "
    assert read_document(text.encode(), "a.txt").lines == (text.replace("\x00", ""),)


def test_text_with_tags_in_it_stays_text() -> None:
    text = "会 議 録\n議題\t<p>議案</p> <p>（1）計画</p>\n<input type='checkbox' checked> 非公開"
    source = read_document(text.encode(), "a.txt")
    assert source.media_type == "text/plain"
    assert source.text == text


def test_whole_html_page_named_txt_is_html() -> None:
    source = read_document("<!DOCTYPE html><title>x</title><p>開会</p>".encode(), "a.txt")
    assert (source.media_type, source.lines) == ("text/html", ("開会",))


def test_plain_text_named_html_stays_text() -> None:
    assert read_document("開会 14:00 < 15:00\n閉会".encode(), "a.html").lines == ("開会 14:00 < 15:00", "閉会")


@pytest.mark.parametrize("name", ["a", "a.md", "会議録", "", "a.TXT", "C:\\temp\\会議録.txt"])
def test_text_is_read_whatever_its_name(name: str) -> None:
    assert read_document("開会".encode(), name).lines == ("開会",)


@pytest.mark.parametrize("data", [b"", b" \n\r\n\t", b"\x00\x00", b"\xef\xbb\xbf", b"\xff\xfe", "　\n".encode()])
def test_nothing_but_white_space_is_empty(data: bytes) -> None:
    assert refusal(data, "a.txt").code == "empty"


def test_html_without_any_text_is_empty() -> None:
    assert refusal(b"<html><body><script>x()</script></body></html>", "a.html").code == "empty"


@pytest.mark.parametrize("data", [PNG, ZIP, DOCX, PDF, DOC])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.HTM"])
def test_binary_data_under_a_text_name_is_a_mismatch(data: bytes, name: str) -> None:
    error = refusal(data, name)
    assert error.code == "type-mismatch"
    assert error.message.endswith("ください。")


@pytest.mark.parametrize(("data", "name"), [(PDF, "a.pdf"), (DOCX, "a.docx"), (PDF, "a"), (DOCX, "a.doc")])
def test_pdf_and_word_go_to_their_readers_whatever_is_left_of_them(data: bytes, name: str) -> None:
    assert refusal(data, name).code == "damaged"


@pytest.mark.parametrize(
    ("stream", "name", "code"),
    [
        ("EncryptedPackage", "a.docx", "encrypted"),
        ("JSRV_SegmentInformation", "a.jtd", "unsupported-type"),
        ("Workbook", "a.xls", "unsupported-type"),
        ("Workbook", "a.doc", "unsupported-type"),
        ("PowerPoint Document", "a.ppt", "unsupported-type"),
    ],
)
def test_containers_of_office_97_are_told_apart_by_their_streams(
    stream: str, name: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_program", lambda: None)
    assert refusal(DOC + stream.encode("utf-16-le"), name).code == code


def test_documents_of_ichitaro_are_told_what_to_do() -> None:
    error = refusal(DOC + "DocumentText".encode("utf-16-le"), "a.jtd")
    assert "一太郎で開き、Word形式（.docx）またはPDFとして保存" in error.message


@pytest.mark.parametrize(
    ("data", "name", "code", "way_out"),
    [
        (DOC + b"?", "a.jtd", "unsupported-type", "一太郎で開き"),
        (bytes(range(256)), "a.jtdc", "unsupported-type", "一太郎で開き"),
        (packed({"Index/Document.iwa": b"x"}), "a.pages", "unsupported-type", "書き出したもの"),
        (packed({"Index/Document.iwa": b"x"}), "a.zip", "type-mismatch", "選び直して"),
        (packed({"Index/Document.iwa": b"x"}), "a", "unsupported-type", "書き出したもの"),
        (b"From: a@example.jp\nSubject: x\n\nx", "a.eml", "unknown-type", "付いているファイル"),
        (
            b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><x/>',
            "a.xml",
            "unsupported-type",
            ".docx",
        ),
        (b'<?xml version="1.0"?>\n<office:document xmlns:office="x"/>', "a.fodt", "unsupported-type", ".docx"),
        (DOC + "__substg1.0_0037001F".encode("utf-16-le"), "a.msg", "unknown-type", "付いているファイル"),
    ],
)
def test_known_files_without_a_reader_are_told_what_helps(data: bytes, name: str, code: str, way_out: str) -> None:
    error = refusal(data, name)
    assert error.code == code
    assert way_out in error.message


@pytest.mark.parametrize(("data", "name"), [(PNG, "a.png"), (ZIP, "a.zip"), (PNG, "a"), (bytes(range(256)) * 8, "a")])
def test_other_binary_data_is_unknown(data: bytes, name: str) -> None:
    assert refusal(data, name).code == "unknown-type"


@pytest.mark.parametrize(("data", "name"), [("開会".encode(), "a.pdf"), (PDF, "a.docx"), (PNG, "a.pdf")])
def test_name_and_content_of_different_formats_are_a_mismatch(data: bytes, name: str) -> None:
    assert refusal(data, name).code == "type-mismatch"


def test_the_upload_form_accepts_what_has_a_reader() -> None:
    papers = {media_type for media_type in READERS if re.search("excel|sheet|powerpoint|presentation", media_type)}
    assert set(MEDIA_TYPES) == set(READERS) - papers
    assert all(suffix.startswith(".") for suffix in SUFFIXES)


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.pdf", "a", "a.docx"]))
def test_any_bytes_give_a_text_or_a_refusal(data: bytes, name: str) -> None:
    try:
        source = read_document(data, name)
    except DocumentError as error:
        codes = {"empty", "type-mismatch", "unsupported-type", "unknown-type", "undecodable", "garbled", "damaged"}
        assert error.code in codes
        assert error.message
    else:
        assert isinstance(source, SourceText)
        assert source == read_document(data, name)
        assert "\x00" not in source.text
        assert not source.pages or len(source.pages) == len(source.lines)
        source.text.encode("utf-8")  # no lone surrogate: it can be stored


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200))
def test_lines_lose_nothing_but_their_ends(text: str) -> None:
    ends = str.maketrans("", "", "\r\n\v\f\x85\u2028\u2029")
    assert "".join(split_lines(text)[0]) == text.translate(ends)
