"""What a person taught about the layout of some minutes. Stdlib only."""

from __future__ import annotations

from dataclasses import dataclass

LESSON_KINDS = ("speaker", "not-speaker", "heading", "not-heading")


@dataclass(frozen=True, slots=True)
class Lesson:
    """That `text` is, or is not, a speaker's mark or a heading.

    `text` is the mark or heading as printed, without its delimiter; `line` the whole source line it was seen on, which
    shows the delimiter. A lesson holds for everything of the same shape: Ｎｏ.３ teaches Ｎｏ.１ too.
    """

    kind: str
    text: str
    line: str = ""
