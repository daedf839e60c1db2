"""A page whose lines were lost, whole records on one line: cut at every label of the head, at every mark."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from minutes.parsing.glued_marks import GLUED_NAME
from minutes.parsing.labels import LABELS, find_label
from minutes.parsing.lines import PrintedLine, is_furniture
from minutes.parsing.marks import is_speaker
from minutes.parsing.numbering import read_numbered
from minutes.parsing.people import group_of, has_seat, is_person
from minutes.parsing.text import flat, squeeze, width
from minutes.wording import find_times

# A printed line, or a paragraph without marks in it, is seldom longer.
_LONG = 160
# A head is not longer than this; behind it no labels are looked for.
_LONGEST_HEAD = 4000
# So many labels on one line, so many marks of one kind: lines stood there.
_LABELS, _MARKS = 3, 2

# Groups that minutes name instead of persons.
_TALKERS = frozenset(["委員", "部員", "会員", "構成員", "事務局", "市", "町", "村", "区"])

_WORD_START = re.compile(r"(?:^|(?<=\s))(?=\S)")
_SIGNED = re.compile(
    r"(?:^|(?<=[\s。」)】]))(?P<sign>[○◯〇◎●◇◆])(?![○◯〇●◎◇◆])\s?"
    r"(?P<name>[^\s。、,:：()「」○◯〇◎●◇◆]{2,20}(?:\([^()。]{1,16}\))?)(?=[\s:])"
)
_GLUED = re.compile(rf"(?:^|(?<=[\s。」)】]))(?P<sign>[○◯〇◎●◇◆])(?![○◯〇●◎◇◆])\s?{GLUED_NAME}")
_BRACKETED = re.compile(
    r"(?:^|(?<=[\s。」)】]))(?P<sign>[(【\[])(?P<name>[^()【】\[\]。、:]{1,20})[)】\]](?=\s|[^はがをにのでと、。）)])"
)
_COLON = re.compile(r"(?:^|(?<=[。」)]\s)|(?<=[。」)]))(?P<sign>)(?P<name>[^\s。、,:()「」]{2,14}):(?=\s?\S)")
# 議長) 始めます。: a bracket that nothing opens
_HALF = re.compile(r"(?:^|(?<=[\s。」)】]))(?P<sign>)(?P<name>[^\s。、,:()「」【】○◯〇●◎◇◆]{2,16})\)(?=\s)")
_POINT = re.compile(r"(?:(?<=[。」])|(?<=。\)))\s+(?=(?P<sign>[○◯●◎◇◆■□•・※])\s)")
_GAP = re.compile(r"\s{6,}(?=\S)")
_BRACKET = re.compile(r"(?:(?<=\s)|^)【[^【】]{1,12}】")
_GROUP = re.compile(r"(?:(?<=\s)|^)(?P<group>[^\s()【】、。]{2,12})\s{2,}(?=\S)")
# <閉会 15時05分>, 【議案第1号】: what stands between brackets behind a sentence
_RECORDED = re.compile(
    r"(?:(?<=[。」])|(?<=。[)]))\s+(?=[<【〈《][^<>【】〈〉《》。]{1,30}[>】〉》])|(?<=[>】〉》])\s+(?=[(（<【〈])"
    r"|\s+(?=[<〈《](?:開会|開議|休憩|再開|閉会|散会))"
)
_PAGE = re.compile(r"(?<=\s)- ?[0-9]{1,4} ?-(?=\s)")
_BULLET_BEFORE = re.compile(r"[○◯〇●◎◇◆□■▽▼・]\s?$")
_RECORD_HEADING = re.compile(r"(?<=\s)(?=[■◆]\s?\S)")
_COUNTED = re.compile(r"(?:^|(?<=\s))\((?P<number>[0-9]{1,2})\)\s?(?=\S)")


def unfolded(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, each that holds what stood on several lines cut into those."""
    return [piece for row in rows for piece in _pieces(row)]


def _pieces(row: PrintedLine) -> Iterator[PrintedLine]:
    text = row.text.removeprefix("|").removesuffix("|").strip() if len(row.cells) == 1 else ""
    if len(text) < _LONG:
        yield row
        return
    row = replace(row, text=text, flat=row.flat[row.text.index(text) :][: len(text)], cells=(text,))
    cuts = _cuts(row)
    if not cuts:
        yield row
        return
    bounds = [0, *cuts, len(text)]
    first = True
    for left, right in itertools.pairwise(bounds):
        piece = text[left:right].strip()
        if not piece or is_furniture(flat(piece)):
            continue
        before = text[:left]
        indent = len(before) - len(before.rstrip())
        group = None if first else _GROUP.match(piece)
        cells = (
            (piece,) if group is None or group_of(group["group"]) is None else (group["group"], piece[group.end() :])
        )
        piece = "\t".join(cells)
        yield row.reworded(
            piece,
            cells,
            width=width(piece),
            indent=indent,
        )
        first = False


