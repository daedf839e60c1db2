"""Where the head of a document ends: at the first line that somebody surely says, at the opening event, where headings of
the agenda are printed a second time, or where what was done is told.

Each rule is asked in turn; the first that has an answer decides. A row that no rule answers belongs to the head.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from minutes.parsing.agenda.headings import greeting_speaker
from minutes.parsing.head.label_rules import KEEPS_SENTENCES, head_goes_on_below
from minutes.parsing.head.layout import Decision
from minutes.parsing.head.section_rules import begins_list
from minutes.parsing.head.spots import Spot, item_key
from minutes.parsing.rows.text import BULLETS, squeeze, title_overlap
from minutes.parsing.words.ceremonies import is_ceremony, opens_or_closes
from minutes.parsing.words.item_classes import is_part, tells_what_was_done
from minutes.parsing.words.labels import Label, is_place
from minutes.parsing.words.numbering import Numbered, place_in_schedule, read_numbered
from minutes.parsing.words.prose import is_told, is_told_item
from minutes.parsing.words.records import bracketed, event_line, is_opening, read_record
from minutes.wording import find_times

# An entry of an attendance list is hardly longer.
_LONG_NAME = 40
# Headings of the agenda are no longer.
_LONGEST_HEADING, _LONGEST_TITLE = 160, 100
# The lines of a page are as long, and a sentence takes no more of them.
_FULL_LINE, _LONGEST_SENTENCE = 30, 12
# Of running text so large a part is hiragana.
_HIRAGANA = 0.3
_LONGEST_EVENT = 60
# A note below the fields is shorter.
_LONG_SENTENCE = 40
_DAY = re.compile(r"[0-9０-９]\s?日")
_STATEMENT = re.compile(
    r"において.{0,20}(?:開催|開会|開いた|招集)|に招集(?:された|した)|を開催し(?:た|ました)。|開催した。|開会した。"
)
_FULL_STOP = re.compile("[。？?]")
_NOTES = "※(（注"
_HEAD_ONLY = frozenset(["access", "minutes_access", "when", "venue", "office"])
_HEAD_FIELDS = _HEAD_ONLY | {"attendees", "title"}
_PRESENT = frozenset(["出席委員", "出席者", "出席議員"])
_LISTS_OF_PRESENT = ("会議に", "出席", "本日の出席")
# So far below an item its papers' fields may stand, below an opening those present, below a heading its schedule.
_FIELDS_BELOW, _PRESENT_BELOW, _SCHEDULE_BELOW = 25, 80, 3
# Titles so alike are the same, worded otherwise.
_ALIKE = 0.6
# Labels of a list that prints the items of the schedule above once more
SECOND_LIST = re.compile(r"(?:会議に付|付議)(?:した|された|すべき).{0,6}$")


@dataclass(frozen=True, slots=True)
class RecordRule:
    """Whether the record begins at a row; None where the rule has no answer. In the `example` the rule decides of one."""

    name: str
    example: str
    judge: Callable[[Spot], bool | None]


def begins_record(spot: Spot) -> bool:
    """Whether the head ends above a row that opens with no label."""
    for rule in RECORD_RULES:
        answer = rule.judge(spot)
        if answer is not None:
            spot.head.decisions.append(Decision(spot.row, rule.name))
            return answer
    return False


def _true_where(holds: Callable[[Spot], bool]) -> Callable[[Spot], bool | None]:
    return lambda spot: holds(spot) or None


def _speech(spot: Spot) -> bool | None:
    if not spot.head.marks.opens_speech(spot.row, spot.after):
        return None
    if spot.kind == "attendees" and not _is_said(spot):
        return None
    return not _is_value_above_label(spot)


def _is_said(spot: Spot) -> bool:
    """In an attendance list a mark opens the record only where a full sentence follows it."""
    marks, after = spot.head.marks, spot.after
    mark = marks.match(spot.row)
    if (mark is None or not mark.speech) and after is not None:
        # 乙野 二君 / ○委員長（甲野一君） 始めます。: the last name of the list, then who speaks first
        following = marks.match(after)
        if following is not None and following.speech:
            return False
    said = mark.speech if mark is not None and mark.speech else after.text if after is not None else ""
    return _FULL_STOP.search(said) is not None


def _is_value_above_label(spot: Spot) -> bool:
    """総務課 / 出席した者（傍聴人を除く。）: what looks like a name above what it says is a value above a label."""
    row, after = spot.row, spot.after
    mark = spot.head.marks.match(row)
    if mark is None or mark.speech or after is None or spot.kind == "attendees":
        return False
    if spot.kind == "free" and not (spot.head.is_dated and is_place(row.flat)):
        return False
    if spot.kind == "agenda" and read_numbered(after.flat) is not None and not after.text.endswith("。"):
        # ●港湾局 / 1.甲について: the part of the meeting that the items below belong to
        return True
    if spot.kind == "agenda" and is_part(row.text, after.text):
        return True
    below = spot.label(1)
    return below is not None and below.field not in ("record", "void", "opens", "closes")


def _opening(spot: Spot) -> bool:
    return _is_opening_event(spot) and not _attendance_follows(spot)


def _is_opening_event(spot: Spot) -> bool:
    row = spot.row
    if len(row.text) > _LONGEST_EVENT:
        return False
    text = bracketed(row.text) or event_line(row.text)
    if spot.kind in ("when", "time") and any(
        label is not None and label.field in _HEAD_FIELDS for label in (spot.label(1), spot.label(2))
    ):
        # 日時　6月14日 / 午後1時40分開会 / 場所 …
        return False
    if spot.kind == "agenda" and _schedule_follows(spot):
        return False
    if spot.kind == "agenda" and opens_or_closes(row.text) and read_numbered(row.flat) is None:
        # 開　　会（午前10時） behind the list, not in it
        return squeeze(row.text).startswith("開")
    if text is None or len(row.cells) > 1 or not is_opening(text):
        return False
    if not spot.head.is_dated and _DAY.search(text) is not None:
        # 3月7日（火）午前10時開会 where no date stands above it is the meeting's own
        return False
    return (
        bracketed(row.text) is not None
        or bool(find_times(text))
        or (spot.head.labels > 0 and spot.kind != "agenda" and read_numbered(row.flat) is None)
    )


def _schedule_follows(spot: Spot) -> bool:
    """議事日程 / 午前10時開議 / 第1 …: the hour above the items of a schedule is none of the record's."""
    own = spot.head.now.rows[spot.head.now.own_rows :]
    if any(read_numbered(row.flat) for row, _ in own):
        return False
    return any(place_in_schedule(row.flat) for row in spot.below(_SCHEDULE_BELOW))


