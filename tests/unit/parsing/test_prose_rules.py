"""Minutes that tell what was done, in prose: each rule on a few lines of an invented body."""

from __future__ import annotations

import pytest

from minutes.parsing.model import ParsedMinutes
from tests.unit.parsing.support import parse_text

HEAD = "第3回霞浜県緑地審議会議事要旨\n日時：平成22年3月11日（木）13:00\n場所：霞浜県庁\n"


def told(parsed: ParsedMinutes) -> list[tuple[str, str | None, tuple[int, ...], str]]:
    """Kind, speaker, items and text of all that is recorded."""
    return [(row.kind, row.speaker, row.agenda, row.text) for row in parsed.utterances]


def test_points_behind_an_announcement_are_utterances_of_nobody_known() -> None:
    parsed = parse_text(
        HEAD
        + "議題\n緑地の区域について（書面審議）\n議事概要\n緑地の区域について（書面審議）\n"
        + "各委員に資料を送付し、書面による審議を行った。\nなお、主な意見等は以下のとおり。\n各委員の主な意見\n"
        + "• 区域は実際には基準と同様に定められており、問題はないものと考えられる。\n"
        + "• 手続は適正に行われている。広さについても、担当部局以外の確認を受けている。\n• 今後の検討課題であろう。"
    )
    assert told(parsed) == [
        ("note", None, (0,), "各委員に資料を送付し、書面による審議を行った。\nなお、主な意見等は以下のとおり。"),
        ("speech", None, (0,), "区域は実際には基準と同様に定められており、問題はないものと考えられる。"),
        ("speech", None, (0,), "手続は適正に行われている。広さについても、担当部局以外の確認を受けている。"),
        ("speech", None, (0,), "今後の検討課題であろう。"),
    ]


def test_a_heading_tells_whose_the_points_are() -> None:
    parsed = parse_text(
        HEAD
        + "議題\n(1) 緑地の区域について\n(2) その他\n議事概要\n(1) 緑地の区域について\n事務局から、区域の案について説明があった。\n"
        + "（委員の主な意見）\n・前の名簿も残っている。保存年限を確かめるべきである。\n・答え方を決めておく必要がある。\n継続とすることとした。"
    )
    assert told(parsed) == [
        ("explanation", None, (0,), "事務局から、区域の案について説明があった。"),
        ("speech", "委員", (0,), "前の名簿も残っている。保存年限を確かめるべきである。"),
        ("speech", "委員", (0,), "答え方を決めておく必要がある。"),
        ("decision", None, (0,), "継続とすることとした。"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "事務局から資料1ないし3に基づいて説明がされた。",
        "事務局より、資料1に基づき説明。",
        "事務局説明（資料 1）",
        "資料1にて説明",
    ],
)
def test_who_explained_a_paper_is_an_explanation_without_brackets_too(text: str) -> None:
    parsed = parse_text(
        HEAD + f"議事概要\n{text}\n○青野会長　質問はありますか。\n○赤井委員　はい。\n○青野会長　どうぞ。"
    )
    assert told(parsed)[0] == ("explanation", None, (), text)


def test_what_a_speaker_tells_of_an_explanation_stays_his() -> None:
    parsed = parse_text(
        HEAD
        + "議事概要\n○青野会長　始めます。\n○赤井委員　前回、事務局から資料に基づき説明があったが、よく分からなかった。\n○青野会長　はい。"
    )
    assert [row[1] for row in told(parsed)] == ["青野会長", "赤井委員", "青野会長"]


def test_numbered_sentences_are_notes_without_their_numbers() -> None:
    parsed = parse_text(
        HEAD
        + "4 議 事\n(1)開  会\n\n(2)主査から、前回の議事要旨の扱いについて説明があり、県のホームページで公開することとされた。\n\n"
        + "(3)作業委員に赤井委員、白川委員がそれぞれ選出された。\n\n(4)事務局から、資料について説明があり、以下のような意見交換が行われた。\n"
        + "   （○印は委員及び関係者の発言、◇は事務局の発言）"
    )
    assert parsed.agenda == ()
    assert told(parsed) == [
        (
            "note",
            None,
            (),
            "主査から、前回の議事要旨の扱いについて説明があり、県のホームページで公開することとされた。",
        ),
        ("note", None, (), "作業委員に赤井委員、白川委員がそれぞれ選出された。"),
        ("note", None, (), "事務局から、資料について説明があり、以下のような意見交換が行われた。"),
    ]


