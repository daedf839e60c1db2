"""Signs at places -> lines, columns and tables, whatever file they came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.documents.layout import SheetReader
from minutes.documents.page import Ink, Line, PageRow, Rule, Sheet, Sign
from minutes.documents.paging import text_of

EM = 10.0


def written(text: str, left: float, base: float, em: float = EM, step: float | None = None) -> list[Sign]:
    """The signs of a text set from `left` on, each `step` after the one before; spaces leave gaps."""
    signs, x = [], left
    for char in text:
        width = em / 2 if char.isascii() else em
        if not char.isspace():
            signs.append(Sign(char, x, x + width, base, em, x + width / 2))
        x += step or width
    return signs


def downwards(text: str, right: float, top: float) -> list[Sign]:
    """The signs of a vertical line whose right edge and top are given."""
    return [
        Sign(char, right - EM, right, top + index * EM + 0.88 * EM, EM, right - EM / 2)
        for index, char in enumerate(text)
    ]


def framed(xs: list[float], ys: list[float]) -> list[Rule]:
    """The rules of a table with these edges."""
    return [
        *(Rule(True, y, xs[0], xs[-1]) for y in ys),
        *(Rule(False, x, ys[0], ys[-1]) for x in xs),
    ]


def read(signs: list[Sign], rules: list[Rule] | None = None) -> Sheet:
    return SheetReader().read(Ink(1, 595, 842, signs, rules or []))


def texts(sheet: Sheet) -> list[str]:
    return [item.text for item in sheet.items if isinstance(item, Line)]


def cells(sheet: Sheet) -> list[list[str]]:
    return [
        ["／".join(line.text for line in cell.lines) for cell in item.cells]
        for item in sheet.items
        if isinstance(item, PageRow)
    ]


def test_lines_are_read_from_top_to_bottom_whatever_their_order() -> None:
    sheet = read([*written("二行目", 70, 120), *written("一行目", 70, 100)])
    assert texts(sheet) == ["一行目", "二行目"]


def test_wide_gaps_are_white_space_of_their_width() -> None:
    assert texts(read([*written("会長", 70, 100), *written("甲野太郎", 110, 100)])) == ["会長\u3000\u3000甲野太郎"]


def test_letters_spread_over_a_width_stay_one_word() -> None:
    assert texts(read(written("開催の日時です", 70, 100, step=11.5))) == ["開催の日時です"]


def test_a_few_letters_spread_over_a_cell_stay_one_word() -> None:
    assert texts(read(written("公開の", 70, 100, step=13.7))) == ["公開の"]


def test_figures_in_a_line_that_is_spread_do_not_part_its_words() -> None:
    signs: list[Sign] = []
    x = 70.0
    for part in ("令和", "4", "年", "5", "月", "23", "日", "14:00"):
        signs += written(part, x, 100, step=None if part.isascii() else 12.5)
        x = signs[-1].right + (4.5 if part != "日" else 10)
    assert texts(read(signs)) == ["令和4年5月23日 14:00"]


def test_a_dot_set_narrower_than_its_type_is_no_space() -> None:
    assert texts(read([*written("非公開・", 70, 100), *written("一部非公開", 114, 100)])) == ["非公開・一部非公開"]


def test_the_quarter_gap_before_figures_is_no_space_where_no_other_gap_is() -> None:
    signs = [*written("令和", 70, 100), *written("5", 92.2, 100), *written("年度の会議", 99.4, 100)]
    assert texts(read(signs)) == ["令和5年度の会議"]


def test_the_same_gap_is_a_space_where_words_are_parted_so() -> None:
    lines = [
        *written("本部長", 70, 100), *written("始めます", 102.5, 100),
        *written("部員", 70, 120), *written("はい", 92.5, 120),
        *written("本部長", 70, 140), *written("2", 102.5, 140), *written("年に渡って", 107.5, 140),
    ]  # fmt: skip
    assert texts(read(lines)) == ["本部長 始めます", "部員 はい", "本部長 2年に渡って"]


def test_a_number_that_begins_a_line_keeps_its_distance() -> None:
    assert texts(read([*written("1", 70, 100), *written("開会", 77.5, 100)])) == ["1 開会"]


def test_small_kana_above_a_word_are_its_reading_and_go() -> None:
    signs = [*written("かすみはま", 70, 91, em=4), *written("霞浜市の状況", 70, 100)]
    assert texts(read(signs)) == ["霞浜市の状況"]


def test_a_reading_longer_than_its_word_leaves_no_space_in_it() -> None:
    base = [*written("霞", 72, 100), *written("浜", 85, 100), *written("市の状況について", 95, 100)]
    assert texts(read(base)) == ["霞 浜市の状況について"]
    assert texts(read([*written("かすみはま", 71, 90.5, em=5), *base])) == ["霞浜市の状況について"]


def test_a_note_number_in_small_type_is_no_reading() -> None:
    assert texts(read([*written("注1", 100, 97, em=5), *written("霞浜市", 70, 100)])) == ["霞浜市注1"]


def test_a_sign_printed_twice_to_look_bold_is_read_once() -> None:
    assert texts(read([*written("会議録", 70, 100), *written("会議録", 70.4, 100)])) == ["会議録"]


@pytest.mark.parametrize("count", [8, 30])
def test_two_columns_are_read_one_after_the_other(count: int) -> None:
    signs = []
    for index in range(count):
        signs += written(f"左段{index:02}" + "あ" * 16, 70, 200 + 15 * index)
        signs += written(f"右段{index:02}" + "い" * 16, 310, 207 + 15 * index)
    sheet = read([*written("両方の段にわたる見出しがここにあります" * 2, 70, 150), *signs])
    order = [text[:2] for text in texts(sheet)]
    assert order == ["両方", *["左段"] * count, *["右段"] * count]


def test_a_table_in_a_column_is_read_where_it_stands() -> None:
    signs = []
    for index in range(20):
        signs += written(f"左段{index:02}" + "あ" * 16, 70, 200 + 15 * index)
        if index not in (4, 5, 6):
            signs += written(f"右段{index:02}" + "い" * 16, 310, 207 + 15 * index)
    signs += [*written("日時", 315, 275), *written("三月", 405, 275)]
    sheet = read(signs, framed([310, 400, 500], [262, 280]))
    order = ["表" if isinstance(item, PageRow) else item.text[:4] for item in sheet.items]
    right = [f"右段{index:02}" for index in range(20) if index not in (4, 5, 6)]
    assert order == [*(f"左段{index:02}" for index in range(20)), *right[:4], "表", *right[4:]]


def test_a_column_of_names_is_not_set_in_columns() -> None:
    signs = []
    for index in range(12):
        signs += [*written("委員", 70, 100 + 15 * index), *written("甲野太郎", 300, 100 + 15 * index)]
    assert all(text.startswith("委員") and text.endswith("甲野太郎") for text in texts(read(signs)))


def test_vertical_writing_is_read_from_right_to_left() -> None:
    signs = [
        *downwards("○委員長　ただいまから会議を開きます", 500, 70),
        *downwards("○事務局　御説明します", 480, 70),
    ]
    signs = [sign for sign in signs if not sign.text.isspace()]
    assert texts(read(signs)) == ["○委員長\u3000ただいまから会議を開きます", "○事務局\u3000御説明します"]


def test_heads_and_feet_printed_across_vertical_writing_are_lines_of_their_own() -> None:
    signs = [
        *written("霞浜市議会会議録", 250, 40),
        *downwards("○委員長ただいまから会議を開きます", 500, 70),
        *downwards("○事務局御説明します", 480, 70),
        *written("- 12 -", 290, 810),
    ]
    sheet = read(signs)
    assert texts(sheet) == [
        "霞浜市議会会議録", "○委員長ただいまから会議を開きます", "○事務局御説明します", "- 12 -",
    ]  # fmt: skip
    assert [item.margin for item in sheet.items if isinstance(item, Line)] == ["head", "", "", "foot"]
    place = sheet.place(next(item for item in sheet.items if isinstance(item, Line)))
    assert (place.left, place.right) == pytest.approx((250 / 595, 330 / 595), abs=0.001)
    assert place.bottom == pytest.approx((40 + 0.12 * EM) / 842, abs=0.001)


def test_figures_side_by_side_in_vertical_writing_stay_in_their_order() -> None:
    pair = [Sign("1", 490, 495, 158.8, EM, 492.5), Sign("2", 495, 500, 158.8, EM, 497.5)]
    signs = [*downwards("本日の予定は今年の", 500, 60), *pair, *downwards("月から始まりますのでよろしく", 500, 160)]
    assert texts(read(signs)) == ["本日の予定は今年の12月から始まりますのでよろしく"]


def test_rules_part_a_table_into_cells() -> None:
    signs = [
        *written("日時", 75, 115),
        *written("三月一日", 155, 115),
        *written("場所", 75, 145),
        *written("議場", 155, 145),
    ]
    sheet = read(signs, framed([70, 150, 500], [100, 130, 160]))
    assert cells(sheet) == [["日時", "三月一日"], ["場所", "議場"]]


def test_a_cell_over_two_rows_stands_in_the_first() -> None:
    rules = [
        Rule(True, 100, 70, 500), Rule(True, 130, 150, 500), Rule(True, 160, 70, 500),
        Rule(False, 70, 100, 160), Rule(False, 150, 100, 160), Rule(False, 500, 100, 160),
    ]  # fmt: skip
    signs = [*written("公開", 75, 135), *written("会議", 155, 115), *written("会議録", 155, 145)]
    assert cells(read(signs, rules)) == [["公開", "会議"], ["会議録"]]


def test_a_table_open_at_its_sides_is_a_table() -> None:
    rules = [*(Rule(True, y, 70, 500) for y in (100, 130, 160)), Rule(False, 150, 100, 160)]
    signs = [
        *written("日時", 75, 115),
        *written("三月一日", 155, 115),
        *written("場所", 75, 145),
        *written("議場", 155, 145),
    ]
    assert cells(read(signs, rules)) == [["日時", "三月一日"], ["場所", "議場"]]


def test_a_frame_round_the_page_is_no_table() -> None:
    sheet = read([*written("会議録", 75, 115), *written("開会", 75, 145)], framed([50, 545], [50, 790]))
    assert texts(sheet) == ["会議録", "開会"]


def test_a_table_inside_a_cell_makes_the_outer_one_layout() -> None:
    rules = [*framed([50, 300, 545], [50, 790]), *framed([70, 150, 280], [100, 130, 160])]
    signs = [
        *written("日時", 75, 115),
        *written("三月", 155, 115),
        *written("場所", 75, 145),
        *written("議場", 155, 145),
    ]
    assert cells(read(signs, rules)) == [["日時", "三月"], ["場所", "議場"]]


def test_dashed_rules_are_whole_ones() -> None:
    dashes = [Rule(True, y, x, x + 3) for y in (100, 130, 160) for x in range(70, 500, 5)]
    posts = [Rule(False, x, 100, 160) for x in (70, 150, 500)]
    signs = [
        *written("日時", 75, 115),
        *written("三月", 155, 115),
        *written("場所", 75, 145),
        *written("議場", 155, 145),
    ]
    assert cells(read(signs, [*dashes, *posts])) == [["日時", "三月"], ["場所", "議場"]]


@given(
    places=st.lists(st.tuples(st.floats(0, 590), st.floats(10, 840), st.floats(4, 30)), min_size=1, max_size=60),
    rules=st.lists(st.builds(Rule, st.booleans(), *[st.floats(0, 840)] * 3), max_size=30),
)
def test_no_sign_is_lost_wherever_it_stands(places: list[tuple[float, float, float]], rules: list[Rule]) -> None:
    kanji = [chr(0x4E00 + number) for number in range(len(places))]
    signs = [Sign(char, x, x + em, base, em, x + em / 2) for char, (x, base, em) in zip(kanji, places, strict=True)]
    lines, remarks = text_of([read(signs, rules)])
    found = "".join(line.text for line in lines) + "".join(remark.message for remark in remarks)
    assert set(kanji) <= set(found)


def test_a_drawing_of_thousands_of_lines_is_no_table() -> None:
    rules = framed([70 + x for x in range(0, 400, 1)], [100 + y for y in range(0, 4000, 1)])
    assert texts(read(written("図１", 75, 115), rules)) == ["図１"]


@pytest.mark.parametrize(("step", "at"), [(1, 50), (5, 50), (1, 540)])
def test_numbers_of_lines_in_the_margin_are_left_out(step: int, at: float) -> None:
    signs = []
    for number in range(1, 21):
        signs += written("会議の内容", 70, 80 + 17 * number)
        signs += written(str(number), at, 80 + 17 * number, em=7) if number % step == 0 else []
    assert texts(read(signs)) == ["会議の内容"] * 20


def test_numbers_of_a_list_are_no_numbers_of_lines() -> None:
    signs = [sign for n in range(1, 10) for sign in written(f"{n} 開会", 70, 80 + 17 * n)]
    assert texts(read([*written("次第", 250, 80), *signs]))[1].startswith("1")


def test_a_page_whose_second_column_is_short_is_read_column_by_column() -> None:
    left = [written("左の段の文字がここに並ぶ列です", 70, 100 + 17 * n) for n in range(20)]
    right = [written("右の段の文字がここに並ぶ列です", 260, 100 + 17 * n) for n in range(3)]
    sheet = read([sign for line in (*left, *right) for sign in line])
    assert [text[0] for text in texts(sheet)] == ["左"] * 20 + ["右"] * 3


def test_a_gap_that_fills_the_places_of_a_grid_is_no_space() -> None:
    line = [
        *written("掲載日は平成", 70, 100, step=12),
        *written("28", 142, 100),
        *written("年三月末日です", 154, 100, step=12),
    ]
    gap = [
        *written("掲載日は平成", 70, 120, step=12),
        *written("2", 142, 120),
        *written("年三月末日です", 154, 120, step=12),
    ]
    assert texts(read([*line, *gap])) == ["掲載日は平成28年三月末日です", "掲載日は平成2年三月末日です"]


def test_a_reading_longer_than_its_word_makes_no_space_beside_it() -> None:
    reading = written("いいんちょう", 70, 91, em=5)
    line = [*written("委員", 75, 100), *written("が述べた", 102, 100)]
    assert texts(read([*reading, *line])) == ["委員が述べた"]
