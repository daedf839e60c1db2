"""PowerPoint's .pptx -> SourceText: the texts of the slides in their order, a slide a page. Stdlib only."""

from __future__ import annotations

from collections.abc import Iterator

from minutes.documents.limits import Limits
from minutes.documents.model import Remark, SourceText
from minutes.documents.package import Element, Package, damaged, too_many
from minutes.documents.rows import row_lines
from minutes.documents.signs import meant

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_MAIN = "ppt/presentation.xml"
_DRAWN = ("diagram", "chart")


def read_slides(data: bytes, limits: Limits) -> SourceText:
    """The text of a .pptx file; `pages` are its slides, hidden ones included. Speaker's notes are left out.

    Raises DocumentError: `damaged`, `encrypted`, `too-large`, `too-many-pages`, `unsafe`.
    """
    package = Package(data, limits)
    root = package.xml(_MAIN)
    if root is None:
        raise damaged()
    targets = {relation.id: relation.target for relation in package.relations(_MAIN)}
    names = [targets.get(slide.get("r-id", ""), "") for slide in root.iter(".sldId")]
    if len(names) > limits.pages:
        raise too_many(len(names), limits.pages)
    lines: list[tuple[str, int]] = []
    drawn = False
    for number, name in enumerate(names, start=1):
        slide = package.xml(name)
        if slide is None:
            continue
        lines.extend((text, number) for text in _texts(slide))
        drawn = drawn or any(kind in part.get("uri", "") for part in slide.iter(".graphicData") for kind in _DRAWN)
    remark = Remark("unread-part", "図（SmartArt）やグラフがあり、その中の文字は読み取っていません。")
    pages = tuple(page for _, page in lines)
    texts = tuple(text for text, _ in lines)
    return SourceText(texts, MEDIA_TYPE, "", pages, (remark,) if drawn else (), page_count=len(names))


def _texts(element: Element) -> Iterator[str]:
    """The lines of paragraphs and tables, in the order in which they were put onto the slide."""
    for child in element:
        if child.tag == ".p":
            yield from (line for line in _paragraph(child).split("\n") if line.strip())
        elif child.tag == ".tr":
            cells = [[(text, None) for text in _texts(cell)] for cell in child if cell.tag == ".tc"]
            yield from (line for line, _ in row_lines(cells))
        else:
            yield from _texts(child)


def _paragraph(element: Element) -> str:
    parts = []
    for child in element:
        if child.tag == ".br":
            parts.append("\n")
        elif child.tag == ".r" or (child.tag == ".fld" and child.get("type") != "slidenum"):
            parts.extend(meant(text.text or "") for text in child if text.tag == ".t")
    return "".join(parts)
