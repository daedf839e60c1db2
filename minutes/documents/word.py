"""Word's .docx -> SourceText: the lines as printed, read from the file's own XML.

Tracked changes are read as accepted, numbers of lists are those that Word prints, notes stand below their paragraph.
What is not printed (comments, hidden text), struck out, or stands outside of the text (heads and feet of the pages)
is left out and named by a remark, and so is what holds words that cannot be read: pictures, charts, embedded files.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from minutes.documents.left_out import running_text, struck_text
from minutes.documents.limits import Limits
from minutes.documents.model import Remark, SourceText
from minutes.documents.numbering import Numbering, write
from minutes.documents.package import Element, Package, damaged, too_many
from minutes.documents.pictures import sign_in_text, sign_named
from minutes.documents.rows import find_record, record_lines, row_lines
from minutes.documents.signs import COVERED, meant
from minutes.documents.word_styles import Setting, Shown, Styles, has_fill, indent_of, is_on, value_of

# A line of text and the number of the page that it begins on.
PagedLine = tuple[str, int]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN = "word/document.xml"
# What only groups other content.
_WRAPPERS = frozenset(
    "ins moveTo smartTag customXml hyperlink fldSimple dir bdo sdt sdtContent rubyBase rtc"
    " m-oMath m-oMathPara m-r m-e m-num m-den m-sub m-sup m-f m-sSub m-sSup m-rad m-d m-nary m-fName m-func".split()
)
_DROPPED = frozenset("del moveFrom rt pPr rPr sdtPr tblPr trPr tcPr tblGrid".split())
_SYMBOL_FONTS = ("Wingdings", "Symbol", "Webdings")
_NEW_PAGE = frozenset(("nextPage", "oddPage", "evenPage"))
_MOST_INDENT = 10
# What goes on in a run though its words are not printed.
_CONTROLS = frozenset(("fldChar", "instrText", "lastRenderedPageBreak"))
_SIGN_SIZE = 254_000  # in EMU, 20 points: a picture among words that is no larger is a sign
_POINT = 12_700  # in EMU
_DIAGRAM, _CHART, _EMBEDDED, _PICTURE = "図（SmartArt）", "グラフ", "埋め込まれた表や文書", "画像"
# EQ \\o\\ad(\\s\\up 9(かすみはま),霞浜): how Word wrote readings before it had an element for them.
# EQ \\o\\ac(○,1): a sign in a circle.
_CIRCLE = re.compile(r"\\ac\s*\(\s*[○◯〇]\s*,")
_CIRCLED = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in (*range(0x3251, 0x3260), *range(0x3280, 0x32B1), *range(0x32B1, 0x32C0), *range(0x2460, 0x2474))
}
_OVERLAID = re.compile(r"\\o\b.*?,\s*([^,()\\]+)\)\s*$", re.I | re.S)


def read_word(data: bytes, limits: Limits) -> SourceText:
    """The text of a .docx file; `pages` as far as the file tells where Word turned them.

    Raises DocumentError: `damaged`, `encrypted`, `too-large`, `too-many-pages`, `unsafe`.
    """
    package = Package(data, limits)
    main = next(iter(package.related("").get("officeDocument", [])), _MAIN)
    root = package.xml(main)
    body = root.find("body") if root is not None else None
    if body is None:
        raise damaged()
    parts = package.related(main)

    def part(name: str) -> Element | None:
        return package.xml(parts[name][0]) if parts.get(name) else None

    styles = Styles(part("styles"))
    reader = _Reader(styles, part("numbering"), _notes(part("footnotes")), _notes(part("endnotes")))
    lines = reader.read(body, Setting(backed=_lies_behind(body)))
    if reader.page > limits.pages:
        raise too_many(reader.page, limits.pages)
    margins = [
        text for name in (*parts.get("header", []), *parts.get("footer", [])) for text in _margin(package, name, styles)
    ]
    pages = tuple(page for _, page in lines) if reader.turned else ()
    texts = tuple(text for text, _ in lines)
    remarks = tuple(_remarks(reader, margins, texts))
    return SourceText(texts, MEDIA_TYPE, "", pages, remarks, page_count=reader.page if reader.turned else 0)


def _remarks(reader: _Reader, margins: list[str], lines: tuple[str, ...]) -> Iterator[Remark]:
    if reader.changed:
        yield Remark("tracked-changes", "変更履歴が残っている文書です。すべて承認したものとして読み取りました。")
    if reader.hidden:
        yield Remark(
            "hidden-text",
            "印刷しても見えない文字（隠し文字など）があり、本文に入れていません。原本の中には残っているので、公開する前に確かめてください。",
        )
    if reader.struck:
        yield struck_text(reader.struck)
    if reader.unread:
        kinds = "、".join(f"{kind}{count}件" for kind, count in reader.unread.items())
        yield Remark(
            "unread-part", f"{kinds}があり、その中の文字は読み取っていません。原本と見比べて確かめてください。"
        )
    if reader.comments:
        yield Remark("comments", f"コメントが{reader.comments}件あり、本文に入れていません。")
    everything = "".join("".join(lines).split())
    outside = dict.fromkeys(text for text in margins if "".join(text.split()) not in everything)
    if outside:
        yield running_text("ヘッダー・フッターの文字", outside)


def _margin(package: Package, name: str, styles: Styles) -> list[str]:
    """The texts of a page head or foot, page numbers aside."""
    root = package.xml(name)
    if root is None:
        return []
    reader = _Reader(styles, None, {}, {})
    texts = (text.strip() for text, _ in reader.read(root))
    return [text for text in texts if any(unicodedata.category(char).startswith("L") for char in text)]


def _notes(root: Element | None) -> dict[str, Element]:
    return {note.get("id", ""): note for note in root} if root is not None else {}


# The text


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, whether its result has begun, and the box of a form that it shows."""

    instruction: str = ""
    result: bool = False
    box: str = ""


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being read: its lines, each with the page on which it begins, its text boxes, the words of letterings
    (WordArt), and its notes."""

    lines: list[PagedLine] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    banners: list[str] = field(default_factory=list)
    notes: list[tuple[str, Element]] = field(default_factory=list)


class _Reader:
    """Reads the blocks of one part in their order."""

    def __init__(
        self, styles: Styles, numbering: Element | None, footnotes: dict[str, Element], endnotes: dict[str, Element]
    ) -> None:
        self._styles = styles
        self._numbering = Numbering(numbering, indent_of)
        self._footnotes, self._endnotes = footnotes, endnotes
        self._note_count = 0
        self._fields: list[_Field] = []
        self._setting = Setting()
        self._carried = ""  # of a paragraph whose end was deleted
        self._fresh = True  # nothing printed on this page yet
        self.page = 1
        self.turned = self.changed = False
        self.comments = 0
        self.hidden = 0  # runs
        self.struck: list[str] = []
        self.unread: Counter[str] = Counter()

    def read(self, root: Element, setting: Setting | None = None) -> list[PagedLine]:
        """The lines of all blocks in an element; `setting` is where they stand, if elsewhere than what is read now."""
        outer = self._setting
        self._setting = setting or outer
        lines: list[PagedLine] = []
        for block in self._blocks(root):
            if block.tag == "p":
                lines.extend(self._paragraph(block))
            else:
                lines.extend(self._table(block))
        if self._carried:
            lines.append((self._carried, self.page))
            self._carried = ""
        self._setting = outer
        return lines

    def _blocks(self, root: Element) -> Iterator[Element]:
        """The paragraphs and tables, whatever holds them together."""
        for element in root:
            if element.tag in ("p", "tbl"):
                yield element
            elif element.tag in ("del", "moveFrom"):
                self.changed = True
            elif element.tag in ("altChunk", "subDoc"):
                self.unread[_EMBEDDED] += 1
            elif element.tag == "mc-AlternateContent":
                yield from self._blocks(_choice(element))
            elif element.tag in _WRAPPERS or element.tag == "txbxContent":
                self.changed = self.changed or element.tag in ("ins", "moveTo")
                yield from self._blocks(element)

    # Paragraphs

    def _paragraph(self, element: Element) -> list[PagedLine]:
        properties = element.find("pPr")
        if is_on(properties.find("pageBreakBefore") if properties is not None else None):
            self._turn()
        paragraph = _Paragraph([(self._carried, self.page)])
        self._carried = ""
        started, hidden, struck = self.page, self.hidden, len(self.struck)
        outer = self._setting
        style = value_of(properties, "pStyle")
        backed = outer.backed or has_fill(properties) or self._styles.fills(style)
        self._setting = replace(outer, paragraph_style=style, backed=backed)
        self._content(element, paragraph)
        mark = properties.find("rPr") if properties is not None else None
        gone = (
            (self.hidden > hidden or len(self.struck) > struck)
            and not any(text.strip() for text, _ in paragraph.lines)
            and self._styles.shown(mark, self._setting) is not Shown.PRINTED
        )
        self._setting = outer
        if self._fresh and len(paragraph.lines) > 1 and not paragraph.lines[-1][0]:
            # The page ends with the paragraph.
            paragraph.lines.pop()
        deleted_end = properties is not None and properties.find("rPr/del") is not None
        # A style separator: the next paragraph is printed on this one's line.
        if deleted_end or is_on(mark.find("specVanish") if mark is not None else None):
            self.changed = self.changed or deleted_end
            self._carried = "\n".join(text for text, _ in paragraph.lines)
            lines: list[PagedLine] = []
        elif gone:
            lines = []
        else:
            if not paragraph.lines[0][0].strip() and self.page > started and len(paragraph.lines) == 1:
                paragraph.lines[0] = (paragraph.lines[0][0], self.page)
            lines = self._numbered(properties, paragraph.lines)
        lines.extend((text, self.page) for text in paragraph.banners)
        for box in paragraph.boxes:
            lines.extend(line for line in self.read(box, Setting(backed=True)) if line[0].strip())
        for reference, note in paragraph.notes:
            lines.extend(self._note(reference, note))
        section = properties.find("sectPr") if properties is not None else None
        if section is not None and (value_of(section, "type") or "nextPage") in _NEW_PAGE:
            self._turn()
        return lines

    def _numbered(self, properties: Element | None, lines: list[PagedLine]) -> list[PagedLine]:
        """The paragraph's lines with its number and its indent."""
        style = value_of(properties, "pStyle")
        number, indent = self._number(properties, style)
        own = indent_of(properties)
        shown = own if own is not None else indent if indent is not None else self._styles.indent(style)
        text, page = lines[0]
        if not (text.strip() or number):
            return lines
        space = "\u3000" * max(0, min(_MOST_INDENT, round(shown or 0))) if text.strip() else ""
        if value_of(properties, "jc") in ("center", "right", "end"):
            space = ""
        tabs = len(text) - len(text.lstrip("\t"))
        return [
            (space + number + "\u3000" * tabs + _untabbed(text[tabs:]), page),
            *((_untabbed(text), page) for text, page in lines[1:]),
        ]

    def _number(self, properties: Element | None, style: str | None) -> tuple[str, float | None]:
        own = properties.find("numPr") if properties is not None else None
        list_id, level = value_of(own, "numId"), value_of(own, "ilvl")
        named = self._styles.number(style)
        if list_id is None and named is not None:
            list_id, by_style, its_level = named
            level = level or its_level or str(self._numbering.level_of_style(list_id, by_style))
        if list_id is None or list_id == "0":
            return "", None
        place = int(level) if level and level.isdecimal() and len(level) < 3 else 0
        definition = self._numbering.level(list_id, place)
        return self._numbering.next(list_id, place), definition.indent if definition else None

    def _note(self, mark: str, note: Element) -> list[PagedLine]:
        page = self.page
        texts = [text.strip() for text, _ in self.read(note) if text.strip()]
        self.page = page
        return [(f"{mark if index == 0 else ''}{text}", page) for index, text in enumerate(texts)]

    def _turn(self) -> None:
        """A page ends here, unless nothing stands on it yet."""
        self.turned = True
        if not self._fresh:
            self.page += 1
            self._fresh = True

    def _add(self, paragraph: _Paragraph, text: str) -> None:
        if not text:
            return
        before, page = paragraph.lines[-1]
        if not before.strip():
            page = self.page
        paragraph.lines[-1] = (before + text, page)
        self._fresh = self._fresh and not text.strip()

    def _content(self, elements: Iterable[Element], paragraph: _Paragraph, symbols: bool = False) -> None:
        """What a paragraph or a part of it prints."""
        for child in elements:
            tag = child.tag
            if tag == "t":
                if not self._fields or all(opened.result for opened in self._fields):
                    self._add(
                        paragraph, meant(_from_symbol_font(child.text or "")) if symbols else meant(child.text or "")
                    )
            elif tag == "r":
                self._run(child, paragraph)
            elif tag == "tab" or tag == "ptab":
                self._add(paragraph, "\t")
            elif tag == "br":
                self._break(child, paragraph)
            elif tag == "lastRenderedPageBreak":
                self._turn()
            elif tag == "cr":
                paragraph.lines.append(("", self.page))
            elif tag == "noBreakHyphen":
                self._add(paragraph, "-")
            elif tag == "sym":
                self._add(paragraph, _symbol(child))
            elif tag == "fldChar":
                self._field(child, paragraph)
            elif tag == "instrText":
                if self._fields:
                    self._fields[-1].instruction += child.text or ""
            elif tag in ("footnoteReference", "endnoteReference"):
                self._refer(child, paragraph)
            elif tag == "commentReference":
                self.comments += 1
            elif tag == "m-t":
                self._add(paragraph, meant(child.text or ""))
            elif tag == "mc-AlternateContent":
                self._content(_choice(child), paragraph)
            elif tag == "ruby":
                base = child.find("rubyBase")
                if base is not None:
                    self._content(base, paragraph)
            elif tag in ("drawing", "pict", "object"):
                paragraph.boxes.extend(_text_boxes(child))
                self._picture(child, paragraph)
            elif tag in _DROPPED:
                self.changed = self.changed or tag in ("del", "moveFrom")
            elif tag in _WRAPPERS:
                self.changed = self.changed or tag in ("ins", "moveTo")
                self._content(child, paragraph)

    def _run(self, run: Element, paragraph: _Paragraph) -> None:
        properties = run.find("rPr")
        shown = self._styles.shown(properties, self._setting)
        if shown is not Shown.PRINTED:
            words = "".join(text.text or "" for text in run.iter("t")).strip()
            if shown is Shown.COVERED:
                self._add(paragraph, COVERED * len("".join(words.split())))
            elif words and shown is Shown.HIDDEN:
                self.hidden += 1
            elif words:
                self.struck.append(words)
            self._content([child for child in run if child.tag in _CONTROLS], paragraph)
            return
        font = value_of(properties, "rFonts", "ascii") or ""
        self._content(run, paragraph, font.startswith(_SYMBOL_FONTS))

    def _break(self, element: Element, paragraph: _Paragraph) -> None:
        if element.get("type") == "page":
            self._turn()
            if paragraph.lines[-1][0].strip():
                paragraph.lines.append(("", self.page))
        else:
            paragraph.lines.append(("", self.page))

    def _refer(self, element: Element, paragraph: _Paragraph) -> None:
        notes = self._footnotes if element.tag == "footnoteReference" else self._endnotes
        note = notes.get(element.get("id", ""))
        if note is None:
            return
        self._note_count += 1
        mark = f"（注{write(self._note_count, 'decimal')}）"
        self._add(paragraph, mark)
        paragraph.notes.append((mark, note))

    def _field(self, element: Element, paragraph: _Paragraph) -> None:
        kind = element.get("fldCharType")
        if kind == "begin":
            box = element.find("ffData/checkBox")
            shown = ""
            if box is not None:
                checked = box.find("checked")
                shown = "■" if is_on(checked if checked is not None else box.find("default")) else "□"
            self._fields.append(_Field(box=shown))
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end" and self._fields:
            closed = self._fields.pop()
            if closed.box:
                self._add(paragraph, closed.box)
            elif not closed.result and (overlaid := _OVERLAID.search(closed.instruction)):
                inner = meant(overlaid[1].strip())
                circled = _CIRCLE.search(closed.instruction) is not None
                self._add(paragraph, _CIRCLED.get(inner, inner) if circled else inner)

    def _picture(self, element: Element, paragraph: _Paragraph) -> None:
        """A drawing, a picture or an embedded object: a sign among words, a lettering, or what is only told."""
        parts = list(_outside_boxes(element))
        kinds = {part.get("uri", "") for part in parts if part.tag == ".graphicData"}
        if any("diagram" in kind for kind in kinds):
            self.unread[_DIAGRAM] += 1
        elif any(kind.endswith(("/chart", "/chartex")) for kind in kinds):
            self.unread[_CHART] += 1
        elif element.tag == "object" and any(part.tag in (".OLEObject", ".imagedata") for part in parts):
            self.unread[_EMBEDDED] += 1
        elif any(part.tag in (".pic", ".imagedata", ".contentPart") for part in parts):
            if _is_sign(parts):
                self._add(paragraph, sign_in_text(_alternative(parts)))
            else:
                self.unread[_PICTURE] += 1
        paragraph.banners.extend(
            meant(words) for part in parts if part.tag == ".textpath" and (words := part.get("string", "").strip())
        )

    # Tables

    def _table(self, table: Element) -> list[PagedLine]:
        rows: list[list[list[PagedLine]]] = []
        style = value_of(table, "tblPr/tblStyle")
        backed = self._setting.backed or self._styles.fills(style) or has_fill(table.find("tblPr"))
        for row in self._parts(table, "tr"):
            if row.find("trPr/del") is not None:
                self.changed = True
                continue
            if is_on(row.find("trPr/hidden")):
                self.hidden += next(row.iter("t"), None) is not None
                continue
            self.changed = self.changed or row.find("trPr/ins") is not None
            started, ended = self.page, self.page
            cells: list[list[PagedLine]] = []
            for cell in self._parts(row, "tc"):
                if value_of(cell, "tcPr/hMerge") == "continue" or _is_continued(cell, "tcPr/hMerge"):
                    continue
                if cell.find("tcPr/cellDel") is not None:
                    self.changed = True
                    continue
                setting = Setting(style, backed=backed or has_fill(cell.find("tcPr")))
                # Every cell of a row that the page parts tells of the new page.
                fresh, self.page = self._fresh, started
                texts = self.read(cell, setting)
                cells.append([] if _is_continued(cell, "tcPr/vMerge") else texts)
                ended = max(ended, self.page)
                self._fresh = fresh and self._fresh
            self.page = ended
            rows.append(cells)
        lines: list[PagedLine] = []
        whole = find_record([[[text for text, _ in cell] for cell in cells] for cells in rows])
        for place, cells in enumerate(rows):
            if len(cells) == 1:
                lines.extend(line for line in cells[0] if line[0].strip())
            else:
                printed = record_lines(cells) if place == whole else row_lines(cells)
                lines.extend((text, pages[0]) for text, pages in printed)
        return lines

    def _parts(self, element: Element, tag: str) -> Iterator[Element]:
        """The rows of a table or the cells of a row, whatever holds them together."""
        for child in element:
            if child.tag == tag:
                yield child
            elif child.tag in _WRAPPERS:
                yield from self._parts(child, tag)