def test_a_title_is_cut_from_what_was_done_on_it() -> None:
    parsed = parse_text(
        HEAD
        + "4 議事\n\n(1)会長の選出について会長に青野委員が選任されました。\n(2)運営要領の改正についてこれまでの6部会のうち、2部会を統合する旨の改正を行いました。\n"
        + "(3)部会の活動概要についてそれぞれの部会長が次の点について報告を行いました。\n\n  ・前年度の審議状況\n  ・今年度の予定"
    )
    assert [(row.category, row.number, row.title) for row in parsed.agenda] == [
        ("議事", 1, "会長の選出について"),
        ("議事", 2, "運営要領の改正について"),
        ("議事", 3, "部会の活動概要について"),
    ]
    assert told(parsed) == [
        ("note", None, (0,), "会長に青野委員が選任されました。"),
        ("note", None, (1,), "これまでの6部会のうち、2部会を統合する旨の改正を行いました。"),
        ("note", None, (2,), "それぞれの部会長が次の点について報告を行いました。\n・前年度の審議状況\n・今年度の予定"),
    ]


def test_titles_behind_bullets_with_what_was_done_below_are_the_agenda() -> None:
    parsed = parse_text(
        "霞浜県緑地審議会の開催概要（令和7年4月9日）\n令和7年4月9日（水曜日）\n審議会では、次の事項について説明、報告を受け、意思決定を行いました。\n"
        "【議題】\n○緑地の区域について\n区域の案について説明を受け、案のとおり議決した。\n○苦情の処理について（2件）\n処理が完了した報告を受けて決裁した。\n"
        "【報告】\n○委員会の説明事項について\n説明事項等について報告を受けた。"
    )
    assert [(row.category, row.title) for row in parsed.agenda] == [
        ("議題", "緑地の区域について"),
        ("議題", "苦情の処理について（2件）"),
        ("報告", "委員会の説明事項について"),
    ]
    assert told(parsed) == [
        ("note", None, (), "審議会では、次の事項について説明、報告を受け、意思決定を行いました。"),
        ("note", None, (0,), "区域の案について説明を受け、案のとおり議決した。"),
        ("note", None, (1,), "処理が完了した報告を受けて決裁した。"),
        ("note", None, (2,), "説明事項等について報告を受けた。"),
    ]


def test_numbers_and_bullets_that_a_list_prints_twice_are_read_once() -> None:
    parsed = parse_text(
        "第3回緑地審議会議事要旨\n  1. 日時：平成22年3月11日（木）13:00\n  2. 議題：\n    1. (1) 緑地の区域について\n    2. (2) その他\n"
        "  3. 議事概要：\n    1. (1) 緑地の区域について\n      なお、主な意見等は以下のとおり。\n      • ○ 区域を広げるべきではないか。\n      • ○ 費用も考慮すべきではないか。"
    )
    assert [row.title for row in parsed.agenda] == ["緑地の区域について", "その他"]
    assert told(parsed)[1:] == [
        ("speech", None, (0,), "区域を広げるべきではないか。"),
        ("speech", None, (0,), "費用も考慮すべきではないか。"),
    ]


@pytest.mark.parametrize(
    "label",
    ["6 議事（○：委員、●：事務局）", "○会議の要旨（凡例　○＝委員　●＝事務局　★＝会長）"],
)
def test_a_legend_beside_the_record_s_label_counts_with_one_of_its_signs(label: str) -> None:
    parsed = parse_text(HEAD + f"{label}\n\n○ 制限を設けた趣旨は何か。\n○ 区域を広げてはどうか。")
    assert [(row.speaker, row.text) for row in parsed.utterances] == [
        ("委員", "制限を設けた趣旨は何か。"),
        ("委員", "区域を広げてはどうか。"),
    ]


