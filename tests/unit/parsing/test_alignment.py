"""Which heading of the record opens which item: by the whole of both, and what a heading may look like."""

from __future__ import annotations

import pytest

from tests.unit.parsing.support import parse_text

_HEAD = "令和5年度第2回霞浜市環境審議会会議録\n\n日時：令和5年6月13日（火）午後2時～4時\n場所：市役所3階 第1会議室\n"


def _items(text: str) -> list[tuple[str | None, int | None, str]]:
    return [(item.category, item.number, item.title) for item in parse_text(_HEAD + text).agenda]


def _links(text: str) -> list[tuple[int, ...]]:
    return [tuple(row.agenda) for row in parse_text(_HEAD + text).utterances]


def _talk(*headings: str) -> str:
    said = "\n○事務局　資料に沿って説明いたします。\n○青野委員　費用はどのくらいですか。\n"
    return "\n○会長　ただいまから会議を始めます。\n" + "".join(heading + said for heading in headings)


_LIST = "議題\n(1) 龍の橋の架け替えについて\n(2) 朝市の休止について\n(3) 公園の使用料の改定について\n"


@pytest.mark.parametrize(
    "heading",
    [
        "――　龍の橋の架け替えについて　――",
        "【龍の橋の架け替えについて】",
        "■議題(1)　龍の橋の架け替えについて",
        "龍の橋架替えについて",
        "(1)　龍の橋の架替（資料1）",
        "＜議題１＞",
        "議題１　龍の橋の架け替えについて（午後２時５分）",
    ],
)
def test_a_heading_opens_its_item_however_it_is_set_off(heading: str) -> None:
    assert _links(_LIST + _talk(heading)) == [(), (0,), (0,)]


def test_items_taken_together_stand_between_brackets() -> None:
    listed = "議事\n議案第27号 農地の売買について\n議案第28号 農地の転用について\n議案第29号 利用集積計画について\n"
    talk = _talk("【議案第27号】", "【議案第28号・第29号】")
    assert _links(listed + talk) == [(), (0,), (0,), (1, 2), (1, 2)]


def test_a_class_stands_for_its_items_where_they_have_no_headings() -> None:
    listed = "議事日程\n日程第１　議案第3号　甲の改定について\n〔報告事項〕\n（１）委員報告\n①　音楽会について\n②　学校訪問について\n"
    talk = _talk("＜日程第１＞", "＜委員報告＞")
    assert _links(listed + talk) == [(), (0,), (0,), (1, 2), (1, 2)]


def test_a_class_opens_nothing_where_its_items_have_headings() -> None:
    listed = "議題\n議案 (1) 甲の改定について\n報告 (1) 音楽会について\n(2) 学校訪問について\n"
    text = listed + _talk("議案(1) 甲の改定について", "報告\n報告(1) 音楽会について", "報告(2) 学校訪問について")
    assert _links(text) == [(), (0,), (0,), (1,), (1,), (2,), (2,)]


def test_a_line_of_a_speech_that_holds_words_of_a_title_is_no_heading() -> None:
    text = _LIST + (
        "\n○会長　ただいまから会議を始めます。\n(1) 龍の橋の架け替えについて\n○青野委員　橋の話ですが、私は\n公園の使用料の改定に\nついても伺いたい。\n"
    )
    assert _links(text) == [(), (0,)]


@pytest.mark.parametrize(
    "line",
    [
        "議題(3)は、情報公開条例第7条に規定する情報を含むため",
        "議題（3）において、法人の情報を取り扱うため",
        "諮問第52号に関する経過を含むため",
    ],
)
def test_a_number_named_in_a_sentence_is_no_item(line: str) -> None:
    text = f"{_LIST}\n非公開の理由\n{line}\n" + _talk("(1) 龍の橋の架け替えについて")
    assert len(_items(text)) == 3


def test_classes_head_the_numbered_items_of_the_record() -> None:
    talk = _talk("○協議案件\n　１　委員長の辞任", "　２　委員長の互選") + _talk("○付託案件\n　１　議第58号　甲の改定")
    assert _items(talk) == [
        ("協議案件", 1, "委員長の辞任"),
        ("協議案件", 2, "委員長の互選"),
        ("議", 58, "甲の改定"),
    ]


def test_brackets_head_the_numbered_items_of_the_record() -> None:
    talk = _talk("《館長報告》\n1.議会について", "2.臨時休館について") + _talk(
        "《協議事項》\n1.重点項目について", "《その他》"
    )
    assert _items(talk) == [
        ("館長報告", 1, "議会について"),
        ("館長報告", 2, "臨時休館について"),
        ("協議事項", 1, "重点項目について"),
        (None, None, "その他"),
    ]


