"""Slides and sheets: papers are handed out so."""

from __future__ import annotations

import pytest

from minutes.documents import DocumentError, Limits, SourceText, office, page_texts, read_document
from tests.unit.documents.wordfile import packed

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:r="{_OFFICE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_BOOK = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}"'


def relations(*targets: str) -> bytes:
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{target.split("/")[-1].rstrip(".xml0123456789")}" Target="{target}"/>'
        for n, target in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'.encode()


def paragraph(*texts: str) -> str:
    return f"<a:p>{''.join(f'<a:r><a:t>{text}</a:t></a:r>' for text in texts)}</a:p>"


def shape(*paragraphs: str) -> str:
    return f"<p:sp><p:txBody>{''.join(paragraphs)}</p:txBody></p:sp>"


def pptx(*slides: str, order: tuple[int, ...] = ()) -> bytes:
    ids = "".join(f'<p:sldId id="{n}" r:id="r{n}"/>' for n in order or range(1, len(slides) + 1))
    return packed(
        {
            "ppt/presentation.xml": f"<p:presentation {_NAMES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>".encode(),
            "ppt/_rels/presentation.xml.rels": relations(*(f"slides/slide{n}.xml" for n in range(1, len(slides) + 1))),
            **{
                f"ppt/slides/slide{n}.xml": f"<p:sld {_NAMES}><p:cSld><p:spTree>{slide}</p:spTree></p:cSld></p:sld>".encode()
                for n, slide in enumerate(slides, start=1)
            },
        }
    )


def xlsx(*sheets: str, hidden: int = 0, strings: str = "", styles: str = "") -> bytes:
    rows = "".join(
        f'<sheet name="{n}" r:id="r{n}" state="{"hidden" if n == hidden else "visible"}"/>'
        for n in range(1, len(sheets) + 1)
    )
    names = [f"worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)]
    return packed(
        {
            "xl/workbook.xml": f"<workbook {_BOOK}><sheets>{rows}</sheets></workbook>".encode(),
            "xl/_rels/workbook.xml.rels": relations(*names, "sharedStrings.xml", "styles.xml"),
            "xl/sharedStrings.xml": f"<sst {_BOOK}>{strings}</sst>".encode(),
            "xl/styles.xml": f"<styleSheet {_BOOK}>{styles}</styleSheet>".encode(),
            **{
                f"xl/{name}": f"<worksheet {_BOOK}><sheetData>{sheet}</sheetData></worksheet>".encode()
                for name, sheet in zip(names, sheets, strict=True)
            },
        }
    )


def slides(data: bytes) -> SourceText:
    return read_document(data, "資料1.pptx")


def sheets(data: bytes) -> SourceText:
    return read_document(data, "資料2.xlsx")


def test_slides_are_read_in_their_order_each_a_page() -> None:
    source = slides(
        pptx(shape(paragraph("二枚目")), shape(paragraph("霞浜市", "図書館"), paragraph("説明資料")), order=(2, 1))
    )
    assert page_texts(source) == ("霞浜市図書館\n説明資料", "二枚目")
    assert (source.pages, source.page_count) == ((1, 1, 2), 2)
    assert source.media_type.endswith("presentation")


def test_tables_of_slides_are_rows_and_slide_numbers_go() -> None:
    cells = "".join(f"<a:tc><a:txBody>{paragraph(text)}</a:txBody></a:tc>" for text in ("年度", "件数"))
    table = f"<p:graphicFrame><a:graphic><a:tbl><a:tr>{cells}</a:tr></a:tbl></a:graphic></p:graphicFrame>"
    number = shape('<a:p><a:fld type="slidenum"><a:t>1</a:t></a:fld></a:p>')
    broken = shape("<a:p><a:r><a:t>上</a:t></a:r><a:br/><a:r><a:t>下</a:t></a:r></a:p>")
    assert slides(pptx(table + number + broken)).lines == ("年度\t件数", "上", "下")


def test_diagrams_and_charts_are_told() -> None:
    chart = '<p:graphicFrame><a:graphic><a:graphicData uri="http://x/chart"/></a:graphic></p:graphicFrame>'
    (remark,) = slides(pptx(shape(paragraph("推移")) + chart)).remarks
    assert remark.code == "unread-part"


def test_rows_of_sheets_are_lines_with_their_cells_in_their_columns() -> None:
    strings = "<si><t>費目</t></si><si><r><t>霞</t></r><r><t>浜</t></r><rPh><t>かすみはま</t></rPh></si>"
    rows = (
        '<row><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row/>'
        '<row><c t="inlineStr"><is><t>合計&#10;額</t></is></c><c><v>1200</v></c><c t="b"><v>1</v></c><c><v>0.1</v></c></row>'
    )
    source = sheets(xlsx(rows, '<row><c t="str"><v>二枚目</v></c></row>', strings=strings))
    assert source.lines == ("費目\t\t霞浜", "合計 額\t1200\tTRUE\t0.1", "二枚目")
    assert (source.pages, source.page_count) == ((1, 1, 2), 2)


def test_dates_and_shares_are_read_as_they_are_shown() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
        '<numFmt numFmtId="165" formatCode="&quot;day&quot;0"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="9"/>'
        '<xf numFmtId="165"/></cellXfs>'
    )
    values = ((1, "45376"), (2, "45376"), (3, "0.5625"), (4, "0.364"), (5, "7"), (0, "45376"), (99, "8"), (1, "1e99"))
    row = "".join(f'<c s="{style}"><v>{value}</v></c>' for style, value in values)
    assert sheets(xlsx(f"<row>{row}</row>", styles=styles)).lines == (
        "2024-03-25\t2024-03-25\t13:30\t36.4%\t7\t45376\t8\t1e99",
    )


