"""Source lines -> rows: table cells apart, remains of HTML and Markdown read, page furniture out.

Furniture is what stands on every page of every
document and says nothing about this meeting: blank lines, lone page numbers, table rules, the form's
number, a web page's own controls. Nothing else is dropped here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from minutes.documents import SourceText
from minutes.parsing.rows.columns import in_reading_order
from minutes.parsing.rows.page_heads import is_page_number, page_heads
from minutes.parsing.rows.text import flat, squeeze, width


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One printed line. `cells` are stripped, without empty ones at the end; a newline inside a cell is
    a paragraph break that came as an HTML tag. `indent` counts half-width columns of leading space. `key` names the
    row once all are cut (`keyed`): a line that holds several fields is several rows of one `number`. `whole` says that the file keeps the line as a
    paragraph: nothing of it stands on the next one."""

    number: int
    page: int | None
    indent: int
    cells: tuple[str, ...]
    text: str
    flat: str
    width: int
    key: int = 0
    whole: bool = False

    def reworded(self, text: str, cells: tuple[str, ...] | None = None, **changes: Any) -> PrintedLine:
        """The row with another text, of one cell where none are given, and what else changes."""
        return replace(self, text=text, flat=flat(text), cells=(text,) if cells is None else cells, **changes)

    def with_cells(self, cells: tuple[str, ...], **changes: Any) -> PrintedLine:
        """The row with other cells, and what else changes."""
        return self.reworded("\t".join(cells).strip(), cells, **changes)


