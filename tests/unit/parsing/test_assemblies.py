"""Records of assemblies (議会): schedules, headings in the record, rosters; invented towns."""

from __future__ import annotations

import pytest

from minutes.parsing.model import ParsedMinutes
from tests.unit.parsing.support import parse_text

_HEAD = "令和5年第2回霞浜町議会定例会会議録\n令和5年6月13日（火曜日）\n"
_LIST = "●議事日程\n　日程第１　会議録署名議員の指名\n　日程第２　会期の決定\n　日程第３　議案第４号　令和５年度霞浜町一般会計補正予算\n　日程第４　議案第５号　港湾条例の一部改正\n"


def _items(parsed: ParsedMinutes) -> list[tuple[str | None, int | None, str]]:
    return [(item.category, item.number, item.title) for item in parsed.agenda]


def _said(parsed: ParsedMinutes) -> list[tuple[str, str | None, tuple[int, ...], str]]:
    return [(row.kind, row.speaker, tuple(row.agenda), row.text) for row in parsed.utterances]


def test_the_schedule_is_the_class_of_what_has_no_other() -> None:
    parsed = parse_text(f"{_HEAD}{_LIST}\n○議長（青野一郎君）　始めます。\n○町長（赤井実君）　おはようございます。")
    assert _items(parsed) == [
        ("日程", 1, "会議録署名議員の指名"),
        ("日程", 2, "会期の決定"),
        ("議案", 4, "令和５年度霞浜町一般会計補正予算"),
        ("議案", 5, "港湾条例の一部改正"),
    ]
    bare = parse_text(f"{_HEAD}{_LIST.replace('日程第', '第')}\n○議長（青野一郎君）　始めます。")
    assert [item[0] for item in _items(bare)] == [None, None, "議案", "議案"]


@pytest.mark.parametrize("sign", ["△", "◎", "◇"])
def test_what_is_set_as_the_headings_are_is_one_though_no_list_has_it(sign: str) -> None:
    parsed = parse_text(
        f"{_HEAD}{_LIST}\n{sign}開議宣告\n○議長（青野一郎君）　会議を開きます。\n{sign}日程第１　会議録署名議員の指名\n"
        f"○議長（青野一郎君）　指名します。\n{sign}諸般の報告\n○議長（青野一郎君）　報告させます。\n"
        f"{sign}日程第２　会期の決定\n○議長（青野一郎君）　会期を決めます。"
    )
    assert _said(parsed) == [
        ("speech", "議長（青野一郎君）", (), "会議を開きます。"),
        ("speech", "議長（青野一郎君）", (0,), "指名します。"),
        ("speech", "議長（青野一郎君）", (), "報告させます。"),
        ("speech", "議長（青野一郎君）", (1,), "会期を決めます。"),
    ]
    assert any(warning.text == f"{sign}諸般の報告" and warning.minor for warning in parsed.warnings)


def test_titles_right_above_the_speeches_are_headings_where_others_are() -> None:
    parsed = parse_text(
        f"{_HEAD}{_LIST}\n開会挨拶\n○議長（青野一郎君）　おはようございます。\n日程第１　会議録署名議員の指名\n"
        "○議長（青野一郎君）　指名します。\n町民憲章の朗唱\n○議長（青野一郎君）　ご起立ください。\n"
        "日程第２　会期の決定\n○議長（青野一郎君）　会期を決めます。"
    )
    assert [row[2:] for row in _said(parsed)] == [
        ((), "おはようございます。"),
        ((0,), "指名します。"),
        ((), "ご起立ください。"),
        ((1,), "会期を決めます。"),
    ]


@pytest.mark.parametrize("ceremony", ["再開宣告", "開会及び開議宣告", "臨時議長開会宣告（午前10時）", "散会の宣告"])
def test_declarations_of_the_schedule_are_no_items(ceremony: str) -> None:
    listed = _LIST.replace("●議事日程\n", f"●議事日程\n　{ceremony}\n")
    assert [item[1] for item in _items(parse_text(f"{_HEAD}{listed}\n○議長（青野一郎君）　始めます。"))] == [1, 2, 4, 5]


