"""Which line is the title, whatever it is parted over and whatever stands round it; and the body that it names."""

from __future__ import annotations

import pytest

from minutes.parsing.head.titles import body_from_speech
from minutes.parsing.model import ParsedMinutes
from tests.unit.parsing.support import parse_text

TALK = "日時　令和5年6月13日\n出席者　青野会長、赤井委員\n会長　これより会議を始めます。\n委員　質問があります。\n会長　どうぞ。\n委員　以上です。"


def head(text: str) -> ParsedMinutes:
    return parse_text(f"{text}\n{TALK}")


@pytest.mark.parametrize(
    ("printed", "title", "body", "number"),
    [
        ("令和５年\n霞 浜 町 議 会\n第 ３ 回 臨 時 会 会 議 録", "令和５年 霞浜町議会 第３回臨時会会議録", "霞浜町議会臨時会", 3),
        ("　　令和５年　第２回定例会\n\n　霞　浜　市　議　会　会　議　録　（　第　１　号　）", "令和５年 第２回定例会 霞浜市議会会議録 （ 第１号 ）", "霞浜市議会定例会", 2),
        ("令和5年　予算特別委員会\n\n　　令　和　５　年\n　霞浜市議会企業会計予算特別委員会会議録", "令和５年 霞浜市議会企業会計予算特別委員会会議録", "霞浜市議会企業会計予算特別委員会", None),
        ("霞浜区教育委員会会議録\n令和5年第17回定例会", "霞浜区教育委員会会議録 令和5年第17回定例会", "霞浜区教育委員会定例会", 17),
        ("霞浜県入札監視委員会\n令和5年度第4回定例会議議事概要", "霞浜県入札監視委員会 令和5年度第4回定例会議議事概要", "霞浜県入札監視委員会定例会議", 4),
        ("昭和五十二年\n　　霞浜市議会定例会会議録(第二号)\n第四回", "昭和五十二年第四回霞浜市議会定例会会議録(第二号)", "霞浜市議会定例会", 4),
        ("令和\n　　第４回霞浜県議会定例会会議録\n５年　　　　　　　第１号", "令和５年 第４回霞浜県議会定例会会議録 第１号", "霞浜県議会定例会", 4),
        ("平成四年第一回\n  霞 浜 市 議 会 臨 時 会 会 議 録   (第 1 号)", "平成四年第一回 霞浜市議会臨時会会議録 (第1号)", "霞浜市議会臨時会", 1),
        ("霞浜湾流域委員会（第1回）\n議事詳録", "霞浜湾流域委員会（第1回） 議事詳録", "霞浜湾流域委員会", 1),
        ("こども部会(第14回)\n概要", "こども部会(第14回)", "こども部会", 14),
        ("令和５年霞浜市議会12月定例月議会会議録\n　　第　 １ 　号", "令和５年霞浜市議会12月定例月議会会議録 第１号", "霞浜市議会12月定例月議会", None),
        ("平成10年 9月定例会 総務委員会－09月16日－01号", "平成10年9月定例会 総務委員会－09月16日－01号", "総務委員会", None),
        # What sites print round titles
        ("第５回霞浜町学校統合検討委員会会議録 - [PDF Document]\nHome\nDocuments", "第５回霞浜町学校統合検討委員会会議録", "霞浜町学校統合検討委員会", 5),
        ('ダウンロード\nDownload "令和5年度第1回霞浜市ごみ減量審議会議事録（概要）"', "令和5年度第1回霞浜市ごみ減量審議会議事録（概要）", "霞浜市ごみ減量審議会", 1),
        ("1 令和5年度第1回霞浜市ごみ減量審議会議事録", "令和5年度第1回霞浜市ごみ減量審議会議事録", "霞浜市ごみ減量審議会", 1),
        # The term of the members is none of the body
        ("第１期　第７回霞浜市女性懇話会会議録", "第１期 第７回霞浜市女性懇話会会議録", "霞浜市女性懇話会", 7),
        ("第22回(第3期第3回)霞浜県民会議", "第22回(第3期第3回)霞浜県民会議", "霞浜県民会議", 22),
        # The minutes as a paper of the next meeting
        ("　　　　　　海 委 第 19 回 会 議\n　　　　　　資  料  第  4  号\n第18回霞浜海洋利用委員会定例会議議事録(案)", "第18回霞浜海洋利用委員会定例会議議事録(案)", "霞浜海洋利用委員会定例会議", 18),
    ],
)  # fmt: skip
def test_a_title_is_whole_and_alone(printed: str, title: str, body: str, number: int | None) -> None:
    parsed = head(printed)
    assert (parsed.title, parsed.body, parsed.number) == (title, body, number)


