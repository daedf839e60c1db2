"""The head of a document rule by rule: titles, labels, fields, attendance."""

from __future__ import annotations

import pytest

from minutes.documents import read_document
from minutes.documents.model import SourceText
from minutes.parsing import parse
from minutes.parsing.head.titles import body_of
from minutes.parsing.rows.lines import read_rows
from minutes.parsing.rows.text import flat
from minutes.parsing.words.labels import find_label
from minutes.parsing.words.names import close_names
from minutes.wording.dates import find_date
from tests.unit.parsing.support import parse_text


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("〇開催場所　議場", "venue", ("議場",)),
        ("２ 場所市役所5階会議室", "venue", ("市役所5階会議室",)),
        ("開催場所中央公民館 2階特別会議室Ｃ（対面）", "venue", ("中央公民館 2階特別会議室Ｃ（対面）",)),
        ("3 出席者会長 甲野太郎", "attendees", ("会長 甲野太郎",)),
        ("5.傍聴者なし", "audience", ("なし",)),
        ("5 議題1 議案第1号 甲について", "agenda", ("1 議案第1号 甲について",)),
        ("案件　（1）甲について", "agenda", ("（1）甲について",)),
        ("7 配布資料・次第", "attachments", ("・次第",)),
        ("次回開催予定日未定", "other", ("未定",)),
    ],
)
def test_a_value_of_the_right_kind_may_be_glued_to_its_label(text: str, field: str, values: tuple[str, ...]) -> None:
    label = find_label(read_rows(SourceText((text,))), 0)
    assert label is not None
    assert (label.field, label.values) == (field, values)


@pytest.mark.parametrize(
    "text",
    [
        "場所の確保が課題",
        "場所は市役所5階会議室",
        "出席者名簿のとおり",
        "会場受付センター",
        "議題1 甲について",
        "傍聴者なしで行う",
    ],
)
def test_a_word_that_goes_on_is_no_label(text: str) -> None:
    assert find_label(read_rows(SourceText((text,))), 0) is None


@pytest.mark.parametrize("text", ["令和7年（2025年）1月24日（金）", "2025年(令和7年)1月24日"])
def test_a_date_may_print_the_year_twice(text: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.day.isoformat() == "2025-01-24"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("令和5年度第2回（定例）青葉市教育委員会議事録（テキスト版）", "青葉市教育委員会"),
        ("青葉市景観審議会（令和5年度第2回）の議事録など", "青葉市景観審議会"),
        ("第6回青葉市情報審査会会議録（公開で審議を行った部分）", "青葉市情報審査会"),
        ("青葉市総合計画審議会会議録（第2部会）", "青葉市総合計画審議会会議録（第2部会）"),
        ("議会運営委員会速記録第六号", "議会運営委員会"),
        ("文教常任委員会（教育委員会関係） 令和5年6月13日（火曜日）", "文教常任委員会"),
        ("2023年6月13日 第1回健診・指導ワーキング・グループ（議事録）", "健診・指導ワーキング・グループ"),
        ("第10回臨時青葉・若葉合併協議会会議録", "青葉・若葉合併協議会"),
        ("令和5年第2回定例会", "定例会"),
    ],
)
def test_the_body_is_the_title_without_what_describes_the_sitting(title: str, body: str) -> None:
    assert body_of(title) == body


def test_a_title_broken_over_lines_is_joined() -> None:
    parsed = parse_text("青葉市環境審議会\n水質専門委員会（第17回）\n会議録\n\n1.日時\n令和5年6月13日（火）")
    assert parsed.title == "青葉市環境審議会 水質専門委員会（第17回） 会議録"
    assert (parsed.body, parsed.number) == ("青葉市環境審議会水質専門委員会", 17)
    parsed = parse_text("青葉市環境審議会\n第3回会議録\n\n日時：令和5年6月13日")
    assert (parsed.body, parsed.number) == ("青葉市環境審議会", 3)


def test_a_named_body_is_the_title_and_the_other_line_adds_number_and_day() -> None:
    parsed = parse_text("令和5年度 総務委員会\n\n第6回委員会 （1月18日）\n出席委員 甲野一委員長、乙野二委員")
    assert (parsed.title, parsed.body, parsed.number) == ("令和5年度 総務委員会", "総務委員会", 6)
    assert parsed.held_on == "2024-01-18"
    assert [w.code for w in parsed.warnings] == []


def test_another_day_in_a_second_title_is_not_lost() -> None:
    parsed = parse_text("令和5年度 総務委員会\n\n第6回委員会 （1月18日）\n日時 令和6年2月20日")
    assert parsed.held_on == "2024-02-20"
    assert any("1月18日" in w.message for w in parsed.warnings)


