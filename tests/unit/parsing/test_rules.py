"""The parser's rules one by one, each with what it reads and what it leaves alone."""

from __future__ import annotations

import pytest

from minutes.documents.model import SourceText
from minutes.parsing import parse
from minutes.parsing.agenda.headings import HeadingReader
from minutes.parsing.attachments import read_label
from minutes.parsing.head.titles import body_from_speech, body_of, number_of
from minutes.parsing.marks.marks import read_mark
from minutes.parsing.model import AgendaItem
from minutes.parsing.rows.lines import read_rows
from minutes.parsing.rows.text import close_letters, flat, tidy, tidy_title
from minutes.parsing.words.ceremonies import is_ceremony
from minutes.parsing.words.item_classes import category_alone
from minutes.parsing.words.labels import find_label
from minutes.parsing.words.names import split_names
from minutes.parsing.words.numbering import read_numbered, split_numbered
from minutes.parsing.words.people import group_of, seat_in_brackets
from minutes.parsing.words.records import bracketed, dashed, event_line, read_record
from tests.unit.parsing.support import parse_text


def rows(*lines: str) -> list[str]:
    return [row.text for row in read_rows(SourceText(lines))]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "　",
        "6",
        "- 12 -",
        "３／８",
        "別記第1号様式（第7関係）",
        "様式第２号",
        "-----\t--",
        "＊＊＊＊",
        "|---|---|",
        "ページID 12345",
    ],
)
def test_page_furniture_is_left_out(line: str) -> None:
    assert rows(line) == []


@pytest.mark.parametrize("line", ["12345", "2名", "様式を改める", "―承認―", "印刷物について"])
def test_text_is_no_furniture(line: str) -> None:
    assert rows(line) == [line]


def test_remains_of_html_and_markdown_are_read() -> None:
    assert rows('<input type="checkbox"/> 公開 <input type="checkbox" checked=""> 非公開') == ["□ 公開 ■ 非公開"]
    assert rows("| 日時 | 甲 |", "|---|---|") == ["日時\t甲"]
    assert rows("## 議題", "**会長** はい。") == ["議題", "会長 はい。"]


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("開催日時", "when", ()),
        ("日　時：令和5年3月1日", "when", ("令和5年3月1日",)),
        ("１　場　　所　　会議室", "venue", ("会議室",)),
        ("【会場】ホール", "venue", ("ホール",)),
        ("■出席者", "attendees", ()),
        ("開催\t場所\t会議室", "venue", ("会議室",)),
        ("事務局（担当課）\t総務課", "office", ("総務課",)),
    ],
)
def test_a_label_is_known_in_any_dress(text: str, field: str, values: tuple[str, ...]) -> None:
    label = find_label(read_rows(SourceText((text,))), 0)
    assert label is not None
    assert (label.field, label.values) == (field, values)


@pytest.mark.parametrize("text", ["場所について伺います。", "資料１　概要", "委員　どうですか。", "日時計"])
def test_a_word_in_running_text_is_no_label(text: str) -> None:
    assert find_label(read_rows(SourceText((text,))), 0) is None


@pytest.mark.parametrize(
    ("text", "klass", "number", "title"),
    [
        ("議案（１）甲", "議案", 1, "甲"),
        ("第３号議案　甲", "議案", 3, "甲"),
        ("議第75号 甲", "議", 75, "甲"),
        ("日程第２　議案第５号　甲", "議案", 5, "甲"),
        ("日程第１　甲", "日程", 1, "甲"),
        ("⑵　甲", None, 2, "甲"),
        ("ア　甲", None, None, "甲"),
        ("二　甲", None, 2, "甲"),
    ],
)
def test_leading_numbers_are_read(text: str, klass: str | None, number: int | None, title: str) -> None:
    found = read_numbered(flat(text))
    assert found is not None
    assert (found.klass, found.number, text[found.start :]) == (klass, number, title)


@pytest.mark.parametrize("text", ["2名が出席", "3月の予定", "令和5年第3号", "10時から"])
def test_counts_and_dates_are_no_leading_numbers(text: str) -> None:
    assert read_numbered(flat(text)) is None