def test_the_name_at_a_covers_foot_is_none_of_the_next_pages_head() -> None:
    cover = "霞 浜 町 議 会\n令和５年 第１回臨時会\n\n令和５年第１回霞浜町議会臨時会"
    assert head(cover).title == "令和５年第１回霞浜町議会臨時会"


@pytest.mark.parametrize(
    ("page", "title", "body"),
    [
        # The path's last step is printed again as the page's heading
        ("トップ > 議会 > 委員会 > 2023/06/13 公安委員会定例会議開催概要\n2023/06/13 公安委員会定例会議開催概要\n2 開催状況\n1 長い名の個別会議(第1部)", "2023/06/13公安委員会定例会議開催概要", "公安委員会定例会議"),
        # A heading that does not say whose meeting it was: the path does
        ("HOME > 国語の施策 > 第12期霞浜審議会 > 第93回総会\n第93回総会\n第93回 − 第94回第95回第96回第97回", "第93回総会", "霞浜審議会総会"),
        ("トップ > 霞浜市公民館運営審議会 > 定例会議\n第4回定例会議", "第4回定例会議", "霞浜市公民館運営審議会定例会議"),
        # One step a line
        ("霞浜労働局\n1. ホーム >\n2. 各種の手続き >\n3. 賃金の関係 >\n4. 賃金審議会\n令和5年度 第1回霞浜県賃金審議会議事録", "令和5年度 第1回霞浜県賃金審議会議事録", "霞浜県賃金審議会"),
        ("ホーム >\n審議会 >\n第1回霞浜市景観審議会議事録", "第1回霞浜市景観審議会議事録", "霞浜市景観審議会"),
        # Notices of the page
        ("ページの先頭です。\nトップ > 審議会 > 会議録\n掲載開始日:2023年3月31日更新日:2023年3月31日\nここから本文です。\n第104回霞浜県開示審査会(議事録)", "第104回霞浜県開示審査会(議事録)", "霞浜県開示審査会"),
    ],
)  # fmt: skip
def test_a_pages_frame_gives_way_and_its_path_helps(page: str, title: str, body: str) -> None:
    parsed = head(page)
    assert (parsed.title, parsed.body, parsed.held_on) == (title, body, "2023-06-13")
    assert parsed.agenda == ()
    assert parsed.utterances[0].text == "これより会議を始めます。"


@pytest.mark.parametrize(
    ("printed", "title", "body", "beside"),
    [
        ("令和6年第1回 11番 赤 井 花 子 君\n霞浜市議会臨時会会議録 13番 白 川 三 郎 君", "令和6年第1回 霞浜市議会臨時会会議録", "霞浜市議会臨時会", ["11番 赤井花子君", "13番 白川三郎君"]),
        ("令和6年第1回 ◎欠席議員(1人)\n霞浜市議会臨時会会議録 5番 白 川 三 郎 君", "令和6年第1回 霞浜市議会臨時会会議録", "霞浜市議会臨時会", ["◎欠席議員(1人)", "5番 白川三郎君"]),
        ("令和6年第1回霞浜市議会定例会会議録 副議長 白川三郎 君", "令和6年第1回霞浜市議会定例会会議録", "霞浜市議会定例会", ["副議長 白川三郎 君"]),
    ],
)  # fmt: skip
def test_a_line_of_the_other_column_is_no_part_of_the_title(
    printed: str, title: str, body: str, beside: list[str]
) -> None:
    parsed = parse_text(
        f"{printed}\n令和6年1月11日(木曜日)\n議長　開会します。\n議員　質問です。\n議長　以上です。\n議員　はい。"
    )
    assert (parsed.title, parsed.body, parsed.number) == (title, body, 1)
    left = "\n".join(row.text or "" for row in parsed.warnings)
    assert all(text in left for text in beside)


def test_the_members_term_is_no_part_of_the_body() -> None:
    talk = "令和5年6月13日\n会長　これから始めます。\n委員　質問です。\n会長　以上です。\n委員　はい。"
    for title in (
        "第5期霞浜市環境審議会（第1回）会議概要",
        "第5期 第1回霞浜市環境審議会会議録",
        "霞浜市環境審議会（第5期）第1回会議録",
    ):
        assert (parse_text(f"{title}\n{talk}").body, parse_text(f"{title}\n{talk}").number) == ("霞浜市環境審議会", 1)
    assert body_from_speech("ただいまから第1回第5期霞浜市環境審議会を開会します。") == ("霞浜市環境審議会", 1)
