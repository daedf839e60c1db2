"""Pages of councils as copies leave them: on one line, within a web page's frame. Each on an invented body."""

from __future__ import annotations

import pytest

from minutes.parsing.model import ParsedMinutes
from tests.unit.parsing.support import parse_text


def said(parsed: ParsedMinutes) -> list[tuple[str | None, str]]:
    """Speaker and text of the speeches."""
    return [(row.speaker, row.text) for row in parsed.utterances if row.kind == "speech"]


FLAT_HEAD = (
    "05/08/03 霞浜県緑地審議会 第3回議事録        第3回霞浜県緑地審議会議事録 1 日時  平成17年8月3日(水)13:00～15:00 "
    "2 場所  霞浜県庁第2会議室 3 出席者    【委員】 公益委員    青野会長、赤井委員                  白川委員         "
    "労働者側委員  緑川委員、黒木氏    【事務局】 桃井審議官、灰田緑地課長 4 議事次第    (1)緑地の区域について    (2)その他 5 議事内容 "
)


def test_a_page_on_one_line_is_cut_at_its_labels_and_marks() -> None:
    parsed = parse_text(
        FLAT_HEAD
        + "○青野会長  ただ今から始めます。資料の説明をお願いし ます。 ○灰田緑地課長  資料1をご覧ください。 ○赤井委員  分かりました。"
    )
    assert parsed.title == "第3回霞浜県緑地審議会議事録"
    assert (parsed.held_on, parsed.starts_at, parsed.venue) == ("2005-08-03", "13:00", "霞浜県庁第2会議室")
    assert [(row.group, row.name) for row in parsed.attendees] == [
        ("公益委員", "青野会長"),
        ("公益委員", "赤井委員"),
        ("公益委員", "白川委員"),
        ("労働者側委員", "緑川委員"),
        ("労働者側委員", "黒木氏"),
        ("事務局", "桃井審議官"),
        ("事務局", "灰田緑地課長"),
    ]
    assert [row.title for row in parsed.agenda] == ["緑地の区域について", "その他"]
    assert said(parsed) == [
        ("青野会長", "ただ今から始めます。資料の説明をお願いします。"),
        ("灰田緑地課長", "資料1をご覧ください。"),
        ("赤井委員", "分かりました。"),
    ]


def test_marks_in_brackets_cut_a_page_on_one_line() -> None:
    parsed = parse_text(
        FLAT_HEAD
        + "(赤井委員) ○ 区域の広さはどう決めたのか。 (緑地課長) ○ 前回の調査による。 (黒木氏) ○ 調査の費用は誰が負担したのか。"
    )
    assert said(parsed) == [
        ("赤井委員", "区域の広さはどう決めたのか。"),
        ("緑地課長", "前回の調査による。"),
        ("黒木氏", "調査の費用は誰が負担したのか。"),
    ]


def test_a_record_in_one_cell_is_cut_at_its_marks() -> None:
    talk = "".join(
        f"○赤井委員 意見の{order}番目を申し上げます。よろしくお願いいたします。 ○青野会長 承りました。 "
        for order in range(1, 6)
    )
    parsed = parse_text(
        f"第3回緑地審議会議事録\n日時：平成22年8月30日（月）14:58～16:17\n場所：本庁舎第1会議室\n| {talk}"
    )
    assert [speaker for speaker, _ in said(parsed)] == ["赤井委員", "青野会長"] * 5


def test_a_long_speech_that_names_people_is_not_cut() -> None:
    speech = "赤井委員のお話のとおりです。" * 20
    parsed = parse_text(f"第3回緑地審議会議事録\n日時：平成22年8月30日\n○青野会長　{speech}\n○白川委員　はい。")
    assert said(parsed) == [("青野会長", speech), ("白川委員", "はい。")]


TALK = "日時：平成22年8月30日（月）\n○青野会長　始めます。\n○赤井委員　はい。\n○青野会長　終わります。"


