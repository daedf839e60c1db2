"""Exports of tools that offices use: texts and tables as those write them, with what stands above, beside and below."""

from __future__ import annotations

import pytest

from minutes.documents import SourceText, read_document
from minutes.parsing import ParsedMinutes, parse
from tests.unit.documents.test_papers import xlsx

OPENING = "それでは、第3回霞浜市図書館協議会を始めます。"
EXPLAINED = "事務局から説明します。資料1をご覧ください。"
QUESTION = "えー、ご質問はありますか。"
TIMED = [("大野一郎", 3.0, OPENING), ("小川花子", 13.0, EXPLAINED), ("大野一郎", 100.0, QUESTION)]
UNTIMED = [(name, None, text) for name, _, text in TIMED]
OF_DAY = [("大野一郎", 0.0, OPENING), ("小川花子", 10.0, EXPLAINED), ("大野一郎", 97.0, QUESTION)]


def read(text: str, name: str = "a.txt") -> ParsedMinutes:
    return parse(read_document(text.encode(), name))


def said(parsed: ParsedMinutes) -> list[tuple[str | None, float | None, str]]:
    return [(row.speaker, row.at, "".join(row.text.split())) for row in parsed.utterances if row.kind == "speech"]


def notes(parsed: ParsedMinutes) -> list[str]:
    return [row.text for row in parsed.utterances if row.kind == "note"]


def is_transcript(parsed: ParsedMinutes) -> bool:
    return any(warning.code == "transcript" for warning in parsed.warnings)


def message(parsed: ParsedMinutes) -> str:
    return next(warning.message for warning in parsed.warnings if warning.code == "transcript")


# Texts

STAMPED = {
    "zoom": (
        f"[大野 一郎] 10:02:03\n{OPENING}\n\n[小川 花子] 10:02:13\n{EXPLAINED}\n\n[大野 一郎] 10:03:40\n{QUESTION}\n",
        OF_DAY,
    ),
    "span": (
        f"00:00:03 - 00:00:09 大野一郎\n{OPENING}\n00:00:13 - 00:00:19 小川花子\n{EXPLAINED}\n00:01:40 - 00:01:44 大野一郎\n{QUESTION}\n",
        TIMED,
    ),
    "line": (
        f"[00:00:03.000] 大野一郎：{OPENING}\n[00:00:13.000] 小川花子：{EXPLAINED}\n[00:01:40.000] 大野一郎：{QUESTION}\n",
        TIMED,
    ),
    "names": (
        f"大野一郎: 00:00:03\n{OPENING}\n\n小川花子: 00:00:13\n{EXPLAINED}\n\n大野一郎: 00:01:40\n{QUESTION}\n",
        TIMED,
    ),
    "subtitles": (
        f"1\n00:00:03,000 --> 00:00:09,000\n【大野一郎】{OPENING}\n\n2\n00:00:13,000 --> 00:00:19,000\n【小川花子】{EXPLAINED}\n\n3\n00:01:40,000 --> 00:01:44,000\n【大野一郎】{QUESTION}\n",
        TIMED,
    ),
}


@pytest.mark.parametrize("kind", STAMPED)
def test_stamped_texts(kind: str) -> None:
    text, expected = STAMPED[kind]
    assert said(read(text)) == expected


