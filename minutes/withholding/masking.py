"""A text with its withheld parts left out."""

from collections.abc import Iterable
from dataclasses import dataclass

# Of one length, whatever it stands for: not even the length of a name is told.
MASK = "■■■"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of a text, and the ground on which they are withheld (may be empty)."""

    start: int
    end: int
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A MASK that stands from `start` on in a masked text, with the grounds for it."""

    start: int
    ground: str


@dataclass(frozen=True, slots=True)
class Masked:
    text: str
    marks: tuple[Mark, ...] = ()


def masked(text: str, spans: Iterable[Span]) -> Masked:
    """The text with MASK for each run of characters that spans cover; those that touch or overlap are one run.

    A span that reaches beyond the text covers what there is of it.
    """
    pieces: list[str] = []
    marks: list[Mark] = []
    length = done = 0
    for run in _runs(spans):
        start, end = max(run[0].start, 0), min(max(span.end for span in run), len(text))
        if start >= end:
            continue
        pieces += [text[done:start], MASK]
        length += start - done
        marks.append(Mark(length, "、".join(dict.fromkeys(span.ground for span in run if span.ground))))
        length += len(MASK)
        done = end
    return Masked("".join(pieces) + text[done:], tuple(marks))


def _runs(spans: Iterable[Span]) -> list[list[Span]]:
    runs: list[list[Span]] = []
    reach = -1
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if runs and span.start <= reach:
            runs[-1].append(span)
        else:
            runs.append([span])
            reach = -1
        reach = max(reach, span.end)
    return runs