def _attendance_follows(spot: Spot) -> bool:
    """午前十時開議 / 出席委員 十名: an opening line above the list of those present belongs to the head."""
    if spot.head.labels or spot.kind != "free":
        return False
    labels = (spot.label(offset) for offset in (1, 2))
    if any(label is not None and label.field == "attendees" and label.word in _PRESENT for label in labels):
        return True
    return _list_follows(spot)


def _list_follows(spot: Spot) -> bool:
    """Whether those present are listed below, before anybody speaks: an assembly prints the opening with the date."""
    for offset in range(1, len(spot.below(_PRESENT_BELOW - 1)) + 1):
        further = spot.further(offset)
        if spot.head.marks.opens_speech(further.row, further.after) or (offset > 1 and _is_opening_event(further)):
            return False
        label = further.label()
        if label is not None and label.field == "attendees" and label.word.startswith(_LISTS_OF_PRESENT):
            return True
        if label is not None and label.field == "agenda" and label.word == "議事日程":
            return True
    return False


def _tells_behind_names(spot: Spot) -> bool:
    """Whether what was done is told behind the last of the names, below its heading: 1. 甲について / 事務局から説明があった。"""
    row, after = spot.row, spot.after
    if spot.kind != "attendees" or len(row.cells) > 1 or len(spot.head.now.rows) < 2:
        return False
    if read_numbered(row.flat) is not None and after is not None and not row.text.endswith("。"):
        return len(after.text) > _LONG_NAME and is_told(after.text) and len(row.text) <= _LONGEST_TITLE
    return len(row.text) > _LONG_NAME and is_told(row.text)