def test_a_line_of_several_items_is_cut_at_numbers_that_count_up() -> None:
    assert split_numbered("議案 (1) 甲（規則第2項(5)） (2) 乙 報告事項 (1) 丙") == [
        "議案 (1) 甲（規則第2項(5)）",
        "(2) 乙",
        "報告事項 (1) 丙",
    ]


@pytest.mark.parametrize(
    ("text", "name", "speech"),
    [
        ("○委員長（甲野君）　始めます。", "委員長（甲野君）", "始めます。"),
        ("◆鈴木（真）委員　どうですか。", "鈴木（真）委員", "どうですか。"),
        ("【会長】始めます。", "会長", "始めます。"),
        ("（委員1）はい。", "委員1", "はい。"),
        ("委員長(甲野君)：はい。", "委員長(甲野君)", "はい。"),
        ("部員;はい。", "部員", "はい。"),
        ("委　員　はい。", "委員", "はい。"),
        ("甲野委員長）はい。", "甲野委員長", "はい。"),
        ("会長\tはい。", "会長", "はい。"),
        ("会長「はい。」", "会長", "「はい。」"),
        ("甲野会長", "甲野会長", ""),
    ],
)
def test_the_form_of_a_mark_is_read(text: str, name: str, speech: str) -> None:
    mark = read_mark(read_rows(SourceText((text,)))[0])
    assert mark is not None
    assert (mark.name, mark.speech) == (name, speech)


def speakers(text: str) -> list[str | None]:
    return [utterance.speaker for utterance in parse_text(text).utterances if utterance.kind == "speech"]


def test_a_mark_is_borne_out_by_repetition() -> None:
    body = "会議内容\n会長：始めます。\n甲野：賛成です。\n会長：ほかには。\n甲野：ありません。"
    assert speakers(body) == ["会長", "甲野", "会長", "甲野"]


def test_a_mark_seen_once_that_is_no_seat_stays_text() -> None:
    parsed = parse_text("会議内容\n会長：始めます。\n結論：次回に決めます。\n会長：終わります。")
    assert [utterance.text for utterance in parsed.utterances] == ["始めます。\n結論：次回に決めます。", "終わります。"]


def test_a_mark_seen_once_is_borne_out_by_the_attendance_list() -> None:
    text = "出席者：甲野、乙山\n会議内容\n会長：始めます。\n甲野：賛成です。\n会長：終わります。"
    assert speakers(text) == ["会長", "甲野", "会長"]


def test_a_mark_that_lost_its_space_is_read_where_the_document_knows_it() -> None:
    text = "会議内容\n本部長 始めます。\n部員 はい。\n本部長他に何かありますか。\n部員 本部長の言うとおりです。\n本部長からの指示です。"
    assert speakers(text) == ["本部長", "部員", "本部長", "部員"]


@pytest.mark.parametrize(
    ("inner", "kind", "speaker"),
    [
        ("事務局：「甲」を説明", "explanation", "事務局"),
        ("事務局より資料1を説明", "explanation", None),
        ("質疑", "structure", None),
        ("質疑なし", "note", None),
        ("案のとおり承認", "decision", None),
        ("全員賛成、可決", "decision", None),
        ("拍手", "note", None),
    ],
)
def test_a_record_between_brackets_has_its_kind(inner: str, kind: str, speaker: str | None) -> None:
    record = read_record(inner)
    assert (record.kind, record.speaker) == (kind, speaker)


def test_brackets_and_dashes_stand_round_the_whole_line() -> None:
    assert bracketed("[事務局：甲を説明〕") == "事務局：甲を説明"
    assert bracketed("（案）について（報告）") is None
    assert dashed("―案のとおり承認―") == "案のとおり承認"
    assert dashed("一閉会—") == "閉会"
    assert dashed("一般会計サーバー") is None


def test_event_lines_are_known_without_brackets() -> None:
    assert event_line("※　休憩　午後2時") == "休憩　午後2時"
    assert event_line("午前10時30分　開会") == "午前10時30分　開会"
    assert event_line("閉会の挨拶をお願いします") is None


