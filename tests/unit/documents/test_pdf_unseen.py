"""Text that a PDF file holds and its pages do not show, and text that a reading program laid under a picture."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Sequence
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.colors import Color, black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from fixtures.document_files import drawn, to_pdf
from minutes.documents import SourceText, read_document
from minutes.documents.page import Sign
from minutes.documents.textlayer import layer_signs
from tests.unit.documents.helpers import need_ocr

WIDTH, HEIGHT = A4
SIZE = 12


def read(data: bytes) -> SourceText:
    return read_document(data, "会議録.pdf")


def told(source: SourceText) -> list[tuple[str, int | None]]:
    return [(remark.code, remark.line) for remark in source.remarks]


def page(cover: Callable[[Canvas], None]) -> bytes:
    """○佐藤委員 stands at 70, 700 and more text around it; what `cover` draws comes last."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("HeiseiMin-W3", SIZE)
        canvas.drawString(70, 740, "令和6年度霞浜市図書館協議会会議録")
        canvas.drawString(70, 720, "○会長ただいまから会議を開きます。")
        canvas.drawString(70, 700, "○佐藤委員資料を拝見しました。")
        cover(canvas)

    return drawn(draw)


def solid(colour: str, size: tuple[int, int] = (40, 20)) -> ImageReader:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "PNG")
    return ImageReader(stream)


def box(colour: Color) -> Callable[[Canvas], None]:
    def cover(canvas: Canvas) -> None:
        canvas.setFillColor(colour)
        canvas.rect(70 + SIZE, 697, 2 * SIZE, SIZE + 3, stroke=0, fill=1)

    return cover


def _nothing(canvas: Canvas) -> None:
    """Nothing is drawn over the text."""


# Covered


@pytest.mark.parametrize(
    "cover", [box(black), box(Color(0.1, 0.2, 0.6)), lambda canvas: canvas.drawImage(solid("black"), 82, 697, 24, 15)]
)
def test_words_under_a_box_are_left_out_and_told_with_their_line(cover: Callable[[Canvas], None]) -> None:
    source = read(page(cover))
    assert source.lines[2] == "○■■委員資料を拝見しました。"
    assert told(source) == [("covered-text", 3)]
    assert "佐藤" not in source.remarks[0].message and "公開すると読み取られます" in source.remarks[0].message


def test_words_under_a_box_that_a_viewer_drew_are_told() -> None:
    document = pdfium.PdfDocument(page(_nothing))
    sheet = document[0]
    note = pdfium_c.FPDFPage_CreateAnnot(sheet, pdfium_c.FPDF_ANNOT_SQUARE)
    pdfium_c.FPDFAnnot_SetRect(note, pdfium_c.FS_RECTF(82, 712, 106, 697))
    pdfium_c.FPDFAnnot_SetColor(note, pdfium_c.FPDFANNOT_COLORTYPE_InteriorColor, 0, 0, 0, 255)
    pdfium_c.FPDFAnnot_SetColor(note, pdfium_c.FPDFANNOT_COLORTYPE_Color, 0, 0, 0, 255)
    pdfium_c.FPDFPage_CloseAnnot(note)
    sheet.close()
    stream = io.BytesIO()
    document.save(stream)
    assert told(read(stream.getvalue())) == [("covered-text", 3)]


def test_words_under_a_white_box_go_without_a_trace_in_the_text_and_are_told() -> None:
    source = read(page(box(white)))
    assert source.lines[2] == "○委員資料を拝見しました。"
    assert told(source) == [("hidden-text", None)]
    assert "2字、1ページ" in source.remarks[0].message


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_covered_words_of_a_turned_page_are_told(turn: int) -> None:
    document = pdfium.PdfDocument(page(box(black)))
    document[0].set_rotation(turn)
    stream = io.BytesIO()
    document.save(stream)
    source = read(stream.getvalue())
    assert [remark.code for remark in source.remarks] == ["covered-text"]
    assert sum(line.count("■") for line in source.lines) == 2


