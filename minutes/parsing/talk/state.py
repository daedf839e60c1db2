"""What a reader of the record keeps from one row to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from minutes.parsing.rows.lines import PrintedLine


@dataclass(slots=True)
class OpenText:
    """An utterance that rows are still being added to; `quoted` if its quotation marks are those of the print, `point` if it
    is one of several opinions."""

    kind: str
    speaker: str | None
    agenda: tuple[int, ...]
    row: PrintedLine
    parts: list[tuple[PrintedLine, str]] = field(default_factory=list)
    quoted: bool = False
    point: bool = False

    @property
    def is_unsigned(self) -> bool:
        """Whether it is a speech that nobody has been named for."""
        return self.kind == "speech" and self.speaker is None


@dataclass(slots=True)
class State:
    """Where in the record a reader is: the open text and items, who spoke last, whom a heading names, what has begun."""

    opened: OpenText | None = None
    items: tuple[int, ...] = ()
    speaker: str | None = None
    # Whom a heading names that nothing stands below yet, and that heading.
    heading_speaker: str | None = None
    heading_row: PrintedLine | None = None
    # Opinions follow, and whose they are where a heading tells: （委員の主な意見）.
    opinions: bool = False
    group: str | None = None
    # Somebody has been marked; the meeting is closed; the list of papers has begun.
    marked: bool = False
    closed: bool = False
    papers: bool = False
