"""The agenda: rows of a printed list, or of headings, -> agenda items.

Imports lines.py, numbering.py, text.py and model.py. Rules, after docs/parsed-minutes.md:
a printed class is the category (議案第3号 -> 議案, 3); a class word on a line of its own is the category of
what follows; a parent whose children are numbered one level deeper is their category and no item itself;
開会, あいさつ and 閉会 are no items; a line without number goes on with the title above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from minutes.parsing.lines import Row
from minutes.parsing.model import AgendaItem
from minutes.parsing.numbering import CLASS_WORDS, Numbered, read_numbered, split_numbered
from minutes.parsing.text import flat, squeeze, tidy, tidy_title

# Lines of a programme that open and close the meeting.
_CEREMONY = re.compile(
    r"(?:開\s?会|閉\s?会|散\s?会|開議|開会宣告|閉会宣告)(?:の?(?:あいさつ|挨拶|ことば|言葉|辞|宣言|宣告))?"
    r"|あ\s?い\s?さ\s?つ|挨\s?拶|ごあいさつ|ご挨拶|開会(?:・|及び|、)(?:あいさつ|挨拶)"
)
# Words that only head other items; the rest of the class words can be items themselves (その他, 意見交換).
_HEADS_ONLY = {"議題", "議案", "議事", "案件", "付議案件", "付議事項", "会議事項", "会議次第", "次第"}
_CATEGORY_ALONE = re.compile(
    rf"[【\[(<《〈■◆◇○●◎・\s]*(?P<klass>(?:{'|'.join(map(re.escape, sorted(CLASS_WORDS, key=len, reverse=True)))}|[一-龥]{{1,6}}事項))"
    r"(?:について|の部)?[】\])>》〉:\s]*"
)
_REFERENCE = re.compile(
    r"(?:別紙|別添|次第|会議次第|下記|以下|次|資料|上記|議事日程)\S{0,6}の?(?:とおり|通り|参照)|なし|特になし"
)


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """An item and the row it was read from."""

    item: AgendaItem
    row: Row


@dataclass(slots=True)
class _Line:
    """One candidate line of the list while its place in the hierarchy is worked out."""

    row: Row
    numbered: Numbered | None
    title: str


def is_ceremony(title: str) -> bool:
    """Whether a title is only 開会, あいさつ or 閉会."""
    return len(title) < 20 and _CEREMONY.fullmatch(flat(title).strip(" ・。:()")) is not None


@lru_cache(maxsize=8192)
def category_alone(text: str) -> str | None:
    """The class word that is all a line says (報告事項について, 【議案】), None where it says more."""
    if len(text) > 30:
        return None
    match = _CATEGORY_ALONE.fullmatch(flat(text)) or _CATEGORY_ALONE.fullmatch(squeeze(flat(text)))
    return match["klass"] if match else None


def is_reference(text: str) -> bool:
    """Whether a field only points elsewhere (別紙のとおり) or says there is nothing."""
    return len(text) < 30 and _REFERENCE.fullmatch(squeeze(flat(text)).strip("()。")) is not None


def read_agenda(rows: list[tuple[Row, str]], category: str | None, left: list[tuple[Row, str]]) -> list[AgendaEntry]:
    """The items of a list, in order; `category` is the class that the list's own label prints, if any.

    Text that is no item (a pointer elsewhere) is added to `left`.
    """
    lines = _lines(rows)
    numbered_list = any(line.numbered for line in lines)
    entries: list[AgendaEntry] = []
    parents: list[tuple[int, str]] = []
    group = category
    last: Numbered | None = None
    wrapped: dict[int, list[str]] = {}
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        alone = category_alone(line.title)
        if is_reference(line.title):
            left.append((line.row, line.title))
        elif line.numbered is None:
            if alone is not None and (alone != "その他" or _opens_group(following)):
                group, parents, last = alone, [], None
                if alone not in CLASS_WORDS and (following is None or following.numbered is None):
                    left.append((line.row, line.title))
            elif is_ceremony(line.title):
                last = None
            elif numbered_list and entries and last is not None:
                wrapped.setdefault(len(entries) - 1, []).append(line.title)
            else:
                entries.append(AgendaEntry(AgendaItem(group, None, tidy_title(line.title)), line.row))
        else:
            last = line.numbered
            if line.numbered.klass is not None:
                if line.title or not _is_parent(line, following):
                    entries.append(_entry(line, line.numbered.klass))
                group = line.numbered.klass if line.numbered.klass in CLASS_WORDS else group
                continue
            while parents and parents[-1][0] >= line.numbered.rank:
                parents.pop()
            if _is_parent(line, following):
                parents.append((line.numbered.rank, alone or tidy_title(line.title)))
            elif alone in _HEADS_ONLY or is_ceremony(line.title) or not line.title:
                last = None
            else:
                entries.append(_entry(line, parents[-1][1] if parents else group))
    for index, texts in wrapped.items():
        entries[index] = _continued(entries[index], texts)
    return entries


def _lines(rows: list[tuple[Row, str]]) -> list[_Line]:
    lines = []
    for row, text in rows:
        for part in text.split("\n"):
            for piece in split_numbered(part.replace("\t", " ")) if len(part) < 100_000 else [part]:
                numbered = read_numbered(flat(piece))
                title = (piece[numbered.start :] if numbered else piece.lstrip("・•‣·○●◎■□◆◇※*- 　")).strip()
                if numbered or title:
                    lines.append(_Line(row, numbered, title))
    return lines


def _entry(line: _Line, category: str | None) -> AgendaEntry:
    number = line.numbered.number if line.numbered else None
    return AgendaEntry(AgendaItem(category, number, tidy_title(line.title)), line.row)


def _continued(entry: AgendaEntry, texts: list[str]) -> AgendaEntry:
    """The item whose title goes on over further lines."""
    item = entry.item
    pieces = [item.title]
    for text in texts:
        pieces.append((" " if pieces[-1][-1:].isascii() and text[:1].isascii() else "") + tidy(text))
    return AgendaEntry(AgendaItem(item.category, item.number, "".join(pieces)), entry.row)


def _opens_group(following: _Line | None) -> bool:
    return following is not None and following.numbered is not None and following.numbered.number == 1


def _is_parent(line: _Line, following: _Line | None) -> bool:
    if following is None or following.numbered is None or line.numbered is None:
        return False
    if following.numbered.klass is not None:
        return line.numbered.klass is None and category_alone(line.title) is not None
    return following.numbered.rank > max(line.numbered.rank, 1) or (
        line.numbered.klass is None and following.numbered.rank > line.numbered.rank
    )