def _untabbed(text: str) -> str:
    """A tab in running text is a gap; one that stands between cells is set by rows.py."""
    return text.replace("\t", "\u3000")


def _is_continued(cell: Element, path: str) -> bool:
    """Whether a cell goes on with the one above it or to its left: the element without a value says so."""
    found = cell.find(path)
    return found is not None and found.get("val", "continue") == "continue"


def _choice(element: Element) -> Element:
    """The one of several forms of the same content that is read: a text box stands in all of them."""
    choices = [*element.findall("mc-Choice"), *element.findall("mc-Fallback")]
    with_text = (choice for choice in choices if next(choice.iter("t"), None) is not None)
    return next(with_text, choices[0] if choices else element)


def _text_boxes(element: Element) -> Iterator[Element]:
    """The contents of the text boxes in a drawing, each once."""
    for child in element:
        if child.tag == "txbxContent":
            yield child
        elif child.tag == "mc-AlternateContent":
            yield from _text_boxes(_choice(child))
        else:
            yield from _text_boxes(child)


def _lies_behind(body: Element) -> bool:
    """Whether a drawing lies behind the text: white letters may be seen on it."""
    return any(anchor.get("behindDoc") in ("1", "true") for anchor in body.iter(".anchor"))


def _outside_boxes(element: Element) -> Iterator[Element]:
    """The parts of a drawing, the contents of its text boxes aside, one form of what stands in several."""
    for child in element:
        if child.tag == "txbxContent":
            continue
        if child.tag == "mc-AlternateContent":
            yield from _outside_boxes(_choice(child))
            continue
        yield child
        yield from _outside_boxes(child)


