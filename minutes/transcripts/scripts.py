"""Scripts: running text with stamps of the time, as Word and text transcripts of meeting tools are written.

佐藤 一郎   0:03 above what he says (Teams); [00:00:03] 話者1：… (AmiVoice and the like); 佐藤（0:03）：…; a time on a line
of its own above several 佐藤: … (Google Meet).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from minutes.transcripts.bodies import Body, Script
from minutes.transcripts.model import Words
from minutes.transcripts.names import is_sure, is_voice, looks_like_name, name_alone
from minutes.transcripts.recordings import is_of_tool, recording_named
from minutes.transcripts.times import CLOCK, FASTEST, are_from_start, bare, clock_seconds, is_long, plain, rise

_OPEN, _CLOSE = r"[\[(【<〈]", r"[\])】>〉]"
_SPAN = rf"(?:\s*(?:-+>?|~|〜)\s*{CLOCK})?"
_BEHIND = re.compile(
    rf"(?P<name>\S.{{0,60}}?)[\s|\-–,]{{0,40}}(?:\s|{_OPEN})(?P<clock>{CLOCK}){_SPAN}\s*{_CLOSE}?\s*:?"
)
_BEFORE = re.compile(rf"{_OPEN}?\s*(?P<clock>{CLOCK}){_SPAN}\s*{_CLOSE}?(?P<gap>[\s|\-–:]*)(?P<rest>.*)")
_WITHIN = re.compile(
    rf"(?P<name>\S.{{0,40}}?)\s*(?:{_OPEN}(?P<clock>{CLOCK}){_SPAN}{_CLOSE}|\s(?P<in_cell>{CLOCK}){_SPAN}\s?(?=\t)|\s(?P<long>\d{{1,2}}:\d\d:\d\d(?:\.\d+)?)\s)\s*:?\s*(?P<rest>\S.*)"
)
_NAME_FIRST = re.compile(r"(?P<name>[^\s:：]{3,20})\s+(?P<rest>\S.*)", re.S)
_VOICE_FIRST = re.compile(r"(?P<name>\S{1,12}(?: ?\d{1,3})?)\s+(?P<rest>\S.*)")
# A time goes on as part of a sentence or of an event: １０：３０から受け付けます, 14:20 再開.
_TIME_OF_DAY = re.compile(
    r"(?:から|より|まで|に|の|頃|ごろ|現在|[~〜～、。]|(?:開会|開議|閉会|散会|休憩|再開|終了|退[室席]|入室|着席)\s*$)"
)
# A stamp behind a date tells when the meeting or the file was, and names nobody: 2024年4月1日, 10:00.
_DATED = re.compile(r"\d{4}\s?[-年/.]|(?<!\d)20\d\d(?!\d)|\d月\s?\d|(?:日時|日付|時間)[:： ]|GMT|午前|午後")
# So much of the text may stand above the first stamp: title, date, who was there.
_HEAD = 0.65
_NEARLY_ALL = 0.8
_AROUND_NAMES = " \u3000:："
# So far on a line a stamp is looked for, and no gap before or behind it is as wide.
_LONGEST_MARK, _GAP = 150, re.compile(r"\s{50}")


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A stamp on line `place`, counted from 0, of `lines` lines: how it stands there, its time, whom it names, what follows."""

    place: int
    way: str
    clock: str
    at: float
    name: str | None
    rest: str
    lines: int = 1


def read_script(lines: Sequence[str]) -> Script | None:
    """The script that these lines are; None where they are none."""
    stamps = _stamps(lines)
    if len(stamps) < 2 or not rise([stamp.at for stamp in stamps]):
        return None
    if not are_from_start([stamp.at for stamp in stamps], [stamp.clock for stamp in stamps]):
        return None
    # 1:30 開会, 2:45 休憩: nobody says so much in what would be seconds.
    signs = sum(len(line) for line in lines[stamps[0].place : stamps[-1].place])
    if not any(is_long(stamp.clock) for stamp in stamps) and signs > FASTEST * (stamps[-1].at - stamps[0].at):
        return None
    above = sum(len(line) for line in lines[: stamps[0].place])
    if above > _HEAD * sum(map(len, lines)):
        return None
    body = Body(lines, stamps[0].place)
    ends = [stamp.place for stamp in stamps[1:]] + [len(lines)]
    for stamp, end in zip(stamps, ends, strict=True):
        body.begin(stamp.at, [Words(stamp.rest, stamp.place + 1, stamp.name)] if stamp.rest else [])
        for place in range(stamp.place + stamp.lines, end):
            body.add(place, stamp.name)
    return body.script(any(stamp.name for stamp in stamps))