@pytest.mark.parametrize(
    "frame",
    [
        "トップ会議等一覧緑地推進本部検討会緑地検討会",
        "ホーム> 政策について> 審議会・研究会等> 緑地検討会",
        "霞浜県\n文字サイズ変更\n\n審議会・研究会",
    ],
)
def test_the_path_to_a_page_is_no_title(frame: str) -> None:
    parsed = parse_text(f"{frame}\n\n緑地検討会（第7回） 議事録\n{TALK}")
    assert (parsed.title, parsed.body, parsed.number) == ("緑地検討会（第7回） 議事録", "緑地検討会", 7)


def test_a_page_without_a_title_has_that_of_its_path() -> None:
    parsed = parse_text(f"HOME > 緑の施策 > 霞浜県緑地審議会 > 第22回総会 > 議事\n{TALK}")
    assert (parsed.title, parsed.number) == ("霞浜県緑地審議会 第22回総会 議事", 22)


def test_the_day_before_a_title_is_that_of_its_publication() -> None:
    parsed = parse_text(f"2010年10月1日 平成22年第3回緑地審議会 議事録\n\n環境・緑地局\n\n{TALK}")
    assert (parsed.title, parsed.office) == ("平成22年第3回緑地審議会 議事録", "環境・緑地局")
    assert parsed.held_on == "2010-08-30"


def test_a_body_s_part_in_quotes_goes_on_with_its_name() -> None:
    parsed = parse_text(f"緑地の調査に関する検討会議\n「区域部会（第6回）」議事要旨\n{TALK}")
    assert parsed.body == "緑地の調査に関する検討会議区域部会"


def test_the_publisher_s_imprint_is_nobody_s_speech() -> None:
    parsed = parse_text(f"第3回緑地審議会議事録\n{TALK}\n霞浜県 〒999-0001 霞浜市中央1-1 代表電話 099-999-1511")
    assert said(parsed)[-1] == ("青野会長", "終わります。")
    assert any("代表電話" in (warning.text or "") for warning in parsed.warnings)


def test_ways_to_other_pages_and_whom_to_ask_below_the_record_are_nobody_s_speech() -> None:
    foot = "\n前の会議へ | 一覧へ | 次の会議へ\n\nこの記事に関するお問い合わせ：総務部総務課（庶務係）"
    parsed = parse_text(f"第3回緑地審議会議事録\n{TALK}\n{foot}")
    assert said(parsed)[-1] == ("青野会長", "終わります。")
    assert parsed.office == "総務部総務課（庶務係）"


def test_a_name_beside_the_record_s_label_is_the_first_mark() -> None:
    parsed = parse_text(
        "第3回緑地審議会議事録\n日時　平成22年8月30日\n出席者 公益委員 青野会長、赤井委員\n事務局 灰田緑地指導官\n議題\n(1) 区域について\n"
        "議事録 青野会長\nただ今から開催いたします。\n灰田緑地指導官\n定足数を満たしています。\n青野会長\n始めます。"
    )
    assert said(parsed) == [
        ("青野会長", "ただ今から開催いたします。"),
        ("灰田緑地指導官", "定足数を満たしています。"),
        ("青野会長", "始めます。"),
    ]


def test_a_page_on_one_line_keeps_page_numbers_and_brackets_apart() -> None:
    parsed = parse_text(
        "第４３回霞浜市都市計画審議会会議録 ◇ 日 時 平成１５年７月２９日（火） １３：３０～１５：０５ ◇ 場 所 霞浜市役所 ９階会議室 "
        "◇ 出席委員 青野会長、赤井委員 ◇ 説明員 都市計画課長 ◇ 議 題 議案第１号 用途地域の変更について ＜開会 １３時３２分＞ "
        "（ 会 長 ） 次第に従い進めます。 - 1 - それではお願いします。 【議案第１号】 （ 課 長 ） 資料の説明をいたします。 "
        "（赤井委員） よく分かりました。 ＜挙手多数＞ （ 会 長 ） 可決します。"
    )
    assert [row.text for row in parsed.utterances if row.kind == "note"] == ["開会 １３時３２分", "挙手多数"]
    assert said(parsed) == [
        ("会長", "次第に従い進めます。\nそれではお願いします。"),
        ("課長", "資料の説明をいたします。"),
        ("赤井委員", "よく分かりました。"),
        ("会長", "可決します。"),
    ]


