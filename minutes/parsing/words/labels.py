"""Labels of a minutes form: 開催日時, 場　所, 【出席者】, 3 議題 … -> which field they open.

A label is known by its word alone, whatever stands round it: numbering, bullets, brackets, letter spacing, a
colon, a table cell, or a line of its own with the value below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.label_words import composed_field
from minutes.parsing.words.people import GROUPS, SEAT, group_of
from minutes.parsing.words.people_headings import people_heading

_WORDS = {
    "title": "会議名 会議の名称 会議名称 会議名等 会議の名称等 名称 附属機関又は会議体の名称 附属機関等の名称 附属機関の名称 附属機関等の会議の名称 会議体の名称 会議体 審議会等の名称 審議会等名 "
    "審議会名 委員会名 件名 審議会等の会議の名称 会合名 会の名称 協議会等の名称 会議等の名称 附属機関等名 会議の種類及び名称",
    "office": "事務局(担当課) 事務局(所管課) 事務局(担当部署) 事務局担当課 担当課 所管課 担当部署 所管部署 主管課 担当部課 所管部課 担当課名 所管課名 担当部局 所管部局 事務局(担当課名) "
    "担当課(事務局) 庶務担当 庶務担当課 事務担当課 事務局名 所属 作成課 担当課等 所管部課名 会議の担当課 会議担当課 担当事務局 所管課等 担当 庶務 事務局",
    "when": "日時 開催日時 会議日時 開会日時 開催日 期日 年月日 開催年月日 開催期日 会議の日時 日にち とき 開催日及び時間 開催日時等 日時等 会議開催日時 会議開催日 会議年月日 開催の日時 実施日時 開会年月日 招集年月日 "
    "会議の開催日時 日程及び時間 開催年月日時 月日 開催月日 招集日時 招集日 開催日及び開催時間 開催年月日及び時間 日時及び時間 日時・場所 日時及び場所 日時場所 日時と場所 開催日時・場所 開催日時及び場所 開催日及び場所 開催日・場所 開催日時、場所 とき・ところ",
    "time": "時間 開催時間 会議時間 時刻 開催時刻 会議の時間 開会時間及び閉会時間 開閉会時刻",
    "opens": "開会時刻 開会時間 開始時刻 開始時間 開議時刻 開会 開議 開始",
    "closes": "閉会日時 閉会時刻 閉会時間 終了時刻 終了時間 散会時刻 閉会 散会 終了",
    "venue": "場所 開催場所 会議場所 会場 開催会場 ところ 会議の場所 開催の場所 会議開催場所 会議の開催場所 招集場所 場所等 開催場所等 実施場所 招集の場所 開催方法及び場所 開催場所及び方法 会議会場 会議の会場",
    "access": "公開の可否 公開・非公開 会議の公開・非公開 会議の公開又は非公開の別 会議の公開・非公開の別 公開非公開の別 公開・非公開の別 会議の公開状況 公開区分 公開の別 会議の公開 会議の公開の可否 "
    "会議の公開または非公開の別 会議公開の可否 公開又は非公開の別 公開又は非公開 公開状況 会議の公開区分 公開・非公開の区分 公開・一部公開・非公開の別 会議の公開(非公開) 会議の公開等 会議の公開・一部公開・非公開の別",
    "minutes_access": "会議録の公開 会議録の公開・非公開 会議録の公開の可否 会議録の公開・非公開の別 議事録の公開 議事録の公開・非公開 会議録の公開状況 会議録公開の可否 議事録公開の可否 会議録の公開区分",
    "reason": "非公開理由 非公開の理由 一部非公開の理由 会議を非公開とする理由 会議を非公開とした理由 非公開とした理由 非公開とする理由 会議の全部又は一部を公開しない理由 公開しない理由 非公開・一部非公開の理由 "
    "会議の非公開の理由 会議を公開しない理由 非公開又は一部非公開の理由 (非公開理由) 非公開の場合の理由 非公開の場合はその理由 傍聴を認めない理由 一部公開又は非公開の理由",
    "audience": "傍聴者 傍聴者数 傍聴人 傍聴人数 傍聴人の数 傍聴者の数 傍聴者等 傍聴 傍聴の状況 傍聴状況 傍聴の可否 傍聴人等 傍聴定員 傍聴者の定員 傍聴の定員 傍聴者の人数 一般傍聴者 一般傍聴者数 会議の傍聴者",
    "attendees": "出席者 出席者氏名 出席者等 出席委員 出席委員氏名 委員出席者 委員の出席者 出席議員 参加者 出席状況 出席者名 出席した委員 出席した者 説明員 出席説明員 説明のため出席した者 説明のため出席した者の職氏名 "
    "事務局職員 事務局出席者 事務局出席職員 事務局側出席者 事務局等の出席者 事務局等出席者 事務局の出席者 関係者 理事者 出席理事者 職務のため出席した者 職務のため出席した者の職氏名 欠席者 欠席委員 欠席議員 欠席 "
    "出席職員 出席した職員 委員の出欠 出席 出席者名簿 出席者(敬称略) 委員の出席状況 委員の出席 出席委員及び欠席委員 出席した委員の氏名 会議に出席した者 会議出席者 会議の出席者 会議出席者名 出席部員 出席構成員 構成員 "
    "出席会員 オブザーバー 事務局出席職員名 事務局職員出席者 市側出席者 区側出席者 町側出席者 行政側出席者 市出席者 出席者の氏名 説明者 出席説明者 出席した議員 "
    "委員以外の出席者 その他の出席者 その他出席者 委員外出席者 説明のための出席者 出席を求めた者 執行機関 地方自治法第121条により説明のため出席した者 委員 出席者及び欠席者 出席者職氏名 出席幹事 参考人 紹介議員 委員出欠 委員の出欠状況 委員出欠状況 出欠状況 出欠席 出席者及び欠席委員 執行者 出席執行者 執行部出席者 会議に出席した議員 会議に欠席した議員 会議に出席した委員 会議に欠席した委員 会議に関係した事務局職員 会議に関係した職員 出席した事務局職員 出席議会局職員 議会局職員 出席議会事務局職員 議会事務局職員出席者 本日の出席議員 本日の欠席議員 議場に出席した事務局職員 職務のため議場に出席した者 職務のため議場に出席した事務局職員 職務のため会議に出席した者 説明のため議場に出席した者 説明のため会議に出席した者 書記 事務局職員等 欠席委員氏名 欠席者氏名 欠席委員名 出席委員名 説明者の職氏名 説明者の職・氏名 説明者職氏名 説明者氏名 説明員の職氏名 説明員職氏名 事務局職員氏名 事務局の職氏名 事務局職員職氏名 議長氏名 会長氏名 委員長氏名 座長氏名 出席委員職氏名 出席事務局職員 説明のため出席した職員 応招委員 不応招委員 応招議員 不応招議員",
    "agenda": "付託案件 付託議案 付託事件 付託された案件 会議に付した議案 会議に付した事項 議題 議題等 会議次第 次第 式次第 議事次第 付議事件 付議案件 付議事項 議事日程 案件 会議事項 議事 協議事項 審議事項 報告事項 会議の議題 会議に付した事件 会議に付した案件 本日の会議に付した事件 審議案件 "
    "会議の案件 会議案件 議事事項 協議・報告事項 会議の次第 議題及び議事 議案 会議題 日程 会議の件名 審査案件 協議題 議題名 検討事項 会議の事項 検討議題 本日の議題 議事項目 会議に付された事件 議案等 協議内容 審議議案 調査事項 本日審査した案件 審査した案件 本日の案件 本日の審議事項 本日の次第 審査日程 議事の日程 審議会次第 委員会次第",
    "attachments": "資料 配布資料 配付資料 会議資料 提出資料 提出された資料等 提出された資料 添付資料 参考資料 資料等 配布資料等 配付資料等 資料一覧 会議資料一覧 提出資料一覧 配布資料一覧 配付資料一覧 当日配布資料 当日配付資料 会議資料等 使用資料 "
    "会議の資料 提出資料等 提出資料名 資料名 会議資料の名称 会議に提出された資料 会議資料名等 本日の資料 当日資料 会議に付された資料 資料の名称 関係資料 事前配布資料 配布物 配付物 提出された資料等の名称 配布資料の名称 会議資料名 提出書類",
    "record": "会議内容 会議の内容 議事の大要 議事の概要 議事概要 議事録 会議録 議事要旨 議事の要旨 会議経過 会議の経過 議事の経過 議事経過 審議経過 審議の経過 審議内容 審議の内容 議事内容 議事の内容 発言内容 発言要旨 "
    "会議要旨 会議の要旨 会議結果 会議の結果 審議結果 審議の結果 会議の概要 審議概要 審議の概要 議事の顛末 議事の経過及び結果 会議の経過及び結果 会議の大要 主な意見 主な意見等 主な発言内容 質疑応答の概要 会議録本文 本文 会議の記録 "
    "発言の要旨 議事進行 議事要録 議事詳細 会議の詳細 議事のてん末 会議のてん末 会議の顛末 内容 議事経過及び結果 議事の結果 議事の経過の概要 審議の経過及び結果 会議経過及び結果 会議内容の要旨 審議経過及び結果 議論の概要 委員意見等 "
    "発言者及び発言内容 発言内容・質疑内容・決定事項等 審議事項等の内容 議事及び発言の内容 会議内容(要旨) 会議の内容(要旨) 会議記録 会議内容等 協議の内容 議事の経過と結果 質疑・意見等 質疑応答等 議事・発言内容 摘録 議事の摘録 会議の摘録 議事摘録",
    "other": "次回開催予定日 次回開催予定 次回開催日 次回開催 次回会議予定日 次回の開催予定 次回予定 次回の予定 次回会議 次回日程 問い合わせ先 問合せ先 問合先 お問い合わせ先 お問い合わせ お問合せ先 連絡先 電話番号 "
    "この記事に関するお問い合わせ先 このページに関するお問い合わせ 備考 要約した理由 特記事項 会議録署名委員 会議録署名議員 会議録署名人 議事録署名委員 議事録署名議員 議事録署名人 署名委員 署名議員 関連ファイル 添付ファイル",
    "void": "概要 開催概要 開会及び閉会に関する事項 会議要録 開会及び閉会の日時 開会及び閉会 会議概要 開催結果 開催状況 基本情報 出席者数 決定事項 日時・場所・出席者 開催日時・場所・出席者 日時・場所等 委員長署名 議案及び議事内容 議題及び議事内容",
}  # fmt: skip
LABELS = {word: field for field, words in _WORDS.items() for word in words.split()}
# Doubtful words that are labels where their letters are spaced, since nobody speaks under them.
_SPACED_WORDS = frozenset(["欠席", "出席", "書記", "庶務", "期日", "時間", "案件", "日程", "議案"])
_SPEAKER_COLUMN = frozenset(["発言者", "発言者名", "発言者等", "氏名", "委員名", "区分"])
_LONGEST = max(30, *map(len, LABELS))

_START = re.compile(
    r"(?:-\s+)?[\s○◯〇●◎◆◇■□・•*★☆▼▽※⒈-⒛]*(?:(?:[(\[]?\s?[0-9一二三四五六七八九十]{1,2}\s?[)\]]?|[①-⒇]|[Ⅰ-Ⅻ]|[A-Za-zア-ン])(?:\s*[.．、)]\s*|\s+)|[(]\s?[0-9]{1,2}\s?[)]\s*|[①-⒇]\s*"
    r"|[0-9]{1,2}(?=[^\s0-9年月日時分人名回号:./,-]))?(?P<open>[【\[<《〈({「]?)\s*"
)
_CLOSE = {"【": "】", "[": "]", "<": ">", "《": "》", "〈": "〉", "(": ")", "{": "}", "「": "」"}
# 出席者（委員）氏名: the list of names under a heading
_NAMES_OF = re.compile(r"(?P<word>[^()]{2,24}?)(?:の?\([^()]{1,12}\))?の?職?・?氏?名")
# 説明のため出席した者の職氏名 is a group as printed
_WHO = re.compile(r".{2,}(?:した|めた|けた|された)者")
# 青葉・若葉合併協議会出席者: the body that the title names, before the label
_TITLE_ROWS = 6
_BODYS_PEOPLE = re.compile(r"(?P<body>[^\s、。:()]{2,24}[会部])(?P<word>出席者|欠席者|出席委員|欠席委員)(?=[\s:]|$)")
_SHEET = r"(?:追加|変更)?\s?第?\s?[0-9一二三四五六七八九十]{1,3}\s?[号日](?:の追加\s?[0-9一二三四五六七八九十]{0,3})?"
_SCHEDULE = re.compile(
    rf"[\s○◯〇●◎◆◇■□]*(?P<body>(?:\S[^。、:「]{{2,50}}[会]\s?)?)(?P<added>(?:追加|変更)?)(?:本日の)?\s?議\s*事\s*日\s*程\s?表?\s*"
    rf"(?P<number>(?:[(\[]\s?{_SHEET}\s?[)\]]|{_SHEET})?)\s*(?P<when>(?:(?:明治|大正|昭和|平成|令和|午前|午後|[0-9]{{4}}年).*)?)"
)
# Ends of labels that head a list of people, whatever office stands before them.
_PEOPLE = ("職員", "出席者", "出席委員", "欠席委員", "欠席者", "説明員", "関係者", "参加者")
# Words that open a field only with a colon, a bracket, numbering or a table cell, being common words of text too.
_DOUBTFUL = frozenset(
    [
        "内容",
        "担当",
        "所属",
        "庶務",
        "名称",
        "事務局",
        "委員",
        "出席",
        "欠席",
        "開会",
        "閉会",
        "散会",
        "終了",
        "開始",
        "開議",
        "会議録",
        "議事録",
        "時間",
        "時刻",
        "月日",
        "期日",
        "関係者",
        "案件",
        "日程",
        "概要",
        "傍聴",
        "議案",
        "案件",
        "本文",
        "決定事項",
        "会議",
        "構成員",
        "説明者",
        "参考人",
        "件名",
        "件",
        "主な意見",
        "議事",
        "書記",
    ]
)


# What a label says of itself in brackets: 議題（公開・非公開の別）, 出席した者（傍聴人を除く。）の氏名（敬称略）
_REMARK = re.compile(
    r"\s*\((?:(?:会議|公開|非公開|一部|・|又は|または|の)*の別|(?:傍聴[人者]|事務局|職員|代理[人者]?|等|及び|、)*を(?:除く|含む)。?"
    r"|(?:敬称略|順不同|[5五]十音順|50音順|(?:仮?議席|名簿|役職)順|[・、\s])+)\)(?:\s?の?職?・?氏\s?名)?"
)


def field_of(word: str) -> str | None:
    """The field that a word opens as a label, None where it is no label."""
    return LABELS.get(word) or composed_field(word)


@dataclass(frozen=True, slots=True)
class Label:
    """A label: the field it opens, its word, the texts after it (one a cell), the rows it takes."""

    field: str
    word: str
    values: tuple[str, ...]
    rows: int = 1
    marked: bool = False


def find_label(rows: list[PrintedLine], index: int) -> Label | None:
    """The label that row `index` opens with, None where it opens with none.

    A label may be broken over two short rows (公開の / 可否), or over two cells (開催 | 日時).
    """
    row = rows[index]
    if len(row.cells) > 1:
        return _cell_label(row)
    if (schedule := _schedule_label(row)) is not None:
        return schedule
    found = _text_label(row.text, row.flat)
    if found is not None:
        return (None if found.values else _broken_label(rows, index)) or found
    if (people := people_heading(rows, index)) is not None:
        return Label("attendees", people.word, people.values, people.rows, marked=True)
    prefixed = _BODYS_PEOPLE.match(row.flat)
    if prefixed and any(prefixed["body"] in squeeze(above.flat) for above in rows[: min(index, _TITLE_ROWS)]):
        rest = row.text[prefixed.end() :].strip(" 　:：")
        return Label("attendees", prefixed["word"], (rest,) if rest else (), marked=True)
    return _broken_label(rows, index)


# A label's lines are as short; it is broken over so many.
_LONGEST_LINE, _MOST_LINES = 16, 3
# Where a label's line is broken: before or behind these.
_GOES_ON = re.compile(r"(?:又は|または|及び|および|並びに|ならびに|・|、|の|等|その|\()")
_LEFT_OPEN = re.compile(r"(?:又は|または|及び|および|並びに|ならびに|・|、|の|は|した|\()$")


def _broken_label(rows: list[PrintedLine], index: int) -> Label | None:
    """A label that a narrow column broke over rows: 公開の / 可否; 会議の公開 / 又は非公開; 傍聴不可の場合は、/ その理由."""
    lines: list[str] = []
    for row in rows[index : index + _MOST_LINES]:
        if len(row.cells) > 1 or len(row.text) > _LONGEST_LINE or row.text.endswith("。"):
            break
        lines.append(squeeze(row.flat))
    for count in range(len(lines), 1, -1):
        word = "".join(lines[:count])
        field = LABELS.get(word) if len(lines[0]) <= 12 and lines[0] not in LABELS else None
        if field is None and all(
            _LEFT_OPEN.search(above) or _GOES_ON.match(below) for above, below in pairwise(lines[:count])
        ):
            field = field_of(word)
        if field is not None:
            return Label(field, word, (), count, True)
    return None


def _schedule_label(row: PrintedLine) -> Label | None:
    """議事日程第22号; 霞浜町議会第4回定例会議事日程; 議事日程（第1号）　令和5年6月13日: the body and the sheet's number say nothing new."""
    if len(row.text) > 80 or "程" not in row.flat:
        return None
    match = _SCHEDULE.fullmatch(row.flat)
    if match is None or not (match["number"] or match["added"] or squeeze(match["body"])):
        return None
    rest = row.text[match.start("when") :].strip() if match["when"] else ""
    return Label("agenda", "議事日程", (rest,) if rest else (), marked=True)


