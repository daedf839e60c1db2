"""Transcripts of meeting tools, whole and damaged: who says what, and when in the recording."""

from __future__ import annotations

import codecs

import pytest

from minutes.documents import SourceText, read_document
from minutes.parsing import ParsedMinutes, parse

Said = list[tuple[str | None, float | None, str]]

OPENING = "それでは、第3回みなと野市図書館協議会を開会します。"
AGENDA = "本日の議題は開館時間の変更です。"
EXPLAINED = "事務局から説明します。現在の開館時間は午後7時までです。"
QUESTION = "ご質問はありますか。"


def read(text: str, name: str = "会議.vtt") -> ParsedMinutes:
    return parse(read_document(text.encode(), name))


def said(parsed: ParsedMinutes) -> Said:
    """Speaker, time and words without white space."""
    assert all(row.kind == "speech" for row in parsed.utterances)
    return [(row.speaker, row.at, "".join(row.text.split())) for row in parsed.utterances]


def codes(parsed: ParsedMinutes) -> list[str]:
    return [warning.code for warning in parsed.warnings]


TEAMS = f"""WEBVTT

1
00:00:03.000 --> 00:00:09.500
<v 大野 一郎>{OPENING}</v>

2
00:00:10.000 --> 00:00:12.000
<v 大野 一郎>えー、{AGENDA}</v>

3
00:00:13.250 --> 00:00:18.000
<v 小川 花子>{EXPLAINED}</v>

4
01:00:19.000 --> 01:00:25.000
<v 大野 一郎>{QUESTION}</v>
"""
SPEECHES: Said = [
    ("大野一郎", 3.0, f"{OPENING}えー、{AGENDA}"),
    ("小川花子", 13.25, EXPLAINED),
    ("大野一郎", 3619.0, QUESTION),
]
SUBRIP = f"""1
00:00:03,000 --> 00:00:09,500
大野一郎：{OPENING}

2
00:00:10,000 --> 00:00:12,000
大野一郎：えー、{AGENDA}

3
00:00:13,250 --> 00:00:18,000
小川花子：{EXPLAINED}

4
01:00:19,000 --> 01:00:25,000
大野一郎：{QUESTION}
"""
TABLE = f"""時間,話者,発言
0:00:03,大野一郎,{OPENING}
0:00:10,大野一郎,"えー、{AGENDA}"
0:00:13.25,小川花子,{EXPLAINED}
1:00:19,大野一郎,{QUESTION}
"""
SCRIPT = f"""第3回図書館協議会-20240401_100000-会議の録音
2024年4月1日, 1:00AM
1 時間 0 分 30 秒
大野 一郎 が文字起こしを開始しました
大野 一郎   0:03
{OPENING}
大野 一郎   0:10
えー、{AGENDA}
小川 花子   0:13
{EXPLAINED}
大野 一郎   1:00:19
{QUESTION}
大野 一郎 が文字起こしを停止しました
"""


# The forms


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TEAMS, "会議.vtt"),
        (SUBRIP, "会議.srt"),
        (TABLE, "会議.csv"),
        (TEAMS, "会議.txt"),
        (SUBRIP, "会議"),
        (TABLE, "会議.txt"),
    ],
)
def test_speeches_of_one_person_in_a_row_are_one_with_the_time_of_the_first(text: str, name: str) -> None:
    assert said(read(text, name)) == SPEECHES


@pytest.mark.parametrize("text", [TEAMS, SUBRIP, TABLE])
def test_the_head_is_asked_of_the_editor_and_nothing_is_invented(text: str) -> None:
    parsed = read(text, "会議.txt")
    assert (parsed.title, parsed.held_on, parsed.fiscal_year) == (None,) * 3
    assert (parsed.attendees, parsed.agenda, parsed.attachments) == ((), (), ())
    assert {"transcript", "no-date"} <= set(codes(parsed))


def test_what_stands_above_a_script_is_its_head_and_what_its_tool_says_need_not_be_looked_at() -> None:
    parsed = read(SCRIPT, "会議.txt")
    assert (parsed.title, parsed.body, parsed.number) == ("第3回図書館協議会", "図書館協議会", 3)
    assert parsed.held_on == "2024-04-01"
    speeches = [row for row in parsed.utterances if row.kind == "speech"]
    assert [(row.speaker, row.at) for row in speeches] == [(name, int(at or 0)) for name, at, _ in SPEECHES]
    assert [row.text for row in parsed.utterances if row.kind == "note"] == [
        "大野一郎が文字起こしを開始しました",
        "大野一郎が文字起こしを停止しました",
    ]
    told = [(warning.text, warning.minor) for warning in parsed.warnings if warning.code == "unparsed-text"]
    assert told == [("1 時間 0 分 30 秒", True)]


