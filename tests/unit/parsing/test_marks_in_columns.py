"""Marks that a column broke, names whose parts stand apart, and what is printed below the record."""

from __future__ import annotations

import pytest

from tests.unit.parsing.support import parse_text, told_in

HEAD = """令和4年度第2回霞浜市みどりの審議会会議録
日時　令和5年3月1日（水）午後1時30分
出席者　青野会長、赤井委員、白川委員
議題
1 緑の基本計画について
会議内容
"""


def talk(*lines: str) -> list[tuple[str, str | None, str]]:
    """What a record of these lines holds."""
    return told_in(HEAD + "\n".join(lines))


@pytest.mark.parametrize(
    ("head", "under"), [("事務局", "（緑地課長）"), ("議　長", "（オブザーバー）"), ("幹事", "(緑政部長)")]
)
def test_a_bracket_under_a_mark_is_part_of_it(head: str, under: str) -> None:
    found = talk(
        "青野会長          始めます。本日はお忙しいところをお集まりいただき、ありがとうござい",
        "                  ます。",
        f"{head}{' ' * (18 - 2 * len(head))}資料３です。対象は十八歳以上の二千人、うち外国籍の百人を抜き出して",
        f"{under}{' ' * (18 - 2 * len(under.replace('(', '').replace(')', '')) - 2 * (under[0] == '(') // 2)}お送りします。",
        "赤井委員          はい。",
    )
    name = head.replace("　", "") + under
    assert [row[1] for row in found] == ["青野会長", name, "赤井委員"]
    assert found[1][2].endswith("抜き出してお送りします。")


def test_a_bracket_alone_under_a_mark_is_part_of_it() -> None:
    found = talk(
        "青野会長        始めます。",
        "事務局          資料３です。",
        "（緑地課長）",
        "赤井委員        はい。",
        "                （笑い）",
        "白川委員        わかりました。",
    )
    assert [row[1] for row in found] == ["青野会長", "事務局（緑地課長）", "赤井委員", None, "白川委員"]


def test_an_event_under_a_mark_is_no_part_of_it() -> None:
    found = talk("青野会長        始めます。", "（拍手）", "赤井委員        はい。", "白川委員        わかりました。")
    assert found[0][1] == "青野会長" and found[1] == ("note", None, "拍手")


@pytest.mark.parametrize(
    ("chair", "other"),
    [
        ("議長 大釜 登", "副町長 堀 光一"),
        ("議長　大　釜　登", "副町長　堀　光　一"),
        ("会長 青野 太郎", "課長 石森 次郎"),
    ],
)
def test_names_whose_parts_stand_apart_are_whole(chair: str, other: str) -> None:
    found = talk(
        f"○{chair} ただ今から始めます。",
        f"○{chair} 次に日程第２を議題といたします。",
        f"○{other} 議案書３ページをお開きください。",
        f"○{chair} 質疑を行います。",
    )
    names = ["".join((row[1] or "").split()) for row in found]
    assert names == ["".join(name.split()) for name in (chair, chair, other, chair)]
    assert found[2][2] == "議案書３ページをお開きください。"


def test_whom_the_chair_calls_is_no_part_of_his_name() -> None:
    found = talk("○議長　赤井　花子さん。", "○議長　白川　次郎さん。", "○赤井委員　はい。", "○議長　次に進みます。")
    assert {row[1] for row in found} == {"議長", "赤井委員"}


@pytest.mark.parametrize(
    "tail",
    [
        ["　　　　　　　　　記録　田村　隆　㊞"],
        [
            "以上会議の顛末を記載し、相違なきことを証するため署名する。",
            "　議　長　青野　太郎　㊞",
            "　署名委員　赤井　花子　㊞",
        ],
        ["会議録作成者", "緑地課　石森次郎"],
        ["備　　　考 ：傍聴希望者なし", "担当課・係　：緑地課緑化係（内線152）"],
        ["照会先　緑地課　内線211"],
        ["8.　次　　　回　　令和5年5月1日　午前10時", "　　　作成者　緑地課　㊞"],
    ],
)
def test_what_stands_below_the_record_is_nobody_s_speech(tail: list[str]) -> None:
    found = talk("青野会長　始めます。", "赤井委員　はい。", "青野会長　以上で終わります。", *tail)
    assert found[-1] == ("speech", "青野会長", "以上で終わります。")


def test_who_signs_is_named_by_the_chair_in_the_middle_of_the_record() -> None:
    found = talk(
        "青野会長　始めます。",
        "会議録署名委員には、赤井委員を指名いたします。",
        "赤井委員　はい。",
        "青野会長　終わります。",
    )
    assert found[0][2] == "始めます。\n会議録署名委員には、赤井委員を指名いたします。"


def test_papers_listed_in_a_row_below_the_record_are_papers() -> None:
    parsed = parse_text(
        HEAD
        + "青野会長　始めます。\n赤井委員　はい。\n青野会長　終わります。\n〔配布資料〕次第、委員名簿、資料1 緑の現状"
    )
    assert parsed.utterances[-1].text == "終わります。"
    assert any("緑の現状" in (paper.title or "") for paper in parsed.attachments)