def _cell_label(row: PrintedLine) -> Label | None:
    first = _word(row.cells[0])
    if first in _SPEAKER_COLUMN and len(row.cells) == 2 and LABELS.get(_word(row.cells[1])) == "record":
        # 発言者 | 会議の経過: the head of the record's table
        return Label("record", _word(row.cells[1]), (), marked=True)
    second = _word(row.cells[1])
    if len(row.cells) > 2 and first and second and first + second in LABELS:
        word = first + second
        return Label(LABELS[word], word, row.cells[2:], marked=True)
    if (field := field_of(first)) is not None:
        return None if _is_said(first, " ".join(row.cells[1:])) else Label(field, first, row.cells[1:], marked=True)
    if not first and len(row.cells) > 2 and _word(row.cells[1]) in LABELS and any(row.cells[2:]):
        word = _word(row.cells[1])
        return None if word in _DOUBTFUL else Label(LABELS[word], word, row.cells[2:], marked=True)
    return None


def _word(cell: str) -> str:
    if len(cell) > 60:
        return ""
    plain = flat(cell)
    start = _START.match(plain)
    bare = _COUNT_BEHIND.sub("", squeeze(plain[start.end() :] if start else plain))
    return bare if bare in LABELS else bare.strip("】])>》〉:・。「」")


# 出席委員（6人）
_COUNT_BEHIND = re.compile(r"\((?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[名人]\)$")


@lru_cache(maxsize=1024)
def _text_label(text: str, plain: str) -> Label | None:
    start = _START.match(plain)
    if start is None:
        return None
    bracket = start["open"]
    numbered = start.end() > 0
    word, position = "", start.end()
    best: tuple[str, int] | None = None
    limit = min(len(plain), position + 2 * _LONGEST)
    while position < limit and len(word) <= _LONGEST:
        sign = plain[position]
        position += 1
        if sign == " ":
            continue
        word += sign
        if (
            word in LABELS
            and (
                _ends_label(plain, position, bracket, word)
                or (not bracket and _is_glued(plain, position, word, numbered))
            )
        ) or (
            _may_end(plain, position, bracket, numbered)
            and composed_field(word) is not None
            and not (best is not None and _heads_group(text, best, position))
        ):
            best = (word, position)
    named = _NAMES_OF.fullmatch(squeeze(plain[start.end() :])) if len(plain) < 40 and plain.endswith("名") else None
    if named and (field := field_of(named["word"])) and (field == "attendees" or (field == "office" and best is None)):
        whole = squeeze(plain[start.end() :]) if _WHO.fullmatch(named["word"]) else named["word"]
        return Label("attendees", whole, (), marked=True)
    if best is None:
        bare = plain[start.end() :].strip(" " + _CLOSE.get(bracket, "") + ":")
        if numbered and len(bare) <= 20 and bare.endswith(_PEOPLE) and (group := group_of(bare)):
            return Label("attendees", group, (), marked=True)
        return None
    word, end = best
    field = field_of(word) or ""
    while remark := _REMARK.match(plain, end):
        end = remark.end()
    rest = plain[end:]
    skipped = len(rest) - len(rest.lstrip(" " + _CLOSE.get(bracket, "") + ":;|"))
    spaced = word in _SPACED_WORDS and " " in plain[start.end() : end]
    marked = bool(bracket) or numbered or spaced or rest.lstrip()[:1] in (":", ";", "|")
    if word in _DOUBTFUL and not marked and rest.strip() and not _is_moment(field, rest):
        return None
    if _is_said(word, rest):
        return None
    value = text[end + skipped :].strip()
    if field == "record" and _PROGRAMME.match(flat(value)) is not None:
        # 会議内容 1 開会 2 報告 (1) 甲 3 閉会: what was on the programme
        return Label("agenda", "会議次第", (value,), marked=marked)
    return Label(field, word, (value,) if value else (), marked=marked)


