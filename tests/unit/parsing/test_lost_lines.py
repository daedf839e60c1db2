"""Copies of minutes of an invented town whose lines were joined: they read as the minutes themselves do."""

from __future__ import annotations

import pytest

from minutes.documents import SourceText
from minutes.parsing.rows.lines import PrintedLine, read_rows
from minutes.parsing.rows.text import squeeze
from minutes.parsing.run_on import part_run_on
from tests.processor_time import at_most
from tests.unit.parsing.support import parse_text

_COUNCIL = """第4回霞浜市緑地審議会議事録
日時　令和6年6月12日（水）午後2時から午後3時30分まで
場所　霞浜市役所3階　第1会議室
出席者
委員：青野会長、赤井副会長、石森委員、江口委員
事務局：緑地課長、公園係長
議題
(1) 緑地の保全計画について
(2) 並木の植替えについて
(3) その他
午後2時開会
○緑地課長　ただいまから第4回の審議会を開会いたします。会長、お願いいたします。
○青野会長　それでは議事に入ります。
(1) 緑地の保全計画について
○公園係長　資料1を御覧ください。緑地の面積は五年で一割増えました。
○石森委員　増えたのはどの地区ですか。
○公園係長　駅の北側です。
（「異議なし」と呼ぶ者あり）
(2) 並木の植替えについて
○公園係長　資料2を御覧ください。桜を十本植え替えます。
○江口委員　費用はいくらですか。
○公園係長　二百万円です。
○青野会長　以上で終わります。
午後3時30分閉会"""

_FORM = """令和6年度第1回　霞浜市図書館協議会　会議録
１　日　　時　　令和6年7月3日（水）10時00分～11時20分
２　場　　所　　霞浜市立図書館　2階集会室
３　出 席 者　　青野会長、赤井委員、石森委員、白川委員
４　議　　題　　(1) 開館時間の延長について　(2) その他
５　議　　事
【会　長】　始めます。開館時間について説明をお願いします。
【館　長】　平日の閉館を午後8時に延ばします。
【赤井委員】　職員は足りますか。
【館　長】　二名増やします。
【石森委員】　賛成です。子どもの本も増やしてください。
【会　長】　では、これで閉会します。"""

_ASSEMBLY = """令和6年第2回霞浜町議会定例会会議録
令和6年6月5日（水曜日）
○議事日程
日程第1　会議録署名議員の指名
日程第2　議案第5号　霞浜町税条例の一部改正について
○出席議員（3名）
１番　青　野　一　郎　君
２番　赤　井　花　子　君
３番　石　森　次　郎　君
○欠席議員（0名）
開会　午前10時00分
◎開会の宣告
○議長（青野一郎君）　ただいまから令和6年第2回定例会を開会いたします。
◎日程第1　会議録署名議員の指名
○議長（青野一郎君）　日程第1、会議録署名議員の指名を行います。２番赤井花子君を指名いたします。
◎日程第2　議案第5号　霞浜町税条例の一部改正について
○議長（青野一郎君）　議案第5号を議題といたします。町長の説明を求めます。
○町長（白川四郎君）　税率を改めるものでございます。よろしくお願いいたします。
○２番（赤井花子君）　なぜ今改めるのですか。
○町長（白川四郎君）　国の法律が改まったためでございます。
○議長（青野一郎君）　以上で散会いたします。"""


def _joined(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines())


