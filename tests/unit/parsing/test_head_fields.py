"""Fields of heads as other offices print them: places beside dates, labels in pieces, boxes, offices at the foot, hours in the record."""

from __future__ import annotations

import pytest

from minutes.parsing.model import Access, ParsedMinutes
from tests.unit.parsing.support import parse_text

TALK = "会長　これより会議を始めます。\n委員　質問があります。\n会長　どうぞ。\n委員　以上です。"


def head(text: str, talk: str = TALK) -> ParsedMinutes:
    return parse_text(f"第2回霞浜市環境審議会会議録\n{text}\n{talk}")


@pytest.mark.parametrize(
    ("printed", "venue"),
    [
        ("開催日及び場所　令和5年6月13日(火)　霞浜市総合庁舎4階会議室\n出席者　青野会長、赤井委員", "霞浜市総合庁舎4階会議室"),
        ("開催日及び場所\t令和5年6月13日（火）　霞浜市役所　地下１階入札室\n出席者　青野会長、赤井委員", "霞浜市役所 地下1階入札室"),
        ("１　日時・場所\n　令和5年6月13日（火）10時～11時40分　霞浜市役所議会棟第３委員会室\n２　出席者　青野会長、赤井委員", "霞浜市役所議会棟第3委員会室"),
        ("〔開催日〕\n令和5年6月13日(火) 午後2時〜4時   霞浜芸術会館\n〔出席者〕\n青野会長、赤井委員", "霞浜芸術会館"),
        ("日時: 令和5年6月13日(火)\n霞浜地方整備局\n出席者　青野会長、赤井委員", "霞浜地方整備局"),
        ("第1 開催日時及び場所\n令和5年6月13日(火) 10時30分～11時40分\n於、霞浜市役所8階第1会議室\n出席者　青野会長、赤井委員", "霞浜市役所8階第1会議室"),
        ("於 霞浜町役場議場\n日時　令和5年6月13日\n出席者　青野会長、赤井委員", "霞浜町役場議場"),
        ("日時　令和5年6月13日（於：霞浜市民会館）\n出席者　青野会長、赤井委員", "霞浜市民会館"),
        # The labelled place goes before
        ("日時　令和5年6月13日\n於　霞浜市役所\n場所　霞浜会館\n出席者　青野会長、赤井委員", "霞浜会館"),
    ],
)  # fmt: skip
def test_a_place_stands_beside_or_below_its_date(printed: str, venue: str) -> None:
    parsed = head(printed)
    assert parsed.held_on == "2023-06-13" or "於 霞浜町" in printed
    assert parsed.venue is not None and parsed.venue.translate(str.maketrans("１３", "13")) == venue
    assert parsed.utterances[0].text == "これより会議を始めます。"


def test_the_hour_of_the_opening_below_the_date_begins_no_record() -> None:
    parsed = head(
        "一、日  時  昭和四十八年六月十四日(木曜日)\n       午後一時四十分開会\n一、場  所  合同庁舎第一号館 特別会議室\n一、出席者　青野会長、赤井委員"
    )
    assert (parsed.held_on, parsed.starts_at, parsed.venue) == (
        "1973-06-14",
        "13:40",
        "合同庁舎第一号館 特別会議室",
    )


def test_the_day_of_the_title_field_is_the_meetings() -> None:
    parsed = parse_text(f"会議名：民生委員会　令和5年6月13日（火）\n{TALK}")
    assert parsed.held_on == "2023-06-13"