@pytest.mark.parametrize("sign", ["○", ""])
def test_marks_that_nothing_parts_from_the_speech_end_with_the_seat(sign: str) -> None:
    lines = [
        ("青野委員長", "それでは、定刻ですので始めます。"),
        ("桃井政策評価審議官", "本年七月に着任いたしました。"),
        ("青野委員長", "ただ今から議題に入ります。"),
        ("灰田緑地課長補佐", "資料の説明をいたします。"),
        ("青野委員長", "ありがとうございました。"),
        ("桃井政策評価審議官", "以上でございます。"),
    ]
    parsed = parse_text(
        "第3回緑地審議会議事録\n日時：平成22年8月30日\n\n" + "\n".join(f"{sign}{name}{text}" for name, text in lines)
    )
    assert said(parsed) == lines


def test_a_sentence_about_a_person_is_no_mark() -> None:
    parsed = parse_text(
        "第3回緑地審議会議事録\n日時：平成22年8月30日\n○青野会長　始めます。\n会長から説明を求められました。\n青野会長、赤井委員のお話です。\n○赤井委員　はい。\n○青野会長　どうも。"
    )
    assert [speaker for speaker, _ in said(parsed)] == ["青野会長", "赤井委員", "青野会長"]


def test_glued_marks_cut_a_page_on_one_line() -> None:
    talk = "".join(
        f"○赤井委員{order}番目の意見を申し上げます。どうぞよろしくお願いいたします。 ○青野委員長それでは承りました。 "
        for order in range(1, 5)
    )
    parsed = parse_text(f"第3回緑地審議会議事録\n日時：平成22年8月30日\n{talk}")
    assert [speaker for speaker, _ in said(parsed)] == ["赤井委員", "青野委員長"] * 4


def test_a_pages_heading_above_the_head_is_not_that_of_the_record() -> None:
    parsed = parse_text(
        "霞浜市みどりの審議会開催結果\n本文\n霞浜市みどりの審議会開催結果\n条例に基づき、次のとおり会議を開きました。\n"
        "1 日時 令和5年3月1日(水曜日)14時30分~15時35分\n2 場所 霞浜市役所 第1会議室\n3 出席者\n1. 委員\n青野一郎、赤井花子、白川次郎\n"
        "4 会議概要\n1. 会議は公開で行った。\n2. 公園の使用料について審議した。"
    )
    assert (parsed.held_on, parsed.starts_at, parsed.venue) == ("2023-03-01", "14:30", "霞浜市役所 第1会議室")
    assert [row.name for row in parsed.attendees] == ["青野一郎", "赤井花子", "白川次郎"]


def test_greetings_in_a_programme_of_bullets_open_no_record() -> None:
    parsed = parse_text(
        "第2回霞浜地区まちづくり懇談会\n開催日時 令和5年3月1日(水曜日)午後6時30分から午後8時\n開催場所 霞浜小学校\n開催内容\n"
        "• 地域代表あいさつ\n• 市長あいさつ\n• 自由討議\n自由討議\n（市長） 公園を広げます。\n（地域代表） 賛成です。\n（市長） ありがとうございます。"
    )
    assert "•" not in "".join(row.speaker or "" for row in parsed.utterances)
    assert [row.speaker for row in parsed.utterances if row.kind == "speech"][-3:] == ["市長", "地域代表", "市長"]


def test_items_of_a_schedule_without_a_name_are_told() -> None:
    parsed = parse_text(
        "令和5年第1回霞浜市議会定例会会議録\n令和5年3月1日\n議事日程\n日程第1 委員会報告第11号\n議案第67号 公園条例の一部改正について\n"
        "議案第68号 手数料条例の一部改正について\n〇議長（青野一郎君） 会議を開きます。\n〇議長（青野一郎君） 日程に入ります。"
    )
    assert all(item.title for item in parsed.agenda)
    assert "委員会報告第11号" in "".join(warning.text or "" for warning in parsed.warnings)
