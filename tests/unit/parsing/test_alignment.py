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