def test_a_date_in_the_title_is_the_meetings_day_where_no_field_gives_one() -> None:
    assert parse_text("青葉市文教常任委員会 令和5年6月13日\n出席委員\n甲野一").held_on == "2023-06-13"


def test_the_section_beside_the_title_is_the_office() -> None:
    assert parse_text("企画部 都市経営室\n青葉市総合計画審議会（第1回）\n令和5年6月13日").office == "企画部 都市経営室"


def test_two_fields_on_one_line_are_both_read() -> None:
    parsed = parse_text("第2回青葉市審議会\n日 時：令和5年6月13日（火）午後7時～ 場 所：中央会館 3階会議室")
    assert (parsed.held_on, parsed.starts_at, parsed.venue) == ("2023-06-13", "19:00", "中央会館3階会議室")
    parsed = parse_text("第2回青葉市審議会\n日時\t令和5年6月13日\t場所\t議場\n")
    assert (parsed.held_on, parsed.venue) == ("2023-06-13", "議場")


def test_a_column_of_labels_and_its_column_of_values() -> None:
    parsed = parse_text(
        "第2回青葉市審議会会議録\n開催年月日\n開催場所\n協議会委員数\n開　　会\n閉　　会\n令和5年6月13日\n中央センター大集会室\n28名\n午後2時00分\n午後2時44分"
    )
    assert (parsed.held_on, parsed.venue) == ("2023-06-13", "中央センター大集会室")
    assert (parsed.starts_at, parsed.ends_at) == ("14:00", "14:44")
    assert any("協議会委員数" in w.message and "28名" in w.message for w in parsed.warnings)


def test_opening_and_closing_in_brackets_above_their_times() -> None:
    parsed = parse_text(
        "第2回教育委員会議事録\n＜開会＞\n 令和5年6月13日\n 10時30分\n＜閉会＞\n 令和5年6月13日\n 11時45分\n＜会議場所＞\n 委員室"
    )
    assert (parsed.held_on, parsed.starts_at, parsed.ends_at, parsed.venue) == (
        "2023-06-13",
        "10:30",
        "11:45",
        "委員室",
    )


def test_an_opening_line_above_the_attendance_belongs_to_the_head() -> None:
    parsed = parse_text(
        "運営委員会速記録第六号\n令和五年六月十三日（火曜日）\n運営委員会室\n午前十一時三分開議\n出席委員 二名\n甲野 一君\n乙野 二君\n\n○委員長（甲野一君） 始めます。"
    )
    assert (parsed.held_on, parsed.venue, parsed.starts_at) == ("2023-06-13", "運営委員会室", "11:03")
    assert [utterance.kind for utterance in parsed.utterances] == ["speech"]


def test_a_time_alone_under_the_heading_of_the_opening() -> None:
    assert (
        parse_text("1.開 会\n午前10時00分\n会長\n始めます。\n事務局\n説明します。\n会長\nはい。").starts_at == "10:00"
    )


def test_a_heading_of_another_kind_ends_the_list_of_those_present() -> None:
    parsed = parse_text("第2回審議会\n出席者\n甲野一、乙野二\n次回開催予定日未定\n問い合わせ先\n総務課 担当者名 丙野")
    assert [attendee.name for attendee in parsed.attendees] == ["甲野一", "乙野二"]


def people(text: str) -> list[tuple[str | None, str, str | None, str | None]]:
    """Group, name, role and section of everybody whom a head with this attendance names."""
    parsed = parse_text("第2回青葉市審議会会議録\n日時 令和5年6月13日\n" + text)
    return [(person.group, person.name, person.role, person.affiliation) for person in parsed.attendees]


def test_seats_glued_to_names() -> None:
    assert people(
        "3.出席者\n1.会長青野和子\n2.副会長赤井正一\n3.委員白田美子、緑川静\n4.事務局 (市民部長)黒田文男"
    ) == [
        ("会長", "青野和子", "会長", None),
        ("副会長", "赤井正一", "副会長", None),
        ("委員", "白田美子", None, None),
        ("委員", "緑川静", None, None),
        ("事務局", "(市民部長)黒田文男", None, None),
    ]
    assert people("出席委員 三名\n委員長青野 信一君\n理事木下 利夫君\n森 由紀君") == [
        ("出席委員", "青野信一君", "委員長", None),
        ("出席委員", "木下利夫君", "理事", None),
        ("出席委員", "森由紀君", None, None),
    ]


