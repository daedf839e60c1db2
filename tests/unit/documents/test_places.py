"""Every line of a PDF knows where it is printed: its rectangles cover its ink in the page's picture, and nothing else."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageDraw
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from fixtures.document_files import drawn, to_docx, turned
from minutes.documents import Limits, Place, SourceText, page_texts, read_document
from minutes.documents.drawing import draw_pdf_page
from minutes.documents.pdf import read_pdf

WIDTH, HEIGHT = A4
WIDE = 1200  # of the pictures, in dots


def read(data: bytes) -> SourceText:
    source = read_pdf(data, Limits())
    assert len(source.places) == len(source.lines)
    assert [line[0].page for line in source.places] == list(source.pages)
    return source


def ink(data: bytes, page: int) -> Image.Image:
    """What is printed on a page, white on black."""
    picture = Image.open(io.BytesIO(draw_pdf_page(data, page, WIDE))).convert("L")
    return ImageChops.invert(picture).point(lambda dot: 255 if dot > 100 else 0)


def in_dots(place: Place, picture: Image.Image) -> tuple[int, int, int, int]:
    wide, high = picture.size
    return (
        int(place.left * wide) - 2,
        int(place.top * high) - 2,
        int(place.right * wide) + 2,
        int(place.bottom * high) + 2,
    )


def assert_places_hold_the_ink(data: bytes, source: SourceText) -> None:
    """Every rectangle holds ink up to its edges, and no ink stands outside of all of them."""
    for page in range(1, source.page_count + 1):
        picture = ink(data, page)
        left = picture.copy()
        for place in (place for line in source.places for place in line if place.page == page):
            box = in_dots(place, picture)
            held = picture.crop(box).getbbox()
            assert held is not None
            across, down = (held[2] - held[0]) / (box[2] - box[0]), (held[3] - held[1]) / (box[3] - box[1])
            assert max(across, down) > 0.9
            assert min(across, down) > 0.5
            ImageDraw.Draw(left).rectangle(box, fill=0)
        assert left.getbbox() is None


def lines(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 700, "MEETING HELD IN THE TOWN HALL")
    canvas.drawString(72, 400, "OPENED AT HALF PAST ONE")
    canvas.drawString(300, 90, "CLOSED")


def test_a_rectangle_stands_where_the_text_was_printed() -> None:
    source = read(drawn(lambda canvas: canvas.drawString(72, 600, "会議録を公開します")))
    ((place,),) = source.places
    assert place.page == 1
    assert (place.left * WIDTH, place.right * WIDTH) == pytest.approx((72, 72 + 9 * 10.5), abs=0.2)
    assert (1 - place.bottom) * HEIGHT == pytest.approx(600 - 0.12 * 10.5, abs=0.2)
    assert (1 - place.top) * HEIGHT == pytest.approx(600 + 0.88 * 10.5, abs=0.2)


@pytest.mark.parametrize("shown", [0, 90, 180, 270])
@pytest.mark.parametrize("printed", [0, 90, 180, 270])
def test_pages_that_a_viewer_turns_and_text_that_lies(printed: int, shown: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(printed)
        canvas.translate(-200, -250)
        canvas.setFont("Helvetica", 12)
        canvas.drawString(20, 300, "MEETING HELD IN THE TOWN HALL")
        canvas.drawString(0, 240, "OPENED AT HALF PAST ONE")

    data = turned(drawn(draw), shown)
    source = read(data)
    assert [line.strip() for line in source.lines] == ["MEETING HELD IN THE TOWN HALL", "OPENED AT HALF PAST ONE"]
    assert_places_hold_the_ink(data, source)


@pytest.mark.parametrize("shown", [0, 90])
def test_a_page_cut_out_of_a_larger_sheet(shown: int) -> None:
    document = pdfium.PdfDocument(drawn(lines))
    document[0].set_cropbox(50, 60, 560, 780)
    stream = io.BytesIO()
    document.save(stream)
    data = turned(stream.getvalue(), shown)
    assert_places_hold_the_ink(data, read(data))


def test_vertical_writing() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        for column, text in enumerate(("MEETINGHELDINTHETOWNHALL", "OPENEDATHALFPASTONE")):
            for index, char in enumerate(text):
                canvas.drawCentredString(500 - 20 * column, 700 - 12 * index, char)

    data = drawn(draw)
    source = read(data)
    assert len({place.left for line in source.places for place in line}) == 2
    assert all(place.bottom - place.top > 0.2 for line in source.places for place in line)
    assert_places_hold_the_ink(data, source)


def test_a_wrapped_line_has_a_rectangle_for_each_printed_line() -> None:
    text = "THE COMMITTEE HEARD THE REPORT OF THE SECRETARIAT " * 4
    style = ParagraphStyle("text", fontName="Helvetica", fontSize=12, leading=20)
    data = set_in([Paragraph(text, style)])
    source = read(data)
    (places,) = source.places
    assert len(places) > 2
    assert [place.top for place in places] == sorted(place.top for place in places)
    assert_places_hold_the_ink(data, source)


def test_a_cell_over_three_pages_has_rectangles_on_each() -> None:
    style = ParagraphStyle("text", fontName="Helvetica", fontSize=12, leading=20)
    words = "THE COMMITTEE HEARD THE REPORT OF THE SECRETARIAT AND ASKED FOR ANOTHER "
    table = Table(
        [["AGENDA", [Paragraph(words * 50, style)]]],
        colWidths=[80, 380],
        style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")],
        splitInRow=1,
    )
    source = read(set_in([table]))
    assert source.lines == ("AGENDA\t" + (words * 50).strip(),)
    assert {place.page for place in source.places[0]} == {1, 2, 3}
    label, *rest = sorted(source.places[0], key=lambda place: place.left)
    assert label.right * WIDTH < 147 < min(place.left for place in rest) * WIDTH


def test_two_columns() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Courier", 11)
        for row in range(12):
            canvas.drawString(60, 700 - 18 * row, f"LEFT SIDE OF THE PAGE NO {row:02}")
            canvas.drawString(320, 700 - 18 * row, f"OTHER SIDE OF THE PAGE {row:02}.")

    data = drawn(draw)
    source = read(data)
    for line, places in zip(source.lines, source.places, strict=True):
        assert all((place.left > 0.5) == ("OTHER" in line) for place in places)
    assert_places_hold_the_ink(data, source)


def set_in(story: list[object]) -> bytes:
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4, leftMargin=65, rightMargin=65, topMargin=70, bottomMargin=70).build(story)
    return stream.getvalue()


# Page by page


def test_text_page_by_page() -> None:
    source = SourceText(("a", "b", "c"), pages=(1, 1, 3), page_count=4)
    assert page_texts(source) == ("a\nb", "", "c", "")


def test_a_text_without_pages_is_one_page() -> None:
    assert page_texts(read_document(to_docx("会議録\n\n霞浜市"), "a.docx")) == ("会議録\n\n霞浜市",)


@pytest.mark.parametrize(("text", "count"), [("会議録", 0), ("会議録\f次第\f", 2)])
def test_pages_of_a_text_are_counted_where_it_has_any(text: str, count: int) -> None:
    source = read_document(text.encode(), "a.txt")
    assert (source.page_count, source.places) == (count, ())
