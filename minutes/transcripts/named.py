"""Scripts without times, or with few: 大野 一郎 above what he says, 大野一郎: … in front of it.

Minutes are printed so too: only what a tool wrote besides (its own lines, the name of a recording, numbers for voices)
makes a transcript of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from minutes.transcripts.bodies import Body, Script
from minutes.transcripts.model import Words
from minutes.transcripts.names import is_numbered_voice, is_sure, looks_like_name, name_alone
from minutes.transcripts.recordings import is_done_with_tool, is_of_tool, recording_named, tells_of_recording
from minutes.transcripts.times import bare, seconds_of

_IN_LINE = re.compile(r"(?P<name>[^:：\s][^:：]{0,39}?)\s*[:：]\s*(?P<rest>\S.*)")
# Of the lines, where names stand in front of what is said; of the names, where they stand alone.
_MOSTLY = 0.5
_LEAST = 2


def read_named(lines: Sequence[str]) -> Script | None:
    """The script that these lines are; None where nothing tells that a tool wrote them, or nobody is named."""
    voices = sum(is_numbered_voice(name_alone(re.split("[:：]", line, maxsplit=1)[0])) for line in lines)
    if voices < _LEAST and not any(map(tells_of_recording, lines)):
        return None
    in_line = {place: found for place, line in enumerate(lines) if (found := _named_in(line)) is not None}
    texts = [place for place, line in enumerate(lines) if bare(line) and not is_of_tool(line)]
    known = {
        name for name, times in Counter(name for name, _ in in_line.values()).items() if times > 1 or is_sure(name)
    }
    in_line = {place: found for place, found in in_line.items() if found[0] in known}
    first = min(in_line, default=0)
    if len(in_line) >= _LEAST and len(in_line) >= _MOSTLY * sum(place >= first for place in texts):
        return _script(lines, {place: (name, rest) for place, (name, rest) in in_line.items()})
    alone = _alone(lines)
    return _script(lines, alone) if len(alone) >= _LEAST else None


def _script(lines: Sequence[str], named: dict[int, tuple[str, str]]) -> Script:
    first = min(named)
    while (first and seconds_of(lines[first - 1]) is not None) or (first and not lines[first - 1].strip()):
        first -= 1
    body = Body(lines, first)
    at: float | None = None
    name: str | None = None
    for place in range(first, len(lines)):
        if place in named:
            name, rest = named[place]
            body.begin(at, [Words(rest, place + 1, name)] if rest else [])
        elif (seconds := seconds_of(lines[place])) is not None:
            at = seconds
        elif lines[place].strip():
            body.add(place, name)
    return body.script(has_speakers=True)


def _named_in(line: str) -> tuple[str, str] | None:
    """Whom a line names in front of what is said, and that."""
    text = bare(line)
    found = _IN_LINE.fullmatch(text)
    if found is None or not looks_like_name(found["name"]) or seconds_of(text) is not None or is_of_tool(text):
        return None
    return found["name"].strip(), found["rest"]


def _alone(lines: Sequence[str]) -> dict[int, tuple[str, str]]:
    """The names that stand on lines of their own above what is said: those that return, and those that read as people."""
    filled = [place for place, line in enumerate(lines) if bare(line)]
    below = dict(pairwise(filled))
    may = {
        place: name_alone(lines[place])
        for place in below
        if looks_like_name(name_alone(lines[place]))
        and recording_named(lines[place]) is None
        and not is_done_with_tool(lines[place])
        and not is_of_tool(lines[place])
        and seconds_of(lines[place]) is None
    }
    times = Counter(may.values())
    found: dict[int, tuple[str, str]] = {}
    above = -1
    for place in filled:
        # はい below a name is said.
        if place in may and above not in found and (times[may[place]] > 1 or is_sure(may[place])):
            found[place] = (may[place], "")
        above = place
    return found
