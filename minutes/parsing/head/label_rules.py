"""Whether a label's word is a label where it stands, and of which field: a word alone does not tell.

Each rule is asked in turn about the labels of its fields; the first that has an answer decides. A label that no rule
answers stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from minutes.parsing.attachments import names_file
from minutes.parsing.head.layout import Decision
from minutes.parsing.head.spots import Spot
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.item_classes import category_alone
from minutes.parsing.words.labels import LABELS, Label
from minutes.parsing.words.numbering import NAMED_IN_WORDS, Numbered, read_numbered
from minutes.parsing.words.people import group_of, is_person
from minutes.parsing.words.records import is_record_heading
from minutes.wording import find_date, find_times

_CHECKBOXES = "■□☑☒✓✔◉⦿▣☐●○◯◎レ"
ACCESS_BOXES = re.compile(rf"[{_CHECKBOXES}]\s?(?:全部|一部)?(?:公開|非公開)")
ACCESS_PARTS = frozenset(["会議", "会議録", "議事録"])
# The boxes stand in so much of a row.
_BOXES_WITHIN = 200
# Words that a form may call that field by
_ACCESS_WORDS = re.compile(
    r"(?=.*公開)(?:会議録?|議事録|審議会|委員会|公開|非公開|一部|可否|区分|状況|取?扱い?|有無|方法|及び|又は|または|の|別|・|等)+"
)
LISTS = frozenset(["agenda", "attachments"])
# Fields that hold sentences
KEEPS_SENTENCES = frozenset(["access", "minutes_access", "reason", "audience"])
# So far below a page's heading the date of the meeting may stand.
_HEAD_BELOW = 12
# A list's heading is no longer.
_LONGEST_HEADING = 12
_HEAD_FIELDS = frozenset(["title", "when", "venue", "attendees"])
# Groups of people whose word heads a list of its own only where its names follow, and is a group within a list.
_GROUP_WORDS = frozenset(["委員", "参考人", "説明員", "関係者", "オブザーバー", "説明者", "構成員"])
_WORDS_WITHIN_LISTS = _GROUP_WORDS | {"欠席", "出席", "執行機関"}
_HALVES_OF_LISTS = frozenset(["欠席", "出席"])
# Words of an office that are those of speakers and groups too
_WORDS_OF_OFFICES = frozenset(["事務局", "担当", "庶務", "所属"])
_UNIT = re.compile(r"(?:課|室|部|局|係|担当|センター|館|所)(?:[\s(（].*)?$")
# 所管課　文化課長ほか2名: who was there
_SOMEBODY = re.compile(r"長(?:[\s、(]|ほか|外|他|$)|[0-9]\s?[名人]$")
# Words that are a page's title above its head
_WORDS_OF_TITLES = frozenset(
    ["会議録", "議事録", "会議の概要", "議事概要", "議事要旨", "会議要旨", "会議結果", "会議の結果"]
)
# Words that may head other labels
_WORDS_ABOVE_LABELS = frozenset(["会議結果", "会議の結果", "内容", "会議の概要"])
_LAST_PAPERS = frozenset(["参考資料", "当日資料", "追加資料"])
# What the signs before the speeches mean.
_LEGEND = re.compile(r"[◎○●◇◆□■△▲]\s?[)）」]?\s?(?:は|[:：=＝]|…)\s?[一-龥]")
_LEGEND_WITHIN = 60
# 議題(3)は、…; 議題（2）において、…: a sentence about an item
_NUMBER_IN_WORDS = re.compile(rf"[(\[]?\s?[0-9一二三四五六七八九十]{{1,3}}\s?[)\]]?(?:{NAMED_IN_WORDS})")
_MOMENTS_OF_TALK = frozenset(["開会", "開議", "開始", "閉会", "散会", "終了"])
_CLOSES = re.compile("閉会|散会|終了|閉議")
ONLY_TIME = re.compile(r"[0-9一二三四五六七八九十年月日時分半午前後正令和平成昭元:()曜火水木金土~\s-]+")
# The closing time stands so near below the opening's; a value that is a time is no longer, a line of one neither.
_CLOSE_BY, _TIME_WITHIN, _LONGEST_TIME, _LONGEST_TIME_LINE = 4, 80, 40, 30
# The heading of a list of an assembly's officers, that many rows above at most
_OFFICERS = re.compile("(?:議会事務局|議会局|事務局(?:出席)?(?:職員)?|出席職員|書記等?|職務のため.{0,20})$")
_FEW_ROWS = 8
_SHORT_HEADING = 20

# What the value of a composed label looks like, field by field.
_FITTING: dict[str, Callable[[str], bool]] = {
    "access": lambda value: re.search(r"公開|[■□☑☐可否]", value[:40]) is not None and len(value) <= 200,
    "minutes_access": lambda value: re.search(r"公開|[■□☑☐可否]", value[:40]) is not None and len(value) <= 200,
    "audience": lambda value: re.search(r"な\s?し|無|[0-9０-９]\s?[名人]|いない", value[:60]) is not None,
    "when": lambda value: find_date(value[:200]) is not None or bool(find_times(value[:80])),
    "venue": lambda value: len(value) <= 60 and "。" not in value,
    "office": lambda value: re.search(r"[課室部局係所館]|センター|担当", value[:60]) is not None and "。" not in value,
    "title": lambda value: len(value) <= 100 and "。" not in value,
}


class Answer(Enum):
    """What a rule says of a label that it does not change; PASS is none: the next rule is asked."""

    STANDS = auto()
    REFUSED = auto()
    PASS = auto()


@dataclass(frozen=True, slots=True)
class LabelRule:
    """What a label of certain fields (all, where none are named) is in its place. In the `example` the rule decides of one."""

    name: str
    example: str
    fields: frozenset[str]
    judge: Callable[[Spot, Label], Label | Answer]


def label_at(spot: Spot) -> Label | None:
    """The label that a row opens with, as its place has it; None where it opens with none."""
    if _is_access_part(spot):
        if spot.kind == "access":
            return None
        first, *others = [cell for cell in spot.row.cells if cell]
        return Label("access", squeeze(flat(first)), tuple(others))
    label = spot.label() or _boxed(spot.row)
    if label is not None:
        return _judged(spot, label)
    if _heads_members(spot):
        return Label("attendees", squeeze(spot.row.flat), ())
    headed = spot.head.labels > 0 and spot.kind not in KEEPS_SENTENCES and is_record_heading(spot.row.flat)
    return Label("record", squeeze(spot.row.flat), ()) if headed else None


def _judged(spot: Spot, label: Label) -> Label | None:
    for rule in LABEL_RULES:
        if rule.fields and label.field not in rule.fields:
            continue
        answer = rule.judge(spot, label)
        if answer is Answer.PASS:
            continue
        spot.head.decisions.append(Decision(spot.row, rule.name))
        if isinstance(answer, Label):
            return answer
        return label if answer is Answer.STANDS else None
    return label


def head_goes_on_below(spot: Spot) -> bool:
    """本文 / 甲審議会開催結果 / 1 日時 …: a page's heading above the head is not that of the record."""
    if spot.head.labels > 1 or any(section.kind == "when" for section in spot.head.sections):
        return False
    labels = (spot.label(offset) for offset in range(1, _HEAD_BELOW))
    return any(label is not None and label.field == "when" and bool(label.values) for label in labels)