def _by_page(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(_joined("\n".join(lines[start : start + 16])) for start in range(0, len(lines), 16))


@pytest.mark.parametrize("text", [_COUNCIL, _FORM, _ASSEMBLY], ids=["council", "form", "assembly"])
@pytest.mark.parametrize("way", [_joined, _by_page], ids=["whole", "by page"])
def test_a_copy_that_lost_its_lines_is_read_as_the_minutes(text: str, way: object) -> None:
    assert callable(way)
    printed, copied = parse_text(text), parse_text(way(text))
    assert (copied.held_on, copied.starts_at, copied.number) == (printed.held_on, printed.starts_at, printed.number)
    assert [row.name for row in copied.attendees] == [row.name for row in printed.attendees]
    assert [(row.number, row.title) for row in copied.agenda] == [(row.number, row.title) for row in printed.agenda]
    assert [(row.kind, row.speaker, row.agenda, squeeze(row.text)) for row in copied.utterances] == [
        (row.kind, row.speaker, row.agenda, squeeze(row.text)) for row in printed.utterances
    ]


@pytest.mark.parametrize(
    "marks",
    [
        ("○青野会長", "○公園係長", "○石森委員"),
        ("青野会長）", "公園係長）", "石森委員）"),
        ("（青野会長）", "（公園係長）", "（石森委員）"),
        ("青野会長：", "公園係長：", "石森委員："),
        ("青野会長 ", "公園係長 ", "石森委員 "),
        ("● 青野会長 ", "● 公園係長 ", "● 石森委員 "),
    ],
)
def test_each_way_to_set_marks_is_found_in_a_copy(marks: tuple[str, ...]) -> None:
    chair, clerk, member = marks
    talk = (
        f"{chair} それでは議事に入ります。 {clerk} 資料1を御覧ください。緑地の面積は五年で一割増えました。 {member} 増えたのはどの地区ですか。 "
        f"{clerk} 駅の北側です。 {member} 分かりました。南側も増やしてください。 {chair} 以上で終わります。"
    )
    head = "第4回霞浜市緑地審議会議事録 日時 令和6年6月12日（水） 場所 霞浜市役所3階会議室 出席者 青野会長、石森委員、公園係長 議題 (1) 緑地について (2) その他 議事録 "
    spoken = [row.speaker for row in parse_text(head + talk).utterances]
    assert spoken == ["青野会長", "公園係長", "石森委員", "公園係長", "石森委員", "青野会長"]


def test_marks_that_stand_behind_what_was_said_stay_with_it() -> None:
    talk = " ".join(
        f"・{text}（{name}）"
        for text, name in [("緑地を増やすべきだ。", "青野委員"), ("費用はいくらか。", "赤井委員")] * 4
    )
    rows = _rows(_head() + talk)
    opinions = [row.text for row in rows if "緑地を増やす" in row.text]
    assert len(opinions) == 4
    assert all(text.endswith("（青野委員）") for text in opinions)


def _rows(text: str) -> list[PrintedLine]:
    return part_run_on(read_rows(SourceText(tuple(text.splitlines()))))


def _head() -> str:
    return "霞浜市緑地審議会議事要旨 日時 令和6年6月12日（水） 場所 霞浜市役所3階会議室 議題 緑地について 会議の概要 "


@pytest.mark.parametrize("text", [_COUNCIL, _FORM, _ASSEMBLY])
def test_nothing_of_a_copy_is_lost_or_moved(text: str) -> None:
    rows = _rows(_joined(text))
    assert len(rows) > 10
    assert squeeze("".join(row.text for row in rows)) == squeeze(text)


def test_a_long_speech_that_names_people_stays_whole() -> None:
    said = (
        "先ほど石森委員からお話がありましたとおり、緑地の面積は五年で一割増えました。（笑）赤井委員の御指摘も踏まえ、"
        * 4
    )
    rows = _rows(f"○青野会長　{said}以上です。")
    assert len(rows) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("talk", "times"),
    [
        ("○甲野委員　費用はいくらですか。 ○事務局　三百万円です。 ", 16_000),
        ("1 費用について 甲。 ○乙野委員　はい。 (2) 工期について ", 8_000),
        ("（笑） ○甲野委員　はい。 （拍手） 午前10時 開会 ", 8_000),
        ("・甲はどうか。（青野委員） ・乙はどうか。（赤井委員） ", 8_000),
    ],
)
def test_a_page_on_one_line_is_cut_in_time_in_step_with_its_length(talk: str, times: int) -> None:
    """Work in step with the square of the length takes half as long again as is allowed, and mostly twice as long."""
    line = "日時 令和6年3月1日 場所 市役所 出席者 甲野委員 議事 1 費用について 会議の経過 " + talk * times
    rows = read_rows(SourceText((line,)))
    with at_most(4):
        cut = part_run_on(rows)
    assert len(cut) > times
