"""Word files for tests, from the XML of their parts."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
_ROOTS |= {"header": "hdr", "footer": "ftr"}
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def docx(body: str, **parts: str) -> bytes:
    """A Word file with this XML in its body. `parts`: the inside of styles, numbering, footnotes, header …"""
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_CONTENT}.{name}+xml"/>' for name in parts)
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(parts, start=1)
    )
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_CONTENT}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": _relations(
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(relations),
    }
    for name, inside in parts.items():
        files[f"word/{name}.xml"] = f"<w:{_ROOTS[name]} {_NAMESPACES}>{inside}</w:{_ROOTS[name]}>"
    return packed({name: f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode() for name, text in files.items()})


def packed(files: dict[str, bytes]) -> bytes:
    """A zip file of these files."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def p(*content: str, properties: str = "") -> str:
    """A paragraph; content that is no XML is text."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(part if part[:1] == '<' else r(part) for part in content)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def tbl(*rows: str) -> str:
    """A table of rows."""
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in "top left bottom right insideH insideV".split()
    )
    return f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>{''.join(rows)}</w:tbl>"


def tr(*cells: str) -> str:
    """A row of cells; what is no XML is the text of a cell."""
    return f"<w:tr>{''.join(cell if cell[:1] == '<' else tc(p(cell)) for cell in cells)}</w:tr>"


def tc(*blocks: str, properties: str = "", width: int = 0) -> str:
    """A cell."""
    wide = f'<w:tcW w:w="{width}" w:type="dxa"/>' if width else ""
    return f"<w:tc><w:tcPr>{wide}{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


def _relations(inside: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )
