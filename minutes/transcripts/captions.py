"""Captions: WebVTT (Teams, Zoom, Google Meet), SubRip, SBV, and older Word transcripts of Teams, which are timed alike.

Read by what stands there, not by the letter of the formats: files lose their first line, their blank lines, their
hours; tools mix the comma and the point. https://www.w3.org/TR/webvtt1/ says what tags and blocks mean.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from minutes.transcripts.model import Untaken, Words
from minutes.transcripts.names import looks_like_name
from minutes.transcripts.rolling import Caption
from minutes.transcripts.times import CLOCK, bare, clock_seconds, plain

_ARROW = r"\s*(?:-+\s?>|[—–―ー]+>|→|⇒)\s*"
_TIMING = re.compile(rf"(?:\d{{1,7}}\s+)?(?P<begins>{CLOCK})?{_ARROW}(?P<ends>{CLOCK})?(?P<rest>.*)")
_SBV = re.compile(r"(?P<begins>\d+:\d\d:\d\d\.\d{3}),(?P<ends>\d+:\d\d:\d\d\.\d{3})(?P<rest>)")
_MAY_TIME = re.compile(r"[>＞→⇒]|\d,\d")
_ESCAPED = re.compile(r"\d\s*--&gt;\s*\d")
_SETTING = re.compile(r"\b(?:align|position|line|size|vertical|region|[XY][12])[:：]\S*", re.I)
_START = re.compile(r"WEBVTT\b[\s\-:：]*", re.I)
_ABOUT_FILE = re.compile(r"(?:Kind|Language|X-TIMESTAMP-MAP|Region)\s*[:=]|\s*$", re.I)
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
# What tools tell of their own work.
_TOOL_NOTE = re.compile(r"(?:duration|language|confidence|recognizability|kind|created|by)\s*[:=\"]", re.I)
_NUMBER = re.compile(r"\d{1,7}")
_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{20,}(?:/\S*)?|[\w.-]{1,64}/\d+-\d+", re.I)
# 1 "大野 一郎" (3216549): Webex names who speaks in the name of the cue.
_NAMING_ID = re.compile(r'\d+\s+"(?P<name>[^"]+)"\s+\(\d+\)')
_VOICE_TAG = re.compile(r"<v(?:\.[^\s<>]+)*(?:(?:\s+|(?=[^\x00-\x7f]))(?P<name>[^<>]*))?>|(?P<close></v>)", re.I)
_READING = re.compile(r"<rt(?:\.[^<>]*)?>[^<]*</rt>", re.I)
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|em|strong|ruby|rt|lang|font|v)(?:[.\s][^<>]*)?>|<\d{1,3}:[\d:.]+>|\{\\a[^{}]*\}", re.I
)
# In so many captions the first line names who speaks, where tools print him on a line of his own.
_MOSTLY = 0.6
# So few captions need not repeat a name.
_FEW = 4


@dataclass(slots=True)
class Captions:
    """The captions of a file; `has_voices` says that they tell who speaks by WebVTT's <v>."""

    captions: list[Caption]
    untaken: list[Untaken]
    has_voices: bool


@dataclass(slots=True)
class _Block:
    begins: float | None
    ends: float | None
    voice: str | None = None
    lines: list[tuple[int, str]] = field(default_factory=list)


def read_captions(lines: Sequence[str]) -> Captions | None:
    """The captions that these lines hold; None where they hold none."""
    if any(_ESCAPED.search(line) for line in lines):
        lines = [html.unescape(line) for line in lines]  # copied from the source of a page
    timings = [_timing(line) for line in lines]
    first = next((place for place, timing in enumerate(timings) if timing), None)
    if first is None:
        return None
    blocks, untaken = _blocks(lines, timings)
    # A form or a letter that shows times with an arrow once or twice is no transcript.
    starts_as_captions = any(_START.match(plain(line)) for line in lines[:first])
    told = sum(map(len, lines[:first]))
    if not starts_as_captions and told > sum(len(text) for block in blocks for _, text in block.lines):
        return None
    has_voices = any(block.voice or any(_VOICE_TAG.search(text) for _, text in block.lines) for block in blocks)
    captions = [Caption(block.begins, block.ends, _words(block.lines, block.voice)) for block in blocks]
    if not has_voices:
        _take_names_of_first_lines(captions)
    return Captions([caption for caption in captions if caption.said], untaken, has_voices)


def _timing(line: str) -> re.Match[str] | None:
    if not _MAY_TIME.search(line):
        return None
    text = plain(line)
    match = _TIMING.fullmatch(text) or _SBV.fullmatch(text)
    return match if match and (match["begins"] or match["ends"]) else None


