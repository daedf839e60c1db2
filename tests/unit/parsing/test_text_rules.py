"""Rules for lists, headings, marks and record lines, each on a few lines of invented minutes."""

from __future__ import annotations

import pytest

from minutes.documents.model import SourceText
from minutes.parsing.agenda.agenda import read_agenda
from minutes.parsing.agenda.headings import HeadingReader
from minutes.parsing.attachments import read_label
from minutes.parsing.model import AgendaItem
from minutes.parsing.rows.lines import read_rows
from minutes.parsing.words.ceremonies import is_greeting, opens_or_closes
from minutes.parsing.words.item_classes import is_class_heading
from minutes.parsing.words.numbering import read_numbered, split_numbered
from minutes.parsing.words.records import is_record_heading, read_record
from tests.unit.parsing.support import parse_text


def agenda(*lines: str, category: str | None = None) -> list[tuple[str | None, int | None, str]]:
    rows = [(row, row.text) for row in read_rows(SourceText(lines))]
    items = [entry.item for entry in read_agenda(rows, category, [])]
    return [(item.category, item.number, item.title) for item in items]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("(2) 甲について (3)その他", ["(2) 甲について", "(3)その他"]),
        ("議第12号　甲条例　議第13号　乙条例", ["議第12号　甲条例", "議第13号　乙条例"]),
        ("第1号議案　甲条例　第2号議案　乙条例", ["第1号議案　甲条例", "第2号議案　乙条例"]),
        ("議第5号　議第4号　の訂正", ["議第5号　議第4号　の訂正"]),
        ("甲条例（議第4号 の改正）　議第5号 乙", ["甲条例（議第4号 の改正）　議第5号 乙"]),
    ],
)
def test_several_items_on_one_line_are_cut_apart(line: str, parts: list[str]) -> None:
    assert split_numbered(line) == parts


def test_the_number_of_a_petition_is_no_class() -> None:
    assert read_numbered("四第一二号 甲に関する陳情") is None
    numbered = read_numbered("議第一二号 甲条例")
    assert numbered is not None
    assert (numbered.klass, numbered.number) == ("議", 12)


def test_a_line_goes_on_with_the_title_above_unless_both_are_whole() -> None:
    assert agenda("1 甲計画の策定に", "ついて", "2 乙") == [(None, 1, "甲計画の策定について"), (None, 2, "乙")]
    assert agenda("1 甲計画について", "乙計画について") == [(None, 1, "甲計画について"), (None, None, "乙計画について")]
    assert agenda("1 補正予算（第2号）中", "3款民生費", "・4款衛生費")[0] == (
        None,
        1,
        "補正予算（第2号）中3款民生費・4款衛生費",
    )


def test_other_business_with_a_title_is_the_category_of_that_title() -> None:
    assert agenda("1 甲について", "2 その他　乙について") == [(None, 1, "甲について"), ("その他", None, "乙について")]
    assert agenda("5 議題", "  協議案第4号 甲", "  その他") == [("協議案", 4, "甲"), ("議題", None, "その他")]


def test_a_class_word_with_について_is_an_item_where_nothing_stands_under_it() -> None:
    assert agenda("予算について", "質問について", "陳情の審査", "(1) 甲に関する陳情") == [
        (None, None, "予算について"),
        (None, None, "質問について"),
        ("陳情の審査", 1, "甲に関する陳情"),
    ]
    assert is_class_heading("報告事項について")
    assert not is_class_heading("質問について")


def test_a_parent_that_no_item_has_for_its_category_is_left_over() -> None:
    left: list[tuple[object, str]] = []
    rows = [(row, row.text) for row in read_rows(SourceText(("3 甲計画", "  1 乙", "    (1) 丙")))]
    assert [entry.item.title for entry in read_agenda(rows, None, left)] == ["丙"]  # type: ignore[arg-type]
    assert [text for _, text in left] == ["甲計画"]


@pytest.mark.parametrize("title", ["会長あいさつ", "委員長の挨拶", "主催者あいさつ"])
def test_the_chair_s_greeting_is_no_item(title: str) -> None:
    assert is_greeting(title)
    assert agenda("1 開会", f"2 {title}", "3 甲について") == [(None, 3, "甲について")]


def test_a_guest_s_greeting_is_an_item() -> None:
    assert agenda("1 開会", "2 総務大臣あいさつ") == [(None, 2, "総務大臣あいさつ")]


def test_the_programme_s_times_are_no_items() -> None:
    assert opens_or_closes("開会（午後2時）")
    assert not opens_or_closes("甲について（午後2時）")


def test_numbers_alone_on_their_lines_count_only_where_they_count_up() -> None:
    rows = read_rows(SourceText(("(1)", "甲について", "(2)", "乙について")))
    assert [row.text for row in rows] == ["(1)甲について", "(2)乙について"]
    assert [row.text for row in read_rows(SourceText(("甲", "(2)", "", "乙")))] == ["甲", "乙"]


def test_heads_of_a_table_parted_by_spaces_are_furniture() -> None:
    assert read_rows(SourceText(("発言者 内容",))) == []
    assert [row.text for row in read_rows(SourceText(("内容",)))] == ["内容"]


