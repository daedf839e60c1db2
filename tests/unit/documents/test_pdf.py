"""PDF files: what stands where on their pages, and the files that cannot be read."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from fixtures.document_files import drawn, to_pdf
from minutes.documents.limits import Limits
from minutes.documents.model import DocumentError, SourceText
from minutes.documents.pdf import read_pdf

WIDTH, HEIGHT = A4
TEXT = """令和5年度第2回霞浜市図書館協議会会議録

開催日時\t令和6年3月25日（月）午後1時30分
開催場所\t中央図書館2階　集会室

○会長　ただいまから会議を開きます。
○委員　資料を拝見しました。
"""


def read(data: bytes, pages: int = 100) -> SourceText:
    return read_pdf(data, Limits(pages=pages))


def refusal(data: bytes, pages: int = 100) -> DocumentError:
    with pytest.raises(DocumentError) as error:
        read(data, pages)
    assert error.value.message.endswith("ください。")
    return error.value


def picture(width: int = 200, height: int = 60) -> ImageReader:
    stream = io.BytesIO()
    Image.new("L", (width, height), 200).save(stream, "PNG")
    return ImageReader(stream)


def half(text: str) -> str:
    """The text as the writer library prints it: it sets every space half as wide."""
    return text.replace("\u3000", " ")


def test_text_and_table_come_out_as_the_text_form() -> None:
    source = read(to_pdf(TEXT))
    assert [half(line) for line in source.lines] == [half(line) for line in TEXT.split("\n") if line]
    assert (source.media_type, source.encoding, source.remarks) == ("application/pdf", "", ())


def test_every_line_knows_its_page() -> None:
    source = read(to_pdf("\n".join(f"○委員　発言{number}です。" for number in range(100))))
    assert source.pages[0] == 1
    assert source.pages == tuple(sorted(source.pages))
    assert set(source.pages) == {1, 2, 3}
    assert len(source.lines) == 100


def test_words_wrapped_in_print_are_whole_again() -> None:
    text = "○会長　" + "本日の議題は霞浜市情報化推進計画の改定とデジタル推進の体制の二件でございます" * 5 + "。"
    assert [half(line) for line in read(to_pdf(text)).lines] == [half(text)]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_scanned_or_printed_on_their_side_are_turned(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(turn)
        canvas.drawString(-200, 20, "○会長　ただいまから会議を開きます。")
        canvas.drawString(-200, 0, "○委員　はい。")

    assert read(drawn(draw)).lines == ("○会長　ただいまから会議を開きます。", "○委員　はい。")


def test_a_page_cut_out_of_a_larger_sheet_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((100, 100, 500, 700))
        canvas.drawString(150, 600, "会議録")
        canvas.drawString(150, 580, "○会長　開会します。")

    assert read(drawn(draw)).lines == ("会議録", "○会長　開会します。")


def test_what_was_typed_into_a_form_is_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(70, 700, "会場")
        canvas.acroForm.textfield(value="Room 301", x=120, y=695, width=120, height=18, fontSize=10)

    assert "".join(read(drawn(draw)).text.split()) == "会場Room301"


def test_a_stamp_across_the_page_is_left_out_and_told() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(70, 700, "○会長　開会します。")
        canvas.rotate(45)
        canvas.drawString(500, 100, "写し")

    source = read(drawn(draw))
    assert source.lines == ("○会長　開会します。",)
    assert [(remark.code, "写し" in remark.message) for remark in source.remarks] == [("running-text", True)]


def test_an_invisible_layer_under_a_picture_is_told_to_be_recognised() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(picture(), 50, 50, 500, 700)
        layer = canvas.beginText(70, 700)
        layer.setTextRenderMode(3)
        layer.textLine("○会長　開会します。")
        canvas.drawText(layer)

    source = read(drawn(draw))
    assert source.lines == ("○会長　開会します。",)
    assert [remark.code for remark in source.remarks] == ["recognised-text"]


def test_pages_of_pictures_between_others_are_told() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(70, 700, "○会長　開会します。")
        canvas.showPage()
        canvas.drawImage(picture(), 50, 50)

    source = read(drawn(draw))
    assert [(remark.code, "2ページ" in remark.message) for remark in source.remarks] == [("image-page", True)]


def test_locked_files_are_told() -> None:
    assert refusal(to_pdf("会議録", password="himitsu")).code == "encrypted"


def test_files_locked_against_copying_alone_are_read() -> None:
    # The owner's password alone forbids changes; whoever may print may read.
    from reportlab.lib.pdfencrypt import StandardEncryption

    data = drawn(lambda canvas: canvas.drawString(70, 700, "会議録"), encrypt=StandardEncryption("", "owner"))
    assert read(data).lines == ("会議録",)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", b"%PDF-1.4\n%%EOF", to_pdf("会議録")[:300]]
)
def test_damaged_files_are_told(data: bytes) -> None:
    assert refusal(data).code == "damaged"


def test_files_of_pictures_alone_are_told() -> None:
    error = refusal(drawn(lambda canvas: canvas.drawImage(picture(), 50, 50)))
    assert error.code == "image-only"
    assert "文字認識" in error.message


def test_text_without_the_names_of_its_characters_is_told() -> None:
    assert refusal(nameless_pdf()).code == "garbled"


def test_too_many_pages_are_told() -> None:
    document = pdfium.PdfDocument.new()
    for _ in range(11):
        document.new_page(100, 100)
    stream = io.BytesIO()
    document.save(stream)
    error = refusal(stream.getvalue(), pages=10)
    assert error.code == "too-many-pages"
    assert "11ページ" in error.message


def test_a_page_without_anything_is_read_as_nothing() -> None:
    assert read(drawn(lambda canvas: canvas.showPage())).lines == ()


def nameless_pdf() -> bytes:
    """A PDF file whose font numbers its signs in its own way and tells nobody which is which."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length 75>>stream\nBT /F1 12 Tf 70 700 Td <0101010201030104010501060107010801090110> Tj ET\nendstream",
        b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Nameless/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Nameless/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(Identity)/Supplement 0>>/DW 1000/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/ABCDEF+Nameless/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 700/StemV 80>>",
    ]
    data = b"%PDF-1.4\n"
    for number, content in enumerate(objects, start=1):
        data += b"%d 0 obj%s endobj\n" % (number, content)
    return data + b"trailer<</Root 1 0 R/Size 8>>\n%%EOF"


def test_page_numbers_and_heads_of_vertical_writing_go() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(1, 4):
            canvas.setFont("HeiseiMin-W3", 10.5)
            canvas.drawString(250, HEIGHT - 40, "霞浜市議会事務局")
            canvas.drawCentredString(WIDTH / 2, 30, str(page + 8))
            for column in range(4):
                for index, char in enumerate(f"○委員ただいまの説明についてお尋ねします{page}{column}"):
                    canvas.drawString(500 - 20 * column, 700 - 11 * index, char)
            if page < 3:
                canvas.showPage()

    source = read(drawn(draw))
    assert source.lines[0] == "霞浜市議会事務局"
    assert all(line.startswith("○委員ただいまの説明に") for line in source.lines[1:])
    assert len(source.lines) == 13