_TAG = re.compile(
    r"</?(?:p|br|div|span|table|tbody|thead|tfoot|tr|td|th|ul|ol|li|dl|dt|dd|h[1-6]|a|b|i|u|em|strong|small|big|sup|sub"
    r"|font|center|hr|img|input|label|form|body|html|head|meta|section|article|header|footer|main|caption|col|colgroup)"
    r"(?:[\s/][^<>]{0,400})?>",
    re.IGNORECASE,
)
# What a search system prints where a page of the paper begins: <PAGE="2">
_PAGE_TAG = re.compile(r"</?PAGE(?:\s?=?\s?[\"']?[0-9]{0,5}[\"']?)?\s?/?>", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"</?(?:p|br|div|li|tr|h[1-6]|dt|dd)\b", re.IGNORECASE)
_CHECKBOX = re.compile(r"<input\b[^<>]{0,200}\btype\s*=\s*[\"']?checkbox", re.IGNORECASE)
_CHECKED = re.compile(r"\bchecked\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|#[0-9]{1,6});")
_MARKDOWN_RULE = re.compile(r"[\s|:-]*\|[\s|:-]*")
_MARKDOWN_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]{1,80})\]\((?:/|https?:|#|mailto:|\.)[^()\s]{0,300}\)")
# 1 日時 |: what is left of a table of one column
_LOOSE_PIPES = re.compile(r"(?:\s\|)+\s*$")
_MARKDOWN_BOLD = re.compile(r"\*\*([^*]{1,80})\*\*")
# *（全員挙手）*
_MARKDOWN_LINE = re.compile(r"\s*[*_](?P<text>[(（〔［\[][^*_]{1,80}[)）〕］\]])[*_]\s*")
# 1. (1) 甲について; • ○ 乙を望む。: the list's own number or bullet before the printed one
_NUMBERED_TWICE = re.compile(r"\s*(?P<outer>[0-9]{1,2}\.\s+(?=[(（]?[0-9０-９]{1,2}[)）])|[•‣▪*]\s+(?=[○◯〇●◎◇◆・※→]))")
_INVISIBLE = {ord(sign): None for sign in "\x00\ufeff\u200b\u2060\u200e\u200f"}

# Heads of table columns say nothing about this meeting.
_COLUMN_HEADS = frozenset(
    "項目 内容 発言者 発言内容 発言 氏名 役職 役職名 職名 所属 所属等 備考 区分 出欠 選出区分 番号 No. No 分野 団体名 職 名前 委員名 議席 議席番号 "
    "発言者名 発言要旨 会議内容 審議内容 資料番号 資料名 意見 種別 議題番号 所属団体 所属機関 所属・役職 所属・職名 役職・氏名".split()
)
_HEADS_IN_LINE = re.compile(r"(?:発言者(?:名|氏名)?|発言委員)(?:発言|会議|審議|議事)?の?(?:内容|要旨|概要)")
# 取発　言　者　　　　発　言　内　容: what a reader glued to the last line of the page above
_HEADS_BEHIND = re.compile(r"(?<=\S)発\s+言\s+者\s{2,}(?:発\s+言\s+|会\s+議\s+)?の?(?:内\s+容|要\s+旨)\s*$")
_HEAD_OF_NAMES = re.compile(r"発言者(?:名|氏名)?|発言委員")
_HEAD_OF_WORDS = re.compile(
    r"(?:発言|会議|審議|議事)?(?:の?(?:内容|要旨|概要))(?:[・及び,/](?:決定事項|発言内容|要旨|結論|結果))?"
)
_HEADS_TWICE = re.compile(
    r"(?=.*(?:氏名|番号).*(?:氏名|番号)|.*出席[○〇].*出席[○〇])(?:議席|番号|職名|氏名|出欠|の別|出席[○〇]|欠席[×✕])+"
)
_RULE_SIGNS = frozenset("-=_*~|+…:." + "─━│┃┄┅┈┉┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬＝＿＊～｜＋―—–‐ー・*◇◆☆★※ \t　")
# ――――○――――, ◇　◇　◇
_ORNAMENT = re.compile(
    r"[○◯〇●◎◇◆☆★][-─━]{3,}[○◯〇●◎◇◆☆★]|[-─━・*~ ]{2,}(?:[○◯〇●◎◇◆☆★□■]+[-─━・*~ ]{2,})+|[○◯〇●◎◇◆☆★□■](?: +[○◯〇●◎◇◆☆★□■]){2,}"
)
_BARS = "│┃║"
# The page of the printed record, in a search system's text
_PAGE_MARK = re.compile(r"<PAGE=\"?[0-9]{1,4}\"?>", re.IGNORECASE)
_LONE_NUMBER = re.compile(r"\s*\(\s?([1-9][0-9]?)\s?\)\s*")
_BARE_NUMBER = re.compile(r"\s*([1-9][0-9]?)\s?[.、]?\s*")
# Headings that minutes number; a lone page number has none of them right below.
_PROGRAMME = re.compile(
    r"\s*(?:開\s?会|閉\s?会|議\s?[事題案]|報\s?告|案\s?件|協\s?議|審\s?議|そ\s?の\s?他|あ\s?い\s?さ\s?つ|挨\s?拶|委嘱|議事録|次回)[^。、]{0,12}"
)
# 11. 11 :, where a page lists its speeches
_COUNTED_TWICE = re.compile(r"(?P<number>[0-9]{1,4})\.\s?(?P=number)\s?:?")
_FORM_NUMBER = re.compile(
    r"[(\[【]?(?:別記|別紙)?(?:第[0-9一二三四五六七八九十]{1,3}号(?:の[0-9一二三四五六七八九十]{1,2})?様式"
    r"|様式(?:第?[0-9一二三四五六七八九十]{1,3}号?(?:の[0-9一二三四五六七八九十]{1,2})?)?)[)\]】]?(?:\([第0-9一二三四五六七八九十条項号の、及び]{1,20}関係\))?"
)
_WEB_PAGE = re.compile(
    r"(?:(?:ページ番号|ページID|コンテンツID|記事ID|記事番号)\s?:?\s?[0-9-]{1,12}|(?:最終)?(?:更新|掲載|公開|掲載開始|登録|作成)(?:年月)?日(?:時)?\s?:?\s?[0-9元年月日.平成令和\s/-]{6,16}(?:更新|掲載)?"
    r"|大きな文字で印刷|印刷用?(?:ページを?表示(?:する)?|画面)?|このページを印刷する?|本文へ(?:移動|スキップ)?|ここから本文(?:です)?"
    r"|(?:この)?ページの?(?:先頭|トップ)へ(?:戻る)?|(?:このページを)?シェア(?:する)?|印刷する|ツイート|ポスト|LINEで送る)"
)


def read_rows(source: SourceText) -> list[PrintedLine]:
    """The rows of a source text in order, page furniture left out."""
    markdown = any("|" in line and "--" in line and _MARKDOWN_RULE.fullmatch(line) for line in source.lines)
    numbers = _item_numbers(source.lines) | _heading_numbers(source.lines)
    heads = page_heads(source.lines)
    rows: list[PrintedLine] = []
    printed = ((index, 0, line) for index, line in enumerate(source.lines))
    for index, column, line in printed if markdown or source.keeps_paragraphs else in_reading_order(source.lines):
        if not line or line.isspace() or (index in numbers and column == 0) or index in heads:
            continue
        if index - 1 in numbers and column == 0:
            above = source.lines[index - 1].strip()
            line = f"{above} {line.lstrip()}" if above[-1].isdecimal() else above + line.lstrip()
        page = source.pages[index] if index < len(source.pages) else None
        row = _read_row(index + 1, page, line, markdown, source.keeps_paragraphs)
        if row is None or is_furniture(row.flat):
            continue
        if rows and _HEAD_OF_WORDS.fullmatch(squeeze(row.flat)) and _HEAD_OF_NAMES.fullmatch(squeeze(rows[-1].flat)):
            # 発言者 / 発言内容・決定事項: the heads of a table whose cells stand one a line
            rows.pop()
            continue
        rows.append(row)
    return rows


def keyed(rows: Iterable[PrintedLine], first: int = 0) -> list[PrintedLine]:
    """The rows, each with a key of its own, counted up from the `first`."""
    return [replace(row, key=key) for key, row in enumerate(rows, first)]


def _read_row(number: int, page: int | None, line: str, markdown: bool, whole: bool) -> PrintedLine | None:
    line = line.translate(_INVISIBLE)
    if "<" in line and ">" in line:
        line = _TAG.sub(_tag_text, _PAGE_TAG.sub("", line))
    if "&" in line:
        line = _ENTITY.sub(lambda match: html.unescape(match[0]), line)
    if line.startswith("#") and (heading := _MARKDOWN_HEADING.match(line)):
        line = line[heading.end() :]
    if "**" in line:
        line = _MARKDOWN_BOLD.sub(lambda match: match[1], line)
    if "](" in line:
        line = _MARKDOWN_LINK.sub(lambda match: match[1], line)
    if line.endswith("|") and not line.lstrip().startswith("|"):
        line = _LOOSE_PIPES.sub("", line)
    if (emphasised := _MARKDOWN_LINE.fullmatch(line)) is not None:
        line = emphasised["text"]
    if (twice := _NUMBERED_TWICE.match(line)) is not None:
        line = line[: twice.start("outer")] + line[twice.end("outer") :]
    if line.endswith(("容", "旨")) and (heads := _HEADS_BEHIND.search(line)) is not None:
        line = line[: heads.start()]
    bare = line.strip()
    if not bare:
        return None
    cells = _cells(line, markdown)
    text = "\t".join(cells).strip()
    if not text or _is_column_heads(cells):
        return None
    start = len(line) - len(line.lstrip())
    return PrintedLine(
        number, page, width(line[:start]) if start else 0, cells, text, flat(text), width(bare), whole=whole
    )


def _is_column_heads(cells: tuple[str, ...]) -> bool:
    """発言者 | 内容, in cells or parted by spaces alone; 氏 名 氏 名, of a table of several columns."""
    if len(cells) == 1 and len(cells[0]) <= 60 and _HEADS_TWICE.fullmatch(squeeze(flat(cells[0]))) is not None:
        return True
    heads = cells if len(cells) > 1 else tuple(cells[0].split()) if len(cells[0]) <= 30 else ()
    if len(heads) > 1 and all(squeeze(head) in _COLUMN_HEADS for head in heads):
        return True
    # 発 言 者　　　　内　　容: letters as far apart as the columns
    return (
        len(cells) == 1 and len(cells[0].split()) > 2 and _HEADS_IN_LINE.fullmatch(squeeze(flat(cells[0]))) is not None
    )


def _item_numbers(lines: tuple[str, ...]) -> set[int]:
    """The lines that hold an item's number alone, its title below: (1) / 甲について / (2) / 乙について.

    Lone page numbers look alike; these count from (1) within a few lines, each with text right below.
    """
    found: set[int] = set()
    run: list[int] = []
    for index, line in enumerate(lines):
        match = _LONE_NUMBER.fullmatch(flat(line[:20])) if len(line) <= 20 else None
        if match is None:
            continue
        number = int(match[1])
        close = bool(run) and index - run[-1] <= 6 and number == len(run) + 1
        if not close:
            run = []
        below = lines[index + 1].strip() if index + 1 < len(lines) else ""
        if number == len(run) + 1 and below and not _LONE_NUMBER.fullmatch(flat(below[:20])):
            run.append(index)
        else:
            run = []
        if len(run) > 1:
            found.update(run[-2:])
    return found


def _heading_numbers(lines: tuple[str, ...]) -> set[int]:
    """The lines that hold a heading's number alone: 1 / 開会 / 2 / 報告. Lone page numbers look alike; these count from 1,
    each with a short line right below, and most of those are a programme's words."""
    run: list[int] = []
    known = 0
    for index, line in enumerate(lines):
        match = _BARE_NUMBER.fullmatch(flat(line)) if 0 < len(line) <= 8 else None
        if match is None or int(match[1]) != len(run) + 1 or index + 1 >= len(lines):
            continue
        below = lines[index + 1].strip()
        if 0 < len(below) <= 30 and "。" not in below:
            run.append(index)
            known += _PROGRAMME.fullmatch(below) is not None
    return set(run) if len(run) > 1 and known * 2 >= len(run) else set()


def _tag_text(match: re.Match[str]) -> str:
    tag = match[0]
    if _CHECKBOX.match(tag):
        return "■" if _CHECKED.search(tag) else "□"
    return "\n" if _BLOCK_TAG.match(tag) else ""


def _cells(line: str, markdown: bool) -> tuple[str, ...]:
    piped = line.strip()
    if piped[0] in _BARS and piped[-1] in _BARS and len(piped) > 2:
        # │会議名　│甲審議会　│: a table drawn with lines
        parts = list(re.split(f"[{_BARS}]", piped[1:-1]))
    elif "|" in piped and (markdown or (piped.startswith("|") and piped.endswith("|"))):
        parts = piped.removeprefix("|").removesuffix("|").split("|")
    elif "\t" in line:
        parts = line.split("\t")
    else:
        return (piped,)
    cells = [part.strip() for part in parts]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def is_furniture(text: str) -> bool:
    """Whether the flat text of a line is page furniture."""
    if text[0] in _RULE_SIGNS and len(squeeze(text[:40])) >= 3 and all(sign in _RULE_SIGNS for sign in text):
        return True
    if text in ("|", "||") or _PAGE_MARK.fullmatch(text):
        return True
    if len(text) <= 100 and text[0] in "-─━・*~ ○◯〇●◎◇◆☆★□■" and _ORNAMENT.fullmatch(text.strip()):
        return True
    if len(text) > 120:
        return False
    if is_page_number(text):
        return True
    if "様式" in text and _FORM_NUMBER.fullmatch(squeeze(text)):
        return True
    return _COUNTED_TWICE.fullmatch(text) is not None or _is_web_control(text)


def _is_web_control(text: str) -> bool:
    position, found = 0, False
    while position < len(text):
        if text[position] == " ":
            position += 1
            continue
        match = _WEB_PAGE.match(text, position)
        if match is None:
            return False
        position, found = match.end(), True
    return found
