"""A form whose rows lost their cells is read as the same form with cells."""

from __future__ import annotations

import re

import pytest

from tests.unit.parsing.support import comparable, parse_text

_FORM = """別記第1号様式（第7関係）

会 議 録

附属機関又は 会議体の名称\t\t令和6年度 第2回霞浜市行政情報化推進本部
事務局（担当課）\t\t政策部情報課
開催\t日時\t令和6年9月27日（金）09:00～10:00
開催\t場所\t庁議室（本庁舎5階）
議 題\t\t議案 (1) 次期電話の選定について
公開の可否\t会 議\t□公開 ■非公開 □一部非公開 非公開・一部非公開の場合は、その理由 意思決定の途上にある会議であるため
\t会 議 録\t□公開 □非公開 ■一部非公開 非公開・一部非公開の場合は、その理由 意思決定の途上の内容を含むため
出席者\t部 員\t副市長（本部長）、総務部長、市民部長、企画課長
\t事務局\t情報課、情報係長（管理）、情報係長（調達）

本部長 第2回の本部を開催します。

本部長：次期電話の案はどうか。

部員：賛成する。"""


@pytest.mark.parametrize("gap", ["\u3000", "\u3000\u3000", "　　　 ", "   "])
def test_tab_stops_that_came_as_white_space_part_the_rows_of_a_form_as_cells_do(gap: str) -> None:
    lines = [re.sub("\t+", gap, line) for line in _FORM.split("\n")]
    assert comparable(parse_text("\n".join(lines)).to_json()) == comparable(parse_text(_FORM).to_json())


def test_one_space_is_enough_between_a_field_and_its_part() -> None:
    text = _FORM.replace("公開の可否\t会 議\t", "公開の 可否 会議 ").replace("\t会 議 録\t", "\u3000\u3000会議録 ")
    text = text.replace("出席者\t部 員\t", "出席者 部員\u3000").replace("\t事務局\t", "\u3000\u3000事務局 ")
    parsed = parse_text(text)
    assert (parsed.meeting_access.level, parsed.meeting_access.reason) == (
        "closed",
        "意思決定の途上にある会議であるため",
    )
    assert (parsed.minutes_access.level, parsed.minutes_access.reason) == ("partial", "意思決定の途上の内容を含むため")
    assert [(row.group, row.name, row.role) for row in parsed.attendees][:2] == [
        ("部員", "副市長（本部長）", "本部長"),
        ("部員", "総務部長", None),
    ]
    assert next(row.name for row in parsed.attendees if row.group == "事務局") == "情報課"


def test_a_list_of_those_present_without_the_boxes_of_a_form_keeps_its_rows() -> None:
    text = (
        "令和6年度第2回霞浜市図書館協議会会議録\n日時　令和6年7月10日\n出席者　会長　山田太郎、副会長　佐藤花子\n"
        "事務局　図書館長　高橋次郎、主事　鈴木三郎\n〇会長　開会します。"
    )
    assert [row.name for row in parse_text(text).attendees][:2] == ["山田太郎", "佐藤花子"]
