"""Lines of pages -> lines of a source text: running heads and feet, wrapped lines, cells over pages."""

from __future__ import annotations

from dataclasses import replace

from minutes.documents.page import Cell, Line, PageRow, Sheet
from minutes.documents.paging import text_of

EM = 10.0
LEFT, RIGHT, WIDTH, HEIGHT = 70.0, 525.0, 595.0, 842.0
FULL = 45  # signs of a line


def line(text: str, top: float, left: float = LEFT, em: float = EM) -> Line:
    right = left + em * len(text)
    edge = right - em if text[-1:] in "、。" else right
    return Line(text, left, right, edge, top, top + em, em, em)


def sheet(number: int, *items: Line | PageRow) -> Sheet:
    return Sheet(number, WIDTH, HEIGHT, list(items))


def body(*texts: str, top: float = 100, step: float = 17) -> list[Line]:
    return [line(text, top + step * index) for index, text in enumerate(texts)]


def row(top: float, *texts: list[Line]) -> PageRow:
    width = (RIGHT - LEFT) / len(texts)
    cells = [
        Cell(index, LEFT + width * index - 5, LEFT + width * (index + 1) - 5, lines)
        for index, lines in enumerate(texts)
    ]
    return PageRow(top, top + 20, len(texts), cells)


def lines_of(*sheets: Sheet) -> list[str]:
    return [line.text for line in text_of(sheets)[0]]


def test_a_line_goes_on_where_the_next_sign_would_not_have_fitted() -> None:
    assert lines_of(sheet(1, *body("あ" * FULL, "い" * FULL, "う"))) == ["あ" * FULL + "い" * FULL + "う"]


def test_a_short_line_ends_its_paragraph() -> None:
    full = "あ" * FULL
    assert lines_of(sheet(1, *body(full, "い", "う" * FULL, "え"))) == [full + "い", "う" * FULL + "え"]


def test_a_blank_line_parts_paragraphs_that_are_full() -> None:
    full = "あ" * FULL
    lines = [line(full, 100), line(full, 117), line("い", 151), line("う" * FULL, 185), line("え", 202)]
    assert lines_of(sheet(1, *lines)) == [full * 2, "い", "う" * FULL + "え"]


def test_a_full_line_that_ends_a_sentence_is_left_to_the_parser() -> None:
    full = "あ" * (FULL - 1) + "。"
    assert lines_of(sheet(1, *body(full, "会長　はい。", "い" * FULL))) == [full, "会長　はい。", "い" * FULL]


def test_lines_that_hang_go_on_after_a_sentence() -> None:
    full = "い" * (FULL - 2) + "。"
    lines = [line("あ" * FULL, 100), line(full, 117, LEFT + EM), line("う。", 134, LEFT + EM), line("会長", 151)]
    assert lines_of(sheet(1, *lines)) == ["あ" * FULL + full + "う。", "会長"]


def test_an_entry_of_a_list_is_no_wrapped_line() -> None:
    entries = ["（１）" + "あ" * (FULL - 3), "（２）" + "い" * (FULL - 3), "・う"]
    assert lines_of(sheet(1, *body(*entries))) == entries


def test_a_bracket_that_closes_ends_its_line() -> None:
    lines = ["〔" + "あ" * (FULL - 2) + "〕", "要旨：い", "う" * FULL]
    assert lines_of(sheet(1, *body(*lines))) == lines


def test_short_lists_are_not_joined_for_want_of_full_lines() -> None:
    names = ["甲野太郎会長", "乙野花子委員", "丙野三郎委員"]
    assert lines_of(sheet(1, *body(*names))) == names


def test_a_line_goes_on_over_the_page_and_keeps_the_page_it_began_on() -> None:
    first = [*body("あ" * FULL, "い" * FULL, top=700), line("- 1 -", 800)]
    second = [*body("う", "え" * FULL, top=60), line("- 2 -", 800)]
    lines, _ = text_of([sheet(1, *first), sheet(2, *second)])
    assert [(line.text, line.page) for line in lines] == [("あ" * FULL + "い" * FULL + "う", 1), ("え" * FULL, 2)]
    assert [[place.page for place in line.places] for line in lines] == [[1, 1, 2], [2]]


def test_page_numbers_go_and_other_numbers_stay() -> None:
    sheets = [sheet(n, *body("議題", "10", top=300), line(f"{n + 4} / 9 ページ", 800)) for n in (1, 2, 3)]
    assert lines_of(*sheets) == ["議題", "10"] * 3


def test_a_running_head_stands_once() -> None:
    sheets = [sheet(n, line("第２回図書館協議会", 40), *body(f"発言{n}です", top=100)) for n in (1, 2, 3)]
    lines, remarks = text_of(sheets)
    assert [line.text for line in lines] == ["第２回図書館協議会", "発言1です", "発言2です", "発言3です"]
    assert remarks == []


