"""Attendance lists, agenda lists and papers, rule by rule."""

from __future__ import annotations

import pytest

from minutes.parsing.words.label_words import composed_field
from tests.unit.parsing.support import parse_text

_HEAD = "令和5年度第2回霞浜市環境審議会会議録\n\n日時：令和5年6月13日（火）午後2時～4時\n場所：市役所3階 第1会議室\n"
_TALK = "\n\n○会長　ただいまから会議を始めます。\n○事務局　資料に沿って説明いたします。\n○会長　これで終わります。\n"


def _people(text: str) -> list[tuple[str, str, str | None]]:
    return [
        (row.group or "", row.name.replace(" ", "").replace("　", ""), row.role)
        for row in parse_text(_HEAD + text + _TALK).attendees
    ]


def _items(text: str) -> list[tuple[str | None, int | None, str]]:
    return [(item.category, item.number, item.title) for item in parse_text(_HEAD + text + _TALK).agenda]


def _papers(text: str) -> list[tuple[str | None, str | None]]:
    return [(paper.label, paper.title) for paper in parse_text(_HEAD + text + _TALK).attachments]


@pytest.mark.parametrize(
    ("word", "field"),
    [
        ("出席並びに欠席委員の詳細", "attendees"),
        ("陪席者", "attendees"),
        ("会議の書記", "attendees"),
        ("事務局員", "attendees"),
        ("会議に付すべき事件", "agenda"),
        ("案件名", "agenda"),
        ("担当課・係名", "office"),
        ("開催会場名", "venue"),
        ("発言の内容", "record"),
        ("会議の模様", "record"),
        ("会議の公開又は非公開の区分", "access"),
        ("当日配布した資料", "attachments"),
    ],
)
def test_a_label_is_known_by_its_vocabulary(word: str, field: str) -> None:
    assert composed_field(word) == field


@pytest.mark.parametrize("word", ["公開", "議事", "委員会", "出席状況の報告について", "公園の場所", "会議の進め方"])
def test_other_words_are_no_labels(word: str) -> None:
    assert composed_field(word) is None


def test_seat_numbers_part_the_columns_of_a_list() -> None:
    text = "出席委員\n    1番委員  青 野 一 郎         2番委員  原     功\n    3番委員  石 森 健"
    assert _people(text) == [("出席委員", name, None) for name in ("青野一郎", "原功", "石森健")]


def test_a_seat_alone_on_its_line_heads_the_names_below_it() -> None:
    text = "出席委員：\n会長\n青野 和子 霞浜大学教授、若葉研究所所長\n委員\n赤井 実 弁護士"
    assert _people(text) == [("会長", "青野和子霞浜大学教授、若葉研究所所長", "会長"), ("委員", "赤井実弁護士", None)]


def test_the_last_column_tells_who_was_there() -> None:
    text = "出席並びに欠席委員の詳細\n役職 氏名 出欠\n委員長 青野一郎 出席\n委員 赤井和子 欠席\nオブザーバー 議長 石森健 出席"
    group = "出席並びに欠席委員の詳細"
    assert _people(text) == [(group, "青野一郎", "委員長"), (group, "石森健", "議長")]


def test_signs_of_repetition_part_the_names_of_a_cell() -> None:
    text = "出席者名\t【委員】（3人） 委 員 青野 一郎 〃 赤井 和子 〃 石森 健 【霞浜市】 上田地域課長、江口支所長"
    assert _people(text) == [
        ("委員", "青野一郎", None),
        ("委員", "赤井和子", None),
        ("委員", "石森健", None),
        ("霞浜市", "上田地域課長", None),
        ("霞浜市", "江口支所長", None),
    ]


def test_a_label_has_its_long_value_where_a_further_cell_follows() -> None:
    names = "、".join(
        f"{surname}一郎委員" for surname in ("青野", "赤井", "石森", "上田", "江口", "大野", "片山", "木村", "小林")
    )
    assert len(_people(f"出席者\t委員：{names}、久保田次郎委員\t高梨三郎委員")) == 11


def test_groups_counted_like_their_neighbours_are_groups() -> None:
    text = "出席者（敬称略）\n（1）構成員\n　青野一郎（座長）、赤井和子\n（2）霞浜県\n　片山副知事、木村課長"
    assert [group for group, _, _ in _people(text)] == ["構成員", "構成員", "霞浜県", "霞浜県"]


