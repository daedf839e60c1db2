"""Rules for the minutes of municipal boards, each on a few lines of invented minutes."""

from __future__ import annotations

import pytest

from tests.unit.parsing.support import parse_text

HEAD = "令和4年度第2回霞浜市みどりの審議会会議録\n日時：令和5年3月1日（水）午後1時30分\n議題\n(1) 緑の基本計画について\n(2) 街路樹の管理について\n会議内容\n"


def talk(*lines: str) -> list[tuple[str, str | None, str]]:
    """Kind, speaker and text of what a record of these lines holds."""
    return [(row.kind, row.speaker, row.text) for row in parse_text(HEAD + "\n".join(lines)).utterances]


def test_a_legend_stands_behind_a_bulleted_label_too() -> None:
    text = HEAD.replace("会議内容", "○会議の要旨（凡例　◇＝委員　◆＝事務局　★＝会長）")
    text += "(1) 緑の基本計画について\n　◇市としての推計はあるのか。\n　◆ある。\n　◇（霞浜電子）事実である。\n　★それでよい。"
    assert [(row.speaker, row.text) for row in parse_text(text).utterances] == [
        ("委員", "市としての推計はあるのか。"),
        ("事務局", "ある。"),
        ("委員（霞浜電子）", "事実である。"),
        ("会長", "それでよい。"),
    ]


def test_signs_of_a_roster_are_speakers_where_each_of_them_speaks() -> None:
    head = HEAD.replace("議題", "出席者　◎青野豊　○赤井恵子　白川実\n（◎会長　○副会長）\n議題", 1)
    text = head + "◎　始めます。\n（事務局）資料は2枚です。\n○　電話を使えばよいです。\n◎　そうします。"
    assert [row.speaker for row in parse_text(text).utterances] == ["会長", "事務局", "副会長", "会長"]
    listed = head + "（会長）始めます。\n（事務局）次の2点です。\n○面積です。\n○本数です。\n（会長）終わります。"
    assert "副会長" not in [row.speaker for row in parse_text(listed).utterances]


def test_marks_stand_between_rules_on_their_line() -> None:
    found = talk(
        "─青野委員長─", "始めます。", "─赤井課長─", "苗木は96本です。", "─休憩─", "─青野委員長─", "再開します。"
    )
    assert found == [
        ("speech", "青野委員長", "始めます。"),
        ("speech", "赤井課長", "苗木は96本です。"),
        ("note", None, "休憩"),
        ("speech", "青野委員長", "再開します。"),
    ]


def test_marks_end_with_half_a_bracket_above_what_is_said() -> None:
    found = talk(
        "会長）", "　始めます。", "４番）", "　理由は何か。", "係長）", "　苗木の値段です。", "会長）", "　そうですか。"
    )
    assert [row[1] for row in found] == ["会長", "４番", "係長", "会長"]


def test_numbered_questions_name_who_asks_in_brackets_or_nobody() -> None:
    found = talk(
        "問１（霞浜自治会）",
        "　苗木は足りるか。",
        "答１（緑化課）",
        "　足りている。",
        "意見１",
        "　水やりの当番が必要である。",
    )
    assert found == [
        ("speech", "霞浜自治会", "苗木は足りるか。"),
        ("speech", "緑化課", "足りている。"),
        ("speech", None, "水やりの当番が必要である。"),
    ]


@pytest.mark.parametrize(
    "halves", [("緑化推進部", "長"), ("緑化係", "長"), ("青野委", "員"), ("課長補佐", "（緑化担当）")]
)
def test_marks_that_a_narrow_column_broke_are_whole_again(halves: tuple[str, str]) -> None:
    head, tail = halves
    found = talk("会長：始めます。", head, f"{tail}：苗木は96本です。", "会長：終わります。", "委員：はい。")
    assert [row[1] for row in found] == ["会長", head + tail, "会長", "委員"]


def test_a_post_is_not_joined_with_the_line_above_that_names_somebody_else() -> None:
    found = talk("会長：始めます。", "緑化推進部", "会長：終わります。", "委員：はい。")
    assert [row[1] for row in found if row[0] == "speech"] == ["会長", "会長", "委員"]


@pytest.mark.parametrize(
    "text",
    [
        "事務局から資料1により説明",
        "緑化課長から資料No.1に基づき説明。",
        "事務局から、苗木の数について説明があった。今年は96本である。",
        "事務局説明（資料1）",
        "資料1により事務局から説明",
    ],
)
def test_who_explained_a_paper_is_told_in_a_line(text: str) -> None:
    found = talk("(1) 緑の基本計画について", text, "委員：わかりました。", "会長：次です。", "委員：はい。")
    assert found[0] == ("explanation", None, text)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("採点の結果、甲組合を候補者とした。", "採点の結果、甲組合を候補者とした。"),
        ("○　再整備の方向で一致した。", "再整備の方向で一致した。"),
        ("＝　来年度に植えるよう求めることとした。", "来年度に植えるよう求めることとした。"),
        ("⇒　議案第２号　賛成多数により承認（反対１）", "議案第２号　賛成多数により承認（反対１）"),
        ("【結論】甲案を副題に入れる。", "甲案を副題に入れる。"),
        ("（次回、答申案を検討することとした。）", "次回、答申案を検討することとした。"),
    ],
)
def test_what_the_meeting_came_to_is_a_decision(line: str, text: str) -> None:
    found = talk("会長：始めます。", "委員：案に賛成です。", line, "(2) 街路樹の管理について", "会長：次です。")
    assert found[2] == ("decision", None, text)


def test_what_a_speaker_says_of_a_decision_stays_speech() -> None:
    found = talk(
        "会長：始めます。",
        "委員：前回はどうしたか。",
        "係長：審査しました。",
        "審議の結果、承認されたと聞いています。",
        "会長：次です。",
    )
    assert found[2] == ("speech", "係長", "審査しました。\n審議の結果、承認されたと聞いています。")
