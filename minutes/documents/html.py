"""HTML -> SourceText: the lines a reader of the page sees. Stdlib only.

Blocks break lines as a browser breaks them (a paragraph or heading stands between blank lines), a table
row is one line with its cells parted by a tab, list items keep their marker. Site chrome is left out
where the markup names it: nav, page headers and footers with links, and everything outside <main>.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from minutes.documents.encoding import decode, decode_as
from minutes.documents.left_out import hidden_text, struck_text
from minutes.documents.markup import Tag, Token, tag_names, tokenize
from minutes.documents.model import Remark, SourceText
from minutes.documents.pictures import sign_named
from minutes.documents.signs import UNNAMED, mended

_SPACED_TAGS = tag_names("p h1 h2 h3 h4 h5 h6")
_BLOCK_TAGS = _SPACED_TAGS | tag_names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form frameset header hgroup hr html legend li main menu nav ol optgroup option pre section summary"
    " table tbody td tfoot th thead tr ul"
)
_HEADINGS = tag_names("h1 h2 h3 h4 h5 h6")
# Never printed, or no text of the page.
_UNPRINTED_TAGS = tag_names(
    "head script style template noscript iframe noframes noembed object audio video canvas svg button select datalist"
    " title rp rtc"
)
_STRUCK_TAGS = tag_names("s strike del")
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.I)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_MOST_SIGN_SIZE = 40  # in pixels; a larger picture is no sign among words
_LEAST_SIGN_SIZE = 6  # a smaller one only keeps a distance
_PERHAPS = "\U0010fff1"  # a picture that is a sign where it stands among words
_AMONG_WORDS = re.compile(rf"(?<=[^\s{_PERHAPS}]){_PERHAPS}(?=\w)")
_SIGN_FILE = re.compile(r"gaiji|外字|(?:^|/)(?:e|u|g)?\+?[0-9a-f]{3,6}\.(?:gif|png|jpe?g|bmp|svg)$", re.I)
_SECTIONING = frozenset(("main", "article", "section"))
_CHROME_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary"))
_MAX_TABLES = 20  # tables nested deeper are read as blocks
_SITTING = re.compile(r"(?:令和|平成|昭和|第)\s?[0-9０-９元一二三四五六七八九十]{1,3}\s?(?:年|回)")
_HEADER_TOKENS = 400  # looked at in a page header
_LAYOUT_LINES = 30  # a row with a cell longer than this is layout, not data
_WIDE = "\u2e80-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_SPACE = re.compile("[ \t\n\r\f\v\x85\u2028\u2029]+")
_LINE_END = re.compile("\r\n|[\n\r\f\v\x85\u2028\u2029]")
_BREAK_IN_TEXT = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\n\r\f]*(?=[{_WIDE}])")
_META_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.I)
_CHARSETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms932": "cp932",
    "cp932": "cp932",
    "euc-jp": "euc_jp",
    "x-euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "shift_jis-2004": "shift_jis_2004",
    "shift_jis_2004": "shift_jis_2004",
    "shift_jisx0213": "shift_jis_2004",
    "euc-jis-2004": "euc_jis_2004",
    "euc-jisx0213": "euc_jis_2004",
    "iso-2022-jp-2004": "iso2022_jp",
}


def read_html(data: bytes, charset: str = "") -> SourceText:
    """The visible lines of an HTML page. Raises DocumentError where the bytes are no text.

    The charset is that of the byte order mark, else the one that came with the page or that of the meta element, where
    the bytes fit it, else the one found by `decode`.
    """
    text, encoding = _decode_html(data, charset)
    page = _page_of(text)
    return SourceText(page.finish(), "text/html", encoding, remarks=tuple(_remarks(page)))


def html_lines(source: str) -> tuple[str, ...]:
    """The lines of an HTML source; no blank line at either end, never two in a row but for <br>."""
    return _page_of(source).finish()


def _remarks(page: _Page) -> Iterator[Remark]:
    unseen = page.unseen()
    if unseen:
        yield hidden_text(f"画面に表示されない文字がページの中にあり（{unseen:,}字）")
    words = dict.fromkeys(text for piece in page.struck if (text := _SPACE.sub(" ", piece).strip()))
    if words:
        yield struck_text(words)


def _page_of(source: str) -> _Page:
    tokens = tokenize(source.replace("\x00", ""))
    page = _Page()
    skip_to = -1
    for index, token in enumerate(tokens):
        if index < skip_to:
            continue
        if isinstance(token, str):
            page.add_text(mended(token))
        elif token.closing:
            page.close(token.name)
        elif token.end is not None and _is_struck(token):
            skip_to = token.end + 1
            page.struck.append(_text_inside(token, index, tokens))
            if token.name in _BLOCK_TAGS:
                page.flush()
        elif token.end is not None and _is_unseen(token):
            skip_to = token.end + 1
            if not _has_links(tokens[index + 1 : token.end]):
                page.hide(_text_inside(token, index, tokens))
            if token.name in _BLOCK_TAGS:
                page.flush()
        elif token.end is not None and (token.name in _UNPRINTED_TAGS or _is_chrome(token, index, tokens, page)):
            skip_to = token.end + 1
            if token.name in _BLOCK_TAGS:
                page.flush()
        else:
            page.open(token)
    return page


def _decode_html(data: bytes, charset: str) -> tuple[str, str]:
    meta = _META_CHARSET.search(data[:4096])
    for name in (charset, meta.group(1).decode("ascii") if meta else ""):
        declared = _CHARSETS.get(name.lower())
        if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
            text = decode_as(data, declared)
            if text is not None:
                return text, declared
    return decode(data)


def _is_struck(tag: Tag) -> bool:
    """Whether the page strikes an element out."""
    return tag.name in _STRUCK_TAGS or _LINE_THROUGH.search(tag.attributes.get("style", "")) is not None


def _is_unseen(tag: Tag) -> bool:
    """Whether the page does not show an element that it could."""
    attributes = tag.attributes
    return tag.name not in _UNPRINTED_TAGS and (
        "hidden" in attributes or _UNSEEN.search(attributes.get("style", "")) is not None
    )


def _text_inside(tag: Tag, index: int, tokens: list[Token]) -> str:
    """The text between a tag, which stands at `index`, and its end."""
    return "".join(token for token in tokens[index + 1 : tag.end] if isinstance(token, str))


def _is_chrome(tag: Tag, index: int, tokens: list[Token], page: _Page) -> bool:
    attributes = tag.attributes
    role = attributes.get("role", "").lower()
    if tag.name == "nav" or role in ("navigation", "search"):
        return True
    if page.sections:
        return False
    if role in _CHROME_ROLES or tag.name in ("footer", "aside"):
        return True
    if tag.name != "header":
        return False
    inside = tokens[index + 1 : min(tag.end or 0, index + _HEADER_TOKENS)]
    return _has_links(inside) and not _names_sitting(inside)


def _names_sitting(tokens: list[Token]) -> bool:
    """Whether a page header holds the name of the meeting beside its links: an h1 with a number of a year or a sitting."""
    inside = False
    for token in tokens:
        if isinstance(token, Tag):
            inside = token.name == "h1" and not token.closing if token.name == "h1" else inside
        elif inside and _SITTING.search(token):
            return True
    return False


def _has_links(tokens: list[Token]) -> bool:
    """Whether a page header is a site's (links, a menu, a search form) and not the heading of the minutes."""
    names = [token.name for token in tokens if isinstance(token, Tag) and not token.closing]
    return "nav" in names or "form" in names or names.count("a") >= 2


