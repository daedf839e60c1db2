"""Covers of an assembly's minutes: a note to the readers and a table of contents stand above the head and are none of it."""

from __future__ import annotations

from tests.unit.parsing.support import parse_text

COVER = """令和５年
霞 浜 町 議 会
第 ３ 回 臨 時 会 会 議 録
令和５年 ６月１３日 開会
令和５年 ６月１３日 閉会
各 位
会議録の作成にあたっては、誤りのないよう留意しておりますが、
誤字、脱字等がありますことを深くお詫び申し上げます。
霞浜町議会議長 青 野 一 郎
"""
CONTENTS = """目 次
令和５年 ６月１３日(火曜日) 第１号
○議事日程 ２頁
○出席議員 ２頁
○欠席議員 ２頁
○会議録署名議員の指名 ４頁
○日程第２ 議案第２４号 町税条例の一部を改正する条例制定について（提案
説明・質疑・討論・採決) ５頁
○日程第３ 議案第２５号 過疎地域における課税免除に関する条例について ６頁
"""
RECORD = """令和５年第３回霞浜町議会臨時会 第１号
令和５年６月１３日（火曜日）
◎議事日程
１ 会議録署名議員の指名
２ 議案第２４号 町税条例の一部を改正する条例制定について
３ 議案第２５号 過疎地域における課税免除に関する条例について
◎出席議員（２名）
１番 赤 井 花 子 君
２番 白 川 次 郎 君
◎欠席議員（０名）
（開会 午前１０時００分）
○議長（青野一郎君） これより会議を開きます。
○議長（青野一郎君） 日程第１、会議録署名議員の指名を行います。
○２番（白川次郎君） 異議ありません。
○議長（青野一郎君） 以上で閉会します。
（閉会 午前１０時３０分）"""


def test_a_table_of_contents_without_dots_is_no_list_of_the_minutes() -> None:
    parsed = parse_text(COVER + CONTENTS + RECORD)
    assert [row.title for row in parsed.agenda] == [
        "会議録署名議員の指名",
        "町税条例の一部を改正する条例制定について",
        "過疎地域における課税免除に関する条例について",
    ]
    assert [row.name for row in parsed.attendees] == ["赤井花子君", "白川次郎君"]
    assert (parsed.starts_at, parsed.adjourned_at) == ("10:00", "10:30")
    assert next(row.text for row in parsed.utterances if row.kind == "speech") == "これより会議を開きます。"


def test_a_note_to_the_readers_begins_no_record() -> None:
    parsed = parse_text(COVER + RECORD)
    assert len(parsed.agenda) == 3 and len(parsed.attendees) == 2
    assert not any("お詫び" in row.text for row in parsed.utterances)
    # What has no field is not lost
    assert any("お詫び" in (warning.text or "") for warning in parsed.warnings)


def test_a_list_that_leads_to_pages_nothing_prints_again_stays() -> None:
    contents = "目次\n" + "\n".join(f"第{order}の報告 {order + 1}頁" for order in range(1, 7))
    parsed = parse_text(
        f"第2回霞浜市環境審議会会議録\n{contents}\n日時　令和5年6月13日\n会長　始めます。\n委員　はい。\n会長　どうぞ。"
    )
    told = " ".join(warning.text or "" for warning in parsed.warnings) + str(parsed.agenda) + str(parsed.utterances)
    assert "第3の報告" in told


def test_the_last_entries_of_the_contents_open_no_record_though_nothing_prints_them_again() -> None:
    contents = "目  次\n招集告示\n応招・不応招議員\n議事日程\n会議録署名議員の指名\n会期の決定\n一般質問\n管理者あいさつ\n閉会の宣告\n\n参考資料\n\n"
    parsed = parse_text(
        "霞浜衛生組合\n\n令和5年第2回霞浜衛生組合議会定例会 会議録\n\n令和5年 6月13日\n\n"
        + contents
        + """○ 招  集  告  示

令和5年第2回霞浜衛生組合議会定例会を次のとおり招集する。

1 日 時   令和5年6月13日(火)午前9時30分

2 場 所   霞浜衛生組合会議室

令和5年第2回霞浜衛生組合議会定例会
議 事 日 程
令和5年6月13日(火) 午前9時30分開議

日程第1  会議録署名議員の指名
日程第2  会期の決定
日程第3  一般質問

○出席議員 (2名)
1番 赤 井 花 子 議員      2番 白 川 次 郎 議員

○ 会議録署名議員の指名

○青野一郎議長  会議録署名議員の指名を行います。

○ 会期の決定

○青野一郎議長  会期は1日とします。

○ 一般質問

○赤井花子議員  質問します。

○青野一郎議長  以上です。"""
    )
    assert (parsed.starts_at, parsed.venue) == ("09:30", "霞浜衛生組合会議室")
    assert [row.title for row in parsed.agenda] == ["会議録署名議員の指名", "会期の決定", "一般質問"]
    assert parsed.utterances[0].text == "会議録署名議員の指名を行います。"
