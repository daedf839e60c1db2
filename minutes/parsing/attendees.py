"""Attendance: the rows under 出席者 and its like -> attendees. Imports people.py, lines.py, text.py, model.py.

Rules, after docs/parsed-minutes.md: a label below the heading 出席者 is the group, 出席委員 and the like are
groups themselves; the seat in brackets or before a name is the role; 課：係長 gives the affiliation; （代理） is
a proxy; head counts, seat numbers, （出席） and ほか are dropped; the absent are left out.
"""

from __future__ import annotations

import itertools
import re

from minutes.parsing.agenda import is_reference
from minutes.parsing.lines import Row
from minutes.parsing.model import Attendee
from minutes.parsing.people import (
    ABSENT,
    AUDIENCE,
    POST_END,
    SEAT,
    group_of,
    is_person,
    seat_in_brackets,
    seat_of,
    seat_of_person,
)
from minutes.parsing.text import BULLETS, close_letters, flat, squeeze, tidy

_GENERIC = re.compile(
    r"(?:会議)?出席者(?:等|氏名|名簿?|一覧)?|出席状況|出席者の?(?:状況|職?氏名)|参加者(?:名簿?)?|出席|委員等の出席状況|出席委員等?及び欠席委員等?|出欠席?(?:状況)?"
)
_BRACKETED_LABEL = re.compile(r"\s*(?P<open>[【\[<《〈(])\s*(?P<label>[^】\]>》〉()]{1,24})\s*[】\]>》〉)]\s*[::]?\s*")
_COLON_LABEL = re.compile(r"\s*(?P<label>[^::、。()]{1,20}(?:\([0-9 ]{1,4}[名人]\))?)\s*[::]\s*")
_SPACED_LABEL = re.compile(r"\s*(?P<label>\S(?:\S| (?=\S)){0,18}?)(?:\s+|(?=\())")
_LIST_WITH_COUNT = re.compile(r"(?P<label>[^\s()、]{1,12})\s?\((?P<names>[^()]{1,400})\)\s?[0-9]{0,3}\s?[名人]")
_COUNT = re.compile(
    r"[(\[]?\s?(?:計|合計|全員?|以上|外|他|ほか)?\s?[0-9]{1,3}\s?[名人](?:\s?中\s?[0-9]{1,3}\s?[名人])?(?:出席)?\s?[)\]]?"
)
_ORDER = re.compile(r"[(\[]?(?:[5五]十音順|50音順|敬称略|順不同|議席順|名簿順|[・、])+[)\]]?")
_PRESENT = re.compile(
    r"[(\[]\s?出席\s?[)\]]|[、\s]?(?:ほか|外|他)\s?(?:[0-9]{1,3}\s?[名人])?$|[(\[]\s?[0-9]{1,3}\s?番\s?[)\]]"
)
_SEAT_NUMBER = re.compile(
    r"^\s*(?:第?\s?[0-9]{1,3}\s?番(?:委員|議員)?|[(\[][0-9]{1,2}[)\]]|[0-9]{1,2}[.、]|[0-9]{1,2}(?=\s)|[①-⒇])\s*(?=\D)"
)
_LIST_NUMBER = re.compile(r"\s*(?:[0-9]{1,2}[.．、\s]|[(\[][0-9]{1,2}[)\]]|[①-⒇])\s*")
_SEAT_FIRST = re.compile(
    rf"(?P<seat>{SEAT.pattern}|委\s?員|部\s?員|議\s?員|会\s?員)\s?(?P<brackets>\((?P<inner>[^()]{{1,14}})\))?(?:\s*[::]\s*|\s+|(?<=\))\s*)(?P<name>\S.*)"
)
_PROXY = re.compile(r"[(\[][^()\[\]]{0,20}代理[^()\[\]]{0,20}[)\]]|代理出席")
_SECTION_END = re.compile(r"(?:課|室|部|局|係|所|館|センター|学校|グループ|担当|事務局|支所|病院|課ほか)$")
_NOT_NAMES = frozenset(["各委員", "出席", "なし", "全委員", "全員"])
_SENTENCE = re.compile(r"。|ました|している|により|※")


