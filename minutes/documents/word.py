"""Word's .docx -> SourceText: the lines as printed, read from the file's own XML.

Tracked changes are read as accepted, numbers of lists are those that Word prints, notes stand below their paragraph.
What is not printed (comments, hidden text) or stands outside of the text (heads and feet of the pages) is left out
and named by a remark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from minutes.documents.limits import Limits
from minutes.documents.model import Remark, SourceText
from minutes.documents.numbering import Numbering, write
from minutes.documents.package import Element, Package, damaged, too_many
from minutes.documents.rows import find_record, record_lines, row_lines
from minutes.documents.signs import meant

# A line of text and the number of the page that it begins on.
PagedLine = tuple[str, int]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN = "word/document.xml"
_OFF = frozenset(("0", "false", "off", "none"))
# What only groups other content.
_WRAPPERS = frozenset(
    "ins moveTo smartTag customXml hyperlink fldSimple dir bdo sdt sdtContent rubyBase rtc"
    " m-oMath m-oMathPara m-r m-e m-num m-den m-sub m-sup m-f m-sSub m-sSup m-rad m-d m-nary m-fName m-func".split()
)
_DROPPED = frozenset("del moveFrom rt pPr rPr sdtPr tblPr trPr tcPr tblGrid".split())
_SYMBOL_FONTS = ("Wingdings", "Symbol", "Webdings")
_NEW_PAGE = frozenset(("nextPage", "oddPage", "evenPage"))
_TWIPS_A_SIGN = 210  # of 10.5 points
_MOST_INDENT = 10
# EQ \\o\\ad(\\s\\up 9(かすみはま),霞浜): how Word wrote readings before it had an element for them.
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

    reader = _Reader(_Styles(part("styles")), part("numbering"), _notes(part("footnotes")), _notes(part("endnotes")))
    lines = reader.read(body)
    if reader.page > limits.pages:
        raise too_many(reader.page, limits.pages)
    margins = [text for name in (*parts.get("header", []), *parts.get("footer", [])) for text in _margin(package, name)]
    pages = tuple(page for _, page in lines) if reader.turned else ()
    texts = tuple(text for text, _ in lines)
    remarks = tuple(_remarks(reader, margins, texts))
    return SourceText(texts, MEDIA_TYPE, "", pages, remarks, page_count=reader.page if reader.turned else 0)


def _remarks(reader: _Reader, margins: list[str], lines: tuple[str, ...]) -> Iterator[Remark]:
    if reader.changed:
        yield Remark("tracked-changes", "変更履歴が残っている文書です。すべて承認したものとして読み取りました。")
    if reader.hidden:
        yield Remark("hidden-text", "印刷されない隠し文字があり、本文に入れていません。")
    if reader.unread:
        yield Remark(
            "unread-part",
            "図（SmartArt）や埋め込まれた文書があり、その中の文字は読み取っていません。原本と見比べて確かめてください。",
        )
    if reader.comments:
        yield Remark("comments", f"コメントが{reader.comments}件あり、本文に入れていません。")
    everything = "".join("".join(lines).split())
    outside = dict.fromkeys(text for text in margins if "".join(text.split()) not in everything)
    if outside:
        yield Remark("running-text", f"ヘッダー・フッターの文字は、本文に入れていません：{'／'.join(outside)[:2000]}")


def _margin(package: Package, name: str) -> list[str]:
    """The texts of a page head or foot, page numbers aside."""
    root = package.xml(name)
    if root is None:
        return []
    reader = _Reader(_Styles(None), None, {}, {})
    texts = (text.strip() for text, _ in reader.read(root))
    return [text for text in texts if any(unicodedata.category(char).startswith("L") for char in text)]


def _notes(root: Element | None) -> dict[str, Element]:
    return {note.get("id", ""): note for note in root} if root is not None else {}


def _is_on(element: Element | None) -> bool:
    return element is not None and element.get("val", "1") not in _OFF


def _value(element: Element | None, path: str, name: str = "val") -> str | None:
    found = element.find(path) if element is not None else None
    return found.get(name) if found is not None else None


# Styles


class _Styles:
    """What a document's styles say of numbers, indents and hidden text, the styles they are based on included."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {style.get("styleId", ""): style for style in root.findall("style")} if root is not None else {}
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if style.get("type") == "paragraph" and style.get("default") in ("1", "true", "on")
            ),
            "",
        )

    def chain(self, style: str | None) -> Iterator[tuple[str, Element]]:
        """The style and those it is based on, nearest first."""
        key = style or self._default
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            yield key, self._styles[key]
            key = _value(self._styles[key], "basedOn") or ""

    def number(self, style: str | None) -> tuple[str, str, str | None] | None:
        """The list, the style that names it, and the level, of paragraphs in this style."""
        for key, element in self.chain(style):
            own = element.find("pPr/numPr")
            list_id = _value(own, "numId")
            if list_id is not None:
                return list_id, key, _value(own, "ilvl")
        return None

    def indent(self, style: str | None) -> float | None:
        """The indent of the first line, in characters."""
        found = (_indent(element.find("pPr")) for _, element in self.chain(style))
        return next((indent for indent in found if indent is not None), None)

    def is_hidden(self, style: str | None) -> bool:
        return style is not None and any(_is_on(element.find("rPr/vanish")) for _, element in self.chain(style))


