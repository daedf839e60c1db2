"""Attendance: the rows under 出席者 and its like -> attendees.

Rules, after docs/parsed-minutes.md: a label below the heading 出席者 is the group, 出席委員 and the like are
groups themselves; the seat in brackets or before a name is the role; 課：係長 gives the affiliation; （代理） is
a proxy; head counts, seat numbers, （出席） and ほか are dropped; the absent are left out.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from minutes.parsing.label_words import composed_field
from minutes.parsing.labels import LABELS
from minutes.parsing.lines import PrintedLine
from minutes.parsing.list_furniture import is_reference
from minutes.parsing.model import Attendee
from minutes.parsing.names import close_names, names_one_person, person_of, split_names
from minutes.parsing.people import (
    ABSENT,
    AUDIENCE,
    GROUPS,
    SEAT,
    group_of,
    is_person,
    seat_in_brackets,
    seat_of,
    seat_of_person,
)
from minutes.parsing.text import BULLETS, close_letters, flat, squeeze, tidy

_GENERIC = re.compile(
    r"(?:会議)?出席者(?:等|氏名|名簿?|一覧)?(?:[(（](?:敬称略|順不同|五十音順|50音順)[)）])?|出席状況|出席者の?(?:状況|職?氏名)|参加者(?:名簿?)?|出席|(?:会議に)?出席した者|委員等の出席状況|出席(?:委員|議員|者)等?(?:及び|並びに|・|、|と)欠席(?:委員|議員|者)等?|出欠席?(?:状況)?"
)
_BRACKETED_LABEL = re.compile(r"\s*(?P<open>[【\[<《〈(])\s*(?P<label>[^】\]>》〉()]{1,24})\s*[】\]>》〉)]\s*[::]?\s*")
_COLON_LABEL = re.compile(r"\s*(?P<label>[^::、。()]{1,20}(?:\([0-9 ]{1,4}[名人]\))?)\s*[::]\s*")
_SPACED_LABEL = re.compile(r"\s*(?P<label>\S(?:\S| (?=\S)){0,18}?)(?:\s+|(?=\())")
_GROUP_AND_NAMES = re.compile(
    r"[\s・○-]*(?P<label>[^\s()、:]{2,12})\s?(?:[0-9]{1,3}\s?[名人])?\s?\((?P<names>[^、]{2,}、.*)\)\s*(?:[0-9]{1,3}\s?[名人])?\s*"
)
_LIST_WITH_COUNT = re.compile(r"(?P<label>[^\s()、]{1,12})\s?\((?P<names>[^()]{1,400})\)\s?[0-9]{0,3}\s?[名人]")
_COUNT = re.compile(
    r"[(\[]?\s?(?:計|合計|全員?|以上|外|他|ほか)?\s?(?:[0-9]{1,3}|(?<![^\s(])[一二三四五六七八九十]{1,4}(?=名\s*$))\s?[名人](?:\s?中\s?[0-9]{1,3}\s?[名人])?(?:出席)?\s?[)\]]?"
)
# 青葉審議会委員13名（甲野委員は欠席）: how many, not who.
_HEAD_COUNT = re.compile(
    r"[^\s、()]{0,30}(?:委員|議員|構成員|会員)\s?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?[名人]\s*(?:\([^()]*欠席|傍聴)"
)
# 丙野三郎（委員14人中12人出席）
_COUNT_IN_BRACKETS = re.compile(
    r"[(\[](?:午[前後]|委員|議員|部員|会員|構成員|総数|定数|現員|数|合?計|全員?|うち|出席者?|\s)*[0-9]{1,3}\s?[名人]"
    r"(?:中|のうち|出席者?|欠席者?|委員|午[前後]|[0-9]{1,3}\s?[名人]|[、,\s])*[)\]]"
)
# The last column of a table: who was there and who was not.
_STATE = re.compile(r"(?P<entry>\S.*?)\s+(?:(?P<there>出席|出|○|〇|◯|●|途中出席|途中退席|遅参)|欠席|欠|×|✕)\s*")
_STATE_CELL = re.compile("出席|欠席|出|欠|[○〇◯●×✕△]|途中出席|途中退席|遅参")
# （議長 青野一郎 同席）: a remark in the list, no member of it
_REMARK_ALONE = re.compile(r"\([^()]{2,40}(?:同席|陪席|遅参|早退|途中(?:出席|退席))\)")
# （委員名は公表後に掲載）
_WITHHELD = re.compile(r"(?:[0-9]{1,3}\s?[名人])?\s*\([^()]*(?:公表|掲載|非公開|別紙|名簿|省略)[^()]*\)")
_STARRED = re.compile(r"\s*※\s?(?P<seat>\S{2,8})\s*$")
_ABSENT_ALONE = re.compile(r"[(【\[]?欠席[)】\]]?:?")
_ABSENT_SIGN = re.compile(r"\s*[×✕]\s*(?=\S)")
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
_SAME = re.compile(r"(?<!\S)〃\s*|^\s*(?:同|同上|々)\s+")
# ◎青野一郎　　○赤井和子　　石森健: who chairs, by a sign before the name
_SIGNED = re.compile(r"(?<=\s)[◎○〇●](?=[^\s◎○〇●])")
_ORDER = re.compile(
    r"[(\[]?[・、]?(?:[5五]十音順|50音順|敬称略|順不同|議席順|名簿順)(?:[・、]|[5五]十音順|50音順|敬称略|順不同|議席順|名簿順)*[)\]]?"
)
_ORDER_BEHIND = re.compile(
    r"\s*[(\[](?:[5五]十音順|50音順|敬称略|順不同|(?:議席|名簿|役職|アイウエオ)順|[、・,\s])+[)\]]\s*[:：]?\s*$"
)
_PRESENT = re.compile(
    r"[(\[]\s?出席\s?[)\]]|[、\s]?(?:ほか|外|他)\s?(?:委員|議員|関係職員)?\s?(?:[0-9]{1,3}\s?[名人])?$|[(\[]\s?[0-9]{1,3}\s?番\s?[)\]]"
)
_SEAT_NUMBER = re.compile(
    r"^\s*(?:第?\s?[0-9]{1,3}\s?番(?:委員|議員)?|[(\[][0-9]{1,2}[)\]]|[0-9]{1,2}[.、]|[0-9]{1,2}(?=\s)|[①-⒇])\s*(?=\D)"
)
# 秘書課職員3名: people whose number is all that is told of them
_SEVERAL = re.compile(
    r"[^\s、(]+(?:職員|社員|担当者?|係員|\(株\)|㈱|会社|課員|スタッフ|[課室係局])(?:[0-9]{1,2})[名人]"
)
_FIRST_WORD = re.compile(r"(?P<label>[^\s、:()0-9]{2,10})\s+(?=\S)")
_LIST_DASH = re.compile(r"^\s*[-‐－]\s+")
_LIST_NUMBER = re.compile(r"\s*(?:[0-9]{1,2}[.．、\s]|[(\[][0-9]{1,2}[)\]]|[①-⒇])\s*")
_SEAT_FIRST = re.compile(
    rf"(?P<seat>{SEAT.pattern}|委\s?員|部\s?員|議\s?員|会\s?員)\s?(?P<brackets>\((?P<inner>[^()]{{1,14}})\))?(?:\s*[::]\s*|\s+|(?<=\))\s*)(?P<name>\S.*)"
)
# 会長青野和子: a seat glued to the name. What goes on as a word of its own (会長代理, 委員会) is no name.
_SEAT_GLUED = re.compile(
    rf"(?:[0-9]{{1,2}}[.．、\s]\s*)?(?P<seat>{SEAT.pattern}|委員|理事|監事)(?![会長部課室局側外名氏出以紹のはにがをもで])(?P<name>[一-龥々ぁ-んァ-ヴー]{{1,6}}(?:[ 　]{{1,3}}[一-龥々ぁ-んァ-ヴー]{{1,4}})?(?:君|氏|さん)?)"
)
_AFFILIATED = re.compile(r"\((?P<section>[^()]{2,16}(?:課|室|係|局|部|所|支所|センター))\)(?=[^\s、。(])")
_ABSENT_NOTE = re.compile(r"[(（][^()（）]{1,60}欠席[^()（）]{0,20}[)）]")
_ALL_OF = re.compile(r"の?各(?:委員|議員|部員|構成員|関係者|参考人)$")
# Offices that head the names of their people; a section (総務課) alone is an entry itself.
_ORGANISATION = re.compile(
    r"[^\s、。:;(]{1,16}(?:省|庁|役所|役場|[^\s、。:;(][都道府県市区町村]|事務局|審議委員|審議会委員|協議会委員|委員会委員|事業者|受託者|大学|研究所|公社|機構|協会|株式会社|有限会社)|株式会社[^\s、。:;(]{1,16}"
)
_SUBSECTION = re.compile(r"[^\s、。:;()]{1,14}(?:部|局|支所|本部|センター|課|室)")
# 事務局 （市民部長）甲野太郎: the post in brackets before the name
# コンサルタント：霞浜リサーチ・センター: a firm alone is an entry.
_FIRMS = re.compile("コンサル|受託|業者|支援")
_POST_FIRST = re.compile(r"\([^()]{1,30}\)[^\s()、。]{2}")
_SEATED_BRACKET = re.compile(r"(?P<label>[^\s()]{2,8})\s*\((?P<inner>[^()]{2,16})\)")
_ALONE_IN_BRACKETS = re.compile(r"\((?P<inner>[^()]{2,16})\)")
# Posts that are a word of the entry, not its group: 書記　甲野太郎
_POST_GROUPS = frozenset(["書記", "幹事", "理事", "監事", "庶務", "職員", "記録"])
# 市民：, 関係行政機関：: among 学識経験者：
_CLASS_OF_MEMBERS = re.compile(
    r"[^\s、。()]{0,12}(?:者|市民|民|関係|機関|団体|代表|委員|員|公募|推薦|議会|分野|組合|企業|業界|住民|市民|町民|村民|区民)"
)
_MEMBERS = ("委員", "部員", "議員", "会員", "構成員")
_GROUP_FIRST = re.compile(r"(?P<group>[^\s:()]{2,10})(?:\s*:\s*|\s+)(?P<rest>\S.*)")
_SEAT_STARTS = tuple("会委副座議部理監本幹分小組班教仮臨前新主職")
_OUTSIDE = re.compile(r"地方自治法|委嘱を受け|出席を求め|委員外|説明|執行|理事者|当局|事務局")
# （職務代理者） is a seat.
_PROXY = re.compile(
    r"[(\[](?![^()\[\]]{0,16}(?:職務|会長|長)代理者?[)\]])[^()\[\]]{0,20}代理[^()\[\]]{0,20}[)\]]|[(\[]代[)\]]|代理出席"
)
_SECTION_END = re.compile(r"(?:課|室|部|局|係|所|館|センター|学校|グループ|担当|事務局|支所|病院|課ほか)$")
# 出席並びに欠席委員, 出欠状況: those present and those absent in one list
_BOTH = re.compile("出席|出欠")
_NOBODY = frozenset(["なし", "無し", "無", "（なし）", "(なし)", "該当なし"])
_NOT_NAMES = frozenset(["各委員", "出席", "なし", "全委員", "全員"])
_SENTENCE = re.compile(r"。|ました|している|により|※")


class AttendanceReader:
    """Reads attendance rows in order; `attendees` holds the people, `left` what is no attendee."""

    def __init__(self) -> None:
        self.attendees: list[Attendee] = []
        self.left: list[tuple[PrintedLine, str]] = []
        # Of these what is understood and has no field: who was absent, who listened, how many they were.
        self.understood: set[tuple[int, str]] = set()
        # The seats that signs before names stand for.
        self.signs: dict[str, str] = {}
        self._following = ""
        self._bracket = ""
        self._glues = False
        # Whether a group's label ended with a colon: further ones do so too.
        self._colons = False
        self._commas = False
        self._generic = True
        self._counts_groups = False
        self._heading: str | None = None
        self._group: str | None = None
        self._role: str | None = None
        self._affiliation: str | None = None
        self._absent = False
        self._audience = False
        # Text of the group so far, still open to a line that the page's width broke.
        self._open: list[tuple[PrintedLine, list[str]]] = []
        self._last: PrintedLine | None = None
        # The label that opened the group, and how many had been read when it did.
        self._label_row: PrintedLine | None = None
        self._label_text = ""
        self._named = (0, 0)

    def heading(self, label: str, row: PrintedLine) -> None:
        """A section heading: 出席者 (labels below it are the groups) or 出席委員, 事務局 (a group itself)."""
        self.close()
        if label not in LABELS and _GENERIC.fullmatch(squeeze(label)) is None:
            # A word of the document's own, which must stand somewhere: as a group or to be seen.
            self._label_row, self._label_text, self._named = row, label, (len(self.attendees), len(self.left))
        word = re.sub(r"\s?[(（]?[0-9０-９]{1,3}\s?[名人][)）]?$", "", squeeze(label))
        self._generic = _GENERIC.fullmatch(word) is not None
        self._counts_groups = self._colons = False
        self._heading = word
        self._start_group(word if not self._generic else None)
        if self._generic:
            self._group = word

    def read(self, row: PrintedLine, cells: list[str], following: str = "") -> None:
        """One row's cells (its label already cut off); `following` is the next row of the list."""
        self._following = flat(following[:200])
        # The names of letter-spaced lines are parted by commas of ours.
        self._commas = "、" in row.text or (self._last is not None and "、" in self._last.text)
        cells = [close_letters(close_names(_close_seats(_LIST_DASH.sub("", cell)))) for cell in cells if cell.strip()]
        if len(cells) > 1 and _STATE_CELL.fullmatch(squeeze(cells[-1])):
            self.close()
            self._read_columns(row, cells)
            return
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

    def _read_columns(self, row: PrintedLine, cells: list[str]) -> None:
        """A table row of one person: number, name, post, attendance."""
        self.close()
        words = [squeeze(cell) for cell in cells]
        if any(word in ("欠席", "欠", "×", "✕") for word in words):
            self.left.append((row, " ".join(cells)))
            return
        kept = [
            cell
            for cell, word in zip(cells, words, strict=True)
            if not _STATE_CELL.fullmatch(word) and not word.isdecimal()
        ]
        if kept:
            self._add_entry(row, " ".join(kept))

    def _read_text(self, row: PrintedLine, text: str) -> None:
        plain = flat(text)
        if (state := _STATE.fullmatch(plain)) and not re.search("[、,]", plain):
            self._read_state(row, text[: state.end("entry")], there=state["there"] is not None)
            return
        if _LIST_WITH_COUNT.match(plain.strip()) and group_of(_LIST_WITH_COUNT.match(plain.strip())["label"]):  # type: ignore[index]
            self._read_counted(row, text.strip())
            return
        bulleted = plain.lstrip()[:1] in BULLETS
        if (held := _GROUP_AND_NAMES.fullmatch(plain)) is not None and group_of(held["label"]):
            # 事務局(青野館長、赤井主事)
            self._start_label(text[slice(*held.span("label"))], "")
            self._label_row, self._named = row, (len(self.attendees), len(self.left))
            self._extend(row, text[slice(*held.span("names"))], bulleted=True)
            return
        label, rest = self._label(text)
        if label is not None:
            self._label_row, self._named = row, (len(self.attendees), len(self.left))
            self._last = None
            section = _SUBSECTION.fullmatch(
                squeeze(flat(rest)).strip("【】[]<>○◯〇●・")
            ) or _ALONE_IN_BRACKETS.fullmatch(flat(rest))
            last = not self._following.strip() or _LIST_NUMBER.match(self._following) is not None
            if rest.strip() and section and not last and not (self._group and _FIRMS.search(self._group)):
                # 市執行部 【財務部】: the section that the people below are of
                self._label_row = None
                self._enter_section(row, rest)
            elif rest.strip():
                self._extend(row, rest, bulleted)
            return
        if (
            self._group is not None
            and bulleted
            and self._following[:1] == "("
            and _SUBSECTION.fullmatch(plain.strip(" " + BULLETS))
        ):
            # ○企画部 / （行政課）甲野部長: a section above the names of its sections
            self.close()
            self.left.append((row, text.strip()))
            return
        if self._is_section_alone(plain):
            # （若葉町）, 【財務部】: where the people below come from
            self._enter_section(row, text)
            return
        affiliated = _AFFILIATED.match(plain)
        if affiliated and is_person(re.split("、", text[affiliated.end() :])[0]):
            self.close()
            self._affiliation = tidy(text[affiliated.start("section") : affiliated.end("section")])
            text = text[affiliated.end() :]
        self._extend(row, text, bulleted)

    def _names_follow(self) -> bool:
        """Whether the line below lists people: a label with a colon and nothing behind it heads them."""
        names = re.split("[、,]", self._following)
        return len(names) > 1 and is_person(names[0].strip()) and is_person(names[1].strip() or names[0].strip())

    def _is_section_alone(self, plain: str) -> bool:
        """Whether a line is but the section or town of the people below it, in brackets."""
        match = _BRACKETED_LABEL.fullmatch(plain.strip())
        if match is None or self._group is None or self._absent:
            return False
        word = squeeze(match["label"])
        if match["open"] == "(":
            return _ORGANISATION.fullmatch(word) is not None or _SUBSECTION.fullmatch(word) is not None
        return not self._generic and group_of(word) is None and _SUBSECTION.fullmatch(word) is not None

    def _enter_section(self, row: PrintedLine, text: str) -> None:
        self.close()
        self._affiliation = self._label_text = tidy(_unbracketed(text).strip(BULLETS + " 　"))
        self._label_row, self._named = row, (len(self.attendees), len(self.left))

    def _read_state(self, row: PrintedLine, text: str, *, there: bool) -> None:
        """委員長　青野和子　出席: one person of a table, whose first words are the seat and no group."""
        self.close()
        if not there:
            self._set_aside(row, f"{text} 欠席")
            return
        words = text.split()
        if len(words) > 2 and words[0] in GROUPS and seat_of(words[1]):
            # オブザーバー　議長　甲野太郎
            text = " ".join(words[1:])
        self._add_entry(row, text)

    def _label(self, text: str) -> tuple[str | None, str]:
        """The group label that a line opens with and the rest; the label's effect is applied."""
        start = len(text) - len(text.lstrip(BULLETS + " 　"))
        plain = flat(text)
        number = _LIST_NUMBER.match(plain, start)
        if number and group_of(re.split(r"[\s:(]", plain[number.end() :].lstrip())[0]):
            start = number.end()
            self._counts_groups = self._generic
        elif number and self._counts_groups and self._is_counted_group(plain[number.end() :]):
            return self._start_label(text[number.end() :], "")
        elif number and self._counts_groups and (first := _FIRST_WORD.match(plain, number.end())) is not None:
            # （2）申請団体　甲社、乙社 behind （1）委員
            return self._start_label(text[slice(*first.span("label"))], text[first.end() :])
        remark = _ORDER_BEHIND.search(plain)
        if remark and remark.start() > start and self._is_group_here(text[start : remark.start()]):
            # 懇談会構成員（敬称略、五十音順）
            return self._start_label(text[start : remark.start()], "")
        match = _BRACKETED_LABEL.match(plain, start)
        if match and self._is_section_here(match, plain):
            self.close()
            self._affiliation = tidy(text[match.start("label") : match.end("label")])
            self._label_row = None
            return text[: match.end()], text[match.end() :]
        if match and self._is_bracket_label(match, plain):
            self._bracket = match["open"]
            return self._start_label(text[match.start("label") : match.end("label")], text[match.end() :])
        match = _COLON_LABEL.match(plain, start)
        if match:
            label = text[match.start("label") : match.end("label")]
            words = label.split()
            if len(words) == 2 and self._is_group_here(words[0]) and _SECTION_END.search(words[1]):
                # 事務局　緑化課：課長、主査
                self._start_label(words[0], "")
                self._label_row, self._affiliation, self._label_text = None, words[1], tidy(label)
                return label, text[match.end() :]
            if self._is_group_here(label) or (
                self._colons and not self._absent and _CLASS_OF_MEMBERS.fullmatch(squeeze(label))
            ):
                self._colons = True
                return self._start_label(label, text[match.end() :])
            if not text[match.end() :].strip() and self._names_follow():
                # 緑地省：/ 青野課長、赤井室長
                return self._start_label(label, "")
            if _SECTION_END.search(squeeze(label)):
                self._label_row = None
                self.close()
                self._affiliation = self._label_text = tidy(label)
                return label, text[match.end() :]
            return None, text
        if _ABSENT_ALONE.fullmatch(squeeze(plain[start:])):
            return self._start_label("欠席者", "")
        if self._is_group_here(text[start:]) or (group_of(text[start:]) and (self._generic or self._is_seat_above())):
            return self._start_label(text[start:], "")
        match = _SEATED_BRACKET.fullmatch(plain[start:].strip())
        if match and self._is_group_here(match["label"]) and _ORGANISATION.fullmatch(match["inner"]):
            # 委員（若葉町）: the members from there; the group is the first word
            return self._start_label(match["label"], f"({match['inner']})")
        if self._heads_names(plain[start:]):
            return self._start_label(text[start:], "")
        match = _SPACED_LABEL.match(plain, start)
        if match and match.end() < len(plain) and (plain[match.end()] != "(" or _POST_FIRST.match(plain, match.end())):
            label = text[match.start("label") : match.end("label")]
            if self._is_group_here(label) and not self._is_post_here(label, plain[match.end() :]):
                return self._start_label(label, text[match.end() :])
        return None, text

    def _is_bracket_label(self, match: re.Match[str], plain: str) -> bool:
        """【委員】; （委員）; （青葉市） where the list's labels stand alone in round brackets; no seat behind a name."""
        if seat_in_brackets(match[0]) == squeeze(plain):
            return False
        if match["open"] == "(" and seat_of(match["label"]) and re.search("[、,]", plain[match.end() :]):
            # （会長）甲野花子、乙野次郎: the seat of the first of them
            return False
        if match["open"] != "(" or group_of(match["label"]) is not None:
            return True
        if self._bracket == "(" and is_person(re.split(r"[\s、,]", plain[match.end() :])[0]):
            # （センター）青野所長 behind （委員）
            return True
        return (
            self._bracket == "("
            and not plain[match.end() :].strip()
            and _ORGANISATION.fullmatch(match["label"]) is not None
        )

    def _is_section_here(self, match: re.Match[str], plain: str) -> bool:
        """[港湾局]甲野局長、乙野次長 under 理事者, where the group is known: the section that the names behind it are of."""
        return (
            match["open"] != "("
            and not self._generic
            and self._group is not None
            and plain[match.end() :].strip() != ""
            and group_of(match["label"]) is None
            and _SUBSECTION.fullmatch(match["label"].strip()) is not None
        )

    def _is_counted_group(self, plain: str) -> bool:
        """（3）霞浜省 behind （1）構成員 and （2）オブザーバー, names below: a group too, whatever its name."""
        return not re.search("[、,:]", plain) and 2 <= len(squeeze(plain)) <= 20 and bool(self._following.strip())

    def _is_seat_above(self) -> bool:
        """Whether a seat alone on its line heads the names below it: 会長 / 青野 和子 / 委員 / 赤井 実."""
        following = squeeze(self._following)
        return bool(following) and group_of(following) is None and not self._absent

    def _heads_names(self, plain: str) -> bool:
        """Whether a line is an office alone above the names of its people: 青葉市役所 / 甲野部長、乙野課長."""
        word = squeeze(plain)
        return (
            _ORGANISATION.fullmatch(word) is not None
            and (self._heading != "事務局")
            and ("、" in self._following or self._following[:1] in BULLETS or group_of(self._following) is not None)
            and self._following[:1] != ""
        )

    def _is_post_here(self, label: str, rest: str) -> bool:
        """書記　甲野太郎 under 事務局, ・公募委員　乙野花子 under 【委員】: a post before one name, not a group."""
        word = squeeze(label)
        if self._group is None or (self._generic and self._group == self._heading):
            return False
        one = "、" not in rest and "," not in rest
        if self._bracket and one and self._generic and seat_of(word) and seat_of(self._group) is None:
            # 教育長　青野貞子 under （構成員）, where the groups' labels stand in brackets
            return self._group != self._heading
        return one and (word in _POST_GROUPS or (word.endswith("委員") and self._group == "委員" and word != "委員"))

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
        self._absent = bool(group and ABSENT.search(group) and not _BOTH.search(group))
        self._audience = bool(group and AUDIENCE.search(group))
        self._last = None

    def _read_counted(self, row: PrintedLine, text: str) -> None:
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

    def _extend(self, row: PrintedLine, text: str, bulleted: bool) -> None:
        """A line of names: goes on with the line above it where the page's width broke that one."""
        broken = (
            self._last is not None
            and self._last.number != row.number
            and bool(self._open)
            and not bulleted
            and text.lstrip()[:1] not in ("(", "（")
            and self._last.width >= 40
            and row.indent < 4
            and self._commas
            and not names_one_person(text)
        )
        if broken and not self._open[-1][1][-1].endswith(("、", "，")):
            self._open[-1][1].append(text.strip())
        else:
            self._open.append((row, [text.strip()]))

    def _add(self, row: PrintedLine, text: str) -> None:
        if squeeze(text) in _NOBODY and (self._label_row is None or composed_field(squeeze(self._label_text))):
            return
        if is_reference(text) or (
            _SENTENCE.search(flat(_STARRED.sub("", text))) and not re.search(r"[、,]", text[:30])
        ):
            self.left.append((row, f"{self._label_text} {text}" if self._label_row is not None else text))
            return
        if "欠席" in text:
            # 甲野、乙野の各委員（丙野副委員長は欠席）
            for note in _ABSENT_NOTE.findall(text):
                self._set_aside(row, note)
            text = _ABSENT_NOTE.sub("", text)
        text = _ALL_OF.sub("", text.strip())
        if (count := _LEADING_COUNT.match(flat(text))) is not None:
            text = text[count.end() :]
        parts = _SAME.split(text)
        if _SIGNED.search(text) and not re.search("[、，]", text):
            parts = [name for part in parts for name in re.split(r"\s{2,}|\s+(?=[◎○〇●])", part.strip())]
        for part in parts:
            for entry in [part] if names_one_person(part) else split_names(part):
                self._add_entry(row, entry)

    def _set_aside(self, row: PrintedLine, text: str) -> None:
        self.left.append((row, text))
        self.understood.add((row.key, text))

    def _add_entry(self, row: PrintedLine, entry: str) -> None:
        signed = self.signs.get(entry.strip()[:1])
        text = entry.strip().strip(BULLETS).strip()
        plain = flat(text)
        if _HEAD_COUNT.match(plain) or _REMARK_ALONE.fullmatch(plain) or _WITHHELD.fullmatch(plain):
            self._set_aside(row, text)
            return
        if self._absent or self._audience or "欠席" in text or _ABSENT_SIGN.match(plain):
            if text:
                self._set_aside(row, f"{self._group or ''} {text}".strip())
            return
        if (inner := self._inner_group(plain)) is not None:
            self._start_group(squeeze(inner["group"]))
            text, plain = text[inner.start("rest") :], plain[inner.start("rest") :]
        numbered = _SEAT_NUMBER.match(plain) is not None
        for pattern in (_COUNT_IN_BRACKETS, _COUNT, _SEAT_NUMBER, _PRESENT, _ORDER):
            match = pattern.search(plain)
            if pattern is _COUNT and _SEVERAL.fullmatch(plain) and group_of(plain) is None:
                continue
            if match and not (pattern is _SEAT_NUMBER and len(plain) == match.end()):
                text = (text[: match.start()] + " " + text[match.end() :]).strip()
                plain = flat(text)
        if not text or squeeze(plain) in _NOT_NAMES or not any(sign.isalnum() for sign in text):
            return
        star = _STARRED.search(plain)
        if star and (starred := seat_of(star["seat"])):
            # 青野一郎（霞浜大学 教授）※会長
            text, plain = text[: star.start()], plain[: star.start()]
        else:
            starred = None
        if numbered and _LETTERS_OF_NAME.fullmatch(plain) and len(squeeze(plain)) <= 7:
            text = squeeze(text)
            plain = flat(text)
        role = (
            starred
            or signed
            or seat_in_brackets(text)
            or self._role
            or (None if self._group == "事務局" else seat_of(text))
            or (None if self._group == "事務局" else seat_of_person(text))
        )
        glued = self._glued_seat(plain)
        if glued:
            seat = seat_of(glued["seat"])
            if self._generic:
                self._group, self._role = glued["seat"], seat
            role = seat or (glued["seat"] if glued["seat"] != "委員" else None)
            text = text[glued.start("name") :]
            plain = flat(text)
        match = None if glued or self._is_outside() else _SEAT_FIRST.fullmatch(plain)
        if match:
            seat = seat_of(match["seat"])
            if self._generic and self._group != self._heading and seat_of(self._group or ""):
                # 会長　青野和子、副会長　赤井実、委員　白川花: each pair of a line has a post of its own
                self._start_group(squeeze(match["seat"]))
                role = None
            role = (seat_of(match["inner"]) if match["inner"] else None) or seat or role
            if match["brackets"] is None or seat_of(match["inner"]):
                text = text[match.start("name") :]
                text = text[len(number[0]) :] if (number := _SEAT_NUMBER.match(flat(text))) else text
        self.attendees.append(
            Attendee(self._group, person_of(text), role, self._affiliation, _PROXY.search(plain) is not None)
        )

    def _inner_group(self, plain: str) -> re.Match[str] | None:
        """委員　甲野花子、事務局　図書館長　丙野次郎: a group that begins inside a line."""
        match = _GROUP_FIRST.match(plain) if self._generic else None
        if match is None or match["group"] in _POST_GROUPS or match["group"] not in GROUPS:
            return None
        return match if seat_of(match["group"]) is None and not match["group"].endswith(_MEMBERS) else None

    def _glued_seat(self, plain: str) -> re.Match[str] | None:
        """会長青野和子, 副委員長赤井 正夫君, 理事木下 智君: 委員 and 理事 only with 君 or among seats glued before."""
        if not plain.startswith(_SEAT_STARTS) or seat_of(plain) is not None:
            return None
        match = _SEAT_GLUED.fullmatch(plain)
        if match is None or not 3 <= len(squeeze(match["name"])) <= 7:
            return None
        name = match["name"]
        if name.endswith(("について", "の件", "こと", "の状況")):
            return None
        if is_person(name) and not name.endswith(("君", "氏", "さん")):
            return None
        if seat_of(match["seat"]) is None and not (self._glues or name.endswith(("君", "氏", "さん"))):
            return None
        self._glues = True
        return match

    def _is_outside(self) -> bool:
        """Whether the group are no members: 副議長 甲野 among 委員外出席者 sits in another body."""
        return self._group is not None and _OUTSIDE.search(self._group) is not None

    def _leave_unless_count(self, row: PrintedLine, text: str) -> None:
        rest = _ORDER.sub("", _COUNT.sub("", text)).strip(" 、・|")
        if rest:
            self.left.append((row, rest))