def test_numbers_of_the_schedule_open_the_bills_that_stand_there() -> None:
    parsed = parse_text(
        f"{_HEAD}{_LIST}\n○議長（青野一郎君）　始めます。\n◎日程第３\n○議長（青野一郎君）　説明を求めます。\n"
        "◎日程第３及び日程第４\n○議長（青野一郎君）　一括とします。\n◎日程第２から日程第４まで\n○議長（青野一郎君）　採決します。"
    )
    assert [row[2] for row in _said(parsed)] == [(), (2,), (2, 3), (1, 2, 3)]


def test_the_day_and_hour_above_the_items_are_the_meetings() -> None:
    parsed = parse_text(
        "霞浜町議会会議録\n　　議事日程第22号\n　令和5年6月13日（火）午前10時開議\n　第１　会期の決定\n　第２　町第54号議案　港湾条例の一部改正\n"
        "　出席議員（２人）\n　　青野一郎君\n　　赤井花子君\n　　　午前10時00分開会\n\n○議長（青野一郎君）　始めます。"
    )
    assert (parsed.held_on, parsed.starts_at, parsed.ends_at) == ("2023-06-13", "10:00", None)
    assert _items(parsed) == [(None, 1, "会期の決定"), ("議案", 54, "港湾条例の一部改正")]
    assert [row.name for row in parsed.attendees] == ["青野一郎君", "赤井花子君"]
    assert parsed.utterances[0].text == "午前10時00分開会"


@pytest.mark.parametrize(
    "above",
    [
        "　第２回霞浜町議会定例会\n",
        "　日程　議案番号　件名\n",
        "　（第１日）\n",
        "　令和５年第２回霞浜町議会定例会\n　令和５年６月13日午前９時30分開会\n",
    ],
)
def test_what_a_schedule_prints_above_its_items_is_none_of_them(above: str) -> None:
    parsed = parse_text(
        f"{_HEAD}●議事日程（第１号）\n{above}　第１　会期の決定\n　第２　一般質問\n\n○議長（青野一郎君）　始めます。"
    )
    assert _items(parsed) == [(None, 1, "会期の決定"), (None, 2, "一般質問")]


def test_the_body_may_stand_before_its_schedule() -> None:
    parsed = parse_text(
        f"{_HEAD}霞 浜 町 議 会 第 ２ 回 定 例 会 議 事 日 程\n第 １ 会期の決定\n第 ２ 一般質問\n\n○議長（青野一郎君）　始めます。"
    )
    assert [item[1] for item in _items(parsed)] == [1, 2]


def test_a_list_that_points_to_the_schedule_has_no_items() -> None:
    parsed = parse_text(f"{_HEAD}{_LIST}●本日の会議に付した事件\n　議事日程に同じ\n\n○議長（青野一郎君）　始めます。")
    assert len(parsed.agenda) == 4


def test_a_line_below_a_whole_title_far_from_the_edge_is_an_item_of_its_own() -> None:
    parsed = parse_text(
        f"{_HEAD}◎議事日程\n第 １ 議案第４号 霞浜町港湾施設の設置及び管理に関する条例の一部を改正する条例案に\nついて\n"
        "全員で構成する予算特別委員会の設置\n第 ２ 議案第５号 請負契約の締結について\n（東埠頭改修工事）\n\n○議長（青野一郎君） 始めます。"
    )
    assert _items(parsed) == [
        ("議案", 4, "霞浜町港湾施設の設置及び管理に関する条例の一部を改正する条例案について"),
        (None, None, "全員で構成する予算特別委員会の設置"),
        ("議案", 5, "請負契約の締結について（東埠頭改修工事）"),
    ]