def test_signs_before_names_are_dropped() -> None:
    assert _people("出席委員　◎青野一郎　　○赤井和子　　石森　健　　上田ひろ") == [
        ("出席委員", name, None) for name in ("青野一郎", "赤井和子", "石森健", "上田ひろ")
    ]


@pytest.mark.parametrize(("name", "role"), [("木村会長", "会長"), ("服部会長", "会長"), ("上村教育長", "教育長")])
def test_a_surname_may_end_like_a_place(name: str, role: str) -> None:
    assert _people(f"出席委員　{name}、石森委員")[0] == ("出席委員", name, role)


def test_who_signs_the_minutes_attends_once() -> None:
    assert _people("出席委員　青野会長、赤井委員\n\n会議録署名委員\n　赤井委員\n") == [
        ("出席委員", "青野会長", "会長"),
        ("出席委員", "赤井委員", None),
    ]


def test_bullets_below_a_class_are_its_items() -> None:
    text = "議題（公開・非公開の別）\n⑴ 報告事項（公開）\n　○主な事業について\n　○職員の体制について\n⑵ その他（公開）"
    assert _items(text) == [
        ("報告事項", None, "主な事業について"),
        ("報告事項", None, "職員の体制について"),
        ("議題", 2, "その他（公開）"),
    ]
    assert parse_text(_HEAD + text + _TALK).meeting_access.level == "open"


def test_a_sign_sets_off_the_part_that_items_belong_to() -> None:
    text = "案件\n●港湾局\n1.港の将来像について\n2.岸壁の補修について\n●基地局\n1.騒音の測定結果について"
    assert [(item[0], item[1]) for item in _items(text)] == [("港湾局", 1), ("港湾局", 2), ("基地局", 1)]


def test_a_cell_without_line_breaks_holds_several_items() -> None:
    assert _items("議題\t1 公園の整備について 2 6月の日程について 3 その他") == [
        ("議題", 1, "公園の整備について"),
        ("議題", 2, "6月の日程について"),
        ("議題", 3, "その他"),
    ]


def test_a_month_may_follow_the_items_number() -> None:
    assert _items("議題\n1.6月定例会の日程について\n2.会派の構成について")[0] == ("議題", 1, "6月定例会の日程について")


def test_the_class_of_an_issue_is_not_that_of_the_items_beside_it() -> None:
    text = "会議に付すべき事件\n(1) 陳情第3号　公園の整備を求めることについて\n(2) その他"
    assert _items(text) == [("陳情", 3, "公園の整備を求めることについて"), (None, 2, "その他")]


def test_headings_count_where_the_head_has_no_list() -> None:
    text = "\n1 開会挨拶\n部長挨拶\n2 委員自己紹介\n－順次自己紹介－\n3 委員長の選任\n○事務局　互選で決めます。\n4 公開について\n○事務局　非公開とします。"
    parsed = parse_text(_HEAD + text)
    assert [(item.number, item.title) for item in parsed.agenda] == [
        (2, "委員自己紹介"),
        (3, "委員長の選任"),
        (4, "公開について"),
    ]


def test_issues_without_class_have_that_of_the_heading_above() -> None:
    text = "\n（委員長）始めます。\n\n議事（2議案）\n\n1 議案\n\n第1号　委員の委嘱について\n（委員長）質問はありますか。\n\n第2号　条例の制定について\n（委員長）これもよろしいですか。"
    assert [(item.category, item.number) for item in parse_text(_HEAD + text).agenda] == [("議案", 1), ("議案", 2)]


def test_numbers_alone_go_with_the_headings_below_them() -> None:
    text = "1\n開会\n○会長　始めます。\n2\n報告\n(1)参考事例について\n○事務局　説明します。\n3\n案件\n(1)基本方針について\n○会長　次に進みます。"
    assert [(item.category, item.number) for item in parse_text(_HEAD + text).agenda] == [("報告", 1), ("案件", 1)]


def test_a_heading_may_say_by_its_number_which_item_it_opens() -> None:
    text = "議題\n　議題1　運営方針（案）について\n　議題2　アンケートの結果について\n\n議題１\n○会長　お願いします。\n議題２\n○会長　続いて説明をお願いします。"
    parsed = parse_text(_HEAD + text)
    assert [utterance.agenda for utterance in parsed.utterances] == [(0,), (1,)]


