"""Records of assemblies (議会): schedules, headings in the record, rosters; invented towns."""

from __future__ import annotations

import pytest

from minutes.parsing.model import ParsedMinutes
from tests.unit.parsing.support import parse_text

_HEAD = "令和5年第2回霞浜町議会定例会会議録\n令和5年6月13日（火曜日）\n"
_LIST = "●議事日程\n　日程第１　会議録署名議員の指名\n　日程第２　会期の決定\n　日程第３　議案第４号　令和５年度霞浜町一般会計補正予算\n　日程第４　議案第５号　港湾条例の一部改正\n"


def _items(parsed: ParsedMinutes) -> list[tuple[str | None, int | None, str]]:
    return [(item.category, item.number, item.title) for item in parsed.agenda]


def _said(parsed: ParsedMinutes) -> list[tuple[str, str | None, tuple[int, ...], str]]:
    return [(row.kind, row.speaker, tuple(row.agenda), row.text) for row in parsed.utterances]


def test_the_schedule_is_the_class_of_what_has_no_other() -> None:
    parsed = parse_text(f"{_HEAD}{_LIST}\n○議長（青野一郎君）　始めます。\n○町長（赤井実君）　おはようございます。")
    assert _items(parsed) == [
        ("日程", 1, "会議録署名議員の指名"),
        ("日程", 2, "会期の決定"),
        ("議案", 4, "令和５年度霞浜町一般会計補正予算"),
        ("議案", 5, "港湾条例の一部改正"),
    ]
    bare = parse_text(f"{_HEAD}{_LIST.replace('日程第', '第')}\n○議長（青野一郎君）　始めます。")
    assert [item[0] for item in _items(bare)] == [None, None, "議案", "議案"]


@pytest.mark.parametrize("sign", ["△", "◎", "◇"])
def test_what_is_set_as_the_headings_are_is_one_though_no_list_has_it(sign: str) -> None:
    parsed = parse_text(
        f"{_HEAD}{_LIST}\n{sign}開議宣告\n○議長（青野一郎君）　会議を開きます。\n{sign}日程第１　会議録署名議員の指名\n"
        f"○議長（青野一郎君）　指名します。\n{sign}諸般の報告\n○議長（青野一郎君）　報告させます。\n"
        f"{sign}日程第２　会期の決定\n○議長（青野一郎君）　会期を決めます。"
    )
    assert _said(parsed) == [
        ("speech", "議長（青野一郎君）", (), "会議を開きます。"),
        ("speech", "議長（青野一郎君）", (0,), "指名します。"),
        ("speech", "議長（青野一郎君）", (), "報告させます。"),
        ("speech", "議長（青野一郎君）", (1,), "会期を決めます。"),
    ]
    assert any(warning.text == f"{sign}諸般の報告" and warning.minor for warning in parsed.warnings)


def test_titles_right_above_the_speeches_are_headings_where_others_are() -> None:
    parsed = parse_text(
        f"{_HEAD}{_LIST}\n開会挨拶\n○議長（青野一郎君）　おはようございます。\n日程第１　会議録署名議員の指名\n"
        "○議長（青野一郎君）　指名します。\n町民憲章の朗唱\n○議長（青野一郎君）　ご起立ください。\n"
        "日程第２　会期の決定\n○議長（青野一郎君）　会期を決めます。"
    )
    assert [row[2:] for row in _said(parsed)] == [
        ((), "おはようございます。"),
        ((0,), "指名します。"),
        ((), "ご起立ください。"),
        ((1,), "会期を決めます。"),
    ]


@pytest.mark.parametrize("ceremony", ["再開宣告", "開会及び開議宣告", "臨時議長開会宣告（午前10時）", "散会の宣告"])
def test_declarations_of_the_schedule_are_no_items(ceremony: str) -> None:
    listed = _LIST.replace("●議事日程\n", f"●議事日程\n　{ceremony}\n")
    assert [item[1] for item in _items(parse_text(f"{_HEAD}{listed}\n○議長（青野一郎君）　始めます。"))] == [1, 2, 4, 5]


def test_numbers_of_the_schedule_open_the_bills_that_stand_there() -> None:
    parsed = parse_text(
        f"{_HEAD}{_LIST}\n○議長（青野一郎君）　始めます。\n◎日程第３\n○議長（青野一郎君）　説明を求めます。\n"
        "◎日程第３及び日程第４\n○議長（青野一郎君）　一括とします。\n◎日程第２から日程第４まで\n○議長（青野一郎君）　採決します。"
    )
    assert [row[2] for row in _said(parsed)] == [(), (2,), (2, 3), (1, 2, 3)]
