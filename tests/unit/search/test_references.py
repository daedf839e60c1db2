"""What a text names of an archive: days, years, numbers, bills, addresses; and what is left of it as a name."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language import PageAddress, Reference, is_address, read_address, read_reference

DAY = (date(2023, 5, 31),)
LIBRARY = ("図書館協議会",)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("令和5年度第2回図書館協議会会議録", {"fiscal_years": (2023,), "numbers": (2,), "names": LIBRARY}),
        ("図書館協議会 第2回 令和5年度", {"fiscal_years": (2023,), "numbers": (2,), "names": LIBRARY}),
        ("R5 第2回図書館協議会 議事録", {"years": (2023,), "numbers": (2,), "names": LIBRARY}),
        ("令和 ５ 年度 第 二 回 図書館協議会の議事録（案）", {"fiscal_years": (2023,), "numbers": (2,), "names": LIBRARY}),
        ("2023年度図書館協議会（第2回）", {"fiscal_years": (2023,), "numbers": (2,), "names": LIBRARY}),
        ("2023 第2回図書館協議会", {"years": (2023,), "numbers": (2,), "names": LIBRARY}),
        ("令和5年第2回定例会", {"years": (2023,), "numbers": (2,), "names": ("定例会",)}),
        ("図書館協議会 2023年5月", {"months": ((2023, 5),), "names": LIBRARY}),
        ("図書館協議会 令和5年度第2回（令和5年5月31日）¶12", {"fiscal_years": (2023,), "numbers": (2,), "days": DAY, "utterance": 12, "names": LIBRARY}),
        ("R5 2回 図書館協議会", {"years": (2023,), "numbers": (2,), "names": LIBRARY}),
        ("図書館協議会 2023 2回目", {"years": (2023,), "numbers": (2,), "names": LIBRARY}),
        ("年2回の図書館協議会", {"names": ("年2回の図書館協議会",)}),
        ("図書館協議会の第2回会議録を見たい", {"numbers": (2,), "names": LIBRARY}),
        ("第2回図書館協議会はいつですか", {"numbers": (2,), "names": LIBRARY}),
        ("図書館協議会 令和5年度 11月", {"fiscal_years": (2023,), "months": ((2023, 11),), "names": LIBRARY}),
        ("図書館協議会 11月", {"months_of_year": (11,), "names": LIBRARY}),
        ("十二月定例会", {"months_of_year": (12,), "names": ("定例会",)}),
        ("5月31日の会議", {"days_of_year": ((5, 31),)}),
        ("第45号議案", {"bills": ("議案45",)}),
        ("議案第45号", {"bills": ("議案45",)}),
        ("議案４５号", {"bills": ("議案45",)}),
        ("議案45", {"bills": ("議案45",)}),
        ("議第四十五号", {"bills": ("議案45",)}),
        ("令和5年 第45号議案", {"years": (2023,), "bills": ("議案45",)}),
        ("議案第45号の2", {"bills": ("議案45-2",)}),
        ("請願第3号 報告第4号", {"bills": ("請願3", "報告4")}),
        ("第45号議案から第47号議案まで", {"bills": ("議案45", "議案46", "議案47"), "names": ("から", "まで")}),
        ("防災 訓練", {"names": ("防災", "訓練")}),
        ("第45号", {"names": ("第45号",)}),
    ],
)  # fmt: skip
def test_what_a_text_names(text: str, named: dict[str, Any]) -> None:
    assert read_reference(text) == Reference(**named)


@pytest.mark.parametrize(
    "text",
    "2023-05-31 2023/5/31 20230531 R5.5.31 r5/5/31 令和5年5月31日 令和五年五月三十一日 ２０２３年５月３１日（水） R050531 "
    "2023.5.31 令和5年（2023年）5月31日".split(),
)
def test_a_day_in_any_form_alone_and_beside_a_name(text: str) -> None:
    assert read_reference(text) == Reference(days=DAY)
    for both in (f"{text} 図書館協議会", f"図書館協議会 {text}", f"{text}の図書館協議会", f"{text}_図書館協議会.pdf"):
        assert read_reference(both) == Reference(days=DAY, names=LIBRARY)


@pytest.mark.parametrize("text", ["5/31 令和5年度", "令和5年 5月31日", "2023年度 五月三十一日", "5月31日 R5"])
def test_a_day_without_its_year_is_one_of_the_years_beside_it(text: str) -> None:
    assert DAY[0] in read_reference(text).days


def test_a_day_without_its_year_is_one_of_the_fiscal_years_searched_in() -> None:
    assert read_reference("5/31", fiscal_years=[2023]).days == DAY
    assert read_reference("2/10", fiscal_years=[2023, 2024]).days == (date(2024, 2, 10), date(2025, 2, 10))
    assert read_reference("5月31日").days_of_year == ((5, 31),)
    assert not read_reference("5/31").days


@pytest.mark.parametrize(
    "text", ["防災", "図書館 協議会", "令和5年度 予算", "第2回", "令和5年", "2023", "5月", "1/2", "第45号"]
)
def test_ordinary_words_say_no_place(text: str) -> None:
    assert not read_reference(text).has_place


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://host/meetings/k-1/", PageAddress("k-1")),
        ("http://10.1.2.3:8000/app/meetings/k_1", PageAddress("k_1")),
        ("/meetings/k-1/?page=2#u12", PageAddress("k-1", utterance=12)),
        ("https://host/meetings/k-1/u/12/", PageAddress("k-1", utterance=12)),
        ("https://host/meetings/k-1/?paper=5-2#paper-5", PageAddress("k-1", paper=5)),
        ("https://host/meetings/k-1/papers/5/file/", PageAddress("k-1", paper=5)),
        ("https://host/meetings/k-1/#agenda-3", PageAddress("k-1", item=3)),
        ("https://host/meetings/k-1/versions/2/", PageAddress("k-1")),
        ("https://host/bodies/7/", PageAddress(body=7)),
        ("第2回 https://host/meetings/k-1/ を見る", PageAddress("k-1")),
        ("防災", None),
        ("https://host/topics/7/", None),
        ("meetings/k-1", None),
    ],
)
def test_addresses_of_the_archives_own_pages(text: str, address: PageAddress | None) -> None:
    assert read_address(text) == address


@given(
    st.text(alphabet="令和平成度年月日第回号議案のから0123456789一二十R.-/ （）¶発言会議録_~meetings:#u", max_size=60)
)
def test_any_text_is_read(text: str) -> None:
    read_reference(text, fiscal_years=[2023])
    read_address(text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://archive.example/meetings/abc/", True),
        ("/meetings/abc/u/12/", True),
        ("www.example.jp/kaigi/123.html", True),
        ("example.jp/kaigi", True),
        ("soumu@example.lg.jp", True),
        ("https://archive.example/ 防災", False),
        ("A/B", False),
        ("1.5/2.5", False),
        ("防災/訓練", False),
        ("AI-OCR", False),
    ],
)
def test_an_address_of_anything_is_known(text: str, is_one: bool) -> None:
    assert is_address(text) == is_one