def test_a_heading_may_take_items_of_the_schedule_together() -> None:
    text = "議事日程\n日程第1　議案第10号　規則の改正について\n日程第2　報告第3号　寄附について\n\n○会長　始めます。\n日程第1　議案第10号、日程第2　報告第3号\n○会長　一括して議題とします。"
    assert parse_text(_HEAD + text).utterances[-1].agenda == (0, 1)


def test_files_part_the_papers_of_a_cell() -> None:
    assert _papers("会議資料\t次第(PDF 325KB) 資料No.1(PDF 5.8MB) 資料No.2 計画の概要(PDF 1.3MB)") == [
        (None, "次第"),
        ("資料No.1", None),
        ("資料No.2", "計画の概要"),
    ]


def test_a_programme_with_its_file_is_a_paper() -> None:
    assert _papers("会議資料\n会議次第（PDF：40KB）\n資料1 計画の概要（PDF：120KB）") == [
        (None, "会議次第"),
        ("資料1", "計画の概要"),
    ]


def test_a_field_left_open_gives_no_reason() -> None:
    access = parse_text(f"{_HEAD}公開・非公開の別：公開（傍聴者2名）\n非公開の理由：－\n{_TALK}").meeting_access
    assert (access.level, access.reason) == ("open", None)


def test_half_brackets_stand_below_brackets_that_came_first() -> None:
    listed = "議事\n(1) 開会\n(2) 議題\n1) 図書館の開館時間\n2) 公園の使用料\n3) 討議\n(3) 閉会"
    assert _items(listed) == [("議題", 1, "図書館の開館時間"), ("議題", 2, "公園の使用料"), ("議題", 3, "討議")]
    assert _items("議事\n１．開会\n２．報告事項\n1) 図書館の開館時間\n2) 公園の使用料\n３．閉会") == [
        ("報告事項", 1, "図書館の開館時間"),
        ("報告事項", 2, "公園の使用料"),
    ]


def test_an_office_stands_above_the_bulleted_items_of_its_part() -> None:
    assert _items("《案件》\n港湾局\n※倉庫の移転について\n※予算について\n市民部\n※窓口について") == [
        ("港湾局", None, "倉庫の移転について"),
        ("港湾局", None, "予算について"),
        ("市民部", None, "窓口について"),
    ]


def test_what_was_done_on_an_item_is_no_part_of_the_list() -> None:
    parsed = parse_text(
        "日時：令和5年6月13日\n議事\n1 開会\n2 計画の進み具合について\n・事務局より、資料1に基づき主な取組を説明\n\n(会長)\n意見をお願いする。\n(委員)\n分かりにくい。\n(会長)\n検討する。"
    )
    assert [item.title for item in parsed.agenda] == ["計画の進み具合について"]
    assert {row.agenda for row in parsed.utterances} == {(0,)}
    assert [item[2] for item in _items("議題\n1 計画について\n・条例の改正について\n2 予算について")][
        -1
    ] == "予算について"


def test_names_that_a_page_took_apart_are_joined_behind_their_seats() -> None:
    listed = "出席委員\n1番\n青野\n一郎\n2番\n赤井和子\n3番\n石森\n健\n"
    assert _people(listed) == [
        ("出席委員", "青野一郎", None),
        ("出席委員", "赤井和子", None),
        ("出席委員", "石森健", None),
    ]


def test_the_talk_begins_behind_a_title_that_stands_twice() -> None:
    parsed = parse_text(
        "第1回霞浜市農業委員会総会議事録\n令和5年7月20日\n出席者\n青野一郎、赤井和子\n第1回霞浜市農業委員会総会議事録\n（午前9時30分）\n青野局長\n午前9時30分、開会を宣言します。\n上田町長\n始めます。\n青野局長\n次に進みます。"
    )
    assert [row.name for row in parsed.attendees] == ["青野一郎", "赤井和子"]
    assert [(row.kind, row.speaker) for row in parsed.utterances][:2] == [("note", None), ("speech", "青野局長")]
    assert parsed.title == "第1回霞浜市農業委員会総会議事録"
