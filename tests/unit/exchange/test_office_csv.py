"""Tables of the office: what a spreadsheet writes is read, and what is written it can open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.exchange import CsvError, CsvFault, CsvRow, csv_bytes, csv_decoded, csv_rows
from minutes.exchange.office_csv import MOST_LINES_OF_A_ROW

CELLS = st.text(st.characters(exclude_categories=["Cs"]))


def test_a_quoted_cell_may_hold_line_breaks_commas_and_quotation_marks() -> None:
    text = '1,"窓口改革\r\n（第2期）",はい\r\n2,"a ""b"", c",いいえ\r\n'
    assert list(csv_rows(text)) == [
        CsvRow(1, ["1", "窓口改革\r\n（第2期）", "はい"]),
        CsvRow(3, ["2", 'a "b", c', "いいえ"]),
    ]


def test_rows_are_counted_by_the_lines_they_begin_in_and_empty_lines_are_left_out() -> None:
    assert list(csv_rows("a\n\nb,c\r\rd")) == [CsvRow(1, ["a"]), CsvRow(3, ["b", "c"]), CsvRow(5, ["d"])]


def test_a_line_break_of_another_kind_is_part_of_its_cell() -> None:
    assert list(csv_rows("a\u2028b\x0bc\n")) == [CsvRow(1, ["a\u2028b\x0bc"])]


@pytest.mark.parametrize("rest", ["2,b\n3,c", "\n".join(str(number) for number in range(2 * MOST_LINES_OF_A_ROW))])
def test_a_quotation_mark_that_nothing_closes_costs_one_line(rest: str) -> None:
    first, *others = csv_rows(f'1,"a\n{rest}')
    assert first == CsvFault(1, '「"」が閉じていません。')
    assert [row.cells for row in others if isinstance(row, CsvRow)] == [line.split(",") for line in rest.split("\n")]


def test_quotation_marks_within_a_cell_need_no_partner() -> None:
    assert list(csv_rows('24"画面,"a"b\n')) == [CsvRow(1, ['24"画面', "ab"])]


def test_a_cell_without_end_is_a_fault_of_its_line() -> None:
    assert list(csv_rows(f"{'長' * 200_000}\n1,a\n")) == [CsvFault(1, "CSV として読めません。"), CsvRow(2, ["1", "a"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_files_are_read_in_the_encodings_of_the_office(encoding: str) -> None:
    assert csv_decoded("1,来庁不要\r\n".encode(encoding)) == "1,来庁不要\r\n"


def test_other_bytes_are_refused_with_what_to_do() -> None:
    with pytest.raises(CsvError, match="UTF-8 か Shift_JIS で保存してください"):
        csv_decoded(b"\x81\x00\x81")


@given(st.lists(st.lists(CELLS, min_size=1), max_size=5))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    written = csv_bytes(rows)
    assert written.startswith(b"\xef\xbb\xbf")
    read = [row.cells for row in csv_rows(csv_decoded(written)) if isinstance(row, CsvRow)]
    assert read == rows


@given(st.text())
def test_any_text_is_a_table_or_has_faults(text: str) -> None:
    lines = [row.line for row in csv_rows(text)]
    assert lines == sorted(set(lines))


def test_no_cell_is_taken_for_a_formula() -> None:
    cells = ["=1+1", "＋計画", "-", "@x", "\t=1", "\n=1", "'=1", "防災=訓練", "'90", ""]
    written = csv_bytes([cells]).decode("utf-8-sig")
    assert written == "'=1+1,'＋計画,'-,'@x,'\t=1,\"'\n=1\",''=1,防災=訓練,'90,\r\n"
    assert [row.cells for row in csv_rows(written) if isinstance(row, CsvRow)] == [cells]
