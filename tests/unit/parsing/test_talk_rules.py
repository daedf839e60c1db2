"""Rules for what is said and recorded, each on a few lines of invented minutes."""

from __future__ import annotations

import pytest

from tests.unit.parsing.support import parse_text

HEAD = "令和4年度第2回霞浜市みどりの審議会会議録\n日時：令和5年3月1日（水）午後1時30分\n議題\n(1) 緑の基本計画について\n(2) 街路樹の管理について\n会議内容\n"


def talk(*lines: str) -> list[tuple[str, str | None, str]]:
    """Kind, speaker and text of what a record of these lines holds."""
    return [(row.kind, row.speaker, row.text) for row in parse_text(HEAD + "\n".join(lines)).utterances]


def test_a_greeting_under_which_nobody_speaks_is_a_record_of_it() -> None:
    found = talk(
        "緑化推進部長挨拶", "(1) 緑の基本計画について", "○会長　始めます。", "○委員　はい。", "○会長　以上です。"
    )
    assert found[0] == ("note", None, "緑化推進部長挨拶")


def test_points_by_nobody_known_are_speeches_of_their_own() -> None:
    found = talk("○緑地の数え方を見直すべきである。", "○苗木を増やしてはどうか。", "○水やりの当番が必要だ。")
    assert found == [
        ("speech", None, "緑地の数え方を見直すべきである。"),
        ("speech", None, "苗木を増やしてはどうか。"),
        ("speech", None, "水やりの当番が必要だ。"),
    ]


def test_the_giver_of_a_bracketed_explanation_needs_no_particle() -> None:
    assert talk("（事務局説明）", "（会長）始めます。", "（委員）はい。", "（会長）以上です。")[0] == (
        "explanation",
        "事務局",
        "事務局説明",
    )


@pytest.mark.parametrize("told", ["（◎は会長、○は委員、●は事務局の発言）", "凡例　◎：会長　○：委員　●：事務局"])
def test_a_legend_says_who_speaks_behind_a_sign(told: str) -> None:
    found = talk(told, "◎始めます。", "●資料１をご覧ください。", "○本数は足りていますか。", "◎では次に進みます。")
    assert [row[1:] for row in found if row[0] == "speech"] == [
        ("会長", "始めます。"),
        ("事務局", "資料１をご覧ください。"),
        ("委員", "本数は足りていますか。"),
        ("会長", "では次に進みます。"),
    ]


def test_a_legend_of_seats_makes_no_marks() -> None:
    found = talk("（◎は会長、○は副会長）", "○赤井委員　始めます。", "○白川委員　次です。", "○赤井委員　終わります。")
    assert [row[1] for row in found if row[0] == "speech"] == ["赤井委員", "白川委員", "赤井委員"]


def test_the_mark_of_a_greeting_names_who_greets() -> None:
    assert talk("会長挨拶：お忙しい中ありがとうございます。", "会長：始めます。", "委員：はい。")[0] == (
        "speech",
        "会長",
        "お忙しい中ありがとうございます。",
    )


def test_headings_of_the_talk_are_structure() -> None:
    found = talk("会長：始めます。", "◇意見・質疑", "委員：どうですか。", "●質疑応答", "会長：以上です。")
    assert [row[1] for row in found] == ["会長", "委員", "会長"]
    assert [row[2] for row in found] == ["始めます。", "どうですか。", "以上です。"]


def test_an_opening_in_brackets_is_recorded() -> None:
    lines = ("○会長　始めます。", "○委員　はい。", "○会長　以上です。")
    assert talk("<開 会>", *lines)[0] == ("note", None, "開会")


def test_headings_at_the_end_of_a_table_s_cell_open_their_items() -> None:
    parsed = parse_text(
        "| 会議名 | 第2回霞浜市みどりの審議会 |\n|---|---|\n| 日時 | 令和5年3月1日 |\n| 議題 | 1 緑の基本計画について |\n審議の内容\n"
        "| 1 開会 | |\n| 公園課長 | （あいさつ） 2 議事 (1)緑の基本計画について |\n| 会長 | 説明をお願いします。 |\n| 公園課長 | 資料の2 をご覧ください。 3 本の木を植えました。 |"
    )
    assert [(row.speaker, row.text, row.agenda) for row in parsed.utterances] == [
        ("公園課長", "（あいさつ）", ()),
        ("会長", "説明をお願いします。", (0,)),
        ("公園課長", "資料の2 をご覧ください。 3 本の木を植えました。", (0,)),
    ]


def test_a_remark_behind_a_sentence_does_not_join_it_with_the_next() -> None:
    found = talk(
        "○会長　開会します。（午後１時３０分）", "では、議題に入ります。", "○委員　はい。", "○会長　以上です。"
    )
    assert found[0][2] == "開会します。（午後１時３０分）\nでは、議題に入ります。"
