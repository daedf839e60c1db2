"""Columns of a list that came one below the other, a cell a line -> the rows as they stood on the page.

1番 / 2番 / 青野 / 赤井 / 太郎 / 花子 is 1番 青野 太郎 and 2番 赤井 花子: runs of lines of one kind that are equally long are
the columns of one table. Where the last post is a word for members, it stands for all names that are left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from minutes.parsing.roster.people import NUMBER
from minutes.parsing.roster.seats import Rows
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.people import GROUPS, LETTER, POST_END, group_of, seat_of
from minutes.parsing.words.roster_words import MEMBERS

_LEAST = 2
_NAME = re.compile(rf"(?:{LETTER}\s*){{1,7}}(?:\s*[(\[][^()\[\]]{{1,8}}[)\]])?(?:\s*君)?")
_LONGEST_PART, _SHORTEST_NAME = 3, 3
_POST_LINE = re.compile(rf"(?:{LETTER}|[・･])+")


@dataclass(frozen=True, slots=True)
class _Block:
    """A run of lines of one kind: number, post or name."""

    kind: str
    rows: Rows


def with_blocks_joined(rows: Rows) -> Rows:
    """The rows, tables that came column by column put together again."""
    blocks = [_Block(kind, list(run)) for kind, run in groupby(rows, lambda row: _kind(row[1]))]
    found: Rows = []
    index = 0
    while index < len(blocks):
        taken, joined = _table(blocks, index)
        found.extend(joined or blocks[index].rows)
        index += taken if joined else 1
    return found


def _kind(texts: list[str]) -> str:
    if len(texts) != 1:
        return ""
    plain = flat(texts[0]).strip()
    word = squeeze(plain)
    if NUMBER.fullmatch(word) or re.fullmatch(r"[0-9]{1,2}", word):
        return "number"
    if _POST_LINE.fullmatch(word) and (
        seat_of(word) or word in GROUPS or POST_END.search(word) or word.endswith("委員") or group_of(word)
    ):
        return "post"
    return "name" if _NAME.fullmatch(plain) else ""


def _table(blocks: list[_Block], index: int) -> tuple[int, Rows]:
    """How many blocks from one on are a table, and its rows; none where they are none."""
    heads: list[_Block] = []
    while index + len(heads) < len(blocks) and blocks[index + len(heads)].kind in ("number", "post"):
        heads.append(blocks[index + len(heads)])
    if not heads or index + len(heads) >= len(blocks):
        return 0, []
    names = blocks[index + len(heads)]
    size = len(heads[0].rows)
    if names.kind != "name" or any(len(head.rows) != size for head in heads) or size < _LEAST:
        return 0, []
    parts = _columns_of_names(names.rows, size, heads[-1])
    if not parts:
        return 0, []
    joined: Rows = []
    for place, name in enumerate(parts):
        words = [_word(head, place) for head in heads]
        row = names.rows[place][0]
        joined.append((row, ["　".join(word for word in [*words, name] if word)]))
    return len(heads) + 1, joined


def _word(head: _Block, place: int) -> str:
    """The cell of a column, none below its end: its last word then goes on."""
    return squeeze(head.rows[place][1][0]) if place < len(head.rows) else ""


def _columns_of_names(rows: Rows, size: int, head: _Block) -> list[str]:
    """The names of a table of so many rows: a column of them, or one of family and one of given names."""
    texts = [texts[0].strip() for _, texts in rows]
    whole = all(len(_bare(text)) >= _SHORTEST_NAME - 1 for text in texts)
    if len(texts) == size and whole:
        return texts
    if len(texts) == 2 * size:
        pairs = list(zip(texts[:size], texts[size:], strict=True))
        if all(len(_bare(part)) <= _LONGEST_PART + 1 for pair in pairs for part in pair):
            return [f"{squeeze(family)}　{squeeze(given)}" for family, given in pairs]
    last = squeeze(head.rows[-1][1][0])
    return texts if head.kind == "post" and len(texts) > size and last in MEMBERS and whole else []


def _bare(text: str) -> str:
    """A name without white space and what stands in brackets behind it."""
    return squeeze(flat(text).split("(")[0])