def _begins_paragraph(spot: Spot) -> bool:
    """Whether running text begins behind a list, set off from it: full lines, at last of which a sentence ends."""
    now = spot.head.now
    if spot.kind != "agenda" or not now.rows or spot.row.number - now.rows[-1][0].number < 2:
        return False
    text = ""
    for line in [spot.row, *spot.below(_LONGEST_SENTENCE - 1)]:
        full = len(line.text) >= _FULL_LINE and len(line.cells) == 1 and read_numbered(line.flat) is None
        text += line.text
        if "。" in line.text:
            # Titles hold few signs of the syllabary.
            return text != line.text and sum("ぁ" <= sign <= "ん" for sign in text) >= _HIRAGANA * len(text)
        if not full:
            return False
    return False


def _tells_of_item(spot: Spot) -> bool:
    if spot.kind != "agenda":
        return False
    return (spot.head.items.numbered and tells_what_was_done(spot.row.text)) or is_told_item(spot.row.text)


def _is_explanation(spot: Spot) -> bool:
    inner = bracketed(spot.row.text)
    return inner is not None and read_record(inner).kind == "explanation" and spot.kind not in ("access", "attendees")


def _heading(spot: Spot) -> bool | None:
    return not _head_goes_on(spot) if _is_heading(spot) else None


def _is_heading(spot: Spot) -> bool:
    row, after, kind = spot.row, spot.after, spot.kind
    if row.key in spot.head.taught.no_headings:
        return False
    numbered = read_numbered(row.flat)
    if kind == "agenda":
        return len(spot.head.now.rows) > 1 and len(squeeze(row.text)) > 2 and _opens_listed(spot, numbered)
    if numbered is None or kind in ("access", "minutes_access", "reason"):
        return False
    if len(row.text) > _LONGEST_HEADING or row.text.endswith("。"):
        return False
    if kind == "attachments" and row.text[0] in "・•":
        return False
    if spot.head.lists_items and item_key(row) in spot.head.items.keys:
        return True
    title = row.text[numbered.start :]
    if numbered.klass is not None and spot.head.lists_items and title:
        return True
    if numbered.klass is not None and after is not None:
        listed = spot.head.lists_items or read_numbered(after.flat) is not None
        return kind != "attachments" and not listed and spot.label(1) is None
    opens = numbered.number == 1 and (is_ceremony(title) or opens_or_closes(title))
    if opens or (kind != "attendees" and (is_ceremony(title) or greeting_speaker(row.text) is not None)):
        return not begins_list(spot)
    return False


def _opens_listed(spot: Spot, numbered: Numbered | None) -> bool:
    """Whether a line behind a list opens one of its items: word for word, by its number alone (議題１), or worded
    otherwise right above what somebody says."""
    row, items = spot.row, spot.head.items
    if _is_second_list(spot.head.now.label) and item_key(row) not in items.keys_here:
        return False
    if item_key(row) in items.keys:
        return numbered is not None or not _ends_title(spot)
    if numbered is None:
        return False
    listed = items.titles.get((numbered.klass, numbered.rank, numbered.number))
    title = row.text[numbered.start :].strip()
    if listed is None or (numbered.klass is not None and not title):
        return listed is not None
    alike = numbered.number == 1 and title_overlap(title, listed) >= _ALIKE
    return alike and spot.after is not None and spot.head.marks.opens_speech(spot.after, None)


def _is_second_list(label: Label | None) -> bool:
    """Whether the rows are still those of 会議に付した事件, which prints the schedule's items again."""
    return label is not None and label.rows > 0 and SECOND_LIST.search(label.word) is not None


def _ends_title(spot: Spot) -> bool:
    """4回）について: the end of a title that the width broke, which other titles of the list have too."""
    above, own = spot.head.now.rows[-1][0].flat, spot.row.flat
    if above.count("(") > above.count(")") and own.count(")") > own.count("("):
        return True
    return spot.head.items.numbered and spot.after is not None and read_numbered(spot.after.flat) is not None