class AttendanceReader:
    """Reads attendance rows in order; `attendees` holds the people, `left` what is no attendee."""

    def __init__(self) -> None:
        self.attendees: list[Attendee] = []
        self.left: list[tuple[Row, str]] = []
        self._generic = True
        self._heading: str | None = None
        self._group: str | None = None
        self._role: str | None = None
        self._affiliation: str | None = None
        self._absent = False
        self._audience = False
        # Text of the group so far, still open to a line that the page's width broke.
        self._open: list[tuple[Row, list[str]]] = []
        self._last: Row | None = None
        # The label that opened the group, and how many had been read when it did.
        self._label_row: Row | None = None
        self._label_text = ""
        self._named = (0, 0)

    def heading(self, label: str) -> None:
        """A section heading: 出席者 (labels below it are the groups) or 出席委員, 事務局 (a group itself)."""
        self.close()
        word = re.sub(r"\s?[(（]?[0-9０-９]{1,3}\s?[名人][)）]?$", "", squeeze(label))
        self._generic = _GENERIC.fullmatch(word) is not None
        self._heading = word
        self._start_group(word if not self._generic else None)
        if self._generic:
            self._group = word

    def read(self, row: Row, cells: list[str]) -> None:
        """One row's cells (its label already cut off)."""
        cells = [close_letters(cell) for cell in cells if cell.strip()]
        if (
            len(cells) > 1
            and not self._names_a_group(cells[0])
            and not any(sign in "、，" for cell in cells for sign in cell)
        ):
            self._read_columns(row, cells)
            return
        for cell in cells:
            for part in cell.split("\n"):
                for piece in _at_group_labels(part):
                    self._read_text(row, piece)
        self._last = row

    def close(self) -> None:
        """The end of a group: what is open becomes attendees; a label without anybody below it stays to be seen."""
        for row, pieces in self._open:
            self._add(row, "".join(pieces))
        self._open = []
        if self._label_row is not None and self._named == (len(self.attendees), len(self.left)):
            self.left.append((self._label_row, self._label_text))
        self._label_row = None

    def _names_a_group(self, cell: str) -> bool:
        return group_of(_unbracketed(cell)) is not None

    def _read_columns(self, row: Row, cells: list[str]) -> None:
        """A table row of one person: number, name, post, attendance."""
        self.close()
        words = [squeeze(cell) for cell in cells]
        if any(word in ("欠席", "欠", "×") for word in words):
            self.left.append((row, " ".join(cells)))
            return
        kept = [
            cell
            for cell, word in zip(cells, words, strict=True)
            if word not in ("出席", "○", "出") and not word.isdecimal()
        ]
        if kept:
            self._add_entry(row, " ".join(kept))

    def _read_text(self, row: Row, text: str) -> None:
        plain = flat(text)
        if _LIST_WITH_COUNT.match(plain.strip()) and group_of(_LIST_WITH_COUNT.match(plain.strip())["label"]):  # type: ignore[index]
            self._read_counted(row, text.strip())
            return
        bulleted = plain.lstrip()[:1] in BULLETS
        label, rest = self._label(text)
        if label is not None:
            self._label_row, self._named = row, (len(self.attendees), len(self.left))
            self._last = None
            if rest.strip():
                self._extend(row, rest, bulleted)
            return
        self._extend(row, text, bulleted)

    def _label(self, text: str) -> tuple[str | None, str]:
        """The group label that a line opens with and the rest; the label's effect is applied."""
        start = len(text) - len(text.lstrip(BULLETS + " 　"))
        plain = flat(text)
        number = _LIST_NUMBER.match(plain, start)
        if number and group_of(re.split(r"[\s:]", plain[number.end() :])[0]):
            start = number.end()
        match = _BRACKETED_LABEL.match(plain, start)
        if (
            match
            and (match["open"] != "(" or group_of(match["label"]))
            and seat_in_brackets(match[0]) != squeeze(plain)
        ):
            return self._start_label(text[match.start("label") : match.end("label")], text[match.end() :])
        match = _COLON_LABEL.match(plain, start)
        if match:
            label = text[match.start("label") : match.end("label")]
            if self._is_group_here(label):
                return self._start_label(label, text[match.end() :])
            if _SECTION_END.search(squeeze(label)):
                self._label_row = None
                self.close()
                self._affiliation = self._label_text = tidy(label)
                return label, text[match.end() :]
            return None, text
        if self._is_group_here(text[start:]) or (self._generic and group_of(text[start:])):
            return self._start_label(text[start:], "")
        match = _SPACED_LABEL.match(plain, start)
        if match and match.end() < len(plain) and plain[match.end()] != "(":
            label = text[match.start("label") : match.end("label")]
            if self._is_group_here(label):
                return self._start_label(label, text[match.end() :])
        return None, text

    def _is_group_here(self, label: str) -> bool:
        """Whether a label is a group here: under 出席委員 a seat or 委員 before a name is its role instead."""
        group = group_of(label)
        return group is not None and (
            self._generic or not (seat_of(group) or group in ("委員", "部員", "議員", "会員"))
        )

    def _start_label(self, label: str, rest: str) -> tuple[str, str]:
        self.close()
        self._start_group(group_of(label) or tidy(label))
        self._label_text = label.strip()
        return label, rest

    def _start_group(self, group: str | None) -> None:
        self._group = group
        self._role = seat_of(group) if group else None
        self._affiliation = None
        self._absent = bool(group and ABSENT.search(group))
        self._audience = bool(group and AUDIENCE.search(group))
        self._last = None

    def _read_counted(self, row: Row, text: str) -> None:
        """委員 (甲・乙・丙各委員)7名 (50音順) 事務局(丁部長、戊次長)4名"""
        self.close()
        plain = flat(text)
        position = 0
        rest = []
        for match in _LIST_WITH_COUNT.finditer(plain):
            rest.append(plain[position : match.start()])
            position = match.end()
            self._start_group(group_of(match["label"]) or match["label"])
            names = re.sub(r"各(?:委員|議員|部員)$", "", text[match.start("names") : match.end("names")].strip())
            for name in re.split(r"[・、,，]", names):
                self._add_entry(row, name)
        rest.append(plain[position:])
        for part in rest:
            self._leave_unless_count(row, part)

    def _extend(self, row: Row, text: str, bulleted: bool) -> None:
        """A line of names: goes on with the line above it where the page's width broke that one."""
        broken = (
            self._last is not None
            and self._last.number != row.number
            and bool(self._open)
            and not bulleted
            and self._last.width >= 40
            and row.indent < 4
            and ("、" in self._open[-1][1][-1] or "、" in text)
        )
        if broken and not self._open[-1][1][-1].endswith(("、", "，")):
            self._open[-1][1].append(text.strip())
        else:
            self._open.append((row, [text.strip()]))

    def _add(self, row: Row, text: str) -> None:
        if is_reference(text) or (_SENTENCE.search(flat(text)) and not re.search(r"[、,]", text[:30])):
            self.left.append((row, text))
            return
        for entry in split_names(text):
            self._add_entry(row, entry)

    def _add_entry(self, row: Row, entry: str) -> None:
        text = entry.strip().strip(BULLETS).strip()
        plain = flat(text)
        if self._absent or self._audience or "欠席" in text:
            if text:
                self.left.append((row, f"{self._group or ''} {text}".strip()))
            return
        for pattern in (_COUNT, _SEAT_NUMBER, _PRESENT, _ORDER):
            match = pattern.search(plain)
            if match and not (pattern is _SEAT_NUMBER and len(plain) == match.end()):
                text = (text[: match.start()] + " " + text[match.end() :]).strip()
                plain = flat(text)
        if not text or squeeze(plain) in _NOT_NAMES or not any(sign.isalnum() for sign in text):
            return
        role = (
            seat_in_brackets(text)
            or self._role
            or seat_of(text)
            or (None if self._group == "事務局" else seat_of_person(text))
        )
        match = _SEAT_FIRST.fullmatch(plain)
        if match:
            seat = seat_of(match["seat"])
            role = (seat_of(match["inner"]) if match["inner"] else None) or seat or role
            if match["brackets"] is None or seat_of(match["inner"]):
                text = text[match.start("name") :]
                text = text[len(number[0]) :] if (number := _SEAT_NUMBER.match(flat(text))) else text
        self.attendees.append(
            Attendee(self._group, _person(text), role, self._affiliation, _PROXY.search(plain) is not None)
        )

    def _leave_unless_count(self, row: Row, text: str) -> None:
        rest = _ORDER.sub("", _COUNT.sub("", text)).strip(" 、・|")
        if rest:
            self.left.append((row, rest))


