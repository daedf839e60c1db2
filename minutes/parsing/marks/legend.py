"""What signs before speeches stand for, where the minutes say so: （◎は委員長、○は委員、●は事務局の発言）.

A legend that tells the seats of an attendance list looks the same; it counts where lines open with its signs and
somebody speaks behind them.
"""

from __future__ import annotations

import re
from collections import Counter

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, is_sentence, squeeze
from minutes.parsing.words.people import GROUPS, is_person, is_role

_SIGNS = "○◯〇●◎◇◆□■△▲▽▼☆★・"
_PAIR = re.compile(
    rf"(?P<sign>[{_SIGNS}])\s?印?\s?(?:は|が|:|=|…{{1,2}}|-)?\s?(?P<name>[^\s、。,;:()\[\]「」{_SIGNS}]{{1,12}}?)"
    r"(?:の(?:主な)?(?:発言|意見|質問|質疑|回答|説明|答弁)等?)?(?:を(?:示す|表す|指す))?(?=[\s、。,;:()\[\]/]|[○◯〇●◎◇◆□■△▲▽▼☆★・]|$)"
)
_TOLD = re.compile(r"[はが:=…印]|発言|凡例|意見")
_OF_KIND = re.compile(r"[^\s、。]{1,6}(?:委員|構成員|会員|議員|職員|参加者|関係者|側)")
_JOINED = re.compile("及び|又は|または|・|、")
_OF_SPEECHES = re.compile("発言|凡例|意見")
_OF_TALK = re.compile(r"\W*[0-9]{0,2}\W*(?:議事|会議|審議|質疑|協議|意見|主な)[^(]{0,12}\(")
_SHORT = re.compile(
    r"(?P<name>[^\s、。,;:()\[\]「」]{2,14}?)を?(?:「(?P<quoted>[^「」]{1,4})」|(?P<bare>[A-Z]{1,2}|[A-Z]?委員[A-Z]?))(?=[、と,)\s。]|として)"
)
_FOR_SHORT = re.compile("以下.*(?:とする|と表記|と略|という|と記)")
_LONGEST = 120
# So many lines that open with the legend's signs make it one of speeches.
_ENOUGH = 2
# So many signs are a line of running text, though the width broke its sentence.
_FULL_LINE = 24


def read_legend(rows: list[PrintedLine]) -> dict[str, str]:
    """Who speaks behind which sign; empty where the minutes tell it nowhere or do not hold to it."""
    spoken: Counter[str] | None = None
    for row in rows:
        if len(row.text) > _LONGEST or sum(sign in _SIGNS for sign in row.text) < 2:
            continue
        names, told = _pairs(row.text)
        if not names:
            continue
        if spoken is None:
            spoken = Counter(
                row.text[0]
                for row in rows
                if row.text[0] in _SIGNS and (is_sentence(row.text) or len(row.text) >= _FULL_LINE)
            )
        counts = [spoken[sign] for sign in names if spoken[sign]]
        kept = len(counts) >= (_ENOUGH if told else len(names)) and sum(counts) > _ENOUGH
        if kept or (sum(counts) >= _ENOUGH and is_legend(row.text)):
            return names
    return {}


def is_legend(text: str) -> bool:
    """Whether a text says outright that its signs are those of speeches: （○は委員、●は事務局の発言）, 議事（○：委員、●：事務局）."""
    plain = flat(text)
    return (
        len(text) <= _LONGEST
        and (_OF_SPEECHES.search(plain) is not None or _OF_TALK.match(plain) is not None)
        and bool(_pairs(text)[0])
    )


def _pairs(text: str) -> tuple[dict[str, str], bool]:
    """The signs of a line with their names, and whether the line says that they stand for them; none where it is no legend.

    Behind the bullet of a line the first sign of its legend may come later: ○会議の要旨（凡例　◇＝委員　◆＝事務局）.
    """
    plain = flat(text)
    found = [
        match
        for match in _PAIR.finditer(plain)
        if match.start() or _is_anybody(squeeze(text[slice(*match.span("name"))]))
    ]
    names = {match["sign"]: squeeze(text[slice(*match.span("name"))]) for match in found}
    told = all(_TOLD.search(plain, match.start(), match.end()) for match in found) or bool(_TOLD.search(plain, 0, 30))
    alone = not _PAIR.sub("", plain).strip("()[] ")
    if len(names) < 2 or len(found) != len(names) or len(set(names.values())) != len(names) or not (told or alone):
        return {}, False
    return (names, told) if all(_is_anybody(name) for name in names.values()) else ({}, False)


def _is_anybody(name: str) -> bool:
    """委員, 会長; 委員及び関係者; 学外委員, 市側."""
    return all(is_role(part) or part in GROUPS or _OF_KIND.fullmatch(part) for part in _JOINED.split(name))


def short_names(rows: list[PrintedLine]) -> frozenset[str]:
    """What the minutes call their speakers for short: 以下、会長を「会」、委員を「委」とする。"""
    for row in rows:
        if len(row.text) > _LONGEST or "以下" not in row.text or _FOR_SHORT.search(row.text) is None:
            continue
        found = list(_SHORT.finditer(row.flat, row.flat.index("以下") + 2))
        if found and all(is_person(match["name"]) or match["name"] in GROUPS for match in found):
            return frozenset(match["quoted"] or match["bare"] for match in found)
    return frozenset()