def _is_access_part(spot: Spot) -> bool:
    """会議 or 会議録 on its own above the boxes □公開 ■非公開, or with them in the next cell."""
    cells = [cell for cell in spot.row.cells if cell]
    if not cells or squeeze(cells[0]) not in ACCESS_PARTS:
        return False
    if len(cells) > 1:
        return ACCESS_BOXES.search(" ".join(cells[1:])[:_BOXES_WITHIN]) is not None
    return spot.after is not None and ACCESS_BOXES.search(spot.after.text[:_BOXES_WITHIN]) is not None


def _boxed(row: PrintedLine) -> Label | None:
    """公　開：□ 公開　☑ 非公開　□ 一部公開: whatever a form calls the field, its boxes tell."""
    boxes = list(ACCESS_BOXES.finditer(row.text))
    if len(boxes) < 2 or len(row.text) > _BOXES_WITHIN:
        return None
    word = squeeze(flat(row.text[: boxes[0].start()])).strip("・:()[]【】<>◇◆○●■")
    if _ACCESS_WORDS.fullmatch(word) is None:
        return None
    field = "minutes_access" if "録" in word else "access"
    return Label(field, word, (row.text[boxes[0].start() :],), marked=True)


def _heads_members(spot: Spot) -> bool:
    """分科会委員 on a line of its own right above names: a list that no other label heads."""
    row = spot.row
    if spot.kind == "attendees" or len(row.text) > _LONGEST_HEADING or len(row.cells) > 1 or spot.after is None:
        return False
    group = group_of(row.text)
    if group is None or not group.endswith(("委員", "構成員")):
        return False
    names = re.split("[、,]", spot.after.flat.strip("、 "))
    return len(names) > 1 and all(is_person(name.strip()) for name in names)


