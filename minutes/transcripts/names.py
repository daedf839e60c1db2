"""Who is named in front of what is said: 佐藤一郎：…, (佐藤一郎) …, >> 佐藤: …. No word list of people, but the document's own evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from minutes.transcripts.model import Words

_LONGEST = 40
_AROUND = " \u3000:："
_IN_BRACKETS = re.compile(r"[\[［【(（<＜](?P<name>[^\[\]［］【】()（）<>＜＞]+)[\]］】)）>＞]")


def _prefix(within: str, colon: str) -> re.Pattern[str]:
    """What stands before a colon; signs `within` brackets are in no name."""
    return re.compile(
        r"^\s*(?:>>+\s*|[-–—]\s+)?(?:"
        r"[\[【(（〔<＜《〈](?P<bracketed>[^\]】)）〕>＞》〉]{1,40})[\]】)）〕>＞》〉]\s*(?P<colon>[:：]?)"
        rf"|(?P<plain>[^{within}\s][^{within}]{{0,60}}?)\s*{colon}(?!//))\s*(?P<rest>.*)$",
        re.S,
    )


_PREFIX = _prefix(":：", "[:：]")
# Zoom sets a colon and a space behind a name, whatever people call themselves: 会長：佐伯: …
_BEFORE_SPACE = _prefix(":", ": ")
# Names that tools give to voices: 話者1, 発言者A, Speaker 2, SPEAKER_00, 参加者３.
_VOICE = re.compile(r"(?:話者|発言者|発話者|参加者|スピーカー|speaker|guest|ゲスト)[\s_]?(?:不明|[0-9A-Z]{1,3})", re.I)
_OF_TOOL = re.compile("話者|スピーカー|speaker", re.I)
_SEAT = re.compile(
    r"(?:長|委員|部員|議員|事務局|主査|主事|係員|主任|参事|主幹|教授|さん|さま|様|氏|君|先生|司会|進行)$"
)
# What stands before a colon in speech and is nobody.
_NO_NAME = re.compile(
    r"(?:資料|議案|議題|報告|別紙|参考|日時|場所|会場|件名|件|日程|次第|目的|内容|概要|結果|結論|理由|注|例|質問|回答|答え?|問|電話|内線|メール|背景|課題|方針|対応|経緯|現状|論点|提案|条件|時間|期間|金額|費用|人数|合計|対象|方法|効果|主催|会議名|開会|閉会|休憩|再開|散会|採決"
    r"|拍手|笑い?|笑声|音楽|沈黙|無音|不明瞭|聞き?取れず|音声なし|雑音|https?|Q|A|TEL|FAX|URL)\s*[0-9一二三四五六七八九十の\-]*(?:目)?",
    re.I,
)
_SENTENCE = re.compile(
    r"[。、！？!?「」『』]|(?:です|ます|ました|ません|でした|ください|ですね|よね|かな|けど|ので|から|という)$"
)
# 大野一郎, 大野 花子: how most people here are called. What people say into a microphone has no colons.
_FULL_NAME = re.compile(r"[一-龥々ヶ]{1,4}[ \u3000]?[一-龥々ぁ-んァ-ヴー]{1,5}")
_MOSTLY = 0.5
_NEARLY_ALL = 0.8
_KANA = re.compile(r"[ぁ-ん]")
_MOST_KANA = 8


def looks_like_name(text: str) -> bool:
    """Whether a text may name a person, a post or a voice rather than be something said."""
    name = text.strip()
    if not 0 < len(name) <= _LONGEST or _SENTENCE.search(name) or _NO_NAME.fullmatch(name):
        return False
    letters = [sign for sign in name if sign.isalpha()]
    if not letters:
        return False
    return len(_KANA.findall(name)) <= max(_MOST_KANA, len(letters) // 2)


def name_alone(text: str) -> str:
    """The name on a line, without the colon behind it and the brackets round it: [大野 一郎], 大野 一郎："""
    name = text.strip(_AROUND)
    inner = _IN_BRACKETS.fullmatch(name)
    return inner["name"].strip(_AROUND) if inner else name


def is_voice(text: str) -> bool:
    """Whether a name is one that a tool gives to a voice that it does not know."""
    return _VOICE.fullmatch(text.strip()) is not None


def is_numbered_voice(text: str) -> bool:
    """Whether only a tool names a voice so: minutes number people who took part, and nobody's voice."""
    return _VOICE.fullmatch(text.strip()) is not None and _OF_TOOL.match(text.strip()) is not None


def is_sure(name: str) -> bool:
    """Whether a text reads as a person, a seat or a voice wherever it stands."""
    return (
        is_voice(name) or _FULL_NAME.fullmatch(name) is not None or (len(name) <= 16 and _SEAT.search(name) is not None)
    )


class NamePrefixes:
    """The names in front of the lines of one transcript; `lines_of` are the lines of each cue."""

    def __init__(self, lines_of: Iterable[Sequence[str]]) -> None:
        firsts = [lines[0] for lines in lines_of if lines]
        first: Counter[str] = Counter()
        bracketed, count = 0, len(firsts)
        spaced = sum(_name_in(_BEFORE_SPACE.match(line)) is not None for line in firsts)
        self._prefix = _BEFORE_SPACE if spaced and spaced >= _NEARLY_ALL * count else _PREFIX
        for line in firsts:
            found = self._prefix.match(line)
            name = _name_in(found)
            if found is not None and name is not None:
                first[name] += 1
                bracketed += found["bracketed"] is not None and not found["colon"]
        self._takes_brackets = count > 0 and bracketed / count >= _MOSTLY
        named = first.total() - (0 if self._takes_brackets else bracketed)
        self._takes_all = count > 0 and named / count >= _MOSTLY
        self._known = {name for name, times in first.items() if self._takes_all or times > 1 or is_sure(name)}
        inner = sorted((name for name in self._known if len(name) > 1), key=lambda name: (-len(name), name))
        self._inside = re.compile(
            rf"(?<=[。？！?!」）)])\s*(?=(?:{'|'.join(map(re.escape, inner))})\s*[:：])" if inner else "(?!)"
        )

    def parted(self, words: Words) -> list[Words]:
        """The words of a line with the name before them taken off, and cut where another speaker is named within."""
        return [self._named(Words(part, words.line, words.speaker)) for part in self._inside.split(words.text)]

    def _named(self, words: Words) -> Words:
        found = self._prefix.match(words.text)
        name = _name_in(found)
        if found is None or name is None:
            return words
        if found["bracketed"] is not None and not found["colon"] and not self._takes_brackets:
            return words
        if not (self._takes_all or name in self._known or is_sure(name)):
            return words
        return Words(found["rest"], words.line, name)


def _name_in(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    name = (found["bracketed"] or found["plain"]).strip()
    return name if looks_like_name(name) else None