def test_an_outcome_that_the_width_broke_is_whole() -> None:
    found = talk(
        "審議の結果、45名を適任とし、1名（第3地区）については地区の推薦準備会に",
        "差し戻した。",
        "青野会長　始めます。",
        "赤井委員　はい。",
    )
    assert found[0] == (
        "decision",
        None,
        "審議の結果、45名を適任とし、1名（第3地区）については地区の推薦準備会に差し戻した。",
    )


@pytest.mark.parametrize("word", ["質疑", "答弁", "要望", "意見"])
def test_what_somebody_does_with_the_name_in_brackets_is_a_mark(word: str) -> None:
    found = talk(
        "◯委員長　始めます。", f"◯{word}（赤井委員）　本数は足りていますか。", "◯答弁（緑地課長）　足りております。"
    )
    assert [row[1] for row in found] == ["委員長", f"{word}（赤井委員）", "答弁（緑地課長）"]


def test_posts_with_a_name_in_brackets_are_marks_whatever_the_post() -> None:
    found = talk(
        "○議長（青野太郎）　始めます。",
        "○広域連合長（赤井一郎）　お答えをいたします。",
        "○議長（青野太郎）　終わります。",
    )
    assert [row[1] for row in found] == ["議長（青野太郎）", "広域連合長（赤井一郎）", "議長（青野太郎）"]


def test_groups_that_talked_apart_say_their_points() -> None:
    found = talk(
        "※３つのグループに分かれて話し合った。",
        "【１グループ】",
        "・交差点に立つ人がいない。",
        "・腕章を配ってはどうか。",
        "【２グループ】",
        "・時刻表を回覧板に入れてほしい。",
        "【会長まとめ】",
        "時刻表は学校で案を作っていただきます。",
    )
    assert [row[1] for row in found if row[0] == "speech"] == ["１グループ", "２グループ", "会長"]
    assert found[-1][2] == "時刻表は学校で案を作っていただきます。"


def test_the_bullet_of_speeches_of_one_point_each_is_no_list_s() -> None:
    found = talk(
        "青野会長",
        "・始めます。",
        "・よろしくお願いします。",
        "赤井委員",
        "・増やしてください。",
        "白川委員",
        "・賛成です。",
        "青野会長",
        "・終わります。",
    )
    assert [row[2] for row in found] == [
        "・始めます。\n・よろしくお願いします。",
        "増やしてください。",
        "賛成です。",
        "終わります。",
    ]


@pytest.mark.parametrize(
    "told", ["資料１に基づき説明", "資料１により、計画の修正箇所を説明", "前回の結果について説明した。"]
)
def test_that_somebody_explained_stands_behind_the_mark_too(told: str) -> None:
    found = talk("会長：始めます。", f"事務局：{told}", "会長：質問はありますか。", "事務局：はい、説明します。")
    assert found[1] == ("explanation", "事務局", told)
    assert found[3][0] == "speech"


def test_who_presents_an_item_says_what_stands_below_its_heading() -> None:
    found = talk(
        "会長：始めます。",
        "1 緑の基本計画について（緑地課長）",
        "・計画の期間は十年である。",
        "・費用はまだ決まっていない。",
        "会長：終わります。",
    )
    assert found[1] == ("speech", "緑地課長", "・計画の期間は十年である。\n・費用はまだ決まっていない。")


def test_those_who_answer_together_are_marks() -> None:
    found = talk("会長　よろしいでしょうか。", "委員一同　異議なし。", "会長　では決定します。", "会長　終わります。")
    assert found[1] == ("speech", "委員一同", "異議なし。")


@pytest.mark.parametrize("misread", ["O", "0", "Ｏ"])
def test_a_circle_read_as_a_letter_is_no_part_of_the_name(misread: str) -> None:
    found = talk(
        "○議長（青野太郎）　始めます。",
        f"{misread}事務局長（石森次郎）　資料をご覧ください。",
        "○赤井委員　はい。",
        f"{misread}５番（白川三郎君）　わかりました。",
        "○議長（青野太郎）　終わります。",
    )
    assert [row[1] for row in found][1::2] == ["事務局長（石森次郎）", "５番（白川三郎君）"]


def test_an_explanation_left_out_is_its_speaker_s() -> None:
    found = talk(
        "○議長　説明を求めます。",
        "○副町長（赤井一郎君）",
        "（説明、記載省略）",
        "○議長　質疑を行います。",
        "○白川委員　はい。",
    )
    assert found[1] == ("explanation", "副町長（赤井一郎君）", "説明、記載省略")


@pytest.mark.parametrize("name", ["木村代理", "佐竹代理"])
def test_deputies_are_marks(name: str) -> None:
    found = talk(
        "- 青野主査：始めます。", f"- {name}：異議ございません。", "- 事務局：はい。", "- 青野主査：終わります。"
    )
    assert found[1] == ("speech", name, "異議ございません。")


def test_what_is_told_of_the_next_meeting_is_not_said_by_the_last_speaker() -> None:
    found = talk(
        "主査：終わります。",
        "委員：はい。",
        "主査：どうも。",
        "次回の会合は、5月13日に開催する旨、事務局より連絡があった。",
    )
    assert found[-1] == ("note", None, "次回の会合は、5月13日に開催する旨、事務局より連絡があった。")
