"""Why each line was read as it was: the field or the rule that took it, and why what looks like a mark is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes.parsing.head.layout import Layout, Section
from minutes.parsing.ledger import Ledger
from minutes.parsing.rows.lines import PrintedLine

# What the sections of a head are called.
FIELD_NAMES = {
    "free": "見出しのない行（会議名、日付など）",
    "title": "会議名",
    "office": "担当課",
    "when": "日時",
    "time": "時間",
    "opens": "開会",
    "closes": "閉会",
    "venue": "場所",
    "access": "会議の公開",
    "minutes_access": "会議録の公開",
    "reason": "非公開の理由",
    "audience": "傍聴者",
    "attendees": "出席者",
    "agenda": "議題",
    "attachments": "資料",
    "other": "そのほかの欄",
    "void": "見出し",
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A line of the source (1-based), its text, and why it was read as it was, in Japanese."""

    line: int
    text: str
    reason: str


def explain_head(layout: Layout, ledger: Ledger) -> None:
    """Tell the ledger which field each row of the head belongs to, and what had to be decided of it."""
    decided = {decision.row.key: decision.rule for decision in layout.decisions}
    for section in layout.sections:
        for row, _ in section.rows:
            # A list of people has told already in which way it was read.
            told = [_of_section(section), decided.get(row.key), ledger.reason(row)]
            ledger.because(row, "。".join(reason for reason in told if reason))


def explain_start(layout: Layout) -> tuple[Explained, ...]:
    """Why the head ends where the record begins, where a rule and no label said so."""
    if not layout.record or not layout.decisions:
        return ()
    first, last = layout.record[0], layout.decisions[-1]
    return (Explained(first.number, first.text, last.rule),) if last.row.key == first.key else ()


def _of_section(section: Section) -> str:
    name = FIELD_NAMES.get(section.kind, section.kind)
    word = section.label.word if section.label is not None and section.label.rows else ""
    return f"{name}（見出し「{word}」の欄）" if word else name


def explained_rows(rows: Sequence[PrintedLine], ledger: Ledger) -> Iterator[Explained]:
    """The explanation of each row, in order; a row that nothing took says so."""
    for row in rows:
        reason = ledger.reason(row)
        yield Explained(row.number, row.text, reason or "どの規則にも当たらない行（読み取れなかった部分）")