def joined_seats(rows: list[tuple[PrintedLine, list[str]]]) -> list[tuple[PrintedLine, list[str]]]:
    """The rows of a list, those of one person joined that a page's columns came apart into: 1番 / 青野 / 一郎 / 2番 / 赤井和子."""
    if sum(_is_seat_alone(texts) for _, texts in rows) < 3:
        return rows
    joined: list[tuple[PrintedLine, list[str]]] = []
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


_SEAT_ALONE = re.compile(r"(?:議席)?(?:第\s?)?[0-9]{1,2}\s?番(?:委員|議員)?")
_NAME_PART = re.compile(r"[々ぁ-んァ-ヴー一-龥豈-﫿]{1,6}(?:君|氏)?")


def _close_seats(text: str) -> str:
    """A line with its seats' letters closed; letter-spaced people of two columns each on a line of their own."""
    closed = _SPACED_SEAT.sub(lambda match: squeeze(match[0]), text)
    if len(re.findall(r"(?<!\S)\S(?!\S)", closed)) < 4:
        return closed
    return "\n".join(_SECOND_SEAT.split(closed))


_SECOND_SEAT = re.compile(rf"(?<=\S)\s{{2,}}(?=(?:{SEAT.pattern}|委員|議員|部員|〃)\s)")
_LEADING_COUNT = re.compile(r"\s*[(\[]\s?[0-9]{1,3}\s?[名人]\s?[)\]]\s*(?=\S)")
_LETTERS_OF_NAME = re.compile(r"[々ぁ-んァ-ヴー一-龥豈-﫿]{1,4}(?:\s+[々ぁ-んァ-ヴー一-龥豈-﫿]{1,3})+")
_LATER_COLON = re.compile(r"(?<=[\s、。])(?P<label>[^\s:、。()]{2,12}):")
_INLINE_LABEL = re.compile(r"(?:^|(?<=\s))[(【\[](?P<label>[^()【】\[\]]{1,12})[)】\]](?=\s*[^\s(])")