_PROGRAMME = re.compile(r"[(\[]?[1一①][)\]]?\s?[.．、]?\s?開\s?会\s[^。]*[(\[]?[2二②][)\]]?\s?[.．、]?\s?\S[^。]*$")


def _heads_group(text: str, best: tuple[str, int], end: int) -> bool:
    """出席者　委員：甲野: what stands behind the label is a group of the list, no part of the label."""
    word, position = best
    gap = text[position : position + 1].isspace()
    return gap and LABELS.get(word) == "attendees" and group_of(text[position:end]) is not None


def _is_said(word: str, value: str) -> bool:
    """〇委員　予算は1,234千円です。: the word is the mark of who says what stands behind it."""
    speaks = word in GROUPS and not word.startswith(("出席", "欠席", "傍聴"))
    return speaks and len(value.strip()) > 1 and _SAID.search(value, 0, 400) is not None


_SAID = re.compile(r"[^)\]】]。(?!\s*[)\]】])|です|ます|ました|ません|ください|でしょう|[か？?]$|^\W*はい")


def _may_end(plain: str, position: int, bracket: str, numbered: bool) -> bool:
    """Whether a composed label may end at a position: at its line's end, a colon, a bracket or a wider gap."""
    rest = plain[position : position + 3]
    if bracket:
        return rest.lstrip()[:1] == _CLOSE[bracket]
    return (
        not rest
        or rest.lstrip()[:1] in (":", ";", "|")
        or rest[0] in "(["
        or rest[:2] == "  "
        or (numbered and rest[0] == " ")
    )