@pytest.mark.parametrize(
    ("head", "title", "held_on", "starts_at"),
    [
        ("図書館協議会\n2024-04-01 10:00\n", "図書館協議会", "2024-04-01", "10:00"),
        ("図書館協議会\n2024.04.01 月 午前 10:02 ・ 62分 19秒\n", "図書館協議会", "2024-04-01", "10:02"),
        ("令和6年度第3回図書館協議会\n令和6年4月1日（月）10時00分～\n", "令和6年度第3回図書館協議会", "2024-04-01", "10:00"),
        ("図書館協議会-20240401_100000-会議の録音\n2024年4月1日, 1:00AM\n1 時間 2 分 3 秒\n", "図書館協議会", "2024-04-01", None),
        ("図書館協議会-20240401_100014-Meeting Recording\nApril 1, 2024, 10:00AM\n12m 3s\n", "図書館協議会", "2024-04-01", "10:00"),
        ("Apr 1, 2024\n図書館協議会 - Transcript\n", "図書館協議会", "2024-04-01", None),
        ("4月 1, 2024\n図書館協議会 - 文字起こし\n", "図書館協議会", "2024-04-01", None),
        ("図書館協議会 (2024-04-01 10:00 GMT+9) - 文字起こし\n", "図書館協議会", "2024-04-01", None),
        ("1 April 2024\n図書館協議会\n", "図書館協議会", "2024-04-01", None),
    ],
)  # fmt: skip
def test_the_head_is_read_from_the_lines_above(head: str, title: str, held_on: str, starts_at: str | None) -> None:
    parsed = read(f"{head}\n大野 一郎   0:03\n{OPENING}\n小川 花子   0:13\n{EXPLAINED}\n大野 一郎   1:40\n{QUESTION}\n")
    assert said(parsed) == TIMED
    assert (parsed.title, parsed.held_on, parsed.starts_at) == (title, held_on, starts_at)
    assert (parsed.body or "").endswith("図書館協議会") and parsed.fiscal_year == 2024
    assert "開催日" in message(parsed) and "確かめて" in message(parsed)


def test_words_of_the_tool_above_and_below_are_no_speech() -> None:
    parsed = read(
        f"2024年4月1日\n図書館協議会 - 文字起こし\n00:00:03\n\n大野一郎: {OPENING}\n小川花子: {EXPLAINED}\n\n00:05:12\n\n大野一郎: {QUESTION}\n\n"
        "00:32:54 より後に文字起こしが終了しました\n\nこの編集可能な文字起こしはコンピュータが生成したものであり、誤りが含まれている可能性があります。"
        "文字起こしの作成後にユーザーがテキストを変更することもできます。\n"
    )
    # Below one time stand several speakers: it is that of each.
    assert said(parsed) == [("大野一郎", 3.0, OPENING), ("小川花子", 3.0, EXPLAINED), ("大野一郎", 312.0, QUESTION)]
    assert all(warning.minor for warning in parsed.warnings if warning.code == "unparsed-text")


def test_what_somebody_says_of_the_recording_stays_a_speech() -> None:
    parsed = read(
        f"大野 一郎   0:03\n録音を開始しました。\n小川 花子   0:13\nこの議事録はAIで作成されたものです。\n大野 一郎   1:40\n{QUESTION}\n"
    )
    assert [text for _, _, text in said(parsed)] == [
        "録音を開始しました。",
        "この議事録はAIで作成されたものです。",
        QUESTION,
    ]


@pytest.mark.parametrize(
    ("began", "ended"),
    [
        ("大野 一郎 が文字起こしを開始しました", "大野 一郎 が文字起こしを停止しました"),
        ("大野 一郎 started transcription", "大野 一郎 stopped transcription"),
        ("大野 一郎 がレコーディングを開始しました", "大野 一郎 がレコーディングを停止しました"),
    ],
)
@pytest.mark.parametrize("times", [("   0:03", "   0:13", "   1:40"), ("", "", "")])
def test_who_began_and_ended_the_recording_is_an_event(began: str, ended: str, times: tuple[str, ...]) -> None:
    names = [f"{name}{time}" for name, time in zip(("大野 一郎", "小川 花子", "大野 一郎"), times, strict=True)]
    parsed = read(
        f"図書館協議会-20240401_100000-会議の録音\n2024年4月1日, 10:00\n12 分 3 秒\n\n{began}\n\n{names[0]}\n{OPENING}\n\n"
        f"{names[1]}\n{EXPLAINED}\n\n{names[2]}\n{QUESTION}\n\n{ended}\n"
    )
    assert said(parsed) == (TIMED if times[0] else UNTIMED)
    assert ["".join(note.split()) for note in notes(parsed)] == ["".join(line.split()) for line in (began, ended)]
    assert (parsed.title, parsed.held_on) == ("図書館協議会", "2024-04-01")


