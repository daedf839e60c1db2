"""Papers handed out: lines under 配付資料 and its like -> attachments.

Rules, after docs/parsed-minutes.md: the label is 資料1-1, 参考資料2, 別紙 …; bullets, colons and the hyphen behind 別紙
are dropped; 資料N and 別紙 are one label; a list without labels has titles alone; a line that begins with neither
label, number nor bullet goes on with the title above it.
"""

from __future__ import annotations

import itertools
import re

from minutes.parsing.model import Attachment
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, squeeze, tidy_title
from minutes.parsing.words.list_furniture import is_reference
from minutes.parsing.words.numbering import read_numbered

_NUMBER = r"(?:No\.?\s?|第\s?)?(?:[0-9]{1,3}|[①-⑳]|[A-Z](?![A-Za-z])|[一二三四五六七八九十]{1,3}(?=[\s:号]))(?:\s?号)?(?:\s?[-の]\s?(?:[0-9]{1,3}|[①-⑳]))*(?:\s?\([0-9]{1,2}\))?"
_PAPER = r"(?:(?:当日|追加|事前|机上|席上)?(?:配[布付])?(?:参考|会議|補足|関係|説明|議案|審議|報告|協議)?資\s?料|別紙|別添|別冊|別表|参考|附属資料|付属資料|議案書?)"
_LABEL = re.compile(
    rf"[【\[(<]?\s?(?P<label>{_PAPER}\s?{_NUMBER}(?:\s?別紙(?:\s?[0-9]{{1,2}})?)?|(?:参考|当日|追加|補足)(?:配[布付])?資料|別紙|別添)\s?[】\])>]?(?P<separator>(?<=[】\])>])\s*|\s*[::.．、_]\s*|\s*-\s*(?![0-9])|\s+|(?=[「『(])|(?<=[0-9])(?=(?:[々ァ-ヴ「『]|(?![枚部頁種点件冊号付])[一-龥])(?!ージ))|$)"
)
_INNER = re.compile(
    r"(?:(?<=[\s、。;・•●○■◆])|(?<=[\s、。;]))(?=(?:当日|追加|参考)?(?:配[布付])?資\s?料\s?(?:No\.?\s?)?[0-9]{1,3}(?:\s?-\s?[0-9]{1,2})?(?:\s?別紙)?\s*(?:[::]|\s))"
)
_ANNEX = re.compile(r"\s*別紙\s?(?P<number>[0-9]{1,2})?\s*[-::]?\s*")
_FILE = r"\s*[(\[]\s?(?:PDF|ＰＤＦ|Word|Excel|PowerPoint|ワード|エクセル|DOCX?|XLSX?|PPTX?|docx?|xlsx?|pdf)(?:形式|ファイル|版)?\s?[::,、/／]?\s?[0-9.,]*\s?[KMkm]?[Bb]?(?:バイト|キロバイト|メガバイト)?\s?[)\]]"
_FORMAT = re.compile(rf"(?:{_FILE}|\s*[(]\s?[0-9.,]+\s?[KMkm][Bb]\s?[)])\s*$")
# （交通局） set in below a title: whose paper it is
_OWNER = re.compile(r"[(][^()]{1,24}[)]")
_AFTER_FILE = re.compile(_FILE + r"\s+(?=\S)")
_BULLETS = "・･·‣•●○◯〇◎■□◆◇※*-‐－ 　"


