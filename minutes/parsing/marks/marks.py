"""Speaker marks by their form: what could be a mark at the start of a row, and where it ends.

A line may open with a mark in one of several printed styles (○委員長　, 【会長】, （委員1）, 部員：, 委員　, 山本委員長）,
会長「…」, 会長…, a table's first cell, a name alone on its line). Whether it is one, the document decides (speakers.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import SPEECH_BULLETS, flat, squeeze
from minutes.parsing.words.people import GROUPS, is_person, is_role

LONGEST_MARK = 30
_OPENERS = {"【": "】", "(": ")", "[": "]", "<": ">", "《": "》", "〈": "〉", "{": "}"}
# Two circles before 委員 stand for the name of somebody who is not named, a third one is the bullet.
_MASKED = r"(?=(?P<sign>[○◯〇●△□◆])(?P=sign)(?!(?P=sign))[^\s○◯〇●△□◆])"
_HEAD = re.compile(rf"(?:{_MASKED}(?P<none>)|(?P<bullet>[{SPEECH_BULLETS}-]?))\s{{0,4}}(?P<open>[【(\[<《〈{{]?)")
_STOP = re.compile(r"[\s:;/|「『()\[\]【】<>《》〈〉{}、。,!?…]")
# 会　長－始めます。 A dash between Latin letters is one of the word's: Wi-Fi, AI-OCR.
_DASHED = re.compile(
    r"(?P<name>[^、。,:;「」─-]{2,24}?)\s?(?:(?<![A-Za-z])[-─]|[-─](?![A-Za-z]))(?![-─])\s?(?=[^-─\s0-9])"
)
# ─青野委員長─: between rules on a line of its own
_RULED = re.compile(r"[-─━]{1,4}\s?(?P<name>[^-─━。、]{2,24}?)\s?[-─━]{1,4}")
_SAID_BULLET = re.compile(r"[○◯〇●][ 　]+(?=\S)")
_PARENS = re.compile(r"\([^()]{1,30}\)")
_LETTER = re.compile(r"\s{1,2}(?P<letter>[一-龥々])(?=[\s:(])")
# 大 桑 支 部 長 (代)：
_BRACKET_AND_COLON = re.compile(r"(?P<bracket>[(（][^()（）:：]{1,12}[)）])\s?[:：]")
_ROLE_BEHIND = re.compile(r"[一-龥々ヶァ-ヴーぁ-ん]{1,8}\((?P<role>[^()]{2,10})\)")
_ROLE_BEFORE = re.compile(r"(?P<role>[一-龥]{2,6})[・/-][一-龥々ヶァ-ヴーぁ-ん]{1,6}")
# 質疑（入江委員）, 答弁（緑地課長）: what they do, and who
_TALK_OF = re.compile(
    r"(?:質疑|答弁|質問|回答|要望|意見|提案|討論|説明|報告|応答|発言|[問答QA][0-9]{0,2})\((?P<who>[^()]{2,14})\)"
)
# ○広域連合長（赤井一郎）青野議員の…: nothing parts the words from the bracket
_OFFICIAL = re.compile(r"[一-龥々ァ-ヴー]{2,12}[長役官員監事師士]\([^()]{2,10}\)")
# 委員一同, １グループ: those who answer or tell together
_SEVERAL = re.compile(
    r"[一-龥々]{1,5}(?:代理|代行)|第?[0-9A-Z一二三四五六七八九]{1,2}(?:グループ|班|チーム)|(?:各|全)(?:委員|部員|議員|会員)|(?:委員|部員|議員|会員|出席者|理事)(?:一同|全員|数名|多数)"
)
_LETTERS = re.compile(r"[A-Z](?:[.・]?[A-Z])?")
_LETTERS_OF_NAME = re.compile(
    r"(?P<name>[一-龥々](?P<gap>[ ]{1,3})[一-龥々](?:(?P=gap)[一-龥々]){0,2})[ ]+(?=[^\s]{2})"
)
_GREETS = re.compile(r"(?P<name>[^\s]{2,20}?)の?(?:開会|閉会)?の?(?:ご)?(?:あいさつ|挨拶)")
NOT_SPEAKERS = re.compile(
    r"(?:ただ(?:今|いま)|只今|本日|現在|当日)の.*|照会先.*|問い?合わ?せ.*|連絡先.*|作成者.*|記録者.*|要旨|概要|資料.*|日時|場所|会場|参考|注|備考|例|議題.*|議案.*|案件.*|結果|決定(?:事項)?|補足|理由|目的|内容|対象|期間|方法|出席者?|欠席者?|次第|日程|報告(?!者|官).*|協議(?!員).*"
    r"|審議(?!官|監|員).*|説明(?!員|者|補助).*|その他|以上|質疑(?:応答)?|まとめ|課題|現状|経過|背景|別紙.*|URL|TEL|電話|E-?mail|第.+[回条号]|.*[年月日時分]|提出|期日|傍聴.*|会議.*|公開|非公開|名称|開会|閉会|開催.*|主な意見|凡例|.*(?:[入退]室|[入退]場|[着退離]席|到着|配[付布]|開票|投票|点呼|朗読|拍手|挙手|交代|全員了承|全員賛成|笑い?|笑声)"
)
# Styles of marks that a person taught: on this document, on the body's earlier minutes.
TAUGHT, LEARNT = "taught", "learnt"
# The number of a question or answer, with who asks or gives it.
ASKED = "asked"
# A sign whose speaker the document's own legend names.
LEGEND = "legend"
# A mark that the weights of turns found.
WEIGHED = "weighed"
# The styles of marks that need nothing else in the document to bear them out.
TOLD = frozenset([TAUGHT, LEARNT, ASKED, LEGEND, WEIGHED])


@dataclass(frozen=True, slots=True)
class Mark:
    """A possible mark: its style, the name as printed, and the speech after it on the same line."""

    style: str
    name: str
    speech: str
    quoted: bool = False


Marks = dict[int, Mark]


def read_mark(row: PrintedLine) -> Mark | None:
    """What could be a mark at the start of a row, going by its form alone."""
    if len(row.cells) > 1:
        return _cell_mark(row)
    return _text_mark(row.text, row.flat)


def _cell_mark(row: PrintedLine) -> Mark | None:
    cells = [cell for cell in row.cells if cell]
    if len(cells) < 2 or len(cells[0]) > LONGEST_MARK:
        return _text_mark(row.text.replace("\t", " "), row.flat.replace("\t", " "))
    around = "【】[]［］〔〕<>＜＞:： 　"
    name = cells[0].strip(around if re.match(_MASKED, flat(cells[0])) else SPEECH_BULLETS + around)
    return Mark("cell", squeeze(name), " ".join(cells[1:])) if name else None


def _text_mark(text: str, plain: str) -> Mark | None:
    if (ruled := _RULED.fullmatch(plain)) is not None and is_person(name := squeeze(text[slice(*ruled.span("name"))])):
        return Mark("ruled", name, "")
    head = _HEAD.match(plain)
    if head is None:
        return None
    bullet, start = head["bullet"] or "", head.end()
    if head["open"]:
        close = plain.find(_OPENERS[head["open"]], start, start + LONGEST_MARK)
        # 委員長（星君） inside the brackets keeps its own
        if head["open"] == "(" and close > 0 and "(" in plain[start:close]:
            close = plain.find(")", close + 1, start + LONGEST_MARK)
        if close <= start:
            return None
        rest = text[close + 1 :]
        said = rest.lstrip(" 　:：\t").strip()
        return Mark("bracket" + head["open"], squeeze(text[start:close]), said[_first_word(said) :])
    dashed = _DASHED.match(plain, start, start + LONGEST_MARK) if "-" in plain[start : start + LONGEST_MARK] else None
    if (
        dashed is not None
        and _is_one_word(printed := text[slice(*dashed.span("name"))])
        and is_speaker(squeeze(printed))
    ):
        return Mark("bullet" if bullet else "drawn", squeeze(printed), text[dashed.end() :].strip())
    return _open_mark(text, plain, start, "bullet" if bullet else "")


def _first_word(said: str) -> int:
    """Where what is said begins behind a bullet: （委員） ○ 甲はどうか。"""
    bullet = _SAID_BULLET.match(said)
    return bullet.end() if bullet is not None else 0


def _is_one_word(text: str) -> bool:
    """Whether a text is one word, its letters spaced or not."""
    words = text.split()
    return len(words) == 1 or all(len(word) == 1 for word in words)


def _open_mark(text: str, plain: str, start: int, bullet: str) -> Mark | None:
    """A mark without brackets round it: ends at a colon, a space, a quote, a closing bracket or the line's end."""
    position = start
    limit = min(len(plain), start + LONGEST_MARK)
    # 市　木　見直すのか。: the letters of a name, and what is said
    letters = _LETTERS_OF_NAME.match(plain, start) if plain[start + 1 : start + 2].isspace() else None
    fallback: Mark | None = None
    if letters is not None:
        fallback = Mark(bullet or "space", squeeze(letters["name"]), text[letters.end() :].strip())
    while position < limit:
        stop = _STOP.search(plain, position, limit + 1)
        end = stop.start() if stop else min(len(plain), limit)
        if end <= start:
            return None
        sign = plain[end : end + 1]
        if not sign:
            return Mark(bullet or "alone", squeeze(text[start:end]), "")
        if stop is None:
            return fallback
        if sign == "(":
            brackets = _PARENS.match(plain, end)
            if brackets is None:
                return fallback
            following = plain[brackets.end() : brackets.end() + 1]
            if following and following not in " :;/|「)":
                name = squeeze(text[start : brackets.end()])
                if bullet and (is_person(name) or _OFFICIAL.fullmatch(flat(name)) is not None):
                    return Mark(bullet, name, text[brackets.end() :].strip())
                # 鈴木（真）委員: the brackets tell namesakes apart, the mark goes on
                position = brackets.end()
                continue
            if not following:
                return Mark(bullet or "alone", squeeze(text[start : brackets.end()]), "")
            end, sign = brackets.end(), following
        name = squeeze(text[start:end])
        if sign in ":;":
            if (
                fallback is not None
                and (len(name) > 10 or _LETTERS.fullmatch(flat(fallback.name)))
                and not is_speaker(name)
            ):
                # 甲野　詳しくは https: the colon is one of the speech
                return fallback
            return Mark(bullet or "colon", _greeter(name), text[end + 1 :].strip())
        if sign in "/|":
            return Mark(bullet or "slash", name, text[end + 1 :].strip()) if text[end + 1 :].strip() else fallback
        if sign in "「『":
            return Mark(bullet or "quote", name, text[end:].strip(), quoted=True)
        if sign == ")" and plain.count("(", start, end) == plain.count(")", start, end):
            said = text[end + 1 :].strip()
            return Mark("closing" if said else "half", name, said)
        if sign in "…>" and is_speaker(name) and (said := text[end:].lstrip("…>＞・ 　")):
            return Mark(bullet or "drawn", name, said)
        if not sign.isspace():
            return fallback
        rest = text[end:].strip()
        if rest[:1] in ":：；;":
            return Mark(bullet or "colon", name, rest[1:].strip())
        if (held := _BRACKET_AND_COLON.match(rest)) is not None and is_speaker(name):
            return Mark(bullet or "colon", name + squeeze(held["bracket"]), rest[held.end() :].strip())
        mark = Mark(bullet or "space", name, rest)
        if (is_speaker(name) and not _is_spaced_on(plain, start, end, name)) or len(name) > 14:
            return mark
        # 委　員　それでは: a letter-spaced or two-part name goes on behind the space
        fallback = fallback or mark
        position = end + len(plain[end:limit]) - len(plain[end:limit].lstrip())
        if position == end:
            return fallback
    return fallback


def is_speaker(name: str) -> bool:
    """Whether a mark reads as somebody who can speak, by its end or by the role that its brackets or a dot tell: 赤井（委員）,
    山田（事務局）, 事務局・山田."""
    if is_person(name) or _SEVERAL.fullmatch(flat(name)) is not None or _OFFICIAL.fullmatch(flat(name)) is not None:
        return True
    if (talk := _TALK_OF.fullmatch(flat(name))) is not None:
        return is_person(talk["who"])
    match = _ROLE_BEHIND.fullmatch(flat(name)) or _ROLE_BEFORE.fullmatch(flat(name))
    return match is not None and (is_role(match["role"]) or match["role"] in GROUPS)


def _is_spaced_on(plain: str, start: int, end: int, name: str) -> bool:
    """Whether the letters of a spaced name go on: 山　田　課　長 is not 山田課."""
    match = _LETTER.match(plain, end) if len(name) > 1 else None
    return match is not None and plain[start:end].split() == list(name) and is_person(name + match["letter"])


def _greeter(name: str) -> str:
    """委員長挨拶： is the mark of the one who greets."""
    match = _GREETS.fullmatch(name)
    return match["name"] if match is not None and is_person(match["name"]) else name