def test_a_running_head_that_the_page_repeats_goes_altogether() -> None:
    sheets = [sheet(n, line("会議録", 40), *body("会 議 録", f"発言{n}です", top=100)) for n in (1, 2, 3)]
    assert lines_of(*sheets)[:2] == ["会 議 録", "発言1です"]


def test_a_running_foot_goes_and_is_told() -> None:
    sheets = [sheet(n, *body(f"発言{n}です", top=100), line("霞浜市情報課", 790, em=8)) for n in (1, 2)]
    lines, remarks = text_of(sheets)
    assert [line.text for line in lines] == ["発言1です", "発言2です"]
    assert [(remark.code, "霞浜市情報課" in remark.message) for remark in remarks] == [("running-text", True)]


def test_a_running_head_may_count_the_pages() -> None:
    sheets = [sheet(n, line(f"協議会　{n + 2}頁／9頁", 40), *body(f"発言{n}です", top=100)) for n in (1, 2, 3)]
    assert lines_of(*sheets) == ["協議会　3頁／9頁", "発言1です", "発言2です", "発言3です"]


def test_first_lines_that_differ_in_a_number_alone_stay() -> None:
    sheets = [sheet(n, *body(f"{number}人です", "はい", top=60)) for n, number in ((1, 5), (2, 7), (3, 12))]
    assert lines_of(*sheets) == ["5人です", "はい", "7人です", "はい", "12人です", "はい"]


def test_two_pages_that_begin_alike_keep_their_first_lines() -> None:
    sheets = [sheet(n, *body("○委員長", "はい。", "次。", top=60)) for n in (1, 2)]
    assert lines_of(*sheets) == ["○委員長", "はい。", "次。"] * 2


def test_cells_are_parted_by_tabs_and_more_lines_stand_below() -> None:
    assert lines_of(
        sheet(1, row(100, [line("議題", 105)], [line("（１）甲", 105, 300), line("（２）乙", 122, 300)]))
    ) == [
        "議題\t（１）甲",
        "\t（２）乙",
    ]


def test_posts_and_names_in_two_cells_are_read_across() -> None:
    posts = [line("会長", 105), line("委員", 122)]
    names = [line("甲野", 105, 300), line("乙野", 122, 300)]
    assert lines_of(sheet(1, row(100, posts, names))) == ["会長\t甲野", "委員\t乙野"]


def test_a_cell_that_the_page_broke_goes_on() -> None:
    width = 22
    first = row(700, [line("発言", 705)], [line("あ" * width, 705, 297.5), line("い" * width, 722, 297.5)])
    second = row(60, [], [line("う", 65, 297.5)])
    lines, _ = text_of([sheet(1, first), sheet(2, second)])
    assert [(line.text, line.page) for line in lines] == [("発言\t" + "あ" * width + "い" * width + "う", 1)]


def test_a_list_of_papers_that_breaks_after_a_label_keeps_the_space() -> None:
    first = "資料１\u3000" + "方" * 28 + "\u3000資料２-１"
    width = (RIGHT - LEFT) / 2
    cell = [
        replace(line(text, 100 + 17 * index), left=LEFT + width, right=RIGHT)
        for index, text in enumerate((first, "現状"))
    ]
    assert lines_of(sheet(1, row(100, [line("資料", 100)], cell))) == [f"資料\t{first} 現状"]


def test_lines_further_right_begin_with_white_space() -> None:
    assert lines_of(sheet(1, *body("議事", "次第", "の件"), line("１", 151, LEFT + 2 * EM))) == [
        "議事",
        "次第",
        "の件",
        "\u3000\u3000１",
    ]


def test_a_date_above_every_page_gives_way_to_the_date_of_the_meeting() -> None:
    pages = [sheet(n, line("令和6年4月1日", 40), *body("日時　令和6年3月25日", f"本文{n}")) for n in (1, 2, 3)]
    assert lines_of(*pages)[0] == "日時　令和6年3月25日"


def test_the_foot_of_a_single_page_is_known_by_its_number() -> None:
    page = sheet(1, *body("会議録", "本文です。"), line("霞浜市総務委員会会議録 － 1", 800))
    assert lines_of(page) == ["会議録", "本文です。"]


def test_text_that_fills_less_than_the_page_is_joined() -> None:
    long = "この行は途中で折り返されているので次の行に続いて" + "いく"
    assert lines_of(sheet(1, *body(*[long] * 5))) == [long * 5]


def test_the_minutes_that_a_form_holds_in_one_cell_stand_below_its_label() -> None:
    speech = body(*["○会長　開会します。"] * 9)
    assert lines_of(sheet(1, row(80, body("日時"), body("三月")), row(100, body("議事の内容"), speech))) == [
        "日時\t三月",
        "議事の内容",
        *["○会長　開会します。"] * 9,
    ]
