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


def test_a_bracketed_explanation_needs_no_particle() -> None:
    assert talk("（事務局説明）", "（会長）始めます。", "（委員）はい。", "（会長）以上です。")[0] == (
        "explanation",
        None,
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


@pytest.mark.parametrize("names", [("学外委員", "学内委員"), ("市民委員", "市側"), ("公益構成員", "県職員")])
def test_a_legend_of_sides_says_which_side_speaks(names: tuple[str, str]) -> None:
    told = f"（主な意見等 ○：{names[0]}、●：{names[1]}）"
    found = talk(told, "○ 本数は足りていますか。", "● 足りています。", "○ では次に進みます。")
    assert [row[1] for row in found if row[0] == "speech"] == [names[0], names[1], names[0]]


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


SPEAKING = {
    "names beside seats": (
        ["○会長　始めます。", "赤井　本数は足りていますか。", "白川　費用はいくらですか。", "赤井　わかりました。", "○会長　終わります。"],
        ["会長", "赤井", "白川", "赤井", "会長"],
    ),
    "a post and a name before a colon": (
        ["会長：始めます。", "緑化推進課長 山田：説明します。", "委員 赤井：どうですか。", "緑化推進課長 山田：足ります。"],
        ["会長", "緑化推進課長 山田", "委員 赤井", "緑化推進課長 山田"],
    ),
    "a post and a name before a space": (
        ["会長 青野　始めます。", "緑化推進課長 山田　説明します。", "委員 赤井　どうですか。", "会長 青野　終わります。"],
        ["会長 青野", "緑化推進課長 山田", "委員 赤井", "会長 青野"],
    ),
    "a seat number and a name": (
        ["○議長（青野一郎君）　始めます。", "○３番　赤井花子君　どうですか。", "○議長（青野一郎君）　終わります。"],
        ["議長（青野一郎君）", "３番 赤井花子君", "議長（青野一郎君）"],
    ),
    "the role behind the name": (
        ["赤井（委員）：どうですか。", "青野（会長）：はい。", "山田（事務局）：足ります。"],
        ["赤井（委員）", "青野（会長）", "山田（事務局）"],
    ),
    "numbers before the marks": (
        ["1. 会長　始めます。", "2. 委員　どうですか。", "3. 事務局　足ります。", "4. 会長　終わります。"],
        ["会長", "委員", "事務局", "会長"],
    ),
    "numbers in brackets": (
        ["（１）会長：始めます。", "（２）委員：どうですか。", "（３）事務局：足ります。"],
        ["会長", "委員", "事務局"],
    ),
    "the same speaker again": (
        ["会長　始めます。", "事務局　足ります。", "〃　　補足します。", "赤井委員　どうですか。", "同　　もう一点伺います。"],
        ["会長", "事務局", "事務局", "赤井委員", "赤井委員"],
    ),
    "short names": (
        ["以下、会長を「会」、委員を「委」とする。", "会　始めます。", "委　どうですか。", "会　終わります。"],
        ["会", "委", "会"],
    ),
    "letters for names": (
        ["※以下、赤井委員をＡ、白川委員をＢとする。", "会長：始めます。", "Ａ：どうですか。", "Ｂ：わかりました。", "会長：終わります。"],
        ["会長", "Ａ", "Ｂ", "会長"],
    ),
    "dots": (["会長…始めます。", "赤井委員…どうですか。", "事務局…足ります。"], ["会長", "赤井委員", "事務局"]),
    "a dash": (["会　長－始めます。", "赤井委員－どうですか。", "事務局－足ります。"], ["会長", "赤井委員", "事務局"]),
    "an angle": (["会長＞始めます。", "赤井委員＞どうですか。", "事務局＞足ります。"], ["会長", "赤井委員", "事務局"]),
}  # fmt: skip


@pytest.mark.parametrize("way", SPEAKING)
def test_marks_are_read_the_way_the_document_sets_them(way: str) -> None:
    lines, speakers = SPEAKING[way]
    people = "出席者\n　委員：青野一郎、赤井花子、白川次郎\n"
    parsed = parse_text(HEAD.replace("議題\n", f"{people}議題\n", 1) + "\n".join(lines))
    assert [row.speaker for row in parsed.utterances if row.kind == "speech"] == speakers
    assert all("\n" not in row.text for row in parsed.utterances)


def test_a_chair_who_calls_a_member_is_still_the_chair() -> None:
    found = talk(
        "会長　赤井委員　どうぞ。",
        "赤井委員　どうですか。",
        "会長　はい。",
        "会長　白川君　どうぞ。",
        "白川委員　はい。",
    )
    assert [row[1] for row in found] == ["会長", "赤井委員", "会長", "会長", "白川委員"]


def test_points_inside_a_speech_are_no_marks() -> None:
    found = talk(
        "○会長　始めます。",
        "○事務局　論点は次のとおりです。",
        "（１）緑地の数え方",
        "　①人数",
        "・市長への報告：年度末に行う。",
        "参考：https://www.kasumihama.example/midori に１０：３０から載せます。",
        "○会長　終わります。",
    )
    assert [row[1] for row in found] == ["会長", "事務局", "会長"]


@pytest.mark.parametrize(
    "line", ["異議なし", "挙手多数", "全員賛成", "（「異議なし」と呼ぶ者あり）", "　　〔賛成者挙手〕", "拍手"]
)
def test_the_members_answer_on_a_line_of_its_own_is_a_note(line: str) -> None:
    found = talk("○会長　お諮りします。", line, "○会長　次です。", "○委員　異議なし。", "○会長　以上です。")
    assert [row[0] for row in found] == ["speech", "note", "speech", "speech", "speech"]


@pytest.mark.parametrize(
    "line",
    ["原案どおり可決", "◇採決の結果、全会一致で可決", "結果：承認", "本案は、賛成多数により可決すべきものと決定した。", "→承認", "全員異議なく原案のとおり承認"],
)  # fmt: skip
def test_an_outcome_on_a_line_of_its_own_is_a_decision(line: str) -> None:
    found = talk(
        "(1) 緑の基本計画について",
        "○会長　どうですか。",
        "○委員　はい。",
        line,
        "(2) 街路樹の管理について",
        "○会長　終わります。",
    )
    assert [row[0] for row in found] == ["speech", "speech", "decision", "speech"]


@pytest.mark.parametrize("line", ["――――○――――", "　　◇　◇　◇", "――― ◇ ―――"])
def test_a_line_that_only_parts_says_nothing(line: str) -> None:
    assert [row[2] for row in talk("○会長　始めます。", line, "○委員　はい。")] == ["始めます。", "はい。"]


def test_a_remark_between_two_speeches_is_a_note() -> None:
    found = talk(
        "会長：始めます。", "※傍聴を許可した。", "委員：※印は何ですか。", "※印の行です。", "会長：終わります。"
    )
    assert found == [
        ("speech", "会長", "始めます。"),
        ("note", None, "傍聴を許可した。"),
        ("speech", "委員", "※印は何ですか。\n※印の行です。"),
        ("speech", "会長", "終わります。"),
    ]


def test_a_mark_below_the_last_point_of_a_list_is_read() -> None:
    lines = ["青野座長　始めます。", "赤井構成員　次の２点です。", "１）面積について", "２）本数について"]
    found = talk(*lines, "白川構成員（代理）　足りています。", "青野座長　終わります。")
    assert [row[1] for row in found] == ["青野座長", "赤井構成員", "白川構成員（代理）", "青野座長"]


@pytest.mark.parametrize(
    ("marks", "speakers"),
    [
        (["質問１：", "回答１：", "質問２："], ["質問１", "回答１", "質問２"]),
        (["（会長）", "（事務局・山田）", "（会長）"], ["会長", "事務局・山田", "会長"]),
        (["青　野　会　長　　", "山　田　課　長　　", "山　田　課　長　　"], ["青野会長", "山田課長", "山田課長"]),
    ],
)
def test_further_forms_of_marks(marks: list[str], speakers: list[str]) -> None:
    said = ["始めます。", "足りています。", "わかりました。"]
    found = talk("(1) 緑の基本計画について", *(f"{mark}{text}" for mark, text in zip(marks, said, strict=True)))
    assert found == [("speech", speaker, text) for speaker, text in zip(speakers, said, strict=True)]


def test_words_that_tell_who_explained_are_no_mark_of_him() -> None:
    found = talk("会長：始めます。", "（資料３について事務局から説明）", "委員：はい。", "会長：終わります。")
    assert found[1] == ("explanation", None, "資料３について事務局から説明")


def test_who_signs_the_minutes_is_left_to_be_seen() -> None:
    parsed = parse_text(
        HEAD + "会長：始めます。\n委員：はい。\n会長：終わります。\n会議録署名人\n会長　青野一郎\n委員　赤井花子"
    )
    assert [row.text for row in parsed.utterances] == ["始めます。", "はい。", "終わります。"]
    assert [row.text for row in parsed.warnings if row.code == "unparsed-text"] == [
        "会議録署名人\n会長　青野一郎\n委員　赤井花子"
    ]


def test_a_heading_in_the_cell_of_a_speech_opens_its_item() -> None:
    lines = "会長\t始めます。\n事務局\t(1) 緑の基本計画について\n\t資料１をご覧ください。\n委員\tわかりました。\n会長\t以上です。"
    assert [(row.speaker, row.text, row.agenda) for row in parse_text(HEAD + lines).utterances] == [
        ("会長", "始めます。", ()),
        ("事務局", "資料１をご覧ください。", (0,)),
        ("委員", "わかりました。", (0,)),
        ("会長", "以上です。", (0,)),
    ]


def test_short_lines_of_a_document_that_no_width_broke_stay_lines() -> None:
    said = "本日はお忙しい中お集まりいただきありがとうございます。次第に沿って進めますので、よろしくお願いします。"
    found = talk(
        f"○会長　{said}",
        "○事務局　次のとおりです。",
        "１　目的",
        "緑を増やすことです。",
        "以上です。",
        "○会長　終わります。",
    )
    assert found[1][2] == "次のとおりです。\n１　目的\n緑を増やすことです。\n以上です。"


def test_a_name_at_the_end_that_the_width_broke_signs_the_speech() -> None:
    found = talk(
        "・緑地を増やすべきです。（赤井委員）",
        "・水やりの手間が気になります。（白川委員）",
        "・よろしいでしょうか。ほかにご質問があればどうぞ。（青野",
        "会長）",
        "(2) 街路樹の管理について",
        "・費用はいくらですか。（赤井委員）",
    )
    assert [row[1] for row in found] == ["赤井委員", "白川委員", "青野会長", "赤井委員"]


def test_a_seat_with_half_a_bracket_speaks_though_it_be_heard_once() -> None:
    parsed = parse_text(
        "第1回霞浜市公民館運営審議会会議録\n日時　令和5年3月1日\n議題\n(1)自己紹介\n会議の結果\n(1)自己紹介\n"
        "事務局)本日は新しい委員がいないため、自己紹介を省きます。\n―全員了承―"
    )
    assert [(row.kind, row.speaker) for row in parsed.utterances] == [("speech", "事務局"), ("decision", None)]