def _at_group_labels(text: str) -> list[str]:
    """One line with several groups cut before each: （部会長）甲野　（委員）乙野、丙野."""
    plain = flat(text)
    labelled = plain.lstrip().startswith("【")
    cuts = [
        match.start()
        for match in _INLINE_LABEL.finditer(plain)
        if group_of(match["label"]) or (labelled and plain[match.start()] == "【")
    ]
    if (first := _COLON_LABEL.match(plain)) and group_of(first["label"]):
        # 委員：甲野、乙野　事務局：丙野
        cuts += [match.start("label") for match in _LATER_COLON.finditer(plain) if group_of(match["label"])]
    if not cuts:
        return [text]
    bounds = sorted({0, *cuts, len(text)})
    return [text[left:right] for left, right in itertools.pairwise(bounds) if text[left:right].strip()]


def _unbracketed(text: str) -> str:
    return text.strip().strip("【】[]［］〔〕<>＜＞《》〈〉()（）:： 　")


# 青野太郎（主査）: the chair of a working party; elsewhere 主査 is a rank of the staff.
_CHAIR_OF_PARTY = re.compile(r"[^()]{2,12}\((?P<seat>副?主査(?:代理)?)\)")


def with_chairs_of_parties(attendees: list[Attendee]) -> list[Attendee]:
    """The attendees, those members with their role that a working party calls 主査 and 副主査."""
    return [_as_chair(attendee) for attendee in attendees]


def _as_chair(attendee: Attendee) -> Attendee:
    if attendee.role is not None or not (attendee.group or "").endswith(_MEMBERS):
        return attendee
    match = _CHAIR_OF_PARTY.fullmatch(flat(attendee.name))
    return attendee if match is None else replace(attendee, role=match["seat"])
