"""An edition as a row of blocks, the same for every format: headings, paragraphs, tables. Stdlib only.

The printed forms are those that the archive's own parser reads, so that an edition read again gives the same minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from minutes.public_edition.model import Edition, EditionError, Item, Said
from minutes.withholding import MASK, Masked


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph. `ground` is the 0-based index of a mask's ground, None for words."""

    text: str
    is_bold: bool = False
    ground: int | None = None


# Controls and halves of signs, which some formats cannot hold.
_NO_SIGN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (a part of the document) or 2 (an item of the agenda)."""

    level: int
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `is_speech` one that hangs below its speaker's mark (`goes_on`: a further one), `is_note` what is recorded between speeches."""

    pieces: Pieces
    is_speech: bool = False
    goes_on: bool = False
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of two columns; with `head` the names of the columns, without it the first column names the rows."""

    title: str
    rows: tuple[tuple[Pieces, Pieces], ...]
    head: tuple[str, str] | None = None


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole document: the title, the blocks, and the grounds in the order in which they are numbered from 1.

    Masks bear the number of their ground where there are several grounds.
    """

    title: Pieces
    blocks: tuple[Block, ...]
    grounds: tuple[str, ...]

    @property
    def name(self) -> str:
        """The title as plain text on one line, for the metadata of a file."""
        return " ".join(_NO_SIGN.sub(" ", text_of(self.title)).split())

    @property
    def has_numbers(self) -> bool:
        """Whether the masks bear numbers."""
        return len(self.grounds) > 1


LEGEND_LABEL = "非公開部分"
LEGEND = f"{MASK}は非公開部分です。"
MINUTES = "会議の内容"


def text_of(pieces: Iterable[Piece]) -> str:
    """The words of a paragraph."""
    return "".join(piece.text for piece in pieces)


def number_of(ground: int) -> str:
    """The number that a ground bears in print: ※1."""
    return f"※{ground + 1}"


def outline_of(edition: Edition) -> Outline:
    """The blocks of an edition in the order of print. Raises EditionError where a mask is named and none stands."""
    grounds = _grounds_of(edition)
    writer = _Writer({ground: index for index, ground in enumerate(grounds)})
    return Outline(writer.pieces(edition.title), tuple(writer.blocks(edition, grounds)), grounds)


def _grounds_of(edition: Edition) -> tuple[str, ...]:
    texts = [
        edition.title,
        *(value for _, value in edition.head),
        *(person.name for person in edition.attendees),
        *(item.title for item in edition.agenda),
        *(paper.title for paper in edition.papers),
    ]
    for said in edition.utterances:
        texts += [said.speaker, said.text] if said.speaker else [said.text]
    return tuple(dict.fromkeys(mark.ground for text in texts for mark in text.marks if mark.ground))


class _Writer:
    def __init__(self, numbers: dict[str, int]) -> None:
        self._numbers = numbers

    def blocks(self, edition: Edition, grounds: tuple[str, ...]) -> Iterator[Block]:
        rows = [((Piece(label),), self.pieces(value)) for label, value in edition.head]
        # Before the record: what stands behind the last speech would be read as a part of it.
        rows += [((Piece(label),), (Piece(words),)) for label, words in _legend(edition, grounds)]
        if rows:
            yield Table("開催の概要", tuple(rows))
        if edition.attendees:
            yield Heading(1, (Piece("出席者"),))
            yield Table("出席者", tuple(self._people(edition)), ("区分", "氏名"))
        if edition.agenda:
            yield Heading(1, (Piece("議題"),))
            for item in edition.agenda:
                yield Paragraph((Piece(label_of(item)), *self.pieces(item.title)))
        if edition.papers:
            yield Heading(1, (Piece("配布資料"),))
            for paper in edition.papers:
                yield Paragraph((Piece(f"{paper.label}　" if paper.label else ""), *self.pieces(paper.title)))
        if edition.utterances:
            yield Heading(1, (Piece(MINUTES),))
            yield from self._record(edition)

    def pieces(self, text: Masked, *, is_bold: bool = False) -> Pieces:
        """The stretches of a text between its masks, and the masks."""
        found: list[Piece] = []
        end = 0
        for mark in text.marks:
            if mark.start < end or text.text[mark.start : mark.start + len(MASK)] != MASK:
                raise EditionError(f"no mask at {mark.start}")
            if text.text[end : mark.start]:
                found.append(Piece(text.text[end : mark.start], is_bold))
            found.append(Piece(MASK, is_bold, self._numbers.get(mark.ground)))
            end = mark.start + len(MASK)
        if text.text[end:]:
            found.append(Piece(text.text[end:], is_bold))
        return tuple(found)

    def _people(self, edition: Edition) -> Iterator[tuple[Pieces, Pieces]]:
        for person in edition.attendees:
            name = self.pieces(person.name)
            yield (Piece(person.group),), (*name, Piece("（代理）")) if person.proxy else name

    def _record(self, edition: Edition) -> Iterator[Block]:
        current: tuple[int, ...] = ()
        for said in edition.utterances:
            if said.agenda and said.agenda != current:
                current = said.agenda
                for index in current:
                    item = edition.agenda[index]
                    yield Heading(2, self._heading(item))
            yield from self._said(said)

    def _heading(self, item: Item) -> Pieces:
        """How an item opens in the record: 【議案1】 and its title, 【その他】 where it is not counted."""
        label, title = label_of(item).strip(), self.pieces(item.title)
        return (Piece(f"【{label}】"), *title) if label else (Piece("【"), *title, Piece("】"))

    def _said(self, said: Said) -> Iterator[Paragraph]:
        first, *others = _lines(self.pieces(said.text))
        speaker = self.pieces(said.speaker, is_bold=True) if said.speaker else ()
        if said.kind == "speech":
            mark = (Piece("○", is_bold=True), *speaker, Piece("　")) if speaker else ()
            yield Paragraph((*mark, *first), is_speech=True)
            yield from (Paragraph(line, is_speech=True, goes_on=True) for line in others)
            return
        opening, closing = {
            "explanation": ("〔", "〕"),
            "summary": ("要旨：", ""),
            "decision": ("―", "―"),
        }.get(said.kind, ("（", "）"))
        # One paragraph: what stands in brackets ends where they close.
        words = (*first, *(piece for line in others for piece in line))
        mark = (*speaker, Piece("：")) if speaker and said.kind == "explanation" else ()
        yield Paragraph((Piece(opening), *mark, *words, *((Piece(closing),) if closing else ())), is_note=True)


def label_of(item: Item) -> str:
    """How an item is counted in the list: 議案1　, nothing where it is not."""
    number = "" if item.number is None else str(item.number)
    return f"{item.category}{number}　" if item.category or number else ""


def _legend(edition: Edition, grounds: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if len(grounds) == 1:
        yield LEGEND_LABEL, f"{LEGEND}{ground_words(grounds, 0)}"
    elif grounds:
        yield LEGEND_LABEL, LEGEND
        yield from ((f"非公開の根拠{number_of(index)}", ground_words(grounds, index)) for index in range(len(grounds)))
    yield from (("備考", remark) for remark in edition.remarks)


def ground_words(grounds: tuple[str, ...], index: int) -> str:
    """How a ground is printed in the legend."""
    return f"根拠：{grounds[0]}" if len(grounds) == 1 else grounds[index]


def _lines(pieces: Pieces) -> list[Pieces]:
    """The paragraphs of a text; there is always one."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        if first:
            lines[-1].append(replace(piece, text=first))
        lines.extend([replace(piece, text=other)] if other else [] for other in others)
    return [tuple(line) for line in lines]
