"""What a person teaches: a mark or heading pointed out once holds for all that is printed alike."""

from __future__ import annotations

import pytest

from minutes.documents.model import SourceText
from minutes.parsing import parse
from minutes.parsing.lessons import Lesson
from minutes.parsing.model import ParsedMinutes

HEAD = "霞浜市みどりの審議会　会議録\n日時　令和5年3月1日（水）午後1時\n場所　第1会議室\n議題\n（１）緑の基本計画について\n議事\n"


def read(body: str, *lessons: Lesson) -> ParsedMinutes:
    return parse(SourceText(tuple((HEAD + body).split("\n"))), lessons)


def speeches(parsed: ParsedMinutes) -> list[tuple[str | None, str]]:
    return [(row.speaker, row.text) for row in parsed.utterances]


@pytest.mark.parametrize(
    ("mark", "other", "line", "lines"),
    [
        ("Ｎｏ.３", "Ｎｏ.１", "Ｎｏ.３　賛成です。", "Ｎｏ.３　賛成です。\nＮｏ.１　反対です。"),
        ("委員Ｂ", "委員Ｃ", "委員Ｂ→賛成です。", "委員Ｂ→賛成です。\n委員Ｃ→反対です。"),
        ("3", "12", "3) 賛成です。", "3) 賛成です。\n12) 反対です。"),
        ("ｸﾞﾙｰﾌﾟ１", "ｸﾞﾙｰﾌﾟ２", "《ｸﾞﾙｰﾌﾟ１》賛成です。", "《ｸﾞﾙｰﾌﾟ１》賛成です。\n《ｸﾞﾙｰﾌﾟ２》反対です。"),
        ("No.3", "No.4", "賛成です。（No.3）", "賛成です。（No.3）\n反対です。（No.4）"),
        ("進め方", "まとめ役", "◇進め方◇賛成です。", "◇進め方◇賛成です。\n◇進め方◇では次へ。"),
        ("甲野", "乙山", "甲野｜賛成です。", "甲野｜賛成です。\n乙山｜反対です。"),
        ("○○委員", "××委員", "○○委員、賛成です。", "○○委員、賛成です。\n××委員、反対です。"),
    ],
)
def test_a_mark_pointed_out_teaches_all_of_its_shape(mark: str, other: str, line: str, lines: str) -> None:
    parsed = read(lines, Lesson("speaker", mark, line))
    speakers = [speaker for speaker, _ in speeches(parsed)]
    assert speakers[0] == mark
    assert speakers[1] in (other, mark)
    assert speeches(parsed)[0] == (mark, "賛成です。")
    assert len(speakers) == 2


def test_a_taught_mark_stands_even_in_the_middle_of_a_text() -> None:
    body = "会長　それでは始めます。\nこちらは資料のとおりで\nＮｏ.３　賛成です。"
    assert speeches(read(body)) == [("会長", "それでは始めます。\nこちらは資料のとおりでＮｏ.３　賛成です。")]
    assert speeches(read(body, Lesson("speaker", "Ｎｏ.３", "Ｎｏ.３　賛成です。")))[1] == ("Ｎｏ.３", "賛成です。")


def test_a_mark_taught_on_other_minutes_does_no_harm_where_it_does_not_fit() -> None:
    body = "会長　それでは始めます。\n委員　資料の番号は、\nＮｏ.３　から\nＮｏ.４　までです。"
    taught = Lesson("speaker", "Ｎｏ.１", "Ｎｏ.１　よろしくお願いします。")
    assert speeches(read(body, taught)) == speeches(read(body))


def test_a_mark_taught_on_other_minutes_holds_where_it_fits() -> None:
    body = "Ｎｏ.２　始めます。\nＮｏ.３　はい。\nＮｏ.２　終わります。"
    taught = Lesson("speaker", "Ｎｏ.１", "Ｎｏ.１　よろしくお願いします。")
    assert [speaker for speaker, _ in speeches(read(body, taught))] == ["Ｎｏ.２", "Ｎｏ.３", "Ｎｏ.２"]


def test_what_is_said_to_be_no_mark_is_text() -> None:
    body = "会長：それでは始めます。\n結論部長：可とします。\n会長：終わります。"
    assert ("結論部長", "可とします。") in speeches(read(body))
    parsed = read(body, Lesson("not-speaker", "結論部長", "結論部長：可とします。"))
    assert [speaker for speaker, _ in speeches(parsed)] == ["会長", "会長"]


def test_a_word_said_to_be_no_mark_elsewhere_does_not_silence_a_chair() -> None:
    body = "会長：始めます。\n委員：はい。\n会長：次です。\n会長：終わります。"
    assert speeches(read(body, Lesson("not-speaker", "会長", "会長：甲野太郎"))) == speeches(read(body))


def test_a_heading_pointed_out_opens_an_item_and_so_do_those_alike() -> None:
    body = "会長　始めます。\n■花いっぱい運動\n会長　説明します。\n■街路樹のせん定\n会長　次です。"
    parsed = read(body, Lesson("heading", "花いっぱい運動", "■花いっぱい運動"))
    assert [item.title for item in parsed.agenda][1:] == ["花いっぱい運動", "街路樹のせん定"]
    assert [row.agenda for row in parsed.utterances] == [(), (1,), (2,)]


def test_what_is_said_to_be_no_heading_opens_nothing() -> None:
    body = "会長　始めます。\n（１）緑の基本計画について\n会長　説明します。"
    assert read(body).utterances[-1].agenda == (0,)
    parsed = read(body, Lesson("not-heading", "（１）緑の基本計画について", "（１）緑の基本計画について"))
    assert parsed.utterances[-1].agenda == ()
    assert "緑の基本計画" in parsed.utterances[0].text


def test_lessons_that_name_nothing_change_nothing() -> None:
    body = "会長　始めます。\n委員　はい。"
    lessons = [Lesson("speaker", " ", ""), Lesson("heading", "", ""), Lesson("何か", "会長", "会長　始めます。")]
    assert read(body, *lessons) == read(body)
