"""Rows of an agenda list -> its lines, each with its number and its level: 3. 議事 above 1. 甲について above (1) 乙."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import BULLETS, flat, squeeze
from minutes.parsing.words.item_classes import category_alone, is_class_heading
from minutes.parsing.words.list_furniture import LEADERS
from minutes.parsing.words.numbering import Numbered, read_numbered, split_numbered

_OTHER_BEHIND = re.compile(r"(?P<title>.*\S(?:について|の件|\)))\s+その他")
_CLOSING_BEHIND = re.compile(r"(?P<other>[0-9]{1,2}[.、\s]{0,3}その他)\s+[0-9]{1,2}[.、\s]{0,3}閉\s?会")
# 甲の一部改正について（可決）: what came of it is no part of the title
_OUTCOME_BEHIND = re.compile(
    r"\s*[(（](?:原案|修正)?(?:可決|承認|同意|認定|否決|採択|不採択|了承|継続審[査議])[)）]\s*$"
)
# 甲の採択について　原案どおり可決: so it stands in a table's next cell
_OUTCOME_BESIDE = re.compile(
    r"(?:(?<=について)|(?<=の件))\s+(?:(?:原案|修正)(?:の?とおり|どおり)?)?(?:可決|承認|同意|認定|否決|採択|不採択|了承|継続審[査議]|継続)\s*$"
)
# 報告事項（公開）: whether this part of the meeting was public
_ACCESS_REMARK = re.compile(r"\s*[(（](?:一部)?非?公開[)）]$")
# 報　告　第1号
_SPACED_CLASS = re.compile(
    r"(?:^\s*|(?<=\s))(?:議\s+[案題]|報\s+告|諮\s+問|陳\s+情|請\s+願|承\s+認|同\s+意|認\s+定)\s+(?=第|[0-9０-９(（①])"
)
# Brackets that set a title off as a whole
FRAMES = {"【": "】", "＜": "＞", "<": ">", "《": "》", "〈": "〉", "〔": "〕", "［": "］"}
_BEFORE_TITLE = "・•‣·○◯〇●◎■□◆◇※*- 　"
# No line of a list is so long; to look for numbers in it would take long.
_LONGEST_SPLIT = 100_000
# The rank of items that bullets count, below all numbers.
_BULLETED = 6
_HALF_BRACKET = re.compile(r"\s*[0-9]{1,2}\s?\)")
_BELOW_DIGIT, _BELOW_BRACKET = 1.5, 2.5
# Levels within one style of number: 10 of them lie between two styles.
_LEVELS, _DEEPEST = 10, 9


@dataclass(slots=True)
class ListLine:
    """One candidate line of the list while its place in the hierarchy is worked out; `rank` tells its level, `outcome` what came of
    it where the list prints that beside the title."""

    row: PrintedLine
    numbered: Numbered | None
    title: str
    printed: str
    rank: int = 0
    outcome: str = ""


def list_lines(rows: list[tuple[PrintedLine, str]]) -> list[ListLine]:
    """The lines of a list's rows, those that hold several items cut before each."""
    return _with_levels(_with_bulleted(_joined_numbers(_lines(rows))))


def _lines(rows: list[tuple[PrintedLine, str]]) -> list[ListLine]:
    lines = []
    for row, text in rows:
        for part in text.split("\n"):
            part = _SPACED_CLASS.sub(lambda match: squeeze(match[0]) + " ", part)
            for piece in split_numbered(part.replace("\t", " ")) if len(part) < _LONGEST_SPLIT else [part]:
                piece = _without_pair(LEADERS.sub("", piece).strip())
                if (last := _CLOSING_BEHIND.fullmatch(flat(piece))) is not None:
                    # ４ その他　５ 閉会
                    piece = piece[: last.end("other")]
                if (rest := _OTHER_BEHIND.fullmatch(flat(piece))) is not None:
                    # 議案第2号 甲について（諮問） その他
                    lines.extend(_lines([(row, piece[: rest.end("title")]), (row, "その他")]))
                    continue
                numbered = read_numbered(flat(piece))
                piece = _OUTCOME_BEHIND.sub("", piece)
                beside = _OUTCOME_BESIDE.search(piece)
                piece, outcome = (piece[: beside.start()], beside[0].strip()) if beside is not None else (piece, "")
                title = (piece[numbered.start :] if numbered else unframed(piece).lstrip(_BEFORE_TITLE)).strip()
                if numbered or title:
                    lines.append(ListLine(row, numbered, title, piece.strip(), outcome=outcome))
    return lines


def unframed(piece: str) -> str:
    """【館長報告】 without the brackets round all of it."""
    closer = FRAMES.get(piece[:1])
    whole = closer is not None and piece.endswith(closer) and piece.count(closer) == 1 and len(piece) > 2
    return piece[1:-1].strip() if whole else piece


def _without_pair(piece: str) -> str:
    """【議題1　甲について】 without the brackets round all of it."""
    inner = unframed(piece)
    return inner if read_numbered(flat(inner)) is not None else piece


def _joined_numbers(lines: list[ListLine]) -> list[ListLine]:
    """A number alone on its line goes with the title on the next: ① / 甲について."""
    joined: list[ListLine] = []
    for line in lines:
        above = joined[-1] if joined else None
        if line.numbered is None and above and above.numbered and not above.title and above.numbered.klass is None:
            above.title = line.title
        else:
            joined.append(line)
    return joined


def _with_bulleted(lines: list[ListLine]) -> list[ListLine]:
    """報告事項（公開） above ○甲 and ○乙: bullets below a numbered class count its items, though without numbers."""
    under = False
    for line in lines:
        if line.numbered is not None:
            bare = _ACCESS_REMARK.sub("", line.title)
            alone = category_alone(bare)
            under = line.numbered.klass is None and alone is not None and alone != "その他" and is_class_heading(bare)
            line.title = bare if under else line.title
        elif under and line.printed[:1] in BULLETS:
            line.numbered = Numbered(_BULLETED, None, None, 0)
        else:
            under = False
    return lines


def _with_levels(lines: list[ListLine]) -> list[ListLine]:
    """The lines with their levels: by the style of the number, and within one style by indentation.

    3. 議事 /   1. 甲について /     1. 乙 are three levels, though all are numbered alike.
    """
    above: list[tuple[float, int, int]] = []
    for line in lines:
        if line.numbered is None or line.numbered.klass is not None:
            continue
        style, indent = _style(line, [entry[0] for entry in above]), line.row.indent
        while above and (above[-1][0] > style or (above[-1][0] == style and above[-1][1] > indent)):
            above.pop()
        if not above or above[-1][0] < style:
            above.append((style, indent, 0))
        elif above[-1][1] < indent and line.numbered.number == 1:
            above.append((style, indent, min(above[-1][2] + 1, _DEEPEST)))
        line.rank = int(_LEVELS * style) + above[-1][2]
    return lines


def _style(line: ListLine, above: list[float]) -> float:
    """The level that a number's style tells. 1) stands between 1. and (1), and below (1) where that came first."""
    style = line.numbered.rank if line.numbered else 0
    if style != 1 or _HALF_BRACKET.match(flat(line.printed[:8])) is None or not above:
        return style
    if _BELOW_DIGIT in above or _BELOW_BRACKET in above:
        return _BELOW_BRACKET if _BELOW_BRACKET in above else _BELOW_DIGIT
    first = line.numbered is not None and line.numbered.number == 1
    if first and above[-1] == 2:
        return _BELOW_BRACKET
    return _BELOW_DIGIT if first and above[-1] == 1 else style