def test_those_present_by_law_are_a_group_as_printed() -> None:
    parsed = parse_text(
        f"{_HEAD}出席議員\n１番　青野一郎\n地方自治法第121条による出席者\n町長　赤井実\n教育長　石森健\n\n○議長（青野一郎君）　始めます。\n○町長（赤井実君）　はい。"
    )
    assert [(row.group, row.name, row.role) for row in parsed.attendees][1:] == [
        ("地方自治法第121条による出席者", "町長 赤井実", None),
        ("地方自治法第121条による出席者", "教育長 石森健", None),
    ]


def test_what_the_chair_announces_opens_nothing_where_signs_set_headings_off() -> None:
    parsed = parse_text(
        f"{_HEAD}{_LIST}\n◎日程第１ 会議録署名議員の指名\n○議長（青野一郎君）\n日程第１、会議録署名議員の指名を会議規則の定めにより、議長におい\nて、行います。\n"
        "◎日程第２ 会期の決定\n○議長（青野一郎君） 会期を決めます。\n日程第３ 議案第４号令和５年度霞浜町一般会計補正予算\nも後ほど説明いたします。"
    )
    assert _said(parsed) == [
        (
            "speech",
            "議長（青野一郎君）",
            (0,),
            "日程第１、会議録署名議員の指名を会議規則の定めにより、議長において、行います。",
        ),
        (
            "speech",
            "議長（青野一郎君）",
            (1,),
            "会期を決めます。\n日程第３ 議案第４号令和５年度霞浜町一般会計補正予算も後ほど説明いたします。",
        ),
    ]


def test_names_in_a_speech_are_no_speakers_where_signs_set_marks_off() -> None:
    parsed = parse_text(
        f"{_HEAD}{_LIST}\n○議長（青野一郎君）　署名議員を指名いたします。\n　　３番　　赤井花子議員\n　　４番　　石森健議員\nのお二人にお願いします。\n"
        "○町長（上田実君）　専決処分いたしました。\n　霞浜町長　上田実\n　説明いたします。\n○議長（青野一郎君）　以上です。"
    )
    assert [(row[1], row[3][-6:]) for row in _said(parsed)] == [
        ("議長（青野一郎君）", "願いします。"),
        ("町長（上田実君）", "いたします。"),
        ("議長（青野一郎君）", "以上です。"),
    ]
    assert "霞浜町長" in parsed.utterances[1].text


def test_what_is_read_aloud_is_the_readers_speech() -> None:
    parsed = parse_text(
        f"{_HEAD}{_LIST.replace('議案第４号　令和５年度霞浜町一般会計補正予算', '諸般の報告')}\n○議長（青野一郎君）　報告させます。\n○事務局長（赤井実）　（朗読）\n――――――\n　諸般の報告\n　一　町長提出議案\n"
        "　　　議案第４号の１件。\n　　　　　以上\n――――――\n○議長（青野一郎君）　報告は終わりました。\n　　（「異議なし」の声あり）\n○議長（青野一郎君）　次に進みます。"
    )
    said = _said(parsed)
    assert [row[0] for row in said] == ["speech", "speech", "speech", "note", "speech"]
    assert said[1][1] == "事務局長（赤井実）" and said[1][3].endswith("以上")


