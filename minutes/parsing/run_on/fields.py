"""Lines that hold several fields, marks, headings or sentences: cut at each of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from minutes.parsing.marks.marks import NOT_SPEAKERS, is_speaker
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, squeeze, width
from minutes.parsing.run_on.copy import WIDE_GAP
from minutes.parsing.run_on.label_words import COMMON, any_label
from minutes.parsing.run_on.marks import stands_in_list
from minutes.parsing.words.labels import LABELS
from minutes.parsing.words.people import has_seat, is_person, is_role

# A line shorter than this holds no page, one shorter than that no two fields.
_PAGE, _SHORTEST = 120, 24
# So many labels make a line a head, so many marks a talk.
_LABELS_OF_HEAD = 3
_MARKS_OF_TALK = 2
# A head of few fields on one line stands near the top.
_DEEPEST = 40
# Continuing rows are set in, so that each stays a paragraph.
_SET_IN = 2

_END = r"(?:^|(?<=[。．?!」』)\]】>〉》])\s*|(?<=\s))"
_SIGNS = "○◯〇●◎◆◇△▲□■・"
_NAME = r"[^\s:;、。,()\[\]【】<>「」『』○◯〇●◎◆◇△▲□■・]{1,18}"
_BULLET_MARK = re.compile(rf"{_END}[{_SIGNS}]\s{{0,2}}(?P<name>{_NAME}(?:\([^()]{{1,16}}\))?)(?=[\s:;「]|$)")
_BRACKET_MARK = re.compile(
    rf"{_END}[(\[【<〈《](?P<name>[^()\[\]【】<>。、:]{{1,20}}(?:\([^()]{{1,12}}\))?)[)\]】>〉》](?=\s?\S)"
)
_COLON_MARK = re.compile(rf"{_END}(?P<name>{_NAME}(?:\([^()]{{1,16}}\))?)\s?[:;](?![0-9/])")
_SPACE_MARK = re.compile(rf"(?:^|(?<=[。?!」』)\]])\s+)(?P<name>{_NAME}(?:\([^()]{{1,16}}\))?)\s+(?=\S)")
_SENTENCE_END = re.compile(r"[。?!」』)\]】>〉》]\s*$")
_STOP = re.compile(r"(?<=[。！？])[」』)）]?\s+(?=\S)")
# 1 開会, (2) 甲について, behind a full stop or a bracket
_NUMBERED = (
    r"(?P<heading>(?:[0-9]{1,2}\s?[.．、]?|[(\[]\s?[0-9]{1,2}\s?[)\]]|[①-⑳]|[一二三四五六七八九十]{1,2}[.．、])\s?"
    r"(?:[^\s。、]{2,40}(?:について|の件)|開会|閉会|その他|[^\s。、]{0,12}(?:あいさつ|挨拶)))(?:\s+|$)"
)
# 1 開会 right behind a mark: the heading of the cell that the mark stood beside.
HEADING = re.compile(rf"\s*{_NUMBERED}")
_HEADING_BEHIND = re.compile(rf"(?<=[。)\]】])\s+{_NUMBERED}")
_WORD = any_label(r"\s?")
_COMMON = COMMON | {"主な意見", "決定事項", "委員長署名"}
_LABEL = re.compile(
    r"(?:^|(?<=\s))(?P<before>(?:[0-9]{1,2}\s?[.．、]?\s{0,2}|[(\[][0-9]{1,2}[)\]]\s?|[①-⑳]\s?|[○◯〇●◎◆◇■□・※]\s?|[【\[<]\s?){0,2})"
    rf"(?P<word>{_WORD})"
    r"(?P<after>\s?[】\]>]?\s?[:]|\s?[】\]>]|(?=\([^()]{1,30}\))|\s|$)"
)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a piece begins; `kind` is label, record, mark, heading, text or stop."""

    start: int
    kind: str