def test_lines_lead_back_to_the_source() -> None:
    source = read_document(TEAMS.encode(), "会議.vtt")
    rows = parse(source).utterances
    assert [(row.line, row.end_line) for row in rows] == [(5, 9), (13, 13), (17, 17)]
    assert OPENING in source.lines[4] and AGENDA in source.lines[8]


def test_zoom_names_before_a_colon() -> None:
    text = f"WEBVTT\n\n1\n00:00:03.000 --> 00:00:09.500\n大野 一郎: {OPENING}\n\n2\n00:00:13.250 --> 00:00:18.000\nOgawa Hanako (図書館): {EXPLAINED}\n"
    assert said(read(text)) == [("大野一郎", 3.0, OPENING), ("Ogawa Hanako (図書館)", 13.25, EXPLAINED)]


def test_google_meet_captions_with_the_name_in_brackets_above() -> None:
    text = f"0:00:03.000,0:00:09.500\n(大野一郎)\n{OPENING}\n\n0:00:13.250,0:00:18.000\n(小川花子)\n{EXPLAINED}\n"
    assert said(read(text, "会議.sbv")) == [("大野一郎", 3.0, OPENING), ("小川花子", 13.25, EXPLAINED)]


def test_google_meet_script_with_the_time_above_several_speakers() -> None:
    text = f"""みなと野市図書館協議会 (2024-04-01 10:00 GMT+9) - 文字起こし
出席者
大野一郎, 小川花子
文字起こし

00:00:00

大野一郎: {OPENING}
小川花子: {EXPLAINED}
00:05:00

小川花子: 以上です。
大野一郎: {QUESTION}
"""
    assert said(read(text, "会議.txt")) == [
        ("大野一郎", 0.0, OPENING),
        ("小川花子", 0.0, f"{EXPLAINED}以上です。"),
        ("大野一郎", 300.0, QUESTION),
    ]


def test_older_word_transcripts_of_teams_with_the_name_on_its_own_line() -> None:
    text = f"0:0:3.0 --> 0:0:9.500\n大野 一郎\n{OPENING}\n0:0:13.250 --> 0:0:18.0\n小川 花子\n{EXPLAINED}\n0:1:0.0 --> 0:1:2.0\n大野 一郎\n{QUESTION}\n"
    assert said(read(text, "会議.txt")) == [
        ("大野一郎", 3.0, OPENING),
        ("小川花子", 13.25, EXPLAINED),
        ("大野一郎", 60.0, QUESTION),
    ]


@pytest.mark.parametrize(
    "form",
    [
        "[00:00:03] {0}：{2}\n[00:00:13] {1}：{3}\n",
        "00:00:03 {0}\n{2}\n\n00:00:13 {1}\n{3}\n",
        "{0} [00:00:03]\n{2}\n{1} [00:00:13]\n{3}\n",
        "{0}（0:03）：{2}\n{1}（0:13）：{3}\n",
        "{0}　００：００：０３\n{2}\n{1}　００：００：１３\n{3}\n",
        "00:00:03\t{0}\t{2}\n00:00:13\t{1}\t{3}\n",
        "00:00:03　{0}　{2}\n00:00:13　{1}　{3}\n",
        "{0}：（00:00:03）{2}\n{1}：（00:00:13）{3}\n",
        "【00:00:03 - 00:00:09】{0}：{2}\n【00:00:13 - 00:00:18】{1}：{3}\n",
    ],
)
def test_stamped_lines_of_any_kind(form: str) -> None:
    text = form.format("大野一郎", "小川花子", OPENING, EXPLAINED)
    assert said(read(text, "会議.txt")) == [("大野一郎", 3.0, OPENING), ("小川花子", 13.0, EXPLAINED)]


def test_words_that_begin_with_a_particle_behind_a_stamp() -> None:
    text = f"[0:03] {OPENING}\n[0:13] に関しては、説明します。\n[0:20] の件です。\n"
    assert "".join(row.text for row in read(text, "会議.txt").utterances).count("[") == 0
    text = text.replace("[0:", "00:00:").replace("]", "")
    assert "".join(row.text for row in read(text, "会議.txt").utterances).count(":") == 0


def test_voices_that_the_tool_numbered_are_speakers() -> None:
    text = f"00:00:03 話者1 {OPENING}\n00:00:13 話者2 {EXPLAINED}\n00:00:20 話者1 {QUESTION}\n"
    assert [row.speaker for row in read(text, "会議.txt").utterances] == ["話者1", "話者2", "話者1"]


def test_webex_names_in_the_ids_of_cues() -> None:
    text = f'WEBVTT\n\n1 "大野 一郎" (32165)\n00:00:03.000 --> 00:00:09.500\n{OPENING}\n\n2 "小川 花子" (32166)\n00:00:13.250 --> 00:00:18.000\n{EXPLAINED}\n'
    assert said(read(text)) == [("大野一郎", 3.0, OPENING), ("小川花子", 13.25, EXPLAINED)]


def test_names_above_times_that_stand_alone() -> None:
    text = f"図書館協議会\n\n大野 一郎\n0:03\n{OPENING}\n\n小川 花子\n0:13\n{EXPLAINED}\n以上です。\n"
    assert said(read(text, "会議.txt")) == [("大野一郎", 3.0, OPENING), ("小川花子", 13.0, f"{EXPLAINED}以上です。")]


def test_names_keep_the_office_before_them_apart() -> None:
    text = TEAMS.replace("大野 一郎", "みなと野市 大野一郎").replace("小川 花子", "OGAWA Hanako")
    assert [row.speaker for row in read(text).utterances][:2] == ["みなと野市 大野一郎", "OGAWA Hanako"]


# Tables of any columns


@pytest.mark.parametrize(
    "rows",
    [
        f"{OPENING},0:03,大野一郎\n{EXPLAINED},0:13,小川花子\n",
        f"誰が,何を,いつ\n大野一郎,{OPENING},0:03\n小川花子,{EXPLAINED},0:13\n",
        f"No,開始,終了,担当,記録,信頼度\n1,00:00:03,00:00:09,大野一郎,{OPENING},0.93\n2,00:00:13,00:00:18,小川花子,{EXPLAINED},0.88\n",
        f"start,end,name,text\n3.0,9.5,大野一郎,{OPENING}\n13.0,18.0,小川花子,{EXPLAINED}\n",
        f"start;speaker;text\n3000;大野一郎;{OPENING}\n13000;小川花子;{EXPLAINED}\n",
        f"区間,話者,発言\n0:03～0:09,大野一郎,{OPENING}\n0:13～0:18,小川花子,{EXPLAINED}\n",
        f"大野一郎 0:03\t{OPENING}\n小川花子 0:13\t{EXPLAINED}\n",
        f"0:03 大野一郎\t{OPENING}\n0:13 小川花子\t{EXPLAINED}\n",
        f"大野一郎 00:00:03 {OPENING}\n小川花子 00:00:13 {EXPLAINED}\n",
        f"時間,話者,所属,発言\n0:03,大野一郎：,図書館,{OPENING}\n0:13,小川花子：,図書館,{EXPLAINED}\n",
        f"経過,話者,発言\n0分3秒,大野一郎,{OPENING}\n0分13秒,小川花子,{EXPLAINED}\n",
        f'"時間","話者","発言"\n"0:03","大野一郎","{OPENING[:8]}\n{OPENING[8:]}"\n"0:13","小川花子","{EXPLAINED}"\n',
    ],
)
def test_columns_are_told_by_what_stands_in_them(rows: str) -> None:
    assert said(read(rows, "会議.csv")) == [("大野一郎", 3.0, OPENING), ("小川花子", 13.0, EXPLAINED)]


def test_names_longer_than_what_they_say_and_numbers_for_names() -> None:
    rows = "時間,話者,発言\n0:03,みなと野市教育委員会事務局生涯学習課長,はい。\n0:05,みなと野市立中央図書館長（兼務）,了解。\n"
    assert [row.text for row in read(rows, "会議.csv").utterances] == ["はい。", "了解。"]
    rows = f"時間,話者,発言\n0:03,1,{OPENING}\n0:13,2,{EXPLAINED}\n"
    assert [row.speaker for row in read(rows, "会議.csv").utterances] == ["1", "2"]


def test_names_heard_once_among_cues_without() -> None:
    cues = [
        f"{n}\n00:00:{n:02},000 --> 00:00:{n + 1:02},000\n{'大野一郎：' if n == 1 else ''}発言の{n}です。\n"
        for n in range(1, 9)
    ]
    parsed = read("\n".join(cues), "会議.srt")
    assert [(row.speaker, row.at) for row in parsed.utterances] == [("大野一郎", 1.0)]


