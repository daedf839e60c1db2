"""What a programme prints round its business: 2 館長あいさつ, 4 その他 beside 3 議事 with its items (1) and (2). No items themselves."""

from __future__ import annotations

import re

from minutes.parsing.agenda.entry import AgendaEntry
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.ceremonies import is_ceremony, is_greeting

_BUSINESS = frozenset(["議事", "議題", "協議", "協議事項", "審議", "審議事項", "報告", "報告事項", "案件"])
_FRAME = re.compile(
    r"その他(?:\(.{0,20}\))?|事務連絡|連絡事項|(?:前回)?(?:議事録|会議録)の?(?:確認|承認)(?:について)?"
    r"|(?!.*(?:について|の件)).{0,16}(?:あいさつ|挨拶)(?:\(.{0,20}\))?|閉会"
)
_OFFICERS_WORDS = re.compile(
    r"(?:市|区|町|村|教育|部|課|館|所|局|理事|副市|副区|副町|副村)長の?(?:ご)?(?:あいさつ|挨拶)|知事あいさつ"
)


def without_frame(entries: list[AgendaEntry]) -> tuple[list[AgendaEntry], list[AgendaEntry]]:
    """The items of a programme that numbers its business under a class of its own, and the stages round it."""
    if not any(entry.item.category in _BUSINESS and entry.item.number is not None for entry in entries):
        return entries, []
    framed = [entry for entry in entries if entry.place is None and _is_frame(entry)]
    stages = {id(entry) for entry in framed}
    return [entry for entry in entries if id(entry) not in stages], framed


def is_furniture_of_programme(title: str) -> bool:
    """Whether a stage says nothing of this meeting, as 開会 does not: その他, 会長あいさつ."""
    bare = squeeze(flat(title))
    return bare == "その他" or is_ceremony(title) or is_greeting(title) or _OFFICERS_WORDS.fullmatch(bare) is not None


def _is_frame(entry: AgendaEntry) -> bool:
    item = entry.item
    return item.category is None and item.number is not None and _FRAME.fullmatch(squeeze(flat(item.title))) is not None