# Seen by nobody


def _white(canvas: Canvas) -> None:
    canvas.setFillColor(white)
    canvas.drawString(70, 600, "内部のメモ")


def _off_page(canvas: Canvas) -> None:
    canvas.drawString(70, HEIGHT + 50, "内部のメモ")


def _tiny(canvas: Canvas) -> None:
    canvas.setFont("HeiseiMin-W3", 1)
    canvas.drawString(70, 600, "内部のメモ")


def _without_ink(canvas: Canvas) -> None:
    layer = canvas.beginText(70, 600)
    layer.setTextRenderMode(3)
    layer.textLine("内部のメモ")
    canvas.drawText(layer)


def _transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(70, 600, "内部のメモ")


@pytest.mark.parametrize("hide", [_white, _off_page, _tiny, _without_ink, _transparent])
def test_words_that_nobody_sees_are_left_out_and_told(hide: Callable[[Canvas], None]) -> None:
    source = read(page(hide))
    assert not any("メモ" in line for line in source.lines)
    assert told(source) == [("hidden-text", None)]
    assert "メモ" not in source.remarks[0].message and "公開する前に" in source.remarks[0].message


# Seen


def _shaded_before(canvas: Canvas) -> None:
    canvas.setFillColor(black)
    canvas.rect(60, 590, 300, 30, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.drawString(70, 600, "白抜きの見出し")


def _marked(canvas: Canvas) -> None:
    canvas.drawString(70, 600, "白抜きの見出し")
    canvas.setFillColor(Color(1, 1, 0, alpha=0.4))
    canvas.rect(60, 590, 300, 30, stroke=0, fill=1)


def _grey(canvas: Canvas) -> None:
    canvas.setFillGray(0.75)
    canvas.drawString(70, 600, "白抜きの見出し")


def _framed(canvas: Canvas) -> None:
    canvas.drawString(70, 600, "白抜きの見出し")
    canvas.rect(60, 590, 300, 30, stroke=1, fill=0)


@pytest.mark.parametrize("show", [_shaded_before, _marked, _grey, _framed])
def test_words_on_a_ground_or_marked_with_a_pen_are_read(show: Callable[[Canvas], None]) -> None:
    source = read(page(show))
    assert "白抜きの見出し" in [line.strip() for line in source.lines]
    assert told(source) == []


def test_signs_that_are_boxes_themselves_are_read() -> None:
    source = read(to_pdf("□公開　■非公開　■■■　―――　━━━　ーー　一一　●▲"))
    assert told(source) == []
    assert source.lines[0].count("■") == 4


# Struck out


def test_words_that_a_line_strikes_out_are_left_out_and_told() -> None:
    def strike(canvas: Canvas) -> None:
        canvas.line(70 + SIZE, 700 + 0.35 * SIZE, 70 + 3 * SIZE, 700 + 0.35 * SIZE)

    source = read(page(strike))
    assert source.lines[2] == "○委員資料を拝見しました。"
    assert [(remark.code, remark.message.endswith("：佐藤")) for remark in source.remarks] == [("struck-text", True)]


@pytest.mark.parametrize(("start", "end", "height"), [(82, 106, -0.1), (40, 500, 0.35), (82, 106, 1.1)])
def test_underlines_and_rules_strike_nothing_out(start: float, end: float, height: float) -> None:
    source = read(page(lambda canvas: canvas.line(start, 700 + height * SIZE, end, 700 + height * SIZE)))
    assert source.lines[2] == "○佐藤委員資料を拝見しました。"
    assert told(source) == []


# Layers of reading programs


def layer(words: Sequence[tuple[str, float, float]]) -> list[Sign]:
    """The signs of words from left to right as Tesseract writes them: letters and the space behind them share the width."""
    signs = []
    for word, left, right in words:
        step = (right - left) / (len(word) + 1)
        edges = [left + step * place for place in range(len(word) + 2)]
        signs += [
            Sign(char, start, end, 100, 13, (start + end) / 2)
            for char, start, end in zip(f"{word} ", edges, edges[1:], strict=False)
        ]
    return signs


def test_a_layer_that_stretches_words_over_their_pictures_is_read_without_its_spaces() -> None:
    words = [
        ("○", 70, 82),
        ("佐藤", 83, 106),
        ("委員", 107, 130),
        ("夜間", 143, 166),
        ("の", 168, 177),
        ("利用", 179, 202),
    ]
    signs = layer_signs(layer(words))
    assert "".join(sign.text for sign in signs) == "○佐藤委員夜間の利用"
    gaps = [after.left - before.right for before, after in pairwise(signs)]
    assert [place for place, gap in enumerate(gaps) if gap > 6] == [4]  # between 員 and 夜
    assert all(gap <= 0.1 for place, gap in enumerate(gaps) if place != 4)


def test_letters_of_a_word_whose_picture_was_taken_too_wide_keep_their_order() -> None:
    words = [("利用", 70, 93), ("状", 95, 140), ("況", 105, 117), ("に", 120, 130), ("つい", 131, 154)]
    signs = sorted(layer_signs(layer(words)), key=lambda sign: sign.ink)
    assert "".join(sign.text for sign in signs) == "利用状況につい"


def test_spaces_of_a_layer_that_places_every_sign_stay() -> None:
    signs = [
        Sign(char, 12.0 * place, 12.0 * place + 12, 100, 12, 12.0 * place + 6) for place, char in enumerate("会 長　は")
    ]
    assert layer_signs(signs[:1] + signs[2:]) == signs[:1] + signs[2:]


def test_a_searchable_pdf_of_tesseract_is_read_as_recognised_text() -> None:
    need_ocr()
    drawn_page = pdfium.PdfDocument(to_pdf("○会長　ただいまから会議を開きます。\n○佐藤委員　資料を拝見しました。"))[0]
    stream = io.BytesIO()
    drawn_page.render(scale=300 / 72).to_pil().save(stream, "PNG", dpi=(300, 300))
    made = subprocess.run(
        ["tesseract", "stdin", "stdout", "-l", "jpn", "pdf"], input=stream.getvalue(), capture_output=True, check=True
    )
    source = read(made.stdout)
    assert [remark.code for remark in source.remarks] == ["recognised-text"]
    text = "".join("".join(source.lines).split())
    assert "佐藤委員" in text and "会議を開きます" in text


def test_a_black_box_over_a_scan_covers_the_layer_too() -> None:
    def draw(canvas: Canvas) -> None:
        scan = Image.new("L", (595, 842), 255)
        ImageDraw.Draw(scan).line((70, 140, 300, 140), fill=0, width=8)
        stream = io.BytesIO()
        scan.save(stream, "PNG")
        layer = canvas.beginText(70, 700)
        layer.setFont("HeiseiMin-W3", SIZE)
        layer.setTextRenderMode(3)
        layer.textLine("○佐藤委員資料を拝見しました。")
        canvas.drawText(layer)
        canvas.drawImage(ImageReader(stream), 0, 0, WIDTH, HEIGHT)
        box(black)(canvas)

    source = read(drawn(draw))
    assert source.lines[0].startswith("○■■委員")
    assert sorted(remark.code for remark in source.remarks) == ["covered-text", "recognised-text"]


def test_a_page_number_stamped_on_a_scan_is_not_what_the_page_says() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("HeiseiMin-W3", SIZE)
        canvas.drawString(70, 700, "○会長ただいまから会議を開きます。資料をごらんください。")
        canvas.showPage()
        canvas.drawImage(solid("gray", (60, 84)), 0, 0, WIDTH, HEIGHT)
        canvas.setFont("HeiseiMin-W3", SIZE)
        canvas.drawString(300, 30, "- 2 -")

    source = read(drawn(draw))
    assert [(remark.code, "2ページ" in remark.message) for remark in source.remarks] == [("image-page", True)]