@pytest.mark.parametrize("entry", ["会長代理", "委員会事務局", "会長職務代理者"])
def test_a_word_that_goes_on_behind_a_seat_is_no_name(entry: str) -> None:
    assert all(not name.startswith(("代理", "会事")) for _, name, _, _ in people(f"出席者\n{entry}\n甲野一、乙野二"))


def test_an_office_alone_heads_the_names_below_it() -> None:
    assert people("出席者\n委員\n 甲野会長、乙野委員\n青葉市役所\n 丙野部長、丁野局長") == [
        ("委員", "甲野会長", "会長", None),
        ("委員", "乙野委員", None, None),
        ("青葉市役所", "丙野部長", None, None),
        ("青葉市役所", "丁野局長", None, None),
    ]
    assert people("出席者\n(委員長)\n甲野 一郎\n(若葉市役所)\n乙野水・大気局長") == [
        ("委員長", "甲野一郎", "委員長", None),
        ("若葉市役所", "乙野水・大気局長", None, None),
    ]


def test_a_section_in_brackets_before_the_names_is_theirs() -> None:
    assert people("出席者\n【青葉市】○企画部\n(行政課)甲野課長、乙野主査\n○若葉支所\n(総務課)丙野支所長") == [
        ("青葉市", "甲野課長", None, "行政課"),
        ("青葉市", "乙野主査", None, "行政課"),
        ("青葉市", "丙野支所長", None, "総務課"),
    ]


def test_a_post_before_one_name_is_part_of_the_entry() -> None:
    assert people("出席委員\n甲野一\n5.執行者\n総務部長　丙野三\n事務局\n事務局長　丁野四\n書記　戊野五")[1:] == [
        ("執行者", "総務部長 丙野三", None, None),
        ("事務局", "事務局長 丁野四", None, None),
        ("事務局", "書記 戊野五", None, None),
    ]
    assert people("出席者\n【委員】\n・公募委員 甲野 花子\n・学識委員 乙野 太郎") == [
        ("委員", "公募委員 甲野花子", None, None),
        ("委員", "学識委員 乙野太郎", None, None),
    ]


def test_who_is_absent_in_brackets_behind_the_list_stays_to_be_seen() -> None:
    parsed = parse_text(
        "議会運営委員会会議録\n〇日時\n令和5年6月13日\n〇出席委員\n甲野委員長、乙野、丙野の各委員（丁野副委員長は欠席）"
    )
    assert [person.name for person in parsed.attendees] == ["甲野委員長", "乙野", "丙野"]
    assert any("丁野副委員長は欠席" in warning.message for warning in parsed.warnings)


def test_a_number_of_a_seat_parts_names_where_the_comma_is_missing() -> None:
    assert [name for _, name, _, _ in people("出席委員 1番 甲野一、2番 乙野二　3番 丙野三")] == [
        "甲野一",
        "乙野二",
        "丙野三",
    ]


def test_a_letter_spaced_label_before_names_with_seats() -> None:
    assert people("出 席 者 青野会長 赤井副会長 木下委員\n森人権推進課長") == [
        ("出席者", "青野会長", "会長", None),
        ("出席者", "赤井副会長", "副会長", None),
        ("出席者", "木下委員", None, None),
        ("出席者", "森人権推進課長", None, None),
    ]


@pytest.mark.parametrize(
    ("printed", "closed"),
    [
        ("会 長 青 野 太 郎", "会長 青野太郎"),
        ("副 会 長 青 野 太 郎 赤 井 千代志", "副会長 青野太郎、赤井千代志"),
        ("青 野 太 郎 赤 井   勇", "青野太郎、赤井勇"),
        ("赤 井   勇 青 野 太 郎", "赤井勇、青野太郎"),
        ("青 野 太 郎 佐々木 健 一", "青野太郎、佐々木健一"),
        ("森 三 郎 林 一 子", "森三郎、林一子"),
        ("財 政 課 長 青 野 太 郎", "財政課長 青野太郎"),
        ("まちづくり 課 長 青 野 太 郎", "まちづくり課長 青野太郎"),
        ("教 育 総 務 課 長", "教育総務課長"),
        ("青 野 太   赤 井 勇", "青 野 太   赤 井 勇"),
        ("出　席　者", "出　席　者"),
        ("青野太郎 赤井勇", "青野太郎 赤井勇"),
    ],
)
def test_letter_spaced_names_stand_in_columns_of_four_places(printed: str, closed: str) -> None:
    assert close_names(printed) == closed


