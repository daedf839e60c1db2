"""Names of bodies that may mean the same body, and why."""

import pytest

from minutes.comparing.body_names import compare_names


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        ("霞浜市　図書館協議会", "霞浜市図書館協議会", "同じ名称"),
        ("ＤＸ推進本部", "DX推進本部", "同じ名称"),
        ("國語審議會", "国語審議会", "新旧の漢字の違い"),
        ("霞濵市防災会議", "霞浜市防災会議", "新旧の漢字の違い"),
        ("こども・子育て会議", "子ども・子育て会議", "漢字とかなの違い"),
        ("障がい者施策推進協議会", "障害者施策推進協議会", "漢字とかなの違い"),
        ("情報公開及び個人情報保護審議会", "情報公開・個人情報保護審議会", "「等」「及び」「・」の有無"),
        ("特別職報酬等審議会", "特別職報酬審議会", "「等」「及び」「・」の有無"),
        ("図書館協議会", "霞浜市立図書館協議会", "市区町村名の有無"),
        ("防災会議", "霞浜市防災会議", "市区町村名の有無"),
        ("第3期霞浜市環境審議会", "霞浜市環境審議会", "期・部会などの表示の有無"),
        ("都市計画審議会（第２部会）", "都市計画審議会", "期・部会などの表示の有無"),
        ("公共施設マネジメント検討委員会", "公共施設マネージメント検討委員会", "似た名称"),
    ],
)
def test_names_of_one_body_are_alike_and_the_reason_is_told(left: str, right: str, reason: str) -> None:
    score, told = compare_names(left, right)
    assert told == reason
    assert score > 0.8
    assert compare_names(right, left) == (score, told)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("霞浜市図書館協議会", "霞浜市防災会議"),
        ("総務委員会", "文教委員会"),
        ("", "防災会議"),
        ("市", "区"),
    ],
)
def test_names_of_different_bodies_are_not(left: str, right: str) -> None:
    assert compare_names(left, right) == (0.0, "")