@pytest.mark.parametrize(
    "line",
    [
        "5.主な内容",
        "( 発 言 要 旨 )",
        "○ 議事における主な意見要旨",
        "<議事内容>",
        "【主な質疑】",
        "質疑応答の概要",
        "主な意見等",
    ],
)
def test_a_line_that_only_says_that_the_talk_follows(line: str) -> None:
    assert is_record_heading(line)


@pytest.mark.parametrize("line", ["意見", "内容", "主な事業の内容について", "質疑なし", "主な意見は三つです。"])
def test_a_line_that_says_more(line: str) -> None:
    assert not is_record_heading(line)


def test_opinions_under_their_heading_are_no_notes() -> None:
    parsed = parse_text(
        "日時 令和5年6月1日\n議題\n1 甲について\n会議内容\n〈主な意見〉\n・階段に手すりがほしい。\n会長：以上です。\n会長：終わります。"
    )
    assert (parsed.utterances[0].kind, parsed.utterances[0].speaker) == ("speech", None)


@pytest.mark.parametrize(
    ("heading", "items"),
    [
        ("議題（１）（２）甲計画、乙計画について", (0, 1)),
        ("（１）・（３） 甲計画と丙計画", (0, 2)),
        ("②③", (1, 2)),
        ("（２）「乙計画」", (1,)),
    ],
)
def test_a_heading_of_several_items_opens_each(heading: str, items: tuple[int, ...]) -> None:
    reader = HeadingReader(
        [AgendaItem("議題", number, title) for number, title in enumerate(["甲計画", "乙計画", "丙計画"], 1)]
    )
    found = reader.read(heading)
    assert found is not None
    assert (found.items, found.extra) == (items, "")


def test_a_parent_s_heading_opens_no_item() -> None:
    found = HeadingReader([AgendaItem("陳情の審査", 1, "甲")]).read("陳情の審査")
    assert found is not None
    assert found.items == ()


def test_a_class_word_that_is_a_title_of_its_own_is_left_over() -> None:
    found = HeadingReader([AgendaItem("議題", 1, "甲")]).read("質問について")
    assert found is not None
    assert found.extra == "質問について"


@pytest.mark.parametrize("outcome", ["継続審議", "継続して検討", "保留", "取下げ", "差し戻し"])
def test_an_outcome_of_any_wording_is_a_decision(outcome: str) -> None:
    assert read_record(outcome, in_dashes=True).kind == "decision"


@pytest.mark.parametrize("event", ["休憩", "質疑なし", "事務局挨拶", "継続的な見守りの事例の紹介"])
def test_an_event_between_dashes_is_a_note(event: str) -> None:
    assert read_record(event, in_dashes=True).kind == "note"


@pytest.mark.parametrize(
    ("line", "label", "title"),
    [
        ("資料1揮発物の調査", "資料1", "揮発物の調査"),
        ("資料2-1アンケート", "資料2-1", "アンケート"),
        ("資料3枚", None, "資料3枚"),
        ("資料2ページ", None, "資料2ページ"),
        ("資料1の訂正", None, "資料1の訂正"),
    ],
)
def test_the_label_of_a_paper_may_be_glued_to_its_title(line: str, label: str | None, title: str) -> None:
    assert read_label(line) == (label, title)


def test_a_mark_with_a_colon_alone_on_its_line_is_read_though_it_stands_once() -> None:
    parsed = parse_text(
        "甲審議会\n日時：令和5年6月1日\n甲市福祉部高齢課・乙課長補佐：\n　開会します。よろしくお願いします。"
    )
    assert [found.speaker for found in parsed.utterances] == ["甲市福祉部高齢課・乙課長補佐"]


def test_an_organisation_is_heard_only_where_its_style_is_used_throughout() -> None:
    talk = "会長：始めます。\n委員：はい。\n会長：では。\n委員：次です。\n会長：どうですか。\n"
    often = parse_text(f"{talk}商工会議所連合会：数を教えてください。\n会長：三つです。")
    assert "商工会議所連合会" in [found.speaker for found in often.utterances]
    seldom = parse_text("会長　始めます。\n会長　訪問先は次の団体です。\n中央大学：学生の会です。")
    assert "中央大学" not in [found.speaker for found in seldom.utterances]


def test_items_below_a_numbered_label_s_own_level_have_its_class_and_its_neighbours_have_none() -> None:
    parsed = parse_text(
        "日時 令和5年6月1日\n場所 庁舎\n3 議事\n①甲について\n②乙について\n4 視察について\n5 閉会\n\n会長：始めます。\n会長：終わります。"
    )
    assert [(item.category, item.number) for item in parsed.agenda] == [("議事", 1), ("議事", 2), (None, 4)]


@pytest.mark.parametrize(
    "lines",
    [
        "会議の内容\t○会長　始めます。\n\t○委員　はい。",
        "会議内容：○会長　始めます。\n○委員　はい。",
        "3 会議の内容会長（甲野君） 始めます。\n委員（乙野君） はい。",
    ],
)
def test_what_is_said_beside_the_record_s_label_is_a_speech(lines: str) -> None:
    parsed = parse_text(f"甲審議会会議録\n1 日時 令和5年6月1日\n{lines}")
    assert [found.text for found in parsed.utterances] == ["始めます。", "はい。"]
    assert not [warning for warning in parsed.warnings if warning.code == "unparsed-text"]