def _indent(properties: Element | None) -> float | None:
    """How many characters the first line begins further right, None where the properties do not say."""
    element = properties.find("ind") if properties is not None else None
    if element is None:
        return None

    def signs(*names: str) -> float:
        for name in names:
            for suffix, unit in (("Chars", 100), ("", _TWIPS_A_SIGN)):
                text = element.get(f"{name}{suffix}", "")
                if re.fullmatch(r"-?[0-9]{1,6}", text) and int(text):
                    return int(text) / unit
        return 0.0

    return signs("left", "start") + signs("firstLine") - signs("hanging")


# The text


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, whether its result has begun, and the box of a form that it shows."""

    instruction: str = ""
    result: bool = False
    box: str = ""


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being read: its lines, each with the page on which it begins, its text boxes and notes."""

    lines: list[PagedLine] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, Element]] = field(default_factory=list)


class _Reader:
    """Reads the blocks of one part in their order."""

    def __init__(
        self, styles: _Styles, numbering: Element | None, footnotes: dict[str, Element], endnotes: dict[str, Element]
    ) -> None:
        self._styles = styles
        self._numbering = Numbering(numbering, _indent)
        self._footnotes, self._endnotes = footnotes, endnotes
        self._note_count = 0
        self._fields: list[_Field] = []
        self._carried = ""  # of a paragraph whose end was deleted
        self._fresh = True  # nothing printed on this page yet
        self.page = 1
        self.turned = self.changed = self.hidden = self.unread = False
        self.comments = 0

    def read(self, root: Element) -> list[PagedLine]:
        """The lines of all blocks in an element."""
        lines: list[PagedLine] = []
        for block in self._blocks(root):
            if block.tag == "p":
                lines.extend(self._paragraph(block))
            else:
                lines.extend(self._table(block))
        if self._carried:
            lines.append((self._carried, self.page))
            self._carried = ""
        return lines

    def _blocks(self, root: Element) -> Iterator[Element]:
        """The paragraphs and tables, whatever holds them together."""
        for element in root:
            if element.tag in ("p", "tbl"):
                yield element
            elif element.tag in ("del", "moveFrom"):
                self.changed = True
            elif element.tag == "altChunk":
                self.unread = True
            elif element.tag == "mc-AlternateContent":
                yield from self._blocks(_choice(element))
            elif element.tag in _WRAPPERS or element.tag == "txbxContent":
                self.changed = self.changed or element.tag in ("ins", "moveTo")
                yield from self._blocks(element)

    # Paragraphs

    def _paragraph(self, element: Element) -> list[PagedLine]:
        properties = element.find("pPr")
        if _is_on(properties.find("pageBreakBefore") if properties is not None else None):
            self._turn()
        paragraph = _Paragraph([(self._carried, self.page)])
        self._carried = ""
        started = self.page
        self._content(element, paragraph)
        if self._fresh and len(paragraph.lines) > 1 and not paragraph.lines[-1][0]:
            # The page ends with the paragraph.
            paragraph.lines.pop()
        deleted_end = properties is not None and properties.find("rPr/del") is not None
        if deleted_end:
            self.changed = True
            self._carried = "\n".join(text for text, _ in paragraph.lines)
            lines: list[PagedLine] = []
        else:
            if not paragraph.lines[0][0].strip() and self.page > started and len(paragraph.lines) == 1:
                paragraph.lines[0] = (paragraph.lines[0][0], self.page)
            lines = self._numbered(properties, paragraph.lines)
        for box in paragraph.boxes:
            lines.extend(line for line in self.read(box) if line[0].strip())
        for mark, note in paragraph.notes:
            lines.extend(self._note(mark, note))
        section = properties.find("sectPr") if properties is not None else None
        if section is not None and (_value(section, "type") or "nextPage") in _NEW_PAGE:
            self._turn()
        return lines

    def _numbered(self, properties: Element | None, lines: list[PagedLine]) -> list[PagedLine]:
        """The paragraph's lines with its number and its indent."""
        style = _value(properties, "pStyle")
        number, indent = self._number(properties, style)
        own = _indent(properties)
        shown = own if own is not None else indent if indent is not None else self._styles.indent(style)
        text, page = lines[0]
        if not (text.strip() or number):
            return lines
        space = "\u3000" * max(0, min(_MOST_INDENT, round(shown or 0))) if text.strip() else ""
        if _value(properties, "jc") in ("center", "right", "end"):
            space = ""
        tabs = len(text) - len(text.lstrip("\t"))
        return [
            (space + number + "\u3000" * tabs + _untabbed(text[tabs:]), page),
            *((_untabbed(text), page) for text, page in lines[1:]),
        ]

    def _number(self, properties: Element | None, style: str | None) -> tuple[str, float | None]:
        own = properties.find("numPr") if properties is not None else None
        list_id, level = _value(own, "numId"), _value(own, "ilvl")
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

    def _content(self, element: Element, paragraph: _Paragraph, symbols: bool = False) -> None:
        """What a paragraph or a part of it prints."""
        for child in element:
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
                self.unread = self.unread or _is_diagram(child)
            elif tag in _DROPPED:
                self.changed = self.changed or tag in ("del", "moveFrom")
            elif tag in _WRAPPERS:
                self.changed = self.changed or tag in ("ins", "moveTo")
                self._content(child, paragraph)

    def _run(self, run: Element, paragraph: _Paragraph) -> None:
        properties = run.find("rPr")
        if properties is not None:
            vanish = properties.find("vanish")
            hidden = _is_on(vanish) if vanish is not None else self._styles.is_hidden(_value(properties, "rStyle"))
            if hidden:
                self.hidden = self.hidden or any((text.text or "").strip() for text in run.iter("t"))
                return
        font = _value(properties, "rFonts", "ascii") or ""
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
                shown = "■" if _is_on(checked if checked is not None else box.find("default")) else "□"
            self._fields.append(_Field(box=shown))
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
        elif kind == "end" and self._fields:
            closed = self._fields.pop()
            if closed.box:
                self._add(paragraph, closed.box)
            elif not closed.result and (overlaid := _OVERLAID.search(closed.instruction)):
                self._add(paragraph, meant(overlaid[1].strip()))

    # Tables

    def _table(self, table: Element) -> list[PagedLine]:
        rows: list[list[list[PagedLine]]] = []
        for row in self._parts(table, "tr"):
            if row.find("trPr/del") is not None:
                self.changed = True
                continue
            self.changed = self.changed or row.find("trPr/ins") is not None
            started, ended = self.page, self.page
            cells: list[list[PagedLine]] = []
            for cell in self._parts(row, "tc"):
                if _value(cell, "tcPr/hMerge") == "continue" or _is_continued(cell, "tcPr/hMerge"):
                    continue
                # Every cell of a row that the page parts tells of the new page.
                fresh, self.page = self._fresh, started
                texts = self.read(cell)
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


def _is_diagram(element: Element) -> bool:
    """Whether a drawing is a diagram, whose words stand in a part of their own."""
    return any("diagram" in data.get("uri", "") for data in element.iter(".graphicData"))


def _symbol(element: Element) -> str:
    code = element.get("char", "")
    if not re.fullmatch("[0-9A-Fa-f]{2,5}", code):
        return ""
    value = int(code, 16)
    return meant(chr(value if value > 0xFF else 0xF000 + value))


def _from_symbol_font(text: str) -> str:
    """Letters that a symbol font shows as signs, as the private numbers that name these signs."""
    return "".join(chr(0xF000 + ord(char)) if " " < char <= "\xff" else char for char in text)