def test_times_keep_their_seconds_and_go_on_beyond_a_day() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="[h]:mm:ss"/><numFmt numFmtId="165" formatCode="h:mm:ss.000"/>'
        '<numFmt numFmtId="166" formatCode="[Red]0%"/><numFmt numFmtId="167" formatCode="yyyy/m/d h:mm:ss"/></numFmts>'
        '<cellXfs><xf numFmtId="21"/><xf numFmtId="47"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>'
        '<xf numFmtId="167"/></cellXfs>'
    )
    values = ("0.000034722222", "0.041667", "1.5", "0.00003761574", "0.5", "45376.5")
    row = "".join(f'<c s="{style}"><v>{value}</v></c>' for style, value in enumerate(values))
    assert sheets(xlsx(f"<row>{row}</row>", styles=styles)).lines == (
        "00:00:03\t01:00:00.029\t36:00:00\t00:00:03.250\t50%\t2024-03-25 12:00",
    )


def test_hidden_rows_and_columns_are_left_out_and_told() -> None:
    rows = (
        '<cols><col min="2" max="3" hidden="1"/></cols><row r="1"><c r="A1" t="inlineStr"><is><t>議題</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>住所</t></is></c><c r="D1" t="inlineStr"><is><t>結果</t></is></c></row>'
        '<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>病名</t></is></c></row><row r="3" hidden="1"/>'
    )
    source = sheets(xlsx(rows))
    assert list(source.lines) == ["議題\t\t\t結果"]
    assert ["表示されない部分（行1、列1）" in remark.message for remark in source.remarks] == [True]


def test_hidden_sheets_are_left_out_and_told() -> None:
    cell = '<row><c t="str"><v>{}</v></c></row>'
    source = sheets(xlsx(cell.format("表"), cell.format("裏"), hidden=2))
    assert (source.lines, source.page_count) == (("表",), 1)
    assert [remark.code for remark in source.remarks] == ["hidden-text"]


def test_a_cell_far_to_the_right_does_not_fill_the_line() -> None:
    source = sheets(xlsx('<row><c r="XFD1" t="str"><v>遠い</v></c></row>'))
    assert len(source.lines[0]) < 600


def test_a_word_file_inside_a_sheet_makes_it_no_word_file() -> None:
    book = xlsx('<row><c t="str"><v>word/document.xml</v></c></row>')
    assert sheets(book + b"word/").lines == ("word/document.xml",)


@pytest.mark.parametrize("name", ["a.xls", "a.ppt"])
def test_older_forms_without_libreoffice_are_told_how_to_save(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_has_part", lambda *_: False)
    stream = "Workbook" if name == "a.xls" else "PowerPoint Document"
    with pytest.raises(DocumentError, match="PDFとして保存") as error:
        read_document(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + stream.encode("utf-16-le"), name)
    assert error.value.code == "unsupported-type"


def test_too_many_slides_are_told() -> None:
    with pytest.raises(DocumentError) as error:
        read_document(pptx(*[shape(paragraph("x"))] * 3), "a.pptx", Limits(pages=2))
    assert error.value.code == "too-many-pages"
