"""Which paper a file is: labels as offices print and type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.comparing.paper_labels import items_named, key_of, labels_at_top, match

LISTED = [
    ("資料1", "窓口のオンライン化について"),
    ("資料2-1", "電話システムの更新について"),
    ("資料2-2", "費用の比較"),
    ("参考資料3", "他市の状況"),
    ("議案第5号", ""),
    ("当日配布資料", "座席表"),
    ("", "委員名簿"),
]


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("資料2-1", "資料2-1"),
        ("資料２－１", "資料2-1"),
        ("【資料２−１】", "資料2-1"),
        ("資料２ー１", "資料2-1"),
        ("資料2‐1", "資料2-1"),
        ("資料 2－1", "資料2-1"),
        ("資料No.2-1", "資料2-1"),
        ("資料№２-１", "資料2-1"),
        ("資料2の1", "資料2-1"),
        ("資料2(1)", "資料2-1"),
        ("（資料3）", "資料3"),
        ("資料①", "資料1"),
        ("資料第一号", "資料1"),
        ("資料十二", "資料12"),
        ("資料A", "資料A"),
        ("資料ａ", "資料A"),
        ("配付資料3", "資料3"),
        ("会議資料4", "資料4"),
        ("資料1別紙2", "資料1/別紙2"),
        ("資料1 別紙", "資料1/別紙"),
        ("別紙1", "別紙1"),
        ("別紙", "別紙"),
        ("参考資料３", "参考資料3"),
        ("参考3", "参考資料3"),
        ("当日配付資料", "当日資料"),
        ("当日配布資料1", "当日資料1"),
        ("追加資料1", "追加資料1"),
        ("議案第５号", "議案5"),
        ("第5号議案", "議案5"),
        ("議第5号", "議案5"),
        ("報告第2号", "報告2"),
    ],
)
def test_spellings_of_a_label_share_a_key(printed: str, key: str) -> None:
    assert key_of(printed) == key


@pytest.mark.parametrize(
    ("one", "other"), [("資料1", "資料11"), ("資料1", "参考資料1"), ("資料2-1", "資料2"), ("資料A", "資料B")]
)
def test_other_labels_have_other_keys(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize(
    ("filename", "place"),
    [
        ("資料2-1.pdf", 1),
        ("資料２－１_電話.pdf", 1),
        ("【資料No.2-2】費用の比較.xlsx", 2),
        ("資料2_1.pdf", 1),
        ("資料2-1(1).pdf", 1),
        ("資料2-1 (2).pdf", 1),
        ("資料2-1 - コピー.pdf", 1),
        ("shiryo2-1.pdf", 1),
        ("siryou2_2_hiyou.pdf", 2),
        ("SHIRYOU1.PDF", 0),
        ("02-1_電話.pdf", 1),
        ("2-2.pdf", 2),
        ("R5_第2回_資料1.pdf", 0),
        ("20240325資料1.pdf", 0),
        ("資料1-20240325.pdf", 0),
        ("第2回会議資料1　窓口.pdf", 0),
        ("sankou3.pdf", 3),
        ("参考資料３.docx", 3),
        ("gian5.docx", 4),
        ("第５号議案.pdf", 4),
        ("当日配付資料.pdf", 5),
        ("委員名簿.pdf", 6),
        ("02_委員名簿.pdf", 6),
        ("01_窓口のオンライン化について.pdf", 0),
        ("座席表.pdf", 5),
    ],
)
def test_a_file_is_known_by_its_name(filename: str, place: int) -> None:
    assert match(filename, "", LISTED).place == place


@pytest.mark.parametrize(
    "filename", ["資料9.pdf", "別紙.pdf", "scan001.pdf", "2024.pdf", "02_次第.pdf", "資料2.pdf", "会議録.docx", ""]
)
def test_a_name_that_leads_nowhere_matches_nothing(filename: str) -> None:
    assert match(filename, "", LISTED).places == ()


@pytest.mark.parametrize(
    "text",
    [
        "令和5年度 第2回推進本部\t【資料２－１】\n電話システム",
        "資料２－１\n電話システム",
        "令和6年3月25日　　資料2-1",
        "【資料2-1】電話システムの更新について",
        "\n\n資料No.2-1：電話システム",
    ],
)
def test_the_label_printed_at_the_top_counts_where_the_name_says_nothing(text: str) -> None:
    assert match("scan001.pdf", text, LISTED).place == 1


def test_a_label_in_a_sentence_is_no_label_of_the_paper() -> None:
    assert labels_at_top("資料2-1のとおり承認されました。\n詳しくは資料1を御覧ください。") == []


def test_name_and_print_that_disagree_are_left_to_a_person() -> None:
    found = match("資料1.pdf", "資料2-1\n電話システム", LISTED)
    assert (found.place, found.places) == (None, (0, 1))


def test_one_label_twice_in_the_list_is_told_apart_by_the_title() -> None:
    twice = [("資料1", "予算の概要"), ("資料1", "事業の計画")]
    assert match("資料1_事業の計画.pdf", "", twice).place == 1
    assert match("資料1.pdf", "", twice).places == (0, 1)


def test_the_label_and_title_of_a_file_serve_for_a_new_row() -> None:
    found = match("資料９　防災計画の改定.pdf", "", LISTED)
    assert (found.places, found.label, found.title) == ((), "資料9", "防災計画の改定")


def test_a_label_belongs_to_the_item_that_the_minutes_name_it_under() -> None:
    agenda = ["窓口について（資料1）", "電話について", "その他"]
    spoken = [("資料２－１に基づき説明", [1]), ("資料1も資料3も", [2]), ("資料3を見ると", [0]), ("資料4", [])]
    assert items_named(["資料1", "資料2-1", "資料3", "資料4"], agenda, spoken) == {"資料1": 0, "資料2-1": 1}


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_name_and_text_have_an_answer(filename: str, text: str) -> None:
    assert all(0 <= place < len(LISTED) for place in match(filename, text, LISTED).places)
