"""The words of labels inside running text: how they are looked for, and which of them stand in sentences too."""

from __future__ import annotations

import re

from minutes.parsing.words.labels import LABELS

_LONGEST = 24
# Words of labels that stand in running text too: they need a colon, or a value of their kind, behind them.
COMMON = frozenset(
    "会議 内容 担当 所属 庶務 名称 事務局 委員 出席 欠席 開会 閉会 散会 終了 開始 開議 時間 時刻 月日 期日 関係者 案件 日程 概要 傍聴 議案 本文 "
    "構成員 説明者 参考人 件名 議事 書記 次第 資料 参考資料 備考 理由 日にち とき ところ 会場 説明員 理事者 オブザーバー 執行機関 連絡先 会議録 議事録 "
    "報告事項 審議事項 協議事項 検討事項 調査事項".split()
)


def any_label(between: str) -> str:
    """A pattern of any label's word, the longest first; `between` is what may stand between two of its letters."""
    words = (word for word in sorted(LABELS, key=len, reverse=True) if 2 <= len(word) <= _LONGEST)
    return "|".join(between.join(map(re.escape, word)) for word in words)