@pytest.mark.parametrize("form", ["{0}：{1}\n", "{0}\n{1}\n\n", "[{0}] \n{1}\n"])
def test_voices_that_a_tool_numbered_need_no_times(form: str) -> None:
    text = "".join(form.format(*row) for row in (("話者1", OPENING), ("話者2", EXPLAINED), ("話者1", QUESTION)))
    parsed = read(text)
    assert is_transcript(parsed)
    assert said(parsed) == [("話者1", None, OPENING), ("話者2", None, EXPLAINED), ("話者1", None, QUESTION)]


@pytest.mark.parametrize("event", ["（拍手）", "[音楽]", "（休憩）", "(笑)"])
def test_what_is_heard_besides_words_is_an_event(event: str) -> None:
    cues = [f"大野：{OPENING}", event, f"小川：{EXPLAINED}", f"大野：{QUESTION}"]
    text = "\n".join(f"{n}\n00:0{n}:03,000 --> 00:0{n}:09,000\n{cue}\n" for n, cue in enumerate(cues))
    parsed = read(text, "a.srt")
    assert [(row.kind, row.speaker) for row in parsed.utterances][:3] == [
        ("speech", "大野"),
        ("note", None),
        ("speech", "小川"),
    ]
    assert notes(parsed) == [event[1:-1]]


def test_a_day_with_its_time_above_names_nobody() -> None:
    parsed = read(
        f"図書館協議会\nMon, Apr 01, 2024 10:02AM • 12:03\n大野一郎  00:03\n{OPENING}\n\n小川花子  00:13\n{EXPLAINED}\n\n大野一郎  01:40\n{QUESTION}\n"
    )
    assert said(parsed) == TIMED
    assert (parsed.title, parsed.held_on) == ("図書館協議会", "2024-04-01")


def test_names_with_a_colon_before_the_tools_own() -> None:
    cues = [("会長：大野", OPENING), ("A市 小川", EXPLAINED), ("会長：大野", QUESTION)]
    text = "WEBVTT\n\n" + "\n".join(
        f"00:0{n}:03.000 --> 00:0{n}:09.000\n{name}: {words}\n" for n, (name, words) in enumerate(cues)
    )
    assert [name for name, _, _ in said(read(text, "a.vtt"))] == [name for name, _ in cues]


# The name of the file, the first words


@pytest.mark.parametrize(
    ("name", "title", "held_on"),
    [
        ("令和6年度第3回図書館協議会-20240401_100000-会議の録音.vtt", "令和6年度第3回図書館協議会", "2024-04-01"),
        ("第3回図書館協議会_20240401_文字起こし.vtt", "第3回図書館協議会", "2024-04-01"),
        ("【文字起こし】図書館協議会（2024年4月1日）.vtt", "図書館協議会", "2024-04-01"),
        ("GMT20240401-010000_Recording.transcript.vtt", None, "2024-04-01"),
        ("audio1234567.vtt", None, None),
        ("会議 (2).vtt", None, None),
        ("録音データ.vtt", None, None),
    ],
)
def test_the_name_of_the_file_tells_what_the_recording_does_not(
    name: str, title: str | None, held_on: str | None
) -> None:
    text = f"WEBVTT\n\n00:00:03.000 --> 00:00:09.000\n<v 大野 一郎>{EXPLAINED}</v>\n\n00:00:13.000 --> 00:00:19.000\n<v 小川 花子>{QUESTION}</v>\n"
    parsed = read(text, name)
    assert (parsed.title, parsed.held_on) == (title, held_on)
    assert ("ファイル名" in message(parsed)) == (title is not None or held_on is not None)
    assert (parsed.certainty or 0) <= 0.9


def test_the_first_words_tell_body_and_number_and_the_editor_is_asked_to_look() -> None:
    parsed = read(STAMPED["line"][0])
    assert (parsed.title, parsed.body, parsed.number, parsed.held_on) == (None, "霞浜市図書館協議会", 3, None)
    assert "会議体は冒頭の発言から読み取りました" in message(parsed)
    assert "会議名、開催日、出席者、議題は記載がないため、入力してください" in message(parsed)


# Tables

META = (
    "会議名,令和6年度第3回図書館協議会\n日時,2024/4/1 10:00～11:30\n場所,中央図書館2階\n出席者,大野一郎、小川花子\n\n"
)
ROWS = (("00:00:03", "00:00:09", "大野一郎", OPENING), ("00:00:13", "00:00:19", "小川花子", EXPLAINED), ("00:01:40", "00:01:44", "大野一郎", QUESTION))  # fmt: skip


def table(heads: str, delimiter: str, timed: bool, meta: str = META) -> str:
    rows = [heads.split(","), *([*row] if timed else [*row[2:]] for row in ROWS)]
    return meta.replace(",", delimiter) + "".join(delimiter.join(row) + "\n" for row in rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("heads", "timed"),
    [
        ("開始時間,終了時間,話者,発話", True),
        ("開始,終了,発言者,テキスト", True),
        ("発言者,発言内容", False),
        ("話者名,本文", False),
        ("Speaker,Text", False),
        ("氏名（役職）,発言内容（要旨）", False),
        ("開始（秒）,終了（秒）,発言人,認識結果", True),
    ],
)
def test_rows_above_the_heads_are_the_head_of_the_minutes(
    heads: str, timed: bool, delimiter: str, encoding: str
) -> None:
    parsed = parse(read_document(table(heads, delimiter, timed).encode(encoding), "a.csv"))
    assert said(parsed) == (TIMED if timed else UNTIMED)
    assert (parsed.title, parsed.number, parsed.held_on) == ("令和6年度第3回図書館協議会", 3, "2024-04-01")
    assert (parsed.starts_at, parsed.ends_at, parsed.venue) == ("10:00", "11:30", "中央図書館2階")
    assert [row.name for row in parsed.attendees] == ["大野一郎", "小川花子"]


def test_columns_that_say_the_same_in_every_row_are_of_the_meeting_and_items_are_its_agenda() -> None:
    rows = [
        (1, "", "事務局", "総務課", OPENING),
        (2, "（1）開館時間について", "事務局", "総務課", EXPLAINED),
        (3, "（1）開館時間について", "大野会長", "公募", QUESTION),
        (4, "（2）蔵書について", "大野会長", "公募", "次に移ります。"),
        (5, "（2）蔵書について", "", "", "（一同了承）"),
        (6, "", "", "", "（11時30分閉会）"),
    ]
    lines = [
        f"第3回図書館協議会,2024/4/1,{number},{item},{name},{post},{text}" for number, item, name, post, text in rows
    ]
    parsed = read("会議名,開催日,連番,議題,発言者,所属・役職,発言内容\n" + "\n".join(lines) + "\n", "a.csv")
    assert (parsed.title, parsed.held_on, parsed.adjourned_at) == ("第3回図書館協議会", "2024-04-01", "11:30")
    assert [(item.category, item.number, item.title) for item in parsed.agenda] == [
        ("議題", 1, "開館時間について"),
        ("議題", 2, "蔵書について"),
    ]
    assert [(row.kind, row.speaker, row.agenda) for row in parsed.utterances] == [
        ("speech", "事務局", ()),
        ("speech", "事務局", (0,)),
        ("speech", "大野会長", (0,)),
        ("speech", "大野会長", (1,)),
        ("note", None, (1,)),
        ("note", None, ()),
    ]


def test_an_item_that_stands_only_where_it_begins_goes_on() -> None:
    rows = (
        f"議題,話者,発言\n(1)開館時間について,大野,{QUESTION}\n,小川,{EXPLAINED}\n(2)蔵書について,大野,次に移ります。\n"
    )
    assert [row.agenda for row in read(rows, "a.csv").utterances] == [(0,), (0,), (1,)]


def test_speakers_only_where_they_change_and_heads_printed_again() -> None:
    rows = f"話者,内容\n大野一郎,{OPENING}\n,議題は一つです。\n小川花子,{EXPLAINED}\n話者,内容\n大野一郎,{QUESTION}\n"
    assert said(read(rows, "a.csv")) == [
        ("大野一郎", None, f"{OPENING}議題は一つです。"),
        ("小川花子", None, EXPLAINED),
        ("大野一郎", None, QUESTION),
    ]


