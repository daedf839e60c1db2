"""Files made to break a reader cost themselves a message and nobody else anything."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from fixtures.document_files import drawn, to_docx, to_pdf, turned
from minutes.documents import DocumentError, Limits, read_document
from minutes.parsing import parse
from minutes.parsing.lessons import Lesson
from minutes.sandbox import draw_page, parse_apart, read_apart
from tests.unit.documents.helpers import convert, need_ocr, need_office, scanned
from tests.unit.documents.wordfile import packed

TEXT = "会議録\n\n日時\t令和6年3月25日\n\n○会長　ただいまから会議を開きます。\n○委員　はい。\n"
CODES = {
    "damaged",
    "encrypted",
    "empty",
    "image-only",
    "garbled",
    "too-large",
    "reader-crashed",
    "type-mismatch",
    "unsafe",
}


def refusal(data: bytes, name: str, limits: Limits | None = None) -> DocumentError:
    with pytest.raises(DocumentError) as error:
        read_apart(data, name, limits)
    assert error.value.message.endswith("ください。")
    return error.value


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode("cp932"), "会議録.txt"),
        (f"<html><body><p>{TEXT}</p></body></html>".encode(), "a.html"),
        (to_pdf(TEXT, foot="霞浜市 {page}"), "a.pdf"),
        (to_docx(TEXT), "a.docx"),
    ],
    ids=["text", "html", "pdf", "word"],
)
def test_what_is_read_apart_is_what_is_read_here(data: bytes, name: str) -> None:
    assert read_apart(data, name) == read_document(data, name)


def test_what_is_parsed_apart_is_what_is_parsed_here() -> None:
    data = to_pdf("会議録\n\n日時\t令和6年3月25日\n\nＮｏ.１　はい。\nＮｏ.２　いいえ。\n")
    lessons = [Lesson("speaker", "Ｎｏ.１", "Ｎｏ.１　はい。")]
    source = read_document(data, "a.pdf")
    assert parse_apart(data, "a.pdf", lessons=lessons) == (source, parse(source, lessons))


def test_a_page_is_drawn_as_wide_as_it_is_wanted() -> None:
    data = to_pdf(TEXT * 20)
    picture = Image.open(io.BytesIO(draw_page(data, 2, 300)))
    assert (picture.format, picture.size) == ("PNG", (300, 425))
    assert picture.convert("L").histogram()[0] > 0


def test_a_page_that_lies_is_drawn_upright() -> None:
    data = turned(to_pdf(TEXT), 90)
    assert Image.open(io.BytesIO(draw_page(data, 1, 300))).size == (300, 213)


def test_a_strip_of_paper_is_drawn_smaller_than_wanted() -> None:
    data = drawn(lambda canvas: canvas.setPageSize((20, 14_000)))
    wide, high = Image.open(io.BytesIO(draw_page(data, 1, 900))).size
    assert wide * high < 13_000_000


@pytest.mark.parametrize(
    ("data", "page", "code"),
    [(b"no pdf", 1, "damaged"), (to_pdf(TEXT), 2, "no-page"), (to_pdf(TEXT), 0, "no-page")],
)
def test_a_page_that_is_not_there_is_not_drawn(data: bytes, page: int, code: str) -> None:
    with pytest.raises(DocumentError) as error:
        draw_page(data, page, 300)
    assert error.value.code == code


def test_refusals_come_through_with_their_words() -> None:
    error = refusal(b"\x89PNG\r\n\x1a\n" + bytes(40), "写真.png")
    assert error.code == "unknown-type"
    assert "画像は会議録として読み取れません" in error.message


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_given_up() -> None:
    endless = packed({"word/document.xml": b"<w>" + b"<p/>" * 12_000_000 + b"</w>"})
    assert refusal(endless, "a.docx", Limits(seconds=1, memory_mb=8192)).code == "too-slow"


@pytest.mark.slow
def test_a_file_that_takes_too_much_memory_is_given_up() -> None:
    wide = packed({"word/document.xml": b"<w>" + b"<p/>" * 6_000_000 + b"</w>"})
    assert refusal(wide, "a.docx", Limits(memory_mb=256)).code == "too-large"


def test_a_zip_bomb_is_refused_at_once() -> None:
    bomb = packed({"word/document.xml": b"0" * 300 * 1024 * 1024})
    assert refusal(bomb, "a.docx", Limits(seconds=5)).code == "too-large"


def test_an_entity_bomb_is_refused() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "あ"}">' for n in range(12))
    bomb = f"<!DOCTYPE x [{entities}]><x>&e11;</x>"
    assert refusal(packed({"word/document.xml": bomb.encode()}), "a.docx").code == "unsafe"


def test_ten_thousand_pages_are_refused() -> None:
    document = pdfium.PdfDocument.new()
    for _ in range(10_000):
        document.new_page(100, 100)
    stream = io.BytesIO()
    document.save(stream)
    error = refusal(stream.getvalue(), "a.pdf")
    assert error.code == "too-many-pages"
    assert "10,000ページ" in error.message


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_damaged_copies_give_a_text_or_a_message(kind: str) -> None:
    whole = to_pdf(TEXT * 5) if kind == "pdf" else to_docx(TEXT * 5)
    chance = random.Random(4)
    for _ in range(5):
        copy = bytearray(whole)
        for _ in range(chance.randrange(1, 40)):
            copy[chance.randrange(10, len(copy))] = chance.randrange(256)
        data = bytes(copy[: chance.randrange(len(copy) // 2, len(copy) + 1)])
        try:
            assert read_apart(data, f"a.{kind}").lines
        except DocumentError as error:
            assert error.code in CODES


@pytest.mark.slow
def test_libreoffice_helps_apart_too(tmp_path: Path) -> None:
    need_office()
    (tmp_path / "a.docx").write_bytes(to_docx(TEXT))
    convert(tmp_path, "odt", tmp_path / "a.docx")
    data = (tmp_path / "a.odt").read_bytes()
    assert read_apart(data, "a.odt") == read_document(data, "a.odt")


@pytest.mark.slow
def test_tesseract_helps_apart_too() -> None:
    need_ocr()
    data = scanned(to_pdf("会議録\n\nただいまから会議を開きます。\n"))
    assert "recognised-text" in {remark.code for remark in read_apart(data, "a.pdf", Limits(ocr=True)).remarks}
