"""An edition as Word's .docx, part by part. Stdlib only.

The file is written here and not by a library: all that stands in it can be seen in this module. It bears no author, no
dates, no thumbnail and no history; the same edition gives the same bytes (ISO/IEC 29500-1).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from minutes.public_edition.outline import (
    LEGEND,
    Block,
    Heading,
    Outline,
    Piece,
    Pieces,
    Table,
    ground_words,
    number_of,
    text_of,
)

# What every Windows has.
FONTS = ("ＭＳ 明朝", "ＭＳ ゴシック")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TEXT_WIDTH = 9070  # in twentieths of a point: A4 between margins of 25 mm
_LABEL_WIDTH = 2100
# What XML 1.0 cannot hold.
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Zip has no earlier day.
_DAY = (1980, 1, 1, 0, 0, 0)


def write_word(outline: Outline, fonts: tuple[str, str] = FONTS) -> bytes:
    """The bytes of a .docx file: A4, headings as styles, page numbers 1/12 at the foot.

    `fonts` are the names of those for text and for headings.
    """
    body = "".join(_block(block, outline) for block in outline.blocks)
    title = f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{_runs(outline.title, outline)}</w:p>'
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _ROOT_RELATIONS,
        "docProps/core.xml": _core(outline.name),
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/document.xml": (
            f'{_DECLARATION}<w:document xmlns:w="{_WORD}" xmlns:r="{_OFFICE}"><w:body>{title}{body}{_SECTION}</w:body></w:document>'
        ),
        "word/footer1.xml": _FOOTER,
        "word/settings.xml": _SETTINGS,
        "word/styles.xml": _styles(*fonts),
    }
    return _zipped(parts)


def _zipped(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, text.encode("utf-8"))
    return buffer.getvalue()


def _block(block: Block, outline: Outline) -> str:
    if isinstance(block, Table):
        return _table(block, outline)
    if isinstance(block, Heading):
        style = f"Heading{block.level}"
    elif block.is_note:
        style = "Note"
    else:
        style = "SpeechGoesOn" if block.goes_on else "Speech" if block.is_speech else "Normal"
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_runs(block.pieces, outline)}</w:p>'


def _anchor(pieces: Pieces, outline: Outline) -> str:
    """The place in the legend that a mask leads to."""
    words = text_of(pieces)
    for index in range(len(outline.grounds)):
        if words in (ground_words(outline.grounds, index), f"{LEGEND}{ground_words(outline.grounds, index)}"):
            return f'<w:bookmarkStart w:id="{index}" w:name="ground{index + 1}"/><w:bookmarkEnd w:id="{index}"/>'
    return ""


def _runs(pieces: Pieces, outline: Outline) -> str:
    return "".join(_piece(piece, outline) for piece in pieces)


def _piece(piece: Piece, outline: Outline) -> str:
    run = _run(piece.text, "<w:b/>" if piece.is_bold else "")
    if piece.ground is None:
        return run
    told = quoteattr(f"非公開部分：{outline.grounds[piece.ground]}")
    if outline.has_numbers:
        run += _run(number_of(piece.ground), '<w:vertAlign w:val="superscript"/>')
    return f'<w:hyperlink w:anchor="ground{piece.ground + 1}" w:tooltip={_clean(told)}>{run}</w:hyperlink>'


def _run(text: str, properties: str = "") -> str:
    settings = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{settings}<w:t xml:space="preserve">{_clean(escape(text))}</w:t></w:r>' if text else ""


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)


def _table(table: Table, outline: Outline) -> str:
    widths = (_LABEL_WIDTH, _TEXT_WIDTH - _LABEL_WIDTH)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = ""
    if table.head is not None:
        cells = [
            _cell((Piece(name, is_bold=True),), width, outline, fill=True)
            for name, width in zip(table.head, widths, strict=True)
        ]
        head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"
    rows = "".join(_row(row, widths, outline, names_rows=table.head is None) for row in table.rows)
    look = f'<w:tblLook w:firstRow="{int(table.head is not None)}" w:firstColumn="{int(table.head is None)}"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="{_TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{look}'
        f"<w:tblCaption w:val={_clean(quoteattr(table.title))}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
        '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'
    )


def _row(row: tuple[Pieces, Pieces], widths: tuple[int, int], outline: Outline, *, names_rows: bool) -> str:
    label, value = row
    anchor = _anchor(value, outline) if names_rows else ""
    cells = _cell(label, widths[0], outline, fill=names_rows) + _cell(value, widths[1], outline, anchor=anchor)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(pieces: Pieces, width: int, outline: Outline, *, fill: bool = False, anchor: str = "") -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EEF1F5"/>' if fill else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr>{anchor}{_runs(pieces, outline)}</w:p></w:tc>'
    )


def _core(title: str) -> str:
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_clean(escape(title))}</dc:title><dc:language>ja-JP</dc:language></cp:coreProperties>"
    )


def _overrides(parts: Iterable[tuple[str, str]]) -> str:
    return "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)


_CONTENT_TYPES = (
    f'{_DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + _overrides(
        (
            ("/word/document.xml", f"{_TYPE}.document.main+xml"),
            ("/word/styles.xml", f"{_TYPE}.styles+xml"),
            ("/word/settings.xml", f"{_TYPE}.settings+xml"),
            ("/word/footer1.xml", f"{_TYPE}.footer+xml"),
            ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        )
    )
    + "</Types>"
)
_ROOT_RELATIONS = (
    f'{_DECLARATION}<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
_DOCUMENT_RELATIONS = (
    f'{_DECLARATION}<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>'
)
_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="680" w:footer="680" w:gutter="0"/></w:sectPr>'
)


def _field(name: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


_FOOTER = (
    f'{_DECLARATION}<w:ftr xmlns:w="{_WORD}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
    f"{_field('PAGE')}<w:r><w:t>/</w:t></w:r>{_field('NUMPAGES')}</w:p></w:ftr>"
)
_SETTINGS = (
    f'{_DECLARATION}<w:settings xmlns:w="{_WORD}"><w:removePersonalInformation/><w:removeDateAndTime/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="ja-JP"/></w:settings>'
)


def _font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _style(identifier: str, name: str, paragraph: str = "", run: str = "", based: str = "Normal") -> str:
    base = f'<w:basedOn w:val="{based}"/><w:next w:val="Normal"/>' if identifier != "Normal" else ""
    default = ' w:default="1"' if identifier == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{identifier}"><w:name w:val="{name}"/>{base}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


_EDGE = 'w:val="single" w:sz="4" w:space="0" w:color="808080"'


def _styles(text: str, headings: str) -> str:
    return (
        f'{_DECLARATION}<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>{_font(text)}{_size(10.5)}'
        '<w:lang w:val="en-US" w:eastAsia="ja-JP"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        + _style(
            "Normal",
            "Normal",
            '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:spacing w:line="320" w:lineRule="atLeast"/>',
        )
        + _style(
            "Title",
            "Title",
            '<w:spacing w:before="0" w:after="240"/><w:jc w:val="center"/>',
            f"{_font(headings)}<w:b/>{_size(16)}",
        )
        + _style(
            "Heading1",
            "heading 1",
            '<w:keepNext/><w:spacing w:before="280" w:after="100"/><w:outlineLvl w:val="0"/>',
            f"{_font(headings)}<w:b/>{_size(13)}",
        )
        + _style(
            "Heading2",
            "heading 2",
            '<w:keepNext/><w:spacing w:before="240" w:after="100"/><w:outlineLvl w:val="1"/>',
            f"{_font(headings)}<w:b/>{_size(11)}",
        )
        + _style(
            "Speech",
            "Speech",
            '<w:spacing w:after="60" w:line="320" w:lineRule="atLeast"/><w:ind w:left="210" w:hanging="210"/>',
        )
        + _style("SpeechGoesOn", "Speech goes on", '<w:spacing w:after="60"/><w:ind w:left="210" w:firstLine="210"/>')
        + _style("Note", "Note", '<w:spacing w:after="60"/><w:ind w:left="210"/>')
        + _style("Cell", "Cell", '<w:spacing w:before="20" w:after="20" w:line="300" w:lineRule="atLeast"/>')
        + _style("Gap", "Gap", '<w:spacing w:line="120" w:lineRule="exact"/>', _size(4))
        + _style("Footer", "footer", '<w:jc w:val="center"/>', _size(9))
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar>'
        '<w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        + "".join(f"<w:{side} {_EDGE}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
        + "</w:tblBorders></w:tblPr></w:style></w:styles>"
    )