def _blocks(lines: Sequence[str], timings: list[re.Match[str] | None]) -> tuple[list[_Block], list[Untaken]]:
    untaken: list[Untaken] = []
    blocks: list[_Block] = []
    place = 0
    voice: str | None = None
    while place < len(lines):
        line, timing = lines[place], timings[place]
        after_blank = place == 0 or not lines[place - 1].strip()
        if timing is not None:
            blocks.append(_begun(timing, bare(line), place + 1))
            blocks[-1].voice, voice = voice, None
        elif after_blank and _BLOCK.match(line.strip()):
            end = next((at for at in range(place, len(lines)) if not lines[at].strip() or timings[at]), len(lines))
            untaken += _notes(lines[place:end], place + 1)
            place = end
            continue
        elif _is_id(lines, timings, place, after_blank and (not blocks or bool(blocks[-1].lines))):
            naming = _NAMING_ID.fullmatch(bare(line))
            voice = naming["name"].strip() if naming else None
            untaken += [] if naming or _is_machine_id(line) else [Untaken(bare(line), place + 1)]
        elif bare(line) and blocks:
            blocks[-1].lines.append((place + 1, bare(line)))
        elif title := _START.sub("", bare(line), count=1):
            untaken += [] if _ABOUT_FILE.match(title) else [Untaken(title, place + 1)]
        place += 1
    return blocks, untaken


def _begun(timing: re.Match[str], text: str, line: int) -> _Block:
    begins, ends = (clock_seconds(timing[name]) if timing[name] else None for name in ("begins", "ends"))
    block = _Block(begins, ends)
    # Behind the times stand settings, and words where their line break was lost.
    rest = _SETTING.sub("", text[timing.start("rest") :]).strip()
    if rest:
        block.lines.append((line, rest))
    return block


def _notes(lines: Sequence[str], first: int) -> list[Untaken]:
    """What a comment says to people; style sheets say nothing."""
    if not lines[0].strip().upper().startswith("NOTE"):
        return []
    texts = [(first + place, line.strip()) for place, line in enumerate(lines)]
    texts[0] = (first, texts[0][1][4:].strip())
    return [Untaken(text, line, minor=True) for line, text in texts if text and not _TOOL_NOTE.match(text)]


def _is_id(lines: Sequence[str], timings: list[re.Match[str] | None], place: int, may_be_named: bool) -> bool:
    """Whether a line is the name of the cue below it; `may_be_named` where it need not be words of the cue above."""
    if not bare(lines[place]) or _START.match(plain(lines[place])):
        return False
    # Files get blank lines between all lines, and lose those that there were.
    below = next((at for at in range(place + 1, min(place + 4, len(lines))) if lines[at].strip()), None)
    if below is None or timings[below] is None:
        return False
    return _is_machine_id(lines[place]) or (may_be_named and below == place + 1)


def _is_machine_id(line: str) -> bool:
    text = plain(line)
    return _NUMBER.fullmatch(text) is not None or _KEY.fullmatch(text) is not None


def _words(lines: Sequence[tuple[int, str]], voice: str | None) -> list[Words]:
    """The words of a cue line by line, with the voice that each is of; `voice` is the one that the cue's name tells."""
    said = []
    for number, line in lines:
        text, at = _READING.sub("", line), 0
        for tag in _VOICE_TAG.finditer(text):
            said.append(Words(_without_tags(text[at : tag.start()]), number, voice))
            voice = None if tag["close"] else html.unescape(tag["name"] or "").strip() or None
            at = tag.end()
        said.append(Words(_without_tags(text[at:]), number, voice))
    return [words for words in said if words.text]


def _without_tags(text: str) -> str:
    return html.unescape(_TAG.sub("", text)).replace("\u200e", "").replace("\u200f", "").strip()


def _take_names_of_first_lines(captions: Sequence[Caption]) -> None:
    """Takes the first lines of captions as names, where nearly all of them read so and return."""
    names = [name for caption in captions if (name := _name_above(caption))]
    returns = len(set(names)) < len(names) or len(captions) < _FEW
    if not returns or len(names) < _MOSTLY * len([caption for caption in captions if caption.said]):
        return
    for caption in captions:
        name = _name_above(caption)
        if name:
            caption.said = [Words(words.text, words.line, name) for words in caption.said[1:]]


def _name_above(caption: Caption) -> str | None:
    """The name that stands above what is said: 佐藤一郎, （佐藤一郎）. What a colon sets off is read with names in the line."""
    if len(caption.said) < 2:
        return None
    name = caption.said[0].text.strip(" \u3000()（）[]［］【】<>＜＞")
    return name if looks_like_name(name) and name[-1] not in ":：" else None
