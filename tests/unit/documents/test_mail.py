"""Mails are read for the files that they carry, saved pages for the page inside, tables as text under any name."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest

from minutes.documents import DocumentError, SourceText, attached_files, read_document
from minutes.parsing import parse
from tests.unit.documents.wordfile import docx, p, packed

LINES = (
    "令和6年度第2回霞浜市図書館協議会会議録",
    "日時　令和6年7月10日（水）",
    "〇会長　開会します。",
    "〇髙橋委員　①はい。",
)
TEXT = "\n".join(LINES)
HTML = "<html><body>" + "".join(f"<p>{line}</p>" for line in LINES) + "</body></html>"


def mail(*files: tuple[str, bytes], body: str = "会議録をお送りします。") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "jimu@example.jp", "desk@example.jp", "会議録の送付"
    message.set_content(body)
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def page(charset: str, more: str = "", html: str = HTML) -> bytes:
    coded = base64.encodebytes(html.encode(charset)).replace(b"\n", b"\r\n")
    head = (
        f'{more}MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="----=_B"\r\n\r\n'
        f'------=_B\r\nContent-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    picture = (
        b"------=_B\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lGODlhAQABAAAAACw=\r\n"
    )
    return head.encode() + coded + b"\r\n" + picture + b"------=_B--\r\n"


def filled(source: SourceText) -> tuple[str, ...]:
    return tuple(line for line in source.lines if line)


def refusal(data: bytes, name: str) -> DocumentError:
    with pytest.raises(DocumentError) as error:
        read_document(data, name)
    return error.value


# Saved pages


@pytest.mark.parametrize("charset", ["utf-8", "cp932"])
@pytest.mark.parametrize(
    "more",
    [
        "",
        "From: <Saved by Windows Internet Explorer 8>\r\nSubject: =?shift_jis?B?iw==?=\r\nDate: Wed, 10 Jul 2024\r\n",
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://x.example.jp/\r\nSubject: x\r\n",
    ],
)
def test_the_page_in_a_saved_page_is_read(charset: str, more: str) -> None:
    source = read_document(page(charset, more), "会議録.mht")
    assert (filled(source), source.media_type) == (LINES, "multipart/related")


@pytest.mark.parametrize("name", ["会議録.mhtml", "会議録.doc", "会議録.html", "会議録"])
def test_a_saved_page_is_known_by_what_it_holds(name: str) -> None:
    assert filled(read_document(page("utf-8"), name)) == LINES


def test_a_saved_page_without_a_page_says_how_to_save_it() -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: image/gif\r\n\r\nx\r\n--B--\r\n"
    error = refusal(data, "会議録.mht")
    assert error.code == "damaged" and "保存し直した" in error.message


def test_plain_html_under_the_name_of_a_saved_page_is_read() -> None:
    assert filled(read_document(HTML.encode(), "会議録.mht")) == LINES


# Mails


def test_the_one_file_of_minutes_that_a_mail_carries_is_read_and_told() -> None:
    message = mail(("会議録.docx", docx("".join(map(p, LINES)))), ("位置図.png", b"\x89PNG\r\n\x1a\n"))
    source = read_document(message.as_bytes(), "送付.eml")
    assert filled(source) == LINES
    assert source.media_type == "message/rfc822"
    assert [(remark.code, "会議録.docx" in remark.message) for remark in source.remarks] == [("attached-file", True)]


def test_a_mail_with_several_files_names_them() -> None:
    error = refusal(mail(("会議録.docx", b"x"), ("次第.txt", b"x")).as_bytes(), "送付.eml")
    assert error.code == "unknown-type"
    assert "「会議録.docx」、「次第.txt」" in error.message and "保存して" in error.message


def test_a_mail_whose_file_has_no_reader_names_it() -> None:
    assert "「会議録.jtd」" in refusal(mail(("会議録.jtd", b"x")).as_bytes(), "送付.eml").message


def test_a_mail_without_a_file_is_read_where_it_holds_the_minutes_itself() -> None:
    body = "\n".join((*LINES, "〇会長　閉会します。"))
    assert filled(read_document(mail(body=body).as_bytes(), "送付.eml")) == (*LINES, "〇会長　閉会します。")
    assert "ファイルが付いていません" in refusal(mail().as_bytes(), "送付.eml").message


def test_files_of_a_forwarded_mail_are_found() -> None:
    outer = mail()
    outer.add_attachment(mail(("会議録.txt", TEXT.encode())))
    assert filled(read_document(outer.as_bytes(), "送付.eml")) == LINES


@pytest.mark.parametrize(
    "disposition",
    [
        'attachment; filename="=?ISO-2022-JP?B?GyRCMnE1RE8/GyhCLnR4dA==?="',
        "attachment; filename*=utf-8''%E4%BC%9A%E8%AD%B0%E9%8C%B2.txt",
        "attachment;\r\n filename*0*=utf-8''%E4%BC%9A%E8%AD%B0;\r\n filename*1*=%E9%8C%B2.txt",
        'attachment; filename="会議録.txt"',
    ],
)
@pytest.mark.parametrize("written", ["utf-8", "cp932"])
def test_names_of_files_are_read_however_they_are_written(disposition: str, written: str) -> None:
    head = f"From: a@example.jp\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Disposition: {disposition}"
    (file,) = attached_files(head.encode(written) + b"\r\n\r\n" + TEXT.encode())
    assert (file.name, file.data.decode()) == ("会議録.txt", TEXT)


# Tables and pages as text under the names of Office


TABLE = '発言者,発言\n会長,開会します。\n佐藤委員,"はい、賛成です。\n理由は、""二つ""です。"\n'


@pytest.mark.parametrize("name", ["会議録.csv", "会議録.xlsx", "会議録.xls"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_table_as_text_is_read_as_a_table_under_the_name_of_excel_too(
    name: str, encoding: str, delimiter: str
) -> None:
    source = read_document(TABLE.replace(",", delimiter).encode(encoding), name)
    assert source.lines == (
        "発言者\t発言",
        "会長\t開会します。",
        "佐藤委員\tはい、賛成です。",
        '\t理由は、"二つ"です。',
    )


def test_the_speeches_of_a_table_as_text_are_read() -> None:
    parsed = parse(read_document(TABLE.encode(), "会議録.csv"))
    assert [(row.speaker, row.text) for row in parsed.utterances] == [
        ("会長", "開会します。"),
        ("佐藤委員", 'はい、賛成です。\n理由は、"二つ"です。'),
    ]


def test_a_table_of_a_recording_keeps_its_text() -> None:
    table = "時間,話者,発言\n0:00:05,佐藤,開会します。\n0:00:09,田中,はい。\n"
    assert read_document(table.encode(), "文字起こし.csv").lines == tuple(table.splitlines())


def test_a_workbook_under_the_name_of_a_table_as_text_is_told_apart() -> None:
    assert refusal(packed({"xl/workbook.xml": b"<x/>"}), "会議録.csv").code == "empty"


@pytest.mark.parametrize("name", ["会議録.xls", "会議録.doc"])
def test_a_page_that_a_program_saved_for_office_is_read(name: str) -> None:
    assert filled(read_document(HTML.encode(), name)) == LINES


def test_text_that_is_no_table_under_the_name_of_excel_is_told() -> None:
    error = refusal(TEXT.encode(), "会議録.xlsx")
    assert (error.code, "Excelの表" in error.message, "テキスト" in error.message) == ("type-mismatch", True, True)