class AttachmentReader:
    """Reads the rows of attachment lists; `attachments` holds the papers, `left` what is none."""

    def __init__(self) -> None:
        self.left: list[tuple[PrintedLine, str]] = []
        # Each paper's label and the pieces of its title, which lines may go on with.
        self._papers: list[tuple[str | None, list[str]]] = []
        self._labelled = False

    @property
    def attachments(self) -> list[Attachment]:
        """The papers read so far."""
        return [Attachment(label, _title("".join(pieces)) or None) for label, pieces in self._papers]

    def read(self, row: PrintedLine, text: str) -> None:
        """One row's text."""
        for line in text.split("\n"):
            for piece in _pieces(line.strip()):
                self._read_piece(row, piece)

    def _read_piece(self, row: PrintedLine, piece: str) -> None:
        bare = piece.lstrip(_BULLETS)
        if not bare:
            return
        label, title = read_label(bare)
        numbered = read_numbered(flat(bare))
        if self._papers and self._papers[-1][1] and _OWNER.fullmatch(flat(bare)) and numbered is None:
            self._papers[-1][1].append(bare)
            return
        if label is not None:
            self._labelled = True
            self._append(label, title)
        elif is_reference(bare) or ("。" in bare and not self._papers):
            self.left.append((row, bare))
        elif self._labelled and self._papers and len(bare) == len(piece) and numbered is None and "。" not in bare:
            self._papers[-1][1].append(bare)
        elif "。" in bare:
            self.left.append((row, bare))
        else:
            self._append(
                None,
                bare[numbered.start :] if numbered and numbered.klass is None and numbered.start < len(bare) else bare,
            )

    def _append(self, label: str | None, title: str) -> None:
        if label or _title(title):
            self._papers.append((label, [title]))


def read_label(text: str) -> tuple[str | None, str]:
    """The label of a paper and its title; the label is None where the text begins with none."""
    plain = flat(text)
    match = _LABEL.match(plain)
    if match is None:
        return None, text
    label, rest = squeeze(text[match.start("label") : match.end("label")]), text[match.end() :]
    annex = _ANNEX.match(flat(rest)) if "別紙" not in label else None
    if (
        annex
        and label.startswith("資料")
        and (annex["number"] or annex[0].rstrip()[-1:] in "-:" or annex[0].endswith(" "))
    ):
        label += "別紙" + (annex["number"] or "")
        rest = rest[annex.end() :]
    return label, rest


def names_file(text: str) -> bool:
    """Whether a line ends with the format of a file: 会議次第（PDF：40KB）."""
    return _FORMAT.search(flat(text[-60:])) is not None


def begins_attachments(text: str) -> bool:
    """Whether a line names a numbered paper: 資料1 …, ・資料2-1：…"""
    label, _ = read_label(text.lstrip(_BULLETS))
    return label is not None and any(sign.isdigit() for sign in label)


def _pieces(line: str) -> list[str]:
    """One line that names several papers, cut before each."""
    if len(line) > 20_000:
        return [line]
    plain = flat(line)
    cuts = sorted(
        {match.start() for match in _INNER.finditer(plain) if match.start()}
        | {match.end() for match in _AFTER_FILE.finditer(plain)}
    )
    bounds = [0, *cuts, len(line)]
    pieces = [
        line[left:right].strip().rstrip("・･·•、;；") if right < len(line) else line[left:right].strip()
        for left, right in itertools.pairwise(bounds)
    ]
    return [part for index, piece in enumerate(pieces) for part in _in_a_row(piece, pieces[index + 1 : index + 2])]


def _in_a_row(piece: str, following: list[str]) -> list[str]:
    """次第 委員名簿 before 資料1, and 資料1 甲 2 乙 3 丙: what a line that lost its breaks holds."""
    first = _FIRST_OF_ROW.match(flat(piece))
    if first is None:
        words = piece.split()
        alone = bool(following) and _FIRST_OF_ROW.match(flat(following[0])) and len(words) > 1
        return words if alone and all(_SHORT_PAPER.fullmatch(word) for word in words) else [piece]
    label = piece[: first.end("word")]
    number, bounds = int(first["number"]), [0]
    for match in _NEXT_OF_ROW.finditer(flat(piece), first.end()):
        if int(match["number"]) == number + len(bounds):
            bounds.append(match.start("number"))
    parts = [piece[left:right].strip() for left, right in itertools.pairwise([*bounds, len(piece)])]
    return [parts[0], *(label + part for part in parts[1:])]


_FIRST_OF_ROW = re.compile(r"(?P<word>(?:参考|配[布付])?資料)\s?(?P<number>[1-9][0-9]?)\s")
_NEXT_OF_ROW = re.compile(r"(?<=\s)(?P<number>[1-9][0-9]?)\s(?=[^\s0-9年月日時])")
_SHORT_PAPER = re.compile(r"[^\s、。:()]{2,10}")


def _title(text: str) -> str:
    title = text.strip()
    match = _FORMAT.search(flat(title)[-60:])
    if match:
        title = title[: max(0, len(title) - 60) + match.start()]
    return tidy_title(title)