def _ends_label(plain: str, position: int, bracket: str, word: str) -> bool:
    rest = plain[position : position + 12]
    if bracket:
        return rest.lstrip()[:1] == _CLOSE[bracket] or (bracket in "「(" and not rest)
    if LABELS[word] == "attachments" and re.match(r"\s*(?:No|第)?\s*[0-9①-⑳]", rest):
        return False
    if not rest or rest[0] in " :;|([【":
        return True
    if LABELS[word] in ("when", "opens", "closes"):
        return _MOMENT.match(rest) is not None
    return (
        LABELS[word] in ("attendees", "audience")
        and re.match(r"(?:[0-9]{1,3}|[一二三四五六七八九十]{1,4})[名人]", rest) is not None
    )


_MOMENT = re.compile(r"\s*(?:令和|平成|昭和|[12][0-9]{3}年|午[前後]|[0-9]{1,2}[:時])")


def _is_moment(kind: str, rest: str) -> bool:
    """Whether a doubtful word (開会, 期日, 時間, 案件) has the date, time or first item behind it that makes it a label."""
    if kind == "agenda":
        return _FIRST_ITEM.match(rest) is not None
    return kind in ("opens", "closes") or (kind in ("when", "time") and _MOMENT.match(rest) is not None)


_FIRST_ITEM = re.compile(r"\s+(?:[(\[<]\s?[1一]\s?[)\]>]|[①⑴])\s*[^\s(]")
_GLUED_PLACE = re.compile(r"(?![はがをにのでとへもや、。・及等名])[^。、:]{2,60}")
_GLUED_SEAT = re.compile(rf"(?:{SEAT.pattern}|委員|部員|議員)[\s:(]")
_GLUED_COUNT = re.compile(r"(?:な\s?し|いない)[。\s]*")
_GLUED_ITEM = re.compile(r"[(\[]?1[)\]]?[.．、\s]\s*(?:[(\[①]|[一-龥]{1,4}第?\s?[0-9])")
_GLUED_PAPER = re.compile(r"[・○◯]")
_GLUED_OTHER = re.compile(r"未定|令和|平成|[0-9]{2,4}[-年]")