def test_rows_that_name_nobody_go_on_and_commas_that_nobody_quoted_stay() -> None:
    rows = "時間,話者,発言\n0:03,大野一郎,開会します,よろしく。\n0:08,,議題は一つです。\n0:13,小川花子,説明します。\n"
    parsed = read(rows, "会議.csv")
    assert said(parsed) == [
        ("大野一郎", 3.0, "開会します,よろしく。議題は一つです。"),
        ("小川花子", 13.0, "説明します。"),
    ]
    assert "unknown-speaker" in codes(parsed)


def test_a_table_of_short_sentences() -> None:
    rows = "担当,何時,中身,備考\n会長,00:00:03,開会します。,\n会長,00:00:09,よろしいですか。,\n,00:00:11,はい。,不明\n"
    assert said(read(rows, "会議.csv")) == [("会長", 3.0, "開会します。よろしいですか。"), (None, 11.0, "はい。")]


def test_other_columns_are_told_and_rows_above_the_table_are_its_head() -> None:
    rows = f"会議名：図書館協議会,,,\n時間,話者,発言,メモ\n0:03,大野一郎,{OPENING},要確認\n0:13,小川花子,{EXPLAINED},\n"
    parsed = read(rows, "会議.csv")
    assert parsed.title == "図書館協議会"
    assert [warning.text for warning in parsed.warnings if warning.code == "unparsed-text"] == ["メモ、要確認"]


def test_times_of_day_are_counted_from_the_first_and_that_is_told() -> None:
    rows = f"時刻,話者,発言\n10:00:03,大野一郎,{OPENING}\n10:00:13,小川花子,{EXPLAINED}\n"
    parsed = read(rows, "会議.csv")
    assert [row.at for row in parsed.utterances] == [0.0, 10.0]
    assert any("10:00:03" in warning.message for warning in parsed.warnings)


def test_days_and_minutes_of_the_clock_are_counted_from_the_first() -> None:
    long = EXPLAINED * 12
    for times in (
        ("10:00", "10:03"),
        ("2024/04/01 10:00:00", "2024/04/01 10:03:00"),
        ("2024-04-01T10:00:00+09:00", "2024-04-01T10:03:00+09:00"),
    ):
        rows = f"時刻,話者,発言\n{times[0]},大野一郎,{long}\n{times[1]},小川花子,{EXPLAINED}\n"
        assert [row.at for row in read(rows, "会議.csv").utterances] == [0.0, 180.0]


def test_a_programme_of_the_day_is_no_transcript() -> None:
    rows = "時刻\t内容\t担当\n13:00\t開会\t会長\n13:05\t議題１\t事務局\n14:00\t閉会\t会長\n"
    assert "transcript" not in codes(read(rows, "次第.txt"))
    talk = "".join(f"委員：{EXPLAINED}\n" for _ in range(200))
    assert "transcript" not in codes(
        read(f"1:30 開会します\n{talk}2:45 ひと休み\n{talk}3:00 続けます\n{talk}", "会議録.txt")
    )
    minutes = "会議録\n日時　令和6年4月1日 10:00～11:30\n開会 10:00\n会長：開会します。\n閉会 11:30\n"
    assert "transcript" not in codes(read(minutes, "会議録.txt"))


# Damage