@dataclass(slots=True)
class _Line:
    text: str
    main: bool = False  # inside <main>
    title: bool = False  # inside <h1>


@dataclass(slots=True)
class _Table:
    """A table that is open: the cells of its row so far, and the lines of the rows before."""

    lines: list[_Line] = field(default_factory=list)
    cells: list[list[_Line]] = field(default_factory=list)
    in_cell: bool = False
    layout: bool = False


@dataclass(slots=True)
class _List:
    ordered: bool
    kind: str = "1"
    number: int = 1


class _Page:
    """The lines built so far. Tags come in any order; no end tag is relied on."""

    def __init__(self) -> None:
        self.sections = 0
        self._main = 0
        self._first_rank = 0
        self._lines: list[_Line] = []
        self._tables: list[_Table] = []
        self._untracked_tables = 0
        self._lists: list[_List] = []
        self._pieces: list[str] = []
        self._marker = ""
        self._preformatted = 0
        self._ruby_text = False
        self.struck: list[str] = []
        self._unseen: list[_Line] = []

    def hide(self, text: str) -> None:
        """Keeps in mind what stands here and is not shown."""
        self._unseen.append(_Line("".join(text.split()), bool(self._main)))

    def unseen(self) -> int:
        """How many signs are not shown; of a page that names its main part those that stand there."""
        has_main = any(line.main and line.text for line in self._lines)
        return sum(len(line.text) for line in self._unseen if line.main or not has_main)

    def add_text(self, text: str) -> None:
        if self._ruby_text:
            return
        if self._preformatted:
            first, *others = _LINE_END.split(text)
            self._pieces.append(first)
            for other in others:
                self.flush(keep_blank=True)
                self._pieces.append(other)
        else:
            self._pieces.append(text)

    def open(self, tag: Tag) -> None:
        name = tag.name
        if name in _BLOCK_TAGS:
            self._ruby_text = False
            self.flush(blank=name in _SPACED_TAGS)
        if name == "br":
            self.flush(keep_blank=True)
        elif name == "rt":
            self._ruby_text = True
        elif name in ("rb", "ruby"):
            self._ruby_text = False
        elif name == "img":
            self._picture(tag.attributes)
        elif name == "input":
            self._input(tag.attributes)
        elif name in ("ul", "ol", "menu", "dir"):
            self._lists.append(_new_list(name, tag.attributes))
        elif name == "li":
            self._item(tag.attributes)
        elif name in ("table", "tr", "td", "th"):
            self._open_table_part(name)
        elif name in ("pre", "textarea"):
            self._preformatted += 1
        if name in _HEADINGS and self._tables:
            self._tables[-1].layout = True
        self._first_rank += name == "h1"
        self.sections += name in _SECTIONING
        self._main += name == "main" or tag.attributes.get("role") == "main"

    def close(self, name: str) -> None:
        if name in _BLOCK_TAGS:
            self._ruby_text = False
            self.flush(blank=name in _SPACED_TAGS)
        if name in ("rt", "ruby"):
            self._ruby_text = False
        elif name in ("ul", "ol", "menu", "dir") and self._lists:
            self._lists.pop()
        elif name in ("tr", "td", "th", "table"):
            self._close_table_part(name)
        elif name in ("pre", "textarea"):
            self._preformatted = max(0, self._preformatted - 1)
        elif name in _SECTIONING:
            self.sections = max(0, self.sections - 1)
        if name == "h1":
            self._first_rank = max(0, self._first_rank - 1)
        elif name == "main":
            self._main = max(0, self._main - 1)

    def flush(self, *, blank: bool = False, keep_blank: bool = False) -> None:
        """End the line. `blank`: a blank line stands here; `keep_blank`: an empty line is printed too."""
        raw = "".join(self._pieces)
        self._pieces.clear()
        if _PERHAPS in raw:
            raw = _AMONG_WORDS.sub(UNNAMED, raw).replace(_PERHAPS, "")
        text = raw if self._preformatted else _SPACE.sub(" ", _BREAK_IN_TEXT.sub("", raw)).strip(" ")
        lines = self._target()
        if text:
            lines.append(_Line(self._marker + text, bool(self._main), bool(self._first_rank)))
            self._marker = ""
        elif keep_blank:
            lines.append(_Line("", bool(self._main)))
        if blank and lines and lines[-1].text:
            lines.append(_Line("", bool(self._main)))

    def finish(self) -> tuple[str, ...]:
        self.flush()
        while self._tables:
            self._end_table()
        lines = self._lines
        if any(line.main and line.text for line in lines):
            lines = [line for line in lines if line.main or line.title]
        texts = [line.text for line in lines]
        while texts and not texts[-1].strip():
            texts.pop()
        start = next((index for index, text in enumerate(texts) if text.strip()), 0)
        return tuple(texts[start:])

    def _target(self) -> list[_Line]:
        if not self._tables:
            return self._lines
        table = self._tables[-1]
        return table.cells[-1] if table.in_cell else table.lines

    def _input(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("type", "text").lower()
        if kind in ("checkbox", "radio"):
            self._pieces.append("■" if "checked" in attributes else "□")
        elif kind in ("text", "date", "time", "number", "email", "tel", "url"):
            self._pieces.append(attributes.get("value", ""))

    def _picture(self, attributes: dict[str, str]) -> None:
        """A picture of a sign (外字) is the sign that it names; one that names none keeps its place among words."""
        sizes = [_pixels(attributes, name) for name in ("width", "height")]
        if any(size is not None and not _LEAST_SIGN_SIZE <= size <= _MOST_SIGN_SIZE for size in sizes):
            return
        alternative = attributes.get("alt") or attributes.get("title")
        named = sign_named(alternative) if alternative else None
        if named is not None:
            self._pieces.append(named)
            return
        if _SIGN_FILE.search(attributes.get("src", "").partition("?")[0]):
            self._pieces.append(UNNAMED)
        elif "alt" not in attributes:
            # An empty alternative text says that the picture only adorns.
            self._pieces.append(_PERHAPS)

    def _item(self, attributes: dict[str, str]) -> None:
        current = self._lists[-1] if self._lists else _List(ordered=False)
        if not current.ordered:
            self._marker = "・"
            return
        current.number = _number(attributes.get("value"), current.number)
        self._marker = f"{_ordinal(current.number, current.kind)}. "
        current.number += 1

    def _open_table_part(self, name: str) -> None:
        if name == "table":
            if len(self._tables) >= _MAX_TABLES:
                self._untracked_tables += 1
                return
            if self._tables:
                self._tables[-1].layout = True
            self._tables.append(_Table())
        elif self._tables and not self._untracked_tables:
            table = self._tables[-1]
            if name == "tr":
                self._end_row(table)
            else:
                table.cells.append([])
                table.in_cell = True

    def _close_table_part(self, name: str) -> None:
        if name == "table" and self._untracked_tables:
            self._untracked_tables -= 1
        elif not self._tables or self._untracked_tables:
            return
        elif name == "table":
            self._end_table()
        elif name == "tr":
            self._end_row(self._tables[-1])
        else:
            self._tables[-1].in_cell = False

    def _end_row(self, table: _Table) -> None:
        cells = table.cells
        filled = [cell for cell in cells if any(line.text for line in cell)]
        if table.layout or len(filled) == 1 == len(cells) or any(len(cell) > _LAYOUT_LINES for cell in cells):
            for cell in cells:
                table.lines.extend(cell)
        elif filled:
            texts = [" ".join(line.text for line in cell if line.text) for cell in cells]
            main = any(line.main for cell in cells for line in cell)
            table.lines.append(_Line("\t".join(texts).rstrip("\t"), main))
        table.cells = []
        table.in_cell = table.layout = False

    def _end_table(self) -> None:
        table = self._tables.pop()
        self._end_row(table)
        self._target().extend(table.lines)


def _pixels(attributes: dict[str, str], name: str) -> float | None:
    """The width or height of a picture, None where the page does not say."""
    match = re.fullmatch(r"\s*([0-9]{1,5}(?:\.[0-9]{1,3})?)\s*(?:px)?\s*", attributes.get(name, ""))
    match = match or re.search(rf"(?<![a-z-]){name}\s*:\s*([0-9]{{1,5}})px", attributes.get("style", ""))
    return float(match[1]) if match else None


def _new_list(name: str, attributes: dict[str, str]) -> _List:
    return _List(name == "ol", attributes.get("type", "1"), _number(attributes.get("start"), 1))


def _number(printed: str | None, default: int) -> int:
    return int(printed) if printed and re.fullmatch(r"\s*-?\d{1,6}\s*", printed) else default


def _ordinal(number: int, kind: str) -> str:
    """A list number as its type prints it: 1, a, A, i or I."""
    if kind in ("a", "A") and 1 <= number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in ("i", "I") and 1 <= number <= 99:
        tens, ones = divmod(number, 10)
        roman = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")[tens]
        roman += ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
        return roman if kind == "i" else roman.upper()
    return str(number)
