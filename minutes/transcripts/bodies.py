"""What stands below the head of a script, as captions; what a tool tells of its own work is kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minutes.transcripts.model import Untaken, Words
from minutes.transcripts.recordings import is_done_with_tool, is_end_of_tool, is_of_tool
from minutes.transcripts.rolling import Caption
from minutes.transcripts.times import bare


@dataclass(slots=True)
class Script:
    """A script as captions, each with all that stands below its stamp; `above` is what stands above the first."""

    captions: list[Caption]
    above: list[Untaken]
    untaken: list[Untaken]
    has_speakers: bool


class Body:
    """What stands from line `first` on, as captions; what a tool tells of its work is kept apart."""

    def __init__(self, lines: Sequence[str], first: int) -> None:
        self._lines = lines
        self._captions: list[Caption] = []
        self._above: list[Untaken] = []
        self._untaken: list[Untaken] = []
        self._end = _end_of_words(lines, first)
        for place in range(first):
            self._above_words(place)

    def _above_words(self, place: int) -> None:
        line = bare(self._lines[place])
        if is_done_with_tool(line):
            self._event(place)
        elif line:
            told = self._untaken if is_of_tool(line) else self._above
            told.append(Untaken(line, place + 1, minor=is_of_tool(line)))

    def begin(self, at: float | None, said: list[Words]) -> None:
        """A new caption."""
        self._captions.append(Caption(at, None, said))

    def add(self, place: int, name: str | None) -> None:
        """A line below the last stamp, said by `name`."""
        line = bare(self._lines[place])
        if is_done_with_tool(line):
            self._event(place)
        elif line and (place >= self._end or is_end_of_tool(line)):
            self._untaken.append(Untaken(line, place + 1, minor=True))
        elif line:
            if self._captions[-1].is_event:
                self.begin(None, [])
            self._captions[-1].said.append(Words(line, place + 1, name))

    def _event(self, place: int) -> None:
        self._captions.append(Caption(None, None, [Words(bare(self._lines[place]), place + 1)], is_event=True))

    def script(self, has_speakers: bool) -> Script:
        """What was read."""
        said = [each for each in self._captions if each.said]
        return Script(said, self._above, self._untaken, has_speakers)


def _end_of_words(lines: Sequence[str], first: int) -> int:
    """The line from which on a tool tells of its work to the end of the file."""
    end = len(lines)
    while end > first and (not lines[end - 1].strip() or is_of_tool(lines[end - 1])):
        end -= 1
    return end