def test_a_body_before_the_label_and_towns_in_brackets_between_the_members() -> None:
    assert people(
        "青葉市審議会出席者\n会 長 青 野 太 郎\n委員 (若葉町)\n赤 井 正 子 森 田   勇\n(青葉村)\n木 下   智\n青葉市審議会欠席者 白 田 昭 男 1名"
    ) == [
        ("会長", "青野太郎", "会長", None),
        ("委員", "赤井正子", None, "若葉町"),
        ("委員", "森田勇", None, "若葉町"),
        ("委員", "木下智", None, "青葉村"),
    ]


def test_the_seat_of_another_body_is_no_role() -> None:
    assert people("出席委員\n甲野一\n〇委員外出席者\n副議長　乙野二")[1:] == [
        ("委員外出席者", "副議長 乙野二", None, None)
    ]


def test_a_common_word_before_a_date_or_time_is_a_label() -> None:
    parsed = parse_text(
        "第2回青葉市審議会\n期　日　令和5年11月24日\n時　間　午後2時～午後3時40分\n会　場　公民館 講義室"
    )
    assert (parsed.held_on, parsed.starts_at, parsed.ends_at) == ("2023-11-24", "14:00", "15:40")
    assert parsed.warnings == ()


def test_nobody_absent_needs_no_warning() -> None:
    assert parse_text("第2回審議会\n日時 令和5年6月13日\n出席委員\n甲野一\n欠席委員\nなし").warnings == ()


def test_a_half_width_long_vowel_is_no_dash() -> None:
    assert flat("電子ﾒｰﾙ―１") == "電子ﾒｰﾙ-1"


def test_a_date_of_publication_above_the_labelled_date_is_not_the_meetings() -> None:
    parsed = parse_text("第2回青葉市審議会 摘録\n2022年6月28日\n日時：令和3年11月24日 午後2時から\n場所：公民館")
    assert (parsed.held_on, parsed.fiscal_year) == ("2021-11-24", 2021)
    assert "2022年6月28日" in parsed.warnings[0].message


def test_a_name_that_the_page_cut_in_two_is_one_title() -> None:
    parsed = parse_text(
        "令和5年6月13日\n第2回霞浜市地域包括支援センター\n運営協議会\n（要約版）\n\n午後2時1分開会\n○会長　始めます。"
    )
    assert parsed.title == "第2回霞浜市地域包括支援センター運営協議会 （要約版）"
    assert (parsed.body, parsed.number) == ("霞浜市地域包括支援センター運営協議会", 2)


def test_a_sitting_below_a_quoted_body_is_part_of_the_title() -> None:
    parsed = parse_text("「霞浜の放送のこれからに関する懇談会」\n第3回会合 議事録\n\n日時\n　令和5年6月13日（火）")
    assert parsed.title == "「霞浜の放送のこれからに関する懇談会」 第3回会合 議事録"
    assert (parsed.body, parsed.number) == ("霞浜の放送のこれからに関する懇談会", 3)


def test_the_long_vowel_of_a_word_stays_where_a_dash_goes() -> None:
    assert body_of("第2回霞浜市地域包括支援センター") == "霞浜市地域包括支援センター"
    assert body_of("ー霞浜市環境審議会ー") == "霞浜市環境審議会"


def test_the_month_of_a_sitting_is_no_part_of_the_body() -> None:
    assert body_of("令和5年  9月開催 港湾対策特別委員会") == "港湾対策特別委員会"
    assert body_of("令和4年4月　霞浜市農業委員会会議録") == "霞浜市農業委員会"


def test_an_empty_field_of_the_form_needs_no_look() -> None:
    parsed = parse_text(
        "日時：令和5年6月13日\n\nその他の必要事項\n\nなし\n\n審議の内容\n\n会長：始めます。\n委員：はい。"
    )
    assert [warning.text for warning in parsed.warnings if warning.code == "unparsed-text"] == []


def test_a_section_in_brackets_is_that_of_the_names_behind_it() -> None:
    parsed = parse_text(
        "港湾対策特別委員会\n令和5年6月13日\n《出席委員》\n浦野日出男委員長、山辺健副委員長、青野実 各委員\n《理事者》\n[港湾局]東海林局長、久我次長 ほか"
    )
    assert [(row.group, row.name, row.role, row.affiliation) for row in parsed.attendees] == [
        ("出席委員", "浦野日出男委員長", "委員長", None),
        ("出席委員", "山辺健副委員長", "副委員長", None),
        ("出席委員", "青野実", None, None),
        ("理事者", "東海林局長", None, "港湾局"),
        ("理事者", "久我次長", None, "港湾局"),
    ]