def _stamps(lines: Sequence[str]) -> list[_Stamp]:
    """The stamped lines, read in the way that most of them are."""
    ways: dict[str, list[_Stamp]] = {"behind": [], "before": [], "within": []}
    for place, line in enumerate(lines):
        text = bare(line)
        if not re.search(r"\d:\d", plain(text[:_LONGEST_MARK])) or _GAP.search(text[:_LONGEST_MARK]):
            continue
        if is_of_tool(text) or recording_named(text) is not None:
            continue
        for stamp in (_behind(text, place), _before(text, place), _within(text, place)):
            if stamp is not None:
                ways[stamp.way].append(stamp)
    most = max(ways, key=lambda way: len(ways[way]))
    if most != "before":
        return ways[most]
    return _with_names_first(_with_names_alone(_with_names_above(ways[most], lines), lines))


def _behind(text: str, place: int) -> _Stamp | None:
    match = _BEHIND.fullmatch(plain(text))
    if match is None:
        return None
    at, name = clock_seconds(match["clock"]), name_alone(text[match.start("name") : match.end("name")])
    if at is None or not looks_like_name(name) or _DATED.search(plain(name)):
        return None
    return _Stamp(place, "behind", match["clock"], at, name, "")


def _before(text: str, place: int) -> _Stamp | None:
    match = _BEFORE.fullmatch(plain(text))
    at = clock_seconds(match["clock"]) if match else None
    if match is None or at is None:
        return None
    rest = text[match.start("rest") :]
    if text[0].isdigit() and not is_long(match["clock"]) and _TIME_OF_DAY.match(rest):
        return None
    name, _, words = rest.partition("\t")
    if words.strip() and looks_like_name(name):
        return _Stamp(place, "before", match["clock"], at, name.strip(), words.strip())
    voice = _VOICE_FIRST.fullmatch(rest)
    if voice is not None and is_voice(voice["name"]):
        return _Stamp(place, "before", match["clock"], at, voice["name"], voice["rest"])
    return _Stamp(place, "before", match["clock"], at, None, rest)


def _within(text: str, place: int) -> _Stamp | None:
    match = _WITHIN.fullmatch(plain(text))
    if match is None:
        return None
    clock, name = match["clock"] or match["in_cell"] or match["long"], text[: match.end("name")].strip(_AROUND_NAMES)
    at = clock_seconds(clock)
    if at is None or not looks_like_name(name) or _DATED.search(plain(name)):
        return None
    return _Stamp(place, "within", clock, at, name, text[match.start("rest") :])


def _with_names_above(stamps: list[_Stamp], lines: Sequence[str]) -> list[_Stamp]:
    """大野 一郎 on the line above a time that stands alone, where that is so of nearly all."""
    above = {
        stamp.place: bare(lines[stamp.place - 1])
        for stamp in stamps
        if not stamp.rest and stamp.place and looks_like_name(lines[stamp.place - 1])
    }
    if len(above) < _NEARLY_ALL * len(stamps):
        return stamps
    return [
        replace(stamp, place=stamp.place - 1, name=above[stamp.place], lines=2) if stamp.place in above else stamp
        for stamp in stamps
    ]


def _with_names_alone(stamps: list[_Stamp], lines: Sequence[str]) -> list[_Stamp]:
    """0:03 佐藤 一郎 above what he says: the rest of the line names him, where that is so of nearly all."""
    stamped = {stamp.place for stamp in stamps}
    alone = {
        stamp.place
        for stamp in stamps
        if stamp.name is None
        and looks_like_name(stamp.rest)
        and stamp.place + 1 < len(lines)
        and stamp.place + 1 not in stamped
    }
    if len(alone) < _NEARLY_ALL * len(stamps):
        return stamps
    return [
        replace(stamp, name=stamp.rest.strip(_AROUND_NAMES), rest="") if stamp.place in alone else stamp
        for stamp in stamps
    ]


def _with_names_first(stamps: list[_Stamp]) -> list[_Stamp]:
    """0:03 大野一郎　開会します: a space alone parts the name from what is said, where that is so of nearly all."""
    named = {
        stamp.place: match
        for stamp in stamps
        if stamp.name is None and (match := _NAME_FIRST.fullmatch(stamp.rest)) and is_sure(match["name"])
    }
    if len(named) < _NEARLY_ALL * len(stamps):
        return stamps
    return [
        replace(stamp, name=named[stamp.place]["name"], rest=named[stamp.place]["rest"])
        if stamp.place in named
        else stamp
        for stamp in stamps
    ]