def _head_goes_on(spot: Spot) -> bool:
    """Whether fields that stand in heads only follow before anybody speaks: an item printed again above its papers."""
    if not spot.head.may_look_ahead():
        return False
    for offset in range(1, len(spot.below(_FIELDS_BELOW - 1)) + 1):
        further = spot.further(offset)
        row = further.row
        if spot.head.marks.opens_speech(row, further.after) or (len(row.text) > _LONG_SENTENCE and "。" in row.text):
            return False
        label = further.label()
        if label is not None and label.field in _HEAD_ONLY and (label.marked or len(row.cells) > 1):
            return True
        if label is not None and label.field == "record":
            return False
    return False


def _ceremony(spot: Spot) -> bool | None:
    row, after = spot.row, spot.after
    if not spot.head.labels or spot.kind == "agenda":
        return None
    if not is_ceremony(row.text) and greeting_speaker(row.text) is None:
        return None
    # • 地域代表あいさつ / • 市長あいさつ: lines of a programme
    listed = after is not None and row.text[0] in BULLETS and after.text[0] == row.text[0]
    return read_numbered(row.flat) is None and not listed


def _is_narrative(spot: Spot) -> bool:
    """The first full sentence behind the labelled fields, in minutes that mark no speakers."""
    row, kind = spot.row, spot.kind
    if kind in KEEPS_SENTENCES or kind == "attendees":
        return False
    if kind == "free" and not spot.head.labels and not spot.head.is_dated:
        return False
    if "。" not in row.text or row.text[:1] in _NOTES or len(row.cells) > 1 or _STATEMENT.search(row.text):
        return False
    if kind == "other" and len(row.text) <= _LONG_SENTENCE:
        return False
    # The cover of an assembly's minutes may ask its readers' pardon: those present are listed further down.
    listed = any(section.kind == "attendees" for section in spot.head.sections)
    return not head_goes_on_below(spot) and (listed or not _list_follows(spot))


# In order: the first rule with an answer decides.
RECORD_RULES: tuple[RecordRule, ...] = (
    RecordRule(
        "発言者の表示があり、発言が続く行から本文",
        "霞浜市環境審議会\n令和5年6月13日\n会長　これより会議を始めます。\n委員　質問があります。\n会長　どうぞ。\n委員　以上です。",
        _speech,
    ),
    RecordRule(
        "開会を記す行から本文",
        "日時　令和5年6月13日\n場所　霞浜市役所\n（午前10時開会）\n計画を説明した。",
        _true_where(_opening),
    ),
    RecordRule(
        "出席者の後の、したことを述べる文から本文",
        "出席者\n青野一郎\n赤井花子\n1. 計画について\n事務局から資料に基づき、霞浜市環境基本計画の見直しの経過と今後の予定について説明があった。",
        _true_where(_tells_behind_names),
    ),
    RecordRule(
        "議題の一覧から離れて始まる段落から本文",
        "議題\n1 計画について\n\n霞浜市環境基本計画の見直しの経過については、事務局から次のとおり説明が\nあり、委員からは今後の進め方についていくつかの質問がありましたので、以下に\n記します。",
        _true_where(_begins_paragraph),
    ),
    RecordRule(
        "議題の一覧の後の、したことを述べる文から本文",
        "議題\n1 計画について\n2 予算について\n・事務局から資料1に基づき説明",
        _true_where(_tells_of_item),
    ),
    RecordRule(
        "括弧の中の、説明を記す行から本文",
        "日時　令和5年6月13日\n場所　霞浜市役所\n（事務局から資料1に基づき説明）",
        _true_where(_is_explanation),
    ),
    RecordRule(
        "議題の見出しがもう一度印刷された行から本文",
        "議題\n1 計画について\n2 予算について\n1 計画について\n説明",
        _heading,
    ),
    RecordRule(
        "あいさつや開会の行から本文",
        "日時　令和5年6月13日\n場所　霞浜市役所\n市長あいさつ",
        _ceremony,
    ),
    RecordRule(
        "欄の後の最初の文から本文",
        "日時　令和5年6月13日\n場所　霞浜市役所\n計画の見直しについて話し合いました。",
        _true_where(_is_narrative),
    ),
)