def test_line_breaks_within_cells_and_remarks() -> None:
    rows = f'No.,話者,テキスト,備考\n1,大野一郎,"{OPENING}\n議題は一つです。",\n2,小川花子,"資料の""1""です。",要確認\n'
    parsed = read(rows, "a.csv")
    assert [row.text for row in parsed.utterances] == [f"{OPENING}\n議題は一つです。", '資料の"1"です。']
    assert [warning.text for warning in parsed.warnings if warning.code == "unparsed-text"] == ["備考、要確認"]


def test_sheets_with_line_breaks_and_a_sheet_of_the_meeting() -> None:
    cell = '<c t="str"><v>{}</v></c>'
    rows = [("会議名", "第3回図書館協議会"), ("日時", "令和6年4月1日 10:00"), ("発言者", "発言"), ("大野一郎", f"{OPENING}\n議題は一つです。"), ("小川花子", EXPLAINED)]  # fmt: skip
    sheet = "".join("<row>" + "".join(cell.format(text) for text in row) + "</row>" for row in rows)
    parsed = parse(read_document(xlsx(sheet), "a.xlsx"))
    assert (parsed.title, parsed.held_on) == ("第3回図書館協議会", "2024-04-01")
    assert [(row.speaker, row.text) for row in parsed.utterances] == [
        ("大野一郎", f"{OPENING}\n議題は一つです。"),
        ("小川花子", EXPLAINED),
    ]


def test_a_time_that_tells_its_day() -> None:
    rows = f"時刻,発言者,種別,本文\n2024/04/01 10:02:03,大野一郎,発話,{OPENING}\n2024/04/01 10:02:13,小川花子,発話,{EXPLAINED}\n2024/04/01 10:03:40,大野一郎,発話,{QUESTION}\n"
    parsed = read(rows, "a.csv")
    assert said(parsed) == OF_DAY
    assert parsed.held_on == "2024-04-01"


def test_rows_without_words_are_told() -> None:
    rows = f"時間,話者,発言\n0:03,大野一郎,{OPENING}\n,（1）開館時間について,\n0:13,小川花子,{EXPLAINED}\n"
    assert "（1）開館時間について" in [warning.text for warning in read(rows, "a.csv").warnings]


# Minutes are none

MINUTES = "第3回図書館協議会会議録\n日時　令和6年4月1日（月）10時00分～11時30分\n場所　中央図書館\n出席者　大野会長、小川委員\n議題　(1)開館時間について\n\n"


@pytest.mark.parametrize(
    "talk",
    [
        f"会長　{OPENING}\n委員　{EXPLAINED}\n会長　{QUESTION}\n",
        f"発言者１：{OPENING}\n発言者２：{EXPLAINED}\n発言者１：{QUESTION}\n",
        f"会長\n{OPENING}\n委員\n{EXPLAINED}\n会長\n{QUESTION}\n",
        f"10:00　開会\n会長：{OPENING}\n委員：{EXPLAINED}\n会長：{QUESTION}\n11:30　閉会\n",
        f"会長：この会議は文字起こしのため録音を開始しました。\n委員：{EXPLAINED}\n会長：{QUESTION}\n",
    ],
)
def test_minutes_are_no_transcript(talk: str) -> None:
    parsed = read(MINUTES + talk)
    assert not is_transcript(parsed)
    assert parsed.title == "第3回図書館協議会会議録"


def test_minutes_in_a_table_with_headings_between_the_rows_are_none() -> None:
    rows = f"発言者\t発言内容\n（1）開館時間について\n会長\t{OPENING}\n委員\t{EXPLAINED}\n（2）蔵書について\n会長\t{QUESTION}\n"
    lines = (*MINUTES.replace("　", "\t").splitlines(), *rows.splitlines())
    for media_type in ("text/csv", "text/plain"):
        assert not is_transcript(parse(SourceText(lines, media_type)))