def _refused_where(holds: Callable[[Spot, Label], bool]) -> Callable[[Spot, Label], Answer]:
    return lambda spot, label: Answer.REFUSED if holds(spot, label) else Answer.PASS


def _of_field_where(field: str, holds: Callable[[Spot, Label], bool]) -> Callable[[Spot, Label], Label | Answer]:
    return lambda spot, label: Label(field, label.word, label.values, label.rows) if holds(spot, label) else Answer.PASS


def _lacks_value(spot: Spot, label: Label) -> bool:
    """Whether a label that only its vocabulary makes lacks what its field holds: 公開の状況 / 公開 has it; items of lists lack it."""
    if label.word in LABELS:
        return False
    if label.field == "record" and not (spot.head.labels and not label.values):
        return True
    if label.field == "other" and spot.kind in LISTS and not label.marked:
        # その他必要な事項 may be the last item of a list
        return True
    if spot.kind in LISTS and spot.head.now.label is not None:
        own, above = read_numbered(spot.row.flat), read_numbered(spot.head.now.row.flat)
        if own is not None and not (above is not None and _counts_on(spot, above, own)):
            return True
        if own is None and spot.row.text[:1] in "・•○":
            return True
    value = " ".join(label.values) or (spot.after.text if spot.after is not None else "")
    fitting = _FITTING.get(label.field)
    return not value or (fitting is not None and not fitting(value))


def _counts_on(spot: Spot, above: Numbered, own: Numbered) -> bool:
    """Whether a label has the number after that of the label above its list; or the same, as in 1 日時, 1 場所, 1 議題."""
    last = read_numbered(spot.head.now.rows[-1][0].flat)
    deeper = last is not None and last.rank > own.rank
    following = (above.number or 0) + 1
    return own.rank == above.rank and own.number in ([following, above.number] if deeper else [following])


def _names_somebody(_spot: Spot, label: Label) -> bool:
    return _SOMEBODY.search(flat("".join(label.values))) is not None


def _heads_column(spot: Spot, label: Label) -> bool:
    return label.word in ("件名", "議題名") and any(
        section.kind in ("when", "attendees") for section in spot.head.sections
    )


def _is_no_unit(spot: Spot, label: Label) -> bool:
    value = "".join(label.values)
    if label.word not in _WORDS_OF_OFFICES:
        return False
    return spot.kind == "attendees" or not _UNIT.search(value) or "、" in value


def _group_outside_lists(spot: Spot, label: Label) -> Answer:
    if label.word not in _GROUP_WORDS or spot.kind == "attendees":
        return Answer.PASS
    names_follow = bool(label.values) if label.marked else len(spot.row.cells) > 1
    return Answer.STANDS if names_follow else Answer.REFUSED


def _is_post_of_officer(spot: Spot, label: Label) -> bool:
    return spot.kind == "attendees" and label.word == "書記" and len(label.values) == 1 and _lists_officers(spot)


def _lists_officers(spot: Spot) -> bool:
    """Whether the rows are those of an office's people, listed below its label."""
    label = spot.head.now.label
    heads = [] if label is None or label.values else [label.word]
    heads += [squeeze(row.flat) for row, _ in spot.head.now.rows[-_FEW_ROWS:] if len(row.text) <= _SHORT_HEADING]
    return any(_OFFICERS.search(head) is not None for head in heads)


def _group_within_list(spot: Spot, label: Label) -> Answer:
    if spot.kind != "attendees" or label.word not in _WORDS_WITHIN_LISTS:
        return Answer.PASS
    return Answer.STANDS if label.marked and label.word in _HALVES_OF_LISTS else Answer.REFUSED


def _item_of_list(spot: Spot, label: Label) -> Answer:
    numbered = read_numbered(spot.row.flat)
    if spot.kind != "agenda" or not spot.head.now.rows or not (numbered or category_alone(spot.row.text)):
        return Answer.PASS
    return Answer.REFUSED if not label.marked or numbered or not label.values else Answer.STANDS


def _moment(spot: Spot, label: Label) -> Answer:
    """開会 and its like head a time of the head only where the closing time follows, or the date came before."""
    if not _has_time(spot, label.rows, label.values):
        return Answer.REFUSED
    if label.word not in _MOMENTS_OF_TALK or spot.kind in ("opens", "when", "time", "closes"):
        return Answer.STANDS
    closes = any(
        _CLOSES.search(squeeze(row.flat[:20])) and _has_time(spot.further(offset), 0, ())
        for offset, row in enumerate(spot.below(_CLOSE_BY), start=1)
    )
    return Answer.STANDS if closes else Answer.REFUSED