@pytest.mark.parametrize(
    ("head", "title", "body"),
    [
        (
            "令和５年第２回定例会\n霞 浜 町 議 会 会 議 録\n第１日 （令和５年６月13日）",
            "令和５年第２回定例会 霞浜町議会会議録 第１日 （令和５年６月13日）",
            "霞浜町議会定例会",
        ),
        (
            "令和５年 第２回定例会\n霞 浜 町 議 会 会 議 録\n（第１号）６月１３日 開会",
            "令和５年 第２回定例会 霞浜町議会会議録 （第１号）",
            "霞浜町議会定例会",
        ),
        (
            "令和５年定例会６月会議\n霞浜町議会会議録\n令和５年６月13日（火曜日）",
            "令和５年定例会６月会議 霞浜町議会会議録",
            "霞浜町議会定例会６月会議",
        ),
        (
            "令和５年第２回霞浜町議会臨時会\n　　会議録（第１号）\n令和５年６月13日",
            "令和５年第２回霞浜町議会臨時会 会議録（第１号）",
            "霞浜町議会臨時会",
        ),
        (
            "令和５年 第２回\n霞浜町議会臨時会会議録\n霞 浜 町 議 会\n\n令和５年霞浜町議会第２回臨時会会議録\n令和５年６月13日",
            "令和５年霞浜町議会第２回臨時会会議録",
            "霞浜町議会臨時会",
        ),
        (
            "　　　　第２回\n　霞浜市会　　　会議録（第16号）\n　　　　定例会\n令和５年６月13日",
            "第２回 霞浜市会定例会会議録（第16号）",
            "霞浜市会定例会",
        ),
        ("令和５年　第２回定例会予算審査特別委員会\n令和５年６月13日", "令和５年 第２回定例会予算審査特別委員会", "予算審査特別委員会"),
        (
            "会議名：令和 5年第2回定例会（第1号 6月13日）\n開催日：令和 5年 6月13日",
            "令和5年第2回定例会（第1号6月13日）",
            "霞浜町議会定例会",
        ),
    ],
)  # fmt: skip
def test_a_sitting_is_named_with_its_assembly(head: str, title: str, body: str) -> None:
    parsed = parse_text(
        f"{head}\n{_LIST}\n○議長（青野一郎君）　ただいまから令和５年第２回霞浜町議会定例会を開会します。\n○町長（赤井実君）　はい。"
    )
    assert (parsed.title, parsed.body) == (title, body)
    assert parsed.number == (None if "６月会議" in title else 2)
    assert parsed.held_on == "2023-06-13"


def _names(roster: str) -> list[tuple[str | None, str]]:
    parsed = parse_text(f"{_HEAD}{roster}\n○議長（青野一郎君）　始めます。\n○町長（赤井実君）　はい。")
    return [(row.group, row.name.replace(" ", "")) for row in parsed.attendees]


def test_posts_tell_the_people_of_a_letter_spaced_row_apart() -> None:
    roster = (
        "○説明のため出席した者の職氏名\n町 長 佐々木 基 一 副 町 長 青 野 信 二\n会 計 管 理 者 赤 井 和 子 総 務 課 長 石 森 正\n"
        "保 健 福 祉 課 長 長 屋 和 夫 住 民 課 長 上 田 淳\n健 康 セ ン タ ー 主 幹 江 口 友 子 総 務 課 長 補 佐 大 野 雅 康\n代 表 監 査 委 員 片 山 英 男\n"
        "○職務のため議場に出席した者の職氏名\n事 務 局 長 木 村 雅 之 事 務 局 次 長 小 林 忠"
    )
    assert _names(roster) == [
        *(
            ("説明のため出席した者の職氏名", name)
            for name in (
                "町長佐々木基一",
                "副町長青野信二",
                "会計管理者赤井和子",
                "総務課長石森正",
                "保健福祉課長長屋和夫",
                "住民課長上田淳",
                "健康センター主幹江口友子",
                "総務課長補佐大野雅康",
                "代表監査委員片山英男",
            )
        ),
        ("職務のため議場に出席した者の職氏名", "事務局長木村雅之"),
        ("職務のため議場に出席した者の職氏名", "事務局次長小林忠"),
    ]


def test_names_in_cells_of_one_width_are_told_apart() -> None:
    roster = "●出席委員（５名）\n　委 員 長　髙　橋　直　美\n　委　　員　常磐井　茂　樹　　早　川　昇　三　　小田中　　　稔　　柏　木　隆　寿"
    assert [name for _, name in _names(roster)] == ["髙橋直美", "常磐井茂樹", "早川昇三", "小田中稔", "柏木隆寿"]


def test_a_clerk_is_an_officer_of_the_assembly() -> None:
    roster = "◎出席説明員\n町 長 青 野 一 郎 君\n◎議会事務局\n事 務 局 長 赤 井 実 君\n書 記 石 森 健 君"
    assert _names(roster)[1:] == [("議会事務局", "事務局長赤井実君"), ("議会事務局", "書記石森健君")]


