"""An edition as one page of HTML that needs nothing else. Stdlib only."""

from __future__ import annotations

from html import escape

from minutes.public_edition.outline import Block, Heading, Outline, Paragraph, Piece, Pieces, Table, number_of

_STYLE = """
body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; font: 1rem/1.8 sans-serif; }
h1 { font-size: 1.5rem; text-align: center; }
h2 { font-size: 1.25rem; margin-top: 2rem; border-bottom: 1px solid #767676; }
h3 { font-size: 1.1rem; margin-top: 1.5rem; }
table { width: 100%; border-collapse: collapse; }
th, td { border: 1px solid #767676; padding: 0.25rem 0.6rem; text-align: left; vertical-align: top; }
th { background: #eef1f5; }
tr > :first-child { width: 28%; }
p { margin: 0.4rem 0; }
.speech { padding-left: 1em; text-indent: -1em; }
.goes-on { padding-left: 1em; text-indent: 1em; }
.note { padding-left: 1em; }
.withheld { white-space: nowrap; }
@page { size: A4; margin: 25mm; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; } h2, h3 { break-after: avoid; } tr { break-inside: avoid; } }
"""


def write_html(outline: Outline) -> bytes:
    """The bytes of the page, UTF-8: language and title named, headings in order, no script, nothing fetched."""
    body = "\n".join(_block(block, outline) for block in outline.blocks)
    return (
        '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(outline.name)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{_words(outline.title, outline)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode("utf-8", "replace")


def _block(block: Block, outline: Outline) -> str:
    if isinstance(block, Table):
        return _table(block, outline)
    words = _words(block.pieces, outline)
    if isinstance(block, Heading):
        return f"<h{block.level + 1}>{words}</h{block.level + 1}>"
    return f"<p{_class(block)}>{words}</p>"


def _class(block: Paragraph) -> str:
    name = "note" if block.is_note else "goes-on" if block.goes_on else "speech" if block.is_speech else ""
    return f' class="{name}"' if name else ""


def _words(pieces: Pieces, outline: Outline) -> str:
    return "".join(_piece(piece, outline) for piece in pieces)


def _piece(piece: Piece, outline: Outline) -> str:
    words = escape(piece.text)
    if piece.ground is not None:
        told = escape(f"非公開部分：{outline.grounds[piece.ground]}")
        words = f'<span class="withheld" role="img" aria-label="{told}" title="{told}">{words}</span>'
        if outline.has_numbers:
            words += f"<sup>{number_of(piece.ground)}</sup>"
    return f"<b>{words}</b>" if piece.is_bold else words


def _table(table: Table, outline: Outline) -> str:
    head = ""
    if table.head is not None:
        names = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.head)
        head = f"<thead><tr>{names}</tr></thead>"
    rows = "".join(
        f"<tr>{_named(label, outline) if table.head is None else f'<td>{_words(label, outline)}</td>'}<td>{_words(value, outline)}</td></tr>\n"
        for label, value in table.rows
    )
    told = f' aria-label="{escape(table.title)}"'
    return f"<table{told}>{head}<tbody>\n{rows}</tbody></table>"


def _named(label: Pieces, outline: Outline) -> str:
    return f'<th scope="row">{_words(label, outline)}</th>'