def with_fields_apart(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, lines that hold a whole page cut into its rows."""
    parted: list[PrintedLine] = []
    for index, row in enumerate(rows):
        cuts = _cuts(row, index) if len(row.cells) == 1 and "\n" not in row.text else []
        if _heads_columns(row, rows[index + 1 : index + 2]):
            row = _row(row, _COLUMN_HEAD.sub("", row.text), 0, set_in=False)
        parted.extend(_pieces(row, cuts) if cuts else (row,))
    return parted


def _heads_columns(row: PrintedLine, below: list[PrintedLine]) -> bool:
    """Whether a piece of a line ends with the head of the column beside the record that begins on the next piece."""
    if not below or below[0].number != row.number or _COLUMN_HEAD.search(row.text) is None:
        return False
    return any(field == "record" and start == 0 for start, _, field in _labels(below[0].flat, alone=True))


def _cuts(row: PrintedLine, index: int) -> list[_Cut]:
    """The cuts of a line, in order; none where it is a line as any other."""
    if len(row.text) < _SHORTEST:
        return []
    spans = _labels(row.flat, alone=True)
    first = _first_mark(row.flat, spans[0][1]) if spans and spans[0][0] == 0 and spans[0][2] == "record" else None
    long = first is not None or len(row.text) >= _PAGE
    marks = _marks(row.flat, spans) if long else []
    is_head = (
        first is not None
        or len(spans) >= _LABELS_OF_HEAD
        or (len(spans) > 1 and _is_short_head(row, spans[0][0], index))
    )
    inner = [start for start, _ in marks if start > 0]
    is_talk = len(inner) >= _MARKS_OF_TALK or bool(inner and marks[0][0] == 0)
    if not (is_head or is_talk):
        return []
    found = {start: _Cut(start, "record" if field == "record" else "label") for start, _, field in spans if is_head}
    if long:
        records = [end for _, end, field in spans if field == "record"] if is_head else []
        marks.extend(mark for end in records if (mark := _first_mark(row.flat, end)) is not None)
        for start, end in marks:
            found.setdefault(start, _Cut(start, "mark"))
            if (heading := HEADING.match(row.flat, end)) is not None:
                found |= _heading_cuts(heading)
        for heading in _HEADING_BEHIND.finditer(row.flat):
            found |= {start: cut for start, cut in _heading_cuts(heading).items() if start not in found}
        for pattern in (_STOP, WIDE_GAP):
            for match in pattern.finditer(row.text):
                found.setdefault(match.end(), _Cut(match.end(), "stop"))
    return sorted(found.values(), key=lambda cut: cut.start)


def _heading_cuts(match: re.Match[str]) -> dict[int, _Cut]:
    start, end = match.span("heading")
    return {start: _Cut(start, "heading"), match.end(): _Cut(match.end(), "text")} if match.end() > end else {}


def _is_short_head(row: PrintedLine, first: int, index: int) -> bool:
    """日時　6月12日　場所　市役所: two fields near the top, the line beginning with the first of them."""
    return index < _DEEPEST and first == 0 and "。" not in row.text and len(row.text) <= _PAGE


def _first_mark(plain: str, end: int) -> tuple[int, int] | None:
    """The first mark behind the record's label: 会議の経過(発言内容等) 事務局(課長) …"""
    match = _FIRST_MARK.match(plain, end)
    return match.span("mark") if match is not None and is_speaker(squeeze(match["name"])) else None


def _labels(plain: str, *, alone: bool = False) -> list[tuple[int, int, str]]:
    """Where labels of a head begin and end, and their fields."""
    found: list[tuple[int, int, str]] = []
    fields: set[str] = set()
    bare = -1
    for match in _LABEL.finditer(plain):
        word = squeeze(match["word"])
        marked = ":" in match["after"] or any(sign in match["after"] for sign in "】]>")
        ceremony = LABELS[word] in ("opens", "closes")
        if word in _COMMON and not marked and (ceremony or not (match["before"].strip() and fields)):
            continue
        if match.start("before") == bare and not marked:
            # 会議資料 次第 …: the first value of the label before
            continue
        fields.add(LABELS[word])
        start = match.start("before") if match["before"].strip() else match.start("word")
        found.append((start, match.end(), LABELS[word]))
        bare = match.end() if not marked else -1
    return found if len(fields) > 1 or alone else []


def _marks(plain: str, labels: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Where marks begin and end, by the sign before them, the brackets round them or the colon or space behind them; none
    inside a label."""
    signed = [match for match in _BULLET_MARK.finditer(plain) if _may_speak(match["name"])]
    names = Counter(squeeze(match["name"]) for match in signed)
    found = [
        match
        for match in signed
        if is_speaker(squeeze(match["name"]))
        or (
            names[squeeze(match["name"])] > 1 and _SENTENCE_END.search(plain[max(0, match.start() - 3) : match.start()])
        )
    ]
    if not _ends_signed(plain):
        found += [match for match in _BRACKET_MARK.finditer(plain) if is_speaker(squeeze(match["name"]))]
    found += [
        match
        for match in _COLON_MARK.finditer(plain)
        if _may_speak(match["name"]) and is_person(squeeze(match["name"]))
    ]
    spaced = [
        match
        for match in _SPACE_MARK.finditer(plain)
        if _may_speak(match["name"]) and (is_role(squeeze(match["name"])) or has_seat(squeeze(match["name"])))
    ]
    if len(spaced) > 1:
        found += spaced
    spans = {
        (match.end() - len(match[0].lstrip()), match.end())
        for match in found
        if not stands_in_list(plain, match.start(), match.end())
    }
    return sorted(span for span in spans if not any(start < span[0] < end for start, end, _ in labels))


def _may_speak(name: str) -> bool:
    return NOT_SPEAKERS.fullmatch(flat(name)) is None


def _ends_signed(plain: str) -> bool:
    """…べきだ。（甲野委員）: who spoke stands behind what was said."""
    match = re.search(r"[。?!」]\s?[(\[【](?P<name>[^()\[\]【】。、]{1,20})[)\]】]\s*$", plain)
    return match is not None and is_speaker(squeeze(match["name"]))


def _pieces(row: PrintedLine, cuts: list[_Cut]) -> Iterator[PrintedLine]:
    bounds = ([] if cuts[0].start == 0 else [_Cut(0, "text")]) + cuts
    ends = [cut.start for cut in bounds[1:]] + [len(row.text)]
    texts: list[tuple[str, str]] = []
    for index, (cut, end) in enumerate(zip(bounds, ends, strict=True)):
        text = row.text[cut.start : end].strip()
        if index + 1 < len(bounds) and bounds[index + 1].kind == "record":
            text = _COLUMN_HEAD.sub("", text)
        if text:
            texts.append((cut.kind, text))
    for order, (kind, text) in enumerate(_with_headings_above(texts)):
        yield _row(row, text, order, set_in=kind == "stop")


def _with_headings_above(texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """事務局(総務課長) / 1 開会 / それでは…: the heading of the cell that the mark stood beside, above the mark."""
    found: list[tuple[str, str]] = []
    for kind, text in texts:
        kinds = [kind for kind, _ in found[-2:]]
        if kind == "text" and kinds == ["mark", "heading"]:
            mark, heading = found[-2][1], found[-1]
            found[-2:] = [heading, ("mark", f"{squeeze(mark)}　{text}")]
        else:
            found.append((kind, text))
    return found


# 発言者 会議の経過: the heads of a table's two columns
_COLUMN_HEAD = re.compile(r"(?:^|\s+)(?:発\s?言\s?者|発\s?言\s?者\s?名|氏\s?名)\s*$")
_FIRST_MARK = re.compile(
    rf"\s*(?:\([^()]{{1,30}}\)\s*)?(?P<mark>[{_SIGNS}(【]?\s?(?P<name>{_NAME}(?:\([^()]{{1,16}}\))?)[)】]?[\s:])"
)


def _row(row: PrintedLine, text: str, order: int, *, set_in: bool) -> PrintedLine:
    return row.reworded(
        text,
        width=width(text),
        indent=_SET_IN if set_in else row.indent if order == 0 else 0,
    )