def _is_glued(plain: str, position: int, word: str, numbered: bool) -> bool:
    """Whether what follows a label's word without any sign between is a value of its kind.

    場所市役所5階会議室; 3 出席者会長 甲野太郎; 傍聴者なし; 5 議題1 議案第1号 甲; 7 配布資料・次第; 次回開催日未定.
    """
    kind, rest = LABELS[word], plain[position:]
    if kind == "venue" and word.endswith(("場所", "会場")):
        return (numbered or word != "会場") and _GLUED_PLACE.fullmatch(rest) is not None and is_place(rest)
    if kind == "attendees":
        return word not in _DOUBTFUL and _GLUED_SEAT.match(rest) is not None
    if kind == "audience":
        return _GLUED_COUNT.fullmatch(rest) is not None
    if kind == "agenda":
        return numbered and _GLUED_ITEM.match(rest) is not None
    if kind == "attachments":
        return numbered and _GLUED_PAPER.match(rest) is not None
    return kind == "other" and _GLUED_OTHER.match(rest) is not None


def is_place(text: str) -> bool:
    """Whether a flat text ends as the name of a place does: 市役所5階会議室; 特別会議室C（対面）."""
    return _PLACE.search(text) is not None


_PLACE = re.compile(
    r"(?:室|館|ホール|庁舎|会場|センター|棟|階|官邸|会議場|公会堂|議場|プラザ|会議所|役所|役場|オンライン|学校|園|講堂|大学|公民館|支所|フロア|ルーム|サロン)"
    r"(?:\s?[A-Z0-9①-⑳])?(?:[(（「『].{0,30}[)）」』])?$"
)