def _has_time(spot: Spot, own: int, values: tuple[str, ...]) -> bool:
    """Whether a time stands in a label's values or, where it has none, in the two rows below: 【開会】 / 3月7日 / 10時."""
    value = " ".join(values)
    if value or not own:
        value = value or spot.row.text
        if find_times(value[:_TIME_WITHIN]) and len(value) <= _LONGEST_TIME:
            return True
        if own:
            return False
    return any(
        len(row.text) <= _LONGEST_TIME_LINE and find_times(row.text) and ONLY_TIME.fullmatch(row.flat)
        for row in spot.below(2)
    )


def _is_above_head(spot: Spot, label: Label) -> bool:
    return not label.values and head_goes_on_below(spot)


def _is_part_of_access(spot: Spot, label: Label) -> bool:
    return spot.kind == "access" and label.word in ACCESS_PARTS


def _first_label(spot: Spot, label: Label) -> Label | Answer:
    if spot.head.labels or spot.kind != "free" or (spot.head.is_dated and spot.after is not None):
        return Answer.PASS
    return Label("void", label.word, label.values) if label.word in _WORDS_OF_TITLES else Answer.STANDS


def _heads_page(spot: Spot, label: Label) -> bool:
    below = spot.label(label.rows) if not spot.head.is_dated and spot.after is not None else None
    return below is not None and below.field in _HEAD_FIELDS


def _heads_labels(spot: Spot, label: Label) -> Label | Answer:
    if label.word in _WORDS_ABOVE_LABELS and spot.label(1) is not None:
        return Label("void", label.word, label.values)
    return Answer.PASS


def _is_paper_of_list(spot: Spot, label: Label) -> bool:
    """参考資料 alone may be the last paper of the list."""
    last = spot.after is None or spot.label(1) is not None
    return spot.kind == "attachments" and (bool(label.values) or (last and label.word in _LAST_PAPERS))


def _is_reason(spot: Spot, label: Label) -> bool:
    now = spot.head.now
    if spot.kind != "reason" or now.label is None or now.label.values or len(now.rows) > now.own_rows:
        return False
    return bool(label.values) and not label.marked


def _explains_signs(_spot: Spot, label: Label) -> bool:
    return bool(label.values) and _LEGEND.search(label.values[0][:_LEGEND_WITHIN]) is not None


def _is_named_in_words(_spot: Spot, label: Label) -> bool:
    return bool(label.values) and _NUMBER_IN_WORDS.match(flat(label.values[0])) is not None


def _names_paper(spot: Spot, label: Label) -> bool:
    """Whether a label of the agenda names one of the papers handed out: 次第, ・議案, 議案.pdf."""
    if spot.kind != "attachments":
        return False
    if names_file(spot.row.text) or (not label.values and spot.row.text[0] in "・•‣･·"):
        return True
    return spot.head.lists_items and not label.marked and label.word.endswith("次第")


def _is_summary(spot: Spot, label: Label) -> bool:
    return spot.head.labels > 1 and label.marked and label.word == "概要"


def _is_in_agenda(spot: Spot, _label: Label) -> bool:
    return spot.kind == "agenda"


def _is_next_meeting(spot: Spot, label: Label) -> bool:
    return spot.kind == "agenda" and label.word.startswith("次回")


