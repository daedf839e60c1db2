"""Words and ways of printing that more than one part of the roster's reading knows."""

from __future__ import annotations

import re

COUNT = re.compile(
    r"[(\[]?\s?(?:計|合計|全員?|以上|外|他|ほか)?\s?(?:[0-9]{1,3}|(?<![^\s(])[一二三四五六七八九十]{1,4}(?=名\s*$))\s?[名人](?:\s?中\s?[0-9]{1,3}\s?[名人])?(?:出席)?\s?[)\]]?"
)
STARRED = re.compile(r"\s*※\s?(?P<seat>\S{2,8})\s*$")
ORDER = re.compile(
    r"[(\[]?[・、]?(?:[5五]十音順|50音順|敬称略|順不同|議席順|名簿順)(?:[・、]|[5五]十音順|50音順|敬称略|順不同|議席順|名簿順)*[)\]]?"
)
# Posts that are a word of the entry, not its group: 書記　甲野太郎
POST_GROUPS = frozenset(["書記", "幹事", "理事", "監事", "庶務", "職員", "記録"])