ITEMS = [
    AgendaItem("議案", 1, "甲計画の策定について"),
    AgendaItem("議案", 2, "乙規則の改正について"),
    AgendaItem("報告", 1, "丙の結果について"),
]


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("議案（１）甲計画の策定について", (0,)),
        ("議題 (2) 乙規則改正について", (1,)),
        ("【報告１】丙の結果", (2,)),
        ("議案 (1) 甲計画の策定について 及び(2) 乙規則の改正について", (0, 1)),
        ("丙の結果について", (2,)),
        ("報告事項について", ()),
        ("４　閉会", ()),
        ("意見交換", None),
    ],
)
def test_headings_open_listed_items(line: str, items: tuple[int, ...] | None) -> None:
    heading = HeadingReader(ITEMS).read(line)
    assert heading is not None
    assert heading.items == items


@pytest.mark.parametrize("line", ["甲計画について伺います。", "（１）丁の話", "甲"])
def test_what_is_said_is_no_heading(line: str) -> None:
    assert HeadingReader(ITEMS).read(line) is None


def test_what_a_heading_adds_to_the_listed_title_is_kept() -> None:
    heading = HeadingReader(ITEMS).read("議案（１）甲計画の策定について　説明：丁課長")
    assert heading is not None
    assert heading.extra == "説明：丁課長"


def test_a_heading_can_name_the_speaker() -> None:
    heading = HeadingReader([]).read("あいさつ（子育て課長）")
    assert heading is not None
    assert heading.speaker == "子育て課長"


def test_ceremonies_and_categories_alone_are_no_items() -> None:
    assert is_ceremony("開　会")
    assert not is_ceremony("会長あいさつ、諮問")
    assert category_alone("【報告事項】") == "報告事項"
    assert category_alone("報告事項の取扱い") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("副区長（本部長）、総務部長", ["副区長（本部長）", "総務部長"]),
        ("甲部長（副本部長）乙部長、丙課長", ["甲部長（副本部長）", "乙部長", "丙課長"]),
        ("保 健福祉部長、企画課長", ["保健福祉部長", "企画課長"]),
        ("委員長　甲野太郎　委員　乙山次郎", ["委員長　甲野太郎", "委員　乙山次郎"]),
        ("甲野委員　乙山委員", ["甲野委員", "乙山委員"]),
        ("部長　甲野　太郎", ["部長　甲野　太郎"]),
    ],
)
def test_a_line_of_people_is_cut_into_entries(text: str, names: list[str]) -> None:
    assert split_names(text) == names


def test_seats_and_groups_are_known_by_their_words() -> None:
    assert seat_in_brackets("副区長（本部長）") == "本部長"
    assert seat_in_brackets("情報係長（管理）") is None
    assert group_of("部 員") == "部員"
    assert group_of("出席委員（10名）") == "出席委員"
    assert group_of("甲野委員") is None


def test_a_label_with_nobody_below_it_is_named_by_a_warning() -> None:
    parsed = parse_text("日時：令和5年3月1日\n出席者\n委員\n事務局\n総務課長")
    assert [(person.group, person.name) for person in parsed.attendees] == [("事務局", "総務課長")]
    assert any(warning.code == "unparsed-text" and "委員" in warning.message for warning in parsed.warnings)


@pytest.mark.parametrize(
    ("text", "label", "title"),
    [
        ("資料１－２ 甲", "資料１－２", "甲"),
        ("資料 2-1:電子申請", "資料2-1", "電子申請"),
        ("資料1別紙:役割", "資料1別紙", "役割"),
        ("資料4 別紙-活用", "資料4別紙", "活用"),
        ("参考資料1　名簿", "参考資料1", "名簿"),
        ("委員名簿", None, "委員名簿"),
    ],
)
def test_labels_of_papers_are_read(text: str, label: str | None, title: str) -> None:
    assert read_label(text) == (label, title)