_INLINE_LABEL = re.compile(r"(?:^|(?<=\s))[(【\[](?P<label>[^()【】\[\]]{1,12})[)】\]](?=\s*[^\s(])")


def _at_group_labels(text: str) -> list[str]:
    """One line with several groups cut before each: （部会長）甲野　（委員）乙野、丙野."""
    plain = flat(text)
    cuts = [match.start() for match in _INLINE_LABEL.finditer(plain) if group_of(match["label"])]
    if not cuts:
        return [text]
    bounds = sorted({0, *cuts, len(text)})
    return [text[left:right] for left, right in itertools.pairwise(bounds) if text[left:right].strip()]


def split_names(text: str) -> list[str]:
    """The entries of one line of names: parted by 、, by ） before a further post, or by columns of space."""
    if re.search(r"[、，,;；]", text):
        return [name for part in _outside_brackets(text, "、，,;；") for name in _after_brackets(_close_up(part))]
    parts = _before_seats(text)
    return [name for part in parts for name in _columns(part)]


def _outside_brackets(text: str, separators: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for position, sign in enumerate(text):
        if sign in "（([":
            depth += 1
        elif sign in "）)]" and depth:
            depth -= 1
        elif sign in separators and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    return [part for part in [*parts, text[start:]] if part.strip()]


def _close_up(entry: str) -> str:
    """Spaces that broke a post in two are dropped (保 健福祉部長), those between post and person stay."""
    words = entry.split()
    if len(words) < 2 or POST_END.search(flat(words[0])):
        return entry.strip()
    return "".join(words) if is_person("".join(words)) else " ".join(words)


def _after_brackets(entry: str) -> list[str]:
    """甲部長（副本部長）乙部長 is two posts, though the 、 is missing."""
    match = re.match(r"[^（(]{2,30}[（(][^（()）]{1,20}[)）](?=[^\s)）])", entry)
    if match and is_person(entry[match.end() :]) and len(entry) - match.end() >= 3:
        return [entry[: match.end()], *_after_brackets(entry[match.end() :])]
    return [entry]


_SEAT_WORD = re.compile(rf"(?:^|(?<=[\s]))(?=(?:(?:{SEAT.pattern}|委員|事務局)[\s(:]|[0-9]{{1,3}}番\s))")


def _before_seats(text: str) -> list[str]:
    """委員長 甲野太郎　委員 乙野次郎: an entry begins before each seat word."""
    plain = flat(text)
    cuts: list[int] = []
    for match in _SEAT_WORD.finditer(plain):
        # 会長　10番　甲野: the seat's number goes with the seat
        if not (cuts and plain[match.start()].isdecimal() and _is_seat_word(plain[cuts[-1] : match.start()])):
            cuts.append(match.start())
    if len(cuts) < 2:
        return [text]
    bounds = sorted({0, *cuts, len(text)})
    return [text[left:right].strip() for left, right in itertools.pairwise(bounds) if text[left:right].strip()]


def _is_seat_word(text: str) -> bool:
    word = squeeze(text)
    return seat_of(word) is not None or word in ("委員", "議員")


def _columns(text: str) -> list[str]:
    words = text.split()
    if len(words) < 2:
        return [text.strip()] if text.strip() else []
    bare = [squeeze(word) for word in words]
    if all(len(word) > 2 and word.endswith(("君", "氏", "さん", "委員", "議員", "部員")) for word in bare):
        return words
    if all(POST_END.search(word) and len(word) <= 16 for word in bare):
        return words
    posts = [index for index, word in enumerate(bare) if POST_END.search(word)]
    if (
        len(posts) > 1
        and posts[0] == 0
        and all(right - left > 1 for left, right in itertools.pairwise([*posts, len(words)]))
    ):
        return [" ".join(words[left:right]) for left, right in itertools.pairwise([*posts, len(words)])]
    wide = [part.strip() for part in re.split(r"　{1,}|\s{2,}|\t", text.strip()) if part.strip()]
    if len(wide) > 1 and all(_is_name(part) for part in wide):
        return wide
    if len(words) > 2 and all(len(word) <= 3 and not is_person(word) for word in bare):
        if len(words) % 2 == 0 and all(len(word) <= 2 or index % 2 for index, word in enumerate(bare)):
            return [f"{words[index]} {words[index + 1]}" for index in range(0, len(words), 2)]
        return words
    if all(3 <= len(word) <= 6 and not is_person(word) and not word.isascii() for word in bare):
        return words
    return [text.strip()]


def _is_name(text: str) -> bool:
    """A full name: 3 to 6 characters in one piece, or surname and given name with one space."""
    words = text.split(" ")
    if len(words) == 2:
        return all(1 <= len(word) <= 4 for word in words) and not is_person(squeeze(text))
    return len(words) == 1 and 3 <= len(text) <= 6 and not is_person(text)


def _person(text: str) -> str:
    """The entry with the space inside a person's name closed: 教育次長 甲野 太郎 -> 教育次長 甲野太郎."""
    words = text.split()
    if len(words) > 1 and words[-1] in ("君", "氏", "様"):
        words[-2:] = ["".join(words[-2:])]
    if len(words) >= 2 and all(1 <= len(word) <= 4 for word in words[-2:]) and not is_person(words[-2]):
        words[-2:] = ["".join(words[-2:])]
    if len(words) > 2 and all(len(word) == 1 for word in words):
        return "".join(words)
    return tidy_spaces(words)


def tidy_spaces(words: list[str]) -> str:
    """The words with single spaces between them."""
    return " ".join(words)


def _unbracketed(text: str) -> str:
    return text.strip().strip("【】[]［］〔〕<>＜＞《》〈〉()（）:： 　")