def _is_sign(parts: list[Element]) -> bool:
    """Whether a picture stands in the line and is no larger than a sign."""
    inline = next((part for part in parts if part.tag == ".inline"), None)
    extent = next((part for part in inline if part.tag == ".extent"), None) if inline is not None else None
    if extent is not None:
        sizes = [int(size) for name in ("cx", "cy") if re.fullmatch("[0-9]{1,9}", size := extent.get(name, ""))]
    else:
        styles = [part.get("style", "") for part in parts if part.tag == ".shape"]
        if len(styles) != 1 or "position:absolute" in styles[0]:
            return False
        found = [re.search(rf"(?<![a-z-]){name}:\s*([0-9.]{{1,8}})pt", styles[0]) for name in ("width", "height")]
        sizes = [round(float(size[1]) * _POINT) for size in found if size and size[1].count(".") < 2]
    return len(sizes) == 2 and all(0 < size <= _SIGN_SIZE for size in sizes)


def _alternative(parts: list[Element]) -> str | None:
    """The alternative text of a picture."""
    texts = (
        part.get(name)
        for part in parts
        for name in {".docPr": ("descr", "title"), ".shape": ("alt", "title"), ".imagedata": ("title",)}.get(
            part.tag, ()
        )
    )
    return next((text for text in texts if text and sign_named(text)), None)


def _symbol(element: Element) -> str:
    code = element.get("char", "")
    if not re.fullmatch("[0-9A-Fa-f]{2,5}", code):
        return ""
    value = int(code, 16)
    return meant(chr(value if value > 0xFF else 0xF000 + value))


def _from_symbol_font(text: str) -> str:
    """Letters that a symbol font shows as signs, as the private numbers that name these signs."""
    return "".join(chr(0xF000 + ord(char)) if " " < char <= "\xff" else char for char in text)