@pytest.mark.parametrize("line", ["原案どおり可決", "午後1時28分開会", "霞浜市 環境審議会 第2回（令和5年6月13日）"])
def test_what_stands_below_a_whole_title_is_no_part_of_it(line: str) -> None:
    assert _items(f"{_LIST}{line}\n" + _talk("(1) 龍の橋の架け替えについて"))[-1] == (
        "議題",
        3,
        "公園の使用料の改定について",
    )


@pytest.mark.parametrize("line", ["総件数　3件", "条件付一般競争入札　1件", "随意契約1件（備考）"])
def test_how_many_there_were_is_no_item(line: str) -> None:
    assert ("議題", None, line.replace("　", "")) not in _items(f"議題\n{line}\n甲の改定について\n" + _talk())


def test_headings_above_the_opening_of_the_meeting_are_those_of_a_list() -> None:
    text = "（別紙）\n日程第１　議席の指定\n日程第２　会期の決定\n○議長　ただいまから臨時会を開会いたします。\n○町長　ごあいさつ申し上げます。\n"
    text += "日程第１　議席の指定\n○議長　議席を指定いたします。\n日程第２　会期の決定\n○議長　会期は本日一日といたします。\n"
    assert _links(text)[-4:] == [(), (), (0,), (1,)]


def test_a_title_in_a_paper_that_is_read_out_opens_nothing() -> None:
    read = "龍の橋の架け替えについて\n霞浜市環境基本条例第九条の規定に基づき、標記の件について意見を求める。\n"
    text = f"{_LIST}\n○会長　ただいまから会議を始めます。\n○事務局　それでは、諮問文を朗読いたします。\n{read}○会長　ありがとうございました。\n"
    assert set(_links(text)) == {()}


def test_classes_of_the_record_that_the_list_does_not_have_are_items_too() -> None:
    head = "議事\n1. 中期計画の変更について\n2. その他\n\n議事録\n"
    text = head + "議事\n1. 中期計画の変更について\n変更する内容について説明があり、了承された。\n"
    text += "報告\n1. 業務の実績について\n評価の概要について報告があった。\n2. 補正予算の概要について\n概要について報告があった。\n"
    assert _items(text)[-2:] == [("報告", 1, "業務の実績について"), ("報告", 2, "補正予算の概要について")]


@pytest.mark.parametrize(
    "contents",
    [
        "目　次\n会議録署名議員の指名………………… 1\n会期の決定……………………………… 2\n町道の認定について…………………… 3\n",
        "目　次\n○日程第１　会議録署名議員の指名　１頁\n○日程第２　会期の決定　２頁\n○日程第３　議案第5号　町道の認定につい\nて（説明・質疑・採決）　３頁\n",
        "目　次\n会議録署名議員の指名\n会期の決定\n町道の認定について\n",
    ],
)
def test_a_table_of_contents_is_no_list_where_a_schedule_stands_besides(contents: str) -> None:
    schedule = (
        "議事日程\n日程第１　会議録署名議員の指名\n日程第２　会期の決定\n日程第３　議案第5号　町道の認定について\n"
    )
    talk = _talk("◎会議録署名議員の指名", "◎会期の決定", "◎町道の認定について")
    assert [row[2] for row in _items(contents + schedule + talk)] == [
        "会議録署名議員の指名",
        "会期の決定",
        "町道の認定について",
    ]


def test_a_title_over_two_lines_is_whole_where_the_list_is_made_of_headings() -> None:
    listed = "議案第6号　火災予防条例の一部を改正する\n　　　条例の制定について\n議案第7号　補正予算について\n"
    text = f"○議長　ただいまから会議を始めます。\n{listed}" + _talk(
        "議案第6号　火災予防条例の一部を改正する\n　　　条例の制定について"
    )
    assert ("議案", 6, "火災予防条例の一部を改正する条例の制定について") in _items(text)


def test_an_outcome_beside_a_title_is_no_part_of_it() -> None:
    listed = "議事\n議第19号　教科用図書の採択について　原案どおり可決\n報第6号　学力調査の実施見送りについて　承認\n"
    assert [row[2] for row in _items(listed + _talk("議第19号"))] == [
        "教科用図書の採択について",
        "学力調査の実施見送りについて",
    ]


@pytest.mark.parametrize("greeting", ["理財局長挨拶", "館長あいさつ", "市民部長のあいさつ"])
def test_the_greeting_of_an_officer_is_no_item(greeting: str) -> None:
    listed = f"次第\n1　開会\n2　{greeting}\n3　甲の改定について\n4　乙の報告について\n5　閉会\n"
    assert [row[1] for row in _items(listed + _talk("3　甲の改定について", "4　乙の報告について"))] == [3, 4]
