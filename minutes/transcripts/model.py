"""What a transcript is: cues in the order of the file, and what of the file is no cue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Words on one line of the source, `line` from 1; `speaker` is whom that line names, None where it names nobody."""

    text: str
    line: int
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """What one person says at a time.

    `at` and `end` are seconds from the start of the recording, None where they are not told. `said` are its words, a
    line of the source each, all of one speaker. `item` is what the file says that it is about. `is_event` says that
    nobody says it: it happened.
    """

    at: float | None
    end: float | None
    speaker: str | None
    said: tuple[Words, ...]
    item: str | None = None
    is_event: bool = False

    @property
    def line(self) -> int:
        return self.said[0].line

    @property
    def end_line(self) -> int:
        return self.said[-1].line


@dataclass(frozen=True, slots=True)
class Untaken:
    """Text of the file that is no part of what was said; `minor` where it is about the file and nobody need look."""

    text: str
    line: int
    minor: bool = False


@dataclass(frozen=True, slots=True)
class HeadLine:
    """What line `line` says of the meeting: `text` as a head would print it, cells parted by tabs; `printed` as it stands
    there; `minor` as of what is untaken."""

    text: str
    line: int
    printed: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a file holds of a recording, or a table of what was said.

    `head` is what the file says of the meeting, in the order of the file, as the head of minutes would say it. `items`
    is the word above the column that tells what is talked of. `has_paragraphs` says that lines within a cue are paragraphs, not the width of a picture. `names_all` says that a cue
    that names nobody is of nobody known, and does not go on with what the one before says. `counted_from` is the time of
    day from which the times are counted where the file tells those (seconds since midnight).
    """

    cues: tuple[Cue, ...]
    untaken: tuple[Untaken, ...] = ()
    head: tuple[HeadLine, ...] = ()
    items: str | None = None
    has_paragraphs: bool = False
    names_all: bool = False
    counted_from: float | None = None
