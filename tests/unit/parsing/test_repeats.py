"""What a document prints twice: an item above the record, two lists of the same items, the year in title and date."""

from __future__ import annotations

import pytest

from tests.unit.parsing.support import parse_text

_HEAD = (
    "令和6年度第2回霞浜市緑化審議会会議録\n\n日時　令和6年6月12日（水）午後2時～午後3時\n場所　市役所3階　第1会議室\n"
)
_PRESENT = "出席者　委員：青野一郎委員長、赤井花子委員\n"
_FIRST = "（1）緑の基本計画について"
_TALK = "\n\n委員長　ただいまから会議を開きます。\n\n事務局　資料1について説明します。\n"


@pytest.mark.parametrize(
    "head",
    [
        f"{_PRESENT}議題　{_FIRST}\n\n",
        f"{_PRESENT}議題\n{_FIRST}\n\n",
        f"議題　{_FIRST}\n{_PRESENT}傍聴者　2名\n\n",
        f"議題　{_FIRST}\n{_PRESENT}\n会議の内容\n",
    ],
)
def test_an_item_printed_again_behind_the_head_opens_the_record(head: str) -> None:
    parsed = parse_text(_HEAD + head + _FIRST + _TALK)
    assert [(item.category, item.number, item.title) for item in parsed.agenda] == [("議題", 1, "緑の基本計画について")]
    assert [(row.speaker, row.agenda) for row in parsed.utterances] == [("委員長", (0,)), ("事務局", (0,))]
    assert [row.name for row in parsed.attendees] == ["青野一郎委員長", "赤井花子委員"]
    assert not [row for row in parsed.warnings if row.code == "unparsed-text" and not row.minor]


@pytest.mark.parametrize("label", ["議題　", "議題\n"])
def test_each_of_two_items_opens_its_part_of_the_record(label: str) -> None:
    second = "（2）その他"
    parsed = parse_text(f"{_HEAD}{label}{_FIRST}\n{second}\n\n{_FIRST}{_TALK}\n{second}\n\n委員長　以上で終わります。")
    assert [item.title for item in parsed.agenda] == ["緑の基本計画について", "その他"]
    assert [(row.speaker, row.agenda) for row in parsed.utterances] == [
        ("委員長", (0,)),
        ("事務局", (0,)),
        ("委員長", (1,)),
    ]


def test_two_lists_of_the_same_items_are_one() -> None:
    parsed = parse_text(
        "令和６年第２回霞浜市議会定例会会議録\n\n令和６年６月１２日（水曜日）\n議事日程\n日程第１　一般質問\n日程第２　議案第３号　予算\n"
        "本日の会議に付した事件\n日程第１　一般質問\n日程第２　議案第３号　予算\n\n○議長（青野太郎君）　開きます。\n"
        "日程第１　一般質問\n○議長（青野太郎君）　質問を許します。\n○１番（赤井花子君）　質問します。"
    )
    assert [(item.number, item.title) for item in parsed.agenda] == [(1, "一般質問"), (3, "予算")]


@pytest.mark.parametrize(
    ("title", "day", "doubted"),
    [
        ("令和5年度第2回霞浜市緑化審議会", "令和6年6月12日（水）", True),
        ("令和6年度第2回霞浜市緑化審議会", "令和7年2月12日（水）", False),
        ("令和6年度第2回霞浜市緑化審議会", "令和6年2月14日（水）", True),
        ("令和6年第2回霞浜市議会定例会", "令和6年6月12日（水）", False),
        ("令和6年第2回霞浜市議会定例会", "令和7年6月11日（水）", True),
        ("第2回霞浜市緑化審議会", "令和6年6月12日（水）", False),
    ],
)
def test_the_year_of_the_title_is_compared_with_the_day(title: str, day: str, doubted: bool) -> None:
    parsed = parse_text(
        f"{title}会議録\n\n日時：{day}午後2時\n場所：市役所\n\n○会長　始めます。\n○委員　はい。\n○会長　以上です。"
    )
    assert [row.line for row in parsed.warnings if row.code == "year-mismatch"] == ([3] if doubted else [])
