"""What a web page prints round its minutes: the path to the page, names of the site's parts, the publisher's imprint.

A path may hold the only title that a page has; `PageFrame` keeps its names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes.parsing.lines import PrintedLine
from minutes.parsing.text import is_sentence, squeeze

# So far down a page its frame reaches, and so far up from its end.
_TOP, _FOOT = 12, 20
_SEPARATOR = re.compile(r"\s?(?:[>＞»›][>＞»›]?|/(?=\s))\s?")
_HOME = r"(?:トップ(?:ページ)?|ホーム(?:ページ)?|HOME|Home|TOP|Top)"
_PATH = re.compile(rf"{_HOME}\s?[>＞»›]|.*\S\s?[>＞»›].*\S\s?[>＞»›]")
# トップ会議等一覧推進本部検討会: the path whose separators were pictures
_GLUED_PATH = re.compile(rf"{_HOME}(?![のはをにがへでと、。])\S*(?:一覧|会議等|審議会|検討会|委員会)\S*")
_BODIES = "(?:審議会|研究会|懇談会|委員会|協議会|会議|本部)"
_LISTED = "等?(?:の?(?:情報|一覧|案内|開催状況))?へ?"
_PART = re.compile(
    rf"(?:{_BODIES}(?:[・、/]{_BODIES})+{_LISTED}|{_BODIES}(?:等|の?(?:情報|一覧|案内)){_LISTED}"
    rf"|{_HOME}|[^\s]{{2,6}}\s{_HOME}|サイトマップ|文字(?:サイズ(?:の?変更)?|なし|の?大きさ)|本文へ(?:移動|ジャンプ)?|English|検索|メニュー|ユーザー別ナビ|ここから(?:本文|サイト[^。]{{0,14}})(?:です)?。?)\s?\|?"
)
_IMPRINT = re.compile(
    r"(?:〒\s?[0-9]{3}-?[0-9]{0,4}|Copyright|©|\([Cc]\)\s?[0-9]{4}|All [Rr]ights [Rr]eserved|法人番号|代表電話)"
)


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The rows within a page's frame, those of the frame, and the names that its path holds, outermost first."""

    rows: list[PrintedLine]
    frame: list[PrintedLine]
    path: tuple[str, ...]


def within_frame(rows: list[PrintedLine]) -> PageFrame:
    """The rows of a page without path, names of the site's parts and imprint."""
    path: tuple[str, ...] = ()
    kept: list[PrintedLine] = []
    aside: list[PrintedLine] = []
    for index, row in enumerate(rows):
        if index < _TOP and len(row.cells) == 1 and len(row.text) <= 300 and "。" not in row.text:
            if _PATH.match(row.flat) or _GLUED_PATH.fullmatch(row.flat):
                path = path or tuple(part for part in _SEPARATOR.split(row.text) if part)
                aside.append(row)
                continue
            if _PART.fullmatch(row.flat.strip()):
                aside.append(row)
                continue
        kept.append(row)
    end = _end(kept)
    return PageFrame(kept[:end], [*aside, *kept[end:]], path)


def _end(rows: list[PrintedLine]) -> int:
    """Where the imprint of the page's publisher begins; nobody speaks behind it."""
    end = len(rows)
    for index in range(len(rows) - 1, max(len(rows) - _FOOT, 0) - 1, -1):
        text = rows[index].text
        if len(text) > 40 and is_sentence(text) and not _IMPRINT.search(text):
            break
        if _IMPRINT.search(rows[index].flat) and "。" not in text:
            end = index
    return end


def title_in_path(path: tuple[str, ...]) -> str | None:
    """The meeting's name in the path to the page: 甲審議会 > 第3回総会 > 議事 -> 甲審議会 第3回総会 議事."""
    for index, part in enumerate(path):
        if _MEETING.search(part):
            first = index
            if index and _BODY.search(path[index - 1]) and not _BODY.search(squeeze(part).partition("回")[0]):
                first = index - 1
            return " ".join(part.strip() for part in path[first:])
    return None


_MEETING = re.compile(r"第\s?[0-9０-９一二三四五六七八九十]{1,4}\s?回")
_BODY = re.compile(r"(?:審議会|委員会|協議会|検討会|懇談会|部会|会議|本部)$")