@pytest.mark.parametrize("form", ["{}）", "─{}─"])
def test_a_name_before_a_half_bracket_or_between_dashes_stands_above_what_is_said(form: str) -> None:
    names = ["青野会長", "緑地課長", "青野会長", "赤井委員", "青野会長", "緑地課長"]
    lines = "\n".join(f"{form.format(name)}\n　{order}番目の発言です。" for order, name in enumerate(names))
    parsed = parse_text(HEAD + "議事録\n" + lines)
    assert [row.speaker for row in parsed.utterances] == names


def test_the_page_s_name_above_its_head_begins_no_record() -> None:
    parsed = parse_text(
        "令和6年第2回緑地有識者会議\n\n概要\n\n資料\n\n議事概要\n\n日時\n\n令和6年6月19日（水）9時45分から12時00分まで\n\n場所\n\nオンライン開催\n\n"
        "出席者\n\n委員\n\n青野座長、赤井委員\n\n1. 区域の方向性について\n\n事務局から開会宣言の後、区域の方向性について担当から目的や課題の説明があり、順次質疑応答が行われた。\n\n"
        "委員: 区域は自然に増えるのでしょうか。\n\n事務局: 権限を付与しております。\n\n委員: 分かりました。"
    )
    assert (parsed.held_on, parsed.venue) == ("2024-06-19", "オンライン開催")
    assert [(row.group, row.name) for row in parsed.attendees] == [("委員", "青野座長"), ("委員", "赤井委員")]
    assert [row.title for row in parsed.agenda] == ["区域の方向性について"]


def test_groups_of_a_council_head_their_names() -> None:
    parsed = parse_text(
        HEAD
        + "出席者\n\n委員：\n青野分科会長、赤井委員、白川委員(代)\n\n緑地省：\n桃井審議官、灰田緑地課長\n\n議題\n1. 区域について\n議事概要\n○青野分科会長　始めます。\n○赤井委員　はい。"
    )
    assert [(row.group, row.name, row.role, row.proxy) for row in parsed.attendees] == [
        ("委員", "青野分科会長", "分科会長", False),
        ("委員", "赤井委員", None, False),
        ("委員", "白川委員(代)", None, True),
        ("緑地省", "桃井審議官", None, False),
        ("緑地省", "灰田緑地課長", None, False),
    ]


def test_the_chairs_of_a_working_party_are_seats_and_staff_of_that_rank_are_none() -> None:
    parsed = parse_text(
        HEAD
        + "出席者\n（委員）青野太郎（主査）、赤井花子（副主査）、白川一郎の各委員\n（事務局）灰田次郎（主査）\n議事概要\n○青野主査　始めます。\n○赤井委員　はい。"
    )
    assert [(row.name, row.role) for row in parsed.attendees] == [
        ("青野太郎（主査）", "主査"),
        ("赤井花子（副主査）", "副主査"),
        ("白川一郎", None),
        ("灰田次郎（主査）", None),
    ]


def test_members_alone_on_a_line_head_the_names_below() -> None:
    parsed = parse_text(
        HEAD
        + "\n分科会委員\n\n青野分科会長、赤井委員、白川委員\n\n議題\n\n区域について\n\n議事概要\n\n審議を行った。\n\n以上"
    )
    assert [(row.group, row.name) for row in parsed.attendees] == [
        ("分科会委員", "青野分科会長"),
        ("分科会委員", "赤井委員"),
        ("分科会委員", "白川委員"),
    ]
    assert [row.text for row in parsed.utterances] == ["審議を行った。"]


def test_running_text_behind_a_list_is_none_of_its_titles() -> None:
    parsed = parse_text(
        HEAD
        + "議題\n(1)区域について\n(2)その他\n\n区域の取扱いについて、統一的な決め方とは別に、条例の中で行うことを求める意見のある\n"
        + "ことが報じられ、そのような動きは部会の議論の方向とは異なり、分かりやすさの確立への支\n障が懸念されると多くの委員から指摘された。\nこのことについて改めて検討をお願いすることになった。"
    )
    assert [row.title for row in parsed.agenda] == ["区域について", "その他"]
    assert "".join(row.text for row in parsed.utterances).startswith("区域の取扱いについて、統一的な決め方とは別に")