@pytest.mark.parametrize(
    ("printed", "level", "reason"),
    [
        ("傍聴の可否\t□可　□不可　■一部不可\n傍聴不可・一部不可の場合は、その理由\t個人情報を含むため", "partial", "個人情報を含むため"),
        ("傍聴の可否\t■可　□不可", "open", None),
        ("公　開：　□ 公開　☑ 非公開　□ 一部公開\n　（理　由）　候補者の経歴を審議するため", "closed", "候補者の経歴を審議するため"),
        ("公開・非公開\n一部公開\n非公開理由\n議題（2）において、法人の情報を取り扱うため", "partial", "議題（2）において、法人の情報を取り扱うため"),
        ("会議の公開\n又は非公開\n公開", "open", None),
        ("傍聴の可否　■不可　□可\n傍聴不可の場合は、\nその理由\n個人情報を含むため", "closed", "個人情報を含むため"),
    ],
)  # fmt: skip
def test_what_is_public_is_told_by_its_boxes_whatever_the_label(
    printed: str, level: str | None, reason: str | None
) -> None:
    parsed = head(f"日時　令和5年6月13日\n場所　霞浜市役所\n{printed}\n出席者　青野会長、赤井委員")
    assert parsed.meeting_access == Access(level, reason)
    assert parsed.venue == "霞浜市役所"


@pytest.mark.parametrize(
    ("foot", "office"),
    [
        ("備　考：傍聴希望者なし\n担当課・係　：福祉課　社会福祉係（内線１５２）", "福祉課 社会福祉係"),
        ("総務部　契約検査課\nTEL 0000-11-2222", "総務部 契約検査課"),
        ("この記事に関するお問い合わせ：総務部総務課（運営係）", "総務部総務課（運営係）"),
        ("(問い合わせ先)\n総務課審議会係\n電話 0000-11-2222", "総務課審議会係"),
    ],
)
def test_the_office_stands_at_the_foot(foot: str, office: str) -> None:
    parsed = head("日時　令和5年6月13日\n場所　霞浜市役所\n出席者　青野会長、赤井委員", f"{TALK}\n{foot}")
    assert parsed.office == office


@pytest.mark.parametrize(
    ("end", "adjourned"),
    [
        ("　　（午前10時31分）", "10:31"),
        ("　　　　　午前１１時０\n　８分閉会", "11:08"),
        ("（5時10分終了）", "17:10"),
        ("（午後四時十分終了）  - 2 -", "16:10"),
        ("　　委員長、閉会を宣する。（午後九時十五分）\n　　記録　田名部　隆", "21:15"),
        ("次回は来月である。 午後8時12分閉会", "20:12"),
        ("△閉会 午後３時０２分\n- 4 -", "15:02"),
    ],
)
def test_the_hour_of_the_closing_stands_among_the_last_lines(end: str, adjourned: str) -> None:
    talk = f"{TALK}\n会長　本日はこれにて閉会いたします。\n{end}"
    parsed = head("日時　令和5年6月13日\n開会　午前10時\n閉会　午後5時\n出席者　青野会長、赤井委員", talk)
    if "5時10分" in end:
        parsed = head("日時　令和5年6月13日 午後1時30分\n出席者　青野会長、赤井委員", talk)
    assert parsed.adjourned_at == adjourned


def test_the_hour_of_the_opening_stands_below_the_first_words() -> None:
    talk = f"会長　ただ今の出席委員は七人です。\n　ただ今から第2回審議会を開会します。\n（午後 ２時００分開会）\n{TALK}"
    assert head("日時　令和5年6月13日\n出席者　青野会長、赤井委員", talk).starts_at == "14:00"


def test_the_chair_names_the_parent_before_the_number() -> None:
    parsed = parse_text(
        "日時　令和5年6月13日\n出席者　青野会長、赤井委員\n会長　ただいまから霞浜環境審議会第115回総合政策部会を開会いたします。\n委員　はい。\n会長　どうぞ。\n委員　以上です。"
    )
    assert (parsed.body, parsed.number) == ("霞浜環境審議会総合政策部会", 115)


def test_a_sheets_hour_above_its_items_is_the_meetings_though_the_year_stands_elsewhere() -> None:
    parsed = parse_text(
        f"第4回霞浜県議会定例会会議録\n令和5年6月13日（火曜日）\n議事日程　第1号\n　　6月13日午前10時開議\n日程第1、会期決定の件\n日程第2、議案第1号\n出席議員\n青野一郎君\n午前10時5分開議\n{TALK}"
    )
    assert parsed.starts_at == "10:00"