@pytest.mark.parametrize("text", [TEAMS, SUBRIP, TABLE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_byte_order_marks_and_line_ends(text: str, encoding: str, end: str) -> None:
    data = text.replace("\n", end).encode(encoding)
    assert said(parse(read_document(data, "会議.csv"))) == SPEECHES


@pytest.mark.parametrize(
    "damaged",
    [
        TEAMS.removeprefix("WEBVTT\n\n"),
        TEAMS.replace("WEBVTT", "\ufeffWEBVTT - 録音\nKind: captions\nLanguage: ja"),
        TEAMS.replace(".", ","),
        TEAMS.replace("\n\n", "\n"),
        TEAMS.replace("\n\n", "\n\n\n \n"),
        TEAMS.replace("\n1\n", "\n").replace("\n2\n", "\n").replace("\n3\n", "\n"),
        TEAMS.replace("\n1\n", "\n4f3a2b10-1c2d-4e5f-8a9b-0c1d2e3f4a5b/12-0\n"),
        TEAMS.replace("00:00:", "00:").replace("01:00:", "60:"),
        TEAMS.replace(".500", ".500 align:start position:0%"),
        TEAMS.replace("</v>", ""),
        TEAMS.replace("<v ", "<v.loud "),
        TEAMS.replace("1\n00:00:03", "NOTE\n録音の担当：総務\n\nSTYLE\n::cue { color: red }\n\n1\n00:00:03"),
        TEAMS.replace("00:00:09.500", "00:00:11.000"),
        TEAMS.replace("-->", "→"),
        TEAMS.replace("\n", "\n\n"),
        TEAMS.replace("\n00:", " 00:").replace("\n01:", " 01:"),
        TEAMS.replace("<v ", "<v"),
        TEAMS.replace(".500\n", ".500\n\n"),
        TEAMS.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        TEAMS.replace(".000", ":000").replace(".500", ":500").replace(".250", ":250"),
        TEAMS.replace(OPENING, OPENING[:10] + "\n" + OPENING[10:]),
        TEAMS.replace(OPENING, OPENING[:10] + "<c.yellow>" + OPENING[10:] + "</c>"),
        TEAMS.replace("00:00:09.500\n<v", "00:00:09.500 <v"),
    ],
)
def test_damaged_webvtt_reads_the_same(damaged: str) -> None:
    assert said(read(damaged)) == SPEECHES


@pytest.mark.parametrize(
    "damaged",
    [
        SUBRIP.replace(",", "."),
        SUBRIP.replace("\n\n", "\n"),
        SUBRIP.replace("：", ": "),
        SUBRIP.replace("00:00:", "00:").replace("01:00:", "60:"),
        SUBRIP.replace("大野一郎：", "【大野一郎】"),
        SUBRIP.replace("大野一郎：", ">> 大野一郎："),
        SUBRIP.replace("大野一郎：", "大野一郎：\n"),
        SUBRIP.replace(OPENING, f"<i>{OPENING}</i>").replace(QUESTION, "{\\an8}" + QUESTION),
    ],
)
def test_damaged_subrip_reads_the_same(damaged: str) -> None:
    assert said(read(damaged, "会議.srt")) == SPEECHES


def test_comments_are_told_and_style_sheets_are_not() -> None:
    text = TEAMS.replace("1\n00:00:03", "NOTE 担当：総務\n\nNOTE Confidence: 0.9\n\nSTYLE\n::cue {}\n\n1\n00:00:03")
    told = [(warning.text, warning.minor) for warning in read(text).warnings if warning.code == "unparsed-text"]
    assert told == [("担当：総務", True)]


def test_a_voice_that_is_not_named_is_of_nobody_and_told() -> None:
    parsed = read(TEAMS.replace(f"<v 小川 花子>{EXPLAINED}</v>", EXPLAINED))
    assert said(parsed)[1] == (None, 13.25, EXPLAINED)
    assert [warning.line for warning in parsed.warnings if warning.code == "unknown-speaker"] == [13]
    assert parsed.utterances[1].certainty < 0.6  # type: ignore[operator]


@pytest.mark.parametrize("name", ["話者不明", "不明なユーザー", "Unknown Speaker"])
def test_what_tools_call_unknown_is_nobody(name: str) -> None:
    parsed = read(TEAMS.replace("小川 花子", name))
    assert said(parsed)[1] == (None, 13.25, EXPLAINED)
    assert "unknown-speaker" in codes(parsed)


def test_where_names_stand_at_changes_only_cues_go_on() -> None:
    text = SUBRIP.replace("大野一郎：えー", "えー")
    parsed = read(text, "会議.srt")
    assert said(parsed) == SPEECHES
    assert [warning.line for warning in parsed.warnings if warning.code == "unknown-speaker"] == [7]


def test_where_every_cue_names_its_speaker_one_without_is_of_nobody() -> None:
    text = SUBRIP.replace(f"小川花子：{EXPLAINED}", EXPLAINED)
    assert said(read(text, "会議.srt"))[1] == (None, 13.25, EXPLAINED)


def test_a_cue_that_begins_within_a_sentence_goes_on() -> None:
    text = (
        SUBRIP.replace("本日の議題は開館時間の変更です。", "本日の議題は")
        + "\n5\n01:00:26,000 --> 01:00:30,000\n大野一郎：お願い\n\n6\n01:00:30,000 --> 01:00:31,000\nします。\n"
    )
    assert said(read(text, "会議.srt"))[-1] == ("大野一郎", 3619.0, f"{QUESTION}お願いします。")


def test_speakers_that_change_within_a_cue() -> None:
    text = f"1\n00:00:03,000 --> 00:00:09,500\n大野一郎：{QUESTION}\n小川花子：ありません。\n\n2\n00:00:10,000 --> 00:00:12,000\n小川花子：以上です。大野一郎：{OPENING}\n"
    assert said(read(text, "会議.srt")) == [
        ("大野一郎", 3.0, QUESTION),
        ("小川花子", 3.0, "ありません。以上です。"),
        ("大野一郎", 10.0, OPENING),
    ]
    voices = f"WEBVTT\n\n00:03.000 --> 00:09.500\n<v 大野 一郎>{QUESTION}</v><v 小川 花子>ありません。</v>\n"
    assert said(read(voices)) == [("大野一郎", 3.0, QUESTION), ("小川花子", 3.0, "ありません。")]


def test_overlapping_cues_stay_in_their_order() -> None:
    text = f"WEBVTT\n\n00:03.000 --> 00:20.000\n<v 大野 一郎>{OPENING}</v>\n\n00:05.000 --> 00:07.000\n<v 小川 花子>はい。</v>\n\n00:06.000 --> 00:30.000\n<v 大野 一郎>{AGENDA}</v>\n"
    assert [(row.speaker, row.at) for row in read(text).utterances] == [
        ("大野一郎", 3.0),
        ("小川花子", 5.0),
        ("大野一郎", 6.0),
    ]


@pytest.mark.parametrize(
    "shown",
    [
        [
            "開会します。",
            "開会します。\n本日の議題は開館時間です。",
            "本日の議題は開館時間です。\n説明をお願いします。",
        ],
        [
            "開会します。",
            "開会します。\n本日の議題は",
            "本日の議題は",
            "本日の議題は\n開館時間です。",
            "開館時間です。\n説明をお願いします。",
        ],
        ["開会します。", "開会します。本日の議題は", "開会します。本日の議題は開館時間です。説明をお願いします。"],
        ["開会します。本日の", "本日の議題は開館時間です。", "開館時間です。説明をお願いします。"],
    ],
)
@pytest.mark.parametrize("name", ["", "大野一郎："])
def test_captions_that_roll_say_everything_once(shown: list[str], name: str) -> None:
    cues = [
        f"{place}\n00:00:{place:02},000 --> 00:00:{place + 1:02},000\n{name}{text}\n"
        for place, text in enumerate(shown, 1)
    ]
    parsed = read("\n".join(cues), "会議.srt")
    assert "".join(text for _, _, text in said(parsed)) == "開会します。本日の議題は開館時間です。説明をお願いします。"


def test_what_is_really_said_twice_stays() -> None:
    text = TEAMS.replace(OPENING, "はい。").replace(f"えー、{AGENDA}", "はい。")
    assert said(read(text))[0] == ("大野一郎", 3.0, "はい。はい。")


def test_words_of_nobody_known_are_cut_at_pauses_and_never_one_block() -> None:
    sentence = "ただいまの件について申し上げます。"
    cues = [
        f"{n}\n00:{n // 12:02}:{n % 12 * 5:02},000 --> 00:{n // 12:02}:{n % 12 * 5 + 4:02},500\n{sentence}\n"
        for n in range(200)
    ]
    parsed = read("\n".join(cues), "会議.srt")
    assert len(parsed.utterances) > 5
    assert "".join(row.text for row in parsed.utterances).replace("\n", "") == sentence * 200
    assert all(row.at is not None for row in parsed.utterances)


def test_full_width_signs_stay_as_printed() -> None:
    text = "00:00:03 大野一郎：ＤＸ推進課から①を説明します。\n00:00:13 小川花子：㈱霞商事です。\n"
    assert [row.text for row in read(text, "会議.txt").utterances] == [
        "ＤＸ推進課から①を説明します。",
        "㈱霞商事です。",
    ]


def test_a_colon_in_what_is_said_names_nobody() -> None:
    text = TEAMS.replace(OPENING, "議題：開館時間を10:30からとする件です。")
    assert said(read(text))[0][2].startswith("議題：開館時間を10:30から")
    text = SUBRIP.replace(OPENING, f"{OPENING}\n資料1：ご覧ください。")
    assert said(read(text, "会議.srt"))[0][2].startswith(f"{OPENING}資料1：ご覧ください。")


def test_a_mark_of_the_file_alone_is_no_transcript() -> None:
    assert "transcript" not in codes(parse(SourceText(("WEBVTT",))))


def test_bytes_before_the_text_do_no_harm() -> None:
    assert said(parse(read_document(codecs.BOM_UTF8 + TABLE.encode(), "会議.csv"))) == SPEECHES
