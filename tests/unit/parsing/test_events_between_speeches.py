"""What the minutes record and tell between speeches, and what the print puts among them."""

from __future__ import annotations

import pytest

from minutes.parsing.rows.text import tidy
from tests.unit.parsing.support import told_in

HEAD = """令和4年度第2回霞浜市みどりの審議会会議録
日時　令和5年3月1日（水）午後1時30分
出席者　青野会長、赤井委員、白川委員、石森緑地課長
議題
1 緑の基本計画について
会議内容
"""


def talk(*lines: str) -> list[tuple[str, str | None, str]]:
    """What a record of these lines holds."""
    return told_in(HEAD + "\n".join(lines))


@pytest.mark.parametrize(
    "line",
    ["赤井委員　退席（午後三時）", "赤井委員退席 午後3時", "赤井委員が着席した。", "石森緑地課長、午後2時10分に退室"],
)
def test_who_comes_and_goes_says_nothing(line: str) -> None:
    found = talk("青野会長　始めます。", "白川委員　増やしてください。", line, "青野会長　終わります。")
    assert [row[0] for row in found] == ["speech", "speech", "note", "speech"]
    assert found[2] == ("note", None, tidy(line))


@pytest.mark.parametrize(
    ("line", "events"),
    [
        ("〔赤井花子君起立〕（拍手）", ["赤井花子君起立", "拍手"]),
        ("（白川委員挨拶）　（拍手）", ["白川委員挨拶", "拍手"]),
        ("［休憩］［再開］", ["休憩", "再開"]),
    ],
)
def test_brackets_side_by_side_are_events_of_their_own(line: str, events: list[str]) -> None:
    found = talk("○青野会長　御紹介します。", line, "次に移ります。", "○赤井委員　はい。")
    assert [row[2] for row in found if row[0] == "note"] == events
    assert ("speech", "青野会長", "次に移ります。") in found


@pytest.mark.parametrize("name", ["投票用紙配付", "開票", "笑い", "選任書交付・拍手"])
def test_events_in_brackets_are_no_speakers(name: str) -> None:
    found = talk(
        "（青野会長）",
        "始めます。",
        f"（{name}）",
        "漏れはありませんか。",
        f"（{name}）",
        "では進みます。",
        "（赤井委員）",
        "はい。",
    )
    assert {row[1] for row in found if row[0] == "speech"} == {"青野会長", "赤井委員"}


@pytest.mark.parametrize("sign", ["△", "▲", "※", "・"])
def test_signs_before_events_are_no_part_of_them(sign: str) -> None:
    found = talk(
        "青野会長　休憩します。", f"{sign}休憩　午後2時09分", f"{sign}再開　午後2時16分", "青野会長　再開します。"
    )
    assert [row[2] for row in found if row[0] == "note"] == ["休憩　午後2時09分", "再開　午後2時16分"]


def test_what_stands_behind_a_mark_in_brackets_alone_is_a_note_of_that_person() -> None:
    found = talk("会長：よろしいですか。", "各委員：（異議なし）", "会長：では決定します。", "会長：終わります。")
    assert found[1] == ("note", "各委員", "異議なし")


@pytest.mark.parametrize(
    "told",
    [
        "赤井委員、所用のため退席する。",
        "石森緑地課長が、資料を配布した。",
        "白川、礼を述べる。",
        "青野会長が採決を行い、全員が挙手した。",
    ],
)
def test_what_somebody_did_between_two_speeches_is_told(told: str) -> None:
    found = talk(
        "青野会長　始めます。",
        "赤井委員　増やしてください。",
        told,
        "白川委員　私も同じです。",
        "青野会長　終わります。",
    )
    assert found[1] == ("speech", "赤井委員", "増やしてください。")
    assert found[2] == ("note", None, told)


def test_a_plain_sentence_in_the_middle_of_a_speech_stays_in_it() -> None:
    found = talk("青野会長　条文を読みます。", "市長は、委員を委嘱する。", "以上の内容です。", "赤井委員　はい。")
    assert found[0] == ("speech", "青野会長", "条文を読みます。\n市長は、委員を委嘱する。\n以上の内容です。")


def test_where_speeches_stand_in_quotation_marks_everything_else_is_told() -> None:
    found = talk(
        "　青野会長　「始めます。きょうは",
        "　　　　　　　よろしく。」",
        "　　　会長、資料の配付を命ずる。",
        "　赤井委員　「四人でもやるべきで",
        "　　　　　　　はないですか。」",
        "　　　全員が黙る。",
        "　白川委員　「賛成です。」",
        "　　　会長、閉会を宣する。",
    )
    assert found == [
        ("speech", "青野会長", "始めます。きょうはよろしく。"),
        ("note", None, "会長、資料の配付を命ずる。"),
        ("speech", "赤井委員", "四人でもやるべきではないですか。"),
        ("note", None, "全員が黙る。"),
        ("speech", "白川委員", "賛成です。"),
        ("note", None, "会長、閉会を宣する。"),
    ]


@pytest.mark.parametrize(
    "told",
    ["※傍聴者退室のうえ審議した。内容は非公開。", "※資料3をもとに検討が行われた。", "次回は3月に開くこととした。"],
)
def test_what_is_told_right_below_a_heading_is_nobody_s_speech(told: str) -> None:
    found = talk(
        "【青野会長】始めます。", "【赤井委員】はい。", "1 緑の基本計画について", told, "【青野会長】終わります。"
    )
    assert found[2] == ("note", None, told.removeprefix("※"))


def test_an_outcome_worded_as_the_chair_words_it_stays_in_the_speech() -> None:
    found = talk("●議長", "異議なしと認めます。", "本案は、原案のとおり可決されました。", "●赤井委員", "はい。")
    assert found[0] == ("speech", "議長", "異議なしと認めます。\n本案は、原案のとおり可決されました。")


def test_names_in_brackets_above_speeches_sign_nothing() -> None:
    found = talk(
        "※資料をもとに検討した。",
        "（赤井委員）",
        "増やしてはどうか。",
        "（白川委員）",
        "減らすべきだ。",
        "（青野会長）",
        "ご意見として承る。",
    )
    assert [row[1] for row in found if row[0] == "speech"] == ["赤井委員", "白川委員", "青野会長"]


def test_how_many_are_present_is_no_speaker() -> None:
    found = talk("○青野会長　開会します。", "ただいまの出席委員　8名であります。", "○赤井委員　はい。")
    assert [row[1] for row in found] == ["青野会長", "赤井委員"]


@pytest.mark.parametrize("number", ["－ 2 －", "2", "2/3", "（2）"])
@pytest.mark.parametrize("head", ["霞浜市みどりの審議会 第2回（令和5年3月1日）", "令和4年度第2回霞浜市みどりの審議会"])
def test_heads_of_pages_stand_in_no_speech(number: str, head: str) -> None:
    found = talk(
        "○赤井委員　はい。", "○青野会長　ただいまから、審議会を始め", number, "", head, "ます。", "○赤井委員　はい。"
    )
    assert found[1] == ("speech", "青野会長", "ただいまから、審議会を始めます。")


def test_columns_named_again_on_the_next_page_stand_in_no_speech() -> None:
    found = talk(
        "  青野会長          本日はお集まりいただき、まことにありが",
        "      発 言 者                 内     容",
        "                    とうございます。",
        "  赤井委員          はい。",
    )
    assert found[0][2] == "本日はお集まりいただき、まことにありがとうございます。"


def test_the_class_of_items_in_brackets_is_no_outcome() -> None:
    assert talk("○青野会長　始めます。", "＜議決案件＞", "○赤井委員　はい。")[1][0] == "speech"