def test_a_label_whose_letters_stand_apart_from_its_value_is_whole() -> None:
    parsed = head("日\n時 令和5年6月13日（火）午前9時から\n場\n所 霞浜市役所 第2会議室\n出席者 青野会長、赤井委員")
    assert (parsed.held_on, parsed.starts_at, parsed.venue) == ("2023-06-13", "09:00", "霞浜市役所 第2会議室")


@pytest.mark.parametrize(("printed", "level"), [("傍聴の可否　可", "open"), ("傍聴の可否　不可", "closed")])
def test_whether_listeners_are_let_in_tells_what_is_public(printed: str, level: str) -> None:
    assert head(f"日時　令和5年6月13日\n{printed}\n出席者 青野会長、赤井委員").meeting_access.level == level


def test_links_and_loose_bars_of_markdown_are_none_of_the_text() -> None:
    parsed = parse_text(
        f"[ホーム](/) / [組合](/kumiai/) / [会議録](/kaigiroku/) / 令和5年第2回審議会\n# 第2回霞浜市環境審議会会議録\n1 日時 |\n令和5年6月13日 |\n2 場所 |\n霞浜市役所 5階会議室 |\n3 出席者 |\n青野会長、赤井委員 |\n{TALK}"
    )
    assert (parsed.title, parsed.held_on, parsed.venue) == (
        "第2回霞浜市環境審議会会議録",
        "2023-06-13",
        "霞浜市役所5階会議室",
    )


def test_the_closing_is_declared_by_somebody() -> None:
    talk = f"{TALK}\n７　閉会\n　　午後３時28分，学校教育課長が閉会を宣言した。"
    assert head("日時　令和5年6月13日\n出席者　青野会長、赤井委員", talk).adjourned_at == "15:28"


@pytest.mark.parametrize(
    ("printed", "title", "venue"),
    [
        # A narrow column cuts names and places in two
        ("会議の名称\n令和5年度　第1回霞浜町国民健康保険運\n営協議会\n開催場所\n霞浜町保健センター２階\n多目的ホール", "令和5年度 第1回霞浜町国民健康保険運営協議会", "霞浜町保健センター2階 多目的ホール"),
        ("会議名　第2回霞浜市文化会館運営審議会\n場　所：霞浜市文化会館 小ホール\nホワイエ", "第2回霞浜市文化会館運営審議会", "霞浜市文化会館 小ホール ホワイエ"),
        # The list beside the label below is none of the place
        ("会議名　第2回霞浜市環境審議会\n場所　　霞浜市役所600会議室\n　　　　　　会長　青野　一郎　　　委員　赤井　花子", "第2回霞浜市環境審議会", "霞浜市役所600会議室"),
    ],
)  # fmt: skip
def test_a_value_goes_on_below_and_no_further(printed: str, title: str, venue: str) -> None:
    parsed = parse_text(f"{printed}\n日時　令和5年6月13日\n{TALK}")
    assert parsed.title == title
    assert parsed.venue is not None and parsed.venue.replace("２", "2") == venue


def test_a_note_below_a_place_belongs_to_it() -> None:
    parsed = parse_text(
        f"第2回霞浜市環境審議会\n令和5年6月13日（火）9：30～11：56\n霞浜会館７０５会議室\n（Ｗｅｂ会議システム併用）\n議事\n１．計画について\n{TALK}"
    )
    assert parsed.venue == "霞浜会館７０５会議室（Ｗｅｂ会議システム併用）"


def test_the_result_of_a_meeting_in_writing_is_its_title() -> None:
    parsed = parse_text(f"令和5年度霞浜町防災会議（書面開催）の結果について\n日時　令和5年6月13日\n{TALK}")
    assert (parsed.title, parsed.body) == ("令和5年度霞浜町防災会議（書面開催）の結果について", "霞浜町防災会議")


