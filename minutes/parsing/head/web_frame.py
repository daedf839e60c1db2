"""What a web page prints round its minutes: the path to the page, names of the site's parts, the publisher's imprint.

A path may hold the only title that a page has; `PageFrame` keeps its names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import is_sentence, squeeze
from minutes.parsing.words.numbering import read_numbered

# So far down a page its frame reaches, and so far up from its end.
_TOP, _FOOT = 12, 20
_LONGEST = 300
_SEPARATOR = re.compile(r"\s?(?:[>＞»›][>＞»›]?|/(?=\s))\s?")
_HOME = r"(?:トップ(?:ページ)?|ホーム(?:ページ)?|HOME|Home|TOP|Top)"
_PATH = re.compile(rf"{_HOME}\s?[>＞»›]|{_HOME}\s/\s\S.*|.*\S\s?[>＞»›].*\S\s?[>＞»›]")
# トップ会議等一覧推進本部検討会: the path whose separators were pictures
_GLUED_PATH = re.compile(rf"{_HOME}(?![のはをにがへでと、。])\S*(?:一覧|会議等|審議会|検討会|委員会)\S*")
_BODIES = "(?:審議会|研究会|懇談会|委員会|協議会|会議|本部)"
_LISTED = "等?(?:の?(?:情報|一覧|案内|開催状況))?へ?"
_PART = re.compile(
    rf"(?:{_BODIES}(?:[・、/]{_BODIES})+{_LISTED}|{_BODIES}(?:等|の?(?:情報|一覧|案内)){_LISTED}"
    rf"|{_HOME}|[^\s]{{2,6}}\s{_HOME}|サイトマップ|文字(?:サイズ(?:の?変更)?|なし|の?大きさ)|本文へ(?:移動|ジャンプ)?|English|検索|メニュー|ページの(?:先頭|トップ)です。?|(?:ツイート|シェア|\s)+|戻る\s?[|/]\s?\S{1, 16}|ユーザー別ナビ|ここから(?:本文|サイト[^。]{{0,14}})(?:です)?。?)\s?\|?"
)
# ホーム >: one step of a path that stands one a line
_STEP = re.compile(r"\s*\S.{0,38}[>»›]\s*")
# 第93回 - 第94回第95回第96回: the way to the pages of other meetings
_OTHER_MEETINGS = re.compile(
    r"(?:前へ|次へ|[|/・、,<>«»←→-])*(?:第[0-9一二三四五六七八九十百]{1,5}[回号](?:前へ|次へ|[|/・、,<>«»←→-])*){3,}"
)
_IMPRINT = re.compile(
    r"(?:(?:この(?:記事|ページ|内容)(?:に関する|についての))?お問い?合わ?せ(?:先)?\s?:|〒\s?[0-9]{3}-?[0-9]{0,4}|Copyright|©|\([Cc]\)\s?[0-9]{4}|All [Rr]ights [Rr]eserved|法人番号|代表電話)"
)
# 前の会議へ | 一覧へ | 次の会議へ
_WAY = r"(?:前の|次の|前|次|一覧|目次|トップ|ページの?)[^|/。、:]{0,12}(?:へ|に戻る|トップ|先頭)"
_WAYS = re.compile(rf"\s*(?:[<«←]\s?)?{_WAY}(?:\s?[|/]\s?{_WAY})+\s*(?:[>»→]\s?)?")


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
    steps = _steps(rows[:_TOP])
    if steps:
        path = tuple(_step(rows[index]) for index in steps)
        aside.extend(rows[index] for index in steps)
    for index, row in enumerate(rows):
        if index in steps:
            continue
        if index < _TOP and len(row.cells) == 1 and len(row.text) <= _LONGEST:
            if "。" not in row.text and (_PATH.match(row.flat) or _GLUED_PATH.fullmatch(row.flat)):
                path = path or tuple(part for part in _SEPARATOR.split(row.text) if part)
                aside.append(row)
                continue
            if _PART.fullmatch(row.flat.strip()) or _OTHER_MEETINGS.fullmatch(squeeze(row.flat)):
                aside.append(row)
                continue
        kept.append(row)
    end = _end(kept)
    return PageFrame(kept[:end], [*aside, *kept[end:]], path)


def _steps(rows: list[PrintedLine]) -> range:
    """The places of the rows of a path that stands one step a line, the last one too where it is numbered on: 1. ホーム > / 2. 審議会 > / 3. 会議録."""
    first = next((index for index, row in enumerate(rows) if _STEP.fullmatch(row.flat)), len(rows))
    last = first
    while last < len(rows) and len(rows[last].cells) == 1 and _STEP.fullmatch(rows[last].flat):
        last += 1
    if last - first < 2:
        return range(0)
    above = read_numbered(rows[last - 1].flat)
    own = read_numbered(rows[last].flat) if last < len(rows) else None
    goes_on = above is not None and own is not None and own.number == (above.number or 0) + 1
    return range(first, last + goes_on)


def _step(row: PrintedLine) -> str:
    numbered = read_numbered(row.flat)
    return row.text[numbered.start if numbered is not None else 0 :].strip(" 　>＞»›")


def _end(rows: list[PrintedLine]) -> int:
    """Where the imprint of the page's publisher begins; nobody speaks behind it."""
    end = len(rows)
    for index in range(len(rows) - 1, max(len(rows) - _FOOT, 0) - 1, -1):
        text = rows[index].text
        if len(text) > 40 and is_sentence(text) and not _IMPRINT.search(text):
            break
        if (_IMPRINT.search(rows[index].flat) and "。" not in text) or _WAYS.fullmatch(rows[index].flat):
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


def body_in_path(path: tuple[str, ...]) -> str | None:
    """The body that the path names, the innermost one: 甲審議会 of 審議会の情報 > 第3期甲審議会 > 第2回総会."""
    bodies = (
        squeeze(_PERIOD.sub("", part))
        for part in reversed(path)
        if _BODY.search(squeeze(part)) and not _MEETING.search(part) and _PART.fullmatch(part) is None
    )
    return next((body for body in bodies if _PLAIN_BODY.fullmatch(body) is None), None)


_PLAIN_BODY = re.compile(
    r"(?:総|分科|幹事|定例|臨時|各種|附属機関|審議|委員|協議|検討|本)?(?:会|部会|会議|委員会|審議会)"
)
_PERIOD = re.compile(r"第\s?[0-9０-９一二三四五六七八九十]{1,3}\s?期の?")
_MEETING = re.compile(r"第\s?[0-9０-９一二三四五六七八九十]{1,4}\s?回")
_BODY = re.compile(r"(?:審議会|委員会|協議会|検討会|懇談会|部会|会議|本部)$")
