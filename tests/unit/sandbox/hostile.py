"""Files that somebody made to harm whoever reads them."""

from __future__ import annotations

import io
import zipfile
import zlib

from tests.unit.documents.wordfile import packed

_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources %s>>"


def pdf(*objects: bytes) -> bytes:
    """A PDF file of these objects, numbered from 1; the first is the catalogue."""
    data = b"%PDF-1.4\n"
    for number, content in enumerate(objects, start=1):
        data += b"%d 0 obj%s endobj\n" % (number, content)
    return data + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 1)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object, compressed."""
    small = zlib.compress(content)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (entries, len(small), small)


def page(content: bytes, resources: bytes = b"<<>>", *objects: bytes) -> bytes:
    """A PDF file of one page with this content; further objects are numbered from 5."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        _PAGE % resources,
        stream(content),
        *objects,
    )


def form_in_itself() -> bytes:
    """A form that is drawn twice by itself: 2^n times at depth n."""
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>")
    return page(b"/X Do /X Do", b"<</XObject<</X 5 0 R>>>>", form)


def forms_that_double() -> bytes:
    """Thirty forms, each drawing the next one ten times: 10^30 drawings without a circle."""
    forms = [
        stream(
            b"/X Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (number + 1),
        )
        for number in range(5, 35)
    ]
    return page(
        b"/X Do",
        b"<</XObject<</X 5 0 R>>>>",
        *forms,
        stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"),
    )


def font_in_itself() -> bytes:
    """A font whose sign is drawn by writing that sign."""
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 6 0 R>>"
        b"/Encoding<</Type/Encoding/Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[9]"
        b"/Resources<</Font<</F 5 0 R>>>>>>"
    )
    return page(b"BT /F 9 Tf (aaaa) Tj ET", b"<</Font<</F 5 0 R>>>>", font, stream(b"9 0 d0 BT /F 9 Tf (aaaa) Tj ET"))


def pattern_in_itself() -> bytes:
    """A pattern that is filled with itself."""
    pattern = stream(
        b"/Pattern cs /P scn 0 0 9 9 re f",
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep .001/YStep .001"
        b"/Resources<</Pattern<</P 5 0 R>>>>",
    )
    return page(b"/Pattern cs /P scn 0 0 595 842 re f", b"<</Pattern<</P 5 0 R>>>>", pattern)


def pages_in_themselves() -> bytes:
    """A tree of pages whose branch is its own root, and a count that promises millions."""
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9000000/Parent 2 0 R>>")


def huge_picture() -> bytes:
    """A picture of 60,000 by 60,000 dots in a few kilobytes."""
    rows = zlib.compress(zlib.compress(bytes(60_000) * 4000, 1), 9)
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (len(rows), rows)
    )
    return page(b"595 0 0 842 0 0 cm /X Do", b"<</XObject<</X 5 0 R>>>>", picture)


def stream_bomb() -> bytes:
    """A page whose content unpacks from kilobytes to half a gigabyte."""
    content = zlib.compress(zlib.compress(b"q " * 250_000_000, 1), 9)
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        _PAGE % b"<<>>",
        b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (len(content), content),
    )


def millions_of_signs() -> bytes:
    """A page with two million signs."""
    return page(
        b"BT /F 1 Tf 1 0 0 1 0 800 Tm " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj 0 -.1 Td " * 50_000 + b"ET",
        b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>",
    )


def millions_of_rules() -> bytes:
    """A page with a million lines."""
    return page(b"0 0 m 9 9 l S 1 0 m 1 842 l S 0 5 m 595 5 l S " * 350_000)


def zip_in_zip() -> bytes:
    """A file named .docx that holds zip files in zip files, a gigabyte at the end."""
    inner = bytes(50 * 1024**2)
    for depth in range(4):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(1 if depth == 0 else 20):
                archive.writestr(f"{copy}.zip", inner)
        inner = outer.getvalue()
    return inner


def many_parts() -> bytes:
    """A Word file with a hundred headers of 10 MB each, all small while packed."""
    relations = "".join(
        f'<Relationship Id="r{number}" Type="x/header" Target="header{number}.xml"/>' for number in range(100)
    )
    header = b"<hdr>" + b" " * 10 * 1024**2 + b"</hdr>"
    return packed(
        {
            "word/document.xml": b"<document><body><p/></body></document>",
            "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>".encode(),
            **{f"word/header{number}.xml": header for number in range(100)},
        }
    )


def deep_word(tag: str, depth: int) -> bytes:
    """A Word file with elements in each other."""
    space = 'xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<{tag}>" * depth + f"</{tag}>" * depth
    return packed({"word/document.xml": f"<document {space}><body>{body}</body></document>".encode()})


def deep_tables(depth: int) -> bytes:
    """A Word file with tables in tables."""
    space = 'xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "<tbl><tr><tc>" * depth + "<p><r><t>あ</t></r></p>" + "</tc></tr></tbl>" * depth
    return packed({"word/document.xml": f"<document {space}><body>{body}</body></document>".encode()})


def deep_html(depth: int) -> bytes:
    """A web page with tables in tables."""
    return ("<html><body>" + "<table><tr><td>" * depth + "あ").encode()