def test_the_programmes_heading_is_no_fuller_title_than_the_minutes() -> None:
    parsed = parse_text(
        f"霞浜審議会 金融分科会\n議事録\n\n霞浜審議会 金融分科会議事次第\n令和5年6月13日（火）9:59～11:13\n1.開会\n2.報告\n{TALK}"
    )
    assert parsed.title == "霞浜審議会 金融分科会 議事録"


@pytest.mark.parametrize(
    ("printed", "starts_at", "venue"),
    [
        ("第2回霞浜市環境審議会を令和5年6月13日午後2時00分霞浜市民セン\nター研修室に招集した。", "14:00", "霞浜市民センター研修室"),
        ("令和5年6月13日（火）午後3時から、霞浜市役所3階控室において、霞浜市環境審議会を\n開催した。", "15:00", "霞浜市役所3階控室"),
        ("霞浜市環境審議会は、令和5年6月13日（火）午後3時から霞浜市役所第2会議\n室において開催された。", "15:00", "霞浜市役所第2会議室"),
        ("第2回霞浜市環境審議会を霞浜市民センター研修室において、令和\n5年6月13日午後2時に招集した。", "14:00", "霞浜市民センター研修室"),
        ("令和5年6月13日午後3時から4時30分まで、霞浜市役所において霞浜市環境審議会を開催した。", "15:00", "霞浜市役所"),
    ],
)  # fmt: skip
def test_a_sentence_tells_day_hour_and_place_wherever_the_width_breaks_it(
    printed: str, starts_at: str, venue: str
) -> None:
    parsed = head(f"{printed}\n出席委員　青野一郎、赤井次郎")
    assert (parsed.title, parsed.body) == ("第2回霞浜市環境審議会会議録", "霞浜市環境審議会")
    assert (parsed.held_on, parsed.starts_at, parsed.venue) == ("2023-06-13", starts_at, venue)
    assert not [row for row in parsed.warnings if row.code == "unparsed-text"]


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("本会議は、議事規則第9条の規定により、公開にて行われた。", "open"),
        ("霞浜市環境審議会は、公開で行われ、傍聴者は3名であった。", "open"),
        ("なお、会議は非公開で開催した。", "closed"),
        ("当審議会は、議題2を除き公開とした。", "partial"),
        ("本日の会議は、個人情報を含むため、条例の規定に基\nづき、非公開により行われた。", "closed"),
        # Of the minutes, of one item, of something else
        ("会議録は公開とする。", None),
        ("議題2は非公開で行われた。", None),
        ("会議は公開しないこととした。", None),
    ],
)
def test_a_sentence_tells_whether_the_meeting_was_public(sentence: str, level: str | None) -> None:
    parsed = head(f"日時　令和5年6月13日\n{sentence}\n出席者　青野会長、赤井委員")
    assert parsed.meeting_access == Access(level, None)
    assert sentence in "\n".join(row.text or "" for row in parsed.warnings)
    if "\n" not in sentence:
        below = head(
            f"日時　令和5年6月13日\n出席者　青野会長、赤井委員\n議題\n{sentence}\n1 計画について\n2 予算について"
        )
        assert below.meeting_access == Access(level, None)


@pytest.mark.parametrize(
    "foot",
    [
        "照会先　総務課行革推進係　内線211",
        "－以上－　　照会先　総務課行革推進係　内線211",
        "以上　お問い合わせ先：総務課行革推進係",
    ],
)
def test_whom_to_ask_stands_at_the_foot_behind_the_last_words_or_alone(foot: str) -> None:
    parsed = head("日時　令和5年6月13日\n出席者　青野会長、赤井委員", f"{TALK}\n{foot}")
    assert parsed.office == "総務課行革推進係"
    assert not [row for row in parsed.utterances if "総務課" in row.text]