def _cuts(row: PrintedLine) -> list[int]:
    plain = row.flat
    marks = _mark_cuts(plain)
    head = min(marks[0] if marks else len(plain), _LONGEST_HEAD)
    labels, record = _label_cuts(row, head)
    cuts = {*marks, *labels}
    if labels:
        lone = [match.start() for match in _BRACKETED.finditer(plain, record) if is_person(squeeze(match["name"]))]
        cuts.update(lone)
        cuts.update(match.end() for match in _GAP.finditer(plain, 0, record))
        cuts.update(match.start() for match in _BRACKET.finditer(plain, 0, record))
        cuts.update(
            match.start()
            for match in _GROUP.finditer(plain, 0, record)
            if group_of(match["group"]) is not None and match["group"] not in LABELS
        )
        cuts.update(
            _outline_cuts(plain, record, min(lone[0] if lone else len(plain), marks[0] if marks else len(plain)))
        )
    if cuts:
        cuts.update(_point_cuts(plain, record))
        cuts.update(cut for match in _PAGE.finditer(plain) for cut in match.span())
    return sorted(cut for cut in cuts if cut)


def _mark_cuts(plain: str) -> list[int]:
    """Where speeches begin: at the marks of that kind which stands there most often, more than once."""
    cuts: list[int] = []
    for pattern in (_SIGNED, _BRACKETED, _COLON, _GLUED, _HALF):
        found = [match for match in pattern.finditer(plain) if _speaks(squeeze(match["name"]))]
        if pattern is _HALF:
            found = [
                match for match in found if plain.count("(", 0, match.start()) <= plain.count(")", 0, match.start())
            ]
        counts = Counter(match["sign"] for match in found)
        usual = [match.start() for match in found if counts[match["sign"]] >= _MARKS]
        cuts = usual if len(usual) > len(cuts) else cuts
    return cuts


def _speaks(name: str) -> bool:
    return name in _TALKERS or (name not in LABELS and (has_seat(name) or is_speaker(name)))


def _label_cuts(row: PrintedLine, end: int) -> tuple[list[int], int]:
    """Where the fields of the head begin, and where the head ends; no cuts where too few of them stand there."""
    plain = row.flat
    cuts: list[int] = []
    last, record, position = 0, end, 0
    for match in _WORD_START.finditer(plain, 0, end):
        start = match.start()
        if start < position:
            continue
        numbered = read_numbered(plain[start : start + 60])
        counted = numbered is not None and numbered.rank == 1 and numbered.klass is None
        text = row.text[start : min(end, start + 80)]
        label = find_label([replace(row, text=text, flat=plain[start : start + len(text)], cells=(text,))], 0)
        if label is None or (label.field == "record" and not cuts):
            # 会議録 above the head is its name
            continue
        if label.field in ("opens", "closes") and not find_times(" ".join(label.values)[:20]):
            # 1 開会 2 報告: a programme
            continue
        number = numbered.number or 0 if counted and numbered is not None else 0
        if (
            (last < number <= last + 2)
            if counted
            else (label.marked or (len(label.word) >= 4 and label.word in LABELS))
        ):
            bullet = _BULLET_BEFORE.search(plain, max(0, start - 2), start)
            cuts.append(bullet.start() if bullet is not None else start)
            last = max(last, number)
            position = start + (numbered.start if numbered is not None and counted else 0) + len(label.word)
            if label.field == "record":
                record = start
                break
    return (cuts, record) if len(cuts) >= _LABELS else ([], 0)


def _outline_cuts(plain: str, start: int, end: int) -> Iterator[int]:
    """The headings and numbered items of a record before anybody speaks."""
    expected = 1
    yield from (match.start() for match in _RECORD_HEADING.finditer(plain, start, end))
    for match in _COUNTED.finditer(plain, start, end):
        if int(match["number"]) in (1, expected):
            yield match.start()
            expected = int(match["number"]) + 1


def _point_cuts(plain: str, start: int) -> Iterator[int]:
    """Where the next of several points begins: 。 ○ …"""
    found = list(_POINT.finditer(plain, start))
    counts = Counter(match["sign"] for match in found)
    yield from (match.end() for match in found if counts[match["sign"]] >= _MARKS)
    yield from (match.end() for match in _RECORDED.finditer(plain))
