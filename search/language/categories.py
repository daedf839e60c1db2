"""区分:答弁者 and 発言者:区長側 -> the category of speakers that is meant. No Django."""

import re

from minutes.dialogue import CATEGORY_LABELS, SHORT_LABELS, SpeakerCategory
from search.words import fold_text

# What may stand before the name of somebody who speaks in one part alone.
PART_NAMES = {
    **dict.fromkeys(("議長", "chair"), SpeakerCategory.CHAIR),
    **dict.fromkeys(("質問者", "質疑者", "questioner"), SpeakerCategory.MEMBER),
    **dict.fromkeys(("答弁者", "回答者", "answerer"), SpeakerCategory.OFFICER),
}
_NAMES = {
    SpeakerCategory.CHAIR: ("議長", "委員長", "会長", "座長", "chair"),
    SpeakerCategory.MEMBER: ("質問者", "質疑者", "質問", "委員", "議員", "member"),
    SpeakerCategory.OFFICER: (
        "答弁者",
        "回答者",
        "答弁",
        "回答",
        "事務局",
        "理事者",
        "執行部",
        "執行機関",
        "当局",
        "行政",
        "officer",
    ),
    SpeakerCategory.OTHER: ("その他", "other"),
}
_CATEGORIES = {
    fold_text(name): category
    for category, names in _NAMES.items()
    for name in (*names, CATEGORY_LABELS[category], SHORT_LABELS[category])
}
# 区長側, 市長サイド: who answers, whatever the office is called.
_SIDE = re.compile(r"(?P<name>.+?)(?:側|サイド)")
_HEADS = frozenset(("区長", "市長", "町長", "村長", "知事", "区", "市", "町", "村", "県", "理事", "役所", "庁"))


def read_category(text: str) -> SpeakerCategory | None:
    """What `区分:` is asked for; None for what is no category."""
    return _CATEGORIES.get(fold_text(text)) or read_side(text)


def read_side(text: str) -> SpeakerCategory | None:
    """区長側, 理事者側, 委員側: the side of a meeting that a speaker cannot be called by; None for anything else."""
    match = _SIDE.fullmatch(fold_text(text))
    if match is None:
        return None
    return SpeakerCategory.OFFICER if match["name"] in _HEADS else _CATEGORIES.get(match["name"])
