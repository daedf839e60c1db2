"""Times as transcripts write them -> seconds: 0:03, 00:00:03.500, 00:00:03,500, ０：０３, 1時間2分3秒."""

from __future__ import annotations

import re
from itertools import pairwise

# Hours may be missing; frames (00:00:03:12) are no fraction of a second that can be told.
CLOCK = r"(?:\d{1,3}:\d{1,2}:\d{1,2}|\d{1,3}:\d{2})(?:[.,]\d{1,6}|[:;]\d{2,3})?"
_CLOCK = re.compile(
    r"(?:(?P<hours>\d{1,3}):)?(?P<minutes>\d{1,3}):(?P<seconds>\d{1,2})(?:(?:[.,]|[:;](?=\d{3}))(?P<part>\d{1,6})|[:;]\d{2})?"
)
_WORDS = re.compile(r"(?=\d)(?:(\d{1,3})時間)?(?:(\d{1,3})分)?(?:(\d{1,2}(?:\.\d+)?)秒)?")
_DAY = re.compile(
    r"(?P<day>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[ T]\s*(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"
)
_DIGIT = re.compile(r"\d")
_BLANK = " \t\r\n\v\f\u3000\xa0\ufeff"
_PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " "}
_BRACKETS = " []()（）［］【】〈〉<>"
# Signs a second: nobody says so many, and times of two numbers that would have it so are hours and minutes.
FASTEST = 60
# No recording runs for so long before the first word: the file tells the time of day.
LATEST_START = 6 * 3600
# Times of two numbers may be hours and minutes of the day; a recording begins with its first minutes.
_FIRST_MINUTES = 6 * 60


def bare(text: str) -> str:
    """The text without white space and byte order marks at its ends."""
    return text.strip(_BLANK)


def plain(text: str) -> str:
    """The same with full-width digits, colons and brackets made plain, sign for sign."""
    return bare(text).translate(_PLAIN)


def seconds_of(text: str) -> float | None:
    """The time that a text is, None where it is none. Of a span (0:03 - 0:09) its beginning."""
    if _DIGIT.search(text) is None:
        return None
    time = plain(text).strip(_BRACKETS)
    day = _DAY.fullmatch(time)
    if day is not None:
        clock = [int(part) for part in f"{day['time']}:00".split(":")]
        return 3600.0 * clock[0] + 60 * clock[1] + clock[2]
    match = _CLOCK.match(time)
    if match is not None and (match.end() == len(time) or _is_rest_of_span(time[match.end() :])):
        return _seconds(match)
    match = _WORDS.fullmatch(time.replace(" ", ""))
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    return round(3600 * int(hours or 0) + 60 * int(minutes or 0) + float(seconds or 0), 3)


def day_of(text: str) -> str | None:
    """The day that a time tells besides, as printed: 2024/04/01 10:00:03; None where it tells none."""
    found = _DAY.fullmatch(plain(text).strip(_BRACKETS))
    return found["day"] if found else None


def _is_rest_of_span(text: str) -> bool:
    return re.fullmatch(rf"\s*(?:-+>?|~|〜|から|to|\s)\s*{CLOCK}", text) is not None


def _seconds(match: re.Match[str]) -> float | None:
    """The seconds of a match with the groups hours, minutes, seconds and part; None where there is no such time."""
    hours, minutes, seconds = (int(match[name] or 0) for name in ("hours", "minutes", "seconds"))
    if seconds > 59 or (match["hours"] is not None and minutes > 59):
        return None
    return round(3600 * hours + 60 * minutes + seconds + float(f"0.{match['part'] or 0}"), 3)


def clock_seconds(text: str) -> float | None:
    """The seconds of a CLOCK."""
    match = _CLOCK.fullmatch(text)
    return _seconds(match) if match else None


def is_long(text: str) -> bool:
    """Whether a time tells hours, minutes and seconds, parts of a second, or its day: no programme is printed so."""
    return re.search(r"\d:\d{1,2}:\d|\d:\d\d[.,]\d|[分秒]|\d{4}[-/.]", plain(text)) is not None


def rise(times: list[float]) -> bool:
    """Whether times go on as those of a recording do; a few may be out of order, or begin anew with a second part."""
    falls = sum(later < earlier for earlier, later in pairwise(times))
    return falls <= max(1, len(times) // 10) and (len(times) < 3 or falls < len(times) - 1) and len(set(times)) > 1


def are_from_start(times: list[float], texts: list[str]) -> bool:
    """Whether times are counted from the start of a recording, and are no hours and minutes of a day's programme."""
    return bool(times) and (times[0] < _FIRST_MINUTES or any(is_long(text) for text in texts))