@pytest.mark.parametrize(
    ("title", "body", "number"),
    [
        ("令和5年度 第2回甲市情報化推進本部", "甲市情報化推進本部", 2),
        ("甲部会(第14回)", "甲部会", 14),
        ("「甲委員会」会議録(令和5年度第1回)", "甲委員会", 1),
        ("平成25年第11回甲市教育委員会議会議録", "甲市教育委員会議", 11),
        ("29次甲調査会 第1回総会 次第", "29次甲調査会総会", 1),
        ("甲市教育委員会令和5年4月定例会会議録", "甲市教育委員会定例会", None),
    ],
)
def test_a_title_gives_body_and_number(title: str, body: str, number: int | None) -> None:
    assert (body_of(title), number_of(title)) == (body, number)


def test_the_opening_sentence_gives_body_and_number() -> None:
    assert body_from_speech("ただいまから、令和5年度第3回甲町景観審議会を開会します。") == ("甲町景観審議会", 3)
    assert body_from_speech("前回の第2回審議会の議事録です。") is None


def test_white_space_is_tidied() -> None:
    assert tidy("作業 実施　する A 社") == "作業実施　する A 社"
    assert tidy_title("令和 5年度 第 2回甲本部") == "令和5年度 第2回甲本部"
    assert close_letters("出　席　者　　甲　野") == "出席者　　甲野"


def test_lines_that_the_width_broke_are_joined_and_paragraphs_kept() -> None:
    wide = "あ" * 39
    lines = [f"会長：{wide}", f"{wide}い。", "次の段落です。", *[f"委員：{wide}", "終わり。"] * 6]
    parsed = parse_text("会議内容\n" + "\n".join(lines))
    assert parsed.utterances[0].text == f"{wide}{wide}い。次の段落です。"
    assert parsed.utterances[1].text == f"{wide}終わり。"
    short = parse_text("会議内容\n会長：短い文です。\n次の段落です。")
    assert short.utterances[0].text == "短い文です。\n次の段落です。"


def test_an_utterance_knows_its_line_and_page() -> None:
    source = SourceText(("会議内容", "", "会長：始めます。", "委員：はい。"), pages=(1, 1, 1, 2))
    assert [(utterance.line, utterance.page) for utterance in parse(source).utterances] == [(3, 1), (4, 2)]


def test_every_utterance_tells_the_lines_that_it_stands_on() -> None:
    parsed = parse_text("会長　始めます。\nでは説明を。\n\n（質疑なし）\n〔委員から\n質疑あり〕\n午後3時 閉会")
    assert [(row.line, row.end_line) for row in parsed.utterances] == [(1, 2), (4, 4), (5, 6), (7, 7)]


def test_what_no_rule_took_stands_whole_in_its_warning() -> None:
    left = [f"甕龕鼇{index}" * 20 for index in range(3)]
    parsed = parse_text("\n".join(left))
    warning = next(warning for warning in parsed.warnings if warning.code == "unparsed-text")
    assert (warning.line, warning.text) == (1, "\n".join(left))


def test_a_mark_seen_once_is_shown_and_stays_text() -> None:
    lines = ["会長　始めます。", "委員　はい。", "会長　次です。", "◎川下館長　私からも一言申し上げます。"]
    parsed = parse_text("\n".join(["出席者　会長、委員", *lines]))
    doubted = [warning for warning in parsed.warnings if warning.code == "doubted-mark"]
    assert [(warning.line, warning.text) for warning in doubted] == []
    parsed = parse_text("\n".join(["出席者　会長、委員", *lines[:3], "川下館長『私からも一言申し上げます。"]))
    doubted = [warning for warning in parsed.warnings if warning.code == "doubted-mark"]
    assert [(warning.line, warning.text) for warning in doubted] == [(5, "川下館長")]
    assert "川下館長" in parsed.utterances[-1].text


def test_a_bare_word_that_nobody_present_bears_is_no_speaker_however_often() -> None:
    text = "会議内容\n会長　始めます。\n結論　次回に決めます。\n会長　続けます。\n結論　次回に決めます。\n会長　終わります。"
    assert speakers(text) == ["会長", "会長", "会長"]
