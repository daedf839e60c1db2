"""Synonym files: what each line means, and that no line stops the reading."""

from hypothesis import given
from hypothesis import strategies as st

from minutes.exchange import csv_bytes, csv_decoded
from search.synonyms import BadLine, SynonymSet, SynonymWord, office_rows, read_office, read_sudachi
from search.synonyms.files import BOTH, FROM, TO

SUDACHI = """\
000001,1,0,1,0,0,0,(),曖昧,,
000001,1,0,1,0,0,2,(),あいまい,,
000001,1,1,2,0,0,0,(),不明確,,

000002,1,2,1,0,0,0,(IT),宛て先,,
000002,1,0,2,0,0,0,(),送り先,,
"""


def test_expansion_flags_become_directions() -> None:
    assert list(read_sudachi(SUDACHI.splitlines())) == [
        SynonymSet(
            "000001",
            [SynonymWord("曖昧", BOTH, 1), SynonymWord("あいまい", BOTH, 1), SynonymWord("不明確", TO, 2)],
        ),
        SynonymSet("000002", [SynonymWord("送り先", BOTH, 2)]),
    ]


def test_bad_lines_are_named_and_the_others_read() -> None:
    lines = ["000001,1,0,1,0,0,0,(),曖昧,,", "000001,1", "x,1,0,1,0,0,0,(),a,,", "000001,1,9,1,0,0,0,(),b,,"]
    lines += ["000001,1,0,y,0,0,0,(),c,,", "000001,1,0,1,0,0,0,(),,,", "000001,1,0,2,0,0,0,(),不明確,,"]
    read = list(read_sudachi(lines))
    assert [bad.number for bad in read if isinstance(bad, BadLine)] == [2, 3, 4, 5, 6]
    assert [word.text for group in read if isinstance(group, SynonymSet) for word in group.words] == ["曖昧", "不明確"]


def test_the_office_writes_one_word_a_line() -> None:
    text = "グループ,語,向き,メモ,使う\n1,来庁不要,双方向,窓口改革,はい\n1,書かない窓口,,,\n2,議会,検索語,,\n2,委員会,探す語,,いいえ\n"
    assert list(read_office(text)) == [
        SynonymSet("1", [SynonymWord("来庁不要"), SynonymWord("書かない窓口")], "窓口改革"),
        SynonymSet("2", [SynonymWord("議会", FROM), SynonymWord("委員会", TO)], is_active=False),
    ]


def test_bad_lines_of_the_office_are_named() -> None:
    read = list(read_office("1,,双方向\n,語,双方向\n1,語,上\n1,別,\n"))
    assert [(bad.number, bad.reason[:4]) for bad in read if isinstance(bad, BadLine)] == [
        (1, "語があり"),
        (2, "グループ"),
        (3, "向きは「"),
    ]
    assert read[-1] == SynonymSet("1", [SynonymWord("別")])


def test_a_note_of_several_lines_is_one_text() -> None:
    text = '1,来庁不要,,"窓口改革\n第2期",\n1,"書かない\n窓口",,,\n'
    assert list(read_office(text)) == [
        SynonymSet("1", [SynonymWord("来庁不要"), SynonymWord("書かない 窓口")], "窓口改革 第2期")
    ]


def test_a_quotation_mark_that_nothing_closes_is_named_and_costs_one_line() -> None:
    assert list(read_office('1,"窓口\n1,来庁不要\n1,書かない窓口\n')) == [
        BadLine(1, '「"」が閉じていません。'),
        SynonymSet("1", [SynonymWord("来庁不要"), SynonymWord("書かない窓口")]),
    ]


def test_what_is_written_is_read_again() -> None:
    groups = [SynonymSet("1", [SynonymWord('a "b", c', FROM), SynonymWord("b", TO)], "メモ", is_active=False)]
    assert list(read_office(csv_decoded(csv_bytes(office_rows(groups))))) == groups


@given(st.lists(st.text()))
def test_any_lines_can_be_read(lines: list[str]) -> None:
    assert all(isinstance(found, SynonymSet | BadLine) for found in read_sudachi(lines))
    assert all(isinstance(found, SynonymSet | BadLine) for found in read_office("\n".join(lines)))
