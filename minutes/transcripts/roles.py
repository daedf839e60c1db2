"""What a column holds by the word above it: 開始時間, 話者, 発話, 議題, 会議名."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto


class Role(Enum):
    """What a column is for. MACHINE is what a tool counts for itself, POST what a speaker is, NOTE what somebody remarked."""

    TIME = auto()
    END = auto()
    SPEAKER = auto()
    TEXT = auto()
    ITEM = auto()
    MEETING = auto()
    DAY = auto()
    VENUE = auto()
    POST = auto()
    NOTE = auto()
    MACHINE = auto()


# The first that a word matches as a whole is its role.
_WORDS: tuple[tuple[Role, str], ...] = (
    (
        Role.END,
        r"終了(?:時間|時刻|位置|秒)?|end(?:ing)?(?:time)?|endtime|out|to|長さ|所要時間|継続時間|duration|length",
    ),
    (
        Role.TIME,
        r"(?:録音|録画|発言|発話|経過|再生|開始)?(?:開始)?(?:時間|時刻|位置)|開始|経過|区間|タイム(?:コード|スタンプ)?|いつ|何時|(?:発言|発話)日時"
        r"|start(?:ing)?(?:time)?|begin|time(?:code|stamp)?|timestamps?|offset|in|from|秒",
    ),
    (
        Role.SPEAKER,
        r"(?:話者|発言者|発言人|発話者|話し手|発言委員|答弁者|質問者|参加者|委員)(?:氏?名|ラベル|名称|id)?|氏名|名前|speaker(?:name|label|id)?|name|who|user(?:name)?|participant|スピーカー",
    ),
    (
        Role.TEXT,
        r"(?:発言|発話|議事|会話|認識|音声認識|文字起こし|書き起こし)?(?:内容|テキスト|本文|全文|文字列|結果|要旨|原文|文章|文)|発言|発話|字幕|文字起こし|文字起し|書き起こし|整文|セリフ"
        r"|text|transcript(?:ion|text)?|content|utterances?|caption|sentence|speech|message|words?",
    ),
    (
        Role.ITEM,
        r"議題(?:名|番号)?|案件(?:名)?|議案(?:名|番号)?|議事(?:次第|項目|名)?|次第|審議事項|項目|テーマ|トピック|話題|agenda(?:item)?|topic",
    ),
    (
        Role.MEETING,
        r"会議(?:名|体|体名|の?名称)?|会議録名|委員会(?:名)?|審議会(?:名)?|件名|タイトル|meeting(?:name|title)?|title",
    ),
    (Role.DAY, r"(?:開催|会議|実施)?(?:日|年月日|日付|日時)|date"),
    (Role.VENUE, r"(?:開催)?(?:場所|会場)|venue|place"),
    (
        Role.POST,
        r"(?:発言者|話者)?(?:の?)?(?:所属|役職|職名|職|部署|肩書き?|団体名?|課名?|区分|立場)(?:名)?(?:[・/、](?:所属|役職|職名|職|部署|肩書き?)(?:名)?)*|organization|affiliation|role",
    ),
    (Role.NOTE, r"備考|メモ|コメント|注記?|特記事項|note|notes|remarks?|memo|comment"),
    (
        Role.MACHINE,
        r"no\.?|#|番号|連番|通番|通し番号|順番?|行(?:番号)?|発言(?:番号|順)|id|index|seq|信頼度|確信度|精度|confidence|score|language|言語|種別|種類|type|kind",
    ),
)
_OF_WORD = tuple((role, re.compile(pattern, re.I)) for role, pattern in _WORDS)
# 氏名（役職）, 発言内容（要旨）
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]$")
_UNIT = re.compile(r"[(\[](?:秒|分|時:分:秒|hh:mm:ss|ms|ミリ秒|sec|s|msec|自動|名)[)\]]", re.I)


def role_of(head: str) -> Role | None:
    """The role that a word above a column gives it, None where the word is unknown."""
    word = re.sub(r"[\s_]+", "", unicodedata.normalize("NFKC", head)).strip(":*★")
    word = re.sub(r"(?:ms|msec|sec|秒)$", "", _UNIT.sub("", word)) or word
    alone = _IN_BRACKETS.sub("", word)
    return _known(word) or (_known(alone) if alone else None)


def _known(word: str) -> Role | None:
    return next((role for role, pattern in _OF_WORD if pattern.fullmatch(word)), None)
