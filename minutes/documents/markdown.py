"""Markdown -> the lines that it shows: # headings, **bold**, tables, bullets, links, signs escaped by \\. Stdlib only.

Pages saved by programs and texts of offices come so, under any name. A text is Markdown only where several of its ways
stand in it, or one that nobody writes otherwise. https://spec.commonmark.org/ and https://github.github.com/gfm/ say what
each means.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from minutes.documents.left_out import struck_text
from minutes.documents.model import Remark, SourceText
from minutes.documents.rows import row_lines

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>\S.*?)(?:[ \t]+#+)?[ \t]*")
_BOLD = re.compile(r"(?P<signs>\*\*|__)(?=\S)(?P<text>(?:(?!(?P=signs)).){1,400}?\S?)(?P=signs)")
# Within a word * slants and _ does not.
_SLANTED = re.compile(r"(?<!\*)\*(?=[^\s*])(?P<text>[^*]{0,200}[^\s*])\*(?!\*)")
_SLANTED_WORD = re.compile(r"(?<![\w_])_(?=[^\s_])(?P<text>[^_]{0,200}[^\s_])_(?![\w_])")
_STRUCK = re.compile(r"~~(?=\S)(?P<text>.{1,400}?)~~")
_LINK = re.compile(
    r"(?P<picture>!?)\[(?P<text>(?:\\.|[^\[\]\\])*)\]\((?P<to>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+[\"'(][^\"'()]*[\"')])?\)"
)
_LINK_ELSEWHERE = re.compile(r"\[(?P<text>[^\[\]]+)\]\[[^\[\]]*\]")
_ADDRESS = re.compile(r" {0,3}\[[^\[\]^]+\]:\s+<?(?:https?:|/|#)\S*.*")
_AUTOLINK = re.compile(r"<(?P<to>(?:https?|mailto):[^<>\s]+)>")
_ESCAPED = re.compile(r"\\(?P<sign>[!-/:-@\[-`{-~])")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")
_FENCE = re.compile(r" {0,3}(?:```|~~~)[^`]*")
_BULLET = re.compile(r"[ \t]*(?P<sign>[*+-])[ \t]+(?P<text>\S.*)")
_TASK = re.compile(r"\[[ xX]\][ \t]+(?=\S)")
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+")
_INDENT = re.compile(r"^[ \t]+(?=\S)")
_TABLE_RULE = re.compile(
    r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*|[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*"
)
_CELL_END = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_TAG = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|font|sub|sup|div|p|center|small|mark|details|summary)(?:\s[^<>]*)?>", re.I
)
_CODE = re.compile(r"(?P<ticks>`+)(?P<text>[^`]+)(?P=ticks)")
# Signs that mark who speaks or what a point is: a bullet before one is the list's, not the text's.
_MARKS = "○●◯◎◇◆□■△▲▽▼☆★◉・※〇"
_SHIELD = 0xF0000  # signs that were escaped stand here until all else is read
_LONGEST_NAME_OF_SIGN = 1
_LEAST_HEADINGS = 2


def shown_markdown(source: SourceText) -> SourceText:
    """The text as Markdown shows it; the same where it is none."""
    if not is_markdown(source.lines):
        return source
    reader = _Reader()
    pages = source.pages or (0,) * len(source.lines)
    shown = list(reader.read(source.lines))
    lines = tuple(text for place, texts in shown for text in texts)
    of_pages = tuple(pages[place] for place, texts in shown for _ in texts)
    return replace(
        source,
        lines=lines,
        pages=of_pages if source.pages else (),
        remarks=(*source.remarks, *reader.remarks()),
    )


def is_markdown(lines: Sequence[str]) -> bool:
    """Whether lines are written in Markdown: two of its ways, or a table or headings alone."""
    headings = sum(_HEADING.fullmatch(line) is not None for line in lines)
    tables = any(
        _TABLE_RULE.fullmatch(line) and place and _CELL_END.search(lines[place - 1]) for place, line in enumerate(lines)
    )
    ways = (
        headings > 0,
        any("**" in line and _BOLD.search(line) for line in lines),
        any(_LINK.search(line) for line in lines if "](" in line),
        any(re.search(r"\\[*_#.()\[\]>|~!-]", line) for line in lines),
        any("~~" in line and _STRUCK.search(line) for line in lines),
    )
    return tables or headings >= _LEAST_HEADINGS or sum(ways) > 1


@dataclass(slots=True)
class _Reader:
    """Reads lines in turn; what is struck out is gathered."""

    struck: list[str] = field(default_factory=list)

    def read(self, lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        """For each line its place and what it shows: nothing where it only marks."""
        in_table = fenced = False
        for place, line in enumerate(lines):
            below = lines[place + 1] if place + 1 < len(lines) else ""
            if _FENCE.fullmatch(line):
                fenced = not fenced
                yield place, []
            elif fenced:
                yield place, [line]
            elif in_table and _TABLE_RULE.fullmatch(line):
                yield place, []
            elif _CELL_END.search(line) and (in_table or _TABLE_RULE.fullmatch(below)):
                in_table = True
                yield place, self._row(line)
            else:
                in_table = False
                yield place, self._block(line, lines[place - 1] if place else "")

    def _block(self, line: str, above: str) -> list[str]:
        is_below_text = bool(above.strip()) and _HEADING.fullmatch(above) is None
        if _RULE.fullmatch(line) or (is_below_text and _UNDERLINE.fullmatch(line)):
            return [""]
        if _ADDRESS.fullmatch(line):
            return []
        text = _QUOTE.sub("", line)
        heading = _HEADING.fullmatch(text)
        if heading is not None:
            return [self._inline(heading["text"])]
        bullet = _BULLET.fullmatch(text)
        if bullet is not None:
            words = self._inline(_TASK.sub("", bullet["text"]))
            sign = "・" if bullet["sign"] == "*" else f"{bullet['sign']} "
            return [words if words[:1] in _MARKS else sign + words]
        # What stands further in belongs to a list; a full-width space is the text's own.
        return self._inline(_INDENT.sub("", text, count=1)).split("\n")

    def _row(self, line: str) -> list[str]:
        text = line.strip()
        cells = _CELL_END.split(text.removeprefix("|"))
        if cells and not cells[-1].strip():
            cells.pop()
        parts = [[(part, None) for part in self._inline(cell).split("\n")] for cell in cells]
        return [shown for shown, _ in row_lines(parts)]

    def _inline(self, text: str) -> str:
        """The words of a block; line breaks that it names are kept."""
        text = _ESCAPED.sub(lambda match: chr(_SHIELD + ord(match["sign"])), text.rstrip().removesuffix("\\"))
        text = _CODE.sub(lambda match: match["text"].strip(), text)
        text = _BREAK.sub("\n", text)
        text = _AUTOLINK.sub(r"\g<to>", text)
        for _ in range(2):  # a picture may stand within a link
            text = _LINK.sub(_words_of_link, text)
        text = _LINK_ELSEWHERE.sub(r"\g<text>", text)
        text = _STRUCK.sub(self._strike, text)
        for pattern in (_BOLD, _BOLD, _SLANTED, _SLANTED_WORD):
            text = pattern.sub(r"\g<text>", text)
        text = html.unescape(_TAG.sub("", text))
        return "".join(
            chr(ord(sign) - _SHIELD) if _SHIELD <= ord(sign) < _SHIELD + 128 else sign for sign in text
        ).rstrip()

    def _strike(self, match: re.Match[str]) -> str:
        self.struck.append(match["text"])
        return ""

    def remarks(self) -> Iterator[Remark]:
        """What was left out."""
        if self.struck:
            yield struck_text(self.struck)


def _words_of_link(match: re.Match[str]) -> str:
    """The words of a link; of a picture the sign that it is of."""
    if match["picture"] and len(match["text"].strip()) > _LONGEST_NAME_OF_SIGN:
        return ""
    return match["text"]