@pytest.mark.parametrize(
    "name", ["霞浜町内会連合会長", "霞浜商店街組合委員長", "老人クラブ連合会会長", "若葉地区自治会長"]
)
def test_the_chair_of_an_association_has_no_seat_here(name: str) -> None:
    parsed = parse_text(f"日時：令和5年6月13日\n出席者\n関係者：{name}、青野実\n")
    assert [row.role for row in parsed.attendees] == [None, None]


def test_numbered_groups_may_say_in_which_order_they_list() -> None:
    parsed = parse_text(
        "日時\n　令和5年6月13日\n出席者\n(1) 懇談会構成員（敬称略、五十音順）\n　青野実、赤井健（代理出席 石森誠）\n(2) 霞浜県側\n　上田総務課長、江口主査"
    )
    assert [(row.group, row.name, row.proxy) for row in parsed.attendees] == [
        ("懇談会構成員", "青野実", False),
        ("懇談会構成員", "赤井健（代理出席 石森誠）", True),
        ("霞浜県側", "上田総務課長", False),
        ("霞浜県側", "江口主査", False),
    ]


def test_those_present_and_absent_under_one_heading_leave_nothing_over() -> None:
    parsed = parse_text(
        "日時：令和5年6月13日\n\n出席委員・欠席委員\n\n出席委員：青野実、赤井健\n\n事務局職員\n\n局長上田誠\n\n総会次第\n\n⑴ 開会\n⑵ 会長の選出について"
    )
    assert [(row.group, row.name) for row in parsed.attendees] == [
        ("出席委員", "青野実"),
        ("出席委員", "赤井健"),
        ("事務局職員", "局長上田誠"),
    ]
    assert [item.title for item in parsed.agenda] == ["会長の選出について"]
    assert [warning.text for warning in parsed.warnings if warning.code == "unparsed-text"] == []


def test_the_day_of_a_sitting_opens_the_record() -> None:
    parsed = parse_text(
        "港湾対策特別委員会\n令和5年9月22日\n《案件》\n※倉庫の移転について\n《傍聴者》なし\n　　9月22日（金）（10:00開議）\n○青野委員長　始めます。\n○赤井委員　はい。"
    )
    first = parsed.utterances[0]
    assert (first.kind, first.text) == ("note", "9月22日（金）（10:00開議）")
    assert parsed.starts_at == "10:00"


def test_date_and_place_without_labels_may_stand_behind_the_name() -> None:
    parsed = parse_text(
        "会議の名称　令和5年度第1回霞浜市環境審議会\n令和5年6月13日（火）　午後2時～午後4時\n市役所本庁舎5階 庁議室\n\n出席委員\n青野実\n"
    )
    assert (parsed.held_on, parsed.starts_at, parsed.ends_at) == ("2023-06-13", "14:00", "16:00")
    assert (parsed.title, parsed.venue) == ("令和5年度第1回霞浜市環境審議会", "市役所本庁舎5階 庁議室")


def test_a_place_above_a_label_is_no_name_above_what_it_says() -> None:
    parsed = parse_text(
        "第2回霞浜市環境審議会\n\n令和5年6月13日（火）　午後2時～4時\n中央公民館 研修室\n\n出席した者（傍聴人を除く。）の氏名（敬称略）\n　委員：青野実、赤井健\n\n《案件》\n総務課\n・予算について\n教育委員会\n・図書館について\n\n○会長　始めます。\n【予算について】\n○事務局　資料に沿って説明いたします。\n【図書館について】\n○会長　終わります。"
    )
    assert parsed.venue == "中央公民館 研修室"
    assert [row.name for row in parsed.attendees] == ["青野実", "赤井健"]


@pytest.mark.parametrize("word", ["議事録", "## 議事録", "会議録"])
@pytest.mark.parametrize("label", ["出席者：", "**出席者**：", "出席者"])
def test_the_word_of_the_record_above_those_present_is_a_heading_of_the_head(word: str, label: str) -> None:
    source = read_document(
        f"# 霞浜市経営協議会\n\n令和6年4月1日\n\n## 議事\n\n1. 計画について\n2. 予算について\n\n{word}\n\n{label}\n\n青野会長\n\n赤井委員、白川委員\n\n"
        "会長：始めます。\n委員：計画は良いと思います。\n会長：終わります。\n".encode(),
        "会議録.md",
    )
    parsed = parse(source)
    assert [row.name for row in parsed.attendees] == ["青野会長", "赤井委員", "白川委員"]
    assert [row.speaker for row in parsed.utterances] == ["会長", "委員", "会長"]
