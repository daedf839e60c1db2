"""Prints the text of minutes as Word files, web pages and PDF files, tables and all: what the readers should undo.

A line with tabs is a row of a table. An empty cell is merged: the first of a row with the cell above it, any other
with the cell to its left; the last cell reaches to the table's edge.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from itertools import groupby, pairwise

import pypdfium2 as pdfium
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

_RULE = re.compile(r"[\s|:-]*\|[\s|:-]*")
_CHECKBOX = re.compile(r"<input[^>]*>")
_PAGE_END = re.compile(r"(?:\n\s*[0-9]+ *)?\n?\f ?")
_PARAGRAPHS = re.compile(r"\s*</?p>\s*")


@dataclass
class Cell:
    """A cell of a printed table: its paragraphs, and the columns and rows that it takes."""

    paragraphs: list[str]
    columns: int = 1
    rows: int = 1


@dataclass
class Grid:
    """A printed table: its rows, each with the cells that begin in it by their column."""

    width: int
    rows: list[dict[int, Cell]] = field(default_factory=list)


def blocks_of(text: str) -> list[str | Grid]:
    """The paragraphs and tables that a text of minutes stands for."""
    lines = [line.rstrip() for line in _PAGE_END.sub("\n", text).split("\n") if not _RULE.fullmatch(line)]
    blocks: list[str | Grid] = []
    for is_row, group in groupby(lines, lambda line: "\t" in line.strip() or line.endswith("|") or line[:1] == "\t"):
        if is_row:
            blocks.append(_grid([_cells(line) for line in group]))
        else:
            blocks.extend(group)
    return blocks


def _cells(line: str) -> list[str]:
    if line.endswith("|"):
        return [cell.strip() for cell in line.removesuffix("|").split("|")]
    cells = line.split("\t")
    while len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return cells


def _grid(rows: list[list[str]]) -> Grid:
    grid = Grid(max(map(len, rows)))
    above: Cell | None = None
    for cells in rows:
        row: dict[int, Cell] = {}
        for column, text in enumerate(cells):
            if text.strip() or (column == 0 and above is None):
                row[column] = Cell(_paragraphs(text))
            elif column == 0 and above is not None:
                above.rows += 1
        starts = [*row, grid.width]
        for start, end in pairwise(starts):
            row[start].columns = end - start
        if 0 in row:
            above = row[0]
            first = min((column for column in row if column), default=grid.width)
            above.columns = first
        elif above is not None and row:
            start = min(row)
            if start > above.columns:
                row[start].columns += start - above.columns
                row = {above.columns if column == start else column: cell for column, cell in row.items()}
        grid.rows.append(row)
    return grid


def _paragraphs(text: str) -> list[str]:
    text = _CHECKBOX.sub(lambda match: "■" if "checked" in match[0] else "□", text)
    return [part for part in _PARAGRAPHS.split(text) if part] or [""]


# Word


def to_docx(text: str) -> bytes:
    """The text as a Word file, A4, 10.5 points."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    normal = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    normal.font.name = "Noto Serif CJK JP"
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Serif CJK JP")
    normal.paragraph_format.space_after = Pt(0)
    for block in blocks_of(text):
        if isinstance(block, Grid):
            table = document.add_table(len(block.rows), block.width, style="Table Grid")
            for number, row in enumerate(block.rows):
                for column, cell in row.items():
                    target = table.cell(number, column).merge(
                        table.cell(number + cell.rows - 1, column + cell.columns - 1)
                    )
                    target.text = cell.paragraphs[0]
                    for paragraph in cell.paragraphs[1:]:
                        target.add_paragraph(paragraph)
        else:
            document.add_paragraph(block)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


# The web, as Chromium prints it


def to_html(text: str, css: str = "") -> str:
    """The text as a web page whose print looks like a Word file's."""
    body = []
    for block in blocks_of(text):
        if isinstance(block, Grid):
            rows = "".join(
                "<tr>"
                + "".join(
                    f'<td colspan="{cell.columns}" rowspan="{cell.rows}">'
                    + "".join(f"<p>{escape(paragraph) or '&nbsp;'}</p>" for paragraph in cell.paragraphs)
                    + "</td>"
                    for cell in row.values()
                )
                + "</tr>"
                for row in block.rows
            )
            body.append(f"<table>{rows}</table>")
        else:
            body.append(f"<p>{escape(block) or '&nbsp;'}</p>")
    style = (
        "body { font: 10.5pt/1.6 'Noto Serif CJK JP', serif; margin: 0; } p { margin: 0; white-space: pre-wrap; }"
        " table { border-collapse: collapse; width: 100%; } td { border: 1px solid; padding: 2pt 5pt; }"
        f"{css}"
    )
    return f'<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><style>{style}</style><body>{"".join(body)}'


# PDF, by a writer library


def to_pdf(text: str, head: str = "", foot: str = "- {page} -", password: str = "") -> bytes:
    """The text as a PDF file, A4, 10.5 points, in a font that the file names and does not hold.

    `head` and `foot` stand on every page, {page} in them for its number. A `password` locks the file.
    """
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    style = ParagraphStyle("text", fontName="HeiseiMin-W3", fontSize=10.5, leading=17, wordWrap="CJK")
    story: list[object] = []
    for block in blocks_of(text):
        if isinstance(block, Grid):
            story.append(_table(block, style))
        else:
            story.append(_paragraph(block, style) if block.strip() else Spacer(1, 17))

    def furniture(canvas: Canvas, _: object) -> None:
        canvas.setFont("HeiseiMin-W3", 9)
        page = canvas.getPageNumber()
        canvas.drawString(70, A4[1] - 40, head.format(page=page))
        canvas.drawCentredString(A4[0] / 2, 35, foot.format(page=page))

    stream = BytesIO()
    template = SimpleDocTemplate(
        stream, pagesize=A4, leftMargin=65, rightMargin=65, topMargin=70, bottomMargin=70, encrypt=password or None
    )
    template.build(story, onFirstPage=furniture, onLaterPages=furniture)
    return stream.getvalue()


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    indent = len(text) - len(text.lstrip(" \u3000"))
    wide = sum(10.5 if char == "\u3000" else 5.25 for char in text[:indent])
    own = ParagraphStyle("indented", parent=style, firstLineIndent=wide)
    return Paragraph(escape(text.lstrip(" \u3000")).replace("  ", "&nbsp; "), own)


def _table(grid: Grid, style: ParagraphStyle) -> Table:
    data: list[list[object]] = [["" for _ in range(grid.width)] for _ in grid.rows]
    commands: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    for number, row in enumerate(grid.rows):
        for column, cell in row.items():
            data[number][column] = [_paragraph(paragraph, style) for paragraph in cell.paragraphs]
            last = (column + cell.columns - 1, number + cell.rows - 1)
            commands.append(("SPAN", (column, number), last))
    total = A4[0] - 130
    narrow = [70.0] * (grid.width - 1)
    return Table(data, colWidths=[*narrow, total - sum(narrow)] if grid.width > 1 else [total], style=commands)


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    """A PDF file that `draw` writes with the font HeiseiMin-W3 set at 10.5 points; it ends its own pages but the last."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4, **options)
    canvas.setFont("HeiseiMin-W3", 10.5)
    draw(canvas)
    canvas.save()
    return stream.getvalue()


def turned(data: bytes, degrees: int) -> bytes:
    """A PDF file whose pages a viewer shows turned clockwise."""
    document = pdfium.PdfDocument(data)
    for page in document:
        page.set_rotation(degrees)
    stream = BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()