def test_a_list_of_what_was_dealt_with_repeats_the_schedule() -> None:
    listed = (
        "日程第 １ 会期の決定\n日程第 ２ 議案第 １号 令和５年度霞浜町国民健康保険特別会計補正予算（第\n４回）について\n"
    )
    parsed = parse_text(
        f"{_HEAD}○議事日程\n{listed}日程第 ３ 議案第 ２号 令和５年度霞浜町介護保険事業特別会計補正予算（第\n４回）について\n日程第 ４ 一般質問\n"
        f"○会議に付した事件\n{listed}追加日程第１ 石森健議員に対する懲罰動議の件\n日程第 ３ 議案第 ２号 令和５年度霞浜町介護保険事業特別会計補正予算（第\n４回）について\n"
        "○出席議員（２名）\n１番 青 野 一 郎 ２番 赤 井 和 子\n◎開会宣告\n○議長（青野一郎） 始めます。\n○町長（上田実） はい。"
    )
    assert [(item[0], item[1]) for item in _items(parsed)] == [
        ("日程", 1),
        ("議案", 1),
        ("追加日程", 1),
        ("議案", 2),
        ("日程", 4),
    ]
    assert len(parsed.attendees) == 2


def test_a_search_systems_page_holds_the_record_alone() -> None:
    parsed = parse_text(
        "霞浜市議会会議録\n文書閲覧\n文書情報\n港湾調査特別委員会　本文\n開催日: 2023-06-13\n文書中の発言: 3\nヒット発言: なし\n発言一覧\n"
        "発言の折り返し切替:\n■ 右端で折り返す □ 折り返しなし\n発言\n・1: ◯委員長\n検索語: なし\n1: 　　　※会議の概要\n◯委員長　ただいまから委員会を開会いたします。\n"
        "・2: ◯港湾部長\n検索語: なし\n2: ◯港湾部長　　資料１を御覧ください。\n　１、岸壁についてでございます。\n・3: ◯赤井委員\n検索語: なし\n3: ◯赤井委員　伺います。"
    )
    assert (parsed.title, parsed.body, parsed.held_on) == (
        "港湾調査特別委員会 本文",
        "港湾調査特別委員会",
        "2023-06-13",
    )
    assert [(row.speaker, row.text) for row in parsed.utterances if row.kind == "speech"] == [
        ("委員長", "ただいまから委員会を開会いたします。"),
        ("港湾部長", "資料１を御覧ください。\n１、岸壁についてでございます。"),
        ("赤井委員", "伺います。"),
    ]


def test_a_name_behind_a_post_is_of_the_mark_and_an_entrance_is_not() -> None:
    parsed = parse_text(
        f"{_HEAD}{_LIST}\n●議長 青野一郎君 会議を開きます。\n●議長 青野一郎君 次に進みます。\n●赤井和子君（登壇） 報告いたします。\n"
        "●副町長 石森健君（登壇） 説明いたします。\n●副町長 石森健君（登壇） 以上であります。\n●赤井和子君 終わります。"
    )
    assert [(row.speaker, row.text) for row in parsed.utterances] == [
        ("議長 青野一郎君", "会議を開きます。"),
        ("議長 青野一郎君", "次に進みます。"),
        ("赤井和子君", "（登壇） 報告いたします。"),
        ("副町長 石森健君", "（登壇） 説明いたします。"),
        ("副町長 石森健君", "（登壇） 以上であります。"),
        ("赤井和子君", "終わります。"),
    ]