_RECORD = frozenset(["record"])
_AGENDA = frozenset(["agenda"])
_OFFICE = frozenset(["office"])
_ATTENDEES = frozenset(["attendees"])
_VOID = frozenset(["void"])
# In order: the first rule with an answer decides.
LABEL_RULES: tuple[LabelRule, ...] = (
    LabelRule(
        "言葉の組合せだけでできた見出しは、その欄にふさわしい値があるときだけ見出し",
        "日時　令和5年6月13日\n場所　霞浜市役所\n議題\n1 計画について\n3 審議経過の詳細",
        frozenset(),
        _refused_where(_lacks_value),
    ),
    LabelRule(
        "担当課の後に人の職があれば、担当課ではなく出席者",
        "日時　令和5年6月13日\n所管課　文化課長ほか2名",
        _OFFICE,
        _refused_where(_names_somebody),
    ),
    LabelRule(
        "日時や出席者の後の「件名」は、表の列の見出し",
        "日時　令和5年6月13日\n出席者\n青野一郎\n件名\n議決結果\n議案第1号　計画について",
        frozenset(["title"]),
        _of_field_where("void", _heads_column),
    ),
    LabelRule(
        "「事務局」「担当」などは、後に課や係の名が一つあるときだけ担当課",
        "日時　令和5年6月13日\n事務局：青野、赤井",
        _OFFICE,
        _refused_where(_is_no_unit),
    ),
    LabelRule(
        "出席者の一覧の外では、「委員」などは後に名があるときだけ見出し",
        "日時　令和5年6月13日\n【委員】　青野一郎、赤井花子",
        _ATTENDEES,
        _group_outside_lists,
    ),
    LabelRule(
        "事務局の職員の一覧にある「書記」は職",
        "出席議員\n1番　青野一郎君\n議会事務局職員\n事務局長　白川次郎\n書　記　赤井花子",
        _ATTENDEES,
        _refused_where(_is_post_of_officer),
    ),
    LabelRule(
        "出席者の一覧の中では、「委員」などは区分",
        "出席者\n委員　青野一郎、赤井花子\n説明員　白川次郎",
        _ATTENDEES,
        _group_within_list,
    ),
    LabelRule(
        "議題の一覧の中の番号のある行は議題",
        "議題\n1 前回の報告\n2 審議事項",
        _AGENDA,
        _item_of_list,
    ),
    LabelRule(
        "「開会」などは、時刻があり、閉会の時刻か日時の欄が近くにあるときだけ欄",
        "霞浜市環境審議会\n開会　午前10時\n閉会　午前11時",
        frozenset(["opens", "closes"]),
        _moment,
    ),
    LabelRule(
        "すぐ下に日時の欄があれば、その上の「本文」などはページの見出し",
        "本文\n霞浜市環境審議会開催結果\n1 日時　令和5年6月13日",
        _RECORD,
        _of_field_where("void", _is_above_head),
    ),
    LabelRule(
        "公開の欄の中の「会議録」は、会議録の公開のこと",
        "公開の可否\t公開\n会議録\t非公開",
        _RECORD,
        _refused_where(_is_part_of_access),
    ),
    LabelRule(
        "日時より前の「会議録」などは表題、ほかの言葉は本文の見出し",
        "霞浜市環境審議会\n会議録\n委員　これは何か。",
        _RECORD,
        _first_label,
    ),
    LabelRule(
        "すぐ下が会議名、日時、場所や出席者の欄なら、ページの見出し",
        "会議名　霞浜市環境審議会\n審議結果\n日時\n令和5年6月13日",
        _RECORD,
        _of_field_where("void", _heads_page),
    ),
    LabelRule(
        "すぐ下が別の欄なら、欄をまとめる見出し",
        "日時　令和5年6月13日\n会議の結果\n議題　計画について",
        _RECORD,
        _heads_labels,
    ),
    LabelRule(
        "理由の欄のすぐ下の文は、どの言葉で始まっても理由",
        "日時　令和5年6月13日\n非公開理由\n議題（2）において、法人の情報を取り扱うため",
        frozenset(["agenda", "attendees", "attachments", "record"]),
        _refused_where(_is_reason),
    ),
    LabelRule(
        "資料の一覧の中の「参考資料」などは資料",
        "日時　令和5年6月13日\n配布資料\n資料1　計画案\n参考資料　統計",
        frozenset(["attachments"]),
        _refused_where(_is_paper_of_list),
    ),
    LabelRule(
        "「議事」の後に記号の凡例があれば、本文の見出し",
        "日時　令和5年6月13日\n議事：◎は委員長、○は委員の発言",
        _AGENDA,
        _of_field_where("record", _explains_signs),
    ),
    LabelRule(
        "文の中で番号を挙げる「議題」は見出しではない",
        "公開・非公開　一部公開\n議題（2）において、法人の情報を取り扱うため",
        _AGENDA,
        _refused_where(_is_named_in_words),
    ),
    LabelRule(
        "資料の一覧の中の「次第」などは資料",
        "日時　令和5年6月13日\n配布資料\n・資料1　計画案\n・次第",
        _AGENDA,
        _refused_where(_names_paper),
    ),
    LabelRule(
        "ほかの欄の後の「概要」は、本文の見出し",
        "日時　令和5年6月13日\n場所　霞浜市役所\n【概要】\n計画を説明した。",
        _VOID,
        _of_field_where("record", _is_summary),
    ),
    LabelRule(
        "議題の一覧の中では、まとめる見出しは議題",
        "日時　令和5年6月13日\n議題\n1 計画について\n決定事項",
        _VOID,
        _refused_where(_is_in_agenda),
    ),
    LabelRule(
        "議題の一覧の中の「次回日程」は議題",
        "日時　令和5年6月13日\n議題\n1 計画について\n2 次回日程",
        frozenset(["other"]),
        _refused_where(_is_next_meeting),
    ),
)
