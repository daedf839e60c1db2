"""Sections of the head that no label opens: a date and place behind a name, a list of items, a field that no rule knows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from minutes.parsing.head.label_rules import KEEPS_SENTENCES, LISTS, ONLY_TIME
from minutes.parsing.head.layout import Decision, Section
from minutes.parsing.head.spots import Spot, item_key
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.ceremonies import is_ceremony, is_greeting, opens_or_closes
from minutes.parsing.words.label_words import composed_field
from minutes.parsing.words.labels import Label
from minutes.parsing.words.numbering import read_numbered
from minutes.parsing.words.people import group_of
from minutes.wording import find_date

_UNKNOWN_LABEL = re.compile(r"[【\[<■◆●○◎・]\s?[^】\]>。、]{1,24}[】\]>]\s?[::]?|[^\s。、::]{1,16}\s?[::](?!\d)")
_MOMENT_WORDS = re.compile("開会|閉会|から|まで|より|開議|開始|終了")
_LONGEST_DATE_LINE = 80
# So many numbered lines in a row are a list; with a programme's first line or printed again below, so many.
_LIST, _SHORT_LIST = 3, 2
# A list is looked through so far, and looked for again so far below it, in rows of at most so many signs.
_LONGEST_LIST, _AGAIN_WITHIN, _LONGEST_ITEM = 60, 2000, 200


@dataclass(frozen=True, slots=True)
class SectionRule:
    """Whether a section of a field begins at a row without label. In the `example` one does."""

    name: str
    example: str
    kind: str
    begins: Callable[[Spot], bool]


def section_at(spot: Spot) -> Section | None:
    """The section that begins at a row which opens with no label, if one does."""
    for rule in SECTION_RULES:
        if rule.begins(spot):
            spot.head.decisions.append(Decision(spot.row, rule.name))
            return Section(rule.kind, Label("agenda", "", (), rows=0) if rule.kind == "agenda" else None)
    return None


def begins_list(spot: Spot) -> bool:
    """Whether a run of numbered lines begins that no label heads: three or more, or repeated further down."""
    if spot.kind in ("attachments", "access", "reason", "minutes_access"):
        return False
    first = read_numbered(spot.row.flat)
    if first is None or first.number != 1:
        return False
    programme = _is_programme(spot.row.text[first.start :])
    if not programme and (spot.head.lists_items or spot.kind == "attendees"):
        return False
    if (spot.head.lists_items and spot.head.items.numbered) or not spot.head.may_look_ahead():
        return False
    keys = _run(spot)
    if len(keys) >= _LIST or (len(keys) == _SHORT_LIST and programme):
        return True
    return len(keys) == _SHORT_LIST and keys[0] in {
        item_key(row) for row in spot.further(len(keys) - 1).below(_AGAIN_WITHIN) if len(row.text) <= _LONGEST_ITEM
    }


def _run(spot: Spot) -> list[str]:
    """The keys of the numbered lines from a row on."""
    keys = []
    for offset, row in enumerate([spot.row, *spot.below(_LONGEST_LIST - 1)]):
        label = spot.label(offset)
        if label is not None and (label.values or label.field not in ("opens", "closes")):
            break
        if read_numbered(row.flat) is None or row.text.endswith("。"):
            break
        keys.append(item_key(row))
    return keys


def _is_programme(title: str) -> bool:
    """Whether a list's first title begins a programme: 1 開会, 1 開会（午後2時）."""
    return is_ceremony(title) or opens_or_closes(title) or is_greeting(title)


def _is_date_behind_name(spot: Spot) -> bool:
    """会議名　霞浜市環境審議会 / 令和5年6月13日　午後2時～4時 / 市役所: date and place without labels behind the name."""
    row = spot.row
    if spot.kind not in ("title", "office") or spot.head.is_dated or len(row.text) > _LONGEST_DATE_LINE:
        return False
    found = find_date(row.text)
    return found is not None and not row.flat[: found.start].strip() and _names_nothing(row.flat[found.end :])


def _names_nothing(rest: str) -> bool:
    """Whether what stands behind a date is at most a weekday and times."""
    return not rest.strip() or ONLY_TIME.fullmatch(_MOMENT_WORDS.sub("", rest)) is not None


def _is_next_row(spot: Spot) -> bool:
    """議題 | … / 審議結果の概要 | …: the next row of a form."""
    now, row = spot.head.now, spot.row
    if spot.kind not in LISTS or len(row.cells) == 1 or now.label is None or len(now.row.cells) == 1:
        return False
    return composed_field(squeeze(flat(row.cells[0]))) is not None


def _is_unknown_label(spot: Spot) -> bool:
    """A label that no rule knows ends the field above it, so that its text is not taken for that field's."""
    row, kind = spot.row, spot.kind
    if kind in ("free", "attendees") or (kind in KEEPS_SENTENCES and kind != "audience") or kind in LISTS:
        return False
    return len(row.cells) == 1 and _UNKNOWN_LABEL.match(row.flat) is not None and group_of(row.text) is None


# In order: the first section that begins is the row's.
SECTION_RULES: tuple[SectionRule, ...] = (
    SectionRule(
        "会議名や担当課の後の、見出しのない日付",
        "会議名　霞浜市環境審議会\n令和5年6月13日　午後2時～4時",
        "free",
        _is_date_behind_name,
    ),
    SectionRule(
        "表の、知られていない次の欄",
        "議題\t計画について\n審議結果の概要\t計画を了承した。",
        "other",
        _is_next_row,
    ),
    SectionRule(
        "知られていない見出しの欄",
        "日時　令和5年6月13日\n【配信の方法】\n録画",
        "other",
        _is_unknown_label,
    ),
    SectionRule(
        "見出しのない議題の一覧",
        "霞浜市環境審議会\n1 開会\n2 計画について\n3 予算について\n4 閉会",
        "agenda",
        lambda spot: spot.kind != "agenda" and begins_list(spot),
    ),
)