def test_a_table_of_contents_beside_a_schedule_is_furniture() -> None:
    parsed = parse_text(
        "令和５年第２回霞浜町議会定例会会議録目次\n開会の宣告………………………………………３\n会議録署名議員の指名………………………３\n"
        "議案第４号の上程、説明、質疑、討論、採決……………４\n閉会の宣告………………………………………７\n\n令和 ５ 年 第 ２ 回 霞 浜 町 議 会 定 例 会 会 議 録\n"
        f"招 集 年 月 日 令和 ５ 年 ６ 月 １３ 日\n招 集 の 場 所 霞 浜 町 議 会 議 場\n{_LIST}\n◎開会の宣告\n○議長（青野一郎君）　開会します。\n○町長（赤井実君）　はい。"
    )
    assert (parsed.title, parsed.body) == ("令和５年第２回霞浜町議会定例会会議録", "霞浜町議会定例会")
    assert [item[1] for item in _items(parsed)] == [1, 2, 4, 5]
    assert [row.kind for row in parsed.utterances] == ["speech", "speech"]


def test_the_hours_may_stand_on_either_side_of_the_day() -> None:
    parsed = parse_text(
        f"令和５年 第２回\n霞浜町議会定例会会議録（第２号）\n午前10時00分 開議\n令和５年６月13日（火曜日）\n午前10時40分 閉会\n{_LIST}\n"
        "（午前10時00分 開議）\n〇議長（青野一郎君） 会議を開きます。\n〇町長（赤井実君） はい。"
    )
    assert (parsed.held_on, parsed.starts_at, parsed.ends_at) == ("2023-06-13", "10:00", "10:40")
    assert [row.text for row in parsed.utterances] == ["午前10時00分開議", "会議を開きます。", "はい。"]


def test_headings_that_the_list_lacks_are_told_by_their_place_above_speeches() -> None:
    parsed = parse_text(
        f"{_HEAD}○議事日程\n日程第１　会期の決定\n　〇午後１時開会・開議\n○議長（青野一郎）　開会します。\n◎会議録署名議員の指名\n○議長（青野一郎）　指名します。\n"
        "◎諸般の報告\n○議長（青野一郎）　報告します。\n◎会期の決定\n○議長（青野一郎）　決めます。\n◎町長挨拶について\n○議長（青野一郎）　町長。\n○町長（赤井実）　はい。"
    )
    assert _items(parsed) == [("日程", 1, "会期の決定")]
    said = [row for row in _said(parsed) if row[0] == "speech"]
    assert [row[2] for row in said] == [(), (), (), (0,), (), ()]


def test_a_class_may_be_letter_spaced_behind_the_schedules_number() -> None:
    parsed = parse_text(
        f"{_HEAD}議事日程\n第１　会期について\n第２　議　案　第１号　令和５年度霞浜町一般会計予算\n追加議事日程\n第３　議　案　第２号　港湾条例\n\n○議長（青野一郎）　始めます。\n○町長（赤井実）　はい。"
    )
    assert _items(parsed) == [
        (None, 1, "会期について"),
        ("議案", 1, "令和５年度霞浜町一般会計予算"),
        ("議案", 2, "港湾条例"),
    ]


def test_a_bill_at_the_beginning_of_a_broken_line_of_a_speech_is_no_heading() -> None:
    parsed = parse_text(
        f"{_HEAD}{_LIST}\n●議長（青野一郎）　報告を求めます。\n●赤井委員長　協議の結果を報告いたします。\n"
        "議案第４号 令和５年度霞浜町一般会計補正予算については、本会議で審議することに決定いたし\nました。\n以上です。\n●議長（青野一郎）　報告を終わります。"
    )
    assert [(row[1], row[2]) for row in _said(parsed)] == [
        ("議長（青野一郎）", ()),
        ("赤井委員長", ()),
        ("議長（青野一郎）", ()),
    ]


def test_seats_of_a_table_tell_who_was_there() -> None:
    roster = (
        "⒈ 出席議員並びに欠席議員\n議 席 出席○ 議 席 出席○\n氏 名 氏 名\n番 号 欠席× 番 号 欠席×\n"
        "１ 青 野 一 郎 ○ ８ 石 森 由紀子 ○\n２ 赤 井 実 × ９ 上 田 守 ○\n３ 江 口 多 政 ○ 10"
    )
    assert [name for _, name in _names(roster)] == ["青野一郎", "石森由紀子", "上田守", "江口多政"]
