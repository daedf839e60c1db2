"""Seats of a list of people that letter spacing or a page's columns took apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.people import SEAT, group_of

Rows = list[tuple[PrintedLine, list[str]]]

# Seats printed letter by letter, however wide: 委　　員
_SPACED_WORDS = (
    "副委員長 委員長 副会長 会長 副議長 議長 副座長 座長 部会長 副部会長 教育長 理事長 委員 議員 部員 会員 理事 幹事 監事 事務局 局長 次長 部長 課長 係長 室長 "
    "所長 館長 主査 主任 主事 書記 参事"
).split()
_SPACED_SEAT = re.compile(
    # The gaps within a word are alike: 委　員　　長　谷 is 委員 and 長谷.
    r"(?<!\S)(?:"
    + "|".join(
        rf"{word[0]}(?P<gap{index}>\s+)" + rf"(?P=gap{index})".join(word[1:])
        for index, word in enumerate(_SPACED_WORDS)
    )
    + r")(?=[\s:：(（]|$)"
)
_SPACED_NUMBER = re.compile(r"(?<!\S)(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s{1,2}番(?:\s?(?:委員|議員))?(?=\s|$)")
# What stands in brackets is one word, its spaces included.
_NEXT_WORD = re.compile(r"[^\s(\[【]*[(\[【][^()\[\]【】]{1,40}[)\]】][^\s(\[【]*|\S+")
_SEAT_ALONE = re.compile(r"(?:議席)?(?:第\s?)?[0-9]{1,2}\s?番(?:委員|議員)?")
_NAME_PART = re.compile(r"[々ぁ-んァ-ヴー一-龥豈-﫿]{1,6}(?:君|氏)?")
_SECOND_SEAT = re.compile(rf"(?<=\S)\s{{2,}}(?=(?:{SEAT.pattern}|委員|議員|部員|〃)\s)")


def joined_seats(rows: Rows) -> Rows:
    """The rows of a list, those of one person joined that a page's columns came apart into: 1番 / 青野 / 一郎 / 2番 / 赤井和子."""
    if sum(_is_seat_alone(texts) for _, texts in rows) < 3:
        return rows
    joined: Rows = []
    parts = 0
    for row, texts in rows:
        if parts and _is_part_of_name(texts):
            joined[-1] = (joined[-1][0], [f"{joined[-1][1][0]} {texts[0]}"])
            parts -= 1
            continue
        parts = 2 if _is_seat_alone(texts) else 0
        joined.append((row, texts))
    return joined


def _is_seat_alone(texts: list[str]) -> bool:
    return len(texts) == 1 and _SEAT_ALONE.fullmatch(flat(texts[0]).strip()) is not None


def _is_part_of_name(texts: list[str]) -> bool:
    return len(texts) == 1 and _NAME_PART.fullmatch(flat(texts[0]).strip()) is not None and group_of(texts[0]) is None


def words_of(plain: str) -> Iterator[re.Match[str]]:
    """The words of a flat line in order, a seat or a seat's number printed letter by letter as one: 委　　員, 三　番."""
    place = 0
    while (start := _NEXT_WORD.search(plain, place)) is not None:
        spaced = _SPACED_SEAT.match(plain, start.start()) or _SPACED_NUMBER.match(plain, start.start())
        match = spaced if spaced is not None and not _goes_on(plain, spaced) else start
        yield match
        place = match.end()


def _goes_on(plain: str, spaced: re.Match[str]) -> bool:
    """事 務 局 長: the word goes on with a letter as far away as its own are."""
    gap = re.search(r"\s+", spaced[0])
    return gap is not None and re.match(rf"{gap[0]}[長次員](?:\s|$)", plain[spaced.end() :]) is not None


def close_seats(text: str) -> str:
    """A line with its seats' letters closed; letter-spaced people of two columns each on a line of their own."""
    closed = _SPACED_SEAT.sub(lambda match: squeeze(match[0]), text)
    if len(re.findall(r"(?<!\S)\S(?!\S)", closed)) < 4:
        return closed
    return "\n".join(_SECOND_SEAT.split(closed))
